import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { Channel, ChannelId, UserId } from '../../../src/core/protocol/schemas/chat.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const ChannelParams = Type.Object({ channel_id: ChannelId });
const MemberParams = Type.Object({ channel_id: ChannelId, user_id: UserId });

/** Group channels over REST: each route is one method of the table that sockets use too. */
export const channelRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  app.post(
    '/group/channels',
    { schema: { body: METHODS['channel.create'].params, response: responses(Channel) } },
    async (request) => (await core.execute(await auth.actor(request, 'create a channel'), 'channel.create', request.body)).channel,
  );

  app.get(
    '/group/channels',
    { schema: { querystring: METHODS['channel.list'].params, response: responses(METHODS['channel.list'].result) } },
    async (request) => core.execute(await auth.actor(request, 'list channels'), 'channel.list', request.query),
  );

  app.get(
    '/group/channels/:channel_id',
    { schema: { params: ChannelParams, response: responses(Channel) } },
    async (request) => (await core.execute(await auth.actor(request, 'read a channel'), 'channel.get', request.params)).channel,
  );

  app.get(
    '/group/channels/:channel_id/members',
    { schema: { params: ChannelParams, response: responses(METHODS['channel.members'].result) } },
    async (request) => core.execute(await auth.actor(request, 'list members'), 'channel.members', request.params),
  );

  /** A user joins; an app's server names who does. */
  app.post(
    '/group/channels/:channel_id/members',
    {
      schema: {
        params: ChannelParams,
        body: Type.Union([Type.Object({ user_id: Type.Optional(UserId) }), Type.Null(), Type.Undefined()]),
        response: responses(Channel),
      },
    },
    async (request) => {
      const operation = 'join a channel';
      const actor = await auth.actor(request, operation);
      const named = request.body?.user_id;
      if (actor.kind === 'user') {
        if (named !== undefined && named !== actor.userId) throw new EarshotError('auth:forbidden', operation, 'you may only join yourself');
        return (await core.execute(actor, 'channel.join', request.params)).channel;
      }
      if (named === undefined) throw new EarshotError('request:invalid', operation, 'body.user_id is needed');
      return (await core.execute({ kind: 'user', appId: actor.appId, userId: named, byApp: true }, 'channel.join', request.params)).channel;
    },
  );

  app.delete(
    '/group/channels/:channel_id/members/:user_id',
    { schema: { params: MemberParams, response: responses(Type.Object({})) } },
    async (request) => {
      const operation = 'leave a channel';
      const actor = await auth.actor(request, operation);
      const { channel_id, user_id } = request.params;
      if (actor.kind === 'user' && actor.userId !== user_id) throw new EarshotError('auth:forbidden', operation, 'you may only leave yourself');
      const leaver = actor.kind === 'user' ? actor : ({ kind: 'user', appId: actor.appId, userId: user_id, byApp: true } as const);
      await core.execute(leaver, 'channel.leave', { channel_id });
      return {};
    },
  );
};
