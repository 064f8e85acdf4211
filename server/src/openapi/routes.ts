import type { FastifyInstance } from 'fastify';
import { buildDocument, type DocumentedRoute, type OpenApi, pathOf } from './document.ts';
import { OPERATIONS } from './operations.ts';

/**
 * Serves `/v1/openapi.json`: every route under this instance that is registered after this, by the very schemas that check it.
 * Call it before the routes.
 */
export function registerOpenApi(app: FastifyInstance, version: string): void {
  const routes: DocumentedRoute[] = [];
  let made: OpenApi | undefined;
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const one of [method].flat()) {
      // every GET has a HEAD beside it; only those that say something of their own are listed
      if (one === 'OPTIONS' || (one === 'HEAD' && !(`HEAD ${pathOf(url)}` in OPERATIONS))) continue;
      routes.push({ method: one, url, schema: schema ?? {} });
    }
  });
  app.get('/openapi.json', async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    made ??= buildDocument(routes, version);
    return made;
  });
}
