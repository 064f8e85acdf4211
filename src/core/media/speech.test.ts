import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import { defaultSpeechSettings, SpeechWatch } from './speech.ts';

const VOICE = 0.05; // -26 dBFS
const BREATH = 0.005; // -46 dBFS: between both thresholds
const ROOM = 0.001; // -60 dBFS
const HISS = 0.00005; // -86 dBFS
const NOTHING = 0;
const EVERY_MS = defaultSettings.levelIntervalMs;

/** Hears what it is told, twenty times a second, and writes down what comes of it and when. */
function listener() {
  const told: [event: string, atMs: number][] = [];
  let now = 1_000_000;
  const start = now;
  const watch = new SpeechWatch(defaultSpeechSettings, (event) => told.push([event, now - start]));
  return {
    told,
    hear(rms: number, forMs: number, muted = false) {
      for (const end = now + forMs; now < end; now += EVERY_MS) watch.hear(rms, muted, now);
    },
    skip(ms: number) {
      now += ms;
    },
  };
}

describe('speech', () => {
  it('begins when it lasts, and ends after a pause that is longer than one between words', () => {
    const { hear, told } = listener();
    hear(ROOM, 500);
    hear(VOICE, 1_000);
    hear(ROOM, 700);
    hear(VOICE, 500);
    hear(ROOM, 2_000);
    expect(told).to.deep.equal([
      ['speaking', 600],
      ['quiet', 3_500],
    ]);
  });

  it('is no click, and does not flicker between the thresholds', () => {
    const { hear, told } = listener();
    for (let i = 0; i < 10; i++) {
      hear(VOICE, EVERY_MS);
      hear(ROOM, 200);
    }
    hear(BREATH, 2_000);
    expect(told).to.deep.equal([]);
    hear(VOICE, 200);
    hear(BREATH, 2_000);
    expect(told.map(([event]) => event)).to.deep.equal(['speaking']);
  });

  it('while muted is told after 1.5 s, and not again for 30 s', () => {
    const { hear, told } = listener();
    hear(VOICE, 1_500, true);
    expect(told).to.deep.equal([['speaking', 100]]);
    hear(VOICE, 31_000, true);
    expect(told.slice(1)).to.deep.equal([
      ['muted-speech', 1_500],
      ['muted-speech', 31_500],
    ]);
  });

  it('counts from the moment of muting, and stops counting when it is over', () => {
    const { hear, told } = listener();
    hear(VOICE, 5_000, false);
    hear(VOICE, 1_450, true);
    hear(VOICE, 1_000, false);
    hear(ROOM, 5_000, true);
    expect(told.map(([event]) => event)).to.deep.equal(['speaking', 'quiet']);
    hear(VOICE, 1_000, true);
    hear(ROOM, 1_000, true);
    expect(told.map(([event]) => event)).to.not.include('muted-speech');
  });

  it('tells 5 s of nothing, or nearly nothing, and when sound is back', () => {
    for (const silence of [NOTHING, HISS]) {
      const { hear, told } = listener();
      hear(silence, 5_000);
      expect(told).to.deep.equal([]);
      hear(silence, 20_000);
      hear(ROOM, 100);
      expect(told).to.deep.equal([
        ['no-sound', 5_000],
        ['sound', 25_000],
      ]);
    }
  });

  it('takes a room where nobody speaks for no dead microphone', () => {
    const { hear, told } = listener();
    hear(ROOM, 60_000);
    expect(told).to.deep.equal([]);
  });

  it('does not count the time in which nothing was heard at all', () => {
    const { hear, skip, told } = listener();
    hear(NOTHING, 3_000);
    skip(60_000);
    hear(NOTHING, 4_900);
    expect(told).to.deep.equal([]);
    hear(VOICE, 200, true);
    skip(60_000);
    hear(VOICE, 1_400, true);
    expect(told.map(([event]) => event)).to.deep.equal(['speaking']);
    hear(VOICE, 200, true);
    expect(told.map(([event]) => event)).to.deep.equal(['speaking', 'muted-speech']);
  });
});
