import { mediaOf } from '../media/index.ts';
import { Leg, type LegDeps } from './leg.ts';
import { place } from './leg-setup.ts';
import type { CallEngine, CallHost, CallParts } from './ports.ts';

/** Everything of a call that needs WebRTC. */
export function createEngine(parts: CallParts, host: CallHost): CallEngine {
  const media = mediaOf(parts.client);
  let disposed = false;
  // that a call can begin is known before it is asked for: the first look at the devices takes the time of opening one
  void media.permission('microphone').then((state) => {
    if (state === 'granted') media.refreshDevices().catch(() => {});
  });
  const store = async () => {
    const { LegStore } = await import('./leg-store.ts');
    deps.kept ??= new LegStore(parts);
    return deps.kept;
  };
  const ready = async () => {
    const { ReadyPeer } = await import('./ready-peer.ts');
    if (!disposed) deps.ready ??= new ReadyPeer(media.engine, parts.clock, parts.settings.readyPeerMs, () => media.offered !== undefined);
    return deps.ready;
  };
  const rest = () => {
    if (deps.ready || media.offered)
      ready().then(
        (peers) => peers?.rest(),
        () => {}, // the next call makes its own
      );
  };
  const deps: LegDeps = { parts, host, media, store, rest };
  return {
    ready: () =>
      Object.keys(parts.callConfig).length && !deps.Shaper
        ? import('./sdp/shaper.ts').then(({ Shaper }) => {
            deps.Shaper = Shaper;
          })
        : undefined,
    async warm() {
      if (media.engine.supported && !deps.Shaper) (await ready())?.prepare();
    },
    place: (call, options) => place(new Leg(call, deps), deps, options),
    ring: (call) => new Leg(call, deps).ring(),
    claim: async (callId) => (await store()).claim(callId),
    dispose() {
      disposed = true;
      deps.ready?.dispose();
      deps.ready = undefined;
    },
    resume: (call, release, stored) => new Leg(call, deps).takeBack(release, stored),
  };
}
