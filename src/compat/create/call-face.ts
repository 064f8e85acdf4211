import { uuid } from '../../core/base/index.ts';
import type { Call } from '../../core/call/api.ts';
import type { CallObject as CoreCall } from '../../core/call/call.ts';
import type { CallReport } from '../../core/call/control/api.ts';
import { recorderOf } from '../../core/call/control/report.ts';
import { type AvailableCodecs, getAvailableCodecs } from '../../core/call/sdp/available-codecs.ts';
import type { Media, VideoOptions } from '../../core/media/api.ts';
import { isEarshotError } from '../../core/protocol/index.ts';
import type { Account } from './account.ts';
import type { CallBook } from './call-book.ts';
import { gather, limitsOf, requestOf } from './call-media.ts';
import type { CallRecord } from './call-record.ts';
import type { AnswerOptions, BandwidthControls, CallMedia, CallObject, CustomParameter, DSCPControls, MakeOptions, SIP_URI } from './call-types.ts';
import { states } from './call-words.ts';
import type { Config } from './config.ts';
import { BasicError, CREATE_CODES, callError, refuse } from './errors.ts';
import type { Events } from './events.ts';
import type { Gateway } from './gateway.ts';
import type { MediaFace } from './media-face.ts';
import { type Playing, playing } from './playing.ts';
import type { SdpHandlerFunction } from './sdp-types.ts';

export interface CallFaceParts {
  config: Config;
  account: Account;
  events: Events;
  gateway: Gateway;
  book: CallBook;
  media: Media;
  mediaFace: MediaFace;
}

interface Limits {
  bandwidth?: BandwidthControls;
  dscpControls?: DSCPControls;
}

const DTMF_STATES: readonly string[] = [states.CONNECTED, states.RINGING, states.EARLY_MEDIA];
const bad = (operation: string, reason: string) => refuse(CREATE_CODES.CALL_INVALID_PARAM, operation, reason);
const notHeld = (operation: string) => refuse(CREATE_CODES.INVALID_STATE, operation, 'the call is not held by this side');

/** `client.call`. What fails is told by events; only those methods reject that are documented to (NOTES A86). */
export class CallFace {
  readonly #parts: CallFaceParts;

  constructor(parts: CallFaceParts) {
    this.#parts = parts;
  }

  /** Returns the id of the call at once; `call:start` tells whether it was placed (RB-call-01). */
  make(destination: SIP_URI, media: CallMedia = {}, options: MakeOptions = {}): string {
    const { account, book } = this.#parts;
    const id = uuid();
    const me = account.address(account.identity?.userId ?? '');
    const record = book.add({ id, direction: 'outgoing', from: me, to: String(destination) });
    record.limit(options.bandwidth, options.customParameters);
    void this.#make(record, destination, media, options);
    return id;
  }

