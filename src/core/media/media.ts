import { type Clock, Emitter, type Settings, type Unsubscribe } from '../base/index.ts';
import { asEarshotError } from '../protocol/index.ts';
import type { DetachedMedia, DeviceList, Media, MediaEngine, MediaEvents, OpenOptions } from './api.ts';
import { browserEngine } from './browser-engine.ts';
import { Capture } from './capture.ts';
import { Levels } from './levels.ts';
import { Playback } from './playback.ts';

/** What media needs of what surrounds it. A client's `ClientParts` fits. */
export interface MediaParts {
  clock: Clock;
  settings: Settings;
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
  /** The browser's own when undefined. */
  mediaEngine: MediaEngine | undefined;
}

type Choice = 'microphone' | 'camera' | 'speaker';
const choiceKey = (choice: Choice): string => `earshot:${choice}`;

class MediaService extends Emitter<MediaEvents> implements Media {
  readonly engine: MediaEngine;
  readonly #parts: MediaParts;
  readonly #capture: Capture;
  readonly #levels: Levels;
  readonly #playback: Playback;
  readonly #stopWatching: Unsubscribe;
  #devices: DeviceList = { microphones: [], cameras: [], speakers: [] };

  constructor(parts: MediaParts) {
    super();
    this.#parts = parts;
    this.engine = parts.mediaEngine ?? browserEngine;
    this.#capture = new Capture(this.engine);
    this.#levels = new Levels(this.engine, parts.clock, parts.settings.levelIntervalMs);
    this.#playback = new Playback(
      this.speakerId,
      (blocked) => this.emit('autoplay-blocked', blocked),
      (error) => this.emit('error', asEarshotError(error, 'media:failed', 'use the chosen speaker')),
    );
    this.#stopWatching = this.engine.onDeviceChange(() => void this.refreshDevices().catch(() => {}));
  }

  get devices() {
    return this.#devices;
  }
  get microphoneId() {
    return this.#chosen('microphone');
  }
  set microphoneId(id: string | undefined) {
    this.#choose('microphone', id);
  }
  get cameraId() {
    return this.#chosen('camera');
  }
  set cameraId(id: string | undefined) {
    this.#choose('camera', id);
  }
  get speakerId() {
    return this.#chosen('speaker');
  }
  set speakerId(id: string | undefined) {
    this.#choose('speaker', id);
    this.#playback.speakThrough(id);
  }
  get autoplayBlocked() {
    return this.#playback.blocked;
  }

  async refreshDevices(): Promise<DeviceList> {
    const found = await this.engine.enumerateDevices();
    const of = (kind: MediaDeviceKind) => found.filter((device) => device.kind === kind);
    this.#devices = { microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') };
    this.emit('devices', this.#devices);
    return this.#devices;
  }

  permission(kind: 'microphone' | 'camera'): Promise<PermissionState | 'unknown'> {
    return this.engine.permission(kind);
  }

  async open(options: OpenOptions): Promise<DetachedMedia> {
    const media = await this.#capture.open(options, { microphoneId: this.microphoneId, cameraId: this.cameraId });
    this.emit('change'); // permission may have changed, and with it the labels
    return media;
  }

  render(stream: MediaStream, element: HTMLMediaElement): () => void {
    return this.#playback.render(stream, element);
  }

  onLevel(track: MediaStreamTrack, listener: (level: number) => void): () => void {
    return this.#levels.listen(track, listener);
  }

  async unlock(): Promise<void> {
    await Promise.all([this.#playback.unlock(), this.#levels.unlock()]);
  }

  dispose(): void {
    this.#stopWatching();
    this.#capture.dispose();
    this.#levels.dispose();
    this.#playback.dispose();
  }

  #chosen(choice: Choice): string | undefined {
    return this.#parts.storage.getItem(choiceKey(choice)) ?? undefined;
  }

  #choose(choice: Choice, id: string | undefined): void {
    if (id === this.#chosen(choice)) return;
    if (id === undefined) this.#parts.storage.removeItem(choiceKey(choice));
    else this.#parts.storage.setItem(choiceKey(choice), id);
    this.emit('change');
  }
}

/** Devices, capture and playback. One a client: use {@link mediaOf}. */
export const createMedia = (parts: MediaParts): Media => new MediaService(parts);

const MEDIA = Symbol.for('earshot/media');

/** The one Media of a client, made on first use. */
export const mediaOf = (client: { service<T extends { dispose(): void }>(key: symbol, make: (parts: MediaParts) => T): T }): Media =>
  client.service(MEDIA, createMedia);
