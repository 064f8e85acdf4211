import { html, svg, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../core/chat/api.ts';
import { close, pause, play, file as sheet } from '../../internal/icons.ts';
import type { ChannelHost } from '../host.ts';
import type { ShownFile } from '../row-painter.ts';
import { act } from './acts.ts';
import { plainName, sizeText } from './format.ts';
import { isPhoto } from './summary.ts';
import { t } from './words.ts';

const PHOTO_PX = 320;

const ring = (progress: number): TemplateResult =>
  html`<svg class="rg" viewBox="0 0 40 40" aria-hidden="true">${svg`<circle class="tr" cx="20" cy="20" r="18"></circle><circle cx="20" cy="20" r="18" pathLength="100" stroke-dasharray="${Math.round(progress * 100)} 100"></circle>`}</svg>`;

/** Forgets a message that was not sent; the focus goes to the one in its place. */
export function discard(host: ChannelHost, item: ChatMessage): void {
  const index = host.model.indexOf(item.key);
  host.view?.discard(item.key);
  void host.updateComplete.then(() => host.focusRow(Math.min(index, host.model.length - 1)));
}

/** A photo or a file card, with what is left of its upload. */
export function fileContent(host: ChannelHost, item: ChatMessage, file: ShownFile, tab: number, meta: TemplateResult): TemplateResult {
  const name = plainName(file.name);
  const { links } = host.more!;
  const { key, paused } = item;
  const progress = item.progress ?? (paused ? 0 : undefined);
  const going = item.sendState === 'sending' && progress !== undefined && progress < 1 ? progress : undefined;
  const cancel = html`<button type="button" class="prog" tabindex=${tab} aria-label=${t('chat.cancelUpload', { name })} @click=${() => discard(host, item)}>
    ${ring(going ?? 0)}${close}
  </button>`;
  const hold = html`<button type="button" class="pz" tabindex=${tab} aria-label=${t(paused ? 'chat.resumeUpload' : 'chat.pauseUpload', { name })}
    @click=${() => void act(host, (can) => (paused ? can.resume(key) : can.pause(key)))}>${paused ? play : pause}</button>`;
  const stored = item.file;
  const src = item.localUrl ?? (stored && links.url(stored));
  if (isPhoto(file.type) && src) {
    const scale = Math.min(1, PHOTO_PX / (file.width ?? 240), PHOTO_PX / (file.height ?? 180));
    // Width and height reserve the box before a byte of the picture is here; what is unknown gets a fixed one.
    const picture = html`<img class=${going === undefined ? 'im' : 'im up'} src=${src} alt="" loading="lazy" decoding="async" draggable="false"
      width=${Math.max(48, Math.round((file.width ?? 240) * scale))} height=${Math.max(48, Math.round((file.height ?? 180) * scale))}
      @error=${(event: Event) => stored && links.photoFailed(event, stored)} />`;
    return html`<div class="ph">
      ${
        going === undefined
          ? html`<a class="open" href=${src} target="_blank" rel="noopener" tabindex=${tab} aria-label=${t('chat.photo.open', { name })} @click=${(event: MouseEvent) => links.openPhoto(event, item)}>${picture}</a>`
          : html`${picture}${cancel}${hold}`
      }<span class="ov">${meta}</span>
    </div>`;
  }
  const kind = (/\.([\p{L}\p{N}]{1,4})$/u.exec(name)?.[1] ?? '').toUpperCase();
  const size =
    going === undefined
      ? sizeText(file.size)
      : t(paused ? 'chat.uploadPaused' : 'chat.uploading', { done: sizeText(file.size * going), size: sizeText(file.size) });
  const card = html`<span class="tile">${going === undefined ? kind || sheet : cancel}</span
    ><span class="cap-t"><b class="trunc" dir="auto">${name}</b><span><span class="tnum">${size}</span>${meta}</span></span>${going === undefined ? null : hold}`;
  return stored
    ? html`<a class="fi" href=${links.url(stored)} target="_blank" rel="noopener" download=${name} tabindex=${tab} @click=${(event: Event) => links.openFile(event, stored)}>${card}</a>`
    : html`<div class="fi">${card}</div>`;
}
