import { createCodecRemover as remover } from '../../core/call/sdp/codec-remover.ts';
import type { CodecSelector, SdpHandlerFunction } from './sdp-types.ts';

/** Makes a handler that drops codecs from offers and answers; a bare string is a name (RB-sdp-01, RB-sdp-02). */
export function createCodecRemover(codecs: readonly (string | CodecSelector)[]): SdpHandlerFunction {
  const remove = remover(codecs);
  return (newSdp, info, originalSdp) => ({ ...newSdp, sdp: remove(newSdp.sdp, info, originalSdp.sdp) });
}

export const sdpHandlers = { createCodecRemover };
