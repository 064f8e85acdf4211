import type { DeliveredSignal, IceServer, ServerFrame } from '../../../src/core/protocol/index.ts';

/** A session as calls see it. */
export interface Peer {
  readonly id: string;
  readonly appId: string;
  readonly userId: string;
  readonly device: string;
  /** Epoch ms of its welcome. */
  readonly openedAt: number;
  send(frame: ServerFrame): void;
}

/** What one leg may leave for the other: enough for many renegotiations, bounded all the same. */
const ITEMS_MAX = 256;
const BYTES_MAX = 512 * 1024;

interface Item {
  signal: DeliveredSignal;
  bytes: number;
}

/**
 * The signals of one leg in its generation, in order, each once, and how far each listener has got. Like a stream: what a listener has not
 * had is written in order, whether it is new or was there before him.
 */
export class SignalLog {
  #items: Item[] = [];
  #bytes = 0;
  /** Index of the first item held. */
  #base = 0;
  #lastSeq = 0;
  readonly #listeners = new Map<Peer, number>();
  /** How far those have it to whom it was shown. */
  readonly #shown = new WeakMap<Peer, number>();
  #scheduled = false;

  /** The last seq that was taken. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** False for one that was taken before. */
  push(signal: DeliveredSignal): boolean {
    if (signal.seq <= this.#lastSeq) return false;
    this.#lastSeq = signal.seq;
    const bytes = JSON.stringify(signal).length;
    this.#items.push({ signal, bytes });
    this.#bytes += bytes;
    while (this.#items.length > ITEMS_MAX || (this.#bytes > BYTES_MAX && this.#items.length > 1)) {
      this.#bytes -= this.#items.shift()!.bytes;
      this.#base++;
    }
    this.#flushSoon();
    return true;
  }

  /** The users whose sessions listen. */
  listenedBy(): Set<string> {
    return new Set([...this.#listeners.keys()].map(({ userId }) => userId));
  }

  /** What is held after `seq`; the listener gets what comes after that. For answers that carry the backlog. */
  catchUp(peer: Peer, afterSeq = 0): DeliveredSignal[] {
    this.#listeners.set(peer, this.#base + this.#items.length);
    return this.#items.map(({ signal }) => signal).filter(({ seq }) => seq > afterSeq);
  }

  /** As `catchUp`, but the backlog comes as frames. */
  listen(peer: Peer): void {
    this.#listeners.set(peer, this.#base);
    this.#flushSoon();
  }

  /** As `listen`, without what was shown already; one that listens keeps its place. */
  follow(peer: Peer): void {
    if (this.#listeners.has(peer)) return;
    this.#listeners.set(peer, this.#shown.get(peer) ?? this.#base);
    this.#flushSoon();
  }

  /** What is held goes to these peers as frames, once, after the entries that are being written now; they do not listen by that. */
  show(peers: readonly Peer[], iceServers: readonly IceServer[]): void {
    const held = this.#items.map(({ signal }) => signal);
    for (const peer of peers) this.#shown.set(peer, this.#base + held.length);
    setImmediate(() => {
      for (const peer of peers) for (const signal of held) peer.send({ t: 'signal', ...signal, ice_servers: [...iceServers] });
    });
  }

  /** Only this peer from now on; it keeps its place if it listens already. */
  only(peer: Peer | undefined): void {
    for (const other of [...this.#listeners.keys()]) if (other !== peer) this.#listeners.delete(other);
  }

  stop(peer: Peer): void {
    this.#listeners.delete(peer);
  }

  /** A new generation of the leg begins. */
  restart(): void {
    this.forget();
    this.#lastSeq = 0;
  }

  /** What was said was meant for a page that is gone. */
  forget(): void {
    this.#base += this.#items.length;
    this.#items = [];
    this.#bytes = 0;
  }

  /** After the answers that are being written now, and in their order. */
  #flushSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const end = this.#base + this.#items.length;
      for (const [peer, at] of this.#listeners) {
        for (const { signal } of this.#items.slice(Math.max(0, at - this.#base))) peer.send({ t: 'signal', ...signal });
        this.#listeners.set(peer, end);
      }
    });
  }
}
