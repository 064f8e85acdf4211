import type { Clock, Timer } from '../../../src/core/base/index.ts';
import type { Logger } from '../deps.ts';
import { FetchError, type SafeFetch } from '../net/safe-fetch.ts';
import { encrypt, type Receiver } from './encrypt.ts';
import type { Vapid } from './vapid.ts';

export type Urgency = 'low' | 'normal' | 'high';

export interface Push extends Receiver {
  app: string;
  payload: object;
  /** What is not delivered by then is of no use. */
  expiresAtMs: number;
  urgency: Urgency;
  /** Replaces one of the same topic that is still on its way; at most 32 characters of base64url. */
  topic: string;
}

export interface SenderPorts {
  clock: Clock;
  log: Logger;
  fetch: SafeFetch;
  vapid: Vapid;
  /** First wait before a try that failed is made again; each later one is four times as long. */
  retryMs: number;
  /** For one try. */
  timeoutMs: number;
  /** The push service no longer knows the subscription. */
  onGone(app: string, endpoint: string): void;
}

/** Tries of one push. */
const TRIES = 5;
/** Requests under way at once, and those of one push service: one that is slow holds up itself. */
const AT_ONCE = 32;
const AT_ONE_SERVICE = 16;
/** Pushes that may wait for one browser, and for all; the oldest go. */
const WAITING_EACH = 50;
const WAITING_MAX = 20_000;
/** No push service is waited for longer, whatever it says. */
const RETRY_AFTER_MAX_MS = 3_600_000;

interface Waiting extends Push {
  tries: number;
  dueMs: number;
}

/** What waits for one browser: in order, one at a time, so that the news of a call's end does not overtake the call. */
interface Lane {
  key: string;
  service: string;
  waiting: Waiting[];
  busy: boolean;
}

/** Hands messages to push services (RFC 8030), tries again what may yet succeed, and gives up in time. All of it is in memory: a push is a hint. */
export class Sender {
  readonly #ports: SenderPorts;
  readonly #stop = new AbortController();
  readonly #lanes = new Map<string, Lane>();
  readonly #services = new Map<string, number>();
  #running = 0;
  #size = 0;
  #timer: Timer | undefined;

  constructor(ports: SenderPorts) {
    this.#ports = ports;
  }

  /** Pushes that wait or are under way. */
  get size(): number {
    return this.#size;
  }

