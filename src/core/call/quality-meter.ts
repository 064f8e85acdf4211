import { mosOf } from '../base/mos.ts';
import type { QualityReport } from './control/api.ts';

/** What one stretch of a call was like. */
export interface Measured {
  readonly report: QualityReport;
  /** Packets that came in it, of sound and picture. */
  readonly packets: number;
  /** Of sound alone; undefined when there is none to come. */
  readonly audioPackets: number | undefined;
}

interface Sample {
  atMs: number;
  received: number;
  lost: number;
  audioReceived: number | undefined;
}

type Entry = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

/** Makes reports of what a peer connection has counted, one an interval. */
export class QualityMeter {
  readonly #intervalMs: number;
  #last: Sample | undefined;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** What the time since the last one was like, once the interval is over; else undefined. */
  measure(stats: RTCStatsReport, nowMs: number): Measured | undefined {
    const last = this.#last;
    if (last && nowMs - last.atMs < this.#intervalMs) return undefined;
    const entries = new Map<string, Entry>();
    stats.forEach((entry: Entry, id: string) => {
      entries.set(id, entry);
    });
    const sample = sampleOf(entries, nowMs);
    this.#last = sample;
    return last && measured(entries, last, sample);
  }

  /** Another peer connection counts from the start. */
  reset(): void {
    this.#last = undefined;
  }
}

const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const ms = (seconds: unknown): number | undefined =>
  typeof seconds === 'number' && Number.isFinite(seconds) ? Math.round(seconds * 1e6) / 1e3 : undefined;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const most = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
};

function sampleOf(entries: ReadonlyMap<string, Entry>, atMs: number): Sample {
  const sample: Sample = { atMs, received: 0, lost: 0, audioReceived: undefined };
  for (const entry of entries.values()) {
    if (entry.type !== 'inbound-rtp') continue;
    sample.received += count(entry['packetsReceived']);
    sample.lost += count(entry['packetsLost']);
    if (entry['kind'] === 'audio') sample.audioReceived = (sample.audioReceived ?? 0) + count(entry['packetsReceived']);
  }
  return sample;
}

function measured(entries: ReadonlyMap<string, Entry>, before: Sample, after: Sample): Measured {
  const all = [...entries.values()];
  const of = (type: string) => all.filter((entry) => entry.type === type);
  const inbound = of('inbound-rtp');
  const voice = inbound.filter(({ kind }) => kind === 'audio');
  const counted = voice.length > 0 ? voice : inbound;
  const pair = pairOf(entries, all);
  const packets = Math.max(0, after.received - before.received);
  const lost = Math.max(0, after.lost - before.lost);
  const loss = packets + lost > 0 ? lost / (packets + lost) : undefined;
  const jitterMs = most(counted.map(({ jitter }) => ms(jitter)));
  const roundTripMs = ms(pair?.['currentRoundTripTime']) ?? most(of('remote-inbound-rtp').map(({ roundTripTime }) => ms(roundTripTime)));
  const typeOf = (id: unknown) => entries.get(String(id))?.['candidateType'] as RTCIceCandidateType | undefined;
  const codec = text(entries.get(String(counted[0]?.['codecId']))?.['mimeType']);
  const bytes = (type: string, member: string) => of(type).reduce((sum, entry) => sum + count(entry[member]), 0);
  return {
    packets,
    audioPackets: after.audioReceived === undefined ? undefined : Math.max(0, after.audioReceived - (before.audioReceived ?? 0)),
    report: {
      atMs: after.atMs,
      // without a packet there is nothing to have an opinion of
      mos: packets > 0 ? mosOf({ roundTripMs: roundTripMs ?? 0, jitterMs: jitterMs ?? 0, lossPercent: 100 * (loss ?? 0) }) : undefined,
      jitterMs,
      roundTripMs,
      loss,
      codec: codec?.split('/').at(-1)?.toLowerCase(),
      localCandidate: pair && typeOf(pair['localCandidateId']),
      remoteCandidate: pair && typeOf(pair['remoteCandidateId']),
      bytesSent: bytes('outbound-rtp', 'bytesSent'),
      bytesReceived: bytes('inbound-rtp', 'bytesReceived'),
    },
  };
}

/** The pair in use: by its transport; where a browser has no such entry, the one that it selected, or nominated. */
function pairOf(entries: ReadonlyMap<string, Entry>, all: readonly Entry[]): Entry | undefined {
  for (const { type, selectedCandidatePairId } of all) {
    const pair = type === 'transport' ? entries.get(String(selectedCandidatePairId)) : undefined;
    if (pair) return pair;
  }
  const pairs = all.filter(({ type }) => type === 'candidate-pair');
  return pairs.find(({ selected }) => selected === true) ?? pairs.find(({ nominated, state }) => nominated === true && state !== 'failed');
}
