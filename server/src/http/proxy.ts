import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Whether the proxy at `address`, `hop` steps away, may tell us who is behind it. */
export type ProxyTrust = (address: string, hop: number) => boolean;

/** Trusts nobody: the default. */
export const trustNobody: ProxyTrust = () => false;

/**
 * Reads a trust rule: a number of hops, or addresses, CIDR ranges and the word `loopback`, split by commas.
 * Throws an `Error` that names what it does not understand.
 */
export function parseProxyTrust(rule: string): ProxyTrust {
  if (/^\d+$/.test(rule)) return (_address, hop) => hop < Number(rule);
  const list = new BlockList();
  for (const part of rule.split(',').map((p) => p.trim())) {
    const [address = '', bits] = part.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (part === 'loopback') {
      list.addSubnet('127.0.0.0', 8, 'ipv4');
      list.addAddress('::1', 'ipv6');
    } else if (isIP(address) === 0) {
      throw new Error(`"${part}" is no address`);
    } else if (bits === undefined) {
      list.addAddress(address, family);
    } else {
      const most = family === 'ipv6' ? 128 : 32;
      if (!/^\d+$/.test(bits) || Number(bits) > most) throw new Error(`"${part}" is no range`);
      list.addSubnet(address, Number(bits), family);
    }
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

/** The client's address: `X-Forwarded-For` read from the right for as long as the speaker is trusted. */
export function addressOf(request: IncomingMessage, trust: ProxyTrust): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const named = forwarded.map((part) => part.trim()).filter((part) => part !== '');
  let address = request.socket.remoteAddress ?? '';
  for (let hop = 0; trust(address, hop); hop++) {
    const next = named.pop();
    if (next === undefined) break;
    address = next;
  }
  return address;
}

/** The host that the client asked for, behind a trusted proxy too. */
export function hostOf(request: IncomingMessage, trust: ProxyTrust): string | undefined {
  const forwarded = request.headers['x-forwarded-host'];
  if (typeof forwarded === 'string' && trust(request.socket.remoteAddress ?? '', 0)) return forwarded.split(',').pop()?.trim();
  return request.headers.host;
}
