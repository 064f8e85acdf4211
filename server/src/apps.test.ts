import { isEarshotError } from '../../src/core/protocol/index.ts';
import { after, before, describe, expect, it } from '../../test/harness.ts';
import { type RunningCore, startCore } from '../../test/server-fixture.ts';
import { signJwt } from './auth/jwt.ts';

describe('two apps with equal ids', () => {
  let server: RunningCore;
  const IDS = ['demo', 'other'];
  const as = (appId: string, userId: string) => ({ kind: 'user', appId, userId }) as const;
  before(async () => {
    server = await startCore();
    await server.core.apps.create({ appId: 'other' });
    for (const app of IDS) {
      for (const user of ['alice', 'bob']) await server.core.users.create(app, { user_id: user, name: `${user} of ${app}` });
      await server.core.execute(as(app, 'alice'), 'channel.create', { channel_id: 'lobby', name: app, members: ['bob'], visibility: 'listed' });
    }
  });
  after(() => server.close());

  it('never hear, see or call each other', async () => {
    const [aliceD, bobD, aliceO, bobO] = await Promise.all(
      IDS.flatMap((appId) => ['alice', 'bob'].map((user) => server.device(user, { appId, channels: true, device: 'same' }))),
    );
    expect(aliceO!.welcome!.user.name).to.equal('alice of other');
    await aliceD!.say('lobby', 'for demo', 'same-client-id');
    expect((await aliceO!.say('lobby', 'for other', 'same-client-id')).message).to.include({ content: 'for other', n: 1 });
    aliceD!.send({ t: 'typing', channel_id: 'lobby' });
    const call = { call_id: 'call-same-id', to: 'bob', media: ['audio' as const] };
    const placed = await aliceD!.request('call.invite', call);
    await bobD!.call('bob', ({ state }) => state === 'ringing');
    await bobD!.request('call.answer', { call_id: call.call_id });
    expect(await bobO!.refused('call.get', { call_id: call.call_id })).to.include({ error: 'call:not-found' });
    const resume = {
      call_id: call.call_id,
      leg_id: placed.leg.leg_id,
      leg_token: placed.leg.leg_token,
      fresh: false,
      received: 0,
      peer_generation: 0,
    };
    expect(await aliceO!.refused('call.resume', resume)).to.include({ error: 'call:leg-unknown' });
    const same = await aliceO!.request('call.invite', call); // the id is free over there
    expect(same.call).to.include({ state: 'ringing', version: 1 });
    await aliceO!.request('call.end', { call_id: call.call_id });
    await aliceD!.request('call.end', { call_id: call.call_id });
    await Promise.all([bobD!.entry('c:lobby', (entry) => entry.kind === 'message'), bobO!.entry('c:lobby', (entry) => entry.kind === 'message')]);
    await Promise.all([bobD!.settled(), bobO!.settled()]);
    expect(JSON.stringify(bobO!.frames)).to.include('for other').and.not.include('for demo').and.not.include('of demo').and.not.include('typing');
    expect(JSON.stringify(bobD!.frames)).to.include('for demo').and.not.include('for other').and.not.include('of other');
    const { messages } = await bobO!.request('message.list', { channel_id: 'lobby' });
    expect(messages.map(({ content }) => content)).to.deep.equal(['Missed voice call', 'for other']);
  });

  it('do not share files, presence or revocations', async () => {
    await server.core.files.add({ file_id: 'f1', app_id: 'demo', user_id: 'alice', name: 'x', type: 'text/plain', size: 1, created_at: 1 });
    expect(await server.core.files.get('other', 'f1')).to.equal(undefined);
    expect(await server.core.files.mayRead(as('other', 'alice'), 'f1')).to.equal(false);
    expect(await server.core.files.mayRead({ kind: 'app', appId: 'other' }, 'f1')).to.equal(false);
    const only = await server.device('bob', { appId: 'other' });
    await only.settled();
    const before = await server.mint('alice', 'other');
    await server.core.tokens.revoke('demo', 'alice');
    expect(await server.core.tokens.verify(before)).to.include({ appId: 'other', userId: 'alice' });
  });

  it("refuse each other's tokens and keys", async () => {
    const device = await server.raw();
    device.send({ t: 'hello', v: 1, app_id: 'demo', token: await server.mint('alice', 'other'), device: 'd', client_version: '' });
    expect((await device.next('bye')).error).to.equal('auth:token-invalid');
    expect((await device.untilClosed()).code).to.equal(4401);
    expect(await server.core.apps.authenticate('other', server.apiKey)).to.equal(undefined);
    expect(await server.core.apps.authenticate('nobody', server.apiKey)).to.equal(undefined);
  });
});

