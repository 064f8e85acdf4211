/** Fakes for element tests and for pictures of every state. Not part of any bundle. */
import { FakeClock } from '../../../test/fake-clock.ts';
import { Emitter } from '../../core/base/emitter.ts';
import { defaultSettings, type Settings } from '../../core/base/settings.ts';
import type { AnswerOptions, Call, CallEvents, CallManager, CallManagerEvents, CallState, MakeOptions, MediaState } from '../../core/call/api.ts';
import type {
  Bandwidth,
  CallActions,
  Conference,
  CustomParameter,
  Operation,
  QualityReport,
  QualityWarning,
  RecordingState,
} from '../../core/call/control/api.ts';
import type { CallConfig } from '../../core/call/sdp/api.ts';
import type { ClientApi, ClientEvents, ClientParts } from '../../core/client/api.ts';
import type { Connection, ConnectionState } from '../../core/connection/api.ts';
import type { SpeechEvent } from '../../core/media/api.ts';
import {
  type BaseUser,
  type CallDetail,
  EarshotError,
  type EarshotErrorCode,
  type EndReason,
  type MediaKind,
  type Party,
} from '../../core/protocol/index.ts';
import type { TabCall, TabCalls, TabCallsEvents } from '../../core/tabs/api.ts';

/** What a fake call shows; everything may be set at once through `set`. */
interface CallFields {
  peer: Party;
  detail: CallDetail;
  operations: readonly Operation[];
  parameters: readonly CustomParameter[];
  bandwidth: Bandwidth;
  recording: RecordingState;
  remoteRecording: RecordingState;
  qualityReport: QualityReport | undefined;
  warnings: readonly QualityWarning[];
  conference: Conference | undefined;
  state: CallState;
  endReason: EndReason | undefined;
  error: EarshotError | undefined;
  requestingMedia: boolean;
  reconnecting: boolean;
  mediaState: MediaState;
  muted: boolean;
  localHold: boolean;
  remoteHold: boolean;
  remoteMuted: boolean;
  media: readonly MediaKind[];
  sharing: boolean;
  remoteSharing: boolean;
  connectedAtMs: number | undefined;
  endedAtMs: number | undefined;
  heldAtMs: number | undefined;
  soundBlocked: boolean;
  quality: number | undefined;
  localStream: MediaStream | undefined;
  remoteStream: MediaStream | undefined;
}

const initial: Omit<CallFields, 'peer'> = {
  detail: {},
  operations: [],
  parameters: [],
  bandwidth: {},
  recording: 'stopped',
  remoteRecording: 'stopped',
  qualityReport: undefined,
  warnings: [],
  conference: undefined,
  state: 'initiating',
  endReason: undefined,
  error: undefined,
  requestingMedia: false,
  reconnecting: false,
  mediaState: 'new',
  muted: false,
  localHold: false,
  remoteHold: false,
  remoteMuted: false,
  media: ['audio'],
  sharing: false,
  remoteSharing: false,
  connectedAtMs: undefined,
  endedAtMs: undefined,
  heldAtMs: undefined,
  soundBlocked: false,
  quality: undefined,
  localStream: undefined,
  remoteStream: undefined,
};

/** Asked for by views; each is written down, and does what the test gave it to do in `does`. */
const ACTIONS = [
  'addMedia',
  'removeMedia',
  'startVideo',
  'stopVideo',
  'shareScreen',
  'stopScreen',
  'replaceTrack',
  'restartMedia',
  'playAudioFile',
  'sendDTMF',
  'setParameters',
  'sendParameters',
  'sendRinging',
  'sendEarlyMedia',
  'ignore',
  'forward',
  'transfer',
  'startConsult',
  'completeTransfer',
  'join',
  'startRecording',
  'pauseRecording',
  'resumeRecording',
  'stopRecording',
  'allowRecording',
  'getStats',
  'getReport',
  'verify',
  'handOff',
] as const;

export interface FakeCall extends Omit<CallActions, 'hold' | 'unhold'> {}

