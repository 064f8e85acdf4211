import { proxyCalls, RelayClient, type Voice } from '../../src/compat/relay-client.ts';
import type { ClientOptions } from '../../src/core/client/api.ts';
import { FakeClock } from '../fake-clock.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, failure, profile, Town } from './calls-town.ts';

type Said = [type: string, ...args: unknown[]];

/** Everything the helper told, in order. */
class Ear {
  readonly heard: Said[] = [];
  #waiting: (() => void)[] = [];

  constructor(voice: Voice) {
    const hear =
      (type: string) =>
      (...args: unknown[]) => {
        this.heard.push([type, ...args]);
        for (const look of this.#waiting.splice(0)) look();
      };
    voice.onStart(hear('start'));
    voice.onAccept(hear('accept'));
    voice.onStop(hear('stop'));
    voice.onBusy(hear('busy'));
    voice.onSetup(hear('setup'));
    voice.onSummary(hear('summary'));
  }

  async next(type: string, from = 0): Promise<Said> {
    for (;;) {
      const found = this.heard.slice(from).find(([one]) => one === type);
      if (found) return found;
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }
}

describe('client.Voice()', () => {
  let town: Town;
  const clients: RelayClient[] = [];
  let turn = 0;
  const person = async (name: string, more: Partial<ClientOptions> = {}) => {
    const userId = `${name}-${turn}`;
    const client = new RelayClient({ host: town.host, appId: APP, userId, token: await town.token(userId), storage: profile(), ...more });
    clients.push(client);
    await client.connect();
    const voice = client.Voice();
    return { id: userId, client, voice, ear: new Ear(voice) };
  };
  const people = (...names: string[]) => {
    turn++;
    return Promise.all(names.map((name) => person(name)));
  };
  before(async () => {
    town = await Town.start();
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await town.stop();
  });

  it('is made by the client, once [SF-01]', async () => {
    const [ann] = await people('ann');
    expect(ann!.client.Voice()).to.equal(ann!.voice);
    for (const name of ['start', 'accept', 'busy', 'stop', 'onStart', 'onAccept', 'onBusy', 'onStop'] as const)
      expect(typeof ann!.voice[name]).to.equal('function');
  });

  it('tells the recipient to start, with who sent it, conversation and call [SF-03] [SF-07] [SF-11]', async () => {
    const [ann, bob] = await people('ann', 'bob');
    expect(await ann!.voice.start(bob!.id, 'room', 'call-1', 'how to reach me', { n: [1, null] })).to.equal(true);
    expect(await bob!.ear.next('start')).to.deep.equal(['start', ann!.id, 'room', 'call-1', 'how to reach me', { n: [1, null] }]);
    expect(ann!.ear.heard).to.deep.equal([]);
  });

  it('lets the recipient accept with his own details; data may be left out [SF-04] [SF-08] [SF-15]', async () => {
    const [ann, bob] = await people('ann', 'bob');
    await ann!.voice.start(bob!.id, 'room', 'call-1', 'a', { operator_name: 'Ann' });
    expect((await bob!.ear.next('start'))[5]).to.deep.equal({ operator_name: 'Ann' });
    await bob!.voice.accept(ann!.id, 'room', 'call-1', 'b');
    expect(await ann!.ear.next('accept')).to.deep.equal(['accept', bob!.id, 'room', 'call-1', 'b', {}]);
  });

  it('keeps conversation and call apart, and passes details on to the byte [SF-12] [SF-13] [SF-14]', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const info = '{"sdp":"v=0\\r\\n","candidates":[]}\u2028 \u00fc\ud83d\ude00 <b>"';
    await ann!.voice.start(bob!.id, 'room', 'call-1', info);
    await ann!.voice.start(bob!.id, 'room', 'call-2', 'x');
    await ann!.voice.start(bob!.id, 'hall', 'call-3', 'y');
    await bob!.ear.next('start', 2);
    expect(bob!.ear.heard.map((said) => said.slice(2, 5))).to.deep.equal([
      ['room', 'call-1', info],
      ['room', 'call-2', 'x'],
      ['hall', 'call-3', 'y'],
    ]);
    // of another conversation it fits no call
    expect(await bob!.voice.accept(ann!.id, 'hall', 'call-1', 'z')).to.equal(false);
    expect(await bob!.voice.accept(ann!.id, 'hall', 'call-3', 'z')).to.equal(true);
    expect((await ann!.ear.next('accept')).slice(2, 4)).to.deep.equal(['hall', 'call-3']);
  });

  it('tells the starter that the recipient is busy [SF-05] [SF-10]', async () => {
    const [ann, bob] = await people('ann', 'bob');
    await ann!.voice.start(bob!.id, 'room', 'call-1', 'a');
    await bob!.voice.busy(ann!.id, 'room', 'call-1');
    expect(await ann!.ear.next('busy')).to.deep.equal(['busy', bob!.id, 'room', 'call-1']);
    expect(await bob!.voice.accept(ann!.id, 'room', 'call-1', 'b')).to.equal(false);
  });

  it('tells the other that the call is over, whoever ended it [SF-06] [SF-09]', async () => {
    for (const who of ['starter', 'answerer'] as const) {
      const [ann, bob] = await people('ann', 'bob');
      await ann!.voice.start(bob!.id, 'room', 'call-1', 'a');
      await bob!.voice.accept(ann!.id, 'room', 'call-1', 'b');
      const [by, other] = who === 'starter' ? [ann!, bob!] : [bob!, ann!];
      expect(await by.voice.stop(other.id, 'room', 'call-1')).to.equal(true);
      expect(await other.ear.next('stop')).to.deep.equal(['stop', by.id, 'room', 'call-1']);
      expect(await other.voice.stop(by.id, 'room', 'call-1')).to.equal(false);
      expect(by.ear.heard.filter(([type]) => type === 'stop')).to.deep.equal([]);
    }
  });

  it('goes from start to accept or busy to stop, and ignores what is out of turn [SF-16] [SF-21]', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const [a, b] = [ann!.id, bob!.id];
    expect(await bob!.voice.accept(a, 'room', 'call-1', 'b')).to.equal(false);
    expect(await bob!.voice.busy(a, 'room', 'call-1')).to.equal(false);
    expect(await bob!.voice.stop(a, 'room', 'call-1')).to.equal(false);
    await ann!.voice.start(b, 'room', 'call-1', 'a');
    expect(await ann!.voice.accept(b, 'room', 'call-1', 'a')).to.equal(false);
    expect(await bob!.voice.accept(a, 'room', 'call-1', 'b')).to.equal(true);
    expect(await bob!.voice.busy(a, 'room', 'call-1')).to.equal(false);
    expect(await bob!.voice.stop(a, 'room', 'call-1')).to.equal(true);
    await ann!.ear.next('stop');
    expect([ann!, bob!].map(({ ear }) => ear.heard.map(([type]) => type))).to.deep.equal([['accept', 'stop'], ['start']]);
  });

  it('carries a set-up before and a summary after a call', async () => {
    const [ann, bob] = await people('ann', 'bob');
    await ann!.voice.setup(bob!.id, 'Ann of sales', 'room');
    await ann!.voice.summary(bob!.id, 'room', 'call-1');
    await bob!.ear.next('summary');
    expect(bob!.ear.heard).to.deep.equal([
      ['setup', ann!.id, 'room', 'Ann of sales'],
      ['summary', ann!.id, 'room', 'call-1'],
    ]);
  });

  it('stops a start that nobody answers, and says so here too; not one that was answered', async () => {
    turn++;
    const clock = new FakeClock(Date.now());
    const ann = await person('ann', { clock, settings: { heartbeatMs: 0 } }); // a clock that jumps leaves a ping no time for its answer
    const bob = await person('bob');
    await ann.voice.start(bob.id, 'room', 'call-1', 'a');
    await ann.voice.start(bob.id, 'room', 'call-2', 'a');
    await bob.voice.accept(ann.id, 'room', 'call-2', 'b');
    await ann.ear.next('accept');
    await clock.advance(45_000);
    expect(await ann.ear.next('stop')).to.deep.equal(['stop', bob.id, 'room', 'call-1']);
    expect(await bob.ear.next('stop')).to.deep.equal(['stop', ann.id, 'room', 'call-1']);
    expect(await bob.voice.stop(ann.id, 'room', 'call-2')).to.equal(true);
  });

  it('rejects what the server refuses, with its code', async () => {
    const [ann] = await people('ann');
    expect((await failure(ann!.voice.start('nobody-at-all', 'room', 'call-1', 'a'))).code).to.equal('user:not-found');
    expect((await failure(ann!.voice.start(ann!.id, 'room', 'call-1', 'a'))).code).to.equal('relay:invalid');
    expect((await failure(ann!.voice.stop(ann!.id, '', 'call-1'))).code).to.equal('request:invalid');
  });

  it('hears nothing when its client is disposed, or the handler was taken off', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const heard: string[] = [];
    const off = bob!.voice.onStart((_iss, _cid, call_id) => heard.push(call_id));
    await ann!.voice.start(bob!.id, 'room', 'call-1', 'a');
    await bob!.ear.next('start');
    off();
    await ann!.voice.start(bob!.id, 'room', 'call-2', 'a');
    await bob!.ear.next('start', 1);
    expect(heard).to.deep.equal(['call-1']);
    const { connection } = ann!.client;
    const before = connection.listenerCount('entry');
    await ann!.client.dispose();
    expect(connection.listenerCount('entry')).to.be.lessThan(before);
  });

