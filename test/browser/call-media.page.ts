/** What pages of the tests of media in a call have beside the core: a voice that is a tone, pictures of one colour, and music. */
import type { Client } from '../../src/core/client/client.ts';
import { tones } from './create.page.ts';

export type Colour = 'red' | 'lime' | 'blue';

let studio: AudioContext | undefined;

function tone(hz: number): MediaStreamTrack {
  studio ??= new AudioContext();
  const out = studio.createMediaStreamDestination();
  const voice = new OscillatorNode(studio, { frequency: hz });
  voice.connect(new GainNode(studio, { gain: 0.5 })).connect(out);
  voice.start();
  return out.stream.getAudioTracks()[0] as MediaStreamTrack;
}

function picture(colour: Colour): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
  const track = canvas.captureStream(10).getVideoTracks()[0] as MediaStreamTrack;
  let turn = 0;
  setInterval(() => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 64, 64);
    pen.fillStyle = 'black';
    pen.fillRect(turn++ % 64, 0, 1, 1); // a frame that is like the last one is not sent
  }, 50);
  return track;
}

const screens: MediaStreamTrack[] = [];

/** From now on this page's devices give this. */
function play(hz: number, camera: Colour, screen: { colour: Colour; hz: number }): void {
  const { mediaDevices } = navigator;
  mediaDevices.getUserMedia = async ({ audio, video } = {}) => new MediaStream([...(audio ? [tone(hz)] : []), ...(video ? [picture(camera)] : [])]);
  mediaDevices.getDisplayMedia = async ({ audio } = {}) => {
    const tracks = [picture(screen.colour), ...(audio ? [tone(screen.hz)] : [])];
    screens.push(...tracks);
    return new MediaStream(tracks);
  };
}

/** The browser's own button ends the sharing. */
function stopSharing(): void {
  for (const track of screens.splice(0)) {
    track.stop();
    track.dispatchEvent(new Event('ended'));
  }
}

const screensSeen = new Map<MediaStreamTrack, HTMLVideoElement>();

/** The colour that a track shows now: of the three the strongest, black where there is none, undefined before the first frame. */
function colourOf(track: MediaStreamTrack): Colour | 'black' | undefined {
  let video = screensSeen.get(track);
  if (!video) {
    video = Object.assign(document.createElement('video'), { muted: true, srcObject: new MediaStream([track]) });
    document.body.append(video);
    screensSeen.set(track, video);
    void video.play();
  }
  if (video.videoWidth === 0) return undefined;
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  pen.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  const most = Math.max(red, green, blue);
  if (most < 80) return 'black';
  return most === red ? 'red' : most === green ? 'lime' : 'blue';
}

/** The address of a sound file that holds one tone. */
function song(hz: number): string {
  const rate = 48_000;
  const samples = new Int16Array(rate / 2).map((_, i) => 12_000 * Math.sin((2 * Math.PI * hz * i) / rate));
  const head = new DataView(new ArrayBuffer(44));
  const text = (at: number, value: string) => {
    for (const [i, letter] of [...value].entries()) head.setUint8(at + i, letter.charCodeAt(0));
  };
  text(0, 'RIFF');
  head.setUint32(4, 36 + samples.byteLength, true);
  text(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, 'data');
  head.setUint32(40, samples.byteLength, true);
  return URL.createObjectURL(new Blob([head, samples], { type: 'audio/wav' }));
}

/** Keeps what this page says to the other one, until it is let go; `offers` counts the offers among it. */
function holdSignals(client: Client): { readonly offers: number; go(): void } {
  const { connection } = client;
  const notify = connection.notify.bind(connection);
  const kept: Parameters<typeof notify>[0][] = [];
  connection.notify = (frame) => {
    kept.push(frame);
    return true;
  };
  return {
    get offers() {
      return kept.filter((frame) => JSON.stringify(frame).includes('"type":"offer"')).length;
    },
    go() {
      connection.notify = notify;
      for (const frame of kept) notify(frame);
    },
  };
}

export const show = { play, stopSharing, holdSignals, colourOf, song, hear: tones.hear };

Object.assign(globalThis, { show });
