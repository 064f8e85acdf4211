import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { UserId } from '../../../src/core/protocol/schemas/chat.ts';
import type { HttpDeps } from '../http/deps.ts';
import { responses } from '../http/errors.ts';
import { addressKey, RateLimiter } from '../http/rate-limit.ts';

const OfUser = Type.Object({ user_id: UserId });
const Name = Type.String({ minLength: 1, maxLength: 150 });
const Nothing = responses(Type.Object({}));

/** Signing in by credentials that the app's own server has set (RB-api-12, RB-api-13). */
export const loginRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  const { logins, clock, settings } = core;
  /** Of one account from one address, and from everywhere: a password that is right counts too, so that guesses side by side do. */
  const tries = new RateLimiter(clock, settings.rates.password);
  const allTries = new RateLimiter(clock, settings.rates.account);
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  app.post(
    '/login',
    {
      schema: {
        body: Type.Object({
          app_id: Type.String({ minLength: 1, maxLength: 80 }),
          user_id: UserId,
          password: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
          authname: Type.Optional(Name),
          hmac_token: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
        }),
        response: responses(Type.Object({ token: Type.String(), expires_at: Type.Integer() })),
      },
    },
    async (request) => {
      const operation = 'sign in';
      const { app_id, user_id, password, authname, hmac_token } = request.body;
      if ((password === undefined) === (hmac_token === undefined))
        throw new EarshotError('request:invalid', operation, 'one of body.password and body.hmac_token is needed');
      await auth.credentials(request, operation, async () => {
        if (hmac_token !== undefined) return logins.hasHmacToken(app_id, user_id, hmac_token);
        const account = `${app_id}\n${user_id}`;
        tries.take(`${account}\n${addressKey(request.ip)}`, operation);
        allTries.take(account, operation);
        return logins.hasPassword(app_id, user_id, password as string, authname);
      });
      return core.tokens.mint(app_id, user_id, clock.now() + settings.voiceTokenMs);
    },
  );

  app.put(
    '/users/:user_id/password',
    {
      schema: {
        params: OfUser,
        body: Type.Object({ password: Type.String({ minLength: 8, maxLength: 256 }), authname: Type.Optional(Name) }),
        response: Nothing,
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'set a password');
      await logins.setPassword(appId, request.params.user_id, request.body.password, request.body.authname);
      return {};
    },
  );

  app.delete('/users/:user_id/password', { schema: { params: OfUser, response: Nothing } }, async (request) => {
    const { appId } = await auth.app(request, 'remove a password');
    await logins.deletePassword(appId, request.params.user_id);
    return {};
  });

  app.post(
    '/login/hmac-key',
    {
      schema: {
        body: Type.Object({ organization_id: Type.Optional(Name) }),
        response: responses(Type.Object({ hmac_key: Type.String(), organization_id: Type.String() })),
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'make an HMAC key');
      return logins.newHmacKey(appId, request.body.organization_id);
    },
  );

  app.delete('/login/hmac-key', { schema: { response: Nothing } }, async (request) => {
    const { appId } = await auth.app(request, 'remove the HMAC key');
    await logins.deleteHmacKey(appId);
    return {};
  });
};
