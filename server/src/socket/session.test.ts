import type { ServerFrames } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type RunningCore, startCore } from '../../../test/server-fixture.ts';

describe('a socket that says nothing good', () => {
  let server: RunningCore;
  before(async () => {
    server = await startCore({ settings: { frameBytes: 4_096 } });
    await server.users('alice', 'bob');
    await server.channel('lobby', ['alice']);
  });
  after(() => server.close());

  const cases: [string, string | Buffer | object][] = [
    ['text that is no JSON', '{nope'],
    ['an array of frames', '[{"t":"ping","n":1}]'],
    ['null', 'null'],
    ['bytes', Buffer.from([1, 2, 3])],
    ['a nesting bomb', '['.repeat(1_000)],
    ['a frame without a type', '{"n":1}'],
    ['a known frame that is malformed', { t: 'ping', n: 'one' }],
    ['a second hello', { t: 'hello', v: 1, app_id: 'demo', token: 'x', device: 'd', client_version: '' }],
    ['a frame that is too large', { t: 'ping', n: 1, pad: 'x'.repeat(5_000) }],
    ['a signal of the wrong shape', { t: 'signal', call_id: 'c', generation: 0, seq: 1, data: {} }],
  ];
  for (const [name, data] of cases) {
    it(`cuts ${name} off with a reason`, async () => {
      const device = await server.device('alice');
      device.send(data);
      expect((await device.next('bye')).error).to.equal('protocol:bad-frame');
      expect((await device.untilClosed()).code).to.equal(4001);
    });
  }

  it('answers a malformed frame that names its request, and goes on', async () => {
    const device = await server.device('alice');
    device.send({ t: 'request', request_id: 7, method: 'user.me' });
    expect((await device.next('nack', (frame) => frame.request_id === 7)).error).to.equal('protocol:bad-frame');
    device.send({ t: 'send', client_id: 'abcdefgh1', channel_id: 'NO CHANNEL', type: 'text', content: 'x' });
    expect((await device.next('nack', (frame) => frame.client_id === 'abcdefgh1')).error).to.equal('protocol:bad-frame');
    await device.settled();
  });

  it('refuses methods it does not know and parameters that do not fit [GC-116]', async () => {
    const device = await server.device('alice');
    for (const method of ['toString', '__proto__', 'user.destroy']) {
      expect(await device.refused(method as 'user.me', {})).to.include({ error: 'request:unsupported', code: 1001 });
    }
    expect(await device.refused('user.get', {} as never)).to.include({ error: 'request:invalid', code: 1001, status: 400 });
    expect(await device.refused('message.list', { channel_id: 'lobby', limit: 101 })).to.include({ code: 1001 });
  });

  it('ignores types it does not know', async () => {
    const device = await server.device('alice');
    device.send({ t: 'from-the-future', x: 1 });
    await device.settled();
  });

  it('keeps prototype keys out of what it stores', async () => {
    const device = await server.device('alice');
    device.send('{"t":"send","client_id":"proto-key-1","channel_id":"lobby","type":"text","content":"x","meta":{"__proto__":"y"}}');
    expect((await device.next('nack')).error).to.equal('request:invalid');
    device.send('{"t":"ping","n":3,"__proto__":{"t":"bye"}}');
    expect((await device.next('pong')).n).to.equal(3);
    expect(({} as { t?: string }).t).to.equal(undefined);
  });

  it('asks for hello first', async () => {
    for (const first of [{ t: 'ping', n: 1 }, { t: 'what' }, { t: 'request', request_id: 1, method: 'user.me', params: {} }]) {
      const device = await server.raw();
      device.send(first);
      expect((await device.next('bye')).error).to.equal('protocol:hello-expected');
      expect((await device.untilClosed()).code).to.equal(4001);
    }
  });

  it('serves frames that came with the hello, after the welcome', async () => {
    const device = await server.raw();
    const hello = device.hello({ app_id: 'demo', token: await server.mint('alice') });
    device.send({ t: 'ping', n: 9 });
    await hello;
    await device.next('pong', (frame) => frame.n === 9);
    expect(device.frames[0]!.t).to.equal('welcome');
  });

  const refusals: [string, object | (() => Promise<object>), string, number][] = [
    ['another version of the protocol', { v: 2 }, 'protocol:version', 4426],
    ['an unknown app', { app_id: 'nobody' }, 'auth:app-unknown', 4401],
    ['a token that is none', { token: 'x.y.z' }, 'auth:token-invalid', 4401],
  ];
  for (const [name, change, error, code] of refusals) {
    it(`refuses ${name}`, async () => {
      const device = await server.raw();
      device.send({ t: 'hello', v: 1, app_id: 'demo', token: await server.mint('alice'), device: 'd', client_version: '', ...change });
      expect((await device.next('bye')).error).to.equal(error);
      expect((await device.untilClosed()).code).to.equal(code);
    });
  }

  it('sends everybody away whose tokens were revoked, and lets a new one in at once', async () => {
    const old = await server.mint('bob');
    const device = await server.device('bob', { token: old });
    await server.core.tokens.revoke('demo', 'bob');
    expect((await device.untilClosed()).code).to.equal(4401);
    const again = await server.raw();
    again.send({ t: 'hello', v: 1, app_id: 'demo', token: old, device: 'd', client_version: '' });
    expect((await again.next('bye')).error).to.equal('auth:token-revoked');
    await server.device('bob');
  });
});

