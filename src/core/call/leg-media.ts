import type { Unsubscribe } from '../base/index.ts';
import { type DetachedMedia, type Media, newStream } from '../media/index.ts';
import { asEarshotError } from '../protocol/index.ts';
import type { AnswerOptions } from './api.ts';
import type { CallObject } from './call.ts';

/** What one call sends and plays: its own tracks, put on whatever peer connection it has, and the far side's sound. */
export class LegMedia {
  readonly #media: Media;
  readonly #call: CallObject;
  #own: DetachedMedia | undefined;
  #audio: MediaStreamTrack | undefined;
  #video: MediaStreamTrack | undefined;
  /** Microphone that was chosen when ours was opened; undefined follows no choice. */
  #following: { microphoneId: string | undefined } | undefined;
  #peer: RTCPeerConnection | undefined;
  #player: HTMLAudioElement | undefined;
  #silence: Unsubscribe | undefined;
  #playing = false;
  #muted = false;
  #held = false;
  #closed = false;
  readonly #stopWatching: Unsubscribe;

  constructor(media: Media, call: CallObject) {
    this.#media = media;
    this.#call = call;
    this.#muted = call.muted;
    this.#stopWatching = media.on('change', () => {
      if (this.#following && this.#following.microphoneId !== media.microphoneId) void this.#reopen();
    });
  }

  /** Whether opening what these options ask for needs no question. */
  async granted(options: AnswerOptions): Promise<boolean> {
    if (options.media) return true;
    const [microphone, camera] = await Promise.all([
      options.audio === false ? 'granted' : this.#media.permission('microphone'),
      options.video ? this.#media.permission('camera') : 'granted',
    ]);
    return microphone === 'granted' && camera === 'granted';
  }

  /** Whether they will open, as far as one can know before: a call that cannot begin must not ring first. */
  async promising(options: AnswerOptions): Promise<boolean> {
    if (options.media || options.audio === false) return true;
    const [granted, devices] = await Promise.all([this.granted(options), this.#media.refreshDevices().catch(() => undefined)]);
    return granted && devices !== undefined && devices.microphones.length > 0;
  }

  /** Opens (or borrows clones of) microphone and camera; rejects with a `media:*` error. */
  async open(options: AnswerOptions): Promise<void> {
    const { audio = true, video = false, media } = options;
    if (media) return this.#take(media.audioTrack?.clone(), media.videoTrack?.clone());
    if (!audio && !video) return;
    const opened = await this.#media.open({ audio, video });
    if (this.#closed) return opened.dispose();
    this.#own?.dispose();
    this.#own = opened;
    this.#following = audio === true ? { microphoneId: this.#media.microphoneId } : undefined;
    this.#take(opened.audioTrack, opened.videoTrack);
  }

  /** Asks for an m-line per kind, before the tracks are there. */
  announce(peer: RTCPeerConnection, kinds: readonly string[]): void {
    this.#peer = peer;
    if (kinds.includes('audio')) peer.addTransceiver('audio', { direction: 'sendrecv' });
    if (kinds.includes('video')) peer.addTransceiver('video', { direction: 'sendrecv' });
    this.wire(peer);
  }

  /** Puts our tracks on the m-lines there are, ours or the peer's. */
  wire(peer: RTCPeerConnection): void {
    this.#peer = peer;
    for (const transceiver of peer.getTransceivers()) {
      const audio = transceiver.receiver.track.kind === 'audio';
      const track = (audio ? this.#audio : this.#video) ?? null;
      if ((audio || track) && (transceiver.direction === 'recvonly' || transceiver.direction === 'inactive')) transceiver.direction = 'sendrecv';
      if (transceiver.sender.track !== track) void transceiver.sender.replaceTrack(track).catch((error: unknown) => this.#trouble(error));
    }
  }

  /** The far side's tracks of a new peer connection begin. */
  expect(): void {
    this.#silence?.();
    this.#silence = undefined;
    this.#call.update({ remoteStream: undefined });
  }

  /** A track of the far side; played by the call itself, so that it has sound without any view. */
  receive(track: MediaStreamTrack): void {
    const tracks = [...(this.#call.remoteStream?.getTracks() ?? []), track];
    const stream = newStream(tracks);
    this.#call.update({ remoteStream: stream });
    if (this.#playing) this.play();
    this.#call.tracksChanged();
  }

  /** The call is answered: from now on the far side is heard. */
  play(): void {
    this.#playing = true;
    const stream = this.#call.remoteStream;
    if (!stream || this.#closed) return;
    this.#player ??= this.#media.engine.createAudioElement?.();
    if (!this.#player) return;
    this.#player.muted = this.#held;
    this.#silence = this.#media.render(stream, this.#player);
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#gate();
  }

  /** On hold nothing of ours is heard there, and nothing of theirs here. */
  setHold(held: boolean): void {
    this.#held = held;
    if (this.#player) this.#player.muted = held;
    this.#gate();
  }

  onLevel(side: 'local' | 'remote', listener: (level: number) => void): () => void {
    const track = side === 'local' ? this.#audio : this.#call.remoteStream?.getAudioTracks()[0];
    return track ? this.#media.onLevel(track, listener) : () => {};
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopWatching();
    this.#silence?.();
    for (const track of [this.#audio, this.#video]) {
      track?.removeEventListener('ended', this.#onEnded);
      track?.stop();
    }
    this.#own?.dispose();
    this.#peer = undefined;
  }

  #take(audio: MediaStreamTrack | undefined, video: MediaStreamTrack | undefined): void {
    for (const track of [this.#audio, this.#video]) {
      if (track === audio || track === video) continue;
      track?.removeEventListener('ended', this.#onEnded);
      track?.stop();
    }
    this.#audio = audio;
    this.#video = video;
    audio?.addEventListener('ended', this.#onEnded);
    this.#gate();
    if (this.#peer) this.wire(this.#peer);
    this.#call.update({ localStream: newStream([audio, video].filter((track) => track !== undefined)) });
    this.#call.tracksChanged();
  }

  /** A muted or held track sends silence: packets go on, so that the other side knows that the path lives. */
  #gate(): void {
    if (this.#audio) this.#audio.enabled = !this.#muted && !this.#held;
    if (this.#video) this.#video.enabled = !this.#held;
  }

  /** The microphone was unplugged, or another one was chosen. */
  readonly #onEnded = (): void => void this.#reopen();

  async #reopen(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.open({ audio: true, video: Boolean(this.#video) });
    } catch (error) {
      this.#trouble(error);
    }
  }

  #trouble(error: unknown): void {
    if (!this.#closed) this.#call.trouble(asEarshotError(error, 'media:failed', 'use the microphone'));
  }
}
