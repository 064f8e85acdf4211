import { describe, expect, it } from '../../../test/harness.ts';
import { QualityMeter } from './quality-meter.ts';

const stats = (seconds: number, change: Record<string, object> = {}): RTCStatsReport =>
  new Map(
    Object.entries({
      voice: {
        type: 'inbound-rtp',
        kind: 'audio',
        codecId: 'codec',
        packetsReceived: 50 * seconds,
        packetsLost: seconds,
        jitter: 0.004,
        bytesReceived: 4_000 * seconds,
      },
      face: { type: 'inbound-rtp', kind: 'video', packetsReceived: 30 * seconds, packetsLost: 0, jitter: 0.05, bytesReceived: 60_000 * seconds },
      out: { type: 'outbound-rtp', kind: 'audio', bytesSent: 5_000 * seconds },
      codec: { type: 'codec', mimeType: 'audio/opus' },
      transport: { type: 'transport', selectedCandidatePairId: 'used' },
      old: { type: 'candidate-pair', nominated: true, currentRoundTripTime: 9 },
      used: { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.08, localCandidateId: 'near', remoteCandidateId: 'far' },
      near: { type: 'local-candidate', candidateType: 'host' },
      far: { type: 'remote-candidate', candidateType: 'relay' },
      ...change,
    }).map(([id, entry]) => [id, { id, ...entry }]),
  ) as unknown as RTCStatsReport;

describe('a quality report', () => {
  it('comes once an interval and says what that was like [YS-28]', () => {
    const meter = new QualityMeter(3_000);
    expect(meter.measure(stats(1), 1_000)).to.equal(undefined);
    expect(meter.measure(stats(3), 3_900)).to.equal(undefined);
    const { report, packets, audioPackets } = meter.measure(stats(4), 4_000)!;
    expect([packets, audioPackets]).to.deep.equal([240, 150]);
    expect(report).to.deep.include({
      atMs: 4_000,
      jitterMs: 4,
      roundTripMs: 80,
      loss: 3 / 243,
      codec: 'opus',
      localCandidate: 'host',
      remoteCandidate: 'relay',
      bytesSent: 20_000,
      bytesReceived: 256_000,
    });
    expect(report.mos).to.be.within(4, 4.5);
    expect(meter.measure(stats(6), 6_000)).to.equal(undefined);
    expect(meter.measure(stats(7), 7_000)?.report.atMs).to.equal(7_000);
  });

  it('has an opinion of nothing that did not come, and a worse one of a worse line', () => {
    const silent = new QualityMeter(1_000);
    silent.measure(stats(1), 0);
    expect(silent.measure(stats(1), 1_000)).to.deep.include({ packets: 0, audioPackets: 0 });
    expect(silent.measure(stats(1), 2_000)?.report).to.deep.include({ mos: undefined, loss: undefined });
    const bad = new QualityMeter(1_000);
    bad.measure(stats(1), 0);
    const lossy = { voice: { type: 'inbound-rtp', kind: 'audio', packetsReceived: 90, packetsLost: 31, jitter: 0.08 } };
    expect(bad.measure(stats(2, lossy), 1_000)?.report.mos).to.be.within(1, 3.5);
  });

  it('makes do with what a browser tells', () => {
    const meter = new QualityMeter(1_000);
    const bare = (packets: number) =>
      new Map([
        ['in', { id: 'in', type: 'inbound-rtp', packetsReceived: packets }],
        ['pair', { id: 'pair', type: 'candidate-pair', selected: true, localCandidateId: 'near' }],
        ['near', { id: 'near', type: 'local-candidate', candidateType: 'srflx' }],
        ['far', { id: 'far', type: 'remote-inbound-rtp', roundTripTime: 0.2 }],
      ]) as unknown as RTCStatsReport;
    meter.measure(bare(10), 0);
    const { report, audioPackets } = meter.measure(bare(60), 1_000)!;
    expect(audioPackets).to.equal(undefined);
    expect(report).to.deep.include({
      roundTripMs: 200,
      jitterMs: undefined,
      codec: undefined,
      localCandidate: 'srflx',
      remoteCandidate: undefined,
      loss: 0,
    });
  });

  it('begins anew with another peer connection', () => {
    const meter = new QualityMeter(1_000);
    meter.measure(stats(9), 0);
    meter.reset();
    expect(meter.measure(stats(1), 5_000)).to.equal(undefined);
    expect(meter.measure(stats(2), 6_000)?.packets).to.equal(80);
  });
});
