import type { ActionName } from './api.ts';
import type { Action, Control } from './control.ts';
import { hold, unhold } from './hold.ts';

type Load = { [K in ActionName]: () => Promise<Action<K>> };

/** Where each action is; what is seldom done loads when it is. */
const load: Load = {
  // at hand: a line that is cut must not keep a microphone open
  hold: async () => hold,
  unhold: async () => unhold,
  addMedia: () => import('./media-changes.ts').then((module) => module.addMedia),
  removeMedia: () => import('./media-changes.ts').then((module) => module.removeMedia),
  startVideo: () => import('./media-changes.ts').then((module) => module.startVideo),
  stopVideo: () => import('./media-changes.ts').then((module) => module.stopVideo),
  shareScreen: () => import('./media-changes.ts').then((module) => module.shareScreen),
  stopScreen: () => import('./media-changes.ts').then((module) => module.stopScreen),
  replaceTrack: () => import('./media-changes.ts').then((module) => module.replaceTrack),
  restartMedia: () => import('./restart-media.ts').then((module) => module.restartMedia),
  playAudioFile: () => import('./play-file.ts').then((module) => module.playAudioFile),
  sendDTMF: () => import('./dtmf.ts').then((module) => module.sendDTMF),
  setParameters: () => import('./parameters.ts').then((module) => module.setParameters),
  sendParameters: () => import('./parameters.ts').then((module) => module.sendParameters),
  sendEarlyMedia: () => import('./early-media.ts').then((module) => module.sendEarlyMedia),
  sendRinging: () => import('./ringing.ts').then((module) => module.sendRinging),
  ignore: () => import('./ringing.ts').then((module) => module.ignore),
  forward: () => import('./transfer.ts').then((module) => module.forward),
  transfer: () => import('./transfer.ts').then((module) => module.transfer),
  startConsult: () => import('./transfer.ts').then((module) => module.startConsult),
  completeTransfer: () => import('./transfer.ts').then((module) => module.completeTransfer),
  join: () => import('./join.ts').then((module) => module.join),
  startRecording: () => import('./recording.ts').then((module) => module.startRecording),
  pauseRecording: () => import('./recording.ts').then((module) => module.pauseRecording),
  resumeRecording: () => import('./recording.ts').then((module) => module.resumeRecording),
  stopRecording: () => import('./recording.ts').then((module) => module.stopRecording),
  allowRecording: () => import('./recording.ts').then((module) => module.allowRecording),
  getStats: () => import('./stats.ts').then((module) => module.getStats),
  getReport: () => import('./report.ts').then((module) => module.getReport),
  verify: () => import('./verify.ts').then((module) => module.verify),
  handOff: () => import('./hand-off.ts').then((module) => module.handOff),
};

/** What listens to the far side, by the kind of what it tells; each is attached once a call. */
const hearing: Readonly<Record<string, () => Promise<(control: Control) => void>>> = {
  early: () => import('./early-media.ts').then((module) => module.hearEarly),
  dtmf: () => import('./dtmf.ts').then((module) => module.hearTones),
  parameters: () => import('./parameters.ts').then((module) => module.hearParameters),
  media: () => import('./media-changes.ts').then((module) => module.hearMedia),
  operation: async () => (control) => void control.hear('operation', (info) => control.operations.hear(info)),
  recording: () => import('./recording.ts').then((module) => module.hearRecording),
};

export const ACTIONS = { load, hearing };
