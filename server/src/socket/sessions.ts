import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Timer } from '../../../src/core/base/index.ts';
import { CLOSE } from '../../../src/core/protocol/index.ts';
import { Session, type SessionPorts } from './session.ts';

const keyOf = (appId: string, userId: string): string => `${appId}\n${userId}`;
/** Sockets told to leave come back spread over so much time each. */
const RETURN_SPREAD_MS = 5;

export interface SessionsPorts extends Omit<SessionPorts, 'enter' | 'leave'> {
  onEnter(session: Session): void;
  onLeave(session: Session): void;
}

/** All sockets of this server, and whose they are. */
export class Sessions {
  readonly #ports: SessionPorts;
  readonly #own: SessionsPorts;
  readonly #all = new Set<Session>();
  readonly #byId = new Map<string, Session>();
  readonly #byUser = new Map<string, Set<Session>>();
  readonly #byAddress = new Map<string, number>();
  /** When the last socket of a user was cut, in order; kept while he may be on his way back. */
  readonly #cutAt = new Map<string, number>();
  /** Until then anybody may be on his way back: it was we who were away. */
  #returnBy = 0;
  #timer: Timer | undefined;
  #closed = false;
  #emptied: (() => void) | undefined;

  constructor(ports: SessionsPorts) {
    this.#own = ports;
    this.#ports = { ...ports, enter: (session) => this.#enter(session), leave: (session) => this.#leave(session) };
    this.#sweepSoon();
  }

  get sockets(): number {
    return this.#all.size;
  }

  get users(): number {
    return this.#byUser.size;
  }

  get(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  /** The live ones of a user. */
  of(appId: string, userId: string): ReadonlySet<Session> {
    return this.#byUser.get(keyOf(appId, userId)) ?? new Set();
  }

  online(appId: string, userId: string): boolean {
    return this.of(appId, userId).size > 0;
  }

  /** Online, or cut off so short a time ago that the device is likely to be on its way back. Who said goodbye is not. */
  reachable(appId: string, userId: string): boolean {
    if (this.online(appId, userId)) return true;
    const now = this.#ports.clock.now();
    if (now < this.#returnBy) return true;
    const cutAt = this.#cutAt.get(keyOf(appId, userId));
    return cutAt !== undefined && now - cutAt < this.#ports.settings.reachGraceMs;
  }

  /** After a restart: whoever was there before it is given as long to come back as after a cut. */
  awaitReturn(): void {
    this.#returnBy = this.#ports.clock.now() + this.#ports.settings.reachGraceMs;
  }

  accept(socket: WebSocket, request: IncomingMessage, address = request.socket.remoteAddress ?? ''): void {
    const session = new Session(randomUUID(), socket, request.socket, this.#ports, address);
    this.#all.add(session);
    const held = (this.#byAddress.get(address) ?? 0) + 1;
    this.#byAddress.set(address, held);
    socket.once('close', () => {
      this.#all.delete(session);
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#byAddress.set(address, left);
      else this.#byAddress.delete(address);
      if (this.#all.size === 0) this.#emptied?.();
    });
    if (this.#closed) session.close(CLOSE.restart, 'connection:restart', 'connect', { afterMs: 1_000 });
    else if (held > this.#ports.settings.socketsPerAddress) {
      session.close(CLOSE.rate, 'request:rate-limited', 'connect', { reason: 'too many connections come from this address' });
    }
  }

  /** Every session of a user goes; with the token rule, so that he comes back with a new one or not at all. */
  expel(appId: string, userId: string): void {
    for (const session of [...this.of(appId, userId)]) session.close(CLOSE.token, 'auth:token-revoked', 'stay connected');
  }

  /** Tells everybody to come back later; resolves when the last socket is gone. */
  close(): Promise<void> {
    this.#closed = true;
    this.#ports.clock.clearTimeout(this.#timer);
    const spread = this.#all.size * RETURN_SPREAD_MS;
    for (const session of [...this.#all]) {
      session.close(CLOSE.restart, 'connection:restart', 'stay connected', { afterMs: Math.floor(Math.random() * spread) });
    }
    if (this.#all.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#emptied = resolve;
    });
  }

  #enter(session: Session): boolean {
    const key = keyOf(session.appId, session.userId);
    const mine = this.#byUser.get(key) ?? new Set<Session>();
    if (session.exclusive)
      for (const other of [...mine])
        if (other.exclusive && other.device === session.device) other.close(CLOSE.replaced, 'connection:replaced', 'stay connected');
    if (mine.size >= this.#ports.settings.socketsPerUser) return false;
    this.#byUser.set(key, mine.add(session));
    this.#byId.set(session.id, session);
    this.#cutAt.delete(key);
    this.#own.onEnter(session);
    return true;
  }

  #leave(session: Session): void {
    const key = keyOf(session.appId, session.userId);
    const mine = this.#byUser.get(key);
    mine?.delete(session);
    if (mine?.size === 0) {
      this.#byUser.delete(key);
      if (!session.saidGoodbye) this.#cutAt.set(key, this.#ports.clock.now());
    }
    this.#byId.delete(session.id);
    this.#own.onLeave(session);
  }

  #forgetCuts(): void {
    const before = this.#ports.clock.now() - this.#ports.settings.reachGraceMs;
    for (const [key, cutAt] of this.#cutAt) {
      if (cutAt > before) break;
      this.#cutAt.delete(key);
    }
  }

  #sweepSoon(): void {
    const { settings, clock } = this.#ports;
    const shortest = Math.min(settings.heartbeatMs, settings.helloTimeoutMs, settings.slowConsumerMs, settings.tokenWarningMs, settings.tokenGraceMs);
    const everyMs = Math.min(1_000, Math.max(20, shortest / 5));
    this.#timer = clock.setTimeout(() => {
      for (const session of [...this.#all]) session.sweep();
      this.#forgetCuts();
      if (!this.#closed) this.#sweepSoon();
    }, everyMs);
  }
}
