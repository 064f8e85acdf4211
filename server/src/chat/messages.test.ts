import { isEarshotError } from '../../../src/core/protocol/index.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type RunningCore, startCore } from '../../../test/server-fixture.ts';

const refused = async (promise: Promise<unknown>): Promise<{ error: string; code?: number; status?: number }> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isEarshotError(error)) throw new Error(`not refused: ${String(error)}`);
  return error.toWire();
};

describe('messages', () => {
  let server: RunningCore;
  const as = (userId: string) => ({ kind: 'user', appId: 'demo', userId }) as const;
  const send = (userId: string, channel_id: string, content: string, client_id: string = crypto.randomUUID()) =>
    server.core.send('demo', userId, { client_id, channel_id, type: 'text', content });
  const file = (file_id: string, user_id: string) =>
    server.core.files.add({ file_id, app_id: 'demo', user_id, name: 'a b.png', type: 'image/png', size: 5, width: 2, height: 3, created_at: 1 });
  before(async () => {
    server = await startCore();
    await server.users('alice', 'bob', 'carol', 'mallory');
  });
  after(() => server.close());

  it('are stored once however often they are sent, with the same ack [GC-089]', async () => {
    await server.channel('once', ['alice', 'bob']);
    const first = await send('alice', 'once', 'hello', 'client-id-1');
    const again = await Promise.all([send('alice', 'once', 'hello', 'client-id-1'), send('alice', 'once', 'hello', 'client-id-1')]);
    expect(again).to.deep.equal([first, first]);
    expect(first).to.include({ stream: 'c:once', offset: 3 });
    expect(first.message).to.include({ message_id: 3, n: 1, content: 'hello', type: 'text' });
    const { messages } = await server.core.execute(as('bob'), 'message.list', { channel_id: 'once' });
    expect(messages).to.have.length(1);
    // the id is the sender's own: another's may be equal
    expect((await send('bob', 'once', 'mine', 'client-id-1')).offset).to.equal(4);
  });

  it('refuse another body under a used id, in whatever channel', async () => {
    await server.channel('conflict', ['alice']);
    await server.channel('elsewhere', ['alice']);
    await send('alice', 'conflict', 'one', 'client-id-2');
    expect(await refused(send('alice', 'conflict', 'two', 'client-id-2'))).to.include({ error: 'message:conflict', status: 409 });
    expect(await refused(send('alice', 'elsewhere', 'one', 'client-id-2'))).to.include({ error: 'message:conflict' });
  });

  it('get their first ack again even from somebody who has left since', async () => {
    await server.channel('leaving', ['alice', 'bob']);
    const first = await send('bob', 'leaving', 'bye', 'client-id-3');
    await server.core.execute(as('bob'), 'channel.leave', { channel_id: 'leaving' });
    expect(await send('bob', 'leaving', 'bye', 'client-id-3')).to.deep.equal(first);
    expect(await refused(send('bob', 'leaving', 'more'))).to.include({ error: 'channel:not-member' });
  });

  it('are refused from outside: 1008 where the channel is listed, 1003 where it is private or not there [GC-118]', async () => {
    await server.channel('open_one', ['alice']);
    await server.channel('closed_one', ['alice'], { visibility: 'private' });
    expect(await refused(send('mallory', 'open_one', 'x'))).to.include({ error: 'channel:not-member', code: 1008 });
    expect(await refused(send('mallory', 'closed_one', 'x'))).to.include({ error: 'channel:not-found', code: 1003 });
    expect(await refused(send('mallory', 'never_was', 'x'))).to.include({ error: 'channel:not-found', code: 1003 });
    expect(await refused(server.core.execute(as('mallory'), 'message.list', { channel_id: 'closed_one' }))).to.include({ code: 1003 });
    expect(await refused(server.core.execute(as('mallory'), 'message.list', { channel_id: 'open_one' }))).to.include({ code: 1008 });
  });

  it('keep their limits: text, meta pairs, keys and values [GC-080]', async () => {
    await server.channel('limits', ['alice']);
    const meta = (pairs: Record<string, string>) =>
      refused(server.core.send('demo', 'alice', { client_id: crypto.randomUUID(), channel_id: 'limits', type: 'text', content: 'x', meta: pairs }));
    const eleven = Object.fromEntries([...'abcdefghijk'].map((key) => [key, 'v']));
    for (const pairs of [eleven, { 'a.b': 'v' }, { ['ä'.repeat(51)]: 'v' }, { key: '\u{ac00}'.repeat(67) }, JSON.parse('{"__proto__":"v"}')]) {
      expect(await meta(pairs)).to.include({ code: 1001 });
    }
    const good = { '가-나_x': '\u{ac00}'.repeat(66) };
    const kept = await server.core.send('demo', 'alice', { client_id: 'meta-good-1', channel_id: 'limits', type: 'text', content: 'x', meta: good });
    expect(kept.message.meta).to.deep.equal(good);
    expect(await refused(send('alice', 'limits', 'x'.repeat(8_193)))).to.include({ error: 'request:too-large' });
    expect(await refused(send('alice', 'limits', ''))).to.include({ code: 1001 });
  });

  it('page backwards newest first and forwards oldest first, without the base, by 30 unless said [GC-092] [GC-093] [GC-094]', async () => {
    await server.channel('paging', ['alice']);
    for (let i = 1; i <= 40; i++) await send('alice', 'paging', `m${i}`);
    const list = (more: object) => server.core.execute(as('alice'), 'message.list', { channel_id: 'paging', ...more });
    const ids = ({ messages }: Awaited<ReturnType<typeof list>>) => messages.map(({ message_id }) => message_id);
    const newest = await list({});
    expect(ids(newest)).to.deep.equal(Array.from({ length: 30 }, (_, i) => 41 - i)); // the join is entry 1
    expect(newest).to.include({ as_of: 41, end: false });
    const older = await list({ base_message_id: 12 });
    expect(ids(older)).to.deep.equal([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect(older.end).to.equal(true);
    expect(ids(await list({ base_message_id: 38, mode: 'next' }))).to.deep.equal([39, 40, 41]);
    expect(ids(await list({ mode: 'next', limit: 2 }))).to.deep.equal([2, 3]);
    for (const bad of [{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { mode: 'both' }, { base_message_id: -1 }]) {
      expect(await refused(list(bad))).to.include({ code: 1001 });
    }
  });

  it('are found by type and by text [GC-095] [GC-096]', async () => {
    await server.channel('search', ['alice']);
    await send('alice', 'search', 'Needle in hay');
    await send('alice', 'search', '100% hay');
    await file('file-s', 'alice');
    await server.core.send('demo', 'alice', { client_id: 'file-search-1', channel_id: 'search', type: 'file', file_id: 'file-s' });
    const list = async (more: object) =>
      (await server.core.execute(as('alice'), 'message.list', { channel_id: 'search', ...more })).messages.map((m) => m.content ?? m.file?.name);
    expect(await list({ content: 'needle' })).to.deep.equal(['Needle in hay']);
    expect(await list({ content: '%' })).to.deep.equal(['100% hay']);
    expect(await list({ type: 'file' })).to.deep.equal(['a b.png']);
  });

  it('carry a file with a signed path that opens for its time only [GC-019]', async () => {
    await server.channel('files', ['alice', 'bob']);
    await file('file-1', 'alice');
    const bob = await server.device('bob', { channels: true });
    const { message } = await server.core.send('demo', 'alice', { client_id: 'file-msg-1', channel_id: 'files', type: 'file', file_id: 'file-1' });
    expect(message.file).to.include({ name: 'a b.png', type: 'image/png', size: 5, width: 2, height: 3 });
    const { entry } = await bob.entry('c:files', (one) => one.kind === 'message');
    const url = new URL(entry.kind === 'message' ? entry.message.file!.url : '', 'http://x');
    expect(url.pathname).to.equal('/v1/files/demo/file-1/a%20b.png');
    const [e, s] = [url.searchParams.get('e')!, url.searchParams.get('s')!];
    expect(server.core.files.verifyLink('demo', 'file-1', e, s)).to.equal(true);
    expect(server.core.files.verifyLink('demo', 'file-2', e, s)).to.equal(false);
    expect(server.core.files.verifyLink('other', 'file-1', e, s)).to.equal(false);
    expect(server.core.files.verifyLink('demo', 'file-1', String(Number(e) + 1), s)).to.equal(false);
    const replay = await server.device('bob', { channels: true, resume: { 'c:files': [bob.welcome!.epoch, 0] } });
    expect(replay.welcome!.streams['c:files']).to.include({ reason: 'gone' }); // before he joined
    const { channel } = await server.core.execute(as('bob'), 'channel.get', { channel_id: 'files' });
    expect(channel).to.include({ total_message_count: 1, total_file_count: 1 });
  });

  it('let a file be read by its uploader and by members of a channel that carries it, and by nobody else', async () => {
    await server.channel('shared', ['alice', 'bob']);
    await file('file-3', 'alice');
    expect(await server.core.files.mayRead(as('bob'), 'file-3')).to.equal(false);
    expect(await refused(server.core.execute(as('bob'), 'file.link', { file_id: 'file-3' }))).to.include({ error: 'file:not-found' });
    const stolen = server.core.send('demo', 'bob', { client_id: 'file-theft', channel_id: 'shared', type: 'file', file_id: 'file-3' });
    expect(await refused(stolen)).to.include({ error: 'file:not-found' });
    const { message } = await server.core.send('demo', 'alice', { client_id: 'file-msg-3', channel_id: 'shared', type: 'file', file_id: 'file-3' });
    expect(await server.core.files.mayRead(as('bob'), 'file-3')).to.equal(true);
    expect((await server.core.execute(as('bob'), 'file.link', { file_id: 'file-3' })).file.url).to.match(/^\/v1\/files\/demo\/file-3\//);
    expect(await server.core.files.mayRead(as('mallory'), 'file-3')).to.equal(false);
    await server.core.execute(as('alice'), 'message.delete', { channel_id: 'shared', message_id: message.message_id });
    expect(await server.core.files.mayRead(as('bob'), 'file-3')).to.equal(false);
    expect(await server.core.files.mayRead(as('alice'), 'file-3')).to.equal(true);
  });

  it('can be deleted by their sender and by managers; the place stays, the words go [GC-098] [GC-038]', async () => {
    await server.channel('erase', ['alice', 'bob', 'carol']);
    const bob = await server.device('bob', { channels: true });
    const secret = await send('bob', 'erase', 'a secret', 'client-id-9');
    const own = await send('bob', 'erase', 'another');
    const gone = (userId: string, message_id: number) => server.core.execute(as(userId), 'message.delete', { channel_id: 'erase', message_id });
    expect(await refused(gone('carol', secret.offset))).to.include({ error: 'auth:forbidden', code: 3001 });
    await gone('bob', own.offset);
    await gone('alice', secret.offset);
    expect(await refused(gone('alice', secret.offset))).to.include({ error: 'message:not-found', code: 1005 });
    await bob.entry('c:erase', (entry) => entry.kind === 'message_delete' && entry.message_id === secret.offset);
    const replay = await server.device('bob', { resume: { 'c:erase': [bob.welcome!.epoch, secret.offset - 1] } });
    await replay.entry('c:erase', (entry) => entry.kind === 'message_delete' && entry.message_id === secret.offset);
    expect(JSON.stringify(replay.frames)).to.not.include('a secret');
    expect(replay.entries('c:erase').map(({ offset }) => offset)).to.deep.equal([4, 5, 6, 7].map((at) => at + secret.offset - 4));
    const { messages } = await server.core.execute(as('carol'), 'message.list', { channel_id: 'erase' });
    expect(messages).to.deep.equal([]);
    // the id stays used
    expect((await send('bob', 'erase', 'a secret', 'client-id-9')).offset).to.equal(secret.offset);
    const { channel } = await server.core.execute(as('carol'), 'channel.get', { channel_id: 'erase' });
    expect(channel.total_message_count).to.equal(0);
  });
});
