import type { BrowserContext, Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';

/** Who sits between: one peer connection with each side, and the sound of each handed to the other. */
interface Between {
  offer(sdp: string): Promise<string>;
  answer(sdp: string): Promise<string>;
  candidates(from: 'alice' | 'bob', list: RTCIceCandidateInit[]): Promise<void>;
}

declare global {
  interface Window {
    client: Client;
    call: Call;
    between: Between;
  }
}

const SETTINGS = { backoffBaseMs: 50, backoffMaxMs: 200, mediaLostMs: 500, iceRestartAfterMs: 300, qualityIntervalMs: 500 };

const connected = (page: Page) =>
  page.waitForFunction(() => window.call?.state === 'connected' && /connected|completed/.test(window.call.mediaState) && !window.call.reconnecting);

/** Alice calls Bob and is answered; `window.call` is the call on both. */
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

const verify = (page: Page) => page.evaluate(() => window.call.verify());
/** Waits until sound is there: packets that no DTLS let pass are none. */
const hears = (page: Page) =>
  page.evaluate(async () => {
    const received = async () => {
      let packets = 0;
      for (const entry of (await window.call.peerConnection?.getStats())?.values() ?? [])
        if (entry.type === 'inbound-rtp' && entry.kind === 'audio') packets += entry.packetsReceived;
      return packets;
    };
    while ((await received()) < 20) await new Promise(requestAnimationFrame);
  });

/** Puts a tampering server on the line of every page of this context: what it says and hears of media, it says and hears in the name of another. */
async function tamper(context: BrowserContext, mallory: Page): Promise<void> {
  await mallory.evaluate(() => {
    const [alice, bob] = [new RTCPeerConnection(), new RTCPeerConnection()];
    const gathered = async (peer: RTCPeerConnection) => {
      while (peer.iceGatheringState !== 'complete')
        await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
      return peer.localDescription?.sdp ?? '';
    };
    const handOn = (from: RTCPeerConnection, to: RTCPeerConnection) => {
      from.ontrack = ({ track }) => {
        void to.getTransceivers()[0]?.sender.replaceTrack(track);
        const player = new Audio(); // Chromium decodes only what is played
        player.srcObject = new MediaStream([track]);
        player.muted = true;
        void player.play();
      };
    };
    handOn(alice, bob);
    handOn(bob, alice);
    const waiting = { alice: [] as RTCIceCandidateInit[], bob: [] as RTCIceCandidateInit[] };
    const peers = { alice, bob };
    const add = async (from: 'alice' | 'bob') => {
      if (peers[from].remoteDescription)
        for (const candidate of waiting[from].splice(0)) await peers[from].addIceCandidate(candidate).catch(() => {});
    };
    window.between = {
      async offer(sdp) {
        bob.addTransceiver('audio');
        await alice.setRemoteDescription({ type: 'offer', sdp });
        await add('alice');
        await bob.setLocalDescription();
        return gathered(bob);
      },
      async answer(sdp) {
        await bob.setRemoteDescription({ type: 'answer', sdp });
        await add('bob');
        for (const transceiver of alice.getTransceivers()) transceiver.direction = 'sendrecv';
        await alice.setLocalDescription();
        return gathered(alice);
      },
      async candidates(from, list) {
        waiting[from].push(...list);
        await add(from);
      },
    };
  });

  const known = new Map<string, Promise<string>>();
  const instead = (type: 'offer' | 'answer', sdp: string): Promise<string> => {
    const made = known.get(sdp) ?? mallory.evaluate(([kind, text]) => window.between[kind](text), [type, sdp] as const);
    known.set(sdp, made);
    return made;
  };
  /** Replaces every description and takes away every candidate, wherever it stands in a frame. */
  const rewrite = async (from: 'alice' | 'bob', value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map((item) => rewrite(from, item)));
    if (typeof value !== 'object' || value === null) return value;
    const next: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      if (key === 'description') {
        const { type, sdp } = member as { type: 'offer' | 'answer'; sdp: string };
        next[key] = { type, sdp: await instead(type, sdp) };
      } else if (key === 'candidates') {
        await mallory.evaluate(([who, list]) => window.between.candidates(who, list), [from, member as RTCIceCandidateInit[]] as const);
        next[key] = [];
      } else next[key] = await rewrite(from, member);
    }
    return next;
  };

  await context.routeWebSocket(/\/v1\/socket/, (page) => {
    const server = page.connectToServer();
    const pass = (from: 'alice' | 'bob', send: (text: string) => void) => {
      let last = Promise.resolve();
      return (message: string | Buffer) => {
        last = last.then(async () => send(JSON.stringify(await rewrite(from, JSON.parse(String(message))))));
      };
    };
    page.onMessage(pass('bob', (text) => server.send(text)));
    server.onMessage(pass('alice', (text) => page.send(text)));
  });
}

describe('a call that is verified', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ rates: { invite: [100, 100] } as never });
  });
  after(() => stage.stop());

  it('shows both sides the same four words and four emoji, and others once a page was reloaded', async () => {
    const [alice, bob] = await Promise.all([stage.person('alice', { settings: SETTINGS }), stage.person('bob', { settings: SETTINGS })]);
    await talk(alice, bob, 'bob');
    const [first, theirs] = await Promise.all([verify(alice), verify(bob)]);
    expect(theirs).to.deep.equal(first);
    expect([first.words.length, first.emoji.length]).to.deep.equal([4, 4]);
    expect(await verify(alice)).to.deep.equal(first);

    const peer = await alice.evaluateHandle(() => window.call.peerConnection);
    await bob.reload();
    await bob.waitForFunction(() => {
      const [call] = window.client.calls.calls;
      if (call) window.call = call;
      return call?.state === 'connected';
    });
    await alice.waitForFunction((before) => window.call.peerConnection !== before, peer);
    const [again, theirsAgain] = await Promise.all([verify(alice), verify(bob)]);
    expect(theirsAgain).to.deep.equal(again);
    expect(again.words).to.not.deep.equal(first.words);
    await alice.evaluate(() => window.call.end());
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('shows each side other ones when somebody between them ends the encryption and begins it anew', async () => {
    const [alice, mallory] = await Promise.all([stage.person('anna', { settings: SETTINGS }), stage.person('mallory')]);
    const context = await stage.browser.newContext({ permissions: ['microphone', 'camera'] });
    await tamper(context, mallory);
    const bob = await stage.person('ben', { settings: SETTINGS, context });
    await talk(alice, bob, 'ben');
    await Promise.all([hears(alice), hears(bob)]); // nobody notices anything …
    const [hers, his] = await Promise.all([verify(alice), verify(bob)]);
    expect(hers.words).to.not.deep.equal(his.words); // … but this
    expect(hers.emoji).to.not.deep.equal(his.emoji);
    await alice.evaluate(() => window.call.end());
    await Promise.all([alice.context().close(), context.close(), mallory.context().close()]);
  });
});
