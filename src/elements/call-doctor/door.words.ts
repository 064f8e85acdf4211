import { strings } from '../internal/strings.ts';

/** The texts of `<call-doctor>` before it is used; `words.ts` comes with the first check. */
export const t = strings({
  'doctor.label': 'Connection check',
  'doctor.idle': 'Check your connection',
  'doctor.idle.body': 'Tries everything a call needs, from your microphone to the server, and says what to do.',
  'doctor.start': 'Check my connection',
  'doctor.no-client': 'There’s no server to check here.',
  'doctor.error': 'Check didn’t start',
  'doctor.error.body': 'Check that you’re online, or reload the page.',
  'doctor.retry': 'Try again',
});
