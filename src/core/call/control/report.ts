import { mediaOf } from '../../media/index.ts';
import type { CallObject } from '../call.ts';
import type { CallParts } from '../ports.ts';
import type { Action } from './control.ts';
import { CallRecorder, type PastEvent } from './report-recorder.ts';

const FLIGHT = Symbol.for('earshot/flight');
const RECORDERS = new WeakMap<CallObject, CallRecorder>();

/** The recorder of a call that began with it, or has been asked for before. */
export const recorderOf = (call: CallObject): CallRecorder | undefined => RECORDERS.get(call);

/** Records from now on. `past`: what was known before, when it is not a call that begins now. */
export function record(call: CallObject, parts: CallParts, past?: readonly PastEvent[]): CallRecorder {
  const known = RECORDERS.get(call);
  if (known) return known;
  const { engine } = mediaOf(parts.client);
  const manualRinging = parts.settings.ringingFeedback === 'manual';
  const recorder = new CallRecorder(call, { clock: parts.clock, connection: parts.connection, engine, manualRinging }, past);
  RECORDERS.set(call, recorder);
  return recorder;
}

/** At any time, also after the end (RB-call-62). Where `Settings.callReports` is not set, it tells what it saw since it was first asked, and what the flight recorder knows. */
export const getReport: Action<'getReport'> = async ({ call, parts }) =>
  (recorderOf(call) ?? record(call, parts, await pastOf(call, parts))).report();

/** As much of the flight recorder as is used. */
interface Flight {
  recorder?(): Promise<{ ofCall(callId: string): readonly PastEvent[] }>;
  dispose(): void;
}

async function pastOf(call: CallObject, { client, settings, log }: CallParts): Promise<readonly PastEvent[]> {
  if (!settings.flightEvents) return [];
  const flight = client.service<Flight>(FLIGHT, () => ({ dispose: () => {} }));
  try {
    return (await flight.recorder?.())?.ofCall(call.id) ?? [];
  } catch (error) {
    log('warn', 'call', 'the flight recorder did not load', error);
    return [];
  }
}
