import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { FakeClient } from '../../elements/internal/testing.ts';
import { defaultSettings, Emitter } from '../base/index.ts';
import type { ChatEvents } from '../chat/api.ts';
import type { Connection, ConnectionEvents, ConnectionState } from '../connection/api.ts';
import type { MediaEvents } from '../media/api.ts';
import { EarshotError } from '../protocol/index.ts';
import type { FlightEvent } from './api.ts';
import { type Recorder, recorderOf } from './recorder.ts';
import { createTape } from './tape.ts';

class FakeLine extends Emitter<ConnectionEvents> {
  state: ConnectionState = 'idle';
  override emit<K extends keyof ConnectionEvents>(type: K, ...args: ConnectionEvents[K]): void {
    super.emit(type, ...args);
  }
  move(state: ConnectionState): void {
    const previous = this.state;
    this.state = state;
    this.emit('state', state, previous);
  }
}

class FakeMedia extends Emitter<MediaEvents> {
  local: unknown[] = [];
  override emit<K extends keyof MediaEvents>(type: K, ...args: MediaEvents[K]): void {
    super.emit(type, ...args);
  }
}

class FakeChat extends Emitter<ChatEvents> {
  override emit<K extends keyof ChatEvents>(type: K, ...args: ChatEvents[K]): void {
    super.emit(type, ...args);
  }
}

function sessionStore() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

function page(options: { store?: ReturnType<typeof sessionStore>; flightEvents?: number; clock?: FakeClock } = {}) {
  const client = new FakeClient('alice');
  const { store = sessionStore(), clock = client.clock } = options;
  const line = new FakeLine();
  const settings = { ...defaultSettings, flightEvents: options.flightEvents ?? defaultSettings.flightEvents };
  const tape = createTape({ client, connection: line as unknown as Connection, clock, settings }, '9.9.9');
  return { client, line, clock, store, tape, load: (): Recorder => recorderOf(tape, store) };
}

/** `call-state connected` … */
const told = (events: readonly FlightEvent[]) =>
  events.map(({ name, detail = {} }) =>
    [name, detail.state ?? detail.reason ?? detail.code ?? detail.kind].filter((word) => word !== undefined).join(' '),
  );
const names = (events: readonly FlightEvent[]) => events.map(({ name }) => name);

