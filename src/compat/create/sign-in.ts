import { EarshotError, type WireError } from '../../core/protocol/index.ts';
import type { Account } from './account.ts';

type Fetch = typeof globalThis.fetch;

/** The session token that the credentials stand for. Rejects with `auth:*`, or `connection:unreachable`. */
export async function signIn(account: Account, origin: string, fetch: Fetch, timeoutMs: number): Promise<string> {
  const operation = 'sign in';
  const { credentials, identity } = account;
  if (!credentials || !identity) throw new EarshotError('auth:unauthorized', operation, 'no credentials were set');
  const { bearerAccessToken, password, authname, hmacToken } = credentials;
  if (bearerAccessToken) return bearerAccessToken;
  const body = {
    app_id: identity.appId,
    user_id: identity.userId,
    ...(hmacToken ? { hmac_token: hmacToken } : { password, ...(authname && { authname }) }),
  };
  let answer: Response;
  try {
    answer = await fetch(`${origin}/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new EarshotError('connection:unreachable', operation, undefined, { cause });
  }
  const said = (await answer.json().catch(() => ({}))) as Partial<WireError> & { token?: string };
  if (answer.ok && typeof said.token === 'string') return said.token;
  const refusal = said.error && said.message ? EarshotError.fromWire(said as WireError, operation) : undefined;
  // too many tries are no fault of these credentials: they may be right later
  if (answer.status === 503 || refusal?.code === 'request:rate-limited')
    throw new EarshotError('server:busy', operation, 'the server is busy', {
      cause: refusal,
      ...(refusal?.retryAfterMs !== undefined && { retryAfterMs: refusal.retryAfterMs }),
    });
  throw refusal ?? new EarshotError('auth:unauthorized', operation, `the server answered ${answer.status}`);
}
