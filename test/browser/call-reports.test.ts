import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { CallReport, QualityReport, ReportEvent } from '../../src/core/call/control/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';
import { until } from './until.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    reports: QualityReport[];
    warned: string[];
  }
}

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, qualityIntervalMs: 500, callReports: true };

const connected = (page: Page) =>
  page.waitForFunction(() => window.call?.state === 'connected' && /connected|completed/.test(window.call.mediaState) && !window.call.reconnecting);

/** Alice calls Bob and is answered; `window.call` is the call on both. */
async function talk(alice: Page, bob: Page, to: string): Promise<void> {
  for (const page of [alice, bob])
    await page.evaluate(() => {
      const watch = (call: Call) => {
        window.call = call;
        window.reports = [];
        window.warned = [];
        call.on('quality', (report) => window.reports.push(report));
        call.on('warning', (warning, raised) => window.warned.push(`${raised ? '+' : '-'}${warning}`));
      };
      window.client.calls.once('incoming', watch);
      window.client.calls.once('outgoing', watch);
    });
  await alice.evaluate((name) => void window.client.calls.make(name), to);
  await bob.waitForFunction(() => window.call?.state === 'ringing');
  await bob.evaluate(() => window.call.answer());
  await Promise.all([connected(alice), connected(bob)]);
}

const report = (page: Page): Promise<CallReport> => page.evaluate(() => window.call.getReport());
const all = (events: readonly ReportEvent[]): ReportEvent[] => events.flatMap((event) => [event, ...all(event.timeline)]);
const types = (events: readonly ReportEvent[]) => all(events).map(({ type }) => type);
/** Waits until an event of this type has ended. */
const told = (page: Page, type: string) =>
  page.evaluate(async (wanted) => {
    const ended = async () => (await window.call.getReport()).timeline.some((event) => event.type === wanted && event.end !== undefined);
    while (!(await ended())) await new Promise(requestAnimationFrame);
  }, type);

async function part(alice: Page, bob: Page): Promise<void> {
  await alice.evaluate(() => window.call.end());
  await bob.waitForFunction(() => window.call.state === 'ended');
  await Promise.all([alice.context().close(), bob.context().close()]);
}

