import { FakeClock, settle } from '../../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../../test/harness.ts';
import { defaultSettings } from '../../base/index.ts';
import { EarshotError, type EarshotErrorCode } from '../../protocol/index.ts';
import { CallObject } from '../call.ts';
import type { CallDriver, CallParts } from '../ports.ts';
import type { CallInfo, OperationEvent } from './api.ts';
import { Operations } from './operations.ts';

/** One end: a connected call with its operations, and what they told. */
function end(clock: FakeClock) {
  const call = new CallObject(
    'call-0001',
    'outgoing',
    { user_id: 'bob', name: 'Bob' },
    {
      clock,
      hangUp: async () => {},
      driver: () => Promise.reject(new Error('no engine')),
      changed: () => {},
      control: () => Promise.reject(new Error('no control')),
    },
  );
  call.move('placed');
  call.move('answered');
  const told: CallInfo[] = [];
  call.driver = { tell: (info: CallInfo) => void told.push(info), dispose: () => {} } as unknown as CallDriver;
  const parts = { clock, settings: defaultSettings, connection: { state: 'connected' }, log: () => {} } as unknown as CallParts;
  const operations = new Operations(call, parts);
  const events: OperationEvent[] = [];
  call.on('operation', (event) => events.push(event));
  const steps = () => events.map(({ transition, previous }) => (previous ? `${transition} after ${previous.status}` : transition));
  return { call, operations, told, events, steps };
}

/** Two ends of which each hears the other at once, until `deaf`. */
function pair() {
  const clock = new FakeClock();
  const [mine, theirs] = [end(clock), end(clock)];
  const state = { deaf: false };
  const join = (from: typeof mine, to: typeof mine) => {
    (from.call.driver as { tell: (info: CallInfo) => void }).tell = (info) => {
      from.told.push(info);
      if (!state.deaf) to.operations.hear(JSON.parse(JSON.stringify(info)));
    };
  };
  join(mine, theirs);
  join(theirs, mine);
  return { clock, mine, theirs, state };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: EarshotError) => error.code,
  );

