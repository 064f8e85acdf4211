/** What the pages of these tests have beside their client: an ear for the far side of `window.call`, files to play, and the tools of descriptions. */
import type { Call } from '../../src/core/call/api.ts';
import { getAvailableCodecs } from '../../src/core/call/sdp/available-codecs.ts';
import { createCodecRemover } from '../../src/core/call/sdp/codec-remover.ts';

const FFT_SIZE = 2048;
const RATE = 48_000;

const page = window as unknown as { call: Call; ear: object; sdp: object };

let context: AudioContext | undefined;
let analyser: AnalyserNode | undefined;
let heard: MediaStream | undefined;

/** Decibels of one frequency of what comes in, now. */
function level(hertz: number): number {
  context ??= new AudioContext({ sampleRate: RATE });
  if (page.call.remoteStream && heard !== page.call.remoteStream) {
    heard = page.call.remoteStream;
    analyser = new AnalyserNode(context, { fftSize: FFT_SIZE, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(heard).connect(analyser);
  }
  if (!analyser) return Number.NEGATIVE_INFINITY;
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const at = Math.round((hertz * FFT_SIZE) / RATE);
  return Math.max(...bins.subarray(at - 1, at + 2));
}

const next = () => new Promise(requestAnimationFrame);

page.ear = {
  level,
  /** Resolves when all of these are heard at once. */
  async hears(...hertz: number[]): Promise<void> {
    while (!hertz.every((one) => level(one) > -55)) await next();
  },
  /** Resolves when this is not heard any more. */
  async misses(hertz: number): Promise<void> {
    let quiet = 0;
    while (quiet < 20) {
      quiet = level(hertz) < -75 ? quiet + 1 : 0;
      await next();
    }
  },
  /** The address of a file that holds a tone. */
  tone(hertz: number, seconds: number): string {
    const samples = RATE * seconds;
    const view = new DataView(new ArrayBuffer(44 + samples * 2));
    const text = (at: number, value: string) => {
      for (let i = 0; i < value.length; i++) view.setUint8(at + i, value.charCodeAt(i));
    };
    text(0, 'RIFF');
    view.setUint32(4, 36 + samples * 2, true);
    text(8, 'WAVEfmt ');
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, 1, true);
    view.setUint32(24, RATE, true);
    view.setUint32(28, RATE * 2, true);
    view.setUint16(32, 2, true);
    view.setUint16(34, 16, true);
    text(36, 'data');
    view.setUint32(40, samples * 2, true);
    for (let i = 0; i < samples; i++) view.setInt16(44 + i * 2, 12_000 * Math.sin((2 * Math.PI * hertz * i) / RATE), true);
    return URL.createObjectURL(new Blob([view], { type: 'audio/wav' }));
  },
};
page.sdp = { createCodecRemover, getAvailableCodecs };
