/** What a page of the list table does, whoever's list is in it. Runs in the page. */
import type { ChatMessage } from '../../src/core/chat/api.ts';
import { conversation, LOOKED_AT, messageAt, textOf } from './talk.ts';

/** A list in its page: 400 × 600 px, opened at its newest message. */
export interface Subject {
  /** The items are on a server: all methods are told only how many there are. */
  remote?: true;
  /** Puts the items into the shape this library wants; not timed. */
  prepare(items: readonly ChatMessage[]): void | Promise<void>;
  /** Into the host, from what was prepared. */
  mount(host: HTMLElement): void;
  unmount(): void | Promise<void>;
  scroller(): HTMLElement | null | undefined;
  /** Its rows, in order. */
  rows(): ArrayLike<HTMLElement>;
  /** Resolves when the row is in the document. `items`: all, with the new one at the end. */
  append(items: readonly ChatMessage[], item: ChatMessage): void | Promise<void>;
  /** `items`: all, with the older ones before them. */
  prepend(items: readonly ChatMessage[], older: readonly ChatMessage[]): void | Promise<void>;
  /** `remote`: as many older pages come as are scrolled to, up to one that `prepend` lets through. Place of the first message before that one. */
  reach?(): number;
  /** Where one writes, and the button that sends it; undefined: it is a list alone. */
  box?(): HTMLElement | null | undefined;
  button?(): HTMLElement | null | undefined;
}

/** What the runner reaches. */
export interface ListPage {
  load(count: number): Promise<void>;
  /** Milliseconds from `mount` until the newest message was painted in sight. */
  paint(): Promise<number>;
  look(): { rows: number; elements: number };
  /** Milliseconds of so many, one by one, each laid out before the next; and of {@link LOOKED_AT} more, how many were not in sight then. */
  append(count: number): Promise<{ ms: number; late: number }>;
  /** Thrown upwards. Milliseconds between frames, the most px of the list that had no row, and px that it did not move: it stood at its end. */
  fling(): Promise<{ frames: number[]; blank: number; stopped: number }>;
  /** Scrolls to the very first message, or to the first that is to be had. */
  toStart(): Promise<void>;
  /** 50 older ones arrive while the reader is there: px by which what they read moves. */
  jump(scrollTop: number): Promise<number>;
  unload(): Promise<void>;
  /** Messages arrive, so many a second, until the stop that is given back. Long tasks are counted meanwhile. */
  arrive(perSecond: number): void;
  /** Ends that; long tasks (over 50 ms) since then, and how long they took together. */
  quiet(): { tasks: number; ms: number };
  /** Focuses the text box, empty. */
  write(): void;
  /** The next key: milliseconds from its event until what it wrote was painted. */
  key(): Promise<number>;
  /** The next click on Send: milliseconds from its event until the words were painted as a message. */
  sent(words: string): Promise<number>;
  /** Middle of the button that sends. */
  button(): { x: number; y: number };
}

declare global {
  interface Window {
    list: ListPage;
  }
}

const OLDER = 50;
/** Until the list is where it should be, at most. */
const MOST_FRAMES = 30;
const STILL_FRAMES = 5;
const MOST_TURNS = 400;
const FLING = { ms: 1_500, px: 9_000, decayMs: 500 };

export const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
/** After the frame that is due was painted. */
export const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** All elements under a node, into shadow roots. */
function elements(root: ParentNode): number {
  let count = 0;
  for (const element of root.querySelectorAll('*')) count += 1 + (element.shadowRoot ? elements(element.shadowRoot) : 0);
  return count;
}

