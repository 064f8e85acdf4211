export type * from './api.ts';
export { createRinging } from './ringing.ts';
