import type { SpeechSettings } from '../base/index.ts';
import type { SpeechEvent } from './api.ts';

/** Readings further apart than this were interrupted (a hidden page): what lasted before them does not go on. */
const GAP_MS = 1_000;

/** What is used where the client's settings say nothing. */
export const defaultSpeechSettings: Readonly<SpeechSettings> = {
  speechDb: -42,
  speechHoldMs: 100,
  quietDb: -48,
  quietHoldMs: 800,
  silenceDb: -80,
  noSoundMs: 5_000,
  mutedSpeechMs: 1_500,
  mutedSpeechEveryMs: 30_000,
};

/** Makes words of loudness: speech begins above one threshold and ends below a lower one, each only when it lasts. */
export class SpeechWatch {
  readonly #settings: SpeechSettings;
  readonly #tell: (event: SpeechEvent) => void;
  #last = Number.NEGATIVE_INFINITY;
  #speaking = false;
  #silent = false;
  #loudSince: number | undefined;
  #quietSince: number | undefined;
  #silentSince: number | undefined;
  #mutedSince: number | undefined;
  #warnedAt = Number.NEGATIVE_INFINITY;

  constructor(settings: SpeechSettings, tell: (event: SpeechEvent) => void) {
    this.#settings = settings;
    this.#tell = tell;
  }

  /** One reading: root mean square 0…1, whether the track is muted, and when, in ms. */
  hear(rms: number, muted: boolean, nowMs: number): void {
    if (nowMs - this.#last > GAP_MS) {
      this.#quietSince = this.#silentSince = this.#mutedSince = undefined;
      this.#loudSince = this.#speaking ? nowMs : undefined;
    }
    this.#last = nowMs;
    const db = 20 * Math.log10(rms); // -Infinity for nothing at all
    this.#hearSound(db > this.#settings.silenceDb, nowMs);
    this.#hearSpeech(db, nowMs);
    this.#hearMuted(muted, nowMs);
  }

  #hearSound(sound: boolean, now: number): void {
    if (!sound) this.#silentSince ??= now;
    else this.#silentSince = undefined;
    const silent = this.#silentSince !== undefined && (this.#silent || now - this.#silentSince >= this.#settings.noSoundMs);
    if (silent === this.#silent) return;
    this.#silent = silent;
    this.#tell(silent ? 'no-sound' : 'sound');
  }

  #hearSpeech(db: number, now: number): void {
    const { speechDb, quietDb, speechHoldMs, quietHoldMs } = this.#settings;
    if (db >= quietDb) this.#quietSince = undefined;
    else this.#quietSince ??= now;
    if (this.#speaking) {
      if (this.#quietSince === undefined || now - this.#quietSince < quietHoldMs) return;
      this.#speaking = false;
      this.#loudSince = undefined;
      this.#tell('quiet');
      return;
    }
    if (db >= speechDb) this.#loudSince ??= now;
    else if (db < quietDb) this.#loudSince = undefined;
    if (this.#loudSince === undefined || now - this.#loudSince < speechHoldMs) return;
    this.#speaking = true;
    this.#tell('speaking');
  }

  #hearMuted(muted: boolean, now: number): void {
    const { mutedSpeechMs, mutedSpeechEveryMs } = this.#settings;
    if (!muted) this.#mutedSince = undefined;
    else this.#mutedSince ??= now;
    if (!this.#speaking || this.#quietSince !== undefined || this.#mutedSince === undefined) return; // told while one speaks, not in a pause
    const since = Math.max(this.#mutedSince, this.#loudSince ?? now);
    if (now - since < mutedSpeechMs || now - this.#warnedAt < mutedSpeechEveryMs) return;
    this.#warnedAt = now;
    this.#tell('muted-speech');
  }
}
