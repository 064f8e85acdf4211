import { isEarshotError, type MethodName, type Params, type ServerFrames, type WireError } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore } from '../../../test/server-fixture.ts';

type Entry = ServerFrames['events']['entries'][number];
type Kind<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

const SETTINGS = { heartbeatMs: 86_400_000, managersPerChannel: 3, rates: { request: [1_000, 1_000] } as never };

describe('managers', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  let carol: Device;
  const as = <M extends MethodName>(userId: string, method: M, params: Params<M>) =>
    server.core.execute({ kind: 'user', appId: 'demo', userId }, method, params);
  const byApp = <M extends MethodName>(method: M, params: Params<M>) => server.core.execute({ kind: 'app', appId: 'demo' }, method, params);
  const refused = async (promise: Promise<unknown>): Promise<WireError> => {
    try {
      await promise;
    } catch (error) {
      if (isEarshotError(error)) return error.toWire();
      throw error;
    }
    throw new Error('not refused');
  };
  const say = (userId: string, channel_id: string, content = 'words') =>
    server.core.send('demo', userId, { client_id: crypto.randomUUID(), channel_id, type: 'text', content });
  /** The next change of a channel of that kind, as Carol's device hears it. */
  const change = async (channel: string, what: string) =>
    (await carol.entry(`c:${channel}`, (one) => one.kind === 'channel_update' && (one.what ?? 'update') === what)).entry as Kind<'channel_update'>;
  const actions = async (channel_id: string) =>
    (await byApp('channel.audit', { channel_id })).records.map(({ action, by, user_id }) => [action, by, user_id].filter(Boolean).join(' '));

  before(async () => {
    server = await startCore({ clock, settings: SETTINGS });
    await server.users('alice', 'bob', 'carol', 'dave', 'erin');
    carol = await server.device('carol', { channels: true });
  });
  after(() => server.close());

  it('change name, picture, visibility and rules of a channel, which its members hear; others may not', async () => {
    await server.channel('changed', ['alice', 'bob', 'carol']);
    await clock.advance(5);
    const now = { name: 'New name', profile_url: 'https://x.example/p.png', slow_ms: 5_000, write: 'managers', retention_ms: 86_400_000 } as const;
    const { channel } = await as('alice', 'channel.update', { channel_id: 'changed', ...now });
    expect(channel).to.deep.include({ ...now, updated_at: clock.now() });
    const heard = await change('changed', 'update');
    expect(heard.channel).to.deep.equal(channel);
    expect(heard.by!.user_id).to.equal('alice');
    expect(await refused(as('bob', 'channel.update', { channel_id: 'changed', name: 'x' }))).to.include({ error: 'auth:not-manager', code: 1016 });
    const lifted = (await as('alice', 'channel.update', { channel_id: 'changed', slow_ms: 0, retention_ms: 0, write: 'all' })).channel;
    expect(lifted).to.not.have.any.keys('slow_ms', 'retention_ms', 'write');
    expect(lifted.name).to.equal('New name');
  });

  it('freeze and unfreeze: members write nothing meanwhile [GC-120]', async () => {
    await server.channel('frozen', ['alice', 'bob', 'carol']);
    expect((await as('alice', 'channel.freeze', { channel_id: 'frozen', freeze: true })).channel.freeze).to.equal(true);
    expect((await change('frozen', 'freeze')).channel.freeze).to.equal(true);
    expect(await refused(say('bob', 'frozen'))).to.include({ error: 'channel:frozen', code: 1009, status: 400 });
    expect(await refused(as('bob', 'channel.freeze', { channel_id: 'frozen', freeze: false }))).to.include({ code: 1016 });
    await as('alice', 'channel.freeze', { channel_id: 'frozen', freeze: true }); // again: nothing to tell
    await as('alice', 'channel.freeze', { channel_id: 'frozen', freeze: false });
    expect((await change('frozen', 'unfreeze')).channel.freeze).to.equal(false);
    await say('bob', 'frozen');
    expect(await actions('frozen')).to.deep.equal(['unfreeze alice', 'freeze alice']);
  });

  it('keep words with the channel, within the limits of all of them', async () => {
    await server.channel('metas', ['alice', 'bob', 'carol']);
    const meta = (change: Omit<Params<'channel.meta'>, 'channel_id'>) => as('alice', 'channel.meta', { channel_id: 'metas', ...change });
    expect((await meta({ set: { a: '1', b: '2' } })).channel.meta).to.deep.equal({ a: '1', b: '2' });
    expect((await meta({ set: { b: '3', 한: 'x' }, remove: ['a', 'none'] })).channel.meta).to.deep.equal({ b: '3', 한: 'x' });
    const many = Object.fromEntries(Array.from('cdefghijk', (key) => [key, key]));
    expect(await refused(meta({ set: many }))).to.include({ error: 'request:invalid', code: 1001 });
    expect((await meta({ set: many, remove: ['한'] })).channel.meta).to.have.property('k');
    expect(await refused(as('bob', 'channel.meta', { channel_id: 'metas', set: { z: '1' } }))).to.include({ code: 1016 });
    const empty = (await meta({ remove: ['b', ...Object.keys(many)] })).channel;
    expect(empty).to.not.have.property('meta');
  });

  it('make and unmake managers; 1011 beyond the limit, and the owner stays one', async () => {
    await server.channel('crew', ['alice', 'bob', 'carol', 'dave', 'erin']);
    const set = (by: string, user_id: string, manager = true) => as(by, 'channel.manager', { channel_id: 'crew', user_id, manager });
    expect(await refused(set('bob', 'bob'))).to.include({ code: 1016 });
    await set('alice', 'bob');
    const made = await change('crew', 'manager_create');
    expect([made.user!.user_id, made.user!.role, made.by!.user_id]).to.deep.equal(['bob', 'manager', 'alice']);
    await set('alice', 'bob'); // again: nothing to tell
    await set('bob', 'dave');
    expect(await refused(set('bob', 'erin'))).to.include({ error: 'channel:manager-limit', code: 1011 });
    expect(await refused(set('bob', 'alice', false))).to.include({ error: 'auth:forbidden', code: 3001 });
    expect(await refused(set('bob', 'erin', false))).to.include({ error: 'auth:not-manager', code: 1016 });
    expect(await refused(set('bob', 'nobody'))).to.include({ error: 'channel:not-member', code: 1008 });
    await set('dave', 'bob', false);
    expect((await change('crew', 'manager_delete')).user).to.include({ user_id: 'bob', role: 'member' });
    expect((await as('dave', 'channel.managers', { channel_id: 'crew' })).managers.map((one) => one.user_id)).to.deep.equal(['alice', 'dave']);
    expect(await actions('crew')).to.deep.equal(['manager_delete dave bob', 'manager_create bob dave', 'manager_create alice bob']);
  });

  it('are first named by whoever made the channel, also after he left and came back, until there was one', async () => {
    await server.channel('founder', ['alice', 'bob', 'carol']);
    await as('alice', 'channel.leave', { channel_id: 'founder' });
    await as('alice', 'channel.join', { channel_id: 'founder' });
    const set = (by: string, user_id: string, manager = true) => as(by, 'channel.manager', { channel_id: 'founder', user_id, manager });
    expect(await refused(set('bob', 'bob'))).to.include({ code: 1016 });
    await set('alice', 'bob');
    await set('bob', 'bob', false); // one steps down by oneself
    expect(await refused(set('alice', 'alice'))).to.include({ code: 1016 });
    await byApp('channel.manager', { channel_id: 'founder', user_id: 'carol', manager: true });
    expect((await as('carol', 'channel.managers', { channel_id: 'founder' })).managers).to.have.length(1);
  });

  it('ban a member: he goes at once, and neither joins nor writes before the end [GC-124]', async () => {
    await server.channel('banned', ['alice', 'bob', 'carol', 'dave']);
    const bob = await server.device('bob', { channels: true });
    const { ban } = await as('alice', 'channel.ban', { channel_id: 'banned', user_id: 'bob', seconds: 60, reason: 'spam' });
    const window = { start_at: clock.now(), end_at: clock.now() + 60_000, reason: 'spam' };
    expect(ban).to.deep.include(window);
    expect(ban.user.user_id).to.equal('bob');
    const { entry } = await carol.entry('c:banned', (one) => one.kind === 'leave');
    expect(entry).to.deep.include({ ban: window });
    await bob.entry('u:bob', (one) => one.kind === 'channel_left' && one.channel_id === 'banned');
    for (const asked of [
      as('bob', 'channel.join', { channel_id: 'banned' }),
      say('bob', 'banned'),
      as('bob', 'channel.open', { channel_id: 'banned' }),
    ])
      expect(await refused(asked)).to.include({ error: 'channel:banned', code: 1019, status: 400 });
    expect(await refused(as('alice', 'channel.add', { channel_id: 'banned', user_ids: ['erin', 'bob'] }))).to.include({ code: 1019 });
    expect(await refused(as('alice', 'channel.ban', { channel_id: 'banned', user_id: 'alice', seconds: 1 }))).to.include({ code: 1018 });
    await as('alice', 'channel.manager', { channel_id: 'banned', user_id: 'dave', manager: true });
    expect(await refused(as('dave', 'channel.ban', { channel_id: 'banned', user_id: 'alice', seconds: 1 }))).to.include({ code: 1017 });
    expect(await refused(as('carol', 'channel.ban', { channel_id: 'banned', user_id: 'dave', seconds: 1 }))).to.include({ code: 1016 });
    await clock.advance(59_999);
    expect(await refused(as('bob', 'channel.join', { channel_id: 'banned' }))).to.include({ code: 1019 });
    await clock.advance(1);
    await as('bob', 'channel.join', { channel_id: 'banned' });
    await say('bob', 'banned');
    await bob.close();
  });

  it('ban for good, also whom is no member, list bans newest first and lift them', async () => {
    await server.channel('bans', ['alice', 'bob', 'carol']);
    const ban = (user_id: string, how: { seconds?: number; permanent?: boolean }) =>
      as('alice', 'channel.ban', { channel_id: 'bans', user_id, ...how });
    for (const how of [{}, { seconds: 5, permanent: true }, { seconds: 0 }, { seconds: -1 }])
      expect(await refused(ban('bob', how))).to.include({ code: 1001 });
    expect(await refused(ban('nobody', { seconds: 5 }))).to.include({ error: 'user:not-found', code: 1004 });
    await ban('bob', { seconds: 5 });
    await clock.advance(1);
    expect((await ban('erin', { permanent: true })).ban).to.not.have.property('end_at');
    expect((await change('bans', 'ban')).user!.user_id).to.equal('erin');
    const listed = async () => (await as('alice', 'channel.bans', { channel_id: 'bans' })).bans.map((one) => one.user.user_id);
    expect(await listed()).to.deep.equal(['erin', 'bob']);
    expect(await refused(as('carol', 'channel.bans', { channel_id: 'bans' }))).to.include({ code: 1016 });
    await clock.advance(5_000);
    expect(await listed()).to.deep.equal(['erin']);
    await clock.advance(60_000);
    expect(await refused(as('erin', 'channel.join', { channel_id: 'bans' }))).to.include({ code: 1019 });
    await as('alice', 'channel.unban', { channel_id: 'bans', user_id: 'erin' });
    expect((await change('bans', 'unban')).user!.user_id).to.equal('erin');
    await as('alice', 'channel.unban', { channel_id: 'bans', user_id: 'erin' }); // again: nothing to tell
    await as('erin', 'channel.join', { channel_id: 'bans' });
    expect(await actions('bans')).to.deep.equal(['unban alice erin', 'ban alice erin', 'ban alice bob']);
  });

  it('do not tell of a private channel to one they ban who never was in it', async () => {
    await server.channel('hidden_one', ['alice', 'bob'], { visibility: 'private' });
    for (const user_id of ['bob', 'erin']) await as('alice', 'channel.ban', { channel_id: 'hidden_one', user_id, permanent: true });
    expect(await refused(as('erin', 'channel.join', { channel_id: 'hidden_one' }))).to.include({ code: 1003 });
    expect(await refused(as('bob', 'channel.join', { channel_id: 'hidden_one' }))).to.include({ code: 1019 });
  });

  it('mute: he reads and writes nothing, until then or until it is lifted; leaving does not help', async () => {
    await server.channel('muted', ['alice', 'bob', 'carol']);
    const mute = (seconds: number) => as('alice', 'channel.mute', { channel_id: 'muted', user_id: 'bob', seconds, reason: 'loud' });
    const until = clock.now() + 30_000;
    expect(await mute(30)).to.deep.equal({ muted_until: until });
    const heard = await change('muted', 'mute');
    expect([heard.user!.user_id, heard.muted_until]).to.deep.equal(['bob', until]);
    await as('bob', 'message.list', { channel_id: 'muted' });
    expect((await as('bob', 'channel.open', { channel_id: 'muted' })).head.muted_until).to.equal(until);
    await as('bob', 'channel.leave', { channel_id: 'muted' });
    await as('bob', 'channel.join', { channel_id: 'muted' });
    expect((await as('bob', 'channel.open', { channel_id: 'muted' })).head.muted_until).to.equal(until);
    await clock.advance(30_000);
    expect((await as('bob', 'channel.open', { channel_id: 'muted' })).head).to.not.have.property('muted_until');
    await mute(30);
    expect(await mute(0)).to.deep.equal({});
    expect((await change('muted', 'unmute')).user!.user_id).to.equal('bob');
    expect(await refused(as('alice', 'channel.mute', { channel_id: 'muted', user_id: 'alice', seconds: 1 }))).to.include({ code: 1018 });
    expect(await actions('muted')).to.deep.equal(['unmute alice bob', 'mute alice bob', 'mute alice bob']);
  });

  it('add and remove members', async () => {
    await server.channel('adding', ['alice', 'carol'], { visibility: 'private' });
    const bob = await server.device('bob', { channels: true });
    expect((await as('alice', 'channel.add', { channel_id: 'adding', user_ids: ['bob', 'carol', 'bob'] })).channel.member_count).to.equal(3);
    const { entry: joined } = await bob.entry('u:bob', (one) => one.kind === 'channel_joined');
    expect(joined.kind === 'channel_joined' && joined.head.channel.channel_id).to.equal('adding');
    const { entry } = await carol.entry('c:adding', (one) => one.kind === 'join' && one.user.user_id === 'bob');
    expect(entry.kind === 'join' && entry.by!.user_id).to.equal('alice');
    expect(await refused(as('bob', 'channel.add', { channel_id: 'adding', user_ids: ['dave'] }))).to.include({ code: 1016 });
    expect(await refused(as('alice', 'channel.add', { channel_id: 'adding', user_ids: ['dave', 'nobody'] }))).to.include({ code: 1004 });
    await as('alice', 'channel.remove', { channel_id: 'adding', user_id: 'bob' });
    await bob.entry('u:bob', (one) => one.kind === 'channel_left' && one.channel_id === 'adding');
    expect((await as('alice', 'channel.members', { channel_id: 'adding' })).members.map((one) => one.user_id)).to.deep.equal(['alice', 'carol']);
    expect(await refused(as('bob', 'channel.get', { channel_id: 'adding' }))).to.include({ code: 1003 });
    await bob.close();
  });

  it('delete a channel: the last that its members hear; nothing of it is left, and its id stays taken', async () => {
    await server.channel('doomed', ['alice', 'bob', 'carol']);
    await say('bob', 'doomed', 'gone with it');
    expect(await refused(as('bob', 'channel.delete', { channel_id: 'doomed' }))).to.include({ code: 1016 });
    await as('alice', 'channel.delete', { channel_id: 'doomed' });
    const { entry } = await carol.entry('c:doomed', (one) => one.kind === 'channel_delete');
    expect(entry.kind === 'channel_delete' && entry.channel.name).to.equal('doomed');
    await carol.entry('u:carol', (one) => one.kind === 'channel_left' && one.channel_id === 'doomed');
    expect(await refused(as('alice', 'channel.get', { channel_id: 'doomed' }))).to.include({ code: 1003 });
    expect(await refused(say('bob', 'doomed'))).to.include({ code: 1003 });
    expect((await as('bob', 'channel.list', { name: 'doomed' })).channels).to.deep.equal([]);
    expect(await refused(as('erin', 'channel.create', { channel_id: 'doomed', name: 'again' }))).to.include({ code: 1007 });
    expect((await as('alice', 'channel.list', { include_members: ['bob'], limit: 100 })).channels.map((one) => one.channel_id)).to.not.include(
      'doomed',
    );
    expect(await actions('doomed')).to.deep.equal(['delete alice']);
    const late = await server.device('bob', { channels: true, resume: { 'c:doomed': [carol.welcome!.epoch, 1] } });
    expect(late.welcome!.streams['c:doomed']).to.include({ recovered: false, reason: 'gone' });
    await late.close();
  });

  it('read what was done page by page, newest first; nobody else does', async () => {
    await server.channel('audited', ['alice', 'bob']);
    for (const name of ['one', 'two', 'three', 'four', 'five']) await as('alice', 'channel.update', { channel_id: 'audited', name });
    const names: unknown[] = [];
    let next: string | undefined;
    do {
      const page = await as('alice', 'channel.audit', { channel_id: 'audited', limit: 2, ...(next && { next }) });
      names.push(...page.records.map((one) => one.detail!.name));
      next = page.next;
    } while (next);
    expect(names).to.deep.equal(['five', 'four', 'three', 'two', 'one']);
    expect(await refused(as('bob', 'channel.audit', { channel_id: 'audited' }))).to.include({ code: 1016 });
    expect(await refused(as('alice', 'channel.audit', { channel_id: 'audited', next: 'x' }))).to.include({ code: 1001 });
  });
});

