import type { ClientApi } from '../../core/client/api.ts';
import { ringingOf } from '../../core/client/ringing-of.ts';
import type { Ringing, RingSound } from '../../core/ringing/api.ts';
import { t } from './words.ts';

/** The attributes of an element that name sounds of the page. */
const ATTRIBUTES: Record<string, RingSound> = {
  ringtone: 'ringtone',
  'waiting-tone': 'waiting',
  ringback: 'ringback',
  'busy-tone': 'busy',
  'end-tone': 'end',
};

const rings = new WeakMap<EventTarget, Ringing>();
const watches = new WeakMap<EventTarget, MutationObserver>();

/** The address of a sound, false for silence, or undefined for our own. */
function soundOf(value: string | null): string | false | undefined {
  if (value === 'none') return false;
  return value || undefined;
}

/** Plays the sounds that attributes of the element name, now and whenever they change. */
function followSounds(element: HTMLElement, ringing: Ringing): void {
  const tell = (names: readonly string[]) => {
    if (names.length) ringing.configure({ sounds: Object.fromEntries(names.map((name) => [ATTRIBUTES[name], soundOf(element.getAttribute(name))])) });
  };
  tell(Object.keys(ATTRIBUTES).filter((name) => element.hasAttribute(name)));
  watches.get(element)?.disconnect(); // it has another client now
  const watch = new MutationObserver((changes) => tell([...new Set(changes.map(({ attributeName }) => attributeName ?? ''))]));
  watch.observe(element, { attributeFilter: Object.keys(ATTRIBUTES) });
  watches.set(element, watch);
}

const onSilenced = ({ callId, currentTarget }: Event & { callId?: string }): void => {
  if (callId && currentTarget) rings.get(currentTarget)?.silence(callId);
};

/** Lets the calls of an element's client be heard, and listens for those that somebody silences within the element. */
export async function ringFor(element: HTMLElement, client: ClientApi): Promise<void> {
  const ringing = await ringingOf(client);
  rings.set(element, ringing);
  if (!ringing.options.words) ringing.configure({ words: (name) => ({ title: t('ring.title', { name }), body: t('ring.body') }) });
  followSounds(element, ringing);
  element.addEventListener('incoming-call-silenced', onSilenced);
}
