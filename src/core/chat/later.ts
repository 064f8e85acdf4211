/** What chat can do without until a channel is painted, in one chunk. Opened by `later-door.ts`. */
export { extend, moveTo } from './paging.ts';
export { Sender } from './sender.ts';
