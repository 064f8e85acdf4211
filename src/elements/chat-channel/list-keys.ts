import { extras, loadExtras } from './extras-door.ts';
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

/** What a row answers to while the rest of the keys is still on its way. */
const ROW_KEY = /^(?:ArrowUp|ArrowDown|Home|End|Enter|Escape|c)$/i;

/** Focus in the list. What the keys do comes with the first focus; one pressed before that is answered then. */
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
    void loadExtras();
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
    const more = extras();
    if (more) {
      const used = target === node ? more.onRowKey(event, node, host, this) : more.onInnerKey(event, node, host);
      if (!used) return;
    } else {
      if (target !== node || !ROW_KEY.test(event.key)) return;
      void loadExtras().then((late) => late?.onRowKey(event, node, host, this));
    }
    event.preventDefault();
    event.stopPropagation();
  };
}
