import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { Picture } from '../demo/png.ts';
import { startTestServer, type TestServer } from './testing.ts';

const png = new Picture(120, 60, [10, 90, 200]).toPng();

describe('uploads', () => {
  let server: TestServer;
  let base: string;
  let lost: string | undefined;
  before(async () => {
    server = await startTestServer({
      env: { FILE_BYTES: '4000', ORIGINS: 'https://shop.example' },
      faults: { loseAnswer: (method) => lost === method },
    });
    base = await server.listen();
    await server.app.inject({
      method: 'POST',
      url: '/v1/group/channels',
      headers: server.keys,
      payload: { channel_id: 'team_room', name: 'T', members: [] },
    });
    await server.core.users.create('shop', { user_id: 'ann' });
    await server.core.users.create('shop', { user_id: 'ben' });
    await server.core.execute({ kind: 'app', appId: 'shop' }, 'channel.create', { channel_id: 'files_room', name: 'F', members: ['ann', 'ben'] });
  });
  after(() => server.close());

  const tus = async (userId: string) => ({ 'tus-resumable': '1.0.0', ...(await server.bearer(userId)) });
  const encoded = (text: string) => Buffer.from(text).toString('base64');

  async function create(userId: string, size: number, name = 'half.png'): Promise<Response> {
    const headers = {
      ...(await tus(userId)),
      'upload-length': String(size),
      'upload-metadata': `filename ${encoded(name)},filetype ${encoded('text/html')}`,
    };
    return fetch(`${base}/v1/uploads`, { method: 'POST', headers });
  }

  async function patch(userId: string, location: string, offset: number, body: Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = { ...(await tus(userId)), 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    return fetch(base + location, { method: 'PATCH', headers, body });
  }

  const head = async (userId: string, location: string) => fetch(base + location, { method: 'HEAD', headers: await tus(userId) });
  const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);

  async function upload(userId: string, content: Buffer, name?: string): Promise<string> {
    const location = (await create(userId, content.length, name)).headers.get('location')!;
    const done = await patch(userId, location, 0, bytes(content));
    expect(done.status).to.equal(204);
    return done.headers.get('earshot-file-id')!;
  }

  /** The signed path that a member sees in the message of a file. */
  async function sent(
    userId: string,
    fileId: string,
  ): Promise<{ url: string; type: string; width?: number; height?: number; name: string; size: number }> {
    const ack = await server.core.send('shop', userId, { client_id: `send-${fileId}`, channel_id: 'files_room', type: 'file', file_id: fileId });
    return ack.message.file!;
  }

  it('go on where they stopped, and end with a file whose type is what the bytes say', async () => {
    const created = await create('ann', png.length);
    expect(created.status).to.equal(201);
    const location = created.headers.get('location')!;
    const first = await patch('ann', location, 0, bytes(png.subarray(0, 30)));
    expect(first.headers.get('upload-offset')).to.equal('30');
    expect(first.headers.get('earshot-file-id')).to.equal(null);
    const asked = await head('ann', location);
    expect([asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).to.deep.equal(['30', String(png.length)]);
    expect((await patch('ann', location, 7, bytes(png.subarray(7)))).status).to.equal(409);
    const last = await patch('ann', location, 30, bytes(png.subarray(30)));
    const fileId = last.headers.get('earshot-file-id')!;
    expect(fileId).to.match(/^[0-9a-f]{32}$/);
    expect(await sent('ann', fileId)).to.include({ type: 'image/png', width: 120, height: 60, name: 'half.png', size: png.length });
  });

  it('keep what came in before the line was cut', async () => {
    const location = (await create('ann', png.length)).headers.get('location')!;
    const { authorization } = await tus('ann');
    const socket = connect(Number(new URL(base).port), '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const lines = [
      `PATCH ${location} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Tus-Resumable: 1.0.0',
      `Authorization: ${authorization}`,
      'Upload-Offset: 0',
      'Content-Type: application/offset+octet-stream',
      `Content-Length: ${png.length}`,
    ];
    await new Promise<void>((resolve) => socket.write(`${lines.join('\r\n')}\r\n\r\n`, () => resolve()));
    await new Promise<void>((resolve) => socket.write(png.subarray(0, 50), () => resolve()));
    socket.destroy();
    await closed;
    const offset = Number((await head('ann', location)).headers.get('upload-offset'));
    expect(offset).to.be.at.most(50);
    const done = await patch('ann', location, offset, bytes(png.subarray(offset)));
    expect(done.status).to.equal(204);
    expect(done.headers.get('earshot-file-id')).to.be.a('string');
  });

  it('give the same file to who lost the last answer', async () => {
    const location = (await create('ann', png.length)).headers.get('location')!;
    lost = 'PATCH';
    const failed = await patch('ann', location, 0, bytes(png)).then(
      () => false,
      () => true,
    );
    lost = undefined;
    expect(failed).to.equal(true);
    const asked = await head('ann', location);
    expect(asked.headers.get('upload-offset')).to.equal(String(png.length));
    const fileId = asked.headers.get('earshot-file-id')!;
    expect((await server.core.files.get('shop', fileId))?.size).to.equal(png.length);
    expect((await head('ann', location)).headers.get('earshot-file-id')).to.equal(fileId);
  });

  it('are their maker’s alone, and need a token', async () => {
    const location = (await create('ann', png.length)).headers.get('location')!;
    expect((await head('ben', location)).status).to.equal(404);
    expect((await patch('ben', location, 0, bytes(png))).status).to.equal(404);
    expect((await fetch(base + location, { method: 'DELETE', headers: await tus('ben') })).status).to.equal(404);
    const bare = await fetch(`${base}/v1/uploads`, { method: 'POST', headers: { 'tus-resumable': '1.0.0', 'upload-length': '5' } });
    expect(bare.status).to.equal(401);
    expect(await bare.json()).to.include({ code: 4001, path: '/v1/uploads' });
    expect((await fetch(base + location, { method: 'DELETE', headers: await tus('ann') })).status).to.equal(204);
    expect((await head('ann', location)).status).to.equal(404);
  });

  it('refuse more bytes than the limit, declared or not', async () => {
    const declared = await create('ann', 4001);
    expect(declared.status).to.equal(400);
    expect(await declared.json()).to.include({ code: 1012, error: 'file:too-large' });
    const location = (await create('ann', 100)).headers.get('location')!;
    expect((await patch('ann', location, 0, bytes(Buffer.alloc(200)))).status).to.equal(400);
  });

  it('are thrown away when they never end', async () => {
    await create('ben', 100);
    const restarted = await startTestServer({
      env: { DATA_DIR: server.config.dataDir, UPLOAD_LIFETIME_MS: '1000' },
      clock: { ...server.core.clock, now: () => Date.now() + 60_000 },
    });
    await restarted.app.prepared;
    expect(await readdir(join(server.config.dataDir, 'uploads'))).to.deep.equal([]);
    await restarted.close();
  });

  it('make a file message of a multipart form in one go', async () => {
    const send = async (content: Buffer, userId = 'ann') => {
      const form = new FormData();
      form.append('type', 'file');
      form.append('file', new Blob([bytes(content)], { type: 'image/svg+xml' }), 'a/b\\résumé x.png');
      form.append('meta', '{"from":"form"}');
      return fetch(`${base}/v1/group/channels/files_room/messages`, { method: 'POST', headers: await server.bearer(userId), body: form });
    };
    const response = await send(png);
    const message = (await response.json()) as { type: string; file: { type: string; name: string; width: number }; meta: unknown };
    expect(response.status).to.equal(200);
    expect(message.type).to.equal('file');
    expect(message.file).to.include({ type: 'image/png', width: 120, name: 'résumé x.png' });
    expect(message.meta).to.deep.equal({ from: 'form' });
    const large = await send(Buffer.alloc(4001));
    expect(large.status).to.equal(400);
    expect(await large.json()).to.include({ code: 1012 });
    expect((await send(png, 'stranger')).status).to.equal(400);
    const empty = new FormData();
    empty.append('type', 'file');
    const none = await fetch(`${base}/v1/group/channels/files_room/messages`, { method: 'POST', headers: await server.bearer('ann'), body: empty });
    expect(await none.json()).to.include({ code: 1001 });
  });

  describe('downloads', () => {
    it('come whole or in ranges, and say who may show them', async () => {
      const { url } = await sent('ann', await upload('ann', png, 'día.png'));
      const whole = await fetch(base + url, { headers: { origin: 'https://shop.example' } });
      expect(Buffer.from(await whole.arrayBuffer()).equals(png)).to.equal(true);
      expect(whole.headers.get('content-type')).to.equal('image/png');
      expect(whole.headers.get('content-disposition')).to.equal(`inline; filename="d_a.png"; filename*=UTF-8''d%C3%ADa.png`);
      expect(whole.headers.get('x-content-type-options')).to.equal('nosniff');
      expect(whole.headers.get('content-security-policy')).to.equal("default-src 'none'; sandbox");
      expect(whole.headers.get('cross-origin-resource-policy')).to.equal('cross-origin');
      expect(whole.headers.get('cache-control')).to.match(/^private, max-age=\d+/);
      const part = await fetch(base + url, { headers: { range: 'bytes=8-15' } });
      expect(part.status).to.equal(206);
      expect(part.headers.get('content-range')).to.equal(`bytes 8-15/${png.length}`);
      expect(Buffer.from(await part.arrayBuffer()).equals(png.subarray(8, 16))).to.equal(true);
      expect((await fetch(base + url, { headers: { range: 'bytes=99999-' } })).status).to.equal(416);
      const peek = await fetch(base + url, { method: 'HEAD' });
      expect([peek.status, peek.headers.get('content-length')]).to.deep.equal([200, String(png.length)]);
      const foreign = await fetch(base + url, { headers: { referer: 'https://evil.example/' } });
      expect(foreign.headers.get('cross-origin-resource-policy')).to.equal('same-origin');
    });

    it('never show anything active in place, whatever it is called', async () => {
      for (const [content, name] of [
        ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'x.svg'],
        ['<!doctype html><script>alert(1)</script>', 'x.png'],
        ['%PDF-1.7', 'x.pdf'],
        ['GIF89a<script>alert(1)</script>', 'x.gif'],
      ] as const) {
        const { url, type } = await sent('ann', await upload('ann', Buffer.from(content), name));
        if (name === 'x.gif') continue; // a picture by its head, and shown as one: nosniff keeps it so
        expect(type).to.equal('application/octet-stream');
        const response = await fetch(base + url);
        expect(response.headers.get('content-type')).to.equal('application/octet-stream');
        expect(response.headers.get('content-disposition')).to.match(/^attachment;/);
        await response.arrayBuffer();
      }
    });

    it('need the link as it was signed', async () => {
      const { url } = await sent('ann', await upload('ann', png));
      const changed = new URL(base + url);
      changed.searchParams.set('e', String(Number(changed.searchParams.get('e')) + 1000));
      expect((await fetch(changed)).status).to.equal(401);
      changed.search = '';
      expect((await fetch(changed)).status).to.equal(400);
      const other = base + url.replace(/\/files\/shop\/[0-9a-f]{32}/, `/files/shop/${'0'.repeat(32)}`);
      expect((await fetch(other)).status).to.equal(401);
      expect((await fetch(`${base}/v1/files/shop/..%2f..%2fetc/passwd?e=1&s=1`)).status).to.equal(401);
    });
  });
});
