import { type ChatTown, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = 3_600_000;

describe('a channel that keeps its messages for a time', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  before(async () => {
    town = await startTown({ clock, settings: { retentionTickMs: 60_000, heartbeatMs: 100 * DAY_MS, maxTokenMs: 100 * DAY_MS } });
  });
  after(() => town.close());

  it('loses the old ones from its beginning on, files too, and none that is younger', async () => {
    const members = ['alice', 'bob'];
    await town.channel('brief', members);
    await town.channel('forever', members);
    await town.as('alice', 'channel.update', { channel_id: 'brief', retention_ms: KEPT_MS });
    const old = await town.say('alice', 'brief', 'an old word');
    const file = await town.sendFile('alice', 'brief', 'old-file');
    await town.say('alice', 'forever', 'an old word');
    await clock.advance(KEPT_MS - 60_000);
    const answer = await town.say('bob', 'brief', 'a new word', { reply_to: old.message_id });
    const bob = await town.device('bob', { token: await town.mint('bob', 'demo', 50 * DAY_MS), channels: true });
    const epoch = bob.welcome!.epoch;
    expect((await bob.request('message.list', { channel_id: 'brief' })).messages).to.have.length(3);

    await clock.advance(120_000);

    await bob.entry('c:brief', (one) => one.kind === 'message_delete' && one.message_id === old.message_id);
    await bob.entry('c:brief', (one) => one.kind === 'message_delete' && one.message_id === file.message_id);
    const page = await town.as('bob', 'message.list', { channel_id: 'brief' });
    expect(page.messages.map((one) => one.message_id)).to.deep.equal([answer.message_id]);
    expect(page.messages[0]!.reply_to).to.include({ deleted: true }).and.to.not.have.property('excerpt');
    expect((await town.asApp('channel.get', { channel_id: 'brief' })).channel).to.include({ total_message_count: 1, total_file_count: 0 });
    expect((await town.as('bob', 'message.search', { query: 'old word' })).messages.map((one) => one.channel_id)).to.deep.equal(['forever']);
    expect(await town.core.files.get('demo', 'old-file')).to.equal(undefined);
    expect(await town.core.privacy.removals()).to.deep.equal([{ app: 'demo', kind: 'file', id: 'old-file' }]);

    const resume = async (offset: number) => {
      const device = await town.device('alice', { token: await town.mint('alice', 'demo', 50 * DAY_MS), resume: { 'c:brief': [epoch, offset] } });
      return device.welcome!.streams['c:brief'];
    };
    expect(await resume(file.message_id - 1)).to.include({ recovered: false, reason: 'too_far' });
    expect(await resume(file.message_id)).to.include({ recovered: true });
    const { head } = await town.as('alice', 'channel.open', { channel_id: 'brief' });
    expect(head.n - head.read.n, 'unread').to.equal(1);
  });
});
