import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
  }
}

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, mediaLostMs: 500, iceRestartAfterMs: 300, qualityIntervalMs: 500 };

/** Calls from one page to another and answers there; `window.call` is the call on both. */
async function talk(alice: Page, bob: Page, to: string): Promise<void> {
  await bob.evaluate(() => {
    window.client.calls.once('incoming', (call) => {
      window.call = call;
    });
  });
  await alice.evaluate(async (name) => {
    window.call = await window.client.calls.make(name);
  }, to);
  await bob.waitForFunction(() => window.call?.state === 'ringing');
  await bob.evaluate(() => window.call.answer());
  await Promise.all([connected(alice), connected(bob)]);
}

const connected = (page: Page) =>
  page.waitForFunction(() => window.call?.state === 'connected' && /connected|completed/.test(window.call.mediaState) && !window.call.reconnecting);
const state = (page: Page, wanted: string) => page.waitForFunction((name) => window.call?.state === name, wanted);

/** Waits until `more` packets more have come: 50 are a second. */
const hears = (page: Page, more = 50) =>
  page.evaluate(async (count) => {
    const received = async () => {
      let packets = 0;
      for (const report of (await window.call.peerConnection?.getStats())?.values() ?? [])
        if (report.type === 'inbound-rtp') packets += report.packetsReceived;
      return packets;
    };
    const start = await received();
    while ((await received()) < start + count) await new Promise(requestAnimationFrame);
  }, more);

/** Hangs up and closes both browsers. */
async function part(alice: Page, bob: Page): Promise<void> {
  await alice.evaluate(() => window.call.end());
  await state(bob, 'ended');
  await Promise.all([alice.context().close(), bob.context().close()]);
}

/** The loudest of some readings of the far side's level. */
const loudest = (page: Page, readings = 30) =>
  page.evaluate(
    (count) =>
      new Promise<number>((resolve) => {
        const levels: number[] = [];
        const stop = window.call.onLevel('remote', (level) => {
          levels.push(level);
          if (levels.length < count) return;
          stop();
          resolve(Math.max(...levels));
        });
      }),
    readings,
  );

