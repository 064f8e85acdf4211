import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { FakeNetwork, type FakeSocket } from '../../../test/fake-socket.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings, silentLog } from '../base/index.ts';
import { EarshotError, type EarshotErrorCode } from '../protocol/index.ts';
import type { ConnectionOptions } from './api.ts';
import { ChannelCursors } from './follow.ts';
import { createConnection } from './index.ts';

const user = { user_id: 'alice', name: 'Alice', created_at: 1, updated_at: 1 };
const message = (id: number) => ({ type: 'text', message_id: id, channel_id: 'lobby', n: id, created_at: 1, updated_at: 1, user, content: `m${id}` });
const entry = (id: number) => ({ kind: 'message', at_ms: 1, message: message(id) });
const events = (offset: number, ...entries: unknown[]) => ({ t: 'events', stream: 'c:lobby', offset, entries });
const receipt = { offset: 0, n: 0, at_ms: 0 };
const head = (offset: number) => ({
  channel: {
    channel_id: 'lobby',
    type: 'group',
    name: 'Lobby',
    freeze: false,
    visibility: 'private',
    total_message_count: 0,
    total_file_count: 0,
    member_count: 1,
    created_at: 1,
    updated_at: 1,
  },
  role: 'member',
  head: offset,
  n: offset,
  read: receipt,
  delivered: receipt,
});

function setUp(options: Partial<ConnectionOptions> = {}) {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  let tokens = 0;
  let wake = () => {};
  const connection = createConnection({
    url: 'ws://localhost/v1/socket',
    appId: 'demo',
    device: 'device-1',
    clientVersion: '1',
    tokenProvider: async () => `token-${++tokens}`,
    openSocket: network.openSocket,
    clock,
    settings: { ...defaultSettings },
    log: silentLog,
    random: () => 0.5,
    onWake: (probe) => {
      wake = probe;
      return () => {
        wake = () => {};
      };
    },
    ...options,
  });
  const heard: unknown[][] = [];
  connection.on('state', (state) => heard.push(['state', state]));
  connection.on('entry', (stream, offset) => heard.push(['entry', stream, offset]));
  connection.on('reset', (stream, at, epoch) => heard.push(['reset', stream, at, epoch]));
  const errors: EarshotErrorCode[] = [];
  connection.on('error', ({ code }) => errors.push(code));
  const welcome = (more: object = {}) => ({
    t: 'welcome',
    session: 's',
    now: clock.now(),
    heartbeat_ms: 25_000,
    epoch: 'e1',
    user,
    streams: { 'u:alice': { recovered: true, head: 0 } },
    channels: [],
    calls: [],
    token_expires_at: clock.now() + 3_600_000,
    limits: { message_length: 1, file_bytes: 1, frame_bytes: 1 },
    timings: { ring_timeout_ms: 1, grace_ms: 1, beat_ms: 1 },
    ...more,
  });
  /** The next line comes up. */
  const up = async (more: object = {}): Promise<FakeSocket> => {
    await settle();
    network.last.open();
    network.last.receive(welcome(more));
    await settle();
    return network.last;
  };
  const start = async (more: object = {}) => {
    void connection.followChannels(ChannelCursors);
    void connection.connect();
    return up(more);
  };
  return { clock, network, connection, heard, errors, welcome, up, start, wake: () => wake(), tokens: () => tokens };
}

const code = async (promise: Promise<unknown>) => {
  try {
    await promise;
    return 'resolved';
  } catch (error) {
    return (error as EarshotError).code;
  }
};

