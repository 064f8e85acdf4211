import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { HttpDeps } from '../http/deps.ts';
import { responses } from '../http/errors.ts';
import { EVENT_TYPES } from './events.ts';

const Events = Type.Array(Type.Union([Type.Literal('*'), ...EVENT_TYPES.map((one) => Type.Literal(one))]), { maxItems: 50, uniqueItems: true });
const Url = Type.String({ minLength: 8, maxLength: 2_048 });
const BeforeDelivery = Type.Object({
  /** How long a message waits for a verdict. */
  time_limit_ms: Type.Integer({ minimum: 100, maximum: 10_000, default: 3_000 }),
  /** What counts when none comes: the message passes (`open`), or its sender's page tries again later (`closed`). */
  on_failure: Type.Union([Type.Literal('open'), Type.Literal('closed')], { default: 'open' }),
});
const Gate = Type.Partial(BeforeDelivery);
const Webhook = Type.Object({
  webhook_id: Type.String(),
  url: Type.String(),
  events: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  before_delivery: Type.Optional(BeforeDelivery),
  created_at: Type.Integer(),
});
const WithSecret = Type.Object({ webhook: Webhook, secret: Type.String() });
/** It kept failing, and is left alone until then. */
const resting = { resting_until: Type.Optional(Type.Integer()) };
const Status = Type.Object({ ...Webhook.properties, waiting: Type.Integer(), dead: Type.Integer(), ...resting });
const OfWebhook = Type.Object({ webhook_id: Type.String({ maxLength: 64 }) });
const Count = Type.Object({ count: Type.Integer() });
const Letter = Type.Object({
  /** The number of the event, which names it. */
  sequence: Type.Integer(),
  event: Type.Object({}, { additionalProperties: true }),
  attempts: Type.Integer(),
  error: Type.String(),
  created_at: Type.Integer(),
  dead_at: Type.Integer(),
});
const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  next: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
};

const gateOf = (gate: { time_limit_ms?: number; on_failure?: 'open' | 'closed' }) => ({ time_limit_ms: 3_000, on_failure: 'open' as const, ...gate });

/** An app's own server says where it wants to be told what happens. */
export const webhookRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  const { webhooks } = core;
  const one = '/webhooks/:webhook_id';

  app.post(
    '/webhooks',
    { schema: { body: Type.Object({ url: Url, events: Events, before_delivery: Type.Optional(Gate) }), response: responses(WithSecret) } },
    async (request, reply) => {
      const { appId } = await auth.app(request, 'create a webhook');
      reply.header('cache-control', 'no-store');
      const { before_delivery, ...rest } = request.body;
      return webhooks.create(appId, { ...rest, ...(before_delivery && { before_delivery: gateOf(before_delivery) }) });
    },
  );

  app.get('/webhooks', { schema: { response: responses(Type.Object({ webhooks: Type.Array(Webhook) })) } }, async (request) => {
    const { appId } = await auth.app(request, 'list the webhooks');
    return { webhooks: webhooks.list(appId) };
  });

  app.get(one, { schema: { params: OfWebhook, response: responses(Status) } }, async (request) => {
    const { appId } = await auth.app(request, 'read a webhook');
    return webhooks.get(appId, request.params.webhook_id);
  });

  app.patch(
    one,
    {
      schema: {
        params: OfWebhook,
        body: Type.Object({
          url: Type.Optional(Url),
          events: Type.Optional(Events),
          enabled: Type.Optional(Type.Boolean()),
          /** Null: it is asked no more. */
          before_delivery: Type.Optional(Type.Union([Gate, Type.Null()])),
        }),
        response: responses(Webhook),
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'change a webhook');
      const { before_delivery, ...rest } = request.body;
      const gate = before_delivery === undefined ? {} : { before_delivery: before_delivery && gateOf(before_delivery) };
      return webhooks.change(appId, request.params.webhook_id, { ...rest, ...gate });
    },
  );

  app.delete(one, { schema: { params: OfWebhook, response: responses(Type.Object({})) } }, async (request) => {
    const { appId } = await auth.app(request, 'delete a webhook');
    await webhooks.delete(appId, request.params.webhook_id);
    return {};
  });

  app.post(
    `${one}/secret`,
    {
      schema: {
        params: OfWebhook,
        /** How long the secret of before signs, too; a day unless said. */
        body: Type.Object({ keep_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 * 24 * 3_600_000 })) }),
        response: responses(WithSecret),
      },
    },
    async (request, reply) => {
      const { appId } = await auth.app(request, 'make a new secret');
      reply.header('cache-control', 'no-store');
      return webhooks.rotate(appId, request.params.webhook_id, request.body.keep_ms ?? 24 * 3_600_000);
    },
  );

  app.post(
    `${one}/test`,
    {
      schema: {
        params: OfWebhook,
        response: responses(Type.Object({ delivered: Type.Boolean(), status: Type.Optional(Type.Integer()), error: Type.Optional(Type.String()) })),
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'test a webhook');
      return webhooks.test(appId, request.params.webhook_id);
    },
  );

  const letters = `${one}/dead-letters`;
  app.get(
    letters,
    {
      schema: {
        params: OfWebhook,
        querystring: Type.Object(page),
        response: responses(Type.Object({ letters: Type.Array(Letter), next: Type.Optional(Type.String()), ...resting })),
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'list dead letters');
      return webhooks.dead(appId, request.params.webhook_id, request.query);
    },
  );

  app.post(
    letters,
    {
      schema: {
        params: OfWebhook,
        /** Which ones; all unless said. */
        body: Type.Object({ sequences: Type.Optional(Type.Array(Type.Integer(), { minItems: 1, maxItems: 100 })) }),
        response: responses(Count),
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'send dead letters again');
      return { count: await webhooks.redrive(appId, request.params.webhook_id, request.body.sequences) };
    },
  );

  app.delete(letters, { schema: { params: OfWebhook, response: responses(Count) } }, async (request) => {
    const { appId } = await auth.app(request, 'drop dead letters');
    return { count: await webhooks.drop(appId, request.params.webhook_id) };
  });
};
