import { type DetachedMedia, newStream } from '../../media/index.ts';
import type { Own, Placing } from '../leg-media.ts';
import { legKey, type StoredLeg } from '../ports.ts';
import type { Control } from './control.ts';

export type Kind = 'audio' | 'video';
/** What the far side is told of a line. */
export type LineSource = 'microphone' | 'camera' | 'screen';

/** One kind of what one hold gives. */
export interface Source {
  readonly hold: DetachedMedia;
  readonly kind: Kind;
  readonly from: LineSource;
  /** Given by the app: the hold that ours is a share of. */
  readonly origin: DetachedMedia | undefined;
  /** Where it goes out, on the peer connection of now. */
  line: RTCRtpTransceiver | undefined;
  /** A camera in whose place a screen is shown. */
  parked: boolean;
  readonly undo: (() => void)[];
}

type Replaced = Parameters<DetachedMedia['onReplaced']>[0];

export const trackOf = ({ hold, kind }: Source): MediaStreamTrack => (kind === 'audio' ? hold.audioTrack : hold.videoTrack) as MediaStreamTrack;

const KEY = Symbol.for('earshot/sending');

/**
 * All that a call sends once its media has changed: any number of sources, each on a line of its own. A line that became free is taken by the
 * next source of its kind, also one that the far side made; a new one is asked for when there is none.
 */
export class Sending implements Own {
  readonly id: string;
  readonly stream: MediaStream;
  readonly #control: Control;
  readonly #sources: Source[] = [];
  readonly #listeners = new Set<Replaced>();
  readonly #offs: (() => void)[];
  #told = '';
  #toldTo: RTCPeerConnection | undefined;

  /** The one of a call, made from what it sends so far. */
  static of(control: Control): Sending {
    return control.keep(KEY, () => new Sending(control));
  }

  private constructor(control: Control) {
    this.#control = control;
    const { media } = control.leg('change the media');
    const { own } = media;
    this.id = own?.id ?? `${control.call.id}:local`;
    this.stream = newStream([]);
    if (own) this.add(own as DetachedMedia);
    // until now sound and picture go out on the first line of their kind
    const lines = control.call.driver?.negotiator?.peer.getTransceivers() ?? [];
    for (const source of this.#sources) source.line = lines.find(({ receiver }) => receiver.track.kind === source.kind);
    media.place = (peer) => this.#place(peer);
    let negotiator = control.call.driver?.negotiator;
    let unbind = negotiator?.on('agreed', () => this.tellLines());
    this.#offs = [
      () => unbind?.(),
      control.call.on('change', () => {
        if (negotiator === control.call.driver?.negotiator) return;
        this.#remember(); // it may be kept under another id from now on
        unbind?.();
        negotiator = control.call.driver?.negotiator;
        unbind = negotiator?.on('agreed', () => this.tellLines());
      }),
      control.media.on('track-ended', (trackId) => this.onEnded?.(trackId)),
    ];
  }

  /** A track of ours died. */
  onEnded: ((trackId: string) => void) | undefined;

  get sources(): readonly Source[] {
    return this.#sources;
  }

  get audioTrack(): MediaStreamTrack | undefined {
    const source = this.#voice;
    return source && trackOf(source);
  }

  get videoTrack(): MediaStreamTrack | undefined {
    const source = this.#sent.find(({ kind }) => kind === 'video');
    return source && trackOf(source);
  }

