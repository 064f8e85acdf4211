import type { Ringing } from '../ringing/api.ts';
import { createRinging } from '../ringing/ringing.ts';
import type { ClientApi } from './api.ts';

const RINGING = Symbol.for('earshot/ringing');

/** Ringtones and the like of a client's calls, heard from its first use on. */
export const ringingOf = (client: ClientApi): Ringing => client.service(RINGING, createRinging);
