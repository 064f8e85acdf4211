export type * from './api.ts';
export { createConnection } from './connection.ts';
