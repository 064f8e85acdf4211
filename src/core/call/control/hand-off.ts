import { linkOf } from '../take-over.ts';
import type { Action, Control } from './control.ts';

const WATCHED = Symbol.for('earshot/hand-off');

/**
 * A code and a link, good once and for a short while, by which another device of the same user takes the call over. The call is over here as
 * `answered_elsewhere` when it has. A new one voids the one before.
 */
export const handOff: Action<'handOff'> = async (control) => {
  const { call, parts } = control;
  control.liveLeg('hand the call over');
  const { code, expires_at } = await parts.connection.request('call.handoff', { call_id: call.id }, { retry: true });
  control.keep(WATCHED, () => watch(control));
  const page = globalThis.location?.href ?? '';
  return {
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
    url: linkOf(code, page),
    expiresAtMs: expires_at - parts.connection.clockOffsetMs,
  };
};

/** Whatever changes at the server may be that another device has it: asks, instead of waiting for the next beat. */
function watch({ call }: Control): () => void {
  let { version } = call;
  const off = call.on('change', () => {
    if (call.ended) off();
    else if (call.version > version) {
      version = call.version;
      call.driver?.online();
    }
  });
  return off;
}
