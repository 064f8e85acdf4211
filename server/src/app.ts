import fastifyStatic from '@fastify/static';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { EarshotError } from '../../src/core/protocol/index.ts';
import type { ServerCore } from './api.ts';
import type { Config } from './config.ts';
import { registerDemo } from './demo/page.ts';
import { seedDemo } from './demo/seed.ts';
import { guestRoutes } from './guests/routes.ts';
import { Authenticator } from './http/auth.ts';
import { registerBundle } from './http/bundle.ts';
import { channelRoutes } from './http/channels.ts';
import { registerCors } from './http/cors.ts';
import type { HttpDeps } from './http/deps.ts';
import { Drain } from './http/drain.ts';
import { errorBody, pathOf, registerErrors, sendError, toEarshotError } from './http/errors.ts';
import { fileRoutes } from './http/files.ts';
import { groupRoutes } from './http/groups.ts';
import { healthRoutes } from './http/health.ts';
import { iceRoutes } from './http/ice.ts';
import { messageActRoutes } from './http/message-acts.ts';
import { messageRoutes } from './http/messages.ts';
import { moderationRoutes } from './http/moderation.ts';
import { OriginPolicy } from './http/origins.ts';
import { addressOf, hostOf } from './http/proxy.ts';
import { lazySerializers } from './http/serializers.ts';
import { registerSocket } from './http/socket.ts';
import { UploadStore } from './http/upload-store.ts';
import { uploadRoutes } from './http/uploads.ts';
import { userRoutes } from './http/users.ts';
import { loginRoutes } from './login/routes.ts';
import { registerOpenApi } from './openapi/routes.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { pushRoutes } from './push/routes.ts';
import { audioRoutes } from './recording/http.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Hooks for tests only (DESIGN 7.14): nothing on the wire reaches them. */
export interface HttpFaults {
  /** True: the answer to this request is lost on the way, after all was done. */
  loseAnswer?(method: string, path: string): boolean;
}

export interface AppDeps {
  core: ServerCore;
  config: Config;
  /** A pino logger; silent when absent. */
  log?: FastifyBaseLogger;
  faults?: HttpFaults;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Settles once the database is up and, in a demo, its people are there. Until then `/healthz` says 503. */
    prepared: Promise<void>;
  }
}

/** Headers and query strings that must not reach a log, however a line came about. */
export const REDACTED = ['authorization', 'app_api_key', '["app-api-key"]', 'cookie'].flatMap((name) => {
  const at = name.startsWith('[') ? name : `.${name}`;
  return [`req.headers${at}`, `headers${at}`];
});

const logged = (request: FastifyRequest) => ({ method: request.method, path: pathOf(request.url), address: request.ip });

/** Builds the HTTP face of a core. Never listens; closing it closes the core. */
export async function buildApp({ core, config, log, faults }: AppDeps): Promise<FastifyInstance> {
  const now = () => core.clock.now();
  const origins = new OriginPolicy(config);
  const app = Fastify({
    ...(log ? { loggerInstance: log.child({}, { serializers: { req: logged } }) } : { logger: false }),
    trustProxy: config.trustProxy,
    bodyLimit: 64 * 1024,
    requestTimeout: 600_000, // an upload may take long; headers may not
    http: { headersTimeout: 10_000 },
    routerOptions: { maxParamLength: 800, ignoreTrailingSlash: false },
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      sendError(reply, toEarshotError(error), now());
    },
    clientErrorHandler: (_error, socket) => {
      const body = JSON.stringify(errorBody(new EarshotError('request:invalid', 'read the request', 'this is not HTTP'), '', now()));
      if (socket.writable) {
        socket.end(
          `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      }
      socket.destroySoon();
    },
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler)
    .setSerializerCompiler(lazySerializers());

  const store = await UploadStore.open(core, config.dataDir, config.uploadLifetimeMs);
  let state: 'starting' | 'ok' | 'stopping' = 'starting';
  const prepared = core.ready().then(async () => {
    if (config.demo) await seedDemo(core, store);
    await store.removeExpired(now());
    if (state === 'starting') state = 'ok';
  });
  prepared.catch(() => {}); // whoever starts the server hears of it through `prepared`
  app.decorate('prepared', prepared);

  registerErrors(app, now);
  app.addHook('onRequest', async (request) => origins.checkHost(request.headers.host));
  await app.register(fastifyStatic, { root: store.filesDir, serve: false });
  if (faults?.loseAnswer) {
    app.addHook('onSend', async (request) => {
      if (faults.loseAnswer?.(request.method, pathOf(request.url))) request.raw.socket.destroy();
    });
  }

  const deps: HttpDeps = { core, config, origins, store, auth: new Authenticator(core) };
  await app.register(healthRoutes, { ...deps, state: () => state });
  await app.register(
    async (v1) => {
      await registerCors(v1, origins);
      registerErrors(v1, now); // so that CORS headers are on a 404 too
      v1.addHook('onRequest', async (_request, reply) => {
        reply.header('x-content-type-options', 'nosniff');
        await prepared;
      });
      registerOpenApi(v1, config.version);
      await v1.register(userRoutes, deps);
      await v1.register(loginRoutes, deps);
      await v1.register(groupRoutes, deps);
      await v1.register(channelRoutes, deps);
      await v1.register(messageRoutes, deps);
      await v1.register(moderationRoutes, deps);
      await v1.register(webhookRoutes, deps);
      await v1.register(guestRoutes, deps);
      await v1.register(messageActRoutes, deps);
      await v1.register(uploadRoutes, deps);
      await v1.register(fileRoutes, deps);
      await v1.register(iceRoutes, deps);
      await v1.register(audioRoutes, deps);
      await v1.register(privacyRoutes, deps);
      await v1.register(pushRoutes, deps);
    },
    { prefix: '/v1' },
  );
  await registerBundle(app, config);
  if (config.demo) await registerDemo(app, deps);

  const sockets = registerSocket(app, {
    core,
    origins,
    ready: () => state === 'ok',
    addressOf: (request) => addressOf(request, config.trustProxy),
    hostOf: (request) => hostOf(request, config.trustProxy),
  });
  const drain = new Drain(app.server);
  app.addHook('preClose', async () => {
    state = 'stopping';
    await drain.wait(core.clock, config.stopGraceMs);
    await core.close(); // says bye
    for (const socket of sockets.clients) socket.terminate(); // whoever did not hear it
    sockets.close();
    app.server.closeAllConnections();
  });
  return app;
}
