import { uuid } from '../../base/index.ts';
import type { DetachedMedia } from '../../media/index.ts';
import { EarshotError } from '../../protocol/index.ts';
import type { CallState } from '../api.ts';
import { defaultIceCheck } from '../sdp/ice-check.ts';
import { IceCollector } from '../sdp/ice-collector.ts';
import { defaultCollectionSettings } from '../sdp/settings.ts';
import type { CallInfo } from './api.ts';
import { beside } from './beside.ts';
import type { Action, Control } from './control.ts';

const OPERATION = 'send early media';
const SENDING = Symbol('early media that is sent');
const RECEIVING = Symbol('early media that is received');
/** The caller waits for an answer. */
const WAITING: ReadonlySet<CallState> = new Set(['initiated', 'ringing', 'early_media']);
const SDP_MAX = 60_000;

/** One stands at a time, on a connection of its own that knows nothing of the call's: whoever answers, here or elsewhere, begins as ever. */
interface Early {
  close: (() => void) | undefined;
}

/**
 * Sound or picture of a callee who has not answered: an announcement, a doorbell's camera. Until the call is answered or over; resolves when it flows. Our
 * addresses leave before the answer by this (P-15). Rejects with `call:wrong-state`, `call:refused` when the caller takes none, `request:invalid`
 * without media, `call:operation-conflict` while it flows already.
 */
export const sendEarlyMedia: Action<'sendEarlyMedia'> = async (control, given) => {
  const { call, media } = control;
  control.leg(OPERATION);
  const early = control.keep<Early>(SENDING, () => ({ close: undefined }));
  const source = given ?? media.offered;
  const refuse = (code: 'call:wrong-state' | 'call:operation-conflict' | 'request:invalid', why?: string) => {
    throw new EarshotError(code, OPERATION, why, { callId: call.id });
  };
  if (call.direction !== 'incoming' || call.state !== 'ringing') return refuse('call:wrong-state');
  if (early.close) return refuse('call:operation-conflict');
  if (!source?.stream.getTracks().length) return refuse('request:invalid', 'there is no media');
  early.close = () => {};
  try {
    await beside(control, 'sendEarlyMedia', () => send(control, early, source));
  } catch (error) {
    early.close?.();
    early.close = undefined;
    throw error;
  }
};

async function send(control: Control, early: Early, source: DetachedMedia): Promise<void> {
  const { call, media, parts } = control;
  const { clock, connection, settings } = parts;
  const id = uuid();
  const hold = source.share();
  const peer = media.engine.createPeerConnection({ ...configOf(control), iceServers: call.rung?.iceServers ?? [] });
  const tracks = hold.stream.getTracks();
  const uses = tracks.map((track) => media.used(track, { callId: call.id, remote: false, mediaId: hold.id }));
  let heard: (info: CallInfo) => void = () => {};
  const stops = [control.hear('early', (info) => info.id === id && heard(info)), call.on('state', () => early.close?.())];
  early.close = () => {
    early.close = undefined;
    for (const stop of [...stops, ...uses]) stop();
    peer.close();
    hold.dispose();
  };
  const replied = new Promise<CallInfo>((resolve, reject) => {
    heard = resolve;
    const timer = clock.setTimeout(
      () => reject(new EarshotError('call:operation-timeout', OPERATION, undefined, { callId: call.id })),
      settings.requestTimeoutMs,
    );
    stops.push(() => {
      clock.clearTimeout(timer);
      reject(new EarshotError('call:wrong-state', OPERATION, 'it rings no more', { callId: call.id }));
    });
  });
  replied.catch(() => {}); // told below, if anybody is still there
  for (const track of tracks) peer.addTransceiver(track, { direction: 'sendonly', streams: [hold.stream] });
  const sdp = await describe(control, peer);
  await connection.request('call.early', { call_id: call.id, info: { kind: 'early', id, sdp } }, { retry: true });
  const answer = await replied;
  if (!isSdp(answer.sdp)) throw new EarshotError('call:refused', OPERATION, undefined, { callId: call.id });
  await peer.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
  await flowing(control, peer);
}

