import { ContextConsumer } from '@lit/context';
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
    new ContextConsumer(host, {
      context: clientContext,
      subscribe: true, // a provider may come, or change its client, later
      callback: (client) => {
        this.#provided = client;
        this.#bind();
      },
    });
  }

  hostConnected(): void {
    this.#bind();
  }

  hostUpdate(): void {
    this.#bind(); // the host's own `client` may have changed
  }

  hostDisconnected(): void {
    this.#provided = undefined; // ContextConsumer would keep the old provider's value after a move
    this.#bind();
  }

  /** Reads again: for changes that no event tells. */
  refresh(): void {
    this.value = this.#select(this.client);
    this.#host.requestUpdate();
  }

  #bind(): void {
    const client = this.#host.isConnected ? (this.#host.client ?? this.#provided) : undefined;
    if (client === this.client) return;
    this.#stop?.();
    this.client = client;
    this.#stop = client && this.#listen(client, () => this.refresh());
    this.refresh();
  }
}
