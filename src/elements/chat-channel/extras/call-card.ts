import { html, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../core/chat/api.ts';
import type { Message } from '../../../core/protocol/index.ts';
import { durationText } from '../../internal/durations.ts';
import { phoneMissed, phoneOutline } from '../../internal/icons.ts';
import { timeText } from '../format.ts';
import type { ChannelHost } from '../host.ts';
import { nameOf } from './acts.ts';
import { ChatChannelCallEvent } from './events.ts';
import { momentText } from './format.ts';
import { phoneIn } from './icons.ts';
import { t } from './words.ts';

type Call = NonNullable<Message['call']>;

const isMine = (host: ChannelHost, call: Call): boolean => call.caller === host.boundClient?.userId;
const other = (host: ChannelHost, call: Call): string => (isMine(host, call) ? call.callee : call.caller);
const isMissed = (host: ChannelHost, call: Call): boolean => call.answered_at === undefined && !isMine(host, call) && call.end_reason !== 'rejected';

function title(host: ChannelHost, call: Call): string {
  const name = nameOf(host, other(host, call));
  if (isMissed(host, call)) return t('chat.call.missed');
  if (call.answered_at !== undefined) return t(isMine(host, call) ? 'chat.call.to' : 'chat.call.from', { name });
  if (call.end_reason === 'rejected') return t('chat.call.declined');
  return t(call.end_reason === 'busy' ? 'chat.call.busy' : call.end_reason === 'unanswered' ? 'chat.call.noAnswer' : 'chat.call.cancelled');
}

const lasted = ({ answered_at, ended_at }: Call, form: 'short' | 'long'): string | undefined =>
  answered_at === undefined ? undefined : durationText(ended_at - answered_at, form);

/** "Missed call, Maya Okafor." */
export const callText = (host: ChannelHost, call: Call): string =>
  `${title(host, call)}${t('chat.comma')} ${lasted(call, 'long') ?? nameOf(host, other(host, call))}`;

/** A call between two members, in the place of a message. */
export function callCard(host: ChannelHost, { atMs }: ChatMessage, call: Call, tab: number): TemplateResult {
  const missed = isMissed(host, call);
  const name = nameOf(host, other(host, call));
  const back = () => host.dispatchEvent(new ChatChannelCallEvent(other(host, call), call.media));
  return html`<div class="sys row" part="row">
    <div class=${missed ? 'callrec miss' : 'callrec'}>
      <span class="g">${missed ? phoneMissed : isMine(host, call) ? phoneOutline : phoneIn}</span>
      <span class="cap-t"><b dir="auto">${title(host, call)}</b><span><bdi>${lasted(call, 'short') ?? name}</bdi>${t('chat.comma')} <time datetime=${new Date(atMs).toISOString()} title=${momentText(atMs)}>${timeText(atMs)}</time></span></span>
      ${call.answered_at === undefined ? html`<button type="button" class="btn" tabindex=${tab} aria-label=${t('chat.call.backTo', { name })} @click=${back}>${t('chat.call.back')}</button>` : null}
    </div>
  </div>`;
}
