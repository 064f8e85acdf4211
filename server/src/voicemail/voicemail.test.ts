import type { CallDetail } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { Device } from '../../../test/server-fixture.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';

const SOUND = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.from('\x42\x82\x84webm A_OPUS', 'latin1'), Buffer.alloc(200, 1)]);
let count = 0;
const newId = (): string => `m-${String(++count).padStart(32, '0')}`;

interface Message {
  message_id: string;
  from: { user_id: string };
  duration_ms: number;
  heard: boolean;
  url: string;
}

describe('a mailbox', () => {
  const clock = new FakeClock();
  let server: TestServer;
  let base: string;
  const devices: Device[] = [];
  before(async () => {
    const env = { VOICEMAIL_BYTES: '1000', VOICEMAIL_MS: '60000', VOICEMAIL_MESSAGES: '2', HEARTBEAT_MS: '86400000', RING_TIMEOUT_MS: '2000' };
    server = await startTestServer({ clock, env });
    base = await server.listen();
    await server.core.apps.create({ appId: 'mart', name: 'Mart' });
  });
  after(async () => {
    for (const device of devices) device.cut();
    await server.close();
  });

  const token = async (user: string, app = 'shop') => (await server.core.tokens.mint(app, user, clock.now() + 3_600_000)).token;

  async function ask(user: string, method: string, path: string, body?: object | Buffer, app = 'shop'): Promise<Response> {
    await clock.advance(20_000); // whoever asks seldom is not limited
    const type = Buffer.isBuffer(body) ? 'audio/webm;codecs=opus' : 'application/json';
    const headers = { authorization: `Bearer ${await token(user, app)}`, ...(body && { 'content-type': type }) };
    const content = Buffer.isBuffer(body) ? Uint8Array.from(body) : body && JSON.stringify(body);
    return fetch(`${base}/v1/voicemail${path}`, { method, headers, ...(content && { body: content }) });
  }
  const told = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
  const refusal = async (response: Promise<Response>) => (await told<{ error: string }>(response)).error;

  async function device(user: string): Promise<Device> {
    const made = await Device.open(`${base.replace('http', 'ws')}/v1/socket`);
    devices.push(made);
    await made.hello({ app_id: 'shop', token: await token(user), device: `${user}-1` });
    return made;
  }
  /** A call to somebody who is away, and over at once. */
  async function callInVain(caller: Device, to: string): Promise<{ call_id: string; voicemail: unknown; reason: unknown }> {
    const call_id = `call-${String(++count).padStart(6, '0')}`;
    const { call } = await caller.request('call.invite', { call_id, to, media: ['audio'] });
    return { call_id, voicemail: (call.detail as CallDetail | undefined)?.voicemail, reason: call.end_reason };
  }
  const leave = (user: string, call: string, id = newId(), sound: Buffer = SOUND, ms = 3_000) =>
    ask(user, 'PUT', `/offers/${call}/messages/${id}?duration_ms=${ms}`, sound);

  it('is off until it is switched on, and takes a message from whom nobody answered', async () => {
    await token('bob');
    const alice = await device('alice');
    const before = await callInVain(alice, 'bob');
    expect(before).to.include({ reason: 'unreachable', voicemail: undefined });
    expect(await refusal(leave('alice', before.call_id))).to.equal('voicemail:disabled');
    expect(await told(ask('bob', 'PUT', '', { enabled: true }))).to.deep.equal({ enabled: true, total: 0, unheard: 0 });
    const { call_id, voicemail } = await callInVain(alice, 'bob');
    expect(voicemail).to.equal(true);
    expect(await told(ask('alice', 'GET', `/offers/${call_id}`))).to.deep.equal({
      to: { user_id: 'bob', name: 'bob' },
      max_ms: 60_000,
      max_bytes: 1_000,
    });
    const id = newId();
    expect(await told(leave('alice', call_id, id))).to.deep.equal({ message_id: id });
    expect(await told(leave('alice', call_id, id))).to.deep.equal({ message_id: id }); // the answer was lost
    expect(await refusal(leave('alice', call_id))).to.equal('request:invalid'); // one a call
    const { messages } = await told<{ messages: Message[] }>(ask('bob', 'GET', '/messages'));
    expect(messages).to.have.length(1);
    expect(messages[0]).to.deep.include({ message_id: id, duration_ms: 3_000, heard: false, from: { user_id: 'alice', name: 'alice' } });
    const played = await fetch(base + messages[0]!.url);
    expect([played.headers.get('content-type'), (await played.arrayBuffer()).byteLength]).to.deep.equal(['audio/webm', SOUND.length]);
  });

  it('is offered when it rang in vain, and not when the callee declined', async () => {
    const [alice, carol] = [await device('alice'), await device('carol')];
    await ask('carol', 'PUT', '', { enabled: true });
    const rung = await callInVain(alice, 'carol');
    expect([rung.reason, rung.voicemail]).to.deep.equal([undefined, undefined]);
    await carol.request('call.ring', { call_id: rung.call_id });
    await clock.advance(4_000);
    const ended = await alice.call('alice', (call) => call.call_id === rung.call_id && call.state === 'ended');
    expect([ended.end_reason, ended.detail]).to.deep.equal(['unanswered', { voicemail: true }]);
    const declined = await callInVain(alice, 'carol');
    const { call } = await carol.request('call.decline', { call_id: declined.call_id, reason: 'rejected' });
    expect((call.detail as CallDetail | undefined)?.voicemail).to.equal(undefined);
    expect(await refusal(leave('alice', declined.call_id))).to.equal('voicemail:disabled');
  });

  it('tells all devices of its owner how it stands, and those that come later', async () => {
    const bob = await device('bob');
    const [message] = (await told<{ messages: Message[] }>(ask('bob', 'GET', '/messages'))).messages;
    const path = `/messages/${message!.message_id}`;
    expect(await told(ask('bob', 'PATCH', path, { heard: true }))).to.include({ heard: true });
    const heard = await bob.entry('u:bob', (entry) => entry.kind === 'voicemail' && entry.mailbox.unheard === 0);
    expect(heard.entry).to.deep.include({ mailbox: { enabled: true, total: 1, unheard: 0 } });
    await ask('bob', 'PATCH', path, { heard: true }); // nothing new
    await ask('bob', 'PATCH', path, { heard: false });
    await bob.entry('u:bob', (entry, offset) => entry.kind === 'voicemail' && entry.mailbox.unheard === 1 && offset === heard.offset + 1);
    expect((await ask('bob', 'DELETE', path)).status).to.equal(200);
    await bob.entry('u:bob', (entry) => entry.kind === 'voicemail' && entry.mailbox.total === 0);
    expect((await fetch(base + message!.url)).status).to.equal(404);
    bob.cut();
  });

  it('is nobody else’s, in this app or another', async () => {
    const alice = await device('alice');
    await token('dan');
    await ask('dan', 'PUT', '', { enabled: true });
    const { call_id } = await callInVain(alice, 'dan');
    for (const [user, app] of [
      ['eve', 'shop'],
      ['alice', 'mart'],
      ['dan', 'shop'],
    ] as const) {
      const sent = ask(user, 'PUT', `/offers/${call_id}/messages/${newId()}?duration_ms=1`, SOUND, app);
      expect(await refusal(sent), `${user} of ${app}`).to.equal('call:not-found');
      expect(await refusal(ask(user, 'GET', `/offers/${call_id}`, undefined, app))).to.equal('call:not-found');
    }
    const id = newId();
    await leave('alice', call_id, id);
    for (const [user, app] of [
      ['alice', 'shop'],
      ['eve', 'shop'],
      ['dan', 'mart'],
    ] as const) {
      expect(await told(ask(user, 'GET', '/messages', undefined, app))).to.deep.equal({ messages: [] });
      expect(await refusal(ask(user, 'PATCH', `/messages/${id}`, { heard: true }, app))).to.equal('voicemail:not-found');
      expect(await refusal(ask(user, 'DELETE', `/messages/${id}`, undefined, app))).to.equal('voicemail:not-found');
    }
    expect((await told<{ messages: Message[] }>(ask('dan', 'GET', '/messages'))).messages).to.have.length(1);
  });

  it('takes sound alone, not too much of it, and not too many messages', async () => {
    const alice = await device('alice');
    await token('fay');
    await ask('fay', 'PUT', '', { enabled: true });
    const first = await callInVain(alice, 'fay');
    expect(await refusal(leave('alice', first.call_id, newId(), Buffer.from('<script>alert(1)</script>')))).to.equal('request:invalid');
    expect(await refusal(leave('alice', first.call_id, newId(), Buffer.concat([SOUND, Buffer.alloc(2_000)])))).to.equal('file:too-large');
    expect(await refusal(leave('alice', first.call_id, newId(), SOUND, 90_000))).to.equal('file:too-large');
    const second = await callInVain(alice, 'fay');
    const third = await callInVain(alice, 'fay');
    for (const { call_id } of [first, second]) expect((await leave('alice', call_id)).status).to.equal(200);
    expect(await refusal(leave('alice', third.call_id))).to.equal('voicemail:disabled');
    expect((await callInVain(alice, 'fay')).voicemail).to.equal(undefined);
    await clock.advance(3_600_000);
    const [message] = (await told<{ messages: Message[] }>(ask('fay', 'GET', '/messages'))).messages;
    await ask('fay', 'DELETE', `/messages/${message!.message_id}`);
    expect(await refusal(leave('alice', third.call_id))).to.equal('voicemail:disabled'); // too long ago
  });

  it('pages through messages, newest first', async () => {
    const page = await told<{ messages: Message[]; next?: string }>(ask('fay', 'GET', '/messages?limit=1'));
    expect(page.messages).to.have.length(1);
    const alice = await device('alice');
    const { call_id } = await callInVain(alice, 'fay');
    const id = newId();
    await leave('alice', call_id, id);
    const newest = await told<{ messages: Message[]; next?: string }>(ask('fay', 'GET', '/messages?limit=1'));
    expect([newest.messages[0]!.message_id, newest.next]).to.deep.equal([id, id]);
    const rest = await told<{ messages: Message[]; next?: string }>(ask('fay', 'GET', `/messages?limit=1&before=${newest.next}`));
    expect([rest.messages[0]!.message_id, rest.next]).to.deep.equal([page.messages[0]!.message_id, undefined]);
  });

  it('greets as its owner set it, until he takes it back', async () => {
    const alice = await device('alice');
    const set = await told<{ greeting: { url: string } }>(ask('dan', 'PUT', '/greeting?duration_ms=1500', SOUND));
    expect(set.greeting).to.include({ type: 'audio/webm', duration_ms: 1_500 });
    const { call_id } = await callInVain(alice, 'dan');
    const offer = await told<{ greeting: { url: string } }>(ask('alice', 'GET', `/offers/${call_id}`));
    expect((await fetch(base + offer.greeting.url)).status).to.equal(200);
    const again = await told<{ greeting: { url: string } }>(ask('dan', 'PUT', '/greeting?duration_ms=900', SOUND));
    expect((await fetch(base + offer.greeting.url)).status).to.equal(404);
    expect(await told(ask('dan', 'DELETE', '/greeting'))).to.not.have.property('greeting');
    expect((await fetch(base + again.greeting.url)).status).to.equal(404);
    expect(await server.core.audio.known()).to.not.deep.include({ app: 'shop', id: again.greeting.url.split(/[/?]/)[4] });
  });
});
