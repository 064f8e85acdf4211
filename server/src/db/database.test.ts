import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '../../../test/harness.ts';
import { startCore, temporaryFolder } from '../../../test/server-fixture.ts';
import { createCore } from '../core.ts';
import type { Logger } from '../deps.ts';

const failure = async (promise: Promise<unknown>): Promise<{ code?: string; message: string }> =>
  promise.then(
    () => ({ message: 'nothing failed' }),
    (error: { code?: string; message: string }) => error,
  );

describe('the database', () => {
  it('serves one server: a second on the same file is refused in plain words, until the first has closed', async () => {
    const folder = temporaryFolder();
    const first = createCore({ dataDir: folder.path });
    await first.ready();
    const second = createCore({ dataDir: folder.path });
    expect((await failure(second.ready())).message).to.match(/^unable to open the database; another server is using .*earshot\.db$/);
    await second.close();
    await first.close();
    const third = createCore({ dataDir: folder.path });
    await third.ready();
    await third.close();
    folder.remove();
  });

  it('refuses a file of a newer version', async () => {
    const folder = temporaryFolder();
    const first = createCore({ dataDir: folder.path });
    await first.ready();
    await first.close();
    const database = new DatabaseSync(join(folder.path, 'earshot.db'));
    database.exec('pragma user_version = 999');
    database.close();
    const later = createCore({ dataDir: folder.path });
    expect((await failure(later.ready())).message).to.include('newer version (999)');
    await later.close();
    folder.remove();
  });

  it('keeps apps, users, messages and its epoch over a restart, and gives another epoch to another file', async () => {
    const folder = temporaryFolder();
    const first = await startCore({ dataDir: folder.path });
    await first.channel('kept', ['alice']).catch(async () => {
      await first.users('alice');
      await first.channel('kept', ['alice']);
    });
    const alice = await first.device('alice');
    const ack = await alice.say('kept', 'remember me', 'kept-message-1');
    await first.close();
    const second = await startCore({ dataDir: folder.path, appId: null });
    const again = await second.device('alice', { resume: { 'c:kept': [alice.welcome!.epoch, 1] } });
    expect(again.welcome!.epoch).to.equal(alice.welcome!.epoch);
    expect(again.welcome!.streams['c:kept']).to.deep.equal({ recovered: true, head: 2 });
    expect((await again.say('kept', 'remember me', 'kept-message-1')).message).to.deep.equal(ack.message);
    expect(await second.core.apps.authenticate('demo', first.apiKey)).to.include({ app_id: 'demo' });
    await second.close();
    const other = await startCore();
    expect((await other.device('alice', { resume: { 'u:alice': [alice.welcome!.epoch, 1] } })).welcome!.streams['u:alice']).to.include({
      reason: 'epoch',
    });
    await other.close();
    folder.remove();
  });

  it('puts what came meanwhile into one commit, where one that fails takes nothing else with it', async () => {
    const server = await startCore();
    await server.users('alice');
    await server.channel('group', ['alice']);
    const send = (content: string, client_id: string) => server.core.send('demo', 'alice', { client_id, channel_id: 'group', type: 'text', content });
    const results = await Promise.allSettled([
      send('one', 'group-one-1'),
      send('clash', 'group-one-1'),
      server.core.users.create('demo', { user_id: 'alice' }),
      send('two', 'group-two-1'),
      server.core.execute({ kind: 'user', appId: 'demo', userId: 'alice' }, 'channel.join', { channel_id: 'group' }),
      send('three', 'group-three'),
    ]);
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    const { messages } = await server.core.execute({ kind: 'user', appId: 'demo', userId: 'alice' }, 'message.list', {
      channel_id: 'group',
      mode: 'next',
    });
    expect(messages.map(({ message_id, n, content }) => [message_id, n, content])).to.deep.equal([
      [2, 1, 'one'],
      [3, 2, 'two'],
      [4, 3, 'three'],
    ]);
    await server.close();
  });

  it('acknowledges nothing before the commit', async () => {
    const commitGate = new Int32Array(new SharedArrayBuffer(8));
    const server = await startCore({ faults: { commitGate } });
    await server.users('alice', 'bob');
    await server.channel('early', ['alice', 'bob']);
    const [alice, bob] = [await server.device('alice'), await server.device('bob', { channels: true })];
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const before = commitGate[1]!;
    commitGate[0] = 1;
    const ack = alice.say('early', 'x');
    while (Atomics.load(commitGate, 1) === before) await turn(); // now it is written, but not committed
    for (let i = 0; i < 20; i++) {
      for (const device of [alice, bob]) device.send({ t: 'ping', n: i });
      await Promise.all([alice, bob].map((device) => device.next('pong', ({ n }) => n === i)));
      await turn();
    }
    expect(alice.frames.some(({ t }) => t === 'ack')).to.equal(false);
    expect(bob.entries('c:early').some(({ entry }) => entry.kind === 'message')).to.equal(false);
    commitGate[0] = 0;
    Atomics.notify(commitGate, 0);
    await ack;
    await bob.entry('c:early', (entry) => entry.kind === 'message');
    await server.close();
  });

  it('says no when the disk is full, loses nothing it said yes to, and goes on reading', async () => {
    const lines: string[] = [];
    const note = (_detail: object, message: string) => void lines.push(message);
    const log: Logger = { debug: note, info: note, warn: note, error: note };
    const server = await startCore({ faults: { maxPages: 120 }, log });
    await server.users('alice');
    await server.channel('full', ['alice']);
    const acked: number[] = [];
    let refusal: { code?: string } | undefined;
    for (let i = 0; i < 500 && !refusal; i++) {
      const draft = { client_id: `disk-full-${i}`, channel_id: 'full', type: 'text', content: 'x'.repeat(2_000) } as const;
      await server.core.send('demo', 'alice', draft).then(
        (ack) => void acked.push(ack.offset),
        (error: { code: string }) => {
          refusal = error;
        },
      );
    }
    expect(refusal).to.include({ code: 'server:busy', retryable: true });
    expect(lines).to.include('database trouble');
    const { messages, as_of } = await server.core.execute({ kind: 'user', appId: 'demo', userId: 'alice' }, 'message.list', {
      channel_id: 'full',
      limit: 100,
    });
    expect(as_of).to.equal(acked.at(-1));
    expect(messages.map(({ message_id }) => message_id).reverse()).to.deep.equal(acked.slice(-messages.length));
    await server.close();
  });
});
