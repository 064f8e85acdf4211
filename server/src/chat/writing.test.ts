import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';

describe('who may write', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  before(async () => {
    town = await startTown({ clock });
  });
  after(() => town.close());

  /** A channel of alice's with a message of each, and what bob and she may do in it after that. */
  const place = async (channel_id: string) => {
    await town.channel(channel_id, ['alice', 'bob', 'carol']);
    const mine = { alice: await town.say('alice', channel_id, 'first'), bob: await town.say('bob', channel_id, 'second') };
    const may = async (act: Promise<unknown>): Promise<string> =>
      act.then(
        () => 'yes',
        async () => (await refused(act)).error,
      );
    return async (user: 'alice' | 'bob') => {
      const { message_id } = mine[user];
      return {
        send: await may(town.say(user, channel_id, 'more')),
        edit: await may(town.as(user, 'message.edit', { channel_id, message_id, content: 'else' })),
        react: await may(town.as(user, 'message.react', { channel_id, message_id, emoji: '👍', on: true })),
      };
    };
  };
  const free = { send: 'yes', edit: 'yes', react: 'yes' };
  const all = (error: string) => ({ send: error, edit: error, react: error });
  const byApp = async (channel_id: string) =>
    (await town.core.send('demo', 'bob', { client_id: crypto.randomUUID(), channel_id, type: 'text', content: 'x' }, { byApp: true })).message
      .content;

  it('is nobody but managers and the app in a frozen channel', async () => {
    const acts = await place('frozen');
    await town.as('alice', 'channel.freeze', { channel_id: 'frozen', freeze: true });
    expect(await acts('bob')).to.deep.equal(all('channel:frozen'));
    expect(await acts('alice')).to.deep.equal(free);
    expect(await byApp('frozen')).to.equal('x');
  });

  it('is nobody but managers where only they write; the others react', async () => {
    const acts = await place('notices');
    await town.as('alice', 'channel.update', { channel_id: 'notices', write: 'managers' });
    expect(await acts('bob')).to.deep.equal({ ...all('channel:read-only'), react: 'yes' });
    expect(await acts('alice')).to.deep.equal(free);
    expect(await byApp('notices')).to.equal('x');
  });

  it('is not who is muted, for that time', async () => {
    const acts = await place('muted');
    await town.as('alice', 'channel.mute', { channel_id: 'muted', user_id: 'bob', seconds: 60 });
    expect(await acts('bob')).to.deep.equal(all('channel:muted'));
    await clock.advance(60_000);
    expect(await acts('bob')).to.deep.equal(free);
  });

  it('is not who is banned, nor anybody from outside', async () => {
    const acts = await place('banned');
    await town.as('alice', 'channel.ban', { channel_id: 'banned', user_id: 'bob', permanent: true });
    expect(await acts('bob')).to.deep.equal(all('channel:banned'));
    expect(await refused(town.say('mallory', 'banned', 'x'))).to.include({ error: 'channel:not-member' });
  });

  it('waits between two messages in slow mode, threads included; a scheduled one waits by itself', async () => {
    const acts = await place('slow');
    const bob = await town.device('bob', { channels: true });
    await town.as('alice', 'channel.update', { channel_id: 'slow', slow_ms: 10_000 });
    await clock.advance(4_000);
    expect(await refused(town.say('bob', 'slow', 'too soon'))).to.include({ error: 'channel:slow', code: 9001, retry_after_ms: 6_000 });
    const inThread = town.say('bob', 'slow', 'too soon', { thread_id: 4 });
    expect(await refused(inThread)).to.include({ error: 'channel:slow' });
    expect((await acts('bob')).edit).to.equal('yes');
    expect(await acts('alice')).to.deep.equal(free);
    const draft = { channel_id: 'slow', type: 'text', content: 'in its time' } as const;
    await town.as('bob', 'message.schedule', { schedule_id: 'slow-schedule', send_at: clock.now() + 1_000, draft });
    await clock.advance(1_000);
    while ((await town.as('bob', 'message.scheduled', {})).scheduled[0]!.send_at !== clock.now() + 5_000); // it was put off
    await clock.advance(5_000);
    const { entry } = await bob.entry('c:slow', (one) => one.kind === 'message' && one.message.client_id === 'slow-schedule');
    expect(entry.at_ms).to.equal(clock.now());
  });
});
