import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import type { mediaOf } from '../../src/core/client/media-of.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';

interface DevicesWindow {
  client: Client;
  call: Call;
  Earshot: { mediaOf: typeof mediaOf };
  /** What `getUserMedia` was asked for, by kind. */
  asked: string[];
  /** Every track that was opened or cloned. */
  tracks: MediaStreamTrack[];
}

const win = () => window as unknown as DevicesWindow;
/** Makes `win` known in the page. */
const install = (page: Page) =>
  page.evaluate(() => {
    const here = window as unknown as DevicesWindow & { win: () => DevicesWindow };
    here.win = () => here;
    here.asked = [];
    here.tracks = [];
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints = {}) => {
      here.asked.push(...['audio', 'video'].filter((kind) => constraints[kind as 'audio']));
      const stream = await open(constraints);
      here.tracks.push(...stream.getTracks());
      return stream;
    };
    const clone = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
      const made = clone.call(this);
      if (!this.label.startsWith('remote')) here.tracks.push(made);
      return made;
    };
  });

async function talk(alice: Page, bob: Page, to: string): Promise<void> {
  await bob.evaluate(() => {
    win().client.calls.once('incoming', (call) => {
      win().call = call;
    });
  });
  await alice.evaluate(async (name) => {
    win().call = await win().client.calls.make(name);
  }, to);
  await bob.waitForFunction(() => win().call?.state === 'ringing');
  await bob.evaluate(() => win().call.answer());
  for (const page of [alice, bob]) await page.waitForFunction(() => /connected|completed/.test(win().call?.mediaState));
}

/** Waits until the spectrum of the far side has a peak well above silence. */
const sounds = (page: Page) =>
  page.evaluate(async () => {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(win().call.remoteStream as MediaStream).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    do {
      await new Promise(requestAnimationFrame);
      analyser.getFloatFrequencyData(bins);
    } while (Math.max(...bins) < -50);
    await context.close();
  });

const live = (page: Page) => page.evaluate(() => win().tracks.filter(({ readyState }) => readyState === 'live').length);

describe('devices and calls in a browser', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 15_000 });
  });
  after(() => stage.stop());

  it('another microphone is heard in the running call, without renegotiation, and the far side goes on', async () => {
    const [alice, bob] = await Promise.all([stage.person('a1'), stage.person('b1')]);
    await Promise.all([install(alice), install(bob)]);
    await talk(alice, bob, 'b1');
    await Promise.all([sounds(alice), sounds(bob)]);
    const sent = () =>
      alice.evaluate(() => {
        const peer = win().call.peerConnection as RTCPeerConnection;
        const { deviceId } = peer.getSenders()[0]?.track?.getSettings() ?? {};
        return { deviceId, offer: peer.localDescription?.sdp, answer: peer.remoteDescription?.sdp };
      });
    const before = await sent();
    const chosen = await alice.evaluate(async (current) => {
      const media = win().Earshot.mediaOf(win().client);
      const { microphones } = await media.refreshDevices();
      const other = microphones.findLast(({ deviceId }) => deviceId !== current && deviceId !== 'default')?.deviceId;
      media.microphoneId = other;
      return other;
    }, before.deviceId);
    await alice.waitForFunction((id) => win().call.peerConnection?.getSenders()[0]?.track?.getSettings().deviceId === id, chosen);
    expect(await sent()).to.deep.equal({ ...before, deviceId: chosen });
    await Promise.all([sounds(alice), sounds(bob)]);
    expect(await alice.evaluate(() => [win().call.reconnecting, win().call.error?.message])).to.deep.equal([false, undefined]);
    await alice.evaluate(() => win().call.end());
    expect(await live(alice)).to.equal(0);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('a preview, then a call: every device is asked for once, and nothing stays open after both', async () => {
    const [alice, bob] = await Promise.all([stage.person('a2'), stage.person('b2')]);
    for (const page of [alice, bob]) {
      await install(page);
      await page.evaluate(async () => {
        const media = win().Earshot.mediaOf(win().client);
        media.offer(await media.open({ audio: true, video: true }));
      });
    }
    await talk(alice, bob, 'b2');
    await Promise.all([sounds(alice), sounds(bob)]);
    for (const page of [alice, bob]) {
      expect(await page.evaluate(() => win().asked)).to.deep.equal(['audio', 'video']);
      await page.evaluate(() => win().Earshot.mediaOf(win().client).offered?.dispose());
      expect(await live(page)).to.be.above(0);
    }
    await alice.evaluate(() => win().call.end());
    await bob.waitForFunction(() => win().call.state === 'ended');
    expect([await live(alice), await live(bob)]).to.deep.equal([0, 0]);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('a permission taken back in mid-call: the call says so and goes on, hearing; given again, it is heard again', async () => {
    const [alice, bob] = await Promise.all([stage.person('a3'), stage.person('b3')]);
    await Promise.all([install(alice), install(bob)]);
    await talk(alice, bob, 'b3');
    await Promise.all([sounds(alice), sounds(bob)]);
    const cdp = await stage.browser.newBrowserCDPSession();
    const target = await (await alice.context().newCDPSession(alice)).send('Target.getTargetInfo');
    const allow = (setting: 'denied' | 'granted') =>
      cdp.send('Browser.setPermission', {
        permission: { name: 'microphone' },
        setting,
        origin: new URL(alice.url()).origin,
        browserContextId: target.targetInfo.browserContextId!,
      });
    await allow('denied');
    await alice.waitForFunction(() => win().call.error?.code === 'media:denied');
    expect(await alice.evaluate(() => [win().call.state, win().tracks.some(({ readyState }) => readyState === 'live')])).to.deep.equal([
      'connected',
      false,
    ]);
    await sounds(alice); // bob is still heard
    await allow('granted');
    await alice.waitForFunction(() => (win().call.peerConnection as RTCPeerConnection).getSenders()[0]?.track?.readyState === 'live');
    await sounds(bob);
    await alice.evaluate(() => win().call.end());
    expect(await live(alice)).to.equal(0);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });
});
