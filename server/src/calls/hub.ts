import { randomUUID } from 'node:crypto';
import { type CallDetail, type ClientFrames, EarshotError, type Params, type Result } from '../../../src/core/protocol/index.ts';
import { grantOf, inviteLeg } from './grants.ts';
import { HandOffs } from './hand-offs.ts';
import type { Leg, LiveCall } from './live.ts';
import type { CallHubPorts } from './ports.ts';
import { Ringing } from './ringing.ts';
import type { CallRecord } from './rows.ts';
import type { Peer } from './signals.ts';
import { CallTable } from './table.ts';
import { CallTimers } from './timers.ts';

/** Missed beats that media is still believed to flow for. */
const BEATS = 2.2;

/** The live calls: who holds which leg, and what the legs tell each other. States change in the database alone. */
export class CallHub {
  readonly #ports: CallHubPorts;
  readonly #calls: CallTable;
  readonly #timers: CallTimers;
  readonly #ringing: Ringing;
  readonly #handOffs: HandOffs;

  constructor(ports: CallHubPorts) {
    this.#ports = ports;
    this.#calls = new CallTable(ports.clock);
    this.#timers = new CallTimers({ ...ports, calls: this.#calls });
    this.#ringing = new Ringing(ports, this.#calls);
    this.#handOffs = new HandOffs(ports, this.#calls);
  }

  get size(): number {
    return this.#calls.size;
  }

  /** After a start: calls go on, and the grace of every leg begins anew, for it was we who were away (DESIGN 7.12). */
  start(records: readonly CallRecord[]): void {
    for (const record of records) {
      const call = this.#calls.adopt(record);
      if (call) this.#ringing.awaitCallee(call);
    }
    this.#timers.start();
  }

  close(): void {
    this.#timers.close();
  }

  // ---- what devices ask

