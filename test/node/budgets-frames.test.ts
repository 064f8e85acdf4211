import { defaultServerSettings } from '../../server/src/settings.ts';
import type { Call } from '../../src/core/call/api.ts';
import type { ChannelView, ChatMessage } from '../../src/core/chat/api.ts';
import { kept } from '../../src/core/chat/kept-door.ts';
import { later } from '../../src/core/chat/later-door.ts';
import type { KeyValue } from '../../src/core/client/api.ts';
import { chatOf } from '../../src/core/client/chat-of.ts';
import { Client } from '../../src/core/client/client.ts';
import type { SocketLike } from '../../src/core/connection/api.ts';
import { FakeClock } from '../fake-clock.ts';
import { FakeEngine, FakeNetwork } from '../fake-media.ts';
import { FakeServer } from '../fake-server.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type RunningCore, startCore } from '../server-fixture.ts';
import { until } from './calls-town.ts';

/** Frames and how many: `> ` goes out, `< ` comes in; a request by its method, an entry of a stream by its kind. */
type Frames = Record<string, number>;

interface Frame {
  t: string;
  method?: string;
  request_id?: number;
  entries?: { kind: string }[];
}

/** What a page and the server say to each other. */
class Tally {
  frames: Frames = {};
  /** Questions of the test itself. */
  readonly #own = new Set<number>();

  /** A socket of which every frame is counted. */
  watch(socket: SocketLike): SocketLike {
    const count = (way: '>' | '<', data: string) => this.#count(way, data);
    const watched: SocketLike = {
      get readyState() {
        return socket.readyState;
      },
      send(data) {
        count('>', data);
        socket.send(data);
      },
      close: (code, reason) => socket.close(code, reason),
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
    };
    socket.onopen = (event) => watched.onopen?.(event);
    socket.onclose = (event) => watched.onclose?.(event);
    socket.onerror = (event) => watched.onerror?.(event);
    socket.onmessage = (event) => {
      count('<', String(event.data));
      watched.onmessage?.(event);
    };
    return watched;
  }

  #count(way: '>' | '<', data: string): void {
    for (const { t, method, request_id, entries } of [JSON.parse(data) as Frame | Frame[]].flat()) {
      if (method === PROBE) this.#own.add(request_id!);
      if (request_id !== undefined && this.#own.has(request_id)) continue;
      for (const name of entries?.map(({ kind }) => `entry ${kind}`) ?? [method ?? t]) {
        const line = `${way} ${name}`;
        this.frames[line] = (this.frames[line] ?? 0) + 1;
      }
    }
  }
}

/** Asked by the test to know that all before it was answered. */
const PROBE = 'user.me';
const noStorage: KeyValue = { getItem: () => null, setItem() {}, removeItem() {} };

/** Of what is in `frames`, what is more than `most` allows. */
const over = (frames: Frames, most: Frames): Frames => Object.fromEntries(Object.entries(frames).filter(([name, n]) => n > (most[name] ?? 0)));

/** As one, with who it is before each. */
const named = (of: Record<string, Frames>): Frames =>
  Object.fromEntries(Object.entries(of).flatMap(([who, frames]) => Object.entries(frames).map(([line, n]) => [`${who} ${line}`, n])));

const lastOf = (view: ChannelView) => view.items.findLast((item): item is ChatMessage => item.kind === 'message');

