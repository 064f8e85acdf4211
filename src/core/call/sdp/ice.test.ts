import { FakeClock, settle } from '../../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../../test/harness.ts';
import type { IceCollectionCheck, IceCollectionInfo, IceCollectionResult } from './api.ts';
import { defaultIceCheck } from './ice-check.ts';
import { IceCollector } from './ice-collector.ts';
import { defaultCollectionSettings } from './settings.ts';

const { iceCollectionIdealMs, iceCollectionMaxMs } = defaultCollectionSettings;
const TIMEOUTS = { iceCollectionIdealTimeout: iceCollectionIdealMs, iceCollectionMaxTimeout: iceCollectionMaxMs };
const TURNS = [{ urls: ['turn:one.example', 'stun:one.example'] }, { urls: 'turns:two.example:443?transport=tcp' }];
const ONE = 'turn:one.example:3478?transport=udp';
const TWO = 'turns:two.example:443?transport=tcp';

const sdpOf = (...mids: string[]): string =>
  ['v=0', ...mids.flatMap((mid) => [`m=audio 9 UDP/TLS/RTP/SAVPF 111`, `a=mid:${mid}`, 'a=ice-ufrag:abcd', 'a=setup:actpass']), ''].join('\r\n');

const found = (type: string, mid = '0', url?: string): RTCIceCandidate =>
  ({ type, sdpMid: mid, sdpMLineIndex: null, candidate: `candidate:1 1 udp 1 10.0.0.1 9 typ ${type}`, usernameFragment: 'abcd', url }) as never;

function ask(change: Partial<IceCollectionInfo>): IceCollectionResult {
  const info: IceCollectionInfo = {
    callId: 'call-0001',
    callOperation: 'make',
    reason: 'Scheduled',
    iceCandidates: [],
    iceCollectionDuration: 0,
    iceGatheringState: 'gathering',
    rtcPeerConnectionConfig: { iceServers: TURNS },
    rtcLocalSessionDescription: sdpOf('0'),
    ...change,
  };
  return defaultIceCheck(info, TIMEOUTS);
}

describe('the default rule of when candidates are enough', () => {
  it('goes with any candidate once gathering is complete, and ends without one [RB-ct-25]', () => {
    expect(ask({ iceGatheringState: 'complete', iceCandidates: [found('host')] }).type).to.equal('StartCall');
    expect(ask({ iceGatheringState: 'complete' }).type).to.equal('Error');
  });

  it('wants a relayed one of every TURN server for every medium before the ideal time [RB-cfg-34]', () => {
    const both = [found('relay', '0', ONE), found('relay', '0', TWO)];
    expect(ask({ iceCandidates: both }).type).to.equal('StartCall');
    expect(ask({ iceCandidates: [found('host'), both[0]!], iceCollectionDuration: 400 })).to.deep.equal({ type: 'Wait', wait: 600 });
    expect(ask({ iceCandidates: both, rtcLocalSessionDescription: sdpOf('0', '1') }).type).to.equal('Wait');
    expect(ask({ iceCandidates: [found('relay'), found('relay')] }).type).to.equal('StartCall'); // the browser does not say of which
  });

  it('wants one of any TURN server for every medium until the longest time, then takes what there is [RB-cfg-35]', () => {
    const iceCandidates = [found('relay', '0', ONE)];
    expect(ask({ iceCandidates, iceCollectionDuration: 1_000 }).type).to.equal('StartCall');
    const two = sdpOf('0', '1');
    expect(ask({ iceCandidates, rtcLocalSessionDescription: two, iceCollectionDuration: 1_200 })).to.deep.equal({ type: 'Wait', wait: 1_800 });
    expect(ask({ iceCandidates: [found('host')], iceCollectionDuration: 3_000 }).type).to.equal('StartCall');
    expect(ask({ iceCollectionDuration: 3_000 }).type).to.equal('Error');
  });

  it('waits for all candidates where there is no TURN server', () => {
    const none = { rtcPeerConnectionConfig: {}, iceCandidates: [found('host')] };
    expect(ask(none)).to.deep.equal({ type: 'Wait', wait: 1_000 });
    expect(ask({ ...none, iceCollectionDuration: 1_500 })).to.deep.equal({ type: 'Wait', wait: 1_500 });
  });

  it('asks for candidates of the first of those that share a path alone', () => {
    const shared = sdpOf('0', '1').replace('v=0', 'v=0\r\na=group:BUNDLE 0 1');
    const iceCandidates = [found('relay', '0', ONE), found('relay', '0', TWO)];
    expect(ask({ iceCandidates, rtcLocalSessionDescription: shared }).type).to.equal('Wait'); // the far side may take them apart
    expect(
      ask({ iceCandidates, rtcLocalSessionDescription: shared, rtcPeerConnectionConfig: { iceServers: TURNS, bundlePolicy: 'max-bundle' } }).type,
    ).to.equal('StartCall');
  });
});

/** As much of a peer connection as collecting needs. */
class FakeGathering extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'new';
  localDescription = { sdp: sdpOf('0') };
  getConfiguration = () => ({ iceServers: TURNS });
  find(candidate: RTCIceCandidate | null): void {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }
  turn(state: RTCIceGatheringState): void {
    this.iceGatheringState = state;
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
}