describe('a connection', () => {
  it('says hello first and resolves with the welcome', async () => {
    const { connection, network, welcome } = setUp();
    const connected = connection.connect();
    await settle();
    expect(connection.state).to.equal('connecting');
    network.last.open();
    expect(network.last.sent).to.deep.equal([{ t: 'hello', v: 1, app_id: 'demo', token: 'token-1', device: 'device-1', client_version: '1' }]);
    network.last.receive(welcome());
    await connected;
    expect(connection.state).to.equal('connected');
    expect(connection.cursor('u:alice')).to.deep.equal(['e1', 0]);
  });

  it('applies each entry once and in order, and drops what it has (P-6)', async () => {
    const { start, heard, connection } = setUp();
    const socket = await start({ channels: [head(4)] });
    socket.receive(events(5, entry(5), entry(6)));
    socket.receive(events(5, entry(5), entry(6), entry(7)));
    socket.receive(events(3, entry(3)));
    expect(heard.filter(([kind]) => kind === 'entry').map(([, , offset]) => offset)).to.deep.equal([5, 6, 7]);
    expect(connection.cursor('c:lobby')).to.deep.equal(['e1', 7]);
  });

  it('cuts the line on a gap and resumes from the last entry it applied', async () => {
    const { start, clock, network, up, heard } = setUp();
    const socket = await start({ channels: [head(4)] });
    socket.receive(events(5, entry(5)));
    socket.receive(events(7, entry(7)));
    expect(socket.closedWith).to.equal(4001);
    await clock.advance(1_000);
    expect(network.sockets).to.have.length(2);
    const second = await up({ streams: { 'u:alice': { recovered: true, head: 0 }, 'c:lobby': { recovered: true, head: 7 } }, channels: [head(7)] });
    expect(second.wrote('hello')[0]!.resume).to.deep.equal({ 'u:alice': ['e1', 0], 'c:lobby': ['e1', 5] });
    second.receive(events(6, entry(6), entry(7)));
    expect(heard.filter(([kind]) => kind === 'entry').map(([, , offset]) => offset)).to.deep.equal([5, 6, 7]);
  });

  it('treats reordered batches as a gap', async () => {
    const { start } = setUp();
    const socket = await start({ channels: [head(4)] });
    socket.receive(events(6, entry(6)), events(5, entry(5)));
    expect(socket.closedWith).to.equal(4001);
  });

  it('takes a new epoch as a reset, once, and stands at its head', async () => {
    const { start, clock, up, heard, connection } = setUp();
    const socket = await start({ channels: [head(4)] });
    socket.drop();
    await clock.advance(1_000);
    const streams = { 'u:alice': { recovered: false, head: 2, reason: 'epoch' }, 'c:lobby': { recovered: false, head: 1, reason: 'epoch' } };
    const second = await up({ epoch: 'e2', streams, channels: [head(1)] });
    expect(heard.filter(([kind]) => kind === 'reset')).to.deep.equal([
      ['reset', 'u:alice', 2, 'e2'],
      ['reset', 'c:lobby', 1, 'e2'],
    ]);
    second.receive(events(2, entry(2)));
    expect(connection.cursor('c:lobby')).to.deep.equal(['e2', 2]);
  });

  it('forgets the cursor of a channel that is gone', async () => {
    const { start, clock, up, connection } = setUp();
    (await start({ channels: [head(4)] })).drop();
    await clock.advance(1_000);
    await up({ streams: { 'u:alice': { recovered: true, head: 0 }, 'c:lobby': { recovered: false, head: 0, reason: 'gone' } } });
    expect(connection.cursor('c:lobby')).to.equal(undefined);
  });

  it('starts a channel joined later with the entry of the joining', async () => {
    const { start, heard } = setUp();
    const socket = await start();
    socket.receive(events(9, { kind: 'join', at_ms: 1, user }));
    socket.receive(events(10, entry(10)));
    expect(heard.filter(([kind]) => kind === 'entry').map(([, , offset]) => offset)).to.deep.equal([9, 10]);
  });

  it('steps over entries and frames it does not know (P-3)', async () => {
    const { start, connection } = setUp();
    const socket = await start({ channels: [head(4)] });
    socket.receive({ t: 'sparkle' }, events(5, { kind: 'sparkle', at_ms: 1 }), events(6, entry(6)));
    expect(socket.closedWith).to.equal(undefined);
    expect(connection.cursor('c:lobby')).to.deep.equal(['e1', 6]);
  });

  it('cuts the line on a malformed frame or text that is not JSON', async () => {
    for (const text of ['{', '{"t":"events","stream":"c:lobby","offset":0,"entries":[]}', '7']) {
      const { start, connection } = setUp();
      const socket = await start();
      socket.receiveText(text);
      expect(socket.closedWith, text).to.equal(4001);
      expect(connection.state).to.equal('reconnecting');
    }
  });

  it('tells nothing more once a listener has hung up', async () => {
    const { start, connection, heard } = setUp();
    const socket = await start({ channels: [head(4)] });
    connection.once('entry', () => void connection.disconnect());
    socket.receive(events(5, entry(5), entry(6)), events(7, entry(7)));
    expect(heard.filter(([kind]) => kind === 'entry')).to.have.length(1);
  });
});

