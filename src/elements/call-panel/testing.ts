/** A panel on a fake client, for element tests and for pictures. Not part of any bundle. */
import { Emitter } from '../../core/base/emitter.ts';
import type { ClientParts } from '../../core/client/api.ts';
import type { DeviceList, Media, MediaEvents } from '../../core/media/api.ts';
import type { EarshotError } from '../../core/protocol/index.ts';
import type { LeavingMessage, LeavingState } from '../../core/voicemail/api.ts';
import { type FakeCall, FakeClient } from '../internal/testing.ts';

/** A message that does what the test says. */
export class FakeLeaving extends Emitter<{ change: [] }> implements LeavingMessage {
  readonly to = { user_id: 'maya', name: 'Maya Okafor' };
  readonly greeting = undefined;
  readonly maxMs = 60_000;
  readonly preview = undefined;
  readonly asked: string[] = [];
  state: LeavingState = 'greeting';
  durationMs = 0;
  error: EarshotError | undefined;
  /** Set to make `send` reject. */
  sendError: EarshotError | undefined;
  readonly callId: string;

  constructor(callId: string) {
    super();
    this.callId = callId;
  }

  set(state: LeavingState, durationMs = this.durationMs): void {
    this.state = state;
    this.durationMs = durationMs;
    this.emit('change');
  }

  onLevel(): () => void {
    return () => {};
  }

  skipGreeting(): void {
    this.asked.push('skip');
    this.set('recording');
  }

  async stop(): Promise<void> {
    this.asked.push('stop');
    this.set('recorded');
  }

  async again(): Promise<void> {
    this.asked.push('again');
    this.set('recording', 0);
  }

  async send(): Promise<void> {
    this.asked.push('send');
    if (this.sendError) throw this.sendError;
    this.set('sent');
  }

  cancel(): void {
    this.asked.push('cancel');
  }
}

const device = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo =>
  ({ kind, deviceId, label, groupId: '', toJSON: () => ({}) }) as MediaDeviceInfo;

/** Devices to choose from, and which ones were chosen. */
export class PanelMedia
  extends Emitter<MediaEvents>
  implements Pick<Media, 'devices' | 'microphoneId' | 'cameraId' | 'speakerId' | 'refreshDevices'>
{
  readonly engine = {};
  devices: DeviceList = { microphones: [], cameras: [], speakers: [] };
  microphoneId: string | undefined;
  cameraId: string | undefined;
  speakerId: string | undefined;

  async refreshDevices(): Promise<DeviceList> {
    this.devices = {
      cameras: [device('videoinput', 'cam1', 'FaceTime HD Camera'), device('videoinput', 'cam2', 'Desk camera')],
      microphones: [device('audioinput', 'mic1', 'MacBook Pro Microphone'), device('audioinput', 'mic2', 'Headset')],
      speakers: [device('audiooutput', 'out1', 'Headset')],
    };
    this.emit('devices', this.devices);
    return this.devices;
  }
}

/** A client with devices, and with mailboxes to leave messages in. */
export class PanelClient extends FakeClient {
  readonly media = new PanelMedia();
  leaving: FakeLeaving | undefined;
  /** Set to make `leave` reject. */
  leaveError: EarshotError | undefined;

  override service<T extends { dispose(): void }>(key: symbol, _make: (parts: ClientParts) => T): T {
    const leave = async (callId: string) => {
      if (this.leaveError) throw this.leaveError;
      this.leaving = new FakeLeaving(callId);
      return this.leaving;
    };
    return (key === Symbol.for('earshot/voicemail') ? { leave } : this.media) as unknown as T;
  }
}

/** Seconds an hour ago, so that the clock of a picture reads the same each time. */
export const talkFor = (call: FakeCall, client: FakeClient, durationMs: number): void => {
  call.connect();
  call.set({ connectedAtMs: client.clock.now() - durationMs });
};

/** A stream with a drawn picture: a plain room with a face of shapes, or a sheet with bars. */
export function drawn(what: 'face' | 'screen', hue = 25): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 400;
  const pen = canvas.getContext('2d')!;
  const draw = () => {
    pen.fillStyle = what === 'face' ? `oklch(.78 .05 ${hue})` : '#f4efe8';
    pen.fillRect(0, 0, 640, 400);
    if (what === 'face') {
      pen.fillStyle = `oklch(.35 .05 ${hue + 180})`;
      pen.fillRect(170, 300, 300, 100);
      pen.fillStyle = `oklch(.6 .09 ${hue + 20})`;
      pen.beginPath();
      pen.arc(320, 210, 110, 0, 7);
      pen.fill();
    } else {
      for (let i = 0; i < 7; i++) {
        pen.fillStyle = i % 2 ? '#c2643a' : '#3d6670';
        pen.fillRect(70 + i * 75, 300 - ((i * 37) % 130) - 60, 48, ((i * 37) % 130) + 60);
      }
    }
  };
  draw();
  const stream = canvas.captureStream(10);
  setInterval(draw, 200);
  return stream;
}
