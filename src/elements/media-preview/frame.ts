import { html, nothing, type TemplateResult } from 'lit';
import type { Media } from '../../core/media/api.ts';
import { avatar } from '../internal/avatar.ts';
import { alert, camera, cameraOff, chevronDown, lock, mic, micOff, people, siteSettings, speaker } from '../internal/icons.ts';
import type { MediaPreviewState } from './events.ts';
import type { SpeakerTest } from './speaker-test.ts';
import { t } from './words.ts';

/** What the templates read and ask for. */
export interface PreviewView {
  readonly state: MediaPreviewState;
  readonly audioOnly: boolean;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  readonly media: { videoTrack: MediaStreamTrack | undefined; audioTrack: MediaStreamTrack | undefined } | undefined;
  readonly core: Media | undefined;
  readonly userName: string;
  readonly userId: string;
  readonly silent: boolean;
  readonly levelText: string;
  readonly testing: SpeakerTest;
  start(): Promise<void>;
  decline(): void;
  setMuted(muted: boolean): void;
  setCameraOff(cameraOff: boolean): Promise<void>;
  pick(kind: 'camera' | 'microphone' | 'speaker', deviceId: string): void;
}

const LEFT = { idle: 'flat', requesting: 'call' } as Partial<Record<MediaPreviewState, string>>;

/** Title, body, and whether trying again may help. */
function words(view: PreviewView): [title: string, body: string, again: boolean] | undefined {
  const audio = view.audioOnly ? ('.audio' as const) : ('' as const);
  switch (view.state) {
    case 'requesting':
      return [t(`preview.asking.title${audio}`), t('preview.asking.body'), false];
    case 'denied':
      return [t(`preview.denied.title${audio}`), t(`preview.denied.body${audio}`), false];
    case 'no-camera':
      return [t('preview.noCamera.title'), t('preview.noCamera.body'), false];
    case 'camera-denied':
      return [t('preview.cameraDenied.title'), t('preview.cameraDenied.body'), false];
    case 'camera-in-use':
      return [t('preview.inUse.title'), t('preview.inUse.body'), true];
    case 'no-mic':
      return [t('preview.noMicrophone.title'), t('preview.noMicrophone.body'), true];
    case 'in-use':
      return [t('preview.inUse.title.audio'), t('preview.inUse.body'), true];
    case 'failed':
      return [t('preview.failed.title'), t('preview.failed.body'), true];
    default:
      return undefined;
  }
}

function middle(view: PreviewView): TemplateResult | null {
  if (view.state === 'idle') {
    return html`<div class="msg">
      <b>${t(view.audioOnly ? 'preview.idle.title.audio' : 'preview.idle.title')}</b>
      <p dir="auto">${t('preview.private')}</p>
      <button type="button" class="btn pri" aria-disabled=${String(!view.core)} @click=${() => void view.start()}>${t('preview.start')}</button>
    </div>`;
  }
  const told = words(view);
  if (told) {
    const [title, body, again] = told;
    const off = view.state !== 'requesting';
    const glyph = view.audioOnly || view.state === 'no-mic' || view.state === 'in-use' ? (off ? micOff : mic) : off ? cameraOff : camera;
    return html`<div class="msg">
      ${again ? null : html`<span class="g">${glyph}</span>`}<b>${title}</b>
      <p dir="auto">${body}</p>
      ${again ? html`<button type="button" class="btn" @click=${() => void view.start()}>${t('preview.retry')}</button>` : null}
    </div>`;
  }
  if (view.media?.videoTrack) {
    return html`<video class="vid" aria-hidden="true" playsinline autoplay .muted=${true}></video><span class="scrim"></span>
      <span class="glass">${people}<span class="trunc">${t('preview.own')}</span></span>`;
  }
  return html`<div class="msg">${avatar(view.userName, { key: view.userId })}${view.audioOnly ? null : html`<b>${t('preview.off')}</b>`}</div>`;
}

/** The stage: picture or words, the switches over it, the voice between them. */
export function picture(view: PreviewView): TemplateResult {
  const { state, muted } = view;
  const blocked = state === 'denied' || state === 'no-mic' || state === 'in-use' || state === 'failed';
  const noPicture = view.cameraOff || blocked || state === 'no-camera' || state === 'camera-denied' || state === 'camera-in-use';
  const line = LEFT[state] ?? (blocked ? 'flat' : muted ? 'mute' : 'live');
  return html`<div class=${view.audioOnly ? 'view stage low' : 'view stage'} part="view" ?data-video=${Boolean(view.media?.videoTrack)}>
    ${middle(view)}
    ${
      state === 'idle'
        ? null
        : html`<div class="view-b" part="controls">
            <button type="button" class="cb" part="control" aria-label=${t('preview.mute')} aria-pressed=${String(muted || blocked)}
              aria-disabled=${String(blocked)} @click=${() => blocked || view.setMuted(!muted)}>${muted || blocked ? micOff : mic}</button>
            ${blocked ? html`<span class="line-gap"></span>` : html`<span class="line" part="line" data-s=${line} aria-hidden="true"></span>`}
            ${
              view.audioOnly
                ? null
                : html`<button type="button" class="cb" part="control" aria-label=${t('preview.cameraOff')} aria-pressed=${String(noPicture)}
                    aria-disabled=${String(blocked)} @click=${() => blocked || void view.setCameraOff(!view.cameraOff)}>${noPicture ? cameraOff : camera}</button>`
            }
          </div>`
    }
  </div>`;
}

