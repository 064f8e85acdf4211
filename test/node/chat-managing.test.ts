import { ChatClient, type ChatClientPorts } from '../../src/compat/chat-client.ts';
import { asChatError } from '../../src/compat/codes.ts';
import { memoryStore } from '../../src/core/chat/index.ts';
import { type BaseUser, type Channel, EarshotError, type Message } from '../../src/core/protocol/index.ts';
import { after, afterEach, before, describe, expect, it } from '../harness.ts';
import { type RunningCore, startCore } from '../server-fixture.ts';
import { Chatter, refusal } from './chat-town.ts';

let server: RunningCore;
const chatters: Chatter[] = [];

async function connect(user: string, ports?: ChatClientPorts): Promise<Chatter> {
  const chatter = await Chatter.of(server, user, ports);
  chatters.push(chatter);
  return chatter;
}

let count = 0;
/** A fresh channel of alice's, with those members. */
async function channel(...others: string[]): Promise<string> {
  const id = `managed_${++count}`;
  await server.channel(id, ['alice', ...others]);
  return id;
}

const ofChannel = (id: string) => (channel: Channel) => channel.channel_id === id;

describe('ChatClient for those who manage a channel, on the real server', () => {
  before(async () => {
    server = await startCore({ settings: { receiptCoalesceMs: 10 } });
    await server.users('alice', 'bob', 'carol', 'dora', 'erin');
  });
  afterEach(async () => {
    await Promise.all(chatters.splice(0).map(({ client }) => client.disconnectUser()));
  });
  after(() => server.close());

  it('changes name and picture of a channel, which its members hear; managers only [GC-021] [GC-070]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const changed = await alice.client.groupChannel.updateChannel(id, { name: 'Renamed', profile_url: 'https://example.com/p.png' });
    expect(changed).to.include({ channel_id: id, name: 'Renamed', profile_url: 'https://example.com/p.png' });
    const [told] = (await bob.heard('group:channel_update', ofChannel(id))) as [Channel];
    expect(told).to.include({ channel_id: id, name: 'Renamed' });
    expect((await refusal(bob.client.groupChannel.updateChannel(id, { name: 'Mine' }))).code).to.be.oneOf([3001, 1016]);
  });

  it('keeps meta with a channel, key by key, and tells it as an update [GC-078] [GC-079]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    expect((await alice.client.groupChannel.updateMeta(id, { topic: 'tea', mood: 'calm' })).meta).to.deep.equal({ topic: 'tea', mood: 'calm' });
    expect((await alice.client.groupChannel.deleteMeta(id, ['mood'])).meta).to.deep.equal({ topic: 'tea' });
    await bob.heard('group:channel_update', ({ meta, channel_id }: Channel) => channel_id === id && meta?.topic === 'tea' && !meta.mood);
    expect((await refusal(bob.client.groupChannel.updateMeta(id, { topic: 'coffee' }))).code).to.be.oneOf([3001, 1016]);
  });

  it('deletes a channel with all that is in it, which its members hear [GC-022] [GC-071]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    expect((await refusal(bob.client.groupChannel.deleteChannel(id))).code).to.be.oneOf([3001, 1016]);
    expect(await alice.client.groupChannel.deleteChannel(id)).to.equal(undefined);
    const [told] = (await bob.heard('group:channel_delete', ofChannel(id))) as [Channel];
    expect(told.name).to.equal(id);
    expect((await refusal(bob.client.groupChannel.getChannel(id))).code).to.equal(1003);
  });

  it('makes a member a manager and takes that back, which the members hear [GC-025] [GC-074] [GC-075]', async () => {
    const id = await channel('bob', 'carol');
    const [alice, carol] = [await connect('alice'), await connect('carol')];
    await alice.client.groupChannel.registerManager(id, 'bob');
    const [where, who] = (await carol.heard('group:channel_manager_create', ofChannel(id))) as [Channel, BaseUser];
    expect([where.channel_id, who.user_id]).to.deep.equal([id, 'bob']);
    expect((await alice.client.groupChannel.getManagerList(id)).map(({ user_id }) => user_id)).to.include('bob');
    expect((await refusal(carol.client.groupChannel.registerManager(id, 'carol'))).code).to.be.oneOf([3001, 1016]);
    await alice.client.groupChannel.deleteManager(id, 'bob');
    expect((await alice.client.groupChannel.getManagerList(id)).map(({ user_id }) => user_id)).to.not.include('bob');
  });

  it('tells who is no manager any more [GC-026]', async () => {
    const id = await channel('bob', 'carol');
    const [alice, carol] = [await connect('alice'), await connect('carol')];
    await alice.client.groupChannel.registerManager(id, 'bob');
    await alice.client.groupChannel.deleteManager(id, 'bob');
    const [where, who] = (await carol.heard('group:channel_manager_delete', ofChannel(id))) as [Channel, BaseUser];
    expect([where.channel_id, who.user_id]).to.deep.equal([id, 'bob']);
  });

  it('freezes a channel, where members write nothing then [GC-027] [GC-076]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    expect((await alice.client.groupChannel.freezeChannel(id, true)).freeze).to.equal(true);
    const [told] = (await bob.heard('group:channel_freeze', ofChannel(id))) as [Channel];
    expect(told.freeze).to.equal(true);
    expect((await refusal(bob.client.groupChannel.sendMessage(id, { type: 'text', content: 'brr' }))).code).to.equal(1009);
  });

  it('lifts the freeze of a channel [GC-028] [GC-077]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    await alice.client.groupChannel.freezeChannel(id, true);
    expect((await alice.client.groupChannel.freezeChannel(id, false)).freeze).to.equal(false);
    await bob.heard('group:channel_unfreeze', ofChannel(id));
    expect((await bob.client.groupChannel.sendMessage(id, { type: 'text', content: 'thawed' })).content).to.equal('thawed');
  });

  it('bans a member for a while, which is told in place of his leaving [GC-029] [GC-030] [GC-084]', async () => {
    const id = await channel('bob', 'carol');
    const [alice, bob, carol] = [await connect('alice'), await connect('bob'), await connect('carol')];
    const ban = await alice.client.groupChannel.ban(id, { user_id: 'bob', seconds: 60, reason: 'noise' });
    expect(ban).to.include({ reason: 'noise' });
    expect(ban.user).to.include({ user_id: 'bob', name: 'Bob' });
    expect(ban.end_at! - ban.start_at).to.equal(60_000);
    for (const heard of [carol, bob]) {
      const [where, who, told] = (await heard.heard('group:channel_ban', ofChannel(id))) as [Channel, BaseUser, object];
      expect([where.channel_id, who.user_id]).to.deep.equal([id, 'bob']);
      expect(told).to.deep.equal({ start_at: ban.start_at, end_at: ban.end_at, reason: 'noise' });
      expect(heard.events()).to.not.include('group:channel_leave');
    }
    expect((await refusal(bob.client.groupChannel.joinChannel(id))).code).to.equal(1019);
    expect((await refusal(alice.client.groupChannel.ban(id, { user_id: 'alice', seconds: 60 }))).code).to.equal(1018);
  });

  it('bans for a positive number of seconds only [GC-085]', async () => {
    const id = await channel('bob');
    const alice = await connect('alice');
    for (const seconds of [0, -1, undefined]) {
      const { code } = await refusal(alice.client.groupChannel.ban(id, { user_id: 'bob', seconds: seconds as number }));
      expect(code, String(seconds)).to.equal(1001);
    }
    expect((await alice.client.groupChannel.getMemberList(id)).length).to.equal(2);
  });

  it('lists bans and lifts them, which the members hear [GC-031] [GC-086] [GC-087]', async () => {
    const id = await channel('bob', 'carol');
    const [alice, bob, carol] = [await connect('alice'), await connect('bob'), await connect('carol')];
    const ban = await alice.client.groupChannel.ban(id, { user_id: 'bob', seconds: 600, reason: 'noise' });
    expect(await alice.client.groupChannel.getBannedList(id)).to.deep.equal([ban]);
    expect((await refusal(carol.client.groupChannel.getBannedList(id))).code).to.be.oneOf([3001, 1016]);
    expect(await alice.client.groupChannel.unban(id, 'bob')).to.equal(undefined);
    const [where, who] = (await carol.heard('group:channel_unban', ofChannel(id))) as [Channel, BaseUser];
    expect([where.channel_id, who.user_id]).to.deep.equal([id, 'bob']);
    expect(await alice.client.groupChannel.getBannedList(id)).to.deep.equal([]);
    await bob.client.groupChannel.joinChannel(id);
  });

  it('takes reports of users, channels and messages, each with what it is about [GC-033] [GC-034] [GC-102]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const { message_id } = await alice.client.groupChannel.sendMessage(id, { type: 'text', content: 'rude' });
    const { moderation } = bob.client;
    const place = { channel_type: 'group', channel_id: id } as const;
    const ofUser = await moderation.createReport({ report_type: 'user', user_id: 'alice', ...place, reason: 'rude' });
    expect(ofUser).to.include({ report_type: 'user', report_category: 'general', reason: 'rude' });
    expect(ofUser.report_id).to.be.a('string');
    expect([ofUser.reporting_user.user_id, ofUser.user?.user_id]).to.deep.equal(['bob', 'alice']);
    expect(ofUser.created_at).to.be.a('number');
    expect(ofUser.updated_at).to.be.a('number');
    expect((await moderation.createReport({ report_type: 'channel', ...place })).channel?.channel_id).to.equal(id);
    const ofMessage = await moderation.createReport({ report_type: 'message', message_id, ...place });
    expect(ofMessage.message).to.include({ message_id, content: 'rude' });
    expect((await refusal(moderation.createReport({ report_type: 'message', ...place }))).code).to.equal(1001);
  });

  it('tells managers of a report, and nobody else; they list them by type [GC-032] [GC-035] [GC-101]', async () => {
    const id = await channel('bob', 'carol');
    const [alice, bob, carol] = [await connect('alice'), await connect('bob'), await connect('carol')];
    const categories = ['general', 'spam', 'profanity', 'etc', 'custom'] as const;
    const { message_id } = await carol.client.groupChannel.sendMessage(id, { type: 'text', content: 'buy' });
    const filed = await bob.client.moderation.createReport({ report_type: 'message', report_category: 'spam', channel_id: id, message_id });
    const [where, report] = (await alice.heard('group:report_create', ofChannel(id))) as [Channel, typeof filed];
    expect(where).to.include({ channel_id: id, type: 'group' });
    expect(report).to.include({ report_id: filed.report_id, report_type: 'message', report_category: 'spam' });
    expect(report.message).to.include({ message_id, content: 'buy' });
    for (const report_category of categories) {
      const one = await carol.client.moderation
        .createReport({ report_type: 'user', report_category, user_id: 'dora', channel_id: id })
        .catch(() => undefined);
      if (one && report_category === 'general') expect(one.report_category).to.equal('general');
    }
    expect((await alice.client.groupChannel.getReportList(id, { report_type: 'message' })).reports.map(({ report_id }) => report_id)).to.deep.equal([
      filed.report_id,
    ]);
    const first = await alice.client.groupChannel.getReportList(id, { limit: 1 });
    expect(first.reports.length).to.equal(1);
    expect(first.next).to.be.a('string');
    expect((await refusal(bob.client.groupChannel.getReportList(id))).code).to.be.oneOf([3001, 1016]);
    await carol.client.user.me();
    for (const other of [bob, carol]) expect(other.events()).to.not.include('group:report_create');
  });

  // ---- messages and me

  it('keeps meta with a message of mine, which the members hear [GC-037] [GC-099] [GC-100]', async () => {
    const id = await channel('bob');
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const { message_id } = await alice.client.groupChannel.sendMessage(id, { type: 'text', content: 'tag me' });
    expect((await alice.client.groupChannel.updateMessageMeta(id, message_id, { a: '1', b: '2' })).meta).to.deep.equal({ a: '1', b: '2' });
    const changed = await alice.client.groupChannel.deleteMessageMeta(id, message_id, ['a']);
    expect(changed).to.include({ message_id, content: 'tag me' });
    expect(changed.meta).to.deep.equal({ b: '2' });
    const [, told] = (await bob.heard('group:message_update', (_: Channel, { meta }: Message) => meta?.b === '2' && !meta.a)) as [Channel, Message];
    expect(told).to.include({ message_id, channel_id: id, content: 'tag me' });
    expect((await refusal(alice.client.groupChannel.deleteMessageMeta(id, ['a'] as never, undefined as never))).code).to.equal(60101);
    expect((await refusal(bob.client.groupChannel.updateMessageMeta(id, message_id, { a: '3' }))).code).to.equal(3001);
  });

  it('says what was masked of a message to its writer and managers, and stars to the others [GC-020]', async () => {
    await server.core.moderation.putWord('demo', { pattern: 'darn*', kind: 'profanity', action: 'mask' });
    const id = await channel('bob', 'carol');
    const [alice, bob, carol] = [await connect('alice'), await connect('bob'), await connect('carol')];
    const sent = await bob.client.groupChannel.sendMessage(id, { type: 'text', content: 'well, darn it' });
    expect(sent.content).to.not.contain('darn');
    const listed = async ({ client }: Chatter) => (await client.groupChannel.getMessageList(id)).messages[0]!.filter;
    for (const reader of [bob, alice]) expect(await listed(reader)).to.deep.equal({ type: ['profanity'], origin_content: 'well, darn it' });
    expect(await listed(carol)).to.deep.equal({ type: ['profanity'] });
    const [, told] = (await carol.heard('group:message_send', ofChannel(id))) as [Channel, Message];
    expect(told.content).to.equal(sent.content);
    expect(told.filter).to.deep.equal({ type: ['profanity'] });
  });

  it('keeps meta with my profile, key by key [GC-045] [GC-046]', async () => {
    const erin = await connect('erin');
    expect((await erin.client.user.updateMeta({ team: 'red', desk: '4' })).meta).to.deep.equal({ team: 'red', desk: '4' });
    expect((await erin.client.user.deleteMeta(['desk'])).meta).to.deep.equal({ team: 'red' });
    expect((await erin.client.user.me()).meta).to.deep.equal({ team: 'red' });
  });

  it('tells that my account is gone, and disconnects after it [GC-042]', async () => {
    await server.users('gina');
    const gina = await connect('gina');
    await server.core.privacy.erase('demo', 'gina');
    const [user] = (await gina.heard('user_delete')) as [BaseUser];
    expect(user.user_id).to.equal('gina');
    await gina.heard('disconnected');
    expect(gina.events().indexOf('user_delete')).to.be.lessThan(gina.events().indexOf('disconnected'));
  });

  // ---- open channels (A24)

  it('has open channels, which anyone finds and joins, with the same methods and events of their own', async () => {
    const [alice, bob] = [await connect('alice'), await connect('bob')];
    const made = await alice.client.openChannel.createChannel({ channel_id: 'open_square', name: 'Square' });
    expect(made).to.include({ type: 'open', visibility: 'listed' });
    expect((await bob.client.openChannel.getChannelList()).channels.map(({ channel_id }) => channel_id)).to.deep.equal(['open_square']);
    expect((await bob.client.groupChannel.getChannelList({ name: 'Square' })).channels).to.deep.equal([]);
    await bob.client.openChannel.joinChannel('open_square');
    const [, who] = (await alice.heard('open:channel_join', (_: Channel, { user_id }: BaseUser) => user_id === 'bob')) as [Channel, BaseUser];
    expect(who.user_id).to.equal('bob');
    await bob.client.openChannel.sendMessage('open_square', { type: 'text', content: 'hello, all' });
    const [where, message] = (await alice.heard('open:message_send')) as [Channel, Message];
    expect([where.type, message.content]).to.deep.equal(['open', 'hello, all']);
    expect(alice.events().filter((event) => event.startsWith('group:'))).to.deep.equal([]);
  });

  // ---- configuration and errors

  it('logs to the console when `debug` is set to anything true, and is silent else [GC-005]', async () => {
    const lines: string[] = [];
    const real = console.debug;
    console.debug = (line: string) => void lines.push(line);
    try {
      const config = { host: `127.0.0.1:${server.port}`, app_id: 'demo' };
      const quiet = new ChatClient(config);
      await quiet.connectUser({ user_id: 'dora', session_token: await server.mint('dora') });
      await quiet.disconnectUser();
      expect(lines).to.deep.equal([]);
      const loud = new ChatClient({ ...config, debug: {} });
      await loud.connectUser({ user_id: 'dora', session_token: await server.mint('dora') });
      await loud.disconnectUser();
      expect(lines.some((line) => line.startsWith('earshot '))).to.equal(true);
    } finally {
      console.debug = real;
    }
  });

  it('says 60999 of what it does not know, and all of it on the console [GC-113]', async () => {
    const said: unknown[][] = [];
    const real = console.error;
    console.error = (...line: unknown[]) => void said.push(line);
    try {
      const id = await channel('dora');
      // as if another tab had taken the message over
      const { client } = await connect('dora', { outboxStore: { ...memoryStore(), get: async () => undefined } });
      const error = await refusal(client.groupChannel.sendMessage(id, { type: 'text', content: 'mine?' }));
      expect(error).to.include({ code: 60999, name: 'unknown_error' });
      expect(said.length).to.equal(1);
      expect(said[0]![1]).to.equal(error.cause);
    } finally {
      console.error = real;
    }
  });

  it('passes the number of the server on, 4001 by its name [GC-104]', () => {
    const refused = EarshotError.fromWire({ error: 'auth:unauthorized', code: 4001, message: 'unable to go on; who are you?', status: 401 }, 'go on');
    expect(asChatError(refused)).to.include({ code: 4001, name: 'unauthorized', message: 'unable to go on; who are you?' });
    expect(asChatError(refused).meta).to.include({ status: 401 });
  });

  it('says 60903 when the server cannot tell what happened since [GC-111]', async () => {
    const sockets: WebSocket[] = [];
    const { told, client, heard } = await (async () => {
      const made = await connect('dora', { settings: { backoffBaseMs: 1, backoffMaxMs: 5 }, openSocket: (url) => forgetful(url, sockets) });
      return { told: made.told, client: made.client, heard: made.heard.bind(made) };
    })();
    expect(told.map(({ event }) => event)).to.not.include('error');
    sockets[0]!.close();
    const [error] = (await heard('error', ({ code }: { code: number }) => code === 60903)) as [{ name: string }];
    expect(error.name).to.equal('unable_to_subscribe_event');
    expect((await client.user.me()).user_id).to.equal('dora');
  });
});

/** A socket whose client comes back with cursors of a server that is no more. */
function forgetful(url: string, sockets: WebSocket[]) {
  const socket = new WebSocket(url);
  sockets.push(socket);
  const send = socket.send.bind(socket);
  socket.send = (data) => {
    const frame = JSON.parse(String(data));
    for (const cursor of Object.values(frame.resume ?? {}) as [string, number][]) cursor[0] = 'another';
    send(JSON.stringify(frame));
  };
  return socket as never;
}
