import { isEarshotError, type MethodName, type Params, type WireError } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type RunningCore, startCore } from '../../../test/server-fixture.ts';

describe('reports', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  const as = <M extends MethodName>(userId: string, method: M, params: Params<M>) =>
    server.core.execute({ kind: 'user', appId: 'demo', userId }, method, params);
  const refused = async (promise: Promise<unknown>): Promise<WireError> => {
    const error: unknown = await promise.catch((reason: unknown) => reason);
    if (isEarshotError(error)) return error.toWire();
    throw new Error('not refused');
  };
  const say = async (userId: string, channel_id: string, content: string) =>
    (await server.core.send('demo', userId, { client_id: crypto.randomUUID(), channel_id, type: 'text', content })).message.message_id;
  before(async () => {
    const settings = { heartbeatMs: 86_400_000, rates: { report: [0.1, 8] } as never };
    server = await startCore({ clock, app: { reach: 'shared_channel' }, settings });
    await server.users('alice', 'bob', 'carol', 'dave', 'erin');
  });
  after(() => server.close());

  it('go to the managers of the channel, who see what was said even when it is gone', async () => {
    await server.channel('talk', ['alice', 'bob', 'carol']);
    const [alice, carol] = [await server.device('alice'), await server.device('carol')];
    const message_id = await say('bob', 'talk', 'rude words');
    const { report } = await as('carol', 'report.create', { report_type: 'message', channel_id: 'talk', message_id, reason: 'rude' });
    expect(report).to.deep.include({ report_type: 'message', report_category: 'general', reason: 'rude', created_at: clock.now() });
    expect([report.reporting_user.user_id, report.message!.content, report.channel!.channel_id]).to.deep.equal(['carol', 'rude words', 'talk']);
    const { entry } = await alice.entry('u:alice', (one) => one.kind === 'report');
    expect(entry.kind === 'report' && entry.report).to.deep.equal(report);
    await as('bob', 'message.delete', { channel_id: 'talk', message_id });
    expect((await as('alice', 'report.list', { channel_id: 'talk' })).reports[0]!.message!.content).to.equal('rude words');
    expect(await refused(as('carol', 'report.list', { channel_id: 'talk' }))).to.include({ code: 1016 });
    await carol.settled();
    expect(carol.entries('u:carol').filter(({ entry: one }) => one.kind === 'report')).to.deep.equal([]);
    await Promise.all([alice.close(), carol.close()]);
  });

  it('are about users, channels and messages one can see, and the same again is no second one', async () => {
    await server.channel('kinds', ['alice', 'bob', 'carol']);
    const user = await as('bob', 'report.create', { report_type: 'user', user_id: 'carol', channel_id: 'kinds', report_category: 'spam' });
    expect([user.report.user!.user_id, user.report.report_category]).to.deep.equal(['carol', 'spam']);
    expect((await as('bob', 'report.create', { report_type: 'user', user_id: 'carol', channel_id: 'kinds' })).report.report_id).to.equal(
      user.report.report_id,
    );
    await clock.advance(1);
    const channel = await as('bob', 'report.create', { report_type: 'channel', channel_id: 'kinds' });
    expect(channel.report.channel!.name).to.equal('kinds');
    const listed = async (find: Omit<Params<'report.list'>, 'channel_id'>) =>
      (await as('alice', 'report.list', { channel_id: 'kinds', ...find })).reports.map((one) => one.report_type);
    expect(await listed({})).to.deep.equal(['channel', 'user']);
    expect(await listed({ report_type: 'user' })).to.deep.equal(['user']);
    const first = await as('alice', 'report.list', { channel_id: 'kinds', limit: 1 });
    expect(await listed({ limit: 1, next: first.next! })).to.deep.equal(['user']);
    expect(await refused(as('bob', 'report.create', { report_type: 'user' }))).to.include({ code: 1001 });
    expect(await refused(as('bob', 'report.create', { report_type: 'message', channel_id: 'kinds', message_id: 99 }))).to.include({ code: 1005 });
    expect(await refused(as('bob', 'report.create', { report_type: 'user', user_id: 'erin' }))).to.include({ code: 1004 });
    expect(await refused(as('erin', 'report.create', { report_type: 'user', user_id: 'bob', channel_id: 'kinds' }))).to.include({ code: 1008 });
  });

  it('of one user are few', async () => {
    await server.channel('flood', ['alice', 'dave']);
    for (let i = 0; i < 8; i++) await as('dave', 'report.create', { report_type: 'channel', channel_id: 'flood' });
    const error = await refused(as('dave', 'report.create', { report_type: 'channel', channel_id: 'flood' }));
    expect(error).to.include({ error: 'request:rate-limited', code: 9001, retry_after_ms: 10_000 });
    await clock.advance(10_000);
    await as('dave', 'report.create', { report_type: 'channel', channel_id: 'flood' });
  });

  it('are decided by managers: what is decided is done, and whoever reported hears of it', async () => {
    await server.channel('court', ['alice', 'bob', 'carol']);
    const carol = await server.device('carol', { channels: true });
    const message_id = await say('bob', 'court', 'spam');
    const file = async () => (await as('carol', 'report.create', { report_type: 'message', channel_id: 'court', message_id })).report.report_id;
    const one = await file();
    expect(await refused(as('carol', 'report.decide', { report_id: one, decision: 'dismissed' }))).to.include({ code: 1016 });
    expect(await refused(as('alice', 'report.decide', { report_id: 'none', decision: 'dismissed' }))).to.include({ error: 'report:not-found' });
    await as('alice', 'report.decide', { report_id: one, decision: 'message_deleted' });
    await carol.entry('c:court', (entry) => entry.kind === 'message_delete' && entry.message_id === message_id);
    const { entry } = await carol.entry('u:carol', (told) => told.kind === 'report');
    expect(entry.kind === 'report' && entry.report).to.deep.include({ report_id: one, decision: 'message_deleted', decided_by: 'alice' });
    await as('alice', 'report.decide', { report_id: one, decision: 'message_deleted' }); // again: nothing to do
    expect(await refused(as('alice', 'report.decide', { report_id: one, decision: 'dismissed' }))).to.include({ code: 1001 });

    const two = (await as('carol', 'report.create', { report_type: 'user', user_id: 'bob', channel_id: 'court' })).report.report_id;
    expect((await as('alice', 'report.list', { channel_id: 'court', open: true })).reports.map((report) => report.report_id)).to.deep.equal([two]);
    await as('alice', 'report.decide', { report_id: two, decision: 'user_banned', seconds: 60 });
    const [ban] = (await as('alice', 'channel.bans', { channel_id: 'court' })).bans;
    expect(ban).to.include({ start_at: clock.now(), end_at: clock.now() + 60_000, reason: 'general' });
    expect(ban!.user.user_id).to.equal('bob');
    expect((await as('alice', 'report.list', { channel_id: 'court', open: true })).reports).to.deep.equal([]);
    const done = (await as('alice', 'channel.audit', { channel_id: 'court' })).records.map(({ action }) => action);
    expect(done).to.deep.equal(['report_decide', 'ban', 'report_create', 'report_decide', 'message_delete', 'report_create']);
    await carol.close();
  });

  it('about a manager are for the others alone, and a ban that may not be leaves them open', async () => {
    await server.channel('self', ['alice', 'bob', 'carol']);
    await as('alice', 'channel.manager', { channel_id: 'self', user_id: 'bob', manager: true });
    const { report } = await as('carol', 'report.create', { report_type: 'user', user_id: 'bob', channel_id: 'self' });
    expect((await as('bob', 'report.list', { channel_id: 'self' })).reports).to.deep.equal([]);
    expect(await refused(as('bob', 'report.decide', { report_id: report.report_id, decision: 'dismissed' }))).to.include({
      error: 'report:not-found',
    });
    expect(await refused(as('alice', 'report.decide', { report_id: report.report_id, decision: 'user_banned' }))).to.include({ code: 1017 });
    expect((await as('alice', 'report.list', { channel_id: 'self', open: true })).reports).to.have.length(1);
  });

  it('outside of a channel are for the app', async () => {
    const { report } = await as('alice', 'report.create', { report_type: 'user', user_id: 'bob' });
    expect(report).to.not.have.property('channel');
    const all = await server.core.moderation.reports('demo', { open: true });
    expect(all.reports.map((one) => one.report_id)).to.include(report.report_id);
    const decided = await server.core.execute({ kind: 'app', appId: 'demo' }, 'report.decide', {
      report_id: report.report_id,
      decision: 'dismissed',
    });
    expect(decided.report).to.include({ decision: 'dismissed' });
    expect(decided.report).to.not.have.property('decided_by');
  });
});
