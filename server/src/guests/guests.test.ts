import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';

const IDLE_MS = 60_000;

interface Guest {
  user: { user_id: string; name: string; meta?: Record<string, string> };
  token: string;
  expires_at: number;
  secret: string;
  resumed: boolean;
  channel_id: string;
}

describe('guests', () => {
  const clock = new FakeClock();
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ clock, settings: { guestIdleMs: IDLE_MS, retentionTickMs: 10_000, rates: { guest: [0.02, 10] } as never } });
    for (const [user_id, name] of [
      ['alice', 'Alice'],
      ['bob', 'Bob'],
    ] as const)
      await server.core.users.create('shop', { user_id, name });
  });
  after(() => server.close());

  let address = 0;
  const ask = async (payload: object, from = `192.0.2.${++address}`) =>
    server.app.inject({ method: 'POST', url: '/v1/guests', payload: { app_id: 'shop', ...payload }, remoteAddress: from });
  const enter = async (payload: object = {}): Promise<Guest> => {
    const answer = await ask(payload);
    expect(answer.statusCode, answer.body).to.equal(200);
    return answer.json<Guest>();
  };
  const allow = (team: string[] = ['alice', 'bob']) =>
    server.app.inject({
      method: 'PUT',
      url: '/v1/guests/policy',
      headers: server.keys,
      payload: { enabled: true, support: { name: 'Help', team } },
    });
  const act = (user: string) => ({ kind: 'user', appId: 'shop', userId: user }) as const;
  const say = (user: string, channel_id: string, content: string) =>
    server.core.send('shop', user, { client_id: crypto.randomUUID(), channel_id, type: 'text', content });
  const refusal = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'done',
      (error: { code: string }) => error.code,
    );

  it('are none until the app allows them', async () => {
    const { statusCode, body } = await ask({});
    expect([statusCode, JSON.parse(body).error]).to.deep.equal([400, 'auth:forbidden']);
    expect((await ask({ app_id: 'nowhere' })).json().error).to.equal('auth:forbidden');
    expect((await allow(['nobody'])).statusCode).to.equal(400);
    expect((await allow()).json()).to.deep.equal({ enabled: true, support: { name: 'Help', team: ['alice', 'bob'] } });
  });

  it('get a token, a secret and a channel with the team, where they may write and nothing more', async () => {
    const guest = await enter({ name: 'Gwen', email: 'gwen@example.org' });
    expect(guest).to.include({ resumed: false });
    expect(guest.expires_at).to.equal(clock.now() + 3_600_000);
    expect(guest.user).to.deep.include({ name: 'Gwen', meta: { email: 'gwen@example.org' } });
    const { user_id } = guest.user;
    const { channel_id } = guest;
    expect(await server.core.tokens.verify(guest.token)).to.include({ userId: user_id });
    const { channel } = await server.core.execute(act('alice'), 'channel.get', { channel_id });
    expect(channel).to.include({ name: 'Help · Gwen', visibility: 'private', member_count: 3 });
    const { members } = await server.core.execute(act('alice'), 'channel.members', { channel_id });
    expect(Object.fromEntries(members.map((one) => [one.user_id, one.role]))).to.deep.equal({ alice: 'manager', bob: 'manager', [user_id]: 'guest' });
    await say(user_id, channel_id, 'hello?');

    await server.core.execute(act('alice'), 'channel.create', { channel_id: 'lobby', name: 'Lobby', members: ['alice'], visibility: 'listed' });
    const as = act(user_id);
    expect(await refusal(server.core.execute(as, 'channel.create', { name: 'Mine', members: [] }))).to.equal('auth:forbidden');
    expect(await refusal(server.core.execute(as, 'channel.join', { channel_id: 'lobby' }))).to.equal('auth:forbidden');
    expect(await refusal(server.core.execute(as, 'channel.get', { channel_id: 'lobby' }))).to.equal('channel:not-found');
    expect(await refusal(server.core.execute(as, 'channel.add', { channel_id, users: ['carol'] } as never))).to.not.equal('done');
    expect(await refusal(server.core.execute(as, 'channel.freeze', { channel_id, freeze: true }))).to.equal('auth:not-manager');
    expect(await refusal(server.core.execute(act('alice'), 'channel.manager', { channel_id, user_id, on: true } as never))).to.not.equal('done');
    await server.core.users.create('shop', { user_id: 'stranger' });
    expect(await refusal(server.core.execute(as, 'user.get', { user_id: 'stranger' }))).to.equal('user:not-found');
    expect(await refusal(server.core.execute(as, 'user.get', { user_id: 'alice' }))).to.equal('done');
    const { channels } = await server.core.execute(as, 'channel.list', {});
    expect(channels.map((one) => one.channel_id)).to.deep.equal([channel_id]);
  });

  it('are the same again by their secret, and somebody new without it', async () => {
    const first = await enter();
    expect(first.user.name).to.match(/^Guest [0-9A-F]{4}$/);
    const again = await enter({ secret: first.secret, name: 'Now with a name' });
    expect(again).to.deep.include({ resumed: true, secret: first.secret, channel_id: first.channel_id });
    expect(again.user).to.include({ user_id: first.user.user_id, name: 'Now with a name' });
    const other = await enter({ secret: 'guessed' });
    expect(other.resumed).to.equal(false);
    expect(other.secret).to.not.equal('guessed');
    expect(other.user.user_id).to.not.equal(first.user.user_id);
    expect(other.channel_id).to.not.equal(first.channel_id);
  });

  it('come only so many from one address; who comes back is not counted', async () => {
    const { secret } = await enter();
    const from = '198.51.100.7';
    const all = [];
    for (let i = 0; i < 12; i++) all.push((await ask({}, from)).statusCode);
    expect(all.filter((status) => status === 200)).to.have.length(10);
    expect(all.at(-1)).to.equal(429);
    expect((await ask({ secret }, '198.51.100.8')).statusCode).to.equal(200);
    const strange = await server.app.inject({
      method: 'POST',
      url: '/v1/guests',
      payload: { app_id: 'shop' },
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(strange.json().error).to.equal('auth:origin');
  });

  it('who sign in go on as that user: their channel, their messages, and nothing of the guest is left', async () => {
    const guest = await enter({ name: 'Before' });
    const { channel_id } = guest;
    const { message } = await say(guest.user.user_id, channel_id, 'my order is late');
    await say('alice', channel_id, 'we look into it');
    await server.core.users.create('shop', { user_id: 'carol', name: 'Carol' });
    const claim = (secret: string, headers: Record<string, string>) =>
      server.app.inject({ method: 'POST', url: '/v1/guests/claim', headers, payload: { secret } });
    expect((await claim(guest.secret, { authorization: `Bearer ${guest.token}` })).json().error).to.equal('auth:forbidden');
    const carol = await server.bearer('carol');
    expect((await claim('guessed', carol)).statusCode).to.equal(404);
    expect((await claim(guest.secret, carol)).json()).to.deep.equal({ channels: [channel_id] });
    const { messages } = await server.core.execute(act('carol'), 'message.list', { channel_id });
    const shown = messages.reverse().filter(({ type }) => type === 'text');
    expect(shown.map(({ content, user }) => [content, user.user_id])).to.deep.equal([
      ['my order is late', 'carol'],
      ['we look into it', 'alice'],
    ]);
    expect(shown[0]!.message_id).to.equal(message.message_id);
    const { head } = await server.core.execute(act('carol'), 'channel.open', { channel_id });
    expect(head.role).to.equal('member');
    expect(head.n - head.read.n).to.equal(1); // what alice said is new to her
    expect(await server.core.users.get('shop', guest.user.user_id)).to.equal(undefined);
    expect(await refusal(server.core.tokens.verify(guest.token))).to.equal('user:not-found');
    expect((await claim(guest.secret, carol)).statusCode).to.equal(404);
    await server.core.execute(act('carol'), 'message.edit', { channel_id, message_id: message.message_id, content: 'it came' });
  });

  it('who are not seen for long are erased with their channel, and their secret makes somebody new', async () => {
    const idle = await enter({ name: 'Idle' });
    await say(idle.user.user_id, idle.channel_id, 'anybody?');
    const back = await enter({ name: 'Back' });
    await clock.advance(IDLE_MS * 0.6);
    await enter({ secret: back.secret });
    for (let passedMs = 0; await server.core.users.get('shop', idle.user.user_id); passedMs += 5_000) {
      if (passedMs < IDLE_MS * 0.7) await clock.advance(5_000); // long enough for the one, not for the other
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await server.core.users.get('shop', idle.user.user_id)).to.equal(undefined);
    expect(await server.core.users.get('shop', back.user.user_id)).to.include({ name: 'Back' });
    expect(await refusal(server.core.execute(act('alice'), 'channel.get', { channel_id: idle.channel_id }))).to.equal('channel:not-found');
    expect((await enter({ secret: idle.secret })).resumed).to.equal(false);
  });
});
