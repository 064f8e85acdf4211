export type * from './api.ts';
export { browserEngine } from './browser-engine.ts';
export { createMedia, type MediaParts, mediaOf } from './media.ts';
export { newStream } from './stream.ts';
