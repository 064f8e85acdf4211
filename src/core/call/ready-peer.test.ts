import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { FakeEngine } from '../../../test/fake-media.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { ReadyPeer } from './ready-peer.ts';

function kit() {
  const [engine, clock] = [new FakeEngine(), new FakeClock()];
  const preview = { open: false };
  return { engine, clock, preview, ready: new ReadyPeer(engine, clock, 30_000, () => preview.open) };
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

  it('is there for calling and for being called, that one with nothing on it, while a preview is open, and no longer', async () => {
    const { engine, clock, preview, ready } = kit();
    ready.rest();
    expect([engine.made.length, ready.takeBare()]).to.deep.equal([0, undefined]);
    preview.open = true;
    ready.rest();
    ready.rest();
    await clock.advance(100_000);
    const bare = ready.takeBare();
    expect([engine.made.length, bare?.getTransceivers(), ready.takeBare()]).to.deep.equal([2, [], undefined]);
    expect(ready.take(['audio'])?.peer.getTransceivers().length).to.equal(1);
    expect(clock.pending).to.equal(0); // none is left
    ready.rest();
    preview.open = false;
    await clock.advance(30_000);
    expect([engine.peers.length, clock.pending]).to.deep.equal([2, 0]); // the two that were taken
  });

  it('of either kind is not the business of who takes the other', async () => {
    const { engine, clock, preview, ready } = kit();
    preview.open = true;
    ready.prepare();
    expect([ready.take(['audio'])?.peer.getTransceivers().length, engine.peers.length]).to.deep.equal([1, 2]);
    ready.prepare();
    expect([ready.takeBare()?.getTransceivers().length, engine.peers.length]).to.deep.equal([0, 3]);
    ready.dispose();
    expect([engine.peers.length, clock.pending]).to.deep.equal([2, 0]);
  });
});
