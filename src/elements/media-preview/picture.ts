import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../internal/avatar.ts';
import { camera, cameraOff, headset, mic, micOff, people } from '../internal/icons.ts';
import { reportButton } from '../internal/report-button.ts';
import { isShut, lacksCamera, type PreviewView } from './view.ts';
import { t } from './words.ts';

/** Title, body, and whether trying again may help. */
export type StateWords = [title: string, body: string, again: boolean];

/** What is told of a state; nothing where the picture speaks for itself. */
export function wordsOf({ state, audioOnly, error }: Pick<PreviewView, 'state' | 'audioOnly' | 'error'>): StateWords | undefined {
  const audio = audioOnly ? ('.audio' as const) : ('' as const);
  switch (state) {
    case 'requesting':
      return [t(`preview.asking.title${audio}`), t('preview.asking.body'), false];
    case 'denied':
      if (error?.retryable) return [t('preview.unanswered.title'), t('preview.unanswered.body'), false];
      return [t(`preview.denied.title${audio}`), t(`preview.denied.body${audio}`), false];
    case 'system-denied':
      return [t('preview.system.title'), t(`preview.denied.body${audio}`), false];
    case 'insecure':
    case 'policy':
    case 'iframe':
      return [t(`preview.${state}.title`), t(`preview.${state}.body${audio}`), false];
    case 'no-camera':
      return [t('preview.noCamera.title'), t('preview.noCamera.body'), false];
    case 'camera-denied': {
      const by = error?.code === 'media:system-denied' ? '.system' : error?.code === 'media:denied' ? '' : '.page';
      return [t('preview.cameraDenied.title'), t(`preview.cameraDenied.body${by}`), false];
    }
    case 'camera-in-use':
      return [t('preview.inUse.title'), t('preview.inUse.body'), true];
    case 'camera-failed':
      return [t('preview.cameraFailed.title'), t('preview.cameraFailed.body'), true];
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

function middle(view: PreviewView): TemplateResult {
  const told = wordsOf(view);
  if (told) {
    const [title, body, again] = told;
    const off = view.state !== 'requesting';
    const glyph = view.audioOnly || view.state === 'no-mic' || view.state === 'in-use' ? (off ? micOff : mic) : off ? cameraOff : camera;
    return html`<div class="msg">
      ${again ? nothing : html`<span class="g">${glyph}</span>`}<b>${title}</b>
      <p dir="auto">${body}</p>
      ${again ? html`<button type="button" class="btn retry" @click=${() => view.restart()}>${t('preview.retry')}</button>` : nothing}
      ${view.state === 'failed' ? reportButton('control') : nothing}
    </div>`;
  }
  if (view.media?.videoTrack) {
    return html`<video class="vid" aria-hidden="true" playsinline autoplay .muted=${true}></video><span class="scrim"></span>`;
  }
  return html`<div class="msg">${avatar(view.userName, { key: view.userId })}${view.audioOnly ? nothing : html`<b>${t('preview.off')}</b>`}</div>`;
}

/** The words in the corner: which device took over, else that nobody sees this. */
function corner(view: PreviewView): TemplateResult | typeof nothing {
  const { switched } = view;
  if (!switched) {
    return view.media?.videoTrack ? html`<span class="glass">${people}<span class="trunc">${t('preview.own')}</span></span>` : nothing;
  }
  return html`<span
    class="glass"
    part="notice"
    @pointerenter=${() => view.keepNotice(true)}
    @pointerleave=${() => view.keepNotice(false)}
    @focusin=${() => view.keepNotice(true)}
    @focusout=${() => view.keepNotice(false)}
    >${switched.kind === 'camera' ? camera : headset}<span class="trunc" dir="auto">${switchWords(switched)}</span
    >${switched.reason === 'recovered' ? nothing : html`<button type="button" class="undo" @click=${() => view.undoSwitch()}>${t('preview.undo')}</button>`}</span
  >`;
}

/** "Now using AirPods Pro" */
export function switchWords({ kind, to, reason }: NonNullable<PreviewView['switched']>): string {
  return t(reason === 'recovered' ? 'preview.again' : 'preview.now', { device: to?.label || t(`preview.${kind}`) });
}

/** What stands on the stage: picture or words, and the switches with the voice between them. */
export function picture(view: PreviewView): TemplateResult {
  const { state, audioOnly } = view;
  const { muted } = view.choices;
  const shut = isShut(state);
  const noPicture = view.choices.cameraOff || shut || lacksCamera(state);
  const line = state === 'requesting' ? 'call' : muted ? 'mute' : view.speakerTest.playing || view.echoTest.phase === 'playing' ? 'flat' : 'live';
  return html`${middle(view)}${corner(view)}
    <div class="view-b" part="controls">
      <button type="button" class="cb" part="control" aria-label=${t('preview.mute')} aria-keyshortcuts="m" aria-pressed=${String(muted || shut)}
        aria-disabled=${String(shut)} @click=${() => shut || view.setMuted(!muted)}>${muted || shut ? micOff : mic}</button>
      ${shut ? html`<span class="line-gap"></span>` : html`<span class="line" part="line" data-s=${line} aria-hidden="true"></span>`}
      ${
        audioOnly
          ? nothing
          : html`<button type="button" class="cb" part="control" aria-label=${t('preview.cameraOff')} aria-keyshortcuts="v" aria-pressed=${String(noPicture)}
              aria-disabled=${String(shut)} @click=${() => shut || view.setCameraOff(!view.choices.cameraOff)}>${noPicture ? cameraOff : camera}</button>`
      }
    </div>`;
}
