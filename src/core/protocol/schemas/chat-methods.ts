import { Type } from 'typebox';
import {
  Ban,
  Channel,
  ChannelHead,
  ChannelId,
  Emoji,
  FileData,
  Message,
  Meta,
  Notify,
  Receipt,
  Report,
  ReportCategory,
  ReportDecision,
  ReportType,
  User,
  UserId,
} from './chat.ts';
import { Send } from './frames.ts';
import { method, Nothing, Page } from './method.ts';

const MessageId = Type.Integer({ minimum: 1 });
const Next = Type.Optional(Type.String({ maxLength: 200 }));
const Visibility = Type.Union([Type.Literal('listed'), Type.Literal('private')]);
const MetaKeys = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 10 });
const Find = Type.Object({
  limit: Type.Optional(Page),
  show_members: Type.Optional(Type.Boolean()),
  show_managers: Type.Optional(Type.Boolean()),
  show_read_receipt: Type.Optional(Type.Boolean()),
  show_delivery_receipt: Type.Optional(Type.Boolean()),
  show_unread: Type.Optional(Type.Boolean()),
  show_last_message: Type.Optional(Type.Boolean()),
  name: Type.Optional(Type.String({ maxLength: 150 })),
  include_members: Type.Optional(Type.Union([Type.String(), Type.Array(UserId, { maxItems: 100 })])),
  type: Type.Optional(Type.Union([Type.Literal('group'), Type.Literal('open')])),
  next: Type.Optional(Type.String({ maxLength: 200 })),
});
const ChannelPage = Type.Object({ channels: Type.Array(Channel), next: Next });
const OfChannel = Type.Object({ channel_id: ChannelId });
const OfMember = Type.Object({ channel_id: ChannelId, user_id: UserId });
const OfMessage = Type.Object({ channel_id: ChannelId, message_id: MessageId });
const Marker = Type.Object({ channel_id: ChannelId, offset: Type.Integer({ minimum: 0 }) });
const OneChannel = Type.Object({ channel: Channel });
const OneMessage = Type.Object({ message: Message });
/** A ban with whom it is about (GC-084, 087). */
export const BanOf = Type.Object({ user: User, ...Ban.properties });
/** `set` adds or overwrites, `remove` takes away; both are bound by GC-080. */
const MetaChange = { set: Type.Optional(Meta), remove: Type.Optional(MetaKeys) };

