import { asEarshotError } from '../../protocol/index.ts';
import { CallObject } from '../call.ts';
import type { CallParts } from '../ports.ts';
import { AudioConference } from './conference.ts';
import { controlOf } from './control.ts';
import { JoinedStore } from './joined-store.ts';

/** Calls of this page that were taken back and belong to a conference. */
const BACK = new WeakSet<CallObject>();

/** One after the other, for each client: two calls come back at once. */
const TURNS = new WeakMap<CallParts['client'], Promise<void>>();

/**
 * A call was taken back that was joined with others before the page went: with the first of those that is back too, the conference stands again, and
 * whoever comes later comes to it. Whoever is on hold stays so. What goes wrong is told as trouble of the call, which goes on alone.
 */
export function rejoin(call: CallObject, parts: CallParts): Promise<void> {
  BACK.add(call);
  const turn = (TURNS.get(parts.client) ?? Promise.resolve()).then(() =>
    together(call, parts).catch((error: unknown) => call.trouble(asEarshotError(error, 'media:failed', 'join the calls again'))),
  );
  TURNS.set(parts.client, turn);
  return turn;
}

async function together(call: CallObject, parts: CallParts): Promise<void> {
  const store = new JoinedStore(parts);
  const joined = store.of(call.id);
  if (!joined || !call.live || call.conference) return;
  const others = (parts.client.calls?.calls ?? []).filter(
    (one): one is CallObject => one instanceof CallObject && one !== call && one.live && BACK.has(one) && joined.calls.includes(one.id),
  );
  const [first] = others;
  if (!first) return;
  const standing = others.find(({ conference }) => conference)?.conference;
  const conference =
    standing instanceof AudioConference ? standing : new AudioConference(controlOf(call, parts).media.engine.createAudioContext(), store, joined);
  try {
    for (const one of [call, ...others]) if (!one.conference) await conference.take(controlOf(one, parts), one.localHold);
    conference.begin();
  } catch (error) {
    if (conference !== standing) conference.close();
    throw error;
  }
}
