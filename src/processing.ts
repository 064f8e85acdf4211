/** `earshot/processing` and `earshot.processing.js`: effects on sound and picture, beside the bundle and sharing its chunks. */
export type { MediaEngine, TrackProcessor } from './core/media/api.ts';
export * from './core/media/processing/index.ts';
