export type * from './api.ts';
export { Tape } from './tape.ts';
