import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { FakeEngine } from '../../../test/fake-media.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings, Emitter, type Settings, silentLog } from '../base/index.ts';
import type { Connection, ConnectionEvents, ConnectionState } from '../connection/api.ts';
import { type CallRow, EarshotError, type MethodName, type Welcome } from '../protocol/index.ts';
import type { AnswerOptions } from './api.ts';
import { createCalls } from './call-door.ts';
import type { CallParts } from './ports.ts';

type Answer = (params: Record<string, unknown>) => unknown;

/** A connection whose server is this test. */
class FakeConnection extends Emitter<ConnectionEvents> {
  state: ConnectionState = 'connected';
  welcome: Welcome | undefined;
  clockOffsetMs = 0;
  readonly asked: [method: MethodName, params: Record<string, unknown>][] = [];
  readonly answers: Partial<Record<MethodName, Answer>> = {};

  async request(method: MethodName, params: Record<string, unknown>): Promise<unknown> {
    this.asked.push([method, params]);
    await Promise.resolve();
    const answer = this.answers[method];
    if (!answer) throw new EarshotError('connection:lost', method);
    return answer(params);
  }

  notify(): boolean {
    return true;
  }

  greet(calls: CallRow[] = [], head = 0): void {
    this.state = 'connected';
    this.welcome = {
      streams: { 'u:me': { recovered: true, head } },
      calls,
      timings: { ring_timeout_ms: 45_000, grace_ms: 45_000, beat_ms: 10_000 },
    } as unknown as Welcome;
    this.emit('welcome', this.welcome);
  }

  entry(offset: number, call: CallRow): void {
    this.emit('entry', 'u:me', offset, { kind: 'call', at_ms: 0, call });
  }

  signal(signal: Omit<ConnectionEvents['signal'][0], 't'>): void {
    this.emit('signal', { t: 'signal', ...signal });
  }

  lose(): void {
    this.state = 'reconnecting';
    this.emit('state', 'reconnecting', 'connected');
  }

  sent(method: MethodName): Record<string, unknown>[] {
    return this.asked.filter(([name]) => name === method).map(([, params]) => params);
  }
}

const row = (change: Partial<CallRow> = {}): CallRow => ({
  call_id: 'call-0001',
  version: 1,
  state: 'ringing',
  alerted: false,
  from: { user_id: 'bob', name: 'Bob' },
  to: { user_id: 'me', name: 'Me' },
  media: ['audio'],
  created_at: 0,
  ring_left_ms: 45_000,
  ...change,
});

function cold(settings: Partial<Settings> = {}) {
  const connection = new FakeConnection();
  connection.answers['call.ring'] = ({ call_id }) => ({ call: row({ call_id: call_id as string, version: 2, alerted: true }), signals: [] });
  const engine = new FakeEngine();
  const clock = new FakeClock();
  const services = new Map<symbol, { dispose(): void }>();
  const parts: CallParts = {
    client: {
      appId: 'app',
      userId: 'me',
      fetch: () => Promise.reject(new Error('there is no server')),
      service: (key, make) => {
        const made = services.get(key) ?? make(parts);
        services.set(key, made);
        return made as ReturnType<typeof make>;
      },
    },
    connection: connection as unknown as Connection,
    clock,
    settings: { ...defaultSettings, ...settings },
    callConfig: {},
    log: silentLog,
    storage: { getItem: () => null, setItem: () => {}, removeItem: () => {} },
    mediaEngine: engine,
  };
  const calls = createCalls(parts);
  const rung: string[] = [];
  calls.on('incoming', (call) => rung.push(call.id));
  return { connection, engine, clock, calls, rung, services };
}

/** With everything loaded that is loaded on demand. */
async function kit(settings?: Partial<Settings>) {
  const all = cold(settings);
  await all.calls.prepare();
  return all;
}

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: Error) => error.message,
  );

/** Lets the engine's import and what hangs on it happen. */
const loaded = async (calls: { prepare(): Promise<void> }): Promise<void> => {
  await calls.prepare();
  await settle();
};

