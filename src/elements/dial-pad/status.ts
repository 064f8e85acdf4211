import { html, nothing, type TemplateResult } from 'lit';
import { t as words } from '../internal/call-strings.ts';
import { isTalking, micTrouble, outcomeOf } from '../internal/call-view.ts';
import { clockText } from '../internal/durations.ts';
import type { HeldCall } from '../internal/held-call.ts';
import { t } from './words.ts';

const state = (text: unknown) => html`<p class="state" part="status" dir="auto">${text}</p>`;
const notice = (title: string, why: string) => html`<p class="notice" part="notice" dir="auto"><b>${title}</b>${why}</p>`;

/** There is no call that could hear tones. */
export const noLine = (): TemplateResult => state(t('pad.no-call'));

/** What becomes of a call that was made from here, in words. */
export function callStatus({ call, shown, trouble }: HeldCall): TemplateResult | typeof nothing {
  if (!call) return nothing;
  const name = call.peer.name ?? call.peer.user_id;
  switch (shown) {
    case 'requesting':
      return state(words('call.allow-how'));
    case 'calling':
      return state(words('call.calling'));
    case 'ringing':
      return state(words('call.ringing'));
    case 'reconnecting':
      return state(words('call.lost'));
    case 'hold':
      return state(words('call.held'));
    case 'denied':
    case 'no-mic': {
      const card = micTrouble(trouble ?? call.error) ?? 'no-mic';
      return notice(words(`call.${card}`), words(card === 'denied' ? 'call.denied-2' : `call.${card}-why`));
    }
    default: {
      if (isTalking(shown))
        return state(html`<bdi>${name}</bdi> <span class="tnum" role="timer" aria-live="off">${clockText(call.durationMs)}</span>`);
      const outcome = outcomeOf(call);
      return outcome === 'gone' || outcome === 'completed' ? nothing : notice(words(`call.${outcome}`), words(`call.${outcome}-why`, { name }));
    }
  }
}
