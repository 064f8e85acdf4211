import type { FileRow } from '../api.ts';
import type { Tx } from '../db/tx.ts';

export function addFile(tx: Tx, row: FileRow): null {
  tx.sql.run(
    'insert into files (app_id, file_id, user_id, name, type, size, width, height, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
    row.app_id,
    row.file_id,
    row.user_id,
    row.name,
    row.type,
    row.size,
    row.width ?? null,
    row.height ?? null,
    row.created_at,
  );
  return null;
}

export function getFile(tx: Tx, args: { app: string; file: string }): FileRow | undefined {
  const row = tx.sql.get<Omit<FileRow, 'width' | 'height'> & { width: number | null; height: number | null }>(
    'select * from files where app_id = ? and file_id = ?',
    args.app,
    args.file,
  );
  if (!row) return undefined;
  const { width, height, ...rest } = row;
  return { ...rest, ...(width !== null && { width }), ...(height !== null && { height }) };
}

/** The uploader, or a member of a channel where a message carries it; the app itself (`user` undefined) any of its own. */
export function mayReadFile(tx: Tx, args: { app: string; user?: string; file: string }): boolean {
  const { app, user, file } = args;
  const row = tx.sql.get<{ user_id: string }>('select user_id from files where app_id = ? and file_id = ?', app, file);
  if (!row) return false;
  if (user === undefined || row.user_id === user) return true;
  const shared = tx.sql.get(
    `select 1 from messages t join members m on m.app_id = t.app_id and m.channel_id = t.channel_id and m.user_id = ? and m.joined = 1
     where t.app_id = ? and t.file_id = ? and t.deleted = 0 limit 1`,
    user,
    app,
    file,
  );
  return shared !== undefined;
}
