import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { FakeNetwork, FakePeerConnection } from '../../../test/fake-media.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { silentLog } from '../base/index.ts';
import type { SignalData } from '../protocol/index.ts';
import { Negotiator } from './negotiator.ts';
import { PathKeeper, type PathKeeperParts } from './path-keeper.ts';

interface Side {
  negotiator: Negotiator;
  keeper: PathKeeper;
  peer: FakePeerConnection;
  out: SignalData[];
  errors: unknown[];
}

function side(network: FakeNetwork, clock: FakeClock, polite: boolean, more: Partial<PathKeeperParts> = {}): Side {
  const peer = new FakePeerConnection(network, {});
  const out: SignalData[] = [];
  const errors: unknown[] = [];
  const negotiator = new Negotiator({
    peer: peer as unknown as RTCPeerConnection,
    polite,
    clock,
    log: silentLog,
    send: (data) => void out.push(data),
  });
  const keeper = new PathKeeper(negotiator, { clock, iceRestartAfterMs: 2_000, ...more });
  negotiator.on('error', (error) => errors.push(error));
  return { negotiator, keeper, peer, out, errors };
}

/** A caller (impolite), a callee (polite), and the wire between them. */
function pair(passive: Partial<PathKeeperParts> = {}) {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const [a, b] = [side(network, clock, false), side(network, clock, true, passive)];
  /** Carries everything over until nothing more is said. */
  const carry = async () => {
    for (let turn = 0; turn < 10; turn++) {
      await settle();
      const [fromA, fromB] = [a.out.splice(0), b.out.splice(0)];
      for (const data of fromA) b.negotiator.receive(data);
      for (const data of fromB) a.negotiator.receive(data);
      await clock.advance(20);
    }
  };
  const connect = async () => {
    a.peer.addTransceiver('audio', { direction: 'sendrecv' });
    const offer = await a.negotiator.draftOffer();
    b.negotiator.receive({ description: { type: 'offer', sdp: offer.sdp ?? '' } });
    await settle();
    void a.negotiator.commitOffer(offer, []);
    const answer = await b.negotiator.draftAnswer();
    a.negotiator.receive({ description: { type: 'answer', sdp: answer?.sdp ?? '' } });
    void b.negotiator.commitAnswer(answer, []);
    await carry();
  };
  return { a, b, clock, network, carry, connect };
}

const ufrag = ({ peer }: Side): string => (JSON.parse(peer.localDescription?.sdp ?? '{}') as { ufrag: string }).ufrag;

