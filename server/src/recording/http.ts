import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { HttpDeps } from '../http/deps.ts';
import { voicemailRoutes } from '../voicemail/routes.ts';
import { AudioStore } from './audio-store.ts';
import { RecordingKeeper } from './keeper.ts';
import { recordingRoutes } from './routes.ts';

/** What the routes of recordings and voice messages are given. */
export interface AudioDeps extends HttpDeps {
  audio: AudioStore;
}

const OPERATION = 'play the sound';

/** Recordings, voice messages and greetings: what is uploaded, listed and played. */
export const audioRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, deps) => {
  const { core, config, origins } = deps;
  const audio = new AudioStore(config.dataDir);
  await audio.open();
  const keeper = new RecordingKeeper(core, audio, app.log);
  const swept = core.ready().then(async () => {
    await audio.sweep(await core.audio.known());
    await core.audio.recordings.revive();
    keeper.start();
  });
  swept.catch(() => {}); // every request hears of it
  app.addHook('onRequest', () => swept);
  app.addHook('onClose', async () => keeper.close());
  for (const type of [/^audio\//, 'application/offset+octet-stream'])
    app.addContentTypeParser(type, (_request: FastifyRequest, _payload: unknown, done: (error: null) => void) => done(null)); // read as a stream

  await app.register(recordingRoutes, { ...deps, audio });
  await app.register(voicemailRoutes, { ...deps, audio });

  /** By signed link, with ranges, so that an `<audio>` can play it. */
  app.route({
    method: ['GET', 'HEAD'],
    url: '/audio/:app_id/:audio_id',
    schema: {
      params: Type.Object({ app_id: Type.String(), audio_id: Type.String() }),
      querystring: Type.Object({ e: Type.String({ maxLength: 32 }), s: Type.String({ maxLength: 128 }) }),
    },
    handler: async (request, reply) => {
      const { app_id, audio_id } = request.params;
      const { e, s } = request.query;
      if (!core.audio.verifyLink(app_id, audio_id, e, s)) throw new EarshotError('auth:unauthorized', OPERATION, 'the link is wrong or has expired');
      const type = await core.audio.type(app_id, audio_id);
      if (type === undefined) throw new EarshotError('file:not-found', OPERATION);
      const { origin, referer } = request.headers;
      const from = origin ?? (referer && URL.canParse(referer) ? new URL(referer).origin : undefined);
      const shared = from === undefined ? origins.open : origins.allows(from, request.host);
      reply.headers({
        'content-type': type,
        'content-disposition': 'inline',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': shared ? 'cross-origin' : 'same-origin',
        'cache-control': 'private, no-cache', // deleted is deleted
      });
      return reply.sendFile(audio.path(app_id, audio_id), audio.root, { contentType: false, cacheControl: false });
    },
  });
};
