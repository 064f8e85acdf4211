/** The floor: a window made by hand over real rows, with nothing that a list of messages could do without. */
import type { ChatMessage } from '../../src/core/chat/api.ts';
import { RowModel } from '../../src/elements/chat-channel/rows.ts';
import { present } from '../list/list-page.ts';
import { RowMaker } from '../list/row-maker.ts';

const FIRST = 60;
const STEP = 30;
const MOST = 120;
const EDGE_PX = 1_000;

const maker = await RowMaker.open();
/** Only asked where a day, a group of one sender starts or ends: it needs the items and nothing made of them. */
const model = new RowModel();
let made: ReturnType<RowMaker['frame']>;
let [from, to] = [0, 0];
let pinned = true;

const rows = (start: number, end: number): DocumentFragment => {
  const all = document.createDocumentFragment();
  for (let at = start; at < end; at++) all.append(maker.row(model, at));
  return all;
};
/** Where a message starts, below the heading that may stand before it. */
const topOf = (row: Element): number => (row.lastElementChild as HTMLElement).offsetTop;
const cut = (count: number, end: boolean) => {
  for (let i = 0; i < count; i++) (end ? made.list.lastElementChild : made.list.firstElementChild)!.remove();
};

function onScroll(): void {
  const { scroller, list } = made;
  const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  pinned = to === model.items.length && below < 80;
  if (scroller.scrollTop < EDGE_PX && from > 0) {
    const anchor = list.children[0]!;
    const take = Math.min(STEP, from);
    const top = topOf(anchor);
    list.prepend(rows(from - take, from));
    from -= take;
    const over = Math.max(0, to - from - MOST);
    cut(over, true);
    to -= over;
    scroller.scrollTop += topOf(anchor) - top;
  } else if (below < EDGE_PX && to < model.items.length) {
    const take = Math.min(STEP, model.items.length - to);
    const over = Math.max(0, to + take - from - MOST);
    const anchor = list.children[over]!;
    const top = topOf(anchor);
    list.append(rows(to, to + take));
    to += take;
    cut(over, false);
    from += over;
    scroller.scrollTop += topOf(anchor) - top;
  }
}

present({
  prepare(items) {
    model.items = items;
  },
  mount(host) {
    made = maker.frame(host);
    to = model.items.length;
    from = Math.max(0, to - FIRST);
    pinned = true;
    made.list.append(rows(from, to));
    made.scroller.scrollTop = made.scroller.scrollHeight;
    made.scroller.addEventListener('scroll', onScroll, { passive: true });
  },
  unmount: () => made.box.remove(),
  scroller: () => made.scroller,
  rows: () => made.list.children as HTMLCollectionOf<HTMLElement>,
  append(items: readonly ChatMessage[]) {
    model.items = items;
    if (!pinned) return;
    // the one before may no longer be the last of its group
    made.list.lastElementChild!.replaceWith(maker.row(model, to - 1));
    made.list.append(maker.row(model, to++));
    if (to - from > MOST) {
      cut(1, false);
      from++;
    }
    made.scroller.scrollTop = made.scroller.scrollHeight;
  },
  prepend(items, older) {
    const { scroller, list } = made;
    model.items = items;
    from += older.length;
    to += older.length;
    const anchor = list.children[0]!;
    const was = topOf(anchor);
    anchor.replaceWith(maker.row(model, from)); // its day may have begun before
    list.prepend(rows(from - STEP, from));
    from -= STEP;
    scroller.scrollTop += topOf(list.children[STEP]!) - was;
    const over = Math.max(0, to - from - MOST);
    cut(over, true);
    to -= over;
  },
});
