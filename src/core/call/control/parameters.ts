import { EarshotError } from '../../protocol/index.ts';
import type { CustomParameter, OperationType } from './api.ts';
import type { Action, Control } from './control.ts';

/** Bounds of the wire. */
const PARAMETERS_MAX = 32;
const NAME_MAX = 100;
const VALUE_MAX = 1_000;

/** What the far side is not told of: nothing rides on it. */
const QUIET: ReadonlySet<OperationType> = new Set([
  'getStats',
  'playAudioFile',
  'replaceTrack',
  'sendParameters',
  'make',
  'answer',
  'end',
  'reject',
  'ignore',
]);

/** Kept with the call until they are set anew; without any, none are. Rejects with `request:invalid` for what could not be sent (RB-call-53). */
export const setParameters: Action<'setParameters'> = async (control, parameters = []) => {
  control.leg('set the parameters');
  if (!areParameters(parameters))
    throw new EarshotError(
      'request:invalid',
      'set the parameters',
      'a parameter has a name (a word of at most 100 characters) and a value (one line of at most 1,000)',
      {
        callId: control.call.id,
      },
    );
  control.call.update({ parameters: copyOf(parameters) });
};

/** Now, and alone. Rejects with `request:invalid` when none are set (RB-call-54). */
export const sendParameters: Action<'sendParameters'> = async (control) => {
  const { call } = control;
  control.liveLeg('send the parameters');
  if (call.parameters.length === 0) throw new EarshotError('request:invalid', 'send the parameters', 'none are set', { callId: call.id });
  await control.operations.run('sendParameters', async () => tell(control));
};

/** The far side's: told, not kept (RB-ct-33). */
export function hearParameters(control: Control): void {
  control.hear('parameters', ({ parameters }) => {
    if (areParameters(parameters)) control.call.announce('parameters', copyOf(parameters));
  });
}

/** With an operation that begins, to the far side. */
export function ride(control: Control, operation: OperationType): void {
  if (!control.call.ended && control.call.parameters.length > 0 && !QUIET.has(operation)) tell(control);
}

function tell(control: Control): void {
  control.tell({ kind: 'parameters', parameters: control.call.parameters });
}

/** A name is a token, as that of a header (RFC 9110, 5.6.2); a value is one line. */
function areParameters(list: unknown): list is readonly CustomParameter[] {
  if (!Array.isArray(list) || list.length > PARAMETERS_MAX) return false;
  return list.every((parameter: unknown) => {
    const { name, value } = Object(parameter) as Partial<Record<keyof CustomParameter, unknown>>;
    const named = typeof name === 'string' && name.length <= NAME_MAX && /^[\w!#$%&'*+.^`|~-]+$/.test(name);
    return named && typeof value === 'string' && value.length <= VALUE_MAX && !/[\r\n\0]/.test(value);
  });
}

const copyOf = (parameters: readonly CustomParameter[]): readonly CustomParameter[] => parameters.map(({ name, value }) => ({ name, value }));
