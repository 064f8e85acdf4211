import { type Clock, type TabSettings, type Timer, uuid } from '../base/index.ts';
import { takeTurn } from '../base/turn.ts';
import { legKey, legOf } from '../call/ports.ts';
import type { SocketLike } from '../connection/api.ts';
import { type Bus, type BusMessage, openBus } from './bus.ts';
import { Heir } from './heir.ts';
import { HeldCalls } from './held-calls.ts';
import { HeldMemory } from './held-memory.ts';
import { Hub } from './hub.ts';
import { defaultTabSettings } from './settings.ts';

const LOST = 1006;

/** What a shared socket needs of its client. */
export interface TabParts {
  url: string;
  client: { readonly appId: string; readonly userId: string };
  device: string;
  clock: Clock;
  settings?: Partial<TabSettings>;
  storage: { getItem(key: string): string | null };
  /** The real one. */
  openSocket: (url: string) => SocketLike;
  locks: LockManager;
  /** This user has a call that is not this tab's. */
  meet(): void;
}

/**
 * One tab's share of the socket that all tabs of this user in the browser have together. To the connection it is a socket like any other: it opens, is cut
 * when the tab that holds the real one goes, and the next attempt finds the next tab, or holds it itself. A Web Lock says which.
 */
export class SharedSocket implements SocketLike {
  readyState = 0;
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly #parts: TabParts;
  readonly #line = uuid();
  readonly #name: string;
  readonly #answerMs: number;
  readonly #bus: Bus;
  readonly #held: HeldCalls;
  readonly #heir: Heir;
  /** Held by us: we are the tab with the socket. */
  #hub: Hub | undefined;
  #leave: () => void = () => {};
  #seeking = false;
  #leaveLine: () => void;
  #patience: Timer;
  /** Waits for each other tab to go. */
  readonly #watching = new Map<string, () => void>();

