import { join, split } from './lines.ts';

/** Says nothing of media that share a path (RFC 9143), so that none do (RB-cfg-42). */
export function removeBundling(sdp: string): string {
  const { session, media } = split(sdp);
  const kept = (lines: string[]) => lines.filter((line) => !line.startsWith('a=group:BUNDLE') && line !== 'a=bundle-only');
  return join({ session: kept(session), media: media.map(kept) });
}
