import { html, type TemplateResult } from 'lit';
import { Lazy } from '../../../../core/base/lazy.ts';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { clockText } from '../../../internal/durations.ts';
import { pause, play } from '../../../internal/icons.ts';
import type { ChannelHost } from '../../host.ts';
import type { Voice } from '../summary.ts';
import { t } from '../words.ts';
import type { Player } from './player.ts';

const player = new Lazy(() => import('./player.ts'));
/** Bars that are drawn, however many peaks there are. */
const BARS = 40;
const STEP_S = 5;

/** Voice messages: drawn from what was measured when they were recorded; what plays them comes with the first play. */
export class VoiceMessages {
  #player: Player | undefined;
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
  }

  reset(): void {
    this.#player?.stop();
  }

  content(item: ChatMessage, voice: Voice, tab: number, meta: TemplateResult): TemplateResult {
    const { key } = item;
    const now = this.#player?.at(key);
    const total = now?.durationMs ?? voice.durationMs;
    const share = now ? Math.min(1, now.positionMs / total) : 0;
    const bars = peaks(voice.waveform);
    const seek = (event: PointerEvent) => {
      const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
      this.#with((one) => one.seek(item, voice, ((event.clientX - left) / width) * total));
    };
    const onKey = (event: KeyboardEvent) => {
      const by = { ArrowRight: STEP_S, ArrowUp: STEP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S }[event.key];
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? total : by === undefined ? undefined : (now?.positionMs ?? 0) + by * 1000;
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.#with((one) => one.seek(item, voice, to));
    };
    // play, time and the wave run from left to right everywhere, as on every machine that plays
    return html`<div class="vo">
      <button type="button" class="pl" tabindex=${tab} aria-label=${t(now?.playing ? 'chat.voice.pause' : 'chat.voice.play')}
        @click=${() => this.#with((one) => one.toggle(item, voice))}>${now?.playing ? pause : play}</button>
      <div class="vo-w">
        <div class="wave" role="slider" tabindex=${tab} aria-label=${t('chat.voice.position')} aria-valuemin="0" aria-valuemax=${Math.round(total / 1000)}
          aria-valuenow=${Math.round((share * total) / 1000)} aria-valuetext=${`${clockText(share * total)} / ${clockText(total)}`}
          @click=${seek} @keydown=${onKey}>${bars.map((height, i) => html`<i class=${(i + 0.5) / bars.length < share ? 'p' : ''} style="--h:${height}"></i>`)}</div>
        <div class="vo-m"><span class="tnum">${clockText(now ? share * total : total)}</span>${
          now
            ? html`<button type="button" class="spd" tabindex=${tab} aria-label=${t('chat.voice.speed', { speed: now.speed })} @click=${() => this.#with((one) => one.faster())}>${now.speed}×</button>`
            : null
        }${meta}</div>
      </div>
    </div>`;
  }

  #with(task: (one: Player) => void): void {
    if (this.#player) {
      task(this.#player);
      return;
    }
    void player.load().then(
      ({ Player }) => {
        this.#player ??= new Player(this.#host);
        task(this.#player);
      },
      () => this.#host.more?.notes.show(t('chat.failed')),
    );
  }
}

/** Heights from 0 to 1: the peaks over as many equal stretches as there are bars. */
function peaks(waveform: readonly number[]): number[] {
  const count = Math.min(BARS, waveform.length);
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * waveform.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * waveform.length) / count));
    return Math.round((Math.max(...waveform.slice(from, to)) / 31) * 100) / 100;
  });
}
