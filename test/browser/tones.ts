import type { BrowserContext, Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** Sound is played and recorded without a gesture. */
export const SOUND_FLAGS = ['--autoplay-policy=no-user-gesture-required'];

/** A browser whose microphone gives one tone, and which counts what its recorders give. */
export async function toneContext(stage: Stage, hertz: number): Promise<BrowserContext> {
  const context = await stage.browser.newContext({ permissions: ['microphone', 'camera'] });
  await context.addInitScript((frequency) => {
    const page = window as unknown as { recorded: { bytes: number; slices: (number | undefined)[] } };
    page.recorded = { bytes: 0, slices: [] };
    let out: MediaStreamAudioDestinationNode | undefined;
    navigator.mediaDevices.getUserMedia = async () => {
      if (!out) {
        const audio = new AudioContext();
        const oscillator = new OscillatorNode(audio, { frequency });
        out = audio.createMediaStreamDestination();
        oscillator.connect(new GainNode(audio, { gain: 0.3 })).connect(out);
        oscillator.start();
        await audio.resume();
      }
      return out.stream.clone();
    };
    const Plain = MediaRecorder;
    window.MediaRecorder = class extends Plain {
      constructor(stream: MediaStream, options?: MediaRecorderOptions) {
        super(stream, options);
        this.addEventListener('dataavailable', ({ data }) => {
          page.recorded.bytes += data.size;
        });
      }
      override start(slice?: number): void {
        page.recorded.slices.push(slice);
        super.start(slice);
      }
    };
  }, hertz);
  return context;
}

export interface Heard {
  seconds: number;
  /** Amplitude of each tone asked for, by channel. */
  channels: number[][];
}

/** Decodes a file in a real browser and measures tones in it (Goertzel, over the whole of each second, the loudest). */
export const decode = (page: Page, bytes: Uint8Array, tones: number[]): Promise<Heard> =>
  page.evaluate(
    async ({ base64, hertz }) => {
      const data = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const buffer = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(data.buffer);
      const amplitude = (samples: Float32Array, frequency: number) => {
        const step = 2 * Math.cos((2 * Math.PI * frequency) / buffer.sampleRate);
        let [before, last] = [0, 0];
        for (const sample of samples) [before, last] = [last, sample + step * last - before];
        return (2 * Math.sqrt(Math.max(0, last * last + before * before - step * last * before))) / samples.length;
      };
      const window = buffer.sampleRate / 2;
      const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) => {
        const samples = buffer.getChannelData(channel);
        return hertz.map((frequency) => {
          let loudest = 0;
          for (let at = 0; at + window <= samples.length; at += window)
            loudest = Math.max(loudest, amplitude(samples.subarray(at, at + window), frequency));
          return loudest;
        });
      });
      return { seconds: buffer.duration, channels };
    },
    { base64: Buffer.from(bytes).toString('base64'), hertz: tones },
  );

/** Looks again and again until there is something; fails, with what was seen last, when that takes too long. */
export async function eventually<T>(look: () => Promise<T | undefined>, seen: () => unknown): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it did not come about; last seen was ${JSON.stringify(seen())}`);
}
