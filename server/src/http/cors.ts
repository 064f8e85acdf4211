import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OriginPolicy } from './origins.ts';

const EXPOSED = [
  'Earshot-File-Id',
  'Location',
  'Retry-After',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
];

/** CORS by the origin policy. No credentials: there are no cookies, a page brings its token itself. */
export async function registerCors(app: FastifyInstance, origins: OriginPolicy): Promise<void> {
  await app.register(cors, {
    delegator: async (request: FastifyRequest) => ({
      origin: request.headers.origin !== undefined && origins.allows(request.headers.origin, request.host) ? request.headers.origin : false,
      // an OPTIONS that is no preflight is tus asking what we can do
      preflight: request.headers['access-control-request-method'] !== undefined,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: EXPOSED,
      maxAge: 600,
    }),
  });
}