describe('members', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  const as = <M extends MethodName>(userId: string, method: M, params: Params<M>) =>
    server.core.execute({ kind: 'user', appId: 'demo', userId }, method, params);
  before(async () => {
    server = await startCore({ clock, settings: SETTINGS, app: { reach: 'shared_channel' } });
    await server.users('alice', 'bob', 'carol');
  });
  after(() => server.close());

  it('set how loud a channel is for them, on all their devices, and for a time', async () => {
    await server.channel('loud', ['alice', 'bob']);
    const other = await server.device('bob');
    expect((await as('bob', 'channel.notify', { channel_id: 'loud', mode: 'none', seconds: 60 })).notify).to.deep.equal({
      mode: 'none',
      until: clock.now() + 60_000,
    });
    const { entry } = await other.entry('u:bob', (one) => one.kind === 'notify');
    expect(entry).to.deep.include({ channel_id: 'loud', notify: { mode: 'none', until: clock.now() + 60_000 } });
    const head = async () => (await as('bob', 'channel.open', { channel_id: 'loud' })).head;
    expect((await head()).notify!.mode).to.equal('none');
    await clock.advance(60_000);
    expect(await head()).to.not.have.property('notify');
    await as('bob', 'channel.notify', { channel_id: 'loud', mode: 'mentions' });
    expect((await head()).notify).to.deep.equal({ mode: 'mentions' });
    expect((await as('alice', 'channel.open', { channel_id: 'loud' })).head).to.not.have.property('notify');
    await other.close();
  });

  it('join open channels, which are always listed', async () => {
    const { channel } = await as('alice', 'channel.create', { channel_id: 'plaza', type: 'open', name: 'Plaza' });
    expect([channel.type, channel.visibility]).to.deep.equal(['open', 'listed']);
    const list = async (type: 'open' | 'group') => (await as('carol', 'channel.list', { type })).channels.map((one) => one.channel_id);
    expect(await list('open')).to.deep.equal(['plaza']);
    expect(await list('group')).to.deep.equal(['loud']);
    expect((await as('carol', 'channel.join', { channel_id: 'plaza' })).channel.type).to.equal('open');
    for (const asked of [
      as('alice', 'channel.update', { channel_id: 'plaza', visibility: 'private' }),
      as('alice', 'channel.create', { type: 'open', visibility: 'private', name: 'x' }),
    ]) {
      expect(await asked.catch((error: unknown) => isEarshotError(error, 'request:invalid'))).to.equal(true);
    }
    await as('carol', 'channel.leave', { channel_id: 'plaza' });
  });

  it('keep words with their profile, told to all their devices', async () => {
    const other = await server.device('alice');
    expect((await as('alice', 'user.meta', { set: { mood: 'fine', city: 'Ulm' } })).user.meta).to.deep.equal({ mood: 'fine', city: 'Ulm' });
    expect((await as('alice', 'user.meta', { remove: ['mood'] })).user.meta).to.deep.equal({ city: 'Ulm' });
    const { entry } = await other.entry('u:alice', (one) => one.kind === 'user_update' && one.user.meta?.mood === undefined);
    expect(entry.kind === 'user_update' && entry.user.meta).to.deep.equal({ city: 'Ulm' });
    const tooMany = Object.fromEntries(Array.from('abcdefghij', (key) => [key, key]));
    expect(await as('alice', 'user.meta', { set: tooMany }).catch((error: unknown) => isEarshotError(error, 'request:invalid'))).to.equal(true);
    await other.close();
  });

  it('see of those they share a channel with who is here and when the others were last', async () => {
    const bob = await server.device('bob');
    const asked = async () => (await as('alice', 'presence.get', { user_ids: ['bob', 'carol', 'nobody', 'bob'] })).users;
    expect(await asked()).to.deep.equal([{ user_id: 'bob', online: true }]);
    const second = await server.device('bob');
    await bob.close();
    await server.quiet();
    expect(await asked()).to.deep.equal([{ user_id: 'bob', online: true }]);
    await clock.advance(5_000);
    await second.close();
    await server.quiet();
    expect(await asked()).to.deep.equal([{ user_id: 'bob', online: false, last_seen_at: clock.now() }]);
    const all = await server.core.execute({ kind: 'app', appId: 'demo' }, 'presence.get', { user_ids: ['bob', 'carol'] });
    expect(all.users.map((one) => one.user_id)).to.deep.equal(['bob', 'carol']);
  });
});
