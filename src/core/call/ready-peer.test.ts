import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { FakeEngine } from '../../../test/fake-media.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { ReadyPeer } from './ready-peer.ts';

function kit() {
  const [engine, clock] = [new FakeEngine(), new FakeClock()];
  return { engine, clock, ready: new ReadyPeer(engine, clock, 30_000) };
}

describe('a peer connection made ahead of a call', () => {
  it('is one, with an offer that gathers nothing, however often it is prepared', async () => {
    const { engine, ready } = kit();
    ready.prepare();
    ready.prepare();
    await settle();
    const taken = ready.take(['audio']);
    expect([engine.made.length, (await taken?.offer)?.type, engine.made[0]?.localDescription]).to.deep.equal([1, 'offer', null]);
    expect(ready.take(['audio'])).to.equal(undefined);
  });

  it('is let go when no call comes for as long as set, and not before', async () => {
    const { engine, clock, ready } = kit();
    ready.prepare();
    await clock.advance(20_000);
    ready.prepare();
    await clock.advance(29_999);
    expect(engine.peers.length).to.equal(1);
    await clock.advance(1);
    expect([engine.peers.length, clock.pending, ready.take(['audio'])]).to.deep.equal([0, 0, undefined]);
  });

  it('taken by a call is the business of that call alone', async () => {
    const { engine, clock, ready } = kit();
    ready.prepare();
    ready.take(['audio']);
    ready.dispose();
    await clock.advance(60_000);
    expect([engine.peers.length, clock.pending]).to.deep.equal([1, 0]);
  });

  it('is not for a call with a picture, and ends with the client', () => {
    const { engine, clock, ready } = kit();
    ready.prepare();
    expect(ready.take(['audio', 'video'])).to.equal(undefined);
    ready.dispose();
    expect([engine.peers.length, clock.pending]).to.deep.equal([0, 0]);
  });
});
