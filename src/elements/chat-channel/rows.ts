import type { ChatItem, ChatMessage } from '../../core/chat/api.ts';
import type { WindowRow } from './window/list-window.ts';

/** A row of the list: one message, or a run of notices that are told in one breath (LOOK 6). */
export interface Row extends WindowRow {
  /** Index of its first item, and how many it tells. */
  readonly index: number;
  readonly count: number;
}

/** Messages of one sender within this time sit together. */
const GROUP_MS = 5 * 60_000;
/** Rows whose keys are compared before an append is believed to be nothing more. */
const CHECKED_ROWS = 128;

const days = new WeakMap<ChatItem, number>();
/** The local day of an item. Kept, since dates are dear and every row asks for three. */
function dayOf(item: ChatItem): number {
  let day = days.get(item);
  if (day === undefined) {
    day = new Date(item.atMs).setHours(0, 0, 0, 0);
    days.set(item, day);
  }
  return day;
}
const sameDay = (a: ChatItem, b: ChatItem): boolean => dayOf(a) === dayOf(b);
const merges = (item: ChatItem): boolean => item.kind === 'notice' && (item.what === 'join' || item.what === 'leave');

/** Items → rows. An append costs what it appends. */
export class RowModel {
  items: readonly ChatItem[] = [];
  rows: Row[] = [];
  #divider: string | undefined;

  /** Takes the items as they are now; returns the rows (the same array, changed). */
  set(items: readonly ChatItem[], dividerKey?: string): Row[] {
    const last = this.items.length - 1;
    const appended =
      last >= 0 &&
      dividerKey === this.#divider &&
      items[0]?.key === this.items[0]!.key &&
      items[last]?.key === this.items[last]!.key &&
      this.#holds(items);
    this.items = items;
    this.#divider = dividerKey;
    if (appended) this.rows.pop();
    else this.rows = [];
    const end = this.rows.at(-1);
    for (let index = end ? end.index + end.count : 0; index < items.length; ) {
      const count = this.#run(index);
      this.rows.push({ key: items[index]!.key, index, count });
      index += count;
    }
    return this.rows;
  }

  /** Index of the row that tells an item. −1 if none does. */
  indexOf(key: string): number {
    return this.rows.findIndex(({ index, count }) => {
      for (let i = index; i < index + count; i++) if (this.items[i]!.key === key) return true;
      return false;
    });
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
      b.key !== this.#divider &&
      sameDay(a, b)
    );
  }

  #run(start: number): number {
    const head = this.items[start]!;
    if (!merges(head) || head.kind !== 'notice') return 1;
    let end = start + 1;
    for (; end < this.items.length; end++) {
      const item = this.items[end]!;
      if (item.kind !== 'notice' || item.what !== head.what || item.key === this.#divider || !sameDay(item, head)) break;
    }
    return end - start;
  }

  #holds(items: readonly ChatItem[]): boolean {
    for (let i = this.rows.length - 1, left = CHECKED_ROWS; i >= 0 && left > 0; i--, left--) {
      const row = this.rows[i]!;
      if (items[row.index]?.key !== row.key) return false;
    }
    return true;
  }
}
