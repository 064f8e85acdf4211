export type * from './api.ts';
export { createChat } from './chat.ts';
export { browserStore, memoryStore } from './outbox-store.ts';
export type { ChatOptions, ChatParts, Locks, OutboxRow, OutboxStore, Upload } from './ports.ts';
