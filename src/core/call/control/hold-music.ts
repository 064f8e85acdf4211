import { EarshotError } from '../../protocol/index.ts';
import type { Control } from './control.ts';
import { recorderOf } from './report.ts';
import { sendInstead } from './send-instead.ts';

/** What plays while we hold. */
export interface HoldMusic {
  /** From now until the call is taken off hold; rejects when it cannot be heard. */
  play(music: string | MediaStreamTrack): Promise<void>;
}

/** What one piece of music needs while it plays. */
interface Playing {
  track: MediaStreamTrack;
  stop(): void;
}

/** Sends music in the place of the microphone while we hold; a mute concerns the microphone alone. */
export function playHoldMusic(control: Control): HoldMusic {
  const { call } = control;
  let turn = 0;
  return {
    async play(music) {
      const mine = ++turn;
      const wanted = () => mine === turn && call.localHold && !call.ended;
      if (!wanted()) return;
      const started = recorderOf(call)?.note('START_MOH');
      const playing = await (typeof music === 'string' ? open(control, music) : Promise.resolve({ track: music, stop: () => {} })).catch(
        (error: EarshotError) => {
          started?.(error);
          throw error;
        },
      );
      started?.();
      if (!wanted()) return playing.stop();
      const undo = sendInstead(control.liveLeg('play music on hold').media, playing.track);
      const off = call.on('change', () => {
        if (wanted()) return;
        off();
        const stopped = recorderOf(call)?.note('STOP_MOH');
        void undo().then(() => {
          playing.stop();
          stopped?.();
        });
      });
    },
  };
}

/** A file, over and over. */
async function open({ media, call }: Control, url: string): Promise<Playing> {
  const operation = 'play music on hold';
  const response = await fetch(url).catch((cause: unknown) => {
    throw new EarshotError('media:failed', operation, 'the music could not be loaded', { callId: call.id, cause });
  });
  if (!response.ok) throw new EarshotError('media:failed', operation, `its address answered ${response.status}`, { callId: call.id });
  const context = media.engine.createAudioContext();
  const stop = () => void context.close().catch(() => {});
  try {
    const buffer = await context.decodeAudioData(await response.arrayBuffer());
    const out = context.createMediaStreamDestination();
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    source.connect(out);
    source.start();
    void context.resume(); // a page in a call has had its gesture
    return { track: out.stream.getAudioTracks()[0] as MediaStreamTrack, stop };
  } catch (cause) {
    stop();
    throw new EarshotError('media:failed', operation, 'the browser cannot play it', { callId: call.id, cause });
  }
}
