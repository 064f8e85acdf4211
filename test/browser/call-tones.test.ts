import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Call, MakeOptions } from '../../src/core/call/api.ts';
import type { getAvailableCodecs } from '../../src/core/call/sdp/available-codecs.ts';
import type { createCodecRemover } from '../../src/core/call/sdp/codec-remover.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';

interface TonesWindow {
  client: Client;
  call: Call;
  ear: {
    level(hertz: number): number;
    hears(...hertz: number[]): Promise<void>;
    misses(hertz: number): Promise<void>;
    tone(hertz: number, seconds: number): string;
  };
  sdp: { createCodecRemover: typeof createCodecRemover; getAvailableCodecs: typeof getAvailableCodecs };
  /** What a page wrote down. */
  notes: unknown[];
}

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, mediaLostMs: 500, iceRestartAfterMs: 300, qualityIntervalMs: 500 };
const RATE = 48_000;
/** What every microphone of these tests hears. */
const VOICE = 1_500;

/** A tone for ten seconds, over and over, as 16-bit PCM. */
function voiceFile(): Buffer {
  const samples = RATE * 10;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) file.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * VOICE * i) / RATE)), 44 + i * 2);
  return file;
}

/** Rings; `window.call` is the call on both sides. */
async function ring(alice: Page, bob: Page, to: string, options: MakeOptions = {}): Promise<void> {
  await bob.evaluate(() => {
    const here = window as unknown as TonesWindow;
    here.client.calls.once('incoming', (call) => {
      here.call = call;
    });
  });
  await alice.evaluate(
    async ([name, given]) => {
      const here = window as unknown as TonesWindow;
      here.call = await here.client.calls.make(name, given);
    },
    [to, options] as const,
  );
  await bob.waitForFunction(() => (window as unknown as TonesWindow).call?.state === 'ringing');
}

async function talk(alice: Page, bob: Page, to: string, options: MakeOptions = {}): Promise<void> {
  await ring(alice, bob, to, options);
  await bob.evaluate((given) => (window as unknown as TonesWindow).call.answer(given), options.video ? { video: true } : {});
  await Promise.all([connected(alice), connected(bob)]);
}

const connected = (page: Page) =>
  page.waitForFunction(() => {
    const { call } = window as unknown as TonesWindow;
    return call?.state === 'connected' && /connected|completed/.test(call.mediaState);
  });
const ended = (page: Page) => page.waitForFunction(() => (window as unknown as TonesWindow).call?.state === 'ended');
const hears = (page: Page, ...hertz: number[]) => page.evaluate((list) => (window as unknown as TonesWindow).ear.hears(...list), hertz);
const misses = (page: Page, hertz: number) => page.evaluate((one) => (window as unknown as TonesWindow).ear.misses(one), hertz);

/** The codecs that both agreed on, of one kind, by the answer. */
const agreed = (page: Page, kind: string) =>
  page.evaluate((wanted) => {
    const peer = (window as unknown as TonesWindow).call.peerConnection as RTCPeerConnection;
    const line = peer.getTransceivers().find(({ receiver }) => receiver.track.kind === wanted);
    return [...new Set(line?.sender.getParameters().codecs.map(({ mimeType }) => mimeType.split('/')[1]))];
  }, kind);

async function part(alice: Page, bob: Page): Promise<void> {
  await alice.evaluate(() => (window as unknown as TonesWindow).call.end());
  await ended(bob);
  await Promise.all([alice.context().close(), bob.context().close()]);
}

describe('what goes beside the voice, between two browsers', () => {
  let stage: Stage;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-tones-'));
    const file = join(folder, 'voice.wav');
    await writeFile(file, voiceFile());
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
      const here = window as unknown as TonesWindow;
      here.notes = [];
      here.call.on('dtmf', (tone) => here.notes.push(tone));
    });
    const [, told] = await Promise.all([
      hears(bob, 770, 1336), // 5
      alice.evaluate(async () => {
        const { call } = window as unknown as TonesWindow;
        const operations: string[] = [];
        call.on('operation', ({ operation, transition }) => operations.push(`${operation} ${transition}`));
        await call.sendDTMF('5,b', { durationMs: 1_000, gapMs: 50 });
        return operations;
      }),
    ]);
    expect(told).to.deep.equal(['sendDTMF START', 'sendDTMF FINISH']);
    await bob.waitForFunction(() => (window as unknown as TonesWindow).notes.length === 2);
    expect(await bob.evaluate(() => (window as unknown as TonesWindow).notes)).to.deep.equal([
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
      const { call, ear } = window as unknown as TonesWindow;
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
