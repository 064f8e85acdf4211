import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings, Emitter, silentLog } from '../base/index.ts';
import type { Call, CallManager, CallManagerEvents } from '../call/api.ts';
import type { MediaEngine } from '../media/api.ts';
import type { RingSound } from './api.ts';
import type { RingPage } from './page-signs.ts';
import { createRinging, type RingingParts } from './ringing.ts';
import { synthesise, TONES } from './tones.ts';

type Facts = Partial<Omit<Call, 'direction' | 'state' | 'endReason'>> & Pick<Call, 'id' | 'direction' | 'state'> & { endReason?: Call['endReason'] };

class Calls extends Emitter<CallManagerEvents> {
  calls: Call[] = [];
  set(...facts: Facts[]): void {
    this.calls = facts.map((fact) => ({ peer: { user_id: 'maya', name: 'Maya' }, detail: {}, ...fact }) as Call);
    this.emit('change', this.calls[0] as Call);
  }
  end(fact: Facts): void {
    this.calls = [];
    this.emit('ended', { peer: { user_id: 'maya', name: 'Maya' }, detail: {}, ...fact, state: 'ended' } as Call);
  }
}

/** A context that runs at once, or when it is let. */
class Context extends EventTarget {
  state: string;
  sampleRate = 8_000;
  destination = {};
  gain = { gain: { value: -1 }, connect: () => {} };
  source = {
    buffer: {},
    loop: false,
    onended: null as (() => void) | null,
    started: false,
    connect: () => this.gain,
    start() {
      this.started = true;
    },
    stop: () => {},
  };
  constructor(running: boolean) {
    super();
    this.state = running ? 'running' : 'suspended';
  }
  createBuffer = () => ({ copyToChannel: () => {} });
  createBufferSource = () => this.source;
  createGain = () => this.gain;
  resume = async () => this.to('running');
  close = async () => this.to('closed');
  to(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

/** Locks that several tabs share. */
class Locks {
  readonly #queues = new Map<string, Promise<unknown>>();
  request(name: string, { signal }: { signal: AbortSignal }, held: () => Promise<void> | undefined): Promise<unknown> {
    const mine = (this.#queues.get(name) ?? Promise.resolve()).then(() => (signal.aborted ? undefined : held()));
    this.#queues.set(name, mine);
    return mine;
  }
}

function setUp({ running = true, locks = new Locks(), notify = 'granted' as NotificationPermission } = {}) {
  const calls = new Calls();
  const clock = new FakeClock();
  const contexts: Context[] = [];
  const page = {
    title: 'Shop',
    hidden: false,
    badge: [] as number[],
    shakes: 0,
    shown: new Set<string>(),
    look: () => {},
    mayNotify: notify,
    onVisibility(listener: () => void) {
      page.look = listener;
      return () => {
        page.look = () => {};
      };
    },
    setBadge: (count: number) => void page.badge.push(count),
    vibrate: (pattern: number[]) => {
      page.shakes = pattern.length ? page.shakes + 1 : 0;
    },
    askToNotify: async () => notify,
    notify(title: string) {
      page.shown.add(title);
      return () => void page.shown.delete(title);
    },
  };
  const mediaEngine = {
    createAudioContext() {
      const context = new Context(running);
      contexts.push(context);
      return context as unknown as AudioContext;
    },
  } as Partial<MediaEngine> as MediaEngine;
  const client = { host: 'localhost', appId: 'demo', userId: 'alice', calls: calls as unknown as CallManager };
  const parts: RingingParts = {
    client,
    clock,
    settings: defaultSettings,
    log: silentLog,
    mediaEngine,
    ringPage: page satisfies RingPage,
    locks: locks as unknown as LockManager,
  };
  const ringing = createRinging(parts);
  /** Volume of what can be heard now; undefined for silence. */
  const heard = () => {
    const context = contexts.at(-1);
    return context?.state === 'running' && context.source.started && context.gain.gain.value > 0.01 ? context.gain.gain.value : undefined;
  };
  return { calls, clock, contexts, page, ringing, heard };
}

const rings: Facts = { id: 'c1', direction: 'incoming', state: 'ringing' };

/** How strong one frequency is in a sound. */
function strength(samples: Float32Array, hertz: number, rate: number): number {
  const step = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + step * last - before];
  return (2 * Math.sqrt(Math.max(0, last ** 2 + before ** 2 - step * last * before))) / samples.length;
}

describe('ringing', () => {
  it('sounds while a call rings here, until it is answered, asks for the microphone or ends', async () => {
    const { calls, contexts, heard, ringing } = setUp();
    calls.set(rings);
    await settle();
    expect([ringing.sound, heard(), contexts[0]?.source.loop]).to.deep.equal(['ringtone', 0.5, true]);
    calls.set({ ...rings, requestingMedia: true });
    expect([ringing.sound, contexts[0]?.state]).to.deep.equal([undefined, 'closed']);
    calls.set(rings);
    calls.set({ ...rings, state: 'connected', connectedAtMs: 1 });
    expect([ringing.sound, contexts[1]?.state]).to.deep.equal([undefined, 'closed']);
  });

  it('knocks instead of ringing while another call is up', async () => {
    const { calls, ringing } = setUp();
    calls.set({ ...rings, id: 'c0', state: 'on_hold' }, rings);
    expect(ringing.sound).to.equal('waiting');
  });

  it('lets the caller hear that it rings there, and what became of it', async () => {
    const { calls, contexts, ringing, heard } = setUp();
    const call: Facts = { id: 'c1', direction: 'outgoing', state: 'initiated' };
    calls.set(call);
    expect(ringing.sound).to.equal(undefined);
    calls.set({ ...call, state: 'ringing' });
    expect([ringing.sound, heard()]).to.deep.equal(['ringback', 0.5]);
    calls.end({ ...call, endReason: 'busy' });
    expect([ringing.sound, contexts.at(-1)?.source.loop]).to.deep.equal(['busy', false]);
    contexts.at(-1)?.source.onended?.();
    expect([ringing.sound, contexts.every(({ state }) => state === 'closed')]).to.deep.equal([undefined, true]);
  });

  it('lets whoever waits after a click to call hear that it rings there, and what became of it', () => {
    const { calls, ringing } = setUp();
    const call: Facts = { ...rings, detail: { bridge: { user_id: 'maya', name: 'Maya' } } };
    calls.set(call);
    expect(ringing.sound).to.equal('ringtone');
    const waits: Facts = { ...call, state: 'connected', connectedAtMs: 1 };
    calls.set(waits);
    expect(ringing.sound).to.equal('ringback');
    calls.set({ ...waits, detail: { replaces: ['c1'] } });
    expect(ringing.sound).to.equal(undefined);
    calls.end({ ...waits, endReason: 'unanswered' });
    expect(ringing.sound).to.equal('busy');
  });

  it('tells the end of a talk by a tone, but not that it goes on elsewhere, nor the end of one that we took back', () => {
    const after = (fact: Partial<Facts>): RingSound | undefined => {
      const { calls, ringing } = setUp();
      calls.end({ id: 'c1', direction: 'outgoing', state: 'ended', ...fact });
      return ringing.sound;
    };
    expect(after({ connectedAtMs: 1, endReason: 'completed' })).to.equal('end');
    expect(after({ connectedAtMs: 1, endReason: 'transferred' })).to.equal(undefined);
    expect(after({ endReason: 'cancelled' })).to.equal(undefined);
    expect(after({ endReason: 'unanswered', detail: { voicemail: true } })).to.equal(undefined);
    expect(after({ endReason: 'rejected' })).to.equal('busy');
    expect(after({ direction: 'incoming', endReason: 'cancelled' })).to.equal(undefined);
  });

  it('says that the browser holds the sound back, and takes no turn from a tab that may sound', async () => {
    const locks = new Locks();
    const mute = setUp({ running: false, locks });
    const loud = setUp({ locks });
    const said: boolean[] = [];
    mute.ringing.on('blocked', (blocked) => void said.push(blocked));
    mute.calls.set(rings);
    await mute.clock.advance(500);
    expect(said).to.deep.equal([true]);
    loud.calls.set(rings);
    await settle();
    expect([loud.heard(), mute.heard()]).to.deep.equal([0.5, undefined]);
    await mute.ringing.unlock();
    await settle();
    expect([said, mute.heard()]).to.deep.equal([[true, false], undefined]); // unlocked, and not its turn
    loud.ringing.dispose();
    await settle();
    expect(mute.heard()).to.equal(0.5);
  });

  it('rings and notifies in one tab, and goes on in the next when that one is closed', async () => {
    const locks = new Locks();
    const tabs = [setUp({ locks }), setUp({ locks })];
    for (const { page, calls } of tabs) {
      page.hidden = true;
      calls.set(rings);
      await settle();
    }
    const state = () => tabs.map(({ heard, page }) => [heard() !== undefined, page.shown.size]);
    expect(state()).to.deep.equal([
      [true, 1],
      [false, 0],
    ]);
    tabs[0]?.ringing.dispose();
    await settle();
    expect(state()).to.deep.equal([
      [false, 0],
      [true, 1],
    ]);
  });

  it("plays the app's own volume, nothing where it wants silence, and is quiet for a call that was silenced", async () => {
    const { calls, ringing, heard, page } = setUp();
    ringing.configure({ volume: 0.2, sounds: { ringback: false } });
    calls.set(rings);
    await settle();
    expect(heard()).to.equal(0.2);
    ringing.silence('c1');
    expect([ringing.sound, heard(), page.title]).to.deep.equal([undefined, undefined, 'Shop']);
    calls.set({ id: 'c2', direction: 'outgoing', state: 'ringing' });
    expect([ringing.sound, heard()]).to.deep.equal(['ringback', undefined]);
  });

  it('turns the title, sets the badge and shakes while it rings, and leaves nothing behind', async () => {
    const { calls, page, clock } = setUp();
    calls.set(rings);
    await settle();
    expect([page.title, page.badge, page.shakes]).to.deep.equal(['Maya is calling', [1], 1]);
    await clock.advance(1_000);
    expect(page.title).to.equal('Shop');
    page.title = 'Shop (2)'; // the page's own doing
    await clock.advance(1_000);
    expect(page.title).to.equal('Maya is calling');
    await clock.advance(1_000);
    expect([page.title, page.shakes]).to.deep.equal(['Shop (2)', 2]);
    calls.set();
    expect([page.title, page.badge, page.shakes, clock.pending]).to.deep.equal(['Shop (2)', [1, 0], 0, 0]);
  });

  it('notifies when the page is hidden meanwhile, with the words of the app, and only where the user allows it', async () => {
    const { calls, page, ringing } = setUp();
    ringing.configure({ words: (name) => ({ title: `Anruf von ${name}` }) });
    calls.set(rings);
    await settle();
    expect([...page.shown]).to.deep.equal([]);
    page.hidden = true;
    page.look();
    expect([...page.shown]).to.deep.equal(['Anruf von Maya']);
    calls.set();
    expect([...page.shown]).to.deep.equal([]);
    const denied = setUp({ notify: 'default' });
    denied.page.hidden = true;
    denied.calls.set(rings);
    await settle();
    expect([...denied.page.shown]).to.deep.equal([]);
  });

  it('knows before a call whether it would be heard', async () => {
    expect(await setUp().ringing.canRing()).to.equal(true);
    const { ringing, clock, contexts } = setUp({ running: false });
    const answer = ringing.canRing();
    await clock.advance(500);
    expect([await answer, contexts[0]?.state]).to.deep.equal([false, 'closed']);
  });
});

describe('the tones', () => {
  it('have their frequency, their rhythm and no click', () => {
    const rate = 16_000;
    const ringback = synthesise(TONES.ringback, rate);
    expect(ringback.length).to.equal(5 * rate);
    expect(strength(ringback.subarray(0, rate), 425, rate)).to.be.greaterThan(0.9);
    expect(strength(ringback.subarray(0, rate), 500, rate)).to.be.lessThan(0.02);
    expect(Math.max(...ringback.subarray(rate).map(Math.abs))).to.equal(0);
    expect(Math.abs(ringback[0] ?? 1) + Math.abs(ringback[rate - 1] ?? 1)).to.be.lessThan(0.05);
    expect(synthesise(TONES.busy, rate).length).to.equal(4 * rate);
    for (const tone of Object.values(TONES)) expect(Math.max(...synthesise(tone, rate).map(Math.abs))).to.be.within(0.5, 1);
  });
});