/** A promise to be settled from outside. */
function later<T = void>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('an operation', () => {
  it('that needs the far side goes START, UPDATE, RESUME, FINISH, each with what it was before', async () => {
    const { mine, theirs } = pair();
    await mine.operations.run('hold', async (running) => running.heard());
    expect(mine.steps()).to.deep.equal(['START', 'UPDATE after ongoing', 'RESUME after pending', 'FINISH after resolving']);
    const [first, second] = mine.events;
    expect(first).to.deep.equal({ operation: 'hold', operationId: first?.operationId, transition: 'START', isLocal: true });
    expect(second?.previous).to.deep.equal({ operation: 'hold', status: 'ongoing' });
    expect(new Set(mine.events.map(({ operationId }) => operationId)).size).to.equal(1);
    expect(theirs.events.map(({ operation, isLocal, transition, operationId }) => [operation, isLocal, transition, operationId])).to.deep.equal([
      ['hold', false, 'START', first?.operationId],
      ['hold', false, 'FINISH', first?.operationId],
    ]);
    expect([mine.call.operations, theirs.call.operations]).to.deep.equal([[], []]);
  });

  it('of this side alone skips UPDATE, and stands in the call while it runs', async () => {
    const { mine, theirs } = pair();
    const work = later();
    const done = mine.operations.run('getStats', () => work.promise);
    await settle();
    expect(mine.call.operations.map(({ type, status, isLocal }) => [type, status, isLocal])).to.deep.equal([['getStats', 'ongoing', true]]);
    work.resolve();
    await done;
    expect([mine.steps(), theirs.events]).to.deep.equal([['START', 'FINISH after ongoing'], []]);
  });

  it('is queued behind the one before, whether that succeeds or fails', async () => {
    const { mine } = pair();
    const first = later();
    const order: string[] = [];
    const one = code(mine.operations.run('addMedia', () => first.promise.finally(() => order.push('first'))));
    const two = mine.operations.run('removeMedia', async () => void order.push('second'));
    await settle();
    expect(order).to.deep.equal([]);
    first.reject(new EarshotError('media:denied', 'open'));
    await two;
    expect([await one, order]).to.deep.equal(['media:denied', ['first', 'second']]);
  });

  it('is refused while one that conflicts with it is under way or waits', async () => {
    const { mine } = pair();
    const work = later();
    const first = mine.operations.run('startVideo', () => work.promise);
    const queued = mine.operations.run('hold', async () => {});
    expect(await code(mine.operations.run('startVideo', async () => {}))).to.equal('call:operation-conflict');
    expect(await code(mine.operations.run('hold', async () => {}))).to.equal('call:operation-conflict');
    work.resolve();
    await Promise.all([first, queued]);
    await mine.operations.run('startVideo', async () => {});
    const leaving = later();
    const transfer = mine.operations.run('transfer', () => leaving.promise);
    expect(await code(mine.operations.run('addMedia', async () => {}))).to.equal('call:operation-conflict');
    leaving.resolve();
    await transfer;
  });

  it('that the far side does not answer fails after the time of a request, and is taken back; a person may take longer', async () => {
    const { mine, theirs, clock, state } = pair();
    state.deaf = true;
    const choosing = later();
    const undone: string[] = [];
    const result = code(
      mine.operations.run(
        'hold',
        async (running) => {
          await choosing.promise;
          await running.heard();
        },
        () => void undone.push('undone'),
      ),
    );
    await settle();
    await clock.advance(10 * defaultSettings.requestTimeoutMs);
    expect(mine.call.operations[0]?.status).to.equal('ongoing');
    choosing.resolve();
    await settle();
    await clock.advance(defaultSettings.requestTimeoutMs - 1);
    expect([mine.call.operations[0]?.status, undone]).to.deep.equal(['pending', []]);
    await clock.advance(1);
    expect([await result, undone]).to.deep.equal(['call:operation-timeout', ['undone']]);
    expect([mine.events.at(-1)?.transition, mine.events.at(-1)?.error?.code]).to.deep.equal(['FINISH', 'call:operation-timeout']);
    expect([mine.call.operations, theirs.events, clock.pending]).to.deep.equal([[], [], 0]);
  });

  it('does not wait for a far side that is away, or goes away meanwhile: it hears when it is back', async () => {
    const { mine, state } = pair();
    state.deaf = true;
    mine.call.peerAway = true;
    await mine.operations.run('hold', async (running) => running.heard());
    expect(mine.told.map(({ step }) => step)).to.deep.equal(['begin', 'end']);
    mine.call.peerAway = false;
    const second = mine.operations.run('unhold', async (running) => running.heard());
    await settle();
    mine.call.update({ reconnecting: true });
    await second;
  });

  it('ends with the call, and what waits behind it does not begin', async () => {
    const { mine, clock } = pair();
    const undone: string[] = [];
    const running = code(
      mine.operations.run(
        'addMedia',
        () => new Promise(() => {}),
        () => void undone.push('undone'),
      ),
    );
    const waiting = code(mine.operations.run('hold', async () => void undone.push('began')));
    await settle();
    mine.call.finish('completed');
    expect([await running, await waiting, undone, clock.pending]).to.deep.equal(['call:ended', 'call:ended', ['undone'], 0]);
  });

  it('of the far side that never ends is given up', async () => {
    const { theirs, clock } = pair();
    theirs.operations.hear({ kind: 'operation', id: 'x', operation: 'hold', step: 'begin' });
    expect(theirs.call.operations.length).to.equal(1);
    await clock.advance(2 * defaultSettings.requestTimeoutMs);
    expect([theirs.call.operations, theirs.events.at(-1)?.error?.code]).to.deep.equal([[], 'call:operation-timeout' satisfies EarshotErrorCode]);
  });

  it('of the far side is over with the call, and nothing waits for it any longer', () => {
    const { theirs, clock } = pair();
    for (const id of ['x', 'y']) theirs.operations.hear({ kind: 'operation', id, operation: 'hold', step: 'begin' });
    expect(clock.pending).to.equal(2);
    theirs.call.finish('completed');
    expect([clock.pending, theirs.call.operations, theirs.events.slice(2).map(({ transition, error }) => [transition, error?.code])]).to.deep.equal([
      0,
      [],
      [
        ['FINISH', 'call:ended'],
        ['FINISH', 'call:ended'],
      ],
    ]);
  });

  it('of a far side that says anything is believed as far as it makes sense', () => {
    const { theirs, clock } = pair();
    const hear = (info: object) => theirs.operations.hear({ kind: 'operation', ...info });
    for (const wrong of [{}, { id: 1 }, { id: 'a' }, { id: 'a', step: 'begin' }, { id: 'a', step: 'begin', operation: 'make' }]) hear(wrong);
    for (const wrong of [
      { id: 'a'.repeat(65), step: 'begin', operation: 'hold' },
      { id: 'b', step: 'end' },
      { id: 'b', step: 'heard' },
    ])
      hear(wrong);
    expect(theirs.events).to.deep.equal([]);
    for (let n = 0; n < 50; n++) hear({ id: `op-${n}`, step: 'begin', operation: 'addMedia' });
    hear({ id: 'op-1', step: 'begin', operation: 'addMedia' });
    expect(theirs.call.operations.length).to.equal(8);
    hear({ id: 'op-1', step: 'end', code: 'call:operation-timeout' });
    hear({ id: 'op-2', step: 'end', code: { toString: 1 } });
    hear({ id: 'op-3', step: 'end', code: '<b>' });
    expect(theirs.events.filter(({ transition }) => transition === 'FINISH').map(({ error }) => error?.code)).to.deep.equal([
      'call:operation-timeout',
      undefined,
      undefined,
    ]);
    theirs.call.finish('completed');
    expect(clock.pending).to.equal(0);
  });
});
