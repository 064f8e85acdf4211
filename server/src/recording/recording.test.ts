import { fork } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { Device, temporaryFolder } from '../../../test/server-fixture.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';

/** The beginning of what a browser records, and more of it. */
const HEAD = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.from('\x42\x82\x84webm OPUS A_OPUS', 'latin1'), Buffer.alloc(80, 1)]);
const MORE = Buffer.alloc(100, 2);
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);
let ids = 0;
const newId = (): string => `r-${String(++ids).padStart(32, '0')}`;

interface Row {
  state: string;
  size: number;
  duration_ms: number;
  url?: string;
  consented: boolean;
}

/** What a page says of recordings. */
class Recorder {
  readonly base: string;
  readonly token: string;

  constructor(base: string, token: string) {
    this.base = base;
    this.token = token;
  }

  ask(method: string, path: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) };
    return fetch(`${this.base}/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  }
  open(recording_id: string, call_id: string): Promise<Response> {
    return this.ask('POST', '/recordings', { recording_id, call_id, type: 'audio/webm' });
  }
  append(id: string, offset: number, body: BodyInit, more: RequestInit = {}): Promise<Response> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      'earshot-duration-ms': String(offset),
    };
    return fetch(`${this.base}/v1/recordings/${id}`, { method: 'PATCH', headers, body, ...more });
  }
  async offset(id: string): Promise<number> {
    return Number((await this.ask('HEAD', `/recordings/${id}`)).headers.get('upload-offset'));
  }
  async row(id: string): Promise<Row> {
    return (await (await this.ask('GET', `/recordings/${id}`)).json()) as Row;
  }
  async error(response: Response): Promise<string> {
    return ((await response.json()) as { error: string }).error;
  }
}

/** A call between two users of a server that listens, answered. */
async function talk(base: string, app: string, caller: string, callee: string, call_id: string): Promise<Device[]> {
  const url = `${base.replace('http', 'ws')}/v1/socket`;
  const devices = await Promise.all([Device.open(url), Device.open(url)]);
  await devices[0]!.hello({ app_id: app, token: caller, device: `${call_id}-a` });
  const { user } = await devices[1]!.hello({ app_id: app, token: callee, device: `${call_id}-b` });
  await devices[0]!.request('call.invite', { call_id, to: user.user_id, media: ['audio'] });
  await devices[1]!.request('call.answer', { call_id });
  return devices;
}

describe('a recording on the server', () => {
  const clock = new FakeClock();
  let server: TestServer;
  let base: string;
  let ann: Recorder;
  let ben: Recorder;
  let devices: Device[];
  const bearer = async (user: string) => (await server.bearer(user)).authorization.slice('Bearer '.length);
  before(async () => {
    server = await startTestServer({
      clock,
      env: { ORIGINS: 'https://shop.example', RECORDING_BYTES: '6000', RECORDING_IDLE_MS: '60000', HEARTBEAT_MS: '86400000' },
    });
    base = await server.listen();
    ann = new Recorder(base, await bearer('ann'));
    ben = new Recorder(base, await bearer('ben'));
    devices = await talk(base, 'shop', ann.token, ben.token, 'call-000001');
  });
  after(async () => {
    for (const device of devices ?? []) device.cut();
    await server.close();
  });

  it('grows by pieces at its end, and says where that is', async () => {
    const id = newId();
    expect(await (await ann.open(id, 'call-000001')).json()).to.deep.equal({ recording_id: id, offset: 0, max_bytes: 6_000 });
    expect((await ann.append(id, 0, bytes(HEAD))).status).to.equal(204);
    expect((await ann.open(id, 'call-000001')).status).to.equal(200); // asked again, it is the same
    const wrong = await ann.append(id, 7, bytes(MORE));
    expect([wrong.status, await ann.error(wrong)]).to.deep.equal([409, 'request:invalid']);
    expect(await ann.offset(id)).to.equal(HEAD.length);
    expect((await ann.append(id, HEAD.length, bytes(MORE))).headers.get('upload-offset')).to.equal(String(HEAD.length + 100));
    const large = await ann.append(id, HEAD.length + 100, bytes(Buffer.alloc(9_000)));
    expect([large.status, await ann.error(large)]).to.deep.equal([400, 'file:too-large']);
    const size = await ann.offset(id);
    expect((await ann.ask('POST', `/recordings/${id}/complete`, { size: size + 1, duration_ms: 5 })).status).to.equal(409);
    const done = (await (await ann.ask('POST', `/recordings/${id}/complete`, { size, duration_ms: 4_000 })).json()) as Row;
    expect(done).to.include({ state: 'complete', size, duration_ms: 4_000, consented: false });
    expect((await ann.append(id, size, bytes(MORE))).status).to.equal(400);
    const played = await fetch(base + done.url, { headers: { range: 'bytes=0-3' } });
    expect([played.status, played.headers.get('content-type')]).to.deep.equal([206, 'audio/webm']);
    expect([...new Uint8Array(await played.arrayBuffer())]).to.deep.equal([...HEAD.subarray(0, 4)]);
  });

  it('is nothing but sound, of a call that one is in', async () => {
    const id = newId();
    await ann.open(id, 'call-000001');
    expect((await ann.append(id, 0, 'GIF89a and so on, until it is long enough'.repeat(100))).status).to.equal(400);
    expect(await ann.offset(id)).to.equal(0);
    expect((await ann.append(id, 0, 'GIF89a, in short')).status).to.equal(204); // it may yet turn out to be sound
    expect((await ann.ask('POST', `/recordings/${id}/complete`, { size: 16, duration_ms: 5 })).status).to.equal(400);
    expect((await ann.ask('GET', `/recordings/${id}`)).status).to.equal(404);
    await ann.open(id, 'call-000001');
    await ann.append(id, 0, bytes(Buffer.from('\0\0\0\x18ftypiso5\0\0\0\0iso5mp42', 'latin1')));
    expect(await ann.row(id)).to.include({ type: 'audio/mp4', size: 24 });
    expect(await ann.error(await ann.open(newId(), 'call-000002'))).to.equal('call:not-found');
    const eve = new Recorder(base, await bearer('eve'));
    expect(await ann.error(await eve.open(newId(), 'call-000001'))).to.equal('call:not-found');
    expect(await ann.error(await eve.open(id, 'call-000001'))).to.equal('request:invalid');
    expect((await ann.open('../../etc/passwd', 'call-000001')).status).to.equal(400);
  });

  it('is for those who were in the call and for its app, and for nobody of another app', async () => {
    const id = newId();
    await ann.open(id, 'call-000001');
    await ann.append(id, 0, bytes(HEAD));
    const other = await server.core.apps.create({ appId: 'mart', name: 'Mart' });
    const stranger = new Recorder(base, (await server.core.tokens.mint('mart', 'ann', clock.now() + 3_600_000)).token);
    const eve = new Recorder(base, await bearer('eve'));
    for (const nobody of [stranger, eve]) {
      expect((await nobody.ask('GET', `/recordings/${id}`)).status).to.equal(404);
      expect((await nobody.ask('DELETE', `/recordings/${id}`)).status).to.equal(404);
      expect((await nobody.ask('HEAD', `/recordings/${id}`)).status).to.equal(404);
      expect((await nobody.append(id, HEAD.length, bytes(MORE))).status).to.equal(404);
    }
    expect((await ben.append(id, HEAD.length, bytes(MORE))).status).to.equal(404);
    expect((await ben.row(id)).size).to.equal(HEAD.length);
    const asApp = (keys: Record<string, string>) => fetch(`${base}/v1/recordings?call_id=call-000001`, { headers: keys });
    const found = ((await (await asApp(server.keys)).json()) as { recordings: { recording_id: string }[] }).recordings;
    expect(found.map((one) => one.recording_id)).to.include(id);
    expect(await (await asApp({ app_id: 'mart', app_api_key: other.apiKey })).json()).to.deep.equal({ recordings: [] });
    const link = server.core.audio.link('shop', id).replace('/shop/', '/mart/');
    expect((await fetch(base + link)).status).to.equal(401);
    expect((await fetch(`${base}/v1/recordings/${id}`, { method: 'DELETE', headers: server.keys })).status).to.equal(200);
    expect((await fetch(base + server.core.audio.link('shop', id))).status).to.equal(404);
    expect(await server.core.audio.known()).to.not.deep.include({ app: 'shop', id });
  });

  it('is closed with what it has when nothing more comes, and goes on when it does', async () => {
    const [id, empty] = [newId(), newId()];
    await ann.open(id, 'call-000001');
    await ann.open(empty, 'call-000001');
    await ann.append(id, 0, bytes(HEAD));
    await clock.advance(45_000);
    await ann.offset(id); // paused, and says so
    await clock.advance(45_000);
    expect((await ann.row(id)).state).to.equal('recording');
    while ((await ann.row(id)).state === 'recording') await clock.advance(15_000);
    expect(await ann.row(id)).to.include({ state: 'incomplete', size: HEAD.length });
    expect((await ann.ask('GET', `/recordings/${empty}`)).status).to.equal(404);
    expect((await ann.append(id, HEAD.length, bytes(MORE))).status).to.equal(204);
    expect(await ann.row(id)).to.include({ state: 'recording', size: HEAD.length + 100 });
  });

  it('needs the word of the one who is recorded where its app says so, and ends when he takes it back', async () => {
    const policy = (recording: string) =>
      fetch(`${base}/v1/recordings/policy`, {
        method: 'PUT',
        headers: { ...server.keys, 'content-type': 'application/json' },
        body: JSON.stringify({ recording }),
      });
    expect((await ann.ask('PUT', '/recordings/policy', { recording: 'tell' })).status).to.equal(401);
    expect((await policy('consent')).status).to.equal(200);
    await clock.advance(60_000); // few a minute
    const id = newId();
    expect(await ann.error(await ann.open(id, 'call-000001'))).to.equal('recording:consent');
    await ann.ask('POST', '/recordings/consent', { call_id: 'call-000001', allowed: true }); // his own is not the other's
    expect(await ann.error(await ann.open(id, 'call-000001'))).to.equal('recording:consent');
    await ben.ask('POST', '/recordings/consent', { call_id: 'call-000001', allowed: true });
    expect((await ann.open(id, 'call-000001')).status).to.equal(200);
    await ann.append(id, 0, bytes(HEAD));
    await ben.ask('POST', '/recordings/consent', { call_id: 'call-000001', allowed: false });
    expect(await ann.row(id)).to.include({ state: 'complete', consented: true });
    expect((await ann.append(id, HEAD.length, bytes(MORE))).status).to.equal(400);
    await policy('off');
    expect(await ann.error(await ann.open(newId(), 'call-000001'))).to.equal('auth:forbidden');
    await policy('tell');
  });

  it('is begun a few times a minute by one user', async () => {
    const codes: string[] = [];
    for (let i = 0; i < 12; i++) {
      const answer = await ben.open(newId(), 'call-000001');
      codes.push(answer.ok ? 'ok' : await ben.error(answer));
    }
    expect(codes.filter((code) => code === 'ok')).to.have.length(10);
    expect(codes.at(-1)).to.equal('request:rate-limited');
  });
});

describe('recordings and a server that is killed', () => {
  it('have every byte that was acknowledged, and go on where they were', async () => {
    const folder = temporaryFolder();
    const script = join(import.meta.dirname, 'testing.ts');
    const start = async (port: string, state: 'fresh' | 'again') => {
      const child = fork(script, [folder.path, port, state], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const told = await new Promise<{ address: string; ann: string; ben: string }>((resolve, reject) => {
        child.once('message', (message) => resolve(message as never));
        child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
      });
      return { child, told };
    };
    const kill = async ({ child }: Awaited<ReturnType<typeof start>>) => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    };
    let running = await start('0', 'fresh');
    try {
      const { address, ann, ben } = running.told;
      const devices = await talk(address, 'kept', ann, ben, 'call-killed');
      const recorder = new Recorder(address, ann);
      const id = newId();
      await recorder.open(id, 'call-killed');
      let sent = 0;
      for (let round = 0; round < 3; round++) {
        expect((await recorder.append(id, sent, bytes(sent === 0 ? HEAD : MORE))).status).to.equal(204);
        sent += sent === 0 ? HEAD.length : MORE.length;
        // a piece is under way when it dies
        const half = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(bytes(MORE)) });
        const lost = recorder.append(id, sent, half, { duplex: 'half' } as RequestInit).catch(() => 'lost');
        await kill(running);
        expect(await lost).to.equal('lost');
        await mkdir(join(folder.path, 'audio', 'ff'), { recursive: true });
        await writeFile(join(folder.path, 'audio', 'ff', 'without a row'), 'left by one that was killed');
        running = await start(new URL(address).port, 'again');
        const there = await recorder.offset(id);
        expect([sent, sent + MORE.length]).to.include(there);
        sent = there;
      }
      const done = await recorder.ask('POST', `/recordings/${id}/complete`, { size: sent, duration_ms: 1_000 });
      expect((await done.json()) as Row).to.include({ state: 'complete', size: sent });
      for (const device of devices) device.cut();
      const files = await Promise.all((await readdir(join(folder.path, 'audio'))).map((name) => readdir(join(folder.path, 'audio', name))));
      expect(files.flat()).to.have.length(1);
    } finally {
      await kill(running);
      folder.remove();
    }
  });
});
