import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { HttpDeps } from './deps.ts';
import { INLINE_TYPES } from './sniff.ts';

const OPERATION = 'read the file';

/** RFC 6266: an ASCII name for the old, the true one in `filename*`. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Downloads by signed link, with ranges. Nothing active is ever shown in place (ASVS 5.3.2, 5.4.1). */
export const fileRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, origins, store }) => {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/files/:app_id/:file_id/:name',
    schema: {
      params: Type.Object({ app_id: Type.String(), file_id: Type.String(), name: Type.String() }),
      querystring: Type.Object({ e: Type.String({ maxLength: 32 }), s: Type.String({ maxLength: 128 }) }),
    },
    handler: async (request, reply) => {
      const { app_id, file_id } = request.params;
      const { e, s } = request.query;
      if (!core.files.verifyLink(app_id, file_id, e, s)) throw new EarshotError('auth:unauthorized', OPERATION, 'the link is wrong or has expired');
      const row = await core.files.get(app_id, file_id);
      if (!row) throw new EarshotError('file:not-found', OPERATION);
      const inline = INLINE_TYPES.has(row.type);
      const { origin, referer } = request.headers;
      const from = origin ?? (referer && URL.canParse(referer) ? new URL(referer).origin : undefined);
      const shared = from === undefined ? origins.open : origins.allows(from, request.host) && origins.open;
      reply.headers({
        'content-type': inline ? row.type : 'application/octet-stream',
        'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', row.name),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': shared ? 'cross-origin' : 'same-origin',
        // the bytes of an id never change
        'cache-control': `private, max-age=${Math.max(0, Math.floor(core.settings.fileUrlMs / 1000))}, immutable`,
      });
      return reply.sendFile(store.relativePath(file_id), store.filesDir, { contentType: false, cacheControl: false });
    },
  });
};
