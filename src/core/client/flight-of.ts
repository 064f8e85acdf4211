import type { FlightRecorder } from '../flight/api.ts';
import { createTape, type Tape } from '../flight/index.ts';
import type { ClientApi } from './api.ts';
import { VERSION } from './version.ts';

const FLIGHT = Symbol.for('earshot/flight');

/** What listens from the start, where the recorder is not there yet. */
export const tapeOf = (client: ClientApi): Tape => client.service(FLIGHT, (parts) => createTape(parts, VERSION));

/**
 * The flight recorder of a client: what happened to its connection, calls, media and chat, without a name, text, address or token in it.
 * It stays on this device until someone exports it. `settings.flightEvents: 0` switches it off. Rejects when its code cannot be loaded.
 */
export const flightOf = (client: ClientApi): Promise<FlightRecorder> => tapeOf(client).recorder();
