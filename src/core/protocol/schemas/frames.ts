import { Type } from 'typebox';
import { CallRow, IceServer, SignalBody } from './call.ts';
import * as chat from './chat.ts';
import { ChannelId, ClientId, Meta, Notify, Receipt, Report, User, Voice } from './chat.ts';
import { LATER, lean } from './lean.ts';

// what a page checks of them when they arrive; the rest where it is used
const ChannelEntry = lean(chat.ChannelEntry);
const ChannelHead = lean(chat.ChannelHead);
const Message = lean(chat.Message);

const Ms = Type.Integer({ minimum: 0 });
const Offset = Type.Integer({ minimum: 0 });
const Stream = Type.String({ minLength: 3, maxLength: 120 });

/** `[epoch, offset]` of what a client has applied. */
export const Cursor = Type.Tuple([Type.String({ maxLength: 64 }), Offset]);

// ---- client → server

export const Hello = Type.Object({
  t: Type.Literal('hello'),
  v: Type.Integer(),
  app_id: Type.String({ minLength: 1, maxLength: 80 }),
  token: Type.String({ minLength: 1, maxLength: 4096 }),
  /** Random id of this browser profile. */
  device: Type.String({ minLength: 1, maxLength: 64 }),
  /** An older exclusive session of this user and device makes way (4009). */
  exclusive: Type.Optional(Type.Boolean()),
  client_version: Type.String({ maxLength: 40 }),
  /** Cursors of the streams the client holds. */
  resume: Type.Optional(Type.Record(Stream, Cursor)),
  /** Follow the channels too, not only my own `u:` stream. */
  channels: Type.Optional(Type.Boolean()),
});

export const Request = Type.Object({
  t: Type.Literal('request'),
  request_id: Type.Integer({ minimum: 1 }),
  method: Type.String({ maxLength: 40 }),
  params: Type.Object({}, { additionalProperties: true }),
});

export const Send = Type.Object({
  t: Type.Literal('send'),
  client_id: ClientId,
  channel_id: ChannelId,
  type: Type.Union([Type.Literal('text'), Type.Literal('file')]),
  content: Type.Optional(Type.String({ minLength: 1, maxLength: 8192 })),
  file_id: Type.Optional(Type.String({ maxLength: 64 })),
  meta: Type.Optional(Meta),
  /** Quotes that message of the same channel. */
  reply_to: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Into the thread of that message. */
  thread_id: Type.Optional(Type.Integer({ minimum: 1 })),
  /** User ids of members; `*` is everyone. */
  mentions: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 50 })),
  /** A copy of that message, which the sender may read: its text or file stands in for `content` and `file_id`. */
  forward: Type.Optional(Type.Object({ channel_id: ChannelId, message_id: Type.Integer({ minimum: 1 }) })),
  custom_type: Type.Optional(Type.String({ minLength: 1, maxLength: 40, pattern: '^[a-z][a-z0-9-]*$' })),
  /** At most 4,096 bytes of JSON. */
  data: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.Unknown())),
  /** The file is a voice message. */
  voice: Type.Optional(Voice),
});

export const SignalUp = Type.Object({ t: Type.Literal('signal'), ...SignalBody });
export const TypingUp = Type.Object({ t: Type.Literal('typing'), channel_id: ChannelId });
export const Auth = Type.Object({ t: Type.Literal('auth'), token: Type.String({ minLength: 1, maxLength: 4096 }) });
export const Ping = Type.Object({ t: Type.Literal('ping'), n: Type.Integer() });

export const CLIENT_FRAMES = { hello: Hello, request: Request, send: Send, signal: SignalUp, typing: TypingUp, auth: Auth, ping: Ping };

// ---- server → client

export const ErrorBody = {
  error: Type.String(),
  code: Type.Optional(Type.Integer()),
  message: Type.String(),
  status: Type.Optional(Type.Integer()),
  retry_after_ms: Type.Optional(Ms),
};

/** Everything of a `u:` stream; a page checks the kinds marked `LATER` where it uses them. */
export const UserEntry = Type.Union([
  Type.Object({ kind: Type.Literal('call'), at_ms: Ms, call: CallRow }),
  Type.Object({ kind: Type.Literal('channel_joined'), at_ms: Ms, head: ChannelHead }),
  Type.Object({ kind: Type.Literal('channel_left'), at_ms: Ms, channel_id: Type.String() }),
  Type.Object({ kind: Type.Literal('read'), at_ms: Ms, channel_id: Type.String(), read: Receipt }),
  Type.Object({ kind: Type.Literal('user_update'), at_ms: Ms, user: User }),
  /** My account is gone (GC-042); the socket closes after it. */
  Type.Object({ kind: Type.Literal('user_delete'), at_ms: Ms, user: User }, LATER),
  /** For managers of the channel, and whoever reported once it is decided (GC-032). */
  Type.Object({ kind: Type.Literal('report'), at_ms: Ms, report: Report }, LATER),
  /** How loud a channel is for me, set on some device of mine. */
  Type.Object({ kind: Type.Literal('notify'), at_ms: Ms, channel_id: Type.String(), notify: Notify }, LATER),
  /** What I scheduled: written down, changed, sent or refused. */
  Type.Object(
    { kind: Type.Literal('scheduled'), at_ms: Ms, schedule_id: Type.String(), change: Type.Object({}, { additionalProperties: true }) },
    LATER,
  ),
  /** A message came, was heard or deleted, or the mailbox was switched on or off. */
  Type.Object({
    kind: Type.Literal('voicemail'),
    at_ms: Ms,
    mailbox: Type.Object({ enabled: Type.Boolean(), total: Type.Integer({ minimum: 0 }), unheard: Type.Integer({ minimum: 0 }) }),
  }),
  /** `HistoryChange`, checked where it is used. */
  Type.Object({ kind: Type.Literal('history'), at_ms: Ms, change: Type.Object({}, { additionalProperties: true }) }),
  /** `RelayMessage`, checked where it is used. */
  Type.Object({ kind: Type.Literal('relay'), at_ms: Ms, message: Type.Object({}, { additionalProperties: true }) }),
]);

