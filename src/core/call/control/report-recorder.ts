import { type Clock, type Unsubscribe, uuid } from '../../base/index.ts';
import type { Connection } from '../../connection/api.ts';
import type { MediaEngine } from '../../media/api.ts';
import type { CallState, MediaState } from '../api.ts';
import type { CallObject } from '../call.ts';
import type { CallReport, OperationEvent, ReportEvent } from './api.ts';
import { metricsOf } from './report-metrics.ts';
import { OPERATION_EVENTS, type ReportEventType } from './report-names.ts';
import { PeerRecorder } from './report-peer.ts';

export interface RecorderParts {
  clock: Clock;
  connection: Connection;
  engine: MediaEngine;
  /** The app tells by itself that it rings. */
  manualRinging: boolean;
}

/** What of a call was known before anybody recorded it. */
export interface PastEvent {
  readonly atMs: number;
  readonly name: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Requests that set an event of their own off. */
const ASKED: Readonly<Record<string, ReportEventType>> = {
  'call.ring': 'SEND_RINGING_FEEDBACK',
  'call.end': 'END_LOCAL',
  'call.decline': 'REJECT',
  'call.resume': 'RESYNC',
  'call.get': 'RESYNC',
};
/** Requests that are no step of any operation. */
const UNTOLD = ['call.beat'];

/** An error of ours, or of a face. */
type Failure = { readonly code: string; readonly message: string };

/** Writes down what one call does, as it happens (RB-call-62): events within events, each with its times. */
export class CallRecorder {
  readonly #call: CallObject;
  readonly #parts: RecorderParts;
  readonly #timeline: ReportEvent[] = [];
  readonly #operations = new Map<string, ReportEvent>();
  readonly #peers: PeerRecorder;
  readonly #undo: Unsubscribe[] = [];
  readonly #id: string;
  #make: ReportEvent | undefined;
  #receive: ReportEvent | undefined;
  #answer: ReportEvent | undefined;
  #media: ReportEvent | undefined;
  #over: ReportEvent | undefined;
  #resync: ReportEvent | undefined;
  #mediaState: MediaState;
  #held = { local: false, remote: false };
  /** A turn of them that no operation has told of. */
  #flagged: ReportEvent | undefined;
  #version: number;
  /** The server has just said something of the call: what happens now is its doing. */
  #told = false;
  #answering = false;
  #startedAt: number | undefined;
  #mediaConnectedAt: number | undefined;

