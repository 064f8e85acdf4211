import { describe, expect, it } from '../../../../test/harness.ts';
import type { ReportEvent } from './api.ts';
import { metricsOf, type ReportFacts } from './report-metrics.ts';

const event = (type: string, start: number, end?: number, timeline: ReportEvent[] = [], more: Partial<ReportEvent> = {}): ReportEvent => ({
  type,
  id: type.toLowerCase(),
  start,
  timeline,
  data: {},
  ...(end !== undefined && { end }),
  ...more,
});
const FACTS: ReportFacts = { mediaConnectedAt: undefined, endedAt: undefined, completed: false };
const found = (timeline: ReportEvent[], facts: Partial<ReportFacts> = {}) =>
  Object.fromEntries(metricsOf(timeline, { ...FACTS, ...facts }).map(({ type, data }) => [type, data]));
const error = { code: 'call:media-failed', message: 'no' };

/** Each operation and what its duration is called. */
const DURATIONS: Record<string, string> = {
  MAKE: 'TIME_TO_MAKE',
  ANSWER: 'TIME_TO_ANSWER',
  IGNORE: 'TIME_TO_IGNORE',
  REJECT: 'TIME_TO_REJECT',
  FORWARD_CALL: 'TIME_TO_FORWARD',
  ADD_BASIC_MEDIA: 'TIME_TO_ADD_MEDIA',
  ADD_MEDIA_LOCAL: 'TIME_TO_ADD_MEDIA',
  ADD_MEDIA_REMOTE: 'TIME_TO_ADD_MEDIA_REMOTE',
  REMOVE_BASIC_MEDIA: 'TIME_TO_REMOVE_MEDIA',
  REMOVE_MEDIA: 'TIME_TO_REMOVE_MEDIA',
  REMOVE_MEDIA_REMOTE: 'TIME_TO_REMOVE_MEDIA_REMOTE',
  MEDIA_RESTART: 'TIME_TO_RESTART_MEDIA',
  HOLD_LOCAL: 'TIME_TO_HOLD_LOCAL',
  HOLD_REMOTE: 'TIME_TO_HOLD_REMOTE',
  UNHOLD_LOCAL: 'TIME_TO_UNHOLD_LOCAL',
  UNHOLD_REMOTE: 'TIME_TO_UNHOLD_REMOTE',
  SEND_CUSTOM_PARAMETERS: 'TIME_TO_SEND_CUSTOM_PARAMETERS',
  DIRECT_TRANSFER: 'TIME_TO_DIRECT_TRANSFER',
  CONSULTATIVE_TRANSFER: 'TIME_TO_CONSULTATIVE_TRANSFER',
  JOIN: 'TIME_TO_JOIN',
};

describe('the metrics of a report', () => {
  it('have the duration of each operation that succeeded [RB-cs-28] [RB-cs-31] [RB-cs-32]', () => {
    for (const [type, metric] of Object.entries(DURATIONS)) {
      expect(metricsOf([event(type, 100, 350)], FACTS), type).to.deep.include({ type: metric, data: 250, eventIds: [type.toLowerCase()] });
      expect(metricsOf([event(type, 100)], FACTS), type).to.deep.equal([]); // under way
      expect(metricsOf([event(type, 100, 350, [], { error })], FACTS), type).to.deep.equal([]);
    }
  });

  it('have what the candidates took, with the operation they were for [RB-cs-30]', () => {
    const relay = (start: number, port: number) => event('RELAY_CANDIDATE_COLLECTED', start, start, [], { data: { address: '203.0.113.9', port } });
    const collection = event('ICE_COLLECTION', 1_050, 1_400, [relay(1_200, 4_001), relay(1_350, 4_002)]);
    const timeline = [event('MAKE', 1_000, 1_100, [event('PROCESS_MEDIA_LOCAL', 1_040, 1_400, [collection])])];
    expect(found(timeline)).to.deep.include({
      TIME_TO_COLLECT_ICE_CANDIDATES: { operation: 'MAKE', duration: 350 },
      TIME_TO_RELAY_CANDIDATES: {
        operation: 'MAKE',
        candidates: [
          { duration: 150, address: '203.0.113.9', port: 4_001 },
          { duration: 300, address: '203.0.113.9', port: 4_002 },
        ],
      },
    });
    const direct = [event('ANSWER', 0, 90, [event('ICE_COLLECTION', 10, 60)])];
    expect(found(direct)).to.deep.equal({ TIME_TO_ANSWER: 90, TIME_TO_COLLECT_ICE_CANDIDATES: { operation: 'ANSWER', duration: 50 } });
    expect(found([event('ICE_COLLECTION', 10)])).to.deep.equal({});
  });

  it('have the phases of a call from its first moment', () => {
    const steps = [event('REST_REQUEST', 30, 70), event('PROCESS_MEDIA_LOCAL', 75, 200)];
    const made = [event('MAKE', 0, 80, steps), event('REMOTE_RINGING', 120, 120), event('END_LOCAL', 9_000, 9_010)];
    expect(found(made, { completed: true, endedAt: 9_000 })).to.deep.equal({
      CALL_DURATION: 9_000,
      MAKE_CALL_PRE_LOCAL_SETUP: 75,
      MAKE_CALL_LOCAL_SETUP: 30,
      MAKE_CALL_REMOTE_SETUP: 40,
      TIME_TO_MAKE: 80,
      TIME_TO_RINGING: 120,
    });
    expect(found(made, { completed: false, endedAt: 9_000 })).to.not.have.property('CALL_DURATION');
    const failed = event('ANSWER', 300, 320, [], { error });
    const answer = event('ANSWER', 500, 650, [event('PROCESS_MEDIA_LOCAL', 540, 700), event('REST_REQUEST', 545, 640)]);
    expect(found([event('RECEIVE_CALL', 0, 90), failed, answer], { mediaConnectedAt: 720 })).to.deep.equal({
      ANSWER_CALL_PRE_LOCAL_SETUP: 40,
      ANSWER_CALL_LOCAL_SETUP: 45,
      TIME_TO_ANSWER: 150,
      TIME_FROM_RECEIVE_TO_ANSWER: 650,
      TIME_TO_CALL_SETUP_DURATION: 720,
    });
  });
});
