import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings, Emitter } from '../base/index.ts';
import type { CallEvents } from './api.ts';
import type { CallFacts, CallObject } from './call.ts';
import { MediaWatch } from './media-watch.ts';

class FakeCall extends Emitter<CallEvents> {
  ended = false;
  peerAway = false;
  driver: object | undefined;
  facts: Partial<CallFacts> = {};
  onSpeech(): () => void {
    return () => {};
  }
  update(facts: Partial<CallFacts>): void {
    this.facts = { ...this.facts, ...facts };
  }
  announce<K extends keyof CallEvents & string>(type: K, ...args: CallEvents[K]): void {
    this.emit(type, ...args);
  }
}

function kit() {
  const clock = new FakeClock();
  const call = new FakeCall();
  const line = { packets: 0, direction: 'sendrecv', restarts: 0 };
  const peer = {
    signalingState: 'stable',
    iceConnectionState: 'connected',
    getStats: async () =>
      new Map([['in', { id: 'in', type: 'inbound-rtp', kind: 'audio', packetsReceived: line.packets, packetsLost: 0, jitter: 0.001 }]]),
    getTransceivers: () => [{ currentDirection: line.direction, receiver: { track: { kind: 'audio' } } }],
  };
  const settings = { ...defaultSettings };
  const watch = new MediaWatch({ clock, settings, call: call as unknown as CallObject, peer: () => peer as unknown as RTCPeerConnection });
  const heard = { reports: 0, warnings: [] as string[] };
  call.on('quality', () => heard.reports++);
  call.on('warning', (warning, raised) => heard.warnings.push(`${raised ? '+' : '-'}${warning}`));
  /** Lets time pass, with so many packets each half second. */
  const pass = async (ms: number, packets: number) => {
    for (let at = 0; at < ms; at += 500) {
      line.packets += packets;
      await clock.advance(500);
    }
  };
  call.driver = { negotiator: { restartIce: () => void line.restarts++ } };
  return { clock, call, line, peer, watch, heard, pass };
}

describe('the watch over media', () => {
  it('reports every three seconds, tells when media is gone, and when it is back [YS-28]', async () => {
    const { clock, call, watch, heard, pass } = kit();
    await pass(500, 25); // the first look: from here on it is counted
    await pass(9_000, 25);
    expect([heard.reports, call.facts.quality, call.facts.reconnecting]).to.deep.equal([3, 4, false]);
    await pass(2_500, 0);
    expect([call.facts.quality, call.facts.reconnecting, watch.flows]).to.deep.equal([0, true, false]);
    await pass(6_000, 0);
    expect(heard.warnings).to.deep.equal(['+no-incoming-audio']);
    await pass(7_000, 25);
    expect([call.facts.reconnecting, watch.flows, heard.warnings.at(-1)]).to.deep.equal([false, true, '-no-incoming-audio']);
    watch.stop();
    expect(clock.pending).to.equal(0);
  });

  it('looks for another path when this one carries nothing although it lives, with growing waits and not for ever', async () => {
    const { call, line, watch, pass } = kit();
    await pass(2_000, 25);
    await pass(3_000, 0);
    expect([call.facts.reconnecting, line.restarts]).to.deep.equal([true, 0]);
    await pass(1_000, 0);
    expect(line.restarts).to.equal(1);
    watch.reset(); // the new path is up
    await pass(4_000, 0);
    expect([call.facts.reconnecting, line.restarts], 'it waits longer').to.deep.equal([true, 1]);
    await pass(3_000, 0);
    expect(line.restarts).to.equal(2);
    await pass(1_000, 25);
    expect(call.facts.reconnecting).to.equal(false);
    await pass(4_000, 0);
    expect(line.restarts, 'as soon as the first time').to.equal(3);
    await pass(300_000, 0);
    expect(line.restarts).to.equal(8);
  });

  it('leaves a path alone that ICE has given up, and one to a far side that is away', async () => {
    const { call, line, peer, pass } = kit();
    await pass(2_000, 25);
    peer.iceConnectionState = 'disconnected';
    await pass(10_000, 0);
    peer.iceConnectionState = 'connected';
    call.peerAway = true;
    await pass(10_000, 0);
    expect(line.restarts).to.equal(0);
    call.peerAway = false;
    await pass(500, 0);
    expect(line.restarts).to.equal(1);
  });

  it('misses nothing that the far side has said it does not send', async () => {
    const { call, line, heard, pass } = kit();
    await pass(3_500, 25);
    line.direction = 'sendonly';
    await pass(12_000, 0);
    expect([call.facts.quality, call.facts.reconnecting, heard.warnings]).to.deep.equal([4, false, []]);
  });
});