  it('is a proxy in the callbacks of the example [SF-02] [SF-20] [SF-22]', async () => {
    const [proxy, op, cust] = await people('proxy', 'operator', 'customer');
    const { voice } = proxy!;
    const [operator, customer] = [op!.id, cust!.id];
    voice.onStart((_iss, cid, call_id, peer_info) => {
      void voice.start(customer, cid, call_id, peer_info, { operator_name: 'Bob' });
    });
    voice.onAccept((_iss, cid, call_id, peer_info, data) => {
      void voice.accept(operator, cid, call_id, peer_info, data);
    });
    voice.onStop((iss, cid, call_id) => {
      void voice.stop(iss === operator ? customer : operator, cid, call_id);
    });
    voice.onBusy((iss, cid, call_id) => {
      void voice.busy(iss === operator ? customer : operator, cid, call_id);
    });
    await op!.voice.start(proxy!.id, 'room', 'call-1', 'op-info');
    expect(await cust!.ear.next('start')).to.deep.equal(['start', proxy!.id, 'room', 'call-1', 'op-info', { operator_name: 'Bob' }]);
    await cust!.voice.accept(proxy!.id, 'room', 'call-1', 'cust-info', { lang: 'de' });
    expect(await op!.ear.next('accept')).to.deep.equal(['accept', proxy!.id, 'room', 'call-1', 'cust-info', { lang: 'de' }]);
    await op!.voice.stop(proxy!.id, 'room', 'call-1');
    expect(await cust!.ear.next('stop')).to.deep.equal(['stop', proxy!.id, 'room', 'call-1']);
    await op!.voice.start(proxy!.id, 'room', 'call-2', 'op-info');
    await cust!.ear.next('start', 2);
    await cust!.voice.busy(proxy!.id, 'room', 'call-2');
    expect(await op!.ear.next('busy')).to.deep.equal(['busy', proxy!.id, 'room', 'call-2']);
  });
});

