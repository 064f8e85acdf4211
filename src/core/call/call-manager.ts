import { Emitter, type Unsubscribe, uuid } from '../base/index.ts';
import { CALL_ERRORS } from '../protocol/call-errors.ts';
import {
  asEarshotError,
  type CallRow,
  EarshotError,
  extendCatalogue,
  type IceServer,
  isEarshotError,
  type Params,
  type Welcome,
} from '../protocol/index.ts';
import type { Call, CallManagerEvents, MakeOptions } from './api.ts';
import { CallObject, type CallOwner } from './call.ts';
import type { Control } from './control/control.ts';
import { createEngine } from './engine.ts';
import type { CallDriver, CallEngine, CallHost, CallParts, LoadedCalls, Missed } from './ports.ts';
import { legOf } from './ports.ts';

type Farewell = { method: 'call.end'; params: Params<'call.end'> } | { method: 'call.decline'; params: Params<'call.decline'> };

extendCatalogue(CALL_ERRORS);

/** Ended calls whose late rows are still recognised. */
const REMEMBERED = 200;

/** So long may the offer take, or the answer, before a call that was answered in the moment it came says that it rings. */
const RING_AFTER_MS = 100;

/** Turns the server's rows into calls, and intents into requests. Loaded by the door on the first of either, with the engine that does what needs WebRTC. */
class Calls extends Emitter<CallManagerEvents> implements LoadedCalls, CallOwner, CallHost {
  readonly #parts: CallParts;
  readonly #calls = new Map<string, CallObject>();
  readonly #over = new Set<string>();
  /** Those among them that never were calls here: we were busy. */
  readonly #busy = new Set<string>();
  /** What the server has not yet been told, by call. */
  readonly #farewells = new Map<string, Farewell>();
  /** Those that are being told. */
  readonly #saying = new Set<Farewell>();
  /** Rows of a user whom we are calling right now: the server will make one call of the two (glare). */
  readonly #crossing = new Map<string, CallRow>();
  readonly #resuming = new Set<string>();
  readonly #undo: Unsubscribe[];
  readonly #engine: CallEngine;
  #disposed = false;

  constructor(parts: CallParts) {
    super();
    this.#parts = parts;
    this.#engine = createEngine(parts, this);
    const line = parts.connection;
    this.#undo = [
      line.on('state', (state, previous) => {
        if (previous === 'connected' && state !== 'connected') for (const call of this.#calls.values()) call.driver?.offline();
        // before an invite that waited for the line, which would take back the very call that was hung up
        if (state === 'connected') this.#sayFarewells();
      }),
      line.on('leg', ({ call_id, event, generation }) => {
        const call = this.#calls.get(call_id);
        if (call) call.peerAway = event === 'lost';
        call?.driver?.leg(event, generation);
      }),
    ];
  }

  get clock() {
    return this.#parts.clock;
  }

  get calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  get(id: string): Call | undefined {
    return this.#calls.get(id);
  }

