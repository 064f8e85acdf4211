export type * from './api.ts';
export { Client } from './client.ts';
