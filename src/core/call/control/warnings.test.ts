import { FakeClock } from '../../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../../test/harness.ts';
import { Emitter } from '../../base/index.ts';
import type { SpeechEvent } from '../../media/index.ts';
import type { CallEvents } from '../api.ts';
import type { CallObject } from '../call.ts';
import type { Measured } from '../quality-meter.ts';
import type { QualityReport, QualityWarning } from './api.ts';
import { judge, qualityRules } from './quality.ts';
import { WarningWatch } from './warnings.ts';

/** As much of a call as is watched. */
class FakeCall extends Emitter<CallEvents> {
  ended = false;
  muted = false;
  localHold = false;
  remoteHold = false;
  warnings: readonly QualityWarning[] = [];
  speech: (event: SpeechEvent) => void = () => {};
  onSpeech(listener: (event: SpeechEvent) => void): () => void {
    this.speech = listener;
    return () => {
      this.speech = () => {};
    };
  }
  update(facts: Partial<FakeCall>): void {
    Object.assign(this, facts);
    this.emit('change');
  }
  announce<K extends keyof CallEvents & string>(type: K, ...args: CallEvents[K]): void {
    this.emit(type, ...args);
  }
}

const stretch = (change: Partial<QualityReport> = {}, packets = 150, audioPackets: number | undefined = packets): Measured => ({
  packets,
  audioPackets,
  report: {
    ...{ atMs: 0, mos: 4.4, jitterMs: 2, roundTripMs: 30, loss: 0, codec: 'opus', localCandidate: 'host', remoteCandidate: 'host' },
    ...{ bytesSent: 1, bytesReceived: 1 },
    ...change,
  } as QualityReport,
});

function kit() {
  const call = new FakeCall();
  const clock = new FakeClock();
  const watch = new WarningWatch(call as unknown as CallObject, clock, qualityRules({}));
  const told: string[] = [];
  call.on('warning', (warning, raised) => told.push(`${raised ? '+' : '-'}${warning}`));
  return { call, clock, watch, told };
}

describe('warnings of a call', () => {
  const cases: [QualityWarning, bad: Partial<QualityReport>, edge: Partial<QualityReport>][] = [
    ['high-round-trip', { roundTripMs: 401 }, { roundTripMs: 330 }],
    ['high-jitter', { jitterMs: 61 }, { jitterMs: 55 }],
    ['high-loss', { loss: 0.06 }, { loss: 0.045 }],
    ['low-mos', { mos: 3.4 }, { mos: 3.6 }],
  ];
  for (const [warning, bad, edge] of cases)
    it(`raise ${warning} after two bad reports and clear it after two that are well better`, () => {
      const { call, watch, told } = kit();
      watch.report(stretch(bad));
      watch.report(stretch()); // one bad report is none
      watch.report(stretch(bad));
      expect(told).to.deep.equal([]);
      watch.report(stretch(bad));
      expect([told, call.warnings]).to.deep.equal([[`+${warning}`], [warning]]);
      for (let i = 0; i < 5; i++) watch.report(stretch(edge)); // below the bound, not by the margin
      watch.report(stretch());
      watch.report(stretch(bad));
      watch.report(stretch());
      expect(call.warnings).to.deep.equal([warning]);
      watch.report(stretch());
      expect([told, call.warnings]).to.deep.equal([[`+${warning}`, `-${warning}`], []]);
    });

  it('say that no sound comes in, unless somebody holds or there is none to come', () => {
    const { call, watch, told } = kit();
    for (let i = 0; i < 3; i++) watch.report({ ...stretch({}, 90), audioPackets: undefined });
    call.update({ remoteHold: true });
    for (let i = 0; i < 3; i++) watch.report(stretch({ mos: undefined }, 0));
    expect(told).to.deep.equal([]);
    call.update({ remoteHold: false });
    for (let i = 0; i < 2; i++) watch.report(stretch({}, 90, 0)); // a picture comes
    expect(told).to.deep.equal(['+no-incoming-audio']);
    for (let i = 0; i < 2; i++) watch.report(stretch());
    expect(told).to.deep.equal(['+no-incoming-audio', '-no-incoming-audio']);
    for (let i = 0; i < 2; i++) watch.report(stretch({}, 90, 0));
    call.update({ localHold: true });
    expect(told.at(-1)).to.equal('-no-incoming-audio');
  });

  it('say that the microphone is silent until it is heard', () => {
    const { call, told } = kit();
    call.speech('no-sound');
    call.speech('no-sound');
    call.speech('sound');
    expect(told).to.deep.equal(['+silent-microphone', '-silent-microphone']);
    call.update({ localHold: true });
    call.speech('no-sound');
    expect(told).to.have.length(2);
  });

  it('say that one speaks while muted, over breaths, until unmuted or quiet for long', async () => {
    const { call, clock, told } = kit();
    call.speech('muted-speech');
    expect(told).to.deep.equal([]);
    call.update({ muted: true });
    call.speech('muted-speech');
    call.speech('quiet');
    await clock.advance(4_000);
    call.speech('speaking');
    await clock.advance(10_000);
    expect(told).to.deep.equal(['+speaking-while-muted']);
    call.update({ muted: false });
    expect(told).to.deep.equal(['+speaking-while-muted', '-speaking-while-muted']);
    call.update({ muted: true });
    call.speech('muted-speech');
    call.speech('quiet');
    await clock.advance(5_000);
    expect(told.slice(2)).to.deep.equal(['+speaking-while-muted', '-speaking-while-muted']);
  });

  it('leave nothing behind', async () => {
    const { call, clock, watch } = kit();
    call.update({ muted: true });
    call.speech('muted-speech');
    call.speech('quiet');
    watch.stop();
    expect([clock.pending, call.listenerCount('change')]).to.deep.equal([0, 0]);
  });

  it('take their bounds from the settings', () => {
    const rules = qualityRules({ warnRoundTripMs: 100, warnReports: 1 });
    expect([rules.warnRoundTripMs, rules.warnReports, rules.warnJitterMs]).to.deep.equal([100, 1, 60]);
    expect([40, 60, 150, 300].map((roundTripMs) => judge(stretch({ roundTripMs }), rules))).to.deep.equal([4, 3, 2, 1]);
    expect(judge(stretch({}, 0), rules)).to.equal(0);
  });
});
