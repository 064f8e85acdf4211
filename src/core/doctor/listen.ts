import type { Clock } from '../base/index.ts';
import type { MediaEngine } from '../media/api.ts';
import { newStream } from '../media/stream.ts';
import { type Scope, TimeUp } from './scope.ts';

interface Ear {
  engine: MediaEngine;
  clock: Clock;
  intervalMs: number;
  scope: Scope;
  track: MediaStreamTrack;
}

/** What was heard: `level` on the scale of meters (0…1 is −60…0 dBFS), `peak` the highest sample. */
export interface Heard {
  level: number;
  peak: number;
}

/** Listens until `level` reaches `enough`, at most `listenMs`. Undefined where the browser lets no sound be looked at yet. */
export async function listen(
  { engine, clock, intervalMs, scope, track }: Ear,
  listenMs: number,
  enough: number,
  onReading: (level: number, peak: number) => void,
): Promise<Heard | undefined> {
  const context = engine.createAudioContext();
  scope.own(() => void context.close().catch(() => {}));
  // before the first gesture on the page `resume` waits for one
  if (context.state !== 'running')
    await scope.within(listenMs, context.resume()).catch((error: unknown) => {
      if (!(error instanceof TimeUp)) throw error;
    });
  if (context.state !== 'running') return undefined;
  const source = context.createMediaStreamSource(newStream([track]));
  const analyser = context.createAnalyser();
  source.connect(analyser);
  scope.own(() => source.disconnect());
  const samples = new Float32Array(analyser.fftSize);
  const heard: Heard = { level: 0, peak: 0 };
  for (const endMs = clock.now() + listenMs; clock.now() < endMs && heard.level < enough; ) {
    await scope.wait(intervalMs);
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) {
      sum += sample * sample;
      heard.peak = Math.max(heard.peak, Math.abs(sample));
    }
    const level = Math.min(1, Math.max(0, 1 + (10 * Math.log10(sum / samples.length)) / 60));
    heard.level = Math.max(heard.level, level);
    onReading(level, heard.peak);
  }
  return heard;
}
