import { strings } from '../internal/strings.ts';

/** The words of the button at rest; those of a call come with it. */
export const t = strings({
  'call.to': 'Call {name}',
  'call.nobody': 'Call',
  'call.starting': 'Calling…',
  'call.no-one': 'No one to call right now.',
  'call.offline': 'Not connected.',
  'call.yourself': 'This is you.',
});
