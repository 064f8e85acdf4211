import { html, type TemplateResult } from 'lit';
import type { Timer } from '../../../../core/base/clock.ts';
import { durationText } from '../../../internal/durations.ts';
import { clock } from '../../../internal/icons.ts';
import type { ChannelHost } from '../../host.ts';
import { t } from './words.ts';

const SECOND_MS = 1_000;

/** Slow mode above the text box: how long until the next message may go out. It counts for the eye; the ear hears it when Send was tried, and once it is over. */
export class SlowMode {
  #timer: Timer | undefined;
  /** Send was tried meanwhile. */
  #tried = false;
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  get leftMs(): number {
    const { view, clock } = this.#host;
    return Math.max(0, (view?.slowUntilMs ?? 0) - clock.now());
  }

  /** Send was asked for: whether what is written has to wait. Says so. */
  holds(): boolean {
    const { leftMs } = this;
    if (!leftMs) return false;
    this.#tried = true;
    this.#host.say(t('chat.slow', { time: durationText(Math.ceil(leftMs / SECOND_MS) * SECOND_MS, 'long') }));
    return true;
  }

  /** The box and Send are described by it. */
  line(): TemplateResult | undefined {
    const { leftMs } = this;
    if (!leftMs) return undefined;
    const time = durationText(Math.ceil(leftMs / SECOND_MS) * SECOND_MS, 'short');
    return html`<div class="told slow" id="slow">${clock}<p class="tnum">${t('chat.slow.left', { time })}</p></div>`;
  }

  /** The element was drawn: the next second is on its way. */
  drawn(): void {
    const { leftMs } = this;
    if (!leftMs || this.#timer !== undefined) return;
    this.#timer = this.#host.clock.setTimeout(
      () => {
        this.#timer = undefined;
        this.#host.requestUpdate();
        if (this.leftMs || !this.#tried) return;
        this.#tried = false;
        this.#host.say(t('chat.slow.over'));
      },
      leftMs % SECOND_MS || SECOND_MS,
    );
  }

  stop(): void {
    this.#host.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tried = false;
  }
}
