import type { ChatMessage } from '../../../../core/chat/api.ts';
import type { ChannelHost } from '../../host.ts';
import type { Voice } from '../summary.ts';
import { t } from '../words.ts';

const SPEEDS = [1, 1.5, 2];

export interface Playing {
  playing: boolean;
  positionMs: number;
  durationMs: number;
  speed: number;
}

/** The one that plays now, on the whole page: another start silences it. */
let current: Player | undefined;

/** Plays the voice messages of one channel, one at a time, by an `<audio>` that is never shown. */
export class Player {
  #key: string | undefined;
  #durationMs = 0;
  #speed = 1;
  /** Where to go once the sound is known. */
  #wanted = 0;
  /** It plays, or came to its end by that: whoever moves a paused one to its end stays there. */
  #ran = false;
  readonly #audio = new Audio();
  readonly #host: ChannelHost;

  constructor(host: ChannelHost) {
    this.#host = host;
    const audio = this.#audio;
    audio.preload = 'metadata';
    for (const type of ['play', 'pause', 'timeupdate', 'seeked']) audio.addEventListener(type, this.#draw);
    audio.addEventListener('play', () => {
      this.#ran = true;
    });
    audio.addEventListener('pause', () => {
      this.#ran &&= audio.ended;
    });
    audio.addEventListener('ended', () => {
      if (this.#ran) audio.currentTime = 0;
      this.#ran = false;
      this.#draw();
    });
    audio.addEventListener('loadedmetadata', () => {
      if (this.#wanted) audio.currentTime = this.#wanted / 1000;
      this.#wanted = 0;
    });
  }

  /** How far a message is; undefined when it is not the one that plays, or played last. */
  at(key: string): Playing | undefined {
    if (key !== this.#key) return undefined;
    const positionMs = this.#wanted || this.#audio.currentTime * 1000;
    return { playing: !this.#audio.paused, positionMs, durationMs: this.#durationMs, speed: this.#speed };
  }

  toggle(item: ChatMessage, voice: Voice): void {
    if (this.#key === item.key && !this.#audio.paused) {
      this.#audio.pause();
      return;
    }
    this.#take(item, voice);
    void this.#play(item, true);
  }

  seek(item: ChatMessage, voice: Voice, toMs: number): void {
    this.#take(item, voice);
    const to = Math.max(0, Math.min(toMs, this.#durationMs));
    if (this.#audio.readyState) this.#audio.currentTime = to / 1000;
    else this.#wanted = to;
    this.#draw();
  }

  faster(): void {
    this.#speed = SPEEDS[(SPEEDS.indexOf(this.#speed) + 1) % SPEEDS.length]!;
    this.#audio.playbackRate = this.#speed;
    this.#draw();
  }

  stop(): void {
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#key = undefined;
  }

  #take(item: ChatMessage, voice: Voice): void {
    if (this.#key === item.key) return;
    const before = this.#key;
    const src = item.localUrl ?? (item.file && this.#host.more?.links.url(item.file));
    this.#audio.pause();
    this.#key = item.key;
    this.#wanted = 0;
    this.#durationMs = voice.durationMs;
    if (src) this.#audio.src = src;
    this.#audio.playbackRate = this.#speed;
    if (before !== undefined) this.#host.more?.touch(before);
  }

  async #play(item: ChatMessage, again: boolean): Promise<void> {
    if (current && current !== this) current.#audio.pause();
    current = this;
    this.#audio.playbackRate = this.#speed;
    try {
      await this.#audio.play();
    } catch (error) {
      if (this.#key !== item.key || (error as DOMException).name === 'AbortError') return;
      // an address that is signed expires: asked for anew, once
      const fresh = again && item.file && (await this.#host.view?.refreshFile(item.file).catch(() => undefined));
      if (fresh && this.#key === item.key) {
        this.#audio.src = fresh;
        await this.#play(item, false);
      } else {
        this.#host.more?.notes.show(t('chat.voice.failed'));
      }
    }
  }

  readonly #draw = (): void => {
    if (this.#key !== undefined) this.#host.more?.touch(this.#key);
  };
}
