import { adoptStyles, type TemplateResult } from 'lit';
import type { Timer } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { diagnose, prepareDiagnosis } from '../../core/client/diagnose.ts';
import type { Check, CheckState, Diagnosis, DoctorCause } from '../../core/doctor/api.ts';
import { isEarshotError } from '../../core/protocol/errors.ts';
import { saveFile } from '../internal/save-file.ts';
import type { CallDoctor } from './call-doctor.ts';
import { CallDoctorCheckEvent, type CallDoctorState, CallDoctorVerdictEvent } from './events.ts';
import { examStyles } from './exam.styles.ts';
import { reportFile, reportOf } from './report.ts';
import { runningView } from './running.ts';
import { verdictView } from './verdict.ts';
import { verdict } from './verdict.words.ts';
import { t } from './words.ts';

/** Calls work, but somebody will complain. */
const WARNINGS: ReadonlySet<DoctorCause> = new Set<DoctorCause>([
  'device:quiet',
  'server:slow',
  'server:token-not-renewed',
  'network:udp-blocked',
  'network:relay-only-tls',
  'network:poor',
]);

/** On the scale of meters, what the diagnosis takes for a voice. */
const VOICE = 1 / 3;
/** How often the words of the meter may change (LOOK 4). */
const METER_WORDS_MS = 2_000;
/** A double click on Check does not cancel. */
const CANCEL_GUARD_MS = 500;
/** How long a button says that it has copied. */
const COPIED_MS = 2_000;

/** What came of a press on Copy. */
export type Copied = 'no' | 'yes' | 'blocked';

/** One check after the other, and what it came to: the part of the element that is loaded on intent. */
export class Exam {
  running = false;
  checks: readonly Check[] = [];
  diagnosis: Diagnosis | undefined;
  copied: Copied = 'no';
  readonly #host: CallDoctor;
  readonly #say: (text: string, urgent?: boolean) => void;
  readonly #states = new Map<string, CheckState>();
  #startedAtMs = 0;
  #report: Promise<string> | undefined;
  /** The same, once it is there: some browsers copy only within the press itself. */
  #reportText: string | undefined;
  #spokenAtMs = Number.NEGATIVE_INFINITY;
  #copyTimer: Timer;

  constructor(host: CallDoctor, say: (text: string, urgent?: boolean) => void) {
    this.#host = host;
    this.#say = say;
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof CallDoctor).elementStyles, ...examStyles]);
  }

  get state(): CallDoctorState {
    if (this.running) return 'running';
    if (!this.diagnosis) return 'idle';
    const { cause } = this.diagnosis;
    if (cause.startsWith('ok:')) return 'good';
    return WARNINGS.has(cause) ? 'warning' : 'bad';
  }

  /** There is something to show. */
  get open(): boolean {
    return this.running || !!this.diagnosis;
  }

  /** Loads what runs the checks. */
  prepare(client: ClientApi): Promise<void> {
    return prepareDiagnosis(client);
  }

  /** Runs all checks. Undefined when `signal`, or the end of the client, stopped them; rejects when they cannot be run. */
  async run(client: ClientApi, signal: AbortSignal): Promise<Diagnosis | undefined> {
    if (signal.aborted) return undefined;
    this.forget();
    this.running = true;
    this.#startedAtMs = this.#host.clock.now();
    this.#say(t('doctor.said.start'));
    this.#host.requestUpdate();
    try {
      const onCheck = (check: Check, checks: readonly Check[]) => signal.aborted || this.#checked(check, checks);
      const diagnosis = await diagnose(client, { signal, onCheck: (check, checks) => void onCheck(check, checks) });
      if (signal.aborted) return undefined;
      this.running = false;
      this.#conclude(client, diagnosis);
      return diagnosis;
    } catch (error) {
      if (!signal.aborted) this.forget();
      if (signal.aborted || isEarshotError(error, 'request:aborted')) return undefined;
      throw error;
    }
  }

  /** Back to nothing known. */
  forget(): void {
    this.#host.clock.clearTimeout(this.#copyTimer);
    this.running = false;
    this.checks = [];
    this.diagnosis = this.#report = this.#reportText = undefined;
    this.copied = 'no';
    this.#states.clear();
  }

  view(): TemplateResult {
    const { diagnosis, checks, copied } = this;
    const level = this.#host.headingLevel;
    if (!diagnosis) return runningView({ checks, level, cancel: this.#cancel });
    return verdictView({
      diagnosis,
      state: this.state,
      level,
      copied,
      again: () => void this.#host.start(),
      copy: navigator.clipboard ? () => void this.#copy() : undefined,
      save: () => void this.#save(),
    });
  }

  readonly #cancel = (): void => {
    if (this.#host.clock.now() - this.#startedAtMs >= CANCEL_GUARD_MS) this.#host.stop();
  };

  #checked(check: Check, checks: readonly Check[]): void {
    this.checks = checks;
    if (this.#states.get(check.id) === check.state) {
      if (check.id === 'level') this.#drawLevel(check.figures['level'] ?? 0);
      return;
    }
    this.#states.set(check.id, check.state);
    this.#host.requestUpdate();
    if (check.state === 'failed') {
      const state = check.cause ? verdict(`doctor.${check.cause}`) : t('doctor.state.failed');
      this.#say(t('doctor.said.failed', { check: t(`doctor.check.${check.id}`), state }));
    }
    this.#host.dispatchEvent(new CallDoctorCheckEvent(check, checks));
  }

  /** Drawn without a render, many times a second; its words keep still for a while. */
  #drawLevel(level: number): void {
    const meter = this.#host.renderRoot.querySelector<HTMLElement>('.meter');
    if (!meter) return;
    meter.style.setProperty('--v', level.toFixed(2));
    const now = this.#host.clock.now();
    if (now - this.#spokenAtMs < METER_WORDS_MS) return;
    this.#spokenAtMs = now;
    meter.ariaValueNow = level.toFixed(1);
    meter.ariaValueText = t(level < VOICE ? 'doctor.level.quiet' : 'doctor.level.voice');
  }

  #conclude(client: ClientApi, diagnosis: Diagnosis): void {
    this.diagnosis = diagnosis;
    this.#report = reportOf(client, diagnosis);
    this.#report.then((text) => {
      if (this.diagnosis === diagnosis) this.#reportText = text;
    });
    const { state } = this;
    this.#say(`${verdict(`doctor.${diagnosis.cause}`)}. ${verdict(`doctor.${diagnosis.cause}.why`)}`, state === 'bad');
    this.#host.requestUpdate();
    this.#host.dispatchEvent(new CallDoctorVerdictEvent(diagnosis, state));
  }

  async #copy(): Promise<void> {
    const { diagnosis } = this;
    try {
      await navigator.clipboard.writeText(this.#reportText ?? (await this.#report) ?? '');
      if (this.diagnosis === diagnosis) this.#tellCopied('yes');
    } catch {
      if (this.diagnosis === diagnosis) this.#tellCopied('blocked'); // a frame without the right to, or no longer in front
    }
  }

  #tellCopied(copied: Copied): void {
    this.copied = copied;
    this.#say(t(copied === 'yes' ? 'doctor.copied' : 'doctor.uncopied'));
    this.#host.requestUpdate();
    this.#host.clock.clearTimeout(this.#copyTimer);
    if (copied === 'yes')
      this.#copyTimer = this.#host.clock.setTimeout(() => {
        this.copied = 'no';
        this.#host.requestUpdate();
      }, COPIED_MS);
  }

  async #save(): Promise<void> {
    const report = await this.#report;
    if (report) saveFile(reportFile(report, this.#host.clock.now()));
  }
}
