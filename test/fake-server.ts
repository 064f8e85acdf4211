import type {
  BaseUser,
  Channel,
  ChannelEntry,
  ChannelHead,
  ClientFrame,
  IceServer,
  Message,
  MethodName,
  Params,
  Receipt,
  Result,
  Send,
  StreamEntry,
  UserEntry,
} from '../src/core/protocol/index.ts';
import { FakeSocket } from './fake-socket.ts';

interface Room {
  channel: Channel;
  members: Map<string, BaseUser>;
  log: ChannelEntry[];
  messages: Message[];
  /** Who put it there, by message id and emoji. */
  reactions: Map<string, Set<string>>;
  receipts: Record<'read' | 'delivered', Map<string, Receipt>>;
}

interface Session {
  socket: FakeSocket;
  user: BaseUser;
  followsChannels: boolean;
  cursors: Map<string, number>;
}

/**
 * A small model of the server's protocol over fake sockets: streams, cursors, idempotent sends, receipts, pages. Everything
 * that crosses a wire is one step, numbered from 1 over all sockets; `cutAt` cuts the line at that step, and what was on
 * it is lost. Time and order are microtasks, so a run is the same every time.
 */
export class FakeServer {
  epoch = 'epoch-1';
  nowMs = 1_700_000_000_000;
  heartbeatMs = 25_000;
  tokenLifeMs = 3_600_000;
  /** What `ice.get` gives; undefined: asked too often. */
  ice: IceServer[] | undefined = [];
  /** Step at which the line is cut. */
  cutAt: number | undefined;
  /** Steps so far. */
  steps = 0;
  /** It cannot be reached. */
  down = false;
  /** Whether the ack leaves before the echo of a message. */
  ackFirst = false;
  /** Whether entries are delivered twice. */
  twice = false;
  /** How many microtasks a frame of ours takes to arrive; what the client does meanwhile is done without knowing it. */
  lagTurns = 1;
  /** Stored by (sender, client id), for ever. */
  readonly acks = new Map<string, { offset: number; message: Message; body: string }>();
  readonly users = new Map<string, BaseUser>();
  readonly rooms = new Map<string, Room>();
  readonly sockets: FakeSocket[] = [];
  /** Answers a send with this error instead; undefined lets it pass. */
  refuseMethod: ((method: MethodName) => string | undefined) | undefined;
  refuse: ((frame: Send) => { error: string; message: string; retry_after_ms?: number } | undefined) | undefined;
  #sessions = new Set<Session>();
  readonly #userLogs = new Map<string, UserEntry[]>();

  user(userId: string): BaseUser {
    let user = this.users.get(userId);
    if (!user) {
      user = { user_id: userId, name: userId, created_at: this.nowMs, updated_at: this.nowMs };
      this.users.set(userId, user);
    }
    return user;
  }

  room(channelId: string, ...members: string[]): Room {
    const channel: Channel = {
      channel_id: channelId,
      type: 'group',
      name: channelId,
      freeze: false,
      visibility: 'private',
      total_message_count: 0,
      total_file_count: 0,
      member_count: members.length,
      created_at: this.nowMs,
      updated_at: this.nowMs,
    };
    const room: Room = {
      channel,
      members: new Map(),
      log: [],
      messages: [],
      reactions: new Map(),
      receipts: { read: new Map(), delivered: new Map() },
    };
    for (const id of members) room.members.set(id, this.user(id));
    this.rooms.set(channelId, room);
    return room;
  }

  /** A message that did not come over one of our sockets. */
  say(channelId: string, userId: string, content: string, clientId?: string, more: Pick<Message, 'mentions' | 'thread_id'> = {}): Message {
    const body = { type: 'text' as const, content, ...(clientId && { client_id: clientId }), ...more };
    const message = this.#store(this.rooms.get(channelId)!, this.user(userId), body);
    this.#pump();
    return message;
  }

  /** Any entry of a channel's stream. */
  append(channelId: string, entry: ChannelEntry): number {
    const room = this.rooms.get(channelId)!;
    room.log.push(entry);
    this.#pump();
    return room.log.length;
  }

  /** Any entry of a user's stream. */
  tell(userId: string, entry: UserEntry): void {
    this.#logOf(userId).push(entry);
    this.#pump();
  }

