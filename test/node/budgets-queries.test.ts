import { sendMessage } from '../../server/src/chat/messages.ts';
import { COMMANDS } from '../../server/src/db/commands.ts';
import { openDatabase } from '../../server/src/db/open.ts';
import { Sql, type Value } from '../../server/src/db/sql.ts';
import type { Tx } from '../../server/src/db/tx.ts';
import { defaultServerSettings } from '../../server/src/settings.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type Device, type RunningCore, startCore } from '../server-fixture.ts';

const APP = 'demo';
const FEW = 2;
const MANY = 100;
const PAGE = 30;

/** Counts what is asked of the database. */
class CountingSql extends Sql {
  count = 0;

  override get<R>(text: string, ...values: Value[]): R | undefined {
    this.count++;
    return super.get<R>(text, ...values);
  }

  override all<R>(text: string, ...values: Value[]): R[] {
    this.count++;
    return super.all<R>(text, ...values);
  }

  override run(text: string, ...values: Value[]): number {
    this.count++;
    return super.run(text, ...values);
  }
}

const nameOf = (at: number): string => `user${at}`;

/** A channel of so many members with a page of messages in it. */
function channelOf(members: number): { tx: Tx; sql: CountingSql; message: number; close(): void } {
  const database = openDatabase(':memory:');
  const sql = new CountingSql(database);
  const tx: Tx = { sql, now: 1_700_000_000_000, effects: [], limits: defaultServerSettings };
  const users = Array.from({ length: members }, (_, at) => nameOf(at));
  for (const user_id of users) COMMANDS['user.create'](tx, { app: APP, user: { user_id, name: user_id } });
  COMMANDS['channel.create'](tx, { app: APP, by: nameOf(0), channel_id: 'lobby', name: 'Lobby', members: users, visibility: 'listed' });
  const sent = Array.from({ length: PAGE }, (_, at) => say(tx, `first-${at}`, nameOf(at % 2)).offset);
  return { tx, sql, message: sent[0]!, close: () => database.close() };
}

const say = (tx: Tx, clientId: string, user = nameOf(0)) =>
  sendMessage(tx, { app: APP, user, draft: { client_id: clientId, channel_id: 'lobby', type: 'text', content: 'Hello' } });

const mine = { app: APP, user: nameOf(1), channel: 'lobby' };

const findThem = (tx: Tx) => COMMANDS['message.search'](tx, { app: APP, user: nameOf(1), query: 'hello', limit: PAGE });

const openSession = (tx: Tx, resume: Record<string, [string, number]> = {}) =>
  COMMANDS['session.open'](tx, { app: APP, user: nameOf(1), epoch: 'e', issuedAt: tx.now, resume, channels: true });

/** Statements of one command, at most: the same for any number of members. */
const STATEMENTS: readonly [what: string, most: number, run: (tx: Tx, message: number) => unknown][] = [
  ['a message is sent', 13, (tx) => say(tx, 'one')],
  ['it is sent once more', 4, (tx) => say(tx, 'one')],
  ['a page of 30 is listed', 8, (tx) => COMMANDS['message.list'](tx, { ...mine, epoch: 'e', limit: PAGE })],
  ['31 messages that came since the last search are put into the index', 40, (tx) => findThem(tx)],
  ['30 of them are found by a word', 9, (tx) => findThem(tx)],
  ['it is marked as delivered', 6, (tx) => COMMANDS['channel.mark'](tx, { ...mine, offset: 1e9, kind: 'delivered' })],
  ['it is marked as read', 9, (tx) => COMMANDS['channel.mark'](tx, { ...mine, offset: 1e9, kind: 'read' })],
  ['it is marked as read once more', 3, (tx) => COMMANDS['channel.mark'](tx, { ...mine, offset: 1e9, kind: 'read' })],
  ['the channel is opened', 4, (tx) => COMMANDS['channel.open'](tx, { ...mine, epoch: 'e' })],
  ['my channels are listed', 1, (tx) => COMMANDS['channel.find'](tx, { app: APP, user: nameOf(1), joined: true, find: {} })],
  [
    'with their last messages',
    6,
    (tx) => COMMANDS['channel.find'](tx, { app: APP, user: nameOf(1), joined: true, find: { show_last_message: true } }),
  ],
  ['my channels are followed', 1, (tx) => COMMANDS['channel.heads'](tx, { app: APP, user: nameOf(1) })],
  ['a session is opened', 5, (tx) => openSession(tx)],
  ['somebody reacts', 18, (tx, message) => COMMANDS['message.react'](tx, { ...mine, message, emoji: '👍', on: true })],
];

