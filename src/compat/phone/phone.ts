import { Emitter, type Log, type Unsubscribe } from '../../core/base/index.ts';
import type { Call } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { failure, success, unknownCall } from './result.ts';
import { answerOptions, Session, type SessionOwner } from './session.ts';
import type { CallOptions, Result, StaticCallStatus } from './types.ts';

export interface PhoneEvents {
  connected: [];
  disconnected: [];
  /** A call rings here. */
  incoming: [call: { callId: string; session: Session }];
  /** Every new session, of either direction. */
  newRTCSession: [call: { callId: string; session: Session }];
  /** We begin to call, or answered. */
  startSession: [call: { callId: string; session: Session }];
  /** A call is over. */
  deleteSession: [call: { callId: string; cause: string }];
}

/** All calls of a client as sessions, and the methods of a session by the id of its call: false where there is no such call. */
export class Phone extends Emitter<PhoneEvents> {
  readonly #client: ClientApi;
  readonly #sessions = new Map<Call, Session>();
  readonly #offs: Unsubscribe[];
  readonly #owner: SessionOwner;
  #current: Session | undefined;

  constructor(client: ClientApi, log: Log) {
    super();
    this.#client = client;
    const phone = this;
    this.#owner = {
      client,
      log,
      get incomingList() {
        return phone.incomingList;
      },
      sessionOf: (call) => this.#sessionOf(call),
      left: (session) => this.#left(session),
    };
    this.#offs = [
      client.calls.on('incoming', (call) => {
        const session = this.#sessionOf(call);
        this.emit('incoming', { callId: call.id, session });
      }),
      client.calls.on('outgoing', (call) => void this.#sessionOf(call)),
      // a call that a reload interrupted comes back without either event
      client.calls.on('change', (call) => {
        if (call.state !== 'ended' && !this.#sessions.has(call)) this.#sessionOf(call);
      }),
      client.on('state', (state, previous) => {
        if (state === 'connected') this.emit('connected');
        else if (previous === 'connected') this.emit('disconnected');
      }),
    ];
  }

  /** Calls that are not over, by id. */
  get sessions(): Map<string, Session> {
    return new Map([...this.#sessions].map(([call, session]) => [call.id, session]));
  }

  get incomingList(): Session[] {
    return [...this.#sessions.values()].filter(({ core }) => core.direction === 'incoming' && core.connectedAtMs === undefined);
  }

  /** The one that was begun or answered last, or chosen. */
  get currentSession(): Session | undefined {
    return this.#current;
  }

  get isRegistered(): boolean {
    return this.#client.state === 'connected';
  }

  /** No further call can be made. */
  get isMaxCall(): boolean {
    return this.#sessions.size >= this.#client.settings.maxCalls;
  }

  /** Resolves once the call is begun, with its id. */
  async call(number: string, option: CallOptions = {}): Promise<Result> {
    try {
      const { id } = await this.#client.calls.make(number, answerOptions(option));
      return success(id);
    } catch (error) {
      return failure(error);
    }
  }

  getSession(callId: string): Session | undefined {
    return [...this.#sessions.values()].find(({ core }) => core.id === callId);
  }

  getCurrentSession(): Session | undefined {
    return this.#current;
  }

  /** False when there is no such call. */
  setCurrentSession(callId: string): boolean {
    return this.#with(callId, (session) => {
      this.#current = session;
      return true;
    });
  }

  setSessionStaticStatus(callId: string, staticStatus: Partial<StaticCallStatus>, startManualModel?: boolean): boolean {
    return this.#with(callId, (session) => {
      session.setStaticStatus(staticStatus, startManualModel);
      return true;
    });
  }

  reject(callId: string): boolean {
    return this.#with(callId, (session) => session.reject());
  }

  /** Code -200 when there is no such call. */
  answer(callId: string, option?: CallOptions): Promise<Result> {
    return this.getSession(callId)?.answer(option) ?? Promise.resolve(unknownCall());
  }

  hangup(callId: string): boolean {
    return this.#with(callId, (session) => session.hangup());
  }

  blindTransfer(callId: string, number: string): boolean {
    return this.#with(callId, (session) => session.blindTransfer(number));
  }

  attendedTransfer(callId: string, number: string): boolean {
    return this.#with(callId, (session) => session.attendedTransfer(number));
  }

  hold(callId: string): boolean {
    return this.#with(callId, (session) => session.hold());
  }

  unhold(callId: string): boolean {
    return this.#with(callId, (session) => session.unhold());
  }

  dtmf(callId: string, dtmf: string): boolean {
    return this.#with(callId, (session) => session.dtmf(dtmf));
  }

  mute(callId: string): boolean {
    return this.#with(callId, (session) => session.mute());
  }

  unmute(callId: string): boolean {
    return this.#with(callId, (session) => session.unmute());
  }

  startRecord(callId: string): boolean {
    return this.#with(callId, (session) => session.startRecord());
  }

  pauseRecord(callId: string): boolean {
    return this.#with(callId, (session) => session.pauseRecord());
  }

  stopRecord(callId: string): boolean {
    return this.#with(callId, (session) => session.stopRecord());
  }

  terminate(callId: string, type: 'hangup' | 'reject' | 'terminate' = 'terminate'): boolean {
    return this.#with(callId, (session) => session.terminate(type));
  }

  /** Ends all calls and hears of no more. The client stays. */
  destroy(): void {
    for (const off of this.#offs.splice(0)) off();
    for (const session of [...this.#sessions.values()]) session.destroy();
  }

  #with(callId: string, work: (session: Session) => boolean): boolean {
    const session = this.getSession(callId);
    return session ? work(session) : false;
  }

  #sessionOf(call: Call): Session {
    const known = this.#sessions.get(call);
    if (known) return known;
    const session = new Session(call, this.#owner);
    this.#sessions.set(call, session);
    const start = () => {
      this.#current = session;
      this.emit('startSession', { callId: call.id, session });
    };
    session.on('accepted', () => call.direction === 'incoming' && start());
    this.emit('newRTCSession', { callId: call.id, session });
    if (call.direction === 'outgoing' || call.connectedAtMs !== undefined) start();
    return session;
  }

  #left(session: Session): void {
    const { core } = session;
    if (!this.#sessions.delete(core)) return;
    if (this.#current === session)
      this.#current = [...this.#sessions.values()].findLast(({ core: { connectedAtMs } }) => connectedAtMs !== undefined);
    this.emit('deleteSession', { callId: core.id, cause: core.endReason ?? 'completed' });
  }
}
