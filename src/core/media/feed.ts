import { asEarshotError, EarshotError, isEarshotError } from '../protocol/index.ts';
import type { MicrophoneOptions, TrackProcessor } from './api.ts';
import { type Ask, defined, deviceIdOf } from './constraints.ts';
import type { DevicePool, Source, SourceUser } from './device-pool.ts';

/** A hold that sends a clone of what a feed gives. */
export interface FeedHolder {
  cloneOf(feed: Feed): MediaStreamTrack;
  /** Another track takes the place of the one before. */
  takeOver(feed: Feed): void;
  /** The clone must close at once; another one will come. */
  closeClone(feed: Feed): void;
  feedEnded(feed: Feed): void;
  feedMuted(feed: Feed): void;
}

/**
 * What one `open` got of one kind, for its hold and all that are shared from it: a device, and perhaps an effect on it. Holders send
 * clones, so that each mutes for itself. Changes run one after the other; until one has succeeded, what was in use before stays so.
 */
export class Feed implements SourceUser {
  readonly kind: 'audio' | 'video';
  readonly from: 'microphone' | 'camera' | 'screen';
  /** Only this device was wanted: another is taken only when it is gone. */
  fixed = false;
  /** Told when the device ends, falls silent or is heard again. */
  onSource: ((feed: Feed) => void) | undefined;
  readonly #pool: DevicePool;
  readonly #holders = new Set<FeedHolder>();
  #source: Source;
  #processor: TrackProcessor | undefined;
  /** What the holders clone: the raw track, or what the processor made of it. */
  #out: MediaStreamTrack;
  #last: Promise<unknown> = Promise.resolve();
  #lost = false;

  constructor(pool: DevicePool, source: Source, from?: 'screen') {
    this.kind = source.ask.kind;
    this.from = from ?? (this.kind === 'audio' ? 'microphone' : 'camera');
    this.#pool = pool;
    this.#source = source;
    this.#out = source.track;
    source.arrive(this);
  }

  get track(): MediaStreamTrack {
    return this.#out;
  }

  /** What the device gives, before any effect. */
  get raw(): MediaStreamTrack {
    return this.#source.track;
  }

  /** Which device was asked for; undefined is the system's default. */
  get asked(): string | undefined {
    return deviceIdOf(this.#source.ask);
  }

  /** An effect could not go on, and the track ended with it: nobody may bring back the bare device unasked. */
  get lost(): boolean {
    return this.#lost;
  }

  get sourceMuted(): boolean {
    return this.#source.track.muted;
  }

  join(holder: FeedHolder): void {
    this.#holders.add(holder);
  }

  /** The last one out closes it. */
  leave(holder: FeedHolder): void {
    if (!this.#holders.delete(holder) || this.#holders.size > 0) return;
    this.#processor?.stop();
    this.#processor = undefined;
    this.#source.leave(this);
  }

  switchDevice(deviceId: string | undefined): Promise<void> {
    return this.#change('switch the device', async () => {
      if (this.from === 'screen') throw new EarshotError('media:unsupported', 'switch the device', 'screens are chosen in the browser');
      const source = this.#source;
      const ask: Ask = { ...source.ask, device: deviceId === undefined ? undefined : { exact: deviceId } };
      if (deviceId !== undefined && source.serves(ask)) return;
      if (deviceId === undefined && deviceIdOf(source.ask) === undefined) source.retired = true; // the default may be another one by now
      await this.#open(ask);
    });
  }

