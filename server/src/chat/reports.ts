import { randomBytes } from 'node:crypto';
import {
  type BaseUser,
  channelStream,
  EarshotError,
  type Message,
  type Params,
  type Report,
  type Result,
  userStream,
} from '../../../src/core/protocol/index.ts';
import type { Value } from '../db/sql.ts';
import { append, type Tx } from '../db/tx.ts';
import { announceEvent } from '../webhooks/queue.ts';
import { audit } from './audit.ts';
import { banUser } from './bans.ts';
import { deleteMessage } from './erase.ts';
import { messageOf } from './message-rows.ts';
import { allow } from './roles.ts';
import { channelOfRow, enter, findChannel, glimpse, isManager, membersOf } from './rows.ts';
import { findMessage, needMessage, type StoredMessage } from './stored-message.ts';
import { findUser, mayReach, needUser } from './users.ts';

interface StoredReport {
  report_id: string;
  report_type: Report['report_type'];
  report_category: Report['report_category'];
  reporting_user: string;
  reason: string | null;
  user_id: string | null;
  channel_id: string | null;
  message_id: number | null;
  /** As it was when it was reported. */
  message: string | null;
  created_at: number;
  updated_at: number;
  decision: NonNullable<Report['decision']> | null;
  decided_by: string | null;
}

/** Who reports by the word rules; no user can have this id. */
const WORDS: BaseUser = { user_id: 'word rules', name: 'Word rules', created_at: 0, updated_at: 0 };

const userOr = (tx: Tx, app: string, id: string): BaseUser =>
  id === WORDS.user_id ? WORDS : (findUser(tx, app, id) ?? { user_id: id, name: id, created_at: 0, updated_at: 0 });

/** GC-033. `channel` says where it was, whatever was reported. */
function reportOf(tx: Tx, app: string, row: StoredReport): Report {
  const channel = row.channel_id === null ? undefined : findChannel(tx, app, row.channel_id);
  return {
    report_id: row.report_id,
    report_type: row.report_type,
    report_category: row.report_category,
    reporting_user: userOr(tx, app, row.reporting_user),
    created_at: row.created_at,
    updated_at: row.updated_at,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.report_type === 'user' && row.user_id !== null && { user: userOr(tx, app, row.user_id) }),
    ...(channel && { channel: channelOfRow(channel) }),
    ...(row.message !== null && { message: JSON.parse(row.message) as Message }),
    ...(row.decision !== null && { decision: row.decision }),
    ...(row.decided_by !== null && { decided_by: row.decided_by }),
  };
}

/** To the managers of its channel, but for one it is about. */
function tellManagers(tx: Tx, app: string, row: StoredReport, report: Report, except?: string): void {
  if (row.channel_id === null) return;
  for (const member of membersOf(tx, app, row.channel_id)) {
    if (!isManager(member.role) || member.user_id === row.user_id || member.user_id === except) continue;
    append(tx, app, userStream(member.user_id), () => ({ kind: 'report', at_ms: tx.now, report }));
  }
}

type Subject = Pick<StoredReport, 'report_type' | 'user_id' | 'channel_id' | 'message_id' | 'message'>;

export type CreateReport = Params<'report.create'> & { app: string; by: string; reach: 'app' | 'shared_channel' };

/** What it is about, which the reporter must be able to see. */
function subjectOf(tx: Tx, args: CreateReport, operation: string): Subject {
  const { app, by, report_type, user_id, channel_id, message_id } = args;
  const need = <T>(value: T | undefined, name: string): T => {
    if (value === undefined) throw new EarshotError('request:invalid', operation, `a report of this type needs "${name}"`);
    return value;
  };
  const nothing = { user_id: null, channel_id: null, message_id: null, message: null };
  switch (report_type) {
    case 'user': {
      const target = need(user_id, 'user_id');
      if (channel_id !== undefined) enter(tx, app, channel_id, by, operation);
      needUser(tx, app, target, operation);
      if (channel_id === undefined && !mayReach(tx, app, by, target, args.reach)) throw new EarshotError('user:not-found', operation);
      return { ...nothing, report_type, user_id: target, channel_id: channel_id ?? null };
    }
    case 'channel':
      glimpse(tx, app, need(channel_id, 'channel_id'), by, operation);
      return { ...nothing, report_type, channel_id: channel_id! };
    case 'message': {
      const channel = need(channel_id, 'channel_id');
      enter(tx, app, channel, by, operation);
      const row = needMessage(tx, app, channel, need(message_id, 'message_id'), operation);
      return subjectOfMessage(tx, app, row);
    }
  }
}

