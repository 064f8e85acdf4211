import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { CallId } from '../../../src/core/protocol/schemas/call.ts';
import { UserId } from '../../../src/core/protocol/schemas/chat.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { HttpDeps } from '../http/deps.ts';
import { responses } from '../http/errors.ts';
import { addressKey, RateLimiter } from '../http/rate-limit.ts';

const AppId = Type.String({ minLength: 1, maxLength: 80 });
const { endpoint, p256dh, auth } = METHODS['push.subscribe'].params.properties;
const Nothing = responses(Type.Object({}));

/** What a worker asks while no page is open. It has no session: it proves by a secret of its subscription, or of a push, that it may. */
export const pushRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core }) => {
  const asked = new RateLimiter(core.clock, core.settings.rates.pushWorker);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    asked.take(addressKey(request.ip), 'serve the worker');
  });

  const Mine = { app_id: AppId, endpoint, auth };
  app.post(
    '/push/renew',
    { schema: { body: Type.Object({ ...Mine, next: Type.Object({ endpoint, p256dh, auth }) }), response: Nothing } },
    async ({ body }) => {
      await core.push.renew(body.app_id, { endpoint: body.endpoint, auth: body.auth }, body.next);
      return {};
    },
  );

  app.post('/push/drop', { schema: { body: Type.Object(Mine), response: Nothing } }, async ({ body }) => {
    await core.push.drop(body.app_id, body.endpoint, body.auth);
    return {};
  });

  app.post(
    '/push/decline',
    {
      schema: {
        body: Type.Object({ app_id: AppId, user_id: UserId, call_id: CallId, decline_key: Type.String({ minLength: 1, maxLength: 100 }) }),
        response: Nothing,
      },
    },
    async ({ body }) => {
      await core.push.decline(body.app_id, body.user_id, body.call_id, body.decline_key);
      return {};
    },
  );
};