/** Something a manager or moderator did; never the text of a message. */
export const AuditRecord = Type.Object({
  audit_id: Type.String(),
  at_ms: Type.Integer({ minimum: 0 }),
  /** The acting user; absent: the app's own server. */
  by: Type.Optional(Type.String()),
  action: Type.String(),
  user_id: Type.Optional(Type.String()),
  message_id: Type.Optional(MessageId),
  detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

const { t: _t, client_id: _client, ...draft } = Send.properties;
/** A message that waits for its time. */
export const Scheduled = Type.Object({
  schedule_id: Type.String(),
  send_at: Type.Integer({ minimum: 0 }),
  created_at: Type.Integer({ minimum: 0 }),
  draft: Type.Object(draft),
  /** Why it was not sent when its time had come. */
  error: Type.Optional(Type.String()),
});

export const CHANNEL_METHODS = {
  'channel.follow': method(Nothing, Type.Object({ channels: Type.Array(ChannelHead) })),
  'channel.create': method(
    Type.Object({
      channel_id: Type.Optional(ChannelId),
      /** `group` unless said. */
      type: Type.Optional(Type.Union([Type.Literal('group'), Type.Literal('open')])),
      name: Type.String({ minLength: 1, maxLength: 150 }),
      profile_url: Type.Optional(Type.String({ maxLength: 2048 })),
      members: Type.Optional(Type.Array(UserId, { maxItems: 100 })),
      reuse: Type.Optional(Type.Boolean()),
      visibility: Type.Optional(Visibility),
      meta: Type.Optional(Meta),
    }),
    OneChannel,
  ),
  'channel.get': method(OfChannel, OneChannel),
  /** A member's snapshot: position first (I11), then everything that a view of the channel shows beside messages. */
  'channel.open': method(
    OfChannel,
    Type.Object({
      head: ChannelHead,
      epoch: Type.String(),
      members: Type.Array(User),
      read: Type.Record(Type.String(), Receipt),
      delivered: Type.Record(Type.String(), Receipt),
      online: Type.Array(Type.String()),
    }),
  ),
  'channel.list': method(Find, ChannelPage),
  'channel.joined': method(Find, ChannelPage),
  'channel.join': method(OfChannel, OneChannel),
  'channel.leave': method(OfChannel, Nothing),
  'channel.members': method(OfChannel, Type.Object({ members: Type.Array(User) })),
  'channel.managers': method(OfChannel, Type.Object({ managers: Type.Array(User) })),
  'channel.read': method(Marker, Type.Object({ read: Receipt })),
  'channel.delivered': method(Marker, Type.Object({ delivered: Receipt })),
  /** Managers. Zero lifts `slow_ms` and `retention_ms`. */
  'channel.update': method(
    Type.Object({
      channel_id: ChannelId,
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 150 })),
      profile_url: Type.Optional(Type.String({ maxLength: 2048 })),
      visibility: Type.Optional(Visibility),
      slow_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400_000 })),
      write: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('managers')])),
      retention_ms: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    OneChannel,
  ),
  'channel.delete': method(OfChannel, Nothing),
  'channel.freeze': method(Type.Object({ channel_id: ChannelId, freeze: Type.Boolean() }), OneChannel),
  'channel.meta': method(Type.Object({ channel_id: ChannelId, ...MetaChange }), OneChannel),
  /** Managers put users in, and out. */
  'channel.add': method(Type.Object({ channel_id: ChannelId, user_ids: Type.Array(UserId, { minItems: 1, maxItems: 100 }) }), OneChannel),
  'channel.remove': method(OfMember, Nothing),
  /** Makes a member a manager, or a manager a member (A29). */
  'channel.manager': method(Type.Object({ ...OfMember.properties, manager: Type.Boolean() }), Nothing),
  /** Either `seconds` or `permanent` (A30). */
  'channel.ban': method(
    Type.Object({
      ...OfMember.properties,
      seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_153_600_000 })),
      permanent: Type.Optional(Type.Boolean()),
      reason: Type.Optional(Type.String({ maxLength: 300 })),
    }),
    Type.Object({ ban: BanOf }),
  ),
  'channel.unban': method(OfMember, Nothing),
  'channel.bans': method(OfChannel, Type.Object({ bans: Type.Array(BanOf) })),
  /** He reads, and does not write. Zero lifts it. */
  'channel.mute': method(
    Type.Object({
      ...OfMember.properties,
      seconds: Type.Integer({ minimum: 0, maximum: 3_153_600_000 }),
      reason: Type.Optional(Type.String({ maxLength: 300 })),
    }),
    Type.Object({ muted_until: Type.Optional(Type.Integer({ minimum: 0 })) }),
  ),
  /** For me alone. */
  'channel.notify': method(
    Type.Object({ channel_id: ChannelId, mode: Notify.properties.mode, seconds: Type.Optional(Type.Integer({ minimum: 1 })) }),
    Type.Object({ notify: Notify }),
  ),
  /** Managers; newest first. */
  'channel.audit': method(
    Type.Object({ channel_id: ChannelId, limit: Type.Optional(Page), next: Next }),
    Type.Object({ records: Type.Array(AuditRecord), next: Next }),
  ),
};

