import { type ChatTown, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, afterEach, before, describe, expect, it } from '../../../test/harness.ts';
import { temporaryFolder } from '../../../test/server-fixture.ts';
import { createSafeFetch, publicPolicy } from '../net/safe-fetch.ts';
import { Endpoint, isSigned, type Received } from './testing.ts';

const anywhere = { ...publicPolicy, allows: () => true };
const much: [number, number] = [100_000, 100_000];
const rates = { send: much, user: much, channel: much, address: much } as never;
const texts = (all: readonly Received[]) => all.filter(({ type }) => type === 'message.created').map(({ data }) => data.message.content as string);

describe('webhooks', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  let endpoint: Endpoint;
  const hooks: string[] = [];
  const settings = {
    rates,
    webhookBackoffMs: 1_000,
    webhookRetryMs: 60_000,
    webhookTimeoutMs: 5_000,
    webhookParallel: 4,
    webhookRestAfter: 8,
    webhookRestMs: 8_000,
  };
  const door = { fetch: createSafeFetch({ clock, policy: anywhere }), plainHttp: true };
  before(async () => {
    town = await startTown({ clock, settings, webhooks: door });
    endpoint = await Endpoint.start();
  });
  afterEach(async () => {
    for (const hook of hooks.splice(0)) await town.core.webhooks.delete('demo', hook);
    endpoint.answer = () => ({ status: 204 });
    endpoint.received.length = 0;
    endpoint.requests.length = 0;
    endpoint.most = 0;
  });
  after(async () => {
    await town.close();
    await endpoint.close();
  });

  async function listen(events: string[], url = endpoint.url) {
    const { webhook, secret } = await town.core.webhooks.create('demo', { url, events });
    hooks.push(webhook.webhook_id);
    return { id: webhook.webhook_id, secret };
  }
  /** Lets time pass until it is so: each turn leaves real sockets theirs, and none while an endpoint thinks, unless `hurry`. */
  async function passUntil(done: () => boolean | Promise<boolean>, stepMs = 200, hurry = false): Promise<void> {
    while (!(await done())) {
      if (endpoint.open === 0 || hurry) await clock.advance(stepMs);
      for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const status = (id: string) => town.core.webhooks.get('demo', id);
  const empty = async (id: string) => (await status(id)).waiting === 0;

  it('are told what happens in a channel, in order, each event with a number and a signature', async () => {
    const { id, secret } = await listen(['*']);
    await town.channel('desk', ['alice', 'bob']);
    const { message_id } = await town.say('bob', 'desk', 'hello');
    await town.as('bob', 'message.edit', { channel_id: 'desk', message_id, content: 'hello there' });
    await town.as('alice', 'message.react', { channel_id: 'desk', message_id, emoji: '👍', on: true });
    await town.as('alice', 'channel.ban', { channel_id: 'desk', user_id: 'bob', seconds: 60 });
    await town.as('alice', 'message.delete', { channel_id: 'desk', message_id });
    await endpoint.event(({ type }) => type === 'message.deleted');
    const all = endpoint.received.filter(({ channel_id }) => channel_id === 'desk');
    expect(all.map(({ type }) => type)).to.deep.equal([
      'channel.created',
      'member.joined',
      'member.joined',
      'message.created',
      'message.updated',
      'reaction.changed',
      'member.left',
      'moderation.acted', // the ban
      'moderation.acted',
      'message.deleted',
    ]);
    expect(all.map(({ sequence }) => sequence)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(all[3]!.data.message).to.include({ content: 'hello', channel_id: 'desk' });
    expect(all[6]!.data.ban).to.include({ end_at: clock.now() + 60_000 });
    expect(all[7]!.data).to.include({ action: 'ban', by: 'alice', user_id: 'bob' });
    const [request] = endpoint.requests;
    expect(isSigned(request!, secret)).to.equal(true);
    expect(isSigned(request!, 'another')).to.equal(false);
    expect(request!.headers['earshot-webhook-id']).to.equal(id);
    expect(JSON.stringify(await status(id))).to.not.include(secret);
  });

  it('are told of users, reports and calls, and of nothing that was not asked for', async () => {
    await listen(['user.created', 'report.created', 'call.started', 'call.missed', 'call.ended']);
    await town.users('dave');
    await town.channel('lobby', ['alice', 'bob']);
    const { message_id } = await town.say('bob', 'lobby', 'rude');
    await town.as('alice', 'report.create', { report_type: 'message', channel_id: 'lobby', message_id });
    const call_id = crypto.randomUUID();
    const [alice, bob] = [await town.device('alice'), await town.device('bob')];
    await alice.request('call.invite', { call_id, to: 'bob', media: ['audio'] });
    await bob.call('bob', ({ state }) => state === 'ringing');
    await alice.request('call.end', { call_id });
    await endpoint.event(({ type }) => type === 'call.ended');
    const types = new Set(endpoint.received.map(({ type }) => type));
    expect([...types].sort()).to.deep.equal(['call.ended', 'call.missed', 'call.started', 'report.created', 'user.created']);
    const of = (type: string) => endpoint.received.find((one) => one.type === type)!.data;
    expect(of('user.created').user).to.include({ user_id: 'dave', name: 'Dave' });
    expect(of('report.created').report).to.include({ report_type: 'message' });
    expect(of('call.missed')).to.include({ user_id: 'bob', missed: true });
    expect(of('call.ended').call).to.include({ call_id, state: 'ended' });
  });

  it('are told again until they take it, and only then of what comes after it in that channel', async () => {
    await town.channel('retry', ['alice']);
    await town.channel('other', ['alice']);
    const { id } = await listen(['message.created']);
    const answers = [{ status: 500 }, undefined, { status: 302 }];
    endpoint.answer = ({ channel_id }) => (channel_id === 'retry' && answers.length > 0 ? answers.shift() : { status: 200 });
    for (const text of ['one', 'two']) await town.say('alice', 'retry', text);
    await town.say('alice', 'other', 'aside');
    await passUntil(() => empty(id));
    expect(texts(endpoint.received.filter(({ channel_id }) => channel_id === 'retry'))).to.deep.equal(['one', 'one', 'one', 'one', 'two']);
    expect(new Set(endpoint.received.filter(({ data }) => data.message.content === 'one').map(({ event_id }) => event_id)).size).to.equal(1);
    expect(texts(endpoint.received).filter((text) => text === 'aside')).to.have.length(1);
  });

  it('give an event up when its time is over, show it, and send it again before what came later', async () => {
    await town.channel('grave', ['alice']);
    const { id } = await listen(['message.created']);
    endpoint.answer = () => ({ status: 503 });
    await town.say('alice', 'grave', 'lost');
    await passUntil(async () => (await status(id)).dead === 1, 1_000);
    const { letters } = await town.core.webhooks.dead('demo', id, {});
    expect(letters).to.have.length(1);
    expect(letters[0]).to.include({ sequence: 1, error: 'it answered 503' });
    expect(letters[0]!.attempts).to.be.greaterThan(3);
    expect((letters[0]!.event as Received).data.message.content).to.equal('lost');
    await town.core.webhooks.change('demo', id, { enabled: false }); // a disabled one is told of nothing new
    await town.say('alice', 'grave', 'unheard');
    await town.core.webhooks.change('demo', id, { enabled: true });
    endpoint.answer = () => ({ status: 200 });
    endpoint.received.length = 0;
    expect(await town.core.webhooks.redrive('demo', id, [99])).to.equal(0);
    expect(await town.core.webhooks.redrive('demo', id)).to.equal(1);
    await town.say('alice', 'grave', 'later');
    await passUntil(() => empty(id));
    expect(texts(endpoint.received)).to.deep.equal(['lost', 'later']);
    expect(await status(id)).to.include({ waiting: 0, dead: 0 });
  });

  it('rest after many failures in a row, longer each time, and get everything in order once they work', async () => {
    const channels = Array.from({ length: 6 }, (_, i) => `tired_${i}`);
    for (const channel of channels) await town.channel(channel, ['alice']);
    const { id } = await listen(['message.created']);
    endpoint.answer = () => ({ status: 500 });
    for (const text of ['one', 'two']) for (const channel of channels) await town.say('alice', channel, text);
    const rests: number[] = [];
    const nextRest = async () => {
      await passUntil(async () => (await status(id)).resting_until !== undefined);
      const until = (await status(id)).resting_until!;
      rests.push(until - clock.now());
      expect((await town.core.webhooks.dead('demo', id, {})).resting_until).to.equal(until);
      await passUntil(() => endpoint.open === 0);
      const asked = endpoint.requests.length;
      while (clock.now() < until - 1_000) await clock.advance(200);
      expect(endpoint.requests.length).to.equal(asked); // left alone
      await clock.advance(until - clock.now());
    };
    await nextRest();
    await nextRest();
    await nextRest();
    expect(rests[1]!).to.be.greaterThan(rests[0]!);
    expect(Math.max(...rests)).to.be.lessThanOrEqual(settings.webhookRestMs);
    await passUntil(async () => (await status(id)).resting_until !== undefined);
    endpoint.answer = () => ({ status: 200 });
    endpoint.received.length = 0;
    expect(await town.core.webhooks.test('demo', id)).to.include({ delivered: true });
    await passUntil(() => empty(id));
    expect(await status(id))
      .to.include({ dead: 0 })
      .and.not.have.property('resting_until');
    for (const channel of channels) expect(texts(endpoint.received.filter(({ channel_id }) => channel_id === channel))).to.deep.equal(['one', 'two']);
  });

  it('give up what grew too old while they rested, tried or not, and keep it', async () => {
    for (const channel of ['old_0', 'old_1']) await town.channel(channel, ['alice']);
    const { id } = await listen(['message.created']);
    endpoint.answer = () => ({ status: 500 });
    for (const channel of ['old_0', 'old_1']) for (let i = 0; i < 4; i++) await town.say('alice', channel, `${channel}:${i}`);
    await passUntil(async () => (await status(id)).dead === 8, 500);
    const { letters } = await town.core.webhooks.dead('demo', id, {});
    expect(letters.map(({ sequence }) => sequence)).to.deep.equal([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(letters.some(({ attempts }) => attempts === 0)).to.equal(true);
    endpoint.answer = () => ({ status: 200 });
    endpoint.received.length = 0;
    expect(await town.core.webhooks.redrive('demo', id)).to.equal(8);
    await passUntil(() => empty(id));
    for (const channel of ['old_0', 'old_1'])
      expect(texts(endpoint.received.filter(({ channel_id }) => channel_id === channel))).to.deep.equal([0, 1, 2, 3].map((i) => `${channel}:${i}`));
  });

  it('that answer too slowly count as failed', async () => {
    await town.channel('slow', ['alice']);
    const { id } = await listen(['message.created']);
    let first = true;
    const never = new Promise<undefined>(() => {});
    endpoint.answer = () => {
      if (!first) return { status: 200 };
      first = false;
      return never;
    };
    await town.say('alice', 'slow', 'wait for it');
    await passUntil(() => empty(id), 500, true);
    expect(texts(endpoint.received)).to.deep.equal(['wait for it', 'wait for it']);
  });

  it('get every event once taken, each channel in order and few requests at once, however the endpoint stumbles', async () => {
    const channels = Array.from({ length: 10 }, (_, i) => `load_${i}`);
    for (const channel of channels) await town.channel(channel, ['alice']);
    const { id } = await listen(['message.created']);
    const taken: Received[] = [];
    const under = new Set<string>();
    let lanes = 0;
    let asked = 0;
    endpoint.answer = async (event) => {
      if (under.has(event.channel_id!)) lanes++;
      under.add(event.channel_id!);
      const turn = ++asked;
      for (let i = 0; i < turn % 7; i++) await new Promise((resolve) => setImmediate(resolve));
      under.delete(event.channel_id!);
      if (turn % 5 === 0) return { status: 500 };
      taken.push(event);
      return { status: 200 };
    };
    await Promise.all(channels.flatMap((channel) => Array.from({ length: 12 }, (_, i) => town.say('alice', channel, `${channel}:${i}`))));
    await passUntil(() => empty(id));
    expect(taken.map(({ sequence }) => sequence).sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 120 }, (_, i) => i + 1));
    for (const channel of channels) {
      const mine = taken.filter(({ channel_id }) => channel_id === channel).map(({ sequence }) => sequence);
      expect(mine, channel).to.deep.equal([...mine].sort((a, b) => a - b));
    }
    expect(lanes).to.equal(0);
    expect(endpoint.most).to.be.lessThanOrEqual(settings.webhookParallel);
  });

  it('sign with both secrets for a while after a new one was made', async () => {
    const { id, secret } = await listen(['message.created']);
    const made = await town.core.webhooks.rotate('demo', id, 10_000);
    const signed = async () => {
      expect(await town.core.webhooks.test('demo', id)).to.deep.equal({ delivered: true, status: 204 });
      return [secret, made.secret].map((one) => isSigned(endpoint.requests.at(-1)!, one));
    };
    expect(await signed()).to.deep.equal([true, true]);
    await clock.advance(10_001);
    expect(await signed()).to.deep.equal([false, true]);
  });

  it('go on after a restart with what was queued before', async () => {
    const folder = temporaryFolder();
    const first = await startTown({ dataDir: folder.path, clock, settings, webhooks: door });
    await first.channel('kept', ['alice']);
    endpoint.answer = () => ({ status: 500 });
    const { webhook } = await first.core.webhooks.create('demo', { url: endpoint.url, events: ['message.created'] });
    await first.say('alice', 'kept', 'still here');
    await endpoint.until((all) => all.length === 1);
    await first.close();
    endpoint.answer = () => ({ status: 200 });
    endpoint.received.length = 0;
    const { createCore } = await import('../core.ts');
    const again = createCore({ dataDir: folder.path, clock, settings, webhooks: door });
    await again.ready();
    await passUntil(async () => (await again.webhooks.get('demo', webhook.webhook_id)).waiting === 0);
    expect(texts(endpoint.received)).to.deep.equal(['still here']);
    await again.close();
    folder.remove();
  });

  it('stay within their app', async () => {
    await town.core.apps.create({ appId: 'other' });
    const { id } = await listen(['*']);
    await town.core.users.create('other', { user_id: 'eve' });
    await town.users('frank');
    await endpoint.event(({ type }) => type === 'user.created');
    expect(endpoint.received.map(({ data }) => data.user.user_id)).to.deep.equal(['frank']);
    expect(town.core.webhooks.list('other')).to.deep.equal([]);
    expect(await town.core.webhooks.get('other', id).catch((error: Error) => error.message)).to.include('there is no such webhook');
  });
});
