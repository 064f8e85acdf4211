import { Emitter, type Timer, type Unsubscribe, uuid } from '../base/index.ts';
import { type DetachedMedia, type Media, mediaOf } from '../media/index.ts';
import { asEarshotError, EarshotError, type Party } from '../protocol/index.ts';
import { CallMix, recordingType, SoundRecorder } from '../recording/index.ts';
import type { LeavingMessage, LeavingState, Playable, VoicemailParts } from './api.ts';
import { ask, sound } from './rest.ts';

/** The tone before a message: 1 kHz for half a second, as answering machines have it. */
const TONE = { hertz: 1_000, ms: 500, gain: 0.2 };
/** Enough for a voice. */
const BITS_PER_SECOND = 32_000;
/** A message that does not get through is tried so often before the person is asked. */
const ATTEMPTS = 4;

export interface Offer {
  callId: string;
  to: Party;
  greeting: Playable | undefined;
  maxMs: number;
}

/** Opens the microphone and begins; the caller knows how to stop it. */
export async function leaveMessage(parts: VoicemailParts, offer: Offer): Promise<LeavingMessage> {
  if (!recordingType()) throw new EarshotError('recording:unsupported', 'leave a message');
  const media = mediaOf(parts.client);
  const context = media.engine.createAudioContext(); // now, while the gesture that led here still counts
  try {
    const leaving = new Leaving(parts, offer, media, await media.open({ audio: true }), context);
    leaving.begin();
    return leaving;
  } catch (error) {
    void context.close().catch(() => {});
    throw error;
  }
}

class Leaving extends Emitter<{ change: [] }> implements LeavingMessage {
  readonly callId: string;
  readonly to: Party;
  readonly greeting: Playable | undefined;
  readonly maxMs: number;
  readonly #parts: VoicemailParts;
  readonly #media: Media;
  readonly #context: AudioContext;
  readonly #microphone: DetachedMedia;
  readonly #mix: CallMix;
  readonly #following: Unsubscribe;
  #state: LeavingState = 'greeting';
  #player: HTMLAudioElement | undefined;
  #recorder: SoundRecorder | undefined;
  #pieces: Blob[] = [];
  #durationMs = 0;
  #preview: string | undefined;
  #error: EarshotError | undefined;
  #timer: Timer;
  #sending: Promise<void> | undefined;
  /** Ends the wait before another attempt. */
  #wake: () => void = () => {};
  /** The id of what is sent: the same however often it is. */
  #messageId = '';

