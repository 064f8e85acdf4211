import { type CallDetail, type CallRow, type EndReason, type MediaKind, type Party, userStream } from '../../../src/core/protocol/index.ts';
import { putCallCard } from '../chat/call-cards.ts';
import { findUser } from '../chat/users.ts';
import { append, type Tx } from '../db/tx.ts';
import { keepCall } from '../history/commands.ts';
import { announceEvent } from '../webhooks/queue.ts';

export interface StoredCall {
  call_id: string;
  version: number;
  state: CallRow['state'];
  alerted: number;
  caller: string;
  /** A user; while a group rings, its id behind a slash, which no user's has. */
  callee: string;
  media: string;
  created_at: number;
  expires_at: number;
  answered_at: number | null;
  answered_leg: string | null;
  ended_at: number | null;
  end_reason: EndReason | null;
  ended_by: string | null;
  /** JSON of a {@link CallDetail}. */
  detail: string | null;
  /** Who transfers it, or tried to. */
  transfer_by: string | null;
  /** The call that rings for a blind transfer of this one. */
  transfer_call: string | null;
  /** The call that this one goes on as. */
  replaced_by: string | null;
}

export interface StoredLeg {
  call_id: string;
  /** `a` calls, `b` is called. */
  side: Side;
  leg_id: string;
  user_id: string;
  device: string;
  /** Grows with every reload of the page that holds it. */
  generation: number;
}

/** The far end of a call that rings for click to call, until it is connected with somebody: no user, for none has a slash. */
export const BRIDGE = '/bridge';

export type Side = 'a' | 'b';

/**
 * How one user stands to a call that has rung, or was to ring, at more than one: `over` when it was answered or ended while it rang at
 * him, `blocked` when it never did. A call to one user who has not sent it on has no such rows.
 */
export interface Ring {
  user_id: string;
  state: 'ringing' | 'over' | 'forwarded' | 'rejected' | 'busy' | 'blocked';
  at: number;
}

/** A call as the main thread keeps it. */
export interface CallRecord {
  app: string;
  /** All there is to know; what one user may see of it is another thing. */
  row: CallRow;
  /** As the one who asked sees it. */
  view: CallRow;
  expiresAt: number;
  legs: StoredLeg[];
  /** At whom it rings. */
  ringing: string[];
  /** Who alone sees `detail.transfer`. */
  transferBy?: string;
  /** Other calls that the same command changed. */
  also: CallRecord[];
}

/** Which calls a command has changed: whoever applies its result applies them all. */
const changed = new WeakMap<Tx, Set<string>>();

export const findCall = (tx: Tx, app: string, call: string): StoredCall | undefined =>
  tx.sql.get<StoredCall>('select * from calls where app_id = ? and call_id = ?', app, call);

export const legsOf = (tx: Tx, app: string, call: string): StoredLeg[] =>
  tx.sql.all<StoredLeg>(
    'select call_id, side, leg_id, user_id, device, generation from legs where app_id = ? and call_id = ? order by side',
    app,
    call,
  );

export const ringsOf = (tx: Tx, app: string, call: string): Ring[] =>
  tx.sql.all<Ring>('select user_id, state, at from rings where app_id = ? and call_id = ?', app, call);

export const detailOf = (row: StoredCall): CallDetail => (row.detail === null ? {} : (JSON.parse(row.detail) as CallDetail));

/** A transfer rings in the name of somebody who hears of it when it is answered. */
export const isSecret = (row: StoredCall): boolean => row.answered_leg === null && detailOf(row).transferred_by !== undefined;

export function party(tx: Tx, app: string, id: string): Party {
  const user = findUser(tx, app, id);
  return { user_id: id, name: user?.name ?? id, ...(user?.profile_url !== undefined && { profile_url: user.profile_url }) };
}

/** At whom a call rings, given how those stand to it who have rows of their own. */
function ringingAt(row: StoredCall, rings: readonly Ring[]): string[] {
  if (row.state !== 'ringing') return [];
  const own = rings.find(({ user_id }) => user_id === row.callee);
  const wide = rings.filter(({ state }) => state === 'ringing').map(({ user_id }) => user_id);
  return own || detailOf(row).group ? wide : [row.callee, ...wide];
}

