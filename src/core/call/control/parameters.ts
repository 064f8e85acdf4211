import { EarshotError } from '../../protocol/index.ts';
import type { Action, Control } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const setParameters: Action<'setParameters'> = async () => refuse('setParameters');
export const sendParameters: Action<'sendParameters'> = async () => refuse('sendParameters');
export const hearParameters = (_control: Control): void => {};
