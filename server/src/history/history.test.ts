import { renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type Device, type RunningCore, startCore, temporaryFolder } from '../../../test/server-fixture.ts';

let count = 0;
const newCall = (): string => `past-${String(++count).padStart(6, '0')}`;

/** The change that tells of this record. */
const told = async (device: Device, user: string, look: (change: Record<string, unknown>) => boolean) => {
  const { entry } = await device.entry(`u:${user}`, (one) => one.kind === 'history' && look(one.change as Record<string, unknown>));
  if (entry.kind !== 'history') throw new Error('no history');
  return entry.change as { unseen: number; added?: Record<string, unknown>; removed?: string; cleared?: boolean; seen_to?: number };
};
const added = async (device: Device, user: string, call_id: string) =>
  (await told(device, user, ({ added: record }) => (record as { record_id: string } | undefined)?.record_id === call_id)).added;

describe('the history of calls', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  before(async () => {
    server = await startCore({ clock, settings: { heartbeatMs: 86_400_000 } });
    await server.users('alice', 'bob', 'carol', 'dave');
  });
  after(() => server.close());

  const leave = async (...devices: Device[]) => {
    await Promise.all(devices.map((device) => device.close()));
    await server.quiet();
  };
  const clear = async (...devices: Device[]) => {
    for (const device of devices) await device.request('history.clear', {});
  };

  it('has a call that was answered for both ends, with its times [RB-hist-02] [RB-hist-07]', async () => {
    const [alice, bob] = [await server.device('alice'), await server.device('bob')];
    const call_id = newCall();
    const started_at = clock.now();
    await alice.request('call.invite', { call_id, to: 'bob', media: ['audio', 'video'] });
    await clock.advance(2_000);
    await bob.request('call.answer', { call_id });
    await clock.advance(9_000);
    await alice.request('call.end', { call_id });
    const common = {
      record_id: call_id,
      media: ['audio', 'video'],
      started_at,
      answered_at: started_at + 2_000,
      ended_at: started_at + 11_000,
      end_reason: 'completed',
      missed: false,
      seen: true,
    };
    const hers = { ...common, direction: 'outgoing', peer: { user_id: 'bob', name: 'Bob' } };
    const his = { ...common, direction: 'incoming', peer: { user_id: 'alice', name: 'Alice' } };
    expect(await added(alice, 'alice', call_id)).to.deep.equal(hers);
    expect(await added(bob, 'bob', call_id)).to.deep.equal(his);
    expect(await alice.request('history.list', {})).to.deep.equal({ records: [hers], total: 1, unseen: 0 });
    expect(await bob.request('history.list', {})).to.deep.equal({ records: [his], total: 1, unseen: 0 });
    await clear(alice, bob);
    await leave(alice, bob);
  });

  it('counts what was missed until it was shown, on every device', async () => {
    const alice = await server.device('alice');
    const [one, two] = [await server.device('bob', { device: 'b1' }), await server.device('bob', { device: 'b2' })];
    const cancelled = newCall();
    await alice.request('call.invite', { call_id: cancelled, to: 'bob', media: ['audio'] });
    await alice.request('call.end', { call_id: cancelled });
    const rejected = newCall();
    await alice.request('call.invite', { call_id: rejected, to: 'bob', media: ['audio'] });
    await one.request('call.decline', { call_id: rejected, reason: 'rejected' });
    for (const device of [one, two]) {
      expect(await added(device, 'bob', cancelled)).to.include({ missed: true, seen: false, end_reason: 'cancelled' });
      expect(await added(device, 'bob', rejected)).to.include({ missed: false, seen: true, end_reason: 'rejected' });
    }
    expect(await added(alice, 'alice', cancelled)).to.include({ missed: false, seen: true });
    const shownAt = clock.now();
    await clock.advance(1_000);
    const later = newCall();
    await alice.request('call.invite', { call_id: later, to: 'bob', media: ['audio'] });
    await alice.request('call.end', { call_id: later });
    expect((await one.request('history.list', {})).unseen).to.equal(2);
    expect(await one.request('history.see', { to: shownAt })).to.deep.equal({ unseen: 1 });
    expect(await told(two, 'bob', ({ seen_to }) => seen_to !== undefined)).to.deep.equal({ unseen: 1, seen_to: shownAt });
    expect(await one.request('history.see', {})).to.deep.equal({ unseen: 0 });
    expect((await two.request('history.list', {})).records.map(({ seen }) => seen)).to.deep.equal([true, true, true]);
    await clear(alice, one);
    await leave(alice, one, two);
  });

  it('comes in pages, latest first, fifty at a time unless said [RB-hist-02]', async () => {
    const alice = await server.device('alice');
    const ids: string[] = [];
    for (let i = 0; i < 53; i++) {
      ids.unshift(newCall());
      await alice.request('call.invite', { call_id: ids[0]!, to: 'carol', media: ['audio'] }); // she has no device: over at once
      await clock.advance(3_000);
    }
    const first = await alice.request('history.list', {});
    expect([first.total, first.records.map(({ record_id }) => record_id)]).to.deep.equal([53, ids.slice(0, 50)]);
    const rest = await alice.request('history.list', { amount: 10, offset: 50 });
    expect(rest.records.map(({ record_id }) => record_id)).to.deep.equal(ids.slice(50));
    expect(await alice.refused('history.list', { amount: 101 })).to.include({ error: 'request:invalid' });
    await clear(alice);
    await leave(alice);
  });

  it('is removed by record or whole, for this user alone, and tells his other devices [RB-hist-03] [RB-hist-04]', async () => {
    const alice = await server.device('alice');
    const [one, two] = [await server.device('bob', { device: 'b1' }), await server.device('bob', { device: 'b2' })];
    const ids = [newCall(), newCall()];
    for (const call_id of ids) {
      await alice.request('call.invite', { call_id, to: 'bob', media: ['audio'] });
      await alice.request('call.end', { call_id });
    }
    await one.request('history.remove', { record_id: ids[0]! });
    expect(await told(two, 'bob', ({ removed }) => removed === ids[0])).to.deep.equal({ unseen: 1, removed: ids[0] });
    expect(await one.refused('history.remove', { record_id: ids[0]! })).to.include({ error: 'history:not-found' });
    expect((await two.request('history.list', {})).records.map(({ record_id }) => record_id)).to.deep.equal([ids[1]]);
    await one.request('history.clear', {});
    expect((await two.request('history.list', {})).total).to.equal(0);
    expect((await alice.request('history.list', {})).total).to.equal(2);
    await clear(alice);
    await leave(alice, one, two);
  });

  it('shows nobody the calls of others, nor those of the same user id in another app', async () => {
    await server.core.apps.create({ appId: 'second' });
    for (const user_id of ['alice', 'bob']) await server.core.users.create('second', { user_id, name: user_id });
    const [alice, bob, dave] = [await server.device('alice'), await server.device('bob'), await server.device('dave')];
    const stranger = await server.device('alice', { appId: 'second' });
    const call_id = newCall();
    await alice.request('call.invite', { call_id, to: 'bob', media: ['audio'] });
    await alice.request('call.end', { call_id });
    await added(bob, 'bob', call_id);
    for (const device of [dave, stranger]) {
      expect(await device.request('history.list', {})).to.deep.equal({ records: [], total: 0, unseen: 0 });
      expect(await device.refused('history.remove', { record_id: call_id })).to.include({ error: 'history:not-found' });
      await device.request('history.clear', {});
      await device.request('history.see', {});
      expect(device.frames.some((frame) => frame.t === 'events' && JSON.stringify(frame).includes(call_id))).to.equal(false);
    }
    expect(await bob.request('history.list', {})).to.include({ total: 1, unseen: 1 });
    await clear(alice, bob);
    await leave(alice, bob, dave, stranger);
  });
});

