import type { BaseUser, Message } from '../protocol/index.ts';
import type { ChatItem, ChatMessage, SendState } from './api.ts';
import type { NoticeEntry } from './message-window.ts';
import type { Pending } from './outbox.ts';

/** What the rows of a channel are made of. */
export interface RowSource {
  me: string;
  user: BaseUser;
  messages: readonly Message[];
  notices: readonly NoticeEntry[];
  /** Acknowledged, but their place in the stream is not reached yet. */
  acked: readonly Message[];
  pending: readonly Pending[];
  /** The furthest any other member has come. */
  delivered: number;
  read: number;
  /** Messages that I deleted a moment ago. */
  removing: ReadonlySet<number | undefined>;
  localUrl(key: string, pending?: Pending): string | undefined;
}

/** The key of a stored message: my own keep the one that their optimistic row had. */
export const keyOf = (message: Message, me: string): string =>
  message.user.user_id === me && message.client_id ? message.client_id : `m${message.message_id}`;

interface Known {
  from: readonly unknown[];
  item: ChatItem;
}

/** Turns what is held into the rows a view shows. A row that did not change stays the same object. */
export class Rows {
  #known = new Map<string, Known>();

  build(source: RowSource): ChatItem[] {
    const next = new Map<string, Known>();
    const items: ChatItem[] = [];
    const add = (key: string, from: readonly unknown[], make: () => ChatItem) => {
      if (next.has(key)) return; // stored, and the outbox does not know yet
      const known = this.#known.get(key);
      const row = known && same(known.from, from) ? known : { from, item: make() };
      next.set(key, row);
      items.push(row.item);
    };
    const stored = (message: Message) => {
      const key = keyOf(message, source.me);
      const own = message.user.user_id === source.me;
      const sendState: SendState | undefined = own ? reached(message.message_id, source) : undefined;
      const url = own ? source.localUrl(key) : undefined;
      const deleting = source.removing.has(message.message_id);
      add(key, [message, sendState, url, deleting], () => storedRow(key, message, own, sendState, url, deleting));
    };
    let n = 0;
    for (const message of source.messages) {
      for (; n < source.notices.length && source.notices[n]!.offset < message.message_id; n++) items.push(source.notices[n]!.item);
      stored(message);
    }
    for (; n < source.notices.length; n++) items.push(source.notices[n]!.item);
    for (const message of source.acked) stored(message);
    for (const pending of source.pending) {
      const key = pending.row.client_id;
      const url = source.localUrl(key, pending);
      const { width } = pending.row.file ?? {};
      add(key, [pending.row, pending.row.paused, pending.progress, pending.error, width, url, source.user], () =>
        pendingRow(pending, source.user, url),
      );
    }
    this.#known = next;
    return items;
  }
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((value, i) => value === b[i]);

const reached = (messageId: number, { read, delivered }: RowSource): SendState =>
  messageId <= read ? 'read' : messageId <= delivered ? 'delivered' : 'sent';

function storedRow(
  key: string,
  message: Message,
  own: boolean,
  sendState: SendState | undefined,
  localUrl: string | undefined,
  deleting: boolean,
): ChatMessage {
  return {
    key,
    kind: 'message',
    own,
    user: message.user,
    atMs: message.created_at,
    text: message.content,
    file: message.file,
    localUrl,
    localFile: undefined,
    progress: undefined,
    sendState,
    error: undefined,
    clientId: message.client_id,
    message,
    options: undefined,
    deleting,
  };
}

function pendingRow({ row, progress, error }: Pending, user: BaseUser, localUrl: string | undefined): ChatMessage {
  const { file } = row;
  return {
    key: row.client_id,
    kind: 'message',
    own: true,
    user,
    atMs: row.created_at,
    text: row.text,
    file: undefined,
    localUrl,
    localFile: file && {
      name: file.name,
      type: file.type,
      size: file.size,
      ...(file.width && file.height && { width: file.width, height: file.height }),
    },
    progress,
    sendState: error ? 'failed' : 'sending',
    error,
    clientId: row.client_id,
    message: undefined,
    options: row.options,
    deleting: false,
    ...(row.paused && { paused: true }),
  };
}
