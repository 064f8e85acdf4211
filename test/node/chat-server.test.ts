import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../../server/src/http/testing.ts';
import { ChatClient, ChatError } from '../../src/compat/chat-client.ts';
import type { ChannelView, Chat } from '../../src/core/chat/api.ts';
import { createChat, memoryStore, type OutboxStore } from '../../src/core/chat/index.ts';
import { Client } from '../../src/core/client/client.ts';
import type { SocketLike } from '../../src/core/connection/api.ts';
import type { Message } from '../../src/core/protocol/index.ts';
import { after, afterEach, before, describe, expect, it } from '../harness.ts';

/** The lines of one page: they can be cut, and be kept from coming back. */
class Lines {
  #sockets: WebSocket[] = [];
  opened = 0;
  down = false;
  /** Cuts the line after this many more messages, either way. */
  fuse = Number.POSITIVE_INFINITY;

  readonly open = (url: string): SocketLike => {
    if (this.down) throw new Error('no network');
    this.opened++;
    const socket = new WebSocket(url);
    const burn = () => {
      if (--this.fuse === 0) this.cut();
    };
    socket.on('message', burn);
    const send = socket.send.bind(socket) as (data: string) => void;
    socket.send = ((data: string) => {
      send(data);
      burn();
    }) as typeof socket.send;
    this.#sockets.push(socket);
    return socket as unknown as SocketLike;
  };

  cut(): void {
    for (const socket of this.#sockets.splice(0)) socket.terminate();
  }
}

describe('chat on the real server', () => {
  let server: TestServer;
  let host: string;
  const undo: (() => unknown)[] = [];
  const settings = { backoffBaseMs: 1, backoffMaxMs: 5 };

  before(async () => {
    server = await startTestServer({ env: { FILE_BYTES: '4000' } });
    host = new URL(await server.listen()).host;
    for (const user_id of ['alice', 'bob']) await server.core.users.create('shop', { user_id, name: user_id });
  });
  after(() => server.close());
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one();
  });

  const token = async (userId: string) => (await server.core.tokens.mint('shop', userId, Date.now() + 3_600_000)).token;

  let count = 0;
  async function room(): Promise<string> {
    const channel_id = `chat_room_${++count}`;
    await server.core.execute({ kind: 'app', appId: 'shop' }, 'channel.create', { channel_id, name: 'Room', members: ['alice', 'bob'] });
    return channel_id;
  }

  async function page(userId: string, store: OutboxStore = memoryStore()): Promise<{ client: Client; chat: Chat; lines: Lines }> {
    const lines = new Lines();
    const client = new Client({ host, appId: 'shop', userId, tokenProvider: () => token(userId), settings, openSocket: lines.open });
    const chat = client.service(Symbol.for('earshot/chat'), (parts) => createChat(parts, { outboxStore: store }));
    undo.push(() => client.dispose());
    await client.connect();
    return { client, chat, lines };
  }

  async function face(user_id: string, lines = new Lines()): Promise<ChatClient> {
    const client = new ChatClient({ host, app_id: 'shop' }, { settings, openSocket: lines.open });
    undo.push(() => client.disconnectUser());
    await client.connectUser({ user_id, session_token: await token(user_id) });
    return client;
  }

