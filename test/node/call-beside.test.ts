import type { Call, MakeOptions } from '../../src/core/call/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { failure, type Person, Town, talk, until } from './calls-town.ts';

/** Everything this call tells of one type, as it comes, and a wait for how many. */
function notes<T>(call: Call, type: 'dtmf' | 'parameters' | 'operation', of: (value: never) => T = (value) => value) {
  const list: T[] = [];
  let look = () => {};
  call.on(type, (value: unknown) => {
    list.push(of(value as never));
    look();
  });
  const come = (count: number) =>
    new Promise<T[]>((resolve) => {
      look = () => list.length >= count && resolve(list);
      look();
    });
  return { list, come };
}

async function ring(alice: Person, bob: Person, to: string, options?: MakeOptions): Promise<[Call, Call]> {
  const ringing = bob.incoming();
  const out = await alice.client.calls.make(to, options);
  const inc = await ringing;
  await Promise.all([until(inc, (call) => call.state === 'ringing'), until(out, (call) => call.state === 'ringing')]);
  return [out, inc];
}

describe('tones of a call', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('are 0-9, *, #, A-D and comma, and nothing else is sent [RB-call-56]', async () => {
    const [alice, bob] = await Promise.all([town.person('a1'), town.person('b1')]);
    const [out, inc] = await talk(alice, bob, 'b1');
    for (const bad of ['', '1 2', 'E', 'p', '1;2', undefined as unknown as string]) {
      const { code } = await failure(out.sendDTMF(bad));
      expect([bad, code]).to.deep.equal([bad, 'call:bad-tones']);
    }
    const heard = notes(inc, 'dtmf', ({ tone }: { tone: string }) => tone);
    await out.sendDTMF('0123456789*#abCD', { durationMs: 40, gapMs: 30 });
    expect((await heard.come(16)).join('')).to.equal('0123456789*#ABCD');
    await out.end();
  });

  it('last 100 ms with 70 between them unless told otherwise, and never less or more than the platform can [RB-call-57] [RB-call-58]', async () => {
    const [alice, bob] = await Promise.all([town.person('a2'), town.person('b2')]);
    const [out, inc] = await talk(alice, bob, 'b2');
    const heard = notes(inc, 'dtmf');
    const took = async (tones: string, options?: { durationMs?: number; gapMs?: number }) => {
      const startMs = performance.now();
      await out.sendDTMF(tones, options);
      return performance.now() - startMs;
    };
    expect(await took('12')).to.be.at.least(338);
    expect(await took('34', { durationMs: 1, gapMs: 1 })).to.be.at.least(138);
    expect(await took('5', { durationMs: 250, gapMs: 30 })).to.be.at.least(278);
    expect(await heard.come(5)).to.deep.equal([
      { tone: '1', durationMs: 100 },
      { tone: '2', durationMs: 100 },
      { tone: '3', durationMs: 40 },
      { tone: '4', durationMs: 40 },
      { tone: '5', durationMs: 250 },
    ]);
    await out.end();
  });

  it('follow each other, when more are sent while some are', async () => {
    const [alice, bob] = await Promise.all([town.person('a3'), town.person('b3')]);
    const [out, inc] = await talk(alice, bob, 'b3');
    const heard = notes(inc, 'dtmf', ({ tone }: { tone: string }) => tone);
    const told = notes(out, 'operation', ({ operation, transition }: { operation: string; transition: string }) => `${operation} ${transition}`);
    await Promise.all([out.sendDTMF('12', { durationMs: 40 }), out.sendDTMF('34', { durationMs: 40 })]);
    expect(await heard.come(4)).to.deep.equal(['1', '2', '3', '4']);
    expect(told.list).to.deep.equal(['sendDTMF START', 'sendDTMF FINISH', 'sendDTMF START', 'sendDTMF FINISH']);
    await out.end();
  });

  it('go while it rings there, beside the audio that is not yet, but not from who is called, on hold, or after the end [RB-call-55] [RB-call-59]', async () => {
    const [alice, bob] = await Promise.all([town.person('a4'), town.person('b4')]);
    const [out, inc] = await ring(alice, bob, 'b4');
    const heard = notes(inc, 'dtmf', ({ tone }: { tone: string }) => tone);
    await out.sendDTMF('7', { durationMs: 40 });
    expect(await heard.come(1)).to.deep.equal(['7']);
    expect((await failure(inc.sendDTMF('1'))).code).to.equal('call:wrong-state');
    await inc.answer();
    await until(out, (call) => call.state === 'connected');
    await out.hold();
    expect((await failure(out.sendDTMF('1'))).code).to.equal('call:held');
    await out.unhold();
    await until(out, (call) => call.state === 'connected');
    const sending = failure(out.sendDTMF('1,,,,2'));
    await heard.come(2);
    await out.end();
    expect((await sending).code).to.equal('call:ended');
    expect((await failure(out.sendDTMF('1'))).code).to.equal('call:ended');
    expect(heard.list).to.deep.equal(['7', '1']);
  });

  it('of a far side that tells nonsense are not told', async () => {
    const [alice, bob] = await Promise.all([town.person('a5'), town.person('b5')]);
    const [out, inc] = await talk(alice, bob, 'b5');
    const heard = notes(inc, 'dtmf', ({ tone }: { tone: string }) => tone);
    const { driver } = out as unknown as { driver: { tell(info: object): void } };
    for (const info of [
      { tone: '11', durationMs: 100 },
      { tone: '<b>', durationMs: 100 },
      { tone: '1', durationMs: 'long' },
      { tone: '1', durationMs: 1e9 },
      {},
    ])
      driver.tell({ kind: 'dtmf', ...info });
    driver.tell({ kind: 'dtmf', tone: '9', durationMs: 100 });
    expect(await heard.come(1)).to.deep.equal(['9']);
    await out.end();
  });
});

