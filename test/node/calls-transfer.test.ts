import type { Call } from '../../src/core/call/api.ts';
import type { OperationEvent } from '../../src/core/call/control/api.ts';
import { blocksOf } from '../../src/core/client/blocks-of.ts';
import { clickToCallOf } from '../../src/core/client/click-to-call-of.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, failure, type Person, Town, talk, until } from './calls-town.ts';

const ended = (call: Call) => until(call, ({ state }) => state === 'ended');
/** Sound flows and nobody holds. */
const heard = (call: Call) =>
  until(call, ({ state, mediaState, reconnecting }) => state === 'connected' && mediaState === 'connected' && !reconnecting);

let count = 0;
/** New people, each under a name of his own. */
async function people(town: Town, ...names: string[]): Promise<Person[]> {
  const turn = ++count;
  return Promise.all(names.map((name) => town.person(`${name}-${turn}`)));
}
const idOf = ({ client }: Person): string => client.userId;
const incoming = (person: Person) => new Promise<Call>((resolve) => void person.client.calls.once('incoming', resolve));

describe('a call that is transferred', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ callTickMs: 10 });
  });
  after(() => town.stop());

  it('blindly goes on between the other two, in the same call for the one transferred [RB-call-42] [RB-call-43] [YS-14]', async () => {
    const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
    const [out, inc] = await talk(alice, bob, idOf(bob));
    const [first, connectedAtMs] = [inc.id, inc.connectedAtMs];
    const events: OperationEvent[] = [];
    out.on('operation', (event) => event.isLocal && events.push(event));
    let transferred = 0;
    inc.on('transferred', () => transferred++);
    const ringing = incoming(carol);
    const done = out.transfer(idOf(carol));
    const rung = await ringing;
    await until(inc, ({ remoteHold }) => remoteHold);
    await until(out, ({ detail }) => detail.transfer !== undefined);
    expect([out.state, out.localHold, out.detail.transfer]).to.deep.equal([
      'on_hold',
      true,
      { to: { user_id: idOf(carol), name: idOf(carol) }, state: 'ringing' },
    ]);
    expect([rung.peer.user_id, rung.detail.transferred_by, inc.detail]).to.deep.equal([idOf(bob), idOf(alice), {}]);
    await rung.answer();
    await done;
    expect([out.state, out.endReason]).to.deep.equal(['ended', 'transferred']);
    await Promise.all([heard(inc), heard(rung)]);
    expect([inc.id, inc.peer.user_id, inc.remoteHold, inc.connectedAtMs, transferred]).to.deep.equal([rung.id, idOf(carol), false, connectedAtMs, 1]);
    expect(inc.id).to.not.equal(first);
    expect(bob.client.calls.calls).to.deep.equal([inc]);
    expect(events.map(({ operation, transition }) => `${operation} ${transition}`)).to.deep.equal([
      'hold START',
      'hold UPDATE',
      'hold RESUME',
      'hold FINISH',
      'transfer START',
      'transfer UPDATE',
      'transfer FINISH',
    ]);
    inc.setMuted(true);
    await until(rung, ({ remoteMuted }) => remoteMuted);
    await rung.end();
    await ended(inc);
    expect(inc.endReason).to.equal('completed');
    expect([alice, bob, carol].map(({ engine }) => [engine.peers.length, engine.device.open])).to.deep.equal([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('stays as it was, on hold, when the call there is declined, and says why', async () => {
    const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
    const [out, inc] = await talk(alice, bob, idOf(bob));
    for (let round = 0; round < 2; round++) {
      const ringing = incoming(carol);
      const refused = failure(out.transfer(idOf(carol)));
      await (await ringing).reject();
      expect(await refused).to.include({ code: 'call:transfer-failed' });
      expect((await refused).message).to.contain('declined');
    }
    expect([out.state, out.localHold, out.detail.transfer?.state, inc.state]).to.deep.equal(['on_hold', true, 'failed', 'on_hold']);
    expect((await failure(out.transfer(`nobody-${count}`))).code).to.equal('call:user-not-found');
    expect((await failure(out.transfer(idOf(bob)))).code).to.equal('call:self');
    await out.unhold();
    await Promise.all([heard(out), heard(inc)]);
    await out.end();
    await ended(inc);
  });

  it('is followed by a page that was reloaded, or cut off, while somebody answered', async () => {
    for (const how of ['reload', 'cut'] as const) {
      const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
      const [out, inc] = await talk(alice, bob, idOf(bob));
      inc.setMuted(true);
      const ringing = incoming(carol);
      const done = out.transfer(idOf(carol));
      const rung = await ringing;
      if (how === 'reload') bob.vanish();
      else bob.cut();
      await rung.answer();
      await done;
      const taken = new Promise<Call>((resolve) => {
        if (how === 'cut') return resolve(inc);
        void town.person(idOf(bob), { storage: bob.storage }).then((again) => {
          const look = () => again.client.calls.calls[0] && resolve(again.client.calls.calls[0]);
          again.client.calls.on('change', look);
          look();
        });
      });
      if (how === 'cut') bob.mend();
      const back = await taken;
      await Promise.all([heard(back), heard(rung)]);
      await until(rung, ({ remoteMuted }) => remoteMuted);
      expect([back.id, back.peer.user_id, back.muted]).to.deep.equal([rung.id, idOf(carol), true]);
      await rung.end();
      await ended(back);
    }
  });

  it('is followed over a cut in the moment the page hears of it, and in the moment it asks for its leg', async () => {
    for (const moment of ['hears', 'asks'] as const) {
      const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
      const [out, inc] = await talk(alice, bob, idOf(bob));
      const ringing = incoming(carol);
      const done = out.transfer(idOf(carol));
      const rung = await ringing;
      const { connection } = bob.client;
      let cuts = 0;
      const cut = () => {
        if (cuts++ === 0) bob.cut();
      };
      if (moment === 'hears') connection.on('entry', (_stream, _offset, entry) => entry.kind === 'call' && entry.call.call_id === rung.id && cut());
      else {
        const request = connection.request.bind(connection);
        connection.request = ((...args: Parameters<typeof request>) => {
          const reply = request(...args);
          if (args[0] === 'call.resume') queueMicrotask(cut);
          return reply;
        }) as typeof connection.request;
      }
      const lost = new Promise<void>((resolve) => void connection.on('state', (state) => state === 'reconnecting' && resolve()));
      await rung.answer();
      await lost;
      bob.mend();
      await Promise.all([heard(inc), heard(rung), done]);
      expect([inc.id, cuts > 0, inc.peer.user_id]).to.deep.equal([rung.id, true, idOf(carol)]);
      inc.setMuted(true);
      await until(rung, ({ remoteMuted }) => remoteMuted);
      await inc.end();
      await ended(rung);
    }
  });

  it('tells the one who transfers what came of it while his line was cut', async () => {
    for (const how of ['answers', 'declines'] as const) {
      const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
      const [out, inc] = await talk(alice, bob, idOf(bob));
      const ringing = incoming(carol);
      const done = out.transfer(idOf(carol)).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      const rung = await ringing;
      await until(out, ({ detail }) => detail.transfer !== undefined);
      alice.cut();
      if (how === 'answers') await rung.answer();
      else await rung.reject();
      alice.mend();
      expect(await done).to.equal(how === 'answers' ? 'done' : 'call:transfer-failed');
      expect(out.state).to.equal(how === 'answers' ? 'ended' : 'on_hold');
      await inc.end();
    }
  });

  it('is on hold again at a page of the one who transfers that was reloaded meanwhile, and tells it what came of it', async () => {
    for (const how of ['answers', 'declines'] as const) {
      const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
      const [out, inc] = await talk(alice, bob, idOf(bob));
      const ringing = incoming(carol);
      out.transfer(idOf(carol)).catch(() => {}); // its page is gone
      const rung = await ringing;
      alice.vanish();
      const again = await town.person(idOf(alice), { storage: alice.storage });
      const back = await new Promise<Call>((resolve) => {
        const look = () => again.client.calls.calls[0] && resolve(again.client.calls.calls[0]);
        again.client.calls.on('change', look);
        look();
      });
      await until(back, ({ localHold }) => localHold);
      await until(inc, ({ remoteHold }) => remoteHold);
      expect(back.detail.transfer?.state).to.equal('ringing');
      if (how === 'answers') {
        await rung.answer();
        await ended(back);
        await Promise.all([heard(inc), heard(rung)]);
        expect([back.endReason, inc.id]).to.deep.equal(['transferred', rung.id]);
        await rung.end();
      } else {
        await rung.reject();
        await until(back, ({ detail }) => detail.transfer?.state === 'failed');
        expect([back.detail.transfer?.reason, back.state]).to.deep.equal(['rejected', 'on_hold']);
        await back.end();
      }
      await ended(inc);
    }
  });

  it('ends for all when the one who transfers it hangs up before, and the one transferred may hang up as well', async () => {
    for (const who of [0, 1]) {
      const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
      const pair = await talk(alice, bob, idOf(bob));
      const ringing = incoming(carol);
      const refused = failure(pair[0].transfer(idOf(carol)));
      const rung = await ringing;
      await pair[who]!.end();
      expect((await refused).code).to.equal('call:ended');
      await Promise.all([...pair, rung].map(ended));
      expect([pair[0].endReason, pair[1].endReason, rung.endReason]).to.deep.equal(['completed', 'completed', 'cancelled']);
    }
  });

  it('attended holds the first call, and connects the two others [RB-call-44] [RB-call-45] [YS-15]', async () => {
    const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
    const [out, inc] = await talk(alice, bob, idOf(bob));
    const ringing = incoming(carol);
    const consult = await out.startConsult(idOf(carol));
    const rung = await ringing;
    expect([out.state, consult.direction, rung.peer.user_id]).to.deep.equal(['on_hold', 'outgoing', idOf(alice)]);
    expect((await failure(out.completeTransfer(consult))).code).to.equal('call:wrong-state');
    await rung.answer();
    await Promise.all([heard(consult), heard(rung)]);
    const told = [inc, rung].map((call) => new Promise<void>((resolve) => void call.once('transferred', resolve)));
    await out.completeTransfer(consult);
    expect([out.endReason, consult.endReason]).to.deep.equal(['transferred', 'transferred']);
    await Promise.all(told);
    await Promise.all([heard(inc), heard(rung)]);
    expect([inc.id, inc.peer.user_id, rung.peer.user_id]).to.deep.equal([rung.id, idOf(carol), idOf(bob)]);
    expect([alice, bob, carol].map(({ client }) => client.calls.calls.length)).to.deep.equal([0, 1, 1]);
    inc.setMuted(true);
    await until(rung, ({ remoteMuted }) => remoteMuted);
    await inc.end();
    await ended(rung);
    expect(rung.endReason).to.equal('completed');
  });

  it('tells who is left that the other end is another one now, and can be transferred again [YS-33]', async () => {
    const [alice, bob, carol, dave] = (await people(town, 'alice', 'bob', 'carol', 'dave')) as [Person, Person, Person, Person];
    const [out, inc] = await talk(alice, bob, idOf(bob));
    const first = incoming(carol);
    const consult = await out.startConsult(idOf(carol));
    const rung = await first;
    await rung.answer();
    await heard(consult);
    const peers: string[] = [];
    for (const call of [inc, rung]) call.on('transferred', () => peers.push(call.peer.user_id));
    await out.completeTransfer(consult);
    await Promise.all([heard(inc), heard(rung)]);
    expect(peers.sort()).to.deep.equal([idOf(bob), idOf(carol)]);
    const second = incoming(dave);
    const again = inc.transfer(idOf(dave));
    const last = await second;
    await last.answer();
    await again;
    await Promise.all([heard(rung), heard(last)]);
    expect([inc.endReason, rung.id, rung.peer.user_id, last.peer.user_id]).to.deep.equal(['transferred', last.id, idOf(dave), idOf(carol)]);
    await rung.end();
    await ended(last);
  });
});

describe('a call that is sent on before the answer', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ callTickMs: 10 });
  });
  after(() => town.stop());

  it('is the same call for the caller, and over as forwarded at the one who sent it on [RB-call-20]', async () => {
    const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
    const tablet = await town.person(idOf(bob));
    const both = [bob.incoming(), tablet.incoming()];
    const out = await alice.client.calls.make(idOf(bob));
    const [inc, other] = (await Promise.all(both)) as [Call, Call];
    const ringing = incoming(carol);
    await inc.forward(idOf(carol));
    const rung = await ringing;
    await ended(other);
    expect([inc.endReason, other.endReason, out.state === 'ended']).to.deep.equal(['forwarded', 'forwarded', false]);
    expect([rung.id, rung.peer.user_id, rung.detail.forwarded_by]).to.deep.equal([out.id, idOf(alice), idOf(bob)]);
    await rung.answer();
    await Promise.all([heard(out), heard(rung)]);
    expect([out.peer.user_id, out.detail.forwarded_by]).to.deep.equal([idOf(carol), idOf(bob)]);
    await out.end();
    await ended(rung);
  });

  it('rings on where it is when it cannot be sent there', async () => {
    const [alice, bob, away] = (await people(town, 'alice', 'bob', 'away')) as [Person, Person, Person];
    await away.client.dispose();
    while (await alice.client.calls.isOnline(idOf(away)));
    const out = await alice.client.calls.make(idOf(bob));
    const inc = await bob.incoming();
    expect((await failure(inc.forward(idOf(away)))).code).to.equal('call:transfer-failed');
    expect((await failure(inc.forward(idOf(alice)))).code).to.equal('call:self');
    expect((await failure(out.forward(idOf(bob)))).code).to.equal('call:wrong-state');
    await inc.answer();
    await heard(out);
    expect((await failure(inc.forward(idOf(away)))).code).to.equal('call:wrong-state');
    await out.end();
  });
});

