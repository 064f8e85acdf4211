import { describe, expect, it } from '../../../test/harness.ts';
import type { Check, CheckId, CheckState, DoctorCause } from './api.ts';
import { CHECK_IDS } from './chain.ts';
import { remedyOf } from './remedy.ts';
import { SENTENCES } from './sentences.ts';
import { causeOf } from './verdict.ts';

type Finding = CheckState | [CheckState, DoctorCause];

/** A chain in which all that is not named has passed. */
function checks(findings: Partial<Record<CheckId, Finding>>): Check[] {
  return CHECK_IDS.map((id) => {
    const finding = findings[id] ?? 'passed';
    const [state, cause] = typeof finding === 'string' ? [finding, undefined] : finding;
    return { id, state, finding: '', cause, error: undefined, durationMs: 1, figures: {} };
  });
}

const refused: Finding = ['failed', 'network:turn-refused'];
const gone: Finding = ['failed', 'network:turn-unreachable'];
const noUdp: Finding = ['warned', 'network:udp-blocked'];
const skipped: Finding = 'skipped';
const noRelay = { 'turn-udp': skipped, 'turn-tcp': skipped, 'turn-tls': skipped } as const;

/** What was found, and the one cause of it. */
const TABLE: [DoctorCause, Partial<Record<CheckId, Finding>>][] = [
  ['ok:all-good', {}],
  ['ok:all-good', { 'turn-tls': skipped }],
  ['ok:all-good', { 'turn-tcp': gone }],
  ['ok:all-good', { 'turn-udp': skipped, 'turn-tcp': skipped }],
  ['ok:all-good', { level: skipped, loopback: skipped }],
  ['ok:no-relay', noRelay],
  ['ok:no-relay', { ...noRelay, stun: skipped }],
  ['ok:relay-only-udp', { 'turn-tcp': skipped, 'turn-tls': skipped }],
  ['ok:relay-only-udp', { 'turn-tcp': gone, 'turn-tls': gone }],
  ['ok:relay-without-tls', { 'turn-tls': gone }],
  ['browser:no-webrtc', { browser: ['failed', 'browser:no-webrtc'], 'secure-context': ['failed', 'page:insecure'] }],
  ['page:insecure', { 'secure-context': ['failed', 'page:insecure'], policy: skipped, permission: skipped }],
  ['page:policy', { policy: ['failed', 'page:policy'] }],
  ['page:iframe', { policy: ['failed', 'page:iframe'] }],
  ['page:csp', { socket: ['failed', 'page:csp'], token: skipped }],
  ['page:no-token', { token: ['failed', 'page:no-token'] }],
  ['permission:denied', { permission: ['failed', 'permission:denied'], socket: ['failed', 'server:unreachable'] }],
  ['permission:dismissed', { permission: ['failed', 'permission:dismissed'] }],
  ['permission:system-denied', { permission: ['failed', 'permission:system-denied'] }],
  ['device:none', { devices: ['failed', 'device:none'] }],
  ['device:in-use', { devices: ['failed', 'device:in-use'] }],
  ['device:failed', { devices: ['failed', 'device:failed'] }],
  ['device:silent', { level: ['failed', 'device:silent'], 'turn-udp': gone }],
  ['device:quiet', { level: ['warned', 'device:quiet'], socket: ['warned', 'server:slow'] }],
  // a still microphone may be a person who kept quiet; a dead server is dead
  ['server:unreachable', { level: ['failed', 'device:silent'], socket: ['failed', 'server:unreachable'] }],
  ['server:socket-blocked', { socket: ['failed', 'server:socket-blocked'], token: skipped }],
  ['server:origin-refused', { socket: ['failed', 'server:origin-refused'] }],
  ['server:refused', { socket: ['failed', 'server:refused'] }],
  ['server:token-refused', { token: ['failed', 'server:token-refused'], 'turn-udp': gone }],
  ['server:token-expired', { token: ['failed', 'server:token-expired'] }],
  ['server:token-not-renewed', { token: ['warned', 'server:token-not-renewed'] }],
  ['server:slow', { socket: ['warned', 'server:slow'], token: ['warned', 'server:token-not-renewed'] }],
  ['network:udp-blocked', { stun: noUdp, 'turn-udp': gone }],
  ['network:udp-blocked', { stun: noUdp, 'turn-udp': skipped }],
  ['network:udp-blocked', { stun: noUdp, ...noRelay }],
  ['network:udp-blocked', { stun: noUdp, 'turn-udp': gone, loopback: ['warned', 'network:poor'] }],
  ['network:relay-only-tls', { stun: noUdp, 'turn-udp': gone, 'turn-tcp': gone }],
  ['network:relay-only-tls', { stun: noUdp, 'turn-udp': gone, 'turn-tcp': skipped }],
  ['network:turn-unreachable', { stun: noUdp, 'turn-udp': gone, 'turn-tcp': gone, 'turn-tls': gone }],
  ['network:turn-unreachable', { 'turn-udp': gone, 'turn-tcp': skipped, 'turn-tls': skipped, loopback: ['failed', 'network:no-media'] }],
  ['network:turn-refused', { 'turn-udp': refused, 'turn-tcp': refused, 'turn-tls': gone }],
  ['network:poor', { loopback: ['warned', 'network:poor'], level: ['warned', 'device:quiet'] }],
  ['network:no-media', { loopback: ['failed', 'network:no-media'] }],
];

const PLATFORMS = ['Windows', 'macOS', 'Linux', 'Android', 'iOS', 'unknown'].flatMap((system) =>
  ['Chrome', 'Firefox', 'Safari', 'unknown'].map((browser) => ({ browser, version: '1.0', system })),
);

describe('the verdict', () => {
  for (const [cause, findings] of TABLE) {
    const story = Object.entries(findings).map(([id, finding]) => `${id} ${finding}`);
    it(`is ${cause} when ${story.join(' and ') || 'all is well'}`, () => {
      expect(causeOf(checks(findings))).to.equal(cause);
    });
  }

  it('can be every cause of the list', () => {
    expect([...new Set(TABLE.map(([cause]) => cause))].sort()).to.deep.equal(Object.keys(SENTENCES).sort());
  });

  it('ends in one sentence and, unless all is well, in a remedy, on every platform', () => {
    for (const [cause, sentence] of Object.entries(SENTENCES) as [DoctorCause, string][]) {
      expect(sentence, cause).to.match(/^[A-Z][^.!?]*\.$/);
      for (const platform of PLATFORMS) {
        const remedy = remedyOf(cause, platform);
        if (cause === 'ok:all-good') expect(remedy).to.equal('');
        else expect(remedy, `${cause} ${platform.browser} ${platform.system}`).to.match(/^[A-Z].{15,}[.]$/);
      }
    }
  });
});
