import { asEarshotError } from '../../protocol/index.ts';
import type { Action, Control } from './control.ts';

const MUSIC = Symbol.for('earshot/hold-music');

const set = (control: Control, held: boolean): Promise<void> => {
  const leg = control.liveLeg(held ? 'hold the call' : 'take the call off hold');
  if (held === control.call.localHold && control.call.operations.length === 0) return Promise.resolve();
  return control.operations.run(
    held ? 'hold' : 'unhold',
    async (running) => {
      if (held === control.call.localHold) return;
      turn(control, held);
      await running.heard();
    },
    () => {
      if (!control.call.ended) turn(control, leg === control.call.driver && !held);
    },
  );
};

/** Says so, and lets the far side hear music meanwhile, if the app has some. */
function turn(control: Control, held: boolean): void {
  const { call } = control;
  if (held === call.localHold) return;
  control.liveLeg('hold the call').setHold(held);
  const holdMusic = control.parts.client.calls?.holdMusic;
  if (!held || holdMusic === undefined) return;
  // the hold does not wait for it: until it is there, and when it does not come, there is silence
  import('./hold-music.ts')
    .then(({ playHoldMusic }) => control.keep(MUSIC, () => playHoldMusic(control)).play(holdMusic))
    .catch((error: unknown) => call.trouble(asEarshotError(error, 'media:failed', 'play music on hold')));
}

export const hold: Action<'hold'> = (control) => set(control, true);
export const unhold: Action<'unhold'> = (control) => set(control, false);
