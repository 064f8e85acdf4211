import { uuid } from '../../base/index.ts';
import { type CallDetail, EarshotError, type EarshotErrorOptions, type EndReason } from '../../protocol/index.ts';
import type { Call, MakeOptions } from '../api.ts';
import { CallObject } from '../call.ts';
import type { Action, Control } from './control.ts';
import { hold } from './hold.ts';
import type { Running } from './operations.ts';

const failed = (operation: string, reason: string, options: EarshotErrorOptions): never => {
  throw new EarshotError('call:transfer-failed', operation, reason, options);
};

/** Sends the unanswered call on: the caller's same call rings there, and is over here as `forwarded`. */
export const forward: Action<'forward'> = async (control, to) => {
  const { call } = control;
  const operation = `forward the call to ${to}`;
  if (call.ended) throw new EarshotError('call:ended', operation, undefined, { callId: call.id });
  if (call.direction !== 'incoming' || call.live || call.answering)
    throw new EarshotError('call:wrong-state', operation, undefined, { callId: call.id });
  await control.operations.run('forward', async () => {
    await control.parts.connection.request('call.forward', { call_id: call.id, to }, { retry: true });
    call.finish('forwarded');
  });
};

/** Nothing of a call changes hands while both can hear each other. */
async function holdFirst(control: Control): Promise<void> {
  if (!control.call.localHold) await hold(control);
}

/**
 * Blind: the call is held, and the far side rings at `to`. Resolves when somebody answers there, and the call is over here as `transferred`; rejects with
 * `call:transfer-failed`, the reason of which is in its message, when nobody does: the call is on hold as before.
 */
export const transfer: Action<'transfer'> = async (control, to) => {
  const { call, parts } = control;
  const operation = `transfer the call to ${to}`;
  control.liveLeg(operation);
  await holdFirst(control);
  await control.operations.run('transfer', async (running) => {
    const params = { call_id: call.id, transfer_id: uuid(), to };
    const { call: begun } = await parts.connection.request('call.transfer', params, { retry: true });
    const trial = (begun.detail as CallDetail | undefined)?.transfer;
    running.pending(true);
    const reason = trial?.state === 'failed' ? (trial.reason ?? 'failed') : await outcome(call, begun.version, running);
    if (reason !== undefined) failed(operation, said(reason), { callId: call.id });
  });
};

/** Undefined when it went through. An end of any other kind is told to the operation by itself. */
function outcome(call: CallObject, since: number, { signal }: Running): Promise<EndReason | undefined> {
  return new Promise((resolve) => {
    const look = () => {
      const trial = call.detail.transfer;
      if (call.ended) resolve(undefined);
      else if (trial?.state === 'failed' && call.version > since) resolve(trial.reason ?? 'failed');
    };
    const off = call.on('change', look);
    signal.addEventListener('abort', off, { once: true });
    look();
  });
}

const SAID: Partial<Record<EndReason, string>> = {
  rejected: 'the call was declined there',
  busy: 'the line is busy there',
  unanswered: 'nobody answered there',
  unreachable: 'nobody can be reached there',
};
const said = (reason: EndReason): string => SAID[reason] ?? `the call there ended: ${reason}`;

/** Holds the call and places another one, about it. */
export const startConsult: Action<'startConsult'> = async (control, to, options: MakeOptions = {}) => {
  const operation = `ask ${to} about the call`;
  control.liveLeg(operation);
  await holdFirst(control);
  const { calls } = control.parts.client;
  if (!calls) throw new EarshotError('call:wrong-state', operation, undefined, { callId: control.call.id });
  return calls.make(to, options);
};

/** The far sides of both calls go on with each other; both are over here as `transferred`. What is not on hold yet is held first. */
export const completeTransfer: Action<'completeTransfer'> = async (control, other: Call) => {
  const { call, parts } = control;
  const operation = 'complete the transfer';
  control.liveLeg(operation);
  if (!(other instanceof CallObject) || other === call || !other.live)
    throw new EarshotError('call:wrong-state', operation, undefined, { callId: other.id });
  await holdFirst(control);
  if (!other.localHold) await other.hold();
  await control.operations.run('completeTransfer', async (running) => {
    const params = { call_id: call.id, other_id: other.id, transfer_id: uuid() };
    running.pending();
    await parts.connection.request('call.connect', params, { retry: true });
    for (const one of [call, other]) one.finish('transferred');
  });
};
