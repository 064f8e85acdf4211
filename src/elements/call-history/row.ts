import { html, nothing, type TemplateResult } from 'lit';
import type { PastCall } from '../../core/history/api.ts';
import { avatar, hueOf } from '../internal/avatar.ts';
import { durationText } from '../internal/durations.ts';
import { icon } from '../internal/icon.ts';
import { close, hangup, phoneMissed, phoneOutline } from '../internal/icons.ts';
import type { Entry } from './entries.ts';
import { t } from './words.ts';

const HANDSET =
  'M6.1 2.7c.5-.1 1 .2 1.2.7l1.3 3c.2.5.1 1-.3 1.4L7 9.1a10.6 10.6 0 0 0 3.9 3.9l1.3-1.3c.4-.4.9-.5 1.4-.3l3 1.3c.5.2.8.7.7 1.2l-.4 2.3c-.1.7-.7 1.1-1.3 1.1C8.6 17 3 11.4 2.7 4.4c0-.6.4-1.2 1.1-1.3z';
const phoneIn = icon(`${HANDSET}M17 3l-4.5 4.5M12.3 4v3.7H16`);
const phoneOut = icon(`${HANDSET}M12.5 7.5 17 3M13.3 3H17v3.7`);

export interface RowView {
  editing: boolean;
  /** The tab stop of the list is here. */
  stop: boolean;
  /** Missed, and shown for the first time. */
  fresh: boolean;
  /** What becomes of a call from this line, while there is one. */
  running: string | undefined;
  time(atMs: number): string;
  call(event: MouseEvent): void;
  remove(): void;
}

const nameOf = ({ peer }: PastCall): string => peer.name || peer.user_id;

/** Numbers read from left to right everywhere; names go their own way. */
const isNumber = (name: string): boolean => /^\+?[\d\s().-]+$/.test(name);

const hash = (key: string): TemplateResult => html`<span class="av" data-n=${hueOf(key)} aria-hidden="true"><span class="face">#</span></span>`;

/** What came of it, in a word or two. */
function outcome({ call, calls }: Entry): string {
  if (call.missed)
    return calls.length === 1 ? t('history.missed') : calls.length === 2 ? t('history.missed-two') : t('history.missed-many', { n: calls.length });
  if (call.endReason === 'answered_elsewhere') return t('history.elsewhere');
  if (call.answeredAtMs !== undefined) return durationText(call.durationMs, 'short');
  switch (call.endReason) {
    case 'rejected':
      return t('history.declined');
    case 'busy':
      return t('history.busy');
    case 'unanswered':
      return t('history.no-answer');
    case 'unreachable':
      return t('history.unreachable');
    case 'ignored':
      return t('history.ignored');
    case 'forwarded':
      return t('history.forwarded');
    case 'transferred':
    case 'joined':
      return t('history.transferred');
    case 'failed':
      return t('history.failed-call');
    default:
      return t('history.cancelled');
  }
}

export function row(entry: Entry, view: RowView): TemplateResult {
  const { call } = entry;
  const name = nameOf(call);
  const way = call.missed ? undefined : t(call.direction === 'incoming' ? 'history.incoming' : 'history.outgoing');
  const video = call.media.includes('video') ? `, ${t('history.video')}` : '';
  const time = view.time(call.startedAtMs);
  const label = view.editing ? t('history.remove', { name }) : t(view.running === undefined ? 'history.call' : 'history.hang-up', { name });
  return html`<div class=${call.missed ? 'hrow miss' : 'hrow'} part="item" role="listitem" data-id=${call.id}>
    ${isNumber(name) ? hash(call.peer.user_id) : avatar(name, { key: call.peer.user_id, src: call.peer.profile_url })}
    <span class="who"
      ><b class="trunc" dir=${isNumber(name) ? nothing : 'auto'}>${isNumber(name) ? html`<bdi dir="ltr">${name}</bdi>` : name}</b
      ><span
        >${view.fresh ? html`<i class="dot" role="img" aria-label=${t('history.new')}></i>` : nothing}${
          call.missed ? phoneMissed : call.direction === 'incoming' ? phoneIn : phoneOut
        }<span class="trunc"
          >${way ? html`<span class="vh">${way}, </span>` : nothing}<bdi>${view.running ?? html`${outcome(entry)}${video}`}</bdi><span class="t2">, <bdi>${time}</bdi></span></span
        ></span
      ></span
    >
    <span class="end"><bdi>${time}</bdi></span
    ><button
      class=${view.editing || view.running !== undefined ? 'ib dan' : 'ib'}
      part="callback"
      tabindex=${view.stop ? '0' : '-1'}
      aria-label=${label}
      @click=${view.editing ? view.remove : view.call}
    >
      ${view.editing ? close : view.running === undefined ? phoneOutline : hangup}
    </button>
  </div>`;
}
