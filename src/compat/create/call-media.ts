import type { MakeOptions as CoreOptions } from '../../core/call/api.ts';
import type { MediaLimits, MediaRequest } from '../../core/call/control/api.ts';
import type { DetachedMedia as Hold, Media } from '../../core/media/api.ts';
import { combine } from '../../core/media/combined.ts';
import type { BandwidthControls, CallMedia, DSCPControls } from './call-types.ts';
import { CREATE_CODES, refuse } from './errors.ts';

/** What a call takes, and what was opened for it, to be let go of once it has its share. */
export interface Gathered {
  options: Pick<CoreOptions, 'audio' | 'video' | 'media'>;
  dispose(): void;
}

/** The holds of the app's detached media. */
function holdsOf(media: Media, { medias = [] }: CallMedia, operation: string): Hold[] {
  return medias.map((detached) => {
    const hold = media.get(detached?.media?.id);
    if (!hold) throw refuse(CREATE_CODES.CALL_INVALID_PARAM, operation, 'the detached media is unknown or was disposed of');
    return hold;
  });
}

/** As the core takes it in mid-call. */
export function requestOf(media: Media, request: CallMedia = {}, operation: string): MediaRequest {
  const { audio, audioOptions, video, videoOptions, screen, screenOptions } = request;
  return {
    ...(audio && { audio: audioOptions ?? true }),
    ...(video && { video: videoOptions ?? true }),
    ...(screen && { screen: screenOptions ?? true }),
    medias: holdsOf(media, request, operation),
  };
}

export const limitsOf = (options: { bandwidth?: BandwidthControls; dscpControls?: DSCPControls } = {}): MediaLimits => {
  const { bandwidth, dscpControls: dscp } = options;
  return {
    ...(bandwidth && { bandwidth }),
    ...(dscp && { priority: { audio: dscp.audioNetworkPriority, video: dscp.videoNetworkPriority, screen: dscp.screenNetworkPriority } }),
  };
};

/** What a call begins with: sound always, and one picture, from the camera or of a screen (NOTES A61). Rejects with `call:7`, or as the core does. */
export async function gather(media: Media, request: CallMedia = {}, operation: string): Promise<Gathered> {
  const { audio = false, audioOptions, video = false, videoOptions, screen = false, screenOptions } = request;
  const bad = (reason: string) => refuse(CREATE_CODES.CALL_INVALID_PARAM, operation, reason);
  const holds = holdsOf(media, request, operation);
  const voices = holds.filter((hold) => hold.audioTrack && hold.type !== 'screen');
  const pictures = holds.filter((hold) => hold.videoTrack);
  if (voices.length + Number(audio) === 0) throw bad('there is no call without audio');
  if (voices.length + Number(audio) > 1) throw bad('there is one source of audio');
  if (pictures.length + Number(video) + Number(screen) > 1) throw bad('a call begins with one picture; another one can be added later');
  const [voice, picture] = [voices[0], pictures[0]];
  if (!voice && !picture && !screen) {
    return { options: { audio: audioOptions ?? true, video: video && (videoOptions ?? true) }, dispose: () => {} };
  }
  const opened: Hold[] = [];
  const own = async (opening: Promise<Hold>) => {
    const hold = await opening;
    opened.push(hold);
    return hold;
  };
  const dispose = () => {
    for (const hold of opened) hold.dispose();
  };
  try {
    // the screen first: the browser wants the gesture fresh
    const shown =
      picture ?? (screen ? await own(media.openScreen(screenOptions)) : video ? await own(media.open({ video: videoOptions ?? true })) : undefined);
    const heard = voice ?? (await own(media.open({ audio: audioOptions ?? true })));
    const whole = shown && shown !== heard ? combine(heard, shown) : heard;
    return { options: { audio: true, video: shown !== undefined, media: whole }, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
