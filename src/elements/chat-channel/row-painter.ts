import { html, nothing, render, type TemplateResult } from 'lit';
import type { ChatItem, ChatMessage, ChatNotice, SendState } from '../../core/chat/api.ts';
import type { FileData } from '../../core/protocol/index.ts';
import { avatar, hueOf } from '../internal/avatar.ts';
import { alert, check, clock, edit, personAdd, personRemove, snow, ticks } from '../internal/icons.ts';
import { plural } from '../internal/strings.ts';
import { dayText, listText, momentText, sizeText, timeText } from './format.ts';
import type { Row, RowModel } from './rows.ts';
import { isEmoji, linked, plainName } from './text.ts';
import { t } from './words.ts';

/** Longer texts show their beginning and a button for the rest: one message must not freeze the page. */
const LONG_TEXT = 4_000;
/** A message that is acknowledged sooner never shows the clock (LOOK 6). */
export const CLOCK_AFTER_MS = 400;
/** Names of merged notices that are spelled out. */
const NAMED = 2;

/** What the rows need of the element that shows them. */
export interface RowHost {
  readonly model: RowModel;
  readonly headingLevel: number;
  /** The other in a talk between two: needs no name and no avatar. */
  readonly directPeer: string | undefined;
  readonly dividerKey: string | undefined;
  readonly dividerCount: number;
  /** All rows are here, so that their number means something. */
  readonly complete: boolean;
  /** Row with the tab stop, and the one whose controls may be tabbed through. */
  readonly activeKey: string | undefined;
  readonly enteredKey: string | undefined;
  nowMs(): number;
  fileUrl(file: FileData): string;
  /** A photo or a file card; undefined while what draws it is on its way. */
  drawFile(item: ChatMessage, file: ShownFile, tab: number, meta: TemplateResult): TemplateResult | undefined;
  openPhoto(event: Event, item: ChatMessage): void;
  openFile(event: Event, file: FileData): void;
  photoFailed(event: Event, file: FileData): void;
  retry(item: ChatMessage): void;
  discard(item: ChatMessage): void;
}

/** Whether a file is shown as a picture. Vector images may act, so they stay files. */
export const isPhoto = (type: string): boolean => /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type);

/** What is known of a file, stored or not. */
export interface ShownFile {
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
}

export const fileOf = (item: ChatMessage): ShownFile | undefined => item.file ?? item.localFile;

/** What a message is about, in words: for the row's name and for speech. */
export function summary(content: { text?: string | undefined; file?: { name: string; type: string; size: number } | undefined }): string {
  if (!content.file) return content.text ?? '';
  return isPhoto(content.file.type) ? t('chat.photo') : t('chat.file', { name: plainName(content.file.name), size: sizeText(content.file.size) });
}

function noticeText(first: ChatNotice, all: readonly ChatNotice[]): string {
  const unique = [...new Map(all.map(({ user }) => [user.user_id, user.name || user.user_id])).values()];
  const named = unique.length > NAMED + 1 ? [...unique.slice(0, NAMED), t('chat.others', { n: unique.length - NAMED })] : unique;
  const names = listText(named);
  const by = first.by;
  if (first.what === 'join' || first.what === 'leave') {
    const same = by && by.user_id !== first.user.user_id && all.every((notice) => notice.by?.user_id === by.user_id);
    if (same) return t(`chat.${first.what}.by`, { by: by.name || by.user_id, names });
    return plural(unique.length, { one: t(`chat.${first.what}.one`, { names }), other: t(`chat.${first.what}.other`, { names }) });
  }
  return t(`chat.${first.what}`, { names });
}

const TICKS: Record<SendState, TemplateResult | undefined> = {
  sending: clock,
  sent: check,
  delivered: ticks,
  read: ticks,
  failed: alert,
};
const NOTICE_ICON = { join: personAdd, leave: personRemove, freeze: snow, unfreeze: check, rename: edit };

/** Paints rows into their nodes, and skips those that show what they should. */
export class RowPainter {
  readonly #host: RowHost;
  readonly #painted = new WeakMap<HTMLElement, { item: ChatItem; signature: string }>();
  readonly #expanded = new Set<string>();
  /** Rises when everything must be painted anew: another language. */
  #edition = 0;

  constructor(host: RowHost) {
    this.#host = host;
  }

  renew(): void {
    this.#edition++;
  }

  paint(row: Row, index: number, node: HTMLElement): void {
    const host = this.#host;
    const item = host.model.items[row.index]!;
    const place = host.model.place(row);
    const day = place.day ? dayText(item.atMs, host.nowMs()) : '';
    const divider = item.key === host.dividerKey ? host.dividerCount : 0;
    const entered = item.key === host.enteredKey;
    const waiting = item.kind === 'message' && item.sendState === 'sending' && host.nowMs() - item.atMs < CLOCK_AFTER_MS;
    // Cheap and changing often, so outside of the signature.
    node.tabIndex = item.key === host.activeKey ? 0 : -1;
    node.ariaPosInSet = String(index + 1);
    node.ariaSetSize = String(host.complete ? host.model.rows.length : -1);
    const signature = `${row.count} ${place.first} ${place.last} ${day} ${divider} ${entered} ${waiting} ${host.directPeer} ${this.#expanded.has(item.key)} ${this.#edition}`;
    const painted = this.#painted.get(node);
    if (painted?.item === item && painted.signature === signature) return;
    this.#painted.set(node, { item, signature });
    node.role = 'listitem';
    node.className = 'item';
    const tab = entered ? 0 : -1;
    const body = item.kind === 'message' ? this.#message(item, place, tab, waiting, node) : this.#notice(row, item, node);
    render(
      html`${day ? html`<div class="day" part="day" role="heading" aria-level=${host.headingLevel + 1}>${day}</div>` : null}${
        divider
          ? html`<div class="new" part="unread">${plural(divider, { one: t('chat.new.one', { n: divider }), other: t('chat.new.other', { n: divider }) })}</div>`
          : null
      }${body}`,
      node,
    );
  }

