import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/core/base/index.ts';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Logger } from '../deps.ts';
import type { SafeFetch } from '../net/safe-fetch.ts';
import { post } from './post.ts';
import type { KeptWebhook } from './rows.ts';
import { parseVerdict, type Verdict } from './verdict.ts';

export interface GatePorts {
  clock: Clock;
  log: Logger;
  fetch: SafeFetch;
  /** Longest text of a message. */
  messageLength: number;
  /** Those of the app that are asked, oldest first. */
  hooks(app: string): readonly KeptWebhook[];
}

/** What a webhook is asked about. */
export interface Question {
  action: 'send' | 'edit';
  /** Undefined of what has no text of its own: a file, or a message that is passed on. */
  content?: string;
  /** What else it is told. */
  about: Record<string, unknown>;
}

/** Messages of one sender that may wait. */
const WAITING_MAX = 100;
/** How long the page of a sender waits before it asks again. */
const RETRY_MS = 5_000;
const ANSWER_BYTES = 64 * 1_024;

/** Asks an app's server before a message is stored. While it is asked, what the same user sends afterwards waits, so that the order holds. */
export class Gate {
  readonly #ports: GatePorts;
  readonly #stop = new AbortController();
  /** The last in line, by sender, and how many there are. */
  readonly #lines = new Map<string, { last: Promise<unknown>; waiting: number }>();

  constructor(ports: GatePorts) {
    this.#ports = ports;
  }

  close(): void {
    this.#stop.abort();
  }

  /** Runs `task` after all that this user sent before; at once where nobody is asked. Throws `server:busy` when too much waits. */
  inTurn<T>(app: string, user: string, task: () => Promise<T>): Promise<T> {
    const key = `${app}\n${user}`;
    const line = this.#lines.get(key);
    if (!line && this.#ports.hooks(app).length === 0) return task();
    if (line && line.waiting >= WAITING_MAX) return Promise.reject(this.#later());
    const turn = line ? line.last.then(task, task) : task();
    const mine = { last: turn, waiting: (line?.waiting ?? 0) + 1 };
    this.#lines.set(key, mine);
    const done = (): void => {
      const now = this.#lines.get(key)!;
      if (--now.waiting === 0) this.#lines.delete(key);
    };
    turn.then(done, done);
    return turn;
  }

  /** What all of them say: a rejection ends it, and each sees the text as the one before left it. Throws `server:busy` when one that must be heard could not be. */
  async ask(app: string, question: Question): Promise<Verdict> {
    let changed: string | undefined;
    for (const hook of this.#ports.hooks(app)) {
      const verdict = await this.#askOne(hook, changed === undefined ? question : { ...question, content: changed });
      if (verdict.action === 'change') changed = verdict.content;
      if (verdict.action === 'reject') return verdict;
    }
    return changed === undefined ? { action: 'allow' } : { action: 'change', content: changed };
  }

  async #askOne(hook: KeptWebhook, { action, content, about }: Question): Promise<Verdict> {
    const { clock, log, messageLength } = this.#ports;
    const { time_limit_ms, on_failure } = hook.before_delivery!;
    const data = { action, ...(content !== undefined && { content }), ...about };
    const body = JSON.stringify({ event_id: randomUUID(), type: 'before_delivery', app_id: hook.app_id, at_ms: clock.now(), data });
    const outcome = await post(this.#ports, hook, body, { timeoutMs: time_limit_ms, maxBytes: ANSWER_BYTES, signal: this.#stop.signal });
    const verdict = outcome.ok ? parseVerdict(outcome.body, content !== undefined, messageLength) : undefined;
    if (verdict) return verdict;
    log.warn(
      { app: hook.app_id, webhook: hook.webhook_id, reason: outcome.ok ? 'its answer is none' : outcome.error },
      'a webhook gave no verdict on a message',
    );
    if (this.#stop.signal.aborted) throw new EarshotError('connection:restart', `${action} the message`, 'the server is stopping');
    if (on_failure === 'closed') throw this.#later();
    return { action: 'allow' };
  }

  #later(): EarshotError {
    return new EarshotError('server:busy', 'send the message', 'it could not be checked', { retryAfterMs: RETRY_MS });
  }
}
