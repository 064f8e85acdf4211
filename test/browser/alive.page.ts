/** Counts what a page has made and not let go of. Loaded before the client is made; `window.alive()` reads it. */

/** What of it lives. */
export interface Alive {
  peers: number;
  tracks: number;
  contexts: number;
  timers: number;
  elements: number;
}

/** Weak, or the counting itself would keep what it counts. */
class Made<T extends object> {
  readonly #lives: (one: T) => boolean;
  #refs: WeakRef<T>[] = [];

  constructor(lives: (one: T) => boolean) {
    this.#lives = lives;
  }

  keep(one: T): T {
    if (this.#refs.push(new WeakRef(one)) > 20) void this.count; // the list does not grow either
    return one;
  }

  get count(): number {
    this.#refs = this.#refs.filter((ref) => {
      const one = ref.deref();
      return one !== undefined && this.#lives(one);
    });
    return this.#refs.length;
  }

  /** A constructor whose instances are counted. */
  of<C extends new (...args: never[]) => T>(type: C): C {
    return new Proxy(type, { construct: (target, args, newTarget) => this.keep(Reflect.construct(target, args, newTarget) as T) });
  }
}

const tracks = new Made<MediaStreamTrack>(({ readyState }) => readyState === 'live');
const contexts = new Made<AudioContext>(({ state }) => state !== 'closed');
const peers = new Made<RTCPeerConnection>(({ signalingState }) => signalingState !== 'closed');
const elements = new Made<HTMLMediaElement>(({ srcObject }) => srcObject !== null);
const timers = new Set<number>();

globalThis.AudioContext = contexts.of(AudioContext);
globalThis.RTCPeerConnection = peers.of(RTCPeerConnection);
globalThis.Audio = elements.of(Audio as unknown as new () => HTMLAudioElement) as unknown as typeof Audio;
const make = document.createElement.bind(document);
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = make(name, options);
  return element instanceof HTMLMediaElement ? elements.keep(element) : element;
}) as typeof document.createElement;
const { mediaDevices } = navigator;
const ask = mediaDevices.getUserMedia.bind(mediaDevices);
mediaDevices.getUserMedia = async (constraints) => {
  const stream = await ask(constraints);
  for (const track of stream.getTracks()) tracks.keep(track);
  return stream;
};
const { clone } = MediaStreamTrack.prototype;
MediaStreamTrack.prototype.clone = function () {
  return tracks.keep(clone.call(this));
};
const [set, clear] = [globalThis.setTimeout.bind(globalThis), globalThis.clearTimeout.bind(globalThis)];
globalThis.setTimeout = ((act: (...args: unknown[]) => void, delayMs?: number, ...args: unknown[]) => {
  const id = set(() => {
    timers.delete(id);
    act(...args);
  }, delayMs) as unknown as number;
  timers.add(id);
  return id;
}) as unknown as typeof setTimeout;
globalThis.clearTimeout = ((id: number) => {
  timers.delete(id);
  clear(id);
}) as typeof clearTimeout;

Object.assign(globalThis, {
  alive: (): Alive => ({ peers: peers.count, tracks: tracks.count, contexts: contexts.count, timers: timers.size, elements: elements.count }),
});