describe('proxyCalls', () => {
  let town: Town;
  const clients: RelayClient[] = [];
  before(async () => {
    town = await Town.start();
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await town.stop();
  });
  let turn = 0;
  const party = async (data?: unknown) => {
    turn++;
    const people = await Promise.all(
      ['proxy', 'operator', 'customer'].map(async (name) => {
        const userId = `${name}-${turn}`;
        const client = new RelayClient({ host: town.host, appId: APP, userId, token: await town.token(userId), storage: profile() });
        clients.push(client);
        await client.connect();
        return { id: userId, voice: client.Voice(), ear: new Ear(client.Voice()) };
      }),
    );
    const [proxy, operator, customer] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
    const off = proxyCalls(proxy.voice, {
      // as a database would: later
      find: async (cid) => {
        await new Promise((resolve) => setImmediate(resolve));
        return cid === 'room' ? { operator: operator.id, customer: customer.id, ...(data !== undefined && { data }) } : undefined;
      },
    });
    return { proxy, operator, customer, off };
  };

  it('sends start to the customer with the data of the operator, and accept back [SF-17] [SF-18]', async () => {
    const { proxy, operator, customer } = await party({ operator_name: 'Olga' });
    await operator.voice.start(proxy.id, 'room', 'call-1', 'op-info', { ignored: true });
    expect(await customer.ear.next('start')).to.deep.equal(['start', proxy.id, 'room', 'call-1', 'op-info', { operator_name: 'Olga' }]);
    await customer.voice.accept(proxy.id, 'room', 'call-1', 'cust-info');
    expect(await operator.ear.next('accept')).to.deep.equal(['accept', proxy.id, 'room', 'call-1', 'cust-info', {}]);
  });

  it('sends stop to the other one, whoever it is from, and never past its start [SF-19]', async () => {
    for (const who of ['operator', 'customer'] as const) {
      const { proxy, operator, customer } = await party();
      void operator.voice.start(proxy.id, 'room', 'call-1', 'op-info');
      if (who === 'operator') void operator.voice.stop(proxy.id, 'room', 'call-1');
      else {
        await customer.ear.next('start');
        await customer.voice.accept(proxy.id, 'room', 'call-1', 'x');
        await customer.voice.stop(proxy.id, 'room', 'call-1');
      }
      const other = who === 'operator' ? customer : operator;
      expect(await other.ear.next('stop')).to.deep.equal(['stop', proxy.id, 'room', 'call-1']);
      expect(customer.ear.heard[0]?.[0]).to.equal('start');
    }
  });

  it('passes nothing on of a conversation it does not know, or of a third party', async () => {
    const { proxy, operator, customer, off } = await party();
    await operator.voice.start(proxy.id, 'hall', 'call-0', 'x');
    await operator.voice.start(proxy.id, 'room', 'call-1', 'x');
    await customer.ear.next('start');
    expect(customer.ear.heard.map(([, , , call_id]) => call_id)).to.deep.equal(['call-1']);
    off();
    await operator.voice.stop(proxy.id, 'room', 'call-1');
    await proxy.ear.next('stop');
    expect(customer.ear.heard).to.have.length(1);
  });
});
