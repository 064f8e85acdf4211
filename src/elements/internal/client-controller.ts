import { type Context, ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveElement } from 'lit';
import type { Unsubscribe } from '../../core/base/emitter.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { clientContext } from '../context.ts';

/** An element with a client of its own, if it was given one. */
export interface ClientHost extends ReactiveElement {
  client: ClientApi | undefined;
}

/** Reads what the view needs. Runs for every change, so it must be cheap. */
export type Select<T> = (client: ClientApi | undefined) => T;
/** Subscribes to what `select` reads; returns one undo for all of it. */
export type Listen = (client: ClientApi, changed: () => void) => Unsubscribe;

/**
 * Core events in, one value out. The client is the host's own `client`, else the nearest provider's, else none.
 * A host that leaves the document lets go of everything; one that is moved meets its new provider.
 */
export class ClientController<T> implements ReactiveController {
  /** The client in use; undefined while detached. */
  client: ClientApi | undefined;
  /** What `select` last returned. */
  value: T;
  #provided: ClientApi | undefined;
  /** Ends the subscription at the provider. */
  #leave: Unsubscribe | undefined;
  #stop: Unsubscribe | undefined;
  readonly #host: ClientHost;
  readonly #select: Select<T>;
  readonly #listen: Listen;

  constructor(host: ClientHost, select: Select<T>, listen: Listen) {
    this.#host = host;
    this.#select = select;
    this.#listen = listen;
    this.value = select(undefined);
    host.addController(this);
  }

  hostConnected(): void {
    this.#bind();
    document.documentElement.addEventListener('context-provider', this.#onProvider);
    this.#ask();
  }

  hostUpdate(): void {
    this.#bind(); // the host's own `client` may have changed
  }

  hostDisconnected(): void {
    document.documentElement.removeEventListener('context-provider', this.#onProvider);
    this.#leave?.();
    this.#leave = this.#provided = undefined;
    this.#bind();
  }

  /** Reads again: for changes that no event tells. */
  refresh(): void {
    this.value = this.#select(this.client);
    this.#host.requestUpdate();
  }

  /** A provider that comes later than this host, in whatever order a page loads things. */
  readonly #onProvider = ({ context }: { context: Context<unknown, unknown> }): void => {
    if (context === clientContext) this.#ask();
  };

  /** The nearest provider answers now, and again when its client is another one. */
  #ask(): void {
    this.#host.dispatchEvent(new ContextEvent(clientContext, this.#host, this.#onClient, true));
  }

  readonly #onClient = (client: ClientApi | undefined, leave?: Unsubscribe): void => {
    if (leave !== this.#leave) this.#leave?.(); // a nearer provider has come between
    this.#leave = leave;
    this.#provided = client;
    this.#bind();
  };

  #bind(): void {
    const client = this.#host.isConnected ? (this.#host.client ?? this.#provided) : undefined;
    if (client === this.client) return;
    this.#stop?.();
    this.client = client;
    const changed = () => this.refresh();
    const leave = client?.on('tabs', changed);
    const stop = client && this.#listen(client, changed);
    this.#stop = () => {
      leave?.();
      stop?.();
    };
    this.refresh();
  }
}
