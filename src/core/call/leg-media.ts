import type { Unsubscribe } from '../base/index.ts';
import { type DetachedMedia, type Media, newStream, type SpeechEvent } from '../media/index.ts';
import { asEarshotError } from '../protocol/index.ts';
import type { AnswerOptions } from './api.ts';
import type { CallObject } from './call.ts';

type Kind = 'audio' | 'video';

/** What is sent: microphone and camera as they were opened, or what changes of media made of them. */
export type Own = Pick<DetachedMedia, 'id' | 'stream' | 'audioTrack' | 'videoTrack' | 'onReplaced' | 'dispose'>;

/** What goes out on which line. */
export type Placing = readonly (readonly [line: RTCRtpTransceiver, track: MediaStreamTrack | null])[];

/** What there is already: given by the app, or offered by a preview. */
interface Given {
  media: DetachedMedia;
  kinds: Kind[];
}

/** What one call sends and plays: its own hold on the devices, put on whatever peer connection it has, and the far side's sound. */
export class LegMedia {
  readonly #media: Media;
  readonly #call: CallObject;
  /** Once media has changed in mid-call, more than one line a kind: says what goes out where. */
  place: ((peer: RTCPeerConnection) => Placing) | undefined;
  #own: Own | undefined;
  /** What `#own` is a share of. */
  #origin: DetachedMedia | undefined;
  #peer: RTCPeerConnection | undefined;
  #player: HTMLAudioElement | undefined;
  #silence: Unsubscribe | undefined;
  #playing = false;
  #muted = false;
  /** A picture is sent, or will be once the camera is open: said from the first description, so that nothing is agreed on twice. */
  #filming: unknown;
  #closed = false;
  /** Keeps what is sent silent while on hold. */
  #hush: Unsubscribe[] = [];
  /** Sent in the place of the microphone; the last one is. `send-instead.ts` writes it. */
  readonly instead: MediaStreamTrack[] = [];
  #sending: Unsubscribe[] = [];
  #following: Unsubscribe | undefined;
  #receiving: Unsubscribe[] = [];
  readonly #watching: Unsubscribe[];

