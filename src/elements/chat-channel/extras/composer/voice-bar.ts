import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Timer } from '../../../../core/base/clock.ts';
import type { EarshotError } from '../../../../core/protocol/index.ts';
import { arrowUp } from '../../../internal/chat-icons.ts';
import { clockText, durationText } from '../../../internal/durations.ts';
import { alert, close, mic, pause } from '../../../internal/icons.ts';
import { Line } from '../../../internal/line.ts';
import type { ChannelHost } from '../../host.ts';
import { trash } from '../icons.ts';
import { voiceDoor } from './voice-door.ts';
import type { VoiceNote, VoiceRecording } from './voice-note.ts';
import { t } from './words.ts';

/** A press that lasts longer holds the recording: letting go sends it. A shorter one leaves it running. */
const HOLD_MS = 350;
/** A finger that moved this far towards the start of the line cancels; this far up, it may let go. */
const CANCEL_PX = 90;
const LOCK_PX = 60;

/** The microphone in place of an empty box's Send, and the bar in place of the box while a voice message is recorded. */
export class VoiceBar {
  #recording: VoiceRecording | undefined;
  #starting = false;
  /** Another start, or its end, makes what is on its way void. */
  #turn = 0;
  #trouble: string | undefined;
  #press: { id: number; x: number; y: number; atMs: number } | undefined;
  #held = false;
  #line: Line | undefined;
  #tick: Timer | undefined;
  readonly #host: ChannelHost;
  readonly #send: (note: VoiceNote) => void;

  constructor(host: ChannelHost, send: (note: VoiceNote) => void) {
    this.#host = host;
    this.#send = send;
  }

  static get supported(): boolean {
    return typeof MediaRecorder === 'function' && !!navigator.mediaDevices;
  }

  get recording(): boolean {
    return this.#starting || !!this.#recording;
  }

  /** Instead of Send while there is nothing to send. */
  button(): TemplateResult {
    return html`<button type="button" class="ib mic" part="record" aria-label=${t('chat.record.start')}
      @pointerdown=${this.#onPress} @click=${this.#onClick}>${mic}</button>`;
  }

