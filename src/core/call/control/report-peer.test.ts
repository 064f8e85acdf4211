import { describe, expect, it } from '../../../../test/harness.ts';
import type { ReportEvent } from './api.ts';
import { PeerRecorder } from './report-peer.ts';

/** As much of a peer connection as tells of its steps. */
class FakePeer extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  localDescription: { sdp: string } | null = null;
  signaling(state: RTCSignalingState, ufrag?: string): void {
    if (ufrag !== undefined) this.localDescription = { sdp: `v=0\r\na=ice-ufrag:${ufrag}\r\n` };
    this.signalingState = state;
    this.dispatchEvent(new Event('signalingstatechange'));
  }
  gathering(state: RTCIceGatheringState): void {
    this.iceGatheringState = state;
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
  candidate(candidate: object | null): void {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }
}

function kit(parent?: string) {
  let now = 1_000;
  let network = () => {};
  const timeline: ReportEvent[] = [];
  const begin = (type: string, under?: ReportEvent, data: Record<string, unknown> = {}) => {
    const event: ReportEvent = { type, id: `${type}-${now}`, start: now, timeline: [], data };
    (under?.timeline ?? timeline).push(event);
    return event;
  };
  let under: ReportEvent | undefined = parent === undefined ? undefined : begin(parent);
  const recorder = new PeerRecorder({
    now: () => now,
    begin,
    parent: () => under,
    network: (listener) => {
      network = listener;
      return () => {
        network = () => {};
      };
    },
  });
  const peer = new FakePeer();
  recorder.follow(peer as unknown as RTCPeerConnection);
  return {
    recorder,
    peer,
    timeline,
    at: (ms: number) => {
      now = 1_000 + ms;
    },
    belongTo: (event?: ReportEvent) => {
      under = event;
    },
    begin,
    changeNetwork: () => network(),
  };
}

/** Type, begin and end of each, and what is in it. */
type Step = [type: string, start: number, end: number | undefined, ...inside: Step[]];
const steps = (events: readonly ReportEvent[]): Step[] =>
  events.map(({ type, start, end, timeline }) => [type, start - 1_000, end === undefined ? undefined : end - 1_000, ...steps(timeline)]);

describe('the steps of negotiation', () => {
  it('are those of an offer: made, set, candidates with the relays among them, and the answer applied [RB-cs-18]', () => {
    const { recorder, peer, timeline, at } = kit('MAKE');
    at(10);
    recorder.drafted();
    at(20);
    recorder.local();
    at(25);
    peer.signaling('have-local-offer', 'one');
    peer.gathering('gathering');
    at(30);
    peer.candidate({ type: 'host', address: '192.0.2.1', port: 1, protocol: 'udp' });
    at(60);
    peer.candidate({ type: 'relay', address: '203.0.113.9', port: 4_001, protocol: 'udp' });
    at(80);
    peer.candidate(null);
    peer.gathering('complete');
    at(100);
    recorder.described();
    at(105);
    peer.signaling('stable');
    expect(steps(timeline[0]!.timeline)).to.deep.equal([
      ['CREATE_OFFER', 0, 10],
      ['PROCESS_MEDIA_LOCAL', 20, 80, ['ICE_COLLECTION', 25, 80, ['RELAY_CANDIDATE_COLLECTED', 60, 60]]],
      ['PROCESS_MEDIA_REMOTE', 100, 105],
    ]);
    expect(timeline[0]?.timeline[1]?.timeline[0]?.timeline[0]?.data).to.deep.equal({ address: '203.0.113.9', port: 4_001, protocol: 'udp' });
  });

  it('are those of an answer, and of one that had to wait for the offer [RB-cs-17]', () => {
    const { recorder, peer, timeline, at, begin, belongTo } = kit('RECEIVE_CALL');
    at(5);
    const answer = begin('ANSWER');
    belongTo(answer);
    recorder.answering(answer);
    at(15);
    recorder.drafted();
    recorder.slowStart(begin('SLOW_START', answer));
    at(30);
    recorder.described();
    at(40);
    peer.signaling('have-remote-offer');
    at(50);
    peer.signaling('stable', 'two');
    peer.gathering('gathering');
    at(70);
    peer.gathering('complete');
    expect(steps(timeline[1]!.timeline)).to.deep.equal([
      ['CREATE_ANSWER', 5, 15],
      ['PROCESS_MEDIA_LOCAL', 15, 70, ['ICE_COLLECTION', 50, 70]],
      ['SLOW_START', 15, 50],
      ['PROCESS_MEDIA_REMOTE', 30, 40],
    ]);
  });

  it('tell of an ICE restart that nobody asked for, with its cause and its end', () => {
    for (const cause of ['disconnected', 'network', 'remote'] as const) {
      const { recorder, peer, timeline, at, changeNetwork, belongTo } = kit('MAKE');
      peer.signaling('have-local-offer', 'one');
      peer.signaling('stable');
      recorder.mediaState('connected');
      belongTo(undefined);
      at(5_000);
      if (cause === 'disconnected') recorder.mediaState('disconnected');
      if (cause === 'network') changeNetwork();
      at(7_000);
      if (cause === 'remote') {
        peer.signaling('have-remote-offer');
        peer.signaling('stable', 'two');
      } else peer.signaling('have-local-offer', 'two');
      at(7_400);
      recorder.mediaState('connected');
      const restart = timeline.find(({ type }) => type === 'MEDIA_RESTART');
      expect([restart?.start, restart?.end, restart?.data]).to.deep.equal([8_000, 8_400, { automatic: true, cause }]);
    }
  });

  it('tell of no restart where one was asked for, or nothing but media changed', () => {
    const { recorder, peer, timeline, belongTo, begin } = kit('MAKE');
    peer.signaling('have-local-offer', 'one');
    peer.signaling('stable');
    recorder.mediaState('connected');
    belongTo(undefined);
    peer.signaling('have-local-offer', 'one');
    peer.signaling('stable');
    belongTo(begin('MEDIA_RESTART'));
    peer.signaling('have-local-offer', 'two');
    peer.signaling('stable');
    expect(timeline.filter(({ type }) => type === 'MEDIA_RESTART')).to.have.length(1);
  });

  it('end with the peer connection, and begin anew with another', () => {
    const { recorder, peer, timeline, belongTo } = kit('MAKE');
    peer.signaling('have-local-offer', 'one');
    const next = new FakePeer();
    recorder.follow(next as unknown as RTCPeerConnection);
    belongTo(undefined);
    const before = JSON.stringify(timeline);
    peer.signaling('stable');
    peer.gathering('gathering');
    expect(JSON.stringify(timeline)).to.equal(before);
    next.signaling('have-remote-offer');
    next.signaling('stable', 'three'); // no restart: there was nothing before it
    expect(timeline.map(({ type }) => type)).to.deep.equal(['MAKE', 'PROCESS_MEDIA_REMOTE', 'PROCESS_MEDIA_LOCAL']);
    recorder.stop();
    next.gathering('gathering');
    expect(timeline).to.have.length(3);
  });
});
