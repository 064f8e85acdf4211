import { EarshotError } from '../../protocol/index.ts';
import type { Verification } from './api.ts';
import type { Action, Control } from './control.ts';
import { EMOJI, WORDS } from './verify-words.ts';

const OPERATION = 'verify the call';
/** Of each. */
const SHOWN = 4;
/** Weaker ones could be met by a certificate that was made to (RFC 8122, 5). */
const STRONG = /^sha-(256|384|512)$/;

/**
 * Four words (40 bits) and four emoji (32 others) from the SHA-256 of both sides' DTLS fingerprints, sorted. Whoever sits between has two
 * certificates of his own in the place of ours, and cannot make both sides show the same. Says it of the peer connection of now, once that is up: after the
 * page of either side was reloaded there is another one (`peerConnection`), and other words.
 */
export const verify: Action<'verify'> = async (control) => verificationOf(fingerprintsOf(await agreed(control), control.call.id));

/** Both, as they stand in the descriptions. Rejects what would let more than one certificate pass: somebody between could add his own on both sides. */
export function fingerprintsOf(peer: Pick<RTCPeerConnection, 'localDescription' | 'remoteDescription'>, callId: string): [string, string] {
  const [ours, theirs] = [peer.localDescription, peer.remoteDescription].map((description) => {
    const found = new Set<string>();
    for (const [, algorithm = '', value = ''] of (description?.sdp ?? '').matchAll(/^a=fingerprint:\s*(\S+)\s+(\S+)\s*$/gim))
      found.add(`${algorithm.toLowerCase()} ${value.toUpperCase()}`);
    const [only] = found;
    if (found.size !== 1 || !only || !STRONG.test(only.split(' ', 1)[0] as string))
      throw new EarshotError('call:bad-sdp', OPERATION, 'each side must name one certificate, by a strong hash', { callId });
    return only;
  });
  return [ours as string, theirs as string];
}

/** The same whoever of the two asks. */
export async function verificationOf(fingerprints: readonly [string, string]): Promise<Verification> {
  const text = ['earshot verify 1', ...[...fingerprints].sort()].join('\n');
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const words = Array.from({ length: SHOWN }, (_, i) => {
    const at = (((bytes[2 * i] as number) << 8) | (bytes[2 * i + 1] as number)) % WORDS.length; // of 2^16 into 2^10: no word is likelier
    return WORDS[at] as string;
  });
  const emoji = Array.from({ length: SHOWN }, (_, i) => EMOJI[bytes[2 * SHOWN + i] as number] as string);
  return { words, emoji };
}

/** The peer connection, once both sides have agreed and there is a path; DTLS itself takes no certificate but the described one. Rejects when the call ends before. */
function agreed(control: Control): Promise<RTCPeerConnection> {
  const { call } = control;
  control.liveLeg(OPERATION);
  return new Promise((resolve, reject) => {
    const undo: (() => void)[] = [];
    const look = () => {
      const peer = call.driver?.negotiator?.peer;
      const up = call.mediaState === 'connected' || call.mediaState === 'completed';
      if (!call.ended && !(up && peer?.localDescription && peer.remoteDescription)) return;
      for (const off of undo.splice(0)) off();
      if (call.ended || !peer) reject(new EarshotError('call:ended', OPERATION, undefined, { callId: call.id }));
      else resolve(peer);
    };
    undo.push(call.on('change', look), call.on('media-state', look));
    look();
  });
}