describe('negotiation', () => {
  it('gathers nothing before the offer is committed, and takes the servers it is given then', async () => {
    const { a } = pair();
    const offer = await a.negotiator.draftOffer();
    await settle();
    expect([a.out, a.peer.localDescription]).to.deep.equal([[], null]);
    await a.negotiator.commitOffer(offer, [{ urls: 'stun:stun.example:3478' }]);
    await settle();
    expect(a.peer.getConfiguration().iceServers).to.deep.equal([{ urls: 'stun:stun.example:3478' }]);
    expect(a.out.length).to.be.above(0);
  });

  it('connects by drafts that rode along and candidates that trickle, ending with the end of candidates', async () => {
    const { a, b, connect } = pair();
    await connect();
    expect([a.peer.iceConnectionState, b.peer.iceConnectionState]).to.deep.equal(['connected', 'connected']);
    expect(a.peer.candidates.at(-1)?.candidate).to.equal('');
    expect([...a.errors, ...b.errors]).to.deep.equal([]);
  });

  it('a callee applies the offer and says nothing until it may answer', async () => {
    const { a, b, carry } = pair();
    a.peer.addTransceiver('audio', { direction: 'sendrecv' });
    await a.negotiator.start([]);
    await carry();
    expect([b.peer.signalingState, b.peer.localDescription]).to.deep.equal(['have-remote-offer', null]);
    await b.negotiator.commitAnswer(undefined, []);
    await carry();
    expect([a.peer.iceConnectionState, b.peer.iceConnectionState]).to.deep.equal(['connected', 'connected']);
  });

  it('has the caller begin DTLS at first, and leaves the roles alone afterwards', async () => {
    const { b, clock, network } = pair();
    const far = new FakePeerConnection(network, {});
    far.addTransceiver('audio', { direction: 'sendrecv' });
    const heard: (string | undefined)[] = [];
    const applied = b.peer.setRemoteDescription.bind(b.peer);
    b.peer.setRemoteDescription = (description) => {
      heard.push(/a=setup:\w+/.exec(description.sdp ?? '')?.[0]);
      return applied(description);
    };
    const offer = async () => {
      const { sdp } = await far.createOffer();
      const said = JSON.stringify({ ...JSON.parse(sdp ?? '{}'), line: 'a=setup:actpass' });
      b.negotiator.receive({ description: { type: 'offer', sdp: said } });
      await settle();
    };
    await offer();
    await b.negotiator.commitAnswer(await b.negotiator.draftAnswer(), []);
    await clock.advance(20);
    await offer();
    expect(heard).to.deep.equal(['a=setup:active', 'a=setup:actpass']);
  });

  it('candidates that come before the description wait for it', async () => {
    const { a, b } = pair();
    await a.negotiator.start([]);
    await settle();
    const [description, candidates] = [a.out.find((data) => data.description), a.out.find((data) => data.candidates)];
    b.negotiator.receive(candidates as SignalData);
    await settle();
    expect(b.peer.candidates).to.deep.equal([]);
    b.negotiator.receive(description as SignalData);
    await settle();
    expect(b.peer.candidates.length).to.equal(1);
  });

  it('both offer at once: the polite side yields and both connect anew', async () => {
    const { a, b, carry, connect } = pair();
    await connect();
    const before = [ufrag(a), ufrag(b)];
    a.negotiator.restartIce();
    b.negotiator.restartIce();
    await carry();
    expect([a.peer.signalingState, b.peer.signalingState]).to.deep.equal(['stable', 'stable']);
    expect([a.peer.iceConnectionState, b.peer.iceConnectionState]).to.deep.equal(['connected', 'connected']);
    expect(ufrag(a)).to.not.equal(before[0]);
    expect(ufrag(b)).to.not.equal(before[1]);
    expect([...a.errors, ...b.errors]).to.deep.equal([]);
  });

  it('restarts ICE when the path is gone for as long as set, not before, and again until it is found', async () => {
    const { a, b, clock, network, carry, connect } = pair();
    await connect();
    const first = ufrag(a);
    network.cut();
    await clock.advance(1_500);
    expect(ufrag(a)).to.equal(first);
    await clock.advance(600);
    expect(ufrag(a)).to.not.equal(first);
    await carry();
    network.mend();
    await clock.advance(10_000);
    await carry();
    expect([a.peer.iceConnectionState, b.peer.iceConnectionState]).to.deep.equal(['connected', 'connected']);
  });

  it('leaves lost media to the caller where the called side is patient, and helps itself only then', async () => {
    const { a, b, clock, network, connect } = pair({ iceRestartAfterMs: 3_000, patient: true });
    await connect();
    const first = [ufrag(a), ufrag(b)];
    a.negotiator.pause();
    network.cut();
    b.peer.fail();
    await settle();
    expect(ufrag(b)).to.equal(first[1]);
    await clock.advance(2_999);
    expect(ufrag(b)).to.equal(first[1]);
    await clock.advance(1);
    expect(ufrag(b)).to.not.equal(first[1]);
    expect(ufrag(a)).to.equal(first[0]);
  });

  it('waits with a restart while the line is down', async () => {
    const { a, b, network, clock, carry, connect } = pair();
    await connect();
    const first = ufrag(a);
    for (const one of [a, b]) one.negotiator.pause();
    network.cut();
    network.mend();
    await clock.advance(30_000);
    expect(ufrag(a)).to.equal(first);
    for (const one of [a, b]) one.negotiator.resume();
    await carry();
    expect([a.peer.iceConnectionState, b.peer.iceConnectionState]).to.deep.equal(['connected', 'connected']);
  });

  it('an answer to an offer that was rolled back is dropped', async () => {
    const { a, connect } = pair();
    await connect();
    a.negotiator.receive({ description: { type: 'answer', sdp: JSON.stringify({ ufrag: 'late', kinds: [] }) } });
    await settle();
    expect([a.peer.signalingState, a.errors]).to.deep.equal(['stable', []]);
  });

  it('closed, it leaves no timer and no listener', async () => {
    const { a, b, clock, connect, network } = pair();
    await connect();
    network.cut();
    await settle();
    for (const { negotiator, keeper } of [a, b]) {
      negotiator.close();
      keeper.stop();
    }
    expect([clock.pending, network.peers.size]).to.deep.equal([0, 0]);
    expect([a.peer.onicecandidate, a.peer.ontrack, a.peer.onnegotiationneeded, a.peer.oniceconnectionstatechange]).to.deep.equal([
      null,
      null,
      null,
      null,
    ]);
    a.negotiator.receive({ candidates: [{ candidate: 'late' }] });
    a.negotiator.restartIce();
    await settle();
    expect(a.errors).to.deep.equal([]);
  });
});
