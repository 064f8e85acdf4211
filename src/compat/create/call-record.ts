import { type Unsubscribe, uuid } from '../../core/base/index.ts';
import type { Call, MediaState } from '../../core/call/api.ts';
import type { Bandwidth, Conference, CustomParameter, OperationEvent } from '../../core/call/control/api.ts';
import type { Media } from '../../core/media/api.ts';
import type { CallObject, CallOperation, MediaOffered } from './call-types.ts';
import { type CreateCallState, type CreateOperationStatus, operationName, operationStatus, stateOf, states, TRANSITIONS } from './call-words.ts';
import { callError } from './errors.ts';
import type { Events } from './events.ts';

/** What a record needs of the face. */
export interface RecordParts {
  events: Events;
  media: Media;
  now(): number;
  /** `user@domain` */
  address(userId: string): string;
}

export interface Beginning {
  id: string;
  direction: 'outgoing' | 'incoming';
  from: string;
  to: string;
}

interface Flags {
  state: CreateCallState;
  localHold: boolean;
  remoteHold: boolean;
}

const SILENT: Flags = { state: states.INITIATING, localHold: false, remoteHold: false };

/** What is known of one call, kept when it is over; it tells of every change. */
export class CallRecord {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly #parts: RecordParts;
  readonly #startTime: number;
  #from: string;
  #to: string;
  #call: Call | undefined;
  #conference: Conference | undefined;
  #endTime: number | undefined;
  #told: Flags = SILENT;
  #mediaState: MediaState = 'new';
  #answered = false;
  #local: string[] = [];
  #remote: string[] = [];
  #bandwidth: Bandwidth = {};
  #parameters: readonly CustomParameter[] = [];
  #offered: MediaOffered | null = null;
  #participant: CallObject['remoteParticipant'] = {};
  /** Those that are not the core's: make, answer, reject, end. */
  readonly #own: CallOperation[] = [];
  #undo: Unsubscribe[] = [];
  /** How many operations of the core began, by name: one that was refused before it began is not told by the core. */
  readonly began = new Map<string, number>();
  /** A track of ours is being replaced. */
  replacing = false;

  constructor(beginning: Beginning, parts: RecordParts) {
    this.id = beginning.id;
    this.direction = beginning.direction;
    this.#from = beginning.from;
    this.#to = beginning.to;
    this.#parts = parts;
    this.#startTime = parts.now();
    this.#participant = { displayNumber: this.direction === 'outgoing' ? beginning.to : beginning.from };
  }

  get call(): Call | undefined {
    return this.#call;
  }

  /** What it is, where it is one of three. */
  get joined(): Conference | undefined {
    return this.#conference;
  }

  get state(): CreateCallState {
    return this.#told.state;
  }

  get localHold(): boolean {
    return this.#told.localHold;
  }

  get ended(): boolean {
    return this.state === states.ENDED || this.state === states.CANCELLED;
  }

  /** What the app asked for, before the core has it. */
  limit(bandwidth: Bandwidth = {}, parameters: readonly CustomParameter[] = []): void {
    this.#bandwidth = bandwidth;
    this.#parameters = parameters;
  }

