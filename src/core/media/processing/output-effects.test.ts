import { FakeTrack } from '../../../../test/fake-media.ts';
import { mediaKit } from '../../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../../test/harness.ts';
import type { MediaEngine, TrackProcessor } from '../api.ts';
import { OutputEffects } from './output-effects.ts';

/** Node has no streams. */
globalThis.MediaStream ??= class {
  readonly #tracks: MediaStreamTrack[];
  constructor(tracks: MediaStreamTrack[]) {
    this.#tracks = tracks;
  }
  getAudioTracks = () => this.#tracks.filter(({ kind }) => kind === 'audio');
  getVideoTracks = () => this.#tracks.filter(({ kind }) => kind === 'video');
} as unknown as typeof MediaStream;

const track = (kind: 'audio' | 'video') => new FakeTrack(kind) as unknown as MediaStreamTrack;
const streamOf = (...tracks: MediaStreamTrack[]): MediaStream => new MediaStream(tracks);

/** An effect that starts when told. */
class Effect implements TrackProcessor {
  readonly kind = 'audio';
  readonly name = 'effect';
  readonly out = track('audio');
  stopped = false;
  settle: (error?: Error) => void = () => {};
  #begin = () => {};
  readonly started = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });

  start(): Promise<MediaStreamTrack> {
    this.#begin();
    return new Promise((done, fail) => {
      this.settle = (error) => (error ? fail(error) : done(this.out));
    });
  }

  stop(): void {
    this.stopped = true;
  }
}

/** What was played in the one element, newest last, and who waits for the next. */
function stage() {
  const played: (MediaStream | undefined)[] = [];
  const errors: unknown[] = [];
  let changed = () => {};
  const effects = new OutputEffects({} as MediaEngine, (error) => {
    errors.push(error);
    changed();
  });
  const play = (stream: MediaStream) => {
    played.push(stream);
    changed();
    return () => void played.push(undefined);
  };
  const next = () =>
    new Promise<void>((resolve) => {
      changed = resolve;
    });
  const element = {} as HTMLMediaElement;
  const render = (stream: MediaStream, incoming = true) => effects.render(stream, element, play, incoming);
  return { effects, render, played, errors, next };
}

describe('effects on what comes in', () => {
  it('play it as it is until they work, then as they make it, with the picture as it was', async () => {
    const { effects, render, played, next } = stage();
    const effect = new Effect();
    effects.make = () => effect;
    const picture = track('video');
    const raw = streamOf(track('audio'), picture);
    const undo = render(raw);
    expect(played.length).to.equal(1);
    expect(played[0] === raw).to.equal(true);
    await effect.started;
    const changed = next();
    effect.settle();
    await changed;
    expect(played[1]!.getAudioTracks()[0] === effect.out).to.equal(true);
    expect(played[1]!.getVideoTracks()[0] === picture).to.equal(true);
    undo();
    expect(effect.stopped).to.equal(true);
    expect(played[2]).to.equal(undefined);
  });

  it('leave it as it is when they fail, and say so', async () => {
    const { effects, render, played, errors, next } = stage();
    const effect = new Effect();
    effects.make = () => effect;
    render(streamOf(track('audio')));
    await effect.started;
    const told = next();
    effect.settle(new Error('no worklets'));
    await told;
    expect(errors.map((error) => (error as Error).message)).to.deep.equal(['no worklets']);
    expect(played.length).to.equal(1);
  });

  it('end when another stream takes the element, and do nothing to what is our own', async () => {
    const { effects, render, played, next } = stage();
    const effect = new Effect();
    effects.make = () => effect;
    render(streamOf(track('audio')));
    await effect.started;
    const changed = next();
    effect.settle();
    await changed;
    const own = streamOf(track('audio'));
    render(own, false);
    expect(effect.stopped).to.equal(true);
    expect(played.at(-1) === own).to.equal(true);
  });

  it('are put by media on the sound of a far side, and on no other', async () => {
    const { media } = mediaKit();
    const effect = new Effect();
    let made = 0;
    media.outputProcessor = () => {
      made++;
      return effect;
    };
    const changes: (() => void)[] = [];
    const element = {
      set srcObject(stream: MediaStream) {
        this.stream = stream;
        changes.pop()?.();
      },
      stream: undefined as MediaStream | undefined,
      play: () => Promise.resolve(),
      pause: () => {},
      addEventListener: () => {},
      removeEventListener: () => {},
    };
    const [own, remote] = [track('audio'), track('audio')];
    media.used(remote, { callId: 'call', remote: true, mediaId: 'call:remote' });
    media.render(streamOf(own), element as unknown as HTMLMediaElement);
    expect(made).to.equal(0);
    media.render(streamOf(remote), element as unknown as HTMLMediaElement);
    expect(element.stream?.getAudioTracks()[0] === remote).to.equal(true);
    await effect.started;
    const changed = new Promise<void>((resolve) => changes.push(resolve));
    effect.settle();
    await changed;
    expect(element.stream?.getAudioTracks()[0] === effect.out).to.equal(true);
  });
});
