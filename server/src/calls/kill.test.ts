import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '../../../test/harness.ts';
import { Device, temporaryFolder } from '../../../test/server-fixture.ts';

interface Child {
  process: ChildProcess;
  url: string;
  tokens: Record<string, string>;
}

const SERVER = fileURLToPath(new URL('../../../test/server-process.ts', import.meta.url));

const spawn = (dataDir: string, fresh: boolean): Promise<Child> => {
  const process = fork(SERVER, [dataDir, fresh ? 'fresh' : 'again'], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    process.once('message', (message) => resolve({ process, ...(message as Omit<Child, 'process'>) }));
    process.once('exit', (code) => reject(new Error(`the server ended early (${code})`)));
  });
};

const kill = async ({ process }: Child): Promise<void> => {
  const exited = new Promise((resolve) => process.once('exit', resolve));
  process.kill('SIGKILL');
  await exited;
};

const enter = async (server: Child): Promise<[Device, Device, Device]> => {
  const people = ['alice', 'bob', 'carol'].map(async (name) => {
    const device = await Device.open(server.url);
    await device.hello({ app_id: 'demo', token: server.tokens[name]!, device: `${name}-1` });
    return device;
  });
  return Promise.all(people) as Promise<[Device, Device, Device]>;
};

describe('a transfer and a server that is killed without warning', () => {
  it('goes on where it was: while it rings, in the moment of the answer, and when one leg is still to be taken', async () => {
    const folder = temporaryFolder();
    let server = await spawn(folder.path, true);
    try {
      let [alice, bob, carol] = await enter(server);
      const [call_id, transfer_id] = ['killed-call-1', 'killed-call-2'];
      await alice.request('call.invite', { call_id, to: 'bob', media: ['audio'] });
      const { leg_id, leg_token } = (await bob.request('call.answer', { call_id })).leg;
      await alice.request('call.transfer', { call_id, transfer_id, to: 'carol' });
      await kill(server);
      server = await spawn(folder.path, false);
      [alice, bob, carol] = await enter(server);
      expect(carol.welcome!.calls).to.have.length(1);
      expect(alice.welcome!.calls[0]!.detail).to.have.nested.property('transfer.state', 'ringing');
      // killed with the answer on its way: it has happened whole, or not at all
      const answered = carol.request('call.answer', { call_id: transfer_id }).then(
        () => true,
        () => false,
      );
      await kill(server);
      const acknowledged = await answered;
      server = await spawn(folder.path, false);
      [alice, bob, carol] = await enter(server);
      const before = (await alice.request('call.get', { call_id })).call;
      const rung = (await carol.request('call.get', { call_id: transfer_id })).call;
      expect(`${before.state} ${rung.state}`).to.be.oneOf(acknowledged ? ['ended active'] : ['ended active', 'active ringing']);
      if (rung.state === 'ringing') await carol.request('call.answer', { call_id: transfer_id });
      await kill(server);
      server = await spawn(folder.path, false);
      [alice, bob, carol] = await enter(server);
      expect([alice, bob, carol].map((one) => one.welcome!.calls.map((row) => `${row.call_id} ${row.state}`))).to.deep.equal([
        [],
        [`${transfer_id} active`],
        [`${transfer_id} active`],
      ]);
      const resumed = await bob.request('call.resume', { call_id, leg_id, leg_token, fresh: true, received: 0, peer_generation: 0 });
      expect([resumed.call.call_id, resumed.leg.generation]).to.deep.equal([transfer_id, 2]);
      await bob.request('call.end', { call_id: transfer_id });
      expect(await carol.call('carol', (row) => row.call_id === transfer_id && row.state === 'ended')).to.include({ end_reason: 'completed' });
    } finally {
      await kill(server);
      folder.remove();
    }
  });
});

describe('a code by which a call moves, and a server that is killed without warning', () => {
  it('is good afterwards: for one device, again for the same one, and not in clear on the disk', async () => {
    const folder = temporaryFolder();
    let server = await spawn(folder.path, true);
    const entered = async (device: string) => {
      const opened = await Device.open(server.url);
      await opened.hello({ app_id: 'demo', token: server.tokens.alice!, device });
      return opened;
    };
    try {
      const [alice, bob] = await enter(server);
      const call_id = 'killed-call-3';
      await alice.request('call.invite', { call_id, to: 'bob', media: ['audio'] });
      await bob.request('call.answer', { call_id });
      const { code } = await alice.request('call.handoff', { call_id });
      await kill(server);
      const stored = new DatabaseSync(join(folder.path, 'earshot.db'), { readOnly: true });
      const rows = stored.prepare('select * from hand_offs').all();
      stored.close();
      expect([rows.length, JSON.stringify(rows).includes(code)]).to.deep.equal([1, false]);
      server = await spawn(folder.path, false);
      const tablet = await entered('tablet');
      const taken = await tablet.request('call.takeover', { code });
      expect(taken.call).to.include({ call_id, state: 'active' });
      await kill(server);
      server = await spawn(folder.path, false);
      const [phone, again] = [await entered('phone'), await entered('tablet')];
      expect(await phone.refused('call.takeover', { code }), 'used').to.include({ error: 'call:not-found' });
      expect((await again.request('call.takeover', { code })).leg, 'the reply was lost').to.deep.equal(taken.leg);
      await again.request('call.end', { call_id });
    } finally {
      await kill(server);
      folder.remove();
    }
  });
});
