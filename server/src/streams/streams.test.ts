import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { ServerFrame } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';
import { textOf } from './frame.ts';
import { BATCH_CHARS } from './log.ts';

const offsets = (device: Device, stream: string): number[] => device.entries(stream).map(({ offset }) => offset);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** Many messages of alice's at once. */
const flood = (server: RunningCore, channel_id: string, count: number, text = 'm') =>
  Promise.all(
    range(1, count).map((i) =>
      server.core.send('demo', 'alice', { client_id: crypto.randomUUID(), channel_id, type: 'text', content: `${text}${i}` }),
    ),
  );
const much = [10_000, 10_000];
const fast = { rates: { send: much, request: much, user: much, channel: much, address: much } as never };

describe('a stream', () => {
  let server: RunningCore;
  before(async () => {
    server = await startCore({ settings: fast });
    await server.users('alice', 'bob', 'carol');
  });
  after(() => server.close());

  it('reaches every follower in order, each entry once, however messages interleave', async () => {
    await server.channel('interleave', ['alice', 'bob', 'carol']);
    const devices = await Promise.all(['alice', 'bob', 'carol'].map((user) => server.device(user, { channels: true })));
    await Promise.all(range(0, 59).map((i) => devices[i % 3]!.say('interleave', `m${i}`)));
    for (const device of devices) {
      await device.entry('c:interleave', (_, offset) => offset === 63);
      expect(offsets(device, 'c:interleave')).to.deep.equal(range(4, 63));
    }
    const logs = devices.map((device) => JSON.stringify(device.entries('c:interleave')));
    expect(new Set(logs).size).to.equal(1);
  });

  it('goes on after a cursor, also when entries come in at that very moment, then says live', async () => {
    await server.channel('resume', ['alice', 'bob']);
    const alice = await server.device('alice', { channels: true });
    for (let i = 0; i < 10; i++) await alice.say('resume', `m${i}`);
    const epoch = alice.welcome!.epoch;
    const saying = Promise.all(range(0, 29).map((i) => alice.say('resume', `n${i}`)));
    const bob = await server.device('bob', { channels: true, resume: { 'c:resume': [epoch, 5], 'u:bob': [epoch, 0] } });
    await saying;
    await bob.entry('c:resume', (_, offset) => offset === 42);
    expect(bob.welcome!.streams['c:resume']).to.include({ recovered: true });
    expect(offsets(bob, 'c:resume')).to.deep.equal(range(6, 42));
    const live = await bob.next('live', (frame) => frame.stream === 'c:resume');
    expect(live.offset).to.be.at.least(bob.welcome!.streams['c:resume']!.head);
  });

  it("answers a cursor of another log, one too far behind and one of a stranger's channel with heads only", async () => {
    await server.channel('long_one', ['alice', 'bob']);
    await server.channel('not_yours', ['carol'], { visibility: 'private' });
    const alice = await server.device('alice');
    await flood(server, 'long_one', 501);
    const { epoch } = alice.welcome!;
    const bob = await server.device('bob', { resume: { 'c:long_one': [epoch, 2], 'u:bob': ['other', 0], 'c:not_yours': [epoch, 0] } });
    expect(bob.welcome!.streams['c:long_one']).to.deep.equal({ recovered: false, head: 503, reason: 'too_far' });
    expect(bob.welcome!.streams['u:bob']).to.include({ recovered: false, reason: 'epoch' });
    expect(bob.welcome!.streams['c:not_yours']).to.deep.equal({ recovered: false, head: 0, reason: 'gone' });
    await alice.say('long_one', 'next');
    await bob.entry('c:long_one', () => true);
    expect(offsets(bob, 'c:long_one')).to.deep.equal([504]);
    const ahead = await server.device('bob', { resume: { 'c:long_one': [epoch, 9_999] } });
    expect(ahead.welcome!.streams['c:long_one']).to.include({ recovered: false, reason: 'epoch' });
    const near = await server.device('bob', { resume: { 'c:long_one': [epoch, 4] } });
    expect(near.welcome!.streams['c:long_one']).to.deep.equal({ recovered: true, head: 504 });
    await near.entry('c:long_one', (_, offset) => offset === 504);
    expect(offsets(near, 'c:long_one')).to.deep.equal(range(5, 504));
  });

  it('brings a channel from the moment one joins, and nothing from the moment one leaves', async () => {
    await server.channel('coming', ['alice']);
    const alice = await server.device('alice', { channels: true });
    const bob = await server.device('bob', { channels: true });
    await alice.say('coming', 'before');
    await bob.request('channel.join', { channel_id: 'coming' });
    await alice.say('coming', 'while');
    const leaving = bob.request('channel.leave', { channel_id: 'coming' });
    await Promise.all([leaving, alice.say('coming', 'at the same time'), alice.say('coming', 'after')]);
    await leaving;
    await bob.entry('c:coming', (entry) => entry.kind === 'leave');
    await alice.say('coming', 'long after');
    await bob.settled();
    const kinds = bob.entries('c:coming').map(({ entry }) => entry.kind);
    expect(kinds[0]).to.equal('join');
    expect(kinds.at(-1)).to.equal('leave');
    expect(offsets(bob, 'c:coming')).to.deep.equal(range(3, 2 + kinds.length));
    expect((await bob.entry('u:bob', (entry) => entry.kind === 'channel_left' && entry.channel_id === 'coming')).entry).to.include({
      channel_id: 'coming',
    });
    const back = await server.device('bob', { channels: true, resume: { 'c:coming': [bob.welcome!.epoch, 4] } });
    expect(back.welcome!.streams['c:coming']).to.include({ recovered: false, reason: 'gone' });
  });

  it('is followed from now on when a session asks for its channels later', async () => {
    await server.channel('later', ['alice', 'bob']);
    const bob = await server.device('bob');
    const alice = await server.device('alice');
    await alice.say('later', 'unheard');
    const { channels } = await bob.request('channel.follow', {});
    expect(channels.find(({ channel }) => channel.channel_id === 'later')).to.include({ head: 3, n: 1 });
    await alice.say('later', 'heard');
    await bob.entry('c:later', (_, offset) => offset === 4);
    expect(offsets(bob, 'c:later')).to.deep.equal([4]);
  });

  it('tells who types to the others, for a while, and to nobody outside', async () => {
    await server.channel('typing', ['alice', 'bob'], { visibility: 'listed' });
    const [alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map((user) => server.device(user, { channels: true })));
    carol!.send({ t: 'typing', channel_id: 'typing' });
    await carol!.settled();
    alice!.send({ t: 'typing', channel_id: 'typing' });
    const typing = await bob!.next('typing');
    expect(typing).to.include({ channel_id: 'typing', ttl_ms: 6_000 });
    expect(typing.user.user_id).to.equal('alice');
    await Promise.all([alice!.settled(), carol!.settled()]);
    expect([...alice!.frames, ...carol!.frames].some(({ t }) => t === 'typing')).to.equal(false);
  });
});

