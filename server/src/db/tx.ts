import type { Receipt, StreamEntry } from '../../../src/core/protocol/index.ts';
import { announceEntry } from '../webhooks/queue.ts';
import type { Sql } from './sql.ts';

/** What a commit means to those who listen, in order. Applied only after the commit. */
export type Effect =
  | {
      type: 'entry';
      app: string;
      stream: string;
      offset: number;
      kind: StreamEntry['kind'];
      /** JSON of the entry. */
      body: string;
      /** The entry carries a file, whose URL is signed on delivery. */
      file: boolean;
      /** Whom a join or leave is about. */
      user?: string;
    }
  /** Something was erased from an entry: what is in memory of it goes too. */
  | { type: 'rewrite'; app: string; stream: string; offset: number; body: string; file: boolean }
  /** Something is queued for a webhook. */
  | { type: 'webhook'; app: string; webhook: string }
  /** `read` stands for both when both moved. `known`: the entry of the message that moved them says it to all who follow. */
  | { type: 'receipt'; app: string; channel: string; user: string; kind: 'read' | 'delivered'; receipt: Receipt; known?: true };

/** One command's view of the running transaction. */
export interface Tx {
  readonly sql: Sql;
  /** Epoch ms by the server's injected clock, at the moment the command was asked for. */
  readonly now: number;
  readonly effects: Effect[];
  readonly limits: { membersPerChannel: number; managersPerChannel: number; messageLength: number; voicemailMessages: number };
}

/** Gives the next offset of a stream; contiguous because it is part of the transaction (I2). */
export function append(tx: Tx, app: string, stream: string, make: (offset: number) => StreamEntry): number {
  const row = tx.sql.get<{ head: number }>(
    'insert into streams (app_id, stream, head) values (?, ?, 1) on conflict do update set head = head + 1 returning head',
    app,
    stream,
  );
  const offset = row!.head;
  const entry = make(offset);
  const body = JSON.stringify(entry);
  const file = (entry.kind === 'message' || entry.kind === 'message_update') && entry.message.file !== undefined;
  tx.sql.run(
    'insert into entries (app_id, stream, offset, kind, body, file) values (?, ?, ?, ?, ?, ?)',
    app,
    stream,
    offset,
    entry.kind,
    body,
    Number(file),
  );
  tx.effects.push({
    type: 'entry',
    app,
    stream,
    offset,
    kind: entry.kind,
    body,
    file,
    ...((entry.kind === 'join' || entry.kind === 'leave') && { user: entry.user.user_id }),
  });
  announceEntry(tx, app, stream, entry, body);
  return offset;
}

/** Both are 0 when nothing was written yet. */
export interface StreamEnds {
  /** Where it stands. */
  head: number;
  /** The last offset whose entry, and all before it, are not kept any more. */
  floor: number;
}

export const endsOf = (tx: Tx, app: string, stream: string): StreamEnds =>
  tx.sql.get<StreamEnds>('select head, floor from streams where app_id = ? and stream = ?', app, stream) ?? { head: 0, floor: 0 };

export const headOf = (tx: Tx, app: string, stream: string): number => endsOf(tx, app, stream).head;
