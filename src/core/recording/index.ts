export { CallMix } from './call-mix.ts';
export { PieceUpload, type PieceUploadParts, refusalOf } from './piece-upload.ts';
export { defaultRecordingSettings } from './settings.ts';
export { recordingType, SoundRecorder } from './sound-recorder.ts';