describe('readers that fall behind', () => {
  it('are served from the database where memory no longer reaches, without a hole', async () => {
    const skip = new Set(['bob']);
    const server = await startCore({
      settings: { ...fast, ringEntries: 4 },
      faults: { onDeliver: (user, stream) => !(stream === 'c:small' && skip.has(user)) },
    });
    await server.users('alice', 'bob');
    await server.channel('small', ['alice', 'bob']);
    const alice = await server.device('alice', { channels: true });
    const bob = await server.device('bob', { channels: true });
    await flood(server, 'small', 300);
    await bob.settled();
    expect(offsets(bob, 'c:small')).to.deep.equal([]);
    skip.clear();
    await alice.say('small', 'last');
    await bob.entry('c:small', (_, offset) => offset === 303);
    expect(offsets(bob, 'c:small')).to.deep.equal(range(3, 303));
    await server.close();
  });

  it('hold a bounded part of the traffic in memory, and get every entry once they read on', async () => {
    const server = await startCore({ settings: { maxBufferedBytes: 32_768, ringBytes: 65_536 } });
    await server.users('alice', 'bob');
    await server.channel('heavy', ['alice', 'bob']);
    const bob = await StuckSocket.connect(server, 'bob');
    bob.stuck = true;
    for (let i = 0; i < 5; i++) await flood(server, 'heavy', 100, 'x'.repeat(8_000));
    await new Promise((resolve) => setImmediate(resolve));
    expect(bob.most).to.be.below(32_768 + 2 * BATCH_CHARS); // the bound, and the batch that crossed it
    bob.release();
    await bob.until(() => bob.offsets('c:heavy').at(-1) === 502);
    expect(bob.offsets('c:heavy')).to.deep.equal(range(3, 502));
    await server.close();
  });

  it('have the answer to a hello in one or two pieces, however many channels it tells of', async () => {
    const server = await startCore();
    await server.users('alice', 'bob');
    for (const at of range(1, 20)) await server.channel(`many_${at}`, ['alice', 'bob']);
    const bob = await StuckSocket.connect(server, 'bob');
    await bob.until(() => bob.frames.filter(({ t }) => t === 'live').length === 21); // and his own stream
    expect(bob.frames).to.have.length(22);
    expect(bob.pieces).to.be.below(3);
    await server.close();
  });

  it('are told to come back when they take nothing for too long', async () => {
    const clock = new FakeClock();
    const server = await startCore({ clock, settings: { maxBufferedBytes: 32_768 } });
    await server.users('alice', 'bob');
    await server.channel('stuck', ['alice', 'bob']);
    const bob = await StuckSocket.connect(server, 'bob');
    bob.stuck = true;
    await flood(server, 'stuck', 20, 'x'.repeat(8_000));
    await bob.until(() => bob.bufferedAmount > 32_768);
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(14_000);
    expect(server.core.stats().users).to.equal(1);
    await clock.advance(3_000);
    expect(server.core.stats().users).to.equal(0);
    expect(bob.closedWith).to.equal(4008);
    expect(bob.frames.at(-1)).to.include({ t: 'bye', error: 'connection:slow' });
    await clock.advance(2_000);
    expect(bob.terminated).to.equal(true);
    await server.close();
  });
});

