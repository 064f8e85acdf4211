import { type Blocks, createBlocks } from '../call/blocks.ts';
import type { ClientApi } from './api.ts';

const BLOCKS = Symbol.for('earshot/blocks');

/** Whom a client's user has blocked; made on first use. */
export const blocksOf = (client: ClientApi): Blocks => client.service(BLOCKS, createBlocks);
