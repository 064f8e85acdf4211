import type { CallObject } from '../../src/compat/create/create.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Face } from './create-town.ts';

const AUDIO = { audio: true };

/** The face of the call that rings at somebody. */
export async function ringing(callee: Face, from = 0): Promise<string> {
  const { callId } = await callee.next('call:receive', () => true, from);
  await callee.until(() => callee.api.call.getById(callId)?.state === 'Ringing');
  return callId;
}

/** Resolves when the call is in this state there. */
export const reaches = (face: Face, callId: string, state: string): Promise<CallObject> =>
  face.until(() => {
    const call = face.api.call.getById(callId);
    return call?.state === state && call;
  });

/** A call from one to the other, connected on both ends. */
export async function connect(caller: Face, callee: Face, to: string): Promise<string> {
  const from = callee.heard.length;
  const callId = caller.api.call.make(to, AUDIO);
  callee.api.call.answer(await ringing(callee, from), AUDIO);
  await Promise.all([caller, callee].map((face) => reaches(face, callId, 'Connected')));
  return callId;
}

const told = (face: Face, callId: string): string[] =>
  face.all('call:stateChange').flatMap((change) => (change.callId === callId ? [change.previous.state] : []));

describe('a call by the names of create()', () => {
  let town: Town;
  let serial = 0;
  /** Two faces of people that nobody else calls. */
  const pair = async (options = {}): Promise<[Face, Face, string, string]> => {
    const [a, b] = [`ann${++serial}`, `bob${serial}`];
    return [await Face.of(town, a, options), await Face.of(town, b, options), a, b];
  };
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('has an id at once, and is told as started here and received there [RB-call-01] [RB-ce-06] [RB-ce-08]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = ann.api.call.make(`sip:${b}@town`, AUDIO);
    expect(ann.api.call.getById(callId)).to.include({ id: callId, state: 'Initiating', direction: 'outgoing' });
    const received: unknown[] = [];
    bob.api.on('call:receive', (params) => received.push(params, bob.api.call.getById(params.callId)?.state));
    await ringing(bob);
    expect(received).to.deep.equal([{ callId }, 'Initiating']);
    expect(await ann.next('call:start')).to.deep.equal({ callId });
    ann.api.call.end(callId);
    await reaches(bob, callId, 'Cancelled');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('goes through its states by the table on both sides [RB-cs-01] [RB-cs-02] [RB-cs-09]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = await connect(ann, bob, b);
    ann.api.call.end(callId);
    await Promise.all([ann, bob].map((face) => reaches(face, callId, 'Ended')));
    expect(told(ann, callId)).to.deep.equal(['Initiating', 'Initiated', 'Ringing', 'Connected']);
    expect(told(bob, callId)).to.deep.equal(['Initiating', 'Initiated', 'Ringing', 'Connected']);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('rings at the callee, is answered, and is over for both when one ends it [RB-cs-03] [RB-cs-06] [RB-cs-08]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = ann.api.call.make(b, AUDIO);
    await ringing(bob);
    await reaches(ann, callId, ann.api.call.states.RINGING);
    bob.api.call.answer(callId, AUDIO);
    await Promise.all([ann, bob].map((face) => reaches(face, callId, face.api.call.states.CONNECTED)));
    bob.api.call.end(callId);
    await Promise.all([ann, bob].map((face) => reaches(face, callId, face.api.call.states.ENDED)));
    expect(ann.api.call.states).to.deep.equal({
      INITIATING: 'Initiating',
      INITIATED: 'Initiated',
      RINGING: 'Ringing',
      EARLY_MEDIA: 'Early Media',
      CANCELLED: 'Cancelled',
      CONNECTED: 'Connected',
      ON_HOLD: 'On Hold',
      ENDED: 'Ended',
    });
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('is known with its people, times, tracks and operations, and stays so when it is over [RB-ct-03] [RB-ct-07] [RB-ct-11]', async () => {
    const [ann, bob, a, b] = await pair();
    const before = Date.now();
    const callId = await connect(ann, bob, b);
    await ann.until(() => ann.api.call.getById(callId)?.remoteTracks.length);
    const call = ann.api.call.getById(callId) as CallObject;
    expect(call).to.include({ id: callId, from: `${a}@town`, to: `${b}@town`, direction: 'outgoing', state: 'Connected', mediaOffered: null });
    expect(bob.api.call.getById(callId)).to.include({ id: callId, from: `${a}@town`, to: `${b}@town`, direction: 'incoming' });
    const [local] = call.localTracks;
    const [remote] = call.remoteTracks;
    expect(ann.api.media.getTrackById(local as string)).to.include({ kind: 'audio', isLocal: true });
    expect(ann.api.media.getTrackById(remote as string)).to.include({ kind: 'audio', isLocal: false });
    expect(call.startTime).to.be.within(before, Date.now());
    expect(call).to.not.have.property('endTime');
    ann.api.call.end(callId);
    const over = await reaches(ann, callId, 'Ended');
    expect(over.endTime).to.be.within(call.startTime, Date.now());
    expect(over).to.deep.include({ localTracks: [], remoteTracks: [], from: `${a}@town` });
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('says in its object what was offered, who is there and what was set here [RB-ct-08] [RB-ct-09] [RB-ct-10]', async () => {
    const [ann, bob, a, b] = await pair();
    const customParameters = [{ name: 'X-Order', value: '7' }];
    const options = { bandwidth: { audio: 40 }, customParameters, displayName: 'Ann of Sales' };
    const callId = ann.api.call.make(b, AUDIO, options);
    await ringing(bob);
    const [here, there] = [ann.api.call.getById(callId), bob.api.call.getById(callId)];
    expect(here).to.deep.include({ bandwidth: { audio: 40 }, customParameters, mediaOffered: null });
    expect(here?.remoteParticipant.displayNumber).to.equal(`${b}@town`);
    expect(there).to.deep.include({ mediaOffered: { audio: true, video: false }, bandwidth: {}, customParameters: [] });
    expect(there?.remoteParticipant).to.deep.equal({ displayNumber: `${a}@town`, displayName: 'Ann of Sales' });
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('shows its state and the state of its media, and tells of every change of that [RB-ct-04] [RB-ct-05] [RB-ce-19]', async () => {
    const [ann, bob, , b] = await pair();
    const seen: string[] = [];
    ann.api.on('call:mediaConnectionChange', ({ callId, previous }) =>
      seen.push(`${previous.state} ${ann.api.call.getById(callId)?.mediaConnectionState}`),
    );
    const callId = await connect(ann, bob, b);
    await ann.until(() => ann.api.call.getById(callId)?.mediaConnectionState === 'connected');
    expect(seen[0]).to.match(/^new /);
    expect(seen.at(-1)).to.match(/ connected$/);
    for (const [i, change] of seen.entries()) if (i > 0) expect(change.split(' ')[0]).to.equal(seen[i - 1]?.split(' ')[1]);
    expect(ann.api.call.getById(callId)?.state).to.equal('Connected');
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('is listed with all calls of the session, ended ones too, and found by its id [RB-call-50] [RB-call-51]', async () => {
    const [ann, bob, , b] = await pair();
    const first = ann.api.call.make(b, AUDIO);
    await ringing(bob);
    bob.api.call.reject(first);
    await reaches(ann, first, 'Ended');
    const second = await connect(ann, bob, b);
    expect(ann.api.call.getAll().map(({ id, state }) => [id, state])).to.deep.equal([
      [first, 'Ended'],
      [second, 'Connected'],
    ]);
    expect(ann.api.call.getById(second)?.id).to.equal(second);
    expect(ann.api.call.getById('nobody')).to.equal(undefined);
    ann.api.call.end(second);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('is answered with media of one kind and sound at least, while it rings and at no other time [RB-call-14] [RB-call-15] [RB-call-16]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = ann.api.call.make(b, { audio: true, video: true });
    await ringing(bob);
    bob.api.call.answer(callId, { video: true });
    expect((await bob.next('call:operation', ({ error }) => error !== undefined)).error?.code).to.equal('call:7');
    expect(bob.api.call.getById(callId)?.state).to.equal('Ringing');
    bob.api.call.answer(callId, { audio: true, video: true, videoOptions: { width: { ideal: 320 } } }, { bandwidth: { video: 300 } });
    const call = await reaches(bob, callId, 'Connected');
    expect(call.bandwidth).to.deep.equal({ video: 300 });
    const kinds = call.localTracks.map((id) => bob.api.media.getTrackById(id)?.kind);
    expect(kinds.sort()).to.deep.equal(['audio', 'video']);
    const heard = bob.heard.length;
    bob.api.call.answer(callId, AUDIO);
    expect((await bob.next('call:operation', ({ error }) => error !== undefined, heard)).error?.code).to.equal('call:6');
    ann.api.call.answer(callId, AUDIO);
    expect((await ann.next('call:operation', ({ error }) => error !== undefined)).error?.code).to.equal('call:6');
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('that is rejected ends for both, and the caller learns why [RB-call-17] [RB-ce-10]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = ann.api.call.make(b, AUDIO);
    await ringing(bob);
    bob.api.call.reject(callId);
    const change = await ann.next('call:stateChange', ({ transition }) => transition !== undefined);
    expect(change).to.deep.equal({ callId, previous: { state: 'Ringing' }, transition: { statusCode: 603, reasonText: 'Decline' } });
    expect(ann.api.call.getById(callId)?.state).to.equal('Ended');
    expect(bob.api.call.getById(callId)?.state).to.equal('Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('that is ignored is over here alone: the caller hears nothing and goes on ringing [RB-call-18] [RB-call-19]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = ann.api.call.make(b, AUDIO);
    await ringing(bob);
    await reaches(ann, callId, 'Ringing');
    const heard = ann.heard.length;
    bob.api.call.ignore(callId);
    await reaches(bob, callId, 'Ended');
    const other = await town.person(`${b}x`);
    await other.client.calls.isOnline(b); // the server has had time to say something
    expect(ann.heard.slice(heard)).to.deep.equal([]);
    expect(ann.api.call.getById(callId)?.state).to.equal('Ringing');
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('that is ended lets go of all local media, and says so [RB-call-21] [RB-call-22] [RB-ce-14]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = await connect(ann, bob, b);
    await ann.until(() => ann.api.call.getById(callId)?.remoteTracks.length);
    const { localTracks, remoteTracks } = ann.api.call.getById(callId) as CallObject;
    const heard = ann.heard.length;
    ann.api.call.end(callId);
    await reaches(ann, callId, 'Ended');
    await reaches(bob, callId, 'Ended');
    expect(await ann.next('call:tracksRemoved', () => true, heard)).to.deep.equal({ callId, trackIds: [...localTracks, ...remoteTracks] });
    await ann.until(() => ann.engine.devices.opened.every((track) => track.readyState === 'ended'));
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('that nobody takes any more is cancelled for the callee [RB-cs-05]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = ann.api.call.make(b, AUDIO);
    await ringing(bob);
    ann.api.call.end(callId);
    await reaches(bob, callId, bob.api.call.states.CANCELLED);
    expect(ann.api.call.getById(callId)?.state).to.equal('Ended');
    expect(bob.all('call:stateChange').at(-1)?.transition).to.deep.equal({ statusCode: 487, reasonText: 'Request Terminated' });
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('is held and taken off hold, which both sides see in flags and state [RB-call-23] [RB-call-25] [RB-ct-06]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = await connect(ann, bob, b);
    ann.api.call.hold(callId);
    expect(await reaches(ann, callId, 'On Hold')).to.include({ localHold: true, remoteHold: false });
    expect(await reaches(bob, callId, 'On Hold')).to.include({ localHold: false, remoteHold: true });
    expect(bob.all('call:stateChange').at(-1)?.previous).to.deep.equal({ state: 'Connected', localHold: false, remoteHold: false });
    await ann.next('call:operation', ({ operation, transition }) => operation === 'hold' && transition === 'FINISH');
    ann.api.call.unhold(callId);
    for (const face of [ann, bob]) expect(await reaches(face, callId, 'Connected')).to.include({ localHold: false, remoteHold: false });
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('that both hold stays on hold until neither does, and has no tracks meanwhile [RB-call-26] [RB-cs-07] [RB-ce-13]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = await connect(ann, bob, b);
    await ann.until(() => ann.api.call.getById(callId)?.remoteTracks.length);
    const { localTracks, remoteTracks } = ann.api.call.getById(callId) as CallObject;
    ann.api.call.hold(callId);
    await reaches(bob, callId, 'On Hold');
    expect(ann.api.call.getById(callId)).to.deep.include({ localTracks: [], remoteTracks: [] });
    await ann.next('call:operation', ({ operation, transition }) => operation === 'hold' && transition === 'FINISH');
    bob.api.call.hold(callId);
    await ann.until(() => ann.api.call.getById(callId)?.remoteHold);
    ann.api.call.unhold(callId);
    await ann.until(() => !ann.api.call.getById(callId)?.localHold);
    expect(ann.api.call.getById(callId)?.state).to.equal('On Hold');
    await bob.next('call:operation', ({ operation, transition, isLocal }) => isLocal && operation === 'hold' && transition === 'FINISH');
    const heard = ann.heard.length;
    bob.api.call.unhold(callId);
    await reaches(ann, callId, 'Connected');
    expect(await ann.next('call:tracksAdded', () => true, heard)).to.deep.equal({ callId, trackIds: [...localTracks, ...remoteTracks] });
    await ann.next('call:operation', ({ operation, transition, isLocal }) => !isLocal && operation === 'unhold' && transition === 'FINISH');
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('tells of its operations from start to finish, and has those under way in its object [RB-ce-02] [RB-ce-03] [RB-ct-12]', async () => {
    const [ann, bob, , b] = await pair();
    const running: unknown[] = [];
    ann.api.on('call:operation', ({ callId, operation, transition, previous }) => {
      const now = ann.api.call.getById(callId)?.currentOperations.filter(({ type }) => type === operation) ?? [];
      running.push([operation, transition, previous?.status, now.map(({ status }) => status).join()]);
    });
    const callId = await connect(ann, bob, b);
    ann.api.call.hold(callId);
    await ann.next('call:operation', ({ operation, transition }) => operation === 'hold' && transition === 'FINISH');
    expect(running).to.deep.equal([
      ['make', 'START', undefined, 'ONGOING'],
      ['make', 'UPDATE', 'ONGOING', 'PENDING'],
      ['make', 'FINISH', 'PENDING', ''],
      ['hold', 'START', undefined, 'ONGOING'],
      ['hold', 'UPDATE', 'ONGOING', 'PENDING'],
      ['hold', 'RESUME', 'PENDING', 'RESOLVING'],
      ['hold', 'FINISH', 'RESOLVING', ''],
    ]);
    const ids = ann.all('call:operation').map(({ operationId }) => operationId);
    expect(new Set(ids)).to.have.property('size', 2);
    await bob.next('call:operation', ({ operation, transition }) => operation === 'hold' && transition === 'FINISH');
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('tells which side began an operation, by one id from start to finish [RB-ce-01] [RB-ce-04]', async () => {
    const [ann, bob, , b] = await pair();
    const callId = await connect(ann, bob, b);
    ann.api.call.hold(callId);
    const finished = (face: Face) => face.next('call:operation', ({ operation, transition }) => operation === 'hold' && transition === 'FINISH');
    await Promise.all([ann, bob].map(finished));
    for (const [face, isLocal] of [
      [ann, true],
      [bob, false],
    ] as const) {
      const events = face.all('call:operation').filter(({ operation }) => operation === 'hold');
      expect(events[0]).to.deep.equal({ callId, operation: 'hold', operationId: events[0]?.operationId, transition: 'START', isLocal });
      expect(new Set(events.map(({ operationId }) => operationId))).to.have.property('size', 1);
      expect(events.slice(1).map(({ previous }) => previous?.status)).to.not.include(undefined);
      expect(events.every((event) => event.isLocal === isLocal && event.error === undefined)).to.equal(true);
    }
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('that cannot be made is told by call:start, and is over [RB-call-02] [RB-call-13]', async () => {
    const [ann, bob, , b] = await pair();
    const silent = ann.api.call.make(b, {});
    expect((await ann.next('call:start', ({ callId }) => callId === silent)).error?.code).to.equal('call:7');
    expect(ann.api.call.getById(silent)?.state).to.equal('Ended');
    ann.engine.devices.refuse('denied');
    const refused = ann.api.call.make(b, AUDIO);
    expect((await ann.next('call:start', ({ callId }) => callId === refused)).error?.code).to.equal('call:4');
    expect(ann.all('call:operation').at(-1)).to.deep.include({ operation: 'make', transition: 'FINISH' });
    expect(ann.api.call.getById(refused)?.state).to.equal('Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('may be told to ring by the app alone [RB-call-52] [RB-cfg-43] [RB-ce-09]', async () => {
    const [ann, bob, , b] = await pair({ config: { call: { ringingFeedbackMode: 'manual' } } });
    const callId = ann.api.call.make(b, AUDIO);
    await bob.next('call:receive');
    await reaches(bob, callId, 'Initiated');
    await reaches(ann, callId, 'Initiated');
    bob.api.call.sendRingingFeedback(callId);
    await Promise.all([ann, bob].map((face) => reaches(face, callId, 'Ringing')));
    bob.api.call.answer(callId, AUDIO);
    await reaches(ann, callId, 'Connected');
    ann.api.call.end(callId);
    for (const face of [ann, bob]) face.api.destroy();
  });
});
