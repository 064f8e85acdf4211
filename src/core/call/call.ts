import { type Clock, Emitter } from '../base/index.ts';
import type { SpeechEvent } from '../media/api.ts';
import { type CallDetail, EarshotError, type EndReason, type IceServer, type MediaKind, type Party } from '../protocol/index.ts';
import type { AnswerOptions, Call, CallEvents, CallState, MediaState } from './api.ts';
import { type CallEvent, nextState } from './call-state.ts';
import type {
  ActionName,
  Bandwidth,
  CallActions,
  CallInfo,
  Conference,
  CustomParameter,
  Operation,
  QualityReport,
  QualityWarning,
  RecordingState,
} from './control/api.ts';
import type { Control } from './control/control.ts';
import type { CallDriver, SignalFrame } from './ports.ts';

/** What a view shows beside the state; the engine, the manager and the actions write it through {@link CallObject.update}. */
const FRESH = {
  peer: undefined as unknown as Party,
  error: undefined as EarshotError | undefined,
  requestingMedia: false,
  mediaState: 'new' as MediaState,
  muted: false,
  localHold: false,
  remoteHold: false,
  remoteMuted: false,
  sharing: false,
  remoteSharing: false,
  quality: undefined as number | undefined,
  localStream: undefined as MediaStream | undefined,
  remoteStream: undefined as MediaStream | undefined,
  peerConnection: undefined as RTCPeerConnection | undefined,
  detail: {} as CallDetail,
  operations: [] as readonly Operation[],
  parameters: [] as readonly CustomParameter[],
  bandwidth: {} as Bandwidth,
  recording: 'stopped' as RecordingState,
  remoteRecording: 'stopped' as RecordingState,
  qualityReport: undefined as QualityReport | undefined,
  warnings: [] as readonly QualityWarning[],
  conference: undefined as Conference | undefined,
};

type Shown = Readonly<typeof FRESH>;

export interface CallFacts extends Shown {
  readonly reconnecting: boolean;
  readonly soundBlocked: boolean;
}

/** What a call asks of its manager. */
export interface CallOwner {
  clock: Clock;
  /** Tells the server that it is over; resolves whether or not the server could be told now. */
  hangUp(call: CallObject, how: 'end' | 'rejected' | 'failed'): Promise<void>;
  /** The engine's hand on this call, loading it if need be. */
  driver(call: CallObject): Promise<CallDriver>;
  changed(call: CallObject): void;
  /** What does all that is not in here, loaded if need be. */
  control(call: CallObject): Promise<Control>;
}

/** The methods of {@link CallActions}: their code comes when it is needed. */
const ACTIONS: readonly ActionName[] = (
  'hold,unhold,addMedia,removeMedia,startVideo,stopVideo,shareScreen,stopScreen,replaceTrack,restartMedia,playAudioFile,sendDTMF,setParameters,' +
  'sendParameters,sendRinging,sendEarlyMedia,ignore,forward,transfer,startConsult,completeTransfer,join,startRecording,pauseRecording,resumeRecording,' +
  'stopRecording,allowRecording,getStats,getReport,verify,handOff'
).split(',') as ActionName[];

export interface CallObject extends CallActions, Shown {}

