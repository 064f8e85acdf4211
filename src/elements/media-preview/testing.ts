/** Devices without a machine, for element tests and pictures. Not part of any bundle. */
import { Emitter } from '../../core/base/emitter.ts';
import type { ClientParts } from '../../core/client/api.ts';
import type {
  DetachedMedia,
  DeviceList,
  DeviceSwitch,
  Media,
  MediaEngine,
  MediaEvents,
  MicrophoneOptions,
  OpenOptions,
  SpeechEvent,
  TrackProcessor,
} from '../../core/media/api.ts';
import { EarshotError, type EarshotErrorCode } from '../../core/protocol/index.ts';
import { FakeClient } from '../internal/testing.ts';
import './define.ts';
import type { MediaPreviewState } from './events.ts';
import type { MediaPreview } from './media-preview.ts';

/** A client whose media is the given fake. */
export class MediaClient extends FakeClient {
  readonly media = new FakeMedia();

  override service<T extends { dispose(): void }>(_key: symbol, _make: (parts: ClientParts) => T): T {
    return this.media as unknown as T;
  }
}

const device = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo =>
  ({ kind, deviceId, label, groupId: '', toJSON: () => ({}) }) as MediaDeviceInfo;

const none = (): DeviceList => ({ microphones: [], cameras: [], speakers: [] });

/** Media that does what the test says. */
export class FakeMedia extends Emitter<MediaEvents> implements Media {
  readonly engine = { createAudioContext: () => new AudioContext() } as unknown as MediaEngine;
  devices: DeviceList = none();
  /** What `refreshDevices` finds. */
  found: DeviceList = {
    cameras: [device('videoinput', 'cam1', 'FaceTime HD Camera'), device('videoinput', 'cam2', 'Desk camera')],
    microphones: [device('audioinput', 'mic1', 'MacBook Pro Microphone'), device('audioinput', 'mic2', 'Headset')],
    speakers: [device('audiooutput', 'out1', 'Headset')],
  };
  microphoneId: string | undefined;
  cameraId: string | undefined;
  speakerId: string | undefined;
  autoplayBlocked = false;
  offered: DetachedMedia | undefined;
  /** Errors by what is asked for: 'audio', 'video'. */
  fails: Partial<Record<'audio' | 'video', EarshotErrorCode>> = {};
  /** The browser's question was closed rather than answered. */
  unanswered = false;
  /** Errors of effects by what they work on. */
  effectFails: Partial<Record<'audio' | 'video', EarshotErrorCode>> = {};
  /** Held back until it resolves: the browser asks. */
  gate: Promise<void> = Promise.resolve();
  readonly opened: OpenOptions[] = [];
  /** Holds that were not given back. */
  readonly holds = new Set<FakeHold>();
  everHeld = 0;
  rendered: HTMLMediaElement[] = [];
  readonly #levels = new Set<(level: number) => void>();
  readonly #speech = new Set<(event: SpeechEvent) => void>();

  get local(): readonly DetachedMedia[] {
    return [...this.holds];
  }
  readonly tracks: Media['tracks'] = [];
  preferences: Media['preferences'] = () => [];
  requestPermission: Media['requestPermission'] = async () => ({ outcome: 'granted', error: undefined, remedy: undefined });
  openScreen: Media['openScreen'] = () => Promise.reject(new EarshotError('media:unsupported', 'share the screen'));
  chooseSpeaker: Media['chooseSpeaker'] = () => Promise.reject(new EarshotError('media:unsupported', 'choose a speaker'));
  get: Media['get'] = (id) => this.local.find((media) => media.id === id);
  disposeLocal: Media['disposeLocal'] = async (id) => this.get(id)?.dispose();
  track: Media['track'] = () => undefined;
  silence: Media['silence'] = () => () => {};
  used: Media['used'] = () => () => {};

  mute(trackIds: readonly string[]): void {
    this.#enable(trackIds, false);
  }

  unmute(trackIds: readonly string[]): void {
    this.#enable(trackIds, true);
  }

