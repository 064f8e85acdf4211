import { type TSchema, Type } from 'typebox';
import { USER_ID, USER_ID_MAX } from '../ids.ts';
import { LATER } from './lean.ts';

const Ms = Type.Integer({ minimum: 0 });
const Offset = Type.Integer({ minimum: 0 });

/** GC-080: at most 10 pairs; the byte limits are checked by the server, which knows bytes. */
export const Meta = Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.String({ maxLength: 200 }));

export const UserId = Type.String({ minLength: 1, maxLength: USER_ID_MAX, pattern: USER_ID });
/** GC-069. */
export const ChannelId = Type.String({ minLength: 4, maxLength: 80, pattern: '^[a-z0-9_]+$' });
export const ClientId = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });

/** GC-017. `joined_at` and `role` only inside a channel. */
export const User = Type.Object({
  user_id: Type.String(),
  name: Type.String(),
  profile_url: Type.Optional(Type.String()),
  meta: Type.Optional(Meta),
  created_at: Ms,
  updated_at: Ms,
  joined_at: Type.Optional(Ms),
  role: Type.Optional(Type.Union([Type.Literal('owner'), Type.Literal('manager'), Type.Literal('member'), Type.Literal('guest')])),
});

/** GC-019, plus what a view needs to reserve the right box. `url` is a path that is signed and expires; `file.link` renews it. */
export const FileData = Type.Object({
  file_id: Type.String(),
  type: Type.String(),
  name: Type.String(),
  url: Type.String(),
  size: Type.Integer({ minimum: 0 }),
  width: Type.Optional(Type.Integer({ minimum: 1 })),
  height: Type.Optional(Type.Integer({ minimum: 1 })),
});

/** Optional, and checked by a page only where it is used. */
const later = <T extends TSchema>(schema: T) => Type.Optional(Type.Unsafe<import('typebox').Static<T>>({ ...schema, ...LATER }));
const MessageId = Type.Integer({ minimum: 1 });
/** One emoji, or a shortcode of the page; never shown as markup. */
export const Emoji = Type.String({ minLength: 1, maxLength: 64 });

/** The sound of a voice message, measured when it was recorded: it is drawn before it is fetched. */
export const Voice = Type.Object({
  duration_ms: Type.Integer({ minimum: 1, maximum: 3_600_000 }),
  /** Peaks over equal stretches, 0…31. */
  waveform: Type.Array(Type.Integer({ minimum: 0, maximum: 31 }), { minItems: 1, maxItems: 128 }),
});

/** What is quoted above a reply, as it was when the reply was written; `deleted` once the original is gone. */
export const Quote = Type.Object({
  message_id: MessageId,
  user_id: Type.String(),
  name: Type.String(),
  type: Type.String(),
  excerpt: Type.Optional(Type.String({ maxLength: 300 })),
  deleted: Type.Optional(Type.Boolean()),
});

/** `user_ids`: the first few who did, in order. `mine` only in what was asked for (pages, replies), never in a stream. */
export const Reaction = Type.Object({
  emoji: Emoji,
  count: Type.Integer({ minimum: 1 }),
  user_ids: Type.Array(Type.String(), { maxItems: 10 }),
  mine: Type.Optional(Type.Boolean()),
});

/** What the server found behind a link; plain text, and an image that the server itself serves. */
export const LinkPreview = Type.Object({
  url: Type.String(),
  title: Type.Optional(Type.String({ maxLength: 300 })),
  description: Type.Optional(Type.String({ maxLength: 500 })),
  site: Type.Optional(Type.String({ maxLength: 150 })),
  image: Type.Optional(FileData),
});

/** A call between two members, as its channel shows it. */
export const CallCard = Type.Object({
  call_id: Type.String(),
  caller: Type.String(),
  callee: Type.String(),
  media: Type.Array(Type.String()),
  end_reason: Type.String(),
  started_at: Ms,
  answered_at: Type.Optional(Ms),
  ended_at: Ms,
});

