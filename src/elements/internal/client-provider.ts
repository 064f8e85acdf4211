import { type Context, type ContextCallback, ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ClientApi } from '../../core/client/api.ts';
import { clientContext } from '../context.ts';

type Callback = ContextCallback<ClientApi | undefined>;
/** As the community's context protocol has it; @lit/context's own event fits, from whatever copy of it. */
type Asking = Event & { context: Context<unknown, unknown>; contextTarget?: Element; callback: Callback; subscribe?: boolean };

/** Gives the elements within its host a client, and tells them when it is another one; what @lit/context's provider does, in a third of the bytes. */
export class ClientProvider implements ReactiveController {
  #client: ClientApi | undefined;
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** Who is told, and where he sits. */
  readonly #subscribers = new Map<Callback, Element>();

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addEventListener('context-request', this.#onRequest as (event: Event) => void);
    host.addEventListener('context-provider', this.#onProvider as (event: Event) => void);
    host.addController(this);
  }

  /** Whoever asked before this provider was there asks again. */
  hostConnected(): void {
    this.#host.dispatchEvent(Object.assign(new Event('context-provider', { bubbles: true, composed: true }), { context: clientContext }));
  }

  provide(client: ClientApi | undefined): void {
    if (client === this.#client) return;
    this.#client = client;
    for (const [callback] of [...this.#subscribers]) callback(client, this.#leave(callback));
  }

  /** The same function for the same subscriber every time: by it he knows whether it is still this provider that answers. */
  readonly #leaves = new WeakMap<Callback, () => void>();
  #leave(callback: Callback): () => void {
    let leave = this.#leaves.get(callback);
    if (!leave) {
      leave = () => void this.#subscribers.delete(callback);
      this.#leaves.set(callback, leave);
    }
    return leave;
  }

  readonly #onRequest = (event: Asking): void => {
    const { context, callback, subscribe, contextTarget = event.composedPath()[0] as Element } = event;
    if (context !== clientContext || contextTarget === this.#host) return;
    event.stopPropagation();
    if (subscribe) this.#subscribers.set(callback, contextTarget);
    callback(this.#client, subscribe ? this.#leave(callback) : undefined);
  };

  /** A provider has come to be within this one: those below it are its own from now on. */
  readonly #onProvider = (event: Asking): void => {
    if (event.context !== clientContext || event.target === this.#host) return;
    const below = [...this.#subscribers];
    this.#subscribers.clear();
    for (const [callback, consumer] of below) consumer.dispatchEvent(new ContextEvent(clientContext, consumer, callback, true));
  };
}
