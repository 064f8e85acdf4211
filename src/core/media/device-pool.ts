import { EarshotError } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';
import { type Ask, constraintsOf, deviceIdOf, sameDevice, sameWay } from './constraints.ts';
import { listen, undoAll } from './listen.ts';
import { mediaError } from './media-error.ts';

/** Who uses a source, and is told when the raw track dies, falls silent, or is another one. */
export interface SourceUser {
  /** The raw track is about to close, to be opened anew: nothing of it may stay open. */
  onClosing(): void;
  /** The raw track is another one. */
  onReopened(): void;
  onEnded(source: Source): void;
  onMuted(source: Source): void;
}

/** One device (or screen) held open: its raw track, shared by its users, closed with the last. */
export class Source {
  ask: Ask;
  readonly users = new Set<SourceUser>();
  readonly opening: Promise<unknown>;
  /** No one joins any more: the device is gone, or the system's default may be another one by now. */
  retired = false;
  #track: MediaStreamTrack | undefined;
  #listening: (() => void)[] = [];
  /** For whom it is opened, until they have joined. */
  #awaited = 0;

  constructor(ask: Ask, stream: Promise<MediaStream>) {
    this.ask = ask;
    this.opening = this.#open(stream);
    this.opening.catch(() => {
      this.retired = true;
    });
  }

  /** The raw track; there once `opening` is fulfilled. */
  get track(): MediaStreamTrack {
    return this.#track as MediaStreamTrack;
  }

  /** Whether who asks for this can have what is open here. */
  serves(ask: Ask): boolean {
    if (this.retired || this.#track?.readyState === 'ended' || !sameWay(this.ask, ask)) return false;
    const wanted = deviceIdOf(ask);
    return sameDevice(this.ask, ask) || (wanted !== undefined && this.#track?.getSettings().deviceId === wanted);
  }

  await(): void {
    this.#awaited++;
  }

  /** One who waited goes, or stays as a user. */
  arrive(user?: SourceUser): void {
    this.#awaited--;
    if (user) this.users.add(user);
    this.#closeIfIdle();
  }

  leave(user: SourceUser): void {
    this.users.delete(user);
    this.#closeIfIdle();
  }

  /** Opens a device in the place of the one that was stopped. */
  async openAs(engine: MediaEngine, ask: Ask): Promise<void> {
    await this.#open(engine.getUserMedia({ [ask.kind]: constraintsOf(ask) }));
    this.ask = ask;
    this.retired = false;
  }

  async #open(stream: Promise<MediaStream>): Promise<void> {
    const opened = await stream;
    const track = this.ask.kind === 'audio' ? opened.getAudioTracks()[0] : opened.getVideoTracks()[0];
    if (!track) throw new EarshotError('media:not-found', 'open the device');
    this.#track = track;
    this.#listening = [listen(track, ['ended'], this.end), listen(track, ['mute', 'unmute'], this.#onMute)];
    this.#closeIfIdle();
  }

  #closeIfIdle(): void {
    if (this.users.size > 0 || this.#awaited > 0) return;
    this.retired = true;
    this.stop();
  }

  /** Closes the device; nobody is told. */
  stop(): void {
    undoAll(this.#listening);
    this.#track?.stop();
  }

  /** It is gone. */
  readonly end = (): void => {
    this.retired = true;
    for (const user of [...this.users]) user.onEnded(this);
  };

  readonly #onMute = (): void => {
    for (const user of [...this.users]) user.onMuted(this);
  };
}

export const kindOf = ({ kind }: Ask) => (kind === 'audio' ? ('microphone' as const) : ('camera' as const));

/** The open devices of a page: who asks for one that is open already shares it. */
export class DevicePool {
  readonly engine: MediaEngine;
  readonly #sources = new Set<Source>();
  #disposed = false;

  constructor(engine: MediaEngine) {
    this.engine = engine;
  }

  /** Opens all of it, in one question for what is missing, or nothing. Whoever gets a source must `arrive` at it. */
  async acquire(asks: readonly Ask[]): Promise<Source[]> {
    for (const source of this.#sources) if (source.retired) this.#sources.delete(source);
    const shared = asks.map((ask) => [...this.#sources].find((source) => source.serves(ask)));
    const missing = asks.filter((_, index) => !shared[index]);
    const stream =
      missing.length > 0 ? this.engine.getUserMedia(Object.fromEntries(missing.map((ask) => [ask.kind, constraintsOf(ask)]))) : undefined;
    const sources = asks.map((ask, index) => shared[index] ?? new Source(ask, stream as Promise<MediaStream>));
    await this.opened(sources, asks.map(kindOf), 'open the device');
    return sources;
  }

  /** What is asked for from now on is refused, also what is being opened. */
  dispose(): void {
    this.#disposed = true;
  }

  /** Waits for what is being opened, and closes all of it when one does not. */
  async opened(sources: readonly Source[], kinds: Parameters<typeof mediaError>[2], operation: string): Promise<void> {
    for (const source of sources) {
      source.await();
      if (!source.retired) this.#sources.add(source);
    }
    // all have to settle, or what opens late would be left open
    const outcomes = await Promise.allSettled(sources.map(({ opening }) => opening));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (!failed && !this.#disposed) return;
    for (const source of sources) source.arrive();
    throw failed ? await mediaError(this.engine, failed.reason, kinds) : new EarshotError('client:disposed', operation);
  }
}
