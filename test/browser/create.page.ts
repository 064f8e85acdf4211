/** What pages of the face's tests have beside the core: `create`, and tones that can be put in and looked for. */
import { create } from '../../src/compat/create/create.ts';

/** The clearest tone in a track, and how loud one of `hz` is, in dBFS; -Infinity is silence. */
export interface Heard {
  hz: number;
  level: number;
}

const FFT_SIZE = 8192;
const analysers = new Map<string, AnalyserNode>();
let context: AudioContext | undefined;

function analyserOf(track: MediaStreamTrack): AnalyserNode {
  let analyser = analysers.get(track.id);
  if (!analyser) {
    context ??= new AudioContext();
    analyser = new AnalyserNode(context, { fftSize: FFT_SIZE, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    analysers.set(track.id, analyser);
  }
  return analyser;
}

export const tones = {
  /** From now on every microphone of this page gives this tone. */
  sing(hz: number): void {
    const { mediaDevices } = navigator;
    mediaDevices.getUserMedia = async () => {
      const studio = new AudioContext();
      const out = studio.createMediaStreamDestination();
      const voice = new OscillatorNode(studio, { frequency: hz });
      voice.connect(new GainNode(studio, { gain: 0.5 })).connect(out);
      voice.start();
      return out.stream;
    };
  },
  /** The spectrum of what a track gives now. */
  hear(track: MediaStreamTrack, hz: number): Heard {
    const analyser = analyserOf(track);
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const width = analyser.context.sampleRate / FFT_SIZE;
    const loudest = bins.reduce((best, level, bin) => (level > (bins[best] ?? -Infinity) ? bin : best), 0);
    const near = bins.slice(Math.floor(hz / width) - 4, Math.ceil(hz / width) + 5);
    return { hz: loudest * width, level: Math.max(...near) };
  },
};

Object.assign(globalThis, { create, tones });
