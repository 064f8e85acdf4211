import { type Clock, Emitter, type Settings, type Unsubscribe } from '../base/index.ts';
import { asEarshotError, type EarshotError } from '../protocol/index.ts';
import type {
  DetachedMedia,
  DeviceList,
  DeviceRef,
  Media,
  MediaEngine,
  MediaEvents,
  OpenOptions,
  PermissionAnswer,
  ScreenOptions,
  SpeechEvent,
  TrackInfo,
} from './api.ts';
import { browserEngine } from './browser-engine.ts';
import { Capture } from './capture.ts';
import { type DeviceKind, DevicePolicy } from './device-policy.ts';
import { Levels } from './levels.ts';
import { Playback } from './playback.ts';
import { Tracks, type Use } from './tracks.ts';

/** What media needs of what surrounds it. A client's `ClientParts` fits. */
export interface MediaParts {
  clock: Clock;
  settings: Settings;
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
  /** The browser's own when undefined. */
  mediaEngine: MediaEngine | undefined;
}

class MediaService extends Emitter<MediaEvents> implements Media {
  readonly engine: MediaEngine;
  readonly #policy: DevicePolicy;
  readonly #tracks: Tracks;
  readonly #capture: Capture;
  readonly #levels: Levels;
  readonly #playback: Playback;
  readonly #stopWatching: Unsubscribe;
  #devices: DeviceList = { microphones: [], cameras: [], speakers: [] };

  constructor(parts: MediaParts) {
    super();
    this.engine = parts.mediaEngine ?? browserEngine;
    this.#policy = new DevicePolicy(parts.storage);
    this.#tracks = new Tracks((type, ...args) => this.emit(type, ...args));
    this.#capture = new Capture(this.engine, this.#tracks, () => this.emit('local'));
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
    return this.#policy.chosen('microphone');
  }
  set microphoneId(id: string | undefined) {
    this.#choose('microphone', id);
  }
  get cameraId() {
    return this.#policy.chosen('camera');
  }
  set cameraId(id: string | undefined) {
    this.#choose('camera', id);
  }
  get speakerId() {
    return this.#policy.chosen('speaker');
  }
  set speakerId(id: string | undefined) {
    this.#choose('speaker', id);
    this.#playback.speakThrough(id);
  }
  get local() {
    return this.#capture.local;
  }
  get tracks() {
    return this.#tracks.all;
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

  async requestPermission(kinds: { audio?: boolean; video?: boolean } = {}): Promise<PermissionAnswer> {
    const { requestPermission } = await import('./permission.ts');
    const answer = await requestPermission(kinds, (options) => this.open(options));
    await this.refreshDevices().catch(() => {}); // with permission come the labels
    return answer;
  }

  async open(options: OpenOptions): Promise<DetachedMedia> {
    const media = await this.#told(this.#capture.open(options, { microphoneId: this.microphoneId, cameraId: this.cameraId }));
    this.emit('change'); // permission may have changed, and with it the labels
    return media;
  }

  openScreen(options: ScreenOptions = {}): Promise<DetachedMedia> {
    return this.#told(this.#capture.openScreen(options));
  }

  preferences(kind: DeviceKind): readonly DeviceRef[] {
    return this.#policy.preferences(kind, this.#devices);
  }

  get(mediaId: string): DetachedMedia | undefined {
    return this.#capture.get(mediaId);
  }

  disposeLocal(mediaOrTrackId: string): Promise<void> {
    return this.#capture.disposeLocal(mediaOrTrackId);
  }

  track(trackId: string): TrackInfo | undefined {
    return this.#tracks.info(trackId);
  }

  mute(trackIds: readonly string[]): void {
    this.#tracks.setMuted(trackIds, true);
  }

  unmute(trackIds: readonly string[]): void {
    this.#tracks.setMuted(trackIds, false);
  }

  silence(track: MediaStreamTrack): () => void {
    return this.#tracks.silence(track);
  }

  used(track: MediaStreamTrack, by: Use): () => void {
    return this.#tracks.used(track, by);
  }

  render(stream: MediaStream, element: HTMLMediaElement): () => void {
    return this.#playback.render(stream, element);
  }

  onLevel(track: MediaStreamTrack, listener: (level: number) => void): () => void {
    return this.#levels.listen(track, listener);
  }

  onSpeech(track: MediaStreamTrack, listener: (event: SpeechEvent) => void): () => void {
    return this.#levels.onSpeech(track, listener);
  }

  async unlock(): Promise<void> {
    await Promise.all([this.#playback.unlock(), this.#levels.unlock()]);
  }

  dispose(): void {
    this.#stopWatching();
    this.#capture.dispose();
    this.#tracks.dispose();
    this.#levels.dispose();
    this.#playback.dispose();
  }

  /** Who asked hears of a failure, and who listens. */
  #told(opening: Promise<DetachedMedia>): Promise<DetachedMedia> {
    opening.catch((error: EarshotError) => this.emit('error', error));
    return opening;
  }

  #choose(kind: DeviceKind, id: string | undefined): void {
    if (this.#policy.choose(kind, id)) this.emit('change');
  }
}

/** Devices, capture and playback. One a client: use {@link mediaOf}. */
export const createMedia = (parts: MediaParts): Media => new MediaService(parts);

const MEDIA = Symbol.for('earshot/media');

/** The one Media of a client, made on first use. */
export const mediaOf = (client: { service<T extends { dispose(): void }>(key: symbol, make: (parts: MediaParts) => T): T }): Media =>
  client.service(MEDIA, createMedia);