describe('what a call tells of itself', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ rates: { invite: [100, 100] } as never });
  });
  after(() => stage.stop());

  const people = (...ids: string[]) => Promise.all(ids.map((id) => stage.person(id, { settings: SETTINGS }))) as Promise<[Page, Page]>;

  it('has every step of real negotiation, and what its candidates took [RB-cs-18] [RB-cs-30]', async () => {
    const [alice, bob] = await people('alice', 'bob');
    await talk(alice, bob, 'bob');
    const gathered = () => window.call.peerConnection?.iceGatheringState === 'complete';
    await Promise.all([alice.waitForFunction(gathered), bob.waitForFunction(gathered)]);
    const [made, answered] = [await report(alice), await report(bob)];
    for (const [told, operation, draft] of [
      [made, 'MAKE', 'CREATE_OFFER'],
      [answered, 'ANSWER', 'CREATE_ANSWER'],
    ] as const) {
      const event = told.timeline.find(({ type }) => type === operation)!;
      expect(types(event.timeline)).to.include.members(['GET_USER_MEDIA', draft, 'PROCESS_MEDIA_LOCAL', 'ICE_COLLECTION', 'REST_REQUEST']);
      const steps = all(event.timeline);
      for (const step of steps) expect(step.end, step.type).to.be.at.least(step.start);
      const local = steps.find(({ type }) => type === 'PROCESS_MEDIA_LOCAL')!;
      expect(local.timeline.map(({ type }) => type)).to.deep.equal(['ICE_COLLECTION']);
      const [collection] = local.timeline as [ReportEvent];
      expect(told.metrics.find(({ type }) => type === 'TIME_TO_COLLECT_ICE_CANDIDATES')).to.deep.equal({
        type: 'TIME_TO_COLLECT_ICE_CANDIDATES',
        data: { operation, duration: collection.end! - collection.start },
        eventIds: [collection.id],
      });
      expect(told.metrics.map(({ type }) => type)).to.not.include('TIME_TO_RELAY_CANDIDATES'); // there was none
      expect(types(told.timeline)).to.include('PROCESS_MEDIA_REMOTE');
    }
    await alice.evaluate(() => window.call.end());
    const over = await report(alice);
    expect(over.metrics.find(({ type }) => type === 'CALL_DURATION')?.data).to.be.greaterThan(0);
    await part(alice, bob);
  });

  it('has every change of media, on the side that made it and on the other [RB-cs-20] [RB-cs-28]', async () => {
    const [alice, bob] = await people('anna', 'ben');
    await talk(alice, bob, 'ben');
    await alice.evaluate(() => window.call.startVideo());
    await alice.evaluate(async () => {
      const [track] = window.call.localStream?.getVideoTracks() ?? [];
      await window.call.replaceTrack(track!.id, { video: true });
    });
    await told(bob, 'ADD_MEDIA_REMOTE');
    await alice.evaluate(() => window.call.stopVideo());
    await told(bob, 'REMOVE_MEDIA_REMOTE');
    await alice.evaluate(() => window.call.restartMedia());
    const [ours, theirs] = [await report(alice), await report(bob)];
    const order = ['ADD_BASIC_MEDIA', 'REPLACE_TRACK', 'REMOVE_BASIC_MEDIA', 'MEDIA_RESTART'];
    expect(ours.timeline.map(({ type }) => type).filter((type) => order.includes(type))).to.deep.equal(order);
    const names = (told: CallReport) => told.metrics.map(({ type }) => type);
    expect(names(ours)).to.include.members(['TIME_TO_ADD_MEDIA', 'TIME_TO_REMOVE_MEDIA', 'TIME_TO_RESTART_MEDIA']);
    expect(names(theirs)).to.include.members(['TIME_TO_ADD_MEDIA_REMOTE', 'TIME_TO_REMOVE_MEDIA_REMOTE']);
    const added = ours.timeline.find(({ type }) => type === 'ADD_BASIC_MEDIA')!;
    expect(types(added.timeline)).to.include('PROCESS_MEDIA_LOCAL');
    expect(ours.timeline.find(({ type }) => type === 'MEDIA_RESTART')?.data).to.deep.equal({ isLocal: true });
    await part(alice, bob);
  });

  it('tells of a change of network, and that ICE began anew for it', async () => {
    const [alice, bob] = await people('nora', 'otto');
    await talk(alice, bob, 'otto');
    await alice.evaluate(() => window.dispatchEvent(new Event('online')));
    await Promise.all([told(alice, 'MEDIA_RESTART'), told(bob, 'MEDIA_RESTART')]);
    const restarted = async (page: Page) => (await report(page)).timeline.find(({ type }) => type === 'MEDIA_RESTART');
    expect((await restarted(alice))?.data).to.deep.equal({ automatic: true, cause: 'network' });
    expect((await restarted(bob))?.data).to.deep.equal({ automatic: true, cause: 'remote' });
    expect((await report(alice)).metrics.map(({ type }) => type)).to.include('TIME_TO_RESTART_MEDIA');
    await part(alice, bob);
  });

  it('reports its quality, and warns when no sound comes in until it does again [YS-28]', async () => {
    const [alice, bob] = await people('quinn', 'rosa');
    await talk(alice, bob, 'rosa');
    // a machine with much to do loses some of the first sound
    const good = await alice.waitForFunction(() => {
      const latest = window.reports[1] && window.reports.at(-1);
      return latest && (latest.mos ?? 0) >= 3.5 && ([latest, window.call.qualityReport, window.call.quality] as const);
    });
    const [latest, shown, quality] = (await good.jsonValue()) as [QualityReport, QualityReport | undefined, number];
    expect(latest).to.deep.include({ codec: 'opus', localCandidate: 'host' });
    expect(latest.mos).to.be.at.most(4.5);
    expect(latest.loss).to.be.within(0, 0.05);
    for (const value of [latest.jitterMs, latest.roundTripMs, latest.bytesSent, latest.bytesReceived]) expect(value).to.be.at.least(0);
    expect(shown?.atMs).to.be.at.least(latest.atMs);
    expect(quality).to.be.at.least(3);
    // he means to send, and nothing leaves: as a line that carries one way only
    const sends = (active: boolean) =>
      bob.evaluate(async (on) => {
        const sender = window.call.peerConnection!.getSenders().find(({ track }) => track?.kind === 'audio')!;
        const parameters = sender.getParameters();
        for (const encoding of parameters.encodings) encoding.active = on;
        await sender.setParameters(parameters);
      }, active);
    await sends(false);
    await alice.waitForFunction(() => window.warned.includes('+no-incoming-audio'));
    expect(await alice.evaluate(() => [...window.call.warnings])).to.include('no-incoming-audio');
    await sends(true);
    await alice.waitForFunction(() => window.warned.includes('-no-incoming-audio'));
    await part(alice, bob);
  });

  it('gives statistics of one track by its id, ours or theirs [RB-call-60]', async () => {
    const [alice, bob] = await people('sam', 'tess');
    await talk(alice, bob, 'tess');
    // what comes in has statistics from its first packet on, which may follow the path
    await until(alice, async () => [...(await window.call.getStats()).values()].some(({ type }) => type === 'inbound-rtp'));
    const kinds = await alice.evaluate(async () => {
      const inside = async (id?: string) => [...(await window.call.getStats(id)).values()].map(({ type }) => type as string);
      const [ours, theirs] = [window.call.localStream!.getAudioTracks()[0]!, window.call.remoteStream!.getAudioTracks()[0]!];
      return { all: await inside(), ours: await inside(ours.id), theirs: await inside(theirs.id) };
    });
    expect(kinds.all).to.include.members(['inbound-rtp', 'outbound-rtp', 'candidate-pair']);
    expect(kinds.ours).to.include('outbound-rtp').and.not.include('inbound-rtp');
    expect(kinds.theirs).to.include('inbound-rtp').and.not.include('outbound-rtp');
    await part(alice, bob);
  });
});
