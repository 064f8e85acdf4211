import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../src/core/base/index.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { Device, startCore, temporaryFolder } from '../../../test/server-fixture.ts';
import { createSafeFetch, publicPolicy } from '../net/safe-fetch.ts';
import { Endpoint } from './testing.ts';

const CHANNELS = ['line_one', 'line_two', 'line_three'];

async function spawnServer(dataDir: string) {
  const child = fork(fileURLToPath(new URL('../../../test/server-process.ts', import.meta.url)), [dataDir, 'again'], { stdio: 'inherit' });
  const about = await new Promise<{ url: string; token: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string; token: string }));
    child.once('exit', (code) => reject(new Error(`the server ended early (${code})`)));
  });
  const kill = async (): Promise<void> => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return { ...about, kill };
}

describe('webhooks of a server that is killed without warning', () => {
  it('hear of every message that was acknowledged, each channel in order', async () => {
    const folder = temporaryFolder();
    const endpoint = await Endpoint.start();
    const webhooks = { fetch: createSafeFetch({ clock: systemClock, policy: { ...publicPolicy, allows: () => true } }), plainHttp: true };
    const town = await startCore({ dataDir: folder.path, webhooks });
    await town.users('alice', 'bob', 'carol');
    for (const channel of CHANNELS) await town.channel(channel, ['alice']);
    await town.core.webhooks.create('demo', { url: endpoint.url, events: ['message.created'] });
    await town.close();

    const acked = new Set<string>();
    for (const killAfter of [7, 40]) {
      const server = await spawnServer(folder.path);
      const device = await Device.open(server.url);
      await device.hello({ app_id: 'demo', token: server.token });
      const from = endpoint.received.length;
      const sent = CHANNELS.flatMap((channel) =>
        Array.from({ length: 30 }, (_, i) => {
          const text = `${channel}:${killAfter}:${i}`;
          return device.say(channel, text).then(
            () => acked.add(text),
            () => {}, // cut
          );
        }),
      );
      await endpoint.until((all) => all.length >= from + killAfter);
      await server.kill();
      device.cut();
      await Promise.all(sent);
    }
    const last = await spawnServer(folder.path);
    await endpoint.until((all) => {
      const heard = new Set(all.map(({ data }) => data.message.content as string));
      return [...acked].every((text) => heard.has(text));
    });
    expect(acked.size).to.be.greaterThan(0);
    const firsts = new Map<number, string>();
    for (const { sequence, channel_id } of endpoint.received) if (!firsts.has(sequence)) firsts.set(sequence, channel_id!);
    for (const channel of CHANNELS) {
      const order = [...firsts].filter(([, of]) => of === channel).map(([sequence]) => sequence);
      expect(order, channel).to.deep.equal([...order].sort((a, b) => a - b));
    }
    await last.kill();
    await endpoint.close();
    folder.remove();
  });
});
