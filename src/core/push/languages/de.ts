import type { PushWords } from '../api.ts';

/** What notifications say: German, with "du". */
export const words: Partial<PushWords> = {
  mention: '{name} hat dich erwähnt',
  text: 'Neue Nachricht',
  file: 'Hat eine Datei gesendet',
  image: 'Hat ein Foto gesendet',
  voice: 'Hat eine Sprachnachricht gesendet',
  unread: '{n} ungelesene Nachrichten',
  call: '{name} ruft an',
  audioCall: 'Sprachanruf',
  videoCall: 'Videoanruf',
  answer: 'Annehmen',
  decline: 'Ablehnen',
  missed: 'Verpasster Anruf von {name}',
  over: 'Anruf beendet',
};
