import type { DetachedMedia } from '../../core/media/api.ts';
import { asEarshotError, type EarshotError } from '../../core/protocol/index.ts';
import type { Choices, NoiseSuppression } from './events.ts';

/** What the effects need of the preview. */
export interface EffectsHost {
  readonly media: DetachedMedia | undefined;
  readonly choices: Choices;
  readonly assetsUrl: string;
  requestUpdate(): void;
  /** An effect did not start; what was there goes on. */
  failed(effect: 'blur' | 'noise', error: EarshotError): void;
}

const loadProcessing = () => import('../../core/media/processing/index.ts');

/**
 * Blurred background and noise suppression on what is open. What processes is loaded with the first choice that needs it. An effect that
 * fails is told of and taken back: the raw picture, and the browser's own suppression, go on.
 */
export class Effects {
  /** Is being started. */
  busy: 'blur' | 'noise' | undefined;
  /** Did not start. */
  failed: 'blur' | 'noise' | undefined;
  readonly #host: EffectsHost;

  constructor(host: EffectsHost) {
    this.#host = host;
  }

  async setBlurred(blurred: boolean): Promise<void> {
    const { media, choices } = this.#host;
    choices.blurred = blurred;
    this.failed = undefined;
    if (media) await this.#blur(media);
  }

  async setNoiseSuppression(kind: NoiseSuppression): Promise<void> {
    const { media, choices } = this.#host;
    const before = choices.noiseSuppression;
    choices.noiseSuppression = kind;
    this.failed = undefined;
    if (media) await this.#suppress(media, before);
  }

  /** Puts what was chosen on media that was opened just now. */
  async apply(media: DetachedMedia): Promise<void> {
    const { choices } = this.#host;
    if (choices.blurred && media.videoTrack) await this.#blur(media);
    if (choices.noiseSuppression !== 'standard') await this.#suppress(media, 'standard');
  }

  async #blur(media: DetachedMedia): Promise<void> {
    const { choices, assetsUrl } = this.#host;
    const wanted = choices.blurred;
    if (!media.videoTrack) return;
    await this.#attempt(
      'blur',
      async () => media.setProcessor('video', wanted ? (await loadProcessing()).backgroundBlur(filesOf(assetsUrl)) : undefined),
      () => {
        if (choices.blurred === wanted) choices.blurred = false;
      },
    );
  }

  async #suppress(media: DetachedMedia, before: NoiseSuppression): Promise<void> {
    const { choices, assetsUrl } = this.#host;
    const wanted = choices.noiseSuppression;
    if (!media.audioTrack) return;
    await this.#attempt(
      'noise',
      async () => {
        if (wanted === 'strong') await media.setProcessor('audio', (await loadProcessing()).noiseSuppressor(filesOf(assetsUrl)));
        else if (before === 'strong') await media.setProcessor('audio', undefined);
        // the two of them one after the other would eat the voice
        await media.configure({ noiseSuppression: wanted === 'standard' });
      },
      () => {
        if (choices.noiseSuppression !== wanted) return;
        choices.noiseSuppression = 'standard';
        media.configure({ noiseSuppression: true }).catch(() => {}); // as it was opened
      },
    );
  }

  async #attempt(effect: 'blur' | 'noise', change: () => Promise<void>, takeBack: () => void): Promise<void> {
    const host = this.#host;
    this.busy = effect;
    host.requestUpdate();
    try {
      await change();
    } catch (reason) {
      const error = asEarshotError(reason, 'media:failed', 'use an effect');
      if (error.code === 'request:aborted') return; // closed meanwhile
      takeBack();
      this.failed = effect;
      host.failed(effect, error);
    } finally {
      if (this.busy === effect) this.busy = undefined;
      host.requestUpdate();
    }
  }
}

const filesOf = (assetsUrl: string): { assetsUrl?: string } => (assetsUrl ? { assetsUrl } : {});
