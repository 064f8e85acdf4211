import type { ChannelHost } from './host.ts';

/** What a row answers to while the rest of the keys is still on its way. */
const ROW_KEY = /^(?:ArrowUp|ArrowDown|Home|End|Enter|Escape|Delete|F10|ContextMenu|[cre+])$/i;

/** Focus in the list (LOOK 7). What the keys do comes with the first focus; those pressed before that are answered then, in order. */
export class ListKeys {
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  /** Moves the focus to a row, wherever it is. */
  focusRow(index: number): void {
    const row = this.#host.model.at(index);
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
    const node = this.#row(target);
    if (!node) return;
    if (host.more) {
      if (!(target === node ? host.more.onRowKey(event, node, host) : host.more.onInnerKey(event, node, host))) return;
    } else {
      if (target !== node || !ROW_KEY.test(event.key)) return;
      host.whenMore(() => {
        const focused = this.#row((host.renderRoot as ShadowRoot).activeElement); // an earlier key may have moved it
        if (focused) host.more!.onRowKey(event, focused, host);
      });
    }
    event.preventDefault();
    event.stopPropagation();
  };

  #row(node: Element | null): HTMLElement | undefined {
    const { list } = this.#host;
    return list?.node(list.keyOf(node)!);
  }
}
