import type { ChannelEntry, Message } from '../protocol/index.ts';
import type { ChatNotice } from './api.ts';
import type { MessageWindow } from './message-window.ts';

type Reaction = NonNullable<Message['reactions']>[number];
type Reacted = Omit<Extract<ChannelEntry, { kind: 'reaction' }>, 'kind' | 'at_ms' | 'message_id'>;

/** Applies an entry that is no message to what is held; whether anything changed. Comes with the rest of chat. */
export function change(window: MessageWindow, offset: number, entry: ChannelEntry, me: string): boolean {
  switch (entry.kind) {
    case 'message_update':
      return window.alter(offset, entry.message.message_id, ({ reactions }) => ({
        ...entry.message,
        ...(entry.message.reactions && { reactions: keepMine(entry.message.reactions, reactions) }),
      }));
    case 'message_delete':
      return window.alter(offset, entry.message_id, () => undefined);
    case 'reaction':
      return window.alter(offset, entry.message_id, (message) => reacted(message, entry, me));
    case 'join':
    case 'leave':
    case 'channel_update': {
      const was = window.channelName;
      if (entry.kind === 'channel_update') window.channelName = entry.channel.name;
      const what = told(entry, was);
      return what !== undefined && window.notice({ offset, item: noticeOf(offset, entry, what) });
    }
    default:
      return false;
  }
}

const TOLD = ['freeze', 'unfreeze', 'manager_create', 'manager_delete', 'ban'] as const;

type Told = Extract<ChannelEntry, { kind: 'join' | 'leave' | 'channel_update' }>;

function noticeOf(offset: number, entry: Told, what: ChatNotice['what']): ChatNotice {
  const { at_ms: atMs, by } = entry;
  if (entry.kind !== 'channel_update') return { key: `e${offset}`, kind: 'notice', what, user: entry.user, by, atMs };
  const { channel_id, name } = entry.channel;
  // an app's server has no name: the channel stands for it
  const user = entry.user ?? by ?? { user_id: channel_id, name, created_at: 0, updated_at: 0 };
  return { key: `e${offset}`, kind: 'notice', what, user, by, atMs, name };
}

/** What is worth a notice. */
function told(entry: Told, was: string | undefined): ChatNotice['what'] | undefined {
  if (entry.kind === 'join') return 'join';
  if (entry.kind === 'leave') return entry.ban ? 'ban' : 'leave';
  const { what = 'update', channel } = entry;
  if (what === 'update') return was !== undefined && was !== channel.name ? 'rename' : undefined;
  return TOLD.find((one) => one === what);
}

const list = (reactions: unknown): readonly Reaction[] => (Array.isArray(reactions) ? reactions : []);

/** A stream says nothing of what is mine. */
const keepMine = (reactions: unknown, known: unknown): Reaction[] =>
  list(reactions).map((one) => (list(known).some(({ emoji, mine }) => mine && emoji === one.emoji) ? { ...one, mine: true } : one));

/** The message after somebody put an emoji there, or took it away. Shared with what shows my own before the server has it. */
export function reacted(message: Message, { emoji, on, count, user_ids, user }: Reacted, me: string): Message {
  const reactions = list(message.reactions);
  const old = reactions.find((one) => one.emoji === emoji);
  const mine = user.user_id === me ? on : old?.mine;
  const next = count > 0 && Array.isArray(user_ids) ? [{ emoji, count, user_ids, ...(mine && { mine }) }] : [];
  return { ...message, reactions: old ? reactions.flatMap((one) => (one === old ? next : [one])) : [...reactions, ...next] };
}
