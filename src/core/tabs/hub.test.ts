import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { SocketLike } from '../connection/api.ts';
import { Hub } from './hub.ts';

interface Frame {
  t: string;
  [member: string]: unknown;
}

class Socket implements SocketLike {
  readyState = 1;
  sent: Frame[] = [];
  closedWith: number | undefined;
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data) as Frame);
  }
  close(code?: number): void {
    this.closedWith = code;
  }
  says(...frames: Frame[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
  get last(): Frame | undefined {
    return this.sent.at(-1);
  }
}

const hello = (more: object = {}) => ({ t: 'hello', v: 1, app_id: 'demo', token: 'x', device: 'd', client_version: '0', ...more });
const user = { user_id: 'alice', name: 'Alice', created_at: 1, updated_at: 1 };
const welcome = (more: object = {}): Frame => ({
  t: 'welcome',
  session: 's1',
  now: 1_000,
  heartbeat_ms: 25_000,
  epoch: 'e1',
  user,
  streams: { 'u:alice': { recovered: false, head: 10 } },
  channels: [],
  calls: [],
  token_expires_at: 9_000,
  limits: { message_length: 1, file_bytes: 1, frame_bytes: 1 },
  timings: { ring_timeout_ms: 1, grace_ms: 1, beat_ms: 1 },
  ...more,
});
const row = (state: string, version: number, more: object = {}) => ({
  call_id: 'c1',
  version,
  state,
  from: { user_id: 'bob', name: 'Bob' },
  to: { user_id: 'alice', name: 'Alice' },
  media: ['audio'],
  created_at: 1,
  alerted: false,
  ring_left_ms: state === 'ringing' ? 30_000 : 0,
  ...more,
});
const entry = (offset: number, call: object): Frame => ({ t: 'events', stream: 'u:alice', offset, entries: [{ kind: 'call', at_ms: 1, call }] });

function setUp(lines = 2) {
  const socket = new Socket();
  const clock = new FakeClock();
  let ended: number | undefined;
  const hub = new Hub({
    socket,
    clock,
    ended: (code) => {
      ended = code;
    },
  });
  const tabs = Array.from({ length: lines }, (_, i) => {
    const id = `tab${i}`;
    const got: Frame[] = [];
    const tab = {
      got,
      closed: undefined as number | undefined,
      says: (frame: object) => hub.receive(id, JSON.stringify(frame)),
      asks: (request_id: number, method: string, params: object) => tab.says({ t: 'request', request_id, method, params }),
      leaves: () => hub.shut(id),
      take: () => got.splice(0),
    };
    hub.open(
      id,
      (data) => got.push(...([JSON.parse(data)].flat() as Frame[])),
      (code) => {
        tab.closed = code;
      },
    );
    return tab;
  });
  return { socket, clock, hub, tabs, ended: () => ended };
}

/** Some tabs, all welcomed. */
function welcomed(lines = 2) {
  const all = setUp(lines);
  for (const tab of all.tabs) tab.says(hello());
  all.socket.says(welcome());
  for (const tab of all.tabs) tab.take();
  return all;
}

describe('the socket that tabs share', () => {
  it('says hello once, and welcomes all who wait for it', () => {
    const { socket, tabs } = setUp(3);
    for (const tab of tabs) tab.says(hello());
    expect(socket.sent.map(({ t }) => t)).to.deep.equal(['hello']);
    socket.says(welcome());
    expect(tabs.map(({ got }) => got.map(({ t }) => t))).to.deep.equal([['welcome'], ['welcome'], ['welcome']]);
  });

  it('answers who asked, under the number that was used, and tells all what concerns all', () => {
    const { socket, tabs } = welcomed();
    for (const tab of tabs) tab.asks(1, 'call.get', { call_id: 'c1' });
    const [first, second] = socket.sent.slice(-2).map((frame) => frame['request_id']);
    expect(first).to.not.equal(second);
    socket.says(
      { t: 'reply', request_id: second, result: { n: 2 } },
      { t: 'reply', request_id: first, result: { n: 1 } },
      entry(11, row('ringing', 1)),
    );
    expect(tabs.map((tab) => tab.take().map(({ t, request_id, result }) => [t, request_id, result]))).to.deep.equal([
      [
        ['reply', 1, { n: 1 }],
        ['events', undefined, undefined],
      ],
      [
        ['reply', 1, { n: 2 }],
        ['events', undefined, undefined],
      ],
    ]);
    tabs[1]?.says({ t: 'ping', n: 7 });
    socket.says({ t: 'pong', n: socket.last?.['n'] });
    expect(tabs.map((tab) => tab.take())).to.deep.equal([[], [{ t: 'pong', n: 7 }]]);
  });

  it('welcomes a later tab with the calls and the time of now', async () => {
    const { socket, clock, hub } = welcomed(1);
    socket.says(entry(11, row('ringing', 1)));
    await clock.advance(10_000);
    const got: Frame[] = [];
    hub.open(
      'late',
      (data) => got.push(...([JSON.parse(data)].flat() as Frame[])),
      () => {},
    );
    hub.receive('late', JSON.stringify(hello()));
    const { calls, now, streams } = got[0] as unknown as { calls: { ring_left_ms: number }[]; now: number; streams: object };
    expect([calls.map(({ ring_left_ms }) => ring_left_ms), now, streams]).to.deep.equal([
      [20_000],
      11_000,
      { 'u:alice': { recovered: false, head: 11 } },
    ]);
    socket.says(entry(12, row('ended', 2, { end_reason: 'cancelled' })));
    hub.open(
      'later',
      (data) => got.push(...([JSON.parse(data)].flat() as Frame[])),
      () => {},
    );
    hub.receive('later', JSON.stringify(hello()));
    expect((got.at(-1) as unknown as { calls: object[] }).calls).to.deep.equal([]);
  });

  it('gives a tab that comes back what it missed, and says so when that is no longer there', () => {
    const { socket, hub } = welcomed(1);
    for (let offset = 11; offset <= 13; offset++) socket.says(entry(offset, row('ringing', offset)));
    const back = (resume: object) => {
      const got: Frame[] = [];
      hub.open(
        JSON.stringify(resume),
        (data) => got.push(...([JSON.parse(data)].flat() as Frame[])),
        () => {},
      );
      hub.receive(JSON.stringify(resume), JSON.stringify(hello({ resume })));
      const [first, ...missed] = got;
      const stream = (first as unknown as { streams: Record<string, object> }).streams['u:alice'];
      return [stream, missed.map((frame) => [frame['offset'], (frame['entries'] as object[]).length])];
    };
    expect(back({ 'u:alice': ['e1', 11] })).to.deep.equal([{ recovered: true, head: 13 }, [[12, 2]]]);
    expect(back({ 'u:alice': ['e1', 13] })).to.deep.equal([{ recovered: true, head: 13 }, []]);
    expect(back({ 'u:alice': ['e1', 4] })).to.deep.equal([{ recovered: false, head: 13, reason: 'too_far' }, []]);
    expect(back({ 'u:alice': ['e0', 12] })).to.deep.equal([{ recovered: false, head: 13, reason: 'epoch' }, []]);
  });

  it('lets one tab answer a call, and another one when that failed', async () => {
    const { socket, tabs } = welcomed();
    const [first, second] = tabs as [(typeof tabs)[0], (typeof tabs)[0]];
    first.asks(1, 'call.answer', { call_id: 'c1' });
    const number = socket.last?.['request_id'];
    second.asks(1, 'call.answer', { call_id: 'c1' });
    await settle();
    expect([second.take()[0]?.['error'], socket.last?.['request_id']]).to.deep.equal(['call:taken', number]);
    socket.says({ t: 'nack', request_id: number, error: 'server:busy', message: 'unable to answer; busy' });
    second.asks(2, 'call.answer', { call_id: 'c1' });
    expect(socket.last?.['method']).to.equal('call.answer');
    expect(socket.last?.['request_id']).to.not.equal(number);
  });

  it('is busy when all tabs are', async () => {
    const { socket, tabs } = welcomed();
    const before = socket.sent.length;
    tabs[0]?.asks(1, 'call.decline', { call_id: 'c1', reason: 'busy' });
    expect(socket.sent.length).to.equal(before);
    tabs[1]?.asks(1, 'call.decline', { call_id: 'c1', reason: 'busy' });
    expect(socket.last?.['method']).to.equal('call.decline');
  });

  it('ends for all with the socket; a refusal of one is none of those who still wait', () => {
    const live = welcomed();
    live.socket.onclose?.({ code: 4401, reason: '' });
    expect([live.tabs.map(({ closed }) => closed), live.ended()]).to.deep.equal([[4401, 4401], 4401]);
    const waiting = setUp();
    for (const tab of waiting.tabs) tab.says(hello());
    waiting.socket.onclose?.({ code: 4403, reason: '' });
    expect(waiting.tabs.map(({ closed }) => closed)).to.deep.equal([4403, 1006]);
  });

  it('tells the other tabs of its end before its own, with which the way to them goes', () => {
    const { socket, hub } = welcomed(0);
    const told: string[] = [];
    for (const id of ['own', 'other', 'third'])
      hub.open(
        id,
        () => {},
        () => void told.push(id),
      );
    socket.onclose?.({ code: 1006, reason: '' });
    expect(told).to.deep.equal(['third', 'other', 'own']);
  });

  it('says goodbye with the last tab alone', () => {
    const some = welcomed();
    some.tabs[0]?.leaves();
    some.hub.close();
    expect([some.socket.closedWith, some.tabs[1]?.closed]).to.deep.equal([4000, 1006]);
    const last = welcomed(1);
    last.tabs[0]?.leaves();
    last.hub.close();
    expect(last.socket.closedWith).to.equal(1000);
  });

  it('cuts a line that brings what is no frame', () => {
    const { socket, tabs } = welcomed();
    socket.onmessage?.({ data: '{' });
    expect([socket.closedWith, tabs.map(({ closed }) => closed)]).to.deep.equal([4001, [1006, 1006]]);
  });
});