describe('rows of the server', () => {
  it('ring once, however often they come', async () => {
    const { connection, calls, rung } = await kit();
    connection.greet([row()]);
    connection.entry(1, row());
    connection.entry(2, row({ version: 2, alerted: true }));
    await loaded(calls);
    expect([rung, calls.calls[0]?.state]).to.deep.equal([['call-0001'], 'ringing']);
  });

  it('that the welcome knows to be history ring no more', async () => {
    const { connection, rung } = await kit();
    connection.greet([], 5);
    connection.entry(4, row());
    connection.entry(5, row({ version: 2, state: 'ended', end_reason: 'cancelled' }));
    expect(rung).to.deep.equal([]);
    connection.entry(6, row({ call_id: 'call-0002' }));
    expect(rung).to.deep.equal(['call-0002']);
  });

  it('older than what is known change nothing', async () => {
    const { connection, calls } = await kit();
    connection.greet();
    connection.entry(1, row());
    await loaded(calls);
    connection.entry(2, row({ version: 1, from: { user_id: 'bob', name: 'Old' } }));
    expect(calls.calls[0]?.peer.name).to.equal('Bob');
  });

  it('of an ended call never ring again', async () => {
    const { connection, calls, rung } = await kit();
    connection.greet();
    connection.entry(1, row());
    connection.entry(2, row({ version: 2, state: 'ended', end_reason: 'unanswered' }));
    connection.entry(3, row());
    await loaded(calls);
    expect([rung.length, calls.calls.length]).to.deep.equal([1, 0]);
  });

  it('answered by another leg end it here as answered elsewhere', async () => {
    const { connection, calls } = await kit();
    connection.greet();
    connection.entry(1, row());
    const call = calls.calls[0];
    connection.entry(2, row({ version: 2, state: 'active', answered_leg: 'another' }));
    await loaded(calls);
    expect([call?.state, call?.endReason]).to.deep.equal(['ended', 'answered_elsewhere']);
  });

  it('active ones that this browser holds no leg of are none of our business', async () => {
    const { connection, calls } = await kit();
    connection.greet([row({ state: 'active', answered_leg: 'another' }), row({ call_id: 'call-0002', from: { user_id: 'me', name: 'Me' } })]);
    await loaded(calls);
    expect(calls.calls).to.deep.equal([]);
  });
});

