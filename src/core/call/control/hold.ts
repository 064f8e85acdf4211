import { asEarshotError, EarshotError } from '../../protocol/index.ts';
import type { Action, Control } from './control.ts';

const MUSIC = Symbol.for('earshot/hold-music');

const set = (control: Control, held: boolean): Promise<void> => {
  const { call } = control;
  const leg = control.liveLeg(held ? 'hold the call' : 'take the call off hold');
  if (held === call.localHold && call.operations.length === 0) return Promise.resolve();
  return control.operations.run(
    held ? 'hold' : 'unhold',
    async (running) => {
      if (held === call.localHold) return;
      turn(control, held);
      await running.heard();
    },
    () => {
      if (call.ended) return;
      if (held) staySilent(control);
      turn(control, leg === call.driver && !held);
    },
  );
};

/** Whoever asked for a hold does not expect to be heard: when it is taken back the microphone stays silent until he switches it on, and he is told. */
function staySilent({ call }: Control): void {
  call.setMuted(true);
  const why = 'the other side did not confirm it; the microphone is muted';
  call.trouble(new EarshotError('call:operation-timeout', 'hold the call', why, { callId: call.id }));
}

/** Says so, and lets the far side hear music meanwhile, if the app has some. */
function turn(control: Control, held: boolean): void {
  const { call } = control;
  if (held === call.localHold) return;
  control.liveLeg('hold the call').setHold(held);
  if (held) playMusic(control);
}

/** The far side, which we hold, hears the music of the app, if there is some. */
export function playMusic(control: Control): void {
  const { call } = control;
  const holdMusic = control.parts.client.calls?.holdMusic;
  if (holdMusic === undefined) return;
  // the hold does not wait for it: until it is there, and when it does not come, there is silence
  import('./hold-music.ts')
    .then(({ playHoldMusic }) => control.keep(MUSIC, () => playHoldMusic(control)).play(holdMusic))
    .catch((error: unknown) => call.trouble(asEarshotError(error, 'media:failed', 'play music on hold')));
}

export const hold: Action<'hold'> = (control) => set(control, true);
export const unhold: Action<'unhold'> = (control) => set(control, false);
