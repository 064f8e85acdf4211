import { describe, expect, it } from '../../../test/harness.ts';
import { Emitter, silentLog } from '../base/index.ts';
import type { Connection, ConnectionEvents } from '../connection/api.ts';
import { EarshotError, type HistoryChange, type HistoryRecord } from '../protocol/index.ts';
import { createHistory } from './history.ts';

const record = (n: number, change: Partial<HistoryRecord> = {}): HistoryRecord => ({
  record_id: `past-${String(n).padStart(4, '0')}`,
  direction: 'incoming',
  peer: { user_id: 'bob', name: 'Bob' },
  media: ['audio'],
  started_at: n * 10_000,
  answered_at: n * 10_000 + 2_000,
  ended_at: n * 10_000 + 7_000,
  end_reason: 'completed',
  missed: false,
  seen: true,
  ...change,
});
const missed = (n: number): HistoryRecord => {
  const { answered_at: _, ...rest } = record(n, { end_reason: 'cancelled', missed: true, seen: false });
  return rest;
};

/** A connection whose server has these records. */
class FakeConnection extends Emitter<ConnectionEvents> {
  clockOffsetMs = 0;
  records: HistoryRecord[] = [];
  readonly asked: [method: string, params: Record<string, unknown>][] = [];
  /** Holds back the answer. */
  gate: Promise<void> | undefined;
  refusal: EarshotError | undefined;

  async request(method: string, params: Record<string, unknown>): Promise<unknown> {
    this.asked.push([method, params]);
    if (this.refusal) throw this.refusal;
    const { amount, offset, to } = params as { amount: number; offset: number; to: number };
    const sorted = [...this.records].sort((a, b) => b.started_at - a.started_at);
    const page = sorted.slice(offset, offset + amount);
    const unseen = sorted.filter(({ seen, ended_at }) => !seen && !(ended_at <= to)).length;
    await this.gate;
    if (method === 'history.list') return { records: page, total: sorted.length, unseen };
    return method === 'history.see' ? { unseen } : {};
  }

  tell(change: Partial<HistoryChange>): void {
    this.emit('entry', 'u:me', 1, { kind: 'history', at_ms: 0, change: { unseen: 0, ...change } });
  }

  lose(): void {
    this.emit('reset', 'u:me', 9, 'epoch');
  }
}

function kit(...records: HistoryRecord[]) {
  const connection = new FakeConnection();
  connection.records = records;
  const history = createHistory({ client: { userId: 'me' }, connection: connection as unknown as Connection, log: silentLog });
  const heard: string[] = [];
  history.on('change', () => heard.push('change'));
  history.on('cache', () => heard.push('cache'));
  history.on('error', ({ code }) => heard.push(code));
  const ids = () => history.get().map(({ id }) => id);
  return { connection, history, heard, ids };
}

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: EarshotError) => error.code,
  );

