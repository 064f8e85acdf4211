import { EarshotError } from '../../protocol/index.ts';
import type { Action, Control } from './control.ts';

const refuse = (operation: string): never => {
  throw new EarshotError('call:wrong-state', operation);
};

export const startRecording: Action<'startRecording'> = async () => refuse('startRecording');
export const pauseRecording: Action<'pauseRecording'> = async () => refuse('pauseRecording');
export const resumeRecording: Action<'resumeRecording'> = async () => refuse('resumeRecording');
export const stopRecording: Action<'stopRecording'> = async () => refuse('stopRecording');
export const allowRecording: Action<'allowRecording'> = async () => refuse('allowRecording');
export const hearRecording = (_control: Control): void => {};
