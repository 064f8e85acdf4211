import type { IceCollectionInfo } from '../../src/core/call/sdp/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { connected, dial, type EarWindow, ended, part, SETTINGS, sounds, talk } from './call-sdp-stage.ts';
import type { Passing } from './relay.ts';
import { type PersonOptions, Stage } from './stage.ts';

describe('the collection of candidates between two browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 15_000 }, { modules: ['test/browser/call-tones.page.ts'] });
  });
  after(() => stage?.stop());

  const people = (a: string, b: string, options: PersonOptions = {}) =>
    Promise.all([stage.person(a, { settings: SETTINGS, ...options }), stage.person(b, { settings: SETTINGS, ...options })]);

  it('without trickle, descriptions leave with their candidates and none follow', async () => {
    const frames: string[] = [];
    stage.relay.fault = ({ direction, text }: Passing) => {
      if (direction === 'up') frames.push(text);
      return 1;
    };
    const [alice, bob] = await people('a1', 'b1', { calls: { trickle: false } });
    await talk(alice, bob, 'b1');
    await Promise.all([sounds(alice), sounds(bob)]);
    stage.relay.fault = undefined;
    const described = frames.filter((text) => text.includes('"sdp":'));
    expect(described.length).to.be.at.least(2);
    for (const text of described) expect(text).to.match(/a=candidate:/);
    expect(frames.filter((text) => /"candidate":"candidate:/.test(text))).to.deep.equal([]);
    await part(alice, bob);
  });

  it('without trickle, media changes and ICE restarts in mid-call wait for their candidates too', async () => {
    const [alice, bob] = await people('a5', 'b5', { calls: { trickle: false } });
    await talk(alice, bob, 'b5');
    const frames: string[] = [];
    stage.relay.fault = ({ direction, text }: Passing) => {
      if (direction === 'up') frames.push(text);
      return 1;
    };
    const descriptions = () => frames.filter((text) => text.includes('"sdp":'));
    await alice.evaluate(() => (window as unknown as EarWindow).call.startVideo());
    await bob.waitForFunction(() => (window as unknown as EarWindow).call.remoteStream?.getVideoTracks().length === 1);
    const before = descriptions().length;
    await bob.evaluate(() => (window as unknown as EarWindow).call.restartMedia());
    stage.relay.fault = undefined;
    expect(descriptions().length).to.be.above(before);
    for (const text of descriptions()) expect(text).to.match(/a=candidate:/);
    expect(frames.filter((text) => /"candidate":"candidate:/.test(text))).to.deep.equal([]);
    await Promise.all([sounds(alice), sounds(bob)]);
    await part(alice, bob);
  });

  it('without trickle, a page that was reloaded is back in its call', async () => {
    const [alice, bob] = await people('a6', 'b6', { calls: { trickle: false } });
    await talk(alice, bob, 'b6');
    const id = await alice.evaluate(() => (window as unknown as EarWindow).call.id);
    await alice.reload();
    await alice.waitForFunction((callId) => {
      const here = window as unknown as EarWindow;
      here.call = here.client.calls.get(callId) ?? here.call;
      return Boolean(here.call);
    }, id);
    await Promise.all([connected(alice), connected(bob)]);
    await Promise.all([sounds(alice), sounds(bob)]);
    await part(alice, bob);
  });

  it('the check function sees what is collected, and the offer leaves when it says so [RB-ct-22] [RB-ct-23] [RB-cfg-36]', async () => {
    const [alice, bob] = await people('a2', 'b2');
    await alice.evaluate(() => {
      const here = window as unknown as EarWindow;
      here.notes = [];
      here.client.calls.config.iceCollectionCheck = (info, timeouts) => {
        const { iceCandidates, rtcLocalSessionDescription, rtcPeerConnectionConfig, ...rest } = info;
        here.notes.push({
          ...rest,
          timeouts,
          candidates: iceCandidates.map(({ type }) => type),
          sdp: rtcLocalSessionDescription.startsWith('v=0'),
          config: rtcPeerConnectionConfig.bundlePolicy,
        });
        return iceCandidates.length > 0 && info.reason === 'Scheduled' ? { type: 'StartCall' } : { type: 'Wait', wait: 50 };
      };
    });
    await talk(alice, bob, 'b2');
    const id = await alice.evaluate(() => (window as unknown as EarWindow).call.id);
    type Note = IceCollectionInfo & { candidates: string[]; timeouts: object; sdp: boolean; config: string };
    const notes = (await alice.evaluate(() => (window as unknown as EarWindow).notes)) as Note[];
    expect(new Set(notes.map(({ reason }) => reason))).to.deep.equal(new Set(['Scheduled', 'NewCandidate', 'IceGatheringStateChanged']));
    expect(notes[0]?.reason).to.equal('Scheduled');
    for (const { callId, callOperation, iceGatheringState, iceCollectionDuration, timeouts, sdp, config } of notes) {
      expect([callId, callOperation, sdp, config]).to.deep.equal([id, 'make', true, 'max-bundle']);
      expect(timeouts).to.deep.equal({ iceCollectionIdealTimeout: 1_000, iceCollectionMaxTimeout: 3_000 });
      expect(iceGatheringState).to.be.oneOf(['new', 'gathering', 'complete']);
      expect(iceCollectionDuration).to.be.at.least(0);
    }
    expect(notes.at(-1)?.candidates).to.include('host');
    await part(alice, bob);
  });

  it('is that of a call that begins, also where the callee answers before the offer may leave', async () => {
    const [alice, bob] = await people('a9', 'b9');
    await alice.evaluate(() => {
      const here = window as unknown as EarWindow;
      here.notes = [];
      here.client.calls.config.iceCollectionCheck = ({ callOperation }) => {
        const [call] = here.client.calls.calls;
        here.notes.push([callOperation, call?.state]);
        return call?.state === 'connected' ? { type: 'StartCall' } : { type: 'Wait', wait: 20 };
      };
    });
    await talk(alice, bob, 'b9');
    await Promise.all([sounds(alice), sounds(bob)]);
    const notes = (await alice.evaluate(() => (window as unknown as EarWindow).notes)) as [operation: string, state: string][];
    expect(notes.at(-1)).to.deep.equal(['make', 'connected']);
    expect(new Set(notes.map(([operation]) => operation))).to.deep.equal(new Set(['make']));
    await part(alice, bob);
  });

  it('its error ends the call with what it says, and so does an answer that is none [RB-ct-24] [RB-ct-26]', async () => {
    const [alice, bob] = await people('a3', 'b3');
    for (const [result, message] of [
      ['{ type: "Error", error: new Error("no relays here") }', 'no relays here'],
      ['{ type: "Go" }', 'the check of the candidates gave no result that is known'],
      ['undefined', 'the check of the candidates gave no result that is known'],
    ] as const) {
      await alice.evaluate((code) => {
        const { client } = window as unknown as EarWindow;
        client.calls.config.iceCollectionCheck = new Function(`return ${code}`) as never;
      }, result);
      await dial(alice, 'b3');
      const [reason, code, why] = await ended(alice);
      expect([reason, code]).to.deep.equal(['failed', 'call:no-candidates']);
      expect(why).to.include(message);
      await bob.waitForFunction(() => (window as unknown as EarWindow).client.calls.calls.length === 0);
    }
    await alice.evaluate(() => {
      (window as unknown as EarWindow).client.calls.config.iceCollectionCheck = undefined as never;
    });
    await talk(alice, bob, 'b3');
    await part(alice, bob);
  });

  it('a call that has no way but relays, and no relay, ends by the default rule', async () => {
    const [alice, bob] = await people('a4', 'b4', { calls: { trickle: false, mediaBrokerOnly: true } });
    await dial(alice, 'b4');
    expect((await ended(alice)).slice(0, 2)).to.deep.equal(['failed', 'call:no-candidates']);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('candidates that are lost, doubled or late on the wire still make a call', async () => {
    const isCandidate = (text: string) => /"t":"signal"/.test(text) && /"candidate":"candidate:/.test(text);
    const faults: Record<string, (passing: Passing, count: number) => number | 'late'> = {
      lost: (_, count) => (count % 2 === 1 ? 0 : 1),
      doubled: () => 2,
      late: (_, count) => (count % 2 === 1 ? 'late' : 1),
    };
    for (const [name, fault] of Object.entries(faults)) {
      let count = 0;
      stage.relay.fault = (frame) => (frame.direction === 'down' && isCandidate(frame.text) ? fault(frame, ++count) : 1);
      const [alice, bob] = await people(`a-${name}`, `b-${name}`);
      await talk(alice, bob, `b-${name}`);
      await Promise.all([sounds(alice), sounds(bob)]);
      expect(count, name).to.be.above(0);
      await Promise.all([connected(alice), connected(bob)]);
      await part(alice, bob);
    }
    stage.relay.fault = undefined;
  });
});