describe('a call that is answered in the moment it comes', () => {
  const offer = {
    call_id: 'call-0001',
    generation: 1,
    seq: 1,
    data: { description: { type: 'offer' as const, sdp: '{"ufrag":"theirs","kinds":["audio"]}' } },
  };
  const answering = async (options: AnswerOptions = {}) => {
    const all = await kit();
    all.connection.answers['call.answer'] = () => ({
      call: row({ version: 3, state: 'active', answered_leg: 'mine' }),
      leg: { leg_id: 'mine', leg_token: 'token', generation: 1, ice_servers: [] },
      signals: [],
    });
    const answered = new Promise<void>((resolve) => void all.calls.on('incoming', (call) => resolve(call.answer(options))));
    all.connection.greet();
    all.connection.entry(1, row());
    return { ...all, answered };
  };
  const methods = ({ connection }: { connection: FakeConnection }) => connection.asked.map(([method]) => method);

  it('says no more that it rings', async () => {
    const all = await answering();
    all.connection.signal(offer);
    await all.answered;
    await all.clock.advance(1_000);
    expect([methods(all), all.calls.calls[0]?.state]).to.deep.equal([['call.answer'], 'connected']);
    all.calls.dispose();
  });

  it('says so neither while its answer is on the way, however long the server takes', async () => {
    const all = await answering();
    const reply = all.connection.answers['call.answer'] as () => unknown;
    const write = Promise.withResolvers<void>();
    all.connection.answers['call.answer'] = () => write.promise.then(reply);
    all.connection.signal(offer);
    await settle();
    await all.clock.advance(1_000);
    expect(methods(all)).to.deep.equal(['call.answer']);
    write.resolve();
    await all.answered;
    await all.clock.advance(1_000);
    expect(methods(all)).to.deep.equal(['call.answer']);
    all.calls.dispose();
  });

  it('begins with its sound: what looks after a call in progress comes a moment later', async () => {
    await import('./leg-keeper.ts'); // here already: what is measured is when it is asked for
    const all = await answering();
    all.connection.signal(offer);
    await all.answered;
    await settle();
    await all.clock.advance(10_000 + defaultSettings.mediaLostMs / 3 - 1);
    expect(methods(all)).to.deep.equal(['call.answer']);
    await all.clock.advance(1);
    expect(methods(all)).to.deep.equal(['call.answer', 'call.beat']);
    all.calls.dispose();
  });

  it('rings after all when no offer comes, and takes the one that its caller has made meanwhile', async () => {
    const all = await answering();
    all.connection.answers['call.ring'] = () => ({ call: row({ version: 2, alerted: true }), signals: [offer] });
    await settle();
    expect(methods(all)).to.deep.equal([]);
    await all.clock.advance(100);
    await all.answered;
    expect([methods(all), all.calls.calls[0]?.state]).to.deep.equal([['call.ring', 'call.answer'], 'connected']);
    all.calls.dispose();
  });

  it('speaks from its first description, also where the offer comes while the answer is on the way', async () => {
    const all = await answering();
    all.connection.answers['call.ring'] = () => ({ call: row({ version: 2, alerted: true }), signals: [] });
    const reply = all.connection.answers['call.answer'] as () => unknown;
    const write = Promise.withResolvers<void>();
    all.connection.answers['call.answer'] = () => write.promise.then(reply);
    await settle();
    await all.clock.advance(100);
    expect(methods(all)).to.deep.equal(['call.ring', 'call.answer']);
    all.connection.signal(offer);
    await settle();
    write.resolve();
    await all.answered;
    await settle();
    const peer = all.engine.peers.find(({ remoteDescription }) => remoteDescription); // not the one for the next call
    const { type, sdp } = peer!.localDescription!;
    expect([type, (JSON.parse(sdp!) as { directions: string[] }).directions], 'agreed at once, with nothing to ask anew').to.deep.equal([
      'answer',
      ['sendrecv'],
    ]);
    expect(peer!.getTransceivers().map(({ sender }) => sender.track?.kind)).to.deep.equal(['audio']);
    all.calls.dispose();
  });

  it('agrees on its picture at once, though the camera opens meanwhile', async () => {
    const all = await answering({ video: true });
    all.connection.signal({ ...offer, data: { description: { type: 'offer', sdp: '{"ufrag":"theirs","kinds":["audio","video"]}' } } });
    await all.answered;
    await settle();
    const [{ description }] = all.connection.sent('call.answer') as [{ description: { type: string; sdp: string } }];
    expect([description.type, (JSON.parse(description.sdp) as { directions: string[] }).directions]).to.deep.equal([
      'answer',
      ['sendrecv', 'sendrecv'],
    ]);
    const peer = all.engine.peers.find(({ remoteDescription }) => remoteDescription)!;
    expect(peer.localDescription!.type, 'nothing is asked anew').to.equal('answer');
    expect(peer.getTransceivers().map(({ sender }) => sender.track?.kind)).to.deep.equal(['audio', 'video']);
    all.calls.dispose();
  });

  it('that is over by then does not ring', async () => {
    const all = await answering();
    all.answered.catch(() => {});
    all.connection.entry(2, row({ version: 2, state: 'ended', end_reason: 'cancelled' }));
    await all.clock.advance(1_000);
    expect([methods(all), all.calls.calls.length]).to.deep.equal([[], 0]);
  });
});

describe('busy', () => {
  it('is said when as many calls as allowed are open, and nobody here hears the call', async () => {
    const { connection, rung } = await kit({ maxCalls: 1 });
    connection.answers['call.decline'] = () => ({ call: row() });
    connection.greet();
    connection.entry(1, row());
    connection.entry(2, row({ call_id: 'call-0002', from: { user_id: 'carol', name: 'Carol' } }));
    await settle();
    expect(connection.sent('call.decline')).to.deep.equal([{ call_id: 'call-0002', reason: 'busy' }]);
    expect(rung).to.deep.equal(['call-0001']);
  });

  it('is said again by a new session while the call still rings', async () => {
    const { connection } = await kit({ maxCalls: 1 });
    connection.answers['call.decline'] = () => ({ call: row() });
    const carols = row({ call_id: 'call-0002', from: { user_id: 'carol', name: 'Carol' } });
    connection.greet([row(), carols]);
    await settle();
    connection.lose();
    connection.greet([row(), carols]);
    await settle();
    expect(connection.sent('call.decline').map(({ call_id }) => call_id)).to.deep.equal(['call-0002', 'call-0002']);
  });

  it('allows two calls by default, and a call of ones own no more than that', async () => {
    const { connection, calls, rung } = await kit();
    connection.greet();
    for (const n of [1, 2]) connection.entry(n, row({ call_id: `call-000${n}`, from: { user_id: `user${n}`, name: '' } }));
    expect(rung.length).to.equal(2);
    expect(await failure(calls.make('dave'))).to.match(/as many calls/);
  });
});

