import { strings } from '../internal/strings.ts';

/** The words of what opens beneath the capsule. */
export const t = strings({
  'call.tones': 'Tones sent',
  'call.star': '* star',
  'call.hash': '# pound',
  'call.microphone': 'Microphone',
  'call.speaker': 'Speaker',
  'call.default-device': 'System default',
  'call.no-device': 'None found',
  'call.test-sound': 'Play a test sound',
  'call.other-speaker': 'Another speaker…',
});
