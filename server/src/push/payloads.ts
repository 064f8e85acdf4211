import type { CallRow, Message } from '../../../src/core/protocol/index.ts';
import type { MessageTarget } from './commands.ts';

/** What a worker in a browser is told; PROTOCOL "Push" is the norm. No words of ours are in it: the page has left those of its language. */

/** Characters of a text that a notification shows. */
const TEXT_MAX = 240;
const NAME_MAX = 150;

const cut = (text: string, most: number): string => {
  const all = [...text];
  return all.length > most ? `${all.slice(0, most - 1).join('')}…` : text;
};

const person = ({ user_id, name, profile_url }: { user_id: string; name: string; profile_url?: string }) => ({
  user_id,
  name: cut(name, NAME_MAX),
  ...(profile_url !== undefined && profile_url.length <= 1_000 && { profile_url }),
});

interface NewMessage {
  app: string;
  message: Message;
  channel: string;
  /** Nobody else is in the channel: its name says nothing. */
  between: boolean;
  to: MessageTarget;
  /** Whether the text goes along. */
  texts: boolean;
}

export function messagePayload({ app, message, channel, between, to, texts }: NewMessage): object {
  const { channel_id, message_id, thread_id, user, content, file, voice, created_at } = message;
  const what = voice ? 'voice' : file?.type.startsWith('image/') ? 'image' : file ? 'file' : 'text';
  return {
    v: 1,
    t: 'message',
    app_id: app,
    user_id: to.user,
    channel_id,
    ...(!between && { channel: cut(channel, NAME_MAX) }),
    message_id,
    ...(thread_id !== undefined && { thread_id }),
    from: person(user),
    what,
    ...(texts && content !== undefined && { text: cut(content, TEXT_MAX) }),
    ...(to.mention && { mention: true }),
    unread: to.unread,
    at_ms: created_at,
  };
}

/** A call that rings, or rings no more. `decline_key` proves to `POST /v1/push/decline` that the call was announced to this browser. */
export function callPayload(
  app: string,
  user: string,
  { call_id, from, media }: CallRow,
  more: { expires_at: number; decline_key: string } | { over: true; missed: boolean },
): object {
  return { v: 1, t: 'call', app_id: app, user_id: user, call_id, from: person(from), media, ...more };
}