  send(push: Push): void {
    if (this.#stop.signal.aborted) return;
    const key = keyOf(push);
    const lane = this.#lanes.get(key) ?? { key, service: new URL(push.endpoint).host, waiting: [], busy: false };
    this.#lanes.set(key, lane);
    const before = lane.waiting.length;
    // one that stands for another waits as long as that would have: the push service has asked for it
    const dueMs = lane.waiting.find(({ topic }) => topic === push.topic)?.dueMs ?? 0;
    lane.waiting = lane.waiting.filter(({ topic }) => topic !== push.topic).slice(-(WAITING_EACH - 1));
    this.#size += lane.waiting.length - before;
    if (this.#size < WAITING_MAX || push.urgency === 'high') {
      lane.waiting.push({ ...push, tries: 0, dueMs });
      this.#size++;
    } else this.#ports.log.warn({ waiting: this.#size }, 'too many push messages wait; one was left out');
    this.#go();
  }

  /** Nothing waits for this browser any more. */
  forget(app: string, endpoint: string): void {
    const lane = this.#lanes.get(keyOf({ app, endpoint }));
    if (!lane) return;
    this.#size -= lane.waiting.length;
    lane.waiting = [];
  }

  close(): void {
    this.#stop.abort();
    this.#ports.clock.clearTimeout(this.#timer);
    this.#lanes.clear();
    this.#size = 0;
  }

  /** Begins what is due, as far as there is room, and comes back when the next is. */
  #go(): void {
    const { clock } = this.#ports;
    clock.clearTimeout(this.#timer);
    if (this.#stop.signal.aborted) return;
    const now = clock.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [key, lane] of this.#lanes) {
      if (lane.busy) continue;
      this.#dropLate(lane, now);
      if (lane.waiting.length === 0) {
        this.#lanes.delete(key);
        continue;
      }
      const at = lane.waiting.findIndex(({ dueMs }) => dueMs <= now);
      if (at < 0) nextMs = Math.min(nextMs, ...lane.waiting.map(({ dueMs }) => dueMs));
      else if (this.#running < AT_ONCE && (this.#services.get(lane.service) ?? 0) < AT_ONE_SERVICE) this.#begin(lane, lane.waiting.splice(at, 1)[0]!);
    }
    if (nextMs < Number.POSITIVE_INFINITY) this.#timer = clock.setTimeout(() => this.#go(), nextMs - now);
  }

  #dropLate(lane: Lane, now: number): void {
    const before = lane.waiting.length;
    lane.waiting = lane.waiting.filter(({ expiresAtMs }) => expiresAtMs > now);
    this.#size += lane.waiting.length - before;
  }

  #begin(lane: Lane, push: Waiting): void {
    lane.busy = true;
    this.#running++;
    this.#services.set(lane.service, (this.#services.get(lane.service) ?? 0) + 1);
    void this.#try(push, lane).finally(() => {
      lane.busy = false;
      this.#running--;
      const left = this.#services.get(lane.service)! - 1;
      if (left > 0) this.#services.set(lane.service, left);
      else this.#services.delete(lane.service);
      // the newer ones of the other browsers have their turn before this one's next
      if (this.#lanes.delete(lane.key)) this.#lanes.set(lane.key, lane);
      this.#go();
    });
  }

  async #try(push: Waiting, lane: Lane): Promise<void> {
    const { clock, log, fetch, vapid, timeoutMs, onGone } = this.#ports;
    this.#size--;
    let status = 0;
    let retryAfter: string | undefined;
    let why = '';
    try {
      const response = await fetch({
        url: push.endpoint,
        method: 'POST',
        headers: {
          authorization: vapid.header(push.endpoint),
          ttl: String(Math.max(0, Math.ceil((push.expiresAtMs - clock.now()) / 1_000))),
          urgency: push.urgency,
          topic: push.topic,
          'content-type': 'application/octet-stream',
          'content-encoding': 'aes128gcm',
        },
        body: encrypt(Buffer.from(JSON.stringify(push.payload)), push),
        timeoutMs,
        maxBytes: 1_024,
        signal: this.#stop.signal,
      });
      status = response.status;
      retryAfter = response.headers['retry-after'];
    } catch (error) {
      why = error instanceof FetchError ? error.why : String(error);
    }
    if (this.#stop.signal.aborted) return;
    const { service } = lane; // never the whole endpoint in a log: it is an address that somebody can be tracked by
    if (status >= 200 && status < 300) log.debug({ service }, 'a push service took a message');
    else if (status === 404 || status === 410) onGone(push.app, push.endpoint);
    else if (why === 'blocked' || (status !== 0 && status !== 429 && status < 500))
      log.warn({ service, status, why }, 'a push service refused a message');
    else if (!this.#again(push, lane, retryAfter)) log.warn({ service, status, why }, 'a push message could not be delivered');
  }

  /** False: it was the last try, or the next would come too late. */
  #again(push: Waiting, lane: Lane, retryAfter: string | undefined): boolean {
    const now = this.#ports.clock.now();
    const dueMs = now + Math.max(this.#ports.retryMs * 4 ** push.tries, waitOf(retryAfter, now));
    if (push.tries + 1 >= TRIES || dueMs >= push.expiresAtMs) return false;
    if (lane.waiting.some(({ topic }) => topic === push.topic)) return true; // a newer one stands for it
    this.#ports.log.debug({ service: lane.service, waitMs: dueMs - now }, 'a push message is tried again later');
    lane.waiting.unshift({ ...push, tries: push.tries + 1, dueMs });
    this.#size++;
    return true;
  }
}

const keyOf = ({ app, endpoint }: { app: string; endpoint: string }): string => `${app}\n${endpoint}`;

/** `retry-after` in seconds or as a date, in ms from now. */
function waitOf(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), RETRY_AFTER_MAX_MS) : 0;
}
