import type { Call } from '../../src/core/call/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Town, talk, until } from './calls-town.ts';

const heard = (call: Call) => until(call, ({ mediaState, reconnecting }) => mediaState === 'connected' && !reconnecting);

describe('calling again the one with whom one still is in a call', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ graceMs: 60_000, beatMs: 30, callTickMs: 10 });
  });
  after(() => town.stop());

  it('goes on with that call after a crash that left nothing behind', async () => {
    const [alice, bob] = [await town.person('al1'), await town.person('bo1')];
    const [out, inc] = await talk(alice, bob, 'bo1');
    const heardOf: string[] = [];
    bob.client.calls.on('incoming', (call) => heardOf.push(call.id));
    alice.vanish();
    await until(inc, (call) => call.reconnecting);
    const again = await town.person('al1');
    expect(again.client.calls.calls).to.deep.equal([]);
    const back = await again.client.calls.make('bo1');
    await Promise.all([heard(back), heard(inc)]);
    expect([back.id, back.state, back.peer.user_id]).to.deep.equal([out.id, 'connected', 'bo1']);
    expect([inc.id, inc.state, heardOf]).to.deep.equal([out.id, 'connected', []]);
    expect(again.client.calls.calls).to.deep.equal([back]);
    expect(town.server.core.stats().calls).to.equal(1);
    const { answered_at } = (await again.client.connection.request('call.get', { call_id: out.id })).call;
    expect(back.connectedAtMs).to.equal(Number(answered_at) - again.client.connection.clockOffsetMs);
    back.setMuted(true);
    await until(inc, (call) => call.remoteMuted);
    await inc.end();
    await until(back, (call) => call.state === 'ended');
    expect(back.endReason).to.equal('completed');
  });

  it('goes on for a callee who calls back, too', async () => {
    const [alice, bob] = [await town.person('al2'), await town.person('bo2')];
    const [out] = await talk(alice, bob, 'bo2');
    bob.vanish();
    await until(out, (call) => call.reconnecting);
    const again = await town.person('bo2');
    const back = await again.client.calls.make('al2');
    await Promise.all([heard(back), heard(out)]);
    expect([back.id, back.state, out.state]).to.deep.equal([out.id, 'connected', 'connected']);
    await back.end();
    await until(out, (call) => call.state === 'ended');
  });

  it('leaves the one who waits in the call that he has', async () => {
    const [alice, bob] = [await town.person('al3'), await town.person('bo3')];
    const [, inc] = await talk(alice, bob, 'bo3');
    alice.vanish();
    await until(inc, (call) => call.reconnecting);
    expect(await bob.client.calls.make('al3')).to.equal(inc);
    expect([inc.state, bob.client.calls.calls.length]).to.deep.equal(['connected', 1]);
    const again = await town.person('al3');
    await heard(await again.client.calls.make('bo3'));
    await heard(inc);
    await inc.end();
  });

  it('makes the device that had it before let go of it, without an end for the others', async () => {
    const [alice, bob] = [await town.person('al4'), await town.person('bo4')];
    const [out, inc] = await talk(alice, bob, 'bo4');
    const lost = new Promise<void>((resolve) => void bob.client.connection.on('leg', ({ event }) => event === 'lost' && resolve()));
    alice.cut();
    await lost;
    const laptop = await town.person('al4');
    const back = await laptop.client.calls.make('bo4');
    await Promise.all([heard(back), heard(inc)]);
    expect(back.id).to.equal(out.id);
    alice.mend();
    await until(out, (call) => call.state === 'ended');
    expect([out.endReason, out.error]).to.deep.equal(['answered_elsewhere', undefined]);
    back.setMuted(true);
    await until(inc, (call) => call.remoteMuted);
    expect([back.state, inc.state]).to.deep.equal(['connected', 'connected']);
    await inc.end();
  });

  it('is a new call when the old one was hung up while there was no line', async () => {
    const [alice, bob] = [await town.person('al5'), await town.person('bo5')];
    const [out, inc] = await talk(alice, bob, 'bo5');
    alice.cut();
    await new Promise<void>((resolve) => void alice.client.on('state', (state) => state === 'reconnecting' && resolve()));
    await out.end();
    const next = await alice.client.calls.make('bo5');
    const ringing = new Promise<Call>((resolve) => void bob.client.calls.once('incoming', resolve));
    alice.mend();
    const rung = await ringing;
    await until(inc, (call) => call.state === 'ended');
    await until(next, (call) => call.state === 'ringing');
    expect([inc.endReason, rung.id === next.id, next.id === out.id]).to.deep.equal(['completed', true, false]);
    await next.end();
  });
});

describe('calling somebody whose line was cut a moment ago', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ callTickMs: 10, reachGraceMs: 60_000 });
  });
  after(() => town.stop());

  it('rings when he is back', async () => {
    const [alice, bob] = [await town.person('alice'), await town.person('bob')];
    bob.cut();
    while (await alice.client.calls.isOnline('bob'));
    const out = await alice.client.calls.make('bob');
    await until(out, (call) => call.state === 'initiated');
    bob.mend();
    const inc = await bob.incoming();
    await until(out, (call) => call.state === 'ringing');
    await inc.answer();
    await Promise.all([heard(out), heard(inc)]);
    await out.end();
  });
});

describe('calling somebody who does not come back', () => {
  it('ends as unreachable once he had time enough', async () => {
    const town = await Town.start({ callTickMs: 10, reachGraceMs: 150 });
    try {
      const [alice, bob] = [await town.person('alice'), await town.person('bob')];
      bob.cut();
      while (await alice.client.calls.isOnline('bob'));
      const out = await alice.client.calls.make('bob');
      await until(out, (call) => call.state === 'ended');
      expect(out.endReason).to.equal('unreachable');
    } finally {
      await town.stop();
    }
  });
});
