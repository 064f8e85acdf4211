import { describe, expect, it } from '../../../test/harness.ts';
import { systemClock } from '../base/index.ts';
import { browserCache, memoryCache } from './cache-store.ts';
import type { CacheRow, CacheStore } from './ports.ts';

const row = (id: string, saved_at: number): CacheRow => ({ id, format: 1, saved_at, memory: { messages: [{ content: id }] } as never });

const stores: [name: string, make: () => CacheStore][] = [['memory', memoryCache]];
if (typeof indexedDB !== 'undefined') stores.push(['the browser', () => browserCache(systemClock)]);

for (const [name, make] of stores) {
  describe(`a store of remembered channels in ${name}`, () => {
    it('keeps the newest rows, none that is too old, and gives them by the beginning of their ids', async () => {
      const store = make();
      await store.remove(await store.ids(''));
      const limit = { rows: 3, sinceMs: 10 };
      for (const [id, atMs] of [
        ['a/1', 9],
        ['a/2', 10],
        ['a/1', 11],
        ['b/1', 12],
      ] as const)
        await store.put(row(id, atMs), limit);
      expect((await store.ids('a/')).sort()).to.deep.equal(['a/1', 'a/2']);
      expect(await store.ids('b/')).to.deep.equal(['b/1']);
      expect((await store.get('a/1'))?.saved_at).to.equal(11);
      await store.put(row('c/1', 13), limit);
      expect((await store.ids('')).sort()).to.deep.equal(['a/1', 'b/1', 'c/1']);
      await store.put(row('c/2', 14), { rows: 9, sinceMs: 12 });
      expect((await store.ids('')).sort()).to.deep.equal(['b/1', 'c/1', 'c/2']);
      await store.remove(['c/1', 'never']);
      expect(await store.get('c/1')).to.equal(undefined);
      expect((await make().get('c/2'))?.memory.messages[0]?.content).to.equal(name === 'memory' ? undefined : 'c/2');
      await store.remove(await store.ids(''));
    });
  });
}

describe('a store of remembered channels without a database', () => {
  it('says so, each time, and does not wait for one that never answers', async () => {
    const timers: (() => void)[] = [];
    const clock = { now: () => 0, setTimeout: (task: () => void) => timers.push(task), clearTimeout: () => {} };
    const before = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: { open: () => ({}) } });
    try {
      const store = browserCache(clock);
      for (let i = 0; i < 2; i++) {
        const asked = store.get('a').then(
          () => 'answered',
          (error: Error) => error.message,
        );
        await Promise.resolve();
        timers.at(-1)!();
        expect(await asked).to.equal('the database does not answer');
      }
      expect(timers).to.have.length(2);
    } finally {
      if (before) Object.defineProperty(globalThis, 'indexedDB', before);
      else Reflect.deleteProperty(globalThis, 'indexedDB');
    }
  });
});
