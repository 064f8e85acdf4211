import { EarshotError } from '../../protocol/index.ts';
import type { Action, Control } from './control.ts';

/** An incoming call that nobody here has answered. */
function unanswered({ call }: Control, operation: string): void {
  if (call.ended) throw new EarshotError('call:ended', operation, undefined, { callId: call.id });
  if (call.direction !== 'incoming' || call.live || call.answering)
    throw new EarshotError('call:wrong-state', operation, undefined, { callId: call.id });
}

/** The server is told what it is told by itself where `ringingFeedback` is `auto`; said again, it changes nothing. */
export const sendRinging: Action<'sendRinging'> = async (control) => {
  unanswered(control, 'say that it rings');
  const { call, parts } = control;
  await control.operations.run('sendRinging', async () => {
    unanswered(control, 'say that it rings');
    const { signals, ice_servers } = await parts.connection.request('call.ring', { call_id: call.id }, { retry: true });
    if (call.ended || call.live) return;
    call.move('alerting');
    for (const signal of signals) {
      if (call.driver) call.driver.signal(signal);
      else call.inbox.push(signal);
    }
    call.rung = { iceServers: ice_servers };
    call.driver?.rang(ice_servers);
  });
};

/** Nobody is told (RB-call-19): the caller goes on ringing, and so do other devices. */
export const ignore: Action<'ignore'> = async (control) => {
  unanswered(control, 'ignore the call');
  control.call.finish('ignored');
};
