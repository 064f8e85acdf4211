import { describe, expect, it } from '../../../test/harness.ts';
import { browserLocks } from './locks.ts';
import { browserStore, memoryStore } from './outbox-store.ts';
import type { OutboxRow } from './ports.ts';

const row = (scope: string, order: number, more: Partial<OutboxRow> = {}): OutboxRow => ({
  id: `${scope}${order}`,
  order,
  client_id: String(order),
  channel_id: 'lobby',
  created_at: order,
  text: `t${order}`,
  ...more,
});

// in a browser `browserStore` is its database, elsewhere its fallback
for (const [name, make] of [
  ['memory', memoryStore],
  ['the browser', browserStore],
] as const) {
  describe(`an outbox store in ${name}`, () => {
    it('keeps the rows of a scope in order, files included, and forgets them one by one', async () => {
      const store = make();
      const scope = `http://localhost/demo/${crypto.randomUUID()}/`;
      const blob = new Blob(['bytes'], { type: 'text/plain' });
      await store.put(row(scope, 2, { file: { blob, name: 'a.txt', type: 'text/plain', size: 5 } }));
      await store.put(row(scope, 1));
      await store.put(row('http://localhost/other/', 3));
      await store.put(row(scope, 1, { text: 'changed' }));
      const rows = await store.all(scope);
      expect(rows.map(({ order, text }) => [order, text])).to.deep.equal([
        [1, 'changed'],
        [2, 't2'],
      ]);
      expect(await rows[1]!.file!.blob.text()).to.equal('bytes');
      expect((await store.get(`${scope}1`))?.text).to.equal('changed');
      await store.delete(`${scope}1`);
      expect(await store.get(`${scope}1`)).to.equal(undefined);
      expect(await store.all(scope)).to.have.length(1);
      await store.delete(`${scope}2`);
      await store.delete('http://localhost/other/3');
    });
  });
}

describe('the lock around a channel', () => {
  it('lets one task in at a time, and none that was called off', async () => {
    const locks = browserLocks();
    const told: string[] = [];
    let open = () => {};
    const { signal } = new AbortController();
    const first = locks('a channel', signal, async () => {
      told.push('first in');
      await new Promise<void>((resolve) => {
        open = resolve;
      });
      told.push('first out');
    });
    const called = new AbortController();
    const never = locks('a channel', called.signal, async () => void told.push('never')).catch((error: Error) => error.name);
    const second = locks('a channel', signal, async () => void told.push('second'));
    await locks('another channel', signal, async () => void told.push('elsewhere'));
    called.abort();
    open();
    await Promise.all([first, second]);
    expect(await never).to.equal('AbortError');
    expect(told).to.deep.equal(['first in', 'elsewhere', 'first out', 'second']);
  });
});
