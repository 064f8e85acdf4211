import { html, nothing, type TemplateResult } from 'lit';
import { screen } from '../internal/call-icons.ts';
import { micOff } from '../internal/icons.ts';
import { type PanelView, shortName } from './view.ts';
import { t } from './words.ts';

/** The far side's sound is played by the call itself, so every picture here is silent. */
const video = (stream: MediaStream | undefined, part: string, label: string, look = ''): TemplateResult =>
  html`<video class="vid ${look}" part=${part} playsinline autoplay aria-label=${label} .muted=${true} .srcObject=${stream ?? null}></video>`;

/** The far side's face behind everything. */
export function backdrop(view: PanelView): unknown {
  const { call, pictured, name } = view;
  if (!pictured || call.remoteSharing || call.sharing) return nothing;
  return html`${video(call.remoteStream, 'video', t('panel.their-video', { name }), 'back')}<slot name="overlay"></slot>`;
}

const single = new WeakMap<MediaStreamTrack, MediaStream>();

/** A face that is sent beside a screen; the screen is the first picture of its stream. */
function faceBeside(stream: MediaStream | undefined): MediaStream | undefined {
  const face = stream?.getVideoTracks().find(({ readyState, muted }, i) => i > 0 && readyState === 'live' && !muted);
  if (!face) return undefined;
  const known = single.get(face) ?? new MediaStream([face]);
  single.set(face, known);
  return known;
}

/** The far side's screen, uncut, with the small pictures beside or over it. */
export function theirScreen(view: PanelView): TemplateResult {
  const { call, name } = view;
  const face = faceBeside(call.remoteStream);
  return html`<div class="shw">
    <div class="share" part="share">
      ${video(call.remoteStream, 'video', t('panel.their-screen', { name }))}
      <span class="glass">${screen}<span class="trunc">${t('panel.sharing-there', { name: shortName(name) })}</span></span>
      <slot name="overlay"></slot>
    </div>
    ${
      view.filmed || face
        ? html`<div class="strip" part="strip">
            ${face ? html`<div class="pip">${video(face, 'video', t('panel.their-video', { name }))}<span class="nm" dir="auto">${shortName(name)}</span></div>` : nothing}${self(view, true)}
          </div>`
        : nothing
    }
  </div>`;
}

/** The far side's face while we share a screen. */
export function theirs(view: PanelView): unknown {
  const { call, name } = view;
  return view.pictured
    ? html`<div class="pip c0">${video(call.remoteStream, 'video', t('panel.their-video', { name }))}<span class="nm" dir="auto">${shortName(name)}</span></div>`
    : nothing;
}

/** The local view, mirrored: arrow keys snap it to the corners, a click moves it on to the next. */
export function self(view: PanelView, still = false): unknown {
  const { call, corner } = view;
  if (!view.filmed) return nothing;
  const inside = html`<video class="vid mirror" part="self" playsinline autoplay aria-hidden="true" .muted=${true} .srcObject=${call.localStream ?? null}></video
    ><span class="nm" aria-hidden="true">${call.muted ? micOff : nothing}${t('panel.you')}</span>`;
  if (still) return html`<div class="pip">${inside}</div>`;
  return html`<button class="pip self c${corner}" data-k="self" aria-label=${t('panel.self')} @click=${() => view.setCorner((corner + 1) % 4)}>${inside}</button>`;
}
