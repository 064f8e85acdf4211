import { mediaOf } from '../media/index.ts';
import { Leg, type LegDeps } from './leg.ts';
import { place } from './leg-setup.ts';
import { LegStore } from './leg-store.ts';
import type { CallEngine, CallHost, CallParts } from './ports.ts';
import { ReadyPeer } from './ready-peer.ts';

/** Everything of a call that needs WebRTC. */
export function createEngine(parts: CallParts, host: CallHost): CallEngine {
  const media = mediaOf(parts.client);
  const store = new LegStore(parts);
  const ready = new ReadyPeer(media.engine, parts.clock, parts.settings.readyPeerMs, () => media.offered !== undefined);
  const deps: LegDeps = { parts, host, media, store, ready };
  return {
    ready: () =>
      Object.keys(parts.callConfig).length && !deps.Shaper
        ? import('./sdp/shaper.ts').then(({ Shaper }) => {
            deps.Shaper = Shaper;
          })
        : undefined,
    warm() {
      if (media.engine.supported && !deps.Shaper) ready.prepare();
    },
    place: (call, options) => place(new Leg(call, deps), deps, options),
    ring: (call) => new Leg(call, deps).ring(),
    claim: (callId) => store.claim(callId),
    dispose: () => ready.dispose(),
    resume: (call, release, stored) => new Leg(call, deps).takeBack(release, stored),
  };
}
