/**
 * A MediaEngine without a browser: peer connections that keep the rules of signalling (states, rollback, ufrags, candidates) and
 * "connect" through a {@link FakeNetwork} when both ends agreed; devices that open, refuse or wait as told.
 */
import type { MediaEngine } from '../src/core/media/api.ts';
import { FakeDevices, type FakeMachine, FakeTrack } from './fake-devices.ts';

export type { FakeDevice, FakeMachine, Refusal } from './fake-devices.ts';
export { FakeTrack } from './fake-devices.ts';

let serial = 0;
const fresh = (prefix: string): string => `${prefix}${++serial}`;

/** What a fake description says, as JSON in `sdp`. */
interface FakeSdp {
  ufrag: string;
  kinds: ('audio' | 'video')[];
  /** Of each line; what is left out is `sendrecv`. */
  directions?: Direction[];
}

/** Connects peers whose descriptions name each other. `down` breaks every path until {@link mend} and an ICE restart. */
export class FakeNetwork {
  readonly peers = new Set<FakePeerConnection>();
  up = true;

  cut(): void {
    this.up = false;
    for (const peer of this.peers) peer.lose();
  }

  mend(): void {
    this.up = true;
  }

  match(peer: FakePeerConnection): void {
    if (!this.up) return;
    for (const other of this.peers) {
      if (other === peer || !peer.agreesWith(other) || !other.agreesWith(peer)) continue;
      peer.join(other);
      other.join(peer);
    }
  }
}

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

const sends = (direction: Direction | null | undefined): boolean => direction === 'sendrecv' || direction === 'sendonly';
const receives = (direction: Direction | null | undefined): boolean => direction === 'sendrecv' || direction === 'recvonly';
const directionOf = (sending: boolean, receiving: boolean): Direction =>
  sending ? (receiving ? 'sendrecv' : 'sendonly') : receiving ? 'recvonly' : 'inactive';

class FakeSender {
  track: FakeTrack | null = null;
  async replaceTrack(track: FakeTrack | null): Promise<void> {
    this.track = track;
  }
}