  offer(media: DetachedMedia): () => void {
    this.offered = media;
    return () => {
      if (this.offered === media) this.offered = undefined;
    };
  }

  async refreshDevices(): Promise<DeviceList> {
    this.devices = this.found;
    this.emit('devices', this.devices);
    return this.devices;
  }

  async permission(): Promise<PermissionState> {
    return 'prompt';
  }

  async open(options: OpenOptions): Promise<DetachedMedia> {
    this.opened.push(options);
    await this.gate;
    const code = (options.video ? this.fails.video : undefined) ?? this.fails.audio;
    if (code) throw new EarshotError(code, 'open the devices', undefined, this.unanswered ? { retryable: true } : {});
    const tracks = [new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0]!];
    if (options.video) tracks.push(drawnCamera());
    return new FakeHold(this, tracks);
  }

  render(stream: MediaStream, element: HTMLMediaElement): () => void {
    element.srcObject = stream;
    this.rendered.push(element);
    void element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }

  onLevel(_track: MediaStreamTrack, listener: (level: number) => void): () => void {
    this.#levels.add(listener);
    return () => void this.#levels.delete(listener);
  }

  onSpeech(_track: MediaStreamTrack, listener: (event: SpeechEvent) => void): () => void {
    this.#speech.add(listener);
    return () => void this.#speech.delete(listener);
  }

  level(level: number): void {
    for (const listener of this.#levels) listener(level);
  }

  hear(event: SpeechEvent): void {
    for (const listener of this.#speech) listener(event);
  }

  /** Another device takes over by itself. */
  switchTo(label: string, { kind = 'microphone', reason = 'plugged' }: Partial<Pick<DeviceSwitch, 'kind' | 'reason'>> = {}): { undone: number } {
    const state = { undone: 0 };
    this.emit('device-switched', {
      kind,
      reason,
      from: { deviceId: 'mic1', label: 'MacBook Pro Microphone' },
      to: { deviceId: 'air', label },
      undo: async () => void state.undone++,
    });
    return state;
  }

  /** Something failed by itself, or what was chosen did not open. */
  fail(code: EarshotErrorCode): void {
    this.emit('error', new EarshotError(code, 'use the device'));
  }

  /** The browser refuses to play, or plays again. */
  block(blocked: boolean): void {
    this.autoplayBlocked = blocked;
    this.emit('autoplay-blocked', blocked);
  }

  trackEnded(track: MediaStreamTrack): void {
    this.emit('track-ended', track.id, undefined);
  }

  get levelListeners(): number {
    return this.#levels.size + this.#speech.size;
  }

  prepare(): void {}
  async unlock(): Promise<void> {}

  dispose(): void {}

  #enable(trackIds: readonly string[], enabled: boolean): void {
    for (const hold of this.holds) for (const track of hold.stream.getTracks()) if (trackIds.includes(track.id)) track.enabled = enabled;
  }
}

/** What was opened: remembers what was done with it. */
export class FakeHold implements DetachedMedia {
  readonly stream: MediaStream;
  readonly inUse = false;
  readonly id: string;
  readonly type: DetachedMedia['type'];
  /** Effects by name, in the order in which they were put on; '-' is none. */
  readonly effects: string[] = [];
  readonly configured: MicrophoneOptions[] = [];
  readonly #media: FakeMedia;
  readonly #listeners = new Set<Parameters<DetachedMedia['onReplaced']>[0]>();

  constructor(media: FakeMedia, tracks: MediaStreamTrack[]) {
    this.#media = media;
    this.stream = new MediaStream(tracks);
    this.id = this.stream.id;
    this.type = tracks.length > 1 ? 'audio-video' : 'audio';
    media.holds.add(this);
    media.everHeld++;
  }

  get audioTrack(): MediaStreamTrack | undefined {
    return this.stream.getAudioTracks()[0];
  }

  get videoTrack(): MediaStreamTrack | undefined {
    return this.stream.getVideoTracks()[0];
  }

