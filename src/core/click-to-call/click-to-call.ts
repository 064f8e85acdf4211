import { type Clock, Emitter, type Unsubscribe, uuid } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import { asEarshotError, type CallRow, EarshotError, userStream } from '../protocol/index.ts';

/** A call that was asked for between one's own devices and somebody else. */
export interface BridgedCall {
  readonly id: string;
  /** The user, or group, that rings second. */
  readonly to: string;
  readonly startedAtMs: number;
}

export interface ClickToCallEvents {
  /** Our devices ring. */
  start: [id: string];
  /** They could not, or one answered and the other did not: no call came of it. */
  error: [id: string, error: EarshotError];
}

/** Rings all devices of the user, and connects whoever answers there with somebody else (click to call). */
export interface ClickToCall extends Pick<Emitter<ClickToCallEvents>, 'on' | 'once' | 'listenerCount'> {
  /** What was asked for here, earliest first. */
  readonly calls: readonly BridgedCall[];
  /** Returns the id of the call that rings; `start` or `error` follows. */
  make(to: string): string;
  dispose(): void;
}

/** What it needs of a client. Its `ClientParts` fit. */
export interface ClickToCallParts {
  client: { readonly userId: string };
  connection: Connection;
  clock: Clock;
}

/** More are not remembered. */
const REMEMBERED = 200;

class Clicks extends Emitter<ClickToCallEvents> implements ClickToCall {
  readonly #parts: ClickToCallParts;
  readonly #undo: Unsubscribe;
  /** Neither connected nor over yet. */
  readonly #open = new Set<string>();
  #calls: readonly BridgedCall[] = [];

  constructor(parts: ClickToCallParts) {
    super();
    this.#parts = parts;
    const stream = userStream(parts.client.userId);
    this.#undo = parts.connection.on('entry', (name, _offset, entry) => {
      if (name === stream && entry.kind === 'call') this.#look(entry.call);
    });
  }

  get calls(): readonly BridgedCall[] {
    return this.#calls;
  }

  make(to: string): string {
    const { clock, connection } = this.#parts;
    const id = uuid();
    this.#calls = [...this.#calls, { id, to, startedAtMs: clock.now() }].slice(-REMEMBERED);
    this.#open.add(id);
    connection.request('call.bridge', { call_id: id, to }, { retry: true }).then(
      ({ call }) => {
        if (call.state !== 'ended') this.emit('start', id);
        this.#look(call);
      },
      (error: unknown) => this.#failed(id, asEarshotError(error, 'call:unreachable', `connect a call to ${to}`)),
    );
    return id;
  }

  dispose(): void {
    this.#undo();
    this.#open.clear();
  }

  #look({ call_id, state, end_reason, from }: CallRow): void {
    if (state !== 'ended' || !this.#open.has(call_id)) return;
    if (end_reason === 'transferred' || end_reason === 'completed') this.#open.delete(call_id);
    else this.#failed(call_id, new EarshotError('call:unreachable', `connect a call to ${from.user_id}`, `it ended: ${end_reason}`));
  }

  #failed(id: string, error: EarshotError): void {
    if (this.#open.delete(id)) this.emit('error', id, error);
  }
}

export const createClickToCall = (parts: ClickToCallParts): ClickToCall => new Clicks(parts);
