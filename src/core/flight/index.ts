export type * from './api.ts';
export { createTape, type Tape } from './tape.ts';
