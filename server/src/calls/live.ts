import type { CallRow, Params, ServerFrame } from '../../../src/core/protocol/index.ts';
import { BRIDGE, type CallRecord, type Side, type StoredLeg, withoutTransfer } from './rows.ts';
import { type Peer, SignalLog } from './signals.ts';

/** One end of a live call: which session holds it now, and since when none does. */
export class Leg {
  readonly side: Side;
  legId: string;
  readonly userId: string;
  device: string;
  generation: number;
  readonly signals: SignalLog;
  #session: Peer | undefined;
  #aloneSince: number;
  /** Until then the other end's word that media flows keeps this one alive. */
  mediaUntil = 0;

  constructor(row: StoredLeg, now: number, signals = new SignalLog()) {
    this.side = row.side;
    this.legId = row.leg_id;
    this.userId = row.user_id;
    this.device = row.device;
    this.generation = row.generation;
    this.signals = signals;
    this.#aloneSince = now;
  }

  /** What a commit said of it. */
  update({ leg_id, device, generation }: StoredLeg): void {
    this.legId = leg_id;
    this.device = device;
    this.generation = generation;
  }

  get session(): Peer | undefined {
    return this.#session;
  }

  hold(session: Peer): void {
    this.#session = session;
  }

  release(now: number): void {
    this.#session = undefined;
    this.#aloneSince = now;
  }

  /** How long it has had neither socket nor media (DESIGN 7.12). */
  lostMs(now: number): number {
    return this.#session || this.userId === BRIDGE ? 0 : Math.max(0, now - Math.max(this.#aloneSince, this.mediaUntil));
  }
}

/** A call that is not over, as this process runs it; the row in SQL is the truth. */
export class LiveCall {
  readonly app: string;
  row: CallRow;
  expiresAt: number;
  /** The users at whom it rings. */
  ringing: ReadonlySet<string>;
  #transferBy: string | undefined;
  readonly a: Leg;
  b: Leg | undefined;
  /** Sessions of those at whom it rings that said busy. */
  readonly busy = new Set<Peer>();
  /** While no device could ring yet: when the caller is told so (DESIGN 7.10). */
  reachBy: number | undefined;
  /** Its end is being written. */
  ending = false;
  /** Answers that are being written. */
  answering = 0;

  constructor(record: CallRecord, now: number) {
    this.app = record.app;
    this.row = record.row;
    this.expiresAt = record.expiresAt;
    this.ringing = new Set(record.ringing);
    this.#transferBy = record.transferBy;
    const [a, b] = ['a', 'b'].map((side) => record.legs.find((leg) => leg.side === side));
    this.a = new Leg(a!, now);
    if (b) this.b = new Leg(b, now);
  }

  /** What a commit said of it, but for the legs. */
  know({ row, expiresAt, ringing, transferBy }: CallRecord): void {
    this.row = row;
    this.expiresAt = expiresAt;
    this.ringing = new Set(ringing);
    this.#transferBy = transferBy;
  }

  /** It rings for a transfer, and the one in whose name it does has no leg of it before it is answered. */
  get isSecret(): boolean {
    return this.row.state === 'ringing' && this.row.detail?.transferred_by !== undefined;
  }

  /** The row as one of the two ends sees it now. */
  rowAt(now: number, user: string): CallRow {
    const row = user === this.#transferBy ? this.row : withoutTransfer(this.row);
    return { ...row, ring_left_ms: row.state === 'ringing' ? Math.max(0, this.expiresAt - now) : 0 };
  }

  between(one: string, other: string): boolean {
    const { from, to } = this.row;
    return (from.user_id === one && to.user_id === other) || (from.user_id === other && to.user_id === one);
  }

  get legs(): Leg[] {
    return this.b ? [this.a, this.b] : [this.a];
  }

  other(leg: Leg): Leg | undefined {
    return leg === this.a ? this.b : this.a;
  }

  /** The leg that this session holds. */
  heldBy(session: Peer): Leg | undefined {
    return this.legs.find((leg) => leg.session === session);
  }

  /**
   * Whether this session may have the answer again that its device won: because it holds the leg, or nobody does, or it came after the
   * answer, so that it never saw the call ring and can only be the same page on a new line (the old one may be dead without our knowing).
   */
  mayRetake(leg: Leg, session: Peer): boolean {
    if (leg.session === session) return true;
    return leg.device === session.device && (!leg.session || session.openedAt > (this.row.answered_at ?? Number.POSITIVE_INFINITY));
  }

  /** The session takes the leg; the one before it, if any, has it no more. */
  bind(leg: Leg, session: Peer): void {
    const before = leg.session;
    const other = this.other(leg);
    if (before && before !== session) other?.signals.stop(before);
    leg.hold(session);
  }

  /**
   * An answer is about to be written. What the caller says goes to this session from now on, and the caller sees the first answer's description, with
   * the leg that it will be: the two find their path while the disk writes. Nothing else is told before the commit: the row alone says who won.
   * @returns the session that has seen it
   */
  foretell(callee: Peer, legId: string, description: Params<'call.answer'>['description'], now: number): Peer | undefined {
    if (!this.ringing.has(callee.userId) || now >= this.expiresAt) return undefined;
    this.a.signals.follow(callee);
    const caller = this.a.session;
    // no address of the callee is told before it is known who won (P-15)
    if (!caller || this.answering > 0 || !description || /^a=candidate:/m.test(description.sdp ?? '')) return undefined;
    caller.send({ t: 'signal', call_id: this.row.call_id, generation: 1, seq: 1, data: { description }, leg_id: legId });
    return caller;
  }

  tellOther(leg: Leg, event: Extract<ServerFrame, { t: 'leg' }>['event']): void {
    this.other(leg)?.session?.send({ t: 'leg', call_id: this.row.call_id, event, generation: leg.generation });
  }
}