describe('its requests', () => {
  it('answers by number and rebuilds the error of a nack', async () => {
    const { start, connection } = setUp();
    const socket = await start();
    const me = connection.request('user.me', {});
    const other = code(connection.request('user.get', { user_id: 'nobody' }));
    socket.receive({ t: 'nack', request_id: 2, error: 'user:not-found', code: 1004, message: 'unable to find; nobody' });
    socket.receive({ t: 'reply', request_id: 1, result: { user } });
    expect((await me).user.name).to.equal('Alice');
    expect(await other).to.equal('user:not-found');
  });

  it('loses a question with its line, but asks one that may be repeated again', async () => {
    const { start, connection, clock, up } = setUp();
    const socket = await start();
    const once = code(connection.request('call.decline', { call_id: 'call-0001', reason: 'busy' }));
    const again = connection.request('user.me', {}, { retry: true });
    socket.drop();
    expect(await once).to.equal('connection:lost');
    await clock.advance(1_000);
    const second = await up();
    expect(second.wrote('request').map(({ method }) => method)).to.deep.equal(['user.me']);
    second.receive({ t: 'reply', request_id: 2, result: { user } });
    expect((await again).user.user_id).to.equal('alice');
  });

  it('keeps what was not asked yet for the next line', async () => {
    const { start, connection, clock, up } = setUp();
    (await start()).drop();
    const asked = connection.request('user.me', {});
    await clock.advance(1_000);
    const second = await up();
    second.receive({ t: 'reply', request_id: 1, result: { user } });
    expect((await asked).user.user_id).to.equal('alice');
  });

  it('gives up after its timeout, when aborted, and when there is no connection', async () => {
    const { start, connection, clock } = setUp();
    expect(await code(connection.request('user.me', {}))).to.equal('connection:closed');
    await start();
    const late = code(connection.request('user.me', {}));
    const controller = new AbortController();
    const aborted = code(connection.request('user.me', {}, { signal: controller.signal }));
    controller.abort();
    await clock.advance(defaultSettings.requestTimeoutMs);
    expect([await late, await aborted]).to.deep.equal(['request:timeout', 'request:aborted']);
  });

  it('resolves a send with its ack, and rejects it when the line is cut or down', async () => {
    const { start, connection } = setUp();
    const socket = await start();
    const frame = { t: 'send' as const, client_id: 'client-1', channel_id: 'lobby', type: 'text' as const, content: 'hi' };
    const sent = connection.send(frame);
    socket.receive({ t: 'ack', client_id: 'client-1', stream: 'c:lobby', offset: 1, message: message(1) });
    expect((await sent).offset).to.equal(1);
    const cut = code(connection.send({ ...frame, client_id: 'client-2' }));
    socket.drop();
    expect(await cut).to.equal('connection:lost');
    expect(await code(connection.send({ ...frame, client_id: 'client-3' }))).to.equal('connection:lost');
  });
});

