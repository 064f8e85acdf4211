/** What of chat is kept on this device, in one chunk. Opened by `kept-door.ts`. */
export { ChannelCache } from './cache.ts';
export { browserStore } from './outbox-store.ts';
