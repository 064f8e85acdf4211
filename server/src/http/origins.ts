import { EarshotError } from '../../../src/core/protocol/index.ts';
import '../catalogue.ts';

const LOOPBACK = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a host name (no port) is this machine's own. */
export const isLoopbackName = (name: string): boolean => LOOPBACK.test(name);

/** The name of a `Host` header, without its port. */
export const hostName = (host: string): string => host.replace(/:\d+$/, '');

/** Who may come from where. One policy for CORS, the socket and the demo (ASVS 4.4.2). */
export class OriginPolicy {
  readonly #origins: ReadonlySet<string>;
  readonly #demo: boolean;

  constructor(options: { origins: readonly string[]; publicUrl?: string; demo: boolean }) {
    this.#origins = new Set([...options.origins, ...(options.publicUrl ? [new URL(options.publicUrl).origin] : [])]);
    this.#demo = options.demo;
  }

  /** Whether any page but our own may reach us. */
  get open(): boolean {
    return this.#demo || this.#origins.size > 0;
  }

  /** Exact list, own host, and in the demo every loopback origin. A missing Origin is no browser's page: the token decides. */
  allows(origin: string | undefined, host: string | undefined): boolean {
    return origin === undefined || this.#origins.has(origin) || this.isSame(origin, host) || (this.#demo && isLoopbackOrigin(origin));
  }

  /** Whether `origin` is the host that was asked. */
  isSame(origin: string, host: string | undefined): boolean {
    const url = parse(origin);
    return url !== undefined && host !== undefined && url.host !== '' && origin === url.origin && url.host === withoutDefaultPort(host, url.protocol);
  }

  /** The demo answers to loopback names only, so that no foreign name can be pointed at it. Throws `auth:host`. */
  checkHost(host: string | undefined): void {
    if (this.#demo && !isLoopbackName(hostName(host ?? ''))) throw new EarshotError('auth:host', 'answer the request');
  }
}

function withoutDefaultPort(host: string, protocol: string): string {
  return host.toLowerCase().replace(protocol === 'https:' ? /:443$/ : /:80$/, '');
}

function isLoopbackOrigin(origin: string): boolean {
  const url = parse(origin);
  return url !== undefined && /^https?:$/.test(url.protocol) && isLoopbackName(url.hostname);
}

function parse(origin: string): URL | undefined {
  return URL.canParse(origin) ? new URL(origin) : undefined;
}
