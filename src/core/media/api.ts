import type { Emitter, Unsubscribe } from '../base/index.ts';
import type { EarshotError } from '../protocol/index.ts';

/** Where `RTCPeerConnection` and `mediaDevices` come from (DESIGN 1). Nobody else touches those globals. */
export interface MediaEngine {
  createPeerConnection(config: RTCConfiguration): RTCPeerConnection;
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  /** Missing where the platform has no screen capture. */
  getDisplayMedia?(options: DisplayMediaStreamOptions): Promise<MediaStream>;
  enumerateDevices(): Promise<MediaDeviceInfo[]>;
  onDeviceChange(listener: () => void): () => void;
  /** 'granted' | 'denied' | 'prompt', or 'unknown' where the browser does not tell. */
  permission(kind: 'microphone' | 'camera'): Promise<PermissionState | 'unknown'>;
  /** Calls back when the user gives or takes that permission; missing where nobody can say. */
  onPermissionChange?(kind: 'microphone' | 'camera', listener: () => void): Unsubscribe;
  createAudioContext(options?: AudioContextOptions): AudioContext;
  /** Plays the far side of a call without any view; missing or undefined where nothing can play. Never inserted in the page. */
  createAudioElement?(): HTMLAudioElement | undefined;
  /** The page is in the background, where a phone lends it no devices. */
  readonly hidden?: boolean;
  /** The page is seen again. Returns the undo. */
  onShown?(listener: () => void): () => void;
  /** The page is no longer seen. Returns the undo. */
  onHidden?(listener: () => void): () => void;
  /** The browser's own picker of speakers, from a gesture; missing where it has none. */
  selectAudioOutput?(): Promise<MediaDeviceInfo>;
  /** Why a device cannot even be asked for here; undefined where nothing forbids it, or the browser does not tell. Missing: as the page's own policy has it. */
  forbidden?(kind: 'microphone' | 'camera' | 'screen'): 'insecure' | 'policy' | 'iframe' | undefined;
  /** The page is a frame of another origin and cannot read its policy: a denial most likely means that `allow` is missing. Missing: found out where it matters. */
  readonly mayLackAllow?: boolean;
  /** The machine's network changed or came back. Returns the undo. */
  onNetworkChange?(listener: () => void): () => void;
  /** Whether calls are possible here at all. */
  readonly supported: boolean;
}

/** What a processor changes: the sound or the picture that leaves this page (or the sound that comes in). */
export interface TrackProcessor {
  readonly kind: 'audio' | 'video';
  readonly name: string;
  /**
   * Takes the raw track, gives the one to use instead. Started again, it moves to another raw track, and what it gave before ends once
   * that has succeeded. Rejects with a `media:*` error; what was in use then stays in use.
   */
  start(track: MediaStreamTrack, engine: MediaEngine): Promise<MediaStreamTrack>;
  /** Idempotent. Ends what `start` gave, leaves the raw track alone. */
  stop(): void;
}

/** What may be switched on an open microphone, live where the browser can and else by opening it anew in place. Undefined leaves it. */
export interface MicrophoneOptions {
  echoCancellation?: boolean;
  noiseSuppression?: boolean;
  autoGainControl?: boolean;
}

/** Where a local track comes from; `remote` is the far side of a call, `app` a track the page made itself. */
export type TrackSource = 'microphone' | 'camera' | 'screen' | 'app' | 'remote';

/** What is known of one track (RB-media-04). A snapshot: ask anew after an event. */
export interface TrackInfo {
  readonly id: string;
  readonly kind: 'audio' | 'video';
  readonly source: TrackSource;
  readonly label: string;
  /** `DetachedMedia.id`, or the far side's stream. */
  readonly mediaId: string;
  /** By `mute`: a local track sends silence or black, a remote one is not heard or seen here (RB-media-13). */
  readonly muted: boolean;
  /** The source gives nothing for reasons outside of this page: network, system, a hardware switch (RB-media-18). */
  readonly sourceMuted: boolean;
  readonly state: 'live' | 'ended';
  /** Calls that use it. */
  readonly callIds: readonly string[];
  readonly track: MediaStreamTrack;
}

/**
 * How asking for devices ended. All but `granted` come with an error of the code `media:<outcome>` and a remedy in words; `failed` is
 * what is none of the seven, and its error may also be `media:unsupported`.
 */
export type PermissionOutcome = 'granted' | 'insecure' | 'policy' | 'iframe' | 'denied' | 'system-denied' | 'in-use' | 'not-found' | 'failed';

/** What one who asked for devices is told. */
export interface PermissionAnswer {
  readonly outcome: PermissionOutcome;
  readonly error: EarshotError | undefined;
  /** What to do in this browser on this system, in English; elements have their own words. */
  readonly remedy: string | undefined;
}

/** A device as a person knows it. */
export interface DeviceRef {
  readonly deviceId: string;
  readonly label: string;
}

