import { strings } from '../internal/strings.ts';

/** The words of asking to be notified; those that notifications say are the core's. */
export const t = strings({
  'channels.notify': 'Notify me',
  'channels.notify.on': 'You’ll be notified on this device.',
  'channels.notify.off': 'You won’t be notified on this device.',
  'channels.notify.denied': 'Notifications are blocked. Allow them in the browser’s site settings.',
  'channels.notify.failed': 'That didn’t work. Check your connection and try again.',
});
