import type { PushWords } from './api.ts';

export const ENGLISH: PushWords = {
  message: '{name}',
  channel: '{name} · {channel}',
  mention: '{name} mentioned you',
  text: 'New message',
  file: 'Sent a file',
  image: 'Sent a photo',
  voice: 'Sent a voice message',
  unread: '{n} unread messages',
  call: '{name} is calling',
  audioCall: 'Voice call',
  videoCall: 'Video call',
  answer: 'Answer',
  decline: 'Decline',
  missed: 'Missed call from {name}',
  over: 'Call ended',
};

/** The words with what is known put in. */
export const fill = (words: string, values: Record<string, string | number | undefined>): string =>
  words.replaceAll(/\{(\w+)\}/g, (all, key: string) => String(values[key] ?? all));
