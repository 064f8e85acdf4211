import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { HttpDeps } from './deps.ts';

const Counts = { sockets: Type.Integer(), users: Type.Integer(), calls: Type.Integer(), streams: Type.Integer() };
const Health = Type.Object({ status: Type.Literal('ok'), version: Type.String(), ...Counts });
const NotYet = Type.Object({ status: Type.Union([Type.Literal('starting'), Type.Literal('stopping')]), version: Type.String() });

/** `/healthz`: 200 once everything is ready, 503 before that and while stopping. */
export const healthRoutes: FastifyPluginAsyncTypebox<HttpDeps & { state: () => 'ok' | 'starting' | 'stopping' }> = async (
  app,
  { core, config, state },
) => {
  app.get('/healthz', { logLevel: 'warn', schema: { response: { 200: Health, 503: NotYet } } }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const status = state();
    return status === 'ok' ? { status, version: config.version, ...core.stats() } : reply.code(503).send({ status, version: config.version });
  });
};
