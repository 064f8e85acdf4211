import { describe, expect, it } from '../../../test/harness.ts';
import type { Call } from '../../core/call/api.ts';
import type { QualityReport } from '../../core/call/control/api.ts';
import { reportOf } from './report.ts';

const QUALITY = { atMs: 9_000, localCandidate: 'host', remoteCandidate: 'relay' } as QualityReport;

const callWith = (...entries: { id: string; [member: string]: unknown }[]): Call =>
  ({
    id: 'call-1',
    mediaState: 'connected',
    durationMs: 7_900,
    connectedAtMs: 1_100,
    peerConnection: { getStats: async () => new Map(entries.map((entry) => [entry.id, entry])) },
  }) as unknown as Call;

const inbound = (kind: string, more: object) => ({ id: `in-${kind}`, type: 'inbound-rtp', kind, ...more });
const outbound = (kind: string, more: object) => ({ id: `out-${kind}`, type: 'outbound-rtp', kind, ...more });

describe('the report of a session', () => {
  it('says everything in strings: loss as a share of all, jitter in milliseconds [YS-47]', async () => {
    const call = callWith(
      { id: 'opus', type: 'codec', mimeType: 'audio/opus' },
      { id: 'vp8', type: 'codec', mimeType: 'video/VP8' },
      inbound('audio', { codecId: 'opus', bytesReceived: 400, packetsReceived: 75, packetsLost: 25, jitter: 0.0125 }),
      outbound('audio', { codecId: 'opus', bytesSent: 300 }),
      inbound('video', { codecId: 'vp8', bytesReceived: 9_000, packetsReceived: 100, packetsLost: 0, jitter: 0.002 }),
      outbound('video', { codecId: 'vp8', bytesSent: 8_000 }),
    );
    const report = (await reportOf(call, 'alice', QUALITY))!;
    expect(report).to.deep.include({
      callId: 'call-1',
      extension: 'alice',
      iceResult: 'connected',
      localCandidate: 'host',
      remoteCandidate: 'relay',
      lksDuration: '7',
      audioCodec: 'opus',
      audioRx: '400',
      audioTx: '300',
      audioLoss: '0.25',
      audioJitter: '12.5',
      videoCodec: 'vp8',
      videoRx: '9000',
      videoTx: '8000',
      videoLoss: '0',
      videoJitter: '2',
      startTime: '1100',
      reportTime: '9000',
    });
    expect(Object.values(report).every((value) => typeof value === 'string')).to.equal(true);
  });

  it('leaves empty what there is nothing of, and is none without a connection', async () => {
    const report = (await reportOf(callWith(inbound('audio', { bytesReceived: 0, packetsReceived: 0, packetsLost: -3 })), 'alice', QUALITY))!;
    expect([report.audioLoss, report.audioRx, report.audioTx, report.videoCodec, report.videoRx]).to.deep.equal(['', '0', '', '', '']);
    expect(await reportOf({ peerConnection: undefined } as Call, 'alice', QUALITY)).to.equal(undefined);
  });
});