export const MESSAGE_METHODS = {
  'message.list': method(
    Type.Object({
      channel_id: ChannelId,
      limit: Type.Optional(Page),
      /** `around`: half of the page before the base and half from it on, oldest first. */
      mode: Type.Optional(Type.Union([Type.Literal('prev'), Type.Literal('next'), Type.Literal('around')])),
      type: Type.Optional(Type.Union([Type.Literal('text'), Type.Literal('file')])),
      content: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      base_message_id: Type.Optional(Type.Integer({ minimum: 0 })),
      /** In place of a base: the first message from that moment on. */
      at_ms: Type.Optional(Type.Integer({ minimum: 0 })),
      /** The thread of that message; the channel's own history unless said. */
      thread_id: Type.Optional(MessageId),
    }),
    /**
     * Newest first for `prev`, oldest first for `next` and `around`; the base is excluded, but for `around`. `as_of` is the offset the page reflects.
     * `end`: nothing follows in that direction; `start` for `around`: nothing comes before.
     */
    Type.Object({
      messages: Type.Array(Message),
      as_of: Type.Integer({ minimum: 0 }),
      epoch: Type.String(),
      end: Type.Boolean(),
      start: Type.Optional(Type.Boolean()),
    }),
  ),
  'message.get': method(OfMessage, OneMessage),
  'message.delete': method(OfMessage, Nothing),
  'message.edit': method(
    Type.Object({
      ...OfMessage.properties,
      content: Type.String({ minLength: 1, maxLength: 8192 }),
      mentions: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 50 })),
    }),
    OneMessage,
  ),
  /** Earlier texts of a message, oldest first; its writer and managers. */
  'message.versions': method(
    OfMessage,
    Type.Object({ versions: Type.Array(Type.Object({ content: Type.String(), at_ms: Type.Integer({ minimum: 0 }) })) }),
  ),
  'message.meta': method(Type.Object({ ...OfMessage.properties, ...MetaChange }), OneMessage),
  /** Idempotent. */
  'message.react': method(Type.Object({ ...OfMessage.properties, emoji: Emoji, on: Type.Boolean() }), OneMessage),
  'message.reactors': method(
    Type.Object({ ...OfMessage.properties, emoji: Emoji, limit: Type.Optional(Page), next: Next }),
    Type.Object({ users: Type.Array(User), next: Next }),
  ),
  /** Managers; everybody in a talk between two. */
  'message.pin': method(Type.Object({ ...OfMessage.properties, on: Type.Boolean() }), OneMessage),
  /** Newest pin first. */
  'message.pins': method(OfChannel, Type.Object({ messages: Type.Array(Message) })),
  /** Words of the text, in one channel or in all of mine; newest first. */
  'message.search': method(
    Type.Object({
      query: Type.String({ minLength: 1, maxLength: 200 }),
      channel_id: Type.Optional(ChannelId),
      user_id: Type.Optional(UserId),
      limit: Type.Optional(Page),
      next: Next,
    }),
    Type.Object({ messages: Type.Array(Message), total: Type.Optional(Type.Integer({ minimum: 0 })), next: Next }),
  ),
  /** Idempotent by `schedule_id`, which is the `client_id` of the message once it is sent. */
  'message.schedule': method(
    Type.Object({ schedule_id: Send.properties.client_id, send_at: Type.Integer({ minimum: 0 }), draft: Type.Object(draft) }),
    Type.Object({ scheduled: Scheduled }),
  ),
  'message.scheduled': method(Type.Object({ channel_id: Type.Optional(ChannelId) }), Type.Object({ scheduled: Type.Array(Scheduled) })),
  'message.unschedule': method(Type.Object({ schedule_id: Send.properties.client_id }), Nothing),
  'file.link': method(Type.Object({ file_id: Type.String({ maxLength: 64 }) }), Type.Object({ file: FileData })),
};

export const REPORT_METHODS = {
  /** GC-102. `category` is `general` unless said; a channel id beside a user or message says where. */
  'report.create': method(
    Type.Object({
      report_type: ReportType,
      report_category: Type.Optional(ReportCategory),
      reason: Type.Optional(Type.String({ maxLength: 1000 })),
      user_id: Type.Optional(UserId),
      channel_id: Type.Optional(ChannelId),
      message_id: Type.Optional(MessageId),
    }),
    Type.Object({ report: Report }),
  ),
  /** Managers of the channel; newest first. */
  'report.list': method(
    Type.Object({
      channel_id: ChannelId,
      limit: Type.Optional(Page),
      report_type: Type.Optional(ReportType),
      /** `true`: only those that wait for a decision. */
      open: Type.Optional(Type.Boolean()),
      next: Next,
    }),
    Type.Object({ reports: Type.Array(Report), next: Next }),
  ),
  /** What it says is done too: the message is deleted, the user banned for `seconds` (permanently without). */
  'report.decide': method(
    Type.Object({ report_id: Type.String({ maxLength: 64 }), decision: ReportDecision, seconds: Type.Optional(Type.Integer({ minimum: 1 })) }),
    Type.Object({ report: Report }),
  ),
};

export const PERSON_METHODS = {
  'user.meta': method(Type.Object(MetaChange), Type.Object({ user: User })),
  /** Who of those I may see is here now, and when the others were last. */
  'presence.get': method(
    Type.Object({ user_ids: Type.Array(UserId, { minItems: 1, maxItems: 100 }) }),
    Type.Object({
      users: Type.Array(Type.Object({ user_id: Type.String(), online: Type.Boolean(), last_seen_at: Type.Optional(Type.Integer({ minimum: 0 })) })),
    }),
  ),
  /** Web Push (RFC 8030, 8291, 8292): the server's own key, and this browser's subscription. */
  'push.key': method(Nothing, Type.Object({ public_key: Type.String() })),
  'push.subscribe': method(
    Type.Object({
      endpoint: Type.String({ minLength: 1, maxLength: 2048 }),
      p256dh: Type.String({ minLength: 1, maxLength: 200 }),
      auth: Type.String({ minLength: 1, maxLength: 100 }),
      language: Type.Optional(Type.String({ maxLength: 35 })),
    }),
    Nothing,
  ),
  'push.unsubscribe': method(Type.Object({ endpoint: Type.String({ minLength: 1, maxLength: 2048 }) }), Nothing),
  /** Whether this page, one of those that share the socket, is before its user's eyes: said anew every minute while it is, and with every new socket. */
  'push.visible': method(Type.Object({ page: Type.String({ minLength: 1, maxLength: 64 }), visible: Type.Boolean() }), Nothing),
};
