import { Type } from 'typebox';
import { CallId, CallRow, CustomParameter, DeliveredSignal, IceServer, LegGrant, MediaKind, Party, SdpDescription } from './call.ts';
import { ChannelId, User, UserId } from './chat.ts';
import { CHANNEL_METHODS, MESSAGE_METHODS, PERSON_METHODS, REPORT_METHODS } from './chat-methods.ts';
import { HistoryRecord } from './history.ts';
import { method, Nothing, Page } from './method.ts';
import { RelayAccept, RelayBusy, Relayed, RelaySetup, RelayStart, RelayStop, RelaySummary } from './relay.ts';

/**
 * Everything a `request` frame can ask (PROTOCOL "Methods"). Chat keeps the snake_case payloads of its seed; rights are
 * checked by the server inside the transaction.
 */
export const METHODS = {
  // users
  'user.me': method(Nothing, Type.Object({ user: User })),
  'user.get': method(Type.Object({ user_id: UserId }), Type.Object({ user: User })),
  'user.update': method(
    Type.Object({ name: Type.Optional(Type.String({ minLength: 1, maxLength: 150 })), profile_url: Type.Optional(Type.String({ maxLength: 2048 })) }),
    Type.Object({ user: User }),
  ),
  'presence.online': method(Type.Object({ user_id: UserId }), Type.Object({ online: Type.Boolean() })),
  'presence.channel': method(Type.Object({ channel_id: ChannelId }), Type.Object({ user_ids: Type.Array(Type.String()) })),
  ...PERSON_METHODS,
  ...CHANNEL_METHODS,
  ...MESSAGE_METHODS,
  ...REPORT_METHODS,
  /** For a diagnosis: what a call would get, with credentials that live for minutes. Few a user (PROTOCOL 5). */
  'ice.get': method(Nothing, Type.Object({ ice_servers: Type.Array(IceServer) })),
  // the calls of before
  /** Latest first; `amount` is 50 and `offset` 0 unless said. `unseen`: missed calls not shown yet. */
  'history.list': method(
    Type.Object({ amount: Type.Optional(Page), offset: Type.Optional(Type.Integer({ minimum: 0 })) }),
    Type.Object({ records: Type.Array(HistoryRecord), total: Type.Integer({ minimum: 0 }), unseen: Type.Integer({ minimum: 0 }) }),
  ),
  'history.remove': method(Type.Object({ record_id: CallId }), Nothing),
  'history.clear': method(Nothing, Nothing),
  /** Missed calls that ended up to `to` have been shown; all, unless said. */
  'history.see': method(Type.Object({ to: Type.Optional(Type.Integer({ minimum: 0 })) }), Type.Object({ unseen: Type.Integer({ minimum: 0 }) })),
  // calls
  'call.invite': method(
    Type.Object({
      call_id: CallId,
      to: UserId,
      media: Type.Array(MediaKind, { minItems: 1, maxItems: 3 }),
      /** The offer may ride along; signal seq 1 of generation 1 then. */
      description: Type.Optional(SdpDescription),
      display_name: Type.Optional(Type.String({ minLength: 1, maxLength: 150 })),
      parameters: Type.Optional(Type.Array(CustomParameter, { maxItems: 32 })),
    }),
    /** `glare`: the other side was ringing us; its call was answered instead of placing this one (DESIGN 7.11). */
    Type.Object({ call: CallRow, leg: LegGrant, glare: Type.Boolean() }),
  ),
  /** This device alerts its user. Answers with the caller's signals so far (later ones follow as `signal` frames) and what an answer will need. */
  'call.ring': method(
    Type.Object({ call_id: CallId }),
    Type.Object({ call: CallRow, signals: Type.Array(DeliveredSignal), ice_servers: Type.Optional(Type.Array(IceServer)) }),
  ),
  /** From a device that rings, for the caller: the app sends media before it answers (early media). Answered by a signal, as any info. */
  'call.early': method(Type.Object({ call_id: CallId, info: Type.Object({}, { additionalProperties: true }) }), Nothing),
  /** First answer wins; a loser gets `call:taken`. */
  'call.answer': method(
    Type.Object({ call_id: CallId, description: Type.Optional(SdpDescription) }),
    Type.Object({ call: CallRow, leg: LegGrant, signals: Type.Array(DeliveredSignal) }),
  ),
  /** `busy` counts only once every live device of the callee has said it; `rejected` ends the call for all. */
  'call.decline': method(
    Type.Object({ call_id: CallId, reason: Type.Union([Type.Literal('rejected'), Type.Literal('busy')]) }),
    Type.Object({ call: CallRow }),
  ),
  /** Cancel before the answer, hang up after it. */
  'call.end': method(
    Type.Object({ call_id: CallId, reason: Type.Optional(Type.Union([Type.Literal('completed'), Type.Literal('failed')])) }),
    Type.Object({ call: CallRow }),
  ),
  'call.get': method(Type.Object({ call_id: CallId }), Type.Object({ call: CallRow })),
  /** Sends an unanswered call on: it rings at `to`, and is over here as `forwarded`. */
  'call.forward': method(Type.Object({ call_id: CallId, to: UserId }), Type.Object({ call: CallRow })),
  /** Blind: rings `to` for the other end, as the call `transfer_id`; the row's `detail.transfer` says how that goes. */
  'call.transfer': method(Type.Object({ call_id: CallId, transfer_id: CallId, to: UserId }), Type.Object({ call: CallRow })),
  /** Attended: the other ends of two calls of mine go on with each other, as the call `transfer_id`. */
  'call.connect': method(Type.Object({ call_id: CallId, other_id: CallId, transfer_id: CallId }), Type.Object({ call: CallRow })),
  /** Calls of a blocked user end as `rejected` without ringing. */
  'call.block': method(Type.Object({ user_id: UserId }), Nothing),
  'call.unblock': method(Type.Object({ user_id: UserId }), Nothing),
  'call.blocked': method(Nothing, Type.Object({ users: Type.Array(Party) })),
  /** Proves that media flows on this leg, so that a lost socket does not end the call (DESIGN 7.12). */
  'call.beat': method(Type.Object({ call_id: CallId, media: Type.Boolean() }), Type.Object({ call: CallRow })),
  /**
   * Takes one's leg back after a cut line, or (`fresh`) after a reload: then the generation grows, old signals are dropped and the
   * peer hears `leg` {restarted}. `received` is the last seq of the peer's current generation that was applied. The call may go on as
   * another one (`replaces`): then the answer is about that one, and without `fresh` it only says so.
   */
  'call.resume': method(
    Type.Object({
      call_id: CallId,
      leg_id: Type.String(),
      leg_token: Type.String(),
      fresh: Type.Boolean(),
      received: Type.Integer({ minimum: 0 }),
      peer_generation: Type.Integer({ minimum: 0 }),
    }),
    Type.Object({
      call: CallRow,
      leg: LegGrant,
      peer_generation: Type.Integer({ minimum: 0 }),
      acked: Type.Integer({ minimum: 0 }),
      signals: Type.Array(DeliveredSignal),
    }),
  ),
  /** Click to call: my devices ring, and whoever answers there is connected with `to`. Idempotent by `call_id`. */
  'call.bridge': method(Type.Object({ call_id: CallId, to: Type.String({ minLength: 1 }) }), Type.Object({ call: CallRow })),
  /** A code by which another device of mine takes this call over; only from the device that is in the call. */
  'call.handoff': method(Type.Object({ call_id: CallId }), Type.Object({ code: Type.String(), expires_at: Type.Integer({ minimum: 0 }) })),
  /** My leg goes to this device, under a new id; it is taken up by `call.resume` with `fresh`. The same device may ask again. */
  'call.takeover': method(Type.Object({ code: Type.String({ minLength: 1, maxLength: 32 }) }), Type.Object({ call: CallRow, leg: LegGrant })),
  // calls that two apps negotiate themselves, over the relay
  'relay.start': method(RelayStart, Relayed),
  'relay.accept': method(RelayAccept, Relayed),
  'relay.busy': method(RelayBusy, Relayed),
  'relay.stop': method(RelayStop, Relayed),
  'relay.setup': method(RelaySetup, Relayed),
  'relay.summary': method(RelaySummary, Relayed),
};