describe('a line that comes back', () => {
  it('tells what could not be told', async () => {
    const { connection, calls } = await kit();
    connection.greet();
    connection.entry(1, row());
    connection.lose();
    await calls.calls[0]?.reject();
    expect(connection.sent('call.decline')).to.deep.equal([]);
    connection.answers['call.decline'] = () => ({ call: row({ version: 3, state: 'ended', end_reason: 'rejected' }) });
    connection.greet([row()]);
    await settle();
    expect(connection.sent('call.decline')).to.deep.equal([{ call_id: 'call-0001', reason: 'rejected' }]);
    connection.greet([]);
    await settle();
    expect(connection.sent('call.decline').length).to.equal(1);
  });

  it('asks what became of a call that is no longer live', async () => {
    const { connection, calls } = await kit();
    connection.greet();
    connection.entry(1, row());
    const call = calls.calls[0];
    await loaded(calls);
    connection.answers['call.get'] = () => ({ call: row({ version: 4, state: 'ended', end_reason: 'cancelled' }) });
    connection.lose();
    connection.greet([]);
    await settle();
    expect([call?.state, call?.endReason]).to.deep.equal(['ended', 'cancelled']);
  });

  it('says anew that it rings', async () => {
    const { connection, calls } = await kit();
    connection.greet();
    connection.entry(1, row());
    await loaded(calls);
    connection.lose();
    connection.greet([row({ version: 2, alerted: true })], 2);
    await settle();
    expect(connection.sent('call.ring').length).to.equal(2);
  });
});

describe('making a call', () => {
  it('refuses oneself, and everything after the end', async () => {
    const { calls } = await kit();
    expect(await failure(calls.make('me'))).to.match(/caller and callee are the same/);
    calls.dispose();
    expect(await failure(calls.make('bob'))).to.match(/disposed/);
  });

  it('is there at once, and a line that fails ends it with the reason', async () => {
    const { connection, calls } = await kit();
    connection.greet();
    connection.answers['call.invite'] = () => {
      throw new EarshotError('request:rate-limited', 'call');
    };
    const call = await calls.make('bob', { name: 'Bob' });
    expect([call.state, call.peer, calls.calls]).to.deep.equal(['initiating', { user_id: 'bob', name: 'Bob' }, [call]]);
    await new Promise<void>((resolve) => void call.on('state', (state) => state === 'ended' && resolve()));
    expect([call.endReason, call.error?.code]).to.deep.equal(['failed', 'request:rate-limited']);
  });

  it('disposed, leaves no timer, peer, device or listener', async () => {
    const { connection, calls, clock, engine, services } = await kit();
    connection.greet();
    const ice_servers: never[] = [];
    connection.answers['call.invite'] = ({ call_id }) => ({
      call: row({ call_id: call_id as string, from: { user_id: 'me', name: 'Me' }, to: { user_id: 'bob', name: 'Bob' } }),
      leg: { leg_id: 'leg', leg_token: 'token', generation: 1, ice_servers },
      glare: false,
    });
    const call = await calls.make('bob');
    await new Promise<void>((resolve) => void call.on('state', (state) => state === 'initiated' && resolve()));
    connection.entry(
      1,
      row({
        call_id: call.id,
        version: 3,
        state: 'active',
        answered_leg: 'theirs',
        from: { user_id: 'me', name: 'Me' },
        to: { user_id: 'bob', name: 'Bob' },
      }),
    );
    expect(call.state).to.equal('connected');
    await settle();
    calls.dispose();
    await settle();
    for (const service of services.values()) service.dispose();
    await clock.advance(60_000);
    expect([clock.pending, engine.peers.length, engine.device.open, engine.listeners, connection.listenerCount()]).to.deep.equal([0, 0, 0, 0, 0]);
  });
});

