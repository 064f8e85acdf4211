import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Channel } from '../../../src/core/protocol/index.ts';
import { ChannelId, Channel as ChannelSchema, UserId } from '../../../src/core/protocol/schemas/chat.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const params = Type.Object({ channel_id: ChannelId });
const memberParams = Type.Object({ channel_id: ChannelId, user_id: UserId });
const nothing = responses(Type.Object({}));
const oneChannel = responses(ChannelSchema);

const { channel_id: _update, ...change } = METHODS['channel.update'].params.properties;
const { channel_id: _meta, ...metaChange } = METHODS['channel.meta'].params.properties;
const { channel_id: _ban, user_id: _banned, ...banHow } = METHODS['channel.ban'].params.properties;
const { channel_id: _mute, user_id: _muted, ...muteHow } = METHODS['channel.mute'].params.properties;
const { channel_id: _audit, ...auditPage } = METHODS['channel.audit'].params.properties;
const { channel_id: _reports, ...reportFind } = METHODS['report.list'].params.properties;

/** What managers do to a channel, for them and for the app's own server. */
export const managerRoutes =
  (type: Channel['type']): FastifyPluginAsyncTypebox<HttpDeps> =>
  async (app, { core, auth }) => {
    const base = `/${type}/channels/:channel_id`;

    app.patch(base, { schema: { params, body: Type.Object(change), response: oneChannel } }, async (request) => {
      const actor = await auth.actor(request, 'change a channel');
      return (await core.execute(actor, 'channel.update', { ...request.body, ...request.params })).channel;
    });

    app.delete(base, { schema: { params, response: nothing } }, async (request) =>
      core.execute(await auth.actor(request, 'delete a channel'), 'channel.delete', request.params),
    );

    app.put(
      `${base}/freeze`,
      { schema: { params, body: Type.Object({ freeze: Type.Boolean() }), response: oneChannel } },
      async (request) =>
        (await core.execute(await auth.actor(request, 'freeze a channel'), 'channel.freeze', { ...request.body, ...request.params })).channel,
    );

    app.patch(`${base}/meta`, { schema: { params, body: Type.Object(metaChange), response: oneChannel } }, async (request) => {
      const actor = await auth.actor(request, 'change what is kept with a channel');
      return (await core.execute(actor, 'channel.meta', { ...request.body, ...request.params })).channel;
    });

    app.get(`${base}/managers`, { schema: { params, response: responses(METHODS['channel.managers'].result) } }, async (request) =>
      core.execute(await auth.actor(request, 'list managers'), 'channel.managers', request.params),
    );

    app.route({
      method: ['PUT', 'DELETE'],
      url: `${base}/managers/:user_id`,
      schema: { params: memberParams, response: nothing },
      handler: async (request) => {
        const actor = await auth.actor(request, 'set a manager');
        return core.execute(actor, 'channel.manager', { ...request.params, manager: request.method === 'PUT' });
      },
    });

    app.get(`${base}/bans`, { schema: { params, response: responses(METHODS['channel.bans'].result) } }, async (request) =>
      core.execute(await auth.actor(request, 'list bans'), 'channel.bans', request.params),
    );

    app.put(
      `${base}/bans/:user_id`,
      { schema: { params: memberParams, body: Type.Object(banHow), response: responses(METHODS['channel.ban'].result.properties.ban) } },
      async (request) => (await core.execute(await auth.actor(request, 'ban a user'), 'channel.ban', { ...request.body, ...request.params })).ban,
    );

    app.delete(`${base}/bans/:user_id`, { schema: { params: memberParams, response: nothing } }, async (request) =>
      core.execute(await auth.actor(request, 'lift a ban'), 'channel.unban', request.params),
    );

    app.put(
      `${base}/mutes/:user_id`,
      { schema: { params: memberParams, body: Type.Object(muteHow), response: responses(METHODS['channel.mute'].result) } },
      async (request) => core.execute(await auth.actor(request, 'mute a user'), 'channel.mute', { ...request.body, ...request.params }),
    );

    app.get(
      `${base}/reports`,
      { schema: { params, querystring: Type.Object(reportFind), response: responses(METHODS['report.list'].result) } },
      async (request) => core.execute(await auth.actor(request, 'list reports'), 'report.list', { ...request.query, ...request.params }),
    );

    app.get(
      `${base}/audit`,
      { schema: { params, querystring: Type.Object(auditPage), response: responses(METHODS['channel.audit'].result) } },
      async (request) => core.execute(await auth.actor(request, 'read what was done'), 'channel.audit', { ...request.query, ...request.params }),
    );
  };
