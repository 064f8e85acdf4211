import type { ServerSettings } from './api.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const KIB = 1_024;

/** The defaults; `createCore` takes a partial override. */
export const defaultServerSettings: Readonly<ServerSettings> = {
  heartbeatMs: 25 * SECOND,
  helloTimeoutMs: 10 * SECOND,
  ringTimeoutMs: 45 * SECOND,
  graceMs: 45 * SECOND,
  reachGraceMs: 8 * SECOND,
  beatMs: 10 * SECOND,
  callTickMs: SECOND,
  tokenWarningMs: 60 * SECOND,
  tokenGraceMs: 30 * SECOND,
  voiceTokenMs: 24 * HOUR,
  maxTokenMs: 30 * 24 * HOUR,
  fileUrlMs: 6 * HOUR,
  diagnosisTurnMs: 120 * SECOND,
  typingTtlMs: 6 * SECOND,
  receiptCoalesceMs: 250,
  frameBytes: 64 * KIB,
  messageLength: 8_192,
  fileBytes: 25 * KIB * KIB,
  maxBufferedBytes: 256 * KIB,
  slowConsumerMs: 15 * SECOND,
  ringEntries: 256,
  ringBytes: 256 * KIB,
  groupCommitMax: 256,
  membersPerChannel: 1_000,
  managersPerChannel: 100,
  recordingBytes: 256 * KIB * KIB,
  recordingIdleMs: 120 * SECOND,
  voicemailBytes: 5 * KIB * KIB,
  voicemailMs: 180 * SECOND,
  voicemailMessages: 100,
  rates: {
    send: [10, 30],
    request: [20, 100],
    page: [10, 40],
    typing: [1, 5],
    invite: [0.5, 10],
    signal: [50, 300],
    upload: [1, 20],
    login: [5, 100],
    ice: [0.1, 6],
    recording: [0.1, 10],
    voicemail: [0.1, 10],
  },
  socketsPerUser: 20,
  socketsPerAddress: 500,
};
