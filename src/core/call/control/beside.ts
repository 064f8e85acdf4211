import { uuid } from '../../base/index.ts';
import { asEarshotError, EarshotError } from '../../protocol/index.ts';
import type { Operation, OperationType } from './api.ts';
import type { Control } from './control.ts';

/**
 * Runs and tells an operation that others need not wait for, and that takes as long as it takes: tones, a file. It is ours alone, so that there is no UPDATE.
 * Rejects with `call:ended` as soon as the call is over; `over` tells `work` so.
 */
export async function beside<T>(control: Control, type: OperationType, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  const { call } = control;
  const operation: Operation = { id: uuid(), type, status: 'ongoing', isLocal: true, startedAtMs: control.parts.clock.now() };
  const others = () => call.operations.filter(({ id }) => id !== operation.id);
  const told = { operation: type, operationId: operation.id, isLocal: true };
  const previous = { operation: type, status: operation.status };
  const abort = new AbortController();
  let stop = () => {};
  const over = new Promise<never>((_, reject) => {
    stop = call.on('state', (state) => {
      if (state !== 'ended') return;
      abort.abort();
      reject(new EarshotError('call:ended', type, undefined, { callId: call.id, operationId: operation.id }));
    });
  });
  call.update({ operations: [...others(), operation] });
  call.announce('operation', { ...told, transition: 'START' });
  const finish = (error?: EarshotError) => {
    stop();
    call.update({ operations: others() });
    call.announce('operation', { ...told, transition: 'FINISH', previous, ...(error && { error }) });
  };
  try {
    const value = await Promise.race([work(abort.signal), over]);
    finish();
    return value;
  } catch (error) {
    const why = asEarshotError(error, 'call:media-failed', type);
    abort.abort();
    finish(why);
    throw why;
  }
}
