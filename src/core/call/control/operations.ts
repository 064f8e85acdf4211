import { type Timer, uuid } from '../../base/index.ts';
import { asEarshotError, EarshotError } from '../../protocol/index.ts';
import type { CallObject } from '../call.ts';
import type { CallParts } from '../ports.ts';
import type { Operation, OperationStatus, OperationType } from './api.ts';

/** What a running operation tells of itself. */
export interface Running {
  readonly id: string;
  /** The far side has it now (UPDATE). */
  pending(): void;
  /** Its answer is being applied (RESUME). */
  resolving(): void;
}

/** The operations of one call, one after the other, told as they go (RB-ce-01 to 04). */
export class Operations {
  readonly #call: CallObject;
  readonly #parts: CallParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(call: CallObject, parts: CallParts) {
    this.#call = call;
    this.#parts = parts;
  }

  /**
   * Runs `work` when all before it is done; rejects with `call:ended` when the call is over by then, and with `call:operation-timeout`
   * after `requestTimeoutMs` of working. `undo` takes back what a failed one began.
   */
  run<T>(type: OperationType, work: (running: Running) => Promise<T>, undo: () => void | Promise<void> = () => {}): Promise<T> {
    const result = this.#last.then(() => this.#work(type, work, undo));
    this.#last = result.catch(() => {});
    return result;
  }

  async #work<T>(type: OperationType, work: (running: Running) => Promise<T>, undo: () => void | Promise<void>): Promise<T> {
    const call = this.#call;
    if (call.ended) throw new EarshotError('call:ended', type, undefined, { callId: call.id });
    const { clock, settings } = this.#parts;
    const id = uuid();
    let operation: Operation = { id, type, status: 'ongoing', isLocal: true, startedAtMs: clock.now() };
    const others = () => call.operations.filter((other) => other.id !== id);
    const enter = (status: OperationStatus, transition: 'UPDATE' | 'RESUME') => {
      const previous = { operation: type, status: operation.status };
      operation = { ...operation, status };
      call.update({ operations: [...others(), operation] });
      call.announce('operation', { operation: type, operationId: id, transition, isLocal: true, previous });
    };
    const finish = (error?: EarshotError) => {
      call.update({ operations: others() });
      const previous = { operation: type, status: operation.status };
      call.announce('operation', { operation: type, operationId: id, transition: 'FINISH', isLocal: true, previous, ...(error && { error }) });
    };
    call.update({ operations: [...others(), operation] });
    call.announce('operation', { operation: type, operationId: id, transition: 'START', isLocal: true });
    let timer: Timer;
    const late = new Promise<never>((_, reject) => {
      timer = clock.setTimeout(
        () => reject(new EarshotError('call:operation-timeout', type, undefined, { callId: call.id, operationId: id })),
        settings.requestTimeoutMs,
      );
    });
    try {
      const running = { id, pending: () => enter('pending', 'UPDATE'), resolving: () => enter('resolving', 'RESUME') };
      const value = await Promise.race([work(running), late]);
      finish();
      return value;
    } catch (error) {
      const why = asEarshotError(error, 'call:media-failed', type);
      await Promise.resolve(undo()).catch(() => {});
      finish(why);
      throw why;
    } finally {
      clock.clearTimeout(timer);
    }
  }
}
