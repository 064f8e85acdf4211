import { strings } from '../internal/strings.ts';

/** The words of a ringing call, beside those of every call. */
export const t = strings({
  'incoming.video': 'Incoming video call',
  'incoming.for': 'For {name}',
  'incoming.forwarded': 'Sent on by {name}',
  'incoming.transferred': 'Transferred by {name}',
  'incoming.sound': 'Sound',
  'incoming.with-video': 'Video',
  'incoming.answer-sound': 'Sound only',
  'incoming.by-sound': 'Answer with sound only',
  'incoming.by-video': 'Answer with video',
  'incoming.more': 'More',
  'incoming.ignore': 'Ignore',
  'incoming.forward': 'Forward to…',
  'incoming.forward-now': 'Forward',
  'incoming.whom': 'Name or number',
  'incoming.whom-missing': 'Say whom.',
  'incoming.cancel': 'Cancel',
});
