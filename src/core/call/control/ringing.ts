import { EarshotError } from '../../protocol/index.ts';
import type { Action } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const sendRinging: Action<'sendRinging'> = async () => refuse('sendRinging');
export const ignore: Action<'ignore'> = async () => refuse('ignore');
