export { type Clock, systemClock, type Timer } from './clock.ts';
export { Emitter, type Unsubscribe } from './emitter.ts';
export { uuid } from './id.ts';
export { Lazy } from './lazy.ts';
export { consoleLog, type Log, type LogLevel, silentLog } from './log.ts';
export { browserDetails, currentPlatform, type Platform, platformOf } from './platform.ts';
export {
  type CacheSettings,
  type CollectionSettings,
  type DeviceSettings,
  type DoctorSettings,
  defaultSettings,
  type QualitySettings,
  type RecordingSettings,
  type RingingSettings,
  type Settings,
  type SpeechSettings,
  type TabSettings,
} from './settings.ts';
