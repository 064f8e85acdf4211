import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';
import { UploadStore } from '../http/upload-store.ts';
import { Picture, rect } from './png.ts';
import { seedDemo } from './seed.ts';

describe('the demo', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ demo: true });
  });
  after(() => server.close());

  const host = 'localhost:8080';
  const ask = (method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}, payload?: object) =>
    server.app.inject({ method, url, headers: { host, ...headers }, ...(payload && { payload }) });

  it('has no passwords', async () => {
    for (const credentials of [{ password: 'password' }, { password: 'demo-key' }, { hmac_token: 'demo-key' }]) {
      const answer = await ask('POST', '/v1/login', {}, { app_id: 'demo', user_id: 'alice', ...credentials });
      expect([answer.statusCode, answer.json().error]).to.deep.equal([401, 'auth:credentials']);
    }
  });

  it('has Alice, Bob and Carol in a lobby with a past', async () => {
    for (const [user_id, name] of [
      ['alice', 'Alice'],
      ['bob', 'Bob'],
      ['carol', 'Carol'],
    ] as const) {
      expect((await ask('GET', `/v1/users/${user_id}`, server.keys)).json().name).to.equal(name);
      const joined = await server.core.execute({ kind: 'user', appId: 'demo', userId: user_id }, 'channel.joined', { show_unread: true });
      const lobby = joined.channels.find(({ channel_id }) => channel_id === 'lobby');
      expect(lobby).to.include({ name: 'Lobby', visibility: 'listed' });
      expect(lobby?.unread?.[user_id] ?? 0).to.equal(0);
      expect(joined.channels.length).to.be.greaterThan(2);
    }
    const { messages } = (await ask('GET', '/v1/group/channels/lobby/messages?limit=100', server.keys)).json();
    expect(messages.length).to.be.greaterThan(15);
    const times = messages.map((one: { created_at: number }) => one.created_at);
    expect(times).to.deep.equal([...times].sort((a, b) => b - a));
    expect(times[0]).to.be.lessThan(Date.now());
    const picture = messages.find((one: { type: string }) => one.type === 'file');
    expect(picture.file).to.include({ type: 'image/png', width: 720, height: 480 });
    expect((await ask('GET', picture.file.url)).statusCode).to.equal(200);
  });

  it('adds nothing when it is made once more', async () => {
    const count = async () => (await ask('GET', '/v1/group/channels/lobby', server.keys)).json();
    const before = await count();
    await seedDemo(server.core, await UploadStore.open(server.core, server.config.dataDir, 1000));
    expect(await count()).to.deep.equal(before);
  });

  it('hands tokens to its own page and to no other', async () => {
    const payload = { user_id: 'alice' };
    for (const headers of [{ origin: `http://${host}` }, { 'sec-fetch-site': 'same-origin' }] as Record<string, string>[]) {
      const response = await ask('POST', '/demo/token', headers, payload);
      expect(response.statusCode).to.equal(200);
      expect(response.headers['cache-control']).to.equal('no-store');
      const { token, expires_at } = response.json();
      expect(await server.core.tokens.verify(token)).to.include({ appId: 'demo', userId: 'alice' });
      expect(expires_at).to.be.at.most(Date.now() + server.config.demoTokenMs);
    }
    for (const headers of [
      {},
      { origin: 'http://localhost:3000' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      expect((await ask('POST', '/demo/token', headers, payload)).statusCode).to.equal(403);
    }
    expect((await ask('POST', '/demo/token', { origin: `http://${host}` }, { user_id: 'nobody' })).json().error).to.equal('user:not-found');
  });

  it('answers to loopback names only', async () => {
    for (const name of ['evil.example', 'localhost.evil.example', '192.168.1.4:8080']) {
      for (const url of ['/', '/healthz', '/v1/users/alice']) {
        const response = await ask('GET', url, { host: name });
        expect(response.statusCode, name).to.equal(403);
        expect(response.json().error).to.equal('auth:host');
      }
    }
  });

  it('serves a page without inline script or style, under a strict policy', async () => {
    for (const address of ['/?user=bob', '/flight?theme=dark']) {
      const page = await ask('GET', address);
      expect(page.statusCode).to.equal(200);
      expect(page.headers['content-type']).to.match(/^text\/html/);
      const policy = String(page.headers['content-security-policy']);
      for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'"])
        expect(policy).to.contain(rule);
      expect(policy).to.not.contain('unsafe');
      expect(page.body).to.not.match(/<style|style=|<script(?![^>]*\bsrc=)| on\w+=/);
    }
    for (const [url, type] of [
      ['/demo.js', /javascript/],
      ['/demo.css', /css/],
      ['/flight.js', /javascript/],
      ['/flight-model.js', /javascript/],
      ['/flight.css', /css/],
    ] as const) {
      const file = await ask('GET', url);
      expect(file.headers['content-type']).to.match(type);
      expect(file.headers.etag).to.be.a('string');
    }
    expect((await ask('GET', '/demo/index.html')).statusCode).to.equal(404);
    expect((await ask('GET', '/../package.json')).statusCode).to.be.within(400, 404);
  });
});

describe('a drawn picture', () => {
  it('is a PNG with the pixels that were painted', () => {
    const png = new Picture(4, 2, [1, 2, 3]).paint([200, 100, 50], rect(1, 0, 2, 1)).toPng();
    const at = png.indexOf('IDAT');
    const raw = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect([...raw.subarray(0, 13)]).to.deep.equal([0, 1, 2, 3, 200, 100, 50, 200, 100, 50, 1, 2, 3]);
    expect(createHash('sha256').update(png).digest()).to.deep.equal(
      createHash('sha256')
        .update(new Picture(4, 2, [1, 2, 3]).paint([200, 100, 50], rect(1, 0, 2, 1)).toPng())
        .digest(),
    );
  });
});
