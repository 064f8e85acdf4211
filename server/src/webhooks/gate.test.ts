import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, afterEach, before, describe, expect, it } from '../../../test/harness.ts';
import { createSafeFetch, publicPolicy } from '../net/safe-fetch.ts';
import type { BeforeDelivery } from './rows.ts';
import { type Answer, Endpoint, isSigned } from './testing.ts';

const verdict = (body: object): Answer => ({ status: 200, body: JSON.stringify(body) });

describe('a webhook that is asked before a message is stored', () => {
  const clock = new FakeClock();
  let town: ChatTown;
  let endpoint: Endpoint;
  const hooks: string[] = [];
  before(async () => {
    const door = { fetch: createSafeFetch({ clock, policy: { ...publicPolicy, allows: () => true } }), plainHttp: true };
    town = await startTown({ clock, webhooks: door });
    endpoint = await Endpoint.start();
    await town.channel('desk', ['alice', 'bob']);
  });
  afterEach(async () => {
    for (const hook of hooks.splice(0)) await town.core.webhooks.delete('demo', hook);
    endpoint.answer = () => ({ status: 204 });
    endpoint.received.length = 0;
    endpoint.requests.length = 0;
  });
  after(async () => {
    await town.close();
    await endpoint.close();
  });

  async function ask(gate: Partial<BeforeDelivery> = {}): Promise<string> {
    const before_delivery = { time_limit_ms: 3_000, on_failure: 'open' as const, ...gate };
    const { webhook, secret } = await town.core.webhooks.create('demo', { url: endpoint.url, events: [], before_delivery });
    hooks.push(webhook.webhook_id);
    return secret;
  }
  const draft = (content: string) => ({ client_id: crypto.randomUUID(), channel_id: 'desk', type: 'text' as const, content });
  const send = (user: string, one: ReturnType<typeof draft>) => town.core.send('demo', user, one);
  const texts = async () => (await town.asApp('message.list', { channel_id: 'desk' })).messages.map(({ content }) => content).reverse(); // newest first

  it('lets it pass, and sees who says what and where', async () => {
    const secret = await ask();
    expect((await town.say('bob', 'desk', 'fine')).content).to.equal('fine');
    expect(endpoint.received).to.have.length(1);
    const { type, data } = endpoint.received[0]!;
    expect(type).to.equal('before_delivery');
    expect(data).to.include({ action: 'send', content: 'fine' });
    expect(data.message.user).to.include({ user_id: 'bob' });
    expect(data.message.channel).to.include({ channel_id: 'desk' });
    expect(isSigned(endpoint.requests[0]!, secret)).to.equal(true);
  });

  it('puts another text in its place, for everybody, and the same message sent again is still that one', async () => {
    await ask();
    endpoint.answer = ({ data }) => verdict({ action: 'change', content: `${data.content} (checked)` });
    const alice = await town.device('alice', { channels: true });
    const one = draft('change me');
    const first = await send('bob', one);
    expect(first.message.content).to.equal('change me (checked)');
    const { entry } = await alice.entry('c:desk', (it) => it.kind === 'message' && it.message.message_id === first.offset);
    expect(entry.kind === 'message' && entry.message.content).to.equal('change me (checked)');
    endpoint.answer = () => verdict({ action: 'reject' });
    expect(await send('bob', one)).to.deep.equal(first);
    expect(endpoint.received).to.have.length(1); // nobody is asked twice about what is there
    expect((await refused(send('bob', { ...one, content: 'something else' }))).error).to.equal('message:conflict');
  });

  it('rejects it with a reason for its sender, who hears the same however often it is sent', async () => {
    await ask();
    endpoint.answer = () => verdict({ action: 'reject', reason: 'no card numbers, please' });
    const one = draft('4111 1111 1111 1111');
    const bob = await town.device('bob');
    const said = await bob.say('desk', one.content, one.client_id).catch((error: { message: string }) => error.message);
    expect(said).to.equal('unable to send the message; no card numbers, please');
    endpoint.answer = () => ({ status: 204 });
    expect(await refused(send('bob', one))).to.include({ error: 'message:rejected' });
    await town.core.webhooks.delete('demo', hooks.pop()!);
    expect(await refused(send('bob', one))).to.include({ error: 'message:rejected' }); // also when nobody is asked any more
    expect((await refused(send('bob', { ...one, content: 'other' }))).error).to.equal('message:conflict');
    expect(await texts()).to.not.include(one.content);
    expect(endpoint.received).to.have.length(1);
  });

  it('counts for nothing (open) or holds the message back (closed) when it fails, answers nonsense, or takes too long', async () => {
    for (const on_failure of ['open', 'closed'] as const) {
      await ask({ on_failure, time_limit_ms: 500 });
      const outcome = async (answer: Answer | Promise<Answer>): Promise<string> => {
        endpoint.answer = () => answer;
        const before = endpoint.received.length;
        const sent = send('bob', draft(`is it ${on_failure}?`)).then(
          () => 'sent',
          async (error: Error) => (await refused(Promise.reject(error))).error,
        );
        await endpoint.until((all) => all.length > before);
        if (answer instanceof Promise) await clock.advance(500);
        return sent;
      };
      const wanted = on_failure === 'open' ? 'sent' : 'server:busy';
      expect(await outcome({ status: 500 })).to.equal(wanted);
      expect(await outcome(undefined)).to.equal(wanted);
      expect(await outcome({ status: 200, body: 'yes!' })).to.equal(wanted);
      expect(await outcome(verdict({ action: 'change', content: '' }))).to.equal(wanted);
      expect(await outcome(new Promise<Answer>(() => {}))).to.equal(wanted);
      await town.core.webhooks.delete('demo', hooks.pop()!);
    }
  });

  it('keeps the order of one sender, and nobody waits for another one', async () => {
    await ask();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    endpoint.answer = async ({ data }) => {
      if (data.content === 'b1') await held;
      return { status: 204 };
    };
    const bobs = ['b1', 'b2', 'b3'].map((text) => town.say('bob', 'desk', text));
    await town.say('alice', 'desk', 'a1');
    release();
    await Promise.all(bobs);
    expect((await texts()).slice(-4)).to.deep.equal(['a1', 'b1', 'b2', 'b3']);
  });

  it('sees edits, too, and neither what cannot be sent nor what the app itself sends', async () => {
    const { message_id } = await town.say('bob', 'desk', 'before');
    await ask();
    endpoint.answer = ({ data }) => verdict(data.action === 'edit' ? { action: 'reject', reason: 'leave it' } : { action: 'allow' });
    expect((await refused(town.as('bob', 'message.edit', { channel_id: 'desk', message_id, content: 'after' }))).error).to.equal('message:rejected');
    expect(endpoint.received[0]!.data).to.include({ action: 'edit', content: 'after' });
    expect((await refused(town.say('carol', 'desk', 'no member'))).error).to.equal('channel:not-member');
    await town.core.send('demo', 'bob', draft('by the app'), { byApp: true });
    expect(endpoint.received).to.have.length(1);
  });
});