  const until = (view: ChannelView, so: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const off = view.on('change', look);
      function look() {
        if (!so()) return;
        off();
        resolve();
      }
      look();
    });

  const texts = (view: ChannelView) => view.items.flatMap((item) => (item.kind === 'message' ? [item.text ?? item.file?.name] : []));

  it('brings every message once and in order through cuts at many points', async () => {
    const id = await room();
    const [alice, bob] = [await page('alice'), await page('bob')];
    const [hers, his] = [alice.chat.open(id), bob.chat.open(id)];
    const sent: string[] = [];
    for (let round = 1; round <= 8; round++) {
      alice.lines.fuse = round;
      bob.lines.fuse = round + 2;
      for (let i = 0; i < 3; i++) {
        sent.push(`${round}.${i}`);
        hers.sendText(sent.at(-1)!);
      }
      await until(hers, () => hers.items.every((item) => item.kind === 'message' && item.message));
      await until(his, () => his.items.length === sent.length);
    }
    expect(texts(hers)).to.deep.equal(sent);
    expect(texts(his)).to.deep.equal(sent);
    expect(alice.lines.opened).to.be.greaterThan(5);
    const stored = await server.core.execute({ kind: 'user', appId: 'shop', userId: 'bob' }, 'message.list', {
      channel_id: id,
      mode: 'next',
      limit: 100,
    });
    expect(stored.messages.map(({ content }) => content)).to.deep.equal(sent);
    await until(his, () => his.unread === sent.length);
    his.markRead();
    await until(hers, () => hers.items.every((item) => item.kind === 'message' && item.sendState === 'read'));
  });

  it('keeps what is written without a network and sends it when there is one', async () => {
    const id = await room();
    const { chat, lines } = await page('alice');
    const view = chat.open(id);
    await until(view, () => view.state === 'ready');
    lines.down = true;
    lines.cut();
    view.sendText('written in the tunnel');
    expect(view.items.at(-1)).to.include({ text: 'written in the tunnel', sendState: 'sending' });
    lines.down = false;
    await until(view, () => view.items.length === 1 && view.items[0]!.kind === 'message' && view.items[0].sendState === 'sent');
  });

  it('sends what an earlier page left behind', async () => {
    const id = await room();
    const store = memoryStore();
    const first = await page('alice', store);
    first.lines.down = true;
    first.lines.cut();
    const key = first.chat.open(id).sendText('before the reload');
    await first.client.dispose();
    const view = (await page('alice', store)).chat.open(id);
    await until(view, () => view.items.length === 1 && view.items[0]!.kind === 'message' && view.items[0].message !== undefined);
    expect(view.items[0]).to.include({ key, text: 'before the reload', sendState: 'sent' });
    expect(await store.all('')).to.deep.equal([]);
  });

  it('shows ticks as the other one receives and reads, and who is typing', async () => {
    const id = await room();
    const [alice, bob] = [await page('alice'), await page('bob')];
    const [hers, his] = [alice.chat.open(id), bob.chat.open(id)];
    await until(his, () => his.state === 'ready');
    hers.sendText('are you there?');
    const state = () => (hers.items[0]?.kind === 'message' ? hers.items[0].sendState : undefined);
    await until(hers, () => state() === 'delivered');
    expect(his.unread).to.equal(1);
    his.markRead();
    await until(hers, () => state() === 'read');
    his.announceTyping();
    await until(hers, () => hers.typing.length === 1);
    expect(hers.typing[0]!.user_id).to.equal('bob');
    his.sendText('yes');
    await until(hers, () => hers.items.length === 2);
    expect(hers.typing).to.deep.equal([]);
    expect(hers.readReceipts.bob!.n).to.equal(2);
  });

  it('brings my own message and my read mark to my other device', async () => {
    const id = await room();
    const [here, there, bob] = [await page('alice'), await page('alice'), await page('bob')];
    const [one, other] = [here.chat.open(id), there.chat.open(id)];
    await until(other, () => other.state === 'ready');
    await bob.chat.send(id, { text: 'hello, both' });
    await until(one, () => one.unread === 1);
    await until(other, () => other.unread === 1);
    one.markRead();
    await until(other, () => other.unread === 0);
    one.sendText('mine');
    await until(other, () => other.items.length === 2);
    expect(other.items[1]).to.include({ own: true, text: 'mine', sendState: 'sent' });
  });

  it('tells of a private channel of others as of one that is not there', async () => {
    await server.core.execute({ kind: 'user', appId: 'shop', userId: 'bob' }, 'channel.create', {
      channel_id: 'secret_room',
      name: 'S',
      visibility: 'private',
    });
    const { chat } = await page('alice');
    const view = chat.open('secret_room');
    await until(view, () => view.state === 'error');
    expect(view.error?.code).to.equal('channel:not-found');
  });

  // ---- ChatClient, where files and cuts matter

  it('sends a file as a message with its type, name, size and a link that works [GC-019] [GC-090]', async () => {
    const id = await room();
    const [alice, bob] = [await face('alice'), await face('bob')];
    const heard = new Promise<Message>((resolve) => bob.groupChannel.once('group:message_send', (_channel, message) => resolve(message)));
    const file = new File(['a plain text'], 'note.txt', { type: 'text/plain' });
    const sent = await alice.groupChannel.sendMessage(id, { type: 'file', file, meta: { album: 'one' } });
    expect(sent).to.include({ type: 'file', channel_id: id });
    expect(sent.file).to.include({ name: 'note.txt', size: 12 });
    expect(sent.meta).to.deep.equal({ album: 'one' });
    const received = await heard;
    expect(received.message_id).to.equal(sent.message_id);
    const response = await fetch(received.file!.url);
    expect(await response.text()).to.equal('a plain text');
    expect((await bob.groupChannel.getChannel(id)).total_file_count).to.equal(1);
    expect((await bob.groupChannel.getMessageList(id, { type: 'file' })).messages.map(({ file }) => file?.name)).to.deep.equal(['note.txt']);
  });

  it('refuses a file above the limit with 1012 [GC-121]', async () => {
    const alice = await face('alice');
    const file = new File(['x'.repeat(4_001)], 'big.txt');
    const error = await alice.groupChannel.sendMessage(await room(), { type: 'file', file }).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(ChatError);
    expect((error as ChatError).code).to.equal(1012);
  });

  it('tells of a lost line and of its return, and misses nothing between [GC-012] [GC-013]', async () => {
    const id = await room();
    const lines = new Lines();
    const [alice, bob] = [await face('alice', lines), await face('bob')];
    const told: string[] = [];
    alice.connection.on('reconnect_start', () => told.push('start'));
    const back = new Promise<void>((resolve) =>
      alice.connection.on('reconnect_success', () => {
        told.push('success');
        resolve();
      }),
    );
    const texts: (string | undefined)[] = [];
    const all = new Promise<void>((resolve) =>
      alice.groupChannel.on('group:message_send', (_channel, { content }) => {
        if (texts.push(content) === 3) resolve();
      }),
    );
    await bob.groupChannel.sendMessage(id, { type: 'text', content: 'one' });
    lines.down = true;
    lines.cut();
    await bob.groupChannel.sendMessage(id, { type: 'text', content: 'two' });
    lines.down = false;
    await back;
    await bob.groupChannel.sendMessage(id, { type: 'text', content: 'three' });
    await all;
    expect(texts).to.deep.equal(['one', 'two', 'three']);
    expect(told).to.deep.equal(['start', 'success']);
  });

  it('says that reconnecting failed once the token is refused for good [GC-014]', async () => {
    const lines = new Lines();
    const alice = await face('alice', lines);
    const told: string[] = [];
    alice.connection.on('reconnect_failed', () => told.push('failed'));
    const ended = new Promise<void>((resolve) => alice.connection.on('disconnected', resolve));
    const error = new Promise<ChatError>((resolve) => alice.on('error', resolve));
    await server.core.tokens.revoke('shop', 'alice');
    lines.cut();
    await ended;
    expect(told).to.deep.equal(['failed']);
    expect((await error).code).to.equal(60102);
    expect(await alice.user.me().catch((caught: unknown) => caught)).to.include({ code: 60904 });
  });

  it('hands errors that no call waits for to its error event [GC-010]', async () => {
    const lines = new Lines();
    const alice = await face('bob', lines);
    const error = new Promise<ChatError>((resolve) => alice.once('error', resolve));
    lines.down = true;
    lines.cut();
    expect(await error).to.include({ code: 60902, name: 'unable_to_connect' });
    lines.down = false;
  });
});
