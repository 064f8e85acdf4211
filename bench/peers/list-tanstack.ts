/** @tanstack/lit-virtual over the rows of the window, as its documentation shows a chat; measured in `updated()`, where the rows are in the document. */
import { VirtualizerController } from '@tanstack/lit-virtual';
import { html, LitElement } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatMessage } from '../../src/core/chat/api.ts';
import { RowModel } from '../../src/elements/chat-channel/rows.ts';
import { present } from '../list/list-page.ts';
import { RowMaker } from '../list/row-maker.ts';

const maker = await RowMaker.open();
const model = new RowModel();

class VirtualList extends LitElement {
  readonly #scroller = createRef<HTMLElement>();
  readonly #made = new Map<number, { item: unknown; row: HTMLElement }>();
  readonly #virtual = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    getScrollElement: () => this.#scroller.value ?? null,
    count: 0,
    estimateSize: () => 72,
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: true,
    getItemKey: (index) => (model.items[index] as ChatMessage).key,
  });
  #opened = false;

  get scroller(): HTMLElement | undefined {
    return this.#scroller.value;
  }

  changed(): Promise<boolean> {
    const virtualizer = this.#virtual.getVirtualizer();
    virtualizer.setOptions({ ...virtualizer.options, count: model.items.length });
    this.requestUpdate();
    return this.updateComplete;
  }

  protected override createRenderRoot(): ShadowRoot {
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [...maker.sheets];
    return root;
  }

  #row(index: number): HTMLElement {
    const item = model.items[index];
    const known = this.#made.get(index);
    if (known?.item === item) return known!.row;
    const row = maker.row(model, index);
    this.#made.set(index, { item, row });
    return row;
  }

  protected override render() {
    const virtualizer = this.#virtual.getVirtualizer();
    const items = virtualizer.getVirtualItems();
    const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];
    for (const index of this.#made.keys()) if (index < first || index > last) this.#made.delete(index);
    return html`<div class="ch"><div class="log"><div ${ref(this.#scroller)} class="scroll" style="overflow-anchor:none">
      <div class="lst" style="block-size:${virtualizer.getTotalSize()}px;flex:none;padding-block:0">
        <div style="position:absolute;inset-inline:12px;transform:translateY(${items[0]?.start ?? 0}px)">${repeat(
          items,
          ({ key }) => key,
          ({ index }) => html`<div class="v" data-index=${index} style="display:flow-root">${this.#row(index)}</div>`,
        )}</div>
      </div></div></div></div>`;
  }

  protected override updated(): void {
    const virtualizer = this.#virtual.getVirtualizer();
    for (const node of this.renderRoot.querySelectorAll<HTMLElement>('.v')) virtualizer.measureElement(node);
    if (!this.#opened && virtualizer.scrollElement && model.items.length) {
      this.#opened = true;
      virtualizer.scrollToIndex(model.items.length - 1, { align: 'end' });
    }
  }
}
customElements.define('virtual-list', VirtualList);

let element: VirtualList;

present({
  prepare(items) {
    model.items = items;
  },
  mount(host) {
    element = document.createElement('virtual-list') as VirtualList;
    element.style.cssText = 'display:block;block-size:600px;inline-size:400px';
    host.append(element);
    void element.changed();
  },
  unmount: () => element.remove(),
  scroller: () => element.scroller,
  rows: () => element.renderRoot.querySelectorAll<HTMLElement>('.v'),
  async append(items) {
    model.items = items;
    await element.changed();
  },
  async prepend(items) {
    model.items = items;
    await element.changed();
  },
});
