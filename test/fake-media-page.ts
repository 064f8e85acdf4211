import { AudioSink } from '../src/core/media/sink.ts';

/** A page that is pressed and typed on as told. */
function page() {
  const listeners = new Map<string, Set<(event: Event) => void>>();
  const options: unknown[] = [];
  return {
    options,
    get listening() {
      return [...listeners].filter(([, set]) => set.size > 0).map(([type]) => type);
    },
    gesture(type = 'pointerdown', isTrusted = true) {
      for (const listener of listeners.get(type) ?? []) listener({ type, isTrusted } as Event);
    },
    addEventListener(type: string, listener: unknown, how: unknown) {
      options.push(how);
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener as (event: Event) => void));
    },
    removeEventListener(type: string, listener: unknown) {
      listeners.get(type)?.delete(listener as (event: Event) => void);
    },
  };
}

/** Elements that write down whether a gesture was made with them. */
export function kit() {
  const made: { loads: number }[] = [];
  const fake = page();
  const make = () => {
    const element = { loads: 0, load: () => void element.loads++ };
    made.push(element);
    return element as unknown as HTMLAudioElement;
  };
  return { made, page: fake, sink: new AudioSink(fake as unknown as EventTarget, make) };
}
