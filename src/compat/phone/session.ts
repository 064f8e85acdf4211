import { Emitter, type Log, type Unsubscribe } from '../../core/base/index.ts';
import type { AnswerOptions, Call } from '../../core/call/api.ts';
import type { CustomParameter } from '../../core/call/control/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { newStream } from '../../core/media/index.ts';
import { asEarshotError, isEarshotError } from '../../core/protocol/index.ts';
import { type Derived, derive, flows, isAlerting, isLive, staticOf } from './derive.ts';
import { reportOf } from './report.ts';
import { failure, STATUS, success } from './result.ts';
import { SessionTimer } from './session-timer.ts';
import type { CallOptions, CallStatus, Report, Result, SessionEvents, StaticCallStatus, TimerType, TransferParent } from './types.ts';

type Type = keyof SessionEvents & string;
type Listener<K extends Type> = (...args: SessionEvents[K]) => void;

/** What a session asks of its phone. */
export interface SessionOwner {
  readonly client: ClientApi;
  readonly log: Log;
  readonly incomingList: Session[];
  /** The session of a call, made if need be. */
  sessionOf(call: Call): Session;
  left(session: Session): void;
}

class Events extends Emitter<SessionEvents> {
  tell<K extends Type>(type: K, ...args: SessionEvents[K]): void {
    this.emit(type, ...args);
  }
}

/**
 * One call: what it is like, what can be done with it, and what becomes of it. Methods return whether the call takes the command now; how it
 * went comes by an event, and by `warningMessage` when it failed after all.
 */
export class Session {
  readonly #call: Call;
  readonly #owner: SessionOwner;
  readonly #events = new Events();
  readonly #listeners: [type: string, listener: unknown, off: Unsubscribe][] = [];
  readonly #offs: Unsubscribe[];
  readonly #timer: SessionTimer;
  #status: CallStatus;
  #derived: Derived;
  #static: StaticCallStatus;
  #manual = false;
  #report: Report | undefined;
  #parent: Session | undefined;
  #answered = false;
  #confirmed = false;
  #told: MediaStream | undefined;
  #local: { of: string; stream: MediaStream } | undefined;
  #over = false;