/** On the caller's side: heard where the app wants it (RB-cfg-39), else refused. */
export function hearEarly(control: Control): void {
  const { call, parts } = control;
  control.hear('early', ({ id, sdp }) => {
    if (call.direction !== 'outgoing' || typeof id !== 'string' || id.length > 64 || !WAITING.has(call.state)) return;
    const early = control.keep<Early>(RECEIVING, () => ({ close: undefined }));
    const refuse = () => {
      if (!call.ended) control.tell({ kind: 'early', id });
    };
    if (!parts.callConfig.earlyMedia || early.close || !isSdp(sdp)) {
      refuse();
      return;
    }
    receive(control, early, id, sdp).catch((error: unknown) => {
      parts.log('warn', 'call', 'unable to receive early media', error);
      early.close?.();
      refuse();
    });
  });
}

async function receive(control: Control, early: Early, id: string, sdp: string): Promise<void> {
  const { call, media } = control;
  const peer = media.engine.createPeerConnection(configOf(control));
  const came: MediaStreamTrack[] = [];
  const own = control.leg('receive early media').media;
  const stop = call.on('state', (state) => WAITING.has(state) || early.close?.());
  early.close = () => {
    early.close = undefined;
    stop();
    peer.ontrack = peer.onconnectionstatechange = null;
    peer.close();
    if (!call.ended) for (const track of came) own.receive(track, true);
  };
  peer.ontrack = ({ track }) => {
    came.push(track);
    own.receive(track);
  };
  peer.onconnectionstatechange = () => {
    if (peer.connectionState === 'failed') early.close?.();
    if (peer.connectionState !== 'connected') return;
    own.play();
    call.move('early');
  };
  await peer.setRemoteDescription({ type: 'offer', sdp });
  control.tell({ kind: 'early', id, sdp: await describe(control, peer) });
}

/** Sets what is due, and gives it with its candidates: the server carries one message each way. */
async function describe(control: Control, peer: RTCPeerConnection): Promise<string> {
  const { clock, settings } = control.parts;
  const { iceCollectionIdealMs, iceCollectionMaxMs } = { ...defaultCollectionSettings, ...settings };
  const collector = new IceCollector({
    peer,
    clock,
    check: defaultIceCheck,
    timeouts: { iceCollectionIdealTimeout: iceCollectionIdealMs, iceCollectionMaxTimeout: iceCollectionMaxMs },
    callId: () => control.call.id,
    operation: () => OPERATION,
  });
  const over = control.call.on('state', () => peer.signalingState === 'closed' && collector.close());
  try {
    collector.begin();
    await peer.setLocalDescription();
    await collector.enough();
    return peer.localDescription?.sdp ?? '';
  } finally {
    over();
    collector.close();
  }
}

/** Resolves when the connection stands. */
function flowing(control: Control, peer: RTCPeerConnection): Promise<void> {
  const failed = new EarshotError('call:media-failed', OPERATION, undefined, { callId: control.call.id });
  return new Promise<void>((resolve, reject) => {
    const { clock, settings } = control.parts;
    const timer = clock.setTimeout(() => reject(failed), settings.requestTimeoutMs);
    const look = () => {
      if (peer.connectionState === 'connected') resolve();
      else if (peer.connectionState === 'failed' || peer.connectionState === 'closed') reject(failed);
      else return;
      clock.clearTimeout(timer);
    };
    peer.onconnectionstatechange = look;
    look();
  });
}

/** As the call's own connection, but for its identity. */
function configOf(control: Control): RTCConfiguration {
  const { certificates: _, ...config } = control.leg(OPERATION).negotiator?.peer.getConfiguration() ?? {};
  return config;
}

const isSdp = (sdp: unknown): sdp is string => typeof sdp === 'string' && sdp.startsWith('v=0') && sdp.length <= SDP_MAX;