  #notice(row: Row, item: ChatNotice, node: HTMLElement): TemplateResult {
    const all = this.#host.model.items.slice(row.index, row.index + row.count) as ChatNotice[];
    const text = noticeText(item, all);
    node.ariaLabel = `${text}, ${timeText(item.atMs)}`;
    return html`<div class="sys row" part="row">
      ${NOTICE_ICON[item.what]}<span dir="auto">${text}</span><time datetime=${new Date(item.atMs).toISOString()} title=${momentText(item.atMs)}>${timeText(item.atMs)}</time>
    </div>`;
  }

  #message(item: ChatMessage, place: { first: boolean; last: boolean }, tab: number, waiting: boolean, node: HTMLElement): TemplateResult {
    const { own, user, sendState } = item;
    const name = user.name || user.user_id;
    const file = fileOf(item);
    const failed = sendState === 'failed';
    const alone = own || user.user_id === this.#host.directPeer;
    const state = sendState && !waiting ? ` ${t(`chat.sendState.${sendState}`)}.` : '';
    const long = (item.text?.length ?? 0) > LONG_TEXT;
    node.ariaLabel = `${t('chat.item', {
      name: own ? t('chat.you') : name,
      time: timeText(item.atMs),
      text: summary({ text: long ? `${item.text!.slice(0, 300)}…` : item.text, file }),
    })}.${state}`;
    const big = !file && isEmoji(item.text ?? '');
    const classes = ['row', own && 'own', place.first && 'g0', alone && 'solo', failed && 'failed'].filter(Boolean).join(' ');
    const content = file
      ? (this.#host.drawFile(item, file, tab, this.#meta(item, waiting)) ?? html`<div class="txt">${summary({ file })}</div>`)
      : this.#text(item, tab, waiting, long, node);
    return html`<div class=${classes} part="row">
      ${alone ? null : place.last ? avatar(name, { key: user.user_id, src: user.profile_url }) : html`<span></span>`}
      <div class="stk">
        <div class="bwrap">
          <div class=${big ? 'bub big' : 'bub'} part="bubble">
            ${place.first && !alone ? html`<div class="who" data-n=${hueOf(user.user_id)}><bdi>${name}</bdi></div>` : null}${content}
          </div>
          ${failed ? this.#trouble(item, tab) : null}
        </div>
      </div>
    </div>`;
  }

  #trouble(item: ChatMessage, tab: number): TemplateResult {
    const host = this.#host;
    return html`<div class="sub bad">
      ${t('chat.notSent')}
      <button type="button" tabindex=${tab} @click=${() => host.retry(item)}>${t('chat.retry')}</button>
      <button type="button" tabindex=${tab} @click=${() => host.discard(item)}>${t('chat.delete')}</button>
    </div>`;
  }

  #text(item: ChatMessage, tab: number, waiting: boolean, long: boolean, node: HTMLElement): TemplateResult {
    const shut = long && !this.#expanded.has(item.key);
    const text = shut ? `${item.text!.slice(0, LONG_TEXT * 0.75)}…` : (item.text ?? '');
    const open = () => {
      this.#expanded.add(item.key);
      const row = this.#host.model.rows[Number(node.ariaPosInSet) - 1];
      if (row) this.paint(row, Number(node.ariaPosInSet) - 1, node);
    };
    return html`<div class="txt" dir="auto"><span class="body">${linked(text, tab)}</span>${
      shut ? html` <button type="button" class="all" tabindex=${tab} @click=${open}>${t('chat.more')}</button>` : null
    }${this.#meta(item, waiting, true)}</div>`;
  }

  /** Time and ticks. `over` puts them in the corner of the text, behind a spacer that keeps their place in the last line. */
  #meta(item: ChatMessage, waiting: boolean, over = false): TemplateResult {
    const time = timeText(item.atMs);
    const { sendState } = item;
    const sign = sendState && !waiting ? TICKS[sendState] : undefined;
    const meta = html`<span class="meta" part="meta" aria-hidden="true"
      ><time dir="auto" datetime=${new Date(item.atMs).toISOString()} title=${momentText(item.atMs)}>${time}</time>${
        sendState ? html`<span class="tick" data-state=${sendState}>${sign ?? nothing}</span>` : null
      }</span>`;
    return over
      ? html`<span class="ms" aria-hidden="true"><bdi>${time}</bdi>${sendState ? html`<span class="tick"></span>` : null}</span>${meta}`
      : meta;
  }
}
