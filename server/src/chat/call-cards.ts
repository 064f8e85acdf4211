import type { CallRow, Message } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { insertMessage } from './messages.ts';
import { moveMarkers } from './receipts.ts';
import { findMember, type StoredChannel } from './rows.ts';
import { findUser } from './users.ts';

/** A call that is over, between two users. */
export interface EndedCall {
  callId: string;
  caller: string;
  callee: string;
  media: CallRow['media'];
  reason: NonNullable<CallRow['end_reason']>;
  startedAt: number;
  answeredAt?: number;
  endedAt: number;
}

/** The first channel whose only members are those two; found from the channels of the one, never from all. */
const talkOf = (tx: Tx, app: string, one: string, other: string): StoredChannel | undefined =>
  tx.sql.get<StoredChannel>(
    `select c.* from members a indexed by members_by_user
       cross join members b on b.app_id = a.app_id and b.channel_id = a.channel_id and b.user_id = ? and b.joined = 1
       cross join channels c on c.app_id = a.app_id and c.channel_id = a.channel_id and c.member_count = 2
     where a.app_id = ? and a.user_id = ? and a.joined = 1 order by c.created_at, c.channel_id limit 1`,
    other,
    app,
    one,
  );

/** Writes the call into the channel of the two, if they have one: once, whatever is told of it later. */
export function putCallCard(tx: Tx, app: string, call: EndedCall): void {
  const { caller, callee } = call;
  if (caller === callee || !findUser(tx, app, caller) || !findUser(tx, app, callee)) return;
  const talk = talkOf(tx, app, caller, callee);
  const clientId = `call/${call.callId}`; // with a sign that no client's id has
  if (!talk || tx.sql.get('select 1 from messages where app_id = ? and user_id = ? and client_id = ?', app, caller, clientId)) return;
  const { stored: message } = insertMessage(tx, app, {
    channel: talk.channel_id,
    user: caller,
    clientId,
    hash: '',
    type: 'call',
    content: wordsFor(call),
    fileId: null,
    meta: null,
    extra: { call: cardOf(call) },
    replyTo: null,
    threadId: null,
    at: tx.now,
    n: talk.n + 1,
  });
  // who took part has nothing new to read in it, if he had read what was before
  for (const user of call.answeredAt === undefined ? [caller] : [caller, callee]) {
    const upToDate = findMember(tx, app, talk.channel_id, user)!.read_n >= talk.n;
    if (upToDate)
      moveMarkers(tx, app, talk.channel_id, user, { offset: message.message_id, n: message.n, at_ms: tx.now }, { byMessage: user === caller });
  }
}

const cardOf = (call: EndedCall): NonNullable<Message['call']> => ({
  call_id: call.callId,
  caller: call.caller,
  callee: call.callee,
  media: call.media,
  end_reason: call.reason,
  started_at: call.startedAt,
  ...(call.answeredAt !== undefined && { answered_at: call.answeredAt }),
  ended_at: call.endedAt,
});

/** For those who draw no card. */
function wordsFor(call: EndedCall): string {
  const kind = call.media.includes('video') ? 'video call' : 'voice call';
  if (call.answeredAt === undefined) return `${call.reason === 'rejected' ? 'Declined' : 'Missed'} ${kind}`;
  const seconds = Math.round((call.endedAt - call.answeredAt) / 1_000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const time = hours === '00' ? `${Number(minutes)}:${rest}` : `${Number(hours)}:${minutes}:${rest}`;
  return `${kind[0]!.toUpperCase()}${kind.slice(1)}, ${time}`;
}
