import type { MediaEngine } from '../api.ts';

/** Sound that still flows after the last user has gone: a worklet that has not heard yet that it ends would keep its closed context for ever (Chromium). */
const LINGER_S = 0.1;
/** RNNoise works at this rate alone, and Opus prefers it. */
const SAMPLE_RATE = 48_000;

/** The one audio context that all processors of an engine share; closed with its last user. */
export interface SharedContext {
  readonly context: AudioContext;
  /** Adds a worklet module, once. */
  addModule(url: string | URL): Promise<void>;
  /** Idempotent. */
  release(): void;
}

interface Held {
  context: AudioContext;
  modules: Map<string, Promise<void>>;
  users: number;
}

const contexts = new WeakMap<MediaEngine, Held>();

/** Takes a share of the context; every taker releases his own. */
export function shareContext(engine: MediaEngine): SharedContext {
  let held = contexts.get(engine);
  if (!held) {
    held = { context: engine.createAudioContext({ sampleRate: SAMPLE_RATE }), modules: new Map(), users: 0 };
    contexts.set(engine, held);
    keepRunning(held.context);
  }
  const { context, modules } = held;
  held.users++;
  const mine = held;
  let released = false;
  return {
    context,
    addModule(url) {
      const key = String(url);
      const adding = modules.get(key) ?? context.audioWorklet.addModule(url);
      modules.set(key, adding);
      adding.catch(() => modules.delete(key));
      return adding;
    },
    release() {
      if (released) return;
      released = true;
      if (--mine.users > 0) return;
      contexts.delete(engine);
      closeSoon(context);
    },
  };
}

function closeSoon(context: AudioContext): void {
  const close = () => void context.close().catch(() => {});
  if (context.state !== 'running') {
    close();
    return;
  }
  const timer = new ConstantSourceNode(context); // the context's own clock
  timer.onended = close;
  timer.start();
  timer.stop(context.currentTime + LINGER_S);
}

/** A telephone call or a locked screen interrupts contexts on some systems; ours goes on as soon as it may. */
function keepRunning(context: AudioContext): void {
  context.addEventListener('statechange', () => {
    if (context.state !== 'running' && context.state !== 'closed') void context.resume().catch(() => {});
  });
}