/** Another device took over. */
export interface DeviceSwitch {
  readonly kind: 'microphone' | 'camera' | 'speaker';
  readonly from: DeviceRef | undefined;
  readonly to: DeviceRef | undefined;
  readonly reason: 'unplugged' | 'plugged' | 'default-changed' | 'recovered';
  /** Back to `from`, and remember that it is preferred. Rejects when it is gone. */
  undo(): Promise<void>;
}

/** A microphone, camera or screen held open: shared by whoever asks for the same device, closed with its last user. */
export interface DetachedMedia {
  readonly id: string;
  readonly type: 'audio' | 'video' | 'audio-video' | 'screen';
  /** The same object for life; its tracks may be replaced. */
  readonly stream: MediaStream;
  readonly audioTrack: MediaStreamTrack | undefined;
  readonly videoTrack: MediaStreamTrack | undefined;
  /** Used by a call now: then it cannot be disposed by `disposeLocal`. */
  readonly inUse: boolean;
  /**
   * One track took the place of another: another device, an effect, a recovery. Whoever sends `previous` sends `next` from now on;
   * `previous` goes on until the promises that listeners returned are settled. Mute, silence and the calls of {@link Media.used} go over to `next`.
   */
  onReplaced(listener: (next: MediaStreamTrack, previous: MediaStreamTrack) => void | Promise<void>): () => void;
  /**
   * Another device in place, for this hold and all shared with it; undefined is the system's default, opened anew. Without a gap: the old
   * one goes on until the new one is open, and stays when that fails. Where the system lends one device of a kind at a time (a new one
   * is refused as `media:in-use`), the old one closes first, and is opened again when the new one fails.
   */
  switchDevice(kind: 'audio' | 'video', deviceId: string | undefined): Promise<void>;
  /** The same device anew, in place: for one that gives nothing any more although it is there (a Bluetooth profile, an interrupted phone). */
  reopen(kind: 'audio' | 'video'): Promise<void>;
  /** Switches voice processing of the browser on the open microphone, for this hold and all shared with it. */
  configure(options: MicrophoneOptions): Promise<void>;
  /**
   * An effect on the sound or the picture, for this hold and all shared with it; undefined takes it away. A failing one leaves in use
   * what was in use, the raw track or another effect, and rejects. After a change of device the processor is started again on the new
   * one; when that fails and the old device is gone, the track ends rather than show what was hidden.
   */
  setProcessor(kind: 'audio' | 'video', processor: TrackProcessor | undefined): Promise<void>;
  /** A hold of its own on the same devices and the same effects (of some kinds only, or all), for one more call: it follows their changes, and muting it mutes no other. */
  share(kinds?: readonly ('audio' | 'video')[]): DetachedMedia;
  /** Idempotent; stops the tracks when no one else holds them. Of one kind alone, the other goes on. */
  dispose(kind?: 'audio' | 'video'): void;
  /** Ends one track as if its device had ended (`track-ended`), and lets go of the device; what is left of the hold is disposed of as ever. */
  lose?(kind: 'audio' | 'video'): void;
}

/** A constraint as the platform has it: a plain value is `ideal`. */
export type Wish<T> = T | { exact: T } | { ideal: T };

export interface AudioOptions extends MicrophoneOptions {
  deviceId?: Wish<string>;
}

export interface VideoOptions {
  deviceId?: Wish<string>;
  width?: Wish<number>;
  height?: Wish<number>;
  frameRate?: Wish<number>;
  facingMode?: Wish<'user' | 'environment'>;
}

export interface ScreenOptions {
  width?: Wish<number>;
  height?: Wish<number>;
  frameRate?: Wish<number>;
  /** The sound of what is shared, where the browser offers it. Default false. */
  audio?: boolean;
}

export interface OpenOptions {
  audio?: boolean | AudioOptions;
  video?: boolean | VideoOptions;
}