describe('its lines', () => {
  it('retries at once after a stable line, then with full jitter over a doubling range', async () => {
    const { start, clock, network, up } = setUp({ random: () => 0.999 });
    const socket = await start({ heartbeat_ms: 0 });
    await clock.advance(defaultSettings.stableAfterMs);
    socket.drop();
    await clock.advance(0);
    expect(network.sockets).to.have.length(2);
    const gaps: number[] = [];
    for (let i = 0; i < 9; i++) {
      const from = clock.now();
      network.last.drop();
      const count = network.sockets.length;
      while (network.sockets.length === count) await clock.advance(50);
      gaps.push(clock.now() - from);
    }
    expect(gaps).to.deep.equal([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    await up();
  });

  it('comes back when the server said it may', async () => {
    const { start, clock, network } = setUp();
    const socket = await start();
    socket.receive({ t: 'bye', close: 1012, after_ms: 7_000, error: 'connection:restart', message: 'unable to go on; restart' });
    socket.drop(1012);
    await clock.advance(6_999);
    expect(network.sockets).to.have.length(1);
    await clock.advance(1);
    expect(network.sockets).to.have.length(2);
  });

  it('pings within ± 20 % of the interval and takes any frame as life', async () => {
    const { start, clock } = setUp();
    const socket = await start();
    await clock.advance(12_500);
    expect(socket.wrote('ping')).to.have.length(1);
    socket.receive({ t: 'sparkle' });
    await clock.advance(24_999);
    expect(socket.wrote('ping')).to.have.length(1);
    await clock.advance(1);
    expect(socket.wrote('ping')).to.have.length(2);
    expect(socket.closedWith).to.equal(undefined);
  });

  it('closes a silent line as a zombie and measures the round trip of a living one', async () => {
    const { start, clock, connection } = setUp();
    const socket = await start();
    await clock.advance(12_500);
    await clock.advance(40);
    socket.receive({ t: 'pong', n: 1 });
    expect(connection.roundTripMs).to.equal(40);
    await clock.advance(25_000 + defaultSettings.pongTimeoutMs);
    expect(socket.closedWith).to.equal(4000);
    expect(connection.state).to.equal('reconnecting');
  });

  it('probes when the page comes back, with a short deadline', async () => {
    const { start, clock, wake } = setUp();
    const socket = await start();
    wake();
    expect(socket.wrote('ping')).to.have.length(1);
    await clock.advance(defaultSettings.probeTimeoutMs);
    expect(socket.closedWith).to.equal(4000);
  });

  it('does not wait any longer when the page comes back while it was waiting', async () => {
    const { start, network, wake } = setUp();
    (await start()).drop();
    wake();
    await settle();
    expect(network.sockets).to.have.length(2);
  });

  it('gives up a line that is not welcomed in time, and says that the server cannot be reached', async () => {
    const { connection, network, clock, errors } = setUp();
    void connection.connect();
    await settle();
    network.last.open();
    await clock.advance(defaultSettings.connectTimeoutMs);
    expect(network.last.closedWith).to.equal(4000);
    expect(errors).to.deep.equal(['connection:unreachable']);
  });

  it('keeps trying when a socket cannot even be made', async () => {
    const { connection, network, clock, errors, up } = setUp();
    network.refusal = new Error('blocked by policy');
    void connection.connect();
    await settle();
    expect(errors).to.deep.equal(['connection:unreachable']);
    network.refusal = undefined;
    await clock.advance(1_000);
    await up();
    expect(connection.state).to.equal('connected');
  });

  it('stays away when a close code says stop', async () => {
    for (const [close, expected] of [
      [4009, 'connection:replaced'],
      [4403, 'auth:forbidden'],
      [4426, 'protocol:version'],
      [4003, 'auth:forbidden'],
    ] as const) {
      const { start, connection, clock, network } = setUp();
      (await start()).drop(close);
      expect(connection.state).to.equal('failed');
      expect(connection.failure?.code).to.equal(expected);
      await clock.advance(600_000);
      expect(network.sockets).to.have.length(1);
    }
  });

  it('comes back when the application says, and gives up when it has no time to name', async () => {
    const waits = [100, 200];
    const { start, connection, clock, network, heard } = setUp({ retryAfterMs: () => waits.shift() });
    (await start()).drop();
    expect(connection.state).to.equal('reconnecting');
    await clock.advance(99);
    expect(network.sockets).to.have.length(1);
    await clock.advance(1);
    expect(network.sockets).to.have.length(2);
    network.last.drop();
    await clock.advance(200);
    network.last.drop();
    expect(connection.failure?.code).to.equal('connection:lost');
    expect(heard.at(-1)).to.deep.equal(['state', 'failed']);
    await clock.advance(600_000);
    expect(network.sockets).to.have.length(3);
  });

  it('drops its line when asked to, and comes back', async () => {
    const { start, connection, clock, network, up } = setUp();
    connection.reset();
    expect(network.sockets).to.have.length(0);
    const socket = await start();
    connection.reset();
    expect(socket.closedWith).to.equal(4000);
    expect(connection.state).to.equal('reconnecting');
    await clock.advance(1_000);
    await up();
    expect(connection.state).to.equal('connected');
  });

  it('pings as often as its settings say, at once when asked, and not at all with 0', async () => {
    const settings = { ...defaultSettings, heartbeatMs: 10_000 };
    const { start, connection, clock } = setUp({ settings });
    const socket = await start({ heartbeat_ms: 25_000 });
    const pong = () => socket.receive({ t: 'pong', n: socket.wrote('ping').at(-1)?.n });
    await clock.advance(5_000);
    expect([socket.wrote('ping').length, connection.pinging]).to.deep.equal([1, true]);
    pong();
    await clock.advance(10_000);
    expect(socket.wrote('ping')).to.have.length(2);
    pong();
    expect(connection.pinging).to.equal(false);
    settings.heartbeatMs = 0;
    await clock.advance(60_000);
    expect(socket.wrote('ping')).to.have.length(2);
    connection.probe();
    expect(socket.wrote('ping')).to.have.length(3);
  });

  it('leaves no timer behind, and rejects what waits, when it is ended', async () => {
    const { start, connection, clock, heard } = setUp();
    const socket = await start();
    const asked = code(connection.request('user.me', {}));
    await connection.disconnect();
    await connection.disconnect();
    expect(await asked).to.equal('connection:closed');
    expect(clock.pending).to.equal(0);
    expect(socket.closedWith).to.equal(1000);
    expect(heard.at(-1)).to.deep.equal(['state', 'disconnected']);
  });

  it('survives connect, disconnect and connect in one breath', async () => {
    const { connection, up, network } = setUp();
    const first = code(connection.connect());
    void connection.disconnect();
    const second = connection.connect();
    await up();
    await second;
    expect(await first).to.equal('connection:closed');
    expect(connection.state).to.equal('connected');
    expect(network.sockets.filter(({ readyState }) => readyState === 1)).to.have.length(1);
  });
});

describe('its token', () => {
  it('is refreshed in band before it expires, and the line stays', async () => {
    const { start, clock, network } = setUp();
    const socket = await start({ heartbeat_ms: 0 });
    await clock.advance(3_600_000 - defaultSettings.tokenMarginMs);
    expect(socket.wrote('auth')).to.deep.equal([{ t: 'auth', token: 'token-2' }]);
    socket.receive({ t: 'token_accepted', expires_at: clock.now() + 7_200_000 });
    await clock.advance(7_200_000 - defaultSettings.tokenMarginMs);
    expect(socket.wrote('auth')).to.have.length(2);
    expect(network.sockets).to.have.length(1);
  });

  it('is refreshed when the server asks', async () => {
    const { start } = setUp();
    const socket = await start();
    socket.receive({ t: 'token_expiring', in_ms: 1_000 }, { t: 'token_expiring', in_ms: 900 });
    await settle();
    expect(socket.wrote('auth')).to.have.length(1);
  });

  it('waits for its month without overflowing the timer', async () => {
    const { start, clock } = setUp();
    const monthMs = 30 * 86_400_000;
    const socket = await start({ heartbeat_ms: 0, token_expires_at: clock.now() + monthMs });
    await clock.advance(monthMs - defaultSettings.tokenMarginMs - 1);
    expect(socket.wrote('auth')).to.have.length(0);
    await clock.advance(1);
    expect(socket.wrote('auth')).to.have.length(1);
  });

  it('is fetched anew when it is refused, and the connection resumes', async () => {
    const { start, clock, network, up, connection } = setUp();
    (await start()).drop(4401);
    await clock.advance(0);
    await settle();
    await up();
    expect(network.last.wrote('hello')[0]!.token).to.equal('token-2');
    expect(connection.state).to.equal('connected');
  });

  it('fails for good when the provider has no other one, with the reason the server gave', async () => {
    const { connection, network, clock } = setUp({ tokenProvider: async () => 'the only one' });
    const connected = code(connection.connect());
    await settle();
    network.last.open();
    network.last.receive({ t: 'bye', close: 4401, after_ms: 0, error: 'auth:token-expired', code: 4001, message: 'unable to connect; expired' });
    network.last.drop(4401);
    await clock.advance(60_000);
    expect(await connected).to.equal('auth:token-expired');
    expect(connection.state).to.equal('failed');
    expect(network.sockets).to.have.length(1);
  });

  it('fails for good when two in a row are refused', async () => {
    const { connection, network, clock } = setUp();
    const connected = code(connection.connect());
    for (let i = 0; i < 2; i++) {
      await clock.advance(1_000);
      network.last.open();
      network.last.drop(4401);
    }
    await clock.advance(60_000);
    expect(await connected).to.equal('auth:token-invalid');
    expect(network.sockets).to.have.length(2);
  });

  it('is asked for again when the provider fails for a while', async () => {
    let broken = true;
    const { connection, clock, up, errors } = setUp({
      tokenProvider: async () => {
        if (broken) throw new TypeError('network');
        return 'token';
      },
    });
    void connection.connect();
    await settle();
    expect(errors).to.deep.equal(['connection:unreachable']);
    broken = false;
    await clock.advance(1_000);
    await up();
    expect(connection.state).to.equal('connected');
  });

  it('ends the connection when the provider says so for good', async () => {
    const { connection } = setUp({ tokenProvider: () => Promise.reject(new EarshotError('auth:forbidden', 'get a token')) });
    expect(await code(connection.connect())).to.equal('auth:forbidden');
  });
});
