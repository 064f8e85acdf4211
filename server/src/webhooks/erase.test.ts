import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ChatTown, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { temporaryFolder } from '../../../test/server-fixture.ts';
import { createSafeFetch, publicPolicy } from '../net/safe-fetch.ts';
import { Endpoint } from './testing.ts';

const clock = new FakeClock();
const door = { fetch: createSafeFetch({ clock, policy: { ...publicPolicy, allows: () => true } }), plainHttp: true };
const settings = { webhookBackoffMs: 1_000, webhookRetryMs: 2_000, webhookTimeoutMs: 5_000 };

/** Lets time pass until it is so: each turn leaves real sockets theirs. */
async function passUntil(endpoint: Endpoint, done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) {
    if (endpoint.open === 0) await clock.advance(500);
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Everything of Bob that an event may carry, under this word. */
async function talkOfBob(town: ChatTown, word: string): Promise<void> {
  const said = await town.say('bob', 'desk', word, { meta: { note: word } });
  await town.as('bob', 'message.edit', { channel_id: 'desk', message_id: said.message_id, content: `${word} again` });
  await town.say('alice', 'desk', 'an answer of hers', { reply_to: said.message_id });
  await town.as('alice', 'report.create', { report_type: 'message', channel_id: 'desk', message_id: said.message_id, reason: `he said ${word}` });
  await town.as('bob', 'report.create', { report_type: 'user', channel_id: 'desk', user_id: 'carol', reason: `${word} is why` });
  await town.as('alice', 'channel.mute', { channel_id: 'desk', user_id: 'bob', seconds: 60, reason: `for ${word}` });
  await town.as('alice', 'channel.mute', { channel_id: 'desk', user_id: 'bob', seconds: 0 });
}

describe('events of a user who is erased', () => {
  it('keep their line and their number, waiting or given up, and lose his words and his name', async () => {
    const folder = temporaryFolder();
    const endpoint = await Endpoint.start();
    endpoint.answer = () => ({ status: 503 });
    const town = await startTown({ dataDir: folder.path, clock, settings, webhooks: door });
    let again: Awaited<ReturnType<typeof createAgain>> | undefined;
    const createAgain = async () => {
      const { createCore } = await import('../core.ts');
      const core = createCore({ dataDir: folder.path, clock, settings, webhooks: door });
      await core.ready();
      return core;
    };
    try {
      await town.channel('desk', ['alice', 'bob', 'carol']);
      const { webhook } = await town.core.webhooks.create('demo', { url: endpoint.url, events: ['*'] });
      const id = webhook.webhook_id;
      const counts = () => town.core.webhooks.get('demo', id);
      await talkOfBob(town, 'swordfish');
      await passUntil(endpoint, async () => (await counts()).waiting === 0);
      const given = await counts();
      expect(given.dead).to.be.greaterThan(8);
      await talkOfBob(town, 'sailfish');
      await town.as('bob', 'user.update', { name: 'Bob of swordfish' });
      const waiting = (await counts()).waiting;

      await town.core.privacy.erase('demo', 'bob');

      const after = await counts();
      expect([after.dead, after.waiting >= waiting]).to.deep.equal([given.dead, true]);
      await town.close(); // it holds the file
      const disk = new DatabaseSync(join(folder.path, 'earshot.db'), { readOnly: true });
      for (const table of ['webhook_queue', 'webhook_dead']) {
        const text = JSON.stringify(disk.prepare(`select * from ${table}`).all());
        for (const word of ['swordfish', 'sailfish', '"Bob', '\\"Bob']) expect(text, `${word} in ${table}`).to.not.include(word);
        expect(text, table).to.include('an answer of hers');
      }
      disk.close();

      endpoint.answer = () => ({ status: 200 });
      endpoint.received.length = 0;
      again = await createAgain();
      await again.webhooks.redrive('demo', id);
      await passUntil(endpoint, async () => (await again!.webhooks.get('demo', id)).waiting === 0);
      const desk = endpoint.received.filter(({ channel_id }) => channel_id === 'desk');
      const numbers = desk.map(({ sequence }) => sequence);
      expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
      expect(endpoint.received.map(({ sequence }) => sequence).sort((a, b) => a - b)).to.deep.equal(
        endpoint.received.map((_, index) => index + 1), // none is missing
      );
      expect(desk.map(({ type }) => type)).to.include.members([
        'message.created',
        'message.updated',
        'report.created',
        'moderation.acted',
        'channel.updated',
      ]);
    } finally {
      await town.close();
      await again?.close();
      await endpoint.close();
      folder.remove();
    }
  });
});
