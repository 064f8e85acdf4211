import {
  type BaseUser,
  type CallRow,
  type ChannelHead,
  type Cursor,
  channelOf,
  channelStream,
  RESUME_LIMIT,
  userStream,
  type Welcome,
} from '../../../src/core/protocol/index.ts';
import { acceptToken } from '../auth/commands.ts';
import { liveCalls } from '../calls/rows.ts';
import { blockedBy } from '../chat/blocks.ts';
import { channelsOf, headOfChannel } from '../chat/rows.ts';
import { endsOf, type StreamEnds, type Tx } from '../db/tx.ts';

export interface OpenSession {
  app: string;
  user: string;
  /** When his token was made, in epoch ms. */
  issuedAt: number;
  epoch: string;
  resume: Record<string, Cursor>;
  channels: boolean;
}

export interface OpenedSession {
  user: BaseUser;
  streams: Welcome['streams'];
  channels: ChannelHead[];
  calls: CallRow[];
  /** Whose messages the user is not shown. */
  blocked: string[];
  /** Which streams to follow, and after which offset. */
  follow: { stream: string; head: number; after: number }[];
}

/** Everything of a `welcome`, read in one transaction: positions, channels and calls belong to one moment. */
export function openSession(tx: Tx, args: OpenSession): OpenedSession {
  const { app, epoch } = args;
  const user = acceptToken(tx, args);
  const resume = new Map(Object.entries(args.resume));
  const mine = userStream(args.user);
  const rows = args.channels || [...resume.keys()].some((stream) => channelOf(stream) !== undefined) ? channelsOf(tx, app, args.user) : [];
  const streams: Welcome['streams'] = {};
  const follow: OpenedSession['follow'] = [];

  const add = (stream: string, { head, floor }: StreamEnds, from: number): void => {
    const cursor = resume.get(stream);
    resume.delete(stream);
    const verdict = cursor && judge(cursor, epoch, head, from, floor);
    if (cursor || stream === mine) streams[stream] = { recovered: verdict === 'ok', head, ...(verdict && verdict !== 'ok' && { reason: verdict }) };
    follow.push({ stream, head, after: cursor && verdict === 'ok' ? cursor[1] : head });
  };

  add(mine, endsOf(tx, app, mine), 0);
  for (const row of rows) {
    const stream = channelStream(row.channel_id);
    if (args.channels || resume.has(stream)) add(stream, row, row.join_offset - 1);
  }
  // what is left is not, or no longer, mine to follow
  for (const stream of resume.keys()) if (/^[uc]:/.test(stream)) streams[stream] = { recovered: false, head: 0, reason: 'gone' };
  return {
    user,
    streams,
    channels: args.channels ? rows.map((row) => headOfChannel(row, row, row.head, tx.now)) : [],
    calls: liveCalls(tx, app, args.user),
    blocked: blockedBy(tx, app, args.user),
    follow,
  };
}

/** `from`: entries up to there came before the user (last) joined, and are not replayed; those up to `floor` are not kept any more. */
function judge([epoch, offset]: Cursor, current: string, head: number, from: number, floor: number): 'ok' | 'epoch' | 'too_far' | 'gone' {
  if (epoch !== current || offset > head) return 'epoch';
  if (offset < from) return 'gone';
  return offset < floor || head - offset > RESUME_LIMIT ? 'too_far' : 'ok';
}

export interface EntryPage {
  /** The offset of the first; `entries` follow it without a hole. */
  from: number;
  entries: { body: string; file: boolean }[];
}

/** What follows an offset, up to `limit` entries and `bytes` characters (one entry at least). */
export function pageEntries(tx: Tx, args: { app: string; stream: string; after: number; limit: number; bytes: number }): EntryPage {
  const rows = tx.sql.all<{ offset: number; body: string; file: number }>(
    'select offset, body, file from entries where app_id = ? and stream = ? and offset > ? order by offset limit ?',
    args.app,
    args.stream,
    args.after,
    args.limit,
  );
  const entries: EntryPage['entries'] = [];
  let size = 0;
  for (const row of rows) {
    size += row.body.length;
    if (entries.length > 0 && size > args.bytes) break;
    entries.push({ body: row.body, file: row.file === 1 });
  }
  return { from: rows[0]?.offset ?? args.after + 1, entries };
}
