import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Clock } from '../../../src/core/base/index.ts';
import { isPublicAddress } from './addresses.ts';

/** Where a fetch may go. The default: public addresses alone. */
export interface FetchPolicy {
  /** All addresses of a host name; each of them is asked about. */
  resolve(host: string): Promise<string[]>;
  allows(address: string, port: number): boolean;
}

export interface SafeRequest {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For all of it: names, redirects and the body. */
  timeoutMs: number;
  /** What comes beyond is cut off. */
  maxBytes: number;
  /** How many redirects are followed; each is checked like the first address. None unless said; a POST follows none. */
  redirects?: number;
  /** Whether the body is worth reading; without one it is empty. */
  wants?(status: number, headers: IncomingHttpHeaders): boolean;
  signal?: AbortSignal;
}

export interface SafeResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Where the redirects led. */
  url: string;
}

/** Why a fetch came to nothing: `blocked` is refused by the policy, whoever asked for it. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly why: 'blocked' | 'redirects' | 'timeout' | 'failed';

  constructor(why: FetchError['why'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}

export type SafeFetch = (request: SafeRequest) => Promise<SafeResponse>;

const resolveAll = async (host: string): Promise<string[]> => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** By default pages and app servers anywhere on the public internet, on any port. */
export const publicPolicy: FetchPolicy = { resolve: resolveAll, allows: isPublicAddress };

/** Web pages: the public internet, on the ports of the web. */
export const webPolicy: FetchPolicy = { ...publicPolicy, allows: (address, port) => isPublicAddress(address) && (port === 80 || port === 443) };

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Fetches what a stranger has named, without being sent where only this machine or its network can go: every address of the name is checked, the
 * connection goes to one that was checked (so that a second look-up cannot say otherwise), and so does each redirect. No cookies, no proxy, no
 * kept connection, no compression. Throws {@link FetchError}.
 */
export function createSafeFetch({ clock, policy = publicPolicy }: { clock: Clock; policy?: FetchPolicy }): SafeFetch {
  return async (request) => {
    const stop = new AbortController();
    const { promise: over, reject } = Promise.withResolvers<never>();
    over.catch(() => {}); // it may come when nobody waits any more
    const end = (error: FetchError): void => {
      stop.abort(error);
      reject(error);
    };
    const timer = clock.setTimeout(() => end(new FetchError('timeout', 'it took too long')), request.timeoutMs);
    const onAbort = (): void => end(new FetchError('failed', 'it was cancelled'));
    if (request.signal?.aborted) onAbort();
    request.signal?.addEventListener('abort', onAbort);
    try {
      return await Promise.race([follow(policy, request, stop.signal), over]);
    } catch (error) {
      if (error instanceof FetchError) throw error;
      throw new FetchError('failed', error instanceof Error ? error.message : String(error), { cause: error });
    } finally {
      clock.clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      stop.abort();
    }
  };
}

async function follow(policy: FetchPolicy, request: SafeRequest, signal: AbortSignal): Promise<SafeResponse> {
  let url = parse(request.url);
  for (let left = request.method === 'POST' ? 0 : (request.redirects ?? 0); ; left--) {
    const address = await checkedAddress(policy, url);
    const response = await open(url, address, request, signal);
    const status = response.statusCode ?? 0;
    const location = REDIRECTS.includes(status) ? response.headers.location : undefined;
    if (location === undefined || request.method === 'POST') {
      const wanted = request.wants?.(status, response.headers) ?? true;
      const body = wanted ? await read(response, request.maxBytes) : Buffer.alloc(0);
      response.destroy();
      return { status, headers: response.headers, body, url: url.href };
    }
    response.destroy();
    if (left <= 0) throw new FetchError('redirects', 'it was redirected too often');
    url = parse(location, url);
  }
}

function parse(text: string, base?: URL): URL {
  if (!URL.canParse(text, base)) throw new FetchError('blocked', 'this is no URL');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new FetchError('blocked', 'only http and https are fetched');
  if (url.username !== '' || url.password !== '') throw new FetchError('blocked', 'a URL with credentials is not fetched');
  return url;
}

/** One address of the host, when all of them are allowed: one that is not says what the name is for. */
async function checkedAddress(policy: FetchPolicy, url: URL): Promise<string> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const addresses = isIP(host) ? [host] : await policy.resolve(host);
  if (addresses.length === 0) throw new FetchError('failed', 'the name has no address');
  if (!addresses.every((address) => isIP(address) && policy.allows(address, port))) throw new FetchError('blocked', 'this address is not allowed');
  return addresses[0]!;
}

function open(url: URL, address: string, { method = 'GET', headers, body }: SafeRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const family = isIP(address);
  const options: RequestOptions = {
    method,
    agent: false, // a connection of its own: a kept one may lead elsewhere by now
    signal,
    headers: { 'accept-encoding': 'identity', ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    lookup: (_host, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

async function read(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}
