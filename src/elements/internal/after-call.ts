import { html, nothing, type TemplateResult } from 'lit';
import { t } from './call-strings.ts';
import type { MicTrouble, Outcome } from './call-view.ts';
import { alert, check, hangup, message, micOff, phoneMissed, phoneOutline, siteSettings } from './icons.ts';
import { reportButton } from './report-button.ts';

type Tone = 'ok' | 'warn' | 'bad' | '';

/** Glyph, tone and action of each way a call ends. */
const ENDS: Record<Exclude<Outcome, 'gone'>, [icon: TemplateResult, tone: Tone, action?: 'again' | 'retry' | 'back']> = {
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

/** Outcomes that stay until something is done about them (LOOK 6); the others go by themselves. */
export const stays = (outcome: Outcome): boolean => outcome === 'failed' || outcome === 'limit';

export interface AfterIntents {
  /** Call again. */
  again(event: MouseEvent): void;
  /** Write instead; undefined where the page has no chat. */
  message: (() => void) | undefined;
  dismiss(): void;
  /** Call without a microphone; undefined where that makes no sense. */
  listen: ((event: MouseEvent) => void) | undefined;
}

/** The light capsule after a call. `time` is the duration in words; the glyph's ring counts down where it goes by itself. */
export function afterCall(outcome: Exclude<Outcome, 'gone'>, name: string, time: string, intents: AfterIntents): TemplateResult {
  const [icon, tone, action] = ENDS[outcome];
  const title = t(`call.${outcome}`);
  const write = outcome === 'rejected' && intents.message;
  return html`<div class="cap y" part="capsule" role="group" tabindex="-1" aria-label=${title}>
    <span class="glyph ${tone}">
      ${icon}${stays(outcome) ? nothing : html`<svg class="count" viewBox="0 0 40 40" aria-hidden="true"><rect x="1" y="1" width="38" height="38" pathLength="1"></rect></svg>`}
    </span>
    <span class="cap-t">
      <b class="trunc" part="name" dir="auto">${title}</b>
      <span class="trunc" part="status" dir="auto">${outcome === 'completed' ? time : t(`call.${outcome}-why`, { name })}</span>
    </span>
    ${
      action || write
        ? html`<div class="cap-c" part="controls">
            <button class="btn act" part="control" @click=${write || intents.again}>
              ${write ? html`${message}${t('call.message')}` : t(`call.${action!}`)}
            </button>
            ${outcome === 'failed' ? reportButton('control') : nothing}
          </div>`
        : nothing
    }
  </div>`;
}

/** What to do about a microphone that cannot be used. */
export function micHelp(trouble: MicTrouble, intents: AfterIntents): TemplateResult {
  const title = t(`call.${trouble}`);
  const hopeless = trouble === 'forbidden' || trouble === 'unsupported';
  const [before, after] = t('call.denied-1').split('{icon}');
  return html`<div class="help" part="help" role="group" tabindex="-1" aria-label=${title}>
    <div class="help-h">
      <span class=${hopeless || trouble === 'denied' ? 'glyph bad' : 'glyph warn'}>${micOff}</span>
      <div><b part="name" dir="auto">${title}</b><p part="status" dir="auto">${t(`call.${trouble}-why`)}</p></div>
    </div>
    ${
      trouble === 'denied'
        ? html`<ol class="steps">
            <li><span dir="auto">${before}${siteSettings}${after}</span></li>
            <li><span dir="auto">${t('call.denied-2')}</span></li>
            <li><span dir="auto">${t('call.denied-3')}</span></li>
          </ol>`
        : nothing
    }
    <div class="acts">
      ${hopeless ? nothing : html`<button class="btn pri act" part="control" @click=${intents.again}>${t('call.retry')}</button>`}
      ${
        trouble === 'no-mic' && intents.listen
          ? html`<button class="btn" part="control" @click=${intents.listen}>${t('call.listen')}</button>`
          : html`<button class="btn" part="control" @click=${intents.dismiss}>${t('call.not-now')}</button>`
      }
    </div>
  </div>`;
}