describe('a call from somebody who is blocked', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ callTickMs: 10 });
  });
  after(() => town.stop());

  it('is declined at once without ringing, until he is no longer blocked', async () => {
    const [alice, bob] = (await people(town, 'alice', 'bob')) as [Person, Person];
    const blocks = blocksOf(bob.client);
    await blocks.add(idOf(alice));
    const rang: Call[] = [];
    bob.client.calls.on('incoming', (call) => rang.push(call));
    const out = await alice.client.calls.make(idOf(bob));
    await ended(out);
    expect([out.endReason, (await blocks.list()).map(({ user_id }) => user_id)]).to.deep.equal(['rejected', [idOf(alice)]]);
    await blocks.remove(idOf(alice));
    const next = await alice.client.calls.make(idOf(bob));
    await until(next, ({ state }) => state === 'ringing');
    expect(rang.map(({ id }) => id)).to.deep.equal([next.id]);
    await next.end();
    await bob.client.dispose();
    expect((await failure(blocks.list())).code).to.equal('client:disposed');
  });
});

describe('a call to a group', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ callTickMs: 10 });
  });
  after(() => town.stop());

  it('rings at all, is answered by the first, and tells the caller by whom', async () => {
    const [alice, bob, carol] = (await people(town, 'alice', 'bob', 'carol')) as [Person, Person, Person];
    await town.server.core.groups.put(APP, 'support', { name: 'Support', members: [idOf(bob), idOf(carol)] });
    const rings = [bob.incoming(), carol.incoming()];
    const out = await alice.client.calls.make('support');
    const [inc, other] = (await Promise.all(rings)) as [Call, Call];
    await until(out, ({ state }) => state === 'ringing');
    expect([out.peer, inc.detail.group]).to.deep.equal([
      { user_id: 'support', name: 'Support' },
      { group_id: 'support', name: 'Support' },
    ]);
    await inc.answer();
    await ended(other);
    await Promise.all([heard(out), heard(inc)]);
    expect([out.peer.user_id, other.endReason]).to.deep.equal([idOf(bob), 'answered_elsewhere']);
    await out.end();
    await ended(inc);
  });

  it('begins to count when the other side of a click to call answers, and has lost nothing then', async () => {
    const [alice, bob] = (await people(town, 'alice', 'bob')) as [Person, Person];
    const rings = incoming(alice);
    clickToCallOf(alice.client).make(idOf(bob));
    const call = await rings;
    expect(call.detail.bridge?.user_id).to.equal(idOf(bob));
    const far = incoming(bob);
    await call.answer();
    const inc = await far;
    const waitedSince = call.connectedAtMs!;
    const seen = new Set<boolean>();
    call.on('change', () => void seen.add(call.reconnecting));
    await inc.answer();
    await Promise.all([heard(call), heard(inc)]);
    expect(call.detail.bridge).to.equal(undefined);
    expect([...seen]).to.deep.equal([false]);
    expect(call.connectedAtMs! > waitedSince).to.equal(true);
    await call.end();
    await ended(inc);
  });
});
