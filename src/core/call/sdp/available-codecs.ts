import { EarshotError } from '../../protocol/index.ts';

export interface AvailableCodecs {
  kind: 'audio' | 'video';
  codecs: RTCRtpCodec[];
}

/** What this browser can send (RB-call-61). Rejects with `media:unsupported` where it does not tell. */
export async function getAvailableCodecs(kind: 'audio' | 'video'): Promise<AvailableCodecs> {
  const capabilities = globalThis.RTCRtpSender?.getCapabilities?.(kind);
  if (!capabilities) throw new EarshotError('media:unsupported', `list the codecs for ${kind}`);
  return { kind, codecs: capabilities.codecs };
}
