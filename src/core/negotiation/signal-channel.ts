import type { DeliveredSignal, SignalData } from '../protocol/index.ts';

/** Own signals kept for a resume; the oldest go first. More than this in one outage means a fresh start. */
const RETAINED = 512;

export interface SignalChannelParts {
  callId: string;
  /** Puts a frame on the line; false when the line is down (it is kept and sent again at the resume). */
  transmit(signal: DeliveredSignal): boolean;
  /** The next signal of the peer, in order, each once. */
  deliver(data: SignalData): void;
  /** The peer's page was reloaded: what follows belongs to a new peer connection. */
  restarted(): void;
  /** Signals are missing and will not come by themselves: ask for them. */
  gap(): void;
}

/**
 * The two ordered signal logs of a leg: ours, numbered 1, 2, 3… per generation and kept until the other side has it, and the peer's,
 * applied in order and once (PROTOCOL "Signals").
 */
export class SignalChannel {
  readonly callId: string;
  readonly #parts: SignalChannelParts;
  #generation = 1;
  #seq = 0;
  #open = false;
  #kept: DeliveredSignal[] = [];
  #peerGeneration = 0;
  #received = 0;
  /** Numbering of this peer generation was seen from its start, or taken up where we came in. */
  #based = true;
  readonly #early = new Map<number, DeliveredSignal>();

  constructor(parts: SignalChannelParts) {
    this.#parts = parts;
    this.callId = parts.callId;
  }

  /** Our generation. */
  get generation(): number {
    return this.#generation;
  }
  /** The peer's generation; 0 before its first signal. */
  get peerGeneration(): number {
    return this.#peerGeneration;
  }
  /** The last seq of the peer's generation that was applied. */
  get received(): number {
    return this.#received;
  }

  /** Counts what rode along in a request (`call.invite`, `call.answer`) as the next signal. */
  carried(data: SignalData): void {
    this.#number(data);
  }

  send(data: SignalData): void {
    const addressed = this.#peerGeneration > 0 ? { ...data, to_generation: this.#peerGeneration } : data;
    const signal = this.#number(addressed);
    if (this.#open) this.#parts.transmit(signal);
  }

  /** The server granted the leg: from here on signals flow; the first `carried` are there already. */
  open(generation: number, carried = 0): void {
    this.#generation = generation;
    this.#open = true;
    for (const signal of this.#kept) {
      signal.generation = generation;
      if (signal.seq > carried) this.#parts.transmit(signal);
    }
  }

  /** The line is cut: what is sent now waits for {@link resumed}. */
  close(): void {
    this.#open = false;
  }

  /** Begins anew under a later generation: numbers restart, old signals are forgotten, the peer's numbering is taken up where it stands. */
  renew(generation: number, peerGeneration: number): void {
    this.#generation = generation;
    this.#seq = 0;
    this.#kept = [];
    this.#follow(peerGeneration, false);
    this.#open = true;
  }

  /**
   * After `call.resume`: the server has `acked` of ours (none after its own restart); what follows goes again, in order, and the peer drops
   * what it had.
   * @returns false when some of that is no longer kept: only a fresh start helps.
   */
  resumed(acked: number, peerGeneration: number, signals: readonly DeliveredSignal[]): boolean {
    const missing = this.#kept.filter((signal) => signal.seq > acked);
    const whole = acked >= this.#seq || missing[0]?.seq === acked + 1;
    this.peerRestarted(peerGeneration);
    this.#open = true;
    if (whole) for (const signal of missing) this.#parts.transmit(signal);
    for (const signal of signals) this.receive(signal);
    return whole;
  }

  /** The peer started generation `generation`; older news is ignored. */
  peerRestarted(generation: number): void {
    if (generation <= this.#peerGeneration) return;
    const first = this.#peerGeneration === 0;
    const meant = Math.max(1, this.#peerGeneration);
    for (const signal of this.#kept) signal.data.to_generation ??= meant;
    this.#follow(generation, true);
    if (!first || generation > 1) this.#parts.restarted();
  }

  receive(signal: DeliveredSignal): void {
    if (signal.generation < this.#peerGeneration) return;
    if (signal.generation > this.#peerGeneration) this.peerRestarted(signal.generation);
    if (!this.#based) {
      this.#based = true;
      this.#received = signal.seq - 1;
    }
    if (signal.seq <= this.#received) return;
    this.#early.set(signal.seq, signal);
    if (signal.seq > this.#received + 1 && this.#early.size === 1) this.#parts.gap();
    for (let next = this.#early.get(this.#received + 1); next; next = this.#early.get(this.#received + 1)) {
      this.#early.delete(next.seq);
      this.#received = next.seq;
      // what was meant for the page before our reload is counted, and no more
      if ((next.data.to_generation ?? this.#generation) === this.#generation) this.#parts.deliver(next.data);
    }
  }

  #number(data: SignalData): DeliveredSignal {
    const signal = { call_id: this.callId, generation: this.#generation, seq: ++this.#seq, data };
    this.#kept.push(signal);
    if (this.#kept.length > RETAINED) this.#kept.shift();
    return signal;
  }

  #follow(generation: number, based: boolean): void {
    this.#peerGeneration = generation;
    this.#received = 0;
    this.#based = based;
    this.#early.clear();
  }
}
