import type { ReactiveController } from 'lit';
import type { ChannelHost } from './host.ts';

/** What lies in sight, on a page that is looked at, counts as read. */
export class Reading implements ReactiveController {
  /** A channel counts as looked at once it was opened at its place. */
  open = false;
  #onScreen = true;
  #marked = 0;
  #watch: IntersectionObserver | undefined;
  readonly #host: ChannelHost & Element;

  constructor(host: ChannelHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watch = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)!.isIntersecting;
      this.mark();
    });
    this.#watch.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#watch?.disconnect();
  }

  /** Another channel. */
  reset(): void {
    this.open = false;
    this.#marked = 0;
  }

  mark(): void {
    const { view, list, model } = this.#host;
    if (!view?.unread || view.state !== 'ready' || !this.open || !list) return;
    if (!this.#onScreen || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    if (list.pinned && view.atEnd) {
      view.markRead();
      return;
    }
    for (let i = list.lastSeen(); i >= 0; i--) {
      const id = model.message(model.at(i)!)?.message?.message_id;
      if (id === undefined) continue;
      if (id <= this.#marked) return;
      this.#marked = id;
      view.markRead(id);
      return;
    }
  }
}
