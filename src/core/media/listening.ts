import type { Media } from './api.ts';
import type { Levels, LevelsParts } from './levels.ts';

/** Levels and speech of tracks. What measures them is a chunk of its own, loaded with the first listener. */
export class Listening implements Pick<Media, 'onLevel' | 'onSpeech'> {
  readonly #parts: LevelsParts;
  #levels: Promise<Levels> | undefined;
  #disposed = false;

  constructor(parts: LevelsParts) {
    this.#parts = parts;
  }

  readonly onLevel: Media['onLevel'] = (track, listener) => this.#listen((levels) => levels.onLevel(track, listener));

  readonly onSpeech: Media['onSpeech'] = (track, listener) => this.#listen((levels) => levels.onSpeech(track, listener));

  dispose(): void {
    this.#disposed = true;
    void this.#levels?.then((levels) => levels.dispose());
  }

  #listen(begin: (levels: Levels) => () => void): () => void {
    let wanted = true;
    let stop: (() => void) | undefined;
    this.#levels ??= import('./levels.ts').then(({ Levels }) => new Levels(this.#parts));
    this.#levels.then(
      (levels) => {
        if (wanted && !this.#disposed) stop = begin(levels);
      },
      () => {
        this.#levels = undefined; // the next listener tries again
      },
    );
    return () => {
      wanted = false;
      stop?.();
      stop = undefined;
    };
  }
}
