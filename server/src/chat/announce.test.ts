import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { type Frame, textOf } from '../streams/frame.ts';
import type { StreamHub } from '../streams/hub.ts';
import { Receipts } from './announce.ts';

/** What each follower of a channel is told, and when it was more than one frame. */
function channelOf(followers: number) {
  const clock = new FakeClock();
  const told: { user_id: string; receipt: { offset: number } }[][] = [];
  const hub = {
    followers: () => followers,
    tell: (_app: string, _stream: string, frame: Frame) => void told.push([JSON.parse(textOf(frame))].flat()),
  };
  const receipts = new Receipts(hub as unknown as StreamHub, clock, 250);
  const read = (user: string, offset: number) => receipts.tell('app', 'lobby', user, 'read', { offset, n: offset, at_ms: 0 });
  const users = () => told.map((frames) => frames.map(({ user_id }) => user_id));
  return { clock, told, read, users, receipts };
}

describe('receipts of a channel', () => {
  it('of many readers go to each follower in one message', async () => {
    const { clock, read, users } = channelOf(100);
    for (let at = 0; at < 100; at++) read(`user${at}`, 1);
    await clock.advance(250);
    expect(users().map(({ length }) => length)).to.deep.equal([100]);
    await clock.advance(10_000);
    expect(users()).to.have.length(1); // and no timer goes on
    expect(clock.pending).to.equal(0);
  });

  it('are told bit by bit where their copies would be too many, the oldest first, and of each the last', async () => {
    const { clock, read, told, users } = channelOf(50_000);
    for (const user of ['ann', 'ben', 'cat', 'dan', 'eve']) read(user, 1);
    await clock.advance(250);
    read('dan', 7);
    await clock.advance(250);
    await clock.advance(250);
    expect(users()).to.deep.equal([['ann', 'ben'], ['cat', 'dan'], ['eve']]);
    expect(told[1]![1]!.receipt.offset).to.equal(7);
    expect(clock.pending).to.equal(0);
  });

  it('wait for nobody where nobody follows', async () => {
    const { clock, read, told } = channelOf(0);
    read('ann', 1);
    await clock.advance(250);
    expect(told).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
  });
});
