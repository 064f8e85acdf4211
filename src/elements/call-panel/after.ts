import { html, nothing, type TemplateResult } from 'lit';
import { t as call } from '../internal/call-strings.ts';
import { type Outcome, outcomeOf } from '../internal/call-view.ts';
import { durationText } from '../internal/durations.ts';
import { alert, check, hangup, phoneMissed, phoneOutline } from '../internal/icons.ts';
import { reportButton } from '../internal/report-button.ts';
import { heading } from './middle.ts';
import type { PanelView } from './view.ts';
import { t } from './words.ts';

/** Glyph, tone and action of each way a call ends. */
const ENDS: Record<Exclude<Outcome, 'gone'>, [icon: TemplateResult, tone: string, action?: 'again' | 'retry' | 'back']> = {
  completed: [check, 'ok', 'again'],
  rejected: [hangup, '', 'again'],
  unanswered: [phoneMissed, '', 'again'],
  unreachable: [phoneMissed, '', 'retry'],
  missed: [phoneMissed, 'warn', 'back'],
  elsewhere: [check, ''],
  busy: [phoneOutline, 'warn', 'retry'],
  failed: [alert, 'bad', 'retry'],
  limit: [phoneOutline, 'warn', 'retry'],
};

/** What became of the call, and what can be done now. */
export function after(view: PanelView): TemplateResult {
  const { call: it, name } = view;
  if (view.message.open) return view.message.render();
  const outcome = outcomeOf(it) as Exclude<Outcome, 'gone'>;
  const [icon, tone, action] = ENDS[outcome] ?? ENDS.completed;
  const transferred = it.endReason === 'transferred';
  const why = transferred
    ? t('panel.transferred-why', { name })
    : outcome === 'completed'
      ? durationText(it.durationMs, 'short')
      : call(`call.${outcome}-why`, { name });
  return html`<div class="mid">
    <span class="glyph ${tone}">${icon}</span>
    ${heading(view, transferred ? t('panel.transferred-there') : call(`call.${outcome}`), 'name')}
    <p part="status" dir="auto">${why}</p>
    <div class="acts">
      ${
        it.detail.voicemail
          ? html`<button class="btn pri act" part="control" aria-busy=${view.attempts.busy('voicemail') ? 'true' : nothing} @click=${() => view.message.begin(it)}>${t('panel.voicemail')}</button>`
          : nothing
      }
      ${
        action && !transferred
          ? html`<button class=${it.detail.voicemail ? 'btn' : 'btn pri act'} part="control" aria-busy=${view.attempts.busy('call')} @click=${() => view.wishes.again()}>${call(`call.${action}`)}</button>`
          : nothing
      }
      ${outcome === 'failed' ? reportButton('control') : nothing}
      <button class="btn" part="control" @click=${() => view.dismiss()}>${t('panel.done')}</button>
    </div>
  </div>`;
}
