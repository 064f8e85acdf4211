/** What a plain call does not need before it is connected; loaded by `load-later.ts`. */
export { DevicePolicy } from './device-policy.ts';
export * as feedChanges from './feed-change.ts';
export { keepUnlocked } from './keep-unlocked.ts';