  /** @internal Sessions are made by the phone. */
  constructor(call: Call, owner: SessionOwner) {
    this.#call = call;
    this.#owner = owner;
    this.#derived = derive(call, false);
    this.#static = staticOf(call);
    this.#status = { ...this.#derived, ...this.#static, isTransfer: false };
    this.#timer = new SessionTimer(owner.client.clock, () => this.#events.tell('updateTimer', { callId: call.id, timer: this.timer }));
    this.#offs = [
      call.on('change', () => this.#sync()),
      call.on('media-state', () => this.#sync()),
      call.on('tracks', () => this.#sync()),
      call.on('transferred', () => this.#events.tell('reinvite', this.#self())),
      call.on('quality', (report) => void this.#measure(report)),
    ];
    this.#sync();
  }

  /** The last one; undefined until there was one. */
  get callReport(): Report | undefined {
    return this.#report;
  }

  /** A copy, as of now. */
  get status(): CallStatus {
    return { ...this.#status };
  }

  /** All calls that ring here, of the whole phone. */
  get incomingList(): Session[] {
    return this.#owner.incomingList;
  }

  get timer(): TimerType {
    return this.#timer.value;
  }

  /** Our picture, without our sound; empty in a call without one. */
  get localStream(): MediaStream {
    const tracks = this.#call.localStream?.getVideoTracks() ?? [];
    const of = tracks.map(({ id }) => id).join();
    if (this.#local?.of !== of) this.#local = { of, stream: newStream(tracks) };
    return this.#local!.stream;
  }

  /** Their sound and picture; empty until they come. */
  get remoteStream(): MediaStream {
    return this.#call.remoteStream ?? newStream([]);
  }

  /** The core's call behind it. */
  get core(): Call {
    return this.#call;
  }

  stopTimer(): this {
    this.#timer.stop();
    return this;
  }

  on<K extends Type>(eventName: K, listener: Listener<K>): this {
    this.#listeners.push([eventName, listener, this.#events.on(eventName, listener)]);
    return this;
  }

  off<K extends Type>(eventName: K, listener: Listener<K>): this {
    const at = this.#listeners.findIndex(([type, one]) => type === eventName && one === listener);
    if (at >= 0) this.#listeners.splice(at, 1)[0]![2]();
    return this;
  }

  /** An incoming call that nobody has answered. */
  reject(): boolean {
    return this.#run('reject', isAlerting(this.#call), () => this.#call.reject());
  }

  async answer(option: CallOptions = {}): Promise<Result> {
    try {
      await this.#call.answer(answerOptions(option));
      return success(this.#call.id);
    } catch (error) {
      const result = failure(error);
      if (isEarshotError(error) && isLocal(error.code)) this.#events.tell('clientError', { callId: this.#call.id, cause: error.code });
      return result;
    }
  }

  /** Of a consultation that was answered: connects the two others, and both calls are over here. */
  hangup(): boolean {
    const { state } = this.#call;
    const parent = this.#parent;
    if (parent && isLive(this.#call) && isLive(parent.core))
      return this.#run('complete the transfer', true, () => parent.core.completeTransfer(this.#call));
    return this.#run('hang up', state !== 'ended', () => this.#call.end());
  }

  blindTransfer(number: string): boolean {
    return this.#run('transfer', isLive(this.#call) && isNumber(number), () => this.#call.transfer(number));
  }

  /** Holds this call and calls `number` about it: a session of its own, with `status.transferParent`. Its `hangup` connects the two others. */
  attendedTransfer(number: string): boolean {
    return this.#run('consult', isLive(this.#call) && isNumber(number), async () => {
      const call = await this.#call.startConsult(number);
      this.#owner.sessionOf(call).#consults(this);
    });
  }

  hold(): boolean {
    return this.#run('hold', isLive(this.#call) && !this.#call.localHold, () => this.#call.hold());
  }

  unhold(): boolean {
    return this.#run('unhold', isLive(this.#call) && this.#call.localHold, () => this.#call.unhold());
  }

  /** 0-9, * and #. */
  dtmf(dtmf: string): boolean {
    return this.#run('send tones', this.#call.state === 'connected' && /^[0-9*#]+$/.test(dtmf), () => this.#call.sendDTMF(dtmf));
  }

  mute(): boolean {
    return this.#mute(true);
  }

  unmute(): boolean {
    return this.#mute(false);
  }

  /** Goes on when it is paused. The other side is told, and asked where the app wants that. */
  startRecord(): boolean {
    const { recording } = this.#call;
    return this.#run('record', isLive(this.#call) && (recording === 'stopped' || recording === 'paused'), () => this.#call.startRecording());
  }

  pauseRecord(): boolean {
    return this.#run('pause the recording', this.#call.recording === 'recording', () => this.#call.pauseRecording());
  }

  stopRecord(): boolean {
    return this.#run('stop the recording', this.#call.recording !== 'stopped', async () => void (await this.#call.stopRecording()));
  }

  /** Rejects what rings here and hangs up what does not; `type` is written to the log. */
  terminate(type: 'hangup' | 'reject' | 'terminate' = 'terminate'): boolean {
    this.#owner.log('debug', 'phone', `${type} ${this.#call.id}`);
    return isAlerting(this.#call) ? this.reject() : this.#run(type, this.#call.state !== 'ended', () => this.#call.end());
  }

  /** Writes over what is shown of the call, until the call itself changes that; the call does not. */
  setStatus(status: Partial<CallStatus>): this {
    this.#write(status);
    return this;
  }

  /** With `startManualModel` name, picture and company are the app's from now on, and no transfer changes them. */
  setStaticStatus(staticStatus: Partial<StaticCallStatus>, startManualModel?: boolean): this {
    if (startManualModel !== undefined) this.#manual = startManualModel;
    this.#writeStatic(staticStatus);
    return this;
  }

  /** Ends the call and tells nobody: all listeners are gone. */
  destroy(): void {
    for (const [, , off] of this.#listeners.splice(0)) off();
    if (this.#call.state !== 'ended') void this.#call.end().catch(() => {});
    this.#close();
  }

  #self(): { callId: string; session: Session } {
    return { callId: this.#call.id, session: this };
  }

  #run(operation: string, may: boolean, work: () => Promise<unknown>): boolean {
    if (!may || this.#over) return false;
    work().catch((error: unknown) => {
      const { code, message } = asEarshotError(error, 'protocol:unknown', operation);
      // a call that ended meanwhile tells that by itself
      if (code !== 'call:ended') this.#events.tell('warningMessage', { callId: this.#call.id, operation, code, message });
    });
    return true;
  }

  #mute(muted: boolean): boolean {
    return this.#run(muted ? 'mute' : 'unmute', isLive(this.#call), async () => this.#call.setMuted(muted));
  }

  #consults(parent: Session): void {
    this.#parent = parent;
    const { callId, avatar, name, number } = parent.status;
    const { callDuration, holdDuration } = parent.timer;
    const transferParent: TransferParent = { callId, avatar, name, number, callDuration, holdDuration };
    this.#write({ isTransfer: true, transferParent });
  }

  #sync(): void {
    if (this.#over) return;
    const call = this.#call;
    const before = { answered: this.#answered, confirmed: this.#confirmed };
    this.#answered ||= isLive(call);
    this.#confirmed ||= isLive(call) && flows(call);
    this.#count();
    const [was, now] = [this.#derived, derive(call, this.#confirmed)];
    this.#derived = now;
    this.#write(changes(was, now));
    if (!this.#manual) this.#follow();
    if (this.#answered && !before.answered) this.#events.tell('accepted', this.#self());
    const { remoteStream } = call;
    if (remoteStream && remoteStream !== this.#told && remoteStream.getTracks().length > 0) {
      this.#told = remoteStream;
      this.#events.tell('streamAdded', { callId: call.id, communicationType: now.communicationType, stream: remoteStream });
    }
    if (this.#confirmed && !before.confirmed) this.#events.tell('confirmed', this.#self());
    if (call.state === 'ended' && !this.#over) this.#finish();
  }

  /** Another party may be at the far end; what the app wrote stays where the call has nothing new to say. */
  #follow(): void {
    const fresh = staticOf(this.#call);
    const patch: Partial<StaticCallStatus> = {};
    for (const key of ['name', 'avatar'] as const) if (fresh[key] !== this.#static[key]) patch[key] = fresh[key];
    this.#static = fresh;
    this.#writeStatic(patch);
  }

  #count(): void {
    const call = this.#call;
    if (call.state === 'ended') this.#timer.stop();
    else if (isLive(call)) this.#timer.run(call.localHold ? ['callDuration', 'holdDuration'] : ['callDuration'], call.connectedAtMs);
    else this.#timer.run([isAlerting(call) ? 'ringDuration' : 'callingDuration']);
  }

  #write(patch: Partial<CallStatus>): void {
    const old = this.#status;
    if (Object.keys(changes(old, { ...old, ...patch })).length === 0) return;
    this.#status = { ...old, ...patch };
    this.#events.tell('statusChange', this.status, { ...old });
  }

  #writeStatic(patch: Partial<StaticCallStatus>): void {
    const old = pickStatic(this.#status);
    const now = { ...old, ...patch };
    if (Object.keys(changes(old, now)).length === 0) return;
    this.#status = { ...this.#status, ...pickStatic({ ...this.#status, ...now }) };
    this.#events.tell('staticStatusChange', now, old);
  }

  async #measure(quality: Parameters<typeof reportOf>[2]): Promise<void> {
    try {
      const report = await reportOf(this.#call, this.#owner.client.userId, quality);
      if (!report || this.#over) return;
      this.#report = report;
      this.#events.tell('callReport', { callId: this.#call.id, callReport: report });
    } catch (error) {
      this.#owner.log('debug', 'phone', 'unable to report on the call', error);
    }
  }

  #finish(): void {
    const { id: callId, endReason = 'failed', error } = this.#call;
    if (this.#answered) this.#events.tell('ended', { callId, cause: endReason });
    else if (error && isLocal(error.code)) this.#events.tell('clientError', { callId, cause: error.code });
    else this.#events.tell('failed', { callId, cause: endReason, code: STATUS[endReason] ?? 500 });
    this.#close();
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    for (const off of this.#offs.splice(0)) off();
    this.#timer.stop();
    this.#owner.left(this);
  }
}

const isLocal = (code: string): boolean => /^(media|client):/.test(code);
const isNumber = (number: unknown): boolean => typeof number === 'string' && number !== '';
const pickStatic = ({ name, avatar, company }: StaticCallStatus): StaticCallStatus => ({ name, avatar, company });

/** The members of `now` that differ. */
function changes<T extends object>(was: T, now: T): Partial<T> {
  const patch: Partial<T> = {};
  for (const key of Object.keys(now) as (keyof T)[]) if (was[key] !== now[key]) patch[key] = now[key];
  return patch;
}

export function parametersOf(extraHeaders: readonly string[] = []): CustomParameter[] {
  return extraHeaders.flatMap((line) => {
    const [, name, value] = /^\s*([^:\s][^:]*?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    return name !== undefined && value !== undefined ? [{ name, value }] : [];
  });
}

export function answerOptions({ video, extraHeaders }: CallOptions): AnswerOptions {
  const parameters = parametersOf(extraHeaders);
  return { ...(video !== undefined && { video }), ...(parameters.length > 0 && { parameters }) };
}
