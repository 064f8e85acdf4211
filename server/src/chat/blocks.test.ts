import type { MethodName, Params } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';

describe('whom one has blocked', () => {
  let server: RunningCore;
  let alice: Device;
  let bob: Device;
  const as = <M extends MethodName>(userId: string, method: M, params: Params<M>) =>
    server.core.execute({ kind: 'user', appId: 'demo', userId }, method, params);
  const message = async (device: Device, id: number) => {
    const { entry } = await device.entry('c:room', (one) => one.kind === 'message' && one.message.message_id === id);
    if (entry.kind !== 'message') throw new Error('not a message');
    return entry.message;
  };
  before(async () => {
    server = await startCore();
    await server.users('alice', 'bob', 'carol');
    await server.channel('room', ['alice', 'bob', 'carol']);
    [alice, bob] = [await server.device('alice', { channels: true }), await server.device('bob', { channels: true })];
  });
  after(() => server.close());

  it('writes what the blocker is not shown: not live, not in pages, searches, snapshots and quotes; all others are', async () => {
    const early = (await bob.say('room', 'before')).message.message_id;
    await message(alice, early);
    await alice.request('call.block', { user_id: 'bob' });
    const secret = (await bob.say('room', 'secret words')).message;
    const hidden = await message(alice, secret.message_id);
    expect(hidden).to.include({ content: '', hidden: true, n: secret.n });
    expect(
      await message(await server.device('carol', { channels: true, resume: { 'c:room': [alice.welcome!.epoch, 3] } }), secret.message_id),
    ).to.include({
      content: 'secret words',
    });
    const [first, second] = (await as('alice', 'message.list', { channel_id: 'room' })).messages;
    for (const one of [first!, second!]) {
      expect(one).to.include({ content: '', hidden: true });
      expect(one).to.not.have.any.keys('meta', 'file', 'reply_to', 'reactions');
    }
    expect((await as('alice', 'message.get', { channel_id: 'room', message_id: secret.message_id })).message.content).to.equal('');
    expect((await as('alice', 'message.search', { query: 'secret' })).messages).to.deep.equal([]);
    expect((await as('alice', 'message.list', { channel_id: 'room', content: 'secret' })).messages).to.deep.equal([]);
    expect((await as('carol', 'message.search', { query: 'secret' })).messages).to.have.length(1);
    const [channel] = (await as('alice', 'channel.list', { show_last_message: true })).channels;
    expect(channel!.last_message).to.include({ hidden: true });
    const reply = await server.core.send('demo', 'carol', {
      client_id: crypto.randomUUID(),
      channel_id: 'room',
      type: 'text',
      content: 'indeed',
      reply_to: secret.message_id,
    });
    const quoted = await message(alice, reply.message.message_id);
    expect(quoted.content).to.equal('indeed');
    expect(JSON.stringify(await as('alice', 'message.list', { channel_id: 'room' }))).to.not.contain('secret');
    expect(JSON.stringify(alice.frames)).to.not.contain('secret');
  });

  it('stays hidden on a device that comes back, from the database too, and is seen again once unblocked', async () => {
    const back = await server.device('alice', { channels: true, resume: { 'c:room': [alice.welcome!.epoch, 3] } });
    await back.next('live', (frame) => frame.stream === 'c:room');
    expect(back.entries('c:room')).to.not.have.length(0);
    expect(JSON.stringify(back.frames)).to.not.contain('secret');
    await alice.request('call.unblock', { user_id: 'bob' });
    const open = (await bob.say('room', 'hello again')).message.message_id;
    expect((await message(back, open)).content).to.equal('hello again');
    expect((await as('alice', 'message.search', { query: 'secret' })).messages).to.have.length(1);
    await back.close();
  });
});

describe('how much may be written', () => {
  it('is bounded for a user over all his devices, for a channel, and for an address, each with the time to wait', async () => {
    const clock = new FakeClock();
    const send = (rates: object) =>
      startCore({ clock, settings: { heartbeatMs: 86_400_000, rates: { user: [1, 100], channel: [1, 100], address: [1, 100], ...rates } as never } });
    for (const name of ['user', 'channel', 'address']) {
      const server = await send({ [name]: [1, 2] });
      await server.users('alice', 'bob');
      await server.channel('room', ['alice', 'bob']);
      await server.channel('other', ['alice', 'bob']);
      const [one, two, bob] = [await server.device('alice'), await server.device('alice'), await server.device('bob')];
      await one.say('room', '1');
      await (name === 'user' ? two.say('other', '2') : bob.say(name === 'channel' ? 'room' : 'other', '2'));
      const refused = await two.say('room', '3').catch((error: { nack?: object }) => error.nack);
      expect(refused, name).to.include({ error: 'request:rate-limited', code: 9001, retry_after_ms: 1_000 });
      const free = await bob.say('other', '4').catch((error: { nack?: object }) => error.nack);
      expect((free as { t: string }).t, name).to.equal(name === 'address' ? 'nack' : 'ack');
      await clock.advance(1_000);
      await two.say('room', '5');
      await server.close();
    }
  });
});
