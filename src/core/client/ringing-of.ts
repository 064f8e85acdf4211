import type { Ringing } from '../ringing/api.ts';
import type { ClientApi } from './api.ts';

const RINGING = Symbol.for('earshot/ringing');

/** Ringtones and the like of a client's calls, heard from its first use on. Rejects when its code cannot be loaded, and with `client:disposed`. */
export async function ringingOf(client: ClientApi): Promise<Ringing> {
  const { createRinging } = await import('../ringing/ringing.ts');
  return client.service(RINGING, createRinging);
}
