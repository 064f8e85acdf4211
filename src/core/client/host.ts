import { EarshotError } from '../protocol/index.ts';

/** A name or an address, and perhaps a port; nothing before and nothing after. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(:\d{1,5})?$/i;
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** The origin of a host: plain http on loopback names, TLS elsewhere. Throws `client:invalid-config`. */
export function originOf(host: unknown): string {
  const [, name] = (typeof host === 'string' && HOST.exec(host)) || [];
  if (!name) throw new EarshotError('client:invalid-config', 'make a client', '`host` must be a host name, without scheme or path');
  return `${LOOPBACK.test(name) ? 'http' : 'https'}://${host as string}`;
}
