export type * from './api.ts';
export { browserEngine } from './browser-engine.ts';
export { newStream } from './capture.ts';
export { createMedia, type MediaParts, mediaOf } from './media.ts';
