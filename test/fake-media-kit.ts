import { defaultSettings } from '../src/core/base/index.ts';
import type { MediaEvents, TrackProcessor } from '../src/core/media/api.ts';
import { loadLater } from '../src/core/media/load-later.ts';
import { createMedia } from '../src/core/media/media.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeEngine, FakeTrack } from './fake-media.ts';

await loadLater(); // a fake clock waits for no chunk

/** Media on a fake machine, with what it asked the machine for and what it told. */
export function mediaKit(values: Record<string, string> = {}) {
  const engine = new FakeEngine();
  const clock = new FakeClock();
  const stored = new Map(Object.entries(values));
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const asked: MediaStreamConstraints[] = [];
  const open = engine.getUserMedia.bind(engine);
  engine.getUserMedia = (constraints) => {
    asked.push(constraints);
    return open(constraints);
  };
  const make = () => createMedia({ clock, settings: defaultSettings, storage, mediaEngine: engine });
  const media = make();
  const told: [type: string, ...args: unknown[]][] = [];
  for (const type of ['muted', 'unmuted', 'source-muted', 'source-unmuted', 'track-ended'] satisfies (keyof MediaEvents)[]) {
    media.on(type, (...args: unknown[]) => void told.push([type, ...args]));
  }
  return { engine, devices: engine.devices, clock, stored, asked, make, media, told };
}

/** The fake behind a track, to look at its device and to break it. */
export const fakeOf = (track: MediaStreamTrack | undefined): FakeTrack => track as unknown as FakeTrack;

/** The code a promise rejects with, `none` when it does not. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

/** An effect that gives a track of its own, writes down what it is started on, and fails on the devices it is told to fail on. */
export class FakeProcessor implements TrackProcessor {
  readonly kind: 'audio' | 'video';
  readonly name = 'fake effect';
  readonly started: (string | undefined)[] = [];
  readonly failsOn = new Set<string>();
  out: FakeTrack | undefined;
  stops = 0;

  constructor(kind: 'audio' | 'video' = 'audio') {
    this.kind = kind;
  }

  async start(track: MediaStreamTrack): Promise<MediaStreamTrack> {
    const { deviceId = '' } = track.getSettings();
    this.started.push(deviceId);
    await Promise.resolve();
    if (this.failsOn.has(deviceId)) throw new DOMException('as told', 'OperationError');
    this.out?.stop();
    this.out = new FakeTrack(this.kind, { label: `processed ${deviceId}` });
    return this.out as unknown as MediaStreamTrack;
  }

  stop(): void {
    this.stops++;
    this.out?.stop();
    this.out = undefined;
  }
}
