import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/core/base/index.ts';
import { type BaseUser, channelOf, EarshotError, type FileData, type Message, type StreamEntry } from '../../src/core/protocol/index.ts';
import './catalogue.ts';
import type { FileRow, ServerCore, ServerSettings } from './api.ts';
import { Apps } from './auth/apps.ts';
import { Links } from './auth/links.ts';
import { Tokens } from './auth/tokens.ts';
import { GroupBook } from './calls/group-book.ts';
import { CallHub } from './calls/hub.ts';
import { Receipts } from './chat/announce.ts';
import { GatedMessages } from './chat/gated.ts';
import { createModeration } from './chat/moderation.ts';
import { LinkPreviews } from './chat/previews.ts';
import { SendRates } from './chat/rates.ts';
import { Scheduler } from './chat/scheduler.ts';
import { Database } from './db/database.ts';
import type { Effect } from './db/tx.ts';
import { type CoreDeps, silentLogger } from './deps.ts';
import { Guests } from './guests/guests.ts';
import { Logins } from './login/logins.ts';
import { createMethods, withUrl } from './methods.ts';
import { createSafeFetch } from './net/safe-fetch.ts';
import { Privacy } from './privacy/privacy.ts';
import { Pushes } from './push/pushes.ts';
import { createAudioRows } from './recording/rows.ts';
import { defaultServerSettings } from './settings.ts';
import { Sessions } from './socket/sessions.ts';
import { StreamHub } from './streams/hub.ts';
import { Gate } from './webhooks/gate.ts';
import { Webhooks } from './webhooks/webhooks.ts';

export type { CoreDeps, Faults, Logger } from './deps.ts';