describe('apps and tokens', () => {
  let server: RunningCore;
  before(async () => {
    server = await startCore();
  });
  after(() => server.close());
  const code = async (promise: Promise<unknown>) =>
    promise.then(
      () => 'accepted',
      (error: unknown) => (isEarshotError(error) ? error.code : String(error)),
    );

  it('know an API key until it is rotated, and keep only its hash', async () => {
    const { app, apiKey } = await server.core.apps.create({ name: 'Mine' });
    expect(app).to.include({ name: 'Mine', auto_create_users: true, reach: 'app', default_visibility: 'private', guests: false });
    expect(await server.core.apps.authenticate(app.app_id, apiKey)).to.deep.equal(app);
    const { apiKey: next } = await server.core.apps.rotate(app.app_id);
    expect(await server.core.apps.authenticate(app.app_id, apiKey)).to.equal(undefined);
    expect(await server.core.apps.authenticate(app.app_id, next)).to.deep.equal(app);
    expect(JSON.stringify(await server.core.apps.list())).to.not.include(next);
    expect(await code(server.core.apps.create({ appId: app.app_id }))).to.equal('request:invalid');
  });

  it('make the user of a token unless the app says that users are made by hand', async () => {
    await server.mint('newcomer');
    expect(await server.core.users.get('demo', 'newcomer')).to.include({ user_id: 'newcomer' });
    await server.core.apps.create({ appId: 'strict', settings: { auto_create_users: false } });
    expect(await code(server.mint('newcomer', 'strict'))).to.equal('user:not-found');
    expect(await code(server.mint('newcomer', 'nobody'))).to.equal('auth:app-unknown');
  });

  it('cap the life of a token, and refuse one that would be over [GC-007]', async () => {
    const now = server.core.clock.now();
    const { expires_at } = await server.core.tokens.mint('demo', 'alice', now + 90 * 86_400_000);
    expect(expires_at).to.be.within(now + 30 * 86_400_000, server.core.clock.now() + 30 * 86_400_000);
    expect(await code(server.core.tokens.mint('demo', 'alice', now - 1))).to.equal('request:invalid');
  });

  it('refuse tokens that are altered, unsigned, of another algorithm or another key', async () => {
    const good = await server.mint('alice');
    const [head, body, signature] = good.split('.') as [string, string, string];
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { aud: string; sub: string; iat: number; exp: number; jti: string };
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    expect(await server.core.tokens.verify(good)).to.include({ appId: 'demo', userId: 'alice' });
    const forged = [
      `${head}.${part({ ...claims, sub: 'bob' })}.${signature}`,
      `${part({ alg: 'none', kid })}.${body}.`,
      `${part({ alg: 'HS512', kid })}.${body}.${signature}`,
      `${part({ alg: 'HS256', kid: 'unknown' })}.${body}.${signature}`,
      `${head}.${body}.${signature.slice(0, -2)}`,
      signJwt(claims, kid, Buffer.from('a guess').toString('base64url')),
      `${head}.${body}`,
      'x'.repeat(4_000),
      '',
    ];
    for (const token of forged) expect(await code(server.core.tokens.verify(token)), token.slice(0, 40)).to.equal('auth:token-invalid');
  });
});