describe('custom parameters of a call', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  const GPS = [{ name: 'X-GPS', value: '42.686032,23.344565' }];
  const DESK = [{ name: 'X-Desk', value: '7' }];

  it('come with the call and with its answer, by event, and are not kept as ours [RB-call-11] [RB-ce-17] [RB-ct-33]', async () => {
    const [alice, bob] = await Promise.all([town.person('a1'), town.person('b1')]);
    const ringing = bob.incoming();
    const out = await alice.client.calls.make('b1', { parameters: GPS });
    const answers = notes(out, 'parameters');
    const inc = await ringing;
    const calls = notes(inc, 'parameters');
    expect(await calls.come(1)).to.deep.equal([GPS]);
    expect([inc.detail.parameters, inc.parameters, out.parameters]).to.deep.equal([GPS, [], GPS]);
    await until(inc, (call) => call.state === 'ringing');
    await inc.answer({ parameters: DESK });
    expect(await answers.come(1)).to.deep.equal([DESK]);
    expect([inc.parameters, out.parameters]).to.deep.equal([DESK, GPS]);
    await out.end();
  });

  it('ride on every later operation until they are taken away [RB-call-53]', async () => {
    const [alice, bob] = await Promise.all([town.person('a2'), town.person('b2')]);
    const [out, inc] = await talk(alice, bob, 'b2');
    const heard = notes(inc, 'parameters');
    await out.setParameters(GPS);
    await out.hold();
    expect(await heard.come(1)).to.deep.equal([GPS]);
    await out.setParameters(DESK);
    await out.unhold();
    expect(await heard.come(2)).to.deep.equal([GPS, DESK]);
    await out.setParameters();
    expect(out.parameters).to.deep.equal([]);
    await out.hold();
    await until(inc, (call) => call.remoteHold);
    expect(heard.list.length).to.equal(2);
    await out.end();
  });

  it('are sent alone on demand, once some are set [RB-call-54]', async () => {
    const [alice, bob] = await Promise.all([town.person('a3'), town.person('b3')]);
    const [out, inc] = await talk(alice, bob, 'b3');
    expect((await failure(out.sendParameters())).code).to.equal('request:invalid');
    const heard = notes(inc, 'parameters');
    await out.setParameters([...GPS, ...DESK]);
    await out.sendParameters();
    expect(await heard.come(1)).to.deep.equal([[...GPS, ...DESK]]);
    await out.end();
  });

  it('that could not be sent are refused at the door, and what was set stays', async () => {
    const [alice, bob] = await Promise.all([town.person('a4'), town.person('b4')]);
    const [out, inc] = await talk(alice, bob, 'b4');
    await out.setParameters(GPS);
    const bad: unknown[] = [
      'X-GPS: 1',
      [{ name: '', value: '1' }],
      [{ name: 'two words', value: '1' }],
      [{ name: 'X'.repeat(101), value: '1' }],
      [{ name: 'X-Split', value: 'one\r\nX-Other: two' }],
      [{ name: 'X-Long', value: '1'.repeat(1_001) }],
      [{ name: 'X-None' }],
      Array.from({ length: 33 }, () => GPS[0]),
    ];
    for (const list of bad) expect((await failure(out.setParameters(list as never))).code).to.equal('request:invalid');
    expect(out.parameters).to.deep.equal(GPS);
    const { driver } = out as unknown as { driver: { tell(info: object): void } };
    const heard = notes(inc, 'parameters');
    for (const parameters of bad) driver.tell({ kind: 'parameters', parameters }); // a far side that does not care
    await out.sendParameters();
    expect(await heard.come(1)).to.deep.equal([GPS]);
    await out.end();
    const refused = await alice.client.calls.make('b4', { parameters: [{ name: 'X'.repeat(101), value: '' }] });
    await until(refused, (call) => call.state === 'ended');
    expect([refused.endReason, refused.error?.code]).to.deep.equal(['failed', 'request:invalid']);
  });
});
