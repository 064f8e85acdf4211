import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from './testing.ts';

describe('moderation over REST', () => {
  let server: TestServer;
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, headers: Record<string, string>, payload?: object) => {
    const answer = await server.app.inject({ method, url: `/v1${path}`, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
  };
  let alice: { authorization: string };
  let bob: { authorization: string };
  before(async () => {
    server = await startTestServer();
    [alice, bob] = [await server.bearer('alice'), await server.bearer('bob')];
  });
  after(() => server.close());

  for (const type of ['group', 'open']) {
    it(`lets the app's server and managers do to ${type} channels what sockets do`, async () => {
      const room = `/${type}/channels/room_${type}`;
      const made = await call('POST', `/${type}/channels`, alice, { channel_id: `room_${type}`, name: 'Room', members: ['bob'] });
      expect([made.status, made.body.type]).to.deep.equal([200, type]);
      expect((await call('GET', `/${type}/channels`, alice)).body.channels).to.have.length(1);
      expect((await call('PATCH', room, alice, { name: 'Hall', slow_ms: 1_000 })).body).to.include({ name: 'Hall', slow_ms: 1_000 });
      expect((await call('PUT', `${room}/freeze`, server.keys, { freeze: true })).body.freeze).to.equal(true);
      expect((await call('PATCH', `${room}/meta`, alice, { set: { a: '1' } })).body.meta).to.deep.equal({ a: '1' });
      expect((await call('PUT', `${room}/managers/bob`, alice)).body).to.deep.equal({});
      expect((await call('GET', `${room}/managers`, bob)).body.managers).to.have.length(2);
      expect((await call('DELETE', `${room}/managers/bob`, server.keys)).status).to.equal(200);
      expect((await call('PUT', `${room}/mutes/bob`, alice, { seconds: 60 })).body).to.have.property('muted_until');
      const ban = await call('PUT', `${room}/bans/bob`, alice, { seconds: 60, reason: 'noise' });
      expect([ban.status, ban.body.reason]).to.deep.equal([200, 'noise']);
      expect((await call('GET', `${room}/bans`, alice)).body.bans).to.have.length(1);
      const barred = await call('POST', `${room}/members`, bob);
      expect(barred.body).to.include({ status: 400, code: 1019, error: 'channel:banned', path: `/v1${room}/members` });
      expect((await call('DELETE', `${room}/bans/bob`, alice)).status).to.equal(200);
      expect((await call('POST', `${room}/members`, server.keys, { user_ids: ['bob'] })).body.member_count).to.equal(2);
      expect((await call('DELETE', `${room}/members/bob`, alice)).status).to.equal(200);
      expect((await call('GET', `${room}/audit?limit=1`, alice)).body.records).to.have.length(1);
      expect((await call('DELETE', room, bob)).body).to.include({ status: 400 });
      expect((await call('DELETE', room, alice)).status).to.equal(200);
      expect((await call('GET', room, server.keys)).body).to.include({ code: 1003 });
    });
  }

  it('keeps the words of the app', async () => {
    const word = await call('PUT', '/moderation/words', server.keys, { pattern: 'darn*', action: 'mask' });
    expect(word.body).to.include({ pattern: 'darn*', kind: 'profanity', action: 'mask' });
    expect((await call('GET', '/moderation/words', server.keys)).body.words).to.deep.equal([word.body]);
    expect((await call('PUT', '/moderation/words', server.keys, { pattern: 'a*b', action: 'mask' })).body).to.include({ code: 1001 });
    expect((await call('PUT', '/moderation/words', alice, { pattern: 'x', action: 'mask' })).body).to.include({ status: 401, code: 4003 });
    expect((await call('DELETE', `/moderation/words/${String(word.body.rule_id)}`, server.keys)).status).to.equal(200);
    expect((await call('DELETE', '/moderation/words/none', server.keys)).body).to.include({ status: 404, code: 1002 });
  });

  it('takes reports of users, and lets the app decide them', async () => {
    const report = await call('POST', '/moderation/reports', alice, { report_type: 'channel', channel_id: 'none' });
    expect(report.body).to.include({ code: 1003 });
    await call('POST', '/group/channels', alice, { channel_id: 'court', name: 'Court', members: ['bob'] });
    const filed = await call('POST', '/moderation/reports', bob, { report_type: 'user', user_id: 'alice', channel_id: 'court' });
    expect(filed.body).to.include({ report_type: 'user', report_category: 'general' });
    expect((await call('GET', '/moderation/reports?open=true', server.keys)).body.reports).to.have.length(1);
    const decided = await call('PUT', `/moderation/reports/${String(filed.body.report_id)}`, server.keys, { decision: 'user_banned', seconds: 5 });
    expect(decided.body).to.include({ decision: 'user_banned' });
    expect((await call('GET', '/moderation/audit?limit=2', server.keys)).body.records).to.have.length(2);
    expect((await call('GET', '/group/channels/court/reports', server.keys)).body.reports).to.have.length(1);
  });

  it('keeps words with a user, for himself and the app', async () => {
    expect((await call('PATCH', '/users/bob/meta', bob, { set: { city: 'Ulm' } })).body.meta).to.deep.equal({ city: 'Ulm' });
    expect((await call('PATCH', '/users/bob/meta', server.keys, { remove: ['city'] })).body).to.not.have.property('meta');
    expect((await call('PATCH', '/users/bob/meta', alice, { set: { x: '1' } })).body).to.include({ code: 3001 });
  });

  it('answers 4001 to a bad token and 4003 to a wrong key or app [GC-115]', async () => {
    for (const [headers, code] of [
      [{ authorization: 'Bearer nonsense' }, 4001],
      [{ app_id: server.keys.app_id, app_api_key: 'wrong' }, 4003],
      [{ app_id: 'nobody', app_api_key: 'wrong' }, 4003],
    ] as const) {
      const { status, body } = await call('GET', '/group/channels/court', headers);
      expect([status, body.status, body.code]).to.deep.equal([401, 401, code]);
    }
  });

  it('answers 1015 where tokens of users are switched off, and 1013 where all are, old ones too [GC-122]', async () => {
    const chat = () => call('POST', '/users/bob/token', server.keys, { expires_at: server.core.clock.now() + 60_000 });
    const voice = () => call('GET', '/voice/users/bob/token', server.keys);
    const set = (tokens: string) => call('PUT', '/tokens/policy', server.keys, { tokens });
    await set('voice');
    expect((await voice()).status).to.equal(200);
    expect((await chat()).body).to.include({ status: 400, code: 1015, error: 'auth:user-tokens-off' });
    await set('off');
    for (const answer of [await chat(), await voice(), await call('GET', '/group/channels/court', bob)]) {
      expect(answer.body).to.include({ status: 400, code: 1013, error: 'auth:tokens-off' });
    }
    expect((await set('on')).body).to.deep.equal({ tokens: 'on' });
    expect([(await chat()).status, (await voice()).status, (await call('GET', '/group/channels/court', bob)).status]).to.deep.equal([200, 200, 200]);
  });
});