describe('a call between two browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 15_000 });
  });
  after(() => stage.stop());

  it('carries sound both ways, above silence, until one hangs up', async () => {
    const [alice, bob] = await Promise.all([stage.person('a1', { settings: SETTINGS }), stage.person('b1', { settings: SETTINGS })]);
    await talk(alice, bob, 'b1');
    await Promise.all([hears(alice), hears(bob)]);
    expect(await loudest(alice)).to.be.above(0.3);
    expect(await loudest(bob)).to.be.above(0.3);
    await alice.evaluate(() => window.call.setMuted(true));
    await bob.waitForFunction(() => window.call.remoteMuted);
    await hears(bob, 25); // what was on its way
    expect(await loudest(bob)).to.be.below(0.05);
    await alice.evaluate(() => window.call.setMuted(false));
    await hears(bob, 25);
    expect(await loudest(bob)).to.be.above(0.3);
    await bob.evaluate(() => window.call.end());
    await Promise.all([state(alice, 'ended'), state(bob, 'ended')]);
    expect(await alice.evaluate(() => [window.call.endReason, window.client.calls.calls.length])).to.deep.equal(['completed', 0]);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('hears nothing on hold, and each other after it', async () => {
    const [alice, bob] = await Promise.all([stage.person('a2', { settings: SETTINGS }), stage.person('b2', { settings: SETTINGS })]);
    await talk(alice, bob, 'b2');
    await hears(bob);
    await alice.evaluate(() => window.call.hold());
    await Promise.all([state(alice, 'on_hold'), state(bob, 'on_hold')]);
    await hears(bob, 25);
    expect(await loudest(bob)).to.be.below(0.05);
    await alice.evaluate(() => window.call.unhold());
    await Promise.all([connected(alice), connected(bob)]);
    await hears(bob, 25);
    expect(await loudest(bob)).to.be.above(0.3);
    await part(alice, bob);
  });

  it('carries sound to the device that was first although another one reached for the caller before it', async () => {
    // the line of one device of bob's keeps its answer back until it is too late; the other one learns no way to the caller and is found by her
    const [losing, winning] = await Promise.all([1, 2].map(() => stage.browser.newContext({ permissions: ['microphone'] })));
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await losing!.routeWebSocket(/\/v1\/socket/, (page) => {
      const server = page.connectToServer();
      page.onMessage(async (message) => {
        if (String(message).includes('"call.answer"')) await released;
        server.send(message);
      });
    });
    await winning!.routeWebSocket(/\/v1\/socket/, (page) => {
      const server = page.connectToServer();
      server.onMessage((message) => page.send(String(message).replace(/"candidates":\[[^\]]*\]/g, '"candidates":[]')));
    });
    const [alice, bob] = await Promise.all([
      stage.person('a8', { settings: SETTINGS }),
      stage.person('b8', { settings: SETTINGS, context: winning! }),
    ]);
    const other = await stage.person('b8', { settings: SETTINGS, context: losing! });
    await Promise.all(
      [bob, other].map((page) =>
        page.evaluate(() => {
          window.client.calls.once('incoming', (call) => {
            window.call = call;
          });
        }),
      ),
    );
    await alice.evaluate(async () => {
      window.call = await window.client.calls.make('b8');
    });
    await Promise.all([state(bob, 'ringing'), state(other, 'ringing')]);
    const outcome = other.evaluate(() => window.call.answer().catch((error: { code: string }) => error.code));
    await other.waitForFunction(() => /connected|completed/.test(window.call.peerConnection?.iceConnectionState ?? ''));
    await bob.evaluate(() => window.call.answer());
    await Promise.all([connected(alice), connected(bob)]);
    release();
    expect(await outcome).to.equal('call:taken');
    await Promise.all([hears(alice), hears(bob)]);
    await losing!.close();
    await part(alice, bob);
  });

  it('survives the reload of one page', async () => {
    const [alice, bob] = await Promise.all([stage.person('a3', { settings: SETTINGS }), stage.person('b3', { settings: SETTINGS })]);
    await talk(alice, bob, 'b3');
    await hears(bob);
    const id = await alice.evaluate(() => window.call.id);
    await alice.reload();
    await alice.waitForFunction((callId) => {
      window.call = window.client.calls.get(callId) as Call;
      return Boolean(window.call);
    }, id);
    await Promise.all([connected(alice), connected(bob)]);
    await Promise.all([hears(alice), hears(bob)]);
    expect(await loudest(bob)).to.be.above(0.3);
    await part(alice, bob);
  });

  it('calling again after a crash that left nothing behind is the same call, for both', async () => {
    const [alice, bob] = await Promise.all([stage.person('a8', { settings: SETTINGS }), stage.person('b8', { settings: SETTINGS })]);
    await talk(alice, bob, 'b8');
    await hears(bob);
    const id = await alice.evaluate(() => window.call.id);
    await alice.context().close(); // with its storage
    await bob.waitForFunction(() => window.call.reconnecting);
    expect(await bob.evaluate(async () => (await window.client.calls.make('a8')) === window.call)).to.equal(true);
    const again = await stage.person('a8', { settings: SETTINGS });
    await again.evaluate(async () => {
      window.call = await window.client.calls.make('b8');
    });
    await Promise.all([connected(again), connected(bob)]);
    expect(await again.evaluate(() => window.call.id)).to.equal(id);
    expect(await bob.evaluate(() => [window.call.id, window.client.calls.calls.length])).to.deep.equal([id, 1]);
    expect(stage.server.core.stats().calls).to.equal(1);
    await Promise.all([hears(again), hears(bob)]);
    expect(await loudest(bob)).to.be.above(0.3);
    expect(await loudest(again)).to.be.above(0.3);
    await part(again, bob);
  });

  it('a second tab of the same browser does not take the call away', async () => {
    const [alice, bob] = await Promise.all([stage.person('a4', { settings: SETTINGS }), stage.person('b4', { settings: SETTINGS })]);
    await talk(alice, bob, 'b4');
    const tab = await stage.person('a4', { settings: SETTINGS, tabs: 'per-tab', context: alice.context() });
    const told = await tab.evaluate(() => new Promise<string>((resolve) => void window.client.calls.once('error', (error) => resolve(error.code))));
    expect(told).to.equal('call:in-progress');
    await hears(bob);
    expect(await tab.evaluate(() => window.client.calls.calls.length)).to.equal(0);
    await part(alice, bob);
  });

  it('goes on while both lines are cut for ten seconds, and says afterwards what it could not say', async () => {
    const [alice, bob] = await Promise.all([stage.person('a5', { settings: SETTINGS }), stage.person('b5', { settings: SETTINGS })]);
    await talk(alice, bob, 'b5');
    await hears(bob);
    stage.relay.cut();
    await alice.waitForFunction(() => window.client.state === 'reconnecting');
    await alice.evaluate(() => window.call.setMuted(true));
    await hears(bob, 500);
    expect(await bob.evaluate(() => [window.call.state, window.call.reconnecting, window.call.remoteMuted])).to.deep.equal([
      'connected',
      false,
      false,
    ]);
    stage.relay.mend();
    await bob.waitForFunction(() => window.call.remoteMuted);
    expect(await bob.evaluate(() => window.call.state)).to.equal('connected');
    await part(alice, bob);
  });

  it('finds a new path by an ICE restart without losing the call', async () => {
    const [alice, bob] = await Promise.all([stage.person('a6', { settings: SETTINGS }), stage.person('b6', { settings: SETTINGS })]);
    await talk(alice, bob, 'b6');
    await hears(bob);
    const ufrag = () => alice.evaluate(() => /a=ice-ufrag:(\S+)/.exec(window.call.peerConnection?.localDescription?.sdp ?? '')?.[1]);
    const first = await ufrag();
    // the network of both machines changes at the same moment
    await Promise.all([alice, bob].map((page) => page.evaluate(() => window.dispatchEvent(new Event('online')))));
    await alice.waitForFunction(
      (old) => /a=ice-ufrag:(\S+)/.exec(window.call.peerConnection?.currentLocalDescription?.sdp ?? '')?.[1] !== old,
      first,
    );
    await Promise.all([connected(alice), connected(bob)]);
    await Promise.all([hears(alice), hears(bob)]);
    await part(alice, bob);
  });

  it('a denied microphone ends the call here and never reaches the callee', async () => {
    const [alice, bob] = await Promise.all([stage.person('a7', { microphone: false }), stage.person('b7')]);
    await bob.evaluate(() => {
      window.client.calls.on('incoming', (call) => {
        window.call = call;
      });
    });
    const result = await alice.evaluate(async () => {
      const call = await window.client.calls.make('b7');
      await new Promise<void>((resolve) => void call.on('state', (now) => now === 'ended' && resolve()));
      return [call.endReason, call.error?.code];
    });
    expect(result).to.deep.equal(['failed', 'media:denied']);
    expect(await bob.evaluate(() => window.call === undefined)).to.equal(true);
    expect(stage.server.core.stats().calls).to.equal(0);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });
});
