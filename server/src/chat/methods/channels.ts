import { channelStream, type Params, type Result } from '../../../../src/core/protocol/index.ts';
import type { MethodContext, MethodsOf } from './context.ts';

/** Channels: finding, making, entering and leaving them, and what their managers do. */
export function channelMethods(context: MethodContext): MethodsOf<'channel'> {
  const { db, hub, sessions, actor, appId: app, by, who, user, session, urls } = context;
  const page = async (find: Params<'channel.list'>, joined: boolean): Promise<Result<'channel.list'>> => {
    const found = await db.run('channel.find', { app, ...(joined ? { user: user() } : who), joined, find });
    const dress = (one: (typeof found.channels)[number]) => (one.last_message ? { ...one, last_message: urls(one.last_message) } : one);
    return { ...found, channels: found.channels.map(dress) };
  };
  return {
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
        visibility: params.visibility ?? (params.type === 'open' ? 'listed' : (context.app(app)?.default_visibility ?? 'private')),
      }),
    }),
    'channel.get': async ({ channel_id }) => ({ channel: await db.run('channel.get', { app, ...who, channel: channel_id }) }),
    'channel.open': async ({ channel_id }) => {
      const opened = await db.run('channel.open', { app, user: user(), channel: channel_id, epoch: context.epoch() });
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
    'channel.members': async ({ channel_id }) => ({ members: await db.run('channel.members', { app, ...who, channel: channel_id }) }),
    'channel.managers': async ({ channel_id }) => ({ managers: await db.run('channel.managers', { app, ...who, channel: channel_id }) }),
    'channel.read': async ({ channel_id, offset }) => ({
      read: await db.run('channel.mark', { app, user: user(), channel: channel_id, offset, kind: 'read' }),
    }),
    'channel.delivered': async ({ channel_id, offset }) => ({
      delivered: await db.run('channel.mark', { app, user: user(), channel: channel_id, offset, kind: 'delivered' }),
    }),
    'channel.update': async ({ channel_id, ...change }) => ({
      channel: await db.run('channel.update', { app, ...who, channel: channel_id, change }),
    }),
    'channel.delete': async ({ channel_id }) => {
      await db.run('channel.delete', { app, ...who, channel: channel_id });
      return {};
    },
    'channel.freeze': async ({ channel_id, freeze }) => ({ channel: await db.run('channel.freeze', { app, ...who, channel: channel_id, freeze }) }),
    'channel.meta': async ({ channel_id, ...change }) => ({
      channel: await db.run('channel.meta', { ...change, app, ...who, channel: channel_id }),
    }),
    'channel.add': async ({ channel_id, user_ids }) => ({
      channel: await db.run('channel.add', { app, ...who, channel: channel_id, users: user_ids }),
    }),
    'channel.remove': async ({ channel_id, user_id }) => {
      await db.run('channel.remove', { app, ...who, channel: channel_id, target: user_id });
      return {};
    },
    'channel.manager': async ({ channel_id, user_id, manager }) => {
      await db.run('channel.manager', { app, ...who, channel: channel_id, target: user_id, manager });
      return {};
    },
    'channel.ban': async ({ channel_id, user_id, ...how }) => ({
      ban: await db.run('channel.ban', { ...how, app, ...who, channel: channel_id, target: user_id }),
    }),
    'channel.unban': async ({ channel_id, user_id }) => {
      await db.run('channel.unban', { app, ...who, channel: channel_id, target: user_id });
      return {};
    },
    'channel.bans': async ({ channel_id }) => ({ bans: await db.run('channel.bans', { app, ...who, channel: channel_id }) }),
    'channel.mute': ({ channel_id, user_id, ...how }) => db.run('channel.mute', { ...how, app, ...who, channel: channel_id, target: user_id }),
    'channel.notify': async ({ channel_id, ...how }) => ({
      notify: await db.run('channel.notify', { ...how, app, user: user(), channel: channel_id }),
    }),
    'channel.audit': ({ channel_id, ...page }) => db.run('channel.audit', { ...page, app, ...who, channel: channel_id }),
  };
}
