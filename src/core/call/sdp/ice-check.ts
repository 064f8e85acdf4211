import type { CollectedCandidate, IceCollectionCheck } from './api.ts';
import { attribute, kindOf, split } from './lines.ts';

/**
 * The default rule (RB-ct-25). Gathering is complete: go if there is any candidate, else end. Before the ideal time: go when every medium has a relayed candidate of
 * every TURN server. Before the longest: when every medium has one of any. After it: with any candidate, else end. Without TURN servers the first two say
 * nothing.
 */
export const defaultIceCheck: IceCollectionCheck = (info, { iceCollectionIdealTimeout, iceCollectionMaxTimeout }) => {
  const { iceCandidates, iceCollectionDuration: took, iceGatheringState, rtcPeerConnectionConfig, rtcLocalSessionDescription } = info;
  const go = { type: 'StartCall' } as const;
  const end = { type: 'Error', error: 'no candidates were found' } as const;
  if (iceGatheringState === 'complete' || took >= iceCollectionMaxTimeout) return iceCandidates.length > 0 ? go : end;
  const turns = turnServers(rtcPeerConnectionConfig);
  const ideal = took < iceCollectionIdealTimeout;
  const enough = pathsOf(rtcLocalSessionDescription, rtcPeerConnectionConfig.bundlePolicy).every((path) => {
    const relayed = iceCandidates.filter(
      (candidate) => isRelayed(candidate) && (candidate.sdpMid === path.mid || candidate.sdpMLineIndex === path.index),
    );
    if (!ideal) return relayed.length > 0;
    const by = new Set(relayed.map(({ url }) => url && serverOf(url)));
    // a browser that does not tell by which server: as many as there are
    return by.has(undefined) || by.has(null) || by.has('') ? relayed.length >= turns.size : [...turns].every((server) => by.has(server));
  });
  if (turns.size > 0 && enough) return go;
  return { type: 'Wait', wait: (ideal ? iceCollectionIdealTimeout : iceCollectionMaxTimeout) - took };
};

/** Some browsers leave out `type`. */
const isRelayed = ({ type, candidate }: CollectedCandidate): boolean => (type ?? / typ (\w+)/.exec(candidate)?.[1]) === 'relay';

const turnServers = ({ iceServers = [] }: RTCConfiguration): Set<string> =>
  new Set(
    iceServers
      .flatMap(({ urls }) => urls)
      .filter((url) => /^turns?:/i.test(url))
      .map(serverOf),
  );

/** One server in one form: with its port and transport (RFC 7065). */
function serverOf(url: string): string {
  const [, scheme = '', host = '', port, transport] = /^(turns?|stuns?):(\[[^\]]*\]|[^:?]*)(?::(\d+))?(?:\?transport=(\w+))?/i.exec(url) ?? [];
  const secure = scheme.toLowerCase() === 'turns';
  return [scheme, host, port ?? (secure ? 5349 : 3478), transport ?? (secure ? 'tcp' : 'udp')].join(' ').toLowerCase();
}

/** The media that need candidates: of those that share a path, the first (RFC 9143, 7.1). */
function pathsOf(sdp: string, policy: RTCBundlePolicy | undefined): { mid: string | undefined; index: number }[] {
  const { session, media } = split(sdp);
  const answered = media.every((section) => /^a=setup:(active|passive)$/m.test(section.join('\n')));
  const [tag, ...others] =
    policy === 'max-bundle' || answered
      ? (attribute(session, 'group')
          ?.match(/^BUNDLE (.*)$/)?.[1]
          ?.split(' ') ?? [])
      : [];
  return media
    .map((section, index) => ({ section, index, mid: attribute(section, 'mid') }))
    .filter(({ section }) => kindOf(section) !== '' && !/^m=\S+ 0 /.test(section[0] ?? '') && !section.includes('a=bundle-only'))
    .filter(({ mid }) => mid === undefined || mid === tag || !others.includes(mid));
}
