import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import pino from 'pino';
import { after, before, describe, expect, it } from '../../test/harness.ts';
import type { ServerCore } from './api.ts';
import { buildApp, REDACTED } from './app.ts';
import { loadConfig } from './config.ts';
import { createCore } from './core.ts';
import { startTestServer, type TestServer } from './http/testing.ts';

describe('the browser bundle', () => {
  let folder: string;
  let server: TestServer;
  const get = (url: string, headers = {}) => server.app.inject({ url, headers });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-bundle-'));
    await mkdir(join(folder, 'chunks'));
    await writeFile(join(folder, 'earshot.js'), 'export {};');
    await writeFile(join(folder, 'earshot.js.br'), brotliCompressSync('export {};'));
    await writeFile(join(folder, 'chunks', 'engine-CZCB4_E-.js'), '1;');
    await writeFile(join(folder, 'secret.json'), '{}');
    await writeFile(join(folder, '.hidden.js'), '1;');
    server = await startTestServer({ env: { CLIENT_DIR: folder } });
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is for every page, revalidated, its chunks kept for good', async () => {
    const entry = await get('/earshot.js', { origin: 'https://anyone.example' });
    expect(entry.statusCode).to.equal(200);
    expect(entry.headers).to.include({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
    expect(entry.headers['content-type']).to.match(/javascript/);
    const again = await get('/earshot.js', { 'if-none-match': entry.headers.etag });
    expect(again.statusCode).to.equal(304);
    expect((await get('/chunks/engine-CZCB4_E-.js')).headers['cache-control']).to.contain('immutable');
  });

  it('comes compressed to who reads that', async () => {
    const { rawPayload, headers } = await get('/earshot.js', { 'accept-encoding': 'br, gzip' });
    expect(headers['content-encoding']).to.equal('br');
    expect(headers['content-type']).to.match(/javascript/);
    expect(brotliDecompressSync(rawPayload).toString()).to.equal('export {};');
  });

  it('is all of its folder that goes out', async () => {
    for (const url of ['/secret.json', '/.hidden.js', '/chunks/', '/%2e%2e/package.json', '/chunks/../secret.json', '/earshot.js.br']) {
      const { statusCode } = await get(url);
      expect(statusCode, url).to.be.within(400, 404);
    }
  });
});

describe('the life of a server', () => {
  it('is not healthy before it is ready, and takes no socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-life-'));
    const real = createCore({ dataDir: ':memory:' });
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const core: ServerCore = { ...real, ready: () => gate.then(() => real.ready()) };
    const app = await buildApp({ core, config: loadConfig({ DATA_DIR: folder }) });
    const early = await app.inject({ url: '/healthz' });
    expect(early.statusCode).to.equal(503);
    expect(early.json().status).to.equal('starting');
    const waiting = app.inject({ url: '/v1/users/alice' });
    open();
    await app.prepared;
    expect((await app.inject({ url: '/healthz' })).statusCode).to.equal(200);
    expect((await waiting).statusCode).to.equal(401); // it waited and was then answered
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends although a client dawdles, after a grace', async () => {
    const server = await startTestServer({ env: { STOP_GRACE_MS: '20' } });
    const { port } = new URL(await server.listen());
    const heard = new Promise<void>((resolve) => server.app.server.once('request', () => resolve()));
    const slow = connect(Number(port), '127.0.0.1', () =>
      slow.write('POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{'),
    );
    const gone = new Promise<void>((resolve) => slow.once('close', () => resolve()));
    slow.on('error', () => {});
    slow.resume();
    await heard;
    await server.close();
    await gone;
  });
});

describe('the log', () => {
  it('names requests, never tokens, keys, signatures or messages', async () => {
    let text = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const server = await startTestServer();
    const log = pino({ level: 'debug', redact: REDACTED }, sink);
    const app = await buildApp({ core: server.core, config: server.config, log });
    await app.prepared;
    const bearer = await server.bearer('ann');
    await app.inject({ url: '/v1/users/ann?note=in-the-query', headers: bearer });
    await app.inject({ url: '/v1/users/ann', headers: server.keys });
    await app.inject({ method: 'POST', url: '/v1/users/ann/token', headers: server.keys, payload: { expires_at: 'wrong-on-purpose' } });
    await app.inject({ url: '/v1/files/shop/x/y?e=1&s=signature-here', headers: bearer });
    log.info({ req: { headers: { authorization: 'Bearer by-hand', 'app-api-key': 'key-by-hand', app_api_key: 'key-by-hand' } } }, 'careless');
    expect(text).to.contain('/v1/users/ann');
    for (const secret of [bearer.authorization.slice(7), server.keys.app_api_key, 'in-the-query', 'signature-here', 'by-hand', 'wrong-on-purpose']) {
      expect(text.includes(secret), secret).to.equal(false);
    }
    await app.close();
    await server.close();
  });
});
