import type { ClientApi } from '../../core/client/api.ts';
import { flightOf } from '../../core/client/flight-of.ts';
import type { Diagnosis } from '../../core/doctor/api.ts';

/**
 * What may be sent to support, as JSON: the flight recording with the diagnosis in it, or the diagnosis alone where there is no recording. Neither holds
 * a token, an address or the label of a device.
 */
export async function reportOf(client: ClientApi, diagnosis: Diagnosis): Promise<string> {
  const recording = await flightOf(client).then(
    (recorder) => {
      recorder.record('media', 'diagnosis', { cause: diagnosis.cause });
      return recorder.export();
    },
    () => undefined,
  );
  return JSON.stringify({ ...recording, diagnosis: diagnosis.toJSON() }, undefined, 2);
}

/** `earshot-doctor-2026-11-21T10-00-00.json` */
export const reportFile = (report: string, atMs: number): File =>
  new File([report], `earshot-doctor-${new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-')}.json`, { type: 'application/json' });
