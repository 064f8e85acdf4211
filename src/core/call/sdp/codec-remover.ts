import type { CodecSelector, SdpHandler } from './api.ts';
import { join, kindOf, split } from './lines.ts';

/** Formats that carry no media of their own: a medium that has only these left could not be heard or seen. */
const HELPERS = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'telephone-event', 'cn']);

/**
 * Makes a handler that takes codecs out of offers and answers (RB-sdp-01), with what repairs or doubles them. A medium that would be left without any codec
 * keeps all of its own.
 */
export function createCodecRemover(codecs: readonly (string | CodecSelector)[]): SdpHandler {
  const selectors = codecs.map((codec) => {
    const { name, fmtpParams = [] } = typeof codec === 'string' ? { name: codec } : codec;
    return { name: name.toLowerCase(), fmtpParams: fmtpParams.map((parameter) => parameter.trim().toLowerCase()) };
  });
  return (sdp) => {
    const { session, media } = split(sdp);
    return join({ session, media: media.map((section) => without(section, selectors)) });
  };
}

function without(section: string[], selectors: readonly Required<CodecSelector>[]): string[] {
  const [head = '', ...lines] = section;
  if (kindOf(section) !== 'audio' && kindOf(section) !== 'video') return section;
  const [medium, port, protocol, ...types] = head.split(' ');
  const names = new Map<string, string>();
  const parameters = new Map<string, string[]>();
  for (const line of lines) {
    const [, attribute, type = '', rest = ''] = /^a=(rtpmap|fmtp):(\d+) (.*)$/.exec(line) ?? [];
    if (attribute === 'rtpmap') names.set(type, rest.split('/')[0]?.toLowerCase() ?? '');
    else if (attribute === 'fmtp')
      parameters.set(
        type,
        rest.split(';').map((parameter) => parameter.trim().toLowerCase()),
      );
  }
  const of = (type: string) => parameters.get(type) ?? [];
  const removed = new Set(
    types.filter((type) => selectors.some(({ name, fmtpParams }) => names.get(type) === name && fmtpParams.every((one) => of(type).includes(one)))),
  );
  if (removed.size === 0) return section;
  for (const type of types) {
    const name = names.get(type);
    // RFC 4588: what is repaired stands in `apt`; RFC 2198: what is doubled, with slashes between
    const about =
      name === 'rtx' ? of(type).flatMap((one) => /^apt=(\d+)$/.exec(one)?.[1] ?? []) : name === 'red' ? (of(type)[0]?.split('/') ?? []) : [];
    if (about.some((one) => removed.has(one))) removed.add(type);
  }
  // repair of what doubles: gone with it
  for (const type of types) if (of(type).some((one) => one.startsWith('apt=') && removed.has(one.slice(4)))) removed.add(type);
  const left = types.filter((type) => !removed.has(type));
  if (left.every((type) => HELPERS.has(names.get(type) ?? ''))) return section;
  const kept = lines.filter((line) => !removed.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1] ?? ''));
  return [[medium, port, protocol, ...left].join(' '), ...kept];
}
