import { EarshotError } from '../../protocol/index.ts';
import type { Action } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const forward: Action<'forward'> = async () => refuse('forward');
export const transfer: Action<'transfer'> = async () => refuse('transfer');
export const startConsult: Action<'startConsult'> = async () => refuse('startConsult');
export const completeTransfer: Action<'completeTransfer'> = async () => refuse('completeTransfer');
