import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { Meta, User, UserId } from '../../../src/core/protocol/schemas/chat.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const TokenPolicy = Type.Object({ tokens: Type.Union([Type.Literal('on'), Type.Literal('voice'), Type.Literal('off')]) });
const UserParams = Type.Object({ user_id: UserId });

/** Tokens and users: what an app's own server asks for its people. */
export const userRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  // GV-08, GV-09
  app.route({
    method: ['GET', 'POST'],
    url: '/voice/users/:user_id/token',
    schema: { params: UserParams, response: responses(Type.Object({ token: Type.String() })) },
    handler: async (request, reply) => {
      const { appId } = await auth.app(request, 'mint a token');
      const { token } = await core.tokens.mint(appId, request.params.user_id, core.clock.now() + core.settings.voiceTokenMs);
      reply.header('cache-control', 'no-store');
      return { token };
    },
  });

  // GC-006, GC-007
  app.post(
    '/users/:user_id/token',
    {
      schema: {
        params: UserParams,
        body: Type.Object({ expires_at: Type.Integer() }),
        response: responses(Type.Object({ token: Type.String(), expires_at: Type.Integer() })),
      },
    },
    async (request, reply) => {
      const { appId } = await auth.app(request, 'mint a token');
      const nowMs = core.clock.now();
      const { expires_at } = request.body;
      if ((await core.apps.get(appId))?.tokens === 'voice') throw new EarshotError('auth:user-tokens-off', 'mint a token');
      if (expires_at <= nowMs) throw new EarshotError('request:invalid', 'mint a token', 'body.expires_at lies in the past');
      reply.header('cache-control', 'no-store');
      return core.tokens.mint(appId, request.params.user_id, Math.min(expires_at, nowMs + core.settings.maxTokenMs));
    },
  );

  // GC-122
  app.get('/tokens/policy', { schema: { response: responses(TokenPolicy) } }, async (request) => {
    const { appId } = await auth.app(request, 'read the policy');
    return { tokens: (await core.apps.get(appId))?.tokens ?? 'on' };
  });
  app.put('/tokens/policy', { schema: { body: TokenPolicy, response: responses(TokenPolicy) } }, async (request) => {
    const { appId } = await auth.app(request, 'change the policy');
    await core.apps.setTokens(appId, request.body.tokens);
    return request.body;
  });

  app.delete('/users/:user_id/token', { schema: { params: UserParams, response: responses(Type.Object({})) } }, async (request) => {
    const { appId } = await auth.app(request, 'revoke tokens');
    await core.tokens.revoke(appId, request.params.user_id);
    return {};
  });

  app.post(
    '/users',
    {
      schema: {
        body: Type.Object({
          user_id: UserId,
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 150 })),
          profile_url: Type.Optional(Type.String({ maxLength: 2048 })),
          meta: Type.Optional(Meta),
        }),
        response: responses(User),
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'create a user');
      return core.users.create(appId, request.body);
    },
  );

  app.get('/users/:user_id', { schema: { params: UserParams, response: responses(User) } }, async (request) => {
    const actor = await auth.actor(request, 'read a user');
    const { user_id } = request.params;
    if (actor.kind === 'user') return (await core.execute(actor, 'user.get', { user_id })).user;
    const user = await core.users.get(actor.appId, user_id);
    if (!user) throw new EarshotError('user:not-found', 'read a user');
    return user;
  });
};
