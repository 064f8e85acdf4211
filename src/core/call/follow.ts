import type { CallObject } from './call.ts';
import type { CallDriver } from './ports.ts';

/** Listens as soon as one side of a call has a stream, and anew whenever its tracks change, until undone or over. */
export function follow(call: CallObject, side: 'local' | 'remote', listen: (driver: CallDriver) => () => void): () => void {
  let stop: (() => void) | undefined;
  let wanted = !call.ended;
  const begin = () => {
    if (!wanted || stop || !call.driver) return;
    if (side === 'local' ? call.localStream : call.remoteStream) stop = listen(call.driver);
  };
  const restart = call.on('tracks', () => {
    stop?.();
    stop = undefined;
    begin();
  });
  const watch = call.on('change', begin);
  const undo = () => {
    wanted = false;
    restart();
    watch();
    over();
    stop?.();
    stop = undefined;
  };
  const over = call.on('state', (state) => state === 'ended' && undo());
  begin();
  return undo;
}
