import { mosOf } from '../base/mos.ts';
import type { MediaEngine } from '../media/api.ts';
import type { IceServer } from '../protocol/index.ts';
import type { DiagnoseOptions } from './api.ts';
import type { Chain } from './chain.ts';
import { type LineSample, sampleOf } from './line-sample.ts';
import type { DoctorMedia, DoctorParts, Outcome } from './ports.ts';
import { type Scope, TimeUp } from './scope.ts';

/** A call of this page with itself: through the relay where `relays` names one, else straight. Synthetic sound without a `microphone`. */
export async function checkLoopback(
  chain: Chain,
  parts: DoctorParts,
  { engine }: DoctorMedia,
  relays: IceServer[],
  microphone: MediaStreamTrack | undefined,
  options: DiagnoseOptions,
): Promise<void> {
  if (!engine.supported) return chain.skip('loopback', 'The browser has no WebRTC.');
  const { settings, clock } = parts;
  const measureMs = options.loopbackMs ?? settings.doctorLoopbackMs;
  const relayed = relays.length > 0;
  // browsers hide the addresses of the machine until the page has a microphone: a straight path may then fail for that reason alone
  const broken: Outcome =
    relayed || microphone
      ? {
          state: 'failed',
          cause: 'network:no-media',
          finding: `No sound came back ${relayed ? 'through the relay' : 'over a direct path'}.`,
          error: 'call:media-failed',
        }
      : { state: 'skipped', finding: 'A direct path cannot be tried before the microphone is allowed.' };
  const figures = { relayed: relayed ? 1 : 0 };
  await chain.run('loopback', measureMs + 2 * settings.doctorStepMs, { ...broken, figures }, async (scope) => {
    const track = microphone ?? (await tone(engine, scope, settings.doctorStepMs));
    if (!track) return { state: 'skipped', finding: 'The browser lets the page make sound only after a click on it.' };
    const config: RTCConfiguration = relayed ? { iceServers: relays, iceTransportPolicy: 'relay' } : {};
    const [near, far] = await scope.within(settings.doctorStepMs, connect(engine, scope, config, track));
    const start = await sampleOf(near, far);
    const startMs = clock.now();
    await scope.wait(measureMs);
    const end = await sampleOf(near, far);
    const measured = lineOf(start, end, clock.now() - startMs);
    if (measured.packets === 0) return { ...broken, figures };
    const poor = measured.mos < settings.doctorPoorMos;
    const way = relayed ? 'through the relay' : 'over a direct path';
    return {
      ...(poor ? { state: 'warned', cause: 'network:poor' } : { state: 'passed' }),
      finding: poor ? `Sound comes back ${way}, but badly.` : `Sound comes back ${way}.`,
      figures: { ...figures, ...measured },
    };
  });
}

/** What passed between two samples. */
function lineOf(start: LineSample, end: LineSample, elapsedMs: number) {
  const packets = end.packets - start.packets;
  const lost = Math.max(0, end.lost - start.lost);
  const lossPercent = packets + lost > 0 ? (100 * lost) / (packets + lost) : 0;
  const { jitterMs, roundTripMs = Number.NaN, availableKbps = Number.NaN } = end;
  return {
    packets,
    lossPercent,
    jitterMs,
    roundTripMs,
    bitrateKbps: (8 * (end.bytes - start.bytes)) / elapsedMs,
    availableKbps,
    mos: mosOf({ roundTripMs: end.roundTripMs ?? 0, jitterMs, lossPercent }),
  };
}

/** Two connected peers in this page, the first one sending. Never resolves where they do not meet. */
async function connect(engine: MediaEngine, scope: Scope, config: RTCConfiguration, track: MediaStreamTrack) {
  const peer = () => {
    const made = engine.createPeerConnection(config);
    scope.own(() => made.close());
    return made;
  };
  const [near, far] = [peer(), peer()];
  const met = new Promise<void>((resolve) => {
    near.oniceconnectionstatechange = () => /connected|completed/.test(near.iceConnectionState) && resolve();
  });
  const transceiver = near.addTransceiver('audio', { direction: 'sendonly' });
  await transceiver.sender.replaceTrack(track);
  let described: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    described = resolve;
  });
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const)
    from.onicecandidate = ({ candidate }) => {
      // what does not parse is told by the connection that is not made
      if (candidate) void ready.then(() => to.addIceCandidate(candidate.toJSON())).catch(() => {});
    };
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription!);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription!);
  described();
  await met;
  return [near, far] as const;
}

/** A soft tone that is sent and never heard. Undefined where the browser wants a gesture first. */
async function tone(engine: MediaEngine, scope: Scope, limitMs: number): Promise<MediaStreamTrack | undefined> {
  const context = engine.createAudioContext();
  scope.own(() => void context.close().catch(() => {}));
  if (context.state !== 'running')
    await scope.within(limitMs, context.resume()).catch((error: unknown) => {
      if (!(error instanceof TimeUp)) throw error;
    });
  if (context.state !== 'running') return undefined;
  const source = new OscillatorNode(context, { frequency: 440 });
  const volume = new GainNode(context, { gain: 0.1 });
  const end = context.createMediaStreamDestination();
  source.connect(volume).connect(end);
  source.start();
  const track = end.stream.getAudioTracks()[0];
  scope.own(() => track?.stop());
  return track;
}
