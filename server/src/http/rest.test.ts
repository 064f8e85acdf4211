import type { InjectOptions } from 'fastify';
import { systemClock } from '../../../src/core/base/index.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from './testing.ts';

const DAY_MS = 24 * 3_600_000;

describe('the REST face', () => {
  // time of day is ours to move; nothing here waits for a timer
  let nowMs = 1_800_000_000_000;
  const clock = { ...systemClock, now: () => nowMs };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ clock });
  });
  after(() => server.close());

  const ask = async (options: InjectOptions) => {
    const response = await server.app.inject(options);
    return { status: response.statusCode, headers: response.headers, body: response.json() };
  };
  const asApp = (options: InjectOptions) => ask({ ...options, headers: { ...server.keys, ...options.headers } });
  const asUser = async (userId: string, options: InjectOptions) =>
    ask({ ...options, headers: { ...(await server.bearer(userId)), ...options.headers } });

  describe('tokens', () => {
    it('mints a voice token for an app that shows its key, under both spellings of the headers [GV-08]', async () => {
      const { app_id, app_api_key } = server.keys;
      for (const headers of [
        { APP_ID: app_id, APP_API_KEY: app_api_key },
        { 'APP-ID': app_id, 'APP-API-KEY': app_api_key },
      ]) {
        for (const method of ['GET', 'POST'] as const) {
          const { status, body, headers: answered } = await ask({ method, url: '/v1/voice/users/alice/token', headers });
          expect(status).to.equal(200);
          expect(Object.keys(body)).to.deep.equal(['token']);
          expect((await server.core.tokens.verify(body.token)).userId).to.equal('alice');
          expect(answered['cache-control']).to.equal('no-store');
        }
      }
    });

    it('lets a voice token live for 24 hours and no longer [GV-09]', async () => {
      const { body } = await asApp({ url: '/v1/voice/users/nadia/token' });
      const bearer = { authorization: `Bearer ${body.token}` };
      pass(DAY_MS - 60_000);
      expect((await ask({ url: '/v1/users/nadia', headers: bearer })).status).to.equal(200);
      pass(60_000 + 31_000);
      const late = await ask({ url: '/v1/users/nadia', headers: bearer });
      expect(late.status).to.equal(401);
      expect(late.body.error).to.equal('auth:token-expired');
    });

    it('mints a session token that ends when asked and echoes that time [GC-006] [GC-007]', async () => {
      const expires_at = clock.now() + 90_000;
      const { status, body } = await asApp({ method: 'POST', url: '/v1/users/bob/token', payload: { expires_at } });
      expect(status).to.equal(200);
      expect(body.expires_at).to.equal(expires_at);
      expect(await server.core.tokens.verify(body.token)).to.include({ userId: 'bob', appId: 'shop' });
      const bearer = { authorization: `Bearer ${body.token}` };
      pass(90_000 + 31_000);
      expect((await ask({ url: '/v1/users/bob', headers: bearer })).body.error).to.equal('auth:token-expired');
    });

    it('caps how long a token may live', async () => {
      const { body } = await asApp({ method: 'POST', url: '/v1/users/bob/token', payload: { expires_at: clock.now() + 400 * DAY_MS } });
      expect(body.expires_at).to.be.at.most(clock.now() + server.core.settings.maxTokenMs);
    });

    it('refuses a time that is past, missing or no number [GC-116]', async () => {
      for (const payload of [{ expires_at: clock.now() - 1 }, {}, { expires_at: 'soon' }]) {
        const { status, body } = await asApp({ method: 'POST', url: '/v1/users/bob/token', payload });
        expect(status).to.equal(400);
        expect(body).to.include({ code: 1001, error: 'request:invalid', status: 400 });
      }
    });

    it('takes no key from the query, no wrong key, no key of another app', async () => {
      const other = await server.core.apps.create({ appId: 'other' });
      const url = '/v1/voice/users/alice/token';
      const { app_id, app_api_key } = server.keys;
      for (const options of [
        { url: `${url}?app_id=${app_id}&app_api_key=${app_api_key}` },
        { url, headers: { app_id, app_api_key: 'demo-key' } },
        { url, headers: { app_id, app_api_key: other.apiKey } },
        { url, headers: { app_id: 'demo', app_api_key: 'demo-key' } },
      ]) {
        const { status, body } = await ask(options);
        expect(status).to.equal(401);
        expect(body).to.include({ code: 4003, error: 'auth:app-unknown' });
      }
    });

    it('ends every token of a user when the app revokes them', async () => {
      const bearer = await server.bearer('mallory');
      expect((await ask({ url: '/v1/users/mallory', headers: bearer })).status).to.equal(200);
      pass(1000);
      expect((await asApp({ method: 'DELETE', url: '/v1/users/mallory/token' })).status).to.equal(200);
      expect((await ask({ url: '/v1/users/mallory', headers: bearer })).body.error).to.equal('auth:token-revoked');
    });
  });

  describe('errors', () => {
    it('all have one body: status, timestamp, path, message, code and our own name for it [GC-114]', async () => {
      const json = { 'content-type': 'application/json' };
      const cases: [InjectOptions, number, string][] = [
        [{ url: '/v1/nothing/here?token=secret' }, 404, 'request:not-found'],
        [{ url: '/elsewhere' }, 404, 'request:not-found'],
        [{ url: '/v1/users/%zz' }, 400, 'request:invalid'],
        [{ method: 'POST', url: '/v1/users', headers: { ...server.keys, ...json }, payload: '{"user_id":' }, 400, 'request:invalid'],
        [{ method: 'POST', url: '/v1/users', headers: { ...server.keys, ...json }, payload: '{"__proto__":{"a":1}}' }, 400, 'request:invalid'],
        [{ method: 'POST', url: '/v1/users', headers: { ...server.keys, 'content-type': 'text/xml' }, payload: '<a/>' }, 415, 'request:invalid'],
        [{ method: 'POST', url: '/v1/users', headers: server.keys, payload: { user_id: 'x'.repeat(70_000) } }, 413, 'request:too-large'],
        [{ method: 'POST', url: '/v1/users', headers: server.keys, payload: { user_id: 'has space' } }, 400, 'request:invalid'],
        [{ url: '/v1/group/channels?limit=1000', headers: server.keys }, 400, 'request:invalid'],
        [{ url: '/v1/group/channels/nope_nope', headers: server.keys }, 400, 'channel:not-found'],
        [{ url: '/v1/users/nobody', headers: server.keys }, 400, 'user:not-found'],
        [{ url: '/v1/group/channels', headers: { authorization: 'Bearer x.y.z' } }, 401, 'auth:token-invalid'],
      ];
      for (const [options, status, error] of cases) {
        const { status: got, body } = await ask(options);
        expect(got, String(options.url)).to.equal(status);
        expect(body, String(options.url)).to.include({ status, error, timestamp: clock.now(), path: String(options.url).split('?')[0] });
        expect(body.message).to.match(/^unable to .+; .+/);
        expect(body.code).to.be.a('number');
      }
    });

    it('counts an id in characters, as the schemas do', async () => {
      const make = (length: number) => ask({ method: 'POST', url: '/v1/users', headers: server.keys, payload: { user_id: '😀'.repeat(length) } });
      expect((await make(80)).status).to.equal(200);
      expect((await make(81)).body).to.include({ status: 400, error: 'request:invalid' });
    });

    it('says 1003, 1004 and 1002 for a missing channel, user and resource', async () => {
      expect((await asApp({ url: '/v1/group/channels/nope_nope' })).body).to.include({ code: 1003, status: 400 });
      expect((await asApp({ url: '/v1/users/nobody' })).body).to.include({ code: 1004, status: 400 });
      expect((await asApp({ url: '/v1/nothing' })).body).to.include({ code: 1002 });
    });

    it('says 1006 to who has joined already and 1008 to who has not [GC-118]', async () => {
      await asApp({ method: 'POST', url: '/v1/group/channels', payload: { channel_id: 'open_house', name: 'Open', visibility: 'listed' } });
      const url = '/v1/group/channels/open_house';
      const outside = await asUser('gina', { method: 'POST', url: `${url}/messages`, payload: { type: 'text', content: 'hi' } });
      expect(outside.body).to.include({ code: 1008, status: 400 });
      await asUser('gina', { method: 'POST', url: `${url}/members` });
      expect((await asUser('gina', { method: 'POST', url: `${url}/members` })).body).to.include({ code: 1006, status: 400 });
    });

    it('says 1007 when an id is taken [GC-119]', async () => {
      await asApp({ method: 'POST', url: '/v1/users', payload: { user_id: 'twice' } });
      const { status, body } = await asApp({ method: 'POST', url: '/v1/users', payload: { user_id: 'twice' } });
      expect({ status, code: body.code }).to.deep.equal({ status: 400, code: 1007 });
    });
  });

  describe('users and channels', () => {
    it('creates a user with name and meta and reads it back, whole and nothing more', async () => {
      const { body } = await asApp({ method: 'POST', url: '/v1/users', payload: { user_id: 'kim', name: 'Kim Lee', meta: { team: 'a' } } });
      expect(body).to.include({ user_id: 'kim', name: 'Kim Lee', created_at: clock.now() });
      expect(body.meta).to.deep.equal({ team: 'a' });
      expect((await asApp({ url: '/v1/users/kim' })).body).to.deep.equal(body);
    });

    it('lets the app make a channel with members, read it, list it and its members', async () => {
      for (const user_id of ['ann', 'ben']) await asApp({ method: 'POST', url: '/v1/users', payload: { user_id } });
      const made = await asApp({
        method: 'POST',
        url: '/v1/group/channels',
        payload: { channel_id: 'team_room', name: 'Team', members: ['ann', 'ben'] },
      });
      expect(made.body).to.include({ channel_id: 'team_room', name: 'Team', visibility: 'private', member_count: 2 });
      expect((await asApp({ url: '/v1/group/channels/team_room' })).body.name).to.equal('Team');
      const { body } = await asApp({ url: '/v1/group/channels?name=Team&show_members=true' });
      expect(body.channels[0].members.map((one: { user_id: string }) => one.user_id).sort()).to.deep.equal(['ann', 'ben']);
      const { members } = (await asApp({ url: '/v1/group/channels/team_room/members' })).body;
      expect(members).to.have.lengthOf(2);
    });

    it('hides a private channel from who is not in it', async () => {
      expect((await asUser('stranger', { url: '/v1/group/channels/team_room' })).body.code).to.equal(1003);
      expect((await asUser('stranger', { url: '/v1/group/channels/team_room/messages' })).status).to.equal(400);
      const { channels } = (await asUser('stranger', { url: '/v1/group/channels' })).body;
      expect(channels.map((one: { channel_id: string }) => one.channel_id)).to.not.include('team_room');
    });

    it('lets a user join and leave a listed channel, himself only', async () => {
      await asApp({ method: 'POST', url: '/v1/group/channels', payload: { channel_id: 'town_hall', name: 'Hall', visibility: 'listed' } });
      const url = '/v1/group/channels/town_hall/members';
      expect((await asUser('dora', { method: 'POST', url })).body.channel_id).to.equal('town_hall');
      expect((await asUser('dora', { method: 'POST', url })).body.code).to.equal(1006);
      expect((await asUser('dora', { method: 'POST', url, payload: { user_id: 'ann' } })).body.code).to.equal(3001);
      expect((await asUser('dora', { method: 'DELETE', url: `${url}/ann` })).body.code).to.equal(1016);
      expect((await asApp({ method: 'POST', url, payload: { user_id: 'ann' } })).status).to.equal(200);
      expect((await asUser('dora', { method: 'DELETE', url: `${url}/dora` })).status).to.equal(200);
      expect((await asApp({ url })).body.members.map((one: { user_id: string }) => one.user_id)).to.deep.equal(['ann']);
    });

    it('lets the app put a user into a private channel', async () => {
      const url = '/v1/group/channels/team_room/members';
      await asApp({ method: 'POST', url: '/v1/users', payload: { user_id: 'cleo' } });
      expect((await asUser('cleo', { method: 'POST', url })).body.code).to.equal(1003);
      expect((await asApp({ method: 'POST', url, payload: { user_id: 'cleo' } })).body.member_count).to.equal(3);
      expect((await asUser('cleo', { url: '/v1/group/channels/team_room' })).status).to.equal(200);
    });

    it('keeps apps apart, equal ids or not', async () => {
      const { app, apiKey } = await server.core.apps.create({ appId: 'rival' });
      const rival = { app_id: app.app_id, app_api_key: apiKey };
      expect((await ask({ url: '/v1/group/channels/team_room', headers: rival })).body.code).to.equal(1003);
      expect((await ask({ url: '/v1/users/ann', headers: rival })).body.code).to.equal(1004);
      const bearer = await server.bearer('ann');
      expect((await ask({ url: '/v1/users/ann', headers: { ...bearer, app_id: 'rival' } })).body.error).to.equal('auth:token-invalid');
    });
  });

  describe('messages', () => {
    it('sends text once, however often a client id is repeated', async () => {
      const url = '/v1/group/channels/team_room/messages';
      const payload = { type: 'text', content: 'hello', client_id: 'same-client-id' };
      const first = await asUser('ann', { method: 'POST', url, payload });
      expect(first.body).to.include({ type: 'text', content: 'hello', channel_id: 'team_room', n: 1 });
      expect((await asUser('ann', { method: 'POST', url, payload })).body.message_id).to.equal(first.body.message_id);
      expect((await asUser('ann', { method: 'POST', url, payload: { ...payload, content: 'other' } })).status).to.equal(409);
      expect((await asApp({ url })).body.messages).to.have.lengthOf(1);
    });

    it('gives history by base, base excluded, to members and to the app', async () => {
      const url = '/v1/group/channels/team_room/messages';
      for (const content of ['two', 'three']) await asUser('ben', { method: 'POST', url, payload: { type: 'text', content } });
      const newest = (await asUser('ann', { url: `${url}?limit=1` })).body.messages[0];
      expect(newest.content).to.equal('three');
      const older = (await asApp({ url: `${url}?base_message_id=${newest.message_id}&mode=prev` })).body.messages;
      expect(older.map((one: { content: string }) => one.content)).to.deep.equal(['two', 'hello']);
    });

    it('takes nothing from who is no member, and nothing that is no message', async () => {
      const url = '/v1/group/channels/town_hall/messages';
      const { body } = await asUser('stranger', { method: 'POST', url, payload: { type: 'text', content: 'hi' } });
      expect(body.error).to.equal('channel:not-member');
      for (const payload of [{ type: 'text' }, { type: 'file' }, { type: 'video', content: 'x' }, {}]) {
        expect((await asUser('ann', { method: 'POST', url, payload })).body.code).to.equal(1001);
      }
    });
  });

  it('counts guesses by address and then says when to come back [GC-127]', async () => {
    const [, burst] = server.core.settings.rates.login;
    const guess = () => ask({ url: '/v1/voice/users/alice/token', headers: { app_id: 'shop', app_api_key: 'guess' }, remoteAddress: '203.0.113.9' });
    for (let i = 0; i < burst; i++) expect((await guess()).status).to.equal(401);
    const { status, body, headers } = await guess();
    expect(status).to.equal(429);
    expect(body).to.include({ code: 9001, error: 'request:rate-limited' });
    expect(body.retry_after_ms).to.be.greaterThan(0);
    expect(Number(headers['retry-after'])).to.be.at.least(1);
    expect((await asApp({ url: '/v1/voice/users/alice/token' })).status).to.equal(200); // others are not held up
    pass(body.retry_after_ms);
    expect((await guess()).status).to.equal(401);
  });

  it('is healthy once ready and counts what it carries', async () => {
    const { status, body } = await ask({ url: '/healthz' });
    expect(status).to.equal(200);
    expect(body).to.include({ status: 'ok', sockets: 0, calls: 0 });
  });
});

