import type { DiagnoseOptions, Diagnosis } from '../doctor/api.ts';
import type { ClientApi, ClientParts } from './api.ts';
import { mediaOf } from './media-of.ts';

const DOCTOR = Symbol.for('earshot/doctor');
const load = () => import('../doctor/diagnose.ts');

/** The doctor of one client: a diagnosis ends with it. */
class Doctor {
  readonly #parts: ClientParts;
  readonly #ended = new AbortController();

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  async prepare(): Promise<void> {
    await load();
  }

  async diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
    const { runDiagnosis } = await load();
    return runDiagnosis(this.#parts, mediaOf(this.#parts.client), this.#ended.signal, options);
  }

  dispose(): void {
    this.#ended.abort();
  }
}

const doctorOf = (client: ClientApi): Pick<Doctor, 'prepare' | 'diagnose' | 'dispose'> => client.service(DOCTOR, (parts) => new Doctor(parts));

/**
 * Says why a call would have no sound: tries everything a call needs, from the permission to a call of this page with itself through the relay,
 * and ends in one cause, one sentence and a remedy. Needs no connected client. Call it from a click: before one, browsers let a page neither listen
 * nor make sound.
 * @throws EarshotError `request:aborted` when `options.signal` or the client ends it; `client:disposed`
 */
export async function diagnose(client: ClientApi, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  return doctorOf(client).diagnose(options);
}

/** Loads what {@link diagnose} needs while the server can be reached, for the time when it cannot. Rejects when that fails. */
export async function prepareDiagnosis(client: ClientApi): Promise<void> {
  await doctorOf(client).prepare();
}
