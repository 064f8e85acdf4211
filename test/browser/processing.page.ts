/** What the pages of the processing tests have as `window.bench`: signals that go in, and measures of what comes out. */
import type * as Processing from '../../src/processing.ts';

const RATE = 48_000;
/** 20 ms */
const FRAME = 960;

type Frames = ReadableStream<VideoFrame>;
type Samples = ReadableStream<AudioData>;
declare global {
  var MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack }) => { readable: ReadableStream };
  interface Window {
    bench: Bench;
  }
}

/** The browser's own devices, and a list of the audio contexts that were made. */
class Engine {
  readonly contexts: AudioContext[] = [];
  createAudioContext = (options?: AudioContextOptions): AudioContext => {
    const context = new AudioContext(options);
    this.contexts.push(context);
    return context;
  };
  createAudioElement = (): HTMLAudioElement => new Audio();
}

/** Loudness in decibels of each frame of 20 ms that is not wholly silent: silence is a hole in the sound card's time, not sound. */
function loudness(samples: Float32Array): number[] {
  const all: number[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    let sum = 0;
    for (let i = at; i < at + FRAME; i++) sum += samples[i]! ** 2;
    if (sum > 0) all.push(10 * Math.log10(sum / FRAME));
  }
  return all.sort((a, b) => a - b);
}

/** Speech as far as a filter cares: pulses of a throat through three formants, in syllables, half of the time; and noise all the time. */
function speechInNoise(seconds: number): Float32Array<ArrayBuffer> {
  const voice = new Float32Array(seconds * RATE);
  let phase = 0;
  let seed = 1;
  const resonators = [
    [700, 90],
    [1220, 110],
    [2600, 160],
  ].map(([hz, width]) => {
    const r = Math.exp((-Math.PI * width!) / RATE);
    return { a: 2 * r * Math.cos((2 * Math.PI * hz!) / RATE), b: -r * r, y1: 0, y2: 0 };
  });
  for (let i = 0; i < voice.length; i++) {
    const t = i / RATE;
    phase += (125 + 15 * Math.sin(2 * Math.PI * 3 * t)) / RATE;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    let sum = 0;
    for (const resonator of resonators) {
      const y = pulse + resonator.a * resonator.y1 + resonator.b * resonator.y2;
      resonator.y2 = resonator.y1;
      resonator.y1 = y;
      sum += y;
    }
    const speaks = t % 2 < 1;
    const syllable = speaks ? Math.abs(Math.sin(2 * Math.PI * 2 * t)) ** 0.5 : 0;
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    voice[i] = sum * 0.04 * syllable + (seed / 1_073_741_824 - 1) * 0.02;
  }
  return voice;
}

/** A person drawn with a few ellipses before a striped wall. */
function drawPerson(c: CanvasRenderingContext2D): void {
  const { width, height } = c.canvas;
  c.setTransform(width / 640, 0, 0, height / 360, 0, 0);
  for (let x = 0; x < 640; x += 8) {
    c.fillStyle = x % 16 ? '#d8d0c0' : '#606878';
    c.fillRect(x, 0, 8, 360);
  }
  const oval = (color: string, x: number, y: number, rx: number, ry: number) => {
    c.fillStyle = color;
    c.beginPath();
    c.ellipse(x, y, rx, ry, 0, 0, 7);
    c.fill();
  };
  c.fillStyle = '#2c4884';
  c.beginPath();
  c.moveTo(150, 360);
  c.bezierCurveTo(150, 270, 230, 250, 285, 240);
  c.lineTo(355, 240);
  c.bezierCurveTo(410, 250, 490, 270, 490, 360);
  c.fill();
  c.fillStyle = '#c08a6a';
  c.fillRect(287, 200, 66, 55);
  oval('#c08a6a', 320, 255, 34, 14);
  oval('#2a1c14', 320, 130, 82, 98);
  oval('#e0b190', 320, 150, 66, 84);
  oval('#2a1c14', 320, 85, 66, 32);
  for (const x of [294, 346]) {
    oval('#ffffff', x, 145, 12, 7);
    oval('#3b2a1a', x, 145, 6, 6);
    c.fillStyle = '#2a1c14';
    c.fillRect(x - 14, 126, 28, 5);
  }
  oval('#b07a5a', 320, 172, 10, 8);
  oval('#a04848', 320, 202, 22, 7);
}

/** A camera that shows the drawn person. */
interface Camera {
  track: MediaStreamTrack;
  canvas: HTMLCanvasElement;
  stop(): void;
}

/** What is in a frame: how much the wall's stripes differ, how far the face is from what was drawn, and the color of a corner. */
export interface Picture {
  width: number;
  height: number;
  stripes: number;
  face: number;
  corner: number[];
}

class Bench {
  readonly engine = new Engine();
  readonly asEngine = this.engine as unknown as Parameters<Processing.TrackProcessor['start']>[1];
  processing!: typeof Processing;

