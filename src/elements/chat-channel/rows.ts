import type { ChatItem, ChatMessage, ChatNotice } from '../../core/chat/api.ts';
import type { RowList, WindowRow } from './window/list-window.ts';

/** A row of the list: one message, or a run of notices that are told in one breath (LOOK 6). */
export interface Row extends WindowRow {
  /** Index of its first item, and how many it tells. */
  readonly index: number;
  readonly count: number;
}

/** Messages of one sender within this time sit together. */
const GROUP_MS = 5 * 60_000;
/** Items whose rows are made at first: to look at each of a hundred thousand takes longer than to paint what is in sight. */
export const FIRST_ITEMS = 1_000;
/** Rows whose keys are compared before an append is believed to be nothing more. */
const CHECKED_ROWS = 128;

const days = new WeakMap<ChatItem, number>();
/** The local day of an item. Kept, since dates are dear and every row asks for three. */
const dayOf = (item: ChatItem): number => days.get(item) ?? days.set(item, new Date(item.atMs).setHours(0, 0, 0, 0)).get(item)!;
const sameDay = (a: ChatItem, b: ChatItem): boolean => dayOf(a) === dayOf(b);

/** Items → rows, each made when it is asked for: of a long history only where they start is kept. An append costs what it appends. */
export class RowModel implements RowList<Row> {
  items: readonly ChatItem[] = [];
  /** Items, of many, that have no row yet: the oldest. Set to 0, the next `set` makes rows of all. */
  left = 0;
  /** Key of the first unread message, as it was told. */
  dividerKey: string | undefined;
  #starts: number[] = [];

  get length(): number {
    return this.#starts.length;
  }

  at(at: number): Row | undefined {
    const index = this.#starts[at];
    return index === undefined ? undefined : { key: this.items[index]!.key, index, count: (this.#starts[at + 1] ?? this.items.length) - index };
  }

  /** Takes the items as they are now; returns the rows. */
  set(items: readonly ChatItem[], dividerKey?: string): RowList<Row> {
    const starts = this.#starts;
    const before = this.items;
    const same = (index: number): boolean => items[index]?.key === before[index]!.key;
    const appended =
      starts[0] === this.left && // and there are some
      dividerKey === this.dividerKey &&
      [0, before.length - 1, ...starts.slice(-CHECKED_ROWS)].every(same);
    this.items = items;
    this.dividerKey = dividerKey;
    if (!appended) {
      this.left = starts.length || dividerKey ? 0 : Math.max(0, items.length - FIRST_ITEMS);
      starts.length = 0;
    }
    // the last row may have grown
    for (let index = starts.pop() ?? this.left; index < items.length; index += this.#run(index)) starts.push(index);
    return this;
  }

  /** Index of the row that tells an item. −1 if none does. */
  indexOf(key: string): number {
    const at = this.items.findIndex((item) => item.key === key);
    return at < 0 ? at : this.#starts.findLastIndex((index) => index <= at);
  }

  message(row: Row): ChatMessage | undefined {
    const item = this.items[row.index]!;
    return item.kind === 'message' ? item : undefined;
  }

  /** Whether a day, a group of one sender, starts or ends here. */
  place({ index, count }: Row): { day: boolean; first: boolean; last: boolean } {
    const item = this.items[index]!;
    const previous = this.items[index - 1];
    const next = this.items[index + count];
    const day = !previous || !sameDay(previous, item);
    return { day, first: day || !this.#joined(previous, item), last: !next || !this.#joined(item, next) };
  }

  #joined(a: ChatItem, b: ChatItem): boolean {
    return (
      a.kind === 'message' &&
      b.kind === 'message' &&
      a.user.user_id === b.user.user_id &&
      b.atMs - a.atMs < GROUP_MS &&
      b.key !== this.dividerKey &&
      sameDay(a, b)
    );
  }

  #run(start: number): number {
    const head = this.items[start]!;
    if (head.kind !== 'notice' || !/^(?:join|leave)$/.test(head.what)) return 1;
    let end = start + 1;
    for (; end < this.items.length; end++) {
      const item = this.items[end] as ChatNotice;
      if (item.what !== head.what || item.key === this.dividerKey || !sameDay(item, head)) break;
    }
    return end - start;
  }
}
