import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { isPublicAddress } from './addresses.ts';
import { createSafeFetch, FetchError, type FetchPolicy, publicPolicy, type SafeRequest } from './safe-fetch.ts';

describe('the addresses a stranger may send the server to', () => {
  it('are none of loopback, private, link-local, metadata, shared, documentation, test, multicast or reserved IPv4', () => {
    const special = `0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
      192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255`;
    for (const address of special.split(/\s+/)) expect(isPublicAddress(address), address).to.equal(false);
    for (const address of ['1.1.1.1', '9.9.9.9', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '193.0.0.1', '223.255.255.254'])
      expect(isPublicAddress(address), address).to.equal(true);
  });

  it('are none of unspecified, loopback, mapped, translated, local, documentation, tunnelled or multicast IPv6', () => {
    const special = `:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::169.254.169.254 64:ff9b::a00:1 64:ff9b:1::1
      100::1 2001::1 2001:0:1::1 2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1`;
    for (const address of special.split(/\s+/)) expect(isPublicAddress(address), address).to.equal(false);
    for (const address of ['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '64:ff9b::808:808', '64:ff9b::9.9.9.9'])
      expect(isPublicAddress(address), address).to.equal(true);
  });
});

describe('a fetch of what a stranger has named', () => {
  let server: Server;
  let port: number;
  const seen: { url: string; headers: Record<string, unknown> }[] = [];
  /** As if the test's own server were the public internet, under any name. */
  const open: FetchPolicy = { resolve: async () => ['127.0.0.1'], allows: (address) => address === '127.0.0.1' };
  const get = (url: string, more: Partial<SafeRequest> = {}, policy: FetchPolicy = open, clock = new FakeClock()) =>
    createSafeFetch({ clock, policy })({ url, timeoutMs: 5_000, maxBytes: 1_000, ...more });
  const why = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'nothing',
      (error: unknown) => (error instanceof FetchError ? error.why : String(error)),
    );

  before(async () => {
    server = createServer((request, response) => {
      seen.push({ url: request.url!, headers: request.headers });
      const [, what, to] = /^\/(\w+)(?:\/(.*))?$/.exec(request.url!)!;
      if (what === 'silent') return;
      if (what === 'hop') response.writeHead(302, { location: decodeURIComponent(to!), 'set-cookie': 'a=b' }).end();
      else if (what === 'big') response.end('x'.repeat(100_000));
      else if (what === 'post') request.on('data', (chunk) => response.end(`got ${chunk}`));
      else response.end(`at ${request.headers.host}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('goes to the address that was checked, under the name that was asked for, and says nothing of us', async () => {
    const { status, body } = await get(`http://shop.example:${port}/page`);
    expect([status, String(body)]).to.deep.equal([200, `at shop.example:${port}`]);
    expect(seen.at(-1)!.headers).to.not.have.any.keys('cookie', 'referer', 'authorization', 'user-agent');
    expect(String((await get(`http://shop.example:${port}/post`, { method: 'POST', body: 'ü' })).body)).to.equal('got ü');
  });

  it('does not go where a name, a number in any spelling, or one of several addresses leads inside', async () => {
    const before = seen.length;
    const literals = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', 'localhost'];
    for (const host of literals) expect(await why(get(`http://${host}:${port}/page`, {}, publicPolicy)), host).to.equal('blocked');
    const mixed: FetchPolicy = { ...publicPolicy, resolve: async () => ['93.184.216.34', '10.0.0.1'] };
    expect(await why(get('http://two.example/page', {}, mixed))).to.equal('blocked');
    for (const url of ['file:///etc/passwd', 'ftp://shop.example/', 'gopher://x.example/', `http://user:pw@shop.example:${port}/page`, 'no url'])
      expect(await why(get(url)), url).to.equal('blocked');
    expect(seen.length).to.equal(before);
  });

  it('looks at each redirect as at the first address, brings no cookie along, and follows so many', async () => {
    const hop = (to: string) => `http://shop.example:${port}/hop/${encodeURIComponent(to)}`;
    const found = await get(hop(hop('/page')), { redirects: 3 });
    expect([found.status, found.url]).to.deep.equal([200, `http://shop.example:${port}/page`]);
    expect(seen.at(-1)!.headers).to.not.have.property('cookie');
    const before = seen.length;
    const inside: FetchPolicy = { resolve: async (host) => [host === 'inside.example' ? '10.0.0.1' : '127.0.0.1'], allows: open.allows };
    expect(await why(get(hop(`http://inside.example:${port}/page`), { redirects: 3 }, inside))).to.equal('blocked');
    expect(await why(get(hop('file:///etc/passwd'), { redirects: 3 }))).to.equal('blocked');
    expect(await why(get(hop('http://169.254.169.254/latest'), { redirects: 3 }))).to.equal('blocked');
    expect(seen.length).to.equal(before + 3);
    expect(await why(get(hop(hop(hop(hop('/page')))), { redirects: 3 }))).to.equal('redirects');
  });

  it('asks for the address once: a name that says something else later is not asked again', async () => {
    let asked = 0;
    const rebinding: FetchPolicy = { resolve: async () => [asked++ === 0 ? '127.0.0.1' : '10.0.0.1'], allows: open.allows };
    expect((await get(`http://turn.example:${port}/page`, {}, rebinding)).status).to.equal(200);
    expect(asked).to.equal(1);
  });

  it('reads no more than it may, nothing that is not wanted, and waits no longer than it may', async () => {
    expect((await get(`http://shop.example:${port}/big`)).body.length).to.equal(1_000);
    expect((await get(`http://shop.example:${port}/big`, { wants: () => false })).body.length).to.equal(0);
    const clock = new FakeClock();
    const reached = new Promise<void>((resolve) => server.once('request', () => resolve()));
    const slow = why(get(`http://shop.example:${port}/silent`, {}, open, clock));
    await reached;
    await clock.advance(5_000);
    expect(await slow).to.equal('timeout');
    const lost = why(get('http://never.example/', {}, { ...open, resolve: () => new Promise(() => {}) }, clock));
    await clock.advance(5_000);
    expect(await lost).to.equal('timeout');
    const stop = new AbortController();
    stop.abort();
    expect(await why(get(`http://shop.example:${port}/page`, { signal: stop.signal }))).to.equal('failed');
  });
});
