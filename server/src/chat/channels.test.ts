import { isEarshotError, type MethodName, type Params, type WireError } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type RunningCore, startCore } from '../../../test/server-fixture.ts';

describe('channels', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  const as = <M extends MethodName>(userId: string, method: M, params: Params<M>) =>
    server.core.execute({ kind: 'user', appId: 'demo', userId }, method, params);
  const refused = async (promise: Promise<unknown>): Promise<WireError> => {
    try {
      await promise;
    } catch (error) {
      if (isEarshotError(error)) return error.toWire();
      throw error;
    }
    throw new Error('not refused');
  };
  before(async () => {
    server = await startCore({ clock, settings: { membersPerChannel: 4 } });
    await server.users('alice', 'bob', 'carol', 'dave', 'erin', 'mallory');
  });
  after(() => server.close());

  it('are made with their creator in them, who owns them [GC-066]', async () => {
    const bob = await server.device('bob');
    const { channel } = await as('alice', 'channel.create', {
      channel_id: 'made_1',
      name: 'Made',
      members: ['bob', 'alice', 'bob'],
      meta: { topic: 'x' },
    });
    expect(channel).to.deep.include({
      channel_id: 'made_1',
      type: 'group',
      freeze: false,
      visibility: 'private',
      member_count: 2,
      meta: { topic: 'x' },
    });
    expect(channel.members!.map(({ user_id, role }) => [user_id, role])).to.deep.equal([
      ['alice', 'owner'],
      ['bob', 'member'],
    ]);
    const { entry } = await bob.entry('u:bob', (one) => one.kind === 'channel_joined');
    expect(entry.kind === 'channel_joined' && entry.head).to.deep.include({ head: 2, n: 0, role: 'member' });
    expect((await as('alice', 'channel.create', { name: 'No id' })).channel.channel_id).to.match(/^[a-z0-9_]{4,80}$/);
  });

  it('refuse a used id, unknown members and fields beyond their limits [GC-119] [GC-069]', async () => {
    await server.channel('taken', ['alice']);
    expect(await refused(as('bob', 'channel.create', { channel_id: 'taken', name: 'x' }))).to.include({ error: 'channel:duplicate', code: 1007 });
    expect(await refused(as('bob', 'channel.create', { name: 'x', members: ['nobody'] }))).to.include({ error: 'user:not-found', code: 1004 });
    for (const bad of [{ channel_id: 'abc' }, { channel_id: 'UPPER' }, { channel_id: 'a'.repeat(81) }, { name: '' }, { name: 'n'.repeat(151) }]) {
      expect(await refused(as('bob', 'channel.create', { name: 'x', ...bad }))).to.include({ code: 1001 });
    }
    const everybody = ['alice', 'bob', 'carol', 'dave', 'erin'];
    expect(await refused(as('alice', 'channel.create', { name: 'x', members: everybody }))).to.include({ error: 'channel:member-limit', code: 1010 });
  });

  it('are found again by their exact members when asked to, unless somebody else was ever in [GC-067] [GC-068]', async () => {
    const make = async (members: string[]) => (await as('dave', 'channel.create', { name: 'pair', members, reuse: true })).channel.channel_id;
    const pair = await make(['erin']);
    expect(await make(['erin', 'dave'])).to.equal(pair);
    expect(await make(['erin', 'bob'])).to.not.equal(pair);
    expect((await as('dave', 'channel.create', { name: 'pair', members: ['erin'] })).channel.channel_id).to.not.equal(pair);
    const listed = (await as('dave', 'channel.create', { name: 'x', members: ['alice'], visibility: 'listed' })).channel.channel_id;
    await as('carol', 'channel.join', { channel_id: listed });
    await as('carol', 'channel.leave', { channel_id: listed });
    expect(await make(['alice'])).to.not.equal(listed);
  });

  it('can be joined when listed, once; private ones do not exist for others [GC-072] [GC-117] [GC-118]', async () => {
    await server.channel('club', ['alice']);
    await server.channel('secret', ['alice'], { visibility: 'private' });
    const alice = await server.device('alice', { channels: true });
    await as('bob', 'channel.join', { channel_id: 'club' });
    const { entry } = await alice.entry('c:club', (one) => one.kind === 'join' && one.user.user_id === 'bob');
    expect(entry.kind === 'join' && entry.user).to.include({ name: 'Bob', role: 'member', joined_at: clock.now() });
    expect(await refused(as('bob', 'channel.join', { channel_id: 'club' }))).to.include({ error: 'channel:already-joined', code: 1006 });
    for (const method of ['channel.join', 'channel.get', 'channel.open', 'channel.members', 'channel.leave'] as const) {
      expect(await refused(as('bob', method, { channel_id: 'secret' })), method).to.include({ error: 'channel:not-found', code: 1003 });
    }
    for (const method of ['channel.open', 'channel.members', 'channel.leave', 'presence.channel'] as const) {
      expect(await refused(as('carol', method, { channel_id: 'club' })), method).to.include({ error: 'channel:not-member', code: 1008 });
    }
    expect((await as('carol', 'channel.get', { channel_id: 'club' })).channel.name).to.equal('club');
    await as('carol', 'channel.join', { channel_id: 'club' });
    await as('dave', 'channel.join', { channel_id: 'club' });
    expect(await refused(as('erin', 'channel.join', { channel_id: 'club' }))).to.include({ code: 1010 });
  });

  it('are left with a word to the others [GC-073] [GC-024]', async () => {
    await server.channel('leave', ['alice', 'bob']);
    const alice = await server.device('alice', { channels: true });
    await as('bob', 'channel.leave', { channel_id: 'leave' });
    const { entry } = await alice.entry('c:leave', (one) => one.kind === 'leave');
    expect(entry.kind === 'leave' && entry.user.user_id).to.equal('bob');
    expect((await as('alice', 'channel.members', { channel_id: 'leave' })).members.map((one) => one.user_id)).to.deep.equal(['alice']);
    expect((await as('alice', 'channel.get', { channel_id: 'leave' })).channel.member_count).to.equal(1);
  });

  it('tell managers who manages, and nobody else [GC-065] [GC-123]', async () => {
    await server.channel('managed', ['alice', 'bob']);
    expect((await as('alice', 'channel.managers', { channel_id: 'managed' })).managers.map((one) => one.user_id)).to.deep.equal(['alice']);
    expect(await refused(as('bob', 'channel.managers', { channel_id: 'managed' }))).to.include({ error: 'auth:not-manager', code: 1016 });
  });

  it('tell who is connected now [GC-088]', async () => {
    await server.channel('online', ['carol', 'dave']);
    expect((await as('carol', 'presence.channel', { channel_id: 'online' })).user_ids).to.deep.equal([]);
    const dave = await server.device('dave');
    expect((await as('carol', 'presence.channel', { channel_id: 'online' })).user_ids).to.deep.equal(['dave']);
    expect(await as('carol', 'presence.online', { user_id: 'dave' })).to.deep.equal({ online: true });
    await dave.close();
    const carol = await server.device('carol');
    expect((await carol.request('presence.channel', { channel_id: 'online' })).user_ids).to.deep.equal(['carol']);
    expect(await refused(as('carol', 'presence.online', { user_id: 'nobody' }))).to.include({ code: 1004 });
  });

  it('are listed newest first, page by page, mine and listed ones only [GC-052] [GC-063]', async () => {
    const own = await startCore({ clock });
    await own.users('alice', 'bob');
    const list = (userId: string, method: 'channel.list' | 'channel.joined', find: Params<'channel.list'>) =>
      own.core.execute({ kind: 'user', appId: 'demo', userId }, method, find);
    for (let i = 0; i < 7; i++) {
      await own.channel(`chan_${i}`, [i === 3 ? 'bob' : 'alice'], { visibility: i % 2 === 0 ? 'listed' : 'private', name: `Room ${i}` });
      if (i !== 4) await clock.advance(1); // two of one age
    }
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await list('bob', 'channel.list', { limit: 2, ...(next && { next }) });
      seen.push(...page.channels.map((one) => one.channel_id));
      next = page.next;
    } while (next);
    expect(seen).to.deep.equal(['chan_6', 'chan_4', 'chan_3', 'chan_2', 'chan_0']);
    expect((await list('bob', 'channel.joined', {})).channels.map((one) => one.channel_id)).to.deep.equal(['chan_3']);
    expect((await list('alice', 'channel.joined', { name: 'room 5' })).channels.map((one) => one.channel_id)).to.deep.equal(['chan_5']);
    for (const bad of [{ next: 'nonsense' }, { limit: 101 }, { next: Buffer.from('["x",1]').toString('base64url') }]) {
      expect(await refused(list('bob', 'channel.list', bad))).to.include({ code: 1001 });
    }
    await own.close();
  });

  it('carry members, managers, counts and the last message when asked [GC-047] [GC-062] [GC-050]', async () => {
    await server.channel('dressed', ['alice', 'bob', 'erin']);
    await server.core.seed('demo', 'dressed', [{ user_id: 'bob', content: 'last', at_ms: 1_000 }]);
    const find = { name: 'dressed', show_members: true, show_managers: true, show_unread: true, show_last_message: true } as const;
    const [channel] = (await as('alice', 'channel.list', { ...find, include_members: 'bob, erin' })).channels;
    expect(channel!.members!.map((one) => one.user_id)).to.deep.equal(['alice', 'bob', 'erin']);
    expect(channel!.managers!.map((one) => one.user_id)).to.deep.equal(['alice']);
    expect(channel!.unread).to.deep.equal({ alice: 1, bob: 0, erin: 1 });
    expect(channel!.last_message).to.include({ content: 'last', created_at: 1_000 });
    expect((await as('alice', 'channel.list', { ...find, include_members: ['bob', 'mallory'] })).channels).to.deep.equal([]);
    const [plain] = (await as('alice', 'channel.list', { name: 'dressed' })).channels;
    expect(plain).to.not.have.any.keys('members', 'managers', 'unread', 'read_receipt', 'delivery_receipt', 'last_message');
  });

  it('let the app itself see and make all, but not act as a user', async () => {
    const actor = { kind: 'app', appId: 'demo' } as const;
    const { channel } = await server.core.execute(actor, 'channel.create', { channel_id: 'by_app', name: 'App', members: ['alice'] });
    expect(channel.members!.map(({ user_id, role }) => [user_id, role])).to.deep.equal([['alice', 'member']]);
    expect((await server.core.execute(actor, 'channel.members', { channel_id: 'by_app' })).members).to.have.length(1);
    expect(await refused(server.core.execute(actor, 'channel.join', { channel_id: 'by_app' }))).to.include({ error: 'auth:forbidden', code: 3001 });
    expect(await refused(server.core.execute(actor, 'call.ring', { call_id: 'call-000' }))).to.include({ code: 1001 });
  });
});

