/** What chat can do without until a channel is painted, in one chunk. Opened by `later-door.ts`. */
export { change } from './entries.ts';
export { slowUntil, until } from './limits.ts';
export { LocalUrls } from './local-urls.ts';
export { watchOnline } from './online.ts';
export { extend, moveTo } from './paging.ts';
export { Sender } from './sender.ts';
export { Typing } from './typing.ts';