function wholeRow(tx: Tx, app: string, row: StoredCall): CallRow {
  const detail = detailOf(row);
  const group = row.answered_leg === null ? detail.group : undefined;
  return {
    call_id: row.call_id,
    version: row.version,
    state: row.state,
    alerted: row.alerted === 1,
    from: (row.caller === BRIDGE && detail.bridge) || party(tx, app, row.caller),
    to: group ? { user_id: group.group_id, name: group.name } : party(tx, app, row.callee),
    media: JSON.parse(row.media) as MediaKind[],
    created_at: row.created_at,
    ring_left_ms: row.state === 'ringing' ? Math.max(0, row.expires_at - tx.now) : 0,
    ...(row.answered_at !== null && { answered_at: row.answered_at }),
    ...(row.answered_leg !== null && { answered_leg: row.answered_leg }),
    ...(row.ended_at !== null && { ended_at: row.ended_at }),
    ...(row.end_reason !== null && { end_reason: row.end_reason }),
    ...(row.ended_by !== null && { ended_by: row.ended_by }),
    ...(row.detail !== null && { detail }),
  };
}

/** A transfer that is tried is the business of the one who tries it; a bridge is nobody who transferred anything. */
export function withoutTransfer(row: CallRow): CallRow {
  const bridged = row.detail?.transferred_by === BRIDGE;
  if (!row.detail?.transfer && !bridged) return row;
  const { transfer: _, transferred_by, ...detail } = row.detail as CallDetail;
  return { ...row, detail: { ...detail, ...(!bridged && transferred_by !== undefined && { transferred_by }) } };
}

/** The row as one user sees it: it rings for himself, and where he sent it on or declined it, or another one answered, it is over. */
function viewOf(tx: Tx, app: string, stored: StoredCall, user: string, whole: CallRow, rings: readonly Ring[]): CallRow {
  const row = user === stored.transfer_by ? whole : withoutTransfer(whole);
  const ring = user === stored.caller ? undefined : rings.find(({ user_id }) => user_id === user);
  if (!ring) return row;
  const to = party(tx, app, user);
  if (ring.state === 'ringing' && row.state === 'ringing') return { ...row, to };
  if (ring.state === 'ringing' || ring.state === 'over') {
    const elsewhere = stored.answered_at !== null && user !== stored.callee;
    return elsewhere ? { ...row, state: 'ended', ended_at: stored.answered_at!, end_reason: 'answered_elsewhere' } : row;
  }
  const reason = ring.state === 'blocked' ? 'rejected' : ring.state;
  const by = reason === 'busy' ? {} : { ended_by: user };
  const { answered_at: _at, answered_leg: _leg, ...rest } = row;
  return { ...rest, to, state: 'ended', ring_left_ms: 0, ended_at: ring.at, end_reason: reason, ...by };
}

/** `user`: who asks; without one the view is the whole. */
export function callOf(tx: Tx, app: string, row: StoredCall, user?: string): CallRow {
  const whole = wholeRow(tx, app, row);
  return user === undefined ? whole : viewOf(tx, app, row, user, whole, ringsOf(tx, app, row.call_id));
}

export function recordOf(tx: Tx, app: string, row: StoredCall, user?: string): CallRecord {
  const also = [...(changed.get(tx) ?? [])].filter((id) => id !== row.call_id);
  return { ...bareRecord(tx, app, row, user), also: also.map((id) => bareRecord(tx, app, findCall(tx, app, id)!)) };
}

function bareRecord(tx: Tx, app: string, stored: StoredCall, user?: string): CallRecord {
  const rings = ringsOf(tx, app, stored.call_id);
  const row = wholeRow(tx, app, stored);
  return {
    app,
    row,
    view: user === undefined ? row : viewOf(tx, app, stored, user, row, rings),
    expiresAt: stored.expires_at,
    legs: legsOf(tx, app, stored.call_id),
    ringing: ringingAt(stored, rings),
    ...(stored.transfer_by !== null && { transferBy: stored.transfer_by }),
    also: [],
  };
}

