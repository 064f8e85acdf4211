import { find, Practice } from '../../../test/fake-media-practice.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { EarshotError } from '../protocol/index.ts';
import { CHECK_IDS } from './chain.ts';
import { checkLoopback } from './loopback.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: EarshotError) => error.code,
  );

/** A call that the page makes with itself. */
async function loopback(set: (practice: Practice) => void = () => {}, relays = [{ urls: 'turn:t' }], microphone: 'live' | 'ended' | 'none' = 'live') {
  const practice = new Practice();
  set(practice);
  const { chain, scope } = practice.chain();
  const track = microphone === 'none' ? undefined : (await practice.engine.getUserMedia({ audio: true })).getAudioTracks()[0];
  if (microphone === 'ended') track?.stop();
  const task = checkLoopback(chain, practice.parts, practice.media, relays, track, {});
  await practice.finish(task);
  scope.close();
  expect([practice.engine.peers.length, practice.clock.pending]).to.deep.equal([0, 0]);
  return { check: find(chain.checks, 'loopback'), practice };
}

describe('a loopback call', () => {
  it('goes through the relay alone and is measured for its time', async () => {
    const { check, practice } = await loopback();
    expect(check.state).to.equal('passed');
    expect(practice.engine.made.map((peer) => peer.getConfiguration())).to.deep.equal(
      Array(2).fill({ iceServers: [{ urls: 'turn:t' }], iceTransportPolicy: 'relay' }),
    );
    expect(check.durationMs).to.be.within(5_000, 5_100);
    expect(check.figures).to.include({ relayed: 1, packets: 50, lossPercent: 0, jitterMs: 1, roundTripMs: 20 });
    expect(check.figures.mos).to.be.within(4.3, 4.4);
  });

  it('is poor below the score of the settings', async () => {
    const { check } = await loopback((p) => {
      p.settings.doctorPoorMos = 4.5;
    });
    expect(check).to.include({ state: 'warned', cause: 'network:poor' });
  });

  it('fails when the two ends never meet, or nothing arrives', async () => {
    const never = await loopback((p) => {
      p.engine.network.up = false;
    });
    expect(never.check).to.include({ state: 'failed', cause: 'network:no-media', durationMs: 8_000 });
    const mute = await loopback(undefined, undefined, 'ended');
    expect(mute.check.cause).to.equal('network:no-media');
  });

  it('blames no network for a direct path while the browser hides the addresses', async () => {
    const quiet = (p: Practice) => {
      p.engine.createAudioContext = () =>
        ({ state: 'suspended', resume: () => new Promise(() => {}), close: async () => {} }) as unknown as AudioContext;
    };
    expect((await loopback(quiet, [], 'none')).check.state).to.equal('skipped');
  });
});

describe('a diagnosis', () => {
  it('tries the links in order, tells each change, and lets the later ones run after a broken one', async () => {
    const practice = new Practice();
    practice.engine.machine.permission = 'denied';
    const told: string[] = [];
    let endedAtMs = 0;
    const running = practice.diagnose({ onCheck: (check) => told.push(`${check.id} ${check.state}`) }).then((ended) => {
      endedAtMs = practice.clock.now(); // the clock may be driven one step further before we hear of it
      return ended;
    });
    const diagnosis = await practice.finish(running);
    expect(diagnosis.checks.map(({ id }) => id)).to.deep.equal(CHECK_IDS);
    expect(diagnosis.checks.every(({ state }) => state !== 'waiting' && state !== 'running')).to.equal(true);
    expect(diagnosis.cause).to.equal('permission:denied');
    expect(told.indexOf('permission failed')).to.be.below(told.indexOf('socket running'));
    expect(find(diagnosis.checks, 'token').state).to.equal('passed');
    expect(practice.server.sessions).to.equal(0);
    expect(diagnosis.toJSON()).to.deep.include({
      version: 1,
      cause: 'permission:denied',
      browser: 'Chrome 142.0',
      system: 'Linux',
      atMs: endedAtMs,
    });
  });

  it('goes on when a listener throws, which is still reported', async () => {
    const practice = new Practice();
    const reported: unknown[] = [];
    const original = globalThis.queueMicrotask;
    globalThis.queueMicrotask = (task) =>
      original(() => {
        try {
          task();
        } catch (error) {
          reported.push((error as Error).message);
        }
      });
    try {
      const diagnosis = practice.diagnose({
        microphone: false,
        onCheck: ({ id, state }) => {
          if (id === 'browser' && state === 'passed') throw new Error('mine');
        },
      });
      await practice.finish(diagnosis);
    } finally {
      globalThis.queueMicrotask = original;
    }
    expect(reported).to.deep.equal(['mine']);
  });

  it('ends at once when it is told to, wherever it is, and leaves nothing open', async () => {
    for (const last of ['permission', 'socket', 'turn-udp'] as const) {
      const practice = new Practice();
      practice.server.ice = [{ urls: ['turn:t'] }];
      const ending = new AbortController();
      const task = practice.diagnose({
        signal: ending.signal,
        onCheck: ({ id, state }) => id === last && state === 'running' && ending.abort(),
      });
      expect(await code(practice.finish(task)), last).to.equal('request:aborted');
      await practice.clock.advance(0);
      expect([practice.engine.device.open, practice.engine.peers.length, practice.server.sessions, practice.clock.pending], last).to.deep.equal([
        0, 0, 0, 0,
      ]);
    }
    const practice = new Practice();
    expect(await code(practice.diagnose({ signal: AbortSignal.abort() }))).to.equal('request:aborted');
  });
});