  /** Somebody puts an emoji on a message, or takes it away; what is so already is not told. */
  react(channelId: string, userId: string, messageId: number, emoji: string, on: boolean): void {
    const room = this.rooms.get(channelId)!;
    const message = room.messages.find(({ message_id }) => message_id === messageId);
    if (!message) throw new Error('message:not-found');
    const who = room.reactions.get(`${messageId} ${emoji}`) ?? new Set<string>();
    if (who.has(userId) === on) return;
    if (on) who.add(userId);
    else who.delete(userId);
    room.reactions.set(`${messageId} ${emoji}`, who);
    const user_ids = [...who].slice(0, 10);
    const reactions = [...room.reactions.entries()]
      .filter(([key, users]) => key.startsWith(`${messageId} `) && users.size)
      .map(([key, users]) => ({ emoji: key.slice(key.indexOf(' ') + 1), count: users.size, user_ids: [...users].slice(0, 10) }));
    this.#replace(room, messageId, { reactions });
    const user = this.user(userId);
    this.append(channelId, { kind: 'reaction', at_ms: this.nowMs, message_id: messageId, user, emoji, on, count: who.size, user_ids });
  }

  /** A message gets another text. */
  edit(channelId: string, messageId: number, content: string): Message {
    const room = this.rooms.get(channelId)!;
    const message = this.#replace(room, messageId, { content, edited_at: this.nowMs });
    this.append(channelId, { kind: 'message_update', at_ms: this.nowMs, message });
    return message;
  }

