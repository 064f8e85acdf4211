import { channelStream, type Params, type Result } from '../../../../src/core/protocol/index.ts';
import type { MethodContext, MethodsOf } from './context.ts';
import { unsupported } from './unsupported.ts';

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
        visibility: params.visibility ?? context.app(app)?.default_visibility ?? 'private',
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
    'channel.update': unsupported('channel.update'),
    'channel.delete': unsupported('channel.delete'),
    'channel.freeze': unsupported('channel.freeze'),
    'channel.meta': unsupported('channel.meta'),
    'channel.add': unsupported('channel.add'),
    'channel.remove': unsupported('channel.remove'),
    'channel.manager': unsupported('channel.manager'),
    'channel.ban': unsupported('channel.ban'),
    'channel.unban': unsupported('channel.unban'),
    'channel.bans': unsupported('channel.bans'),
    'channel.mute': unsupported('channel.mute'),
    'channel.notify': unsupported('channel.notify'),
    'channel.audit': unsupported('channel.audit'),
  };
}
