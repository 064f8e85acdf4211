import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { alert, camera, check, chevronDown, lock, mic, micOff, speaker } from '../internal/icons.ts';
import type { NoiseSuppression } from './events.ts';
import { hasSinks, skeletons } from './frame.ts';
import { type DeviceKind, OTHER_SPEAKER, type PreviewView } from './view.ts';
import { t } from './words.ts';

const NOISE: readonly NoiseSuppression[] = ['off', 'standard', 'strong'];
const ICONS = { camera, microphone: mic, speaker };

/** The pickers, with the level and the test of the microphone, the test of the speaker, and the effects. */
export function fields(view: PreviewView): TemplateResult | null {
  const { state, core, media, audioOnly } = view;
  if (state === 'failed') return null;
  if (state === 'requesting' || (!media && !core.devices.microphones.length && state !== 'no-mic')) {
    return html`<p class="note">${lock}<span dir="auto">${t('preview.private')}</span></p>${skeletons(audioOnly)}`;
  }
  return html`${audioOnly ? null : device(view, 'camera', select(view, 'camera'))}
    ${device(view, 'microphone', row(select(view, 'microphone'), media?.audioTrack && echoButton(view)), html`${meter(view)}${echo(view)}`)}
    ${hasSinks() ? device(view, 'speaker', row(select(view, 'speaker'), testButton(view)), heard(view)) : null} ${media ? effects(view) : null}`;
}

const row = (field: TemplateResult, button: TemplateResult | undefined): TemplateResult => html`<div class="r">${field}${button ?? nothing}</div>`;

const warning = (text: string): TemplateResult => html`<span class="note warn">${alert}<span dir="auto">${text}</span></span>`;

function device(view: PreviewView, kind: DeviceKind, field: TemplateResult, more: TemplateResult | null = null): TemplateResult {
  return html`<div class="dev">
    <span class="lb" aria-hidden="true">${t(`preview.${kind}`)}</span>${field}${
      view.unopened === kind ? html`<div role="status">${warning(t('preview.unopened'))}</div>` : null
    }${more}
  </div>`;
}

function select(view: PreviewView, kind: DeviceKind): TemplateResult {
  const { core } = view;
  const list = { camera: core.devices.cameras, microphone: core.devices.microphones, speaker: core.devices.speakers }[kind];
  // "default" is what some browsers list for the system's choice
  const alias = list.find(({ deviceId }) => deviceId === 'default' || deviceId === '');
  const current = core[`${kind}Id`] ?? alias?.deviceId ?? usedId(view, kind);
  const none = kind !== 'speaker' && !list.length;
  const plain = kind === 'speaker' && !alias;
  const label = t(`preview.${kind}`);
  return html`<label class="field" part="field"
    >${ICONS[kind]}<select part="select" data-kind=${kind} aria-label=${label} ?disabled=${none}
      @change=${(event: Event) => view.pick(kind, (event.target as HTMLSelectElement).value)}>
      ${none ? html`<option>${t(`preview.${kind}.none`)}</option>` : null}${
        plain ? html`<option value="" .selected=${live(!current)}>${t('preview.default')}</option>` : null
      }${list.map(
        (found, i) =>
          html`<option value=${found.deviceId} .selected=${live(found.deviceId === current)}>${found.label || t('preview.numbered', { kind: label, n: i + 1 })}</option>`,
      )}${
        kind === 'speaker' && core.engine.selectAudioOutput
          ? html`<option value=${OTHER_SPEAKER} .selected=${live(false)}>${t('preview.speaker.other')}</option>`
          : null
      }
    </select>${chevronDown}</label
  >`;
}

/** The device that is open, where none was chosen. */
function usedId(view: PreviewView, kind: DeviceKind): string {
  const track = kind === 'camera' ? view.media?.videoTrack : kind === 'microphone' ? view.media?.audioTrack : undefined;
  return track?.getSettings().deviceId ?? '';
}

/** One node that starts a test and stops it. */
const switchButton = (label: string, running: boolean, start: () => void, stop: () => void): TemplateResult =>
  html`<button type="button" class="btn" part="test" aria-label=${running ? t('preview.stop.label') : label} @click=${running ? stop : start}>
    ${t(running ? 'preview.stop' : 'preview.test')}
  </button>`;

function testButton({ speakerTest, echoTest }: PreviewView): TemplateResult {
  const start = () => {
    echoTest.stop();
    speakerTest.start();
  };
  return switchButton(t('preview.test.label'), speakerTest.playing, start, () => speakerTest.stop());
}

function echoButton({ speakerTest, echoTest, media }: PreviewView): TemplateResult {
  const start = () => {
    speakerTest.stop();
    if (media?.audioTrack) echoTest.start(media.audioTrack);
  };
  return switchButton(t('preview.echo.label'), echoTest.running, start, () => echoTest.stop());
}

