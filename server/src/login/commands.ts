import { EarshotError } from '../../../src/core/protocol/index.ts';
import { prepareToken } from '../auth/commands.ts';
import type { Tx } from '../db/tx.ts';

interface OfUser {
  app: string;
  user: string;
}

/** A password as it is stored. */
export interface StoredPassword {
  authname: string;
  hash: string;
}

/** The key by which an app's own server vouches for its users. */
export interface HmacKey {
  organization: string;
  key: string;
}

/** In place of the one there was. `create`: a user who is unknown is made. */
export function setPassword(tx: Tx, { app, user, create, authname, hash }: OfUser & StoredPassword & { create: boolean }): null {
  prepareToken(tx, { app, user, create });
  tx.sql.run(
    'insert into passwords (app_id, user_id, authname, hash) values (?, ?, ?, ?) on conflict do update set authname = excluded.authname, hash = excluded.hash',
    app,
    user,
    authname,
    hash,
  );
  return null;
}

export const getPassword = (tx: Tx, { app, user }: OfUser): StoredPassword | undefined =>
  tx.sql.get<StoredPassword>('select authname, hash from passwords where app_id = ? and user_id = ?', app, user);

/** Idempotent. */
export function deletePassword(tx: Tx, { app, user }: OfUser): null {
  tx.sql.run('delete from passwords where app_id = ? and user_id = ?', app, user);
  return null;
}

/** In place of the one there was: what was signed with that is void. */
export function setHmacKey(tx: Tx, { app, organization, key }: HmacKey & { app: string }): null {
  if (!tx.sql.get('select 1 as one from apps where app_id = ?', app)) throw new EarshotError('auth:app-unknown', 'make an HMAC key');
  tx.sql.run(
    'insert into hmac_keys (app_id, organization, key) values (?, ?, ?) on conflict do update set organization = excluded.organization, key = excluded.key',
    app,
    organization,
    key,
  );
  return null;
}

export const getHmacKey = (tx: Tx, { app }: { app: string }): HmacKey | undefined =>
  tx.sql.get<HmacKey>('select organization, key from hmac_keys where app_id = ?', app);

/** Idempotent. */
export function deleteHmacKey(tx: Tx, { app }: { app: string }): null {
  tx.sql.run('delete from hmac_keys where app_id = ?', app);
  return null;
}