describe('whether there is a microphone', () => {
  const counted = (change: (engine: FakeEngine) => void = () => {}) => {
    const all = cold();
    change(all.engine);
    const seen = { looks: 0 };
    const look = all.engine.enumerateDevices.bind(all.engine);
    all.engine.enumerateDevices = () => {
      seen.looks++;
      return look();
    };
    return { ...all, seen };
  };

  it('is known before a call is made, where it may be opened: making one looks no more', async () => {
    const { calls, connection, seen } = counted();
    await calls.prepare({ codeOnly: true });
    await settle();
    expect(seen.looks).to.equal(1);
    await calls.make('bob');
    await settle();
    expect([connection.sent('call.invite').length, seen.looks]).to.deep.equal([1, 1]);
    calls.dispose();
  });

  it('is asked anew when there was none', async () => {
    const { calls, engine, connection, seen } = counted(({ devices }) => {
      devices.list = [];
    });
    await calls.prepare({ codeOnly: true });
    await settle();
    const call = await calls.make('bob');
    await settle();
    expect([call.error?.code, connection.sent('call.invite').length, seen.looks > 1]).to.deep.equal(['media:not-found', 0, true]);
    engine.devices.plug('audioinput', 'mic-9'); // its event is heard as well
    await settle();
    await calls.make('bob');
    await settle();
    expect(connection.sent('call.invite').length).to.equal(1);
    calls.dispose();
  });

  it('is nobody’s business until it may be opened', async () => {
    const { calls, seen } = counted(({ machine }) => {
      machine.asks = true;
    });
    await calls.prepare({ codeOnly: true });
    await settle();
    await calls.make('bob');
    await settle();
    expect(seen.looks).to.equal(0);
    calls.dispose();
  });

  it('is nobody’s business in a call without one, which waits for the camera alone', async () => {
    const { calls, engine, connection } = counted(({ devices, machine }) => {
      devices.list = devices.list.filter(({ kind }) => kind === 'videoinput');
      machine.asks = true;
    });
    await calls.make('bob', { audio: false, video: true });
    await settle();
    expect(connection.sent('call.invite'), 'who refuses the camera rings nowhere').to.deep.equal([]);
    engine.decide(true);
    await settle();
    expect(connection.sent('call.invite').length).to.equal(1);
    calls.dispose();
  });
});

describe('before the manager is loaded', () => {
  const events = (calls: ReturnType<typeof cold>['calls']) => {
    const seen: string[] = [];
    calls.on('incoming', (call) => seen.push(`incoming ${call.id}`));
    calls.on('ended', (call) => seen.push(`ended ${call.id} ${call.endReason}`));
    return seen;
  };

  it('no row is lost, and they are told in order', async () => {
    const { connection, calls } = cold();
    const seen = events(calls);
    connection.greet();
    connection.entry(1, row());
    connection.entry(2, row({ call_id: 'call-0002', from: { user_id: 'carol', name: 'Carol' } }));
    connection.entry(3, row({ version: 2, state: 'ended', end_reason: 'cancelled' }));
    expect([seen, calls.calls.length]).to.deep.equal([[], 0]);
    await loaded(calls);
    expect(seen).to.deep.equal(['incoming call-0001', 'incoming call-0002', 'ended call-0001 cancelled']);
    expect(calls.get('call-0002')?.state).to.equal('ringing');
  });

  it('a call of the welcome rings once, however often the line is cut meanwhile', async () => {
    const { connection, calls } = cold();
    const seen = events(calls);
    connection.greet([row()], 1);
    connection.lose();
    connection.greet([row()], 1);
    connection.entry(2, row({ version: 2, alerted: true }));
    await loaded(calls);
    expect([seen, connection.sent('call.ring').length]).to.deep.equal([['incoming call-0001'], 1]);
  });

  it('a call that a later welcome no longer knows does not ring', async () => {
    const { connection, calls } = cold();
    const seen = events(calls);
    connection.greet([row()], 1);
    connection.greet([], 2);
    await loaded(calls);
    expect(seen).to.deep.equal([]);
  });

  it('rows that concern nobody here load nothing', async () => {
    const { connection, calls } = cold();
    connection.greet([row({ state: 'active', answered_leg: 'another' })], 1);
    connection.entry(2, row({ call_id: 'call-0002', from: { user_id: 'me', name: 'Me' }, to: { user_id: 'bob', name: 'Bob' } }));
    await settle();
    connection.entry(3, row({ call_id: 'call-0003' }));
    await loaded(calls);
    expect(calls.calls.map(({ id }) => id)).to.deep.equal(['call-0003']);
  });

  it('a call that is made exists once the promise resolves, and an incoming one of the same user is answered by it', async () => {
    const { connection, calls } = cold();
    connection.greet([row()], 1);
    const call = await calls.make('bob');
    expect([call.id, call.direction]).to.deep.equal(['call-0001', 'incoming']);
    calls.dispose();
    await settle();
  });

  it('disposed, leaves nothing and makes nothing', async () => {
    const { connection, calls, engine } = cold();
    const seen = events(calls);
    connection.greet([row()], 1);
    const made = failure(calls.make('bob'));
    calls.dispose();
    expect(await made).to.match(/disposed/);
    await settle();
    expect([seen, calls.calls.length, connection.listenerCount(), engine.peers.length, connection.asked]).to.deep.equal([[], 0, 0, 0, []]);
  });
});