describe('frames of a page', () => {
  // one clock for all, so that what waits for its time comes when the test says so
  const clock = new FakeClock(Date.now());
  const network = new FakeNetwork();
  const tallies = { alice: new Tally(), bob: new Tally() };
  const clients: Client[] = [];
  let server: RunningCore;

  const clientOf = async (userId: 'alice' | 'bob') => {
    const client = new Client({
      host: `127.0.0.1:${server.port}`,
      appId: server.appId,
      userId,
      token: await server.mint(userId),
      clock,
      settings: { heartbeatMs: 0 }, // of the idle minute below
      mediaEngine: new FakeEngine(network),
      storage: noStorage,
      openSocket: (url) => tallies[userId].watch(new WebSocket(url) as SocketLike),
    });
    clients.push(client);
    return client;
  };
  /** Whatever follows from what was done has been said, at both ends. */
  const settle = async () => {
    for (let turn = 0; turn < 6; turn++) {
      await Promise.all(clients.map(({ connection }) => connection.request(PROBE, {})));
      await clock.advance(200);
    }
  };
  const counted = async (act: () => void | Promise<void>) => {
    await settle();
    for (const tally of Object.values(tallies)) tally.frames = {};
    await act();
    await settle();
    return named({ alice: tallies.alice.frames, bob: tallies.bob.frames });
  };
  const opened = async (client: Client) => {
    const view = chatOf(client).open('lobby');
    while (view.state !== 'ready') await settle();
    return view;
  };

  before(async () => {
    await Promise.all([later.load(), kept.load()]);
    server = await startCore({ clock, settings: { rates: { ...defaultServerSettings.rates, request: [1_000, 1_000] } } });
    await server.users('alice', 'bob');
    await server.channel('lobby', ['alice', 'bob']);
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await server.close();
  });

  it('one goes out to connect; a welcome comes, and where its stream stands', async () => {
    await (await clientOf('alice')).connect();
    await (await clientOf('bob')).connect();
    await settle();
    for (const tally of Object.values(tallies)) expect(tally.frames).to.deep.equal({ '> hello': 1, '< welcome': 1, '< live': 1 });
  });

  it('three requests open the first channel', async () => {
    for (const [at, who] of ['alice', 'bob'].entries()) {
      const frames = await counted(async () => void (await opened(clients[at]!)));
      const most = { '> channel.follow': 1, '> channel.open': 1, '> message.list': 1, '< reply': 3, '< live': 1 };
      expect(frames).to.deep.equal(named({ [who]: most }));
    }
  });

  it('one sends a message; who receives it says so once', async () => {
    const [view, other] = [await opened(clients[0]!), await opened(clients[1]!)];
    const frames = await counted(() => void view.sendText('Hello'));
    expect([lastOf(view)?.sendState, lastOf(other)?.text]).to.deep.equal(['delivered', 'Hello']);
    expect(frames).to.deep.equal({
      'alice > send': 1,
      'alice < ack': 1,
      'alice < entry message': 1,
      'alice < receipt': 1,
      'bob < entry message': 1,
      'bob > channel.delivered': 1,
      'bob < reply': 1,
      'bob < receipt': 1,
    });
  });

  it('one says what was read, however often it is asked to', async () => {
    const [view, other] = [await opened(clients[0]!), await opened(clients[1]!)];
    const frames = await counted(() => {
      for (let time = 0; time < 20; time++) other.markRead();
    });
    expect(lastOf(view)?.sendState).to.equal('read');
    expect(frames).to.deep.equal({ 'bob > channel.read': 1, 'bob < reply': 1, 'bob < entry read': 1, 'bob < receipt': 1, 'alice < receipt': 1 });
  });

  it('one tells of twenty keys', async () => {
    const view = await opened(clients[0]!);
    const frames = await counted(() => {
      for (let key = 0; key < 20; key++) view.announceTyping();
    });
    expect(frames).to.deep.equal({ 'alice > typing': 1, 'bob < typing': 1 });
  });

  it('a call needs few from the click to the end, at both sides', async () => {
    const [caller, callee] = clients as [Client, Client];
    const frames = await counted(async () => {
      const ringing = new Promise<Call>((resolve) => void callee.calls.once('incoming', resolve));
      const out = await caller.calls.make('bob');
      const inc = await ringing;
      await inc.answer();
      await Promise.all([out, inc].map((call) => until(call, ({ mediaState }) => mediaState === 'connected')));
      await out.end();
      await until(inc, ({ state }) => state === 'ended');
    });
    // a message: the card of the call in the channel of the two
    const most = named({
      alice: { '> call.invite': 1, '> signal': 2, '> call.end': 1, '< reply': 2, '< signal': 3 },
      bob: { '> call.ring': 1, '> call.answer': 1, '> signal': 2, '> channel.delivered': 1, '< reply': 3, '< signal': 2 },
    });
    const both = { '< entry call': 4, '< entry history': 1, '< entry message': 1, '< receipt': 2 };
    expect(over(frames, { ...most, ...named({ alice: both, bob: both }) })).to.deep.equal({});
  });
});

describe('frames of an idle minute', () => {
  it('are pings, and with an open channel who is there, twice', async () => {
    await Promise.all([later.load(), kept.load()]);
    const server = new FakeServer();
    const clock = new FakeClock(server.nowMs);
    server.room('lobby', 'alice', 'bob');
    const tally = new Tally();
    const client = new Client({
      host: 'localhost:1',
      appId: 'demo',
      userId: 'alice',
      token: 'token:alice',
      clock,
      random: () => 0.5,
      storage: noStorage,
      openSocket: (url) => tally.watch(server.openSocket(url)),
    });
    const connected = client.connect();
    await clock.advance(1_000);
    await connected;
    tally.frames = {};
    await clock.advance(60_000);
    expect(tally.frames).to.deep.equal({ '> ping': 2, '< pong': 2 });

    const view = chatOf(client).open('lobby');
    await clock.advance(1_000);
    expect(view.state).to.equal('ready');
    tally.frames = {};
    await clock.advance(60_000);
    expect(tally.frames).to.deep.equal({ '> ping': 3, '< pong': 3, '> presence.channel': 2, '< reply': 2 });
    await client.dispose();
  });
});
