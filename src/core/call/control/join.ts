import { asEarshotError, EarshotError } from '../../protocol/index.ts';
import type { Call } from '../api.ts';
import { CallObject } from '../call.ts';
import { AudioConference } from './conference.ts';
import type { Action, Control } from './control.ts';
import { JoinedStore } from './joined-store.ts';

const OPERATION = 'join the calls';

/**
 * Both far sides and we hear each other, mixed here; sound alone. What is not on hold yet is held first (NOTES 6.4), and taken off hold with it. One of
 * the two may be in a conference already: the other one comes to it, and whoever of it was on hold hears all again. When it fails, both are on hold.
 */
export const join: Action<'join'> = async (control, other: Call) => {
  const { call } = control;
  control.liveLeg(OPERATION);
  if (!(other instanceof CallObject) || other === call || !other.live || (call.conference && other.conference))
    throw new EarshotError('call:wrong-state', OPERATION, undefined, { callId: other.id });
  const theirs = control.of(other);
  const standing = call.conference ?? other.conference;
  const coming = [control, theirs].filter((one) => !one.call.conference);
  for (const one of coming) if (!one.call.localHold) await one.call.hold();
  const conference = standing instanceof AudioConference ? standing : open(control);
  const parked = (standing?.calls ?? []).filter((one): one is CallObject => one instanceof CallObject && one.localHold);
  const park = (on: boolean) => {
    for (const one of parked) if (one.live) control.of(one).liveLeg(OPERATION).setHold(on);
  };
  const takeBack = () => {
    park(true);
    for (const one of coming) {
      if (one.call.live) one.liveLeg(OPERATION).setHold(true);
      conference.release(one.call);
    }
    if (!standing) conference.close();
  };
  // both at once: neither may be transferred or held meanwhile
  await control.operations.run(
    'join',
    () =>
      theirs.operations.run('join', async (running) => {
        running.resolving();
        for (const one of coming) await conference.take(one);
        park(false);
        conference.begin();
      }),
    takeBack,
  );
  return conference;
};

function open({ media, call, parts }: Control): AudioConference {
  try {
    return new AudioConference(media.engine.createAudioContext(), new JoinedStore(parts));
  } catch (error) {
    const { code, cause } = asEarshotError(error, 'media:failed', OPERATION);
    throw new EarshotError(code, OPERATION, 'the browser has no mixer to give', { callId: call.id, cause });
  }
}
