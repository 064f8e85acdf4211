import { FakeClock } from '../../../test/fake-clock.ts';
import { FakeTrack } from '../../../test/fake-devices.ts';
import { mediaKit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import type { MediaEngine, SpeechEvent } from './api.ts';
import { Levels, loudness } from './levels.ts';

const EVERY_MS = defaultSettings.levelIntervalMs;

/** Web Audio that hears what it is told, and counts what was made of it. */
class FakeAudio {
  state = 'suspended';
  rms = 0.1;
  /** Refuses to run, as before a gesture. */
  held = false;
  readonly made = { contexts: 0, sources: 0, analysers: 0 };
  sources = 0;
  closed = 0;

  context(): AudioContext {
    this.made.contexts++;
    this.state = 'suspended';
    const audio = this;
    return {
      get state() {
        return audio.state;
      },
      async resume() {
        if (!audio.held) audio.state = 'running';
      },
      async suspend() {
        audio.state = 'suspended';
      },
      async close() {
        audio.state = 'closed';
        audio.closed++;
      },
      createMediaStreamSource() {
        audio.made.sources++;
        audio.sources++;
        return { connect() {}, disconnect: () => void audio.sources-- };
      },
      createAnalyser() {
        audio.made.analysers++;
        return { fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(audio.rms) };
      },
    } as unknown as AudioContext;
  }
}

function kit() {
  const audio = new FakeAudio();
  const clock = new FakeClock();
  const watchers = { shown: new Set<() => void>(), hidden: new Set<() => void>() };
  const watch = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener);
    return () => void set.delete(listener);
  };
  const page = { hidden: false };
  const engine = {
    createAudioContext: () => audio.context(),
    get hidden() {
      return page.hidden;
    },
    onShown: watch(watchers.shown),
    onHidden: watch(watchers.hidden),
  } as unknown as MediaEngine;
  const places = new Map<MediaStreamTrack, MediaStreamTrack>();
  const levels = new Levels({ engine, clock, settings: defaultSettings, current: (track) => places.get(track) ?? track });
  return {
    audio,
    clock,
    levels,
    places,
    /** Listeners on the page. */
    get watching() {
      return watchers.shown.size + watchers.hidden.size;
    },
    hide(hidden: boolean) {
      page.hidden = hidden;
      for (const listener of [...(hidden ? watchers.hidden : watchers.shown)]) listener();
    },
  };
}

/** A microphone's track, and how many of it and its clones live. */
function microphone() {
  const count = { open: 0, listeners: 0 };
  const fake = new FakeTrack('audio', { count });
  return { fake, track: fake as unknown as MediaStreamTrack, count };
}

