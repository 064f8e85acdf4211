import type { Clock } from '../../src/core/base/index.ts';
import {
  EarshotError,
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
import type { EditMessage } from './chat/edit.ts';
import { channelMethods } from './chat/methods/channels.ts';
import type { MethodContext } from './chat/methods/context.ts';
import { messageMethods } from './chat/methods/messages.ts';
import { createReportMethods } from './chat/methods/reports.ts';
import { userMethods } from './chat/methods/users.ts';
import type { Database } from './db/database.ts';
import { RateLimiter } from './http/rate-limit.ts';
import type { Pushes } from './push/pushes.ts';
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
  /** Gives a message another text, as far as its app lets it. */
  edit(args: EditMessage): Promise<Message>;
  /** Throws `request:unsupported` where push is off. */
  push(): Pushes;
  /** A message is to be sent at that time. */
  wake(atMs: number): void;
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
  const { db, links, sessions, calls, settings } = ports;
  /** By user, however many sockets he has: each answer is a right to use the relay. */
  const iceAsked = new RateLimiter(ports.clock, settings.rates.ice);

  const reportMethods = createReportMethods(ports);

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
    const context: MethodContext = {
      ...ports,
      actor,
      appId: app,
      by,
      who: by === undefined ? {} : { user: by },
      user,
      session,
      reach: () => ports.app(app)?.reach ?? 'shared_channel',
      urls: (message) => withUrl(links, app, message),
    };
    const { reach } = context;

    const relay = async (
      type: RelayMessage['type'],
      { recipient, ...message }: Params<`relay.${RelayMessage['type']}`>,
    ): Promise<Result<'relay.start'>> => {
      const sent = { ...message, type, iss: user() };
      return { relayed: await db.run('relay', { app, to: recipient, message: sent, reach: reach(), ringMs: settings.ringTimeoutMs }) };
    };

    return {
      ...userMethods(context),
      ...channelMethods(context),
      ...messageMethods(context),
      ...reportMethods(context),
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
        await db.run('call.block', { app, user: user(), other: user_id, reach: reach(), most: settings.blocksPerUser }, () => {
          for (const one of sessions.of(app, user())) one.block(user_id, true);
        });
        return {};
      },
      'call.unblock': async ({ user_id }) => {
        await db.run('call.unblock', { app, user: user(), other: user_id }, () => {
          for (const one of sessions.of(app, user())) one.block(user_id, false);
        });
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