  constructor(call: CallObject, parts: RecorderParts, past: readonly PastEvent[] | undefined) {
    this.#call = call;
    this.#parts = parts;
    this.#id = call.id;
    this.#version = call.version;
    this.#mediaState = past || call.state !== 'initiating' ? call.mediaState : 'new';
    this.#peers = new PeerRecorder({
      now: () => this.#now,
      begin: (type, parent, data) => this.#begin(type, this.#now, parent, data),
      parent: () => this.#parent,
      network: (listener) => parts.engine.onNetworkChange?.(listener) ?? (() => {}),
    });
    if (past) this.#recall(past);
    else this.#start(this.#now);
    this.#held = { local: call.localHold, remote: call.remoteHold };
    if (call.ended) return;
    this.#undo.push(
      call.on('state', (state, previous) => this.#onState(state, previous, this.#now)),
      call.on('change', () => this.#onChange()),
      call.on('operation', (event) => this.#onOperation(event)),
      parts.connection.on('signal', ({ call_id, data }) => {
        if (call_id === call.id && data.description) this.#peers.described();
      }),
      () => this.#peers.stop(),
    );
    this.#onChange();
  }

  /** Of now, or of the whole call once it is over. A copy. */
  report(): CallReport {
    const { direction, state, media, endReason, error, peer, qualityReport, connectedAtMs, endedAtMs } = this.#call;
    const completed = connectedAtMs !== undefined && endReason !== undefined && endReason !== 'failed';
    const timeline = structuredClone(this.#timeline);
    return {
      type: 'CALL',
      id: this.#id,
      timeline,
      data: {
        callId: this.#call.id,
        direction,
        state,
        peer: peer.user_id,
        media: [...media],
        ...(this.#startedAt !== undefined && { start: this.#startedAt }),
        ...(connectedAtMs !== undefined && { connected: connectedAtMs }),
        ...(this.#mediaConnectedAt !== undefined && { mediaConnected: this.#mediaConnectedAt }),
        ...(endedAtMs !== undefined && { end: endedAtMs }),
        ...(endReason && { endReason }),
        ...(error && { error: { code: error.code, message: error.message } }),
        ...(qualityReport && { quality: { ...qualityReport } }),
      },
      metrics: metricsOf(timeline, { mediaConnectedAt: this.#mediaConnectedAt, endedAt: endedAtMs, completed }),
    };
  }

  /** A request about this call goes out. */
  requested(method: string, params: Readonly<Record<string, unknown>>, reply: Promise<unknown>): void {
    if (UNTOLD.includes(method)) return;
    const own = this.#askedBy(method, params);
    const request = this.#begin('REST_REQUEST', this.#now, own ?? this.#parent, { method });
    if (method === 'call.invite' || method === 'call.answer') this.#peers.drafted();
    if (method === 'call.answer' && params['description'] === undefined) this.#peers.slowStart(this.#begin('SLOW_START', this.#now, this.#answer));
    const done = (error?: Failure) => {
      this.#end(request, this.#now, error);
      if (own && own.end === undefined) this.#end(own, this.#now, error);
      if (own === this.#resync) this.#resync = undefined;
      if (method === 'call.invite' && !error) this.#peers.local();
    };
    reply.then(
      () => done(),
      (error: Failure) => done(error),
    );
  }

  /** Something else that belongs in the report, such as music on hold; returns what tells its end. */
  note(type: ReportEventType, data: Record<string, unknown> = {}): (error?: Failure) => void {
    const event = this.#begin(type, this.#now, undefined, data);
    return (error) => this.#end(event, this.#now, error);
  }

  get #now(): number {
    return this.#parts.clock.now();
  }

  /** What steps of negotiation belong to: the setting up of the call, later what is under way. */
  get #parent(): ReportEvent | undefined {
    if (this.#mediaConnectedAt === undefined) return this.#make ?? this.#answer ?? this.#receive;
    return [...this.#operations.values()].at(-1) ?? this.#peers.restart ?? this.#resync;
  }

  #begin(type: ReportEventType, start: number, parent?: ReportEvent, data: Record<string, unknown> = {}): ReportEvent {
    const event: ReportEvent = { type, id: uuid(), start, timeline: [], data };
    (parent?.timeline ?? this.#timeline).push(event);
    return event;
  }

  #end(event: ReportEvent | undefined, end: number, error?: Failure): void {
    if (!event || event.end !== undefined) return;
    event.end = end;
    if (error) event.error = { code: error.code, message: error.message };
  }

  #instant(type: ReportEventType, at: number, data?: Record<string, unknown>): ReportEvent {
    const event = this.#begin(type, at, undefined, data);
    event.end = at;
    return event;
  }

  #start(at: number): void {
    const { direction, state } = this.#call;
    this.#startedAt = at;
    // whoever comes in the middle of a call has not seen how it began
    if (state !== 'initiating' && state !== 'initiated') return;
    if (direction === 'incoming') this.#receive = this.#begin('RECEIVE_CALL', at);
    else if (state === 'initiating') {
      this.#make = this.#begin('MAKE', at);
      this.#media = this.#begin('GET_USER_MEDIA', at, this.#make);
    }
  }

  #askedBy(method: string, { reason }: Readonly<Record<string, unknown>>): ReportEvent | undefined {
    if (method === 'call.invite') return this.#make;
    if (method === 'call.answer') return this.#answer;
    const type = method === 'call.end' && reason === undefined && this.#isUnanswered ? 'REJECT' : ASKED[method];
    if (type === 'SEND_RINGING_FEEDBACK') return this.#parts.manualRinging ? undefined : this.#begin(type, this.#now);
    if (type === 'RESYNC') {
      this.#resync ??= this.#begin(type, this.#now);
      return this.#resync;
    }
    if (type === 'END_LOCAL' || type === 'REJECT') {
      this.#over ??= this.#begin(type, this.#now);
      return this.#over;
    }
    return undefined;
  }

  get #isUnanswered(): boolean {
    return this.#call.direction === 'incoming' && this.#call.connectedAtMs === undefined;
  }

  #onState(state: CallState, previous: CallState, at: number): void {
    if (state === 'connected' && previous === 'initiating') this.#onResumed(at);
    if (this.#call.direction === 'outgoing') {
      if (state === 'initiated' || state === 'connected') this.#end(this.#make, at);
      if (state === 'ringing') this.#instant('REMOTE_RINGING', at);
    } else {
      if (state === 'ringing' || state === 'connected') this.#end(this.#receive, at);
      if (state === 'connected') this.#end(this.#answer, at);
    }
    if (state === 'ended') this.#onEnded(at);
  }

  /** It was not made or received here: a page took it back. */
  #onResumed(at: number): void {
    for (const event of [this.#make, this.#receive]) if (event) this.#timeline.splice(this.#timeline.indexOf(event), 1);
    this.#make = this.#receive = this.#media = undefined;
    if (!this.#timeline.some(({ type }) => type === 'RESYNC')) this.#end(this.#begin('RESYNC', this.#startedAt ?? at), at);
  }

  #onEnded(at: number): void {
    const { endReason, error } = this.#call;
    const why: Failure = error ?? { code: 'call:ended', message: `the call ended: ${endReason}` };
    for (const event of [this.#make, this.#receive, this.#answer, this.#resync, this.#peers.restart]) this.#end(event, at, why);
    const leaving = [...this.#operations.values()].some(({ type }) => /^(FORWARD_CALL|\w+_TRANSFER|JOIN)$/.test(type));
    if (endReason === 'ignored') this.#instant('IGNORE', at);
    else if (!this.#over && !leaving) {
      const rejected = endReason === 'rejected' && this.#call.direction === 'incoming' && !this.#told;
      this.#over = this.#instant(rejected ? 'REJECT' : this.#told || endReason === 'answered_elsewhere' ? 'END_REMOTE' : 'END_LOCAL', at);
    }
    if (this.#over) {
      this.#over.data['reason'] = endReason;
      if (endReason === 'failed' && error) this.#over.error = { code: error.code, message: error.message };
    }
    for (const undo of this.#undo.splice(0)) undo();
  }

  #onChange(): void {
    const { call, now } = { call: this.#call, now: this.#now };
    if (call.version > this.#version) {
      this.#version = call.version;
      this.#told = true;
      queueMicrotask(() => {
        this.#told = false;
      });
    }
    if (call.answering !== this.#answering) {
      this.#answering = call.answering;
      if (call.answering) this.#onAnswering(now);
      else if (!call.live && !call.ended) this.#end(this.#answer, now, call.error ?? { code: 'media:failed', message: 'the call was not answered' });
    }
    if (this.#media && call.localStream) this.#end(this.#media, now);
    if (call.peerConnection) {
      this.#peers.follow(call.peerConnection);
      if (this.#parts.manualRinging) this.#end(this.#receive, now);
    }
    if (call.mediaState !== this.#mediaState) this.#onMediaState(call.mediaState, now);
    this.#onHeld(call.localHold, call.remoteHold, now);
  }

  #onAnswering(at: number): void {
    this.#end(this.#receive, at);
    this.#answer = this.#begin('ANSWER', at);
    this.#media = this.#begin('GET_USER_MEDIA', at, this.#answer);
    this.#peers.answering(this.#answer);
  }

  #onMediaState(state: MediaState, at: number): void {
    this.#mediaState = state;
    if (state === 'connected' || state === 'completed') this.#mediaConnectedAt ??= at;
    this.#peers.mediaState(state);
  }

  /** Flags that turn without an operation: an older far side, or one that came back. */
  #onHeld(local: boolean, remote: boolean, at: number): void {
    const turned = (was: boolean, is: boolean, on: ReportEventType, off: ReportEventType) => {
      const type = is ? on : off;
      const under = [...this.#operations.values()].some((event) => event.type === type);
      if (was !== is && !under) this.#flagged = this.#instant(type, at);
    };
    turned(this.#held.local, local, 'HOLD_LOCAL', 'UNHOLD_LOCAL');
    turned(this.#held.remote, remote, 'HOLD_REMOTE', 'UNHOLD_REMOTE');
    this.#held = { local, remote };
  }

  #onOperation({ operation, operationId, transition, isLocal, error }: OperationEvent): void {
    const types = OPERATION_EVENTS[operation];
    if (!types) return;
    const type = types[isLocal ? 0 : 1];
    if (transition === 'START') {
      // the flag of a hold comes before what is told of it
      const known = this.#flagged?.type === type ? this.#flagged : this.#begin(type, this.#now);
      delete known.end;
      known.data['isLocal'] = isLocal;
      this.#operations.set(operationId, known);
      this.#flagged = undefined;
    }
    if (transition === 'FINISH') {
      this.#end(this.#operations.get(operationId), this.#now, error);
      this.#operations.delete(operationId);
    }
  }

  /** The flight recorder's words for what happened before. */
  #recall(past: readonly PastEvent[]): void {
    for (const { atMs, name, detail } of past) {
      if (name === 'outgoing') this.#make = this.#begin('MAKE', atMs);
      else if (name === 'incoming') this.#receive = this.#begin('RECEIVE_CALL', atMs);
      else if (name === 'call-state') this.#onState(detail?.['state'] as CallState, detail?.['previous'] as CallState, atMs);
      else if (name === 'media-state') this.#onMediaState(detail?.['state'] as MediaState, atMs);
      else if (/^(remote-)?(un)?held$/.test(name)) this.#recallHeld(name, atMs);
      if (name === 'outgoing' || name === 'incoming') this.#startedAt = atMs;
    }
    this.#mediaState = this.#call.mediaState;
  }

  #recallHeld(name: string, at: number): void {
    const held = !name.endsWith('unheld');
    const { local, remote } = this.#held;
    if (name.startsWith('remote-')) this.#onHeld(local, held, at);
    else this.#onHeld(held, remote, at);
  }
}
