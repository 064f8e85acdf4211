import type { ChatMessage } from '../../../core/chat/api.ts';
import type { ChannelHost } from '../host.ts';

/** What can be done with a message: what is not allowed is not offered. The server decides all the same. */
export interface Allowed {
  react: boolean;
  reply: boolean;
  thread: boolean;
  copy: boolean;
  edit: boolean;
  pin: boolean;
  forward: boolean;
  versions: boolean;
  remove: boolean;
  report: boolean;
}

const NOTHING: Allowed = {
  react: false,
  reply: false,
  thread: false,
  copy: false,
  edit: false,
  pin: false,
  forward: false,
  versions: false,
  remove: false,
  report: false,
};

export function allowed(host: ChannelHost, item: ChatMessage | undefined): Allowed {
  const { view } = host;
  const message = item?.message;
  if (!view || !item || item.deleting) return NOTHING;
  const copy = Boolean(item.text);
  // one's own that was not sent has Try again and Delete beside it
  if (!message || message.hidden) return { ...NOTHING, copy };
  const manager = view.role === 'owner' || view.role === 'manager';
  const writes = view.access === 'writable';
  const card = message.type === 'call';
  return {
    react: !card && (writes || view.access === 'read-only'),
    reply: writes && !card,
    thread: host.threadId === undefined && !card && (writes || message.thread !== undefined),
    copy,
    edit: writes && item.own && message.type === 'text' && !message.custom_type && !message.forwarded,
    pin: host.threadId === undefined && !card && (manager || host.directPeer !== undefined),
    forward: !card,
    versions: message.edited_at !== undefined && (item.own || manager),
    remove: !card && (item.own || manager),
    report: !item.own && !card,
  };
}
