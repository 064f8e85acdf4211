import { strings } from '../internal/strings.ts';

/** The words of asking to be notified, and those that notifications say. */
export const t = strings({
  'channels.notify': 'Notify me',
  'channels.notify.on': 'You’ll be notified on this device.',
  'channels.notify.off': 'You won’t be notified on this device.',
  'channels.notify.denied': 'Notifications are blocked. Allow them in the browser’s site settings.',
  'channels.notify.failed': 'That didn’t work. Check your connection and try again.',
  'channels.push.mention': '{name} mentioned you',
  'channels.push.text': 'New message',
  'channels.push.file': 'Sent a file',
  'channels.push.image': 'Sent a photo',
  'channels.push.voice': 'Sent a voice message',
  'channels.push.unread': '{n} unread messages',
  'channels.push.call': '{name} is calling',
  'channels.push.audio': 'Voice call',
  'channels.push.video': 'Video call',
  'channels.push.answer': 'Answer',
  'channels.push.decline': 'Decline',
  'channels.push.missed': 'Missed call from {name}',
  'channels.push.over': 'Call ended',
});