describe('statements of a command', () => {
  for (const members of [FEW, MANY]) {
    it(`are few, with ${members} members`, () => {
      const { tx, sql, message, close } = channelOf(members);
      const over: Record<string, number> = {};
      for (const [what, most, run] of STATEMENTS) {
        const start = sql.count;
        run(tx, message);
        if (sql.count - start > most) over[what] = sql.count - start;
      }
      close();
      expect(over).to.deep.equal({});
    });
  }
});

describe('statements of a session', () => {
  it(`are as few with ${MANY} channels to come back to`, () => {
    const { tx, sql, close } = channelOf(FEW);
    const channels = Array.from({ length: MANY }, (_, at) => `room${at}`);
    for (const channel_id of channels)
      COMMANDS['channel.create'](tx, { app: APP, by: nameOf(1), channel_id, name: channel_id, members: [nameOf(1)], visibility: 'listed' });
    const start = sql.count;
    const { follow, streams } = openSession(tx, Object.fromEntries(channels.map((channel) => [`c:${channel}`, ['e', 1]])));
    expect(sql.count - start).to.be.at.most(5);
    close();
    expect(follow).to.have.length(MANY + 2); // the lobby, and what concerns him alone
    expect(Object.values(streams).filter(({ recovered }) => recovered)).to.have.length(MANY);
  });
});

/** Commands of one request, in order. */
const COMMANDS_OF: readonly [what: string, commands: readonly string[], ask: (device: Device) => Promise<unknown>][] = [
  ['message.list', ['message.list'], (device) => device.request('message.list', { channel_id: 'lobby' })],
  ['send', ['message.send'], (device) => device.say('lobby', 'Hello')],
  ['channel.list', ['channel.find'], (device) => device.request('channel.list', {})],
  ['channel.follow', ['channel.heads'], (device) => device.request('channel.follow', {})],
  ['channel.open', ['channel.open'], (device) => device.request('channel.open', { channel_id: 'lobby' })],
  ['channel.delivered', ['channel.mark'], (device) => device.request('channel.delivered', { channel_id: 'lobby', offset: 1e6 })],
  ['channel.read', ['channel.mark'], (device) => device.request('channel.read', { channel_id: 'lobby', offset: 1e6 })],
  ['user.me', ['user.get'], (device) => device.request('user.me', {})],
];

describe('commands of a request', () => {
  const ran: string[] = [];
  let server: RunningCore;
  before(async () => {
    server = await startCore({ faults: { beforeCommit: (command) => void ran.push(command) } });
    const users = Array.from({ length: MANY }, (_, at) => nameOf(at));
    await server.users(...users);
    await server.channel('lobby', users.slice(0, FEW));
    await server.channel('hall', users);
  });
  after(() => server.close());

  it('are one each', async () => {
    const device = await server.device(nameOf(1), { channels: true });
    const seen: Record<string, string[]> = {};
    for (const [what, , ask] of COMMANDS_OF) {
      ran.length = 0;
      await ask(device);
      seen[what] = [...ran];
    }
    expect(seen).to.deep.equal(Object.fromEntries(COMMANDS_OF.map(([what, commands]) => [what, commands])));
  });

  it('are one for a client that comes: its token is looked at with all of its welcome', async () => {
    const token = await server.mint(nameOf(1));
    ran.length = 0;
    await server.device(nameOf(1), { channels: true, token });
    expect(ran).to.deep.equal(['session.open']);
  });

  it('are one for a message, whether two hear it or a hundred', async () => {
    for (const [channel, members] of [
      ['lobby', FEW],
      ['hall', MANY],
    ] as const) {
      const devices = await Promise.all(Array.from({ length: members }, (_, at) => server.device(nameOf(at), { channels: true })));
      ran.length = 0;
      const { offset } = await devices[0]!.say(channel, 'To all');
      await Promise.all(devices.map((device) => device.entry(`c:${channel}`, (_, at) => at === offset)));
      expect(ran, `${members} members`).to.deep.equal(['message.send']);
      for (const device of devices) device.cut();
      await server.quiet();
    }
  });
});
