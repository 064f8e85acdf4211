import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ClientId, Message } from '../../../src/core/protocol/schemas/chat.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const { content, mentions } = METHODS['message.edit'].params.properties;
const { set, remove } = METHODS['message.meta'].params.properties;
const { channel_id, message_id, emoji, limit, next } = METHODS['message.reactors'].params.properties;
const { send_at, draft } = METHODS['message.schedule'].params.properties;
const MessageParams = Type.Object({ channel_id, message_id });
const EmojiParams = Type.Object({ channel_id, message_id, emoji });
const ScheduleParams = Type.Object({ schedule_id: ClientId });
const Nothing = Type.Object({});

/** What is done with a message over REST: each route is one method of the table that sockets use too. */
export const messageActRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  for (const kind of ['group', 'open']) {
    const one = `/${kind}/channels/:channel_id/messages/:message_id`;
    const schema = { params: MessageParams, response: responses(Message) };

    app.get(one, { schema }, async (request) => {
      const actor = await auth.actor(request, 'read a message');
      return (await core.execute(actor, 'message.get', request.params)).message;
    });

    app.put(one, { bodyLimit: 64 * 1024, schema: { ...schema, body: Type.Object({ content, mentions }) } }, async (request) => {
      const actor = await auth.actor(request, 'edit a message');
      return (await core.execute(actor, 'message.edit', { ...request.params, ...request.body })).message;
    });

    app.delete(one, { schema: { params: MessageParams, response: responses(Nothing) } }, async (request) =>
      core.execute(await auth.actor(request, 'delete a message'), 'message.delete', request.params),
    );

    app.get(`${one}/versions`, { schema: { params: MessageParams, response: responses(METHODS['message.versions'].result) } }, async (request) =>
      core.execute(await auth.actor(request, 'list the versions'), 'message.versions', request.params),
    );

    app.put(`${one}/meta`, { schema: { ...schema, body: Type.Object({ set, remove }) } }, async (request) => {
      const actor = await auth.actor(request, 'change the meta of a message');
      return (await core.execute(actor, 'message.meta', { ...request.params, ...request.body })).message;
    });

    app.get(
      `${one}/reactions/:emoji`,
      { schema: { params: EmojiParams, querystring: Type.Object({ limit, next }), response: responses(METHODS['message.reactors'].result) } },
      async (request) => core.execute(await auth.actor(request, 'list who reacted'), 'message.reactors', { ...request.params, ...request.query }),
    );

    app.get(
      `/${kind}/channels/:channel_id/pins`,
      { schema: { params: Type.Object({ channel_id }), response: responses(METHODS['message.pins'].result) } },
      async (request) => core.execute(await auth.actor(request, 'list the pins'), 'message.pins', request.params),
    );

    for (const method of ['PUT', 'DELETE'] as const) {
      const on = method === 'PUT';
      app.route({
        method,
        url: `${one}/reactions/:emoji`,
        schema: { params: EmojiParams, response: responses(Message) },
        handler: async (request) => {
          const actor = await auth.actor(request, 'react to a message');
          return (await core.execute(actor, 'message.react', { ...request.params, on })).message;
        },
      });
      app.route({
        method,
        url: `${one}/pin`,
        schema,
        handler: async (request) =>
          (await core.execute(await auth.actor(request, 'pin a message'), 'message.pin', { ...request.params, on })).message,
      });
    }
  }

  app.get(
    '/messages/search',
    { schema: { querystring: METHODS['message.search'].params, response: responses(METHODS['message.search'].result) } },
    async (request) => core.execute(await auth.actor(request, 'search messages'), 'message.search', request.query),
  );

  app.get(
    '/messages/scheduled',
    { schema: { querystring: METHODS['message.scheduled'].params, response: responses(METHODS['message.scheduled'].result) } },
    async (request) => core.execute(await auth.user(request, 'list scheduled messages'), 'message.scheduled', request.query),
  );

  app.put(
    '/messages/scheduled/:schedule_id',
    {
      bodyLimit: 64 * 1024,
      schema: { params: ScheduleParams, body: Type.Object({ send_at, draft }), response: responses(METHODS['message.schedule'].result) },
    },
    async (request) => core.execute(await auth.user(request, 'schedule a message'), 'message.schedule', { ...request.params, ...request.body }),
  );

  app.delete('/messages/scheduled/:schedule_id', { schema: { params: ScheduleParams, response: responses(Nothing) } }, async (request) =>
    core.execute(await auth.user(request, 'unschedule a message'), 'message.unschedule', request.params),
  );
};
