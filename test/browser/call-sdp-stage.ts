import type { Page } from 'playwright-core';
import type { Call, MakeOptions } from '../../src/core/call/api.ts';
import type { getAvailableCodecs } from '../../src/core/call/sdp/available-codecs.ts';
import type { createCodecRemover } from '../../src/core/call/sdp/codec-remover.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { mediaOf } from '../../src/core/client/media-of.ts';
import { until } from './until.ts';

/** A page of `Stage` with `call-tones.page.ts` in it. */
export interface EarWindow {
  client: Client;
  call: Call;
  Earshot: { mediaOf: typeof mediaOf };
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

export const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, qualityIntervalMs: 500 };
const RATE = 48_000;

/** A tone of so many seconds, as 16-bit PCM. */
export function waveFile(hertz: number, seconds: number): Buffer {
  const samples = RATE * seconds;
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
  for (let i = 0; i < samples; i++) file.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * hertz * i) / RATE)), 44 + i * 2);
  return file;
}

/** Calls, and no more than that. */
export const dial = (alice: Page, to: string, options: MakeOptions = {}) =>
  alice.evaluate(
    async ([name, given]) => {
      const here = window as unknown as EarWindow;
      here.call = await here.client.calls.make(name, given);
    },
    [to, options] as const,
  );

/** Rings; `window.call` is the call on both sides. */
export async function ring(alice: Page, bob: Page, to: string, options: MakeOptions = {}): Promise<void> {
  await bob.evaluate(() => {
    const here = window as unknown as EarWindow;
    here.client.calls.once('incoming', (call) => {
      here.call = call;
    });
  });
  await dial(alice, to, options);
  await bob.waitForFunction(() => (window as unknown as EarWindow).call?.state === 'ringing');
}

export async function talk(alice: Page, bob: Page, to: string, options: MakeOptions = {}): Promise<void> {
  await ring(alice, bob, to, options);
  await bob.evaluate((given) => (window as unknown as EarWindow).call.answer(given), options.video ? { video: true } : {});
  await Promise.all([connected(alice), connected(bob)]);
}

export const connected = (page: Page) =>
  page.waitForFunction(() => {
    const { call } = window as unknown as EarWindow;
    return call?.state === 'connected' && /connected|completed/.test(call.mediaState);
  });

/** Waits for the end; resolves with why. */
export async function ended(page: Page): Promise<[reason: string | undefined, code: string | undefined, message: string | undefined]> {
  await page.waitForFunction(() => (window as unknown as EarWindow).call?.state === 'ended');
  return page.evaluate(() => {
    const { endReason, error } = (window as unknown as EarWindow).call;
    return [endReason, error?.code, error?.message];
  });
}

export const hears = (page: Page, ...hertz: number[]) => page.evaluate((list) => (window as unknown as EarWindow).ear.hears(...list), hertz);
export const misses = (page: Page, hertz: number) => page.evaluate((one) => (window as unknown as EarWindow).ear.misses(one), hertz);

/** The codecs that both agreed on, of one kind. */
export const agreed = (page: Page, kind: 'audio' | 'video') =>
  page.evaluate((wanted) => {
    const peer = (window as unknown as EarWindow).call.peerConnection as RTCPeerConnection;
    const line = peer.getTransceivers().find(({ receiver }) => receiver.track.kind === wanted);
    return [...new Set(line?.sender.getParameters().codecs.map(({ mimeType, sdpFmtpLine = '' }) => `${mimeType.split('/')[1]} ${sdpFmtpLine}`))];
  }, kind);

export async function part(alice: Page, bob: Page): Promise<void> {
  await alice.evaluate(() => (window as unknown as EarWindow).call.end());
  await ended(bob);
  await Promise.all([alice.context().close(), bob.context().close()]);
}

/** Waits until sound has come. */
export const sounds = (page: Page) =>
  until(page, async () => {
    for (const report of (await (window as unknown as EarWindow).call.peerConnection?.getStats())?.values() ?? [])
      if (report.type === 'inbound-rtp' && report.kind === 'audio' && report.totalAudioEnergy > 0) return true;
    return false;
  });
