import { type EarshotError, type IceServer, isEarshotError, type Welcome } from '../protocol/index.ts';
import type { Chain } from './chain.ts';
import { type IceAnswer, missingBecause } from './ice-answer.ts';
import type { DoctorParts, Outcome } from './ports.ts';
import { reach } from './reach.ts';
import type { Scope } from './scope.ts';
import { SocketProbe } from './socket-probe.ts';

/** Pings that a round trip is taken from. */
const PINGS = 5;

/** Where the two checks of the server meet. */
interface Line {
  probe: SocketProbe | undefined;
  welcome: Welcome | undefined;
  /** What the server said instead of a welcome. */
  refusal: EarshotError | undefined;
  /** Undefined: the page gave none. */
  token: string | undefined;
}

/** Socket and token, on a socket of its own that is closed at the end. */
export async function checkServer(chain: Chain, whole: Scope, parts: DoctorParts): Promise<IceAnswer> {
  const limitMs = parts.settings.doctorStepMs;
  const line: Line = { probe: undefined, welcome: undefined, refusal: undefined, token: undefined };
  const scope = whole.inner();
  let overRest: IceAnswer | undefined;
  try {
    line.token = await orNothing(scope.within(limitMs, parts.token()));
    const silent: Outcome = {
      state: 'failed',
      cause: 'server:unreachable',
      finding: 'The server did not answer in time.',
      error: 'connection:unreachable',
    };
    await chain.run('socket', 4 * limitMs, silent, async (step) => {
      const forbidden = policyWatch(step);
      if (await dial(line, scope, step, parts, limitMs)) return line.welcome ? roundTrip(line, parts) : refused(line.refusal);
      const found = await step.within(limitMs, reach(parts));
      overRest = found.ice;
      return forbidden()
        ? { state: 'failed', cause: 'page:csp', finding: 'The content security policy of the page forbids it to connect to the server.' }
        : found.outcome;
    });
    if (line.token === undefined) chain.end('token', noToken);
    else if (!isAuth(line.refusal) && (!line.welcome || line.probe?.closed)) chain.skip('token', 'No socket is open to show it on.');
    else {
      const late: Outcome = { state: 'failed', cause: 'server:token-refused', finding: 'The server did not answer to the session token in time.' };
      await chain.run('token', 2 * limitMs, late, (step) => checkToken(line, step, parts));
    }
    if (overRest) return overRest;
    if (!line.welcome) return { missing: 'The server gave no addresses to try.' };
    return await scope.within(limitMs, askIce(line.probe!));
  } catch (error) {
    if (isEarshotError(error, 'request:aborted')) throw error;
    return { missing: missingBecause(error) };
  } finally {
    scope.close();
  }
}

/** Undefined where it fails, or takes too long; the end of the diagnosis goes on up. */
const orNothing = <T>(promise: Promise<T>): Promise<T | undefined> =>
  promise.catch((error: unknown) => {
    if (isEarshotError(error, 'request:aborted')) throw error;
    return undefined;
  });

const isAuth = (error: EarshotError | undefined): boolean => error?.code.startsWith('auth:') ?? false;

/** Opens a socket and says hello; false when nothing came of it. A token that is refused is exchanged once, as a client does. */
async function dial(line: Line, whole: Scope, step: Scope, parts: DoctorParts, limitMs: number): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    line.probe?.close();
    const probe = connect(parts);
    if (!probe) return false;
    whole.own(() => probe.close());
    line.probe = probe;
    if (!(await orNothing(step.within(limitMs, probe.opened)))) return false;
    if (line.token === undefined) return true;
    const answer = await orNothing(step.within(limitMs, probe.hello(parts.client.appId, line.token)));
    line.welcome = isEarshotError(answer) ? undefined : answer;
    line.refusal = isEarshotError(answer) ? answer : undefined;
    if (!isAuth(line.refusal)) return answer !== undefined;
    const fresh = await orNothing(step.within(limitMs, parts.token(true)));
    if (fresh === undefined || fresh === line.token) return true;
    line.token = fresh;
  }
  return true;
}

/** In some browsers a policy of the page makes the constructor throw. */
function connect(parts: DoctorParts): SocketProbe | undefined {
  try {
    return new SocketProbe(parts.openSocket(`${parts.client.url('').replace(/^http/, 'ws')}/v1/socket`), parts.clock);
  } catch {
    return undefined;
  }
}

/** Tells whether the page's own CSP stopped a connection since. */
function policyWatch(scope: Scope): () => boolean {
  let forbidden = false;
  const seen = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
    forbidden ||= effectiveDirective === 'connect-src';
  };
  const page = globalThis.document as Document | undefined;
  page?.addEventListener('securitypolicyviolation', seen);
  scope.own(() => page?.removeEventListener('securitypolicyviolation', seen));
  return () => forbidden;
}

async function roundTrip({ probe }: Line, { settings }: DoctorParts): Promise<Outcome> {
  const trips: number[] = [];
  for (let n = 0; n < PINGS; n++) {
    const trip = await probe!.ping();
    if (trip === undefined)
      return { state: 'failed', cause: 'server:socket-blocked', finding: 'The socket was cut as soon as it was used.', error: 'connection:lost' };
    trips.push(trip);
  }
  const roundTripMs = trips.sort((a, b) => a - b)[Math.floor(PINGS / 2)]!;
  const figures = { roundTripMs };
  return roundTripMs < settings.doctorSlowMs
    ? { state: 'passed', finding: 'The server answers over its socket.', figures }
    : { state: 'warned', cause: 'server:slow', finding: 'The server answers over its socket, but slowly.', figures };
}

function refused(refusal: EarshotError | undefined): Outcome {
  if (!refusal || isAuth(refusal)) return { state: 'passed', finding: 'The socket opens.' };
  return { state: 'failed', cause: 'server:refused', finding: 'The server ends the connection at once.', error: refusal.code };
}

const noToken: Outcome = { state: 'failed', cause: 'page:no-token', finding: 'The page gave no session token.', error: 'auth:token-invalid' };

/** Valid, of this user, and renewable. */
async function checkToken({ probe, welcome, refusal, token }: Line, step: Scope, parts: DoctorParts): Promise<Outcome> {
  if (!welcome) {
    const error = refusal?.code;
    return error === 'auth:token-expired'
      ? { state: 'failed', cause: 'server:token-expired', finding: 'The session token has expired, and the page gave no newer one.', error }
      : { state: 'failed', cause: 'server:token-refused', finding: 'The server does not accept the session token.', error };
  }
  if (welcome.user.user_id !== parts.client.userId)
    return { state: 'failed', cause: 'server:token-refused', finding: 'The session token belongs to another user.', error: 'auth:token-invalid' };
  const figures = { expiresInMs: welcome.token_expires_at - welcome.now };
  const stale: Outcome = {
    state: 'warned',
    cause: 'server:token-not-renewed',
    finding: 'The session token is valid, but the page could not get the next one.',
    figures,
  };
  const fresh = await orNothing(step.within(parts.settings.doctorStepMs, parts.token(true)));
  if (fresh === undefined) return stale;
  if (fresh === token) return { state: 'passed', finding: 'The session token is valid; the page has no newer one yet.', figures };
  const expiresAt = await probe!.renew(fresh);
  if (expiresAt === undefined) return stale;
  return { state: 'passed', finding: 'The session token is valid and can be renewed.', figures: { expiresInMs: expiresAt - welcome.now } };
}

async function askIce(probe: SocketProbe): Promise<IceAnswer> {
  const { ice_servers } = (await probe.request('ice.get')) as { ice_servers: IceServer[] };
  return { servers: ice_servers };
}
