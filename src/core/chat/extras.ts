import type { Message } from '../protocol/index.ts';

/** What can stand in a message beside text and file, once it is checked. */
export type MessageExtras = Readonly<
  Pick<
    Message,
    | 'edited_at'
    | 'reply_to'
    | 'thread'
    | 'reactions'
    | 'mentions'
    | 'pinned'
    | 'forwarded'
    | 'custom_type'
    | 'data'
    | 'voice'
    | 'previews'
    | 'call'
    | 'filter'
    | 'hidden'
  >
>;

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const text =
  (max: number, min = 0): Check =>
  (value) =>
    typeof value === 'string' && value.length >= min && value.length <= max;
const whole =
  (min: number, max = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
const flag: Check = (value) => typeof value === 'boolean';
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const shape =
  (must: Fields, may: Fields = {}): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(must).every(([name, check]) => check(value[name])) &&
    Object.entries(may).every(([name, check]) => value[name] === undefined || check(value[name]));
const list =
  (check: Check, max: number, min = 0): Check =>
  (value) =>
    Array.isArray(value) && value.length >= min && value.length <= max && value.every(check);

const ms = whole(0);
const id = text(80, 1);
const file = shape(
  { file_id: text(64, 1), type: text(200), name: text(1_000), url: text(4_096, 1), size: whole(0) },
  { width: whole(1), height: whole(1) },
);
const web: Check = (value) => text(4_096, 1)(value) && /^https?:\/\//i.test(value as string);
const preview = shape({ url: web }, { title: text(300), description: text(500), site: text(150), image: file });
const reaction = shape({ emoji: text(64, 1), count: whole(1), user_ids: list(id, 10) }, { mine: flag });

/** As the schemas of the protocol have them (`src/core/protocol/schemas/chat.ts`, marked `LATER`). */
const CHECKS: Record<keyof MessageExtras, Check> = {
  edited_at: ms,
  reply_to: shape({ message_id: whole(1), user_id: id, name: text(1_000), type: text(40) }, { excerpt: text(300), deleted: flag }),
  thread: shape({ count: whole(1), last_at: ms, user_ids: list(id, 5) }),
  reactions: (value) => Array.isArray(value),
  mentions: list(id, 50),
  pinned: shape({ at_ms: ms, user_id: id }),
  forwarded: shape({ user_id: id, name: text(1_000), at_ms: ms }),
  custom_type: (value) => text(40, 1)(value) && /^[a-z][a-z0-9-]*$/.test(value as string),
  data: isObject,
  voice: shape({ duration_ms: whole(1, 3_600_000), waveform: list(whole(0, 31), 128, 1) }),
  previews: (value) => Array.isArray(value),
  call: shape(
    { call_id: text(200, 1), caller: id, callee: id, media: list(text(40), 10), end_reason: text(40), started_at: ms, ended_at: ms },
    { answered_at: ms },
  ),
  filter: shape({ type: list(text(40), 20) }, { origin_content: text(8_192) }),
  hidden: flag,
};

/** Of these, what is malformed is left out one by one. */
const LISTS: Partial<Record<keyof MessageExtras, { check: Check; max: number }>> = {
  reactions: { check: reaction, max: 50 },
  previews: { check: preview, max: 3 },
};

const known = new WeakMap<Message, MessageExtras>();

/**
 * What stands in a message beside text and file: reply, reactions, mentions and the rest. The first load checks none of it, so it is checked here,
 * once a message; what is malformed is left out, and the rest stays.
 */
export function extrasOf(message: Message): MessageExtras {
  let extras = known.get(message);
  if (!extras) {
    extras = checked(message);
    known.set(message, extras);
  }
  return extras;
}

function checked(message: Message): MessageExtras {
  const extras: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(CHECKS) as [keyof MessageExtras, Check][]) {
    const value: unknown = message[name];
    if (value === undefined || !check(value)) continue;
    const each = LISTS[name];
    const kept = each ? (value as unknown[]).filter(each.check).slice(0, each.max) : value;
    if (!each || (kept as unknown[]).length) extras[name] = kept;
  }
  return extras as MessageExtras;
}