/**
 * GC-018, plus `n` (ordinal among messages, DESIGN 7.7) and `client_id` (the sender's, so that an echo meets its optimistic row).
 * Everything after `meta` is there when it applies.
 */
export const Message = Type.Object({
  /** `call`: a card that the server wrote; its `content` says it in English for those who draw none. */
  type: Type.Union([Type.Literal('text'), Type.Literal('file'), Type.Literal('call')]),
  message_id: MessageId,
  channel_id: Type.String(),
  client_id: Type.Optional(Type.String()),
  n: Type.Integer({ minimum: 1 }),
  created_at: Ms,
  updated_at: Ms,
  user: User,
  content: Type.Optional(Type.String()),
  file: Type.Optional(FileData),
  meta: Type.Optional(Meta),
  edited_at: later(Ms),
  reply_to: later(Quote),
  /** A reply in the thread of that message: not part of the channel's own history, and not counted in `n`. */
  thread_id: Type.Optional(MessageId),
  /** Of a message with a thread: how many replies it holds, when the last came, and who wrote last. */
  thread: later(Type.Object({ count: Type.Integer({ minimum: 1 }), last_at: Ms, user_ids: Type.Array(Type.String(), { maxItems: 5 }) })),
  reactions: later(Type.Array(Reaction, { maxItems: 50 })),
  /** User ids; `*` is everyone. */
  mentions: later(Type.Array(Type.String(), { maxItems: 50 })),
  pinned: later(Type.Object({ at_ms: Ms, user_id: Type.String() })),
  /** Who wrote what was forwarded. */
  forwarded: later(Type.Object({ user_id: Type.String(), name: Type.String(), at_ms: Ms })),
  /** What the page draws itself, by the slot or render function of that name; `content` stands in for it elsewhere. */
  custom_type: later(Type.String({ minLength: 1, maxLength: 40, pattern: '^[a-z][a-z0-9-]*$' })),
  data: later(Type.Record(Type.String(), Type.Unknown())),
  voice: later(Voice),
  previews: later(Type.Array(LinkPreview, { maxItems: 3 })),
  call: later(CallCard),
  /** GC-020: what was taken out; `origin_content` for the writer and managers alone, never in a stream. */
  filter: later(Type.Object({ type: Type.Array(Type.String()), origin_content: Type.Optional(Type.String()) })),
  /** Its writer is blocked by this reader: it keeps its place, and has no content. */
  hidden: later(Type.Boolean()),
});

/** GC-030. `end_at` is absent while a ban is permanent (A30). */
export const Ban = Type.Object({ start_at: Ms, end_at: Type.Optional(Ms), reason: Type.Optional(Type.String({ maxLength: 300 })) });

export const ReportType = Type.Union([Type.Literal('user'), Type.Literal('channel'), Type.Literal('message')]);
export const ReportCategory = Type.Union([
  Type.Literal('general'),
  Type.Literal('spam'),
  Type.Literal('profanity'),
  Type.Literal('etc'),
  Type.Literal('custom'),
]);
export const ReportDecision = Type.Union([Type.Literal('dismissed'), Type.Literal('message_deleted'), Type.Literal('user_banned')]);

/** How loud a channel is for me; `until` is when `none` ends by itself. */
export const Notify = Type.Object({
  mode: Type.Union([Type.Literal('all'), Type.Literal('mentions'), Type.Literal('none')]),
  until: Type.Optional(Ms),
});

/** A member's receipt: everything up to `offset` (its ordinal `n`) was read or delivered at `at_ms`. */
export const Receipt = Type.Object({ offset: Offset, n: Offset, at_ms: Ms });

