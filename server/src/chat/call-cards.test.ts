import { type ChatTown, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

describe('a call between two who talk in a channel of their own', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  before(async () => {
    town = await startTown({ clock });
    await town.channel('just_two', ['alice', 'bob']);
    await town.channel('all_three', ['alice', 'bob', 'carol']);
  });
  after(() => town.close());
  const unread = async (userId: string) => {
    const { head } = await town.as(userId, 'channel.open', { channel_id: 'just_two' });
    return head.n - head.read.n;
  };

  it('enters that channel as a card, with its length, and is read by both', async () => {
    const [alice, bob] = [await town.device('alice', { channels: true }), await town.device('bob')];
    const startedAt = clock.now();
    await alice.request('call.invite', { call_id: 'card-0001', to: 'bob', media: ['audio'] });
    await bob.request('call.answer', { call_id: 'card-0001' });
    const answeredAt = clock.now();
    await clock.advance(30_000);
    await Promise.all([alice.settled(), bob.settled()]); // their sockets are not silent
    await clock.advance(35_000);
    await alice.request('call.end', { call_id: 'card-0001' });
    const { entry } = await alice.entry('c:just_two', (one) => one.kind === 'message');
    expect(entry.kind === 'message' && entry.message).to.deep.include({
      type: 'call',
      content: 'Voice call, 1:05',
      call: {
        call_id: 'card-0001',
        caller: 'alice',
        callee: 'bob',
        media: ['audio'],
        end_reason: 'completed',
        started_at: startedAt,
        answered_at: answeredAt,
        ended_at: clock.now(),
      },
    });
    expect([await unread('alice'), await unread('bob')]).to.deep.equal([0, 0]);
    await alice.request('call.end', { call_id: 'card-0001' });
    expect((await town.as('bob', 'message.list', { channel_id: 'just_two' })).messages).to.have.length(1);
    expect((await town.as('bob', 'message.list', { channel_id: 'all_three' })).messages).to.have.length(0);
    await Promise.all([alice.close(), bob.close()]);
  });

  it('that was missed waits for the one who missed it; with others there is none', async () => {
    const [alice, bob] = [await town.device('alice'), await town.device('bob')];
    await alice.request('call.invite', { call_id: 'card-0002', to: 'bob', media: ['audio', 'video'] });
    await alice.request('call.end', { call_id: 'card-0002' });
    const { messages } = await bob.request('message.list', { channel_id: 'just_two', limit: 1 });
    expect(messages[0]).to.include({ type: 'call', content: 'Missed video call' });
    expect([await unread('alice'), await unread('bob')]).to.deep.equal([0, 1]);
    await bob.request('call.invite', { call_id: 'card-0003', to: 'alice', media: ['audio'] });
    await alice.request('call.decline', { call_id: 'card-0003', reason: 'rejected' });
    const last = (await bob.request('message.list', { channel_id: 'just_two', limit: 1 })).messages[0]!;
    expect([last.content, last.user.user_id]).to.deep.equal(['Declined voice call', 'bob']);
    expect(await unread('bob')).to.equal(2); // he had not read the one before
    const carol = await town.device('carol');
    await alice.request('call.invite', { call_id: 'card-0004', to: 'carol', media: ['audio'] });
    await carol.request('call.decline', { call_id: 'card-0004', reason: 'rejected' });
    expect((await town.as('carol', 'message.list', { channel_id: 'all_three' })).messages).to.deep.equal([]);
  });

  it('says nothing of a caller who is blocked', async () => {
    await town.as('bob', 'call.block', { user_id: 'alice' });
    const [alice, bob] = [await town.device('alice'), await town.device('bob')];
    const before = (await bob.request('message.list', { channel_id: 'just_two' })).as_of;
    await alice.request('call.invite', { call_id: 'card-0005', to: 'bob', media: ['audio'] }).catch(() => undefined);
    await alice.request('call.end', { call_id: 'card-0005' }).catch(() => undefined);
    await alice.settled();
    expect((await bob.request('message.list', { channel_id: 'just_two' })).as_of).to.equal(before);
  });
});
