import type { InjectOptions } from 'fastify';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from './testing.ts';

describe('messages over REST', () => {
  let server: TestServer;
  const url = '/v1/group/channels/desk/messages';
  const ask = async (options: InjectOptions) => {
    const response = await server.app.inject(options);
    return { status: response.statusCode, body: response.json() };
  };
  const asApp = (options: InjectOptions) => ask({ ...options, headers: { ...server.keys } });
  const asUser = async (userId: string, options: InjectOptions) => ask({ ...options, headers: { ...(await server.bearer(userId)) } });
  const post = (payload: object) => ({ method: 'POST' as const, url, payload });

  before(async () => {
    server = await startTestServer();
    for (const user_id of ['ann', 'ben']) await server.core.users.create('shop', { user_id });
    await server.core.execute({ kind: 'user', appId: 'shop', userId: 'ann' }, 'channel.create', {
      channel_id: 'desk',
      name: 'Desk',
      members: ['ben'],
    });
  });
  after(() => server.close());

  it('are sent by an app for a user whom it names, and by users for themselves alone', async () => {
    const order = { type: 'text', content: 'Order 7', custom_type: 'order', data: { total: 12 }, mentions: ['ben'] };
    const { body } = await asApp(post({ ...order, user_id: 'ann', client_id: 'order-number-7' }));
    expect(body).to.deep.include({ content: 'Order 7', custom_type: 'order', data: { total: 12 }, mentions: ['ben'] });
    expect(body.user.user_id).to.equal('ann');
    expect((await asApp(post({ ...order, user_id: 'ann', client_id: 'order-number-7' }))).body.message_id).to.equal(body.message_id);
    expect((await asApp(post(order))).body).to.include({ code: 1001 });
    expect((await asUser('ben', post({ ...order, user_id: 'ann' }))).body).to.include({ error: 'auth:forbidden' });
    expect((await asUser('ben', post({ type: 'text', content: 'yes', reply_to: body.message_id }))).body.reply_to).to.include({ excerpt: 'Order 7' });
    expect((await asUser('ben', post({ type: 'text', content: 'x', data: 'no object' }))).body).to.include({ code: 1001 });
    expect((await ask(post(order))).status).to.equal(401);
  });

  it('are read, edited, reacted to, pinned, given meta and deleted, as each may', async () => {
    const { message_id } = (await asUser('ben', post({ type: 'text', content: 'draft' }))).body;
    const one = `${url}/${message_id}`;
    expect((await asUser('ann', { method: 'PUT', url: one, payload: { content: 'x' } })).body).to.include({ error: 'auth:forbidden', code: 3001 });
    expect((await asUser('ben', { method: 'PUT', url: one, payload: { content: 'final words' } })).body).to.include({ content: 'final words' });
    expect((await asApp({ url: `${one}/versions` })).body.versions.map((version: { content: string }) => version.content)).to.deep.equal(['draft']);
    expect((await asUser('ben', { method: 'PUT', url: `${one}/meta`, payload: { set: { a: '1' } } })).body.meta).to.deep.equal({ a: '1' });
    const thumb = `${one}/reactions/${encodeURIComponent('👍')}`;
    expect((await asUser('ann', { method: 'PUT', url: thumb })).body.reactions).to.deep.equal([
      { emoji: '👍', count: 1, user_ids: ['ann'], mine: true },
    ]);
    expect((await asApp({ method: 'PUT', url: thumb })).body).to.include({ error: 'auth:forbidden' });
    expect((await asUser('ben', { url: thumb })).body.users.map((user: { user_id: string }) => user.user_id)).to.deep.equal(['ann']);
    expect((await asUser('ann', { method: 'DELETE', url: thumb })).body).to.not.have.property('reactions');
    expect((await asUser('ann', { method: 'PUT', url: `${one}/pin` })).body.pinned).to.include({ user_id: 'ann' });
    expect((await asUser('ben', { url: '/v1/group/channels/desk/pins' })).body.messages).to.have.length(1);
    expect((await asUser('ben', { url: '/v1/messages/search?query=final' })).body.messages[0]).to.include({ message_id });
    expect((await asApp({ method: 'DELETE', url: one })).status).to.equal(200);
    expect((await asUser('ben', { url: one })).body).to.include({ error: 'message:not-found', code: 1005 });
    expect((await asUser('ben', { url: `${url}/word` })).body).to.include({ code: 1001 });
  });

  it('are scheduled, listed and taken back by their writer', async () => {
    const payload = { send_at: Date.now() + 3_600_000, draft: { channel_id: 'desk', type: 'text', content: 'later' } };
    const at = '/v1/messages/scheduled/rest-schedule-1';
    expect((await asUser('ben', { method: 'PUT', url: at, payload })).body.scheduled).to.deep.include(payload);
    expect((await asUser('ben', { url: '/v1/messages/scheduled' })).body.scheduled).to.have.length(1);
    expect((await asUser('ann', { method: 'DELETE', url: at })).body).to.include({ error: 'schedule:not-found' });
    expect((await asUser('ben', { method: 'DELETE', url: at })).status).to.equal(200);
  });
});