/** GC-016/047. The optional maps are there when asked for. */
export const Channel = Type.Object({
  channel_id: Type.String(),
  /** `open`: always listed, anyone may join (A24). */
  type: Type.Union([Type.Literal('group'), Type.Literal('open')]),
  name: Type.String(),
  freeze: Type.Boolean(),
  visibility: Type.Union([Type.Literal('listed'), Type.Literal('private')]),
  profile_url: Type.Optional(Type.String()),
  meta: Type.Optional(Meta),
  total_message_count: Type.Integer({ minimum: 0 }),
  total_file_count: Type.Integer({ minimum: 0 }),
  member_count: Type.Integer({ minimum: 0 }),
  created_at: Ms,
  updated_at: Ms,
  /** A member who is no manager waits this long between two messages. */
  slow_ms: later(Ms),
  /** `managers`: the others read and react. */
  write: later(Type.Union([Type.Literal('all'), Type.Literal('managers')])),
  /** Messages older than this are removed. */
  retention_ms: later(Ms),
  members: Type.Optional(Type.Array(User)),
  managers: Type.Optional(Type.Array(User)),
  unread: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 0 }))),
  read_receipt: Type.Optional(Type.Record(Type.String(), Ms)),
  delivery_receipt: Type.Optional(Type.Record(Type.String(), Ms)),
  last_message: Type.Optional(Message),
});

/** Where a channel of mine stands: unread = n − read.n. */
export const ChannelHead = Type.Object({
  channel: Channel,
  role: Type.Union([Type.Literal('owner'), Type.Literal('manager'), Type.Literal('member'), Type.Literal('guest')]),
  head: Offset,
  n: Offset,
  read: Receipt,
  delivered: Receipt,
  notify: later(Notify),
  /** I may read, not write, until then. */
  muted_until: later(Ms),
});

/** GC-033. What was reported is in `user`, `channel` or `message`, by `report_type`. */
export const Report = Type.Object({
  report_id: Type.String(),
  report_type: ReportType,
  report_category: ReportCategory,
  reporting_user: User,
  created_at: Ms,
  updated_at: Ms,
  reason: Type.Optional(Type.String({ maxLength: 1000 })),
  user: Type.Optional(User),
  channel: Type.Optional(Channel),
  message: Type.Optional(Message),
  /** Open while absent. */
  decision: Type.Optional(ReportDecision),
  decided_by: Type.Optional(Type.String()),
});

/** One entry of a `c:` stream; the offset is the frame's offset plus its place. */
export const ChannelEntry = Type.Union([
  Type.Object({ kind: Type.Literal('message'), at_ms: Ms, message: Message }),
  Type.Object({ kind: Type.Literal('message_update'), at_ms: Ms, message: Message }),
  Type.Object({ kind: Type.Literal('message_delete'), at_ms: Ms, message_id: Type.Integer({ minimum: 1 }), user: User }),
  Type.Object({ kind: Type.Literal('join'), at_ms: Ms, user: User, by: Type.Optional(User) }),
  /** With `ban`: he was a member and is banned now (A31). */
  Type.Object({ kind: Type.Literal('leave'), at_ms: Ms, user: User, by: Type.Optional(User), ban: later(Ban) }),
  /** `what` is `update` unless said; `user` is whom the others are about. A `ban` of one who is no member comes here. */
  Type.Object({
    kind: Type.Literal('channel_update'),
    at_ms: Ms,
    channel: Channel,
    what: later(
      Type.Union([
        Type.Literal('update'),
        Type.Literal('freeze'),
        Type.Literal('unfreeze'),
        Type.Literal('manager_create'),
        Type.Literal('manager_delete'),
        Type.Literal('ban'),
        Type.Literal('unban'),
        Type.Literal('mute'),
        Type.Literal('unmute'),
      ]),
    ),
    user: later(User),
    by: later(User),
    ban: later(Ban),
    muted_until: later(Ms),
  }),
  Type.Object({ kind: Type.Literal('channel_delete'), at_ms: Ms, channel: Channel }),
  /** `user` put the emoji there (`on`) or took it away; `count` is what there is then, `user_ids` the first few. */
  Type.Object(
    {
      kind: Type.Literal('reaction'),
      at_ms: Ms,
      message_id: MessageId,
      user: User,
      emoji: Emoji,
      on: Type.Boolean(),
      count: Type.Integer({ minimum: 0 }),
      user_ids: Type.Array(Type.String(), { maxItems: 10 }),
    },
    LATER,
  ),
]);