/** One call: its state, what is known of it, and intents handed to the engine. Light: it exists before the engine does. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: what is named once is put on the prototype below
export class CallObject extends Emitter<CallEvents> implements Call {
  #id: string;
  readonly direction: 'outgoing' | 'incoming';
  /** Attached by the engine. */
  driver: CallDriver | undefined;
  /** Version of the server's row that was applied last; 0 before the server knows the call. */
  version = 0;
  /** Our leg, once granted. */
  legId: string | undefined;
  /** Answer was asked for and is not settled. */
  answering = false;
  /** The other end's socket is gone; its leg waits for it. */
  peerAway = false;
  /** The invite went out, so that the server may know it; or the answer. */
  invited = false;
  media: readonly MediaKind[] = ['audio'];
  /** The answer to our ringing has come. */
  rung: { iceServers: IceServer[] | undefined } | undefined;
  /** Signals that came before the engine did. */
  inbox: SignalFrame[] = [];

  readonly #owner: CallOwner;
  #state: CallState = 'initiating';
  #facts: CallFacts;
  #endReason: EndReason | undefined;
  #connectedAtMs: number | undefined;
  #endedAtMs: number | undefined;
  #heldAtMs: number | undefined;
  #claims = 0;

  static {
    for (const key of Object.keys(FRESH) as (keyof Shown)[])
      Object.defineProperty(CallObject.prototype, key, {
        get(this: CallObject) {
          return this.#facts[key];
        },
      });
  }

  constructor(id: string, direction: 'outgoing' | 'incoming', peer: Party, owner: CallOwner, detail: CallDetail = {}) {
    super();
    this.#id = id;
    this.direction = direction;
    this.#owner = owner;
    this.#facts = { ...FRESH, peer, detail, reconnecting: false, soundBlocked: false };
  }

  get id() {
    return this.#id;
  }
  get state() {
    return this.#state;
  }
  get endReason() {
    return this.#endReason;
  }
  get reconnecting() {
    return this.#facts.reconnecting && this.live;
  }
  get soundBlocked() {
    return this.#facts.soundBlocked && this.live;
  }
  get connectedAtMs() {
    return this.#connectedAtMs;
  }
  get endedAtMs() {
    return this.#endedAtMs;
  }
  get heldAtMs() {
    return this.#heldAtMs;
  }
  get durationMs() {
    return this.#connectedAtMs === undefined ? 0 : Math.max(0, (this.#endedAtMs ?? this.#owner.clock.now()) - this.#connectedAtMs);
  }
  get claimed() {
    return this.#claims > 0;
  }
  /** Answered and not ended. */
  get live(): boolean {
    return this.#state === 'connected' || this.#state === 'on_hold';
  }
  get ended(): boolean {
    return this.#state === 'ended';
  }

  claim(): () => void {
    let held = true;
    this.#claims++;
    this.changed();
    return () => {
      if (!held) return;
      held = false;
      this.#claims--;
      this.changed();
    };
  }

  async answer(options: AnswerOptions = {}): Promise<void> {
    if (this.ended) throw new EarshotError('call:ended', 'answer the call', undefined, { callId: this.id });
    if (this.direction !== 'incoming' || this.live || this.answering)
      throw new EarshotError('call:wrong-state', 'answer the call', undefined, { callId: this.id });
    this.answering = true;
    this.changed();
    try {
      const driver = await this.#owner.driver(this);
      await driver.answer(options);
    } finally {
      this.answering = false;
      this.changed();
    }
  }

  async reject(): Promise<void> {
    if (this.ended) return;
    if (this.direction !== 'incoming' || this.live) throw new EarshotError('call:wrong-state', 'reject the call', undefined, { callId: this.id });
    const told = this.#owner.hangUp(this, 'rejected');
    this.finish('rejected');
    await told;
  }

  async end(): Promise<void> {
    if (this.ended) return;
    if (this.direction === 'incoming' && !this.live) return this.reject();
    const told = this.#owner.hangUp(this, 'end');
    this.finish(this.live ? 'completed' : 'cancelled');
    await told;
  }

  setMuted(muted: boolean): void {
    if (this.ended || muted === this.muted) return;
    this.driver?.setMuted(muted);
    this.update({ muted });
  }

  onLevel(side: 'local' | 'remote', listener: (level: number) => void): () => void {
    return this.#listen((follow) => follow(this, side, ({ media }) => media.onLevel(side, listener)));
  }

  onSpeech(listener: (event: SpeechEvent) => void): () => void {
    return this.#listen((follow) => follow(this, 'local', ({ media }) => media.onSpeech(listener)));
  }

  async unlockSound(): Promise<void> {
    await this.driver?.media.unlock();
  }

  // ---- for the manager and the engine

  /** Makes the one assignment of `state`. False when the table has no such move; the network's illegal wishes end here. */
  move(event: CallEvent): boolean {
    const previous = this.#state;
    const next = nextState(previous, event);
    if (!next) return false;
    this.#state = next;
    if (next === 'connected' && previous !== 'on_hold') this.#connectedAtMs ??= this.#owner.clock.now();
    this.#heldAtMs = next === 'on_hold' ? this.#owner.clock.now() : undefined;
    if (next === 'ended') this.#endedAtMs = this.#owner.clock.now();
    this.emit('state', next, previous);
    this.changed();
    return true;
  }

  /** Ends it; nothing happens when it has ended already. */
  finish(reason: EndReason, error?: EarshotError): void {
    if (this.ended) return;
    this.#endReason = reason;
    this.#facts = { ...this.#facts, requestingMedia: false, ...(error && { error }) };
    this.move('finish');
    if (error) this.emit('error', error);
    this.driver?.dispose();
    this.#facts = { ...this.#facts, peerConnection: undefined };
  }

  /** Ends it here and there because something failed here. */
  fail(error: EarshotError): void {
    if (this.ended) return;
    void this.#owner.hangUp(this, 'failed');
    this.finish('failed', error);
  }

  /** When it was answered, by our clock: a resumed call goes on counting. */
  answeredAt(atMs: number): void {
    this.#connectedAtMs = Math.min(atMs, this.#owner.clock.now());
  }

  /** The same call under another id (glare). */
  rename(id: string): void {
    this.#id = id;
  }

  /** Writes what a view shows, tells listeners when anything differs, and derives `on_hold` from the two flags. */
  update(facts: Partial<CallFacts>): void {
    const before = this.#facts;
    const keys = Object.keys(facts) as (keyof CallFacts)[];
    if (keys.every((key) => before[key] === facts[key])) return;
    this.#facts = { ...before, ...facts };
    const held = this.localHold || this.remoteHold;
    const moved = this.move(held ? 'held' : 'unheld');
    if (facts.mediaState && facts.mediaState !== before.mediaState) this.emit('media-state', facts.mediaState);
    if (!moved) this.changed();
  }

  /** The tracks of one side came or went. */
  tracksChanged(): void {
    this.emit('tracks');
    this.changed();
  }

  /** Trouble that does not end the call. */
  trouble(error: EarshotError): void {
    this.#facts = { ...this.#facts, error };
    this.emit('error', error);
    this.changed();
  }

  async act<K extends ActionName>(name: K, args: Parameters<CallActions[K]>): Promise<unknown> {
    return (await this.#owner.control(this)).act(name, args);
  }

  /** Fetches what a call in progress may need at any moment, while the line is good. */
  prepare(): void {
    this.#owner.control(this).catch(() => {});
  }

  /** From the far side, for one of the actions. */
  hear(info: CallInfo): void {
    this.#owner.control(this).then(
      (control) => control.receive(info),
      () => {},
    );
  }

  /** For the actions. */
  announce<K extends keyof CallEvents & string>(type: K, ...args: CallEvents[K]): void {
    this.emit(type, ...args);
  }

  changed(): void {
    this.emit('change');
    this.#owner.changed(this);
  }

  /** What listens comes with the first listener. */
  #listen(begin: (follow: typeof import('./follow.ts').follow) => () => void): () => void {
    let stop: (() => void) | undefined;
    let wanted = true;
    import('./follow.ts').then(
      ({ follow }) => {
        if (wanted) stop = begin(follow);
      },
      () => {}, // a level is not shown; the next listener tries again
    );
    return () => {
      wanted = false;
      stop?.();
    };
  }
}

for (const name of ACTIONS) {
  Object.defineProperty(CallObject.prototype, name, {
    value(this: CallObject, ...args: never[]) {
      return this.act(name, args as never);
    },
  });
}
