import { FakeClock } from '../../../test/fake-clock.ts';
import { afterEach, describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings, Emitter, uuid } from '../base/index.ts';
import type { Call, CallManager, CallManagerEvents } from '../call/api.ts';
import { EarshotError } from '../protocol/index.ts';
import type { TabCalls } from './api.ts';
import { createTabCalls } from './tab-calls.ts';

class Calls extends Emitter<CallManagerEvents> {
  calls: Call[] = [];
  get(id: string): Call | undefined {
    return this.calls.find((call) => call.id === id);
  }
  set(...calls: Call[]): void {
    this.calls = calls;
    this.emit('change', calls[0] as Call);
  }
}

const open: TabCalls[] = [];
afterEach(() => {
  for (const tab of open.splice(0)) tab.dispose();
});

/** Locks that end with the tab. */
class Locks {
  readonly #held = new Map<string, Promise<unknown>>();
  readonly #release = new Set<() => void>();
  request(name: string, _options: unknown, held: () => Promise<void> | undefined): Promise<unknown> {
    const gone = new Promise<void>((resolve) => void this.#release.add(resolve));
    const mine = (this.#held.get(name) ?? Promise.resolve()).then(() => Promise.race([held(), gone]));
    this.#held.set(name, mine);
    return mine;
  }
  crash(): void {
    for (const release of this.#release) release();
  }
}

function setUp() {
  const host = uuid();
  const clock = new FakeClock();
  const locks = new Locks();
  const tab = () => {
    const calls = new Calls();
    const tabs = createTabCalls({
      client: { host, appId: 'demo', userId: 'alice', calls: calls as unknown as CallManager },
      connection: { reset: () => {} },
      clock,
      settings: defaultSettings,
      storage: { getItem: () => null, setItem: () => {} },
      locks: locks as unknown as LockManager,
    });
    open.push(tabs);
    return { calls, tabs };
  };
  return { clock, locks, tab };
}

const change = (tabs: TabCalls) => new Promise<void>((resolve) => void tabs.once('change', resolve));
const call = (facts: Partial<Call>) =>
  ({ id: 'c1', direction: 'incoming', state: 'connected', peer: { user_id: 'bob', name: 'Bob' }, ...facts }) as Call;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: EarshotError) => error.code,
  );

describe('the calls of other tabs', () => {
  it('are shown while they are up, to tabs that were there and to those that come, but not while they only ring', async () => {
    const { tab } = setUp();
    const [one, two] = [tab(), tab()];
    one.calls.set(call({ state: 'ringing' }));
    const seen = change(two.tabs);
    one.calls.set(call({ muted: true }));
    await seen;
    expect([two.tabs.calls.map(({ id, muted }) => [id, muted]), one.tabs.calls]).to.deep.equal([[['c1', true]], []]);
    const late = tab();
    await change(late.tabs);
    expect(late.tabs.calls.length).to.equal(1);
    const over = change(two.tabs);
    one.calls.set();
    await over;
    expect(two.tabs.calls).to.deep.equal([]);
  });

  it('do what is asked, and reject as they would in their tab', async () => {
    const { tab } = setUp();
    const [one, two] = [tab(), tab()];
    const did: string[] = [];
    one.calls.set(
      call({
        end: async () => void did.push('end'),
        setMuted: (muted) => void did.push(`muted ${muted}`),
        hold: async () => {
          throw new EarshotError('call:wrong-state', 'hold');
        },
      }),
    );
    await change(two.tabs);
    await two.tabs.setMuted('c1', true);
    await two.tabs.end('c1');
    expect(did).to.deep.equal(['muted true', 'end']);
    expect(await codeOf(two.tabs.hold('c1'))).to.equal('call:wrong-state');
    expect(await codeOf(two.tabs.bring('c1'))).to.equal('call:wrong-state'); // its leg is kept nowhere
    expect(await codeOf(two.tabs.end('c2'))).to.equal('call:not-found');
  });

  it('are gone with a tab that crashed', async () => {
    const { tab, locks } = setUp();
    const [one, two] = [tab(), tab()];
    one.calls.set(call({}));
    await change(two.tabs);
    const gone = change(two.tabs);
    locks.crash();
    await gone;
    expect(two.tabs.calls).to.deep.equal([]);
  });

  it('reject when their tab does not answer', async () => {
    const { tab, clock } = setUp();
    const [one, two] = [tab(), tab()];
    one.calls.set(call({ end: () => new Promise(() => {}) }));
    await change(two.tabs);
    const answer = codeOf(two.tabs.end('c1'));
    await clock.advance(defaultSettings.requestTimeoutMs);
    expect(await answer).to.equal('request:timeout');
  });
});
