import type { Action, Control } from './control.ts';
import { CallRecording } from './recording-of-call.ts';

const KEY = Symbol('recording');

const recordingOf = (control: Control): CallRecording => control.keep(KEY, () => new CallRecording(control));

export const startRecording: Action<'startRecording'> = (control, options) => recordingOf(control).start(options);
export const pauseRecording: Action<'pauseRecording'> = (control) => recordingOf(control).pause();
export const resumeRecording: Action<'resumeRecording'> = (control) => recordingOf(control).resume();
export const stopRecording: Action<'stopRecording'> = (control) => recordingOf(control).stop();
export const allowRecording: Action<'allowRecording'> = (control, allowed) => recordingOf(control).allow(allowed);
/** Hears what the far side's recording comes to, and its answers to ours. */
export const hearRecording = (control: Control): void => recordingOf(control).hear();
