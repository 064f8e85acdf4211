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
  'launcher.ask': 'Who are we talking to?',
  'launcher.name': 'Your name',
  'launcher.email': 'E-mail',
  'launcher.start': 'Start the chat',
  'launcher.failed': 'The chat did not start. Try again.',
});
