import type { InjectOptions } from 'fastify';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from './testing.ts';

describe('call groups over REST', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
    for (const user_id of ['ann', 'ben']) await server.core.users.create('shop', { user_id });
  });
  after(() => server.close());

  const ask = async (method: InjectOptions['method'], url: string, payload?: object, headers: object = server.keys) => {
    const options = { method, url: `/v1/voice/groups/${url}`, headers, ...(payload && { payload }) } as InjectOptions;
    const reply = await server.app.inject(options);
    return { status: reply.statusCode, body: reply.json() as Record<string, unknown> };
  };

  it("are made, made anew, read and deleted by the app's own server", async () => {
    const desk = { group_id: 'desk', name: 'The desk', members: ['ann', 'ben'] };
    expect((await ask('PUT', 'desk', { name: 'The desk', members: ['ben', 'ann', 'ben'] })).body).to.deep.equal(desk);
    expect((await ask('GET', 'desk')).body).to.deep.equal(desk);
    expect((await ask('PUT', 'desk', { members: ['ann'] })).body).to.deep.equal({ ...desk, members: ['ann'] });
    expect((await ask('DELETE', 'desk')).status).to.equal(200);
    expect((await ask('DELETE', 'desk')).status).to.equal(200);
    expect(await ask('GET', 'desk')).to.have.nested.property('status', 404);
  });

  it('want members that are users, an id that is none, and the key of the app', async () => {
    expect((await ask('PUT', 'desk', { members: ['ann', 'nobody'] })).body).to.include({ error: 'user:not-found' });
    expect((await ask('PUT', 'ann', { members: ['ben'] })).body).to.include({ error: 'user:duplicate' });
    expect((await ask('PUT', 'desk', { members: [] })).body).to.include({ error: 'request:invalid' });
    expect((await ask('PUT', 'desk', { members: Array.from({ length: 101 }, (_, i) => `u${i}`) })).body).to.include({ error: 'request:invalid' });
    const user = await server.bearer('ann');
    for (const method of ['PUT', 'GET', 'DELETE'] as const)
      expect((await ask(method, 'desk', method === 'PUT' ? { members: ['ann'] } : undefined, user)).status).to.equal(401);
  });
});
