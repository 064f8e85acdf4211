import type { Unsubscribe } from '../base/index.ts';
import type { Call } from '../call/api.ts';
import type { ConnectionState } from '../connection/api.ts';
import type { FlightParts } from './ports.ts';
import type { Recorder } from './recorder.ts';

/**
 * One piece of news, not yet in words: a move of the connection and where it came from, an error, a call and its state then, or a service that came into
 * being and its key. Counted from 0: what fell out is known by that.
 */
export type Row = readonly [atMs: number, news: unknown, about: Call | ConnectionState | symbol | undefined, number: number];

/** What every page carries of the flight recorder, and what the recorder takes over. */
export interface Tape {
  readonly parts: FlightParts;
  readonly version: string;
  readonly rows: Row[];
  /** What `dispose` runs, once; none are left when the client is gone. */
  readonly undo: Unsubscribe[];
  /** A service came into being. */
  attach(key: symbol, service: unknown): void;
  /** Rejects when its code cannot be loaded; it may be next time. */
  recorder(): Promise<Recorder>;
  dispose(): void;
}

/**
 * Keeps the first news until the recorder is there, a chunk of its own: it loads with the first service (calls and chat both have one), or when asked
 * for. As short as can be, because it is in everybody's first load.
 */
export function createTape(parts: FlightParts, version: string): Tape {
  const { connection, client, clock, settings } = parts;
  const rows: Row[] = [];
  let count = 0;
  const keep = (news: unknown, about?: Row[2]) => {
    if (rows.push([clock.now(), news, about, count++]) > settings.flightEvents) rows.shift();
  };
  keep('idle');
  const undo = [connection.on('state', keep), connection.on('error', keep), client.calls.on('change', (call) => keep(call.state, call))];
  // `import` itself remembers what came, and asks again for what did not
  const recorder = () => import('./recorder.ts').then(({ recorderOf }) => recorderOf(tape));
  const tape: Tape = {
    parts,
    version,
    rows,
    undo,
    recorder,
    attach(key, service) {
      keep(service, key);
      recorder().catch(() => {}); // asked for again with the next service, or by who wants the recording
    },
    dispose() {
      for (const off of undo.splice(0)) off();
    },
  };
  return tape;
}
