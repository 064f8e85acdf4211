import type { Session, SessionEvents } from '../../src/compat/phone-client.ts';
import { FakeClock } from '../fake-clock.ts';
import type { FakePeerConnection, FakeTrack } from '../fake-media.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Caller } from './phone-town.ts';

const sent = (session: Session): FakeTrack | null | undefined =>
  (session.core.peerConnection as unknown as FakePeerConnection | undefined)?.getTransceivers()[0]?.sender.track;

describe('a session', () => {
  let town: Town;
  let turn = 0;
  const callers: Caller[] = [];
  const person = async (name: string, options = {}) => {
    const caller = await Caller.of(town, `${name}-${turn}`, options);
    callers.push(caller);
    return caller;
  };
  async function people(...names: string[]): Promise<Caller[]> {
    turn++;
    return Promise.all(names.map((name) => person(name)));
  }
  const pair = async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    return [ann, bob, ...(await ann.talk(bob))] as const;
  };
  const ended = (caller: Caller, session: Session) => caller.heard(session).next('ended');
  before(async () => {
    town = await Town.start({ callTickMs: 10 });
  });
  after(async () => {
    await Promise.all(callers.map(({ client }) => client.dispose()));
    await town.stop();
  });

  it('is one call, with what it is like and who is there [YS-01] [YS-04] [YS-38]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id);
    const out = ann.phone.getSession(callId!)!;
    const inc = await coming;
    expect([out.status.callId, inc.status.callId]).to.deep.equal([callId, callId]);
    expect([out.status.number, out.status.communicationType]).to.deep.equal([bob.id, 'outbound']);
    expect([inc.status.number, inc.status.communicationType]).to.deep.equal([ann.id, 'inbound']);
    expect([out.status.callStartTime, inc.status.callStartTime]).to.deep.equal([undefined, undefined]);
    await inc.answer();
    await ann.until(out, ({ callStartTime }) => callStartTime !== undefined);
    expect([out.status.callStartTime, inc.status.callStartTime]).to.deep.equal([out.core.connectedAtMs, inc.core.connectedAtMs]);
    out.hangup();
    await ended(bob, inc);
  });

  it('goes from ringing or calling over connecting to talking, and tells each change with what was before [YS-36] [YS-39]', async () => {
    const [ann, bob, out, inc] = await pair();
    const words = (caller: Caller, session: Session) => {
      const all = caller
        .heard(session)
        .all.flatMap(([type, now, old]) => (type === 'statusChange' ? [[now, old] as SessionEvents['statusChange']] : []));
      for (const [i, [, old]] of all.entries()) if (i > 0) expect(old).to.deep.equal(all[i - 1]![0]);
      return [all[0]![1].callStatus, ...all.map(([now]) => now.callStatus)].filter((word, i, list) => word !== list[i - 1]);
    };
    expect(words(ann, out)).to.deep.equal(['calling', 'connecting', 'talking']);
    expect(words(bob, inc)).to.deep.equal(['ringing', 'connecting', 'talking']);
    out.hangup();
  });

  it('tells that it was answered, then that media has its way [YS-34] [YS-35]', async () => {
    const [ann, bob, out, inc] = await pair();
    for (const [caller, session] of [[ann, out] as const, [bob, inc] as const]) {
      expect(caller.heard(session).types('accepted', 'confirmed')).to.deep.equal(['accepted', 'confirmed']);
      for (const type of ['accepted', 'confirmed'] as const)
        expect(await caller.heard(session).next(type)).to.deep.equal([{ callId: out.status.callId, session }]);
      const confirmed = caller.heard(session).all.findIndex(([type]) => type === 'confirmed');
      const before = caller.heard(session).all.slice(0, confirmed);
      expect(before.flatMap(([type, now]) => (type === 'statusChange' ? [(now as Session['status']).callStatus] : [])).at(-1)).to.equal('talking');
    }
    out.hangup();
  });

  it('is answered with a result, and with -201 where there is nothing to answer [YS-12] [YS-46]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id);
    const inc = await coming;
    expect(await inc.answer()).to.deep.equal({ code: 200, message: 'success', callId });
    expect((await inc.answer()).code).to.equal(-201);
    expect((await ann.phone.call(ann.id)).code).to.equal(-209);
    inc.hangup();
    expect((await inc.answer()).code).to.equal(-202);
  });

  it('is begun and answered with a picture and headers [YS-45]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id, { video: true, offerToReceiveVideo: true, extraHeaders: ['X-Order: 7:a', 'nonsense'] });
    const [out, inc] = [ann.phone.getSession(callId!)!, await coming];
    expect(inc.status.isVideo).to.equal(true);
    expect(inc.core.detail.parameters).to.deep.equal([{ name: 'X-Order', value: '7:a' }]);
    await inc.answer({ video: true });
    await Promise.all([ann.heard(out).next('confirmed'), bob.heard(inc).next('confirmed')]);
    expect([out, inc].map(({ localStream }) => localStream.getVideoTracks().length)).to.deep.equal([1, 1]);
    out.hangup();
  });

  it('has own video without sound, and both of the other side [YS-07] [YS-08] [YS-29]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id, { video: true });
    const [out, inc] = [ann.phone.getSession(callId!)!, await coming];
    await inc.answer({ video: true });
    await Promise.all([ann.heard(out).next('confirmed'), bob.heard(inc).next('confirmed')]);
    for (const [caller, session, direction] of [[ann, out, 'outbound'] as const, [bob, inc, 'inbound'] as const]) {
      expect(session.localStream.getTracks().map(({ kind }) => kind)).to.deep.equal(['video']);
      expect(session.localStream).to.equal(session.localStream);
      expect(session.core.localStream?.getAudioTracks()).to.have.length(1);
      expect(
        session.remoteStream
          .getTracks()
          .map(({ kind }) => kind)
          .sort(),
      ).to.deep.equal(['audio', 'video']);
      const added = caller.heard(session).all.filter(([type]) => type === 'streamAdded');
      expect(added.at(-1)).to.deep.equal(['streamAdded', { callId, communicationType: direction, stream: session.remoteStream }]);
    }
    out.hangup();
  });

  it('is rejected by the callee, and fails for both with the SIP status [YS-11] [YS-31]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id);
    const [out, inc] = [ann.phone.getSession(callId!)!, await coming];
    expect(out.reject()).to.equal(false);
    expect(inc.reject()).to.equal(true);
    expect(await ann.heard(out).next('failed')).to.deep.equal([{ callId, cause: 'rejected', code: 603 }]);
    expect(bob.heard(inc).types('ended', 'failed', 'clientError')).to.deep.equal(['failed']);
    expect(inc.reject()).to.equal(false);
  });

  it('is hung up by either side, and tells the cause once it was answered [YS-13] [YS-30]', async () => {
    for (const who of ['ann', 'bob'] as const) {
      const [ann, bob, out, inc] = await pair();
      const { callId } = out.status;
      expect((who === 'ann' ? out : inc).hangup()).to.equal(true);
      expect(await ended(ann, out)).to.deep.equal([{ callId, cause: 'completed' }]);
      expect(await ended(bob, inc)).to.deep.equal([{ callId, cause: 'completed' }]);
      expect([out.hangup(), ann.heard(out).types('ended', 'failed')]).to.deep.equal([false, ['ended']]);
    }
  });

  it('says that a microphone was refused here, which is no failure of the call [YS-32]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    ann.engine.devices.refuse('denied');
    const begun = new Promise<Session>((resolve) => ann.phone.once('newRTCSession', ({ session }) => resolve(session)));
    void ann.phone.call(bob.id);
    const out = await begun;
    expect(await ann.heard(out).next('clientError')).to.deep.equal([{ callId: out.core.id, cause: 'media:denied' }]);
    expect(ann.heard(out).types('failed', 'ended')).to.deep.equal([]);
    ann.engine.devices.refuse(undefined);
    const coming = bob.ringing();
    bob.engine.devices.refuse('denied');
    await ann.phone.call(bob.id);
    const inc = await coming;
    expect((await inc.answer()).code).to.equal(-203);
    expect([bob.heard(inc).types('clientError', 'failed'), inc.status.callStatus]).to.deep.equal([['clientError'], 'ringing']);
    inc.reject();
  });

  it('goes on without us when it is blindly transferred, and the one left is told [YS-33] [YS-14]', async () => {
    const [ann, bob, cora] = (await people('ann', 'bob', 'cora')) as [Caller, Caller, Caller];
    const [out, inc] = await ann.talk(bob);
    const ringing = cora.ringing();
    expect([out.blindTransfer(''), out.blindTransfer(cora.id)]).to.deep.equal([false, true]);
    await (await ringing).answer();
    expect((await ended(ann, out))[0].cause).to.equal('transferred');
    const [{ session, callId }] = await bob.heard(inc).next('reinvite');
    expect([session, callId, inc.status.callId, inc.status.number, inc.status.name]).to.deep.equal([inc, inc.core.id, inc.core.id, cora.id, cora.id]);
    expect(bob.phone.getSession(callId)).to.equal(inc);
    inc.hangup();
  });

  it('asks somebody else about the call, and connects the two by hanging up [YS-15] [YS-42]', async () => {
    const [ann, bob, cora] = (await people('ann', 'bob', 'cora')) as [Caller, Caller, Caller];
    const [out, inc] = await ann.talk(bob);
    const ringing = cora.ringing();
    expect(out.attendedTransfer(cora.id)).to.equal(true);
    const asked = await ringing;
    expect(out.status.isHold).to.equal(true);
    await asked.answer();
    const consult = [...ann.phone.sessions.values()].find((one) => one !== out)!;
    await ann.heard(consult).next('confirmed');
    const { isTransfer, transferParent } = consult.status;
    expect([isTransfer, out.status.isTransfer]).to.deep.equal([true, false]);
    expect(transferParent).to.deep.include({ callId: out.status.callId, number: bob.id, name: bob.id, avatar: '' });
    expect([typeof transferParent?.callDuration, typeof transferParent?.holdDuration]).to.deep.equal(['number', 'number']);
    expect(consult.hangup()).to.equal(true);
    await Promise.all([ended(ann, out), ended(ann, consult)]);
    await Promise.all([bob.until(inc, ({ number }) => number === cora.id), cora.until(asked, ({ number }) => number === bob.id)]);
    expect([inc.core.state === 'ended', ann.phone.sessions.size]).to.deep.equal([false, 0]);
    inc.hangup();
    await ended(cora, asked);
  });

  it('is held and goes on [YS-16] [YS-17]', async () => {
    const [ann, bob, out, inc] = await pair();
    expect(out.unhold()).to.equal(false);
    expect(out.hold()).to.equal(true);
    await ann.until(out, ({ isHold }) => isHold);
    await bob.heard(inc).next('confirmed');
    expect([sent(out)?.enabled, out.hold(), inc.status.isHold]).to.deep.equal([false, false, false]);
    expect(out.unhold()).to.equal(true);
    await ann.heard(out).next('statusChange', (now, old) => old.isHold && !now.isHold);
    expect(sent(out)?.enabled).to.equal(true);
    out.hangup();
  });

  it('is flagged as ringing, with a picture, held and muted, each while it is [YS-40]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const flags = ({ status: { isVideo, isRing, isHold, isMute, isConference } }: Session) => ({ isVideo, isRing, isHold, isMute, isConference });
    const none = { isVideo: false, isRing: false, isHold: false, isMute: false, isConference: false };
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id);
    const [out, inc] = [ann.phone.getSession(callId!)!, await coming];
    await ann.until(out, ({ isRing }) => isRing);
    const ringing = { ...none, isRing: true };
    expect([flags(out), flags(inc)]).to.deep.equal([ringing, ringing]);
    await inc.answer();
    await ann.heard(out).next('confirmed');
    expect([flags(out), flags(inc)]).to.deep.equal([none, none]);
    out.mute();
    out.hold();
    await ann.until(out, ({ isHold }) => isHold);
    expect([flags(out), flags(inc)]).to.deep.equal([{ ...none, isHold: true, isMute: true }, none]);
    out.unhold();
    await ann.heard(out).next('statusChange', (now, old) => old.isHold && !now.isHold);
    await out.core.startVideo();
    await ann.until(out, ({ isVideo }) => isVideo);
    expect(flags(out)).to.deep.equal({ ...none, isMute: true, isVideo: true });
    out.hangup();
  });

  it('sends digits, and refuses what is none [YS-18]', async () => {
    const [, , out, inc] = await pair();
    const tones: string[] = [];
    const all = new Promise<void>((resolve) => {
      inc.core.on('dtmf', ({ tone }) => {
        tones.push(tone);
        if (tones.length === 3) resolve();
      });
    });
    expect([out.dtmf('x'), out.dtmf(''), out.dtmf('A')]).to.deep.equal([false, false, false]);
    expect(out.dtmf('1*#')).to.equal(true);
    await all;
    expect(tones).to.deep.equal(['1', '*', '#']);
    out.hangup();
    expect(out.dtmf('1')).to.equal(false);
  });

  it('is muted and heard again [YS-19] [YS-20]', async () => {
    const [ann, , out] = await pair();
    expect([out.mute(), out.status.isMute, sent(out)?.enabled]).to.deep.equal([true, true, false]);
    expect([out.unmute(), out.status.isMute, sent(out)?.enabled]).to.deep.equal([true, false, true]);
    out.hangup();
    expect([out.mute(), ann.heard(out).types('warningMessage')]).to.deep.equal([false, []]);
  });

  it('says that this place cannot record, after it has tried', async () => {
    const [ann, , out] = await pair();
    expect([out.pauseRecord(), out.stopRecord(), out.status.recordStatus]).to.deep.equal([false, false, 'stop']);
    expect(out.startRecord()).to.equal(true);
    const [{ operation, code }] = await ann.heard(out).next('warningMessage');
    expect([operation, code]).to.deep.equal(['record', 'recording:unsupported']);
    out.hangup();
  });

  it('is terminated, whatever it is doing [YS-23]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id);
    const [out, inc] = [ann.phone.getSession(callId!)!, await coming];
    expect(inc.terminate('hangup')).to.equal(true);
    expect((await ann.heard(out).next('failed'))[0].cause).to.equal('rejected');
    for (const type of [undefined, 'hangup', 'reject', 'terminate'] as const) {
      const [one, other] = await ann.talk(bob);
      expect(one.terminate(type)).to.equal(true);
      expect((await ended(bob, other))[0].cause).to.equal('completed');
      expect(one.terminate(type)).to.equal(false);
    }
  });

  it('shows what the app writes, until the call itself changes that [YS-24]', async () => {
    const [ann, , out] = await pair();
    const before = out.status;
    expect(out.setStatus({ isMute: true, isConference: true })).to.equal(out);
    expect(ann.heard(out).all.at(-1)).to.deep.equal(['statusChange', { ...before, isMute: true, isConference: true }, before]);
    expect([out.core.muted, sent(out)?.enabled]).to.deep.equal([false, true]);
    out.mute();
    out.unmute();
    expect([out.status.isMute, out.status.isConference]).to.deep.equal([false, true]);
    out.hangup();
  });

  it('shows name, picture and company of the app, and keeps them over a transfer when told so [YS-25] [YS-37] [YS-43]', async () => {
    for (const manual of [true, false]) {
      const [ann, bob, cora] = (await people('ann', 'bob', 'cora')) as [Caller, Caller, Caller];
      const [out, inc] = await ann.talk(bob);
      expect(inc.status).to.deep.include({ name: ann.id, avatar: '', company: '' });
      expect(inc.setStaticStatus({ name: 'Ann', company: 'Acme' }, manual)).to.equal(inc);
      expect(await bob.heard(inc).next('staticStatusChange')).to.deep.equal([
        { name: 'Ann', avatar: '', company: 'Acme' },
        { name: ann.id, avatar: '', company: '' },
      ]);
      expect(inc.status).to.deep.include({ name: 'Ann', avatar: '', company: 'Acme' });
      const ringing = cora.ringing();
      out.blindTransfer(cora.id);
      await (await ringing).answer();
      await bob.heard(inc).next('reinvite');
      expect([inc.status.number, inc.status.name]).to.deep.equal([cora.id, manual ? 'Ann' : cora.id]);
      inc.hangup();
    }
  });

  it('is destroyed: the call is over, and its listeners hear nothing [YS-26]', async () => {
    const [ann, bob, out, inc] = await pair();
    const before = ann.heard(out).all.length;
    const { core } = out;
    out.destroy();
    expect((await ended(bob, inc))[0].cause).to.equal('completed');
    expect([ann.heard(out).all.length, core.state, ann.phone.sessions.size, out.hangup()]).to.deep.equal([before, 'ended', 0, false]);
    expect(core.listenerCount('change')).to.equal(0);
  });

  it('calls listeners until they are taken off, and returns itself [YS-10]', async () => {
    const [, , out] = await pair();
    const heard: boolean[] = [];
    const listener = (now: Session['status']) => void heard.push(now.isMute);
    expect(out.on('statusChange', listener)).to.equal(out);
    out.mute();
    expect(out.off('statusChange', listener)).to.equal(out);
    out.unmute();
    expect(heard).to.deep.equal([true]);
    out.hangup();
  });

  it('reports every interval, and keeps the last one [YS-03] [YS-27]', async () => {
    const [ann, bob, out] = await pair();
    const [{ callId, callReport }] = await ann.heard(out).next('callReport');
    expect([callId, callReport.callId, callReport.extension, callReport.iceResult]).to.deep.equal([out.status.callId, callId, ann.id, 'connected']);
    expect(out.callReport?.callId).to.equal(callId);
    expect(bob.client.settings.qualityIntervalMs).to.equal(30);
    out.hangup();
  });

  it('lists all calls that ring here [YS-05]', async () => {
    const [ann, bob, cora] = (await people('ann', 'bob', 'cora')) as [Caller, Caller, Caller];
    const second = new Promise<Session>((resolve) => {
      bob.phone.on('incoming', ({ session }) => bob.phone.incomingList.length === 2 && resolve(session));
    });
    await Promise.all([ann.phone.call(bob.id), cora.phone.call(bob.id)]);
    const last = await second;
    expect(last.incomingList).to.deep.equal([...bob.phone.sessions.values()]);
    expect([last.incomingList.length, bob.phone.isMaxCall, ann.phone.isMaxCall]).to.deep.equal([2, true, false]);
    await bob.until(last, ({ isRing }) => isRing);
    await last.answer();
    expect(last.incomingList.includes(last)).to.equal(false);
    for (const session of bob.phone.sessions.values()) session.terminate();
    expect(last.incomingList).to.deep.equal([]);
  });
});

