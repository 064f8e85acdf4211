/*
 * Where the sound of a page comes out. It is one for all clients and all copies of this code on the page, so that one gesture unlocks all.
 *
 * Sound comes out of audio elements, one a stream, and not of one AudioContext that mixes them: echo cancellation takes away what elements
 * play, Chromium gives a far side's track to Web Audio only while an element plays it, a speaker can be chosen for elements wherever it
 * can be chosen at all (for contexts in Chromium alone), and no context means no second clock to drift against the network's.
 */

/** Sets free what waits for a gesture; resolves or rejects, and stays in the list until its owner takes it out. */
type Retry = () => Promise<unknown>;

/** What all copies on a page agree on. A change that older copies could not live with needs a new key. */
export interface PageSink {
  /** An element that may play without a further gesture, if there was one; undefined where nothing can play. Never in the document. */
  take(): HTMLAudioElement | undefined;
  /** Tries again with the next gesture, and with every `unlock`. Returns the undo. */
  wait(retry: Retry): () => void;
  /** From a gesture: all that waits is tried again, whoever it belongs to. */
  unlock(): Promise<void>;
}

const KEY = Symbol.for('earshot/sink/1');

/** What browsers count as a gesture; a screen reader may send `click` alone. */
const GESTURES = ['pointerdown', 'touchend', 'keydown', 'click'];
/** As many calls as one page has. On iOS each element needs a gesture of its own. */
const SPARES = 2;

const listening = { capture: true, passive: true };

/** Not every event that looks like a gesture is one: Escape is none, nor the beginning of a touch, nor what a script sends. */
const isGesture = ({ isTrusted }: Event): boolean => isTrusted && globalThis.navigator?.userActivation?.isActive !== false;

/** Use {@link pageSink}; made anew by tests alone. */
export class AudioSink implements PageSink {
  readonly #page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined;
  readonly #make: () => HTMLAudioElement | undefined;
  readonly #waiting = new Set<Retry>();
  /** Elements that a gesture has unlocked, not yet taken. */
  readonly #spares: HTMLAudioElement[] = [];
  #armed = false;

  constructor(page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined, make: () => HTMLAudioElement | undefined) {
    this.#page = page;
    this.#make = make;
    this.#arm();
  }

  take(): HTMLAudioElement | undefined {
    const element = this.#spares.pop() ?? this.#make();
    this.#arm();
    return element;
  }

  wait(retry: Retry): () => void {
    const mine: Retry = () => retry(); // the same function may wait twice
    this.#waiting.add(mine);
    this.#arm();
    return () => {
      this.#waiting.delete(mine);
      this.#arm();
    };
  }

  async unlock(): Promise<void> {
    // all in this turn: a gesture is over when its handlers have returned
    await Promise.allSettled([...this.#waiting].map((retry) => retry()));
  }

  readonly #onGesture = (event: Event): void => {
    if (!isGesture(event)) return;
    void this.unlock();
    while (this.#spares.length < SPARES) {
      const element = this.#make();
      if (!element) break;
      element.load(); // with nothing to load it plays nothing; the gesture is what counts
      this.#spares.push(element);
    }
    this.#arm();
  };

  /** Listens while there is something that a gesture is good for. */
  #arm(): void {
    const wanted = this.#waiting.size > 0 || this.#spares.length < SPARES;
    if (!this.#page || wanted === this.#armed) return;
    this.#armed = wanted;
    for (const type of GESTURES) {
      if (wanted) this.#page.addEventListener(type, this.#onGesture, listening);
      else this.#page.removeEventListener(type, this.#onGesture, listening);
    }
  }
}

function makeElement(): HTMLAudioElement | undefined {
  if (typeof globalThis.Audio !== 'function') return undefined;
  const audio = new Audio();
  audio.autoplay = true;
  return audio;
}

/** The sink of this page. */
export function pageSink(): PageSink {
  const page = globalThis as { [KEY]?: PageSink };
  page[KEY] ??= new AudioSink(globalThis.window, makeElement);
  return page[KEY];
}