describe('a database from before there was a history', () => {
  it('has the calls that ended in it, and none of them as news', async () => {
    const folder = temporaryFolder();
    const clock = new FakeClock();
    const first = await startCore({ clock, dataDir: folder.path });
    await first.users('alice', 'bob');
    const [alice, bob] = [await first.device('alice'), await first.device('bob')];
    const [missed, rejected, live] = [newCall(), newCall(), newCall()];
    for (const call_id of [missed, rejected, live]) await alice.request('call.invite', { call_id, to: 'bob', media: ['audio'] });
    await alice.request('call.end', { call_id: missed });
    await bob.request('call.decline', { call_id: rejected, reason: 'rejected' });
    await bob.request('call.answer', { call_id: live });
    await first.close();
    // as it was: the same rows in a file that only the migrations before have made
    const { MIGRATIONS } = await import('../db/schema.ts');
    const at = MIGRATIONS.findIndex((text) => text.includes('create table history'));
    const path = `${folder.path}/earshot.db`;
    renameSync(path, `${path}.new`);
    const database = new DatabaseSync(path);
    for (const text of MIGRATIONS.slice(0, at)) database.exec(text);
    database.exec(`attach '${path}.new' as later`);
    for (const { name } of database.prepare("select name from main.sqlite_schema where type = 'table'").all()) {
      const columns = database
        .prepare(`select name from pragma_table_info('${name}')`)
        .all()
        .map((one) => one['name']);
      database.exec(`insert into main.${name} (${columns}) select ${columns} from later.${name}`);
    }
    database.exec(`pragma user_version = ${at}`);
    database.close();

    const again = await startCore({ clock, dataDir: folder.path, appId: null });
    const back = await again.device('bob');
    const { records, total, unseen } = await back.request('history.list', {});
    expect([total, unseen]).to.deep.equal([2, 0]);
    expect(records.map(({ record_id, missed: was, seen, direction }) => [record_id, was, seen, direction]).sort()).to.deep.equal(
      [
        [missed, true, true, 'incoming'],
        [rejected, false, true, 'incoming'],
      ].sort(),
    );
    await back.request('call.end', { call_id: live }).catch(() => undefined);
    await again.close();
    folder.remove();
  });
});
