import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../internal/avatar.ts';
import { isTalking } from '../internal/call-view.ts';
import { clockText } from '../internal/durations.ts';
import type { HeldCall } from '../internal/held-call.ts';
import { hangup, phone } from '../internal/icons.ts';
import { type PanelView, shortName } from './view.ts';
import { t } from './words.ts';

function state({ call, shown }: HeldCall, now: number): string {
  if (shown === 'incoming') return t('panel.waiting');
  if (shown === 'ringing') return t('panel.ringing');
  if (!isTalking(shown)) return t('panel.calling');
  return call!.localHold ? t('panel.on-hold', { time: clockText(now - (call!.heldAtMs ?? now)) }) : clockText(call!.durationMs);
}

function actions(view: PanelView, { call: other, shown }: HeldCall): unknown {
  const { attempts, call, wishes } = view;
  const name = view.nameOf(other!);
  if (shown === 'incoming') {
    return html`<button class="btn pos" part="answer" aria-label=${t('panel.hold-answer', { name })} aria-busy=${attempts.busy('answer')}
        @click=${() => wishes.answerOther(other!)}>${phone}</button>`;
  }
  if (!isTalking(shown)) return nothing;
  const both = isTalking(view.shown);
  const about = view.memory.about === other;
  return html`<button class="btn" part="control" aria-label=${t('panel.swap-to', { name })} aria-busy=${attempts.busy('swap')}
      @click=${() => wishes.swap(other!)}>${t('panel.swap')}</button
    >${
      both && about
        ? html`<button class="btn pri" part="control" aria-label=${t('panel.connect-them', { name, other: view.name })} aria-busy=${attempts.busy('connect')}
            @click=${() => wishes.connect(other!, call)}>${t('panel.connect')}</button>`
        : nothing
    }${
      both
        ? html`<button class="btn" part="control" aria-label=${t('panel.join-with', { name, other: view.name })} aria-busy=${attempts.busy('join')}
            @click=${() => wishes.join(other!)}>${t('panel.join')}</button>`
        : nothing
    }`;
}

/** The calls that wait, and what can be done with each. */
export function others(view: PanelView): TemplateResult | typeof nothing {
  if (!view.others.length) return nothing;
  return html`<ul class="others" aria-label=${t('panel.others')}>
    ${view.others.map((held) => {
      const call = held.call!;
      const name = view.nameOf(call);
      const ringing = held.shown === 'incoming';
      return html`<li class="other" part="other">
        ${avatar(name, { key: call.peer.user_id, src: call.peer.profile_url })}
        <span class="cap-t"><b class="trunc" dir="auto">${shortName(name)}</b><span class="trunc">${state(held, view.now)}</span></span>
        <span class="acts">
          ${actions(view, held)}
          <button class="ib end" part="control" aria-label=${t(ringing ? 'panel.decline-call' : 'panel.end-call', { name })} @click=${() => view.wishes.endOther(call)}>
            ${hangup}
          </button>
        </span>
      </li>`;
    })}
  </ul>`;
}