  /** Why it cannot be done, above the text. */
  told(): TemplateResult | undefined {
    if (!this.#trouble) return undefined;
    return html`<div class="told" role="status">${alert}<p>${this.#trouble}</p>
      <button type="button" class="ib" aria-label=${t('chat.dismiss')} @click=${() => this.#tell(undefined)}>${close}</button></div>`;
  }

  /** Instead of the box. */
  bar(): TemplateResult {
    const { durationMs = 0, paused = false } = this.#recording ?? {};
    return html`<div class="ed bar" @keydown=${this.#onKey}>
      <button type="button" class="ib" aria-label=${t('chat.voice.discard')} @click=${() => this.cancel(true)}>${trash}</button>
      <div class="rec" role="group" aria-label=${t('chat.voice.recording')}>
        <span class=${paused ? 'dot still' : 'dot'}></span><span class="tnum" role="timer">${clockText(durationMs)}</span>
        <span class="line" data-s="live" aria-hidden="true" ${ref(this.#onLine)}></span>
        ${this.#held ? html`<span class="slide" aria-hidden="true">${t('chat.voice.slide')}</span>` : null}
      </div>
      ${
        this.#held
          ? null
          : html`<button type="button" class="ib" aria-label=${t(paused ? 'chat.record.resume' : 'chat.record.pause')} @click=${this.#onPause}>${paused ? mic : pause}</button>`
      }
      <button type="button" class="snd" part="send" aria-label=${t('chat.voice.send')} @click=${() => void this.#finish()}>${arrowUp}</button>
    </div>`;
  }

  /** Ends what is being recorded and forgets it. `said`: the user asked for it. */
  cancel(said = false): void {
    if (!this.recording) return;
    this.#recording?.cancel();
    this.#end();
    if (!said) return;
    this.#host.say(t('chat.voice.discarded'));
    this.#focus('textarea');
  }

  async #start(): Promise<void> {
    const { boundClient, clock } = this.#host;
    if (!boundClient || this.recording) return;
    const turn = ++this.#turn;
    this.#starting = true;
    this.#tell(undefined);
    try {
      const { VoiceRecording: Recording, LONGEST_MS } = await voiceDoor.load();
      const recording = await Recording.start(boundClient, () => {
        if (this.#line) this.#line.level = recording.paused ? 0 : recording.level;
      });
      if (turn !== this.#turn) {
        recording.cancel(); // given up meanwhile
        return;
      }
      this.#starting = false;
      this.#recording = recording;
      const tick = () => {
        if (recording.durationMs >= LONGEST_MS) recording.pause();
        this.#tick = clock.setTimeout(tick, 1_000);
        this.#host.requestUpdate();
      };
      this.#tick = clock.setTimeout(tick, 1_000);
      this.#host.say(t('chat.voice.started'));
      this.#host.requestUpdate();
      if (!this.#press && !this.#held) this.#focus('.bar .snd');
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#end();
      const code = (error as Partial<EarshotError>).code ?? '';
      const text = t(
        code === 'media:not-found'
          ? 'chat.voice.none'
          : /^media:(?:denied|system-denied|policy|iframe|insecure)$/.test(code)
            ? 'chat.voice.denied'
            : 'chat.record.failed',
      );
      this.#tell(text);
      this.#host.say(text, true);
      this.#focus('textarea');
    }
  }

  async #finish(): Promise<void> {
    const recording = this.#recording;
    if (!recording) {
      this.cancel(); // let go before the microphone was open
      return;
    }
    this.#end();
    const note = await recording.stop();
    if (note) {
      this.#host.say(t('chat.voice.stopped', { duration: durationText(note.durationMs, 'long') }));
      this.#send(note);
    }
    this.#focus('textarea');
  }

  #end(): void {
    this.#turn++;
    this.#starting = this.#held = false;
    this.#recording = this.#press = undefined;
    this.#host.clock.clearTimeout(this.#tick);
    removeEventListener('pointermove', this.#onMove);
    removeEventListener('pointerup', this.#onRelease);
    removeEventListener('pointercancel', this.#onRelease);
    this.#host.requestUpdate();
  }

  #tell(trouble: string | undefined): void {
    this.#trouble = trouble;
    this.#host.requestUpdate();
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  readonly #onLine = (element: Element | undefined): void => {
    this.#line?.stop();
    this.#line = element ? new Line(element as HTMLElement) : undefined;
    if (this.#line) this.#line.shape = 'live';
  };

  readonly #onPause = (): void => {
    const recording = this.#recording;
    if (recording?.paused) recording.resume();
    else recording?.pause();
    this.#host.requestUpdate();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.cancel(true);
  };

  /** By key, or by a press that was over at once: it began with `pointerdown` then. */
  readonly #onClick = (event: MouseEvent): void => {
    if (event.detail === 0) void this.#start();
  };

  readonly #onPress = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault(); // the focus, and a phone's keyboard, stay
    this.#press = { id: event.pointerId, x: event.clientX, y: event.clientY, atMs: this.#host.clock.now() };
    addEventListener('pointermove', this.#onMove);
    addEventListener('pointerup', this.#onRelease);
    addEventListener('pointercancel', this.#onRelease);
    void this.#start();
  };

  readonly #onMove = (event: PointerEvent): void => {
    const press = this.#press;
    if (event.pointerId !== press?.id) return;
    if (!this.#held && this.#host.clock.now() - press.atMs >= HOLD_MS) {
      this.#held = true;
      this.#host.requestUpdate();
    }
    const rtl = getComputedStyle(this.#host.renderRoot.querySelector('.cmp') ?? document.body).direction === 'rtl';
    if ((press.x - event.clientX) * (rtl ? -1 : 1) > CANCEL_PX) this.cancel(true);
    else if (press.y - event.clientY > LOCK_PX) this.#lock();
  };

  readonly #onRelease = (event: PointerEvent): void => {
    const press = this.#press;
    if (event.pointerId !== press?.id) return;
    const held = this.#host.clock.now() - press.atMs >= HOLD_MS;
    if (event.type === 'pointercancel' || !held) this.#lock();
    else void this.#finish();
  };

  /** It goes on without the finger. */
  #lock(): void {
    this.#press = undefined;
    this.#held = false;
    this.#host.requestUpdate();
    if (this.#recording) this.#focus('.bar .snd');
  }
}
