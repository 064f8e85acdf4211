/** What two ends of a line have counted so far. */
export interface LineSample {
  packets: number;
  lost: number;
  bytes: number;
  jitterMs: number;
  roundTripMs: number | undefined;
  /** What the browser believes could be sent. */
  availableKbps: number | undefined;
}

type Report = Record<string, unknown>;

const number = (report: Report | undefined, name: string): number | undefined => {
  const value = report?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

const reports = async (peer: RTCPeerConnection): Promise<Report[]> => {
  const found: Report[] = [];
  (await peer.getStats()).forEach((report: Report) => void found.push(report));
  return found;
};

/** Loss, jitter and bytes as the receiver counts them; round trip and bandwidth as the sender knows them. */
export async function sampleOf(sender: RTCPeerConnection, receiver: RTCPeerConnection): Promise<LineSample> {
  const [sent, received] = await Promise.all([reports(sender), reports(receiver)]);
  const inbound = received.find(({ type, kind = 'audio' }) => type === 'inbound-rtp' && kind === 'audio');
  const pairs = sent.filter(({ type }) => type === 'candidate-pair');
  const pair =
    pairs.find(({ selected }) => selected === true) ??
    pairs.find(({ nominated, state }) => nominated === true && (state ?? 'succeeded') === 'succeeded');
  const remote = sent.find(({ type }) => type === 'remote-inbound-rtp');
  const roundTrip = number(pair, 'currentRoundTripTime') ?? number(remote, 'roundTripTime');
  const available = number(pair, 'availableOutgoingBitrate');
  return {
    packets: number(inbound, 'packetsReceived') ?? 0,
    lost: number(inbound, 'packetsLost') ?? 0,
    bytes: number(inbound, 'bytesReceived') ?? 0,
    jitterMs: 1_000 * (number(inbound, 'jitter') ?? 0),
    roundTripMs: roundTrip === undefined ? undefined : 1_000 * roundTrip,
    availableKbps: available === undefined ? undefined : available / 1_000,
  };
}
