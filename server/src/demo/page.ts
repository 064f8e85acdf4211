import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { UserId } from '../../../src/core/protocol/schemas/chat.ts';
import type { HttpDeps } from '../http/deps.ts';
import { responses } from '../http/errors.ts';
import { DEMO_APP } from './seed.ts';

/** No inline script or style, no eval, no foreign host: what our elements are promised to live with. */
export const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*",
  "require-trusted-types-for 'script'",
].join('; ');

const PAGE_HEADERS = {
  'content-security-policy': PAGE_CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'microphone=(self), camera=(self), display-capture=(self), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

const FILES: Record<string, string> = {
  '/': 'index.html',
  '/demo.js': 'demo.js',
  '/demo.css': 'demo.css',
  '/flight': 'flight.html',
  '/flight.js': 'flight.js',
  '/flight-model.js': 'flight-model.js',
  '/flight.css': 'flight.css',
};

/** The demo page and the tokens it gives itself. Registered in demo mode only. */
export async function registerDemo(root: FastifyInstance, { core, config, origins }: HttpDeps): Promise<void> {
  const app = root.withTypeProvider<TypeBoxTypeProvider>();

  for (const [url, file] of Object.entries(FILES)) {
    app.get(url, (_request, reply) => reply.headers(PAGE_HEADERS).sendFile(file, config.demoDir, { cacheControl: false }));
  }

  app.post(
    '/demo/token',
    {
      schema: {
        body: Type.Object({ user_id: UserId }),
        response: responses(Type.Object({ token: Type.String(), expires_at: Type.Integer() })),
      },
    },
    async (request, reply) => {
      const operation = 'hand out a demo token';
      const { origin } = request.headers;
      const own = origin === undefined ? request.headers['sec-fetch-site'] === 'same-origin' : origins.isSame(origin, request.host);
      if (!own) throw new EarshotError('auth:origin', operation, 'only the demo’s own page may ask');
      await root.prepared;
      const { user_id } = request.body;
      if (!(await core.users.get(DEMO_APP, user_id))) throw new EarshotError('user:not-found', operation);
      reply.header('cache-control', 'no-store');
      return core.tokens.mint(DEMO_APP, user_id, core.clock.now() + config.demoTokenMs);
    },
  );
}
