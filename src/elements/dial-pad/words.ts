import { strings } from '../internal/strings.ts';

/** The words of `<dial-pad>`, beside those of every call. */
export const t = strings({
  'pad.number': 'Phone number',
  'pad.enter': 'Enter a number',
  'pad.keypad': 'Keypad',
  'pad.star': '* star',
  'pad.hash': '# pound',
  'pad.delete': 'Delete digit',
  'pad.call': 'Call',
  'pad.tones': 'Tones sent',
  'pad.offline': 'Not connected.',
  'pad.closed': 'No calls right now.',
  'pad.yourself': 'This is you.',
  'pad.no-call': 'No call to send tones to.',
});