describe('cross-origin requests', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ env: { ORIGINS: 'https://shop.example', PUBLIC_URL: 'https://talk.example/x' } });
  });
  after(() => server.close());

  const allowed = async (origin: string, host = 'talk.example') =>
    (await server.app.inject({ url: '/v1/users/alice', headers: { origin, host, ...server.keys } })).headers['access-control-allow-origin'];

  it('are allowed from listed origins and our own, exactly', async () => {
    expect(await allowed('https://shop.example')).to.equal('https://shop.example');
    expect(await allowed('https://talk.example')).to.equal('https://talk.example');
    for (const origin of ['https://shop.example.evil.example', 'http://shop.example', 'https://evil.example', 'null', 'http://localhost:3000']) {
      expect(await allowed(origin), origin).to.equal(undefined);
    }
  });

  it('get their preflight answered, with what an upload needs', async () => {
    const preflight = (origin: string) =>
      server.app.inject({
        method: 'OPTIONS',
        url: '/v1/uploads',
        headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization,tus-resumable,upload-offset' },
      });
    const { statusCode, headers } = await preflight('https://shop.example');
    expect(statusCode).to.equal(204);
    expect(headers['access-control-allow-methods']).to.contain('PATCH');
    expect(headers['access-control-allow-headers']).to.contain('upload-offset');
    expect(headers['access-control-expose-headers']).to.contain('Earshot-File-Id');
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).to.equal(undefined);
  });

  it('never find demo pages or demo tokens on a real server', async () => {
    expect((await server.app.inject({ url: '/' })).statusCode).to.equal(404);
    expect((await server.app.inject({ method: 'POST', url: '/demo/token', payload: { user_id: 'alice' } })).statusCode).to.equal(404);
    expect(await server.core.apps.get('demo')).to.equal(undefined);
  });
});