  reopen(): Promise<void> {
    return this.#change('open the device anew', async () => {
      if (this.from === 'screen') throw new EarshotError('media:unsupported', 'open the screen anew', 'screens are chosen in the browser');
      this.#source.retired = true;
      await this.#open(this.#source.ask);
    });
  }

  configure(options: MicrophoneOptions): Promise<void> {
    return this.#change('change the microphone', async () => {
      const source = this.#source;
      const wanted = defined(options);
      const how = { ...source.ask.how, ...wanted };
      if (source.users.size === 1 && (await this.#apply(how, wanted))) {
        source.ask = { ...source.ask, how };
        return;
      }
      if (this.from === 'screen') throw new EarshotError('media:unsupported', 'change the sound of a screen');
      const { deviceId } = source.track.getSettings();
      await this.#open({ kind: this.kind, device: deviceId ? { ideal: deviceId } : source.ask.device, how });
    });
  }

  setProcessor(processor: TrackProcessor | undefined): Promise<void> {
    return this.#change(`use ${processor?.name ?? 'no effect'}`, async () => {
      const before = this.#processor;
      if (processor === before) return;
      if (processor && processor.kind !== this.kind)
        throw new EarshotError('media:unsupported', `use ${processor.name}`, `it is for ${processor.kind}`);
      try {
        const out = await this.#through(processor, this.#source.track);
        this.#stillHeld(`use ${processor?.name}`);
        this.#processor = processor;
        this.#use(this.#source, out);
      } catch (error) {
        processor?.stop();
        throw error;
      }
      before?.stop();
    });
  }

  onClosing(): void {
    for (const holder of this.#holders) holder.closeClone(this);
  }

  onReopened(): void {
    this.#change('go on', () => this.#rewire()).catch(() => {}); // holders of a lost effect are told that it ended
  }

  onEnded(source: Source): void {
    if (source !== this.#source) return;
    for (const holder of [...this.#holders]) holder.feedEnded(this);
    this.onSource?.(this);
  }

  onMuted(source: Source): void {
    if (source !== this.#source) return;
    for (const holder of [...this.#holders]) holder.feedMuted(this);
    this.onSource?.(this);
  }

  #change(operation: string, task: () => Promise<void>): Promise<void> {
    const run = this.#last.then(() => {
      this.#stillHeld(operation);
      return task();
    });
    this.#last = run.catch(() => {});
    return run;
  }

  #stillHeld(operation: string): void {
    if (this.#holders.size === 0) throw new EarshotError('request:aborted', operation, 'it was disposed');
  }

  /** Opens beside what is open, so that there is no gap; where the system lends one device at a time, in its place. */
  async #open(ask: Ask): Promise<void> {
    let next: Source;
    try {
      [next] = (await this.#pool.acquire([ask])) as [Source];
    } catch (error) {
      if (!isEarshotError(error, 'media:in-use') || this.#source.track.readyState === 'ended' || this.#holders.size === 0) throw error;
      return this.#openInPlace(ask);
    }
    next.arrive(this);
    const processor = this.#processor;
    try {
      this.#stillHeld('open the device');
      const out = await this.#through(processor, next.track);
      this.#stillHeld('open the device');
      this.#use(next, out);
    } catch (error) {
      const disposed = this.#holders.size === 0;
      if (disposed || next !== this.#source) next.leave(this); // an effect goes on with what it had
      if (disposed) processor?.stop();
      throw error;
    }
  }

  async #openInPlace(ask: Ask): Promise<void> {
    const source = this.#source;
    try {
      await source.reopen(this.#pool.engine, ask, this);
    } finally {
      if (!source.retired && this.#holders.size > 0) await this.#rewire();
    }
  }

  /** The same effect on a raw track that is another one. An effect that cannot go on ends the track: a background once hidden stays so. */
  async #rewire(): Promise<void> {
    const processor = this.#processor;
    const raw = this.#source.track;
    try {
      if (raw.readyState === 'ended') throw new EarshotError('media:failed', 'go on', 'the device is gone');
      const out = await this.#through(processor, raw);
      if (this.#holders.size > 0) this.#use(this.#source, out);
      else processor?.stop();
    } catch (error) {
      processor?.stop();
      this.#processor = undefined;
      this.#out = raw;
      this.#lost = true;
      this.#source.retired = true; // whoever switches to the same device opens it anew
      for (const holder of [...this.#holders]) holder.feedEnded(this);
      throw error;
    }
  }

  async #through(processor: TrackProcessor | undefined, raw: MediaStreamTrack): Promise<MediaStreamTrack> {
    if (!processor) return raw;
    try {
      return await processor.start(raw, this.#pool.engine);
    } catch (error) {
      throw asEarshotError(error, 'media:failed', `use ${processor.name}`);
    }
  }

  #use(source: Source, out: MediaStreamTrack): void {
    const before = this.#source;
    this.#source = source;
    this.#out = out;
    this.#lost = false;
    for (const holder of [...this.#holders]) holder.takeOver(this);
    if (before !== source) before.leave(this);
    if (source.track.readyState === 'ended') this.onEnded(source); // it died while it was taken over
  }

  /** Whether the browser switches it on what is open, and says so. */
  async #apply(how: MediaTrackConstraints, wanted: MicrophoneOptions): Promise<boolean> {
    const tracks = [this.#source.track, ...(this.#processor ? [] : [...this.#holders].map((holder) => holder.cloneOf(this)))];
    try {
      await Promise.all(tracks.map((track) => track.applyConstraints(how)));
    } catch {
      return false;
    }
    const switched = (track: MediaStreamTrack) => {
      const settings: MediaTrackSettings = track.getSettings();
      return Object.entries(wanted).every(([name, value]) => settings[name as keyof MicrophoneOptions] === value);
    };
    return tracks.every(switched);
  }
}
