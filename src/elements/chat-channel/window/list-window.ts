/** One row of the list: its key is its identity over its whole life. */
export interface WindowRow {
  readonly key: string;
}

/** Rows in their order; an array is one. */
export interface RowList<R> {
  readonly length: number;
  at(index: number): R | undefined;
}

export interface ListWindowOptions<R extends WindowRow> {
  /** Scrolls; must have `overflow-anchor: none`, since anchoring is done here. */
  scroller: HTMLElement;
  /** Holds the rows and nothing else. */
  list: HTMLElement;
  /** Paints a row into its node. Called for every row of the window at every update, so it must skip what did not change. */
  paint(row: R, index: number, node: HTMLElement): void;
  /** The reader is near the first (last) row there is: time to fetch a page. */
  onNearStart(): void;
  onNearEnd(): void;
  /** The position, or `pinned`, may have changed. */
  onMove(): void;
}

/** Rows in the document, at most; the one that has the focus counts too. */
export const MAX_ROWS = 120;
/** One place is kept for a focused row outside the window. */
const LIMIT = MAX_ROWS - 1;
/** Rows of the first paint: their layout is most of what it costs, so no more than fill a common height twice. */
const FIRST_ROWS = 20;
/** Rows added at a time. */
const STEP_ROWS = 30;
/** More rows than this lose those that are far above, while the list is pulled along: what an append costs grows with the rows. */
const PINNED_ROWS = 40;
/** Rows reach so far beyond what is seen, at most. */
const MAX_EDGE_PX = 1000;
/** Within this many px of the end, new rows pull the list along. */
export const PIN_PX = 80;

interface Anchor {
  node: HTMLElement;
  top: number;
}

/** Where the words of a row start: what stands before them, a day's heading or a name, may come and go. */
const topOf = (node: HTMLElement): number => (node.querySelector('.bub > :not(.who)') ?? node.lastElementChild ?? node).getBoundingClientRect().top;

const isParked = ({ classList }: Element): boolean => classList.contains('parked');

/**
 * A window of real rows over a list of any length. Rows have their real heights: nothing is estimated. Whenever rows come,
 * go or change size, the first row that the reader sees is measured before and after, and the difference is scrolled away.
 */
export class ListWindow<R extends WindowRow> {
  #rows: RowList<R> = [];
  #length = 0;
  #from = 0;
  #to = 0;
  #keys: string[] = [];
  readonly #nodes = new Map<string, HTMLElement>();
  #pinned = true;
  #anchors: Anchor[] = [];
  #owed = false;
  /** Position and sizes as we left them. */
  #top = 0;
  #height = 0;
  #frame = 0;
  readonly #options: ListWindowOptions<R>;
  readonly #scroller: HTMLElement;
  readonly #list: HTMLElement;