/** Makes this page that of a list. */
export function present(subject: Subject): void {
  let items: readonly ChatMessage[] = [];
  let oldest = 0;
  const host = document.createElement('div');
  host.style.cssText = 'position:relative;block-size:600px;inline-size:400px;overflow:hidden';
  document.body.style.margin = '0';
  document.body.append(host);

  let coming: ReturnType<typeof setInterval> | undefined;
  let [tasks, taskMs] = [0, 0];
  const count = (entries: PerformanceEntryList) => {
    for (const { duration } of entries) {
      tasks++;
      taskMs += duration;
    }
  };
  const watch = new PerformanceObserver((list) => count(list.getEntries()));
  const scroller = () => subject.scroller()!;
  const said = (row: HTMLElement): string | undefined => /Message -?\d+:/.exec(row.textContent ?? '')?.[0];
  const inSight = (row: HTMLElement): boolean => {
    const box = row.getBoundingClientRect();
    const view = scroller().getBoundingClientRect();
    return box.height > 0 && box.top < view.bottom && box.bottom > view.top && box.bottom <= view.bottom + 40;
  };
  const shown = (at: number): boolean => {
    if (!subject.scroller()) return false;
    const rows = subject.rows();
    const label = textOf(at).slice(0, textOf(at).indexOf(':') + 1);
    for (let i = rows.length - 1; i >= Math.max(0, rows.length - 3); i--) if (said(rows[i]!) === label) return inSight(rows[i]!);
    return false;
  };
  /** Resolves with the time when the newest message was painted for good: some show it, and then build all anew. */
  const open = async (): Promise<number> => {
    subject.mount(host);
    for (;;) {
      do await frame();
      while (!shown(items.length - 1 + oldest));
      await new Promise((resolve) => setTimeout(resolve));
      const at = performance.now();
      let still = 0;
      while (still < STILL_FRAMES && shown(items.length - 1 + oldest)) {
        still++;
        await frame();
      }
      if (still === STILL_FRAMES) return at;
    }
  };

  window.list = {
    async load(count) {
      items = subject.remote ? new Array<ChatMessage>(count) : conversation(count);
      oldest = 0;
      await subject.prepare(items);
    },
    async paint() {
      await painted();
      const start = performance.now();
      return (await open()) - start;
    },
    look: () => ({ rows: subject.rows().length, elements: elements(host) }),
    async append(count) {
      const first = items.length + oldest;
      const made = Array.from({ length: count + LOOKED_AT }, (_, i) => messageAt(first + i));
      const add = async (item: ChatMessage) => {
        items = [...items, item];
        await subject.append(items, item);
        scroller().scrollHeight; // laid out
      };
      await painted();
      const start = performance.now();
      for (const item of made.slice(0, count)) await add(item);
      for (let i = 0; i < MOST_FRAMES && !shown(first + count - 1); i++) await frame(); // not all follow
      const ms = performance.now() - start;
      let late = 0;
      for (let at = count; at < made.length; at++) {
        await add(made[at]!);
        if (!shown(first + at)) late++;
      }
      return { ms, late };
    },
    async fling() {
      const list = scroller();
      const frames: number[] = [];
      let [blank, gone, moved] = [0, 0, 0];
      await painted();
      const start = await frame();
      let last = start;
      for (let now = start; now - start < FLING.ms; ) {
        // between two frames, as input comes: the list hears of it before the next one is painted
        await new Promise((resolve) => setTimeout(resolve));
        const due = FLING.px * (1 - Math.exp(-(performance.now() - start) / FLING.decayMs));
        const top = list.scrollTop;
        list.scrollTop = top - (due - gone);
        moved += top - list.scrollTop;
        gone = due;
        now = await frame();
        frames.push(now - last);
        last = now;
        const rows = subject.rows();
        const view = list.getBoundingClientRect();
        if (!rows.length) blank = view.height;
        else {
          const above = rows[0]!.getBoundingClientRect().top - view.top;
          const below = view.bottom - rows[rows.length - 1]!.getBoundingClientRect().bottom;
          blank = Math.max(blank, Math.min(view.height, Math.max(0, above, below)));
        }
      }
      return { frames, blank, stopped: gone - moved };
    },
    async toStart() {
      const first = `Message ${subject.reach?.() ?? oldest}:`;
      for (let still = 0, turn = 0; still < 3; turn++) {
        if (turn === MOST_TURNS) throw new Error('did not come to its start');
        const list = scroller();
        list.scrollTop = 0;
        await painted();
        const rows = subject.rows();
        still = list.scrollTop === 0 && rows[0] && [...Array.from(rows).slice(0, 3)].some((row) => said(row) === first) ? still + 1 : 0;
        if (!still && list.scrollTop === 0 && list.scrollHeight > list.clientHeight) list.scrollTop = 1; // some ask for more only when moved
      }
    },
    async jump(scrollTop) {
      const list = scroller();
      list.scrollTop = scrollTop;
      await painted();
      await painted();
      const view = list.getBoundingClientRect();
      const anchor = Array.from(subject.rows()).find((row) => row.getBoundingClientRect().bottom > view.top + 1 && said(row) !== undefined);
      if (!anchor) return Number.NaN;
      const [label, top] = [said(anchor), topOf(anchor)];
      const older = Array.from({ length: OLDER }, (_, i) => messageAt(oldest - OLDER + i));
      oldest -= OLDER;
      items = [...older, ...items];
      await subject.prepend(items, older);
      for (let i = 0; i < 4; i++) await painted();
      const now = Array.from(subject.rows()).find((row) => said(row) === label);
      return now ? Math.abs(topOf(now) - top) : Number.POSITIVE_INFINITY;
    },
    arrive(perSecond) {
      tasks = 0;
      taskMs = 0;
      watch.observe({ type: 'longtask' });
      let at = items.length + oldest;
      coming = setInterval(() => {
        const item = messageAt(at++);
        items = [...items, item];
        void subject.append(items, item);
      }, 1_000 / perSecond);
    },
    quiet() {
      clearInterval(coming);
      count(watch.takeRecords());
      watch.disconnect();
      return { tasks, ms: taskMs };
    },
    write: () => subject.box!()!.focus(),
    async key() {
      const box = subject.box!()!;
      const text = () => (box as HTMLTextAreaElement).value ?? box.textContent;
      const before = text();
      const { promise, resolve } = Promise.withResolvers<number>();
      document.addEventListener('keydown', ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true });
      const start = await promise;
      do await frame();
      while (text() === before);
      await new Promise((done) => setTimeout(done));
      return performance.now() - start;
    },
    async sent(words) {
      const { promise, resolve } = Promise.withResolvers<number>();
      document.addEventListener('click', ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true });
      const start = await promise;
      const there = () => {
        const rows = subject.rows();
        for (let i = rows.length - 1; i >= Math.max(0, rows.length - 80); i--)
          if (rows[i]!.textContent?.includes(words)) return rows[i]!.getBoundingClientRect().height > 0;
        return false;
      };
      do await frame();
      while (!there());
      await new Promise((done) => setTimeout(done));
      return performance.now() - start;
    },
    button() {
      const box = subject.button!()!.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    },
    async unload() {
      await subject.unmount();
      items = [];
      await painted();
    },
  };
}

/** Where the text of a row starts: what stands before it, a day's heading, may come and go. */
function topOf(row: HTMLElement): number {
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.textContent?.includes('Message ')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect().top;
  }
  return row.getBoundingClientRect().top;
}
