import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '../../../test/harness.ts';
import { Device, startCore, temporaryFolder } from '../../../test/server-fixture.ts';

interface Child {
  process: ChildProcess;
  url: string;
  token: string;
  tokens: { alice: string; bob: string; carol: string };
}

/** A server of its own process. */
async function spawnServer(dataDir: string, fresh: boolean): Promise<Child> {
  const process = fork(fileURLToPath(new URL('../../../test/server-process.ts', import.meta.url)), [dataDir, fresh ? 'fresh' : 'again'], {
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    process.once('message', (message) => resolve({ process, ...(message as Omit<Child, 'process'>) }));
    process.once('exit', (code) => reject(new Error(`the server ended early (${code})`)));
  });
}

describe('a server that is killed without warning', () => {
  it('keeps every message it acknowledged, and none twice, however often they are sent again', async () => {
    const folder = temporaryFolder();
    const acked = new Map<string, number>();
    const wanted = Array.from({ length: 400 }, (_, i) => `killed-message-${i}`);
    let unacked = [...wanted];
    for (let round = 0; unacked.length > 0; round++) {
      const server = await spawnServer(folder.path, round === 0);
      const device = await Device.open(server.url);
      await device.hello({ app_id: 'demo', token: server.token });
      const exited = new Promise((resolve) => server.process.once('exit', resolve));
      const killAfter = round < 5 ? 15 + 10 * round : Number.POSITIVE_INFINITY;
      let acks = 0;
      await Promise.all(
        unacked.map((client_id) =>
          device.say('lobby', `text of ${client_id}`, client_id).then(
            (ack) => {
              acked.set(client_id, ack.offset);
              if (++acks === killAfter) server.process.kill('SIGKILL');
            },
            () => {}, // cut: it is sent again to the next one
          ),
        ),
      );
      device.cut();
      server.process.kill('SIGKILL');
      await exited;
      unacked = wanted.filter((id) => !acked.has(id));
    }

    const check = await startCore({ dataDir: folder.path, appId: null });
    const alice = await check.device('alice');
    const stored = new Map<string, number[]>();
    let base: number | undefined;
    for (;;) {
      const page = await alice.request('message.list', { channel_id: 'lobby', limit: 100, ...(base && { base_message_id: base }) });
      for (const message of page.messages) stored.set(message.client_id!, [...(stored.get(message.client_id!) ?? []), message.message_id]);
      base = page.messages.at(-1)?.message_id;
      if (page.end) break;
    }
    expect([...stored.keys()].sort()).to.deep.equal([...wanted].sort());
    for (const [id, offset] of acked) expect(stored.get(id), id).to.deep.equal([offset]);
    expect([...stored.values()].flat().sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 400 }, (_, i) => i + 3));
    await check.close();
    folder.remove();
  });

  it('keeps every edit and reaction it acknowledged, and counts each once', async () => {
    const folder = temporaryFolder();
    const first = await spawnServer(folder.path, true);
    const setUp = await Device.open(first.url);
    await setUp.hello({ app_id: 'demo', token: first.token });
    const { offset: message_id } = await setUp.say('lobby', 'version 0');
    const emoji = Array.from({ length: 20 }, (_, i) => `:${i}:`);
    const acked = new Set<string>();
    let edits = 0;
    let server = first;
    let device = setUp;
    for (let round = 0; round < 3; round++) {
      const exited = new Promise((resolve) => server.process.once('exit', resolve));
      const act = async (name: string, promise: Promise<unknown>): Promise<void> => {
        if (!(await promise.then(() => true).catch(() => false))) return; // cut: nobody was told
        acked.add(name);
        if (acked.size === 12 * (round + 1)) server.process.kill('SIGKILL');
      };
      const all: Promise<void>[] = [];
      for (const one of emoji) {
        const content = `version ${++edits}`;
        all.push(act(`react ${one}`, device.request('message.react', { channel_id: 'lobby', message_id, emoji: one, on: true })));
        all.push(act(content, device.request('message.edit', { channel_id: 'lobby', message_id, content })));
      }
      await Promise.all(all);
      device.cut();
      server.process.kill('SIGKILL');
      await exited;
      server = await spawnServer(folder.path, false);
      device = await Device.open(server.url);
      await device.hello({ app_id: 'demo', token: server.token });
    }

    const { message } = await device.request('message.get', { channel_id: 'lobby', message_id });
    const { versions } = await device.request('message.versions', { channel_id: 'lobby', message_id });
    const texts = [...versions.map((one) => one.content), message.content!];
    expect(new Set(texts).size).to.equal(texts.length);
    for (const name of acked) if (name.startsWith('version')) expect(texts).to.include(name);
    for (const { emoji: one, count, user_ids } of message.reactions!) expect([count, user_ids], one).to.deep.equal([1, ['alice']]);
    const shown = message.reactions!.map((one) => `react ${one.emoji}`);
    for (const name of acked) if (name.startsWith('react')) expect(shown).to.include(name);
    device.cut();
    server.process.kill('SIGKILL');
    folder.remove();
  });

  it('keeps every mark, deletion and reaction it acknowledged: no mark goes back, and nothing that is gone returns', async () => {
    const folder = temporaryFolder();
    let server = await spawnServer(folder.path, true);
    let device = await Device.open(server.url);
    await device.hello({ app_id: 'demo', token: server.token });
    const ids: number[] = [];
    for (let i = 0; i < 40; i++) ids.push((await device.say('lobby', `words ${i}`)).offset);
    const marked = { read: 0, delivered: 0 };
    const gone = new Set<number>();
    const reactedTo = new Set<number>();
    for (let round = 0; round < 2; round++) {
      const exited = new Promise((resolve) => server.process.once('exit', resolve));
      // somebody who has not written is the one whose marks move
      const bob = await Device.open(server.url);
      await bob.hello({ app_id: 'demo', token: server.tokens.bob });
      let done = 0;
      const act = async (promise: Promise<unknown>, kept: () => void): Promise<void> => {
        if (!(await promise.then(() => true).catch(() => false))) return; // cut: nobody was told
        kept();
        if (++done === 10 + 7 * round) server.process.kill('SIGKILL');
      };
      const turn = ids.slice(round * 20, round * 20 + 20);
      await Promise.all(
        turn.flatMap((message_id, i) => [
          act(bob.request('channel.delivered', { channel_id: 'lobby', offset: message_id }), () => {
            marked.delivered = Math.max(marked.delivered, message_id);
          }),
          act(bob.request('channel.read', { channel_id: 'lobby', offset: message_id }), () => {
            marked.read = Math.max(marked.read, message_id);
          }),
          i % 2
            ? act(device.request('message.delete', { channel_id: 'lobby', message_id }), () => gone.add(message_id))
            : act(device.request('message.react', { channel_id: 'lobby', message_id, emoji: ':here:', on: true }), () => reactedTo.add(message_id)),
        ]),
      );
      device.cut();
      bob.cut();
      server.process.kill('SIGKILL');
      await exited;
      server = await spawnServer(folder.path, false);
      device = await Device.open(server.url);
      await device.hello({ app_id: 'demo', token: server.token });
    }

    const snapshot = await device.request('channel.open', { channel_id: 'lobby' });
    expect(snapshot.read.bob!.offset).to.be.at.least(marked.read);
    expect(snapshot.delivered.bob!.offset).to.be.at.least(marked.delivered);
    const { messages } = await device.request('message.list', { channel_id: 'lobby', limit: 100 });
    for (const { message_id } of messages) expect(gone.has(message_id), String(message_id)).to.equal(false);
    const reacted = new Set(messages.filter(({ reactions }) => reactions).map(({ message_id }) => message_id));
    for (const id of reactedTo) expect(reacted.has(id), String(id)).to.equal(true);
    expect(gone.size + reactedTo.size + marked.read).to.be.greaterThan(0);
    device.cut();
    server.process.kill('SIGKILL');
    folder.remove();
  });
});
