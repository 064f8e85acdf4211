import type { Unsubscribe } from '../base/index.ts';
import type { Call, CallState } from '../call/api.ts';
import type { ConnectionState } from '../connection/api.ts';
import type { EarshotError } from '../protocol/index.ts';
import type { FlightParts } from './ports.ts';
import type { Recorder } from './recorder.ts';

/** One piece of news, not yet in words. */
export type Row = readonly [atMs: number, news: ConnectionState | CallState | EarshotError, call?: Call];

/**
 * What every page carries of the flight recorder: it keeps the first news until the recorder is there. The recorder is a chunk of its own,
 * loaded with the first service (calls and chat both have one) or when asked for.
 */
export class Tape {
  readonly parts: FlightParts;
  readonly rows: Row[] = [];
  /** Chat, media and what else was attached to the client. */
  readonly services = new Map<symbol, unknown>();
  /** News that fell out before the recorder came. */
  dropped = 0;
  disposed = false;
  readonly #version: string;
  #undo: Unsubscribe[];
  #recorder: Recorder | undefined;
  #loading: Promise<Recorder> | undefined;

  constructor(parts: FlightParts, version: string) {
    this.parts = parts;
    this.#version = version;
    const { connection, client, clock, settings } = parts;
    const keep = (news: Row[1], call?: Call) => {
      if (this.rows.push([clock.now(), news, call]) > settings.flightEvents) {
        this.rows.shift();
        this.dropped++;
      }
    };
    keep('idle');
    this.#undo = [
      connection.on('state', (state) => keep(state)),
      connection.on('error', keep),
      client.calls.on('change', (call) => keep(call.state, call)),
    ];
  }

  /** A service came into being. */
  attach(key: symbol, service: unknown): void {
    this.services.set(key, service);
    this.recorder().then(
      (recorder) => recorder.watchServices(),
      () => {}, // asked for again with the next service, or by who wants the recording
    );
  }

  /** Rejects when its code cannot be loaded; it may be next time. */
  recorder(): Promise<Recorder> {
    this.#loading ??= import('./recorder.ts').then(
      ({ createRecorder }) => (this.#recorder = createRecorder(this, this.#version)),
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  /** Ends the listening of the tape; the recorder takes over. */
  stop(): void {
    for (const undo of this.#undo) undo();
    this.#undo = [];
  }

  dispose(): void {
    this.disposed = true;
    this.stop();
    this.#recorder?.dispose();
  }
}