  make(to: string, options: MakeOptions = {}): Call {
    const operation = `call ${to}`;
    if (this.#disposed) throw new EarshotError('client:disposed', operation);
    if (to === this.#parts.client.userId) throw new EarshotError('call:self', operation);
    const ringing = [...this.#calls.values()].find((call) => call.direction === 'incoming' && !call.live && call.peer.user_id === to);
    if (ringing) {
      // they are calling us: the two calls are one
      if (!ringing.answering)
        ringing.answer(options).catch((error: unknown) => ringing.trouble(asEarshotError(error, 'call:media-failed', operation)));
      return ringing;
    }
    const waiting = [...this.#calls.values()].find((call) => call.peer.user_id === to && this.#isWaiting(call));
    if (waiting) return waiting; // one of us is on the way back to it: calling again is not another call
    if (this.#calls.size >= this.#parts.settings.maxCalls) throw new EarshotError('call:limit', operation);
    const call = new CallObject(options.id ?? uuid(), 'outgoing', { user_id: to, name: options.name ?? to }, this);
    this.#calls.set(call.id, call);
    this.emit('outgoing', call);
    this.emit('change', call);
    const place = () => (call.ended ? undefined : this.#engine.place(call, options));
    const loading = this.#engine.ready();
    (loading ? loading.then(place) : place())?.catch((error: unknown) => call.fail(asEarshotError(error, 'call:media-failed', operation)));
    return call;
  }

  async prepare(): Promise<void> {
    await (await this.#ready()).warm();
  }

  async takeOver(code: string): Promise<Call> {
    const { takeOver } = await import('./take-over.ts');
    return takeOver(code, this.#parts, this, await this.#ready());
  }

  /** One piece of news of the server, in order. */
  hear(news: Missed): void {
    if ('welcome' in news) this.#onWelcome(news.welcome);
    else if ('row' in news) {
      if (!news.past || this.#calls.has(news.row.call_id)) this.#onRow(news.row);
    } else {
      const call = this.#calls.get(news.signal.call_id);
      if (call?.driver) call.driver.signal(news.signal);
      else call?.inbox.push(news.signal);
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const call of [...this.#calls.values()]) void call.end();
    for (const undo of this.#undo) undo();
    this.#engine.dispose();
  }

  // ---- for a call

  async hangUp(call: CallObject, how: 'end' | 'rejected' | 'failed'): Promise<void> {
    if (call.direction === 'outgoing' && !call.invited) return;
    const call_id = call.id;
    this.#farewells.set(
      call_id,
      how === 'rejected'
        ? { method: 'call.decline', params: { call_id, reason: 'rejected' } }
        : { method: 'call.end', params: { call_id, ...(how === 'failed' && { reason: 'failed' }) } },
    );
    await this.#sayFarewell(call_id);
  }

  async driver(call: CallObject): Promise<CallDriver> {
    const engine = await this.#ready();
    if (call.ended) throw new EarshotError('call:ended', 'answer the call', undefined, { callId: call.id });
    if (!call.driver) engine.ring(call);
    return call.driver as CallDriver;
  }

  async control(call: CallObject): Promise<Control> {
    const { controlOf } = await import('./control/control.ts');
    return controlOf(call, this.#parts);
  }

  changed(call: CallObject): void {
    if (call.ended) {
      if (this.#calls.get(call.id) === call) {
        this.#forget(call);
        this.emit('ended', call);
      }
    }
    this.emit('change', call);
    const crossed = this.#crossing.get(call.peer.user_id);
    if (crossed && (call.ended || call.version > 0)) {
      this.#crossing.delete(call.peer.user_id);
      this.#onRow(crossed);
    }
  }

  // ---- for the engine

  apply(row: CallRow): void {
    this.#onRow(row);
  }

  admit(call: CallObject): boolean {
    const free = !this.#disposed && !this.#calls.has(call.id);
    if (free) this.#calls.set(call.id, call);
    return free;
  }

  adopt(call: CallObject, row: CallRow): void {
    const twin = this.#calls.get(row.call_id);
    this.#calls.delete(call.id);
    if (twin && twin !== call) twin.finish('joined');
    this.#over.delete(row.call_id);
    call.rename(row.call_id);
    // click to call: whom we waited for has answered only now
    if (call.detail.bridge && row.answered_at) call.answeredAt(row.answered_at - this.#parts.connection.clockOffsetMs);
    call.version = 0;
    call.media = row.media;
    this.#calls.set(row.call_id, call);
  }

  /** The server no longer counts it among the live ones: why? */
  async ask(call: CallObject): Promise<void> {
    try {
      this.#onRow((await this.#parts.connection.request('call.get', { call_id: call.id }, { retry: true })).call);
    } catch (error) {
      const why = asEarshotError(error, 'call:not-found', 'ask for the call');
      if (!why.retryable) call.finish('failed', why);
    }
  }

  // ---- rows

  #onWelcome(welcome: Welcome): void {
    this.#sayFarewells();
    const known = [...this.#calls.values()].filter((call) => call.version > 0);
    const rows = new Map(welcome.calls.map((row) => [row.call_id, row]));
    for (const row of welcome.calls) this.#onRow(row, true);
    for (const call of known) {
      if (call.ended) continue;
      const listed = rows.has(call.id);
      if (!listed || this.#parts.settings.resyncOnConnect) void this.ask(call);
      if (!listed) continue;
      if (call.direction === 'incoming' && !call.live && !call.answering) this.#alert(call);
      else call.driver?.online();
    }
  }

  #onRow(row: CallRow, authoritative = false): void {
    const me = this.#parts.client.userId;
    const call = this.#calls.get(row.call_id);
    if (call) {
      this.#applyTo(call, row);
      return;
    }
    if (this.#disposed) return;
    const before = row.state === 'active' && row.detail?.replaces?.map((id) => this.#calls.get(id)).find((one) => one);
    if (before) {
      // at once: the end of what it replaces is on its heels
      this.adopt(before, row);
      this.#applyTo(before, row);
      before.driver?.online();
      return;
    }
    // `mine`: set within this browser, on a call whose tab has gone and with which this one goes on
    if (this.#over.has(row.call_id) && !(row.detail as { mine?: true } | undefined)?.mine) {
      // a new session has not said yet that it is busy
      if (authoritative && row.state === 'ringing' && this.#busy.has(row.call_id)) this.#sayBusy(row.call_id);
      return;
    }
    const incoming = row.to.user_id === me && row.from.user_id !== me;
    if (incoming && (row.state === 'ringing' || this.#crossing.get(row.from.user_id)?.call_id === row.call_id)) {
      this.#onIncoming(row);
      return;
    }
    if (authoritative && row.state !== 'ended' && legOf(this.#parts, row)) void this.#resume(row);
  }

  #onIncoming(row: CallRow): void {
    const from = row.from.user_id;
    const crossing = [...this.#calls.values()].some((call) => call.direction === 'outgoing' && call.version === 0 && call.peer.user_id === from);
    if (crossing) this.#crossing.set(from, row);
    if (crossing || row.state !== 'ringing') return;
    if (this.#calls.size >= this.#parts.settings.maxCalls) {
      this.#remember(row.call_id);
      this.#busy.add(row.call_id);
      this.#sayBusy(row.call_id);
      return;
    }
    const call = new CallObject(row.call_id, 'incoming', row.from, this, row.detail);
    call.version = row.version;
    call.media = row.media;
    this.#calls.set(call.id, call);
    call.move('offered');
    this.emit('incoming', call);
    this.#alert(call);
  }

  /** Tells the caller that it rings here, and gets what the caller has said so far. */
  #alert(call: CallObject): void {
    if (call.ended) return;
    this.#ready()
      .then((engine) => {
        if (!call.ended && !call.driver) engine.ring(call);
      })
      .catch((error: unknown) => call.trouble(asEarshotError(error, 'media:unsupported', 'prepare the call')));
    const ring = (came?: true) => {
      if (call.ended || call.live) return;
      // answered in the moment it came: the offer is on its way; once the answer is, too, nobody need be told that it rings
      if (call.answering && (came || call.invited)) this.clock.setTimeout(ring, RING_AFTER_MS);
      else this.#ring(call);
    };
    ring(true);
  }

  #ring(call: CallObject): void {
    const rung = (iceServers?: IceServer[]) => {
      call.rung = { iceServers };
      call.driver?.rang(iceServers);
    };
    if (this.#parts.settings.ringingFeedback === 'manual' && call.state !== 'ringing') {
      rung();
      return;
    }
    this.#parts.connection.request('call.ring', { call_id: call.id }, { retry: true }).then(
      ({ call: row, signals, ice_servers }) => {
        this.#onRow(row);
        if (!call.ended && !call.live) call.move('alerting');
        for (const signal of signals) {
          if (call.driver) call.driver.signal(signal);
          else call.inbox.push(signal);
        }
        rung(ice_servers);
      },
      (error: unknown) => {
        rung();
        this.#parts.log('warn', 'call', 'unable to say that the call rings', error);
        if (!call.ended) void this.ask(call);
      },
    );
  }

  #applyTo(call: CallObject, row: CallRow): void {
    if (row.version <= call.version && row.state !== 'ended') return;
    if (call.answering && !call.legId && row.state === 'active') return; // the reply to our answer says who won
    call.version = Math.max(call.version, row.version);
    if (call.direction === 'outgoing') call.move('placed');
    call.update({ peer: row.from.user_id === this.#parts.client.userId ? row.to : row.from, detail: row.detail ?? {} });
    if (row.state === 'ended') {
      call.finish(row.end_reason ?? 'failed');
    } else if (row.state === 'ringing') {
      if (row.alerted && call.direction === 'outgoing') call.move('alerting');
    } else if (call.direction === 'incoming' && call.legId !== row.answered_leg && !call.live) {
      call.finish('answered_elsewhere');
    } else if (call.move('answered')) {
      call.driver?.activated(row.answered_leg);
    }
  }

  /** What takes a call back after a reload comes when there is one; if it does not, it is asked for again with the next welcome. */
  async #resume(row: CallRow): Promise<void> {
    if (this.#resuming.has(row.call_id)) return;
    this.#resuming.add(row.call_id);
    try {
      const { takeBack } = await import('./take-back.ts');
      if (!this.#disposed) await takeBack(row, this.#parts, this, await this.#ready());
    } catch (error) {
      const why = asEarshotError(error, 'call:media-failed', 'take the call back');
      if (!isEarshotError(why, 'call:leg-unknown')) this.emit('error', why);
    } finally {
      this.#resuming.delete(row.call_id);
    }
  }

  /** The server has it, and an end of it has lost its line or its media. */
  #isWaiting(call: CallObject): boolean {
    return call.version > 0 && (call.reconnecting || (call.live && call.peerAway) || this.#parts.connection.state !== 'connected');
  }

  #sayBusy(call_id: string): void {
    this.#farewells.set(call_id, { method: 'call.decline', params: { call_id, reason: 'busy' } });
    void this.#sayFarewell(call_id);
  }

  #sayFarewells(): void {
    for (const id of this.#farewells.keys()) void this.#sayFarewell(id);
  }

  async #sayFarewell(id: string): Promise<void> {
    const farewell = this.#farewells.get(id);
    if (!farewell || this.#saying.has(farewell) || this.#parts.connection.state !== 'connected') return;
    this.#saying.add(farewell);
    try {
      await this.#parts.connection.request(farewell.method, farewell.params as never);
      this.#farewells.delete(id);
    } catch (error) {
      // the line is gone: said again after the next welcome. Anything else means that it is over already
      if (!(isEarshotError(error) && error.retryable)) this.#farewells.delete(id);
    } finally {
      this.#saying.delete(farewell);
    }
  }

  #forget(call: CallObject): void {
    this.#calls.delete(call.id);
    this.#remember(call.id);
  }

  #remember(id: string): void {
    this.#over.add(id);
    if (this.#over.size <= REMEMBERED) return;
    const oldest = this.#over.values().next().value as string;
    this.#over.delete(oldest);
    this.#busy.delete(oldest);
  }

  async #ready(): Promise<CallEngine> {
    await this.#engine.ready();
    return this.#engine;
  }
}

/** The calls of one client, once there are any. */
export function createCallManager(parts: CallParts): LoadedCalls | Promise<LoadedCalls> {
  const make = (given: CallParts) => new Calls(given);
  if (!parts.settings.callReports) return make(parts);
  return import('./control/report-watch.ts').then(
    ({ watchReports }) => watchReports(parts, make),
    () => make(parts), // calls matter more than what is told of them
  );
}
