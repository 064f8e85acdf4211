import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore, temporaryFolder } from '../../../test/server-fixture.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
const SETTINGS = { heartbeatMs: 86_400_000, rates: { invite: [1000, 1000], request: [1000, 1000] } as never };

let count = 0;
const newCall = (): string => `reach-${String(++count).padStart(6, '0')}`;

describe('a call that reaches others than one user', () => {
  const clock = new FakeClock();
  const folder = temporaryFolder();
  let server: RunningCore;
  let devices = new Map<string, Device>();
  before(async () => {
    server = await startCore({ clock, dataDir: folder.path, settings: SETTINGS });
    await server.users(...NAMES);
  });
  after(async () => {
    await server.close();
    folder.remove();
  });

  const enter = async (...names: string[]) => {
    for (const name of names) devices.set(name, await server.device(name, { device: `${name}-1` }));
  };
  const at = (name: string) => devices.get(name)!;
  const leave = async () => {
    for (const device of devices.values()) await device.close(1000);
    devices = new Map();
    await server.quiet();
    while (server.core.stats().calls > 0) {
      await clock.advance(10_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const invite = async (from: string, to: string) => (await at(from).request('call.invite', { call_id: newCall(), to, media: ['audio'] })).call;
  /** Whose device has ever heard that this call rings for him. */
  const rangAt = async (call_id: string) => {
    const rang: string[] = [];
    for (const [name, device] of devices) {
      await device.settled();
      const rows = device.entries(`u:${name}`).flatMap(({ entry }) => (entry.kind === 'call' ? [entry.call] : []));
      if (rows.some((row) => row.call_id === call_id && row.state === 'ringing' && row.to.user_id === name)) rang.push(name);
    }
    return rang;
  };
  const seen = async (name: string, call_id: string) => {
    const { state, end_reason, to } = (await at(name).request('call.get', { call_id })).call;
    return `${state} ${end_reason ?? ''} ${to.user_id}`;
  };

  describe('forwarded', () => {
    it('rings on elsewhere, is over for the one who sent it on, on all his devices, and hears the caller', async () => {
      await enter('alice', 'bob', 'carol');
      const tablet = await server.device('bob', { device: 'bob-2' });
      const description = { type: 'offer' as const, sdp: 'v=0' };
      const call_id = newCall();
      await at('alice').request('call.invite', { call_id, to: 'bob', media: ['audio'], description });
      await at('bob').request('call.ring', { call_id });
      const { call } = await at('bob').request('call.forward', { call_id, to: 'carol' });
      expect(call).to.include({ state: 'ended', end_reason: 'forwarded', ended_by: 'bob' });
      for (const device of [at('bob'), tablet])
        expect(await device.call('bob', (row) => row.call_id === call_id && row.state === 'ended')).to.include({ end_reason: 'forwarded' });
      expect(await at('alice').call('alice', (row) => row.call_id === call_id && row.to.user_id === 'carol')).to.deep.include({
        state: 'ringing',
        alerted: false,
        ring_left_ms: 45_000,
        detail: { forwarded_by: 'bob' },
      });
      expect((await at('carol').next('signal')).data).to.deep.equal({ description });
      at('alice').send({ t: 'signal', call_id, generation: 1, seq: 2, data: { muted: true } });
      await at('carol').request('call.ring', { call_id });
      expect((await at('carol').request('call.answer', { call_id })).signals.map(({ seq }) => seq)).to.include(2);
      expect(await tablet.refused('call.answer', { call_id })).to.include({ error: 'call:ended' });
      expect(tablet.frames.filter((frame) => frame.t === 'signal' && frame.seq === 2)).to.deep.equal([]);
      expect(await at('bob').request('call.end', { call_id })).to.have.nested.property('call.end_reason', 'forwarded');
      expect(await seen('alice', call_id)).to.equal('active  carol');
      expect(await seen('bob', call_id)).to.equal('ended forwarded bob');
      await tablet.close(1000);
      await leave();
    });

    it('is sent on five times at most, never back, and never where nobody is', async () => {
      await enter(...NAMES);
      const { call_id } = await invite('alice', 'bob');
      const hops = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
      for (let i = 0; i < 5; i++) await at(hops[i]!).request('call.forward', { call_id, to: hops[i + 1]! });
      await server.core.users.create('demo', { user_id: 'late' });
      expect(await at('grace').refused('call.forward', { call_id, to: 'late' })).to.include({ error: 'call:transfer-failed' });
      expect(await at('grace').refused('call.forward', { call_id, to: 'alice' })).to.include({ error: 'call:transfer-failed' });
      const second = (await invite('alice', 'bob')).call_id;
      await at('bob').request('call.forward', { call_id: second, to: 'carol' });
      expect(await at('carol').refused('call.forward', { call_id: second, to: 'bob' })).to.include({ error: 'call:transfer-failed' });
      expect(await at('carol').refused('call.forward', { call_id: second, to: 'carol' })).to.include({ error: 'call:self' });
      expect(await at('carol').refused('call.forward', { call_id: second, to: 'nobody' })).to.include({ error: 'call:user-not-found' });
      expect(await at('carol').refused('call.forward', { call_id: second, to: 'late' })).to.include({ error: 'call:transfer-failed' });
      expect(await at('alice').refused('call.forward', { call_id: second, to: 'dave' })).to.include({ error: 'call:wrong-state' });
      expect(await at('dave').refused('call.forward', { call_id: second, to: 'erin' })).to.include({ error: 'call:not-found' });
      expect(await seen('carol', second)).to.equal('ringing  carol');
      await leave();
    });

    it('has one outcome when it is answered, declined or cancelled in the same moment, or sent on from two devices', async () => {
      await enter('alice', 'bob', 'carol', 'dave');
      const tablet = await server.device('bob', { device: 'bob-2' });
      const states: string[] = [];
      for (let round = 0; round < 8; round++) {
        const { call_id } = await invite('alice', 'bob');
        const rivals = [
          () => tablet.request('call.answer', { call_id }),
          () => tablet.request('call.decline', { call_id, reason: 'rejected' }),
          () => at('alice').request('call.end', { call_id }),
          () => tablet.request('call.forward', { call_id, to: 'dave' }),
        ];
        const send = () => at('bob').request('call.forward', { call_id, to: 'carol' });
        const both = round < 4 ? [send, rivals[round % 4]!] : [rivals[round % 4]!, send];
        await Promise.allSettled(both.map((act) => act()));
        states.push(`${await seen('alice', call_id)} / ${await seen('bob', call_id)}`);
        await at('alice').request('call.end', { call_id });
      }
      const allowed = [
        'ringing  carol / ended forwarded bob',
        'ringing  dave / ended forwarded bob',
        'active  bob / active  bob',
        'ended rejected bob / ended rejected bob',
        'ended cancelled bob / ended cancelled bob',
        'ended cancelled carol / ended forwarded bob',
      ];
      for (const state of states) expect(state).to.be.oneOf(allowed);
      await tablet.close(1000);
      await leave();
    });

    it('goes on after a restart of the server, for its time', async () => {
      await enter('alice', 'bob', 'carol');
      const { call_id } = await invite('alice', 'bob');
      await clock.advance(30_000);
      await at('bob').request('call.forward', { call_id, to: 'carol' });
      await server.close();
      server = await startCore({ clock, dataDir: folder.path, settings: SETTINGS, appId: null });
      devices = new Map();
      await enter('alice', 'bob', 'carol');
      expect(['alice', 'bob', 'carol'].map((name) => at(name).welcome!.calls.map((row) => row.to.user_id))).to.deep.equal([['carol'], [], ['carol']]);
      await clock.advance(40_000);
      expect(await seen('alice', call_id)).to.equal('ringing  carol');
      await clock.advance(6_000);
      expect([await seen('alice', call_id), await seen('bob', call_id)]).to.deep.equal(['ended unanswered carol', 'ended forwarded bob']);
      await leave();
    });
  });

  describe('to a group', () => {
    before(async () => {
      await server.core.groups.put('demo', 'desk', { name: 'The desk', members: ['bob', 'carol', 'dave'] });
    });

    it('rings at all members but the one who calls; the first answer wins and the others are out of it', async () => {
      await enter('alice', 'bob', 'carol', 'dave');
      const call = await invite('alice', 'desk');
      const { call_id } = call;
      expect([call.to, call.detail]).to.deep.equal([{ user_id: 'desk', name: 'The desk' }, { group: { group_id: 'desk', name: 'The desk' } }]);
      expect(await rangAt(call_id)).to.deep.equal(['bob', 'carol', 'dave']);
      const answers = await Promise.allSettled(['bob', 'carol', 'dave'].map((name) => at(name).request('call.answer', { call_id })));
      const winners = ['bob', 'carol', 'dave'].filter((_, i) => answers[i]!.status === 'fulfilled');
      expect(winners).to.have.length(1);
      for (const name of ['alice', 'bob', 'carol', 'dave'])
        expect(await seen(name, call_id)).to.equal(`${['alice', winners[0]].includes(name) ? 'active ' : 'ended answered_elsewhere'} ${winners[0]}`);
      const loser = winners[0] === 'bob' ? 'carol' : 'bob';
      expect(await at(loser).refused('call.ring', { call_id })).to.include({ error: 'call:taken' });
      expect(await at(loser).refused('call.answer', { call_id })).to.include({ error: 'call:taken' });
      expect((await at(loser).request('call.end', { call_id })).call.state).to.equal('ended');
      expect((await at(loser).request('call.decline', { call_id, reason: 'rejected' })).call.state).to.equal('ended');
      expect(await at(loser).refused('call.transfer', { call_id, transfer_id: newCall(), to: 'erin' })).to.include({ error: 'call:wrong-state' });
      expect(await seen('alice', call_id)).to.equal(`active  ${winners[0]}`);
      await at('alice').request('call.end', { call_id });
      await at(loser).settled();
      expect(
        at(loser)
          .entries(`u:${loser}`)
          .flatMap(({ entry }) => (entry.kind === 'call' && entry.call.call_id === call_id ? [entry.call.state] : [])),
      ).to.deep.equal(['ringing', 'ended']);
      const own = await invite('bob', 'desk');
      expect(await rangAt(own.call_id)).to.deep.equal(['carol', 'dave']);
      await leave();
    });

    it('is over for the member who declines, and for the caller when nobody is left who could answer', async () => {
      for (const [reasons, whole] of [
        [['rejected', 'rejected', 'rejected'], 'rejected'],
        [['rejected', 'busy', 'rejected'], 'busy'],
      ] as const) {
        await enter('alice', 'bob', 'carol', 'dave');
        const { call_id } = await invite('alice', 'desk');
        for (const [i, name] of ['bob', 'carol', 'dave'].entries()) {
          expect(await seen('alice', call_id)).to.equal('ringing  desk');
          await at(name).request('call.decline', { call_id, reason: reasons[i]! });
          expect(await seen(name, call_id)).to.equal(`ended ${reasons[i]} ${name}`);
          expect(await at(name).refused('call.answer', { call_id })).to.include({ error: 'call:ended' });
        }
        expect(await seen('alice', call_id)).to.equal(`ended ${whole} desk`);
        await leave();
      }
    });

    it('does not wait for members who are not there, but rings at those who come', async () => {
      await enter('alice');
      expect(await at('alice').request('presence.online', { user_id: 'desk' })).to.deep.equal({ online: false });
      expect(await invite('alice', 'desk')).to.include({ state: 'ended', end_reason: 'unreachable' });
      await enter('bob');
      expect(await at('alice').request('presence.online', { user_id: 'desk' })).to.deep.equal({ online: true });
      const { call_id } = await invite('alice', 'desk');
      await enter('carol');
      expect(at('carol').welcome!.calls.map((row) => [row.call_id, row.to.user_id])).to.deep.equal([[call_id, 'carol']]);
      await at('carol').request('call.decline', { call_id, reason: 'rejected' });
      await at('bob').request('call.decline', { call_id, reason: 'rejected' });
      expect(await seen('alice', call_id)).to.equal('ended rejected desk');
      await leave();
    });

    it('may be sent on by a member, beside the others, or to a group by one who was called alone', async () => {
      await enter('alice', 'bob', 'carol', 'dave', 'erin');
      const wide = await invite('alice', 'desk');
      await at('bob').request('call.forward', { call_id: wide.call_id, to: 'erin' });
      expect(await rangAt(wide.call_id)).to.deep.equal(['bob', 'carol', 'dave', 'erin']);
      await at('erin').request('call.answer', { call_id: wide.call_id });
      expect([await seen('alice', wide.call_id), await seen('bob', wide.call_id), await seen('dave', wide.call_id)]).to.deep.equal([
        'active  erin',
        'ended forwarded bob',
        'ended answered_elsewhere erin',
      ]);
      await at('alice').request('call.end', { call_id: wide.call_id });
      const alone = await invite('alice', 'erin');
      await at('erin').request('call.forward', { call_id: alone.call_id, to: 'desk' });
      expect(await seen('alice', alone.call_id)).to.equal('ringing  desk');
      expect(await rangAt(alone.call_id)).to.deep.equal(['bob', 'carol', 'dave', 'erin']);
      await at('dave').request('call.answer', { call_id: alone.call_id });
      expect(await seen('alice', alone.call_id)).to.equal('active  dave');
      await leave();
    });

    it('is what a blind transfer may go to', async () => {
      await enter('alice', 'bob', 'carol', 'dave', 'erin');
      const { call_id } = await invite('alice', 'erin');
      await at('erin').request('call.answer', { call_id });
      const transfer_id = newCall();
      await at('alice').request('call.transfer', { call_id, transfer_id, to: 'desk' });
      expect(await rangAt(transfer_id)).to.deep.equal(['bob', 'carol', 'dave']);
      await at('bob').request('call.decline', { call_id: transfer_id, reason: 'rejected' });
      await at('carol').request('call.answer', { call_id: transfer_id });
      expect([await seen('erin', transfer_id), await seen('alice', call_id)]).to.deep.equal(['active  carol', 'ended transferred erin']);
      await leave();
    });

    it('is known after a restart, and no more once it is deleted', async () => {
      await server.close();
      server = await startCore({ clock, dataDir: folder.path, settings: SETTINGS, appId: null });
      await enter('alice', 'bob');
      expect((await invite('alice', 'desk')).state).to.equal('ringing');
      await server.core.groups.delete('demo', 'desk');
      expect(await at('alice').refused('call.invite', { call_id: newCall(), to: 'desk', media: ['audio'] })).to.include({
        error: 'call:user-not-found',
      });
      await leave();
    });
  });

  describe('from somebody who is blocked', () => {
    it('seems to be declined at once, and never rings; the caller is not told why', async () => {
      await enter('alice', 'bob');
      await at('bob').request('call.block', { user_id: 'alice' });
      await at('bob').request('call.block', { user_id: 'alice' });
      const { call_id, state, end_reason, ended_by } = await invite('alice', 'bob');
      expect({ state, end_reason, ended_by }).to.deep.equal({ state: 'ended', end_reason: 'rejected', ended_by: 'bob' });
      await at('bob').settled();
      const heard = at('bob').entries('u:bob');
      expect(heard.filter(({ entry }) => entry.kind === 'call' && entry.call.call_id === call_id)).to.deep.equal([]);
      expect(await at('bob').refused('call.get', { call_id })).to.include({ error: 'call:not-found' });
      expect((await invite('bob', 'alice')).state).to.equal('ringing'); // he may call her
      expect(await at('bob').request('call.blocked', {})).to.deep.equal({ users: [{ user_id: 'alice', name: 'Alice' }] });
      expect(await at('alice').request('call.blocked', {})).to.deep.equal({ users: [] });
      await at('bob').request('call.unblock', { user_id: 'alice' });
      expect(await at('bob').request('call.blocked', {})).to.deep.equal({ users: [] });
      await leave();
    });

    it('rings at the members of a group who do not block him, and cannot be sent on to who does', async () => {
      await enter('alice', 'bob', 'carol', 'dave');
      await server.core.groups.put('demo', 'shop', { members: ['bob', 'carol'] });
      await at('carol').request('call.block', { user_id: 'alice' });
      const { call_id } = await invite('alice', 'shop');
      expect(await rangAt(call_id)).to.deep.equal(['bob']);
      const second = await invite('alice', 'dave');
      expect(await at('dave').refused('call.forward', { call_id: second.call_id, to: 'carol' })).to.include({ error: 'call:transfer-failed' });
      await at('carol').request('call.unblock', { user_id: 'alice' });
      await leave();
    });

    it('is for users only who can be seen, not oneself, and for so many', async () => {
      const own = await startCore({ settings: { blocksPerUser: 1 }, app: { reach: 'shared_channel' } });
      await own.users('alice', 'bob', 'carol', 'dave');
      await own.channel('room', ['alice', 'bob', 'carol']);
      const alice = await own.device('alice');
      expect(await alice.refused('call.block', { user_id: 'dave' })).to.include({ error: 'user:not-found' });
      expect(await alice.refused('call.block', { user_id: 'alice' })).to.include({ error: 'call:self' });
      await alice.request('call.block', { user_id: 'bob' });
      expect(await alice.refused('call.block', { user_id: 'carol' })).to.include({ error: 'request:invalid' });
      const placed = await alice.request('call.invite', { call_id: newCall(), to: 'carol', media: ['audio'] });
      expect(placed.call).to.include({ state: 'ended', end_reason: 'unreachable' });
      const carol = await own.device('carol');
      const { call_id } = (await alice.request('call.invite', { call_id: newCall(), to: 'carol', media: ['audio'] })).call;
      expect(await carol.refused('call.forward', { call_id, to: 'dave' })).to.include({ error: 'call:user-not-found' });
      await carol.request('call.answer', { call_id });
      expect(await alice.refused('call.transfer', { call_id, transfer_id: newCall(), to: 'dave' })).to.include({ error: 'call:user-not-found' });
      await own.close();
    });
  });
});
