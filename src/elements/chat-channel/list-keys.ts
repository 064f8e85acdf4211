import type { Row, RowModel } from './rows.ts';
import type { ListWindow } from './window/list-window.ts';

/** What the keys of the message list ask for (LOOK 7). */
export interface ListKeysHost {
  readonly model: RowModel;
  readonly list: ListWindow<Row> | undefined;
  activeKey: string | undefined;
  enteredKey: string | undefined;
  toLatest(): void;
  loadOlder(): void;
  copy(row: Row): void;
  focusComposer(): void;
}

const FOCUSABLE = 'a[href],button';

/** ↑ ↓ Home End between messages, Enter into one, Tab around in it, Escape out, C copies. */
export class ListKeys {
  readonly #host: ListKeysHost;

  constructor(host: ListKeysHost) {
    this.#host = host;
  }

  /** Moves the focus to a row, wherever it is. */
  focusRow(index: number): void {
    const row = this.#host.model.rows[index];
    if (!row) return;
    this.#host.activeKey = row.key;
    this.#host.enteredKey = undefined;
    this.#host.list?.reveal(index)?.focus({ preventScroll: true });
  }

  readonly onFocusIn = (event: FocusEvent): void => {
    const key = this.#host.list?.keyOf(event.target as Node);
    if (!key || key === this.#host.activeKey) return;
    this.#host.activeKey = key;
    this.#host.enteredKey = undefined;
    this.#host.list?.repaint();
  };

  readonly onFocusOut = (): void => {
    // once the focus has arrived elsewhere: a row kept only for it may go
    queueMicrotask(() => this.#host.list?.repaint());
  };

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const host = this.#host;
    const target = event.target as HTMLElement;
    const key = host.list?.keyOf(target);
    const node = key === undefined ? undefined : host.list?.node(key);
    if (!node) return;
    const used = target === node ? this.#onRow(event, node) : this.#inside(event, node);
    if (!used) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #onRow({ key, shiftKey }: KeyboardEvent, node: HTMLElement): boolean {
    const host = this.#host;
    const index = Number(node.ariaPosInSet) - 1;
    const last = host.model.rows.length - 1;
    if (key === 'Tab' && shiftKey) return false;
    switch (key) {
      case 'ArrowUp':
        if (index === 0) host.loadOlder();
        this.focusRow(Math.max(0, index - 1));
        return true;
      case 'ArrowDown':
        this.focusRow(Math.min(last, index + 1));
        return true;
      case 'Home':
        this.focusRow(0);
        return true;
      case 'End':
        host.toLatest();
        this.focusRow(last);
        return true;
      case 'Enter': {
        if (!node.querySelector(FOCUSABLE)) return false;
        host.enteredKey = node.dataset.key;
        host.list?.repaint();
        node.querySelector<HTMLElement>(FOCUSABLE)?.focus();
        return true;
      }
      case 'Escape':
        host.focusComposer();
        return true;
      case 'c':
      case 'C': {
        const row = host.model.rows[index];
        if (!row || (node.getRootNode() as ShadowRoot).host.ownerDocument.getSelection()?.toString()) return false;
        host.copy(row);
        return true;
      }
      default:
        return false;
    }
  }

  #inside(event: KeyboardEvent, node: HTMLElement): boolean {
    if (event.key === 'Escape') {
      this.#host.enteredKey = undefined;
      node.focus({ preventScroll: true });
      this.#host.list?.repaint();
      return true;
    }
    if (event.key !== 'Tab') return false;
    const all = [...node.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const at = all.indexOf(event.target as HTMLElement);
    all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length]?.focus();
    return true;
  }
}
