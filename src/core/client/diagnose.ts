import { currentPlatform } from '../base/index.ts';
import type { DiagnoseOptions, Diagnosis } from '../doctor/api.ts';
import type { ClientApi } from './api.ts';
import { mediaOf } from './media-of.ts';

const DOCTOR = Symbol.for('earshot/doctor');

/**
 * Says why a call would have no sound: tries everything a call needs, from the permission to a call of this page with itself through the relay,
 * and ends in one cause, one sentence and a remedy. Needs no connected client. Call it from a click: before one, browsers let a page neither listen
 * nor make sound.
 * @throws EarshotError `request:aborted` when `options.signal` or the client ends it; `client:disposed`
 */
export async function diagnose(client: ClientApi, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const doctor = client.service(DOCTOR, (parts) => {
    const ended = new AbortController();
    return { parts, ended: ended.signal, dispose: () => ended.abort() };
  });
  const { runDiagnosis } = await import('../doctor/diagnose.ts');
  const aborted = new AbortController();
  const abort = () => aborted.abort();
  const signals = [doctor.ended, ...(options.signal ? [options.signal] : [])];
  for (const signal of signals) {
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  }
  try {
    return await runDiagnosis(doctor.parts, mediaOf(client), currentPlatform(), { ...options, signal: aborted.signal });
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', abort);
  }
}
