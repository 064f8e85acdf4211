import { historyOf } from '../../src/core/client/history-of.ts';
import type { CallHistory } from '../../src/core/history/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { failure, Town, talk, until } from './calls-town.ts';

/** Resolves when `look` is true of what is held. */
const held = (history: CallHistory, look: (history: CallHistory) => boolean): Promise<void> =>
  look(history)
    ? Promise.resolve()
    : new Promise((resolve) => {
        const off = history.on('change', () => {
          if (!look(history)) return;
          off();
          resolve();
        });
      });

describe('the history of two users', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('gains their calls as they end, on every device of each [RB-hist-01] [RB-hist-02] [RB-hist-07]', async () => {
    const [alice, bob] = [await town.person('alice'), await town.person('bob')];
    const other = await town.person('bob');
    const [hers, his, elsewhere] = [alice, bob, other].map(({ client }) => historyOf(client)) as [CallHistory, CallHistory, CallHistory];
    const [out, inc] = await talk(alice, bob);
    await out.end();
    await Promise.all([hers, his, elsewhere].map((history) => held(history, ({ get }) => get.call(history).length === 1)));
    expect(his.get().map(({ id }) => id)).to.deep.equal(elsewhere.get().map(({ id }) => id)); // by clocks that differ a little
    expect(hers.get()[0]).to.deep.include({ id: out.id, direction: 'outgoing', endReason: 'completed', missed: false });
    expect(his.get()[0]).to.deep.include({ id: inc.id, direction: 'incoming', endReason: 'completed', missed: false });
    expect([hers.get()[0]?.peer.user_id, his.get()[0]?.peer.user_id]).to.deep.equal(['bob', 'alice']);

    const ringing = bob.incoming();
    const second = await alice.client.calls.make('bob');
    await until(await ringing, ({ state }) => state === 'ringing');
    await second.end();
    await held(elsewhere, ({ unseen }) => unseen === 1);
    expect(elsewhere.get()[0]).to.deep.include({ id: second.id, missed: true, seen: false, durationMs: 0, endReason: 'cancelled' });

    const late = await town.person('bob');
    const fresh = historyOf(late.client);
    expect(fresh.get()).to.deep.equal([]);
    expect((await fresh.fetch()).map(({ id }) => id)).to.deep.equal([second.id, out.id]);
    expect([fresh.total, fresh.unseen]).to.deep.equal([2, 1]);
    await fresh.see();
    await Promise.all([held(his, ({ unseen }) => unseen === 0), held(elsewhere, ({ unseen }) => unseen === 0)]);
    await Promise.all([alice, bob, other, late].map(({ client }) => client.dispose()));
  });

  it('is removed and cleared for one of them [RB-hist-03] [RB-hist-04] [RB-hist-08]', async () => {
    const [carol, dora] = [await town.person('carol'), await town.person('dora')];
    const [hers, theirs] = [historyOf(carol.client), historyOf(dora.client)];
    for (let i = 0; i < 2; i++) {
      const [out, inc] = await talk(carol, dora, 'dora');
      await out.end();
      await until(inc, ({ state }) => state === 'ended');
    }
    await Promise.all([held(hers, () => hers.get().length === 2), held(theirs, () => theirs.get().length === 2)]);
    const [latest, first] = hers.get();
    await hers.remove(latest!.id);
    expect(hers.get()).to.deep.equal([first]);
    const errors: string[] = [];
    hers.on('error', ({ code }) => errors.push(code));
    expect((await failure(hers.remove(latest!.id))).code).to.equal('history:not-found');
    expect(errors).to.deep.equal(['history:not-found']);
    await hers.clear();
    expect([hers.get(), await hers.fetch(), hers.total]).to.deep.equal([[], [], 0]);
    expect(theirs.get()).to.have.length(2);
    expect(await theirs.fetch()).to.have.length(2);
    await Promise.all([carol.client.dispose(), dora.client.dispose()]);
  });
});
