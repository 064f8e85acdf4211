import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { iceServersOf } from './ice-servers.ts';
import { OriginPolicy } from './origins.ts';
import { addressOf, hostOf, parseProxyTrust, trustNobody } from './proxy.ts';
import { addressKey, RateLimiter } from './rate-limit.ts';

describe('a token bucket', () => {
  it('lets a burst through, then the rate, and says when to come back', async () => {
    const clock = new FakeClock();
    const limiter = new RateLimiter(clock, [2, 3]);
    for (let i = 0; i < 3; i++) limiter.take('a', 'knock');
    expect(() => limiter.take('a', 'knock'))
      .to.throw('unable to knock')
      .with.property('retryAfterMs', 500);
    limiter.take('b', 'knock');
    await clock.advance(500);
    limiter.take('a', 'knock');
    expect(() => limiter.check('a', 'knock')).to.throw();
  });

  it('takes one IPv6 customer for one, and an IPv4 address in either dress', () => {
    expect(addressKey('::ffff:192.0.2.7')).to.equal(addressKey('192.0.2.7'));
    expect(addressKey('2001:db8:1:2::1')).to.equal(addressKey('2001:db8:1:2:ffff:1:2:3'));
    expect(addressKey('2001:db8:1:3::1')).to.not.equal(addressKey('2001:db8:1:2::1'));
    expect(addressKey('2001:db8::1')).to.equal('2001:db8:0:0');
  });
});

describe('the address behind a proxy', () => {
  const request = (remoteAddress: string, forwarded?: string, host?: string) =>
    ({
      socket: { remoteAddress },
      headers: { host: 'inner', ...(forwarded && { 'x-forwarded-for': forwarded }), ...(host && { 'x-forwarded-host': host }) },
    }) as unknown as IncomingMessage;

  it('is believed from trusted speakers only, read from the right', () => {
    const trust = parseProxyTrust('loopback, 10.0.0.0/8');
    expect(addressOf(request('127.0.0.1', '6.6.6.6, 203.0.113.5, 10.1.2.3'), trust)).to.equal('203.0.113.5');
    expect(addressOf(request('203.0.113.5', '6.6.6.6'), trust)).to.equal('203.0.113.5');
    expect(addressOf(request('::ffff:127.0.0.1', '203.0.113.5'), trust)).to.equal('203.0.113.5');
    expect(addressOf(request('127.0.0.1'), trust)).to.equal('127.0.0.1');
    expect(addressOf(request('127.0.0.1', '6.6.6.6'), trustNobody)).to.equal('127.0.0.1');
    expect(addressOf(request('203.0.113.5', '6.6.6.6, 7.7.7.7'), parseProxyTrust('1'))).to.equal('7.7.7.7');
  });

  it('comes with the host that was asked for', () => {
    expect(hostOf(request('127.0.0.1', undefined, 'talk.example'), parseProxyTrust('loopback'))).to.equal('talk.example');
    expect(hostOf(request('203.0.113.5', undefined, 'evil.example'), parseProxyTrust('loopback'))).to.equal('inner');
  });
});

describe('origins', () => {
  it('are compared whole', () => {
    const policy = new OriginPolicy({ origins: ['https://shop.example'], demo: false });
    expect(policy.allows('https://shop.example', 'x')).to.equal(true);
    expect(policy.allows(undefined, 'x')).to.equal(true);
    expect(policy.allows('https://talk.example', 'talk.example')).to.equal(true);
    expect(policy.allows('https://talk.example', 'talk.example:443')).to.equal(true);
    for (const origin of ['null', '', 'https://shop.example:8443', 'https://shop.example/', 'ftp://shop.example']) {
      expect(policy.allows(origin, 'x'), origin).to.equal(false);
    }
  });

  it('of loopback are the demo’s, and its host is', () => {
    const policy = new OriginPolicy({ origins: [], demo: true });
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:8080', 'http://a.localhost:1', 'https://localhost']) {
      expect(policy.allows(origin, 'localhost:8080'), origin).to.equal(true);
    }
    for (const origin of ['http://localhost.evil.example', 'http://127.0.0.1.evil.example', 'http://evil.example', 'null']) {
      expect(policy.allows(origin, 'localhost:8080'), origin).to.equal(false);
    }
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1:1', '[::1]:8080', 'shop.localhost:8080']) policy.checkHost(host);
    for (const host of [undefined, '', 'evil.example', 'localhost.evil.example', '10.0.0.1:8080', '127.0.0.1.evil.example']) {
      expect(() => policy.checkHost(host), String(host)).to.throw('this host name is not served');
    }
  });
});

describe('TURN credentials', () => {
  it('are what coturn computes from its secret, and end within the hour', () => {
    const clock = new FakeClock();
    const give = iceServersOf(
      { stunUrls: ['stun:s.example'], turnUrls: ['turn:t.example?transport=udp'], turnSecret: 'north', turnTtlMs: 9_000_000 },
      clock,
    );
    const [stun, turn] = give('shop', 'ann');
    const username = `${clock.now() / 1000 + 3600}:ann`;
    expect(stun).to.deep.equal({ urls: ['stun:s.example'] });
    expect(turn).to.deep.equal({
      urls: ['turn:t.example?transport=udp'],
      username,
      credential: createHmac('sha1', 'north').update(username).digest('base64'),
    });
  });

  it('are not given without a secret', () => {
    expect(iceServersOf({ stunUrls: [], turnUrls: [], turnTtlMs: 1 }, new FakeClock())('shop', 'ann')).to.deep.equal([]);
  });
});
