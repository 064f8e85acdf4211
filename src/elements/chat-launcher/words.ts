import { strings } from '../internal/strings.ts';

/** The words of `<chat-launcher>` (LOOK 10). */
export const t = strings({
  'launcher.open': 'Open chat',
  'launcher.open-unread': 'Open chat, {n} unread',
  'launcher.close': 'Close chat',
  'launcher.panel': 'Chat',
  'launcher.back': 'Back',
  'launcher.hello': 'Hello. What can we help you with?',
  'launcher.message': 'Send a message',
  'launcher.message-why': 'We keep the thread if you leave',
  'launcher.conversations': 'Your conversations',
  'launcher.unread': '{n} unread',
  'launcher.offline': 'You’re offline. Messages will send when you’re back.',
});