describe('users', () => {
  it('read and change their own profile, and hear of it on every device [GC-043] [GC-044] [GC-041]', async () => {
    const server = await startCore();
    await server.users('alice');
    const [one, two] = [await server.device('alice'), await server.device('alice')];
    expect((await one.request('user.me', {})).user).to.include({ user_id: 'alice', name: 'Alice' });
    const { user } = await one.request('user.update', { name: 'Alicia', profile_url: 'https://x.example/a.png' });
    expect(user).to.include({ name: 'Alicia', profile_url: 'https://x.example/a.png' });
    const { entry } = await two.entry('u:alice', (change) => change.kind === 'user_update');
    expect(entry.kind === 'user_update' && entry.user).to.deep.equal(user);
    await server.close();
  });

  it('see only those they share a channel with, where the app says so', async () => {
    const server = await startCore({ app: { reach: 'shared_channel' } });
    await server.users('alice', 'bob', 'carol');
    await server.channel('both', ['alice', 'bob']);
    const alice = await server.device('alice');
    expect((await alice.request('user.get', { user_id: 'bob' })).user.name).to.equal('Bob');
    expect(await alice.refused('user.get', { user_id: 'carol' })).to.include({ error: 'user:not-found' });
    expect(await alice.refused('presence.online', { user_id: 'carol' })).to.include({ error: 'user:not-found' });
    expect(await alice.refused('call.invite', { call_id: 'call-0001', to: 'carol', media: ['audio'] })).to.include({ error: 'call:user-not-found' });
    await server.close();
  });
});
