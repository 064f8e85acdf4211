import { ChatClient, type ChatClientPorts, ChatError } from '../../src/compat/chat-client.ts';
import { systemClock } from '../../src/core/base/index.ts';
import type { BaseUser, Channel, Message } from '../../src/core/protocol/index.ts';
import { after, afterEach, before, describe, expect, it } from '../harness.ts';
import { type RunningCore, startCore } from '../server-fixture.ts';

let server: RunningCore;
const clients: ChatClient[] = [];

const host = () => `127.0.0.1:${server.port}`;

function make(ports: ChatClientPorts = {}): ChatClient {
  const client = new ChatClient({ host: host(), app_id: 'demo' }, ports);
  clients.push(client);
  return client;
}

async function connect(user_id: string, ports?: ChatClientPorts): Promise<ChatClient> {
  const client = make(ports);
  await client.connectUser({ user_id, session_token: await server.mint(user_id) });
  return client;
}

async function refusal(promise: Promise<unknown>): Promise<ChatError> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.be.instanceOf(ChatError);
    return error as ChatError;
  }
  throw new Error('it was not refused');
}

type Group = ChatClient['groupChannel'];

/** The next event of that type in that channel (that matches). */
function next(
  group: Group,
  type: Parameters<Group['on']>[0],
  id: string,
  match: (channel: Channel) => boolean = () => true,
): Promise<[channel: Channel, about: Message & BaseUser]> {
  return new Promise((resolve) => {
    const off = group.on(type, (...args: unknown[]) => {
      const [channel, about] = args as [Channel, Message & BaseUser];
      if (channel.channel_id !== id || !match(channel)) return;
      off();
      resolve([channel, about]);
    });
  });
}

let count = 0;
/** A fresh channel of alice's, with those members. */
const channel = async (...others: string[]): Promise<string> => {
  const id = `room_${++count}`;
  await server.channel(id, ['alice', ...others]);
  return id;
};

