import type { Action, Control } from './control.ts';

const set = (control: Control, held: boolean): Promise<void> => {
  const leg = control.liveLeg(held ? 'hold the call' : 'take the call off hold');
  if (held === control.call.localHold) return Promise.resolve();
  return control.operations.run(held ? 'hold' : 'unhold', async () => {
    leg.setHold(held);
  });
};

export const hold: Action<'hold'> = (control) => set(control, true);
export const unhold: Action<'unhold'> = (control) => set(control, false);
