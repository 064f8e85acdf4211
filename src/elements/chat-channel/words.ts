import { strings } from '../internal/strings.ts';

/** The texts of the first paint (LOOK 8, 10); the others are in `extras/words.ts`. Keys start with the element's subject. */
export const t = strings({
  'chat.messages': 'Messages',
  'chat.message': 'Message {channel}',
  'chat.send': 'Send',
  'chat.attach': 'Attach files',
  'chat.member.one': '{n} member',
  'chat.member.other': '{n} members',
  'chat.online': '{members}, {n} online',
  'chat.alone': 'Just you so far',
  'chat.presence.online': 'Online',
  'chat.presence.offline': 'Offline',
  'chat.reconnecting': 'Reconnecting…',
  'chat.sendState.sending': 'Sending',
  'chat.sendState.sent': 'Sent',
  'chat.sendState.delivered': 'Delivered',
  'chat.sendState.read': 'Read',
  'chat.sendState.failed': 'Not sent',
  'chat.you': 'You',
  'chat.item': '{name}, {time}: {text}',
  'chat.new.one': '{n} new message',
  'chat.new.other': '{n} new messages',
});
