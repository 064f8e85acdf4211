import { EarshotError } from '../../protocol/index.ts';
import type { Action, Control } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const sendDTMF: Action<'sendDTMF'> = async () => refuse('sendDTMF');
export const hearTones = (_control: Control): void => {};
