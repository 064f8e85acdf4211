import type { Clock } from '../../src/core/base/index.ts';
import {
  channelStream,
  EarshotError,
  type FileData,
  type IceServer,
  type Message,
  type MethodName,
  type Params,
  type RelayMessage,
  type Result,
} from '../../src/core/protocol/index.ts';
import type { Actor, AppRow, ServerSettings } from './api.ts';
import type { Links } from './auth/links.ts';
import type { CallHub } from './calls/hub.ts';
import type { Database } from './db/database.ts';
import { RateLimiter } from './http/rate-limit.ts';
import { paramsError } from './socket/frames.ts';
import type { Session } from './socket/session.ts';
import type { Sessions } from './socket/sessions.ts';
import type { StreamHub } from './streams/hub.ts';

export interface MethodPorts {
  db: Database;
  settings: ServerSettings;
  clock: Clock;
  links: Links;
  sessions: Sessions;
  hub: StreamHub;
  calls: CallHub;
  app(appId: string): AppRow | undefined;
  /** The members of a call group; undefined when there is none of that id. */
  group(appId: string, id: string): readonly string[] | undefined;
  iceServers(appId: string, userId: string, ttlMs?: number): IceServer[];
  epoch(): string;
}

type Table = { [M in MethodName]: (params: Params<M>) => Promise<Result<M>> };
export type Execute = <M extends MethodName>(actor: Actor, method: M, params: Params<M>, session?: string) => Promise<Result<M>>;

/** Messages with URLs that work now. */
export const withUrl = (links: Links, app: string, message: Message): Message =>
  message.file ? { ...message, file: links.sign(app, message.file) } : message;