  constructor(parts: TabParts) {
    this.#parts = parts;
    const { url, client, device, clock, settings, storage, locks } = parts;
    const { appId, userId } = client;
    this.#name = `earshot:socket:1:${url}:${appId}:${userId}:${device}`;
    const { tabReturnMs, tabAnswerMs } = { ...defaultTabSettings, ...settings };
    this.#answerMs = tabAnswerMs;
    this.#heir = new Heir({
      clock,
      returnMs: tabReturnMs,
      locks,
      legKey: (id) => legKey(appId, userId, id),
      stored: (key) => storage.getItem(key) !== null,
      inherit: (id) => {
        this.#held.add(id);
        this.#lose(LOST); // the next welcome brings it
      },
    });
    this.#held = new HeldCalls({
      userId,
      memory: new HeldMemory(appId, userId),
      isOurs: (row) => legOf({ client, storage } as Parameters<typeof legOf>[0], row) !== undefined,
      heir: this.#heir,
      meet: parts.meet,
    });
    this.#bus = openBus(this.#name, (message) => this.#hear(message));
    // held while this tab lives, and no longer: how the one with the socket learns that it has gone. Before anybody is asked, else it would seem gone at once
    this.#leaveLine = takeTurn(locks, this.#lineLock(this.#line), () => this.#seek());
  }

  send(data: string): void {
    if (this.readyState !== 1) return;
    this.#held.sees(data);
    if (this.#hub) {
      this.#hub.receive(this.#line, data);
      return;
    }
    const { clock } = this.#parts;
    this.#bus.post({ k: 'up', line: this.#line, data, at: clock.now() });
    if (this.#patience !== undefined) return;
    // not every frame has an answer, and a frozen tab gives none: nothing else would say so before the next heartbeat
    this.#bus.post({ k: 'open', line: this.#line });
    this.#patience = clock.setTimeout(() => this.#lose(LOST), this.#answerMs);
  }

  close(): void {
    if (this.readyState > 1) return;
    this.readyState = 3;
    this.#bus.post({ k: 'shut', line: this.#line });
    this.#letGo();
  }

  #lineLock(line: string): string {
    return `${this.#name}:${line}`;
  }

  /** Asks who has the socket, and waits to be the one. */
  #seek(): void {
    if (this.readyState !== 0) return;
    const { locks, clock } = this.#parts;
    this.#seeking = true;
    this.#bus.post({ k: 'open', line: this.#line });
    this.#leave = takeTurn(
      locks,
      this.#name,
      () => this.#lead(),
      () => this.#lose(LOST),
    );
    this.#patience = clock.setTimeout(() => {
      this.#patience = undefined;
      if (this.readyState !== 0 || this.#hub) return;
      this.#leave();
      let release = () => {};
      locks
        .request(this.#name, { steal: true }, () => {
          this.#lead();
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        })
        .catch(() => this.#lose(LOST)); // taken from us in our turn
      this.#leave = () => release();
    }, this.#answerMs);
  }

  /** The lock is ours. */
  #lead(): void {
    if (this.readyState === 1) {
      this.#lose(LOST); // the tab with the socket, which served us, has gone
      return;
    }
    if (this.readyState !== 0) return;
    const { openSocket, url, clock } = this.#parts;
    let socket: SocketLike;
    try {
      socket = openSocket(url);
    } catch {
      this.#lose(LOST);
      return;
    }
    const hub = new Hub({
      socket,
      clock,
      ended: () => {
        this.#hub = undefined;
      },
    });
    this.#hub = hub;
    hub.open(
      this.#line,
      (data) => this.#deliver(data),
      (code) => this.#lose(code),
    );
    this.#opened();
    this.#bus.post({ k: 'hub' }); // who asked too early asks again
  }

  #opened(): void {
    this.#heard();
    if (this.readyState !== 0) return;
    this.readyState = 1;
    // as a socket does: not within the call that made it
    queueMicrotask(() => {
      if (this.readyState === 1) this.onopen?.({});
    });
  }

  #hear(message: BusMessage): void {
    if (message.k === 'hub') {
      if (this.readyState === 0 && this.#seeking) this.#bus.post({ k: 'open', line: this.#line });
    } else if (message.k === 'open') this.#serve(message.line);
    else if (message.k === 'up') this.#take(message);
    else if (message.k === 'shut') this.#dismiss(message.line);
    else if (message.line !== this.#line || this.#hub) return;
    else if (message.k === 'opened') this.#opened();
    else if (message.k === 'down') this.#deliver(message.data);
    else if (message.k === 'closed') this.#lose(message.code);
  }

  /** A line of another tab, which lives as long as the lock that it holds. */
  #serve(line: string): void {
    if (!this.#hub) return;
    if (!this.#watching.has(line)) {
      this.#hub.open(
        line,
        (data) => this.#bus.post({ k: 'down', line, data }),
        (code) => {
          this.#bus.post({ k: 'closed', line, code });
          this.#dismiss(line);
        },
      );
      this.#watching.set(
        line,
        takeTurn(this.#parts.locks, this.#lineLock(line), () => queueMicrotask(() => this.#dismiss(line))),
      );
    }
    this.#bus.post({ k: 'opened', line });
  }

  /** After a freeze, what its tab has long given up would do harm: a call answered that nobody waits for. */
  #take({ line, data, at }: Extract<BusMessage, { k: 'up' }>): void {
    if (!this.#hub || !this.#watching.has(line)) return;
    if (this.#parts.clock.now() - at <= this.#answerMs) {
      this.#hub.receive(line, data);
      return;
    }
    this.#bus.post({ k: 'closed', line, code: LOST });
    this.#dismiss(line);
  }

  /** The tab with the socket runs. */
  #heard(): void {
    this.#parts.clock.clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  #dismiss(line: string): void {
    this.#watching.get(line)?.();
    this.#watching.delete(line);
    this.#hub?.shut(line);
  }

  #deliver(data: string): void {
    if (this.readyState !== 1) return;
    this.#heard();
    this.onmessage?.({ data: this.#held.filter(data) });
  }

  /** The line is over, and not by our will. */
  #lose(code: number): void {
    if (this.readyState > 1) return;
    this.readyState = 3;
    this.#letGo();
    const closed = this.onclose;
    queueMicrotask(() => closed?.({ code, reason: '' }));
  }

  #letGo(): void {
    this.#heard();
    const hub = this.#hub;
    hub?.shut(this.#line);
    hub?.close();
    this.#hub = undefined;
    for (const line of [...this.#watching.keys()]) this.#dismiss(line);
    this.#heir.stop();
    this.#leave();
    this.#leaveLine();
    this.#bus.close();
  }
}
