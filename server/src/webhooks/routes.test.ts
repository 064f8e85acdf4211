import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';

describe('webhooks over REST', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path = '', payload?: object, headers: Record<string, string> = server.keys) => {
    const answer = await server.app.inject({ method, url: `/v1/webhooks${path}`, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
  };
  const hook = { url: 'https://hooks.example/earshot', events: ['message.created'] };

  it('are made, shown without their secret, changed and deleted by the app alone', async () => {
    const made = await ask('POST', '', { ...hook, before_delivery: { on_failure: 'closed' } });
    expect(made.status).to.equal(200);
    expect(made.headers['cache-control']).to.equal('no-store');
    expect(made.body.secret).to.match(/^whsec_[\w-]{43}$/);
    expect(made.body.webhook).to.deep.include({ ...hook, enabled: true, before_delivery: { time_limit_ms: 3_000, on_failure: 'closed' } });
    const { webhook_id } = made.body.webhook;
    expect((await ask('GET')).body).to.deep.equal({ webhooks: [made.body.webhook] });
    const changed = await ask('PATCH', `/${webhook_id}`, { events: ['*'], before_delivery: null, enabled: false });
    expect(changed.body).to.deep.include({ events: ['*'], enabled: false });
    expect(changed.body).to.not.have.property('before_delivery');
    expect((await ask('GET', `/${webhook_id}`)).body).to.deep.equal({ ...changed.body, waiting: 0, dead: 0 });
    const rotated = await ask('POST', `/${webhook_id}/secret`, {});
    expect(rotated.body.secret).to.match(/^whsec_/);
    expect(rotated.body.secret).to.not.equal(made.body.secret);
    expect((await ask('GET', `/${webhook_id}/dead-letters`)).body).to.deep.equal({ letters: [] });
    expect((await ask('POST', `/${webhook_id}/dead-letters`, {})).body).to.deep.equal({ count: 0 });
    expect((await ask('DELETE', `/${webhook_id}/dead-letters`)).body).to.deep.equal({ count: 0 });
    const { authorization } = await server.bearer('alice');
    expect((await ask('GET', '', undefined, { authorization })).status).to.equal(401);
    expect((await ask('DELETE', `/${webhook_id}`)).status).to.equal(200);
    expect((await ask('GET', `/${webhook_id}`)).status).to.equal(404);
  });

  it('lead to the public internet by TLS alone, whatever their name says', async () => {
    for (const url of ['http://hooks.example/', 'ftp://hooks.example/', 'https://me:secret@hooks.example/', 'not a url']) {
      expect((await ask('POST', '', { ...hook, url })).status, url).to.equal(400);
    }
    for (const url of ['https://127.0.0.1:1/', 'https://[::1]:1/', 'https://169.254.169.254/latest', 'https://10.0.0.8/']) {
      const { webhook } = (await ask('POST', '', { ...hook, url })).body;
      expect((await ask('POST', `/${webhook.webhook_id}/test`)).body, url).to.deep.equal({ delivered: false, error: 'this address is not allowed' });
    }
    expect((await ask('POST', '', { ...hook, events: ['everything'] })).status).to.equal(400);
  });
});
