import type { EarshotError } from '../../core/protocol/errors.ts';
import { strings } from './strings.ts';

/** What one may ask of a call, as a person would say it; the key of its failure. */
export type Wish =
  | 'hold'
  | 'swap'
  | 'camera'
  | 'share'
  | 'transfer'
  | 'consult'
  | 'connect'
  | 'join'
  | 'split'
  | 'record'
  | 'consent'
  | 'tones'
  | 'verify'
  | 'hand-off'
  | 'ignore'
  | 'forward'
  | 'answer'
  | 'device'
  | 'voicemail'
  | 'call';

const words = {
  'wish.hold': 'Hold didn’t change',
  'wish.swap': 'Calls weren’t swapped',
  'wish.camera': 'Camera didn’t change',
  'wish.share': 'Screen isn’t shared',
  'wish.transfer': 'Not transferred',
  'wish.consult': 'Couldn’t call them',
  'wish.connect': 'Not connected',
  'wish.join': 'Calls weren’t joined',
  'wish.split': 'They stay in the call',
  'wish.record': 'Not recorded',
  'wish.consent': 'Answer not sent',
  'wish.tones': 'Tones not sent',
  'wish.verify': 'No words to compare',
  'wish.hand-off': 'Couldn’t move the call',
  'wish.ignore': 'Still ringing',
  'wish.forward': 'Not forwarded',
  'wish.answer': 'Not answered',
  'wish.device': 'Device didn’t open',
  'wish.voicemail': 'Message not sent',
  'wish.call': 'Couldn’t call them',

  'why.camera.media:denied': 'Camera is blocked. Allow it next to the web address.',
  'why.camera.media:system-denied': 'Allow the camera in your system’s settings.',
  'why.camera.media:not-found': 'No camera found. Plug one in, then try again.',
  'why.camera.media:in-use': 'Another app is using the camera. Close it, then try again.',
  'why.share.media:denied': 'The browser didn’t allow it.',
  'why.share.media:system-denied': 'Allow screen recording in your system’s settings.',
  'why.share.media:unsupported': 'This browser can’t share a screen.',
  'why.record.recording:consent': 'They didn’t agree to be recorded.',
  'why.record.recording:unsupported': 'This browser can’t record.',
  'why.record.call:refused': 'They didn’t agree to be recorded.',
  'why.transfer.call:not-found': 'Nobody with that name. Check it, then try again.',
  'why.consult.call:not-found': 'Nobody with that name. Check it, then try again.',
  'why.forward.call:not-found': 'Nobody with that name. Check it, then try again.',
  'why.consult.call:limit': 'You have too many calls. End one first.',
  'why.consult.call:self': 'This is you.',
  'why.transfer.call:self': 'This is you.',
  'why.call:transfer-failed': 'They didn’t answer. You’re still in the call.',
  'why.call:not-found': 'Nobody with that name. Check it, then try again.',
  'why.call:blocked': 'They don’t take calls from you.',
  'why.call:unreachable': 'They’re not online right now.',
  'why.call:busy': 'They’re on another call.',
  'why.call:held': 'The call is on hold. Take it back first.',
  'why.call:not-held': 'Put the call on hold first.',
  'why.call:operation-conflict': 'Something else is still under way. Wait a moment.',
  'why.call:operation-timeout': 'The other side didn’t answer in time. Try again.',
  'why.call:refused': 'The other side refused.',
  'why.call:bad-tones': 'Only digits, star and hash can be sent.',
  'why.call:ended': 'The call is over.',
  'why.call:media-failed': 'Check your connection, then try again.',
  'why.connection:lost': 'Check your connection, then try again.',
  'why.voicemail:disabled': 'They don’t take messages.',
  'why.other': 'Try again. If it stays, save a report.',
};
/** @internal */
export const t = strings<string>(words);

/** What went wrong and what to do, in words: of the wish, and of the reason where there are words for it. */
export function failureWords(wish: Wish, error: EarshotError): { title: string; why: string } {
  const known = [`why.${wish}.${error.code}`, `why.${error.code}`].find((key) => key in words);
  return { title: t(`wish.${wish}`), why: t(known ?? 'why.other') };
}
