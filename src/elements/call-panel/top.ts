import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../internal/avatar.ts';
import { full, shrink } from '../internal/call-icons.ts';
import { t as call } from '../internal/call-strings.ts';
import { isLive, isTalking, lineShape } from '../internal/call-view.ts';
import { clockText } from '../internal/durations.ts';
import { hangup } from '../internal/icons.ts';
import { nameOf, type PanelView } from './view.ts';
import { t } from './words.ts';

/** What is happening, in words. The timer is never read out by itself. */
export function status(view: PanelView): unknown {
  const { call: it, shown, now } = view;
  switch (shown) {
    case 'requesting':
      return call('call.allow-how');
    case 'calling':
      return call('call.calling');
    case 'ringing':
      return call('call.ringing');
    case 'incoming':
      return t(it.media.includes('video') ? 'panel.incoming-video' : 'panel.incoming');
    case 'reconnecting':
      return t('panel.stay');
    case 'hold':
      return it.localHold ? call('call.hold-time', { time: clockText(now - (it.heldAtMs ?? now)) }) : call('call.held');
    default:
      return html`<span class="tnum" role="timer" aria-live="off">${clockText(it.durationMs)}</span>`;
  }
}

/** Who a conference is with, or the one at the far side. */
export function title(view: PanelView): string {
  const { conference } = view.call;
  return conference ? conference.calls.map(nameOf).join(', ') : view.name;
}

function under(view: PanelView): string {
  const { call: it, shown } = view;
  if (shown === 'reconnecting' || (it.quality !== undefined && it.quality <= 2)) return t('panel.weak');
  if (it.detail.group && it.direction === 'incoming') return t('panel.group', { name: it.detail.group.name });
  if (it.detail.forwarded_by) return t('panel.forwarded', { name: it.detail.forwarded_by });
  if (it.detail.transferred_by) return t('panel.transferred', { name: it.detail.transferred_by });
  return t(view.memory.verdict === 'match' ? 'panel.verified' : 'panel.encrypted');
}

/** Four bars that open the figures; nothing until there is a measurement. */
function quality(view: PanelView): unknown {
  const { call: it, shown } = view;
  const bars = shown === 'reconnecting' ? 0 : it.quality;
  if (bars === undefined || !isTalking(shown)) return nothing;
  const level = Math.max(0, Math.min(4, Math.round(bars))) as 0 | 1 | 2 | 3 | 4;
  const label = t('panel.quality-details', { quality: call(`call.quality-${level}`) });
  return html`<button class="ib" data-k="quality" aria-label=${label} aria-haspopup="dialog" aria-expanded=${view.sheet === 'quality'}
    @click=${(event: Event) => view.open('quality', event)}
    ><span class="q" part="quality" data-q=${level} aria-hidden="true"><i></i><i></i><i></i><i></i></span></button>`;
}

/** The strip above: who, what, how good, and the size of the panel. */
export function top(view: PanelView): TemplateResult {
  const { shown, call: it, host, pictured, filled } = view;
  const named = isLive(shown) && (pictured || it.sharing || !!it.conference);
  const small = host.small && isTalking(shown);
  const sizes =
    isTalking(shown) &&
    html`<button class="ib" data-k="small" aria-label=${t(small ? 'panel.return' : 'panel.shrink')} @click=${() => view.setSmall(!small)}>
        ${small ? full : shrink}</button
      >${
        view.canFill
          ? html`<button class="ib" data-k="full" aria-label=${t('panel.full')} aria-pressed=${filled} @click=${() => view.fill()}>${full}</button>`
          : nothing
      }`;
  return html`<div class="top" part="top">
    ${named && !view.call.conference && (it.sharing || it.remoteSharing) ? avatar(view.name, { key: it.peer.user_id, src: it.peer.profile_url }) : nothing}
    <div class="cap-t">
      ${
        named
          ? html`<b class="trunc" part="name" dir="auto">${title(view)}</b><span class="trunc" part="status" dir="auto">${status(view)}</span>`
          : html`<b class="trunc">${t(it.media.includes('video') ? 'panel.video' : 'panel.voice')}</b>
              ${isTalking(shown) ? html`<span class="trunc" dir="auto">${under(view)}</span>` : nothing}`
      }
    </div>
    ${quality(view)}${sizes || nothing}
  </div>`;
}

/** What stays of the panel when it is shrunk and there is no picture. */
export function returnBar(view: PanelView): TemplateResult {
  const { call: it, shown, name } = view;
  return html`<div class="rbar live" part="top">
    <span class="line" part="line" data-s=${lineShape(shown, it.muted)} aria-hidden="true"></span>
    <span class="tnum time">${clockText(it.durationMs)}</span>
    <b class="trunc" part="name" dir="auto">${name}</b>
    <button class="ib" data-k="small" aria-label=${t('panel.return')} @click=${() => view.setSmall(false)}>${full}</button>
    <button class="cb hang" part="hangup" aria-label=${t('panel.hang-up')} @click=${(event: MouseEvent) => view.wishes.hangUp(event)}>${hangup}</button>
  </div>`;
}
