import { EarshotError } from '../../protocol/index.ts';
import type { Action } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const restartMedia: Action<'restartMedia'> = async () => refuse('restartMedia');