  /** A microphone that hears this sound for ever. */
  microphone(sound: 'speech in noise' | 'tone'): { track: MediaStreamTrack; stop(): void } {
    const context = new AudioContext({ sampleRate: RATE });
    const destination = context.createMediaStreamDestination();
    destination.channelCount = 1;
    const samples = sound === 'tone' ? new Float32Array(RATE).map((_, i) => Math.sin((2 * Math.PI * 440 * i) / RATE) * 0.5) : speechInNoise(4);
    const source = new AudioBufferSourceNode(context, { buffer: new AudioBuffer({ length: samples.length, sampleRate: RATE }), loop: true });
    source.buffer!.copyToChannel(samples, 0);
    source.connect(destination);
    source.start();
    const track = destination.stream.getAudioTracks()[0]!;
    return {
      track,
      stop() {
        track.stop();
        void context.close();
      },
    };
  }

  /** Loudness of the quiet and of the loud parts of a track, in decibels, over some seconds that begin after the first `skip`. */
  async loudness(track: MediaStreamTrack, seconds = 1, skip = 0.5): Promise<{ quiet: number; loud: number }> {
    const reader = (new MediaStreamTrackProcessor({ track }).readable as Samples).getReader();
    const heard = new Float32Array(seconds * RATE);
    let at = -skip * RATE;
    while (at < heard.length) {
      const { value, done } = await reader.read();
      if (done) throw new Error('the track ended');
      const block = new Float32Array(value.numberOfFrames);
      value.copyTo(block, { planeIndex: 0, format: 'f32-planar' });
      value.close();
      if (at >= 0) heard.set(block.subarray(0, heard.length - at), at);
      at += block.length;
    }
    await reader.cancel();
    const frames = loudness(heard);
    const part = (share: number) => frames[Math.floor(frames.length * share)] ?? -Infinity;
    return { quiet: part(0.2), loud: part(0.8) };
  }

  camera(width = 640, height = 360): Camera {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const c = canvas.getContext('2d')!;
    drawPerson(c);
    const timer = setInterval(() => drawPerson(c), 1000 / 15);
    const track = canvas.captureStream(15).getVideoTracks()[0]!;
    return {
      track,
      canvas,
      stop() {
        clearInterval(timer);
        track.stop();
        canvas.width = 0;
      },
    };
  }

  /** Frames of a track: how many of them have another time than the one before, and the last one. */
  async watch(track: MediaStreamTrack, frames: number): Promise<{ distinct: number; picture: Picture }> {
    const reader = (new MediaStreamTrackProcessor({ track }).readable as Frames).getReader();
    let last: VideoFrame | undefined;
    let distinct = 0;
    for (let i = 0; i < frames; i++) {
      const { value, done } = await reader.read();
      if (done) throw new Error('the track ended');
      if (value.timestamp !== last?.timestamp) distinct++;
      last?.close();
      last = value;
    }
    const picture = this.#look(last!);
    last!.close();
    await reader.cancel();
    return { distinct, picture };
  }

  #look(frame: VideoFrame): Picture {
    const [width, height] = [frame.displayWidth, frame.displayHeight];
    const shown = Object.assign(document.createElement('canvas'), { width: 640, height: 360 }).getContext('2d', { willReadFrequently: true })!;
    shown.drawImage(frame, 0, 0, 640, 360);
    const drawn = Object.assign(document.createElement('canvas'), { width: 640, height: 360 }).getContext('2d', { willReadFrequently: true })!;
    drawPerson(drawn);
    const row = shown.getImageData(30, 40, 120, 1).data;
    const bright = Array.from({ length: 120 }, (_, i) => row[i * 4]!);
    const [a, b] = [shown, drawn].map((c) => c.getImageData(285, 125, 70, 85).data) as [Uint8ClampedArray, Uint8ClampedArray];
    return {
      width,
      height,
      stripes: Math.max(...bright) - Math.min(...bright),
      face: a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length,
      corner: [...shown.getImageData(12, 12, 1, 1).data.subarray(0, 3)],
    };
  }

  /** The code and words of what a promise rejects with. */
  async refusal(promise: Promise<unknown>): Promise<{ code: string; message: string; retryable: boolean }> {
    const error = await promise.then(
      () => undefined,
      (e: { code: string; message: string; retryable: boolean }) => e,
    );
    return error ? { code: error.code, message: error.message, retryable: error.retryable } : { code: 'none', message: '', retryable: false };
  }

  /** Once every audio context of the engine is closed. */
  async closed(): Promise<void> {
    for (const context of this.engine.contexts)
      while (context.state !== 'closed') await new Promise((resolve) => context.addEventListener('statechange', resolve, { once: true }));
  }

  /** A stream that arrived over a peer connection of this page with itself. */
  async overTheWire(track: MediaStreamTrack): Promise<{ stream: MediaStream; close(): void }> {
    const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
    near.onicecandidate = ({ candidate }) => candidate && far.addIceCandidate(candidate);
    far.onicecandidate = ({ candidate }) => candidate && near.addIceCandidate(candidate);
    const arrived = new Promise<MediaStream>((resolve) => {
      far.ontrack = (event) => resolve(new MediaStream([event.track]));
    });
    near.addTrack(track);
    await near.setLocalDescription();
    await far.setRemoteDescription(near.localDescription!);
    await far.setLocalDescription();
    await near.setRemoteDescription(far.localDescription!);
    return {
      stream: await arrived,
      close() {
        near.close();
        far.close();
      },
    };
  }
}

window.bench = new Bench();
window.bench.processing = (await import(/* @vite-ignore */ document.body.dataset['processing']!)) as typeof Processing;
document.body.dataset['ready'] = '';
