import type { CallRow, LegGrant } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore, temporaryFolder } from '../../../test/server-fixture.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
type Name = (typeof NAMES)[number];

let count = 0;
const newCall = (): string => `moved-${String(++count).padStart(6, '0')}`;
const outcome = <T>(promise: Promise<T>): Promise<T | string> =>
  promise.catch((error: { nack?: { error: string } }) => error.nack?.error ?? String(error));

/** A server that can come back, and its people, each on one device. */
class World {
  readonly clock = new FakeClock();
  readonly #folder = temporaryFolder();
  server!: RunningCore;
  readonly devices = new Map<Name, Device>();

  async open(first = true): Promise<this> {
    const settings = { heartbeatMs: 86_400_000, rates: { invite: [1000, 1000], request: [1000, 1000] } as never };
    this.server = await startCore({ clock: this.clock, dataDir: this.#folder.path, settings, ...(!first && { appId: null }) });
    if (first) await this.server.users(...NAMES);
    return this;
  }

  async restart(...back: Name[]): Promise<void> {
    await this.server.close();
    this.devices.clear();
    await this.open(false);
    await this.enter(...back);
  }

  async enter(...names: Name[]): Promise<Device[]> {
    for (const name of names) this.devices.set(name, await this.server.device(name, { device: `${name}-1` }));
    return names.map((name) => this.device(name));
  }

  device(name: Name): Device {
    return this.devices.get(name)!;
  }

  async leave(name: Name, code?: number): Promise<void> {
    const device = this.device(name);
    this.devices.delete(name);
    if (code === undefined) {
      device.cut();
      await device.untilClosed();
    } else await device.close(code);
    await this.server.quiet();
  }

  /** As the server's table has it now, asked by a socket of this user that holds nothing. */
  async row(name: Name, call_id: string): Promise<CallRow> {
    const actor = { kind: 'user', appId: 'demo', userId: name } as const;
    return (await this.server.core.execute(actor, 'call.get', { call_id })).call;
  }

  async empty(): Promise<void> {
    for (const name of [...this.devices.keys()]) await this.leave(name, 1000);
    await this.clock.advance(200_000);
    while (this.server.core.stats().calls > 0) {
      await this.clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async close(): Promise<void> {
    await this.server.close();
    this.#folder.remove();
  }
}

const resume = (device: Device, call_id: string, { leg_id, leg_token }: Pick<LegGrant, 'leg_id' | 'leg_token'>, fresh = true) =>
  device.request('call.resume', { call_id, leg_id, leg_token, fresh, received: 0, peer_generation: 0 });

interface Pair {
  call_id: string;
  legs: Record<string, LegGrant>;
}

async function pair(world: World, one: Name, other: Name): Promise<Pair> {
  const call_id = newCall();
  const placed = await world.device(one).request('call.invite', { call_id, to: other, media: ['audio'] });
  const answered = await world.device(other).request('call.answer', { call_id });
  return { call_id, legs: { [one]: placed.leg, [other]: answered.leg } };
}

/** Alice is in a call with Bob and has it ring at Carol. */
interface Trial extends Pair {
  world: World;
  transfer_id: string;
}

async function ringing(world: World, before: 'a calls' | 'b calls' = 'a calls'): Promise<Trial> {
  await world.enter('alice', 'bob', 'carol');
  const made = before === 'a calls' ? await pair(world, 'alice', 'bob') : await pair(world, 'bob', 'alice');
  const transfer_id = newCall();
  await world.device('alice').request('call.transfer', { call_id: made.call_id, transfer_id, to: 'carol' });
  await world.device('carol').request('call.ring', { call_id: transfer_id });
  return { ...made, world, transfer_id };
}

/** After a restart each page takes its leg back; who is lost does not. */
const takeBack = async ({ world, call_id, legs }: Trial) => {
  for (const name of ['alice', 'bob'] as const) await resume(world.device(name), call_id, legs[name]!, false);
};

const said = ({ state, end_reason, detail }: CallRow) =>
  [state, end_reason ?? detail?.transfer?.reason ?? detail?.transfer?.state ?? ''].join(' ').trim();

/** What happens while it rings: how the call ends up, and the one that rang. */
const WHILE_RINGING: readonly [what: string, act: (trial: Trial) => Promise<unknown>, call: string, rang: string][] = [
  ['nothing yet', async () => {}, 'active ringing', 'ringing'],
  [
    'Carol answers',
    ({ world, transfer_id }) => world.device('carol').request('call.answer', { call_id: transfer_id }),
    'ended transferred',
    'active',
  ],
  [
    'Carol declines',
    ({ world, transfer_id }) => world.device('carol').request('call.decline', { call_id: transfer_id, reason: 'rejected' }),
    'active rejected',
    'ended rejected',
  ],
  [
    'Carol is busy',
    ({ world, transfer_id }) => world.device('carol').request('call.decline', { call_id: transfer_id, reason: 'busy' }),
    'active busy',
    'ended busy',
  ],
  ['nobody answers', ({ world }) => world.clock.advance(47_000), 'active unanswered', 'ended unanswered'],
  [
    "Carol's line is cut for good",
    async ({ world }) => {
      await world.leave('carol');
      await world.clock.advance(47_000);
    },
    'active unanswered',
    'ended unanswered',
  ],
  ['Alice hangs up', ({ world, call_id }) => world.device('alice').request('call.end', { call_id }), 'ended completed', 'ended cancelled'],
  ['Bob hangs up', ({ world, call_id }) => world.device('bob').request('call.end', { call_id }), 'ended completed', 'ended cancelled'],
  [
    "Alice's line is cut and comes back",
    async (trial) => {
      await trial.world.leave('alice');
      await trial.world.enter('alice');
      await resume(trial.world.device('alice'), trial.call_id, trial.legs['alice']!);
    },
    'active ringing',
    'ringing',
  ],
  [
    "Alice's line is cut, and Carol answers",
    async ({ world, transfer_id }) => {
      await world.leave('alice');
      await world.device('carol').request('call.answer', { call_id: transfer_id });
    },
    'ended transferred',
    'active',
  ],
  [
    "Bob's line is cut, and Carol answers",
    async ({ world, transfer_id }) => {
      await world.leave('bob');
      await world.device('carol').request('call.answer', { call_id: transfer_id });
    },
    'ended transferred',
    'active',
  ],
];

/** What happens once Carol has answered and before Bob's page has taken its leg. */
const AFTER_ANSWER: readonly [what: string, act: (trial: Trial) => Promise<unknown>, then: string][] = [
  ['Bob takes his leg', ({ world, call_id, legs }) => resume(world.device('bob'), call_id, legs['bob']!), 'active'],
  [
    'Bob takes his leg after a reload, and once more',
    async ({ world, call_id, transfer_id, legs }) => {
      await world.leave('bob');
      await world.enter('bob');
      const first = await resume(world.device('bob'), call_id, legs['bob']!, false);
      expect([first.call.call_id, first.leg.generation]).to.deep.equal([transfer_id, 1]);
      const second = await resume(world.device('bob'), transfer_id, first.leg);
      expect(second.leg.generation).to.equal(2);
    },
    'active',
  ],
  ['Bob never does', ({ world }) => world.clock.advance(48_000), 'ended failed'],
  ['Bob hangs up', ({ world, transfer_id }) => world.device('bob').request('call.end', { call_id: transfer_id }), 'ended completed'],
  ['Carol hangs up', ({ world, transfer_id }) => world.device('carol').request('call.end', { call_id: transfer_id }), 'ended completed'],
  [
    'Carol is cut for good',
    async (trial) => {
      await resume(trial.world.device('bob'), trial.call_id, trial.legs['bob']!);
      await trial.world.leave('carol');
      await trial.world.clock.advance(48_000);
    },
    'ended failed',
  ],
];

describe('a blind transfer', () => {
  let world: World;
  before(async () => {
    world = await new World().open();
  });
  after(() => world.close());

  it('rings as from the one transferred, and only the one who transfers sees it on his call', async () => {
    const { call_id, transfer_id } = await ringing(world);
    const [alice, bob, carol] = (['alice', 'bob', 'carol'] as const).map((name) => world.device(name)) as [Device, Device, Device];
    const row = await carol.call('carol', (call) => call.call_id === transfer_id);
    expect(row).to.deep.include({ from: { user_id: 'bob', name: 'Bob' }, to: { user_id: 'carol', name: 'Carol' }, state: 'ringing' });
    expect(row.detail).to.deep.equal({ transferred_by: 'alice', replaces: [call_id] });
    const mine = await alice.call('alice', (call) => call.call_id === call_id && 'transfer' in (call.detail ?? {}));
    expect(mine.detail).to.deep.equal({ transfer: { to: { user_id: 'carol', name: 'Carol' }, state: 'ringing' } });
    expect((await bob.request('call.get', { call_id })).call.detail).to.deep.equal({});
    expect((await bob.request('call.beat', { call_id, media: true })).call.detail).to.deep.equal({});
    expect((await alice.request('call.beat', { call_id, media: true })).call.detail).to.deep.equal(mine.detail);
    const [again] = await world.enter('bob');
    expect(again!.welcome!.calls.map((call) => call.call_id)).to.deep.equal([call_id]);
    await carol.request('call.answer', { call_id: transfer_id });
    const seen = async (device: Device, name: Name) => {
      await device.call(name, (call) => call.call_id === call_id && call.state === 'ended');
      return device.entries(`u:${name}`).flatMap(({ entry }) => (entry.kind === 'call' ? [`${entry.call.call_id} ${entry.call.state}`] : []));
    };
    const story = await seen(again!, 'bob');
    expect(story.slice(-2)).to.deep.equal([`${transfer_id} active`, `${call_id} ended`]); // in this order
    expect((await seen(alice, 'alice')).join()).to.not.contain(transfer_id);
    await world.empty();
  });

  it('is asked for again and again with one outcome, and is nothing for others', async () => {
    const { call_id, transfer_id } = await ringing(world);
    const [alice, carol] = [world.device('alice'), world.device('carol')];
    await world.enter('dave');
    const ask = { call_id, transfer_id, to: 'carol' };
    const [one, two] = await Promise.all([alice.request('call.transfer', ask), alice.request('call.transfer', ask)]);
    expect(one).to.deep.equal(two);
    expect(await alice.refused('call.transfer', { ...ask, transfer_id: newCall() })).to.include({ error: 'call:operation-conflict' });
    expect(await world.device('bob').refused('call.transfer', { ...ask, transfer_id: newCall(), to: 'dave' })).to.include({
      error: 'call:operation-conflict',
    });
    expect(await world.device('dave').refused('call.transfer', { ...ask, transfer_id: newCall() })).to.include({ error: 'call:not-found' });
    expect(await world.device('dave').refused('call.answer', { call_id: transfer_id })).to.include({ error: 'call:not-found' });
    expect(await alice.refused('call.answer', { call_id: transfer_id })).to.include({ error: 'call:not-found' });
    const other = await world.server.device('alice', { device: 'alice-2' });
    expect(await other.refused('call.transfer', { ...ask, transfer_id: newCall() })).to.include({ error: 'call:leg-unknown' });
    await other.close(1000);
    await carol.request('call.answer', { call_id: transfer_id });
    expect((await alice.request('call.transfer', ask)).call).to.include({ state: 'ended', end_reason: 'transferred' });
    expect(await alice.refused('call.transfer', { ...ask, transfer_id: newCall() })).to.include({ error: 'call:ended' });
    await world.empty();
  });

  it('goes nowhere where nobody is, to oneself, to the other end, or before the answer', async () => {
    const [alice] = (await world.enter('alice', 'bob', 'carol')) as [Device];
    const { call_id } = await pair(world, 'alice', 'bob');
    const to = (user: string) => ({ call_id, transfer_id: newCall(), to: user });
    for (const user of ['alice', 'bob']) expect(await alice.refused('call.transfer', to(user))).to.include({ error: 'call:self' });
    expect(await alice.refused('call.transfer', to('nobody'))).to.include({ error: 'call:user-not-found' });
    const away = await alice.request('call.transfer', to('dave'));
    expect(away.call).to.include({ state: 'active' });
    expect(away.call.detail).to.deep.equal({ transfer: { to: { user_id: 'dave', name: 'Dave' }, state: 'failed', reason: 'unreachable' } });
    await world.device('carol').request('call.block', { user_id: 'bob' });
    expect((await alice.request('call.transfer', to('carol'))).call.detail).to.deep.equal({
      transfer: { to: { user_id: 'carol', name: 'Carol' }, state: 'failed', reason: 'rejected' },
    });
    await world.device('carol').request('call.unblock', { user_id: 'bob' });
    const early = newCall();
    await alice.request('call.invite', { call_id: early, to: 'carol', media: ['audio'] });
    expect(await alice.refused('call.transfer', { ...to('bob'), call_id: early })).to.include({ error: 'call:wrong-state' });
    await world.empty();
  });

  for (const [what, act, call, rang] of WHILE_RINGING)
    for (const restarted of [false, true])
      it(`while it rings, ${what}${restarted ? ', after a restart of the server' : ''}: ${call}, ${rang}`, async () => {
        const trial = await ringing(world, restarted ? 'b calls' : 'a calls');
        if (restarted) {
          await world.restart('alice', 'bob', 'carol');
          await takeBack(trial);
        }
        await act(trial);
        expect([said(await world.row('alice', trial.call_id)), said(await world.row('carol', trial.transfer_id))]).to.deep.equal([call, rang]);
        await world.empty();
      });

  for (const [what, act, then] of AFTER_ANSWER)
    for (const restarted of [false, true])
      it(`answered, ${what}${restarted ? ', after a restart of the server' : ''}: ${then}`, async () => {
        const trial = await ringing(world);
        await world.device('carol').request('call.answer', { call_id: trial.transfer_id });
        if (restarted) await world.restart('alice', 'bob', 'carol');
        await act(trial);
        expect(said(await world.row('carol', trial.transfer_id))).to.equal(then);
        expect(said(await world.row('alice', trial.call_id))).to.equal('ended transferred');
        await world.empty();
      });

  it('joins the legs of the two who are left, and gives nothing to the one who left', async () => {
    const { call_id, transfer_id, legs } = await ringing(world);
    const [alice, bob, carol] = [world.device('alice'), world.device('bob'), world.device('carol')];
    const theirs = (await carol.request('call.answer', { call_id: transfer_id })).leg;
    const mine = await resume(bob, call_id, legs['bob']!);
    expect([mine.call.call_id, mine.leg.leg_id, mine.leg.generation]).to.deep.equal([transfer_id, legs['bob']!.leg_id, 2]);
    expect(await carol.next('leg', ({ event }) => event === 'restarted')).to.include({ call_id: transfer_id, generation: 2 });
    bob.send({ t: 'signal', call_id: transfer_id, generation: 2, seq: 1, data: { muted: true } });
    expect(await carol.next('signal', (signal) => signal.call_id === transfer_id)).to.deep.include({ seq: 1, data: { muted: true } });
    carol.send({ t: 'signal', call_id: transfer_id, generation: theirs.generation, seq: 1, data: { muted: false } });
    expect(await bob.next('signal', (signal) => signal.call_id === transfer_id)).to.deep.include({ seq: 1, data: { muted: false } });
    const { leg_id, leg_token } = legs['alice']!;
    expect(await alice.refused('call.resume', { call_id, leg_id, leg_token, fresh: true, received: 0, peer_generation: 0 })).to.include({
      error: 'call:ended',
    });
    await alice.settled();
    expect(alice.frames.filter((frame) => frame.t === 'signal' && frame.call_id === transfer_id)).to.deep.equal([]);
    await world.empty();
  });

  it('is either carried out or not when an answer meets a hang-up or a refusal: never half', async () => {
    const meets: ((trial: Trial) => Promise<unknown>)[] = [
      ({ world: { devices }, call_id }) => devices.get('alice')!.request('call.end', { call_id }),
      ({ world: { devices }, call_id }) => devices.get('bob')!.request('call.end', { call_id }),
      ({ world: { devices }, transfer_id }) => devices.get('carol')!.request('call.decline', { call_id: transfer_id, reason: 'rejected' }),
    ];
    const allowed = ['ended transferred, active', 'ended completed, ended cancelled', 'active rejected, ended rejected'];
    for (let round = 0; round < 12; round++) {
      const trial = await ringing(world);
      const answer = () => outcome(world.device('carol').request('call.answer', { call_id: trial.transfer_id }));
      const meet = () => outcome(meets[round % 3]!(trial));
      await Promise.all(round % 2 ? [answer(), meet()] : [meet(), answer()]);
      const [call, rang] = [await world.row('alice', trial.call_id), await world.row('carol', trial.transfer_id)];
      expect(`${said(call)}, ${said(rang)}`).to.be.oneOf(allowed);
      await world.empty();
    }
  });

  it('answers itself when the called one calls the one transferred at that moment', async () => {
    const { call_id, transfer_id } = await ringing(world);
    const { glare, call } = await world.device('carol').request('call.invite', { call_id: newCall(), to: 'bob', media: ['audio'] });
    expect([glare, call.call_id, call.state]).to.deep.equal([true, transfer_id, 'active']);
    expect(said(await world.row('alice', call_id))).to.equal('ended transferred');
    await world.empty();
  });

  it('leaves the one transferred free to call there himself', async () => {
    const { transfer_id } = await ringing(world);
    const placed = await world.device('bob').request('call.invite', { call_id: newCall(), to: 'carol', media: ['audio'] });
    expect([placed.call.call_id === transfer_id, placed.call.state]).to.deep.equal([false, 'ringing']);
    await world.empty();
  });
});

describe('an attended transfer', () => {
  let world: World;
  before(async () => {
    world = await new World().open();
  });
  after(() => world.close());

  const two = async () => {
    await world.enter('alice', 'bob', 'carol');
    const [first, second] = [await pair(world, 'bob', 'alice'), await pair(world, 'alice', 'carol')];
    return { first, second, ask: { call_id: first.call_id, other_id: second.call_id, transfer_id: newCall() } };
  };

  it('connects the two others at once; both take the legs they had', async () => {
    for (const restarted of [false, true]) {
      const { first, second, ask } = await two();
      const reply = await world.device('alice').request('call.connect', ask);
      expect(said(reply.call)).to.equal('ended transferred');
      expect(await world.device('alice').request('call.connect', ask)).to.deep.equal(reply);
      for (const { call_id } of [first, second]) expect(said(await world.row('alice', call_id))).to.equal('ended transferred');
      if (restarted) await world.restart('bob', 'carol');
      const row = await world.row('bob', ask.transfer_id);
      expect([row.from.user_id, row.to.user_id, row.state, row.detail]).to.deep.equal([
        'bob',
        'carol',
        'active',
        { transferred_by: 'alice', replaces: [first.call_id, second.call_id] },
      ]);
      expect(row.answered_leg).to.equal(second.legs['carol']!.leg_id);
      for (const [name, { call_id, legs }] of [['bob', first] as const, ['carol', second] as const])
        expect((await resume(world.device(name), call_id, legs[name]!)).call.call_id).to.equal(ask.transfer_id);
      await world.clock.advance(60_000);
      expect(said(await world.row('bob', ask.transfer_id))).to.equal('active');
      await world.empty();
    }
  });

  it('is over when one of them never comes', async () => {
    const { first, ask } = await two();
    await world.device('alice').request('call.connect', ask);
    await resume(world.device('bob'), first.call_id, first.legs['bob']!);
    await world.clock.advance(48_000);
    expect(said(await world.row('bob', ask.transfer_id))).to.equal('ended failed');
    await world.empty();
  });

  it('wants two calls that are answered, with two others, and of which neither is being transferred', async () => {
    const { first, second, ask } = await two();
    await world.enter('dave', 'erin');
    const [alice, bob] = [world.device('alice'), world.device('bob')];
    const early = newCall();
    await alice.request('call.invite', { call_id: early, to: 'dave', media: ['audio'] });
    expect(await alice.refused('call.connect', { ...ask, other_id: early })).to.include({ error: 'call:wrong-state' });
    expect(await alice.refused('call.connect', { ...ask, other_id: ask.call_id })).to.include({ error: 'call:wrong-state' });
    expect(await bob.refused('call.connect', ask)).to.include({ error: 'call:not-found' });
    expect(await alice.refused('call.connect', { ...ask, transfer_id: first.call_id })).to.include({ error: 'request:invalid' });
    await alice.request('call.transfer', { call_id: second.call_id, transfer_id: newCall(), to: 'erin' });
    expect(await alice.refused('call.connect', ask)).to.include({ error: 'call:operation-conflict' });
    await bob.request('call.end', { call_id: first.call_id });
    expect(await alice.refused('call.connect', ask)).to.include({ error: 'call:ended' });
    await world.empty();
  });

  it('meets a hang-up with one outcome', async () => {
    for (let round = 0; round < 6; round++) {
      const { first, ask } = await two();
      const connect = () => outcome(world.device('alice').request('call.connect', ask));
      const hangUp = () => outcome(world.device('bob').request('call.end', { call_id: first.call_id }));
      await Promise.all(round % 2 ? [connect(), hangUp()] : [hangUp(), connect()]);
      const rows = await Promise.all([world.row('alice', ask.call_id), world.row('alice', ask.other_id)]);
      expect(rows.map(said).join()).to.be.oneOf(['ended transferred,ended transferred', 'ended completed,active']);
      await world.empty();
    }
  });
});
