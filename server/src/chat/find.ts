import { type Channel, EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import type { Tx } from '../db/tx.ts';
import { lastMessages, type Viewer } from './message-rows.ts';
import { channelOfRow, isManager, membersOf, type StoredChannel } from './rows.ts';
import { isGuest, userOf } from './users.ts';

export interface FindChannels {
  app: string;
  /** Undefined: the app itself, which sees all. */
  user?: string;
  /** Only channels the user is in. */
  joined: boolean;
  find: {
    limit?: number;
    show_members?: boolean;
    show_managers?: boolean;
    show_read_receipt?: boolean;
    show_delivery_receipt?: boolean;
    show_unread?: boolean;
    show_last_message?: boolean;
    name?: string;
    include_members?: string | string[];
    type?: Channel['type'];
    next?: string;
  };
}

/** A34. */
const DEFAULT_LIMIT = 30;

/** Newest first; `next` is there while there is more. */
export function findChannels(tx: Tx, args: FindChannels): { channels: Channel[]; next?: string } {
  const { app, user, find } = args;
  const limit = find.limit ?? DEFAULT_LIMIT;
  const where: string[] = ['c.app_id = ?', 'c.deleted_at is null'];
  const values: Value[] = [app];
  const mine = `exists (select 1 from members m where m.app_id = c.app_id and m.channel_id = c.channel_id and m.user_id = ? and m.joined = 1)`;
  if (args.joined || (user !== undefined && isGuest(tx, app, user))) {
    where.push(mine);
    values.push(user!);
  } else if (user !== undefined) {
    where.push(`(c.visibility = 'listed' or ${mine})`);
    values.push(user);
  }
  if (find.type !== undefined) {
    where.push('c.type = ?');
    values.push(find.type);
  }
  if (find.name !== undefined) {
    where.push('instr(lower(c.name), lower(?)) > 0');
    values.push(find.name);
  }
  for (const member of memberFilter(find.include_members)) {
    where.push(mine);
    values.push(member);
  }
  if (find.next !== undefined) {
    const [createdAt, id] = decodeNext(find.next);
    where.push('(c.created_at, c.channel_id) < (?, ?)');
    values.push(createdAt, id);
  }
  const rows = tx.sql.all<StoredChannel>(
    `select c.* from channels c where ${where.join(' and ')} order by c.created_at desc, c.channel_id desc limit ?`,
    ...values,
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const viewer: Viewer = { ...(user !== undefined && { user }), manager: false };
  const ids = page.map(({ channel_id }) => channel_id);
  const said = find.show_last_message ? lastMessages(tx, app, ids, viewer) : undefined;
  return {
    channels: page.map((row) => dress(tx, args, row, said?.get(row.channel_id))),
    ...(rows.length > limit && last && { next: Buffer.from(JSON.stringify([last.created_at, last.channel_id])).toString('base64url') }),
  };
}

/** A35: an array, or a comma separated string; all of them must be members. */
const memberFilter = (given: string | string[] | undefined): string[] =>
  [...new Set((typeof given === 'string' ? given.split(',') : (given ?? [])).map((id) => id.trim()))].filter(Boolean).slice(0, 100);

function decodeNext(next: string): [number, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(next, 'base64url').toString());
    if (Array.isArray(value) && value.length === 2 && Number.isSafeInteger(value[0]) && typeof value[1] === 'string')
      return value as [number, string];
  } catch {
    // said below
  }
  throw new EarshotError('request:invalid', 'list the channels', '"next" is not one that the server gave');
}

/** The optional maps of GC-047, when asked for. A member who never read anything has no time to show. */
function dress(tx: Tx, { app, find }: FindChannels, row: StoredChannel, last: Message | undefined): Channel {
  const channel = channelOfRow(row);
  const wanted = find.show_members || find.show_managers || find.show_read_receipt || find.show_delivery_receipt || find.show_unread;
  const members = wanted ? membersOf(tx, app, row.channel_id) : [];
  const times = (at: (m: (typeof members)[number]) => number) =>
    Object.fromEntries(members.map((m) => [m.user_id, at(m)] as const).filter(([, ms]) => ms > 0));
  return {
    ...channel,
    ...(find.show_members && { members: members.map((m) => userOf(m, m)) }),
    ...(find.show_managers && { managers: members.filter((m) => isManager(m.role)).map((m) => userOf(m, m)) }),
    ...(find.show_unread && { unread: Object.fromEntries(members.map((m) => [m.user_id, Math.max(0, row.n - m.read_n)])) }),
    ...(find.show_read_receipt && { read_receipt: times((m) => m.read_at) }),
    ...(find.show_delivery_receipt && { delivery_receipt: times((m) => m.delivered_at) }),
    ...(last && { last_message: last }),
  };
}
