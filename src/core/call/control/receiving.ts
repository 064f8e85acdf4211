import { newStream } from '../../media/index.ts';
import type { CallInfo } from './api.ts';
import type { Control } from './control.ts';

const SOURCES: readonly unknown[] = ['microphone', 'camera', 'screen'];
/** More lines than this are nobody's. */
const LINES_MAX = 32;

const KEY = Symbol.for('earshot/receiving');

/** What the far side sends once its media has changed: which line is a screen, what came, what went, and a second sound beside its voice. */
export class Receiving {
  readonly #control: Control;
  #lines: ReadonlyMap<string, string> = new Map();
  /** Each further sound, with the undo of playing it. */
  readonly #players = new Map<MediaStreamTrack, { element: HTMLAudioElement; stop: () => void }>();

  static of(control: Control): Receiving {
    return control.keep(KEY, () => new Receiving(control));
  }

  private constructor(control: Control) {
    this.#control = control;
    const { call } = control;
    let negotiator = call.driver?.negotiator;
    let unbind = negotiator?.on('agreed', () => this.#look());
    call.on('change', () => {
      if (negotiator !== call.driver?.negotiator) {
        unbind?.();
        negotiator = call.driver?.negotiator;
        unbind = negotiator?.on('agreed', () => this.#look());
        this.#lines = new Map();
      }
      this.#play();
    });
    call.on('tracks', () => this.#look());
  }

  /** Of the far side: checked here, it may say anything. */
  hear({ lines }: CallInfo): void {
    if (typeof lines !== 'object' || lines === null) return;
    this.#lines = new Map(
      Object.entries(lines)
        .filter(([, source]) => SOURCES.includes(source))
        .slice(0, LINES_MAX),
    );
    this.#look();
  }

  /** Drops what no longer comes, and tells a screen from a face; with both, the screen is first. */
  #look(): void {
    const { call } = this.#control;
    const peer = call.driver?.negotiator?.peer;
    const stream = call.remoteStream;
    if (call.ended || !peer || !stream) return;
    const lines = peer.getTransceivers();
    const lineOf = (track: MediaStreamTrack) => lines.find(({ receiver }) => receiver.track === track);
    if (peer.signalingState === 'stable') {
      const gone = stream.getTracks().filter((track) => comes(lineOf(track)) === false);
      for (const track of gone) call.driver?.media.receive(track, true); // looks anew: it tells of the tracks
      if (gone.length > 0) return;
    }
    const isScreen = (track: MediaStreamTrack) => this.#lines.get(lineOf(track)?.mid ?? '') === 'screen';
    const pictures = stream.getVideoTracks();
    const sorted = [...stream.getAudioTracks(), ...pictures.filter(isScreen), ...pictures.filter((track) => !isScreen(track))];
    const turned = sorted.filter(({ kind }) => kind === 'video').some((track, index) => track !== pictures[index]);
    const remoteSharing = pictures.some(isScreen);
    const changed = remoteSharing !== call.remoteSharing;
    call.update({ remoteSharing, ...(turned && { remoteStream: newStream(sorted) }) });
    if (changed || turned) call.tracksChanged();
  }

  /** A browser plays one sound an element; the first is played by the call itself. */
  #play(): void {
    const { call, media } = this.#control;
    const further = call.live ? (call.remoteStream?.getAudioTracks().slice(1) ?? []) : [];
    for (const [track, { stop }] of this.#players) {
      if (further.includes(track)) continue;
      stop();
      this.#players.delete(track);
    }
    for (const track of further) {
      if (this.#players.has(track)) continue;
      const element = media.engine.createAudioElement?.();
      if (element) this.#players.set(track, { element, stop: media.render(newStream([track]), element) });
    }
    for (const { element } of this.#players.values()) element.muted = call.localHold;
  }
}

/** Undefined: not agreed on yet. */
function comes(line: RTCRtpTransceiver | undefined): boolean | undefined {
  if (!line) return false;
  return line.currentDirection === null ? undefined : line.currentDirection === 'sendrecv' || line.currentDirection === 'recvonly';
}
