import type { ChannelEntry, Message, Result } from '../protocol/index.ts';
import type { ChatNotice } from './api.ts';

export type Page = Result<'message.list'>;
/** What is told between messages, in its place. */
export interface NoticeEntry {
  offset: number;
  item: ChatNotice;
}
interface Held {
  message: Message;
  /** The message is as it was at this offset: what is not newer is contained in it. */
  asOf: number;
}

const NOTICES = 100;

/**
 * The stretch of a channel's history that is held, oldest first and without holes. Pages extend it, the stream changes
 * what is in it and appends only where it touches the end (P-9). Entries that pass while a page is on its way are kept
 * and applied to it, for the page may be older than they are.
 */
export class MessageWindow {
  #held: Held[] = [];
  #notices: NoticeEntry[] = [];
  /** Entries since the oldest page that is on its way was asked for. */
  #passing: { offset: number; entry: ChannelEntry }[] = [];
  #asked = 0;
  /** Of the page that touched the end. */
  #endAsOf = 0;
  readonly #rows: number;
  readonly #thread: number | undefined;
  readonly #otherwise: (offset: number, entry: ChannelEntry) => boolean;
  atStart = false;
  atEnd = false;
  /** As it was told last. */
  channelName: string | undefined;

  /** `otherwise` applies what is no message; `thread`: of the replies to that message, otherwise of what is in no thread. */
  constructor(rows: number, otherwise: (offset: number, entry: ChannelEntry) => boolean, thread?: number) {
    this.#rows = rows;
    this.#otherwise = otherwise;
    this.#thread = thread;
  }

  get messages(): Message[] {
    return this.#held.map(({ message }) => message);
  }

  /** Those between held messages, or after the last where the window touches the end. */
  get notices(): readonly NoticeEntry[] {
    const first = this.#held[0]?.message.message_id ?? 0;
    const last = this.atEnd ? Number.POSITIVE_INFINITY : (this.#held.at(-1)?.message.message_id ?? 0);
    return this.#notices.filter(({ offset }) => offset > first && offset < last);
  }

  get first(): Message | undefined {
    return this.#held[0]?.message;
  }

  get last(): Message | undefined {
    return this.#held.at(-1)?.message;
  }

  /** Everything up to here is contained, where the window touches the end. */
  get endAsOf(): number {
    return this.#endAsOf;
  }

  /** A page is asked for; call the returned function when it is there or has failed. */
  asking(): () => void {
    this.#asked++;
    return () => {
      if (--this.#asked === 0) this.#passing = [];
    };
  }

  /** Starts over with the newest page, or with one around something. */
  show(page: Page, around?: boolean): void {
    this.#held = hold(page);
    if (!around) this.#held.reverse();
    this.#notices = [];
    this.atStart = around ? page.start === true : page.end;
    this.atEnd = false;
    if (!around || page.end) this.#touchEnd(page.as_of);
    this.#replay();
  }

  /** Starts over with messages that were remembered, oldest first: no entry changes them, and none is appended. */
  recall(messages: readonly Message[], atStart: boolean): void {
    const asOf = Number.MAX_SAFE_INTEGER - 1;
    this.#held = messages.map((message) => ({ message, asOf }));
    this.atStart = atStart;
    this.#touchEnd(asOf);
  }

  /** False if the window has moved on since that page was asked for. */
  showOlder(page: Page, base: number): boolean {
    if (this.first?.message_id !== base) return false;
    this.#held.unshift(...hold(page).reverse());
    this.atStart = page.end;
    this.#replay();
    if (this.#held.length > this.#rows) {
      this.#held.length = this.#rows;
      this.atEnd = false;
    }
    return true;
  }

  showNewer(page: Page, base: number): boolean {
    if (this.last?.message_id !== base) return false;
    this.#held.push(...hold(page));
    this.atEnd = false;
    if (page.end) this.#touchEnd(page.as_of);
    this.#replay();
    this.#trimStart();
    return true;
  }

  /** Applies an entry of the stream; whether anything held changed. */
  apply(offset: number, entry: ChannelEntry): boolean {
    if (this.#asked > 0) this.#passing.push({ offset, entry });
    const changed = this.#change(offset, entry);
    if (this.#asked === 0) this.#trimStart();
    return changed;
  }

  #touchEnd(asOf: number): void {
    this.atEnd = true;
    this.#endAsOf = asOf;
  }

  #replay(): void {
    for (const { offset, entry } of this.#passing) this.#change(offset, entry);
  }

  #change(offset: number, entry: ChannelEntry): boolean {
    if (entry.kind !== 'message') return this.#otherwise(offset, entry);
    if (!this.#reach(offset) || isErased(entry.message) || entry.message.thread_id !== this.#thread) return false;
    this.#held.push({ message: entry.message, asOf: offset });
    return true;
  }

  /** Whether something comes behind what is held. */
  #reach(offset: number): boolean {
    if (!this.atEnd || offset <= this.#endAsOf) return false;
    this.#endAsOf = offset;
    return true;
  }

  notice(notice: NoticeEntry): boolean {
    if (!this.#reach(notice.offset) || this.#thread) return false;
    this.#notices = [...this.#notices, notice].slice(-NOTICES);
    return true;
  }

  /** Changes a message that is held, or drops it; not by what is in it already. */
  alter(offset: number, messageId: number, change: (message: Message) => Message | undefined): boolean {
    const at = this.#held.findIndex(({ message }) => message.message_id === messageId);
    const held = this.#held[at];
    if (!held || offset <= held.asOf) return false;
    const message = change(held.message);
    this.#held.splice(at, 1, ...(message ? [{ message, asOf: offset }] : []));
    return true;
  }

  /** Appending pushes out the oldest; not while a page is on its way, which would no longer fit. */
  #trimStart(): void {
    const surplus = this.#held.length - this.#rows;
    if (surplus <= 0) return;
    this.#held.splice(0, surplus);
    this.atStart = false;
  }
}

const hold = ({ messages, as_of }: Page): Held[] => messages.map((message) => ({ message, asOf: as_of }));

/** A message that was deleted since keeps its entry, without its body; so does one that is hidden from me. */
export const isErased = ({ content, file, hidden }: Message): boolean => content === undefined && !file && !hidden;