export const Welcome = Type.Object({
  t: Type.Literal('welcome'),
  session: Type.String(),
  now: Ms,
  heartbeat_ms: Ms,
  epoch: Type.String(),
  user: User,
  /** Per cursor of `hello.resume` (and always `u:`): whether what follows the cursor will come, and where the stream stands. */
  streams: Type.Record(
    Stream,
    Type.Object({
      recovered: Type.Boolean(),
      head: Offset,
      reason: Type.Optional(Type.Union([Type.Literal('epoch'), Type.Literal('too_far'), Type.Literal('gone')])),
    }),
  ),
  /** My channels, when `hello.channels` asked. */
  channels: Type.Array(ChannelHead),
  /** The live calls of this user; authoritative. */
  calls: Type.Array(CallRow),
  token_expires_at: Ms,
  limits: Type.Object({ message_length: Type.Integer(), file_bytes: Type.Integer(), frame_bytes: Type.Integer() }),
  timings: Type.Object({ ring_timeout_ms: Ms, grace_ms: Ms, beat_ms: Ms }),
});

/** Entries of one stream; `entries[i]` has offset `offset + i`. */
export const Events = Type.Object({
  t: Type.Literal('events'),
  stream: Stream,
  offset: Type.Integer({ minimum: 1 }),
  entries: Type.Array(Type.Union([ChannelEntry, lean(UserEntry)])),
});

export const Live = Type.Object({ t: Type.Literal('live'), stream: Stream, offset: Offset });
export const Reply = Type.Object({ t: Type.Literal('reply'), request_id: Type.Integer(), result: Type.Object({}, { additionalProperties: true }) });
export const Ack = Type.Object({
  t: Type.Literal('ack'),
  client_id: Type.String(),
  stream: Stream,
  offset: Type.Integer({ minimum: 1 }),
  message: Message,
});
export const Nack = Type.Object({
  t: Type.Literal('nack'),
  request_id: Type.Optional(Type.Integer()),
  client_id: Type.Optional(Type.String()),
  ...ErrorBody,
});
/** Ephemeral: no offset, may be dropped. */
export const TypingDown = Type.Object({ t: Type.Literal('typing'), channel_id: Type.String(), user: User, ttl_ms: Ms });
export const ReceiptDown = Type.Object({
  t: Type.Literal('receipt'),
  channel_id: Type.String(),
  user_id: Type.String(),
  kind: Type.Union([Type.Literal('read'), Type.Literal('delivered')]),
  receipt: Receipt,
});
/**
 * `ice_servers` comes beside an offer that is right behind its row: what an answer to it will gather by. `leg_id` comes beside the description of an
 * answer that is still being written: the leg it will be, if it wins. `early`: of a device that rings and has no leg yet; not numbered.
 */
export const SignalDown = Type.Object({
  t: Type.Literal('signal'),
  ...SignalBody,
  ice_servers: Type.Optional(Type.Array(IceServer)),
  leg_id: Type.Optional(Type.String()),
  early: Type.Optional(Type.Boolean()),
});
/** The peer's leg: its socket went (`lost`), came back (`back`), or its page reloaded and starts afresh (`restarted`). */
export const LegDown = Type.Object({
  t: Type.Literal('leg'),
  call_id: Type.String(),
  event: Type.Union([Type.Literal('lost'), Type.Literal('back'), Type.Literal('restarted')]),
  generation: Type.Integer({ minimum: 1 }),
});
export const Pong = Type.Object({ t: Type.Literal('pong'), n: Type.Integer() });
export const TokenExpiring = Type.Object({ t: Type.Literal('token_expiring'), in_ms: Ms });
export const TokenAccepted = Type.Object({ t: Type.Literal('token_accepted'), expires_at: Ms });
export const Bye = Type.Object({ t: Type.Literal('bye'), close: Type.Integer(), after_ms: Ms, ...ErrorBody });

export const SERVER_FRAMES = {
  welcome: Welcome,
  events: Events,
  live: Live,
  reply: Reply,
  ack: Ack,
  nack: Nack,
  typing: TypingDown,
  receipt: ReceiptDown,
  signal: SignalDown,
  leg: LegDown,
  pong: Pong,
  token_expiring: TokenExpiring,
  token_accepted: TokenAccepted,
  bye: Bye,
};
