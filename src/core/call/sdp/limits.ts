import type { MediaLimits } from '../control/api.ts';
import type { CallDriver } from '../ports.ts';

/** Before an operation negotiates: what its caller wants of bandwidth and priority. Without either, nothing happens. */
export async function applyLimits(leg: CallDriver, limits: MediaLimits | undefined): Promise<void> {
  if (limits?.bandwidth || limits?.priority) await (await leg.shape()).limit(limits);
}
