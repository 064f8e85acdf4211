import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './schema.ts';

/** `SQLITE_BUSY`: another process holds the lock. */
const BUSY = 5;

/**
 * Opens and migrates the database. The lock is exclusive and taken at once, so that two servers never share one file;
 * it goes with the process, a kill -9 included.
 */
export function openDatabase(dataDir: string, maxPages?: number): DatabaseSync {
  const memory = dataDir === ':memory:';
  if (!memory) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = memory ? ':memory:' : join(dataDir, 'earshot.db');
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; begin immediate; commit');
    migrate(database);
    if (maxPages !== undefined) database.exec(`pragma max_page_count = ${Math.trunc(maxPages)}`);
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === BUSY) throw new Error(`another server is using ${path}`, { cause: error });
    throw error;
  }
  return database;
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('pragma user_version').get()?.['user_version'] ?? 0);
  if (version > MIGRATIONS.length) throw new Error(`the database is of a newer version (${version}) than this server (${MIGRATIONS.length})`);
  for (let at = version; at < MIGRATIONS.length; at++) {
    database.exec('begin immediate');
    try {
      database.exec(MIGRATIONS[at]!);
      if (at === 0) {
        const secret = database.prepare('insert into meta (key, value) values (?, ?)');
        // the epoch names this log: a database that is replaced has another, and every cursor into the old one is void (I6)
        secret.run('epoch', randomBytes(9).toString('base64url'));
        secret.run('file_key', randomBytes(32).toString('base64url'));
        secret.run('leg_key', randomBytes(32).toString('base64url'));
      }
      database.exec(`pragma user_version = ${at + 1}; commit`);
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
  }
}
