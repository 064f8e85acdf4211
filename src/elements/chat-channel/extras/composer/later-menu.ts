import { html, type TemplateResult } from 'lit';
import type { ChannelActions } from '../../../../core/chat/actions/api.ts';
import { clock as clockIcon } from '../../../internal/icons.ts';
import { timeText } from '../../format.ts';
import type { ChannelHost } from '../../host.ts';
import { momentText } from '../format.ts';
import { trash } from '../icons.ts';
import { t } from './words.ts';

type Scheduled = Awaited<ReturnType<ChannelActions['schedule']>>;

const HOUR_MS = 3_600_000;
/** In the morning, for "tomorrow". */
const MORNING_HOUR = 9;

/** What a `datetime-local` field shows for a moment. */
const fieldValue = (atMs: number): string => new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** The menu of Send: when to send what is written, and what waits already. */
export class LaterMenu {
  #waiting: readonly Scheduled[] = [];
  #pickedMs: number;
  readonly #host: ChannelHost;
  readonly #schedule: (atMs: number) => void;
  readonly #close: () => void;

  constructor(host: ChannelHost, schedule: (atMs: number) => void, close: () => void) {
    this.#host = host;
    this.#schedule = schedule;
    this.#close = close;
    this.#pickedMs = host.clock.now() + 2 * HOUR_MS;
    void this.#load();
  }

  render(): TemplateResult {
    const now = this.#host.clock.now();
    const hour = now + HOUR_MS;
    const morning = new Date(now);
    morning.setDate(morning.getDate() + 1);
    const tomorrow = morning.setHours(MORNING_HOUR, 0, 0, 0);
    const canSend = this.#host.composer.ready && !!this.#host.composer.text.trim();
    const item = (text: string, atMs: number) =>
      html`<button type="button" class="mi" aria-disabled=${String(!canSend)} @click=${() => canSend && this.#schedule(atMs)}>${clockIcon}<span class="trunc">${text}</span></button>`;
    return html`<div class="menu pop later" role="dialog" aria-label=${t('chat.later')} @keydown=${this.#onKey} @focusout=${this.#onFocusOut}>
      <div class="mg">${t('chat.later')}</div>
      ${item(t('chat.later.hour', { time: timeText(hour) }), hour)} ${item(t('chat.later.tomorrow', { time: timeText(tomorrow) }), tomorrow)}
      <div class="when"><input type="datetime-local" aria-label=${t('chat.later.pick')} min=${fieldValue(now)} .value=${fieldValue(this.#pickedMs)} @change=${this.#onPick} />
        <button type="button" class="btn" aria-disabled=${String(!canSend || this.#pickedMs <= now)}
          @click=${() => canSend && this.#pickedMs > this.#host.clock.now() && this.#schedule(this.#pickedMs)}>${t('chat.later.set')}</button></div>
      ${
        this.#waiting.length
          ? html`<div class="mg">${t('chat.later.waiting')}</div>
            <ul>${this.#waiting.map((one) => this.#row(one))}</ul>`
          : null
      }
    </div>`;
  }

  #row({ schedule_id, send_at, draft }: Scheduled): TemplateResult {
    const text = draft.content ?? '';
    return html`<li class="mi"><span class="cap-t"><b class="trunc" dir="auto">${text}</b><span>${momentText(send_at)}</span></span>
      <button type="button" class="ib" aria-label=${t('chat.later.drop', { text })} @click=${() => void this.#drop(schedule_id)}>${trash}</button></li>`;
  }

  async #load(): Promise<void> {
    try {
      this.#waiting = (await (await this.#host.view!.actions()).scheduled()) ?? [];
      this.#host.requestUpdate();
    } catch {
      // none are listed
    }
  }

  async #drop(id: string): Promise<void> {
    try {
      await (await this.#host.view!.actions()).unschedule(id);
      this.#waiting = this.#waiting.filter(({ schedule_id }) => schedule_id !== id);
      this.#host.requestUpdate();
      await this.#host.updateComplete;
      this.#host.renderRoot.querySelector<HTMLElement>('.later .mi')?.focus();
    } catch {
      this.#host.say(t('chat.later.failed'), true);
    }
  }

  readonly #onPick = (event: Event): void => {
    const atMs = new Date((event.target as HTMLInputElement).value).getTime();
    if (!Number.isNaN(atMs)) this.#pickedMs = atMs;
    this.#host.requestUpdate();
  };

  readonly #onFocusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (to instanceof Node && !(event.currentTarget as Node).contains(to)) this.#close();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const items = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('button,input')];
    const at = items.indexOf(event.target as HTMLElement);
    const field = (event.target as Element).localName === 'input';
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
    } else if (!field && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      items[(at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length]?.focus();
    }
  };
}
