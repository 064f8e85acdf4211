import type { Unsubscribe } from '../../core/base/index.ts';
import type { Voice } from './voice.ts';

/** The two ends of a proxied call. Neither addresses the other, and each sees the proxy alone. */
export interface ProxiedCall {
  operator: string;
  customer: string;
  /** What goes to the recipient of a start in place of the sender's own data, as `{ operator_name }`. */
  data?: unknown;
}

export interface ProxyOptions {
  /** The call of a conversation; undefined: it is not on file, and the message is ignored (SF-21). */
  find(cid: string, iss: string): ProxiedCall | undefined | Promise<ProxiedCall | undefined>;
  /** A message could not be passed on. */
  onError?(error: unknown, cid: string): void;
}

/**
 * Makes this user the proxy between two others (SF-02): what comes from one goes to the other, in the order it came. What comes from anybody else is
 * ignored. Returns the undo.
 */
export function proxyCalls(voice: Voice, { find, onError = () => {} }: ProxyOptions): Unsubscribe {
  /** By conversation: a look-up that takes long must not let a stop overtake its start. */
  const lines = new Map<string, Promise<void>>();
  const pass = (iss: string, cid: string, send: (to: string, call: ProxiedCall) => Promise<boolean>): void => {
    const done = (lines.get(cid) ?? Promise.resolve())
      .then(async () => {
        const call = await find(cid, iss);
        if (call?.operator === iss) await send(call.customer, call);
        else if (call?.customer === iss) await send(call.operator, call);
      })
      .catch((error: unknown) => onError(error, cid))
      .then(() => {
        if (lines.get(cid) === done) lines.delete(cid);
      });
    lines.set(cid, done);
  };
  const offs = [
    voice.onStart((iss, cid, call_id, peer_info, data) =>
      pass(iss, cid, async (to, call) => {
        const started = await voice.start(to, cid, call_id, peer_info, call.data ?? data);
        // who lost against the other's start hears of that one; nobody else tells him of his own
        if (!started) await voice.busy(iss, cid, call_id);
        return started;
      }),
    ),
    voice.onAccept((iss, cid, call_id, peer_info, data) => pass(iss, cid, (to) => voice.accept(to, cid, call_id, peer_info, data))),
    voice.onStop((iss, cid, call_id) => pass(iss, cid, (to) => voice.stop(to, cid, call_id))),
    voice.onBusy((iss, cid, call_id) => pass(iss, cid, (to) => voice.busy(to, cid, call_id))),
  ];
  return () => {
    for (const off of offs) off();
  };
}
