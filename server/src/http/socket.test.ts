import { type IncomingMessage, request } from 'node:http';
import WebSocket from 'ws';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from './testing.ts';

/** What an upgrade came to: 101, or the refusal with its body. */
function upgrade(base: string, path: string, headers: Record<string, string>): Promise<{ status: number; body: { error?: string } }> {
  return new Promise((resolve, reject) => {
    const asked = request(base + path, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
        ...headers,
      },
    });
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101, body: {} });
    });
    asked.on('response', (response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the socket', () => {
  let server: TestServer;
  let base: string;
  before(async () => {
    server = await startTestServer({ env: { ORIGINS: 'https://shop.example' } });
    base = await server.listen();
  });
  after(() => server.close());

  it('opens for listed origins, our own, and programs that have none', async () => {
    for (const headers of [{ origin: 'https://shop.example' }, { origin: base }, {}] as Record<string, string>[]) {
      expect((await upgrade(base, '/v1/socket', headers)).status, headers.origin).to.equal(101);
    }
  });

  it('is refused to every other page', async () => {
    for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null', 'http://localhost:1']) {
      const { status, body } = await upgrade(base, '/v1/socket', { origin });
      expect({ status, error: body.error }, origin).to.deep.equal({ status: 403, error: 'auth:origin' });
    }
  });

  it('is at one path only', async () => {
    for (const path of ['/', '/v1/socket/', '/v1/users/alice', '/v1/sockets']) expect((await upgrade(base, path, {})).status, path).to.equal(404);
  });

  it('is welcomed with a token of its app, and hears bye when the server stops', async () => {
    const other = await startTestServer();
    const address = await other.listen();
    const { token } = await other.core.tokens.mint('shop', 'ann', Date.now() + 60_000);
    const socket = new WebSocket(`${address.replace('http', 'ws')}/v1/socket`);
    const frames: { t: string }[] = [];
    const welcomed = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        frames.push(...[JSON.parse(String(data))].flat());
        if (frames.some(({ t }) => t === 'welcome')) resolve();
      });
    });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.on('open', () => socket.send(JSON.stringify({ t: 'hello', v: 1, app_id: 'shop', token, device: 'test', client_version: '0' })));
    await welcomed;
    expect((await other.app.inject({ url: '/healthz' })).json()).to.include({ sockets: 1, users: 1 });
    await other.close();
    expect(await closed).to.equal(1012);
    expect(frames.at(-1)!.t).to.equal('bye');
  });

  it('is counted by the address behind a trusted proxy, not by the proxy’s', async () => {
    const proxied = await startTestServer({ env: { TRUST_PROXY: 'loopback', SOCKETS_PER_ADDRESS: '1' } });
    const url = `${(await proxied.listen()).replace('http', 'ws')}/v1/socket`;
    const from = (address: string) => new WebSocket(url, { headers: { 'x-forwarded-for': address } });
    const opened = (socket: WebSocket) => new Promise<void>((resolve) => socket.once('open', () => resolve()));
    const [first, other] = [from('203.0.113.1'), from('203.0.113.2')];
    await Promise.all([opened(first), opened(other)]);
    const second = from('203.0.113.1');
    expect(await new Promise<number>((resolve) => second.on('close', resolve))).to.equal(4029);
    expect([first.readyState, other.readyState]).to.deep.equal([WebSocket.OPEN, WebSocket.OPEN]);
    await proxied.close();
  });

  it('is cut when a frame is larger than the limit', async () => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/v1/socket`);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.on('error', () => {});
    socket.on('open', () => socket.send('x'.repeat(server.core.settings.frameBytes + 1)));
    expect(await closed).to.equal(1009);
  });
});