  onReplaced(listener: Replaced): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** By the id of its track, or of the app's track that it is a share of. */
  find(trackId: string): Source | undefined {
    const current = this.#control.media.track(trackId)?.track;
    return this.#sources.find((source) => {
      const origin = source.kind === 'audio' ? source.origin?.audioTrack : source.origin?.videoTrack;
      return [trackOf(source), origin].some((track) => track && (track.id === trackId || track === current));
    });
  }

  /** `origin`: what it is a share of. Takes effect with {@link apply}. */
  add(hold: DetachedMedia, origin?: DetachedMedia): Source[] {
    const { media, call } = this.#control;
    const added = (['audio', 'video'] as const)
      .filter((kind) => (kind === 'audio' ? hold.audioTrack : hold.videoTrack))
      .map((kind) => {
        const source: Source = { hold, kind, from: kind === 'audio' ? 'microphone' : 'camera', origin, line: undefined, parked: false, undo: [] };
        const known = media.track(trackOf(source).id)?.source;
        const shared = kind === 'audio' ? origin?.audioTrack : origin?.videoTrack;
        if (shared) source.undo.push(media.used(shared, { callId: call.id, remote: false, mediaId: origin?.id ?? '' }));
        return { ...source, from: known === 'screen' ? 'screen' : source.from };
      });
    const replaced = hold.onReplaced(async (next, previous) => {
      this.stream.removeTrack(previous);
      if (added.some((source) => trackOf(source) === next && this.#sent.includes(source))) this.stream.addTrack(next);
      await Promise.all([...this.#listeners].map((listener) => listener(next, previous)));
    });
    added[0]?.undo.push(replaced);
    this.#sources.push(...added);
    return added;
  }

  /** Its line is free from now on; `line` given, another source takes it without a word to the far side. */
  remove(source: Source, keepLine = false): void {
    const at = this.#sources.indexOf(source);
    if (at < 0) return;
    this.#sources.splice(at, 1);
    if (!keepLine) this.free(source);
    const stays = this.#sources.some(({ hold }) => hold === source.hold);
    if (stays) source.hold.dispose(source.kind);
    else source.hold.dispose();
    const heir = this.#sources.find(({ hold }) => hold === source.hold);
    if (heir)
      heir.undo.push(...source.undo); // the hold is still followed
    else for (const undo of source.undo) undo();
  }

  /** Nothing goes out on its line any more, and the far side learns that. */
  free(source: Source): void {
    const { line } = source;
    source.line = undefined;
    if (!line || line.direction === 'stopped') return;
    void line.sender.replaceTrack(null).catch(() => {}); // of a peer connection that is gone
    if (line.direction === 'sendrecv') line.direction = 'recvonly';
    else if (line.direction === 'sendonly') line.direction = 'inactive';
  }

  /** Sends what there is now. */
  async apply(): Promise<void> {
    const { call } = this.#control;
    if (call.ended) return;
    const tracks = this.#sent.map(trackOf);
    for (const track of this.stream.getTracks()) if (!tracks.includes(track)) this.stream.removeTrack(track);
    for (const track of tracks) this.stream.addTrack(track);
    call.update({ sharing: this.#sent.some(({ kind, from }) => kind === 'video' && from === 'screen') });
    this.#remember();
    await this.#control.leg('change the media').media.rearrange(this);
    this.tellLines();
  }

  /** Tells the far side what goes out on which line, when that is not what it knows. */
  tellLines(): void {
    const { call } = this.#control;
    const peer = call.driver?.negotiator?.peer;
    if (call.ended || !peer) return;
    const lines: Record<string, LineSource> = {};
    for (const { line, from } of this.#sent) if (line?.mid) lines[line.mid] = from;
    const telling = JSON.stringify(lines);
    if (telling === this.#told && peer === this.#toldTo) return;
    this.#told = telling;
    this.#toldTo = peer;
    this.#control.tell({ kind: 'media', lines });
  }

  /** Whether both sides agree on what goes out, and on what no longer does. */
  get settled(): boolean {
    const lines = this.#control.call.driver?.negotiator?.peer.getTransceivers() ?? [];
    const mine = this.#sent.map(({ line }) => line);
    if (mine.some((line) => !line)) return false;
    return lines.every((line) => (mine.includes(line) ? sends(line.currentDirection) : sends(line.direction) || !sends(line.currentDirection)));
  }

  /** A page that is reloaded in the call sends again what was sent, and opens nothing that was off. */
  #remember(): void {
    const { call, parts } = this.#control;
    if (call.ended) return;
    const key = legKey(parts.client.appId, parts.client.userId, call.id);
    const stored = JSON.parse(parts.storage.getItem(key) ?? 'null') as StoredLeg | null;
    if (!stored) return;
    const [audio, video] = [this.#voice !== undefined, this.#sources.some(({ kind, from }) => kind === 'video' && from === 'camera')];
    parts.storage.setItem(key, JSON.stringify({ ...stored, audio, video, screen: call.sharing }));
  }

  dispose(): void {
    for (const off of this.#offs) off();
    for (const source of this.#sources) for (const undo of source.undo) undo();
    for (const { hold } of this.#sources.splice(0)) hold.dispose();
  }

  get #sent(): Source[] {
    return this.#sources.filter(({ parked }) => !parked);
  }

  /** Our sound proper. */
  get #voice(): Source | undefined {
    return this.#sent.find(({ kind, from }) => kind === 'audio' && from !== 'screen');
  }

  #place(peer: RTCPeerConnection): Placing {
    const lines = peer.getTransceivers().filter(({ direction }) => direction !== 'stopped');
    const sent = this.#sent;
    for (const source of sent) if (source.line && !lines.includes(source.line)) source.line = undefined;
    const free = (kind: Kind) => lines.find((line) => line.receiver.track.kind === kind && !sent.some((source) => source.line === line));
    for (const source of sent) source.line ??= free(source.kind) ?? newLine(peer, trackOf(source));
    const { voice } = this.#control.leg('change the media').media;
    const placing = sent.map((source) => [source.line as RTCRtpTransceiver, source === this.#voice ? (voice ?? null) : trackOf(source)] as const);
    const spare = voice && !this.#voice && free('audio'); // something plays although there is no microphone
    return spare ? [...placing, [spare, voice]] : placing;
  }
}

/** By `addTrack`: where both sides ask for a line at once, the browser makes one of the two (RFC 8829, 5.10). */
function newLine(peer: RTCPeerConnection, track: MediaStreamTrack): RTCRtpTransceiver {
  const sender = peer.addTrack(track);
  return peer.getTransceivers().find((line) => line.sender === sender) as RTCRtpTransceiver;
}

const sends = (direction: RTCRtpTransceiverDirection | null): boolean => direction === 'sendrecv' || direction === 'sendonly';
