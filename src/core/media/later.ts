/** What a plain call does not need before it is connected; loaded by `load-later.ts`. */
export { DevicePolicy } from './device-policy.ts';
export { disposeLocal } from './dispose-local.ts';
export * as feedChanges from './feed-change.ts';
export { keepUnlocked } from './keep-unlocked.ts';
export { openScreen } from './screen.ts';
export { chooseSpeaker } from './speaker.ts';
