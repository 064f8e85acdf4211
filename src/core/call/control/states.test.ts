import { FakeClock, settle } from '../../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../../test/harness.ts';
import { defaultSettings } from '../../base/index.ts';
import { EarshotError } from '../../protocol/index.ts';
import type { CallState } from '../api.ts';
import { CallObject } from '../call.ts';
import type { CallEvent } from '../call-state.ts';
import type { CallDriver, CallParts } from '../ports.ts';
import type { ActionName } from './api.ts';
import { controlOf } from './control.ts';

/** How a call comes into each state, by the side it is on. */
const WAYS: Record<'outgoing' | 'incoming', Partial<Record<CallState, CallEvent[]>>> = {
  outgoing: {
    initiating: [],
    initiated: ['placed'],
    ringing: ['placed', 'alerting'],
    early_media: ['placed', 'early'],
    connected: ['placed', 'answered'],
    on_hold: ['placed', 'answered', 'held'],
    ended: ['finish'],
  },
  incoming: {
    initiating: [],
    initiated: ['offered'],
    ringing: ['offered', 'alerting'],
    connected: ['offered', 'answered'],
    on_hold: ['offered', 'answered', 'held'],
    ended: ['finish'],
  },
};

const refusing = (code: 'media:denied' | 'call:media-failed') => () => {
  throw new EarshotError(code, 'do it');
};

/** A call in a state, over an engine that gives nothing: whatever its state allows fails by what comes after. */
function make(direction: 'outgoing' | 'incoming', state: CallState): CallObject {
  const clock = new FakeClock();
  const media = {
    on: () => () => {},
    track: () => undefined,
    open: async () => refusing('media:denied')(),
    openScreen: async () => refusing('media:denied')(),
  };
  const parts = {
    client: { service: () => media },
    clock,
    settings: defaultSettings,
    connection: { state: 'reconnecting', request: async () => refusing('call:media-failed')() },
    log: () => {},
  } as unknown as CallParts;
  const call = new CallObject(
    'call-0001',
    direction,
    { user_id: 'bob', name: 'Bob' },
    {
      clock,
      hangUp: async () => {},
      driver: () => Promise.reject(new Error('no engine')),
      changed: () => {},
      control: async (one: CallObject) => controlOf(one, parts),
    },
  );
  call.driver = {
    tell: () => {},
    dispose: () => {},
    setHold: (localHold: boolean) => call.update({ localHold }),
    media: { own: undefined, rearrange: async () => {} },
    negotiator: { peer: { getTransceivers: () => [] }, on: () => () => {}, restartIce: refusing('call:media-failed') },
  } as unknown as CallDriver;
  if (state === 'on_hold') {
    for (const event of WAYS[direction].connected ?? []) call.move(event);
    call.update({ localHold: true });
  } else for (const event of WAYS[direction][state] ?? []) call.move(event);
  expect(call.state).to.equal(state);
  return call;
}

type Outcome = 'done' | EarshotError['code'];
const BEFORE = 'call:wrong-state';
/** What each operation comes to before the answer, while connected, on hold by us, and after the end. */
const TABLE: Partial<Record<ActionName, { act: (call: CallObject) => Promise<unknown>; connected: Outcome; on_hold: Outcome }>> = {
  hold: { act: (call) => call.hold(), connected: 'done', on_hold: 'done' },
  unhold: { act: (call) => call.unhold(), connected: 'done', on_hold: 'done' },
  addMedia: { act: (call) => call.addMedia({}), connected: 'request:invalid', on_hold: 'call:held' },
  removeMedia: { act: (call) => call.removeMedia(['x']), connected: 'media:not-found', on_hold: 'call:held' },
  startVideo: { act: (call) => call.startVideo(), connected: 'media:denied', on_hold: 'call:held' },
  stopVideo: { act: (call) => call.stopVideo(), connected: 'call:wrong-state', on_hold: 'call:held' },
  shareScreen: { act: (call) => call.shareScreen(), connected: 'media:denied', on_hold: 'call:held' },
  stopScreen: { act: (call) => call.stopScreen(), connected: 'call:wrong-state', on_hold: 'call:held' },
  replaceTrack: { act: (call) => call.replaceTrack('x', { audio: true }), connected: 'media:not-found', on_hold: 'call:held' },
  restartMedia: { act: (call) => call.restartMedia(), connected: 'call:media-failed', on_hold: 'call:media-failed' },
};

const outcome = (promise: Promise<unknown>): Promise<Outcome> =>
  promise.then(
    () => 'done',
    (error: EarshotError) => error.code,
  );

describe('operations in every state of a call', () => {
  for (const [name, { act, connected, on_hold }] of Object.entries(TABLE)) {
    it(`${name} is possible where the table says so, and leaves nothing behind where not`, async () => {
      for (const direction of ['outgoing', 'incoming'] as const)
        for (const state of Object.keys(WAYS[direction]) as CallState[]) {
          const call = make(direction, state);
          const wanted = state === 'ended' ? 'call:ended' : state === 'connected' ? connected : state === 'on_hold' ? on_hold : BEFORE;
          expect(await outcome(act(call)), `${name} of an ${direction} call in ${state}`).to.equal(wanted);
          await settle();
          expect(call.operations).to.deep.equal([]);
        }
    });
  }

  it('ignore and sendRinging are of an incoming call that nobody has answered', async () => {
    for (const direction of ['outgoing', 'incoming'] as const)
      for (const state of Object.keys(WAYS[direction]) as CallState[]) {
        const open = direction === 'incoming' && ['initiating', 'initiated', 'ringing'].includes(state);
        const refused = state === 'ended' ? 'call:ended' : 'call:wrong-state';
        const rung = make(direction, state);
        expect(await outcome(rung.sendRinging()), `${direction} ${state}`).to.equal(open ? 'call:media-failed' : refused);
        const ignored = make(direction, state);
        expect(await outcome(ignored.ignore()), `${direction} ${state}`).to.equal(open ? 'done' : refused);
        if (open) expect([ignored.state, ignored.endReason]).to.deep.equal(['ended', 'ignored']);
      }
  });

  it('hold and unhold move the state, and a call that ends in the middle of one is over', async () => {
    const call = make('outgoing', 'connected');
    await call.hold();
    expect([call.state, call.localHold]).to.deep.equal(['on_hold', true]);
    await call.unhold();
    expect([call.state, call.localHold]).to.deep.equal(['connected', false]);
    const holding = outcome(call.hold());
    call.finish('completed');
    expect([await holding, call.state, call.operations]).to.deep.equal(['call:ended', 'ended', []]);
  });
});