/** The server's end of a socket whose reader can stop reading: what the kernel would not take stays in `bufferedAmount`, the stream's `writableLength`. */
class StuckSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  /** The most that ever waited. */
  most = 0;
  stuck = false;
  closedWith: number | undefined;
  terminated = false;
  readonly frames: ServerFrame[] = [];
  /** Writes to the stream beneath. */
  pieces = 0;
  #corked = false;
  #waiting: (() => void)[] = [];

  readonly remoteAddress = '192.0.2.1';
  get writableLength(): number {
    return this.bufferedAmount;
  }

  static async connect(server: RunningCore, userId: string): Promise<StuckSocket> {
    const socket = new StuckSocket();
    server.core.acceptSocket(socket as unknown as WebSocket, { socket } as unknown as IncomingMessage);
    const hello = { t: 'hello', v: 1, app_id: 'demo', token: await server.mint(userId), device: 'd', client_version: '', channels: true };
    socket.emit('message', Buffer.from(JSON.stringify(hello)), false);
    await socket.until(() => socket.frames.some(({ t }) => t === 'welcome'));
    return socket;
  }

  cork(): void {
    this.#corked = true;
  }

  uncork(): void {
    this.#corked = false;
    this.pieces++;
  }

  write(frame: Buffer, done: () => void): void {
    if (!this.#corked) this.pieces++;
    this.frames.push(JSON.parse(textOf(frame)) as ServerFrame);
    const size = frame.length;
    this.bufferedAmount += size;
    this.most = Math.max(this.most, this.bufferedAmount);
    const take = () => {
      this.bufferedAmount -= size;
      done();
    };
    if (this.stuck) this.#waiting.push(take);
    else setImmediate(take);
  }

  release(): void {
    this.stuck = false;
    for (const take of this.#waiting.splice(0)) take();
  }

  close(code: number): void {
    this.closedWith = code;
    this.readyState = 2;
    if (!this.stuck) this.terminate();
  }

  terminate(): void {
    this.terminated = true;
    this.readyState = 3;
    this.emit('close', 1006, Buffer.alloc(0));
  }

  offsets(stream: string): number[] {
    return this.frames.flatMap((frame) => (frame.t === 'events' && frame.stream === stream ? frame.entries.map((_, i) => frame.offset + i) : []));
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise((resolve) => setImmediate(resolve));
  }
}
