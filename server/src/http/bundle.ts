import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

/** Scripts, their maps, and what processors load; nothing else of the folder goes out. */
const SERVED = /^(?:\/[\w-][\w.-]*)+\.(?:js(?:\.map)?|wasm|tflite)$/;
/** A chunk's name carries its hash, so it never changes. */
const HASHED = /\/chunks\/[^/]*-[\w-]{8,}\.js(?:\.map)?$/;

/** The worker may serve all of an origin, wherever its page lies. */
const WORKER = /\/earshot-sw\.js$/;

/** The browser bundle, for our page and any other: `/earshot.js`, `/earshot.global.js`, their chunks and the processors' assets. */
export async function registerBundle(app: FastifyInstance, config: Config): Promise<void> {
  if (!existsSync(config.clientDir)) {
    app.log.warn({ clientDir: config.clientDir }, 'no browser bundle here: build it first');
    return;
  }
  await app.register(fastifyStatic, {
    root: config.clientDir,
    prefix: '/',
    decorateReply: false,
    index: false,
    cacheControl: false,
    preCompressed: true,
    allowedPath: (path) => SERVED.test(path),
    setHeaders: (reply, path) => {
      reply.header('access-control-allow-origin', '*');
      reply.header('cross-origin-resource-policy', 'cross-origin');
      reply.header('x-content-type-options', 'nosniff');
      if (WORKER.test(path.replaceAll('\\', '/'))) reply.header('service-worker-allowed', '/');
      reply.header('cache-control', HASHED.test(path.replaceAll('\\', '/')) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