/**
 * Tells all whom it concerns, each in his own stream: all their devices hear of it, in order, also those that come back later. Once it is
 * answered or over, those at whom it rang are out of it. `only`: nobody but him has something new.
 */
export function announce(tx: Tx, app: string, stored: StoredCall, only?: string): void {
  const others = changed.get(tx) ?? new Set<string>();
  changed.set(tx, others.add(stored.call_id));
  const rings = ringsOf(tx, app, stored.call_id);
  const whole = wholeRow(tx, app, stored);
  const hearers = new Set(rings.filter(({ state }) => state === 'ringing').map(({ user_id }) => user_id));
  if (!isSecret(stored)) hearers.add(stored.caller);
  const callee = rings.find(({ user_id }) => user_id === stored.callee);
  const isUser = stored.answered_leg !== null || !detailOf(stored).group;
  if (isUser && (!callee || callee.state === 'over')) hearers.add(stored.callee);
  for (const user of only === undefined ? hearers : [only]) {
    if (user === BRIDGE) continue;
    const call = viewOf(tx, app, stored, user, whole, rings);
    append(tx, app, userStream(user), () => ({ kind: 'call', at_ms: tx.now, call }));
    // the call that comes of a bridge is one in the history, the way there is not
    if (call.state === 'ended' && stored.caller !== BRIDGE) keepCall(tx, app, user, call);
  }
  if (stored.version === 1 && only === undefined) tellApp(tx, app, 'call.started', stored);
  if (stored.state === 'ended' && only === undefined) {
    showCall(tx, app, stored, rings);
    tellApp(tx, app, 'call.ended', stored);
  }
  if (stored.state !== 'ringing' && rings.some(({ state }) => state === 'ringing'))
    tx.sql.run("update rings set state = 'over', at = ? where app_id = ? and call_id = ? and state = 'ringing'", tx.now, app, stored.call_id);
}

/** The app's own server hears the whole of it; not of the way to a bridge. */
export function tellApp(tx: Tx, app: string, type: 'call.started' | 'call.answered' | 'call.ended', row: StoredCall): void {
  if (row.caller === BRIDGE) return;
  announceEvent(tx, app, { type, line: `call:${row.call_id}`, data: () => JSON.stringify({ call: wholeRow(tx, app, row) }) });
}

/** What the channel of the two says of it. Nothing of what the callee, or somebody whose name was used, is not to hear of. */
function showCall(tx: Tx, app: string, row: StoredCall, rings: readonly Ring[]): void {
  const { caller, callee } = row;
  if (isSecret(row) || rings.some((ring) => ring.user_id === callee && ring.state === 'blocked')) return;
  putCallCard(tx, app, {
    callId: row.call_id,
    caller,
    callee,
    media: JSON.parse(row.media) as MediaKind[],
    reason: row.end_reason ?? 'failed',
    startedAt: row.created_at,
    ...(row.answered_at !== null && { answeredAt: row.answered_at }),
    endedAt: row.ended_at ?? tx.now,
  });
}

/** The live calls of a user; authoritative. */
export const liveCalls = (tx: Tx, app: string, user: string): CallRow[] =>
  tx.sql
    .all<StoredCall>(
      `select * from calls where app_id = ?1 and caller = ?2 and state <> 'ended'
       union all select * from calls where app_id = ?1 and callee = ?2 and state <> 'ended'
       union all select c.* from rings r join calls c on c.app_id = r.app_id and c.call_id = r.call_id
       where r.app_id = ?1 and r.user_id = ?2 and r.state = 'ringing' and c.callee <> ?2 and c.state <> 'ended' order by created_at, call_id`,
      app,
      user,
    )
    .filter((row) => row.caller !== user || !isSecret(row))
    .map((row) => callOf(tx, app, row, user))
    .filter(({ state }) => state !== 'ended');

export const allLiveCalls = (tx: Tx): CallRecord[] =>
  tx.sql.all<StoredCall & { app_id: string }>("select * from calls where state <> 'ended'").map((row) => recordOf(tx, row.app_id, row));
