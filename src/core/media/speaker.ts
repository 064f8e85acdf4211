import { EarshotError } from '../protocol/index.ts';
import type { DeviceRef, Media } from './api.ts';
import { speakerError } from './media-error.ts';

/** The browser's own picker of speakers: what is picked may be used, and is chosen. */
export async function chooseSpeaker(media: Media): Promise<DeviceRef> {
  const operation = 'choose a speaker';
  const { engine } = media;
  if (!engine.selectAudioOutput) throw new EarshotError('media:unsupported', operation);
  const { deviceId, label } = await engine.selectAudioOutput().catch(async (error: unknown) => {
    throw await speakerError(error, operation);
  });
  await media.refreshDevices().catch(() => {}); // it may be used, and listed, from now on
  media.speakerId = deviceId;
  return { deviceId, label };
}