describe('limits of a session', () => {
  it('slows a flood down, then cuts it off [GC-127]', async () => {
    const clock = new FakeClock();
    const server = await startCore({ clock, settings: { rates: { request: [1, 3] } as never } });
    await server.users('alice');
    const device = await server.device('alice');
    for (let i = 0; i < 3; i++) await device.settled();
    const nack = await device.refused('user.me', {});
    expect(nack).to.include({ error: 'request:rate-limited', code: 9001, status: 429, retry_after_ms: 1_000 });
    await clock.advance(1_000);
    await device.settled();
    for (let i = 0; i < 60; i++) device.send({ t: 'request', request_id: 100 + i, method: 'user.me', params: {} });
    expect((await device.untilClosed()).code).to.equal(4029);
    await server.close();
  });

  it('lets a user have only so many sockets, and frees a place with each that goes', async () => {
    const server = await startCore({ settings: { socketsPerUser: 2 } });
    const [first] = [await server.device('alice'), await server.device('alice')];
    const third = await server.raw();
    third.send({ t: 'hello', v: 1, app_id: 'demo', token: await server.mint('alice'), device: 'd', client_version: '' });
    expect((await third.untilClosed()).code).to.equal(4029);
    await first!.close();
    await server.device('alice');
    await server.close();
  });

  it('lets an exclusive one take the place of another of its user and device, and of no other', async () => {
    const server = await startCore();
    await server.users('alice');
    const enter = async (device: string, exclusive: boolean) => {
      const socket = await server.raw();
      await socket.hello({ app_id: 'demo', token: await server.mint('alice'), device, ...(exclusive && { exclusive }) });
      return socket;
    };
    const [first, shared, other] = [await enter('phone', true), await enter('phone', false), await enter('tablet', true)];
    const second = await enter('phone', true);
    expect((await first.next('bye')).error).to.equal('connection:replaced');
    expect((await first.untilClosed()).code).to.equal(4009);
    for (const socket of [second, shared, other]) {
      await socket.settled();
    }
    await server.close();
  });

  it('lets an address have only so many sockets', async () => {
    const server = await startCore({ settings: { socketsPerAddress: 1 } });
    await server.device('alice');
    const second = await server.raw();
    expect((await second.untilClosed()).code).to.equal(4029);
    await server.close();
  });
});

describe('time on a socket', () => {
  it('closes one that does not say hello, and one that falls silent', async () => {
    const clock = new FakeClock();
    const server = await startCore({ clock });
    const mute = await server.raw();
    const silent = await server.device('alice');
    await clock.advance(9_000);
    silent.send({ t: 'ping', n: 1 });
    await silent.next('pong');
    await clock.advance(2_000);
    expect((await mute.untilClosed()).code).to.equal(4001);
    await clock.advance(50_000);
    silent.send({ t: 'ping', n: 2 });
    await silent.next('pong', (frame) => frame.n === 2);
    await clock.advance(56_000); // 2.2 heartbeats of 25 s
    expect((await silent.untilClosed()).code).to.equal(4000);
    await server.close();
  });

  it('asks for a new token before the old one ends, takes it in band, and closes without one', async () => {
    const clock = new FakeClock();
    const server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 } });
    const token = await server.mint('alice', 'demo', 120_000);
    const device = await server.device('alice', { token });
    await clock.advance(59_000);
    await device.settled();
    expect(device.frames.some(({ t }) => t === 'token_expiring')).to.equal(false);
    await clock.advance(2_000);
    const asked: ServerFrames['token_expiring'] = await device.next('token_expiring');
    expect(asked.in_ms).to.be.within(58_000, 60_000);
    device.send({ t: 'auth', token: await server.mint('alice', 'demo', 300_000) });
    const accepted = await device.next('token_accepted');
    expect(accepted.expires_at).to.equal(clock.now() + 300_000);
    await clock.advance(239_000); // past the first token by far
    await device.settled();
    const since = device.frames.length;
    await clock.advance(2_000);
    await device.next('token_expiring', () => true, since - 1);
    await clock.advance(88_000); // to the end and 29 s of grace
    await device.settled();
    await clock.advance(2_000);
    expect((await device.next('bye')).error).to.equal('auth:token-expired');
    expect((await device.untilClosed()).code).to.equal(4401);
    await server.close();
  });

  it('does not take the token of somebody else in band', async () => {
    const server = await startCore();
    const device = await server.device('alice');
    device.send({ t: 'auth', token: await server.mint('bob') });
    expect((await device.untilClosed()).code).to.equal(4401);
    await server.close();
  });

  it('says goodbye when the server stops, and leaves no timer', async () => {
    const clock = new FakeClock();
    const server = await startCore({ clock });
    const device = await server.device('alice');
    await server.core.close();
    expect((await device.next('bye')).error).to.equal('connection:restart');
    expect((await device.untilClosed()).code).to.equal(1012);
    await server.close();
    expect(clock.pending).to.equal(0);
  });
});
