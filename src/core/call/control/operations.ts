import { type Timer, uuid } from '../../base/index.ts';
import { asEarshotError, EarshotError, type EarshotErrorCode, type EndReason } from '../../protocol/index.ts';
import type { CallObject } from '../call.ts';
import type { CallParts } from '../ports.ts';
import type { CallInfo, Operation, OperationEvent, OperationStatus, OperationType } from './api.ts';

/** What a running operation tells of itself, and hears. */
export interface Running {
  readonly id: string;
  /** Aborted when it is over, one way or another: what still waits for it lets go. */
  readonly signal: AbortSignal;
  /** The far side has it now (UPDATE). From here on it may take `requestTimeoutMs`, unless somebody there is `ringing`; before, a person may be choosing. */
  pending(ringing?: boolean): void;
  /** Its answer is being applied (RESUME). */
  resolving(): void;
  /** Pending, and the far side tells its app that it began, and later how it ended. */
  tell(): void;
  /** The same, and resolves when the far side has heard it; at once while it cannot: it will hear when it is back. */
  heard(): Promise<void>;
}

/** None of these twice at a time: the second one is refused, not queued. */
const ONCE: readonly OperationType[] = [
  ...(['hold', 'unhold', 'startVideo', 'stopVideo', 'restartMedia', 'playAudioFile'] as const),
  ...(['forward', 'transfer', 'completeTransfer', 'join'] as const),
];
/** Whoever is leaving the call begins nothing else. */
const LEAVING: readonly OperationType[] = ['forward', 'transfer', 'completeTransfer', 'join'];
/** How a call ends when they succeed. */
const LEFT: readonly (EndReason | undefined)[] = ['forwarded', 'transferred', 'joined'];

/** What the far side may tell of. */
const TOLD: readonly string[] = ['hold', 'unhold', 'addMedia', 'removeMedia', 'startVideo', 'stopVideo', 'restartMedia'] satisfies OperationType[];
/** As many operations of the far side at a time are believed. */
const TOLD_MAX = 8;

