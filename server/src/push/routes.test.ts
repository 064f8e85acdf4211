import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';

describe('what the server has for workers', () => {
  let server: TestServer;
  const folder = mkdtempSync(join(tmpdir(), 'earshot-client-'));
  const post = async (path: string, payload: object) => (await server.app.inject({ method: 'POST', url: `/v1/push/${path}`, payload })).json();
  before(async () => {
    writeFileSync(join(folder, 'earshot.js'), '//');
    writeFileSync(join(folder, 'earshot-sw.js'), '// worker');
    server = await startTestServer({ env: { CLIENT_DIR: folder } });
  });
  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('serves the worker for all of its origin, asked for anew each time, and nothing else so', async () => {
    const worker = await server.app.inject('/earshot-sw.js');
    expect([worker.statusCode, worker.body]).to.deep.equal([200, '// worker']);
    expect(worker.headers['content-type']).to.match(/^(text|application)\/javascript/);
    expect([worker.headers['service-worker-allowed'], worker.headers['cache-control']]).to.deep.equal(['/', 'no-cache']);
    expect((await server.app.inject('/earshot.js')).headers).to.not.have.property('service-worker-allowed');
  });

  it('lets nobody decline, take over or end what is not proven to be theirs, and not at any rate', async () => {
    const call = { app_id: 'shop', user_id: 'bob', call_id: 'call-00000001' };
    expect((await post('decline', { ...call, decline_key: 'guessed' })).error).to.equal('auth:credentials');
    expect((await post('decline', call)).error).to.equal('request:invalid');
    expect((await post('drop', { app_id: 'shop', endpoint: 'https://push.example/1', auth: 'x' })).error).to.equal('request:unsupported');
    const [, burst] = server.core.settings.rates.pushWorker;
    let last = '';
    for (let i = 0; i < burst * 2 && last !== 'request:rate-limited'; i++) last = (await post('decline', { ...call, decline_key: 'guessed' })).error;
    expect(last).to.equal('request:rate-limited');
  });
});
