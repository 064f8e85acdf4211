import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * The least that a server does which keeps what was said: a row of SQLite, on disk before anybody hears of it, with the settings of our
 * own database. Without a folder nothing is kept.
 */
export function storeIn(folder: string | undefined): (room: string, text: string) => void {
  if (!folder) return () => {};
  const database = new DatabaseSync(join(folder, 'messages.db'));
  database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full');
  database.exec('create table if not exists messages (id integer primary key, room text not null, text text not null)');
  const insert = database.prepare('insert into messages (room, text) values (?, ?)');
  return (room, text) => void insert.run(room, text);
}
