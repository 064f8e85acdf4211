import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

/** What `ice.get` answers, for a page whose socket does not get through: it can still try the relay. */
export const iceRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  app.get('/ice-servers', { schema: { response: responses(METHODS['ice.get'].result) } }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return core.execute(await auth.user(request, 'get ICE servers'), 'ice.get', {});
  });
};
