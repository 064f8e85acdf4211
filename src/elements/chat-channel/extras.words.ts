import { strings } from '../internal/strings.ts';

/** The texts of what loads after the first paint. */
export const t = strings({
  'chat.remove': 'Remove {name}',
  'chat.tooBig': 'Too big. The limit is {limit}.',
  'chat.cancelUpload': 'Cancel upload of {name}',
  'chat.uploading': '{done} of {size}',
  'chat.photo.open': 'Open {name}',
  'chat.viewer.close': 'Close',
  'chat.viewer.open': 'Open in a new tab',
  'chat.said': '{name}: {text}',
  'chat.said.sent': 'Sent.',
  'chat.said.failed': 'Message not sent. Press up arrow to try again.',
  'chat.said.upload': 'Sending {name}.',
  'chat.said.half': '{name}, half way.',
});
