/** Devices without a machine, for element tests and pictures. Not part of any bundle. */
import { Emitter } from '../../core/base/emitter.ts';
import type { ClientParts } from '../../core/client/api.ts';
import type { DetachedMedia, DeviceList, Media, MediaEngine, MediaEvents, OpenOptions } from '../../core/media/api.ts';
import { EarshotError, type EarshotErrorCode } from '../../core/protocol/index.ts';
import { FakeClient } from '../internal/testing.ts';

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
  readonly autoplayBlocked = false;
  /** Errors by what is asked for: 'audio', 'video'. */
  fails: Partial<Record<'audio' | 'video', EarshotErrorCode>> = {};
  /** Held back until it resolves: the browser asks. */
  gate: Promise<void> = Promise.resolve();
  readonly opened: OpenOptions[] = [];
  /** Holds that were not given back. */
  readonly holds = new Set<DetachedMedia>();
  rendered: HTMLMediaElement[] = [];
  #levels = new Set<(level: number) => void>();

  get local(): readonly DetachedMedia[] {
    return [...this.holds];
  }
  readonly tracks: Media['tracks'] = [];
  preferences: Media['preferences'] = () => [];
  requestPermission: Media['requestPermission'] = async () => ({ outcome: 'granted', error: undefined, remedy: undefined });
  openScreen: Media['openScreen'] = () => Promise.reject(new EarshotError('media:unsupported', 'share the screen'));
  get: Media['get'] = (id) => this.local.find((media) => media.id === id);
  disposeLocal: Media['disposeLocal'] = async (id) => this.get(id)?.dispose();
  track: Media['track'] = () => undefined;
  mute: Media['mute'] = () => {};
  unmute: Media['unmute'] = () => {};
  silence: Media['silence'] = () => () => {};
  used: Media['used'] = () => () => {};
  onSpeech: Media['onSpeech'] = () => () => {};

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
    if (code) throw new EarshotError(code, 'open the devices');
    const stream = new MediaStream();
    stream.addTrack(new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0]!);
    if (options.video) stream.addTrack(drawnCamera());
    const hold: DetachedMedia = {
      id: stream.id,
      type: options.video ? 'audio-video' : 'audio',
      stream,
      audioTrack: stream.getAudioTracks()[0],
      videoTrack: stream.getVideoTracks()[0],
      inUse: false,
      onReplaced: () => () => {},
      switchDevice: async () => {},
      reopen: async () => {},
      configure: async () => {},
      setProcessor: async () => {},
      share: () => hold,
      dispose: () => {
        if (this.holds.delete(hold)) for (const track of stream.getTracks()) track.stop();
      },
    };
    this.holds.add(hold);
    return hold;
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

  level(level: number): void {
    for (const listener of this.#levels) listener(level);
  }

  get levelListeners(): number {
    return this.#levels.size;
  }

  async unlock(): Promise<void> {}

  dispose(): void {}
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
