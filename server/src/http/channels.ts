import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { type Channel, EarshotError } from '../../../src/core/protocol/index.ts';
import { ChannelId, Channel as ChannelSchema, UserId } from '../../../src/core/protocol/schemas/chat.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import { managerRoutes } from './channel-managers.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const ChannelParams = Type.Object({ channel_id: ChannelId });
const UserIds = METHODS['channel.add'].params.properties.user_ids;
const MemberParams = Type.Object({ channel_id: ChannelId, user_id: UserId });

/** Channels over REST, of groups and open ones: each route is one method of the table that sockets use too. */
export const channelRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, deps) => {
  for (const type of ['group', 'open'] as const) {
    await app.register(routesOf(type), deps);
    await app.register(managerRoutes(type), deps);
  }
};

const routesOf =
  (type: Channel['type']): FastifyPluginAsyncTypebox<HttpDeps> =>
  async (app, { core, auth }) => {
    const base = `/${type}/channels`;
    app.post(
      `${base}`,
      { schema: { body: METHODS['channel.create'].params, response: responses(ChannelSchema) } },
      async (request) => (await core.execute(await auth.actor(request, 'create a channel'), 'channel.create', { ...request.body, type })).channel,
    );

    app.get(
      `${base}`,
      { schema: { querystring: METHODS['channel.list'].params, response: responses(METHODS['channel.list'].result) } },
      async (request) => core.execute(await auth.actor(request, 'list channels'), 'channel.list', { ...request.query, type }),
    );

    app.get(
      `${base}/:channel_id`,
      { schema: { params: ChannelParams, response: responses(ChannelSchema) } },
      async (request) => (await core.execute(await auth.actor(request, 'read a channel'), 'channel.get', request.params)).channel,
    );

    app.get(
      `${base}/:channel_id/members`,
      { schema: { params: ChannelParams, response: responses(METHODS['channel.members'].result) } },
      async (request) => core.execute(await auth.actor(request, 'list members'), 'channel.members', request.params),
    );

    /** A user joins; an app's server names who does. With `user_ids` managers, or the app, put them in. */
    app.post(
      `${base}/:channel_id/members`,
      {
        schema: {
          params: ChannelParams,
          body: Type.Union([Type.Object({ user_id: Type.Optional(UserId), user_ids: Type.Optional(UserIds) }), Type.Null(), Type.Undefined()]),
          response: responses(ChannelSchema),
        },
      },
      async (request) => {
        const operation = 'join a channel';
        const actor = await auth.actor(request, operation);
        const named = request.body?.user_id;
        const users = request.body?.user_ids;
        if (users) return (await core.execute(actor, 'channel.add', { ...request.params, user_ids: users })).channel;
        if (actor.kind === 'user') {
          if (named !== undefined && named !== actor.userId) throw new EarshotError('auth:forbidden', operation, 'you may only join yourself');
          return (await core.execute(actor, 'channel.join', request.params)).channel;
        }
        if (named === undefined) throw new EarshotError('request:invalid', operation, 'body.user_id is needed');
        return (await core.execute({ kind: 'user', appId: actor.appId, userId: named, byApp: true }, 'channel.join', request.params)).channel;
      },
    );

    app.delete(
      `${base}/:channel_id/members/:user_id`,
      { schema: { params: MemberParams, response: responses(Type.Object({})) } },
      async (request) => {
        const actor = await auth.actor(request, 'leave a channel');
        const { channel_id, user_id } = request.params;
        if (actor.kind === 'user' && actor.userId === user_id) await core.execute(actor, 'channel.leave', { channel_id });
        else await core.execute(actor, 'channel.remove', { channel_id, user_id });
        return {};
      },
    );
  };
