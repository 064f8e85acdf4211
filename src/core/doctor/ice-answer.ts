import { type IceServer, isEarshotError } from '../protocol/index.ts';

/** ICE servers to try, or why there are none to be had. */
export type IceAnswer = { servers: IceServer[] } | { missing: string };

/** For the checks that would need them. */
export function missingBecause(error: unknown): string {
  return isEarshotError(error, 'request:rate-limited')
    ? 'This user has asked for diagnoses too often; try again in a minute.'
    : 'The server gave no addresses to try.';
}
