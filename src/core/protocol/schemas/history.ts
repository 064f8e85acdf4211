import { Type } from 'typebox';
import { EndReason, MediaKind, Party } from './call.ts';

const Ms = Type.Integer({ minimum: 0 });

/** One ended call, as one of its two ends has it. */
export const HistoryRecord = Type.Object({
  /** The id of the call. */
  record_id: Type.String(),
  direction: Type.Union([Type.Literal('outgoing'), Type.Literal('incoming')]),
  /** The other end. */
  peer: Party,
  media: Type.Array(MediaKind),
  started_at: Ms,
  answered_at: Type.Optional(Ms),
  ended_at: Ms,
  end_reason: EndReason,
  /** It rang for this user, and none of his devices took it or turned it away. */
  missed: Type.Boolean(),
  /** False: a missed call that this user has not been shown yet. */
  seen: Type.Boolean(),
});

/** What became of the history, in the user's own stream. `unseen`: missed calls not shown yet. */
export const HistoryChange = Type.Object({
  unseen: Type.Integer({ minimum: 0 }),
  added: Type.Optional(HistoryRecord),
  removed: Type.Optional(Type.String()),
  cleared: Type.Optional(Type.Boolean()),
  /** Missed calls that ended up to then are seen. */
  seen_to: Type.Optional(Ms),
});