  toObject(): CallObject {
    const { id, direction } = this;
    const operations = this.#call?.operations ?? [];
    return {
      id,
      from: this.#from,
      to: this.#to,
      direction,
      ...this.#told,
      mediaConnectionState: this.#mediaState,
      localTracks: [...this.#local],
      remoteTracks: [...this.#remote],
      mediaOffered: this.#offered,
      remoteParticipant: { ...this.#participant },
      bandwidth: { ...this.#bandwidth },
      customParameters: [...this.#parameters],
      startTime: this.#startTime,
      ...(this.#endTime !== undefined && { endTime: this.#endTime }),
      currentOperations: [
        ...this.#own.map((one) => ({ ...one })),
        ...operations.map(({ id: operation, type, status }) => ({ id: operation, type: operationName(type), status: operationStatus(status) })),
      ],
    };
  }

  /** Follows a call of the core from now on. */
  follow(call: Call): void {
    this.#call = call;
    if (this.direction === 'incoming') this.#offered = { audio: call.media.includes('audio'), video: call.media.some((kind) => kind !== 'audio') };
    const look = () => this.look();
    this.#undo = [
      call.on('state', look),
      call.on('change', look),
      call.on('tracks', look),
      call.on('media-state', (state) => this.#mediaMoved(state)),
      call.on('operation', (event) => this.#operation(event)),
      call.on('parameters', (parameters) => this.received(parameters)),
    ];
    this.#sync(call);
  }

  /** Three parties, mixed here: connected for as long as that lasts, with sound alone (RB-call-46 to 49). */
  conference(conference: Conference, parameters: readonly CustomParameter[]): void {
    this.#parameters = parameters;
    this.#offered = null;
    this.#told = { ...SILENT, state: states.CONNECTED };
    this.#mediaState = 'connected';
    this.#conference = conference;
    const { calls } = conference;
    this.#undo = [
      conference.on('ended', () => {
        this.close();
        this.#conference = undefined;
        const left = calls.find((call) => call.state !== 'ended');
        if (left) {
          // one of the three is gone: it goes on with the other
          this.follow(left);
          this.look();
        } else this.#over('completed');
      }),
    ];
  }

  /** It goes on as part of a call of three; by itself it is over (RB-call-46). */
  merge(): void {
    if (this.ended) return;
    this.close();
    const gone = [...this.#local, ...this.#remote];
    this.#local = [];
    this.#remote = [];
    if (gone.length > 0) this.#tell('call:tracksRemoved', { callId: this.id, trackIds: gone });
    this.#over('joined');
  }

  #over(reason: 'completed' | 'joined'): void {
    const previous = this.#told;
    this.#endTime = this.#parts.now();
    this.#told = { ...SILENT, state: states.ENDED };
    this.#tell('call:stateChange', { callId: this.id, previous: { state: previous.state }, transition: TRANSITIONS[reason] });
    this.#mediaMoved('closed');
    this.#close();
  }

  /** Tells what has changed since it last looked. */
  look(): void {
    const call = this.#call;
    if (!call || this.ended) return;
    this.#sync(call);
    if (call.state === 'connected') this.#answered = true;
    const state = stateOf(call.state, this.direction === 'incoming', this.#answered, call.endReason);
    const over = call.state === 'ended';
    this.#move({ state, localHold: call.localHold && !over, remoteHold: call.remoteHold && !over }, call);
    this.#tracks(call);
    if (!over) return;
    this.#mediaMoved('closed');
    this.#close();
  }

  /** It never was a call of the core. */
  fail(error: unknown): void {
    if (this.ended) return;
    this.#endTime = this.#parts.now();
    const previous = this.#told;
    this.#told = { ...SILENT, state: states.ENDED };
    this.#tell('call:stateChange', { callId: this.id, previous: { state: previous.state }, transition: TRANSITIONS.failed, error: callError(error) });
    this.#close();
  }

  /** An operation that the core does not tell of. `pending`: the far side, or a person, has it now. */
  begin(type: string): { pending(): void; finish(error?: unknown): void } {
    const own: CallOperation = { id: uuid(), type, status: 'ONGOING' };
    this.#own.push(own);
    const tell = (transition: 'START' | 'UPDATE' | 'FINISH', previous?: CreateOperationStatus, error?: unknown) =>
      this.#tell('call:operation', {
        callId: this.id,
        operation: type,
        operationId: own.id,
        transition,
        isLocal: true,
        ...(previous && { previous: { operation: type, status: previous } }),
        ...(error !== undefined && { error: callError(error) }),
      });
    tell('START');
    return {
      pending: () => {
        if (own.status !== 'ONGOING' || !this.#own.includes(own)) return;
        own.status = 'PENDING';
        tell('UPDATE', 'ONGOING');
      },
      finish: (error) => {
        const at = this.#own.indexOf(own);
        if (at < 0) return;
        this.#own.splice(at, 1);
        tell('FINISH', own.status, error);
      },
    };
  }

  /** The far side's parameters, which are told and not kept (RB-ct-33). */
  received(parameters: readonly CustomParameter[]): void {
    this.#tell('call:customParameters', { callId: this.id, customParameters: parameters.map(({ name, value }) => ({ name, value })) });
  }

  /** @internal */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #close(): void {
    this.#endTime ??= this.#call?.endedAtMs ?? this.#parts.now();
    this.close();
  }

  #tell: Events['tell'] = (type, ...params) => this.#parts.events.tell(type, ...params);

  #sync(call: Call): void {
    const { peer } = call;
    const other = this.#parts.address(peer.user_id);
    if (this.direction === 'incoming') this.#from = other;
    else this.#to = other;
    this.#participant = { displayNumber: other, displayName: (this.direction === 'incoming' && call.detail.display_name) || peer.name };
    if (Object.keys(call.bandwidth).length > 0) this.#bandwidth = call.bandwidth;
    if (call.parameters !== this.#parameters && (call.parameters.length > 0 || call.operations.length > 0)) this.#parameters = call.parameters;
  }

  #move(now: Flags, call: Call): void {
    const before = this.#told;
    const held = now.localHold !== before.localHold || now.remoteHold !== before.remoteHold;
    if (now.state === before.state && !held) return;
    this.#told = now;
    const over = call.state === 'ended';
    if (over) this.#endTime = call.endedAtMs ?? this.#parts.now();
    this.#tell('call:stateChange', {
      callId: this.id,
      previous: held && !over ? before : { state: before.state },
      ...(over && { transition: TRANSITIONS[call.endReason ?? 'failed'] }),
      ...(over && call.error && call.endReason === 'failed' && { error: callError(call.error) }),
    });
  }

  #mediaMoved(state: MediaState): void {
    const previous = this.#mediaState;
    if (state === previous) return;
    this.#mediaState = state;
    this.#tell('call:mediaConnectionChange', { callId: this.id, previous: { state: previous } });
  }

  #operation({ operation, operationId, transition, isLocal, previous, error }: OperationEvent): void {
    const name = operationName(operation);
    if (isLocal && transition === 'START') this.began.set(name, (this.began.get(name) ?? 0) + 1);
    this.#tell('call:operation', {
      callId: this.id,
      operation: name,
      operationId,
      transition,
      isLocal,
      ...(previous && { previous: { operation: operationName(previous.operation), status: operationStatus(previous.status) } }),
      ...(error && { error: callError(error) }),
    });
  }

  /** On hold, and when it is over, nothing is sent or received. */
  #tracks(call: Call): void {
    const none = call.state === 'ended' || call.state === 'on_hold';
    const ids = (stream: MediaStream | undefined) => (none ? [] : (stream?.getTracks().map(({ id }) => id) ?? []));
    const [local, remote] = [ids(call.localStream), ids(call.remoteStream)];
    const [wereLocal, wereRemote] = [this.#local, this.#remote];
    const [gone, came] = [
      [without(wereLocal, local), without(wereRemote, remote)],
      [without(local, wereLocal), without(remote, wereRemote)],
    ];
    this.#local = local;
    this.#remote = remote;
    const left = gone.map((list, i) => (i === 0 ? list.filter((id) => !this.#isReplaced(id, came[0] as string[])) : list));
    const fresh = came.map((list, i) => (i === 0 ? list.filter((id) => !(gone[0] as string[]).some((old) => this.#isReplaced(old, [id]))) : list));
    const callId = this.id;
    if (left.flat().length > 0) this.#tell('call:tracksRemoved', { callId, trackIds: left.flat() });
    left.forEach((tracks, i) => {
      if (tracks.length > 0) this.#tell('call:removedMedia', { callId, local: i === 0, tracks });
    });
    if (fresh.flat().length > 0) this.#tell('call:tracksAdded', { callId, trackIds: fresh.flat() });
    fresh.forEach((list, i) => {
      const mediaIds = new Set(list.map((id) => this.#mediaId(id)));
      for (const mediaId of mediaIds)
        this.#tell('call:newMedia', { callId, local: i === 0, tracks: list.filter((id) => this.#mediaId(id) === mediaId), mediaId });
    });
  }

  /** Another device, or another source, took its place: told as that. */
  #isReplaced(id: string, by: readonly string[]): boolean {
    return by.length > 0 && (this.replacing || by.includes(this.#parts.media.track(id)?.id ?? ''));
  }

  #mediaId(trackId: string): string {
    return this.#parts.media.track(trackId)?.mediaId ?? '';
  }
}

const without = (list: readonly string[], others: readonly string[]): string[] => list.filter((id) => !others.includes(id));
