import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AppRow, ServerCore } from '../api.ts';
import type { Database } from '../db/database.ts';
import type { AppRecord } from './commands.ts';

const hash = (apiKey: string): string => createHash('sha256').update(apiKey).digest('hex');
const newKey = (): string => randomBytes(24).toString('base64url');

/** The apps of this server with their keys, kept in memory: there are few, and every token asks. */
export class Apps {
  readonly #db: Database;
  readonly #records = new Map<string, AppRecord>();

  constructor(db: Database) {
    this.#db = db;
  }

  load(records: readonly AppRecord[]): void {
    for (const record of records) this.#records.set(record.app.app_id, record);
  }

  row(appId: string): AppRow | undefined {
    return this.#records.get(appId)?.app;
  }

  /** The key that signs new tokens. */
  signingKey(appId: string): { kid: string; secret: string } | undefined {
    return this.#records.get(appId)?.keys[0];
  }

  secret(appId: string, kid: string): string | undefined {
    return this.#records.get(appId)?.keys.find((key) => key.kid === kid)?.secret;
  }

  /** The door that `ServerCore.apps` shows. */
  door(ready: () => Promise<void>): ServerCore['apps'] {
    return {
      create: async (options) => {
        await ready();
        const apiKey = options.apiKey ?? newKey();
        const app: AppRow = {
          name: options.name ?? 'app',
          auto_create_users: true,
          reach: 'app',
          guests: false,
          default_visibility: 'private',
          recording: 'tell',
          tokens: 'on',
          ...options.settings,
          app_id: options.appId ?? randomBytes(8).toString('hex'),
          created_at: 0, // set by the database
        };
        const record = await this.#db.run('app.create', {
          app,
          apiKeyHash: hash(apiKey),
          kid: randomBytes(6).toString('base64url'),
          secret: randomBytes(32).toString('base64url'),
        });
        this.load([record]);
        return { app: record.app, apiKey };
      },
      rotate: async (appId) => {
        await ready();
        const apiKey = newKey();
        await this.#db.run('app.rotate', { app: appId, apiKeyHash: hash(apiKey) });
        const record = this.#records.get(appId);
        if (record) record.apiKeyHash = hash(apiKey);
        return { apiKey };
      },
      list: async () => {
        await ready();
        return [...this.#records.values()].map(({ app }) => app);
      },
      get: async (appId) => {
        await ready();
        return this.row(appId);
      },
      setTokens: async (appId, policy) => {
        await ready();
        await this.#db.run('app.tokens', { app: appId, tokens: policy });
        const app = this.row(appId);
        if (app) app.tokens = policy;
      },
      authenticate: async (appId, apiKey) => {
        await ready();
        const record = this.#records.get(appId);
        // both sides are hashes of one length, and an unknown app costs the same
        const expected = Buffer.from(record?.apiKeyHash ?? hash(appId), 'hex');
        const same = timingSafeEqual(Buffer.from(hash(apiKey), 'hex'), expected);
        return same ? record?.app : undefined;
      },
    };
  }
}