/** The operations of one call, one after the other, told as they go (RB-ce-01 to 05), here and at the far side. */
export class Operations {
  readonly #call: CallObject;
  readonly #parts: CallParts;
  readonly #wanted: OperationType[] = [];
  readonly #waiting = new Map<string, () => void>();
  /** The far side's, each with what gives it up. */
  readonly #remote = new Map<string, Timer>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(call: CallObject, parts: CallParts) {
    this.#call = call;
    this.#parts = parts;
    call.on('state', (state) => {
      if (state === 'ended') for (const id of [...this.#remote.keys()]) this.#endRemote(id, 'call:ended');
    });
  }

  /**
   * Runs `work` when all before it is done. Rejects with `call:operation-conflict` when one that conflicts with it is under way or waits,
   * with `call:ended` when the call ends before or meanwhile, and with `call:operation-timeout` when the far side does not answer for
   * `requestTimeoutMs`. `undo` takes back what a failed one began.
   */
  async run<T>(type: OperationType, work: (running: Running) => Promise<T>, undo: () => void | Promise<void> = () => {}): Promise<T> {
    const clash = this.#wanted.some((other) => (other === type && ONCE.includes(type)) || LEAVING.includes(other));
    if (clash) throw new EarshotError('call:operation-conflict', type, undefined, { callId: this.#call.id });
    this.#wanted.push(type);
    const result = this.#last.then(() => this.#work(type, work, undo));
    this.#last = result.catch(() => {});
    try {
      return await result;
    } finally {
      this.#wanted.splice(this.#wanted.indexOf(type), 1);
    }
  }

  /** Of the far side: checked here, it may say anything. */
  hear({ id, operation, step, code }: CallInfo): void {
    if (typeof id !== 'string' || !id || id.length > 64) return;
    if (step === 'heard') this.#waiting.get(id)?.();
    else if (step === 'end') this.#endRemote(id, typeof code === 'string' ? code : undefined);
    else if (step === 'begin' && TOLD.includes(operation as string)) this.#beginRemote(id, operation as OperationType);
  }

  async #work<T>(type: OperationType, work: (running: Running) => Promise<T>, undo: () => void | Promise<void>): Promise<T> {
    const call = this.#call;
    if (call.ended) throw new EarshotError('call:ended', type, undefined, { callId: call.id });
    const { clock, settings } = this.#parts;
    const id = uuid();
    const over = new AbortController();
    let told = false;
    let timer: Timer;
    let fail: (error: EarshotError) => void = () => {};
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    failed.catch(() => {}); // it may never be waited for
    const stopWatching = call.on('state', (state) => {
      // whoever is leaving is done by that
      if (state === 'ended' && !(LEAVING.includes(type) && LEFT.includes(call.endReason)))
        fail(new EarshotError('call:ended', type, undefined, { callId: call.id, operationId: id }));
    });
    const running: Running = {
      id,
      signal: over.signal,
      pending: (ringing) => {
        this.#enter(id, 'pending', 'UPDATE');
        if (ringing) return;
        timer ??= clock.setTimeout(
          () => fail(new EarshotError('call:operation-timeout', type, undefined, { callId: call.id, operationId: id })),
          settings.requestTimeoutMs,
        );
      },
      resolving: () => this.#enter(id, 'resolving', 'RESUME'),
      tell: () => {
        told = true;
        this.#tell({ id, operation: type, step: 'begin' });
        running.pending();
      },
      heard: async () => {
        const heard = this.#heard(id, over.signal);
        running.tell();
        await heard;
        running.resolving();
      },
    };
    this.#begin({ id, type, status: 'ongoing', isLocal: true, startedAtMs: clock.now() });
    let error: EarshotError | undefined;
    try {
      return await Promise.race([work(running), failed]);
    } catch (reason) {
      error = asEarshotError(reason, 'call:media-failed', type);
      over.abort();
      await Promise.resolve()
        .then(undo)
        .catch((trouble: unknown) => this.#parts.log('warn', 'call', `unable to take ${type} back`, trouble));
      throw error;
    } finally {
      over.abort();
      clock.clearTimeout(timer);
      stopWatching();
      if (told) this.#tell({ id, step: 'end', ...(error && { code: error.code }) });
      this.#finish(id, error);
    }
  }

  /** Nobody waits for a far side that is away: what it is told, it hears when it is back. */
  #heard(id: string, over: AbortSignal): Promise<void> {
    const call = this.#call;
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(id);
        off();
        resolve();
      };
      const away = () => call.reconnecting || call.peerAway || this.#parts.connection.state !== 'connected';
      const off = call.on('change', () => away() && done());
      this.#waiting.set(id, done);
      over.addEventListener('abort', done, { once: true });
      if (away()) done();
    });
  }

  #tell(info: Omit<CallInfo, 'kind'>): void {
    if (!this.#call.ended) this.#call.driver?.tell({ kind: 'operation', ...info });
  }

  #beginRemote(id: string, type: OperationType): void {
    if (this.#call.ended || this.#remote.size >= TOLD_MAX || this.#call.operations.some((known) => known.id === id)) return;
    const { clock, settings } = this.#parts;
    // it fails there before that, or its page is gone
    this.#remote.set(
      id,
      clock.setTimeout(() => this.#endRemote(id, 'call:operation-timeout'), 2 * settings.requestTimeoutMs),
    );
    this.#begin({ id, type, status: 'ongoing', isLocal: false, startedAtMs: clock.now() });
    this.#tell({ id, step: 'heard' });
  }

  #endRemote(id: string, code?: string): void {
    if (!this.#remote.has(id)) return;
    this.#parts.clock.clearTimeout(this.#remote.get(id));
    this.#remote.delete(id);
    const failed = code?.startsWith('call:') || code?.startsWith('media:');
    this.#finish(
      id,
      failed ? new EarshotError(code as EarshotErrorCode, 'do what the other side began', undefined, { callId: this.#call.id }) : undefined,
    );
  }

  #begin(operation: Operation): void {
    this.#call.update({ operations: [...this.#call.operations, operation] });
    this.#announce(operation, 'START');
  }

  #enter(id: string, status: OperationStatus, transition: 'UPDATE' | 'RESUME'): void {
    const before = this.#call.operations.find((operation) => operation.id === id);
    if (!before || before.status === status) return;
    this.#call.update({ operations: this.#call.operations.map((operation) => (operation === before ? { ...before, status } : operation)) });
    this.#announce(before, transition);
  }

  #finish(id: string, error?: EarshotError): void {
    const before = this.#call.operations.find((operation) => operation.id === id);
    if (!before) return;
    this.#call.update({ operations: this.#call.operations.filter((operation) => operation !== before) });
    this.#announce(before, 'FINISH', error);
  }

  /** `operation` as it was before this transition. */
  #announce({ id, type, status, isLocal }: Operation, transition: OperationEvent['transition'], error?: EarshotError): void {
    this.#call.announce('operation', {
      operation: type,
      operationId: id,
      transition,
      isLocal,
      ...(transition !== 'START' && { previous: { operation: type, status } }),
      ...(error && { error }),
    });
  }
}
