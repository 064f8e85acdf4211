/**
 * Rows for those that have none of their own: the exact markup of ours, taken from `<chat-channel>` as it paints, and filled with another message's
 * words; in a shadow root with our styles. Runs in the page.
 */
import type { ChatMessage } from '../../src/core/chat/api.ts';
import type { ChatChannel } from '../../src/elements/chat-channel/chat-channel.ts';
import { dayText, timeText } from '../../src/elements/chat-channel/format.ts';
import { RowModel } from '../../src/elements/chat-channel/rows.ts';
import { ChatClient, NOW } from '../../src/elements/chat-channel/testing.ts';
import { painted } from './list-page.ts';
import { shipped } from './shipped.ts';
import { conversation } from './talk.ts';

/** Rows painted by ours to take the markup from: the pattern of the talk repeats every 60. */
const SAMPLES = 100;

const kindOf = (item: ChatMessage, { first, last }: { first: boolean; last: boolean }): string =>
  `${item.user.user_id} ${item.sendState} ${item.file ? 'picture' : ''} ${item.message?.reactions?.length ?? 0} ${first} ${last}`;

/** Makes rows of ours. */
export class RowMaker {
  readonly #kinds = new Map<string, HTMLElement>();
  #day!: HTMLElement;
  #sheets: readonly CSSStyleSheet[] = [];
  #frame!: HTMLElement;

  static async open(): Promise<RowMaker> {
    await shipped();
    const maker = new RowMaker();
    const client = new ChatClient('alice');
    const view = client.chat.view('lobby');
    const items = conversation(SAMPLES);
    view.items = items;
    const model = new RowModel();
    model.set(items);
    const element = document.createElement('chat-channel') as ChatChannel;
    element.style.cssText = 'block-size:600px;inline-size:400px';
    element.channelId = 'lobby';
    element.client = client;
    document.body.append(element);
    const list = () => element.shadowRoot!.querySelector<HTMLElement>('.lst')!;
    do await painted();
    while (!list()?.querySelector('.chip'));
    for (let turn = 0; list().children.length < SAMPLES && turn < 50; turn++) {
      element.shadowRoot!.querySelector('.scroll')!.scrollTop = 0;
      await painted();
    }
    for (const node of list().children as HTMLCollectionOf<HTMLElement>) {
      const at = Number(node.ariaPosInSet) - 1;
      const copy = node.cloneNode(true) as HTMLElement;
      strip(copy);
      const day = copy.querySelector<HTMLElement>('.day');
      if (day) maker.#day = day;
      day?.remove();
      copy.tabIndex = -1;
      maker.#kinds.set(kindOf(items[at]!, model.place(model.at(at)!)), copy);
    }
    // the frame around the list that its styles speak of, without header and composer
    const frame = element.shadowRoot!.querySelector<HTMLElement>('.ch')!.cloneNode(true) as HTMLElement;
    strip(frame);
    for (const child of [...frame.children]) if (!child.classList.contains('log')) child.remove();
    frame.querySelector('.lst')!.replaceChildren();
    maker.#frame = frame;
    maker.#sheets = element.shadowRoot!.adoptedStyleSheets;
    element.remove();
    await painted();
    return maker;
  }

  /** A shadow root with our styles and the list's frame. */
  frame(host: HTMLElement): { box: HTMLElement; scroller: HTMLElement; list: HTMLElement } {
    const box = document.createElement('div');
    box.style.cssText = 'block-size:600px;inline-size:400px';
    const root = box.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [...this.#sheets];
    root.append(this.#frame.cloneNode(true));
    host.append(box);
    return { box, scroller: root.querySelector<HTMLElement>('.scroll')!, list: root.querySelector<HTMLElement>('.lst')! };
  }

  get sheets(): readonly CSSStyleSheet[] {
    return this.#sheets;
  }

  /** The row of `items[at]`. */
  row(model: RowModel, at: number): HTMLElement {
    const item = model.items[at] as ChatMessage;
    const place = model.place({ key: item.key, index: at, count: 1 });
    const made = this.#kinds.get(kindOf(item, place)) ?? this.#kinds.get(kindOf(item, { ...place, last: !place.last }));
    const row = made!.cloneNode(true) as HTMLElement;
    const time = timeText(item.atMs);
    row.dataset.key = item.key;
    row.ariaPosInSet = String(at + 1);
    row.ariaSetSize = String(model.items.length);
    row.ariaLabel = `${item.own ? 'You' : item.user.name}, ${time}: ${item.text ?? item.file?.name}.`;
    const body = row.querySelector('.body');
    if (body) body.textContent = item.text!;
    const spacer = row.querySelector('.ms bdi');
    if (spacer) spacer.textContent = time;
    const stamp = row.querySelector('time')!;
    stamp.textContent = time;
    stamp.dateTime = new Date(item.atMs).toISOString();
    if (place.day) {
      const day = this.#day.cloneNode(true) as HTMLElement;
      day.textContent = dayText(item.atMs, NOW);
      row.prepend(day);
    }
    return row;
  }
}

/** Comments are a template's, not the markup's. */
function strip(root: HTMLElement): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const comments: ChildNode[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) comments.push(node as ChildNode);
  for (const comment of comments) comment.remove();
}