describe('the flight recorder', () => {
  it('tells what happened before its code was there, with the times of then', async () => {
    const { line, client, clock, tape, load } = page();
    await clock.advance(100);
    line.move('connecting');
    line.emit('error', new EarshotError('connection:unreachable', 'connect'));
    await clock.advance(100);
    line.move('connected');
    client.calls.ring('bob').set({ state: 'ended', endReason: 'unanswered' });
    await clock.advance(1_000);
    expect(tape.rows.length).to.be.greaterThan(4);
    const { events } = load();
    expect(told(events)).to.deep.equal([
      'start',
      'state connecting',
      'error connection:unreachable',
      'state connected',
      'incoming ringing',
      'call-state ended',
      'ended unanswered',
    ]);
    expect(events.map(({ atMs }) => atMs - events[0]!.atMs)).to.deep.equal([0, 100, 100, 200, 200, 200, 200]);
    expect(events[2]!.detail).to.deep.equal({ code: 'connection:unreachable' });
    expect(tape.rows).to.have.length(0);
  });

  it('tells the story of a call: line, media, mute, hold, quality and end', async () => {
    const { line, client, clock, load } = page();
    const recorder = load();
    recorder.clear();
    line.move('connecting');
    line.move('connected');
    const call = await client.calls.make('bob');
    call.set({ requestingMedia: true });
    call.connect();
    call.set({ muted: true });
    call.set({ muted: true });
    call.set({ muted: false, quality: 2.2 });
    line.move('reconnecting');
    call.set({ reconnecting: true, mediaState: 'disconnected' });
    await clock.advance(3_000);
    line.move('connected');
    line.emit('leg', { t: 'leg', call_id: call.id, event: 'restarted', generation: 2 } as ConnectionEvents['leg'][0]);
    call.set({ reconnecting: false, mediaState: 'connected' });
    call.set({ localHold: true, state: 'on_hold' });
    call.set({ remoteMuted: true });
    call.set({ state: 'ended', endReason: 'completed' });
    client.calls.drop(call);
    expect(told(recorder.events)).to.deep.equal([
      'state connecting',
      'state connected',
      'outgoing initiating',
      'requesting-media',
      'call-state connected',
      'media-state connected',
      'media-answered',
      'quality',
      'muted',
      'unmuted',
      'quality',
      'cut',
      'state reconnecting',
      'media-state disconnected',
      'reconnecting',
      'state connected',
      'leg',
      'media-state connected',
      'reconnected',
      'call-state on_hold',
      'held',
      'remote-muted',
      'call-state ended',
      'ended completed',
    ]);
    expect(recorder.events.at(-1)!.detail).to.deep.equal({ call: 'c1', reason: 'completed', durationMs: 3_000 });
    expect(recorder.events.find(({ name }) => name === 'outgoing')!.detail).to.deep.equal({ call: 'c1', peer: 'u1', state: 'initiating' });
    expect(new Set(recorder.events.filter(({ area }) => area === 'call').map(({ detail }) => detail!.call))).to.deep.equal(new Set(['c1']));
  });

  it('listens to media and chat from when they are there', () => {
    const { tape, load } = page();
    const media = new FakeMedia();
    const chat = new FakeChat();
    tape.attach(Symbol.for('earshot/media'), media);
    const recorder = load();
    tape.attach(Symbol.for('earshot/chat'), chat);
    recorderOf(tape);
    recorderOf(tape);
    let replaced: ((next: { kind: string }) => void) | undefined;
    const microphone = {
      id: 'm-raw',
      type: 'audio',
      onReplaced: (listener: typeof replaced) => {
        replaced = listener;
        return () => {
          replaced = undefined;
        };
      },
    };
    media.local = [microphone];
    media.emit('local');
    replaced?.({ kind: 'audio' });
    media.emit('device-switched', {
      kind: 'microphone',
      from: { deviceId: 'raw-id', label: 'Yeti' },
      to: undefined,
      reason: 'unplugged',
      undo: async () => {},
    });
    media.emit('track-ended', 'raw-track', undefined);
    media.emit('autoplay-blocked', true);
    media.local = [];
    media.emit('local');
    expect(replaced).to.equal(undefined);
    const user = { user_id: 'bob', name: 'Bob Secret', created_at: 0, updated_at: 0 };
    chat.emit('entry', 'lobby', 4, { kind: 'join', at_ms: 0, user });
    chat.emit('error', new EarshotError('message:expired', 'send'));
    expect(told(recorder.events).slice(1)).to.deep.equal([
      'opened audio',
      'replaced audio',
      'device-switched unplugged',
      'track-ended',
      'autoplay-blocked',
      'released',
      'entry join',
      'error message:expired',
    ]);
    const text = JSON.stringify(recorder.export());
    for (const secret of ['Yeti', 'raw-id', 'raw-track', 'm-raw', 'Bob', 'bob', 'lobby']) expect(text).to.not.contain(secret);
    tape.dispose();
    expect([media.listenerCount(), chat.listenerCount()]).to.deep.equal([0, 0]);
  });

  it('is bounded, lets the oldest go, and counts them', () => {
    const { clock, load } = page({ flightEvents: 10 });
    const recorder = load();
    for (let count = 0; count < 25; count++) recorder.record('element', 'shown', { count });
    expect(recorder.events.map(({ detail }) => detail?.count)).to.deep.equal([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(recorder.export()).to.include({ dropped: 16, version: 1, clientVersion: '9.9.9', exportedAtMs: clock.now() });
  });

  it('is bounded before its code is there, too', () => {
    const { line, tape, load } = page({ flightEvents: 4 });
    for (let i = 0; i < 5; i++) for (const state of ['connected', 'reconnecting'] as const) line.move(state);
    expect(tape.rows).to.have.length(4);
    const recorder = load();
    expect(recorder.export().dropped).to.equal(7);
    expect(told(recorder.events)).to.deep.equal(['state connected', 'state reconnecting', 'state connected', 'state reconnecting']);
  });

  it('counts what follows one another in a channel instead of repeating it', async () => {
    const { tape, clock, load } = page();
    const chat = new FakeChat();
    tape.attach(Symbol.for('earshot/chat'), chat);
    const recorder = load();
    const user = { user_id: 'bob', name: 'Bob', created_at: 0, updated_at: 0 };
    for (let offset = 1; offset <= 500; offset++) chat.emit('entry', 'lobby', offset, { kind: 'leave', at_ms: 0, user });
    await clock.advance(40);
    chat.emit('entry', 'lobby', 501, { kind: 'leave', at_ms: 0, user });
    chat.emit('entry', 'hall', 1, { kind: 'leave', at_ms: 0, user });
    expect(recorder.events.slice(1).map(({ detail }) => detail)).to.deep.equal([
      { channel: 'ch1', kind: 'leave', offset: 501, count: 501, durationMs: 40 },
      { channel: 'ch2', kind: 'leave', offset: 1 },
    ]);
  });

  it('goes on after a reload with the same names for the same people, and forgets when cleared', async () => {
    const first = page();
    const before = first.load();
    const call = first.client.calls.ring('bob');
    expect(names(before.events)).to.deep.equal(['start', 'incoming']);
    first.tape.dispose();
    const second = page({ store: first.store, clock: first.clock });
    await first.clock.advance(500);
    const again = second.client.calls.ring('bob');
    const after = second.load();
    expect(names(after.events)).to.deep.equal(['start', 'incoming', 'reload', 'incoming']);
    expect(after.events.at(-1)!.detail).to.include({ peer: 'u1', call: 'c2' });
    const left = [...first.store.values.values()].join();
    for (const secret of ['bob', call.id]) expect(left).to.not.contain(secret);
    expect(again.id).to.not.equal(call.id);
    after.clear();
    expect([after.events.length, first.store.values.size, after.export().dropped]).to.deep.equal([0, 0, 0]);
    second.tape.dispose();
    expect(first.store.values.size).to.equal(0);
  });

  it('leaves at most 200 kB for the next page, the newest events of it', () => {
    const { store, tape, load } = page({ flightEvents: 20_000 });
    const recorder = load();
    for (let offset = 1; offset <= 5_000; offset++) recorder.record('element', 'shown', { offset });
    tape.dispose();
    const [text] = [...store.values.values()];
    expect(text!.length).to.be.within(50_000, 200_000);
    const next = page({ store, flightEvents: 20_000 }).load();
    expect(next.events.at(-2)!.detail).to.deep.equal({ offset: 5_000 });
    expect(next.events.length - 1 + next.export().dropped).to.equal(5_001);
  });

  it('takes nothing from a store that somebody else wrote', () => {
    for (const text of ['', '{', '[]', '{"version":2}', '{"version":1,"events":7}', '{"version":1,"known":[],"counts":{},"events":[null]}']) {
      const store = sessionStore();
      store.setItem('earshot:flight:demo:alice', text);
      expect(names(page({ store }).load().events), text).to.deep.equal(['start']);
    }
    const store = sessionStore();
    const planted = { atMs: 1, area: 'call', name: 'alice@example.com', detail: { peer: 'Alice Müller', text: 'hello', call: 'c7' } };
    store.setItem('earshot:flight:demo:alice', JSON.stringify({ version: 1, salt: 's', counts: {}, known: [], dropped: 'x', events: [planted] }));
    expect(page({ store }).load().events[0]).to.deep.equal({ atMs: 1, area: 'call', name: 'other', detail: { peer: 'u1', call: 'c7' } });
  });

  it('lives on where the store is full or missing', () => {
    const full = {
      ...sessionStore(),
      setItem: () => {
        throw new Error('full');
      },
    };
    for (const store of [full, undefined]) {
      const { tape } = page();
      recorderOf(tape, store).record('element', 'shown');
      expect(() => tape.dispose()).to.not.throw();
    }
  });

  it('is one file, one event a line', async () => {
    const { line, load } = page({ clock: new FakeClock(Date.UTC(2026, 10, 21, 10, 0, 0, 250)) });
    const recorder = load();
    line.move('connecting');
    const file = recorder.toFile();
    expect([file.name, file.type]).to.deep.equal(['earshot-2026-11-21T10-00-00.json', 'application/json']);
    const text = await file.text();
    expect(JSON.parse(text)).to.deep.equal(recorder.export());
    expect(text.split('\n').filter((row) => row.includes('"atMs"'))).to.have.length(recorder.events.length);
  });

  it('leaves no listener behind, loaded or not', async () => {
    const { line, client, tape, load } = page();
    const recorder = load();
    expect(line.listenerCount()).to.be.greaterThan(0);
    expect(recorder.events.length).to.equal(1);
    tape.dispose();
    await settle();
    expect([line.listenerCount(), client.calls.listenerCount()]).to.deep.equal([0, 0]);
    const other = page();
    other.tape.dispose();
    other.load();
    expect([other.line.listenerCount(), other.client.calls.listenerCount()]).to.deep.equal([0, 0]);
  });
});
