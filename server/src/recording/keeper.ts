import type { Timer } from '../../../src/core/base/index.ts';
import type { ServerCore } from '../api.ts';
import type { Logger } from '../deps.ts';
import type { AudioStore } from './audio-store.ts';

/** Closes recordings whose page crashed, with what they have. */
export class RecordingKeeper {
  readonly #core: ServerCore;
  readonly #audio: AudioStore;
  readonly #log: Pick<Logger, 'warn'>;
  #timer: Timer;
  #closed = false;

  constructor(core: ServerCore, audio: AudioStore, log: Pick<Logger, 'warn'>) {
    this.#core = core;
    this.#audio = audio;
    this.#log = log;
  }

  start(): void {
    if (this.#closed) return;
    const { clock, settings } = this.#core;
    this.#timer = clock.setTimeout(() => {
      this.#look()
        .catch((error: unknown) => this.#log.warn({ reason: String(error) }, 'recordings could not be closed; trying again'))
        .finally(() => this.start());
    }, settings.recordingIdleMs / 4);
  }

  close(): void {
    this.#closed = true;
    this.#core.clock.clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { clock, settings, audio } = this.#core;
    for (const { app, recording } of await audio.recordings.idle({ before: clock.now() - settings.recordingIdleMs })) {
      await this.#audio.interrupt(app, recording);
      const size = await this.#audio.size(app, recording);
      await audio.recordings.close({ app, recording, size, durationMs: 0, state: 'incomplete' });
    }
  }
}
