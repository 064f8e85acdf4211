import { mediaOf } from '../media/index.ts';
import { Leg } from './leg.ts';
import { LegStore } from './leg-store.ts';
import type { CallEngine, CallHost, CallParts } from './ports.ts';

/** Everything of a call that needs WebRTC; a chunk of its own. */
export function createEngine(parts: CallParts, host: CallHost): CallEngine {
  const media = mediaOf(parts.client);
  const store = new LegStore(parts);
  return {
    warm() {
      if (!media.engine.supported) return;
      media.engine.createPeerConnection({}).close(); // the first one of a page costs a tenth of a second
    },
    place: (call, options) => new Leg(call, { parts, host, media, store }).place(options),
    ring: (call) => new Leg(call, { parts, host, media, store }).ring(),
    claim: (callId) => store.claim(callId),
    resume: (call, release) => new Leg(call, { parts, host, media, store }).takeBack(release),
  };
}
