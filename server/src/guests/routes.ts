import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { User, UserId } from '../../../src/core/protocol/schemas/chat.ts';
import type { HttpDeps } from '../http/deps.ts';
import { responses } from '../http/errors.ts';
import { addressKey, RateLimiter } from '../http/rate-limit.ts';

const Name = Type.String({ minLength: 1, maxLength: 150 });
const Secret = Type.String({ minLength: 1, maxLength: 64 });
const Policy = Type.Object({
  enabled: Type.Boolean(),
  /** Every guest gets a channel of his own with these users; its name begins so. */
  support: Type.Optional(
    Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), team: Type.Array(UserId, { minItems: 1, maxItems: 50 }) }),
  ),
});

/** People who come without an account (DESIGN 7.6): off until the app's server allows it. */
export const guestRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth, origins }) => {
  const { guests, clock, settings } = core;
  /** Of one address: new guests, and pages that come back. */
  const made = new RateLimiter(clock, settings.rates.guest);
  const asked = new RateLimiter(clock, settings.rates.request);

  app.post(
    '/guests',
    {
      schema: {
        body: Type.Object({
          app_id: Type.String({ minLength: 1, maxLength: 80 }),
          /** What an earlier answer gave: the same guest again. */
          secret: Type.Optional(Secret),
          name: Type.Optional(Name),
          email: Type.Optional(Type.String({ minLength: 3, maxLength: 200, pattern: '^[^@\\s]+@[^@\\s]+$' })),
        }),
        response: responses(
          Type.Object({
            user: User,
            token: Type.String(),
            expires_at: Type.Integer(),
            /** Kept by the page; it opens this guest's conversations. */
            secret: Type.String(),
            resumed: Type.Boolean(),
            channel_id: Type.Optional(Type.String()),
          }),
        ),
      },
    },
    async (request, reply) => {
      const operation = 'come in as a guest';
      reply.header('cache-control', 'no-store');
      if (!origins.allows(request.headers.origin, request.host)) throw new EarshotError('auth:origin', operation);
      const { app_id, ...given } = request.body;
      const key = addressKey(request.ip);
      asked.take(key, operation);
      if (!(await core.apps.get(app_id))?.guests) throw new EarshotError('auth:forbidden', operation, 'this app has no guests');
      made.check(key, operation);
      const { channel, ...entered } = await guests.enter(app_id, given);
      if (!entered.resumed) made.take(key, operation);
      const token = await core.tokens.mint(app_id, entered.user.user_id, clock.now() + settings.guestTokenMs);
      return { ...entered, ...token, ...(channel !== undefined && { channel_id: channel }) };
    },
  );

  app.post(
    '/guests/claim',
    { schema: { body: Type.Object({ secret: Secret }), response: responses(Type.Object({ channels: Type.Array(Type.String()) })) } },
    async (request) => {
      const { appId, userId } = await auth.user(request, 'go on as a user');
      return guests.claim(appId, userId, request.body.secret);
    },
  );

  app.get('/guests/policy', { schema: { response: responses(Policy) } }, async (request) => {
    const { appId } = await auth.app(request, 'read who may come as a guest');
    return guests.policy(appId);
  });

  app.put('/guests/policy', { schema: { body: Policy, response: responses(Policy) } }, async (request) => {
    const { appId } = await auth.app(request, 'set who may come as a guest');
    return guests.setPolicy(appId, request.body);
  });
};
