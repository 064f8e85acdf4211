import type { Clock } from '../base/index.ts';
import { isEarshotError } from '../protocol/index.ts';
import type { Check, CheckId, DiagnoseOptions } from './api.ts';
import type { Outcome } from './ports.ts';
import type { Scope } from './scope.ts';

/** In the order in which they are tried. */
export const CHECK_IDS: readonly CheckId[] = [
  'browser',
  'secure-context',
  'policy',
  'permission',
  'devices',
  'level',
  'socket',
  'token',
  'stun',
  'turn-udp',
  'turn-tcp',
  'turn-tls',
  'loopback',
];

const waiting = (id: CheckId): Check => ({
  id,
  state: 'waiting',
  finding: '',
  cause: undefined,
  error: undefined,
  durationMs: undefined,
  figures: {},
});

/** The checks of one diagnosis, and whoever wants to hear of them. */
export class Chain {
  readonly #checks = new Map<CheckId, Check>(CHECK_IDS.map((id) => [id, waiting(id)]));
  readonly #clock: Clock;
  readonly #scope: Scope;
  readonly #onCheck: DiagnoseOptions['onCheck'];

  constructor(clock: Clock, scope: Scope, onCheck: DiagnoseOptions['onCheck']) {
    this.#clock = clock;
    this.#scope = scope;
    this.#onCheck = onCheck;
  }

  get checks(): readonly Check[] {
    return [...this.#checks.values()];
  }

  passed(id: CheckId): boolean {
    const { state } = this.#checks.get(id)!;
    return state === 'passed' || state === 'warned';
  }

  /** Runs one check within its time; `otherwise` is the outcome when that is up or something broke. What the step opened is closed. */
  async run(id: CheckId, limitMs: number, otherwise: Outcome, task: (scope: Scope) => Promise<Outcome>): Promise<Outcome> {
    const startMs = this.#clock.now();
    const scope = this.#scope.inner();
    this.#change(id, { state: 'running' });
    let outcome: Outcome;
    try {
      outcome = await scope.within(limitMs, task(scope));
    } catch (error) {
      if (isEarshotError(error, 'request:aborted')) throw error;
      outcome = { ...otherwise, error: isEarshotError(error) ? error.code : otherwise.error };
    } finally {
      scope.close();
    }
    this.end(id, outcome, this.#clock.now() - startMs);
    return outcome;
  }

  /** Tells figures of a check that still runs. */
  show(id: CheckId, figures: Record<string, number>): void {
    if (this.#checks.get(id)?.state === 'running') this.#change(id, { figures });
  }

  end(id: CheckId, { state, finding, cause, error, figures = {} }: Outcome, durationMs?: number): void {
    this.#change(id, { state, finding, cause, error, figures: rounded(figures), durationMs });
  }

  skip(id: CheckId, finding: string): void {
    this.end(id, { state: 'skipped', finding });
  }

  #change(id: CheckId, change: Partial<Check>): void {
    const check = { ...this.#checks.get(id)!, ...change };
    this.#checks.set(id, check);
    try {
      this.#onCheck?.(check, this.checks);
    } catch (error) {
      queueMicrotask(() => {
        throw error; // a listener's fault is reported and stops no diagnosis
      });
    }
  }
}

/** Finite figures, to two decimals. */
const rounded = (figures: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(figures)
      .filter(([, value]) => Number.isFinite(value))
      .map(([name, value]) => [name, Math.round(value * 100) / 100]),
  );