  #replace(room: Room, messageId: number, change: Partial<Message>): Message {
    const at = room.messages.findIndex(({ message_id }) => message_id === messageId);
    if (at < 0) throw new Error('message:not-found');
    const message = { ...room.messages[at]!, ...change };
    if (message.reactions?.length === 0) delete message.reactions;
    room.messages[at] = message;
    return message;
  }

  erase(channelId: string, messageId: number): void {
    const room = this.rooms.get(channelId)!;
    const message = room.messages.find(({ message_id }) => message_id === messageId)!;
    room.messages = room.messages.filter((other) => other !== message);
    this.append(channelId, { kind: 'message_delete', at_ms: this.nowMs, message_id: messageId, user: message.user });
  }

  /** The log was restored from an older copy. */
  newEpoch(epoch: string): void {
    this.epoch = epoch;
    this.dropAll();
  }

  dropAll(code = 1006): void {
    for (const { socket } of [...this.#sessions]) this.#drop(socket, code);
  }

  /** Cuts the lines of one user. */
  dropUser(userId: string): void {
    for (const { socket, user } of [...this.#sessions]) if (user.user_id === userId) this.#drop(socket, 1006);
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  readonly openSocket = (url: string): FakeSocket => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    socket.peer = {
      wrote: (frame) => queueMicrotask(() => this.#step(socket) && this.#heard(socket, frame)),
      hungUp: () => this.#forget(socket),
    };
    queueMicrotask(() => {
      if (this.down) socket.drop();
      else if (socket.readyState === 0) socket.open();
    });
    return socket;
  };

  /** One thing crosses the wire; false if the line is cut before it arrives. */
  #step(socket: FakeSocket): boolean {
    if (socket.readyState !== 1) return false;
    if (++this.steps === this.cutAt) {
      this.#drop(socket, 1006);
      return false;
    }
    return true;
  }

  #drop(socket: FakeSocket, code: number): void {
    this.#forget(socket);
    socket.drop(code);
  }

  #forget(socket: FakeSocket): void {
    for (const session of this.#sessions) if (session.socket === socket) this.#sessions.delete(session);
  }

  #write(socket: FakeSocket, frame: object): void {
    const text = JSON.parse(JSON.stringify(frame)) as object; // as it is now, not as it will be
    later(this.lagTurns, () => this.#step(socket) && socket.receive(text));
  }

  #heard(socket: FakeSocket, frame: ClientFrame): void {
    if (frame.t === 'hello') {
      this.#hello(socket, frame);
      return;
    }
    const session = [...this.#sessions].find((other) => other.socket === socket);
    if (!session) return;
    if (frame.t === 'ping') this.#write(socket, { t: 'pong', n: frame.n });
    else if (frame.t === 'auth') this.#write(socket, { t: 'token_accepted', expires_at: this.nowMs + this.tokenLifeMs });
    else if (frame.t === 'send') this.#send(session, frame);
    else if (frame.t === 'typing')
      this.#broadcast(frame.channel_id, { t: 'typing', channel_id: frame.channel_id, user: session.user, ttl_ms: 6_000 }, session);
    else if (frame.t === 'request') {
      try {
        const result = this.#answer(session, frame.method as MethodName, frame.params as never);
        this.#write(socket, { t: 'reply', request_id: frame.request_id, result });
        this.#pump();
      } catch (error) {
        this.#write(socket, { t: 'nack', request_id: frame.request_id, error: (error as Error).message, message: 'refused' });
      }
    }
  }

  #hello(socket: FakeSocket, hello: Extract<ClientFrame, { t: 'hello' }>): void {
    const userId = hello.token.replace(/^token:/, '').replace(/#.*$/, '');
    const user = this.user(userId);
    const session: Session = { socket, user, followsChannels: hello.channels ?? false, cursors: new Map() };
    const streams: Record<string, { recovered: boolean; head: number; reason?: 'epoch' | 'too_far' | 'gone' }> = {};
    const mine = `u:${userId}`;
    for (const [stream, [epoch, at]] of Object.entries({ [mine]: [this.epoch, this.#streamOf(mine).length] as [string, number], ...hello.resume })) {
      const followed = stream === mine || (session.followsChannels && this.rooms.get(stream.slice(2))?.members.has(userId));
      const head = this.#streamOf(stream).length;
      if (!followed) streams[stream] = { recovered: false, head, reason: 'gone' };
      else if (epoch !== this.epoch || at > head) streams[stream] = { recovered: false, head, reason: 'epoch' };
      else if (head - at > 500) streams[stream] = { recovered: false, head, reason: 'too_far' };
      else streams[stream] = { recovered: true, head };
      if (followed) session.cursors.set(stream, streams[stream].recovered ? at : head);
    }
    const channels = session.followsChannels ? this.#follow(session) : [];
    this.#sessions.add(session);
    this.#write(socket, {
      t: 'welcome',
      session: `session-${this.sockets.length}`,
      now: this.nowMs,
      heartbeat_ms: this.heartbeatMs,
      epoch: this.epoch,
      user,
      streams,
      channels,
      calls: [],
      token_expires_at: this.nowMs + this.tokenLifeMs,
      limits: { message_length: 8_192, file_bytes: 25_000_000, frame_bytes: 65_536 },
      timings: { ring_timeout_ms: 45_000, grace_ms: 45_000, beat_ms: 10_000 },
    });
    this.#pump();
  }

  #follow(session: Session): ChannelHead[] {
    session.followsChannels = true;
    const heads: ChannelHead[] = [];
    for (const [id, room] of this.rooms) {
      if (!room.members.has(session.user.user_id)) continue;
      heads.push(this.#head(room, session.user.user_id));
      if (!session.cursors.has(`c:${id}`)) session.cursors.set(`c:${id}`, room.log.length);
    }
    return heads;
  }

  #head(room: Room, userId: string): ChannelHead {
    const none: Receipt = { offset: 0, n: 0, at_ms: 0 };
    const { read, delivered } = room.receipts;
    const last_message = room.messages.findLast(({ thread_id }) => thread_id === undefined);
    return {
      channel: { ...room.channel, ...(last_message && { last_message }) },
      role: 'member',
      head: room.log.length,
      n: nOf(room),
      read: read.get(userId) ?? none,
      delivered: delivered.get(userId) ?? none,
    };
  }

  #logOf(userId: string): UserEntry[] {
    let log = this.#userLogs.get(userId);
    if (!log) {
      log = [];
      this.#userLogs.set(userId, log);
    }
    return log;
  }

  #streamOf(stream: string): StreamEntry[] {
    return stream.startsWith('u:') ? this.#logOf(stream.slice(2)) : (this.rooms.get(stream.slice(2))?.log ?? []);
  }

  /** The only delivery rule: while cursor < head, write what follows. */
  #pump(): void {
    for (const session of this.#sessions) {
      for (const [stream, at] of session.cursors) {
        const entries = this.#streamOf(stream).slice(at);
        if (!entries.length) continue;
        session.cursors.set(stream, at + entries.length);
        for (let i = this.twice ? 2 : 1; i > 0; i--) this.#write(session.socket, { t: 'events', stream, offset: at + 1, entries });
        this.#write(session.socket, { t: 'live', stream, offset: at + entries.length });
      }
    }
  }

  #broadcast(channelId: string, frame: object, except?: Session): void {
    const members = this.rooms.get(channelId)?.members;
    for (const session of this.#sessions) {
      if (session !== except && session.followsChannels && members?.has(session.user.user_id)) this.#write(session.socket, frame);
    }
  }

  #send(session: Session, frame: Send): void {
    const key = `${session.user.user_id}/${frame.client_id}`;
    const body = JSON.stringify([frame.channel_id, frame.type, frame.content, frame.file_id]);
    const room = this.rooms.get(frame.channel_id);
    const known = this.acks.get(key);
    const refusal = this.refuse?.(frame);
    const error = known
      ? known.body === body
        ? undefined
        : { error: 'message:conflict', message: 'refused' }
      : room?.members.has(session.user.user_id)
        ? refusal
        : { error: 'channel:not-member', message: 'refused' };
    if (error) {
      this.#write(session.socket, { t: 'nack', client_id: frame.client_id, ...error });
      return;
    }
    let ack = known;
    if (!ack) {
      const { client_id, type, content, file_id, meta, thread_id, mentions, reply_to } = frame;
      const file = file_id ? { file: { file_id, type: 'text/plain', name: file_id, url: `/v1/files/${file_id}`, size: 1 } } : {};
      const message = this.#store(room!, session.user, {
        client_id,
        type,
        ...(content && { content }),
        ...file,
        ...(meta && { meta }),
        ...(thread_id !== undefined && { thread_id }),
        ...(mentions && { mentions }),
        ...(reply_to !== undefined && { reply_to: { message_id: reply_to, user_id: 'bob', name: 'bob', type: 'text' } }),
      });
      ack = { offset: message.message_id, message, body };
      this.acks.set(key, ack);
      if (!this.ackFirst) this.#pump();
    }
    this.#write(session.socket, { t: 'ack', client_id: frame.client_id, stream: `c:${frame.channel_id}`, offset: ack.offset, message: ack.message });
    this.#pump();
  }

  #store(
    room: Room,
    user: BaseUser,
    body: Pick<Message, 'type' | 'content' | 'client_id' | 'file' | 'meta' | 'thread_id' | 'mentions' | 'reply_to'>,
  ): Message {
    const offset = room.log.length + 1;
    const inThread = body.thread_id !== undefined;
    const n = nOf(room) + (inThread ? 0 : 1);
    const { channel_id } = room.channel;
    const message: Message = { ...body, message_id: offset, channel_id, n, created_at: this.nowMs, updated_at: this.nowMs, user };
    room.messages.push(message);
    room.log.push({ kind: 'message', at_ms: this.nowMs, message });
    if (inThread) {
      const replies = room.messages.filter(({ thread_id }) => thread_id === body.thread_id);
      const user_ids = [...new Set(replies.map((reply) => reply.user.user_id))];
      const root = this.#replace(room, body.thread_id!, { thread: { count: replies.length, last_at: this.nowMs, user_ids } });
      room.log.push({ kind: 'message_update', at_ms: this.nowMs, message: root });
      return message;
    }
    for (const kind of ['read', 'delivered'] as const) room.receipts[kind].set(user.user_id, { offset, n, at_ms: this.nowMs });
    return message;
  }

  #answer(session: Session, method: MethodName, params: never): object {
    const { channel_id } = params as { channel_id?: string };
    const room = this.rooms.get(channel_id ?? '');
    if (channel_id !== undefined && !room) throw new Error('channel:not-found');
    const member = room?.members.has(session.user.user_id);
    const refused = this.refuseMethod?.(method);
    if (refused) throw new Error(refused);
    switch (method) {
      case 'user.get':
        return { user: this.user((params as Params<'user.get'>).user_id) };
      case 'channel.follow':
        return { channels: this.#follow(session) };
      case 'channel.get':
        return { channel: room!.channel };
      case 'channel.open': {
        if (!member) throw new Error('channel:not-member');
        const { read, delivered } = room!.receipts;
        const online = [...this.#sessions].map(({ user }) => user.user_id);
        const head = this.#head(room!, session.user.user_id);
        const members = [...room!.members.values()];
        return { head, epoch: this.epoch, members, read: Object.fromEntries(read), delivered: Object.fromEntries(delivered), online };
      }
      case 'presence.channel':
        return { user_ids: [...this.#sessions].map(({ user }) => user.user_id) };
      case 'channel.read':
      case 'channel.delivered':
        return this.#mark(session, room!, method === 'channel.read' ? 'read' : 'delivered', (params as Params<'channel.read'>).offset);
      case 'message.list':
        return this.#list(room!, params, session.user.user_id);
      case 'message.react': {
        const { message_id, emoji, on } = params as Params<'message.react'>;
        this.react(channel_id!, session.user.user_id, message_id, emoji, on);
        return { message: room!.messages.find((one) => one.message_id === message_id)! };
      }
      case 'message.edit': {
        const { message_id, content } = params as Params<'message.edit'>;
        return { message: this.edit(channel_id!, message_id, content) };
      }
      case 'message.delete': {
        const { message_id } = params as Params<'message.delete'>;
        if (!room!.messages.some((one) => one.message_id === message_id)) throw new Error('message:not-found');
        this.erase(channel_id!, message_id);
        return {};
      }
      case 'presence.get':
        return {
          users: (params as Params<'presence.get'>).user_ids.map((user_id) => {
            const online = [...this.#sessions].some(({ user }) => user.user_id === user_id);
            return { user_id, online, ...(!online && { last_seen_at: this.nowMs - 60_000 }) };
          }),
        };
      case 'ice.get': {
        if (!this.ice) throw new Error('request:rate-limited');
        return { ice_servers: this.ice };
      }
      case 'file.link': {
        const { file_id } = params as Params<'file.link'>;
        return { file: { file_id, type: 'text/plain', name: file_id, url: `/v1/files/${file_id}?fresh`, size: 1 } };
      }
      default:
        throw new Error('request:unsupported');
    }
  }

  #mark(session: Session, room: Room, kind: 'read' | 'delivered', wanted: number): object {
    const offset = Math.min(wanted, room.log.length);
    const userId = session.user.user_id;
    const known = room.receipts[kind].get(userId);
    if (known && known.offset >= offset) return { [kind]: known };
    const n = nOf(room, offset);
    const receipt: Receipt = { offset, n, at_ms: this.nowMs };
    room.receipts[kind].set(userId, receipt);
    if (kind === 'read' && (room.receipts.delivered.get(userId)?.offset ?? 0) < offset) room.receipts.delivered.set(userId, receipt);
    const { channel_id } = room.channel;
    this.#broadcast(channel_id, { t: 'receipt', channel_id, user_id: userId, kind, receipt });
    if (kind === 'read') this.#logOf(userId).push({ kind: 'read', at_ms: this.nowMs, channel_id, read: receipt });
    return { [kind]: receipt };
  }

  #list(room: Room, params: Params<'message.list'>, userId: string): Result<'message.list'> {
    const { limit = 30, mode = 'prev', at_ms, thread_id } = params;
    const mine = (message: Message): Message => ({
      ...message,
      ...(message.reactions && {
        reactions: message.reactions.map((one) => ({
          ...one,
          ...(room.reactions.get(`${message.message_id} ${one.emoji}`)?.has(userId) && { mine: true }),
        })),
      }),
    });
    const messages = room.messages.filter((message) => message.thread_id === thread_id).map(mine);
    const base = at_ms === undefined ? params.base_message_id : messages.find(({ created_at }) => created_at >= at_ms)?.message_id;
    const place = { as_of: room.log.length, epoch: this.epoch };
    if (mode === 'around') {
      const at = messages.findIndex(({ message_id }) => message_id >= (base ?? Number.POSITIVE_INFINITY));
      const from = Math.max(0, (at < 0 ? messages.length : at) - Math.floor(limit / 2));
      const page = messages.slice(from, from + limit);
      return { messages: page, ...place, end: from + limit >= messages.length, start: from === 0 };
    }
    const older = mode === 'prev';
    const all = older ? [...messages].reverse() : messages;
    const rest = all.filter(({ message_id }) => base === undefined || (older ? message_id < base : message_id > base));
    return { messages: rest.slice(0, limit), ...place, end: rest.length <= limit };
  }
}

/** The number of the last message up to there, deleted or not. */
const nOf = (room: Room, offset = room.log.length): number =>
  room.log
    .slice(0, offset)
    .reduce((n, entry) => (entry.kind === 'message' && entry.message.thread_id === undefined ? Math.max(n, entry.message.n) : n), 0);

const later = (turns: number, task: () => unknown): void => queueMicrotask(() => (turns > 1 ? later(turns - 1, task) : void task()));
