import type { RecordingSettings } from '../base/index.ts';

export const defaultRecordingSettings: Readonly<RecordingSettings> = {
  recordingSliceMs: 2_000,
  recordingTouchMs: 30_000,
  recordingPatienceMs: 30 * 60_000,
  recordingPieceMs: 30_000,
  recordingConsentMs: 60_000,
};