/** The one method table (PROTOCOL "Methods"): sockets and REST both come through it. */
export function createMethods(ports: MethodPorts): Execute {
  const { db, links, sessions, hub, calls, settings } = ports;
  /** By user, however many sockets he has: each answer is a right to use the relay. */
  const iceAsked = new RateLimiter(ports.clock, settings.rates.ice);

  const tableFor = (actor: Actor, method: MethodName, sessionId: string | undefined): Table => {
    const app = actor.appId;
    const by = actor.kind === 'user' ? actor.userId : undefined;
    /** The acting user; the app itself has no channel, profile or call of its own. */
    const user = (): string => {
      if (by === undefined) throw new EarshotError('auth:forbidden', `do ${method}`, 'only a user can');
      return by;
    };
    const session = (): Session => {
      const found = sessionId === undefined ? undefined : sessions.get(sessionId);
      if (!found) throw new EarshotError('request:unsupported', `do ${method}`, 'it needs a socket');
      return found;
    };
    const reach = () => ports.app(app)?.reach ?? 'shared_channel';
    const actorUser = by === undefined ? {} : { user: by };
    const urls = (message: Message) => withUrl(links, app, message);
    const page = async (find: Params<'channel.list'>, joined: boolean): Promise<Result<'channel.list'>> => {
      const found = await db.run('channel.find', { app, ...(joined ? { user: user() } : actorUser), joined, find });
      const dress = (one: (typeof found.channels)[number]) => (one.last_message ? { ...one, last_message: urls(one.last_message) } : one);
      return { ...found, channels: found.channels.map(dress) };
    };

    const relay = async (
      type: RelayMessage['type'],
      { recipient, ...message }: Params<`relay.${RelayMessage['type']}`>,
    ): Promise<Result<'relay.start'>> => {
      const sent = { ...message, type, iss: user() };
      return { relayed: await db.run('relay', { app, to: recipient, message: sent, reach: reach(), ringMs: settings.ringTimeoutMs }) };
    };

    return {
      'user.me': async () => ({ user: await db.run('user.get', { app, user: user(), reach: 'app' }) }),
      'user.get': async ({ user_id }) => ({
        user: await db.run('user.get', { app, user: user_id, ...(by !== undefined && { by }), reach: reach() }),
      }),
      'user.update': async ({ name, profile_url }) => ({ user: await db.run('user.update', { app, user: user(), name, profile_url }) }),
      'presence.online': async ({ user_id }) => {
        // a group that may be called is there when one of it is
        const members = ports.group(app, user_id);
        if (members) return { online: members.some((one) => one !== by && sessions.online(app, one)) };
        await db.run('user.get', { app, user: user_id, ...(by !== undefined && { by }), reach: reach() });
        return { online: sessions.online(app, user_id) };
      },
      'presence.channel': async ({ channel_id }) => {
        const members = await db.run('channel.members', { app, ...actorUser, channel: channel_id });
        return { user_ids: members.map((one) => one.user_id).filter((id) => sessions.online(app, id)) };
      },
      'channel.follow': async () => {
        const mine = session();
        // in one step with the heads, so that no entry falls between them and the cursors
        const channels = await db.run('channel.heads', { app, user: user() }, (heads) => {
          mine.followChannels();
          for (const { channel, head } of heads) hub.follow(mine, app, channelStream(channel.channel_id), head, head);
        });
        return { channels };
      },
      'channel.create': async (params) => ({
        channel: await db.run('channel.create', {
          ...params,
          app,
          ...(by !== undefined && { by }),
          visibility: params.visibility ?? ports.app(app)?.default_visibility ?? 'private',
        }),
      }),
      'channel.get': async ({ channel_id }) => ({ channel: await db.run('channel.get', { app, ...actorUser, channel: channel_id }) }),
      'channel.open': async ({ channel_id }) => {
        const opened = await db.run('channel.open', { app, user: user(), channel: channel_id, epoch: ports.epoch() });
        return { ...opened, online: opened.members.map((one) => one.user_id).filter((id) => sessions.online(app, id)) };
      },
      'channel.list': (find) => page(find, false),
      'channel.joined': (find) => page(find, true),
      'channel.join': async ({ channel_id }) => ({
        channel: await db.run('channel.join', { app, user: user(), channel: channel_id, byApp: actor.kind === 'user' && actor.byApp === true }),
      }),
      'channel.leave': async ({ channel_id }) => {
        await db.run('channel.leave', { app, user: user(), channel: channel_id });
        return {};
      },
      'channel.members': async ({ channel_id }) => ({ members: await db.run('channel.members', { app, ...actorUser, channel: channel_id }) }),
      'channel.managers': async ({ channel_id }) => ({ managers: await db.run('channel.managers', { app, ...actorUser, channel: channel_id }) }),
      'channel.read': async ({ channel_id, offset }) => ({
        read: await db.run('channel.mark', { app, user: user(), channel: channel_id, offset, kind: 'read' }),
      }),
      'channel.delivered': async ({ channel_id, offset }) => ({
        delivered: await db.run('channel.mark', { app, user: user(), channel: channel_id, offset, kind: 'delivered' }),
      }),
      'message.list': async ({ channel_id, limit, mode, type, content, base_message_id }) => {
        const args = { app, ...actorUser, channel: channel_id, epoch: ports.epoch(), limit, mode, type, content, base: base_message_id };
        const found = await db.run('message.list', args);
        return { ...found, messages: found.messages.map(urls) };
      },
      'message.delete': async ({ channel_id, message_id }) => {
        await db.run('message.delete', { app, ...actorUser, channel: channel_id, message: message_id });
        return {};
      },
      'file.link': async ({ file_id }) => {
        const row = await db.run('file.get', { app, file: file_id });
        if (!row || !(await db.run('file.may-read', { app, ...actorUser, file: file_id })))
          throw new EarshotError('file:not-found', 'link to the file');
        const { type, name, size, width, height } = row;
        const file: FileData = { file_id, type, name, url: '', size, ...(width && { width }), ...(height && { height }) };
        return { file: links.sign(app, file) };
      },
      'ice.get': async () => {
        iceAsked.take(`${app}\n${user()}`, 'get ICE servers');
        return { ice_servers: ports.iceServers(app, user(), settings.diagnosisTurnMs) };
      },
      'history.list': ({ amount = 50, offset = 0 }) => db.run('history.list', { app, user: user(), amount, offset }),
      'history.remove': async ({ record_id }) => {
        await db.run('history.remove', { app, user: user(), record: record_id });
        return {};
      },
      'history.clear': async () => {
        await db.run('history.clear', { app, user: user() });
        return {};
      },
      'history.see': ({ to }) => db.run('history.see', { app, user: user(), ...(to !== undefined && { to }) }),
      'call.invite': (params) => calls.invite(session(), params),
      'call.ring': (params) => calls.ring(session(), params),
      'call.early': async (params) => calls.early(session(), params),
      'call.answer': (params) => calls.answer(session(), params),
      'call.decline': (params) => calls.decline(session(), params),
      'call.end': (params) => calls.end(session(), params),
      'call.get': (params) => calls.get({ appId: app, userId: user() }, params),
      'call.beat': (params) => calls.beat(session(), params),
      'call.resume': (params) => calls.resume(session(), params),
      'call.bridge': (params) => calls.bridge(session(), params),
      'call.handoff': (params) => calls.handOff(session(), params),
      'call.takeover': (params) => calls.takeOver(session(), params),
      'call.forward': (params) => calls.forward(session(), params),
      'call.transfer': (params) => calls.transfer(session(), params),
      'call.connect': (params) => calls.connect(session(), params),
      'call.block': async ({ user_id }) => {
        await db.run('call.block', { app, user: user(), other: user_id, reach: reach(), most: settings.blocksPerUser });
        return {};
      },
      'call.unblock': async ({ user_id }) => {
        await db.run('call.unblock', { app, user: user(), other: user_id });
        return {};
      },
      'call.blocked': async () => ({ users: await db.run('call.blocked', { app, user: user() }) }),
      'relay.start': (params) => relay('start', params),
      'relay.accept': (params) => relay('accept', params),
      'relay.busy': (params) => relay('busy', params),
      'relay.stop': (params) => relay('stop', params),
      'relay.setup': (params) => relay('setup', params),
      'relay.summary': (params) => relay('summary', params),
    };
  };

  return async (actor, method, params, session) => {
    const wrong = paramsError(method, params);
    if (wrong !== undefined) throw new EarshotError('request:invalid', `do ${method}`, wrong);
    return tableFor(actor, method, session)[method](params);
  };
}
