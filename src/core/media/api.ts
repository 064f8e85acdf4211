import type { Emitter } from '../base/index.ts';
import type { EarshotError } from '../protocol/index.ts';

/** Where `RTCPeerConnection` and `mediaDevices` come from (DESIGN 1). Nobody else touches those globals. */
export interface MediaEngine {
  createPeerConnection(config: RTCConfiguration): RTCPeerConnection;
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  enumerateDevices(): Promise<MediaDeviceInfo[]>;
  onDeviceChange(listener: () => void): () => void;
  /** 'granted' | 'denied' | 'prompt', or 'unknown' where the browser does not tell. */
  permission(kind: 'microphone' | 'camera'): Promise<PermissionState | 'unknown'>;
  createAudioContext(): AudioContext;
  /** Plays the far side of a call without any view; missing or undefined where nothing can play. Never inserted in the page. */
  createAudioElement?(): HTMLAudioElement | undefined;
  /** Why a device cannot even be asked for here. */
  forbidden?(kind: 'microphone' | 'camera'): 'insecure' | 'policy' | 'iframe' | undefined;
  /** The machine's network changed or came back. Returns the undo. */
  onNetworkChange?(listener: () => void): () => void;
  /** Whether calls are possible here at all. */
  readonly supported: boolean;
}

/** A microphone or camera held open: shared by whoever asks for the same device, closed with its last user. */
export interface DetachedMedia {
  readonly stream: MediaStream;
  readonly audioTrack: MediaStreamTrack | undefined;
  readonly videoTrack: MediaStreamTrack | undefined;
  /** Idempotent; stops the tracks when no one else holds them. */
  dispose(): void;
}

export interface OpenOptions {
  audio?: boolean | { deviceId?: string };
  video?: boolean | { deviceId?: string; width?: number; height?: number };
}

export interface DeviceList {
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

export interface MediaEvents {
  devices: [devices: DeviceList];
  /** A device was chosen or permission changed. */
  change: [];
  /** The browser refused to play remote audio without a gesture; `unlock()` from one mends it. */
  'autoplay-blocked': [blocked: boolean];
  error: [error: EarshotError];
}

/** Devices, capture and playback of one client. */
export interface Media extends Pick<Emitter<MediaEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly engine: MediaEngine;
  readonly devices: DeviceList;
  /** Chosen device ids; undefined is the system's default. Setting one remembers it. */
  microphoneId: string | undefined;
  cameraId: string | undefined;
  speakerId: string | undefined;
  readonly autoplayBlocked: boolean;
  /** Reads the device list anew; labels need permission. */
  refreshDevices(): Promise<DeviceList>;
  permission(kind: 'microphone' | 'camera'): Promise<PermissionState | 'unknown'>;
  /** Opens devices; rejects with a `media:*` error. */
  open(options: OpenOptions): Promise<DetachedMedia>;
  /** Plays audio (or shows video) in an element that the caller owns, through the chosen speaker. Returns the undo. */
  render(stream: MediaStream, element: HTMLMediaElement): () => void;
  /** Level of a track, 0…1, as often as settings say, until undone. The track is cloned; one analyser a track. */
  onLevel(track: MediaStreamTrack, listener: (level: number) => void): () => void;
  /** From a user gesture: resumes what autoplay rules stopped. */
  unlock(): Promise<void>;
  dispose(): void;
}
