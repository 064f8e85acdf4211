import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { startCore } from '../../../test/server-fixture.ts';
import { iceServersOf } from './ice-servers.ts';
import { startTestServer } from './testing.ts';

const ice = { stunUrls: ['stun:s.example'], turnUrls: ['turn:t.example'], turnSecret: 'north', turnTtlMs: 3_600_000 };

describe('ICE servers for a diagnosis', () => {
  it('come with credentials that live for minutes, six in a row over all sockets of a user (P-24)', async () => {
    const clock = new FakeClock();
    const server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 }, iceServers: iceServersOf(ice, clock) });
    await server.users('alice', 'bob');
    const [one, two, other] = [await server.device('alice'), await server.device('alice', { device: 'a2' }), await server.device('bob')];
    const { ice_servers } = await one.request('ice.get', {});
    expect(ice_servers.map(({ urls }) => urls)).to.deep.equal([['stun:s.example'], ['turn:t.example']]);
    expect(ice_servers[1]?.username).to.equal(`${Math.floor((clock.now() + 120_000) / 1000)}:alice`);
    for (let n = 0; n < 5; n++) await two.request('ice.get', {});
    expect(await one.refused('ice.get', {})).to.include({ error: 'request:rate-limited', retry_after_ms: 10_000 });
    await other.request('ice.get', {});
    await clock.advance(10_000);
    await two.request('ice.get', {});
    await server.close();
  });

  it('are given over REST too, to a user with a token and to nobody else', async () => {
    const server = await startTestServer();
    const get = (headers: Record<string, string>) => server.app.inject({ method: 'GET', url: '/v1/ice-servers', headers });
    const answer = await get(await server.bearer('ann'));
    expect([answer.statusCode, answer.json()]).to.deep.equal([200, { ice_servers: [] }]);
    expect(answer.headers['cache-control']).to.equal('no-store');
    const strangers: Record<string, string>[] = [{}, { authorization: 'Bearer x' }, server.keys];
    for (const headers of strangers) expect((await get(headers)).statusCode).to.equal(401);
    await server.close();
  });
});
