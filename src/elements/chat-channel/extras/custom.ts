import { html, render, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../core/chat/api.ts';
import type { Message } from '../../../core/protocol/index.ts';
import type { ChannelHost } from '../host.ts';

/** A message of the page's own kind, as a child of the element, so that the page's own style sheets reach it. */
interface Made {
  node: HTMLElement;
  message: ChatMessage['message'];
}

/**
 * Messages with a `custom_type`: drawn by the function of that name in `renderMessage`, else by a clone of the child (or `<template>`) with
 * `slot="message-<type>"`, in which every element with `data-field="name"` gets that text of the data. Without either, the text stands in.
 */
export class CustomMessages {
  readonly #made = new Map<string, Made>();

  /** Whether there is anything to sweep. */
  get any(): boolean {
    return this.#made.size > 0;
  }

  /** What stands in the bubble; undefined when the page does not draw this type. */
  content(host: ChannelHost, { key, message }: ChatMessage): TemplateResult | undefined {
    const page = host as unknown as HTMLElement;
    const type = message?.custom_type;
    if (!message || !type) return undefined;
    const draw = host.renderMessage[type] as ((message: Message) => unknown) | undefined;
    const pattern = draw ? undefined : page.querySelector<HTMLElement>(`:scope > [slot="message-${type}"]`);
    if (!draw && !pattern) return undefined;
    const name = `message-${type}:${key}`;
    let made = this.#made.get(key);
    if (made?.message !== message) {
      const node = made?.node ?? document.createElement('div');
      if (draw) {
        render(draw(message), node);
      } else {
        const copy = pattern!.cloneNode(true) as HTMLElement;
        copy.removeAttribute('slot');
        copy.hidden = false;
        node.replaceChildren(copy instanceof HTMLTemplateElement ? copy.content : copy);
        for (const field of node.querySelectorAll<HTMLElement>('[data-field]')) {
          const value = message.data?.[field.dataset.field!];
          field.textContent = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
        }
      }
      node.slot = name;
      if (!node.isConnected) page.append(node);
      made = { node, message };
      this.#made.set(key, made);
    }
    return html`<slot name=${name}></slot>`;
  }

  /** Takes away what belongs to rows that are no longer in the document. */
  sweep(host: ChannelHost): void {
    for (const [key, { node }] of this.#made) {
      if (host.list?.node(key)) continue;
      node.remove();
      this.#made.delete(key);
    }
  }

  reset(): void {
    for (const { node } of this.#made.values()) node.remove();
    this.#made.clear();
  }
}
