import { find, Practice } from '../../../test/fake-media-practice.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { DiagnoseOptions } from './api.ts';
import { checkDevices, checkPage } from './device-checks.ts';

/** An audio context whose microphone gives this sample for ever. */
function ear(sample: number, state: AudioContextState = 'running') {
  const heard = { open: 0 };
  const context = () => {
    heard.open++;
    return {
      state,
      resume: () => new Promise<void>(() => {}),
      close: async () => void heard.open--,
      createMediaStreamSource: () => ({ connect: () => {}, disconnect: () => {} }),
      createAnalyser: () => ({ fftSize: 128, getFloatTimeDomainData: (into: Float32Array) => into.fill(sample) }),
    } as unknown as AudioContext;
  };
  return { heard, context };
}

const IDS = ['secure-context', 'policy', 'permission', 'devices', 'level'] as const;

async function check(set: (practice: Practice) => void = () => {}, options: DiagnoseOptions = {}, hears = ear(0.5)) {
  const practice = new Practice();
  practice.engine.createAudioContext = hears.context;
  set(practice);
  const { chain, scope } = practice.chain();
  const { media } = practice;
  checkPage(chain, media);
  const microphone = await practice.finish(checkDevices(chain, scope, practice.parts, media, options));
  const open = microphone !== undefined;
  scope.close();
  expect([practice.engine.device.open, hears.heard.open, practice.clock.pending], 'what is left open').to.deep.equal([0, 0, 0]);
  const checks = IDS.map((id) => find(chain.checks, id));
  return { open, states: checks.map(({ state }) => state), cause: checks.find(({ cause }) => cause)?.cause, checks: chain.checks };
}

describe('the check of the microphone', () => {
  it('opens it, hears a voice, and gives it on', async () => {
    const { open, states, checks } = await check();
    expect([open, states]).to.deep.equal([true, ['passed', 'passed', 'passed', 'passed', 'passed']]);
    const level = find(checks, 'level');
    expect([level.figures, level.durationMs]).to.deep.equal([{ level: 0.9, peak: 0.5 }, 50]);
  });

  const failure = (name: string, message?: string) => (p: Practice) =>
    Object.assign(p.engine.machine, { failure: name, ...(message && { failureMessage: message }) });
  for (const [cause, set, states] of [
    [
      'page:insecure',
      (p: Practice) => Object.assign(p.engine.machine, { forbidden: 'insecure' }),
      ['failed', 'skipped', 'skipped', 'skipped', 'skipped'],
    ],
    ['page:policy', (p: Practice) => Object.assign(p.engine.machine, { forbidden: 'policy' }), ['passed', 'failed', 'skipped', 'skipped', 'skipped']],
    ['page:iframe', (p: Practice) => Object.assign(p.engine.machine, { forbidden: 'iframe' }), ['passed', 'failed', 'skipped', 'skipped', 'skipped']],
    [
      'permission:denied',
      (p: Practice) => Object.assign(p.engine.machine, { permission: 'denied' }),
      ['passed', 'passed', 'failed', 'skipped', 'skipped'],
    ],
    ['permission:system-denied', failure('NotAllowedError', 'Permission denied by system'), ['passed', 'passed', 'failed', 'skipped', 'skipped']],
    ['device:none', failure('NotFoundError'), ['passed', 'passed', 'skipped', 'failed', 'skipped']],
    ['device:in-use', failure('NotReadableError'), ['passed', 'passed', 'passed', 'failed', 'skipped']],
    ['device:failed', failure('AbortError'), ['passed', 'passed', 'passed', 'failed', 'skipped']],
  ] as const)
    it(`ends in ${cause}`, async () => {
      expect(await check(set)).to.deep.include({ open: false, cause, states });
    });

  it('waits for an answer to the browser’s question, and not for ever', async () => {
    const { cause, states, checks } = await check((p) => {
      p.engine.machine.asks = true;
    });
    expect([cause, states[2]]).to.deep.equal(['permission:dismissed', 'failed']);
    expect(find(checks, 'permission').durationMs).to.equal(60_000);
  });

  it('tells a dead microphone from a quiet one', async () => {
    expect((await check(undefined, {}, ear(0))).cause).to.equal('device:silent');
    const quiet = await check(undefined, { listenMs: 1_000 }, ear(0.001));
    expect([quiet.cause, find(quiet.checks, 'level').durationMs]).to.deep.equal(['device:quiet', 1_000]);
  });

  it('blames nobody where the browser lets no sound be looked at yet', async () => {
    const { cause, states } = await check(undefined, {}, ear(0, 'suspended'));
    expect([cause, states[4]]).to.deep.equal([undefined, 'skipped']);
  });

  it('only looks when told to leave it alone', async () => {
    const allowed = await check(undefined, { microphone: false });
    expect([allowed.open, allowed.states]).to.deep.equal([false, ['passed', 'passed', 'passed', 'passed', 'skipped']]);
    const denied = await check((p) => Object.assign(p.engine.machine, { permission: 'denied' }), { microphone: false });
    expect(denied.cause).to.equal('permission:denied');
  });

  it('needs a browser that can call', async () => {
    const practice = new Practice();
    Object.assign(practice.engine, { supported: false });
    const { chain } = practice.chain();
    checkPage(chain, practice.media);
    expect(find(chain.checks, 'browser')).to.include({ state: 'failed', cause: 'browser:no-webrtc' });
  });
});
