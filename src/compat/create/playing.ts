type Listener = (playing: { duration: number }) => void;

/** A promise of a file that is played to its end, and a hook for its beginning, to be set before `then` (RB-call-40). The duration is in ms. */
export interface Playing extends Promise<void> {
  onPlaying(listener: Listener): Playing;
}

export function playing(play: (onPlaying: Listener) => Promise<void>): Playing {
  const listeners: Listener[] = [];
  const done = play((begun) => {
    for (const listener of listeners) listener(begun);
  });
  return Object.assign(done, {
    onPlaying(this: Playing, listener: Listener) {
      listeners.push(listener);
      return this;
    },
  });
}
