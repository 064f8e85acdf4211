import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, expect, it } from '../harness.ts';
import { type EarWindow, hears, misses, part, SETTINGS, talk, waveFile } from './call-sdp-stage.ts';
import { Stage } from './stage.ts';

/** What every microphone of these tests hears. */
const VOICE = 1_500;

describe('what goes beside the voice, between two browsers', () => {
  let stage: Stage;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-tones-'));
    const file = join(folder, 'voice.wav');
    await writeFile(file, waveFile(VOICE, 10));
    stage = await Stage.start(
      { beatMs: 500, callTickMs: 50, graceMs: 15_000 },
      { flags: [`--use-file-for-fake-audio-capture=${file}`], modules: ['test/browser/call-tones.page.ts'] },
    );
  });
  after(async () => {
    await stage?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const people = (a: string, b: string) => Promise.all([stage.person(a, { settings: SETTINGS }), stage.person(b, { settings: SETTINGS })]);

  it('tones are in the audio that the far side hears, and told there one by one', async () => {
    const [alice, bob] = await people('a1', 'b1');
    await talk(alice, bob, 'b1');
    await hears(bob, VOICE);
    await bob.evaluate(() => {
      const here = window as unknown as EarWindow;
      here.notes = [];
      here.call.on('dtmf', (tone) => here.notes.push(tone));
    });
    const [, told] = await Promise.all([
      hears(bob, 770, 1336), // 5
      alice.evaluate(async () => {
        const { call } = window as unknown as EarWindow;
        const operations: string[] = [];
        call.on('operation', ({ operation, transition }) => operations.push(`${operation} ${transition}`));
        await call.sendDTMF('5,b', { durationMs: 1_000, gapMs: 50 });
        return operations;
      }),
    ]);
    expect(told).to.deep.equal(['sendDTMF START', 'sendDTMF FINISH']);
    await bob.waitForFunction(() => (window as unknown as EarWindow).notes.length === 2);
    expect(await bob.evaluate(() => (window as unknown as EarWindow).notes)).to.deep.equal([
      { tone: '5', durationMs: 1_000 },
      { tone: 'B', durationMs: 1_000 },
    ]);
    await part(alice, bob);
  });

  it('a file is heard instead of the microphone, and the microphone after it', async () => {
    const [alice, bob] = await people('a2', 'b2');
    await talk(alice, bob, 'b2');
    await hears(bob, VOICE);
    const playing = alice.evaluate(async () => {
      const { call, ear } = window as unknown as EarWindow;
      let durationMs = 0;
      const told: string[] = [];
      call.on('operation', ({ operation, transition }) => told.push(`${operation} ${transition}`));
      await call.playAudioFile(ear.tone(3_000, 3), {
        onPlaying: (playing) => {
          ({ durationMs } = playing);
        },
      });
      return { durationMs, told };
    });
    await hears(bob, 3_000);
    await misses(bob, VOICE);
    expect(await playing).to.deep.equal({ durationMs: 3_000, told: ['playAudioFile START', 'playAudioFile FINISH'] });
    await hears(bob, VOICE);
    await misses(bob, 3_000);
    await part(alice, bob);
  });
});
