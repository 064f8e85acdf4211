import { Type } from 'typebox';

const Ms = Type.Integer({ minimum: 0 });
const Offset = Type.Integer({ minimum: 0 });

/** GC-080: at most 10 pairs; the byte limits are checked by the server, which knows bytes. */
export const Meta = Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.String({ maxLength: 200 }));

export const UserId = Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\s/\\u0000-\\u001f]+$' });
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

/** GC-018, plus `n` (ordinal among messages, DESIGN 7.7) and `client_id` (the sender's, so that an echo meets its optimistic row). */
export const Message = Type.Object({
  type: Type.Union([Type.Literal('text'), Type.Literal('file')]),
  message_id: Type.Integer({ minimum: 1 }),
  channel_id: Type.String(),
  client_id: Type.Optional(Type.String()),
  n: Type.Integer({ minimum: 1 }),
  created_at: Ms,
  updated_at: Ms,
  user: User,
  content: Type.Optional(Type.String()),
  file: Type.Optional(FileData),
  meta: Type.Optional(Meta),
});

/** A member's receipt: everything up to `offset` (its ordinal `n`) was read or delivered at `at_ms`. */
export const Receipt = Type.Object({ offset: Offset, n: Offset, at_ms: Ms });

/** GC-016/047. The optional maps are there when asked for. */
export const Channel = Type.Object({
  channel_id: Type.String(),
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
});

/** One entry of a `c:` stream; the offset is the frame's offset plus its place. */
export const ChannelEntry = Type.Union([
  Type.Object({ kind: Type.Literal('message'), at_ms: Ms, message: Message }),
  Type.Object({ kind: Type.Literal('message_update'), at_ms: Ms, message: Message }),
  Type.Object({ kind: Type.Literal('message_delete'), at_ms: Ms, message_id: Type.Integer({ minimum: 1 }), user: User }),
  Type.Object({ kind: Type.Literal('join'), at_ms: Ms, user: User, by: Type.Optional(User) }),
  Type.Object({ kind: Type.Literal('leave'), at_ms: Ms, user: User, by: Type.Optional(User) }),
  Type.Object({ kind: Type.Literal('channel_update'), at_ms: Ms, channel: Channel }),
  Type.Object({ kind: Type.Literal('channel_delete'), at_ms: Ms, channel: Channel }),
]);
