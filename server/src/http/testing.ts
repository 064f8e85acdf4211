import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../../src/core/base/index.ts';
import type { ServerCore, ServerSettings } from '../api.ts';
import { buildApp, type HttpFaults } from '../app.ts';
import { type Config, loadConfig } from '../config.ts';
import { createCore } from '../core.ts';

/** A whole server for one test file: the real core in memory, files in a folder of its own, nothing listens until asked. */
export interface TestServer {
  app: FastifyInstance;
  core: ServerCore;
  config: Config;
  /** Key headers of the one app (`shop`; in a demo, `demo`). */
  keys: { app_id: string; app_api_key: string };
  /** Starts listening on a free port; answers with `http://127.0.0.1:port`. */
  listen(): Promise<string>;
  /** `Authorization` of a user, made when missing. */
  bearer(userId: string): Promise<{ authorization: string }>;
  close(): Promise<void>;
}

export interface TestOptions {
  demo?: boolean;
  env?: Record<string, string>;
  clock?: Clock;
  settings?: Partial<ServerSettings>;
  faults?: HttpFaults;
}

export async function startTestServer({ demo = false, env = {}, clock, settings, faults }: TestOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-http-'));
  const config = loadConfig({ DATA_DIR: folder, ...env }, { demo });
  const core = createCore({ dataDir: ':memory:', settings: { ...config.settings, ...settings }, ...(clock && { clock }) });
  await core.ready();
  const made = demo ? undefined : await core.apps.create({ appId: 'shop', name: 'Shop' });
  const keys = { app_id: made?.app.app_id ?? 'demo', app_api_key: made?.apiKey ?? 'demo-key' };
  const app = await buildApp({ core, config, ...(faults && { faults }) });
  await app.prepared;
  return {
    app,
    core,
    config,
    keys,
    listen: async () => {
      await app.listen({ host: '127.0.0.1', port: 0 });
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    },
    bearer: async (userId) => ({ authorization: `Bearer ${(await core.tokens.mint(keys.app_id, userId, core.clock.now() + 3_600_000)).token}` }),
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
