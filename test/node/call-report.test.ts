import type { Call } from '../../src/core/call/api.ts';
import type { CallReport, ReportEvent } from '../../src/core/call/control/api.ts';
import { METRICS, REPORT_EVENTS } from '../../src/core/call/control/report-names.ts';
import { settle } from '../fake-clock.ts';
import { FakeTrack } from '../fake-media.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { failure, type Person, Town, talk, until } from './calls-town.ts';

const REPORTS = { settings: { callReports: true } };

/** The timeline by types, what is within in brackets. */
const shape = (events: readonly ReportEvent[]): string =>
  events.map(({ type, timeline }) => (timeline.length > 0 ? `${type}(${shape(timeline)})` : type)).join(' ');
const all = (events: readonly ReportEvent[]): ReportEvent[] => events.flatMap((event) => [event, ...all(event.timeline)]);
const metric = (report: CallReport, type: string) => report.metrics.find((one) => one.type === type);
const metrics = (report: CallReport) => report.metrics.map(({ type }) => type).sort();
const event = (report: CallReport, type: string) => report.timeline.find((one) => one.type === type)!;

/** The far side knows. */
const ended = (call: Call) => until(call, ({ state }) => state === 'ended');

describe('the report of a call', () => {
  let town: Town;
  let alice: Person;
  let bob: Person;
  before(async () => {
    town = await Town.start();
    [alice, bob] = await Promise.all([town.person('alice', REPORTS), town.person('bob', REPORTS)]);
  });
  after(() => town.stop());

  it('has the shape, steps and times of a call that was made and answered [RB-call-62] [RB-cs-17] [RB-cs-23]', async () => {
    const [out, inc] = await talk(alice, bob);
    await out.end();
    await ended(inc);
    const [made, received] = [await out.getReport(), await inc.getReport()];
    expect([made.type, made.id, received.id]).to.deep.equal(['CALL', out.id, out.id]);
    expect(made.data).to.deep.include({
      callId: out.id,
      direction: 'outgoing',
      peer: 'bob',
      state: 'ended',
      endReason: 'completed',
      media: ['audio'],
    });
    expect(received.data).to.deep.include({ direction: 'incoming', peer: 'alice', endReason: 'completed' });
    expect(shape(made.timeline)).to.match(/^MAKE\(.*\) .*REMOTE_RINGING .*END_LOCAL\(REST_REQUEST\)$/);
    expect(shape([event(made, 'MAKE')])).to.match(/GET_USER_MEDIA .*CREATE_OFFER .*REST_REQUEST .*PROCESS_MEDIA_LOCAL/);
    expect(shape(received.timeline)).to.match(/^RECEIVE_CALL.* SEND_RINGING_FEEDBACK\(REST_REQUEST\) .*ANSWER\(.*\) .*END_REMOTE$/);
    expect(shape([event(received, 'ANSWER')])).to.match(/GET_USER_MEDIA .*CREATE_ANSWER.* REST_REQUEST/);
    for (const report of [made, received])
      for (const one of all(report.timeline)) {
        expect(Object.keys(REPORT_EVENTS)).to.include(one.type);
        expect(one.id).to.match(/^[\w-]{8,}$/);
        expect(one.start, one.type).to.be.within(report.data['start'] as number, report.data['end'] as number);
        if (one.end !== undefined) expect(one.end, one.type).to.be.at.least(one.start);
        expect(one.error, one.type).to.equal(undefined);
      }
    const { start, end = 0 } = event(made, 'MAKE');
    expect([start, event(made, 'END_LOCAL').end! >= end]).to.deep.equal([made.data['start'], true]);
    expect(new Set(all(made.timeline).map(({ id }) => id)).size).to.equal(all(made.timeline).length);
    expect(JSON.parse(JSON.stringify(made))).to.deep.equal(made);
  });

  it('computes the phases of making and answering [RB-cs-24] [RB-cs-25] [RB-cs-26]', async () => {
    const [out, inc] = await talk(alice, bob);
    const early = await out.getReport();
    expect(metrics(early)).to.not.include('CALL_DURATION');
    await out.end();
    await ended(inc);
    const [made, received] = [await out.getReport(), await inc.getReport()];
    expect(metrics(made)).to.deep.equal([
      'CALL_DURATION',
      'MAKE_CALL_LOCAL_SETUP',
      'MAKE_CALL_PRE_LOCAL_SETUP',
      'MAKE_CALL_REMOTE_SETUP',
      'TIME_TO_MAKE',
      'TIME_TO_RINGING',
    ]);
    expect(metrics(received)).to.deep.equal([
      'ANSWER_CALL_LOCAL_SETUP',
      'ANSWER_CALL_PRE_LOCAL_SETUP',
      'CALL_DURATION',
      'TIME_FROM_RECEIVE_TO_ANSWER',
      'TIME_TO_ANSWER',
      'TIME_TO_CALL_SETUP_DURATION',
    ]);
    for (const one of [...made.metrics, ...received.metrics]) {
      expect(Object.keys(METRICS)).to.include(one.type);
      expect(one.data, one.type).to.be.at.least(0);
      expect(one.eventIds.length).to.be.at.least(1);
    }
    const make = event(made, 'MAKE');
    expect(metric(made, 'TIME_TO_MAKE')).to.deep.equal({ type: 'TIME_TO_MAKE', data: make.end! - make.start, eventIds: [make.id] });
    expect(metric(made, 'CALL_DURATION')?.data).to.equal((made.data['end'] as number) - make.start);
    const [receive, answer] = [event(received, 'RECEIVE_CALL'), event(received, 'ANSWER')];
    expect(metric(received, 'TIME_FROM_RECEIVE_TO_ANSWER')?.data).to.equal(answer.end! - receive.start);
    expect(metric(received, 'TIME_TO_CALL_SETUP_DURATION')?.data).to.equal((received.data['mediaConnected'] as number) - receive.start);
  });

  it('tells how a call was left, and times what was declined [RB-cs-19] [RB-cs-27]', async () => {
    const ring = async () => {
      const ringing = bob.incoming();
      const out = await alice.client.calls.make('bob');
      const inc = await ringing;
      await until(inc, ({ state }) => state === 'ringing');
      return [out, inc] as const;
    };
    const [rejected, reject] = await ring();
    await reject.reject();
    await ended(rejected);
    const report = await reject.getReport();
    expect(shape(report.timeline)).to.match(/REJECT\(REST_REQUEST\)$/);
    expect(metric(report, 'TIME_TO_REJECT')?.data).to.be.at.least(0);
    expect(metrics(report)).to.not.include('CALL_DURATION');
    expect(shape((await rejected.getReport()).timeline)).to.match(/END_REMOTE$/);

    const [cancelled, ringing] = await ring();
    await cancelled.end();
    await ended(ringing);
    expect(shape((await cancelled.getReport()).timeline)).to.match(/END_LOCAL\(REST_REQUEST\)$/);
    expect((await ringing.getReport()).timeline.at(-1)).to.deep.include({ type: 'END_REMOTE', data: { reason: 'cancelled' } });

    const [out, ignored] = await ring();
    await ignored.ignore();
    const silent = await ignored.getReport();
    expect(silent.timeline.at(-1)?.type).to.equal('IGNORE');
    expect(metric(silent, 'TIME_TO_IGNORE')?.data).to.be.at.least(0);
    await out.end();
  });

  it('has operations of both sides with their times [RB-cs-21] [RB-cs-22] [RB-cs-29]', async () => {
    const [out, inc] = await talk(alice, bob);
    await out.hold();
    await out.unhold();
    await inc.getStats();
    await Promise.all([
      until(inc, ({ operations, remoteHold }) => !remoteHold && operations.length === 0),
      until(out, ({ operations }) => operations.length === 0),
    ]);
    const [ours, theirs] = [await out.getReport(), await inc.getReport()];
    expect(shape(ours.timeline)).to.match(/HOLD_LOCAL UNHOLD_LOCAL$/);
    expect(shape(theirs.timeline))
      .to.match(/HOLD_REMOTE .*UNHOLD_REMOTE/)
      .and.match(/GET_STATS/);
    expect(theirs.timeline.filter(({ type }) => type === 'HOLD_REMOTE')).to.have.length(1);
    for (const [report, types] of [
      [ours, ['TIME_TO_HOLD_LOCAL', 'TIME_TO_UNHOLD_LOCAL']],
      [theirs, ['TIME_TO_HOLD_REMOTE', 'TIME_TO_UNHOLD_REMOTE']],
    ] as const)
      for (const type of types) expect(metric(report, type)?.data, type).to.be.at.least(0);
    await out.end();
    await ended(inc);
  });

  it('computes a metric only of what succeeded [RB-cs-32]', async () => {
    const nobody = await alice.client.calls.make('nobody-there');
    await ended(nobody);
    const failed = await nobody.getReport();
    expect(failed.data['endReason']).to.equal('failed');
    expect(metrics(failed)).to.not.include('CALL_DURATION').and.not.include('TIME_TO_RINGING');

    expect(event(failed, 'MAKE').error?.code).to.match(/^call:/);
    expect(metrics(failed)).to.not.include('TIME_TO_MAKE');

    const [out, inc] = await talk(alice, bob);
    expect((await failure(out.getStats('no-such-track'))).code).to.equal('media:not-found');
    expect(event(await out.getReport(), 'GET_STATS').error?.code).to.equal('media:not-found');
    await out.end();
    await ended(inc);
  });

  it('gives statistics of a call and of a track, and tells what they came to [RB-call-60] [RB-ce-15]', async () => {
    const [out, inc] = await talk(alice, bob);
    const heard: { trackId?: string; result?: RTCStatsReport; error?: Error }[] = [];
    out.on('stats', (stats) => heard.push(stats));
    const whole = await out.getStats();
    expect([...(whole as unknown as Map<string, { type: string }>).values()].map(({ type }) => type)).to.include('inbound-rtp');
    expect((await failure(out.getStats('no-such-track'))).code).to.equal('media:not-found');
    expect(heard[0]).to.deep.equal({ result: whole });
    expect(Object.keys(heard[1]!)).to.deep.equal(['trackId', 'error']);
    await out.end();
    await ended(inc);
    expect((await failure(out.getStats())).code).to.equal('call:ended');
  });

  it('says that a call was taken up again after its line was cut [RB-cs-22]', async () => {
    const [out, inc] = await talk(alice, bob);
    alice.cut();
    await new Promise<void>((resolve) => void alice.client.connection.once('state', () => resolve()));
    alice.mend();
    await new Promise<void>((resolve) => {
      const off = alice.client.connection.on('state', (state) => {
        if (state !== 'connected') return;
        off();
        resolve();
      });
    });
    await inc.hold(); // heard over the new line
    await until(out, ({ remoteHold }) => remoteHold);
    const report = await out.getReport();
    expect(shape(report.timeline)).to.match(/RESYNC\(REST_REQUEST\)/);
    expect(event(report, 'RESYNC').timeline[0]?.data).to.deep.equal({ method: 'call.resume' });
    await out.end();
    await ended(inc);
  });

  it('tells what the flight recorder knows where nobody recorded it from the beginning', async () => {
    const [carol, dora] = [await town.person('carol'), await town.person('dora')];
    const [out, inc] = await talk(carol, dora, 'dora');
    await out.hold();
    await until(inc, ({ remoteHold }) => remoteHold);
    const report = await inc.getReport();
    expect(shape(report.timeline)).to.match(/^RECEIVE_CALL .*HOLD_REMOTE$/);
    expect(report.data['connected']).to.equal(inc.connectedAtMs);
    await out.unhold();
    await until(inc, ({ remoteHold }) => !remoteHold);
    await out.end();
    await ended(inc);
    const later = await inc.getReport();
    expect(shape(later.timeline)).to.match(/^RECEIVE_CALL .*HOLD_REMOTE .*UNHOLD_REMOTE .*END_REMOTE$/);
    expect(metric(later, 'CALL_DURATION')?.data).to.equal((later.data['end'] as number) - (later.data['start'] as number));
    // asked for the first time when it was over
    const last = await out.getReport();
    expect(shape(last.timeline)).to.match(/^MAKE .*REMOTE_RINGING .*HOLD_LOCAL .*UNHOLD_LOCAL .*END_\w+$/);
    await Promise.all([carol.client.dispose(), dora.client.dispose()]);
  });

  it('tells when music on hold began and stopped, and why it could not', async () => {
    const [out, inc] = await talk(alice, bob);
    alice.client.calls.holdMusic = new FakeTrack('audio') as unknown as MediaStreamTrack;
    const types = async () => shape((await out.getReport()).timeline);
    await out.hold();
    while (!(await types()).includes('START_MOH')) await settle();
    await out.unhold();
    while (!(await types()).includes('STOP_MOH')) await settle();
    alice.client.calls.holdMusic = 'http://127.0.0.1:1/music.ogg';
    await out.hold();
    let failed: ReportEvent | undefined;
    while (!failed) {
      await settle();
      failed = (await out.getReport()).timeline.find(({ type, error }) => type === 'START_MOH' && error);
    }
    expect(failed.error?.code).to.equal('media:failed');
    alice.client.calls.holdMusic = undefined;
    await out.end();
    await ended(inc);
  });
});