describe('a level', () => {
  it('reads 0 for silence, 1 for full scale, and rises in between', () => {
    expect([loudness(0), loudness(0.0005), loudness(1), loudness(2)]).to.deep.equal([0, 0, 1, 1]);
    expect(loudness(0.1)).to.be.closeTo(2 / 3, 0.001);
  });

  it('comes twenty times a second from one analyser a track, whoever listens, muted or not', async () => {
    const { audio, clock, levels } = kit();
    const { track, fake, count } = microphone();
    fake.enabled = false;
    const heard: number[][] = [[], [], []];
    const stops = heard.map((mine) => levels.onLevel(track, (level) => mine.push(level)));
    await clock.advance(1_000);
    expect(heard.map(({ length }) => length)).to.deep.equal([20, 20, 20]);
    expect(heard[0]![0]).to.be.closeTo(2 / 3, 0.001);
    expect([audio.made, count.open, fake.enabled]).to.deep.equal([{ contexts: 1, sources: 1, analysers: 1 }, 2, false]);
    stops[0]!();
    stops[0]!();
    await clock.advance(EVERY_MS);
    expect(heard.map(({ length }) => length)).to.deep.equal([20, 21, 21]);
    for (const stop of stops) stop();
    expect([audio.closed, audio.sources, count.open, clock.pending]).to.deep.equal([1, 0, 1, 0]);
  });

  it('of several tracks takes one context and one timer', async () => {
    const { audio, clock, levels } = kit();
    const tracks = [microphone(), microphone()];
    let readings = 0;
    const stops = tracks.map(({ track }) => levels.onLevel(track, () => readings++));
    await clock.advance(EVERY_MS * 2);
    expect([audio.made, clock.pending, readings]).to.deep.equal([{ contexts: 1, sources: 2, analysers: 2 }, 1, 4]);
    stops[0]!();
    expect(audio.closed).to.equal(0);
    stops[1]!();
    expect(audio.closed).to.equal(1);
  });

  it('is not read while the page is hidden: no timer, and the context rests', async () => {
    const page = kit();
    const { audio, clock, levels } = page;
    let readings = 0;
    const stop = levels.onLevel(microphone().track, () => readings++);
    await clock.advance(EVERY_MS);
    page.hide(true);
    await clock.advance(10_000);
    expect([readings, clock.pending, audio.state]).to.deep.equal([1, 0, 'suspended']);
    page.hide(false);
    await clock.advance(EVERY_MS);
    expect([readings, audio.state, audio.made.contexts]).to.deep.equal([2, 'running', 1]);
    stop();
    expect([page.watching, clock.pending]).to.deep.equal([0, 0]);
  });

  it('asked for in a hidden page opens nothing before it is seen', async () => {
    const page = kit();
    const { track, count } = microphone();
    page.hide(true);
    let readings = 0;
    page.levels.onLevel(track, () => readings++);
    await page.clock.advance(1_000);
    expect([page.audio.made.contexts, count.open]).to.deep.equal([0, 1]);
    page.hide(false);
    await page.clock.advance(EVERY_MS);
    expect(readings).to.equal(1);
  });

  it('is not told while the browser holds the context back: that silence is no silence', async () => {
    const { audio, clock, levels } = kit();
    audio.held = true;
    audio.rms = 0;
    const events: SpeechEvent[] = [];
    let readings = 0;
    const { track } = microphone();
    levels.onLevel(track, () => readings++);
    levels.onSpeech(track, (event) => events.push(event));
    await clock.advance(20_000);
    expect([readings, events]).to.deep.equal([0, []]);
    audio.state = 'running'; // a gesture
    await clock.advance(EVERY_MS);
    expect(readings).to.equal(1);
  });

  it('follows the track that takes the place of another, and keeps no device open that has ended', async () => {
    const { audio, clock, levels, places } = kit();
    const [old, next] = [microphone(), microphone()];
    const heard: number[] = [];
    const stop = levels.onLevel(old.track, (level) => heard.push(level));
    await clock.advance(EVERY_MS);
    places.set(old.track, next.track);
    old.fake.stop();
    await clock.advance(EVERY_MS);
    expect([old.count.open, next.count.open, audio.sources]).to.deep.equal([0, 2, 1]);
    next.fake.stop();
    await clock.advance(EVERY_MS);
    expect([next.count.open, heard.at(-1)]).to.deep.equal([0, 0]);
    stop();
    expect([audio.sources, audio.closed]).to.deep.equal([0, 1]);
  });

  it('leaves nothing behind after 200 rounds', async () => {
    const page = kit();
    const { track, count } = microphone();
    for (let round = 0; round < 200; round++) {
      const stops = [page.levels.onLevel(track, () => {}), page.levels.onSpeech(track, () => {})];
      await page.clock.advance(EVERY_MS);
      for (const stop of stops) stop();
    }
    expect([page.audio.closed, page.audio.made.contexts]).to.deep.equal([200, 200]);
    expect([page.audio.sources, count.open, page.clock.pending, page.watching]).to.deep.equal([0, 1, 0, 0]);
  });

  it('a listener that stops all of them in the midst of a reading ends it', async () => {
    const { audio, clock, levels } = kit();
    let readings = 0;
    levels.onLevel(microphone().track, () => {
      readings++;
      levels.dispose();
    });
    levels.onLevel(microphone().track, () => readings++);
    await clock.advance(EVERY_MS * 5);
    expect([readings, audio.sources, audio.closed, clock.pending]).to.deep.equal([1, 0, 1, 0]);
  });

  it('where there is no Web Audio nothing is read and nothing breaks', async () => {
    const { audio, clock, levels } = kit();
    audio.context = () => {
      throw new DOMException('no more of them', 'NotSupportedError');
    };
    const { track, count } = microphone();
    let readings = 0;
    const stop = levels.onLevel(track, () => readings++);
    await clock.advance(EVERY_MS);
    stop();
    expect([readings, count.open, clock.pending]).to.deep.equal([0, 1, 0]);
  });
});

describe('speech on a track', () => {
  it('is heard while it is muted, and says so', async () => {
    const { audio, clock, levels } = kit();
    const { track, fake } = microphone();
    const events: SpeechEvent[] = [];
    const stop = levels.onSpeech(track, (event) => events.push(event));
    await clock.advance(2_000);
    expect(events).to.deep.equal(['speaking']);
    fake.enabled = false;
    await clock.advance(2_000);
    audio.rms = 0;
    await clock.advance(10_000);
    expect(events).to.deep.equal(['speaking', 'muted-speech', 'quiet', 'no-sound']);
    audio.rms = 0.1;
    await clock.advance(200);
    expect(events.slice(4)).to.deep.equal(['sound', 'speaking']);
    stop();
    expect([audio.made.analysers, clock.pending]).to.deep.equal([1, 0]);
  });
});

describe('listening', () => {
  it('begins once what measures has loaded, unless undone before; ends with the media', async () => {
    const { media, engine, clock } = mediaKit();
    const audio = new FakeAudio();
    engine.createAudioContext = () => audio.context();
    const track = (await media.open({ audio: true })).audioTrack as MediaStreamTrack;
    media.onLevel(track, () => expect.fail('it was undone'))();
    const levels: number[] = [];
    const first = new Promise<void>((resolve) => {
      media.onLevel(track, (level) => {
        levels.push(level);
        resolve();
      });
    });
    for (let heard = false; !heard; ) {
      await clock.advance(EVERY_MS);
      heard = await Promise.race([first.then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 0, false))]);
    }
    expect(levels[0]).to.be.closeTo(2 / 3, 0.001);
    media.dispose();
    await clock.advance(EVERY_MS);
    expect([audio.closed, audio.sources, engine.device.open, clock.pending]).to.deep.equal([1, 0, 0, 0]);
  });
});
