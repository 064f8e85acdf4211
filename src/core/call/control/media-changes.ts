import { EarshotError } from '../../protocol/index.ts';
import type { Action, Control } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const addMedia: Action<'addMedia'> = async () => refuse('addMedia');
export const removeMedia: Action<'removeMedia'> = async () => refuse('removeMedia');
export const startVideo: Action<'startVideo'> = async () => refuse('startVideo');
export const stopVideo: Action<'stopVideo'> = async () => refuse('stopVideo');
export const shareScreen: Action<'shareScreen'> = async () => refuse('shareScreen');
export const stopScreen: Action<'stopScreen'> = async () => refuse('stopScreen');
export const replaceTrack: Action<'replaceTrack'> = async () => refuse('replaceTrack');
export const hearMedia = (_control: Control): void => {};
