import { settle } from '../fake-clock.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { profile, Town, talk, until } from './calls-town.ts';

describe('a call that meets trouble', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ graceMs: 60_000, beatMs: 30, callTickMs: 10 }); // whoever comes back does so in time, however slow the machine
  });
  after(() => town.stop());

  it('goes on without its socket, and what was said meanwhile arrives once', async () => {
    const [alice, bob] = [await town.person('al1'), await town.person('bo1')];
    const [out, inc] = await talk(alice, bob, 'bo1');
    const peer = out.peerConnection;
    const heard: boolean[] = [];
    bob.client.calls.on('change', (call) => {
      if (heard.at(-1) !== call.remoteMuted) heard.push(call.remoteMuted);
    });
    alice.cut();
    await new Promise<void>((resolve) => void alice.client.on('state', (state) => state === 'reconnecting' && resolve()));
    expect([out.state, out.mediaState]).to.deep.equal(['connected', 'connected']);
    out.setMuted(true);
    out.setMuted(false);
    out.setMuted(true);
    alice.mend();
    await until(inc, (call) => call.remoteMuted);
    expect(out.peerConnection).to.equal(peer);
    expect([out.state, inc.state]).to.deep.equal(['connected', 'connected']);
    out.setMuted(false);
    await until(inc, (call) => !call.remoteMuted);
    expect(heard.slice(-2)).to.deep.equal([true, false]);
    await out.end();
  });

  it('a socket cut while it rings loses neither the ring nor the answer', async () => {
    const [alice, bob] = [await town.person('al2'), await town.person('bo2')];
    const out = await alice.client.calls.make('bo2');
    const inc = await bob.incoming();
    await until(inc, (call) => call.state === 'ringing');
    alice.cut();
    await inc.answer();
    alice.mend();
    await until(out, (call) => call.mediaState === 'connected');
    expect([out.state, inc.state]).to.deep.equal(['connected', 'connected']);
    await out.end();
    await until(inc, (call) => call.state === 'ended');
  });

  it('hanging up without a line is told when there is one again', async () => {
    const [alice, bob] = [await town.person('al3'), await town.person('bo3')];
    const [out, inc] = await talk(alice, bob, 'bo3');
    alice.cut();
    await new Promise<void>((resolve) => void alice.client.on('state', (state) => state === 'reconnecting' && resolve()));
    await out.end();
    expect([out.state, out.endReason, alice.engine.peers.length]).to.deep.equal(['ended', 'completed', 0]);
    alice.mend();
    await until(inc, (call) => call.state === 'ended');
    expect(inc.endReason).to.equal('completed');
  });

  it('a reloaded page takes its call back, muted as it was, and both hear each other again', async () => {
    const storage = profile();
    const [alice, bob] = [await town.person('al4', { storage }), await town.person('bo4')];
    const [out, inc] = await talk(alice, bob, 'bo4');
    out.setMuted(true);
    await until(inc, (call) => call.remoteMuted);
    const before = bob.engine.peers[0];
    const microphone = inc.localStream?.getAudioTracks()[0];
    alice.vanish();
    const reloaded = await town.person('al4', { storage });
    const back = await new Promise<import('../../src/core/call/api.ts').Call>((resolve) => {
      const look = () => {
        const call = reloaded.client.calls.get(out.id);
        if (call) resolve(call);
        return Boolean(call);
      };
      if (!look()) {
        const off = reloaded.client.calls.on('change', () => {
          if (look()) off();
        });
      }
    });
    expect([back.state, back.direction, back.muted, back.peer.user_id]).to.deep.equal(['connected', 'outgoing', true, 'bo4']);
    await Promise.all([until(back, (call) => call.mediaState === 'connected'), until(inc, (call) => call.mediaState === 'connected')]);
    await until(inc, (call) => call.remoteMuted);
    expect(bob.engine.peers.length).to.equal(1);
    expect(bob.engine.peers[0]).to.not.equal(before);
    expect(inc.localStream?.getAudioTracks()[0]).to.equal(microphone);
    expect(back.connectedAtMs).to.be.at.most(Date.now());
    back.setMuted(false);
    await until(inc, (call) => !call.remoteMuted);
    await inc.end();
    await until(back, (call) => call.state === 'ended');
    await settle();
    expect(storage.getItem(`earshot:leg:town:al4:${out.id}`)).to.equal(null);
  });

  it('the callee reloads as well as the caller does', async () => {
    const storage = profile();
    const [alice, bob] = [await town.person('al5'), await town.person('bo5', { storage })];
    const [out] = await talk(alice, bob, 'bo5');
    bob.vanish();
    const reloaded = await town.person('bo5', { storage });
    await new Promise<void>((resolve) => void reloaded.client.calls.on('change', (call) => call.mediaState === 'connected' && resolve()));
    await until(out, (call) => call.mediaState === 'connected' && !call.reconnecting);
    const back = reloaded.client.calls.get(out.id);
    expect([back?.direction, back?.state]).to.deep.equal(['incoming', 'connected']);
    await out.end();
  });

  it('shows that media is gone, finds a new path by itself, and shows that too', async () => {
    const [alice, bob] = [await town.person('al7'), await town.person('bo7')];
    const [out, inc] = await talk(alice, bob, 'bo7');
    const ufrag = (sdp: string | undefined) => (JSON.parse(sdp ?? '{}') as { ufrag?: string }).ufrag;
    const first = ufrag(out.peerConnection?.localDescription?.sdp);
    await until(out, (call) => call.quality !== undefined);
    expect(out.quality).to.equal(4);
    town.network.cut();
    await Promise.all([until(out, (call) => call.reconnecting), until(inc, (call) => call.reconnecting)]);
    expect([out.state, out.quality]).to.deep.equal(['connected', 0]);
    town.network.mend();
    await Promise.all([until(out, (call) => !call.reconnecting), until(inc, (call) => !call.reconnecting)]);
    expect(ufrag(out.peerConnection?.localDescription?.sdp)).to.not.equal(first);
    await out.end();
  });

  it('a changed network restarts the path at both ends at once without a quarrel', async () => {
    const [alice, bob] = [await town.person('al8'), await town.person('bo8')];
    const [out, inc] = await talk(alice, bob, 'bo8');
    const errors: unknown[] = [];
    out.on('error', (error) => errors.push(error));
    inc.on('error', (error) => errors.push(error));
    for (let round = 0; round < 5; round++) {
      town.network.cut();
      town.network.mend();
      alice.engine.changeNetwork();
      bob.engine.changeNetwork();
      await Promise.all([until(out, (call) => call.mediaState === 'connected'), until(inc, (call) => call.mediaState === 'connected')]);
      await Promise.all([
        until(out, (call) => call.peerConnection?.signalingState === 'stable'),
        until(inc, (call) => call.peerConnection?.signalingState === 'stable'),
      ]);
    }
    expect(errors).to.deep.equal([]);
    await out.end();
  });
});

describe('a call whose other side has gone', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ graceMs: 400, beatMs: 30, callTickMs: 10 });
  });
  after(() => town.stop());

  it('a page that does not come back ends it when the grace is over', async () => {
    const [alice, bob] = [await town.person('al6'), await town.person('bo6')];
    const [, inc] = await talk(alice, bob, 'bo6');
    alice.vanish();
    await until(inc, (call) => call.reconnecting);
    await until(inc, (call) => call.state === 'ended');
    expect(inc.endReason).to.equal('failed');
  });
});

describe('a call that nobody answers', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ ringTimeoutMs: 80, callTickMs: 10 });
  });
  after(() => town.stop());

  it('ends as unanswered on both sides', async () => {
    const [alice, bob] = [await town.person('alice'), await town.person('bob')];
    const out = await alice.client.calls.make('bob');
    const inc = await bob.incoming();
    await Promise.all([until(out, (call) => call.state === 'ended'), until(inc, (call) => call.state === 'ended')]);
    expect([out.endReason, inc.endReason]).to.deep.equal(['unanswered', 'unanswered']);
    expect([alice.engine.peers.length, bob.engine.peers.length, alice.engine.device.open]).to.deep.equal([0, 0, 0]);
  });
});
