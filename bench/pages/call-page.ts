/** What a page of the call table does, whoever's library is in it. Runs in the page. */

/** What happens in a call, each told once. */
export type Step = 'click' | 'ringing' | 'incoming' | 'answer' | 'connected' | 'audio';
/** Epoch milliseconds. */
export type Steps = Partial<Record<Step, number>>;

/** For the page: how to reach its server, and its part. */
export interface PageOptions {
  /** Of the server, as the library wants it. */
  address: string;
  user: string;
  /** Whom it calls. */
  callee: string;
  /** The microphone is open before the click and stays open; else it is opened for each call. */
  micHeld: boolean;
  /** What else this library needs. */
  more: Readonly<Record<string, string>>;
}

/** A library in its page. */
export interface Phone {
  /** Places the call; the clock has started. */
  call(): void | Promise<void>;
  /** Both ends are told to; what is over already is left alone. */
  hangUp(): void | Promise<void>;
  /** Resolves when the next call may come. */
  idle?(): Promise<void>;
  /** What a hover does. */
  prepare?(): Promise<void>;
}

/** What the runner reaches. */
export interface CallPage {
  open(options: PageOptions): Promise<void>;
  arm(prepare: boolean): Promise<void>;
  call(): void;
  /** When both are known. */
  steps(): Promise<Steps>;
  hangUp(): Promise<void>;
}

declare global {
  interface Window {
    callPage: CallPage;
  }
}

const now = () => performance.timeOrigin + performance.now();
let steps: Steps = {};
let over = Promise.withResolvers<void>();
let watched: RTCPeerConnection | undefined;
let failure: unknown;

/** Something happened; the first time counts. */
export function step(name: Step): void {
  steps[name] ??= now();
  if (steps.connected !== undefined && steps.audio !== undefined) over.resolve();
}

/** The call has come to nothing. */
export function fail(error: unknown): void {
  failure ??= error;
  over.reject(failure);
}

/** Tells when this connection is up, and when the first packet of sound has come: `getStats` is cached for 50 ms, sources are not. */
export function watch(pc: RTCPeerConnection): void {
  if (watched === pc) return;
  watched = pc;
  const up = () => pc.connectionState === 'connected' && step('connected');
  pc.addEventListener('connectionstatechange', up);
  up();
  const look = () => {
    if (watched !== pc || pc.signalingState === 'closed') return;
    if (pc.getReceivers().some((receiver) => receiver.track.kind === 'audio' && receiver.getSynchronizationSources().length > 0)) step('audio');
    else setTimeout(look, 1);
  };
  look();
}

const audio = new Audio();
/** Without an element that plays it, no packet is decoded. */
export function play(stream: MediaStream | null): void {
  audio.srcObject = stream;
  if (stream) void audio.play().catch(() => {});
}

let kept: MediaStream | undefined;
/** The microphone of the variant. */
export const microphone = async (): Promise<MediaStream> => kept ?? navigator.mediaDevices.getUserMedia({ audio: true });
/** Closes what was opened for a call. */
export function release(stream: MediaStream | undefined): void {
  if (stream !== kept) for (const track of stream?.getTracks() ?? []) track.stop();
}
/** The microphone that is held, if it is. */
export const held = (): MediaStream | undefined => kept;

/** Makes this page that of a library. `holds`: it holds the microphone in its own way. */
export function present(open: (options: PageOptions) => Promise<Phone>, { holds = false } = {}): void {
  let phone: Phone;
  window.callPage = {
    async open(options) {
      if (options.micHeld && !holds) kept = await navigator.mediaDevices.getUserMedia({ audio: true });
      phone = await open(options);
    },
    async arm(prepare) {
      await phone.idle?.();
      steps = {};
      watched = undefined;
      failure = undefined;
      over = Promise.withResolvers();
      over.promise.catch(() => {});
      if (prepare) await phone.prepare?.();
    },
    call() {
      step('click');
      Promise.resolve(phone.call()).catch(fail);
    },
    async steps() {
      await over.promise;
      return steps;
    },
    async hangUp() {
      await phone.hangUp();
      play(null);
    },
  };
}