describe('the history held in a page', () => {
  it('is what was fetched, latest first, by our clock [RB-hist-01] [RB-hist-02]', async () => {
    const { connection, history, heard } = kit(record(1), missed(2));
    connection.clockOffsetMs = 5_000;
    expect(history.get()).to.deep.equal([]);
    const fetched = await history.fetch();
    expect(connection.asked).to.deep.equal([['history.list', { amount: 50, offset: 0 }]]);
    expect(history.get()).to.deep.equal(fetched);
    expect(history.get()).to.deep.equal([
      {
        id: 'past-0002',
        direction: 'incoming',
        peer: { user_id: 'bob', name: 'Bob' },
        media: ['audio'],
        startedAtMs: 15_000,
        answeredAtMs: undefined,
        endedAtMs: 22_000,
        durationMs: 0,
        endReason: 'cancelled',
        missed: true,
        seen: false,
      },
      {
        id: 'past-0001',
        direction: 'incoming',
        peer: { user_id: 'bob', name: 'Bob' },
        media: ['audio'],
        startedAtMs: 5_000,
        answeredAtMs: 7_000,
        endedAtMs: 12_000,
        durationMs: 5_000,
        endReason: 'completed',
        missed: false,
        seen: true,
      },
    ]);
    expect([history.total, history.unseen, heard]).to.deep.equal([2, 1, ['change', 'cache']]);
    expect(history.get()).to.equal(history.get());
  });

  it('grows by pages, and drops what the server no longer has in a stretch', async () => {
    const all = Array.from({ length: 130 }, (_, i) => record(i + 1));
    const { connection, history, ids } = kit(...all);
    await history.fetch(120);
    expect(connection.asked.map(([, params]) => params)).to.deep.equal([
      { amount: 100, offset: 0 },
      { amount: 20, offset: 100 },
    ]);
    expect(ids()).to.have.length(120);
    await history.fetch(50, 120);
    expect(ids()).to.have.length(130);
    connection.records = all.filter((_, i) => i !== 129 && i !== 60);
    await history.fetch(100);
    expect([ids().length, ids().includes('past-0130'), ids().includes('past-0061')]).to.deep.equal([128, false, false]);
  });

  it('gains a call as it ends, and follows what other devices do [RB-hist-07] [RB-hist-09]', async () => {
    const { connection, history, heard, ids } = kit(record(1));
    await history.fetch();
    heard.length = 0;
    connection.tell({ unseen: 1, added: missed(2) });
    connection.tell({ unseen: 1, added: missed(2) }); // told again
    expect([ids(), history.total, history.unseen]).to.deep.equal([['past-0002', 'past-0001'], 2, 1]);
    connection.tell({ unseen: 0, seen_to: 27_000 });
    expect([history.unseen, history.get()[0]?.seen]).to.deep.equal([0, true]);
    connection.tell({ removed: 'past-0001' });
    expect([ids(), history.total]).to.deep.equal([['past-0002'], 1]);
    connection.tell({ cleared: true });
    expect([ids(), history.total, history.unseen]).to.deep.equal([[], 0, 0]);
    expect(heard).to.deep.equal(['change', 'cache', 'change', 'cache', 'change', 'cache', 'change', 'cache', 'change', 'cache']);
  });

  it('is not undone by a page that was on its way', async () => {
    const { connection, history, ids } = kit(record(1), record(2));
    let open = () => {};
    connection.gate = new Promise((resolve) => {
      open = resolve;
    });
    const fetching = history.fetch();
    connection.tell({ removed: 'past-0002' });
    open();
    await fetching;
    expect(ids()).to.deep.equal(['past-0001']);
    connection.gate = new Promise((resolve) => {
      open = resolve;
    });
    const again = history.fetch();
    connection.tell({ cleared: true });
    open();
    await again;
    expect(ids()).to.deep.equal([]);
  });

  it('is read anew when too much of it was missed', async () => {
    const { connection, history } = kit(record(1));
    connection.lose();
    expect(connection.asked).to.have.length(0);
    await history.fetch(10);
    connection.lose();
    expect(connection.asked.map(([, params]) => params)).to.deep.equal([
      { amount: 10, offset: 0 },
      { amount: 1, offset: 0 },
    ]);
  });

  it('is removed here and there, or stays when the server refuses [RB-hist-03] [RB-hist-04] [RB-hist-08]', async () => {
    const { connection, history, heard, ids } = kit(record(1), record(2), record(3));
    await history.fetch();
    await history.remove('past-0003');
    expect(connection.asked.at(-1)).to.deep.equal(['history.remove', { record_id: 'past-0003' }]);
    expect([ids(), history.total]).to.deep.equal([['past-0002', 'past-0001'], 2]);
    heard.length = 0;
    connection.refusal = new EarshotError('history:not-found', 'remove the record');
    expect(await failure(history.remove('past-0002'))).to.equal('history:not-found');
    expect(await failure(history.clear())).to.equal('history:not-found');
    expect([ids().length, heard]).to.deep.equal([2, ['history:not-found', 'history:not-found']]);
    connection.refusal = undefined;
    await history.clear();
    expect([ids(), history.total, connection.asked.at(-1)]).to.deep.equal([[], 0, ['history.clear', {}]]);
    expect(await failure(history.fetch(0))).to.equal('request:invalid');
    expect(await failure(history.fetch(10, -1))).to.equal('request:invalid');
  });

  it('says what was shown up to the latest call here', async () => {
    const { connection, history } = kit(missed(1), missed(2));
    connection.clockOffsetMs = 100;
    await history.fetch();
    connection.records.push(missed(9)); // comes while these are shown
    await history.see();
    expect(history.unseen).to.equal(1);
    expect(history.get().map(({ seen }) => seen)).to.deep.equal([true, true]);
    const asked = connection.asked.length;
    await history.see();
    expect(connection.asked.length).to.equal(asked);
  });

  it('goes into a string and comes out of it, in another page too [RB-hist-05] [RB-hist-06]', async () => {
    const { history } = kit(record(1), missed(2));
    await history.fetch();
    const other = kit();
    other.history.setCache(history.getCache());
    expect(other.history.get()).to.deep.equal(history.get());
    expect(other.history.getCache()).to.equal(history.getCache());
    expect(other.heard).to.deep.equal(['change', 'cache']);
  });

  it('takes no string that is anything else, and keeps what it had [RB-hist-06] [RB-hist-08]', async () => {
    const { history, heard, ids } = kit(record(1));
    await history.fetch();
    heard.length = 0;
    const [good] = JSON.parse(history.getCache()) as [Record<string, unknown>];
    const wrong: unknown[] = [
      ...[undefined, null, 7, {}, [null], [[]], ['past']],
      ...[{ id: '' }, { id: 7 }, { direction: 'up' }, { peer: { user_id: 'bob' } }, { peer: null }, { media: ['smell'] }, { media: 'audio' }],
      ...[{ startedAtMs: -1 }, { startedAtMs: '1' }, { endedAtMs: 1e300 }, { answeredAtMs: null }, { endReason: 'toString' }, { missed: 1 }],
      ...[{ seen: undefined }, { peer: { user_id: 'bob', name: 'x'.repeat(3_000) } }],
    ].map((change, i) => (i < 7 ? change : [good, { ...good, ...(change as object) }]));
    for (const value of wrong) {
      const text = JSON.stringify(value) as string | undefined;
      expect(() => history.setCache(text as string), text).to.throw(/unable to restore the history/);
    }
    expect(() => history.setCache('{')).to.throw();
    expect([ids(), new Set(heard)]).to.deep.equal([['past-0001'], new Set(['request:invalid'])]);
    history.setCache(`[${JSON.stringify(good).slice(0, -1)},"__proto__":{"admin":true},"more":1}]`);
    expect(Object.keys(history.get()[0] as object)).to.not.include('more');
    expect((history.get()[0] as unknown as { admin?: boolean }).admin).to.equal(undefined);
  });

  it('believes nothing malformed that comes as news', async () => {
    const { connection, history, ids } = kit(record(1));
    await history.fetch();
    connection.tell({ unseen: 'many' as never, added: { ...record(2), peer: 'bob' as never } });
    connection.tell({ removed: 7 as never, cleared: 'yes' as never });
    expect([ids(), history.unseen, history.total]).to.deep.equal([['past-0001'], 0, 1]);
  });
});