  onReplaced(listener: Parameters<DetachedMedia['onReplaced']>[0]): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async switchDevice(): Promise<void> {}

  async reopen(): Promise<void> {}

  async configure(options: MicrophoneOptions): Promise<void> {
    this.configured.push(options);
  }

  async setProcessor(kind: 'audio' | 'video', processor: TrackProcessor | undefined): Promise<void> {
    const code = processor && this.#media.effectFails[kind];
    if (code) throw new EarshotError(code, `start ${processor?.name}`);
    this.effects.push(processor?.name ?? '-');
  }

  share(kinds: readonly ('audio' | 'video')[] = ['audio', 'video']): DetachedMedia {
    const tracks = this.stream.getTracks().filter((track) => (kinds as readonly string[]).includes(track.kind));
    return new FakeHold(
      this.#media,
      tracks.map((track) => track.clone()),
    );
  }

  dispose(): void {
    if (this.#media.holds.delete(this)) for (const track of this.stream.getTracks()) track.stop();
  }

  /** Another device takes the place of the microphone. */
  replace(): void {
    const previous = this.audioTrack!;
    const next = new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0]!;
    this.stream.removeTrack(previous);
    this.stream.addTrack(next);
    for (const listener of [...this.#listeners]) void listener(next, previous);
    previous.stop();
  }
}

/** A preview in the page, with what tests ask of it. */
export interface Mounted {
  el: MediaPreview;
  client: MediaClient;
  media: FakeMedia;
  root: ShadowRoot;
  $: <T extends HTMLElement = HTMLElement>(selector: string) => T;
  /** The control of that accessible name. */
  named: (name: string) => HTMLButtonElement;
  picker: (name: string) => HTMLSelectElement;
  /** What is to be read. */
  text: () => string;
  /** Waits for a state, and until it is drawn. */
  shows: (state: MediaPreviewState) => Promise<void>;
  /** Waits until it is so. */
  until: (so: () => unknown) => Promise<void>;
}

/** Puts a preview in the page; `prepare` may change what is found there. */
export function mount(prepare: (media: FakeMedia, el: MediaPreview) => void = () => {}): Mounted {
  const client = new MediaClient('alice');
  const el = document.createElement('media-preview');
  el.style.inlineSize = '360px';
  el.autostart = true;
  prepare(client.media, el);
  el.client = client;
  document.body.append(el);
  const root = el.shadowRoot!;
  const $ = <T extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  const until = async (so: () => unknown) => {
    while (!so()) {
      await el.updateComplete;
      await new Promise(requestAnimationFrame);
    }
    await el.updateComplete;
  };
  return {
    el,
    client,
    media: client.media,
    root,
    $,
    named: (name) => $(`button[aria-label="${name}"]`),
    picker: (name) => $(`select[aria-label="${name}"]`),
    text: () => root.textContent ?? '',
    shows: (state) => until(() => el.state === state),
    until,
  };
}

/** A picture that looks a little like a room with someone in it. */
function drawnCamera(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 400;
  const c = canvas.getContext('2d')!;
  const draw = () => {
    c.fillStyle = '#46525a';
    c.fillRect(0, 0, 640, 400);
    c.fillStyle = '#8fa3ad';
    c.fillRect(20, 0, 220, 200);
    c.fillStyle = '#2b3038';
    c.beginPath();
    c.ellipse(330, 430, 190, 150, 0, 0, 7);
    c.fill();
    c.fillStyle = '#dca982';
    c.beginPath();
    c.ellipse(330, 200, 62, 82, 0, 0, 7);
    c.fill();
    c.fillStyle = '#a4703c';
    c.beginPath();
    c.ellipse(330, 140, 70, 48, 0, 0, 7);
    c.fill();
  };
  draw();
  const [track] = canvas.captureStream(5).getVideoTracks();
  const timer = setInterval(() => (track!.readyState === 'live' ? draw() : clearInterval(timer)), 200);
  return track!;
}