/** Puts the parts together. The database opens at once; `ready()` tells how that went. */
export function createCore(deps: CoreDeps): ServerCore {
  const { clock = systemClock, log = silentLogger, faults = {}, iceServers = () => [] } = deps;
  const settings: ServerSettings = { ...defaultServerSettings, ...deps.settings, rates: { ...defaultServerSettings.rates, ...deps.settings?.rates } };
  let epoch = '';

  const db = new Database({
    dataDir: deps.dataDir,
    groupCommitMax: settings.groupCommitMax,
    limits: settings,
    clock,
    log,
    faults,
    onEffects: (effects) => {
      for (const effect of effects) apply(effect);
    },
    onFatal: (reason) => {
      log.error({ reason }, 'the database failed; nothing is stored any more');
      void sessions.close();
      deps.onFatal?.(reason);
    },
  });
  const apps = new Apps(db);
  const links = new Links(clock, settings.fileUrlMs);
  const tokens = new Tokens({ db, apps, clock, maxMs: settings.maxTokenMs, onRevoked: (appId, userId) => sessions.expel(appId, userId) });
  const logins = new Logins({ db, app: (appId) => apps.row(appId), passwordCost: settings.passwordCost });
  const hub = new StreamHub({ db, limits: settings, signFor: (app) => (body) => signBody(links, app, body), log, onDeliver: faults.onDeliver });
  const receipts = new Receipts(hub, clock, settings.receiptCoalesceMs);
  const previews = deps.linkPreviews && new LinkPreviews({ db, fetch: deps.linkPreviews, log });
  const door = deps.webhooks ?? { fetch: createSafeFetch({ clock }), plainHttp: false };
  const fresh = (app: string, event: Record<string, unknown>) => signEvent(links, app, event);
  const webhooks = new Webhooks({ ...door, db, clock, log, settings, fresh });
  const gate = new Gate({ clock, log, fetch: door.fetch, messageLength: settings.messageLength, hooks: (app) => webhooks.gates(app) });
  const gated = new GatedMessages({ db, gate, hasGates: (app) => webhooks.gates(app).length > 0, editWindowMs: settings.editWindowMs });
  const pushes =
    deps.push &&
    new Pushes({
      ...deps.push,
      db,
      clock,
      log,
      settings,
      links,
      sessions: () => sessions,
      onUnreachable: (appId, userId) => calls.unreachable(appId, userId),
    });
  const push = (): Pushes => {
    if (!pushes) throw new EarshotError('request:unsupported', 'push', 'push is off on this server');
    return pushes;
  };
  const sendRates = new SendRates(clock, settings.rates);
  const groups = new GroupBook(db);
  const privacy = new Privacy({ db, clock, log, retentionTickMs: settings.retentionTickMs, expel: (appId, userId) => sessions.expel(appId, userId) });
  const guests = new Guests({
    db,
    clock,
    log,
    app: (appId) => apps.row(appId),
    online: (appId, userId) => sessions.online(appId, userId),
    erase: (appId, userId) => privacy.erase(appId, userId),
    idleMs: settings.guestIdleMs,
    tickMs: settings.retentionTickMs,
  });
  const calls: CallHub = new CallHub({
    db,
    clock,
    log,
    settings,
    links,
    app: (appId) => apps.row(appId),
    sessions: (appId, userId) => sessions.of(appId, userId),
    users: (appId, to) => groups.users(appId, to),
    reachable: (appId, userId) => sessions.reachable(appId, userId) || pushes?.reaches(appId, userId) === true,
    pushes: (appId, userId) => pushes?.reaches(appId, userId) === true,
    iceServers,
  });
  const sessions: Sessions = new Sessions({
    settings,
    clock,
    log,
    db,
    hub,
    tokens,
    epoch: () => epoch,
    appExists: (appId) => apps.row(appId) !== undefined,
    execute: (actor, method, params, session) => execute(actor, method, params as never, session),
    send: (appId, userId, frame, options) => send(appId, userId, frame, options),
    signal: (session, frame) => calls.signal(session, frame),
    onEnter: (session) => calls.entered(session),
    onLeave: (session) => {
      calls.left(session);
      const { appId: app, userId: user } = session;
      // while stopping it may come too late: then he was last seen when he came
      if (!sessions.online(app, user)) db.run('user.seen', { app, user }).catch(() => {});
    },
  });
  const execute = createMethods({
    db,
    settings,
    clock,
    iceServers,
    links,
    sessions,
    hub,
    calls,
    push,
    app: (appId) => apps.row(appId),
    group: (appId, id) => groups.members(appId, id),
    epoch: () => epoch,
    edit: async (args) => {
      const message = await gated.edit(args);
      previews?.look(args.app, message);
      return message;
    },
    wake: (atMs) => scheduler.wake(atMs),
  });

  /** What a commit means to those who listen; in commit order. */
  function apply(effect: Effect): void {
    if (effect.type === 'webhook') {
      webhooks.wake(effect.app, effect.webhook);
      return;
    }
    pushes?.apply(effect);
    if (effect.type === 'receipt') {
      if (!effect.known) receipts.tell(effect.app, effect.channel, effect.user, effect.kind, effect.receipt);
      return;
    }
    if (effect.type === 'entry') {
      const channel = channelOf(effect.stream);
      if (channel !== undefined && effect.user !== undefined) {
        for (const session of sessions.of(effect.app, effect.user)) {
          if (effect.kind === 'leave') hub.endAt(session, effect.app, effect.stream, effect.offset);
          else if (session.followsChannels) hub.follow(session, effect.app, effect.stream, effect.offset - 1, effect.offset - 1);
        }
      }
      if (effect.kind === 'channel_delete') hub.endAll(effect.app, effect.stream, effect.offset);
      if (effect.kind === 'user_update') renew(effect.app, (JSON.parse(effect.body) as Extract<StreamEntry, { kind: 'user_update' }>).user);
    }
    hub.apply(effect);
  }

  function renew(app: string, user: BaseUser): void {
    for (const session of sessions.of(app, user.user_id)) session.user = user;
  }

  const send: ServerCore['send'] = async (appId, userId, frame, { byApp = false, address } = {}) => {
    if (address !== undefined) sendRates.take(appId, userId, frame.channel_id, address);
    const args = { app: appId, user: userId, draft: frame };
    const ack = await (byApp ? db.run('message.send', { ...args, byApp }) : gated.send(args));
    previews?.look(appId, ack.message);
    return { ...ack, message: withUrl(links, appId, ack.message) };
  };

  const scheduler = new Scheduler({ db, clock, log, send });

  const opened = (async () => {
    await db.ready();
    const secrets = await db.run('secrets.load', undefined);
    apps.load(secrets.apps);
    links.load(secrets.fileKey, secrets.legKey);
    epoch = secrets.epoch;
    await groups.load();
    if (secrets.apps.length > 0) sessions.awaitReturn(); // not the first start
    await webhooks.start();
    await pushes?.start();
    await db.run('call.load', undefined, (live) => {
      pushes?.resume(live);
      calls.start(live);
    });
    guests.start();
    scheduler.start();
    await privacy.start();
  })();
  opened.catch(() => {}); // whoever calls ready() hears of it
  const ready = () => opened;
  let closing: Promise<void> | undefined;

  return {
    settings,
    clock,
    ready,
    close: () => {
      closing ??= (async () => {
        await opened.catch(() => {});
        const gone = sessions.close();
        calls.close();
        receipts.close();
        previews?.close();
        webhooks.close();
        guests.close();
        gate.close();
        pushes?.close();
        scheduler.close();
        privacy.close();
        hub.close();
        await Promise.all([gone, db.close()]);
      })();
      return closing;
    },
    apps: apps.door(ready),
    tokens: {
      mint: async (appId, userId, expiresAt) => {
        await opened;
        return tokens.mint(appId, userId, expiresAt);
      },
      verify: async (token) => {
        await opened;
        return tokens.verify(token);
      },
      revoke: (appId, userId) => tokens.revoke(appId, userId),
    },
    logins,
    push: {
      renew: async (appId, old, next) => push().renew(appId, old, next),
      drop: async (appId, endpoint, auth) => push().drop(appId, endpoint, auth),
      decline: async (appId, userId, callId, key) => {
        if (!links.verifyDecline(appId, callId, userId, key)) throw new EarshotError('auth:credentials', 'decline the call');
        await calls.decline({ appId, userId }, { call_id: callId, reason: 'rejected' });
      },
    },
    users: {
      create: async (appId, user) => {
        await opened;
        if (!apps.row(appId)) throw new EarshotError('auth:app-unknown', 'create the user');
        return db.run('user.create', { app: appId, user });
      },
      get: (appId, userId) => db.run('user.look-up', { app: appId, user: userId }),
    },
    groups: {
      put: async (appId, groupId, group) => {
        await opened;
        return groups.put(appId, groupId, group);
      },
      get: (appId, groupId) => groups.get(appId, groupId),
      delete: (appId, groupId) => groups.delete(appId, groupId),
    },
    files: {
      add: async (row) => void (await db.run('file.add', row)),
      get: (appId, fileId) => db.run('file.get', { app: appId, file: fileId }),
      mayRead: (actor, fileId) => db.run('file.may-read', { app: actor.appId, file: fileId, ...(actor.kind === 'user' && { user: actor.userId }) }),
      data: (row) => links.sign(row.app_id, fileDataOf(row)),
      verifyLink: (appId, fileId, expires, signature) => links.verify(appId, fileId, expires, signature),
    },
    moderation: createModeration(db),
    guests,
    webhooks,
    privacy,
    audio: createAudioRows({ db, app: (appId) => apps.row(appId), links }),
    execute,
    send,
    acceptSocket: (socket, request, address) => sessions.accept(socket, request, address),
    stats: () => ({ sockets: sessions.sockets, users: sessions.users, calls: calls.size, streams: hub.size }),
    seed: async (appId, channelId, messages) => {
      await db.run('message.seed', { app: appId, channel: channelId, messages: messages.map((one) => ({ ...one, client_id: randomUUID() })) });
    },
  };
}

function fileDataOf(row: FileRow): FileData {
  const { file_id, type, name, size, width, height } = row;
  return { file_id, type, name, size, url: '', ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}

/** An event of a webhook, with links that work now. */
function signEvent(links: Links, app: string, event: Record<string, unknown>): Record<string, unknown> {
  const data = event.data as { message?: Message } | undefined;
  return data?.message?.file ? { ...event, data: { ...data, message: withUrl(links, app, data.message) } } : event;
}

function signBody(links: Links, app: string, body: string): string {
  const entry = JSON.parse(body) as Extract<StreamEntry, { kind: 'message' }>;
  return JSON.stringify({ ...entry, message: withUrl(links, app, entry.message) });
}
