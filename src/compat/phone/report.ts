import type { Call } from '../../core/call/api.ts';
import type { QualityReport } from '../../core/call/control/api.ts';
import type { Report } from './types.ts';

type Entry = Readonly<Record<string, unknown>>;

const KINDS = ['audio', 'video'] as const;
const text = (value: unknown): string => (value === undefined || value === null || Number.isNaN(value) ? '' : String(value));
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/** Of a call that goes on; undefined when there is nothing to ask any more. */
export async function reportOf(call: Call, extension: string, { atMs, localCandidate, remoteCandidate }: QualityReport): Promise<Report | undefined> {
  const peer = call.peerConnection;
  if (!peer) return undefined;
  const entries = new Map<string, Entry>();
  (await peer.getStats()).forEach((entry: Entry, id: string) => void entries.set(id, entry));
  const { connection, userAgentData } = navigatorFacts();
  return {
    callId: call.id,
    extension,
    iceResult: call.mediaState,
    localCandidate: text(localCandidate),
    remoteCandidate: text(remoteCandidate),
    lksDuration: text(Math.floor(call.durationMs / 1_000)),
    ...media(entries, 'audio'),
    ...media(entries, 'video'),
    networkType: text(connection?.type ?? connection?.effectiveType),
    deviceType: userAgentData?.mobile === undefined ? '' : userAgentData.mobile ? 'mobile' : 'desktop',
    startTime: text(call.connectedAtMs),
    reportTime: text(atMs),
  };
}

type Kind = (typeof KINDS)[number];
type OfKind<K extends Kind> = Pick<Report, `${K}Codec` | `${K}Rx` | `${K}Tx` | `${K}Loss` | `${K}Jitter`>;

function media<K extends Kind>(entries: ReadonlyMap<string, Entry>, kind: K): OfKind<K> {
  const of = (type: string) => [...entries.values()].filter((entry) => entry['type'] === type && entry['kind'] === kind);
  const [inbound, outbound] = [of('inbound-rtp'), of('outbound-rtp')];
  const sum = (list: readonly Entry[], member: string) => list.reduce((total, entry) => total + number(entry[member]), 0);
  const lost = Math.max(0, sum(inbound, 'packetsLost'));
  const packets = lost + sum(inbound, 'packetsReceived');
  const codecId = (inbound[0] ?? outbound[0])?.['codecId'];
  const known = inbound.length > 0;
  return {
    [`${kind}Codec`]: text(entries.get(text(codecId))?.['mimeType'])
      .split('/')
      .at(-1)!
      .toLowerCase(),
    [`${kind}Rx`]: known ? text(sum(inbound, 'bytesReceived')) : '',
    [`${kind}Tx`]: outbound.length > 0 ? text(sum(outbound, 'bytesSent')) : '',
    [`${kind}Loss`]: packets > 0 ? text(lost / packets) : '',
    [`${kind}Jitter`]: known ? text(Math.round(Math.max(...inbound.map((entry) => number(entry['jitter']))) * 1e6) / 1e3) : '',
  } as OfKind<K>;
}

interface NavigatorFacts {
  connection?: { type?: string; effectiveType?: string };
  userAgentData?: { mobile?: boolean };
}
/** What not every browser has. */
const navigatorFacts = (): NavigatorFacts => (globalThis.navigator ?? {}) as unknown as NavigatorFacts;
