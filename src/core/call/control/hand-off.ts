import { EarshotError } from '../../protocol/index.ts';
import type { Action } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const handOff: Action<'handOff'> = async () => refuse('handOff');