describe('a phone', () => {
  let town: Town;
  let turn = 0;
  const callers: Caller[] = [];
  const people = async (...names: string[]) => {
    turn++;
    const made = await Promise.all(names.map((name) => Caller.of(town, `${name}-${turn}`)));
    callers.push(...made);
    return made;
  };
  const pair = async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const [out, inc] = await ann.talk(bob);
    return { ann, bob, out, inc, id: out.status.callId };
  };
  before(async () => {
    town = await Town.start({ callTickMs: 10 });
  });
  after(async () => {
    await Promise.all(callers.map(({ client }) => client.dispose()));
    await town.stop();
  });

  it('answers a call by its id [YS-49]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id);
    const inc = await coming;
    expect((await bob.phone.answer('no-such-call')).code).to.equal(-200);
    expect(inc.status.callStatus).to.equal('ringing');
    expect(await bob.phone.answer(callId!)).to.deep.equal({ code: 200, message: 'success', callId });
    await ann.heard(ann.phone.getSession(callId!)!).next('confirmed');
    ann.phone.hangup(callId!);
  });

  it('rejects a call by its id [YS-48]', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call(bob.id);
    const out = ann.phone.getSession(callId!)!;
    await coming;
    expect([bob.phone.reject('no-such-call'), ann.phone.reject(callId!), bob.phone.reject(callId!)]).to.deep.equal([false, false, true]);
    expect((await ann.heard(out).next('failed'))[0].cause).to.equal('rejected');
  });

  it('hangs up and terminates calls by their ids [YS-50] [YS-60]', async () => {
    for (const how of ['hangup', 'terminate'] as const) {
      const { ann, bob, inc, id } = await pair();
      expect([ann.phone[how]('no-such-call'), ann.phone[how](id)]).to.deep.equal([false, true]);
      expect((await bob.heard(inc).next('ended'))[0].cause).to.equal('completed');
      expect([ann.phone[how](id), ann.phone.getSession(id), ann.phone.sessions.size]).to.deep.equal([false, undefined, 0]);
    }
  });

  it('holds a call by its id, and lets it go on [YS-53] [YS-54]', async () => {
    const { ann, out, id } = await pair();
    expect([ann.phone.hold('no-such-call'), ann.phone.unhold('no-such-call'), ann.phone.hold(id)]).to.deep.equal([false, false, true]);
    await ann.until(out, ({ isHold }) => isHold);
    expect(ann.phone.unhold(id)).to.equal(true);
    await ann.heard(out).next('statusChange', (now, old) => old.isHold && !now.isHold);
    out.hangup();
  });

  it('mutes a call by its id, and lets it be heard [YS-56] [YS-57]', async () => {
    const { ann, out, id } = await pair();
    expect([ann.phone.mute('no-such-call'), ann.phone.mute(id), sent(out)?.enabled]).to.deep.equal([false, true, false]);
    expect([ann.phone.unmute('no-such-call'), ann.phone.unmute(id), sent(out)?.enabled]).to.deep.equal([false, true, true]);
    out.hangup();
  });

  it('sends tones in a call by its id [YS-55]', async () => {
    const { ann, out, inc, id } = await pair();
    const heard = new Promise<string>((resolve) => void inc.core.once('dtmf', ({ tone }) => resolve(tone)));
    expect([ann.phone.dtmf('no-such-call', '5'), ann.phone.dtmf(id, '5')]).to.deep.equal([false, true]);
    expect(await heard).to.equal('5');
    out.hangup();
  });

  it('transfers a call by its id, at once or after a consultation [YS-51] [YS-52]', async () => {
    for (const how of ['blindTransfer', 'attendedTransfer'] as const) {
      const { ann, bob, out, inc, id } = await pair();
      const [cora] = (await people('cora')) as [Caller];
      const ringing = cora.ringing();
      expect([ann.phone[how]('no-such-call', cora.id), ann.phone[how](id, cora.id)]).to.deep.equal([false, true]);
      await (await ringing).answer();
      if (how === 'attendedTransfer') {
        const consult = ann.phone.getCurrentSession()!;
        await ann.heard(consult).next('confirmed');
        expect(consult.status.transferParent?.callId).to.equal(id);
        ann.phone.hangup(consult.status.callId);
      }
      expect((await ann.heard(out).next('ended'))[0].cause).to.equal('transferred');
      await bob.until(inc, ({ number }) => number === cora.id);
      inc.hangup();
    }
  });

  it('hands recording of a call on by its id', async () => {
    const { ann, out, id } = await pair();
    const { phone } = ann;
    expect([phone.startRecord('no-such-call'), phone.pauseRecord('no-such-call'), phone.stopRecord('no-such-call')]).to.deep.equal([
      false,
      false,
      false,
    ]);
    expect([phone.startRecord(id), phone.pauseRecord(id)]).to.deep.equal([true, false]);
    expect((await ann.heard(out).next('warningMessage'))[0].operation).to.equal('record');
    out.hangup();
  });

  it('tells of every call once, from its beginning to its end, and which is the current one', async () => {
    const [ann, bob] = (await people('ann', 'bob')) as [Caller, Caller];
    const told: string[] = [];
    for (const { phone, id } of [ann, bob])
      for (const type of ['newRTCSession', 'incoming', 'startSession', 'deleteSession'] as const)
        phone.on(type, () => void told.push(`${id[0]} ${type}`));
    const [out, inc] = await ann.talk(bob);
    expect([ann.phone.currentSession === out, bob.phone.currentSession === inc, ann.phone.isRegistered]).to.deep.equal([true, true, true]);
    expect([bob.phone.setCurrentSession('no-such-call'), bob.phone.setCurrentSession(inc.status.callId)]).to.deep.equal([false, true]);
    expect(bob.phone.setSessionStaticStatus(inc.status.callId, { company: 'Acme' })).to.equal(true);
    expect(inc.status.company).to.equal('Acme');
    out.hangup();
    await bob.heard(inc).next('ended');
    expect([ann.phone.currentSession, bob.phone.currentSession]).to.deep.equal([undefined, undefined]);
    const of = (who: string) => told.filter((one) => one.startsWith(who)).map((one) => one.slice(2));
    expect(of('a')).to.deep.equal(['newRTCSession', 'startSession', 'deleteSession']);
    expect(of('b')).to.deep.equal(['newRTCSession', 'incoming', 'startSession', 'deleteSession']);
  });

  it('leaves no listener when it is destroyed', async () => {
    const { ann, bob, inc } = await pair();
    const { calls } = ann.client;
    const before = calls.listenerCount('change');
    ann.phone.destroy();
    await bob.heard(inc).next('ended');
    expect([calls.listenerCount('change') < before, ann.phone.sessions.size]).to.deep.equal([true, 0]);
  });
});