  async invite(me: Peer, params: Params<'call.invite'>): Promise<Result<'call.invite'>> {
    const { call_id, to, media, description, display_name, parameters } = params;
    let leg: Leg | undefined;
    const record = await this.#ports.db.run(
      'call.invite',
      {
        app: me.appId,
        user: me.userId,
        call: call_id,
        ...this.#ringing.target(me, to),
        media,
        leg: inviteLeg(me, call_id),
        device: me.device,
        detail: { ...(display_name !== undefined && { display_name }), ...(parameters && { parameters }) },
        rejoin: this.#calls.forsaken(me, to),
      },
      (made) => {
        const call = this.#calls.adopt(made);
        leg = call && (made.side === 'a' ? call.a : call.b);
        if (!call || !leg) return;
        if (!made.fresh && leg.session && leg.session !== me && leg.device !== me.device) return; // asked again elsewhere: that leg stays where it is
        call.bind(leg, me);
        if (made.rejoined) {
          // the page takes it up by `call.resume`; what its predecessor said and was told is void
          if (made.fresh) {
            leg.signals.restart();
            call.other(leg)?.signals.forget();
          }
        } else if (made.side === 'a') {
          if (made.fresh) this.#ringing.awaitCallee(call);
          if (description) leg.signals.push({ call_id: made.row.call_id, generation: leg.generation, seq: 1, data: { description } });
          // the offer follows the row on its heels: a device has it before its question to ring is answered
          if (made.row.state === 'ringing') this.#ringing.showOffer(call, call.ringing);
          call.b?.signals.listen(me);
        } else this.#connectLegs(call, me);
      },
    );
    const grant = record.legs.find((one) => one.side === record.side)!;
    return { call: record.view, leg: grantOf(this.#ports, record, grant.leg_id, grant.generation, me), glare: record.glare };
  }

  async ring(me: Peer, { call_id }: Params<'call.ring'>): Promise<Result<'call.ring'>> {
    let signals: Result<'call.ring'>['signals'] = [];
    const record = await this.#ports.db.run('call.ring', { app: me.appId, user: me.userId, call: call_id }, (rung) => {
      const call = this.#calls.adopt(rung);
      if (call) signals = call.a.signals.catchUp(me);
    });
    const { iceServers } = this.#ports;
    return { call: record.view, signals, ...(record.row.state === 'ringing' && { ice_servers: iceServers(me.appId, me.userId) }) };
  }

  /** A device that rings has no leg, so that what it says to the caller is not numbered, and not kept. */
  early(me: Peer, { call_id, info }: Params<'call.early'>): Result<'call.early'> {
    const call = this.#calls.find(me.appId, call_id);
    if (call?.row.state !== 'ringing' || !call.ringing.has(me.userId) || !call.a.session)
      throw new EarshotError('call:wrong-state', 'send early media', undefined, { callId: call_id });
    call.a.session.send({ t: 'signal', call_id, generation: call.a.generation, seq: 1, data: { info }, early: true });
    return {};
  }

  async answer(me: Peer, { call_id, description }: Params<'call.answer'>): Promise<Result<'call.answer'>> {
    const held = this.#calls.find(me.appId, call_id);
    const mine = held?.b && held.mayRetake(held.b, me);
    const legId = randomUUID();
    const to = (held?.row.detail as CallDetail | undefined)?.bridge?.user_id;
    const bridge = to === undefined ? undefined : { ...this.#ringing.target(me, to), transfer: randomUUID() };
    const shown = held?.foretell(me, legId, description, this.#ports.clock.now());
    let signals: Result<'call.answer'>['signals'] = [];
    const write = this.#ports.db.run(
      'call.answer',
      {
        app: me.appId,
        user: me.userId,
        call: call_id,
        leg: legId,
        device: me.device,
        ...(mine && { held: held.b!.legId }),
        ...(bridge && { bridge }),
      },
      (answered) => {
        const call = this.#calls.adopt(answered);
        const next = bridge && this.#calls.find(me.appId, bridge.transfer);
        if (next) this.#ringing.awaitCallee(next);
        if (!call?.b) return;
        call.bind(call.b, me);
        // who was transferred takes his leg from now on, and has the whole grace for it
        if (answered.fresh && answered.row.detail?.replaces) call.a.release(this.#ports.clock.now());
        call.a.signals.only(me);
        signals = call.a.signals.catchUp(me);
        if (description) call.b.signals.push({ call_id, generation: call.b.generation, seq: 1, data: { description } });
        if (!call.a.session) return;
        if (call.a.session === shown) call.b.signals.catchUp(shown);
        else call.b.signals.listen(call.a.session);
      },
    );
    if (held) held.answering++;
    const record = await write.finally(() => held && held.answering--);
    const leg = record.legs.find((one) => one.side === 'b')!;
    return { call: record.view, leg: grantOf(this.#ports, record, leg.leg_id, leg.generation, me), signals };
  }

  /** `Peer`: of a device that is busy; a whole user declines without one. */
  async decline(me: Peer | { appId: string; userId: string }, { call_id, reason }: Params<'call.decline'>): Promise<Result<'call.decline'>> {
    const who = { app: me.appId, user: me.userId, call: call_id };
    if (reason === 'busy' && 'device' in me) {
      const call = this.#calls.find(me.appId, call_id);
      if (call?.ringing.has(me.userId)) {
        call.busy.add(me);
        if (!this.#ringing.allBusy(call, me.userId)) return this.get(me, { call_id });
      }
    }
    const args = { ...who, reason, live: this.#ringing.live(me.appId, call_id, me.userId) };
    const record = await this.#ports.db.run('call.decline', args, (declined) => this.#ringing.declined(declined));
    return { call: record.view };
  }

  async end(me: Peer, { call_id, reason }: Params<'call.end'>): Promise<Result<'call.end'>> {
    this.#inHand(me, call_id, 'end the call');
    const live = this.#ringing.live(me.appId, call_id, me.userId);
    const args = { app: me.appId, user: me.userId, call: call_id, reason: reason ?? 'completed', live } as const;
    const record = await this.#ports.db.run('call.end', args, (ended) => this.#ringing.declined(ended));
    return { call: record.view };
  }

  async get(me: { appId: string; userId: string }, { call_id }: Params<'call.get'>): Promise<Result<'call.get'>> {
    const record = await this.#ports.db.run('call.get', { app: me.appId, user: me.userId, call: call_id });
    return { call: record.view };
  }

  async transfer(me: Peer, { call_id, transfer_id, to }: Params<'call.transfer'>): Promise<Result<'call.transfer'>> {
    this.#inHand(me, call_id, 'transfer the call');
    const args = { app: me.appId, user: me.userId, call: call_id, transfer: transfer_id, ...this.#ringing.target(me, to) };
    const record = await this.#ports.db.run('call.transfer', args, (begun) => {
      this.#calls.adopt(begun);
      const rung = this.#calls.find(me.appId, transfer_id);
      if (rung) this.#ringing.awaitCallee(rung);
    });
    return { call: record.view };
  }

  async connect(me: Peer, { call_id, other_id, transfer_id }: Params<'call.connect'>): Promise<Result<'call.connect'>> {
    for (const id of [call_id, other_id]) this.#inHand(me, id, 'complete the transfer');
    const args = { app: me.appId, user: me.userId, call: call_id, other: other_id, transfer: transfer_id };
    const record = await this.#ports.db.run('call.connect', args, (connected) => void this.#calls.adopt(connected));
    return { call: record.view };
  }

  async forward(me: Peer, { call_id, to }: Params<'call.forward'>): Promise<Result<'call.forward'>> {
    const args = { app: me.appId, user: me.userId, call: call_id, ...this.#ringing.target(me, to) };
    const record = await this.#ports.db.run('call.forward', args, (sent) => {
      const before = new Set(this.#calls.find(me.appId, call_id)?.ringing);
      const call = this.#calls.adopt(sent);
      if (!call) return;
      this.#ringing.ceases(call, me.userId);
      this.#ringing.showOffer(
        call,
        [...call.ringing].filter((user) => !before.has(user)),
      );
      this.#ringing.awaitCallee(call);
    });
    return { call: record.view };
  }

  /** Media that flows here was sent there: it proves the other end's life, not this one's. */
  async beat(me: Peer, { call_id, media }: Params<'call.beat'>): Promise<Result<'call.beat'>> {
    const call = this.#calls.find(me.appId, call_id);
    if (!call) return this.get(me, { call_id });
    const leg = call.heldBy(me);
    if (!leg) throw new EarshotError('call:leg-unknown', 'report media', undefined, { callId: call_id });
    const { clock, settings } = this.#ports;
    const other = call.other(leg);
    if (media && other) other.mediaUntil = clock.now() + BEATS * settings.beatMs;
    return { call: call.rowAt(clock.now(), me.userId) };
  }

  async resume(me: Peer, params: Params<'call.resume'>): Promise<Result<'call.resume'>> {
    const { call_id, leg_id, leg_token, fresh, received, peer_generation } = params;
    const { db, links } = this.#ports;
    if (!links.verifyLeg(me.appId, call_id, leg_id, leg_token))
      throw new EarshotError('call:leg-unknown', 'resume the call', undefined, { callId: call_id });
    const back: Pick<Result<'call.resume'>, 'peer_generation' | 'acked' | 'signals'> = { peer_generation: 0, acked: 0, signals: [] };
    const record = await db.run('call.resume', { app: me.appId, user: me.userId, call: call_id, leg: leg_id, fresh }, (resumed) => {
      const call = this.#calls.adopt(resumed);
      const leg = call?.legs.find((one) => one.legId === leg_id);
      // one that goes on as another call is begun anew by its page, which does not know that yet
      if (!call || !leg || (resumed.row.call_id !== call_id && !fresh)) return;
      const other = call.other(leg);
      const away = leg.session !== me;
      call.bind(leg, me);
      if (fresh) {
        leg.signals.restart();
        other?.signals.forget();
      }
      if (other) {
        back.peer_generation = other.generation;
        back.signals = other.signals.catchUp(me, !fresh && peer_generation === other.generation ? received : 0);
        if (other.session && away) leg.signals.listen(other.session);
      }
      back.acked = leg.signals.lastSeq;
      if (fresh) call.tellOther(leg, 'restarted');
      else if (away) call.tellOther(leg, 'back');
    });
    const leg = record.legs.find((one) => one.leg_id === leg_id)!;
    return { call: record.view, leg: grantOf(this.#ports, record, leg_id, leg.generation, me), ...back };
  }

  /** Click to call: rings at my devices in the name of the one who is called when one of them answers. */
  async bridge(me: Peer, { call_id, to }: Params<'call.bridge'>): Promise<Result<'call.bridge'>> {
    const own = this.#ringing.target(me, me.userId).reachable;
    const args = { app: me.appId, user: me.userId, call: call_id, ...this.#ringing.target(me, to), own, leg: randomUUID() };
    const record = await this.#ports.db.run('call.bridge', args, (made) => {
      const call = this.#calls.adopt(made);
      if (call) this.#ringing.awaitCallee(call);
    });
    return { call: record.view };
  }

  handOff(me: Peer, params: Params<'call.handoff'>): Promise<Result<'call.handoff'>> {
    return this.#handOffs.offer(me, params);
  }

  takeOver(me: Peer, params: Params<'call.takeover'>): Promise<Result<'call.takeover'>> {
    return this.#handOffs.take(me, params);
  }

  /** Relayed only from the session that holds the leg, in its generation; anything else is dropped. */
  signal(me: Peer, { call_id, generation, seq, data }: ClientFrames['signal']): void {
    const leg = this.#calls.find(me.appId, call_id)?.heldBy(me);
    if (leg && generation === leg.generation) leg.signals.push({ call_id, generation, seq, data });
  }

  /** A session is there: what rings for its user reaches him, by the welcome. */
  entered(session: Peer): void {
    for (const call of this.#calls.all()) if (call.app === session.appId && call.ringing.has(session.userId)) call.reachBy = undefined;
  }

  /** A session is gone: its legs wait for it, and the other end is told. */
  left(session: Peer): void {
    const now = this.#ports.clock.now();
    for (const call of this.#calls.all()) {
      if (call.app !== session.appId) continue;
      for (const leg of call.legs) leg.signals.stop(session);
      const leg = call.heldBy(session);
      if (leg) {
        leg.release(now);
        if (call.row.state === 'active') call.tellOther(leg, 'lost');
      }
      if (!call.ringing.has(session.userId)) continue;
      if (call.busy.delete(session) || call.busy.size > 0) this.#ringing.busyNow(call, session.userId);
      this.#ringing.awaitCallee(call);
    }
  }

  /** No push reaches this user any more: what rings at him waits as it does for one who has none. */
  unreachable(app: string, user: string): void {
    for (const call of this.#calls.all()) if (call.app === app && call.ringing.has(user)) this.#ringing.awaitCallee(call);
  }

  // ---- within

  /** A device that is not in the call does nothing to it under the hands of the one that is. */
  #inHand(me: Peer, callId: string, operation: string): void {
    const call = this.#calls.find(me.appId, callId);
    const leg = call?.row.state === 'active' ? call.legs.find((one) => one.userId === me.userId) : undefined;
    if (leg?.session && leg.session !== me) throw new EarshotError('call:leg-unknown', operation, undefined, { callId });
  }

  /** The callee's leg is there: from now on the two legs hear each other and nobody else does. */
  #connectLegs(call: LiveCall, callee: Peer): void {
    call.a.signals.only(callee);
    call.a.signals.listen(callee);
    if (call.a.session) call.b?.signals.listen(call.a.session);
  }
}