  constructor(parts: VoicemailParts, offer: Offer, media: Media, microphone: DetachedMedia, context: AudioContext) {
    super();
    this.#parts = parts;
    this.callId = offer.callId;
    this.to = offer.to;
    this.greeting = offer.greeting;
    this.maxMs = offer.maxMs;
    this.#media = media;
    this.#microphone = microphone;
    this.#context = context;
    this.#mix = new CallMix(context, 1);
    this.#mix.hear('local', microphone.audioTrack);
    this.#following = microphone.onReplaced((next) => {
      if (next.kind === 'audio') this.#mix.hear('local', next);
    });
  }

  get state() {
    return this.#state;
  }
  get durationMs() {
    return this.#recorder ? Math.min(this.maxMs, this.#recorder.durationMs) : this.#durationMs;
  }
  get preview() {
    return this.#preview;
  }
  get error() {
    return this.#error;
  }

  begin(): void {
    const player = this.greeting && this.#media.engine.createAudioElement?.();
    if (!this.greeting || !player) {
      this.#tone();
      return;
    }
    this.#player = player;
    player.src = this.greeting.url;
    const over = () => this.skipGreeting();
    player.addEventListener('ended', over);
    player.addEventListener('error', over); // one that cannot be played is no reason to take no message
    player.play().catch(over);
  }

  onLevel(listener: (level: number) => void): () => void {
    const track = this.#microphone.audioTrack;
    return track ? this.#media.onLevel(track, listener) : () => {};
  }

  skipGreeting(): void {
    if (this.#state === 'greeting') this.#tone();
  }

  async stop(): Promise<void> {
    if (this.#state === 'recorded') return;
    const recorder = this.#recorder;
    if (this.#state !== 'recording' || !recorder) throw this.#wrongState('stop recording');
    this.#parts.clock.clearTimeout(this.#timer);
    await recorder.stop();
    if (this.#recorder !== recorder) return; // cancelled, or stopped by another hand
    this.#durationMs = this.durationMs;
    this.#recorder = undefined;
    this.#messageId = `m-${uuid().replaceAll('-', '')}`;
    this.#preview = URL.createObjectURL(this.#blob(recorder.type));
    this.#go('recorded');
  }

  async again(): Promise<void> {
    if (this.#state === 'recording') await this.stop();
    if (this.#state !== 'recorded') throw this.#wrongState('begin again');
    this.#drop();
    this.#tone();
  }

  async send(): Promise<void> {
    if (this.#state === 'sent') return;
    if (this.#state === 'recording') await this.stop();
    if (this.#state !== 'recorded' && this.#state !== 'sending') throw this.#wrongState('send the message');
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
    await this.#sending;
  }

  cancel(): void {
    if (this.#over) return;
    this.#end('cancelled');
  }

  get #over(): boolean {
    return this.#state === 'sent' || this.#state === 'cancelled' || this.#state === 'failed';
  }

  #tone(): void {
    this.#hush();
    this.#go('tone');
    const oscillator = new OscillatorNode(this.#context, { frequency: TONE.hertz });
    const gain = new GainNode(this.#context, { gain: TONE.gain });
    oscillator.connect(gain).connect(this.#context.destination);
    oscillator.start();
    // by our clock, not the sound's: a context that the browser holds back would never end it
    this.#timer = this.#parts.clock.setTimeout(() => {
      oscillator.stop();
      gain.disconnect();
      if (this.#state === 'tone') this.#record();
    }, TONE.ms);
  }

  #record(): void {
    const { clock } = this.#parts;
    try {
      this.#recorder = new SoundRecorder({
        stream: this.#mix.stream,
        clock,
        bitsPerSecond: BITS_PER_SECOND,
        piece: (piece) => void this.#pieces.push(piece),
        failed: (error) => this.#fail(error),
      });
    } catch (error) {
      this.#fail(asEarshotError(error, 'recording:unsupported', 'leave a message'));
      return;
    }
    this.#timer = clock.setTimeout(() => void this.stop().catch(() => {}), this.maxMs);
    this.#go('recording');
  }

  async #send(): Promise<void> {
    const operation = 'send the message';
    const blob = this.#blob();
    const path = `/offers/${encodeURIComponent(this.callId)}/messages/${this.#messageId}?duration_ms=${Math.round(this.#durationMs)}`;
    this.#error = undefined;
    this.#go('sending');
    for (let attempt = 1; ; attempt++) {
      try {
        await ask(this.#parts, operation, path, sound(blob));
        break;
      } catch (error) {
        const why = asEarshotError(error, 'connection:unreachable', operation);
        if (this.#state !== 'sending') throw new EarshotError('request:aborted', operation);
        if (attempt < ATTEMPTS && (why.retryable || why.code === 'connection:unreachable')) {
          await this.#wait(why.retryAfterMs ?? this.#parts.settings.backoffBaseMs * 2 ** attempt);
          if (this.#state === 'sending') continue;
          throw new EarshotError('request:aborted', operation);
        }
        this.#error = why;
        if (this.#state === 'sending') this.#go('recorded');
        throw why;
      }
    }
    if (this.#state === 'sending') this.#end('sent');
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = this.#parts.clock.setTimeout(resolve, ms);
    });
  }

  #blob(type?: string): Blob {
    return new Blob(this.#pieces, { type: type ?? this.#pieces[0]?.type ?? 'audio/webm' });
  }

  /** What was recorded goes. */
  #drop(): void {
    if (this.#preview !== undefined) URL.revokeObjectURL(this.#preview);
    this.#preview = undefined;
    this.#pieces = [];
    this.#durationMs = 0;
    this.#error = undefined;
  }

  /** The greeting is silent. */
  #hush(): void {
    const player = this.#player;
    this.#player = undefined;
    if (!player) return;
    player.pause();
    player.removeAttribute('src');
    player.load();
  }

  #fail(error: EarshotError): void {
    if (this.#over) return;
    this.#error = error;
    this.#end('failed');
  }

  #end(state: 'sent' | 'cancelled' | 'failed'): void {
    const { clock } = this.#parts;
    clock.clearTimeout(this.#timer);
    this.#hush();
    const recorder = this.#recorder;
    this.#recorder = undefined;
    void recorder?.stop();
    const error = this.#error;
    this.#drop();
    this.#error = error;
    this.#following();
    this.#mix.close();
    this.#microphone.dispose();
    this.#go(state);
    this.#wake();
  }

  #go(state: LeavingState): void {
    this.#state = state;
    this.emit('change');
  }

  #wrongState(operation: string): EarshotError {
    return new EarshotError('call:wrong-state', operation, `it is ${this.#state}`, { callId: this.callId });
  }
}
