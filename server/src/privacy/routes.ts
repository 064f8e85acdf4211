import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { UserId } from '../../../src/core/protocol/schemas/chat.ts';
import type { HttpDeps } from '../http/deps.ts';
import { responses } from '../http/errors.ts';
import { AudioStore } from '../recording/audio-store.ts';

const UserParams = Type.Object({ user_id: UserId });
const Rows = Type.Array(Type.Object({}, { additionalProperties: true }));
const Export = Type.Object({ user: Type.Object({}, { additionalProperties: true }), messages: Rows }, { additionalProperties: Rows });

/** What is kept of a user, handed out or erased; asked by the app's own server. */
export const privacyRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, config, auth, store }) => {
  const audio = new AudioStore(config.dataDir);

  /** Takes off the disk what has no row any more. */
  async function sweep(): Promise<void> {
    for (let left = await core.privacy.removals(); left.length > 0; left = await core.privacy.removals()) {
      for (const { app: appId, kind, id } of left) {
        await rm(kind === 'audio' ? join(audio.root, audio.path(appId, id)) : join(store.filesDir, store.relativePath(id)), { force: true });
      }
      await core.privacy.removed(left);
    }
  }
  core.privacy.onRemovals(sweep);
  const swept = core.ready().then(sweep);
  swept.catch((error: unknown) => app.log.warn({ reason: String(error) }, 'files of erased users could not be removed; the next start tries again'));

  app.get(
    '/users/:user_id/export',
    {
      schema: {
        params: UserParams,
        response: responses(Type.Unsafe<Readable | Static<typeof Export>>(Export)),
      },
    },
    async (request, reply) => {
      const { appId } = await auth.app(request, 'export the user');
      const parts = await core.privacy.export(appId, request.params.user_id);
      reply.headers({ 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="export.json"' });
      return reply.type('application/json; charset=utf-8').send(Readable.from(parts, { objectMode: false }));
    },
  );

  app.delete('/users/:user_id', { schema: { params: UserParams, response: responses(Type.Object({})) } }, async (request) => {
    const { appId } = await auth.app(request, 'erase the user');
    await core.privacy.erase(appId, request.params.user_id);
    await sweep();
    return {};
  });
};