export interface DeviceList {
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

/** What is heard on a microphone, beyond its level. */
export type SpeechEvent = 'speaking' | 'quiet' | 'muted-speech' | 'no-sound' | 'sound';

export interface MediaEvents {
  /** Lists or labels changed (RB-media-14). */
  devices: [devices: DeviceList];
  /** A device was chosen or permission changed. */
  change: [];
  /** Another device took over by itself, or the same one was opened anew; tell it, with undo. */
  'device-switched': [change: DeviceSwitch];
  /** Detached media was opened or disposed. */
  local: [];
  /** RB-media-16, RB-media-17: ids of tracks. */
  muted: [trackIds: readonly string[]];
  unmuted: [trackIds: readonly string[]];
  /** RB-media-18, RB-media-19. */
  'source-muted': [trackId: string];
  'source-unmuted': [trackId: string];
  /** A local track died unasked: unplugged, or sharing was stopped in the browser (RB-media-21). */
  'track-ended': [trackId: string, callId: string | undefined];
  /** The browser refused to play remote audio without a gesture; `unlock()` from one mends it, for all at once. */
  'autoplay-blocked': [blocked: boolean];
  /** What failed; with `callId` when a device of that call gives nothing any more and could not be brought back. */
  error: [error: EarshotError];
}

/** Devices, capture and playback of one client. */
export interface Media extends Pick<Emitter<MediaEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly engine: MediaEngine;
  readonly devices: DeviceList;
  /**
   * The devices in use for what names none: the most preferred that is plugged in; undefined is the system's default, which is followed. Setting
   * one puts it at the head of the preferences of its kind and moves what is open to it, without a gap; when it does not open, that goes on and
   * `error` tells. Media opened with `deviceId: { exact }` stays where it is until that device is gone.
   */
  microphoneId: string | undefined;
  cameraId: string | undefined;
  speakerId: string | undefined;
  /** What this person has chosen before, most wanted first: the first that is plugged in is used. `deviceId` is '' for the system's default. */
  preferences(kind: 'microphone' | 'camera' | 'speaker'): readonly DeviceRef[];
  readonly autoplayBlocked: boolean;
  /** Reads the device list anew; labels need permission. */
  refreshDevices(): Promise<DeviceList>;
  permission(kind: 'microphone' | 'camera'): Promise<PermissionState | 'unknown'>;
  /** Asks for devices (both by default) without keeping them open; never rejects. */
  requestPermission(kinds?: { audio?: boolean; video?: boolean }): Promise<PermissionAnswer>;
  /** Opens devices; rejects with a `media:*` error. */
  open(options: OpenOptions): Promise<DetachedMedia>;
  /** Opens the browser's picker of screens, from a gesture; rejects with a `media:*` error. Its stop button ends the track: `track-ended`. */
  openScreen(options?: ScreenOptions): Promise<DetachedMedia>;
  /** Detached media that is open. */
  readonly local: readonly DetachedMedia[];
  get(mediaId: string): DetachedMedia | undefined;
  /**
   * Hands media to the calls of this client: one that is made or answered without `media` takes a share of what was offered last, muted or
   * not as that then is, and asks and opens nothing. The offer stands until undone or disposed of. Returns the undo.
   */
  offer(media: DetachedMedia): () => void;
  /** What is offered and still open. */
  readonly offered: DetachedMedia | undefined;
  /**
   * Disposes of media by its id or that of one of its tracks. Rejects with `media:not-found` (also for what is not local), or
   * `media:in-use-by-call` while a call uses it (RB-media-08). `DetachedMedia.dispose` asks nobody.
   */
  disposeLocal(mediaOrTrackId: string): Promise<void>;
  /** All tracks, local and remote, that live. */
  readonly tracks: readonly TrackInfo[];
  /** By the id it has, or had before it was replaced. */
  track(trackId: string): TrackInfo | undefined;
  /** Per track, not per call (RB-media-13). Unknown ids: `media:not-found`, and nothing is done. */
  mute(trackIds: readonly string[]): void;
  unmute(trackIds: readonly string[]): void;
  /** Keeps a track silent or black until undone, whoever mutes or unmutes it meanwhile: a call on hold. Counted; `muted` says nothing of it. */
  silence(track: MediaStreamTrack): () => void;
  /** A call tells that it sends or receives a track; the far side's and the app's own are known only by that. Returns the undo. */
  used(track: MediaStreamTrack, by: { callId: string; remote: boolean; mediaId: string }): () => void;
  /**
   * Opens the browser's own picker of speakers, from a gesture, and uses what was picked. Rejects with `media:unsupported` where it has none (`devices.speakers`
   * is the list then), or `media:denied` when nothing was picked.
   */
  chooseSpeaker(): Promise<DeviceRef>;
  /**
   * Plays audio (or shows video) in an element that the caller owns, through the chosen speaker or the one given. A speaker that cannot be used leaves the sound
   * where it was: `error` with `media:not-found` or `media:failed`. Returns the undo.
   */
  render(stream: MediaStream, element: HTMLMediaElement, options?: { speakerId?: string }): () => void;
  /** Loads what moves open media when a device goes or another one is chosen, while the server can be reached. Each call does so. */
  prepare(): void;
  /**
   * Makes the effect on the sound of a far side, one for each stream that is played from now on; undefined for none. Sound is played as it came until its effect
   * works, and goes on so when it does not: `error`.
   */
  outputProcessor?: (() => TrackProcessor) | undefined;
  /**
   * Level of a track (and of what takes its place), 0…1, at most 20 times a second, until undone. The track is cloned, so that a muted one is measured too; one
   * analyser a track. Nothing comes while the page is hidden, or while the browser wants a gesture first.
   */
  onLevel(track: MediaStreamTrack, listener: (level: number) => void): () => void;
  /**
   * Speech on a local microphone track, muted or not, until undone: `muted-speech` after 1.5 s of it while muted, at most every 30 s; `no-sound` after 5 s of
   * nothing, `sound` when it is back.
   */
  onSpeech(track: MediaStreamTrack, listener: (event: SpeechEvent) => void): () => void;
  /** From a user gesture: resumes what autoplay rules stopped, in all clients of the page. Any gesture on the page does the same by itself. */
  unlock(): Promise<void>;
  dispose(): void;
}
