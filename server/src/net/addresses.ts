import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 that is not the public internet (IANA special-purpose registry, multicast, reserved). */
const SPECIAL_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of global unicast, what leads somewhere else: Teredo and other protocols, documentation, 6to4, AS112. */
const SPECIAL_V6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const listOf = (ranges: readonly [string, number][], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
};
const specialV4 = listOf(SPECIAL_V4, 'ipv4');
const specialV6 = listOf(SPECIAL_V6, 'ipv6');
/** All that is given out to be reached; loopback, link-local, unique local, mapped and multicast addresses lie outside. */
const globalV6 = listOf([['2000::', 3]], 'ipv6');
/** NAT64 (RFC 6052): an IPv4 address in its last 32 bits, which decides. */
const nat64 = listOf([['64:ff9b::', 96]], 'ipv6');

/** The last 32 bits as IPv4. */
function embedded(address: string): string {
  const tail = address.slice(address.lastIndexOf(':') + 1);
  if (isIPv4(tail)) return tail;
  const [high = '', low = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2);
  const bits = [Number.parseInt(high || '0', 16), Number.parseInt(low || '0', 16)];
  return bits.flatMap((word) => [word >> 8, word & 255]).join('.');
}

/** Whether an address is one of the public internet, which a server may be sent to by a stranger. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialV4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  if (nat64.check(address, 'ipv6')) return isPublicAddress(embedded(address));
  return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}
