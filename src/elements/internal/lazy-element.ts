import type { PropertyValues } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { BaseElement } from './base-element.ts';
import { ClientController } from './client-controller.ts';

/** All that such an element draws. */
export interface LazyPart {
  /** With each render: the client in use. */
  follow(client: ClientApi | undefined): void;
  render(): unknown;
  rendered(): void;
  /** The element has left the page. */
  drop(): void;
}

/** An element of which nothing but its attributes is there until it is on a page. */
export abstract class LazyElement extends BaseElement {
  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => client.on('state', changed),
  );
  #clock = systemClock;
  #part: LazyPart | undefined;
  #loading: Promise<void> | undefined;

  /** @internal */
  protected abstract load(): Promise<LazyPart>;

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#part?.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#loading ??= this.load().then(
      (part) => {
        this.#part = part;
        this.requestUpdate();
      },
      (error) => {
        this.#loading = undefined; // the next change tries again
        this.warn(`cannot load: ${error}`);
      },
    );
  }

  protected override render(): unknown {
    this.#part?.follow(this.#source.client);
    return this.#part?.render();
  }

  protected override updated(): void {
    this.#part?.rendered();
  }
}