  /** Ringing or Initiated, incoming (RB-call-14). */
  answer(callId: string, media: CallMedia = {}, options: AnswerOptions = {}): void {
    this.#run(callId, 'answer', true, async (call, record) => {
      this.#unanswered(record, 'answer the call');
      const gathered = await gather(this.#parts.media, media, 'answer the call');
      record.limit(options.bandwidth, options.customParameters);
      try {
        await call.answer({ ...gathered.options, ...limitsOf(options), ...(options.customParameters && { parameters: options.customParameters }) });
      } finally {
        gathered.dispose();
      }
    });
  }

  /** RB-call-17 */
  reject(callId: string): void {
    this.#run(callId, 'reject', true, async (call, record) => {
      this.#unanswered(record, 'reject the call');
      await call.reject();
    });
  }

  /** Over here alone: the caller goes on ringing (RB-call-18). */
  ignore(callId: string): void {
    this.#run(callId, 'ignore', true, async (call, record) => {
      this.#unanswered(record, 'ignore the call');
      await call.ignore();
    });
  }

  /** RB-call-20 */
  forward(callId: string, destination: SIP_URI): void {
    this.#run(callId, 'forward', false, async (call, record) => {
      this.#unanswered(record, 'forward the call');
      await call.forward(this.#userId(destination));
    });
  }

  /** RB-call-21 */
  end(callId: string): void {
    const conference = this.#parts.book.get(callId)?.joined;
    if (conference)
      void conference.end().catch(() => {}); // it is over here in any case
    else this.#run(callId, 'end', true, (call) => call.end());
  }

  /** RB-call-23 */
  hold(callId: string): void {
    this.#run(callId, 'hold', false, async (call, record) => {
      if (record.localHold) throw refuse(CREATE_CODES.INVALID_STATE, 'hold the call', 'it is held already');
      await call.hold();
    });
  }

  /** RB-call-25 */
  unhold(callId: string): void {
    this.#run(callId, 'unhold', false, async (call, record) => {
      if (!record.localHold) throw notHeld('take the call off hold');
      await call.unhold();
    });
  }

  /** RB-call-27 */
  addMedia(callId: string, media: CallMedia = {}, options: Limits = {}): void {
    this.#run(callId, 'addMedia', false, (call) => call.addMedia(requestOf(this.#parts.media, media, 'add media'), limitsOf(options)));
  }

  /** RB-call-29 */
  removeMedia(callId: string, tracks: readonly string[], options: Pick<Limits, 'bandwidth'> = {}): void {
    this.#run(callId, 'removeMedia', false, (call) => call.removeMedia(tracks, limitsOf(options)));
  }

  /** RB-call-30 */
  startVideo(callId: string, videoOptions?: VideoOptions, options: Limits = {}): void {
    this.#run(callId, 'startVideo', false, (call) => call.startVideo(videoOptions, limitsOf(options)));
  }

  /** RB-call-31 */
  stopVideo(callId: string): void {
    this.#run(callId, 'stopVideo', false, (call) => call.stopVideo());
  }

  /** `call:trackReplaced` tells how it ended, to this side alone (RB-call-32 to 36). */
  replaceTrack(callId: string, trackId: string, media: CallMedia = {}): void {
    const { events, mediaFace } = this.#parts;
    const oldTrack = mediaFace.getTrackById(trackId);
    this.#run(callId, 'replaceTrack', false, async (call, record) => {
      record.replacing = true;
      try {
        const newTrackId = await call.replaceTrack(trackId, requestOf(this.#parts.media, media, 'replace the track'));
        record.look();
        events.tell('call:trackReplaced', { callId, newTrackId, ...(oldTrack && { oldTrack }) });
      } finally {
        record.replacing = false;
      }
    }).catch((error: unknown) => events.tell('call:trackReplaced', { callId, error: callError(error) }));
  }

  /** `call:mediaRestart` tells how it ended (RB-call-37). */
  restartMedia(callId: string): void {
    const { events } = this.#parts;
    this.#run(callId, 'restartMedia', false, async (call) => {
      await call.restartMedia();
      events.tell('call:mediaRestart', { callId });
    }).catch((error: unknown) => events.tell('call:mediaRestart', { callId, error: callError(error) }));
  }

  /** Resolves when it was played to its end; `onPlaying` of what this returns tells when it begins (RB-call-39 to 41). */
  playAudioFile(callId: string, filePath: string): Playing {
    return playing((onPlaying) =>
      this.#run(callId, 'playAudioFile', false, async (call, record) => {
        if (record.state !== states.CONNECTED) throw refuse(CREATE_CODES.INVALID_STATE, 'play the file', 'the call is not connected');
        await call.playAudioFile(filePath, { onPlaying: ({ durationMs }) => onPlaying({ duration: durationMs }) });
      }).catch((error: unknown) => {
        throw callError(error);
      }),
    );
  }

  /** Held first (RB-call-42). */
  directTransfer(callId: string, destination: SIP_URI): void {
    this.#run(callId, 'directTransfer', false, async (call, record) => {
      if (!record.localHold) throw notHeld('transfer the call');
      await call.transfer(this.#userId(destination));
    });
  }

  /** Both held first (RB-call-44). */
  consultativeTransfer(callId: string, otherCallId: string): void {
    this.#run(callId, 'consultativeTransfer', false, async (call) => {
      await call.completeTransfer(this.#heldPair(callId, otherCallId, 'transfer the call'));
    });
  }

  /** Both held first; a new call of three with sound alone, told by `call:join` (RB-call-46). Returns nothing. */
  join(callId: string, otherCallId: string): void {
    const { events, book, account } = this.#parts;
    this.#run(callId, 'join', false, async (call, first) => {
      const other = this.#heldPair(callId, otherCallId, 'join the calls');
      const conference = await call.join(other);
      const me = account.address(account.identity?.userId ?? '');
      const joined = book.add({ id: conference.id, direction: 'outgoing', from: me, to: first.toObject().to });
      joined.conference(conference, first.toObject().customParameters);
      events.tell('call:join', { callId: joined.id });
      for (const old of [first, book.get(otherCallId)]) old?.merge();
    }).catch((error: unknown) => events.tell('call:join', { callId, error: callError(error) }));
  }

  getAll(): CallObject[] {
    return this.#parts.book.records.map((record) => record.toObject());
  }

  getById(callId: string): CallObject | undefined {
    return this.#parts.book.get(callId)?.toObject();
  }

  /** Where `ringingFeedbackMode` is 'manual' (RB-call-52). */
  sendRingingFeedback(callId: string): void {
    this.#run(callId, 'sendRingingFeedback', false, (call) => call.sendRinging());
  }

  /** They ride on every later operation; none clears them (RB-call-53). */
  setCustomParameters(callId: string, customParameters: readonly CustomParameter[] = []): void {
    this.#run(callId, 'setCustomParameters', true, async (call, record) => {
      await call.setParameters(customParameters);
      record.limit(record.toObject().bandwidth, customParameters);
    });
  }

  /** RB-call-54 */
  sendCustomParameters(callId: string): void {
    this.#run(callId, 'sendCustomParameters', false, (call) => call.sendParameters());
  }

  /** 0-9, *, # and comma (2 s); ms. In other states than Connected, Ringing and Early Media, nothing happens (RB-call-55 to 59). */
  sendDTMF(callId: string, tone: string, duration = 100, intertoneGap = 70): void {
    this.#run(callId, 'sendDTMF', false, async (call, record) => {
      if (!DTMF_STATES.includes(record.state)) return;
      if (!/^[\d*#,]+$/.test(String(tone))) throw bad('send tones', 'tones are 0-9, *, # and comma');
      await call.sendDTMF(String(tone), { durationMs: duration, gapMs: intertoneGap });
    });
  }

  /** Of the call, or of one of its tracks; `call:statsReceived` has it too (RB-call-60). Rejects with a BasicError. */
  async getStats(callId: string, trackId?: string): Promise<RTCStatsReport> {
    const { events } = this.#parts;
    const about = { callId, ...(trackId !== undefined && { trackId }) };
    try {
      const result = await this.#call(callId, 'read statistics').getStats(trackId);
      events.tell('call:statsReceived', { ...about, result });
      return result;
    } catch (error) {
      const told = callError(error);
      events.tell('call:statsReceived', { ...about, error: told });
      throw told;
    }
  }

  /** What this browser can send; undefined where it does not tell (RB-call-61). */
  async getAvailableCodecs(kind: 'audio' | 'video'): Promise<AvailableCodecs | undefined> {
    // it is about no call: the reports of all that go on have it
    const going = this.#parts.book.records.filter(({ ended }) => !ended);
    const noted = going.map(({ call }) => call && recorderOf(call as CoreCall)?.note('GET_AVAILABLE_CODECS', { kind }));
    const done = (error?: BasicError) => {
      for (const note of noted) note?.(error);
    };
    try {
      const available = await getAvailableCodecs(kind);
      done();
      this.#parts.events.tell('call:availableCodecs', available);
      return available;
    } catch (error) {
      done(callError(error));
      return undefined;
    }
  }

  /** Its steps so far, with what they took, at any time; undefined of a call that there is not (RB-call-62). */
  getReport(callId: string): CallReport | undefined {
    const call = this.#parts.book.get(callId)?.call;
    return call && recorderOf(call as CoreCall)?.report();
  }

  /** In place of those there were, for calls to come (RB-call-63). */
  setSdpHandlers(sdpHandlers: readonly SdpHandlerFunction[]): void {
    const { config, gateway } = this.#parts;
    config.update({ call: { sdpHandlers } });
    gateway.configured();
  }

  // ---- inside

  async #make(record: CallRecord, destination: SIP_URI, media: CallMedia, options: MakeOptions): Promise<void> {
    const { gateway, book, events } = this.#parts;
    const operation = `call ${destination}`;
    const running = record.begin('make');
    const failed = (error: unknown) => {
      running.finish(error);
      record.fail(error);
      events.tell('call:start', { callId: record.id, error: callError(error) });
    };
    try {
      if (typeof destination !== 'string' || destination === '') throw bad('make a call', 'the destination must be a non-empty string');
      if (!gateway.client || !gateway.takesCalls) throw refuse(CREATE_CODES.INVALID_STATE, operation, 'there is no subscription to the call service');
      const gathered = await gather(this.#parts.media, media, operation);
      const { displayName, customParameters } = options;
      const call = await gateway.client.calls.make(this.#userId(destination), {
        id: record.id,
        ...gathered.options,
        ...limitsOf(options),
        ...(displayName !== undefined && { displayName }),
        ...(customParameters && { parameters: customParameters }),
      });
      const known = book.of(call);
      if (known) {
        // they were calling us: the two calls are one, which is being answered
        book.alias(record.id, known);
        gathered.dispose();
        running.finish();
        events.tell('call:start', { callId: record.id });
        return;
      }
      record.follow(call);
      await placed(call, running.pending);
      gathered.dispose();
      record.look();
      if (call.error && call.endReason === 'failed' && call.connectedAtMs === undefined) {
        running.finish(call.error);
        events.tell('call:start', { callId: record.id, error: callError(call.error) });
        return;
      }
      running.finish();
      events.tell('call:start', { callId: record.id });
    } catch (error) {
      failed(error);
    }
  }

  /** Runs what an app asked of a call, and tells it as an operation unless the core does; rejects after that, for those who tell more. */
  #run(callId: string, type: string, own: boolean, act: (call: Call, record: CallRecord) => Promise<unknown>): Promise<void> {
    const { book, events } = this.#parts;
    const record = book.get(callId);
    const work = async () => {
      if (!record) {
        const error = refuse(CREATE_CODES.STATE_DESYNC, type, 'there is no such call');
        events.tell('call:operation', { callId, operation: type, operationId: uuid(), transition: 'FINISH', isLocal: true, error });
        throw error;
      }
      const before = record.began.get(type) ?? 0;
      const running = own ? record.begin(type) : undefined;
      try {
        await act(this.#call(callId, type), record);
        running?.finish();
      } catch (error) {
        const told = isEarshotError(error) && (record.began.get(type) ?? 0) > before;
        if (running) running.finish(error);
        else if (!told) record.begin(type).finish(error);
        throw error;
      }
    };
    const done = work();
    done.catch(() => {}); // told by events
    return done;
  }

  #call(callId: string, operation: string): Call {
    const record = this.#parts.book.get(callId);
    if (!record) throw refuse(CREATE_CODES.STATE_DESYNC, operation, 'there is no such call');
    if (!record.call) throw new BasicError(CREATE_CODES.INVALID_STATE, `unable to ${operation}; the call is ${record.state}`);
    return record.call;
  }

  #unanswered({ direction, state }: CallRecord, operation: string): void {
    if (direction !== 'incoming' || (state !== states.RINGING && state !== states.INITIATED))
      throw refuse(CREATE_CODES.INVALID_STATE, operation, 'it is no incoming call that rings');
  }

  #heldPair(callId: string, otherCallId: string, operation: string): Call {
    for (const id of [callId, otherCallId]) if (!this.#parts.book.get(id)?.localHold) throw notHeld(operation);
    return this.#call(otherCallId, operation);
  }

  #userId(destination: SIP_URI): string {
    const { account, config } = this.#parts;
    if (typeof destination !== 'string' || destination === '') throw bad('call somebody', 'the destination must be a non-empty string');
    return account.userId(destination, config.values.call.normalizeDestination);
  }
}

/** Resolves once the server has it, or it is over. */
function placed(call: Call, opened: () => void): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (call.localStream) opened(); // from here on, the other side has it
      if (call.state === 'initiating') return false;
      resolve();
      return true;
    };
    if (look()) return;
    const off = call.on('change', () => {
      if (look()) off();
    });
  });
}
