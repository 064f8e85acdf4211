import { type BaseUser, EarshotError } from '../../../src/core/protocol/index.ts';
import type { AppRow } from '../api.ts';
import { createUser, type StoredUser, USER_COLUMNS, userOf } from '../chat/users.ts';
import type { Tx } from '../db/tx.ts';

interface StoredApp {
  app_id: string;
  name: string;
  auto_create_users: number;
  reach: AppRow['reach'];
  guests: number;
  default_visibility: AppRow['default_visibility'];
  recording: AppRow['recording'];
  tokens: AppRow['tokens'];
  created_at: number;
  api_key_hash: string;
}

/** An app with its secrets; never leaves the server. */
export interface AppRecord {
  app: AppRow;
  apiKeyHash: string;
  /** By key id; the newest signs. */
  keys: { kid: string; secret: string }[];
}

const APP_COLUMNS = 'app_id, name, auto_create_users, reach, guests, default_visibility, recording, tokens, created_at, api_key_hash';

function record(tx: Tx, row: StoredApp): AppRecord {
  const { api_key_hash, ...rest } = row;
  const keys = tx.sql.all<{ kid: string; secret: string }>(
    'select kid, secret from signing_keys where app_id = ? order by created_at desc, kid',
    row.app_id,
  );
  return { app: { ...rest, auto_create_users: row.auto_create_users === 1, guests: row.guests === 1 }, apiKeyHash: api_key_hash, keys };
}

/** What the main thread keeps at hand: apps, and the keys that sign files and legs. */
export function loadSecrets(tx: Tx): { apps: AppRecord[]; epoch: string; fileKey: string; legKey: string } {
  const value = (key: string) => tx.sql.get<{ value: string }>('select value from meta where key = ?', key)!.value;
  return {
    apps: tx.sql.all<StoredApp>(`select ${APP_COLUMNS} from apps`).map((row) => record(tx, row)),
    epoch: value('epoch'),
    fileKey: value('file_key'),
    legKey: value('leg_key'),
  };
}

export function createApp(tx: Tx, args: { app: AppRow; apiKeyHash: string; kid: string; secret: string }): AppRecord {
  const { app } = args;
  if (!/^[\w-]{1,80}$/.test(app.app_id))
    throw new EarshotError('request:invalid', 'create the app', 'an app id has 1 to 80 letters, digits, "_" or "-"');
  const made = tx.sql.run(
    `insert into apps (${APP_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    app.app_id,
    app.name,
    Number(app.auto_create_users),
    app.reach,
    Number(app.guests),
    app.default_visibility,
    app.recording,
    app.tokens,
    tx.now,
    args.apiKeyHash,
  );
  if (made === 0) throw new EarshotError('request:invalid', 'create the app', 'this app id is taken');
  tx.sql.run('insert into signing_keys (app_id, kid, secret, created_at) values (?, ?, ?, ?)', app.app_id, args.kid, args.secret, tx.now);
  return record(tx, tx.sql.get<StoredApp>(`select ${APP_COLUMNS} from apps where app_id = ?`, app.app_id)!);
}

export function setTokenPolicy(tx: Tx, args: { app: string; tokens: AppRow['tokens'] }): null {
  tx.sql.run('update apps set tokens = ? where app_id = ?', args.tokens, args.app);
  return null;
}

export function rotateApiKey(tx: Tx, args: { app: string; apiKeyHash: string }): null {
  if (tx.sql.run('update apps set api_key_hash = ? where app_id = ?', args.apiKeyHash, args.app) === 0) {
    throw new EarshotError('auth:app-unknown', 'rotate the API key');
  }
  return null;
}

/** Makes sure that the user exists; tells from when on tokens count. */
export function prepareToken(tx: Tx, args: { app: string; user: string; create: boolean }): { minIat: number } {
  const read = () =>
    tx.sql.get<{ min_iat: number }>('select min_iat from users where app_id = ? and user_id = ? and deleted_at is null', args.app, args.user);
  let row = read();
  if (!row && args.create) {
    createUser(tx, { app: args.app, user: { user_id: args.user } });
    row = read();
  }
  if (!row) throw new EarshotError('user:not-found', 'make a token');
  return { minIat: row.min_iat };
}

/** The user of a token that is signed and not over. Throws `user:not-found` when he is gone, `auth:token-revoked`. */
export function acceptToken(tx: Tx, args: { app: string; user: string; issuedAt: number }): BaseUser {
  const operation = 'accept the session token';
  const row = tx.sql.get<StoredUser & { min_iat: number }>(
    `select ${USER_COLUMNS}, u.min_iat from users u where app_id = ? and user_id = ? and deleted_at is null`,
    args.app,
    args.user,
  );
  if (!row) throw new EarshotError('user:not-found', operation);
  if (args.issuedAt < row.min_iat) throw new EarshotError('auth:token-revoked', operation);
  return userOf(row);
}

/** Every token issued until now is void. */
export function revokeTokens(tx: Tx, args: { app: string; user: string }): { minIat: number } {
  const row = tx.sql.get<{ min_iat: number }>(
    'update users set min_iat = max(min_iat + 1, ?) where app_id = ? and user_id = ? returning min_iat',
    tx.now + 1,
    args.app,
    args.user,
  );
  if (!row) throw new EarshotError('user:not-found', 'revoke the tokens');
  // whoever is signed out everywhere is told nothing on any screen
  tx.sql.run('delete from push_subscriptions where app_id = ? and user_id = ?', args.app, args.user);
  return { minIat: row.min_iat };
}
