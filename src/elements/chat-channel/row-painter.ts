import { html, nothing, render, type TemplateResult } from 'lit';
import type { ChatItem, ChatMessage, ChatNotice } from '../../core/chat/api.ts';
import { avatar, hueOf } from '../internal/avatar.ts';
import { check, ticks } from '../internal/chat-icons.ts';
import type { Dress } from './extras/dress.ts';
import { dayText, timeText } from './format.ts';
import type { ChannelHost } from './host.ts';
import type { Row } from './rows.ts';
import { isEmoji, linked } from './text.ts';
import { t } from './words.ts';

/** Longer texts show their beginning and a button for the rest: one message must not freeze the page. */
const LONG_TEXT = 4_000;
/** A message that is acknowledged sooner never shows the clock (LOOK 6). */
export const CLOCK_AFTER_MS = 400;

/** What is known of a file, stored or not. */
export interface ShownFile {
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
}

const fileOf = (item: ChatMessage): ShownFile | undefined => item.file ?? item.localFile;
const isLong = (item: ChatMessage): boolean => (item.text?.length ?? 0) > LONG_TEXT;

/** What a message of plain text consists of. */
const PLAIN = /^(?:type|n|user|content|file|meta|(?:message|channel|client|thread)_id|(?:cre|upd)ated_at)$/;
/** What may be more than text: marks, quotes, lists. */
const MARKS = /[*_~`]|^(?:>|\s*(?:[-•]|\d+[.)])\s)/m;
const isRich = ({ message, options, deleting, text }: ChatMessage): unknown =>
  deleting || options || !Object.keys(message ?? {}).every((name) => PLAIN.test(name)) || MARKS.test(text ?? '');

/** Whether a row is a message of plain text that was or is being sent: all that the first paint can draw. */
export const isPlain = (item: ChatItem): boolean =>
  item.kind === 'message' && !fileOf(item) && item.sendState !== 'failed' && !isLong(item) && !isRich(item);

/** Paints rows into their nodes, and skips those that show what they should. Files, notices, trouble and all that is more than text are drawn by the extras. */
export class RowPainter {
  readonly #host: ChannelHost;
  readonly #painted = new WeakMap<HTMLElement, readonly [item: ChatItem, signature: string]>();
  readonly #expanded = new Set<string>();
  /** Rises when everything must be painted anew: another language. */
  #edition = 0;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  renew(): void {
    this.#edition++;
  }

  paint(row: Row, index: number, node: HTMLElement): void {
    const host = this.#host;
    const { model, view } = host;
    const item = model.items[row.index]!;
    const place = model.place(row);
    const nowMs = host.clock.now();
    const day = place.day && dayText(item.atMs, nowMs);
    const divider = item.key === model.dividerKey && view!.dividerCount;
    const entered = item.key === host.enteredKey;
    const waiting = item.kind === 'message' && item.sendState === 'sending' && nowMs - item.atMs < CLOCK_AFTER_MS;
    // Cheap and changing often, so outside of the signature.
    node.tabIndex = item.key === host.activeKey ? 0 : -1;
    node.ariaPosInSet = String(index + 1);
    node.ariaSetSize = String(view?.atStart && view.atEnd && !model.left ? model.length : -1);
    const signature = `${row.count} ${place.first} ${place.last} ${day} ${divider} ${entered} ${waiting} ${host.directPeer} ${this.#expanded.has(item.key)} ${this.#edition} ${host.more?.turn(item.key)}`;
    const painted = this.#painted.get(node);
    if (painted?.[0] === item && painted[1] === signature) return;
    this.#painted.set(node, [item, signature]);
    node.role = 'listitem';
    node.className = 'item';
    render(
      html`${day ? html`<div class="day" part="day" role="heading" aria-level=${host.headingLevel + 1}>${day}</div>` : null}${
        divider ? html`<div class="new" part="unread">${t.count('chat.new', divider)}</div>` : null
      }${
        item.kind === 'message'
          ? this.#message(item, place, entered ? 0 : -1, waiting, node)
          : host.more?.notice(model.items.slice(row.index, row.index + row.count) as ChatNotice[], node)
      }`,
      node,
    );
  }

  #message(item: ChatMessage, place: { first: boolean; last: boolean }, tab: number, waiting: boolean, node: HTMLElement): TemplateResult {
    const host = this.#host;
    const { own, user, sendState } = item;
    const name = user.name || user.user_id;
    const time = timeText(item.atMs);
    const file = fileOf(item);
    const failed = sendState === 'failed';
    const alone = own || user.user_id === host.directPeer;
    const state = sendState && !waiting ? ` ${t(`chat.sendState.${sendState}`)}.` : '';
    const dress = isRich(item) ? host.more?.dress(host, item, tab) : undefined;
    const text = dress?.about ?? (file ? (host.more?.summary({ file }) ?? '') : isLong(item) ? `${item.text!.slice(0, 300)}…` : (item.text ?? ''));
    node.ariaLabel = `${t('chat.item', { name: own ? t('chat.you') : name, time, text })}.${dress?.told ?? ''}${state}`;
    if (dress?.whole) return dress.whole;
    const meta = this.#meta(item, time, waiting, dress?.mark);
    const classes = `row${own ? ' own' : ''}${place.first ? ' g0' : ''}${alone ? ' solo' : ''}${failed ? ' failed' : ''}${dress?.look ?? ''}`;
    return html`<div class=${classes} part="row">
      ${alone ? null : place.last ? avatar(name, { key: user.user_id, src: user.profile_url }) : html`<span></span>`}
      <div class="stk">
        <div class="bwrap">
          <div class=${!file && isEmoji(item.text ?? '') ? 'bub big' : 'bub'} part="bubble">
            ${place.first && !alone ? html`<div class="who" data-n=${hueOf(user.user_id)}><bdi>${name}</bdi></div>` : null}${
              dress?.above
            }${dress?.content?.(meta) ?? (file ? host.more?.fileContent(host, item, file, tab, meta) : this.#text(item, time, tab, meta, dress))}${dress?.below}
          </div>
          ${failed ? host.more?.trouble(host, item, tab) : null}
        </div>
        ${dress?.under}
      </div>
    </div>`;
  }

  #text(item: ChatMessage, time: string, tab: number, meta: TemplateResult, dress: Dress | undefined): TemplateResult {
    const shut = isLong(item) && !this.#expanded.has(item.key);
    const text = shut ? `${item.text!.slice(0, LONG_TEXT * 0.75)}…` : (item.text ?? '');
    const open = () => {
      this.#expanded.add(item.key);
      this.#host.list?.repaint();
    };
    // a spacer keeps the place of time and ticks, which stand in the corner, in the last line
    return html`<div class="txt" dir="auto"><span class="body">${dress?.body?.(text) ?? linked(text, tab)}</span>${
      shut ? this.#host.more?.showAll(tab, open) : null
    }<span class="ms" aria-hidden="true">${dress?.mark}<bdi>${time}</bdi>${item.sendState ? html`<span class="tick"></span>` : null}</span>${meta}</div>`;
  }

  /** Time and ticks. */
  #meta({ atMs, sendState }: ChatMessage, time: string, waiting: boolean, mark: unknown): TemplateResult {
    const sign =
      sendState === 'sent' ? check : sendState === 'delivered' || sendState === 'read' ? ticks : sendState && this.#host.more?.sign(sendState);
    return html`<span class="meta" part="meta" aria-hidden="true"
      >${mark}<time dir="auto" datetime=${new Date(atMs).toISOString()}>${time}</time>${
        sendState ? html`<span class="tick" data-state=${sendState}>${(!waiting && sign) || nothing}</span>` : null
      }</span>`;
  }
}