/** How to lift a block that only the browser's own settings can lift. */
export const help = (view: PreviewView): TemplateResult => html`<div class="help-b" part="help">
  <ol class="steps">
    <li><span>${t('preview.step.select')} ${siteSettings} ${t('preview.step.next')}</span></li>
    <li><span>${t(view.audioOnly ? 'preview.step.switch.audio' : 'preview.step.switch')}</span></li>
    <li><span>${t('preview.step.back')}</span></li>
  </ol>
  <div class="mp-a">
    <button type="button" class="btn pri" @click=${() => void view.start()}>${t('preview.retry')}</button>
    <button type="button" class="btn" @click=${() => view.decline()}>${t('preview.without')}</button>
  </div>
</div>`;

type Kind = 'camera' | 'microphone' | 'speaker';

function select(view: PreviewView, kind: Kind, icon: TemplateResult): TemplateResult {
  const core = view.core!;
  const list = { camera: core.devices.cameras, microphone: core.devices.microphones, speaker: core.devices.speakers }[kind];
  const current = core[`${kind}Id`] ?? (kind === 'speaker' ? '' : usedId(view, kind));
  const none = kind !== 'speaker' && !list.length;
  // "default" stands for what the browser lists under that id already
  const plain = kind === 'speaker' && !list.some(({ deviceId }) => deviceId === 'default' || deviceId === '');
  const label = t(`preview.${kind}`);
  return html`<label class="field" part="field"
    >${icon}<select part="select" aria-label=${label} ?disabled=${none} @change=${(event: Event) => view.pick(kind, (event.target as HTMLSelectElement).value)}>
      ${none ? html`<option>${t(`preview.${kind}.none`)}</option>` : null}${plain ? html`<option value="" ?selected=${!current}>${t('preview.default')}</option>` : null}${list.map(
        (device, i) =>
          html`<option value=${device.deviceId} ?selected=${device.deviceId === current}>${device.label || t('preview.numbered', { kind: label, n: i + 1 })}</option>`,
      )}
    </select>${chevronDown}</label
  >`;
}

/** The device that is open, where none was chosen. */
function usedId(view: PreviewView, kind: 'camera' | 'microphone'): string {
  const track = kind === 'camera' ? view.media?.videoTrack : view.media?.audioTrack;
  return track?.getSettings().deviceId ?? '';
}

const device = (kind: Kind, field: TemplateResult, more: TemplateResult | null = null): TemplateResult =>
  html`<div class="dev"><span class="lb" aria-hidden="true">${t(`preview.${kind}`)}</span>${field}${more}</div>`;

/** The three pickers, with the level under the microphone and the test beside the speaker. */
export function fields(view: PreviewView): TemplateResult | null {
  if (view.state === 'idle' || view.state === 'failed' || !view.core) return null;
  const waiting = view.state === 'requesting' || (!view.media && !view.core.devices.microphones.length && view.state !== 'no-mic');
  const sinks = 'setSinkId' in HTMLMediaElement.prototype;
  if (waiting) {
    const kinds: Kind[] = [...(view.audioOnly ? [] : ['camera' as const]), 'microphone', ...(sinks ? ['speaker' as const] : [])];
    return html`<p class="note">${lock}<span dir="auto">${t('preview.private')}</span></p>
      ${kinds.map((kind) => device(kind, html`<span class="sk"></span>`))}`;
  }
  const { testing } = view;
  const test = html`<button type="button" class="btn" part="test" aria-label=${t(testing.playing ? 'preview.stop.label' : 'preview.test.label')}
    @click=${() => (testing.playing ? testing.stop() : testing.start())}>${t(testing.playing ? 'preview.stop' : 'preview.test')}</button>`;
  return html`${view.audioOnly ? null : device('camera', select(view, 'camera', camera))}
    ${device('microphone', select(view, 'microphone', mic), meter(view))}
    ${
      sinks
        ? device(
            'speaker',
            html`<div class="r">${select(view, 'speaker', speaker)}${test}</div>`,
            testing.asking
              ? html`<div class="ask" role="group" aria-label=${t('preview.heard')}>
                  ${speaker}<span>${t('preview.heard')}</span>
                  <button type="button" class="btn" @click=${() => testing.stop()}>${t('preview.yes')}</button>
                  <button type="button" class="btn" @click=${(event: Event) => notHeard(view, event)}>${t('preview.no')}</button>
                </div>`
              : null,
          )
        : nothing
    }`;
}

/** Not heard: on to the picker, since another speaker is the likeliest cure. */
function notHeard(view: PreviewView, event: Event): void {
  const picker = (event.target as Element).closest('.dev')?.querySelector('select');
  view.testing.stop();
  picker?.focus();
}

function meter(view: PreviewView): TemplateResult {
  const note = view.muted
    ? html`<span class="note">${micOff}${t('preview.muted')}</span>`
    : view.silent
      ? html`<span class="note warn">${alert}${t('preview.silent')}</span>`
      : null;
  return html`<span class="meter" part="meter" role="meter" aria-label=${t('preview.level')} aria-valuemin="0" aria-valuemax="1"
      aria-valuenow=${view.levelText === t('preview.voice') ? 1 : 0} aria-valuetext=${view.levelText}></span>
    <div role="status">${note}</div>`;
}
