import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import pino from 'pino';
import { systemClock } from '../../src/core/base/index.ts';
import type { ServerCore } from './api.ts';
import { buildApp, REDACTED } from './app.ts';
import { type Config, ConfigError } from './config.ts';
import { type CoreDeps, createCore } from './core.ts';
import { DEMO_APP, DEMO_KEY } from './demo/seed.ts';
import { iceServersOf } from './http/ice-servers.ts';
import { createSafeFetch, type FetchPolicy, publicPolicy, webPolicy } from './net/safe-fetch.ts';

export { buildApp } from './app.ts';
export { type Config, ConfigError, loadConfig } from './config.ts';
export { createCore } from './core.ts';

/** After a restart all clients come at once; one that finds no place in the queue of the system waits a second. The system may have its own limit. */
const BACKLOG = 4_096;

/** A server that listens. */
export interface RunningServer {
  app: FastifyInstance;
  core: ServerCore;
  /** Like `http://127.0.0.1:8080`. */
  address: string;
  /** The app that a first start made, its API key shown this once. */
  firstApp?: { appId: string; apiKey: string };
  /** Settles, with the reason, only when the data can no longer be written: then this process should end and a new one start. */
  failed: Promise<string>;
  /** Says bye to every socket, ends what is under way, closes the database. Idempotent. */
  stop(): Promise<void>;
}

/** Endpoints of apps lie on the public internet, or where the configuration says. */
function webhookDoor({ webhookNetworks }: Config): NonNullable<CoreDeps['webhooks']> {
  const allows: FetchPolicy['allows'] = (address, port) => publicPolicy.allows(address, port) || (webhookNetworks?.(address, 0) ?? false);
  return { fetch: createSafeFetch({ clock: systemClock, policy: { ...publicPolicy, allows } }), plainHttp: webhookNetworks !== undefined };
}
/** Where push services may be when PUSH_LOOPBACK is on. */
const loopbackPolicy: FetchPolicy = {
  ...webPolicy,
  allows: (address, port) => /^(127\.|::1$)/.test(address) || webPolicy.allows(address, port),
};

/** The core of a configuration, with its data folder made. */
export async function openCore(config: Config, log?: FastifyBaseLogger, onFatal?: (reason: string) => void): Promise<ServerCore> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  return createCore({
    dataDir: config.dataDir,
    settings: config.settings,
    clock: systemClock,
    iceServers: iceServersOf(config.ice, systemClock),
    webhooks: webhookDoor(config),
    ...(config.linkPreviews && { linkPreviews: createSafeFetch({ clock: systemClock, policy: webPolicy }) }),
    ...(config.push && {
      push: { ...config.push, fetch: createSafeFetch({ clock: systemClock, policy: config.push.plain ? loopbackPolicy : webPolicy }) },
    }),
    ...(log && { log }),
    ...(onFatal && { onFatal }),
  });
}

/** Lines as JSON on standard error; standard output is for people. */
export function createLog(config: Config): FastifyBaseLogger {
  return pino({ level: config.logLevel, redact: REDACTED, base: undefined }, pino.destination({ dest: 2, sync: true }));
}

/** The demo's key is known to all: data that has it must not serve real people. */
async function refuseDemoData(core: ServerCore): Promise<void> {
  if (await core.apps.authenticate(DEMO_APP, DEMO_KEY)) {
    throw new ConfigError('this data folder was made by --demo, whose key is public; choose another with --data');
  }
}

async function firstApp(core: ServerCore): Promise<RunningServer['firstApp']> {
  if ((await core.apps.list()).length > 0) return undefined;
  const { app, apiKey } = await core.apps.create({ name: 'First app' });
  return { appId: app.app_id, apiKey };
}

/** Opens the data, listens, and resolves when all is ready. Rejects with a message fit to be shown. */
export async function startServer(config: Config, log = createLog(config)): Promise<RunningServer> {
  const { promise: failed, resolve: fail } = Promise.withResolvers<string>();
  const core = await openCore(config, log, fail);
  let app: FastifyInstance | undefined;
  try {
    if (!config.demo) {
      await core.ready();
      await refuseDemoData(core);
    }
    app = await buildApp({ core, config, log });
    await app.listen({ host: config.host, port: config.port, backlog: BACKLOG });
    await app.prepared;
    const first = config.demo ? undefined : await firstApp(core);
    const { port } = app.server.address() as AddressInfo;
    const name = config.host.includes(':') ? `[${config.host}]` : config.host;
    const running = app;
    return { app, core, address: `http://${name}:${port}`, ...(first && { firstApp: first }), failed, stop: () => running.close() };
  } catch (error) {
    await (app ? app.close() : core.close());
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? new ConfigError(`port ${config.port} is taken; choose another with --port`)
      : error;
  }
}

/** Ends the process with 1 when the data can no longer be written, so that whatever supervises it starts a new one. */
export function exitOnFailure(server: RunningServer, log: FastifyBaseLogger): void {
  void server.failed.then(async (reason) => {
    log.fatal({ reason }, 'unable to write the data; ending, to be started again');
    await server.stop().catch(() => {}); // the sockets hear it; nothing else is left to save
    process.exit(1);
  });
}

/** Stops cleanly on the first SIGINT or SIGTERM and exits with 0; a second one ends at once, as signals do. */
export function stopOnSignals(server: RunningServer): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`earshot-server: unable to stop cleanly; ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
