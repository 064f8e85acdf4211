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
  TrackInfo,
  TrackProcessor,
} from './api.ts';
import { browserEngine } from './browser-engine.ts';
import { Capture } from './capture.ts';
import { Devices } from './devices.ts';
import { Listening } from './listening.ts';
import { loadLater } from './load-later.ts';
import { Playback } from './playback.ts';
import { type DeviceKind, Preferences } from './preferences.ts';
import { OutputEffects } from './processing/output-effects.ts';
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
  readonly #preferences: Preferences;
  readonly #choice: Devices;
  readonly #tracks: Tracks;
  readonly #capture: Capture;
  readonly #listening: Listening;
  readonly #playback: Playback;
  readonly #effects: OutputEffects;
  readonly #stopWatching: (Unsubscribe | undefined)[];
  readonly #offers = new Set<DetachedMedia>();
  #devices: DeviceList = { microphones: [], cameras: [], speakers: [] };

  constructor(parts: MediaParts) {
    super();
    this.engine = parts.mediaEngine ?? browserEngine;
    this.#preferences = new Preferences(parts.storage);
    const { clock, settings } = parts;
    const emit = <K extends keyof MediaEvents & string>(type: K, ...args: MediaEvents[K]) => this.emit(type, ...args);
    this.#tracks = new Tracks(emit);
    this.#capture = new Capture(
      this.engine,
      this.#tracks,
      () => this.emit('local'),
      (feed) => this.#choice.sourceChanged(feed),
    );
    this.#choice = new Devices({
      clock,
      settings,
      preferences: this.#preferences,
      media: this,
      capture: this.#capture,
      speak: (speakerId) => this.#playback.speakThrough(speakerId),
      emit,
    });
    this.#listening = new Listening({ engine: this.engine, clock, settings, current: (track) => this.#tracks.info(track.id)?.track ?? track });
    this.#playback = new Playback(
      this.speakerId,
      (blocked) => this.emit('autoplay-blocked', blocked),
      (error) => this.emit('error', error),
    );
    this.#effects = new OutputEffects(this.engine, (error) =>
      this.emit('error', asEarshotError(error, 'media:failed', 'use the effect on what comes in')),
    );
    this.#stopWatching = [
      this.engine.onDeviceChange(() => this.#choice.listChanged(this.refreshDevices())),
      this.engine.onShown?.(() => this.#choice.shown()),
    ];
  }

  get devices() {
    return this.#devices;
  }
  get microphoneId() {
    return this.#choice.chosen('microphone');
  }
  set microphoneId(id: string | undefined) {
    this.#choose('microphone', id);
  }
  get cameraId() {
    return this.#choice.chosen('camera');
  }
  set cameraId(id: string | undefined) {
    this.#choose('camera', id);
  }
  get speakerId() {
    return this.#choice.chosen('speaker');
  }
  set speakerId(id: string | undefined) {
    this.#choose('speaker', id);
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
    this.#choice.read(this.#devices);
    this.emit('devices', this.#devices);
    return this.#devices;
  }

  permission(kind: 'microphone' | 'camera'): Promise<PermissionState | 'unknown'> {
    return this.engine.permission(kind);
  }

  async requestPermission(kinds?: { audio?: boolean; video?: boolean }): Promise<PermissionAnswer> {
    return (await import('./permission.ts')).requestPermission(this, kinds);
  }

  async open(options: OpenOptions): Promise<DetachedMedia> {
    const media = await this.#told(this.#capture.open(options, { microphoneId: this.microphoneId, cameraId: this.cameraId }));
    this.emit('change'); // permission may have changed, and with it the labels
    this.#learn();
    return media;
  }

  openScreen(options: ScreenOptions = {}): Promise<DetachedMedia> {
    return this.#told(loadLater().then(({ openScreen }) => openScreen(this.#capture, options)));
  }

  preferences(kind: DeviceKind): readonly DeviceRef[] {
    return this.#preferences.list(kind).map(({ deviceId, label }) => ({ deviceId, label }));
  }

  get offered(): DetachedMedia | undefined {
    return [...this.#offers].findLast((media) => this.#capture.get(media.id) === media);
  }

  offer(media: DetachedMedia): () => void {
    this.#offers.delete(media);
    this.#offers.add(media);
    return () => void this.#offers.delete(media);
  }

  get(mediaId: string): DetachedMedia | undefined {
    return this.#capture.get(mediaId);
  }

  async disposeLocal(mediaOrTrackId: string): Promise<void> {
    (await loadLater()).disposeLocal(this, mediaOrTrackId);
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

  async chooseSpeaker(): Promise<DeviceRef> {
    return (await loadLater()).chooseSpeaker(this); // in a gesture: it has loaded where a far side was played
  }

  render(stream: MediaStream, element: HTMLMediaElement, options: { speakerId?: string } = {}): () => void {
    const play = (played: MediaStream) => this.#playback.render(played, element, options.speakerId);
    const incoming = stream.getAudioTracks().some((track) => this.#tracks.info(track.id)?.source === 'remote');
    return this.#effects.render(stream, element, play, incoming);
  }

  prepare(): void {
    this.#choice.prepare();
  }

  get outputProcessor() {
    return this.#effects.make;
  }
  set outputProcessor(make: (() => TrackProcessor) | undefined) {
    this.#effects.make = make;
  }

  get onLevel() {
    return this.#listening.onLevel;
  }

  get onSpeech() {
    return this.#listening.onSpeech;
  }

  unlock(): Promise<void> {
    return this.#playback.unlock();
  }

  dispose(): void {
    for (const stop of this.#stopWatching) stop?.();
    this.#choice.dispose();
    this.#offers.clear();
    this.#capture.dispose();
    this.#tracks.dispose();
    this.#listening.dispose();
    this.#playback.dispose();
  }

  /** Who asked hears of a failure, and who listens. */
  #told(opening: Promise<DetachedMedia>): Promise<DetachedMedia> {
    opening.catch((error: EarshotError) => this.emit('error', error));
    return opening;
  }

  #choose(kind: DeviceKind, id: string | undefined): void {
    this.#choice.choose(kind, id).catch(() => {}); // told by `error`
  }

  /**
   * With the first device come the names of all: only a list that was known before can be compared with later ones. It is the name that
   * tells: Firefox may list ids before it gives names.
   */
  #learn(): void {
    if (!this.#devices.microphones.some(({ label }) => label)) this.refreshDevices().catch(() => {});
  }
}

/** Devices, capture and playback. One a client: use {@link mediaOf}. */
export const createMedia = (parts: MediaParts): Media => new MediaService(parts);

const MEDIA = Symbol.for('earshot/media');

/** The one Media of a client, made on first use. */
export const mediaOf = (client: { service<T extends { dispose(): void }>(key: symbol, make: (parts: MediaParts) => T): T }): Media =>
  client.service(MEDIA, createMedia);
