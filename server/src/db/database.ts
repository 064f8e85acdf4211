import { Worker } from 'node:worker_threads';
import type { Clock } from '../../../src/core/base/index.ts';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { Faults, Logger } from '../deps.ts';
import type { COMMANDS } from './commands.ts';
import type { FromWorker, Order, Outcome, WorkerOptions } from './messages.ts';
import type { Effect } from './tx.ts';

type Commands = typeof COMMANDS;
export type CommandName = keyof Commands & string;
export type Args<K extends CommandName> = Parameters<Commands[K]>[1];
export type Reply<K extends CommandName> = ReturnType<Commands[K]>;

interface Waiting {
  apply: ((result: unknown) => void) | undefined;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

interface Deferred {
  promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

function deferred(): Deferred {
  let resolve = (): void => {};
  let reject = (_error: unknown): void => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Orders that may wait before new ones are refused with `server:busy`. */
const QUEUE_MAX = 5_000;

export interface DatabaseOptions extends WorkerOptions {
  clock: Clock;
  log: Logger;
  faults: Faults;
  /** Called for every committed command, in commit order, before its promise resolves. */
  onEffects(effects: Effect[]): void;
  /** The database can no longer be trusted. */
  onFatal(reason: string): void;
}

/** The main thread's handle on the database worker. */
export class Database {
  readonly #options: DatabaseOptions;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready = deferred();
  readonly #closed = deferred();
  #lastId = 0;
  #closing = false;
  #dead: string | undefined;
  /** Outcomes are applied one batch after the other, also when a test holds one back. */
  #applied: Promise<void> | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    const { dataDir, groupCommitMax, limits } = options;
    const workerData: WorkerOptions = { dataDir, groupCommitMax, limits, maxPages: options.faults.maxPages, commitGate: options.faults.commitGate };
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'; // unbuilt beside this file, or beside the bundle
    this.#worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), { workerData });
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#die(error.message));
    this.#worker.on('exit', () => this.#die('the database thread ended'));
    this.#ready.promise.catch(() => {}); // whoever calls ready() hears of it
  }

  ready(): Promise<void> {
    return this.#ready.promise;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Runs one command in a transaction; resolves after the commit. `apply` gets the result synchronously and in commit order:
   * what it reads and sets up sees exactly the commits before it and none after.
   */
  async run<K extends CommandName>(name: K, args: Args<K>, apply?: (result: Reply<K>) => void): Promise<Reply<K>> {
    const hold = this.#options.faults.beforeCommit?.(name);
    if (hold) await hold;
    if (this.#dead !== undefined || this.#closing) throw new EarshotError('connection:restart', 'store it', 'the server is stopping');
    if (this.#waiting.size >= QUEUE_MAX) throw new EarshotError('server:busy', 'store it', undefined, { retryAfterMs: 1_000 });
    return new Promise<Reply<K>>((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { apply: apply as Waiting['apply'], resolve: resolve as Waiting['resolve'], reject });
      this.#worker.postMessage({ id, name, args, now: this.#options.clock.now() } satisfies Order);
    });
  }

  /** Commits what is queued, then closes the file. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      if (this.#dead === undefined) this.#worker.postMessage({ id: 0, name: 'close', args: null, now: 0 } satisfies Order);
    }
    await this.#closed.promise;
    await this.#applied;
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#ready.resolve();
        break;
      case 'refused':
        this.#ready.reject(new EarshotError('server:internal', 'open the database', message.reason));
        break;
      case 'trouble':
        if (message.fatal) this.#die(message.reason);
        else this.#options.log.error({ reason: message.reason }, 'database trouble');
        break;
      case 'outcomes':
        this.#deliver(message.outcomes);
        break;
      case 'closed':
        this.#closed.resolve();
    }
  }

  #deliver(outcomes: Outcome[]): void {
    const hold = this.#options.faults.beforeAck?.();
    if (!hold && !this.#applied) {
      this.#apply(outcomes);
      return;
    }
    const turn = Promise.all([hold, this.#applied]).then(() => {
      this.#apply(outcomes);
      if (this.#applied === turn) this.#applied = undefined;
    });
    this.#applied = turn;
  }

  #apply(outcomes: Outcome[]): void {
    for (const outcome of outcomes) {
      const waiting = this.#waiting.get(outcome.id);
      this.#waiting.delete(outcome.id);
      if ('failure' in outcome) {
        const { code, operation, reason, retryAfterMs } = outcome.failure;
        waiting?.reject(new EarshotError(code, operation, reason, { retryAfterMs }));
        continue;
      }
      try {
        this.#options.onEffects(outcome.effects);
        waiting?.apply?.(outcome.result);
        waiting?.resolve(outcome.result);
      } catch (error) {
        this.#options.log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a committed change could not be applied');
        waiting?.reject(new EarshotError('server:internal', 'answer', undefined, { cause: error }));
      }
    }
  }

  #die(reason: string): void {
    if (this.#dead !== undefined) return;
    this.#dead = reason;
    this.#ready.reject(new EarshotError('server:internal', 'open the database', reason));
    for (const waiting of this.#waiting.values()) waiting.reject(new EarshotError('server:internal', 'store it', 'the database stopped'));
    this.#waiting.clear();
    this.#closed.resolve();
    void this.#worker.terminate(); // what is still queued there must not be written either: nobody would be told
    if (!this.#closing) this.#options.onFatal(reason);
  }
}