/** A question with its two answers. */
const ask = (question: string, yes: () => void, no: (event: Event) => void): TemplateResult =>
  html`<div class="ask" part="question" role="group" aria-label=${question}>
    ${speaker}<span dir="auto">${question}</span>
    <button type="button" class="btn" @click=${yes}>${t('preview.yes')}</button>
    <button type="button" class="btn" @click=${no}>${t('preview.no')}</button>
  </div>`;

/** The browser plays nothing without a gesture. */
const held = (tap: () => void): TemplateResult =>
  html`<div class="ask" part="question" role="group" aria-label=${t('preview.held')}>
    ${alert}<span dir="auto">${t('preview.held')}</span>
    <button type="button" class="btn" @click=${tap}>${t('preview.tap')}</button>
  </div>`;

function heard(view: PreviewView): TemplateResult | null {
  const { speakerTest } = view;
  if (speakerTest.held) return held(() => speakerTest.start());
  if (speakerTest.asking) {
    return ask(
      t('preview.heard'),
      () => speakerTest.answer(true),
      (event) => notHeard(event, () => speakerTest.answer(false)),
    );
  }
  return speakerTest.unheard ? html`<div role="status">${warning(t('preview.unheard'))}</div>` : null;
}

function echo({ echoTest }: PreviewView): TemplateResult | null {
  switch (echoTest.phase) {
    case 'recording':
      return html`<div class="ask rec" part="question" role="group" aria-label=${t('preview.echo.label')}>
          <span class="dot"></span><span dir="auto">${t('preview.echo.recording')}</span
          ><span class="tnum left" role="timer" aria-live="off">${t('preview.echo.left', { n: echoTest.secondsLeft })}</span>
        </div>
        <span class="note">${lock}<span dir="auto">${t('preview.echo.private')}</span></span>`;
    case 'held':
      return held(() => echoTest.play());
    case 'playing':
      return html`<div class="ask" part="question">${speaker}<span dir="auto">${t('preview.echo.playing')}</span></div>`;
    case 'asking':
      return ask(
        t('preview.echo.heard'),
        () => echoTest.answer(true),
        (event) => notHeard(event, () => echoTest.answer(false)),
      );
    case 'works':
      return html`<div role="status"><span class="note good">${check}<span dir="auto">${t('preview.echo.works')}</span></span></div>`;
    case 'nothing':
    case 'failed':
    case 'unheard':
      return html`<div role="status">${warning(t(echoTest.phase === 'unheard' ? 'preview.unheard' : `preview.echo.${echoTest.phase}`))}</div>`;
    default:
      return null;
  }
}

/** Not heard: on to the picker of the speaker, since another one is the likeliest cure. */
function notHeard(event: Event, answer: () => void): void {
  const picker = (event.target as Element).closest('.mp')?.querySelector<HTMLElement>('select[data-kind=speaker]');
  answer();
  picker?.focus();
}

function meter(view: PreviewView): TemplateResult {
  const text = t(view.voiced ? 'preview.voice' : 'preview.quiet');
  const note = view.choices.muted
    ? html`<span class="note muted-note">${micOff}<span dir="auto">${t('preview.muted')}</span></span>`
    : view.silent
      ? warning(t('preview.silent'))
      : null;
  return html`<span class="meter" part="meter" role="meter" aria-label=${t('preview.level')} aria-valuemin="0" aria-valuemax="1"
      aria-valuenow=${view.voiced ? 1 : 0} aria-valuetext=${text}></span>
    <div role="status">${note}</div>`;
}

function effects(view: PreviewView): TemplateResult {
  const { choices, effects } = view;
  const blur = view.media?.videoTrack
    ? html`<button type="button" class="btn" part="effect" aria-label=${t('preview.blur.label')} aria-pressed=${String(choices.blurred)}
        aria-busy=${effects.busy === 'blur' ? 'true' : nothing} @click=${() => view.setBlurred(!choices.blurred)}>${t('preview.blur')}</button>`
    : undefined;
  const noise = html`<label class="field" part="field"
    >${mic}<select part="select" aria-label=${t('preview.noise')}
      @change=${(event: Event) => view.setNoiseSuppression((event.target as HTMLSelectElement).value as NoiseSuppression)}>
      ${NOISE.map((kind) => html`<option value=${kind} .selected=${live(kind === choices.noiseSuppression)}>${t(`preview.noise.${kind}`)}</option>`)}
    </select>${chevronDown}</label
  >`;
  const told = effects.busy
    ? html`<span class="note">${t('preview.starting')}</span>`
    : effects.failed
      ? warning(t(`preview.${effects.failed}.failed`))
      : null;
  return html`<div class="dev" part="effects">
    <span class="lb" aria-hidden="true">${t('preview.effects')}</span>${row(noise, blur)}
    <div role="status">${told}</div>
  </div>`;
}
