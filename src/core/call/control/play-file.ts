import { EarshotError } from '../../protocol/index.ts';
import { beside } from './beside.ts';
import type { Action, Control } from './control.ts';
import { sendInstead } from './send-instead.ts';

/**
 * Sends a file in the place of the microphone until it ends; what is the microphone then is sent again (RB-call-39). While either side holds, it plays on
 * unheard. Rejects with `call:wrong-state` without sound of ours, `call:held`, `call:operation-conflict` while another one plays, `media:failed` when it cannot
 * be fetched or decoded.
 */
export const playAudioFile: Action<'playAudioFile'> = async (control, url, { onPlaying } = {}) => {
  const { call } = control;
  const operation = 'play the file';
  const { media } = control.liveLeg(operation);
  const refuse = (code: 'call:held' | 'call:wrong-state' | 'call:operation-conflict', why?: string): never => {
    throw new EarshotError(code, operation, why, { callId: call.id });
  };
  if (call.state === 'on_hold') refuse('call:held');
  if (!media.voice) refuse('call:wrong-state', 'no sound of ours is in the call');
  if (call.operations.some(({ type, isLocal }) => isLocal && type === 'playAudioFile')) refuse('call:operation-conflict');
  await beside(control, 'playAudioFile', async (over) => {
    const context = control.media.engine.createAudioContext();
    try {
      const file = await read(url, context, over);
      if (!over.aborted) await play(control, context, file, over, onPlaying);
    } finally {
      await context.close().catch(() => {});
    }
  });
};

async function read(url: string, context: AudioContext, over: AbortSignal): Promise<AudioBuffer> {
  try {
    const response = await fetch(url, { signal: over });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await context.decodeAudioData(await response.arrayBuffer());
  } catch (error) {
    throw new EarshotError('media:failed', 'play the file', error instanceof Error ? error.message : undefined, { cause: error });
  }
}

async function play(
  control: Control,
  context: AudioContext,
  file: AudioBuffer,
  over: AbortSignal,
  onPlaying: ((playing: { durationMs: number }) => void) | undefined,
): Promise<void> {
  const { call } = control;
  const out = context.createMediaStreamDestination();
  const source = context.createBufferSource();
  source.buffer = file;
  source.connect(out);
  const track = out.stream.getAudioTracks()[0] as MediaStreamTrack;
  const hush = () => {
    track.enabled = !call.localHold && !call.remoteHold;
  };
  hush();
  const stopHushing = call.on('change', hush);
  const { media } = control.leg('play the file');
  const restore = sendInstead(media, track);
  try {
    if (context.state !== 'running') await Promise.race([context.resume(), aborted(over)]);
    const ended = new Promise<void>((resolve) => {
      source.onended = () => resolve();
    });
    source.start();
    onPlaying?.({ durationMs: file.duration * 1000 });
    await Promise.race([ended, aborted(over)]);
  } finally {
    stopHushing();
    source.onended = null;
    source.disconnect();
    await restore();
    track.stop();
    if (!over.aborted) restored(control);
  }
}

/** A microphone that could not be put back would stay open for nobody: it is let go, and that is told (RB-call-41). */
function restored(control: Control): void {
  const { call } = control;
  const leg = control.leg('play the file');
  const { voice } = leg.media;
  const sent = leg.negotiator?.peer.getTransceivers().some(({ sender }) => sender.track === voice);
  if (!voice || sent) return;
  const hold = control.media.get(control.media.track(voice.id)?.mediaId ?? '');
  hold?.lose?.('audio');
  throw new EarshotError('media:failed', 'play the file', 'the microphone could not be put back', { callId: call.id });
}

const aborted = (over: AbortSignal): Promise<void> => new Promise((resolve) => over.addEventListener('abort', () => resolve(), { once: true }));