/** A call that does what the test says; what the view asks of it is in `asked`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: what is named once is put on the prototype below
export class FakeCall extends Emitter<CallEvents> implements Call {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly peerConnection = undefined;
  /** What actions were asked for with, in order. */
  readonly actions: [name: (typeof ACTIONS)[number], ...args: unknown[]][] = [];
  /** What an action gives; `undefined` for those that are not in it. */
  readonly does: { [K in (typeof ACTIONS)[number]]?: (...args: never[]) => unknown } = {};
  /** Intents, in order: 'answer', 'reject', 'end', 'mute', 'unmute', 'hold', 'unhold', 'unlock'. */
  readonly asked: string[] = [];
  /** Set to make `answer` reject. */
  answerError: EarshotError | undefined;
  /** What it was answered with. */
  answered: AnswerOptions | undefined;
  readonly #client: FakeClient;
  #fields: CallFields;
  #claims = 0;
  readonly #speech = new Set<(event: SpeechEvent) => void>();
  readonly #levels = { local: new Set<(level: number) => void>(), remote: new Set<(level: number) => void>() };

  constructor(client: FakeClient, direction: 'outgoing' | 'incoming', peer: Party, id: string) {
    super();
    this.#client = client;
    this.direction = direction;
    this.id = id;
    this.#fields = { ...initial, peer };
  }

  get state() {
    return this.#fields.state;
  }
  get peer() {
    return this.#fields.peer;
  }
  get detail() {
    return this.#fields.detail;
  }
  get operations() {
    return this.#fields.operations;
  }
  get parameters() {
    return this.#fields.parameters;
  }
  get bandwidth() {
    return this.#fields.bandwidth;
  }
  get recording() {
    return this.#fields.recording;
  }
  get remoteRecording() {
    return this.#fields.remoteRecording;
  }
  get qualityReport() {
    return this.#fields.qualityReport;
  }
  get warnings() {
    return this.#fields.warnings;
  }
  get conference() {
    return this.#fields.conference;
  }
  get endReason() {
    return this.#fields.endReason;
  }
  get error() {
    return this.#fields.error;
  }
  get requestingMedia() {
    return this.#fields.requestingMedia;
  }
  get reconnecting() {
    return this.#fields.reconnecting;
  }
  get mediaState() {
    return this.#fields.mediaState;
  }
  get muted() {
    return this.#fields.muted;
  }
  get localHold() {
    return this.#fields.localHold;
  }
  get remoteHold() {
    return this.#fields.remoteHold;
  }
  get remoteMuted() {
    return this.#fields.remoteMuted;
  }
  get media() {
    return this.#fields.media;
  }
  get sharing() {
    return this.#fields.sharing;
  }
  get remoteSharing() {
    return this.#fields.remoteSharing;
  }
  get connectedAtMs() {
    return this.#fields.connectedAtMs;
  }
  get endedAtMs() {
    return this.#fields.endedAtMs;
  }
  get heldAtMs() {
    return this.#fields.heldAtMs;
  }
  get soundBlocked() {
    return this.#fields.soundBlocked;
  }
  get quality() {
    return this.#fields.quality;
  }
  get localStream() {
    return this.#fields.localStream;
  }
  get remoteStream() {
    return this.#fields.remoteStream;
  }
  get durationMs() {
    const { connectedAtMs, endedAtMs } = this.#fields;
    return connectedAtMs === undefined ? 0 : (endedAtMs ?? this.#client.clock.now()) - connectedAtMs;
  }
  get claimed() {
    return this.#claims > 0;
  }

  /** Something happens that is no change of state. */
  tell<K extends keyof CallEvents & string>(type: K, ...args: CallEvents[K]): void {
    this.emit(type, ...args);
  }

  /** Changes what the call shows, and tells. */
  set(fields: Partial<CallFields>): void {
    const previous = this.#fields.state;
    this.#fields = { ...this.#fields, ...fields };
    if (this.#fields.state !== previous) this.emit('state', this.#fields.state, previous);
    this.#changed();
  }

  /** The other side answered, or we did. */
  connect(): void {
    this.set({ state: 'connected', requestingMedia: false, connectedAtMs: this.#client.clock.now(), mediaState: 'connected', quality: 4 });
  }

  finish(endReason: EndReason, code?: EarshotErrorCode): void {
    const error = code && new EarshotError(code, 'call');
    this.set({ state: 'ended', endReason, error, requestingMedia: false, endedAtMs: this.#client.clock.now() });
    this.#client.calls.drop(this);
  }

  level(side: 'local' | 'remote', level: number): void {
    for (const listener of this.#levels[side]) listener(level);
  }

  /** Something is heard on our microphone. */
  speech(event: SpeechEvent): void {
    for (const listener of this.#speech) listener(event);
  }

  /** Who listens to levels now. */
  get levelListeners(): number {
    return this.#levels.local.size + this.#levels.remote.size;
  }

  /** Who listens for speech now. */
  get speechListeners(): number {
    return this.#speech.size;
  }

  claim(): () => void {
    this.#claims++;
    this.#changed();
    let undone = false;
    return () => {
      if (undone) return;
      undone = true;
      this.#claims--;
      this.#changed();
    };
  }

  async answer(options?: AnswerOptions): Promise<void> {
    this.asked.push('answer');
    this.answered = options;
    if (this.answerError) throw this.answerError;
    this.connect();
  }

  async reject(): Promise<void> {
    this.asked.push('reject');
    this.finish('rejected');
  }

  async end(): Promise<void> {
    this.asked.push('end');
    this.finish(this.connectedAtMs === undefined ? 'cancelled' : 'completed');
  }

  setMuted(muted: boolean): void {
    this.asked.push(muted ? 'mute' : 'unmute');
    this.set({ muted });
  }

  async hold(): Promise<void> {
    this.asked.push('hold');
    this.set({ localHold: true, state: 'on_hold', heldAtMs: this.#client.clock.now() });
  }

  async unhold(): Promise<void> {
    this.asked.push('unhold');
    this.set({ localHold: false, state: this.remoteHold ? 'on_hold' : 'connected', heldAtMs: undefined });
  }

  onLevel(side: 'local' | 'remote', listener: (level: number) => void): () => void {
    this.#levels[side].add(listener);
    return () => void this.#levels[side].delete(listener);
  }

  onSpeech(listener: (event: SpeechEvent) => void): () => void {
    this.#speech.add(listener);
    return () => void this.#speech.delete(listener);
  }

  async unlockSound(): Promise<void> {
    this.asked.push('unlock');
    this.set({ soundBlocked: false });
  }

  #changed(): void {
    this.emit('change');
    this.#client.calls.tell(this);
  }
}

for (const name of ACTIONS) {
  Object.defineProperty(FakeCall.prototype, name, {
    async value(this: FakeCall, ...args: never[]) {
      this.asked.push(name);
      this.actions.push([name, ...args]);
      return await this.does[name]?.(...args);
    },
  });
}

export class FakeCalls extends Emitter<CallManagerEvents> implements CallManager {
  calls: FakeCall[] = [];
  /** The last `make`'s options. */
  options: MakeOptions | undefined;
  readonly config: CallConfig = {};
  /** How often `prepare` was called. */
  prepared = 0;
  /** How often its code alone was asked for. */
  loaded = 0;
  /** Set to make `make` reject. */
  makeError: EarshotError | undefined;
  readonly #client: FakeClient;

  constructor(client: FakeClient) {
    super();
    this.#client = client;
  }

  get(id: string): FakeCall | undefined {
    return this.calls.find((call) => call.id === id);
  }

  /** Set to make `make` wait, as for a chunk that is on its way. */
  loading: Promise<void> | undefined;

  async make(to: string, options?: MakeOptions): Promise<FakeCall> {
    if (this.loading) await this.loading;
    if (this.makeError) throw this.makeError;
    this.options = options;
    const call = this.#add('outgoing', to, options?.name);
    this.emit('outgoing', call);
    this.emit('change', call);
    return call;
  }

  /** A call comes in. */
  ring(from: string, name?: string): FakeCall {
    const call = this.#add('incoming', from, name);
    call.set({ state: 'ringing' });
    this.emit('incoming', call);
    return call;
  }

  async prepare(options?: { codeOnly?: boolean }): Promise<void> {
    if (options?.codeOnly) this.loaded++;
    else this.prepared++;
  }

  setSdpHandlers(handlers: CallConfig['sdpHandlers']): void {
    this.config.sdpHandlers = handlers;
  }

  async takeOver(): Promise<Call> {
    throw new Error('there is no call to take over');
  }

  async isOnline(): Promise<boolean> {
    return true;
  }

  tell(call: FakeCall): void {
    this.emit('change', call);
  }

  drop(call: FakeCall): void {
    this.calls = this.calls.filter((other) => other !== call);
    this.emit('ended', call);
    this.emit('change', call);
  }

  dispose(): void {}

  #add(direction: 'outgoing' | 'incoming', userId: string, name?: string): FakeCall {
    const peer = { user_id: userId, name: name ?? this.#client.knownUser(userId)?.name ?? userId };
    const call = new FakeCall(this.#client, direction, peer, `call-${Math.random().toString(36).slice(2, 10)}`);
    this.calls = [...this.calls, call];
    return call;
  }
}

/** The calls of other tabs, as a test puts them there; what is asked of them is in `asked`. */
export class FakeTabCalls extends Emitter<TabCallsEvents> implements TabCalls {
  calls: readonly TabCall[] = [];
  /** Intents, in order, each with the call's id. */
  readonly asked: string[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    super();
    this.#changed = changed;
  }

  /** One call, or none. */
  set(facts?: Partial<TabCall> & Pick<TabCall, 'peer'>): void {
    const rest = { muted: false, localHold: false, remoteHold: false, reconnecting: false, connectedAtMs: 0, heldAtMs: undefined };
    this.calls = facts ? [{ id: 'there', direction: 'incoming', state: 'connected', ...rest, ...facts }] : [];
    this.emit('change');
    this.#changed();
  }

  async end(id: string): Promise<void> {
    this.asked.push(`end ${id}`);
  }
  async setMuted(id: string, muted: boolean): Promise<void> {
    this.asked.push(`${muted ? 'mute' : 'unmute'} ${id}`);
  }
  async hold(id: string): Promise<void> {
    this.asked.push(`hold ${id}`);
  }
  async unhold(id: string): Promise<void> {
    this.asked.push(`unhold ${id}`);
  }
  async bring(id: string): Promise<void> {
    this.asked.push(`bring ${id}`);
  }
  dispose(): void {}
}

/** A client without a server. Services (chat) may be put in place with `provide`. */
export class FakeClient extends Emitter<ClientEvents> implements ClientApi {
  readonly host = 'earshot.test';
  readonly appId = 'demo';
  readonly userId: string;
  state: ConnectionState = 'connected';
  user: BaseUser | undefined;
  readonly clock = new FakeClock();
  readonly settings: Settings = { ...defaultSettings };
  readonly calls = new FakeCalls(this);
  readonly tabCalls = new FakeTabCalls(() => this.emit('tabs'));
  /** People this client knows by name once asked (`whoIs`). */
  readonly people = new Map<string, BaseUser>();
  /** Ids `whoIs` was asked for. */
  readonly askedFor: string[] = [];
  /** What `connect`, `disconnect`, `dispose` were called for. */
  readonly asked: string[] = [];
  readonly #known = new Map<string, BaseUser>();
  readonly #services = new Map<symbol, unknown>();

  constructor(userId = 'alice', names: Record<string, string> = {}) {
    super();
    this.userId = userId;
    for (const [id, name] of Object.entries(names)) this.people.set(id, fakeUser(id, name));
  }

  get connection(): Connection {
    throw new Error('the fake client has no connection');
  }

  /** Moves the connection's state, and tells. */
  setState(state: ConnectionState): void {
    const previous = this.state;
    this.state = state;
    this.emit('state', state, previous);
  }

  fail(error: EarshotError): void {
    this.emit('error', error);
  }

  async connect(): Promise<void> {
    this.asked.push('connect');
  }

  async disconnect(): Promise<void> {
    this.asked.push('disconnect');
  }

  async dispose(): Promise<void> {
    this.asked.push('dispose');
  }

  knownUser(userId: string): BaseUser | undefined {
    return this.#known.get(userId);
  }

  async whoIs(userId: string): Promise<BaseUser> {
    this.askedFor.push(userId);
    const user = this.people.get(userId);
    if (!user) throw new EarshotError('user:not-found', 'look up a user');
    this.#known.set(userId, user);
    return user;
  }

  async fetch(): Promise<Response> {
    return new Response(null, { status: 404 });
  }

  url(path: string): string {
    return `https://${this.host}${path}`;
  }

  /** Puts a fake service where `service(key)` finds it. */
  provide(key: symbol, service: unknown): void {
    this.#services.set(key, service);
  }

  service<T extends { dispose(): void }>(key: symbol, make: (parts: ClientParts) => T): T {
    if (!this.#services.has(key)) this.#services.set(key, make({ client: this } as unknown as ClientParts));
    return this.#services.get(key) as T;
  }
}

export const fakeUser = (user_id: string, name: string): BaseUser => ({ user_id, name, created_at: 0, updated_at: 0 });

/** Collects what an element says, whether the browser has `ariaNotify` or not. Returns the sentences and the undo. */
export function listenToSpeech(): { said: string[]; assertive: string[]; stop(): void } {
  const proto = Element.prototype as unknown as { ariaNotify?: unknown };
  const original = Object.getOwnPropertyDescriptor(Element.prototype, 'ariaNotify');
  const said: string[] = [];
  const assertive: string[] = [];
  Object.defineProperty(proto, 'ariaNotify', {
    configurable: true,
    value(text: string, { priority }: { priority: string }) {
      said.push(text);
      if (priority === 'high') assertive.push(text);
    },
  });
  return {
    said,
    assertive,
    stop() {
      if (original) Object.defineProperty(proto, 'ariaNotify', original);
      else delete proto.ariaNotify;
    },
  };
}
