import type { ConnectionEvents } from '../../src/core/connection/api.ts';
import { settle } from '../fake-clock.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type Person, Town, talk, until } from './calls-town.ts';

/** The methods a person asks from now on. */
function asked({ client: { connection } }: Person): string[] {
  const methods: string[] = [];
  const request = connection.request.bind(connection);
  connection.request = ((method: 'call.get', ...rest: [never]) => {
    methods.push(method);
    return request(method, ...rest);
  }) as typeof connection.request;
  return methods;
}

/** As if the server had shown the description of an answer that it then could not write. */
function foretell({ client: { connection } }: Person, call_id: string): void {
  const signal: ConnectionEvents['signal'][0] = {
    t: 'signal',
    call_id,
    generation: 1,
    seq: 1,
    data: { description: { type: 'answer', sdp: JSON.stringify({ ufrag: 'lost', kinds: ['audio'] }) } },
    leg_id: 'never-written',
  };
  (connection as unknown as { emit(type: 'signal', frame: typeof signal): void }).emit('signal', signal);
}

describe('an answer whose description comes before its row (P-25)', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('is the one that was written: the call goes on as it began', async () => {
    const [alice, bob] = [await town.person('alice'), await town.person('bob')];
    const methods = asked(alice);
    const foretold: unknown[] = [];
    alice.client.connection.on('signal', ({ leg_id }) => leg_id !== undefined && foretold.push(leg_id));
    const [out, inc] = await talk(alice, bob);
    await until(out, (call) => call.state === 'connected');
    expect([foretold.length, methods.includes('call.resume'), alice.engine.made.length]).to.deep.equal([1, false, 1]);
    await inc.end();
  });

  it('moves no state before the row does', async () => {
    const [alice, bob] = [await town.person('al1'), await town.person('bo1')];
    const out = await alice.client.calls.make('bo1');
    const inc = await bob.incoming();
    await until(out, (call) => call.state === 'ringing');
    foretell(alice, out.id);
    await settle();
    expect([out.peerConnection?.signalingState, out.state]).to.deep.equal(['stable', 'ringing']);
    await out.end();
    await until(inc, (call) => call.state === 'ended');
    expect(inc.endReason).to.equal('cancelled');
  });

  it('was never written: the caller begins anew with the one who did answer', async () => {
    const [alice, bob] = [await town.person('al2'), await town.person('bo2')];
    const methods = asked(alice);
    const out = await alice.client.calls.make('bo2');
    const inc = await bob.incoming();
    await until(out, (call) => call.state === 'ringing');
    foretell(alice, out.id);
    await inc.answer();
    await Promise.all([out, inc].map((call) => until(call, ({ state, mediaState }) => state === 'connected' && mediaState === 'connected')));
    expect(methods.filter((method) => method === 'call.resume').length).to.equal(2);
    expect([alice.engine.peers.length, bob.engine.peers.length]).to.deep.equal([1, 1]);
    await out.end();
  });

  it('was never written, and the line is cut when the row comes: the same after it is back', async () => {
    const [alice, bob] = [await town.person('al3'), await town.person('bo3')];
    const out = await alice.client.calls.make('bo3');
    const inc = await bob.incoming();
    await until(out, (call) => call.state === 'ringing');
    foretell(alice, out.id);
    alice.cut();
    await inc.answer();
    alice.mend();
    await Promise.all([out, inc].map((call) => until(call, ({ state, mediaState }) => state === 'connected' && mediaState === 'connected')));
    expect([alice.engine.peers.length, bob.engine.peers.length]).to.deep.equal([1, 1]);
    await out.end();
  });
});
