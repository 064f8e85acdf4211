import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { CallState } from './api.ts';
import { CallObject } from './call.ts';
import { CALL_TABLE, type CallEvent, nextState } from './call-state.ts';
import { controlOf } from './control/control.ts';
import type { CallParts } from './ports.ts';

const STATES = Object.keys(CALL_TABLE) as CallState[];
const EVENTS: CallEvent[] = ['placed', 'offered', 'alerting', 'early', 'answered', 'resumed', 'held', 'unheld', 'finish'];

/** Every way to come into a state, shortest first. */
function ways(): Map<CallState, CallEvent[]> {
  const found = new Map<CallState, CallEvent[]>([['initiating', []]]);
  for (const [state, path] of found)
    for (const event of EVENTS) {
      const next = nextState(state, event);
      if (next && !found.has(next)) found.set(next, [...path, event]);
    }
  return found;
}

const make = (): CallObject =>
  new CallObject(
    'call-0001',
    'outgoing',
    { user_id: 'bob', name: 'Bob' },
    {
      clock: new FakeClock(),
      hangUp: async () => {},
      driver: () => Promise.reject(new Error('no engine')),
      changed: () => {},
      control: async (call) => controlOf(call, { client: { service: () => undefined } } as unknown as CallParts),
    },
  );

describe('the call table', () => {
  it('reaches every state, and every live one can end', () => {
    expect([...ways().keys()].sort()).to.deep.equal([...STATES].sort());
    for (const state of STATES) expect(nextState(state, 'finish')).to.equal(state === 'ended' ? undefined : 'ended');
  });

  it('lets nothing leave `ended`', () => {
    for (const event of EVENTS) expect(nextState('ended', event)).to.equal(undefined);
  });

  it('is walked cell by cell: a call moves as the table says, or not at all and without a word', () => {
    for (const [state, path] of ways()) {
      for (const event of EVENTS) {
        const call = make();
        for (const step of path) call.move(step);
        expect(call.state).to.equal(state);
        const heard: CallState[][] = [];
        call.on('state', (now, before) => heard.push([now, before]));
        const next = CALL_TABLE[state][event];
        expect(call.move(event)).to.equal(next !== undefined);
        expect(call.state).to.equal(next ?? state);
        expect(heard).to.deep.equal(next ? [[next, state]] : []);
      }
    }
  });

  it('allows exactly the moves of the vocabulary', () => {
    const moves = STATES.map((state) => [state, [...new Set(Object.values(CALL_TABLE[state]))].sort()]);
    expect(Object.fromEntries(moves)).to.deep.equal({
      initiating: ['connected', 'ended', 'initiated', 'ringing'],
      initiated: ['connected', 'early_media', 'ended', 'ringing'],
      ringing: ['connected', 'early_media', 'ended'],
      early_media: ['connected', 'ended'],
      connected: ['ended', 'on_hold'],
      on_hold: ['connected', 'ended'],
      ended: [],
    });
  });
});

describe('a call', () => {
  const connected = () => {
    const call = make();
    call.move('placed');
    call.move('answered');
    return call;
  };

  it('is on hold while either side holds, and connected once neither does', () => {
    const call = connected();
    call.update({ localHold: true });
    call.update({ remoteHold: true });
    call.update({ localHold: false });
    expect(call.state).to.equal('on_hold');
    call.update({ remoteHold: false });
    expect(call.state).to.equal('connected');
  });

  it('tells a change once, and nothing when nothing changed', () => {
    const call = connected();
    let changes = 0;
    call.on('change', () => changes++);
    call.update({ remoteMuted: true });
    call.update({ remoteMuted: true });
    expect(changes).to.equal(1);
  });

  it('ends once, with the first reason', () => {
    const call = connected();
    const states: CallState[] = [];
    call.on('state', (state) => states.push(state));
    call.finish('completed');
    call.finish('failed');
    expect([call.endReason, states]).to.deep.equal(['completed', ['ended']]);
  });

  it('is claimed until every claimant has let go, each once', () => {
    const call = make();
    const [first, second] = [call.claim(), call.claim()];
    first();
    first();
    expect(call.claimed).to.equal(true);
    second();
    expect(call.claimed).to.equal(false);
  });

  it('refuses what its state does not allow', async () => {
    const call = make();
    const codes: string[] = [];
    for (const act of [() => call.answer(), () => call.reject(), () => call.hold(), () => call.unhold()])
      await act().catch((error: { code: string }) => codes.push(error.code));
    expect(codes).to.deep.equal(['call:wrong-state', 'call:wrong-state', 'call:wrong-state', 'call:wrong-state']);
    await call.end();
    await call.end();
    expect(call.endReason).to.equal('cancelled');
  });
});