function collection(check: IceCollectionCheck) {
  const clock = new FakeClock();
  const peer = new FakeGathering();
  const seen: IceCollectionInfo[] = [];
  const collector = new IceCollector({
    peer: peer as unknown as RTCPeerConnection,
    clock,
    timeouts: TIMEOUTS,
    check: (info, timeouts) => {
      seen.push(info);
      return check(info, timeouts);
    },
    callId: () => 'call-0001',
    operation: () => 'make',
  });
  collector.begin();
  let end: string | undefined;
  collector.enough().then(
    () => {
      end = 'left';
    },
    (error: Error & { code: string }) => {
      end = `${error.code}: ${error.message}`;
    },
  );
  return { clock, peer, seen, collector, end: () => end };
}

describe('collecting candidates', () => {
  it('asks at first, at every candidate, at every change of state, and when the wait is over', async () => {
    const { clock, peer, seen, end } = collection(({ reason }) => ({ type: 'Wait', ...(reason === 'NewCandidate' && { wait: 250 }) }));
    peer.turn('gathering');
    await clock.advance(100);
    peer.find(found('host'));
    await clock.advance(1_000);
    expect(seen.map(({ reason }) => reason)).to.deep.equal(['Scheduled', 'IceGatheringStateChanged', 'NewCandidate', 'Scheduled']);
    expect(seen.map(({ iceCollectionDuration }) => iceCollectionDuration)).to.deep.equal([0, 0, 100, 350]);
    expect(Object.keys(seen[3]!)).to.deep.equal([
      'callId',
      'callOperation',
      'reason',
      'iceCandidates',
      'iceCollectionDuration',
      'iceGatheringState',
      'rtcPeerConnectionConfig',
      'rtcLocalSessionDescription',
    ]);
    const { iceCandidates, rtcPeerConnectionConfig, rtcLocalSessionDescription, ...rest } = seen[3]!;
    expect(rest).to.deep.equal({
      callId: 'call-0001',
      callOperation: 'make',
      reason: 'Scheduled',
      iceCollectionDuration: 350,
      iceGatheringState: 'gathering',
    });
    expect([iceCandidates.length, rtcPeerConnectionConfig.iceServers, rtcLocalSessionDescription]).to.deep.equal([1, TURNS, sdpOf('0')]);
    expect([end(), clock.pending]).to.deep.equal([undefined, 0]);
  });

  it('lets the description go, or fails with the error that is given, once', async () => {
    const going = collection(({ iceCandidates }) => ({ type: iceCandidates.length ? 'StartCall' : 'Wait' }));
    await settle();
    expect(going.end()).to.equal(undefined);
    going.peer.find(found('host'));
    going.peer.find(found('srflx'));
    await settle();
    expect([going.end(), going.seen.length]).to.deep.equal(['left', 2]);
    for (const error of ['no relays', new Error('no relays')]) {
      const failing = collection(() => ({ type: 'Error', error }));
      await settle();
      expect(failing.end()).to.equal('call:no-candidates: unable to make; no relays');
    }
  });

  it('fails when what it is told is no result', async () => {
    const wrong: unknown[] = [
      undefined,
      'StartCall',
      {},
      { type: 'Go' },
      { type: 'Wait', wait: -1 },
      { type: 'Wait', wait: Number.NaN },
      Promise.resolve({}),
    ];
    for (const result of wrong) {
      const { end, clock } = collection(() => result as IceCollectionResult);
      await settle();
      expect(end()).to.match(/^call:no-candidates: unable to make; the check of the candidates gave no result/);
      expect(clock.pending).to.equal(0);
    }
    const throwing = collection(() => {
      throw new Error('boom');
    });
    await settle();
    expect(throwing.end()).to.match(/^call:no-candidates: .*the check of the candidates failed/);
  });

  it('does not take the end of the collection before for its own', async () => {
    const { peer, collector, seen, end } = collection(defaultIceCheck);
    peer.turn('gathering');
    peer.find(found('host'));
    peer.turn('complete');
    await settle();
    expect(end()).to.equal('left');
    collector.begin();
    peer.localDescription = { sdp: sdpOf('0').replaceAll('abcd', 'efgh') };
    let left = false;
    void collector.enough().then(() => {
      left = true;
    });
    await settle();
    expect([left, seen.at(-1)?.iceGatheringState, seen.at(-1)?.iceCandidates.length]).to.deep.equal([false, 'new', 0]);
    peer.turn('gathering');
    peer.find({ ...found('host'), usernameFragment: 'efgh' } as RTCIceCandidate);
    peer.turn('complete');
    await settle();
    expect(left).to.equal(true);
  });

  it('is given up with the call', async () => {
    const { collector, peer, clock, end } = collection(() => ({ type: 'Wait', wait: 500 }));
    collector.close();
    await settle();
    expect([end()?.split(':').slice(0, 2).join(':'), clock.pending]).to.deep.equal(['call:ended', 0]);
    peer.find(found('host'));
  });
});