const subjectOfMessage = (tx: Tx, app: string, row: StoredMessage): Subject => ({
  report_type: 'message',
  user_id: row.user_id,
  channel_id: row.channel_id,
  message_id: row.message_id,
  message: JSON.stringify(messageOf(tx, app, row)),
});

function store(tx: Tx, app: string, by: string, category: Report['report_category'], reason: string | undefined, subject: Subject): Report {
  const known = tx.sql.get<StoredReport>(
    `select * from reports where app_id = ? and channel_id is ? and reporting_user = ? and report_type = ? and user_id is ? and message_id is ?
     and decision is null`,
    app,
    subject.channel_id,
    by,
    subject.report_type,
    subject.user_id,
    subject.message_id,
  );
  if (known) return reportOf(tx, app, known); // the same again says nothing new
  const row: StoredReport = {
    ...subject,
    report_id: randomBytes(12).toString('hex'),
    report_category: category,
    reporting_user: by,
    reason: reason ?? null,
    created_at: tx.now,
    updated_at: tx.now,
    decision: null,
    decided_by: null,
  };
  tx.sql.run(
    `insert into reports (app_id, report_id, report_type, report_category, reporting_user, reason, user_id, channel_id, message_id, message, created_at,
       updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    app,
    row.report_id,
    row.report_type,
    row.report_category,
    row.reporting_user,
    row.reason,
    row.user_id,
    row.channel_id,
    row.message_id,
    row.message,
    row.created_at,
    row.updated_at,
  );
  const report = reportOf(tx, app, row);
  tellApp(tx, app, 'report.created', report);
  tellManagers(tx, app, row, report);
  audit(tx, {
    app,
    channel: row.channel_id ?? undefined,
    by,
    action: 'report_create',
    user: row.user_id ?? undefined,
    message: row.message_id ?? undefined,
    detail: { report_id: row.report_id, report_type: row.report_type, report_category: category },
  });
  return report;
}

function tellApp(tx: Tx, app: string, type: 'report.created' | 'report.decided', report: Report): void {
  announceEvent(tx, app, {
    type,
    line: report.channel ? channelStream(report.channel.channel_id) : 'app',
    data: () => JSON.stringify({ report }),
    ...(report.user && { user: report.user.user_id }),
  });
}

/** GC-102. The same by the same user is one report until it is decided. */
export const createReport = (tx: Tx, args: CreateReport): Report =>
  store(tx, args.app, args.by, args.report_category ?? 'general', args.reason, subjectOf(tx, args, 'report it'));

/** What the word rules found in a message that was sent all the same. */
export function reportWords(tx: Tx, app: string, message: StoredMessage, kinds: readonly string[]): void {
  store(tx, app, WORDS.user_id, kinds.includes('spam') ? 'spam' : 'profanity', kinds.join(', '), subjectOfMessage(tx, app, message));
}

export interface ListReports extends Omit<Params<'report.list'>, 'channel_id'> {
  app: string;
  user?: string;
  /** Undefined: of all channels and of none, for the app itself. */
  channel?: string;
}

/** Newest first. A manager does not see those about himself. */
export function listReports(tx: Tx, args: ListReports): Result<'report.list'> {
  const { app, user, channel, limit = 30, report_type, open, next } = args;
  const operation = 'list the reports';
  const where = ['app_id = ?'];
  const values: Value[] = [app];
  const add = (condition: string, ...given: Value[]): void => {
    where.push(condition);
    values.push(...given);
  };
  if (channel !== undefined) {
    allow(tx, { app, user, channel }, 'reports', operation);
    add('channel_id = ?', channel);
  }
  if (user !== undefined) add('user_id is not ?', user);
  if (report_type !== undefined) add('report_type = ?', report_type);
  if (open) add('decision is null');
  if (next !== undefined) add('(created_at, report_id) < (?, ?)', ...decodeNext(next, operation));
  const rows = tx.sql.all<StoredReport>(
    `select * from reports where ${where.join(' and ')} order by created_at desc, report_id desc limit ?`,
    ...values,
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { reports: page.map((row) => reportOf(tx, app, row)), ...(last && { next: `${last.created_at}.${last.report_id}` }) };
}

function decodeNext(next: string, operation: string): [number, string] {
  const match = /^(\d{1,15})\.([0-9a-f]{24})$/.exec(next);
  if (!match) throw new EarshotError('request:invalid', operation, '"next" is not one that the server gave');
  return [Number(match[1]), match[2]!];
}

export interface DecideReport extends Params<'report.decide'> {
  app: string;
  /** Undefined: the app itself. */
  user?: string;
}

/** Does what was decided, and tells the managers and whoever reported. The same decision again changes nothing; another is refused. */
export function decideReport(tx: Tx, args: DecideReport): Report {
  const operation = 'decide the report';
  const { app, user, decision } = args;
  const row = tx.sql.get<StoredReport>('select * from reports where app_id = ? and report_id = ?', app, args.report_id);
  const unknown = new EarshotError('report:not-found', operation);
  if (!row || (user !== undefined && (row.channel_id === null || row.user_id === user))) throw unknown;
  if (user !== undefined) allow(tx, { app, user, channel: row.channel_id! }, 'reports', operation);
  if (row.decision === decision) return reportOf(tx, app, row);
  if (row.decision !== null) throw new EarshotError('request:invalid', operation, 'it was decided otherwise');
  enforce(tx, args, row, operation);
  const decided: StoredReport = { ...row, decision, decided_by: user ?? null, updated_at: tx.now };
  tx.sql.run(
    'update reports set decision = ?, decided_by = ?, updated_at = ? where app_id = ? and report_id = ?',
    decision,
    decided.decided_by,
    tx.now,
    app,
    row.report_id,
  );
  const report = reportOf(tx, app, decided);
  tellApp(tx, app, 'report.decided', report);
  tellManagers(tx, app, decided, report, row.reporting_user);
  if (row.reporting_user !== WORDS.user_id && findUser(tx, app, row.reporting_user)) {
    append(tx, app, userStream(row.reporting_user), () => ({ kind: 'report', at_ms: tx.now, report }));
  }
  audit(tx, {
    app,
    channel: row.channel_id ?? undefined,
    by: user,
    action: 'report_decide',
    user: row.user_id ?? undefined,
    message: row.message_id ?? undefined,
    detail: { report_id: row.report_id, decision },
  });
  return report;
}

function enforce(tx: Tx, { app, user, decision, seconds }: DecideReport, row: StoredReport, operation: string): void {
  if (decision === 'dismissed') return;
  const channel = row.channel_id;
  if (decision === 'message_deleted') {
    if (channel === null || row.message_id === null) throw new EarshotError('request:invalid', operation, 'no message was reported');
    const there = findMessage(tx, app, channel, row.message_id);
    if (there && there.deleted === 0) deleteMessage(tx, { app, ...(user !== undefined && { user }), channel, message: row.message_id });
    return;
  }
  if (channel === null || row.user_id === null) throw new EarshotError('request:invalid', operation, 'no user of a channel was reported');
  const how = seconds === undefined ? { permanent: true } : { seconds };
  banUser(tx, { app, ...(user !== undefined && { user }), channel, target: row.user_id, ...how, reason: row.report_category });
}
