import type { MethodContext, MethodsOf } from './context.ts';

/** Profiles, who is here, and push. */
export function userMethods({
  db,
  sessions,
  push,
  appId: app,
  by,
  who,
  user,
  session,
  reach,
  group,
}: MethodContext): MethodsOf<'user' | 'presence' | 'push'> {
  return {
    'user.me': async () => ({ user: await db.run('user.get', { app, user: user(), reach: 'app' }) }),
    'user.get': async ({ user_id }) => ({
      user: await db.run('user.get', { app, user: user_id, ...(by !== undefined && { by }), reach: reach() }),
    }),
    'user.update': async ({ name, profile_url }) => ({ user: await db.run('user.update', { app, user: user(), name, profile_url }) }),
    'user.meta': async (change) => ({ user: await db.run('user.meta', { ...change, app, user: user() }) }),
    'presence.online': async ({ user_id }) => {
      // a group that may be called is there when one of it is
      const members = group(app, user_id);
      if (members) return { online: members.some((one) => one !== by && sessions.online(app, one)) };
      await db.run('user.get', { app, user: user_id, ...(by !== undefined && { by }), reach: reach() });
      return { online: sessions.online(app, user_id) };
    },
    'presence.channel': async ({ channel_id }) => {
      const members = await db.run('channel.members', { app, ...who, channel: channel_id });
      return { user_ids: members.map((one) => one.user_id).filter((id) => sessions.online(app, id)) };
    },
    'presence.get': async ({ user_ids }) => {
      const found = await db.run('user.presence', { app, ...(by !== undefined && { by }), users: user_ids, reach: reach() });
      return {
        users: found.map(({ user_id, last_seen_at }) => {
          const online = sessions.online(app, user_id);
          return { user_id, online, ...(!online && last_seen_at !== undefined && { last_seen_at }) };
        }),
      };
    },
    'push.key': async () => ({ public_key: push().publicKey }),
    'push.subscribe': async (params) => {
      await push().subscribe(app, user(), session().device, params);
      return {};
    },
    'push.unsubscribe': async ({ endpoint }) => {
      await push().unsubscribe(app, user(), endpoint);
      return {};
    },
    'push.visible': async ({ page, visible }) => {
      push().setVisible(session(), page, visible);
      return {};
    },
  };
}