describe('ChatClient on the real server', () => {
  before(async () => {
    server = await startCore({ settings: { receiptCoalesceMs: 10 } });
    await server.users('alice', 'bob', 'carol', 'dora');
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.disconnectUser()));
  });

  after(() => server.close());

  // ---- configuration

  it('takes a bare host and an app id, and throws 60101 at once on anything else [GC-001] [GC-003] [GC-105]', () => {
    expect(new ChatClient({ host: 'live.example.com:8443', app_id: 'demo' })).to.be.instanceOf(ChatClient);
    for (const bad of ['https://live.example.com', 'live.example.com/path', '', 'two words']) {
      expect(() => new ChatClient({ host: bad, app_id: 'demo' }), bad)
        .to.throw(ChatError)
        .that.includes({ code: 60101, name: 'invalid_parameters' });
    }
  });

  it('needs an app id, and the server refuses one it does not know [GC-004]', async () => {
    expect(() => new ChatClient({ host: 'localhost' } as never))
      .to.throw(ChatError)
      .that.includes({ code: 60101 });
    const stranger = new ChatClient({ host: host(), app_id: 'another' });
    const error = await refusal(stranger.connectUser({ user_id: 'alice', session_token: await server.mint('alice') }));
    expect(error.code).to.be.oneOf([4001, 4003, 60102]);
  });

  // ---- connection

  it('connects a user and says so once, disconnects and says that too [GC-008] [GC-011] [GC-015]', async () => {
    const client = make();
    const told: string[] = [];
    for (const type of ['connected', 'reconnect_start', 'reconnect_success', 'reconnect_failed', 'disconnected'] as const) {
      client.connection.on(type, () => told.push(type));
    }
    await client.connectUser({ user_id: 'alice', session_token: await server.mint('alice') });
    expect(told).to.deep.equal(['connected']);
    await client.disconnectUser();
    await client.disconnectUser();
    expect(told).to.deep.equal(['connected', 'disconnected']);
  });

  it('is not connected after disconnectUser: methods reject with 60904 [GC-009] [GC-112]', async () => {
    const client = await connect('alice');
    expect((await client.user.me()).user_id).to.equal('alice');
    await client.disconnectUser();
    expect(await refusal(client.user.me())).to.include({ code: 60904, name: 'not_connected' });
    expect((await refusal(client.groupChannel.sendMessage('lobby', { type: 'text', content: 'hi' }))).code).to.equal(60904);
  });

  it('rejects a malformed token with 60102 [GC-106]', async () => {
    expect(await refusal(make().connectUser({ user_id: 'alice', session_token: 'nonsense' }))).to.include({ code: 60102, name: 'invalid_token' });
    expect((await refusal(make().connectUser({ user_id: 'alice' }))).code).to.equal(60102);
  });

  it("rejects another user's token with 60102", async () => {
    expect((await refusal(make().connectUser({ user_id: 'alice', session_token: await server.mint('bob') }))).code).to.equal(60102);
  });

  it('rejects an expired token with 60103 [GC-107]', async () => {
    let laterMs = 0;
    const other = await startCore({ clock: { ...systemClock, now: () => Date.now() + laterMs } });
    const session_token = await other.mint('alice');
    laterMs = 2 * 3_600_000;
    const client = new ChatClient({ host: `127.0.0.1:${other.port}`, app_id: 'demo' });
    const error = await refusal(client.connectUser({ user_id: 'alice', session_token }));
    await other.close();
    expect(error).to.include({ code: 60103, name: 'expired_token' });
  });

  it('rejects with 60902 when nothing listens there [GC-110]', async () => {
    const closed = await startCore();
    const { port } = closed;
    await closed.close();
    const client = new ChatClient({ host: `127.0.0.1:${port}`, app_id: 'demo' });
    const error = await refusal(client.connectUser({ user_id: 'alice', session_token: await server.mint('alice') }));
    expect(error).to.include({ code: 60902, name: 'unable_to_connect' });
  });

  it('rejects with 60901 when the server takes the question and never answers [GC-109]', async () => {
    const client = await connect('alice', { settings: { requestTimeoutMs: 30 }, openSocket: deaf });
    expect(await refusal(client.user.me())).to.include({ code: 60901, name: 'server_not_responding' });
  });

  it('carries code, name, message and meta in every error [GC-103]', async () => {
    const client = await connect('alice');
    const error = await refusal(client.groupChannel.getChannel('no_such_channel'));
    expect(error).to.be.instanceOf(Error);
    expect(error).to.include({ code: 1003, name: 'not_found' });
    expect(error.message).to.match(/^unable to .+; .+/);
    expect(error.meta).to.include({ error: 'channel:not-found' });
  });

  // ---- me

  it('gives my profile and changes it, which all my devices hear [GC-041] [GC-043] [GC-044]', async () => {
    const [here, there] = [await connect('carol'), await connect('carol')];
    const heard = new Promise<BaseUser>((resolve) => there.user.once('user_update', resolve));
    const changed = await here.user.updateUser({ name: 'Caroline', profile_url: 'https://example.com/c.png' });
    expect(changed).to.include({ user_id: 'carol', name: 'Caroline', profile_url: 'https://example.com/c.png' });
    expect(await heard).to.deep.equal(changed);
    const me = await there.user.me();
    expect(me).to.deep.equal(changed);
  });

  it('describes a user with times in milliseconds, and joined_at in a channel alone [GC-017]', async () => {
    const client = await connect('alice');
    const me = await client.user.me();
    expect(Math.abs(Date.now() - me.created_at)).to.be.lessThan(60_000);
    expect(me).to.not.have.property('joined_at');
    const [member] = await client.groupChannel.getMemberList(await channel());
    expect(member!.joined_at).to.be.a('number');
  });

  // ---- channels

  it('creates a channel, joins the creator, and refuses a taken id with 1007 [GC-066] [GC-119]', async () => {
    const client = await connect('alice');
    const created = await client.groupChannel.createChannel({ channel_id: 'made_here', name: 'Made here', members: ['bob'], meta: { topic: 'tea' } });
    expect(created).to.include({ channel_id: 'made_here', name: 'Made here', type: 'group', freeze: false });
    expect(created.meta).to.deep.equal({ topic: 'tea' });
    expect(created.members!.map(({ user_id }) => user_id)).to.have.members(['alice', 'bob']);
    expect((await refusal(client.groupChannel.createChannel({ channel_id: 'made_here', name: 'Again' }))).code).to.equal(1007);
  });

  it('gives the same channel again when asked to reuse one with just these members [GC-067]', async () => {
    const client = await connect('alice');
    const first = await client.groupChannel.createChannel({ name: 'Two', members: ['carol'], reuse: true });
    const second = await client.groupChannel.createChannel({ name: 'Two again', members: ['carol'], reuse: true });
    const third = await client.groupChannel.createChannel({ name: 'Two afresh', members: ['carol'] });
    expect(second.channel_id).to.equal(first.channel_id);
    expect(third.channel_id).to.not.equal(first.channel_id);
  });

  it('holds ids and names to their limits: 60104 here, 1001 there [GC-069] [GC-108] [GC-116]', async () => {
    const client = await connect('alice');
    for (const bad of ['abc', 'Upper', 'a b c d', 'x'.repeat(81)]) {
      expect((await refusal(client.groupChannel.getChannel(bad))).code, bad).to.equal(60104);
      expect((await refusal(client.groupChannel.createChannel({ channel_id: bad, name: 'n' }))).code, bad).to.equal(60104);
    }
    expect((await refusal(client.groupChannel.createChannel({ name: 'x'.repeat(151) }))).code).to.equal(1001);
  });

  it('gives one channel, with all fields of a snapshot [GC-016] [GC-051]', async () => {
    const client = await connect('alice');
    const id = await channel('bob');
    await client.groupChannel.sendMessage(id, { type: 'text', content: 'one' });
    const found = await client.groupChannel.getChannel(id);
    expect(found).to.include({ channel_id: id, type: 'group', name: id, freeze: false, total_message_count: 1, total_file_count: 0 });
    expect(found.created_at).to.be.a('number');
    expect(found.updated_at).to.be.a('number');
  });

  it('pages through all channels with an opaque key, newest first [GC-052] [GC-054] [GC-063]', async () => {
    const client = await connect('alice');
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift(await channel());
    const seen: Channel[] = [];
    let following: string | undefined;
    do {
      const page = await client.groupChannel.getChannelList({ limit: 2, ...(following && { next: following }) });
      expect(page.channels.length).to.be.within(1, 2);
      seen.push(...page.channels);
      following = page.next;
    } while (following);
    expect(seen.map(({ channel_id }) => channel_id).slice(0, 5)).to.deep.equal(ids);
    expect(new Set(seen.map(({ channel_id }) => channel_id)).size).to.equal(seen.length);
  });

  it('lists the channels I joined alone, and what is asked for with them [GC-053] [GC-055] [GC-060]', async () => {
    const id = await channel('bob');
    const [alice, carol] = [await connect('alice'), await connect('carol')];
    const sent = await alice.groupChannel.sendMessage(id, { type: 'text', content: 'last' });
    const mine = await alice.groupChannel.getJoinedChannelList({ limit: 100, show_members: true, show_last_message: true });
    const found = mine.channels.find(({ channel_id }) => channel_id === id)!;
    expect(found.members!.map(({ user_id }) => user_id)).to.have.members(['alice', 'bob']);
    expect(found.last_message).to.include({ message_id: sent.message_id, content: 'last' });
    const hers = await carol.groupChannel.getJoinedChannelList({ limit: 100 });
    expect(hers.channels.map(({ channel_id }) => channel_id)).to.not.include(id);
    const bare = (await alice.groupChannel.getJoinedChannelList({ limit: 100 })).channels.find(({ channel_id }) => channel_id === id)!;
    expect(bare).to.not.have.any.keys('members', 'managers', 'unread', 'read_receipt', 'delivery_receipt', 'last_message');
  });

  it('lists managers and both receipt maps when asked [GC-056] [GC-057] [GC-058]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const arrived = next(bob.groupChannel, 'group:message_send', id);
    await alice.groupChannel.sendMessage(id, { type: 'text', content: 'hi' });
    await arrived;
    await bob.groupChannel.deliveredMessage(id);
    const page = await alice.groupChannel.getJoinedChannelList({
      limit: 100,
      show_managers: true,
      show_read_receipt: true,
      show_delivery_receipt: true,
    });
    const found = page.channels.find(({ channel_id }) => channel_id === id)!;
    expect(found.managers!.map(({ user_id }) => user_id)).to.deep.equal(['alice']);
    expect(found.read_receipt).to.have.property('alice').that.is.a('number');
    expect(found.delivery_receipt).to.have.property('bob').that.is.a('number');
    expect(found.delivery_receipt!.bob).to.be.greaterThan(found.read_receipt!.bob ?? 0);
  });

  it('counts unread messages per user [GC-048] [GC-059]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    for (const content of ['one', 'two']) await alice.groupChannel.sendMessage(id, { type: 'text', content });
    const unread = async () =>
      (await bob.groupChannel.getJoinedChannelList({ limit: 100, show_unread: true })).channels.find(({ channel_id }) => channel_id === id)!.unread;
    expect(await unread()).to.deep.equal({ alice: 0, bob: 2 });
    await bob.groupChannel.sendMessage(id, { type: 'text', content: 'answer' });
    expect(await unread()).to.deep.equal({ alice: 1, bob: 0 });
  });

  it('filters by name and by members [GC-061] [GC-062]', async () => {
    const client = await connect('alice');
    await server.channel('filter_a', ['alice', 'bob'], { name: 'Very particular' });
    await server.channel('filter_b', ['alice', 'bob', 'carol'], { name: 'Very particular' });
    const ids = (page: { channels: Channel[] }) => page.channels.map(({ channel_id }) => channel_id).sort();
    expect(ids(await client.groupChannel.getChannelList({ name: 'Very particular' }))).to.deep.equal(['filter_a', 'filter_b']);
    expect(ids(await client.groupChannel.getChannelList({ name: 'Very particular', include_members: 'bob,carol' }))).to.deep.equal(['filter_b']);
  });

  it('lists members with the time they joined, and managers to managers only [GC-064] [GC-065]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const members = await bob.groupChannel.getMemberList(id);
    expect(members.map(({ user_id }) => user_id)).to.have.members(['alice', 'bob']);
    expect(members.every(({ joined_at }) => typeof joined_at === 'number')).to.equal(true);
    expect((await alice.groupChannel.getManagerList(id)).map(({ user_id }) => user_id)).to.deep.equal(['alice']);
    expect((await refusal(bob.groupChannel.getManagerList(id))).code).to.equal(1016);
  });

  it('joins and leaves, which the members hear [GC-023] [GC-024]', async () => {
    const id = await channel();
    const [alice, carol] = [await connect('alice'), await connect('carol')];
    const joined = next(alice.groupChannel, 'group:channel_join', id);
    await carol.groupChannel.joinChannel(id);
    const [where, who] = await joined;
    expect([where.channel_id, who.user_id]).to.deep.equal([id, 'carol']);
    const left = next(alice.groupChannel, 'group:channel_leave', id);
    await carol.groupChannel.leaveChannel(id);
    expect((await left)[1].user_id).to.equal('carol');
  });

  it('refuses to join twice with 1006 and to act in a channel I am not in with 1008 [GC-072] [GC-073] [GC-118]', async () => {
    const id = await channel();
    const bob = await connect('bob');
    await bob.groupChannel.joinChannel(id);
    expect((await bob.groupChannel.getMemberList(id)).map(({ user_id }) => user_id)).to.include('bob');
    expect((await refusal(bob.groupChannel.joinChannel(id))).code).to.equal(1006);
    await bob.groupChannel.leaveChannel(id);
    expect((await refusal(bob.groupChannel.sendMessage(id, { type: 'text', content: 'hi' }))).code).to.equal(1008);
    expect((await refusal(bob.groupChannel.leaveChannel(id))).code).to.equal(1008);
  });

  it('says 1003, 1004 and 1005 for channels, users and messages that are not there [GC-117]', async () => {
    const client = await connect('alice');
    const id = await channel();
    expect((await refusal(client.groupChannel.joinChannel('no_such_channel'))).code).to.equal(1003);
    expect((await refusal(client.groupChannel.createChannel({ name: 'n', members: ['nobody_at_all'] }))).code).to.equal(1004);
    expect((await refusal(client.groupChannel.deleteMessage(id, 999))).code).to.equal(1005);
  });

  it('hides private channels of others [GC-117]', async () => {
    await server.channel('hidden_room', ['alice'], { visibility: 'private' });
    const bob = await connect('bob');
    expect((await refusal(bob.groupChannel.getChannel('hidden_room'))).code).to.equal(1003);
    expect((await refusal(bob.groupChannel.joinChannel('hidden_room'))).code).to.equal(1003);
    expect((await refusal(bob.groupChannel.getMessageList('hidden_room'))).code).to.equal(1003);
  });

  it('lists who of the members is connected now [GC-088]', async () => {
    const id = await channel('bob', 'dora');
    const alice = await connect('alice');
    const dora = await connect('dora');
    expect(await alice.groupChannel.getOnlineMemberList(id)).to.include.members(['alice', 'dora']);
    await dora.disconnectUser();
    let online = ['dora'];
    while (online.includes('dora')) online = await alice.groupChannel.getOnlineMemberList(id);
    expect(online).to.include('alice');
  });

  // ---- messages

  it('sends a text, which every member gets once with all its fields [GC-018] [GC-036] [GC-089]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const heard = next(bob.groupChannel, 'group:message_send', id);
    const sent = await alice.groupChannel.sendMessage(id, { type: 'text', content: 'Hello', meta: { mood: 'fine' } });
    expect(sent).to.include({ type: 'text', channel_id: id, content: 'Hello' });
    expect(sent.message_id).to.be.a('number');
    expect(sent.user.user_id).to.equal('alice');
    expect(sent.meta).to.deep.equal({ mood: 'fine' });
    const [where, message] = await heard;
    expect(where).to.include({ channel_id: id, type: 'group' });
    expect(message).to.deep.equal(sent);
  });

  it('tells the sender, too, with both receipts of his [GC-091]', async () => {
    const id = await channel('bob');
    const alice = await connect('alice');
    const heard = Promise.all([
      next(alice.groupChannel, 'group:message_send', id),
      next(alice.groupChannel, 'group:channel_message_read_event', id),
      next(alice.groupChannel, 'group:channel_message_delivered_event', id),
    ]);
    const sent = await alice.groupChannel.sendMessage(id, { type: 'text', content: 'Hello' });
    const [[, message], [read], [delivered]] = await heard;
    expect(message.message_id).to.equal(sent.message_id);
    expect(read.read_receipt!.alice).to.be.at.least(sent.created_at);
    expect(delivered.delivery_receipt!.alice).to.be.at.least(sent.created_at);
  });

  it('refuses an empty message with 60101', async () => {
    const client = await connect('alice');
    expect((await refusal(client.groupChannel.sendMessage(await channel(), { type: 'text', content: '' }))).code).to.equal(60101);
  });

  it('lists messages newest first, older and newer than a base that is left out [GC-092] [GC-094] [GC-097]', async () => {
    const id = await channel();
    const client = await connect('alice');
    const sent: Message[] = [];
    for (let i = 1; i <= 5; i++) sent.push(await client.groupChannel.sendMessage(id, { type: 'text', content: `m${i}` }));
    const list = async (params?: object) => (await client.groupChannel.getMessageList(id, params)).messages.map(({ content }) => content);
    expect(await list()).to.deep.equal(['m5', 'm4', 'm3', 'm2', 'm1']);
    const base_message_id = sent[2]!.message_id;
    expect(await list({ base_message_id })).to.deep.equal(['m2', 'm1']);
    expect(await list({ base_message_id, mode: 'prev' })).to.deep.equal(['m2', 'm1']);
    expect(await list({ base_message_id, mode: 'next' })).to.deep.equal(['m4', 'm5']);
  });

  it('limits a page, and refuses a limit that is out of range with 1001 [GC-093]', async () => {
    const id = await channel();
    const client = await connect('alice');
    for (let i = 1; i <= 32; i++) await client.groupChannel.sendMessage(id, { type: 'text', content: `m${i}` });
    const size = async (params?: object) => (await client.groupChannel.getMessageList(id, params)).messages.length;
    expect([await size(), await size({ limit: 2 }), await size({ limit: 100 })]).to.deep.equal([30, 2, 32]);
    for (const limit of [0, 101]) expect((await refusal(client.groupChannel.getMessageList(id, { limit }))).code).to.equal(1001);
  });

  it('filters messages by type and by content [GC-095] [GC-096]', async () => {
    const id = await channel();
    const client = await connect('alice');
    for (const content of ['green tea', 'coffee', 'black tea']) await client.groupChannel.sendMessage(id, { type: 'text', content });
    const list = async (params: object) => (await client.groupChannel.getMessageList(id, params)).messages.map(({ content }) => content);
    expect(await list({ content: 'tea' })).to.deep.equal(['black tea', 'green tea']);
    expect(await list({ type: 'text' })).to.deep.equal(['black tea', 'coffee', 'green tea']);
    expect(await list({ type: 'file' })).to.deep.equal([]);
  });

  it('deletes a message of mine, which the members hear, and refuses one of others with 3001 [GC-038] [GC-098] [GC-126]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const sent = await bob.groupChannel.sendMessage(id, { type: 'text', content: 'oops' });
    const hers = await alice.groupChannel.sendMessage(id, { type: 'text', content: 'stays' });
    const heard = next(alice.groupChannel, 'group:message_delete', id);
    await bob.groupChannel.deleteMessage(id, sent.message_id);
    const [where, message] = await heard;
    expect(where.channel_id).to.equal(id);
    expect(message).to.include({ message_id: sent.message_id, content: 'oops' });
    expect((await alice.groupChannel.getMessageList(id)).messages.map(({ content }) => content)).to.deep.equal(['stays']);
    expect((await refusal(bob.groupChannel.deleteMessage(id, hers.message_id))).code).to.equal(3001);
  });

  // ---- receipts

  it('marks one channel as read, which the members hear with the time [GC-039] [GC-049] [GC-081]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const arrived = next(bob.groupChannel, 'group:message_send', id);
    const sent = await alice.groupChannel.sendMessage(id, { type: 'text', content: 'read me' });
    await arrived;
    const heard = next(alice.groupChannel, 'group:channel_message_read_event', id, ({ read_receipt }) => (read_receipt?.bob ?? 0) >= sent.created_at);
    expect(await bob.groupChannel.readMessage(id)).to.equal(undefined);
    const [where] = await heard;
    expect(where).to.include({ channel_id: id, type: 'group' });
    expect(Math.abs(Date.now() - where.read_receipt!.bob!)).to.be.lessThan(60_000);
  });

  it('marks several channels as read at once [GC-082]', async () => {
    const ids = [await channel('bob'), await channel('bob')];
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const arrived = ids.map((id) => next(bob.groupChannel, 'group:message_send', id));
    for (const id of ids) await alice.groupChannel.sendMessage(id, { type: 'text', content: 'read me' });
    await Promise.all(arrived);
    await bob.groupChannel.readMessage(ids);
    const page = await bob.groupChannel.getJoinedChannelList({ limit: 100, show_unread: true });
    expect(page.channels.filter(({ channel_id }) => ids.includes(channel_id)).map(({ unread }) => unread!.bob)).to.deep.equal([0, 0]);
  });

  it('marks a channel as delivered, and leaves it unread [GC-040] [GC-083]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const arrived = next(bob.groupChannel, 'group:message_send', id);
    const sent = await alice.groupChannel.sendMessage(id, { type: 'text', content: 'deliver me' });
    await arrived;
    const heard = next(
      alice.groupChannel,
      'group:channel_message_delivered_event',
      id,
      ({ delivery_receipt }) => (delivery_receipt?.bob ?? 0) >= sent.created_at,
    );
    await bob.groupChannel.deliveredMessage(id);
    await heard;
    const page = await bob.groupChannel.getJoinedChannelList({ limit: 100, show_unread: true });
    expect(page.channels.find(({ channel_id }) => channel_id === id)!.unread!.bob).to.equal(1);
  });
});

/** A socket that loses every question once it is welcomed. */
function deaf(url: string) {
  const socket = new WebSocket(url);
  const send = socket.send.bind(socket);
  socket.send = (data) => {
    if (!String(data).includes('"request"')) send(data);
  };
  return socket as never;
}
