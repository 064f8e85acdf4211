import { asEarshotError, EarshotError } from '../../protocol/index.ts';
import type { Control } from './control.ts';

/**
 * Resolves when `done` is true of the peer connection of now, looking whenever both sides have agreed on new descriptions. Rejects when that
 * fails, or the call ends. A glare costs a round more; a reloaded far side, a new peer connection: it goes on with that.
 */
export function agreement(control: Control, signal: AbortSignal, done: (peer: RTCPeerConnection) => boolean): Promise<void> {
  const { call } = control;
  return new Promise((resolve, reject) => {
    let offs: (() => void)[] = [];
    let bound = call.driver?.negotiator;
    const leave = () => {
      for (const off of [...offs, watch]) off();
      offs = [];
    };
    const fail = (error: unknown) => {
      leave();
      reject(asEarshotError(error, 'call:media-failed', 'agree on media'));
    };
    const bind = () => {
      bound = call.driver?.negotiator;
      for (const off of offs.splice(0)) off();
      if (bound) offs = [bound.on('agreed', look), bound.on('error', fail)];
    };
    const look = () => {
      if (call.ended) return fail(new EarshotError('call:ended', 'agree on media', undefined, { callId: call.id }));
      if (bound !== call.driver?.negotiator) bind();
      if (!bound || !done(bound.peer)) return;
      leave();
      resolve();
    };
    const watch = call.on('change', look);
    signal.addEventListener('abort', leave, { once: true });
    bind();
    look();
  });
}
