import type { Bandwidth } from '../control/api.ts';
import { join, kindOf, split } from './lines.ts';

/** Of a limit for the whole call, sound gets this much at most where there is a picture too, in kbit/s. */
const SOUND_SHARE = 64;

/** Writes how much we want to receive into a description that we send (RFC 8866, 5.8; RFC 3890): the far side keeps to it. */
export function limitBandwidth(sdp: string, { call, audio, video }: Bandwidth): string {
  const { session, media } = split(sdp);
  const seen = media.some((section) => kindOf(section) === 'video');
  const sound = audio ?? (call === undefined ? undefined : seen ? Math.min(SOUND_SHARE, call / 2) : call);
  // browsers read the lines of a medium alone, so that what is said of the call is divided
  const picture = video ?? (call === undefined ? undefined : Math.max(1, call - (sound ?? 0)));
  const limits: Record<string, number | undefined> = { audio: sound, video: picture };
  return join({ session: limited(session, call), media: media.map((section) => limited(section, limits[kindOf(section)])) });
}

function limited(section: string[], limit: number | undefined): string[] {
  const lines = section.filter((line) => !/^b=(AS|TIAS):/.test(line));
  if (limit === undefined) return lines;
  // after the title and the connection, before all that is repeated, keys and attributes
  const at = lines.findIndex((line) => /^[btrzka]=/.test(line));
  lines.splice(at < 0 ? lines.length : at, 0, `b=AS:${Math.round(limit)}`, `b=TIAS:${Math.round(limit * 1000)}`);
  return lines;
}
