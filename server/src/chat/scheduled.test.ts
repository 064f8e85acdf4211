import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startCore, temporaryFolder } from '../../../test/server-fixture.ts';

describe('a scheduled message', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  const put = (userId: string, schedule_id: string, inMs: number, content: string, channel_id = 'later') =>
    town.as(userId, 'message.schedule', { schedule_id, send_at: clock.now() + inMs, draft: { channel_id, type: 'text', content } });
  before(async () => {
    town = await startTown({ clock });
    await town.channel('later', ['alice', 'bob']);
  });
  after(() => town.close());

  it('is sent once when its time has come, as from its writer, whose devices hear of it', async () => {
    const [alice, bob] = [await town.device('alice'), await town.device('bob', { channels: true })];
    const first = await put('alice', 'schedule-1', 60_000, 'good morning');
    expect(await put('alice', 'schedule-1', 60_000, 'good morning')).to.deep.equal(first);
    await put('alice', 'schedule-2', 30_000, 'before that');
    expect((await town.as('alice', 'message.scheduled', {})).scheduled.map((one) => one.schedule_id)).to.deep.equal(['schedule-2', 'schedule-1']);
    expect((await town.as('bob', 'message.scheduled', {})).scheduled).to.deep.equal([]);
    const { scheduled } = await put('alice', 'schedule-1', 45_000, 'good day'); // it was thought over
    expect(scheduled).to.include({ send_at: clock.now() + 45_000 });
    await clock.advance(45_000);
    const { entry } = await bob.entry('c:later', (one) => one.kind === 'message' && one.message.content === 'good day');
    expect(entry.kind === 'message' && entry.message).to.include({ client_id: 'schedule-1', created_at: clock.now() });
    const told = await alice.entry('u:alice', (one) => one.kind === 'scheduled' && one.schedule_id === 'schedule-1' && 'sent' in one.change);
    expect(told.entry.kind === 'scheduled' && told.entry.change).to.deep.equal({
      sent: { channel_id: 'later', message_id: entry.kind === 'message' ? entry.message.message_id : 0 },
    });
    expect((await town.as('alice', 'message.list', { channel_id: 'later', mode: 'next' })).messages.map((one) => one.content)).to.deep.equal([
      'before that',
      'good day',
    ]);
    expect((await town.as('alice', 'message.scheduled', { channel_id: 'later' })).scheduled).to.deep.equal([]);
    expect(await refused(put('alice', 'schedule-1', 60_000, 'again'))).to.include({ error: 'message:conflict' });
  });

  it('can be taken back before', async () => {
    await put('alice', 'schedule-3', 1_000, 'never');
    await town.as('alice', 'message.unschedule', { schedule_id: 'schedule-3' });
    expect(await refused(town.as('alice', 'message.unschedule', { schedule_id: 'schedule-3' }))).to.include({ error: 'schedule:not-found' });
    const head = (await town.as('alice', 'message.list', { channel_id: 'later' })).as_of;
    await clock.advance(1_000);
    await put('alice', 'schedule-4', 0, 'at once'); // what was due before would have come first
    await clock.advance(1);
    const bob = await town.device('bob', { resume: { 'c:later': [(await town.as('bob', 'channel.open', { channel_id: 'later' })).epoch, head] } });
    const { entry } = await bob.entry('c:later', (one) => one.kind === 'message');
    expect(entry.kind === 'message' && entry.message.content).to.equal('at once');
  });

  it('that is refused stays, with the reason, and hurts no other', async () => {
    await town.channel('left', ['alice', 'bob']);
    const bob = await town.device('bob');
    await put('bob', 'schedule-5', 1_000, 'from outside', 'left');
    await put('bob', 'schedule-6', 1_000, 'from inside');
    await town.as('bob', 'channel.leave', { channel_id: 'left' });
    await clock.advance(1_000);
    const { entry } = await bob.entry(
      'u:bob',
      (one) => one.kind === 'scheduled' && one.schedule_id === 'schedule-5' && JSON.stringify(one.change).includes('error'),
    );
    expect(entry.kind === 'scheduled' && (entry.change as { scheduled: object }).scheduled).to.include({ error: 'channel:not-member' });
    await bob.entry('u:bob', (one) => one.kind === 'scheduled' && one.schedule_id === 'schedule-6' && 'sent' in one.change);
    expect((await town.as('bob', 'message.scheduled', {})).scheduled.map((one) => one.error)).to.deep.equal(['channel:not-member']);
  });

  it('is refused at once where its writer is no member, and in too great a number or too far ahead', async () => {
    expect(await refused(put('mallory', 'schedule-7', 1_000, 'x'))).to.include({ error: 'channel:not-member' });
    expect(await refused(put('alice', 'schedule-7', 400 * 24 * 3_600_000, 'x'))).to.include({ error: 'request:invalid' });
    await town.channel('crowded', ['carol']);
    for (let i = 0; i < 100; i++) await put('carol', `crowd-${i}-id`, 3_600_000, 'x', 'crowded');
    expect(await refused(put('carol', 'one-too-many', 3_600_000, 'x', 'crowded'))).to.include({ error: 'request:invalid' });
  });

  it('that fell due while the server was down is sent when it is up again', async () => {
    const folder = temporaryFolder();
    const first = await startTown({ clock, dataDir: folder.path });
    await first.channel('later', ['alice']);
    await first.as('alice', 'message.schedule', {
      schedule_id: 'over-night',
      send_at: clock.now() + 1_000,
      draft: { channel_id: 'later', type: 'text', content: 'good morning' },
    });
    await first.close();
    await clock.advance(60_000);
    const second = await startCore({ clock, dataDir: folder.path, appId: null });
    const alice = await second.device('alice', { resume: { 'u:alice': [(await second.device('alice')).welcome!.epoch, 0] } });
    await alice.entry('u:alice', (one) => one.kind === 'scheduled' && 'sent' in one.change);
    const { messages } = await alice.request('message.list', { channel_id: 'later' });
    expect(messages.map((one) => one.content)).to.deep.equal(['good morning']);
    await second.close();
    folder.remove();
  });
});