describe('the timer of a session', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ callTickMs: 10, heartbeatMs: 86_400_000 });
  });
  after(() => town.stop());

  it('counts seconds of ringing, calling, talking and holding, and stands still when told [YS-06] [YS-09] [YS-44]', async () => {
    const clock = new FakeClock(Date.now());
    const [ann, bob] = [await Caller.of(town, 'ann', { clock }), await Caller.of(town, 'bob', { clock })];
    const coming = bob.ringing();
    const { callId } = await ann.phone.call('bob');
    const [out, inc] = [ann.phone.getSession(callId!)!, await coming];
    await clock.advance(2_000);
    expect([out.timer, inc.timer]).to.deep.equal([
      { ringDuration: 0, callingDuration: 2, callDuration: 0, holdDuration: 0 },
      { ringDuration: 2, callingDuration: 0, callDuration: 0, holdDuration: 0 },
    ]);
    expect(ann.heard(out).types('updateTimer')).to.have.length(2);
    await inc.answer();
    await ann.heard(out).next('confirmed');
    await clock.advance(3_000);
    out.hold();
    await ann.until(out, ({ isHold }) => isHold);
    await clock.advance(4_000);
    out.unhold();
    await ann.heard(out).next('statusChange', (now, old) => old.isHold && !now.isHold);
    await clock.advance(1_000);
    expect(out.timer).to.deep.equal({ ringDuration: 0, callingDuration: 2, callDuration: 8, holdDuration: 4 });
    expect(out.stopTimer()).to.equal(out);
    const ticks = ann.heard(out).types('updateTimer').length;
    await clock.advance(5_000);
    expect([out.timer.callDuration, inc.timer.callDuration, ann.heard(out).types('updateTimer').length]).to.deep.equal([8, 13, ticks]);
    inc.hangup();
    await bob.heard(inc).next('ended');
    expect(inc.timer.callDuration).to.equal(13);
    await Promise.all([ann, bob].map(({ client }) => client.dispose()));
  });
});
