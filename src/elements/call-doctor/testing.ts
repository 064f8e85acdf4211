/** A doctor that finds what the test says, for element tests and pictures. Not part of any bundle. */

import type { Check, CheckId, CheckState, DiagnoseOptions, Diagnosis, DiagnosisReport, DoctorCause } from '../../core/doctor/api.ts';
import type { FlightRecorder } from '../../core/flight/api.ts';
import { EarshotError } from '../../core/protocol/index.ts';
import { FakeClient } from '../internal/testing.ts';

const IDS: readonly CheckId[] = [
  ...(['browser', 'secure-context', 'policy', 'permission', 'devices', 'level', 'socket', 'token'] as const),
  ...(['stun', 'turn-udp', 'turn-tcp', 'turn-tls', 'loopback'] as const),
];

/** Every cause there is. */
export const CAUSES: readonly DoctorCause[] = [
  ...(['ok:all-good', 'ok:no-relay', 'ok:relay-only-udp', 'ok:relay-without-tls', 'browser:no-webrtc'] as const),
  ...(['page:insecure', 'page:policy', 'page:iframe', 'page:csp', 'page:no-token'] as const),
  ...(['permission:denied', 'permission:dismissed', 'permission:system-denied'] as const),
  ...(['device:none', 'device:in-use', 'device:failed', 'device:silent', 'device:quiet'] as const),
  ...(['server:unreachable', 'server:socket-blocked', 'server:origin-refused', 'server:refused', 'server:slow'] as const),
  ...(['server:token-refused', 'server:token-expired', 'server:token-not-renewed'] as const),
  ...(['network:udp-blocked', 'network:turn-unreachable', 'network:turn-refused', 'network:relay-only-tls'] as const),
  ...(['network:poor', 'network:no-media'] as const),
];

const FINDINGS: Partial<Record<CheckId, string>> = {
  browser: 'The browser can make calls.',
  'secure-context': 'The page is a secure context.',
  policy: 'The page may ask for the microphone.',
  permission: 'The microphone is allowed.',
  devices: '2 microphones are connected.',
  level: 'A voice was heard.',
  socket: 'The server answers over its socket.',
  token: 'The session token is valid and can be renewed.',
  stun: 'The network lets UDP out, and told the address it came from.',
  'turn-udp': 'The relay gives an address over UDP.',
  'turn-tcp': 'The relay gives an address over TCP.',
  'turn-tls': 'The relay gives an address over TLS.',
  loopback: 'Sound comes back through the relay.',
};

const FIGURES: Partial<Record<CheckId, Record<string, number>>> = {
  devices: { microphones: 2 },
  level: { level: 0.62, peak: 0.31 },
  socket: { connectMs: 48, roundTripMs: 21.4 },
  token: { expiresInMs: 82_800_000 },
  'turn-udp': { gatherMs: 64 },
  loopback: { relayed: 1, packets: 248, lossPercent: 0.4, jitterMs: 3.2, roundTripMs: 24.6, bitrateKbps: 31.7, availableKbps: 300, mos: 4.41 },
};

const check = (id: CheckId, change: Partial<Check> = {}): Check => ({
  id,
  state: 'waiting',
  finding: '',
  cause: undefined,
  error: undefined,
  durationMs: undefined,
  figures: {},
  ...change,
});

/** Stands where a client keeps its doctor. */
export class FakeDoctor {
  /** How often it was asked to be ready. */
  prepared = 0;
  /** Runs that were begun. */
  runs = 0;
  signal: AbortSignal | undefined;
  platform = { browser: 'Chrome 142.0', system: 'Linux' };
  #checks: Check[] = [];
  #options: DiagnoseOptions | undefined;
  #settle: { resolve(diagnosis: Diagnosis): void; reject(error: unknown): void } | undefined;

  async prepare(): Promise<void> {
    this.prepared++;
  }

  diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
    this.runs++;
    this.#options = options;
    this.signal = options.signal;
    this.#checks = IDS.map((id) => check(id));
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.signal?.addEventListener('abort', () => reject(new EarshotError('request:aborted', 'finish the diagnosis')));
    });
  }

  /** One check gets on. */
  set(id: CheckId, state: CheckState, change: Partial<Check> = {}): void {
    const passed = state === 'passed' ? { finding: FINDINGS[id] ?? '', figures: FIGURES[id] ?? {}, durationMs: 12 } : {};
    const next = check(id, { state, ...passed, ...change });
    this.#checks = this.#checks.map((old) => (old.id === id ? next : old));
    this.#options?.onCheck?.(next, this.#checks);
  }

  /** All before this one pass, and it runs. */
  reach(id: CheckId): void {
    for (const earlier of IDS.slice(0, IDS.indexOf(id))) if (this.#open(earlier)) this.set(earlier, 'passed');
    this.set(id, 'running');
  }

  /** The rest passes, and this is what it comes to. */
  finish(cause: DoctorCause): void {
    for (const id of IDS) if (this.#open(id)) this.set(id, 'passed');
    const checks = this.#checks;
    const report: DiagnosisReport = { version: 1, atMs: 0, cause, sentence: 'One sentence.', remedy: '', ...this.platform, checks };
    this.#settle?.resolve({ cause, sentence: report.sentence, remedy: '', checks, toJSON: () => report });
  }

  fail(error: unknown): void {
    this.#settle?.reject(error);
  }

  dispose(): void {
    this.fail(new EarshotError('request:aborted', 'finish the diagnosis'));
  }

  #open(id: CheckId): boolean {
    return /waiting|running/.test(this.#checks.find((old) => old.id === id)?.state ?? '');
  }
}

/** A client with a fake doctor and a recording of one event. */
export class DoctorClient extends FakeClient {
  readonly doctor = new FakeDoctor();

  constructor(userId = 'alice') {
    super(userId);
    this.provide(Symbol.for('earshot/doctor'), this.doctor);
    const recorder: Partial<FlightRecorder> = {
      record: () => {},
      export: () => ({
        version: 1,
        exportedAtMs: 0,
        clientVersion: '1',
        browser: '',
        system: '',
        dropped: 0,
        events: [{ atMs: 0, area: 'client', name: 'start' }],
      }),
    };
    this.provide(Symbol.for('earshot/flight'), { recorder: async () => recorder });
  }
}
