import type { OperationType } from './api.ts';

const names = <const T extends string>(...list: T[]): { readonly [K in T]: K } =>
  Object.fromEntries(list.map((name) => [name, name])) as { readonly [K in T]: K };

/** What a report tells of (RB-cs-17 to 22; NOTES A67). */
export const REPORT_EVENTS = names(
  ...(['MAKE', 'SEND_RINGING_FEEDBACK', 'RECEIVE_CALL', 'REMOTE_RINGING', 'ANSWER', 'SLOW_START'] as const),
  ...(['GET_USER_MEDIA', 'PROCESS_MEDIA_LOCAL', 'PROCESS_MEDIA_REMOTE', 'ICE_COLLECTION', 'RELAY_CANDIDATE_COLLECTED'] as const),
  ...(['CREATE_OFFER', 'CREATE_ANSWER'] as const),
  ...(['IGNORE', 'REJECT', 'FORWARD_CALL', 'END_LOCAL', 'END_REMOTE'] as const),
  ...(['ADD_BASIC_MEDIA', 'ADD_MEDIA_LOCAL', 'ADD_MEDIA_REMOTE', 'REMOVE_BASIC_MEDIA', 'REMOVE_MEDIA', 'REMOVE_MEDIA_REMOTE'] as const),
  ...(['MEDIA_RESTART', 'REPLACE_TRACK'] as const),
  ...(['HOLD_LOCAL', 'HOLD_REMOTE', 'UNHOLD_LOCAL', 'UNHOLD_REMOTE', 'START_MOH', 'STOP_MOH'] as const),
  ...(['REST_REQUEST', 'PLAY_AUDIO', 'SEND_CUSTOM_PARAMETERS', 'GET_STATS', 'SEND_DTMF', 'RESYNC'] as const),
  ...(['DIRECT_TRANSFER', 'CONSULTATIVE_TRANSFER', 'JOIN', 'GET_AVAILABLE_CODECS'] as const),
);
export type ReportEventType = keyof typeof REPORT_EVENTS;

/** What is computed of them, where they succeeded (RB-cs-24 to 32). */
export const METRICS = names(
  ...(['CALL_DURATION'] as const),
  ...(['MAKE_CALL_PRE_LOCAL_SETUP', 'MAKE_CALL_LOCAL_SETUP', 'MAKE_CALL_REMOTE_SETUP', 'TIME_TO_MAKE', 'TIME_TO_RINGING'] as const),
  ...(['ANSWER_CALL_LOCAL_SETUP', 'ANSWER_CALL_PRE_LOCAL_SETUP', 'TIME_TO_ANSWER', 'TIME_FROM_RECEIVE_TO_ANSWER'] as const),
  ...(['TIME_TO_CALL_SETUP_DURATION', 'TIME_TO_IGNORE', 'TIME_TO_REJECT', 'TIME_TO_FORWARD'] as const),
  ...(['TIME_TO_ADD_MEDIA', 'TIME_TO_ADD_MEDIA_REMOTE', 'TIME_TO_REMOVE_MEDIA', 'TIME_TO_REMOVE_MEDIA_REMOTE'] as const),
  ...(['TIME_TO_RESTART_MEDIA', 'TIME_TO_HOLD_LOCAL', 'TIME_TO_HOLD_REMOTE', 'TIME_TO_UNHOLD_LOCAL', 'TIME_TO_UNHOLD_REMOTE'] as const),
  ...(['TIME_TO_COLLECT_ICE_CANDIDATES', 'TIME_TO_RELAY_CANDIDATES'] as const),
  ...(['TIME_TO_SEND_CUSTOM_PARAMETERS', 'TIME_TO_DIRECT_TRANSFER', 'TIME_TO_CONSULTATIVE_TRANSFER', 'TIME_TO_JOIN'] as const),
);
export type MetricType = keyof typeof METRICS;

/** How a report calls an operation: ours, and one that the far side began. Those without a name here are told by other signs. */
export const OPERATION_EVENTS: Readonly<Partial<Record<OperationType, readonly [local: ReportEventType, remote: ReportEventType]>>> = {
  ignore: ['IGNORE', 'IGNORE'],
  forward: ['FORWARD_CALL', 'FORWARD_CALL'],
  sendRinging: ['SEND_RINGING_FEEDBACK', 'REMOTE_RINGING'],
  hold: ['HOLD_LOCAL', 'HOLD_REMOTE'],
  unhold: ['UNHOLD_LOCAL', 'UNHOLD_REMOTE'],
  addMedia: ['ADD_MEDIA_LOCAL', 'ADD_MEDIA_REMOTE'],
  removeMedia: ['REMOVE_MEDIA', 'REMOVE_MEDIA_REMOTE'],
  startVideo: ['ADD_BASIC_MEDIA', 'ADD_MEDIA_REMOTE'],
  stopVideo: ['REMOVE_BASIC_MEDIA', 'REMOVE_MEDIA_REMOTE'],
  replaceTrack: ['REPLACE_TRACK', 'REPLACE_TRACK'],
  restartMedia: ['MEDIA_RESTART', 'MEDIA_RESTART'],
  playAudioFile: ['PLAY_AUDIO', 'PLAY_AUDIO'],
  sendDTMF: ['SEND_DTMF', 'SEND_DTMF'],
  sendParameters: ['SEND_CUSTOM_PARAMETERS', 'SEND_CUSTOM_PARAMETERS'],
  transfer: ['DIRECT_TRANSFER', 'DIRECT_TRANSFER'],
  completeTransfer: ['CONSULTATIVE_TRANSFER', 'CONSULTATIVE_TRANSFER'],
  join: ['JOIN', 'JOIN'],
  getStats: ['GET_STATS', 'GET_STATS'],
};
