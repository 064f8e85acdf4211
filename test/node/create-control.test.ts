import type { CallObject } from '../../src/compat/create/create.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Face } from './create-town.ts';

const AUDIO = { audio: true };

const reaches = (face: Face, callId: string, state: string): Promise<CallObject> =>
  face.until(() => {
    const call = face.api.call.getById(callId);
    return call?.state === state && call;
  });

const failure = async (face: Face, operation: string): Promise<string | undefined> =>
  (await face.next('call:operation', (event) => event.operation === operation && event.error !== undefined)).error?.code;
const finished = (face: Face, operation: string) =>
  face.next('call:operation', (event) => event.operation === operation && event.transition === 'FINISH');

describe('what create() does with a call', () => {
  let town: Town;
  let serial = 0;
  const people = (...names: string[]) => {
    serial++;
    return Promise.all(names.map((name) => Face.of(town, `${name}${serial}`)));
  };
  const connect = async (caller: Face, callee: Face, to: string): Promise<string> => {
    const callId = caller.api.call.make(to, AUDIO);
    await callee.next('call:receive', (params) => params.callId === callId);
    await reaches(callee, callId, 'Ringing');
    callee.api.call.answer(callId, AUDIO);
    await Promise.all([caller, callee].map((face) => reaches(face, callId, 'Connected')));
    return callId;
  };
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('adds and removes video, which both sides are told [RB-call-30] [RB-call-31]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Face, Face];
    const callId = await connect(ann, bob, `bob${serial}`);
    ann.api.call.startVideo(callId);
    await finished(ann, 'startVideo');
    const video = () => (ann.api.call.getById(callId)?.localTracks ?? []).filter((id) => ann.api.media.getTrackById(id)?.kind === 'video');
    expect(video()).to.have.length(1);
    await bob.until(() => bob.api.call.getById(callId)?.remoteTracks.length === 2);
    ann.api.call.stopVideo(callId);
    await finished(ann, 'stopVideo');
    expect(video()).to.deep.equal([]);
    ann.api.call.end(callId);
    await reaches(bob, callId, 'Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('refuses to transfer and to join what is not held here [RB-call-43] [RB-call-45]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Face, Face];
    const callId = await connect(ann, bob, `bob${serial}`);
    ann.api.call.directTransfer(callId, 'cora');
    expect(await failure(ann, 'directTransfer')).to.equal('call:6');
    ann.api.call.consultativeTransfer(callId, callId);
    expect(await failure(ann, 'consultativeTransfer')).to.equal('call:6');
    ann.api.call.join(callId, callId);
    expect((await ann.next('call:join')).error?.code).to.equal('call:6');
    expect(ann.api.call.getById(callId)?.state).to.equal('Connected');
    ann.api.call.end(callId);
    await reaches(bob, callId, 'Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('sends a held call on to somebody else, and is rid of it [RB-call-42]', async () => {
    const [ann, bob, cora] = (await people('ann', 'bob', 'cora')) as [Face, Face, Face];
    const callId = await connect(ann, bob, `bob${serial}`);
    ann.api.call.hold(callId);
    await finished(ann, 'hold');
    ann.api.call.directTransfer(callId, `sip:cora${serial}@town`);
    const { callId: theirs } = await cora.next('call:receive');
    await reaches(cora, theirs, 'Ringing');
    cora.api.call.answer(theirs, AUDIO);
    await reaches(ann, callId, 'Ended');
    expect(ann.all('call:stateChange').at(-1)?.transition?.reasonText).to.equal('Transferred');
    await reaches(cora, theirs, 'Connected');
    cora.api.call.end(theirs);
    await bob.until(() => bob.api.call.getAll().every(({ state }) => state === 'Ended'));
    for (const face of [ann, bob, cora]) face.api.destroy();
  });

  it('forwards a call that rings [RB-call-20]', async () => {
    const [ann, bob, cora] = (await people('ann', 'bob', 'cora')) as [Face, Face, Face];
    const callId = ann.api.call.make(`bob${serial}`, AUDIO);
    await bob.next('call:receive');
    await reaches(bob, callId, 'Ringing');
    bob.api.call.forward(callId, `cora${serial}`);
    await reaches(bob, callId, 'Ended');
    await cora.next('call:receive');
    ann.api.call.end(callId);
    await cora.until(() => cora.api.call.getAll().every(({ endTime }) => endTime));
    for (const face of [ann, bob, cora]) face.api.destroy();
  });

  it('sends parameters with the call and in its course, and refuses tones that are none [RB-call-53] [RB-call-54] [RB-ce-17]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Face, Face];
    const first = [{ name: 'X-Order', value: '7' }];
    const callId = ann.api.call.make(`bob${serial}`, AUDIO, { customParameters: first });
    expect(await bob.next('call:customParameters')).to.deep.equal({ callId, customParameters: first });
    await reaches(bob, callId, 'Ringing');
    bob.api.call.answer(callId, AUDIO);
    await reaches(ann, callId, 'Connected');
    const second = [{ name: 'X-Order', value: '8' }];
    ann.api.call.setCustomParameters(callId, second);
    await finished(ann, 'setCustomParameters');
    ann.api.call.sendCustomParameters(callId);
    const told = await bob.next('call:customParameters', ({ customParameters }) => customParameters[0]?.value === '8');
    expect(told).to.deep.equal({ callId, customParameters: second });
    expect(ann.api.call.getById(callId)?.customParameters).to.deep.equal(second);
    expect(bob.api.call.getById(callId)?.customParameters).to.deep.equal([]);
    ann.api.call.sendDTMF(callId, '12x');
    expect(await failure(ann, 'sendDTMF')).to.equal('call:7');
    ann.api.call.end(callId);
    await reaches(bob, callId, 'Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('reads statistics and a report, of a call that there is [RB-call-60] [RB-call-62] [RB-ce-15]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Face, Face];
    const callId = await connect(ann, bob, `bob${serial}`);
    const result = await ann.api.call.getStats(callId);
    expect(await ann.next('call:statsReceived')).to.deep.equal({ callId, result });
    let code = '';
    await ann.api.call.getStats('nobody').catch((error: { code: string }) => {
      code = error.code;
    });
    expect([code, ann.all('call:statsReceived').at(-1)?.error?.code]).to.deep.equal(['call:8', 'call:8']);
    ann.api.call.end(callId);
    await reaches(ann, callId, 'Ended');
    const report = ann.api.call.getReport(callId);
    expect(report).to.include({ type: 'CALL', id: callId });
    expect(report?.timeline.map(({ type }) => type)).to.include.members([ann.api.call.reportEvents.MAKE, ann.api.call.reportEvents.END_LOCAL]);
    expect(report?.metrics.map(({ type }) => type)).to.include(ann.api.call.metrics.CALL_DURATION);
    expect(ann.api.call.getReport('nobody')).to.equal(undefined);
    await reaches(bob, callId, 'Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('keeps a log of calls: fetched, removed, cleared, put away and put back [RB-hist-01] [RB-hist-02] [RB-hist-03]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Face, Face];
    const { history } = ann.api.call;
    for (let i = 0; i < 2; i++) {
      const callId = await connect(ann, bob, `bob${serial}`);
      ann.api.call.end(callId);
      await reaches(bob, callId, 'Ended');
    }
    history.fetch();
    await ann.until(() => history.get().length === 2);
    const [latest, first] = history.get();
    expect(latest).to.include({ direction: 'outgoing', remotePartyNumber: `bob${serial}@town`, remotePartyName: `bob${serial}` });
    expect(latest?.startTime).to.be.at.least(first?.startTime ?? 0);
    const cache = history.getCache();
    history.remove(latest?.recordId ?? '');
    await ann.until(() => history.get().length === 1);
    history.remove('unknown-call');
    expect((await ann.next('callHistory:error')).error.code).to.equal('callHistory:3');
    history.clear();
    await ann.until(() => history.get().length === 0);
    history.setCache(cache);
    expect(history.get().map(({ recordId }) => recordId)).to.deep.equal([latest?.recordId, first?.recordId]);
    expect(ann.types()).to.include.members(['callHistory:change', 'callHistoryCache:change']);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('knows the mailbox in numbers once it was asked for [RB-vm-01] [RB-vm-02] [RB-vm-03]', async () => {
    const [ann] = (await people('ann')) as [Face];
    expect(ann.api.voicemail.get()).to.equal(undefined);
    ann.api.voicemail.fetch();
    const state = await ann.next('voicemail:change');
    const none = { new: 0, old: 0, urgent: 0 };
    expect(state).to.deep.include({ newMessagesWaiting: false, totalVoice: 0, unheardVoice: 0, voice: none, fax: none, multimedia: none });
    expect(ann.api.voicemail.get()).to.deep.equal(state);
    const nobody = await Face.of(town, 'nobody', { services: [] });
    nobody.api.voicemail.fetch();
    expect((await nobody.next('voicemail:error')).error.code).to.equal('mwi:1');
    for (const face of [ann, nobody]) face.api.destroy();
  });
});