  constructor(media: Media, call: CallObject) {
    this.#media = media;
    this.#call = call;
    this.#muted = call.muted;
    this.#watching = [
      media.on('error', (error) => {
        if (error.callId !== undefined && error.callId === call.id) call.trouble(error); // a device of ours is lost
      }),
      media.on('autoplay-blocked', () => this.#tellBlocked()),
      call.on('change', () => this.#hold()),
    ];
  }

  /** Whether opening what these options ask for needs no question. */
  async granted(options: AnswerOptions): Promise<boolean> {
    if (this.#given(options)) return true;
    const [microphone, camera] = await Promise.all([
      options.audio === false ? 'granted' : this.#media.permission('microphone'),
      options.video ? this.#media.permission('camera') : 'granted',
    ]);
    return microphone === 'granted' && camera === 'granted';
  }

  /** Whether they will open, as far as one can know before: a call that cannot begin must not ring first. */
  async promising(options: AnswerOptions): Promise<boolean> {
    if (!(await this.granted(options))) return false;
    const media = this.#media;
    const found = () => media.devices.microphones.length > 0; // follows what is plugged in and pulled
    return options.audio === false || found() || media.refreshDevices().then(found, found);
  }

  /** What a call with these options has: sound, and a picture when one is asked for, given or offered. */
  kinds(options: AnswerOptions): Kind[] {
    const video = options.video || this.#given(options)?.kinds.includes('video');
    return video ? ['audio', 'video'] : ['audio'];
  }

  /** Opens microphone and camera, or takes a share of what is given or offered; rejects with a `media:*` error. */
  async open(options: AnswerOptions): Promise<void> {
    const { audio = true, video = false } = options;
    const given = this.#given(options);
    this.#filming = video;
    if (given) {
      if (given.kinds.length > 0) this.take(given.media.share(given.kinds), given.media);
      return;
    }
    if (!audio && !video) return;
    const opened = await this.#media.open({ audio, video });
    if (this.#closed) opened.dispose();
    else this.take(opened);
  }

  /** Asks for an m-line per kind, before the tracks are there. */
  announce(peer: RTCPeerConnection, kinds: readonly string[]): void {
    const lines = peer.getTransceivers().map(({ receiver }) => receiver.track.kind);
    for (const kind of ['audio', 'video']) if (kinds.includes(kind) && !lines.includes(kind)) peer.addTransceiver(kind, { direction: 'sendrecv' });
    this.wire(peer);
  }

  /** Puts our tracks on the m-lines there are, ours or the peer's. */
  wire(peer: RTCPeerConnection): void {
    this.#peer = peer;
    void this.rewire();
  }

  /** The far side's tracks of a new peer connection begin. */
  expect(): void {
    this.#silence?.();
    this.#silence = undefined;
    undoAll(this.#receiving);
    this.#call.update({ remoteStream: undefined });
  }

  /** A track of the far side came, or went; played by the call itself, so that it has sound without any view. */
  receive(track: MediaStreamTrack, gone = false): void {
    const tracks = (this.#call.remoteStream?.getTracks() ?? []).filter((other) => other !== track);
    if (!gone) tracks.push(track);
    const before = this.#receiving;
    this.#receiving = tracks.map((one) => this.#use(one, true));
    undoAll(before);
    this.#call.update({ remoteStream: newStream(tracks) });
    if (this.#playing && track.kind === 'audio') this.play();
    this.#call.tracksChanged();
  }

  /** The call is answered: from now on the far side is heard. */
  play(): void {
    this.#playing = true;
    const stream = this.#call.remoteStream;
    if (!stream || this.#closed) return;
    this.#player ??= this.#media.engine.createAudioElement?.();
    if (!this.#player) return;
    this.#player.muted = this.#call.localHold;
    this.#silence = this.#media.render(stream, this.#player);
    this.#tellBlocked();
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    const voices = this.#tracks.filter(({ id, kind }) => kind === 'audio' && this.#media.track(id)?.source === 'microphone');
    this.#media[muted ? 'mute' : 'unmute'](voices.map(({ id }) => id));
  }

  /** From a gesture: plays what was held back. */
  unlock(): Promise<void> {
    return this.#media.unlock();
  }

  get own(): Own | undefined {
    return this.#own;
  }

  /** What goes out as our sound: the microphone, unless something is sent instead. */
  get voice(): MediaStreamTrack | undefined {
    return this.instead.at(-1) ?? this.#own?.audioTrack;
  }

  onLevel(side: 'local' | 'remote', listener: (level: number) => void): () => void {
    const track = side === 'local' ? this.#own?.audioTrack : this.#call.remoteStream?.getAudioTracks()[0];
    return track ? this.#media.onLevel(track, listener) : () => {};
  }

  onSpeech(listener: (event: SpeechEvent) => void): () => void {
    const track = this.#own?.audioTrack;
    return track ? this.#media.onSpeech(track, listener) : () => {};
  }

  /** The call goes on under another id. */
  renamed(): void {
    const remote = this.#receiving.length > 0 ? (this.#call.remoteStream?.getTracks() ?? []) : [];
    const [sending, receiving] = [this.#sending, this.#receiving];
    this.#sending = this.#useOwn();
    this.#receiving = remote.map((track) => this.#use(track, true));
    undoAll(sending);
    undoAll(receiving);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    undoAll(this.#watching);
    this.#silence?.();
    undoAll(this.#receiving);
    this.#drop();
    this.#peer = undefined;
  }

  get #tracks(): MediaStreamTrack[] {
    return this.#own?.stream.getTracks() ?? [];
  }

  /** Undefined when devices have to be opened: none is held, or others are asked for by name. One that is open already is shared all the same. */
  #given(options: AnswerOptions): Given | undefined {
    const { audio = true, video } = options;
    const media = options.media ?? this.#media.offered;
    if (!media) return undefined;
    const missing = (audio && media.audioTrack?.readyState !== 'live') || (video && media.videoTrack?.readyState !== 'live');
    if (!options.media && (missing || typeof audio === 'object' || typeof video === 'object')) return undefined;
    const picture = (video ?? true) && (this.#call.direction === 'outgoing' || this.#call.media.includes('video'));
    const kinds: Kind[] = [];
    if (audio && media.audioTrack) kinds.push('audio');
    if (picture && media.videoTrack) kinds.push('video');
    return { media, kinds };
  }

  /** Sends this from now on. `like`: muted where that is. */
  take(own: Own, like?: DetachedMedia, origin = like): void {
    this.#drop();
    this.#own = own;
    this.#origin = origin;
    if (own.audioTrack && like?.audioTrack?.enabled === false) {
      this.#muted = true;
      this.#call.update({ muted: true });
    }
    if (own.videoTrack && like?.videoTrack?.enabled === false) this.#media.mute([own.videoTrack.id]);
    this.#sending = this.#useOwn();
    this.#following = own.onReplaced(async () => {
      await this.rewire();
      this.#call.tracksChanged();
    });
    if (this.#muted) this.setMuted(true);
    this.#hold();
    void this.rewire();
    this.#call.update({ localStream: own.stream });
    this.#call.tracksChanged();
  }

  /** What is sent has changed, or is part of something else from now on; resolves when the tracks of now are sent. */
  async rearrange(own: Own): Promise<void> {
    this.#own = undefined; // goes on in the new one
    this.take(own, undefined, this.#origin);
    await this.rewire();
  }

  #drop(): void {
    undoAll(this.#hush);
    undoAll(this.#sending);
    this.#following?.();
    this.#own?.dispose();
    this.#own = undefined;
    this.#origin = undefined;
  }

  #use(track: MediaStreamTrack, remote: boolean, mediaId = `${this.#call.id}:remote`): Unsubscribe {
    return this.#media.used(track, { callId: this.#call.id, remote, mediaId });
  }

  /** What is sent is used, and so is what it is a share of: nobody disposes of that meanwhile (RB-media-08). */
  #useOwn(): Unsubscribe[] {
    const own = this.#own;
    if (!own) return [];
    const origin = this.#origin && this.#media.get(this.#origin.id);
    const shared = [own.audioTrack && origin?.audioTrack, own.videoTrack && origin?.videoTrack].filter((track) => track !== undefined);
    return [...this.#tracks.map((track) => this.#use(track, false, own.id)), ...shared.map((track) => this.#use(track, false, origin?.id))];
  }

  /** Resolves when the tracks of now are sent. */
  async rewire(): Promise<void> {
    const peer = this.#peer;
    if (!peer) return;
    const placing = this.place?.(peer) ?? this.#place(peer.getTransceivers());
    await Promise.all(
      placing.map(async ([line, track]) => {
        if (line.direction === 'recvonly' || line.direction === 'inactive') line.direction = 'sendrecv';
        if (line.sender.track !== track) await line.sender.replaceTrack(track).catch((error: unknown) => this.#trouble(error));
      }),
    );
  }

  /** Sound and picture go out on the first line of their kind. */
  #place(lines: RTCRtpTransceiver[]): Placing {
    const first = (kind: Kind) => lines.find(({ receiver }) => receiver.track.kind === kind);
    const [sound, picture, video] = [first('audio'), first('video'), this.#own?.videoTrack];
    const placing: [RTCRtpTransceiver, MediaStreamTrack | null][] = [];
    if (sound) placing.push([sound, this.voice ?? null]);
    if (picture && (video || this.#filming)) placing.push([picture, video ?? null]);
    return placing;
  }

  /**
   * While either side holds, what we send is silence: packets go on, so that the other side knows that the path lives. What was muted stays so.
   * While we do, nothing of theirs is heard here.
   */
  #hold(): void {
    const { localHold, remoteHold } = this.#call;
    const held = localHold || remoteHold;
    if (this.#player) this.#player.muted = localHold;
    if (held === this.#hush.length > 0) return;
    if (held) this.#hush = this.#tracks.map((track) => this.#media.silence(track));
    else undoAll(this.#hush);
  }

  #tellBlocked(): void {
    if (this.#playing) this.#call.update({ soundBlocked: this.#media.autoplayBlocked });
  }

  #trouble(error: unknown): void {
    if (!this.#closed) this.#call.trouble(asEarshotError(error, 'media:failed', 'use the microphone'));
  }
}

function undoAll(list: Unsubscribe[]): void {
  for (const undo of list.splice(0)) undo();
}