  constructor(options: ListWindowOptions<R>) {
    this.#options = options;
    this.#scroller = options.scroller;
    this.#list = options.list;
    this.#scroller.addEventListener('scroll', this.check, { passive: true });
    // Runs after layout and before paint: a picture, a font or a new width never shows a jump.
    const resize = new ResizeObserver(() => {
      if (!this.#scroller.clientHeight) return;
      this.#catchUp();
      this.#settle();
      requestAnimationFrame(this.check); // rows that come now would change the size that is being told
    });
    resize.observe(this.#scroller);
    resize.observe(this.#list);
  }

  /** The reader is at the end (within {@link PIN_PX}), so new rows pull the list along. */
  get pinned(): boolean {
    return this.#pinned;
  }

  /** Key of the last row of the window. */
  get lastKey(): string | undefined {
    return this.#rows.at(this.#to - 1)?.key;
  }

  /** The first row in sight. */
  get topNode(): HTMLElement | undefined {
    return this.#measure()[0]?.node;
  }

  /** Node of a row in the document. */
  node(key: string): HTMLElement | undefined {
    return this.#nodes.get(key);
  }

  /** Key of the row that holds this node. */
  keyOf(node: Node | null): string | undefined {
    for (let at = node; at; at = at.parentNode) {
      if (at.parentNode === this.#list) return (at as HTMLElement).dataset.key;
    }
    return undefined;
  }

  /** Takes the rows as they are now. They may have grown at both ends, changed, shrunk, or be others altogether. */
  update(rows: RowList<R>): void {
    this.#catchUp();
    const before = this.#length;
    const atEnd = this.#to === before;
    const shown = this.#to - this.#from;
    this.#rows = rows;
    this.#length = rows.length;
    if (this.#pinned || !shown) {
      // what is there stays, and what came is added to it
      let count = Math.max(FIRST_ROWS, shown && shown + Math.max(0, rows.length - before));
      if (count > PINNED_ROWS) count -= this.#spare(MAX_EDGE_PX, true);
      this.#from = Math.max(0, rows.length - Math.min(LIMIT, count));
      this.#to = rows.length;
    } else {
      const first = this.#keys.find((key) => this.#find(key, this.#from, before) >= 0);
      if (first === undefined) {
        this.#pinned = true; // none of them is left: start over at the end
        this.update(rows);
        return;
      }
      this.#from = this.#find(first, this.#from, before);
      const last = this.#keys.findLast((key) => this.#find(key, this.#to - 1, before) >= 0)!;
      this.#to = atEnd ? rows.length : this.#find(last, this.#to - 1, before) + 1;
      this.#to = Math.min(this.#to, this.#from + LIMIT);
    }
    this.#sync();
    this.#settle();
    this.check();
    this.#owed = false;
  }

  /** Paints the rows in the document again: something that all of them show has changed. */
  repaint(): void {
    this.#catchUp();
    this.#sync();
    this.#settle();
  }

  /** Looks again whether rows or pages are wanted: somebody is ready for them now. */
  readonly check = (): void => {
    this.#catchUp();
    this.#fill();
    this.#options.onMove();
  };

  /** Goes to the last row, and stays there. */
  toEnd(): void {
    this.#pinned = true;
    if (this.#to !== this.#length) {
      this.#to = this.#length;
      this.#from = Math.max(0, this.#length - FIRST_ROWS);
      this.#sync();
    }
    this.#settle();
    this.check();
  }

  /** Brings a row into the document and into sight. `start` puts it at the top, with a little of what is before. */
  reveal(index: number, where: 'nearest' | 'start' = 'nearest'): HTMLElement | undefined {
    const row = this.#rows.at(index);
    if (!row) return undefined;
    if (index < this.#from || index >= this.#to) {
      this.#from = Math.max(0, index - STEP_ROWS);
      this.#to = Math.min(this.#length, this.#from + 2 * STEP_ROWS);
      this.#sync();
    }
    const node = this.#nodes.get(row.key)!;
    const box = node.getBoundingClientRect();
    const frame = this.#scroller.getBoundingClientRect();
    if (where === 'start') this.#scroller.scrollTop += box.top - frame.top - Math.min(48, frame.height / 4);
    else if (box.top < frame.top || box.height > frame.height) this.#scroller.scrollTop += box.top - frame.top;
    else if (box.bottom > frame.bottom) this.#scroller.scrollTop += box.bottom - frame.bottom;
    this.#read();
    this.check();
    return node;
  }

  /** Index of the last row that can be seen whole enough to be read: its lower edge is in sight. −1 if none. */
  lastSeen(): number {
    const seen = this.#above(this.#scroller.getBoundingClientRect().bottom + 1);
    return seen ? this.#from + seen - 1 : -1;
  }

  /** How many rows of the window end above this height. */
  #above(px: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#nodes.get(this.#keys[middle]!)!.getBoundingClientRect().bottom <= px) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where a key is now, near where it was: appended, prepended, else anywhere. */
  #find(key: string, hint: number, before: number): number {
    if (this.#rows.at(hint)?.key === key) return hint;
    const moved = hint + this.#length - before;
    if (moved >= 0 && this.#rows.at(moved)?.key === key) return moved;
    let at = this.#length - 1;
    while (at >= 0 && this.#rows.at(at)!.key !== key) at--;
    return at;
  }

  /** Makes the document hold rows [from, to), each in its own node, in order. Nodes that stay are not touched. */
  #sync(): void {
    this.#keys = [];
    for (let i = this.#from; i < this.#to; i++) this.#keys.push(this.#rows.at(i)!.key);
    const wanted = new Set(this.#keys);
    const { activeElement } = this.#list.getRootNode() as ShadowRoot | Document;
    const focused = this.keyOf(activeElement);
    for (const [key, node] of this.#nodes) {
      if (wanted.has(key)) continue;
      if (key === focused) {
        node.classList.add('parked'); // out of the flow, never out of the document: the focus would be lost
      } else {
        node.remove();
        this.#nodes.delete(key);
      }
    }
    let next = this.#list.firstElementChild;
    for (let i = this.#from; i < this.#to; i++) {
      const row = this.#rows.at(i)!;
      let node = this.#nodes.get(row.key);
      while (next && next !== node && isParked(next)) next = next.nextElementSibling;
      if (!node) {
        node = document.createElement('div');
        node.dataset.key = row.key;
        this.#nodes.set(row.key, node);
      } else if (isParked(node)) {
        node.classList.remove('parked');
      }
      this.#options.paint(row, i, node); // a new one before it is in the document, where each change costs more
      if (node === next) {
        next = node.nextElementSibling;
      } else {
        this.#list.insertBefore(node, next);
        if (row.key === focused) (activeElement as HTMLElement).focus({ preventScroll: true });
      }
    }
  }

  /** Lengthens the window towards where the reader looks, and shortens it on the far side. Then asks for pages. */
  #fill(): void {
    for (let turn = 0; turn < 8; turn++) {
      const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
      if (!clientHeight) return;
      const edge = Math.min(MAX_EDGE_PX, Math.max(400, clientHeight));
      const below = scrollHeight - clientHeight - scrollTop;
      const free = LIMIT - (this.#to - this.#from);
      if (scrollTop < edge && this.#from > 0) {
        const take = Math.min(STEP_ROWS, this.#from, free + this.#spare(edge, false));
        if (take <= 0) return;
        this.#change(-take, -Math.max(0, take - free));
      } else if (below < edge && this.#to < this.#length) {
        const take = Math.min(STEP_ROWS, this.#length - this.#to, free + this.#spare(edge, true));
        if (take <= 0) return;
        this.#change(Math.max(0, take - free), take);
      } else {
        if (scrollTop < edge) this.#options.onNearStart();
        if (below < edge) this.#options.onNearEnd();
        return;
      }
    }
  }

  #change(from: number, to: number): void {
    this.#from += from;
    this.#to += to;
    this.#sync();
    this.#settle();
  }

  /** Rows that lie more than `edge` px above (below) what is seen. */
  #spare(edge: number, above: boolean): number {
    const frame = this.#scroller.getBoundingClientRect();
    let count = 0;
    for (; count < this.#to - this.#from; count++) {
      const box = this.#nodes.get(this.#keys[above ? count : this.#keys.length - 1 - count]!)!.getBoundingClientRect();
      if (above ? box.bottom > frame.top - edge : box.top < frame.bottom + edge) break;
    }
    return count;
  }

  /** Puts the reader back where they were: at the end, or at the first anchor that is still there. */
  #settle(): void {
    let slip = 0;
    if (this.#pinned) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    } else {
      const anchor = this.#anchors.find(({ node }) => node.parentNode === this.#list && !isParked(node));
      this.#owed = false;
      if (anchor) {
        slip = topOf(anchor.node) - this.#scroller.getBoundingClientRect().top - anchor.top;
        if (Math.abs(slip) >= 0.5) {
          const top = Math.round(this.#scroller.scrollTop + slip); // a browser cuts what is not whole
          slip -= top - this.#scroller.scrollTop;
          this.#scroller.scrollTop = top;
          // At the very edge there may be nothing to scroll yet: remembered until the rows beyond it are here.
          this.#owed = top < 0 || top > this.#scroller.scrollHeight - this.#scroller.clientHeight;
        }
      }
    }
    this.#remember(slip);
  }

  /**
   * Notices that the reader has scrolled, be the event still to come. A position that is our own doing says nothing about
   * the reader; nor does one that changed together with the sizes: the browser may have cut it to what there was to scroll.
   */
  #catchUp(): void {
    if (!this.#length) return; // to ask would lay out an empty list
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (scrollTop === this.#top) return;
    if (scrollHeight === this.#height && clientHeight === this.#frame) this.#read();
    else if (!this.#pinned) this.#remember();
  }

  #read(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    if (!clientHeight) return;
    this.#pinned = this.#to === this.#length && scrollHeight - clientHeight - scrollTop <= PIN_PX;
    this.#remember();
  }

  /** `slip`: how far from their place the rows still are, by less than a pixel; kept for the next time, as many such would add up. */
  #remember(slip = 0): void {
    this.#top = this.#scroller.scrollTop;
    this.#height = this.#scroller.scrollHeight;
    this.#frame = this.#scroller.clientHeight;
    if (!this.#pinned && !this.#owed) this.#anchors = this.#measure(slip);
  }

  /** The first rows in sight and how far below the upper edge they start. */
  #measure(slip = 0): Anchor[] {
    const { top } = this.#scroller.getBoundingClientRect();
    const first = this.#above(top);
    return this.#keys.slice(first, first + 8).map((key) => {
      const node = this.#nodes.get(key)!;
      return { node, top: topOf(node) - top - slip };
    });
  }
}