class FakeTransceiver {
  readonly sender = new FakeSender();
  readonly receiver: { track: FakeTrack };
  mid: string | null = null;
  currentDirection: Direction | null = null;
  /** By `addTrack`: the far side's line may become one with it. */
  readonly mayMerge: boolean;
  readonly #need: () => void;
  #direction: Direction;
  constructor(kind: 'audio' | 'video', direction: Direction, need: () => void, mayMerge = false) {
    this.receiver = { track: new FakeTrack(kind) };
    this.#direction = direction;
    this.#need = need;
    this.mayMerge = mayMerge;
  }
  get direction(): Direction {
    return this.#direction;
  }
  set direction(direction: Direction) {
    if (direction === this.#direction) return;
    this.#direction = direction;
    this.#need();
  }
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

interface Description {
  type: RTCSdpType;
  sdp: string;
}

const parse = (description: { sdp?: string } | null): FakeSdp | undefined =>
  description?.sdp ? (JSON.parse(description.sdp) as FakeSdp) : undefined;

export class FakePeerConnection {
  signalingState: RTCSignalingState = 'stable';
  iceConnectionState: RTCIceConnectionState = 'new';
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  onicecandidate: ((event: { candidate: { toJSON(): RTCIceCandidateInit } | null }) => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: { track: FakeTrack }) => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  /** Candidates that were accepted, per remote ufrag. */
  readonly candidates: RTCIceCandidateInit[] = [];
  partner: FakePeerConnection | undefined;
  readonly #network: FakeNetwork;
  #transceivers: FakeTransceiver[] = [];
  #configuration: RTCConfiguration;
  #ufrag = fresh('ufrag');
  #stable: { local: Description | null; remote: Description | null } = { local: null, remote: null };
  #restart = false;
  #received = 0;
  readonly #coming = new Set<FakeTransceiver>();

  constructor(network: FakeNetwork, configuration: RTCConfiguration) {
    this.#network = network;
    this.#configuration = configuration;
    network.peers.add(this);
  }

  getConfiguration(): RTCConfiguration {
    return this.#configuration;
  }
  setConfiguration(configuration: RTCConfiguration): void {
    this.#configuration = configuration;
  }
  getTransceivers(): FakeTransceiver[] {
    return [...this.#transceivers];
  }
  addTransceiver(kind: 'audio' | 'video', init: { direction: Direction }): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind, init.direction, () => this.#need());
    this.#transceivers.push(transceiver);
    this.#need();
    return transceiver;
  }
  addTrack(track: FakeTrack): FakeSender {
    const transceiver = new FakeTransceiver(track.kind, 'sendrecv', () => this.#need(), true);
    transceiver.sender.track = track;
    this.#transceivers.push(transceiver);
    this.#need();
    return transceiver.sender;
  }
  restartIce(): void {
    this.#restart = true;
    this.#need();
  }

  async createOffer(): Promise<Description> {
    await Promise.resolve();
    const lines = this.#lines();
    return {
      type: 'offer',
      sdp: JSON.stringify({
        ufrag: this.#restart ? fresh('ufrag') : this.#ufrag,
        kinds: lines.map((t) => t.receiver.track.kind),
        directions: lines.map((t) => t.direction),
      }),
    };
  }

  async createAnswer(): Promise<Description> {
    if (this.signalingState !== 'have-remote-offer') throw new DOMException('no offer to answer', 'InvalidStateError');
    await Promise.resolve();
    const offered = parse(this.remoteDescription);
    const before = parse(this.#stable.remote);
    const restarted = before !== undefined && before.ufrag !== offered?.ufrag;
    const kinds = offered?.kinds ?? [];
    const directions = kinds.map((_, index) => {
      const theirs = offered?.directions?.[index] ?? 'sendrecv';
      const mine = this.#lines()[index]?.direction;
      return directionOf(sends(mine) && receives(theirs), receives(mine) && sends(theirs));
    });
    return { type: 'answer', sdp: JSON.stringify({ ufrag: restarted ? fresh('ufrag') : this.#ufrag, kinds, directions }) };
  }

  async setLocalDescription(given?: Description): Promise<void> {
    this.#open();
    const description = given ?? (this.signalingState === 'have-remote-offer' ? await this.createAnswer() : await this.createOffer());
    this.#open();
    if (description.type === 'answer' ? this.signalingState !== 'have-remote-offer' : this.signalingState === 'have-remote-offer')
      throw new DOMException(`cannot set a local ${description.type} in ${this.signalingState}`, 'InvalidStateError');
    this.localDescription = description;
    this.#ufrag = parse(description)?.ufrag ?? this.#ufrag;
    this.#restart = false;
    const said = parse(description);
    for (const [index, transceiver] of this.#lines().slice(0, said?.kinds.length).entries()) {
      transceiver.mid ??= String(index);
      if (description.type === 'answer') transceiver.currentDirection = said?.directions?.[index] ?? 'sendrecv';
    }
    this.#settle(description.type === 'offer' ? 'have-local-offer' : 'stable');
    if (this.iceConnectionState === 'new') this.#ice('checking');
    void this.#gather();
    this.#network.match(this);
  }

  async setRemoteDescription(description: Description): Promise<void> {
    this.#open();
    await Promise.resolve();
    this.#open();
    if (description.type === 'offer') {
      if (this.signalingState === 'have-local-offer') this.#rollback();
      this.remoteDescription = description;
      const said = parse(description);
      this.#settle('have-remote-offer');
      for (const [index, kind] of (said?.kinds ?? []).entries()) {
        const transceiver = this.#transceivers.find(({ mid }) => mid === String(index)) ?? this.#take(kind, index);
        this.#announce(transceiver, sends(said?.directions?.[index] ?? 'sendrecv'));
      }
    } else {
      if (this.signalingState !== 'have-local-offer') throw new DOMException(`an answer in ${this.signalingState}`, 'InvalidStateError');
      this.remoteDescription = description;
      const said = parse(description);
      for (const [index, transceiver] of this.#lines().slice(0, said?.kinds.length).entries()) {
        const theirs = said?.directions?.[index] ?? 'sendrecv';
        transceiver.currentDirection = directionOf(receives(theirs), sends(theirs));
        this.#announce(transceiver, sends(theirs));
      }
      this.#settle('stable');
    }
    this.#network.match(this);
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.remoteDescription) throw new DOMException('no remote description', 'InvalidStateError');
    if (candidate.usernameFragment && candidate.usernameFragment !== parse(this.remoteDescription)?.ufrag)
      throw new DOMException('unknown ufrag', 'OperationError');
    this.candidates.push(candidate);
    this.#network.match(this);
  }

  async getStats(): Promise<Map<string, object>> {
    const heard = this.partner && this.iceConnectionState === 'connected' && this.partner.sends;
    if (heard) this.#received += 50;
    return new Map<string, object>([
      ['in', { type: 'inbound-rtp', packetsReceived: this.#received, packetsLost: 0, jitter: 0.001 }],
      ['pair', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.02 }],
    ]);
  }

  close(): void {
    this.signalingState = 'closed';
    this.iceConnectionState = 'closed';
    this.#network.peers.delete(this);
    for (const transceiver of this.#transceivers) transceiver.receiver.track.stop();
    this.partner?.lose();
    this.partner = undefined;
  }

  // ---- for the network

  get sends(): boolean {
    return this.#transceivers.some((t) => t.sender.track?.readyState === 'live' && (t.direction === 'sendrecv' || t.direction === 'sendonly'));
  }

  agreesWith(other: FakePeerConnection): boolean {
    const remote = parse(this.remoteDescription)?.ufrag;
    return (
      this.signalingState === 'stable' &&
      remote !== undefined &&
      remote === other.#ufrag &&
      this.candidates.some((c) => c.usernameFragment === remote)
    );
  }

  join(other: FakePeerConnection): void {
    this.partner = other;
    this.#ice('connected');
  }

  lose(): void {
    if (this.iceConnectionState !== 'connected' && this.iceConnectionState !== 'checking') return;
    this.#ufragLost();
    this.#ice('disconnected');
  }

  /** The browser gives the path up. */
  fail(): void {
    this.#ice('failed');
  }

  /** A lost path is not found again by the same credentials. */
  #ufragLost(): void {
    this.candidates.length = 0;
    this.partner = undefined;
  }

  /** Candidates are events of their own: never before whoever set the description has gone on. */
  async #gather(): Promise<void> {
    await turns(5);
    const ufrag = this.#ufrag;
    const init = { candidate: `candidate:1 1 udp 1 127.0.0.1 9 typ host ufrag ${ufrag}`, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: ufrag };
    this.onicecandidate?.({ candidate: { toJSON: () => init } });
    this.onicecandidate?.({ candidate: null });
  }

  /** Told once each time it begins to come. */
  #announce(transceiver: FakeTransceiver, comes: boolean): void {
    if (this.#coming.has(transceiver) === comes) return;
    if (!comes) {
      this.#coming.delete(transceiver);
      return;
    }
    this.#coming.add(transceiver);
    this.ontrack?.({ track: transceiver.receiver.track });
  }

  /** In the order of the description: those that have a place first. */
  #lines(): FakeTransceiver[] {
    return this.#transceivers.toSorted((a, b) => (a.mid === null ? Infinity : Number(a.mid)) - (b.mid === null ? Infinity : Number(b.mid)) || 0);
  }

  /** The line that an offer's section becomes: one that `addTrack` made and that has no place yet, else a new one. */
  #take(kind: 'audio' | 'video', index: number): FakeTransceiver {
    const bare = this.localDescription === null && this.#transceivers[index]?.mid === null ? this.#transceivers[index] : undefined;
    const merged = this.#transceivers.find((one) => one.mid === null && one.mayMerge && one.receiver.track.kind === kind);
    const transceiver = bare ?? merged ?? new FakeTransceiver(kind, 'recvonly', () => this.#need());
    transceiver.mid = String(index);
    if (!this.#transceivers.includes(transceiver)) this.#transceivers = [...this.#transceivers, transceiver];
    return transceiver;
  }

  #rollback(): void {
    const kept = parse(this.#stable.local ?? null)?.kinds.length ?? 0;
    for (const transceiver of this.#transceivers) if (Number(transceiver.mid) >= kept) transceiver.mid = null;
    this.localDescription = this.#stable.local;
    const local = parse(this.#stable.local);
    if (local) this.#ufrag = local.ufrag;
    this.signalingState = 'stable';
  }

  #settle(state: RTCSignalingState): void {
    this.signalingState = state;
    if (state !== 'stable') return;
    this.#stable = { local: this.localDescription, remote: this.remoteDescription };
    this.#need();
  }

  /** An event of its own, as candidates are. */
  #need(): void {
    void turns(5).then(() => {
      if (this.signalingState === 'stable' && (this.#restart || !this.localDescription || this.#unsaid)) this.onnegotiationneeded?.();
    });
  }

  /** A line has no place in the descriptions of now, or wants another direction than was agreed on. */
  get #unsaid(): boolean {
    const theirs = parse(this.remoteDescription);
    return this.#lines().some(({ mid, direction, currentDirection }, index) => {
      if (mid === null) return true;
      const their = this.localDescription?.type === 'offer' ? undefined : theirs?.directions?.[index];
      const wanted = their ? directionOf(sends(direction) && receives(their), receives(direction) && sends(their)) : direction;
      const said = parse(this.localDescription)?.directions?.[index];
      return this.localDescription?.type === 'offer' ? said !== undefined && said !== direction : wanted !== currentDirection;
    });
  }

  #ice(state: RTCIceConnectionState): void {
    if (this.iceConnectionState === state) return;
    this.iceConnectionState = state;
    queueMicrotask(() => this.oniceconnectionstatechange?.());
  }

  #open(): void {
    if (this.signalingState === 'closed') throw new DOMException('closed', 'InvalidStateError');
  }
}

export class FakeEngine implements MediaEngine {
  readonly supported = true;
  readonly network: FakeNetwork;
  /** Its devices, and the person before it. */
  readonly devices = new FakeDevices();
  /** Every peer connection made, oldest first. */
  readonly made: FakePeerConnection[] = [];
  #networkListeners = new Set<() => void>();

  constructor(network = new FakeNetwork()) {
    this.network = network;
  }

  get peers(): FakePeerConnection[] {
    return this.made.filter((peer) => peer.signalingState !== 'closed');
  }

  get machine(): FakeMachine {
    return this.devices.machine;
  }

  /** Tracks of devices that are live now, and listeners on any of them. */
  get device(): { open: number; listeners: number } {
    return this.devices.count;
  }

  /** What `getUserMedia` and `getDisplayMedia` gave, oldest first. */
  get opened(): FakeTrack[] {
    return this.devices.opened;
  }

  createPeerConnection(config: RTCConfiguration): RTCPeerConnection {
    const peer = new FakePeerConnection(this.network, config);
    this.made.push(peer);
    return peer as unknown as RTCPeerConnection;
  }

  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    return this.devices.getUserMedia(constraints);
  }

  getDisplayMedia(options: DisplayMediaStreamOptions): Promise<MediaStream> {
    return this.devices.getDisplayMedia(options);
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.devices.enumerate();
  }

  onDeviceChange(listener: () => void): () => void {
    return this.devices.onChange(listener);
  }

  forbidden(): 'insecure' | 'policy' | 'iframe' | undefined {
    return this.machine.forbidden;
  }

  async permission(): Promise<PermissionState> {
    return this.machine.asks ? 'prompt' : this.machine.permission;
  }

  /** The person answers the browser's question. */
  decide(granted: boolean): void {
    this.devices.decide(granted);
  }

  /** The list of devices changed, in whatever way. */
  changeDevices(): void {
    this.devices.changed();
  }

  onNetworkChange(listener: () => void): () => void {
    this.#networkListeners.add(listener);
    return () => void this.#networkListeners.delete(listener);
  }

  changeNetwork(): void {
    for (const listener of this.#networkListeners) listener();
  }

  /** Listeners that are attached: a leak test expects 0. */
  get listeners(): number {
    return this.#networkListeners.size + this.devices.listeners;
  }

  createAudioContext(): AudioContext {
    throw new DOMException('no sound here', 'NotSupportedError');
  }
}
