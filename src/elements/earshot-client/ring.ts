import type { ClientApi } from '../../core/client/api.ts';
import { ringingOf } from '../../core/client/ringing-of.ts';
import type { Ringing } from '../../core/ringing/api.ts';

const rings = new WeakMap<EventTarget, Ringing>();

const onSilenced = ({ callId, currentTarget }: Event & { callId?: string }): void => {
  if (callId && currentTarget) rings.get(currentTarget)?.silence(callId);
};

/** Lets the calls of an element's client be heard, and listens for those that somebody silences within the element. */
export async function ringFor(element: HTMLElement, client: ClientApi): Promise<void> {
  rings.set(element, await ringingOf(client));
  element.addEventListener('incoming-call-silenced', onSilenced);
}
