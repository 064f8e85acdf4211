import { Type } from 'typebox';

const Ms = Type.Integer({ minimum: 0 });

export const CallId = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
export const MediaKind = Type.Union([Type.Literal('audio'), Type.Literal('video'), Type.Literal('screen')]);

/** NOTES 4.2, plus `unreachable` (DESIGN 7.10). */
export const EndReason = Type.Union([
  Type.Literal('completed'),
  Type.Literal('rejected'),
  Type.Literal('busy'),
  Type.Literal('unanswered'),
  Type.Literal('cancelled'),
  Type.Literal('answered_elsewhere'),
  Type.Literal('ignored'),
  Type.Literal('forwarded'),
  Type.Literal('transferred'),
  Type.Literal('joined'),
  Type.Literal('failed'),
  Type.Literal('unreachable'),
]);

export const Party = Type.Object({ user_id: Type.String(), name: Type.String(), profile_url: Type.Optional(Type.String()) });

export const CustomParameter = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }), value: Type.String({ maxLength: 1_000 }) });

/** The rarer half of a call's row. */
export const CallDetail = Type.Object({
  /** How the caller wants to be named. */
  display_name: Type.Optional(Type.String({ maxLength: 150 })),
  /** The caller's custom parameters. */
  parameters: Type.Optional(Type.Array(CustomParameter, { maxItems: 32 })),
  /** Calls that go on as this one (transfer): whoever is in one of them takes his leg of this instead. */
  replaces: Type.Optional(Type.Array(Type.String())),
  /** Who sent it on, or transferred it. */
  forwarded_by: Type.Optional(Type.String()),
  transferred_by: Type.Optional(Type.String()),
  /** Click to call: whoever answers is connected with this one, who rings then. */
  bridge: Type.Optional(Party),
  /** A blind transfer under way, for the one who asked for it. */
  transfer: Type.Optional(
    Type.Object({ to: Party, state: Type.Union([Type.Literal('ringing'), Type.Literal('failed')]), reason: Type.Optional(EndReason) }),
  ),
  /** The call was to a group: its name; all members ring. */
  group: Type.Optional(Type.Object({ group_id: Type.String(), name: Type.String() })),
  /** Nobody answered, and the callee takes messages. */
  voicemail: Type.Optional(Type.Boolean()),
});

/** The server's row of a call: versioned, one terminal state (invariant I10). */
export const CallRow = Type.Object({
  call_id: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  state: Type.Union([Type.Literal('ringing'), Type.Literal('active'), Type.Literal('ended')]),
  /** A device of the callee has said that it alerts its user. */
  alerted: Type.Boolean(),
  from: Party,
  to: Party,
  media: Type.Array(MediaKind),
  created_at: Ms,
  /** Left until the ring times out, by the server's clock, at the moment of writing; 0 unless ringing. */
  ring_left_ms: Ms,
  answered_at: Type.Optional(Ms),
  /** The leg that answered: other devices of the callee see that it is not theirs. */
  answered_leg: Type.Optional(Type.String()),
  ended_at: Type.Optional(Ms),
  end_reason: Type.Optional(EndReason),
  /** Who ended it, where a person did. */
  ended_by: Type.Optional(Type.String()),
  /** What few calls have; checked where it is used. See {@link CallDetail}. */
  detail: Type.Optional(Type.Object({}, { additionalProperties: true })),
});

export const SdpDescription = Type.Object({
  type: Type.Union([Type.Literal('offer'), Type.Literal('answer'), Type.Literal('rollback'), Type.Literal('pranswer')]),
  sdp: Type.Optional(Type.String({ maxLength: 60_000 })),
});

export const IceCandidate = Type.Object({
  candidate: Type.String({ maxLength: 2_000 }),
  sdpMid: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  sdpMLineIndex: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 64 }), Type.Null()])),
  usernameFragment: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()])),
});

/** What one leg tells the other; relayed unread. Exactly one member is set in practice; unknown ones are ignored. */
export const SignalData = Type.Object({
  description: Type.Optional(SdpDescription),
  candidates: Type.Optional(Type.Array(IceCandidate, { maxItems: 64 })),
  /** The sender's side holds (or no longer holds). */
  hold: Type.Optional(Type.Boolean()),
  /** The sender's microphone is muted: shown, never enforced. */
  muted: Type.Optional(Type.Boolean()),
  /** Of one of the operations of a call (`CallInfo`): relayed unread, checked where it is used. */
  info: Type.Optional(Type.Object({}, { additionalProperties: true })),
  /** The generation of the other leg that this is meant for, once known: a reloaded page drops what its predecessor was told. */
  to_generation: Type.Optional(Type.Integer({ minimum: 1 })),
});

/** `seq` counts 1, 2, 3… per leg and generation; a reloaded page starts a new generation with fresh peer connection. */
export const SignalBody = {
  call_id: Type.String(),
  generation: Type.Integer({ minimum: 1 }),
  seq: Type.Integer({ minimum: 1 }),
  data: SignalData,
};

export const IceServer = Type.Object({
  urls: Type.Union([Type.String(), Type.Array(Type.String())]),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});

/** What a device needs to hold its leg of a call. `leg_token` proves it after a reload; keep it out of logs. */
export const LegGrant = Type.Object({
  leg_id: Type.String(),
  leg_token: Type.String(),
  generation: Type.Integer({ minimum: 1 }),
  ice_servers: Type.Array(IceServer),
});

/** A signal as delivered: which leg it comes from is the other one, always. */
export const DeliveredSignal = Type.Object(SignalBody);
