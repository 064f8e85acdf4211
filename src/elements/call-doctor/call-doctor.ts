import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { Diagnosis } from '../../core/doctor/api.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { icon } from '../internal/icon.ts';
import { property } from '../internal/property.ts';
import { styles } from './call-doctor.styles.ts';
import { t } from './door.words.ts';
import type { CallDoctorCheckEvent, CallDoctorState, CallDoctorVerdictEvent } from './events.ts';
import type { Exam } from './exam.ts';

const pulse = /* @__PURE__ */ icon('M2.5 10.6h3.1l2.1-5.2 3.6 9.6 2.3-4.4h3.9');

/**
 * Says why a call has no sound: tries everything a call needs, on this device, this network and the page's own server, and ends in one plain
 * sentence with what to do about it. Nothing opens before it is asked to; all of it is closed at the end.
 *
 * @tag call-doctor
 * @csspart surface - The card.
 * @csspart title - Its heading.
 * @csspart text - The sentence under it.
 * @csspart button - One button.
 * @csspart chain - The strip of marks, one a check.
 * @csspart list - The checks.
 * @csspart check - One of them.
 * @csspart meter - Level of the microphone while it listens.
 * @csspart steps - What to do.
 * @csspart note - A line for whoever runs the site, or about the report.
 * @csspart figures - Figures of a good result.
 * @csspart details - What was found, folded.
 * @cssState idle - Nothing runs.
 * @cssState disabled - There is no client to check with.
 * @cssState running - It checks.
 * @cssState good - Calls work.
 * @cssState warning - Calls work, but not well.
 * @cssState bad - Calls do not work.
 * @cssState error - The check itself could not be run.
 * @fires {CallDoctorCheckEvent} call-doctor-check - A check started or ended.
 * @fires {CallDoctorVerdictEvent} call-doctor-verdict - The diagnosis is there.
 */
export class CallDoctor extends BaseElement {
  static override styles = styles;

  /** Checks as soon as there is a client. The browser may then hear nothing until somebody clicks on the page. */
  @property({ type: Boolean }) autostart = false;
  /** Level of the heading, 1…6. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;

  readonly #source = new ClientController(
    this,
    () => undefined,
    (client, changed) => client.on('state', changed),
  );
  #clock = systemClock;
  #run: { ended: AbortController; done: Promise<Diagnosis | undefined> } | undefined;
  #failed = false;
  /** What checks and shows it: loaded on intent. */
  #exam: Exam | undefined;
  #loading: Promise<Exam> | undefined;
  #bound: ClientApi | undefined;
  #prepared: ClientApi | undefined;
  #shown: CallDoctorState = 'idle';
  /** What the focus lies on; another one takes it over. */
  #view: CallDoctorState | 'rest' = 'rest';
  #hadFocus = false;

  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  get state(): CallDoctorState {
    const state = this.#exam?.state ?? 'idle';
    if (this.#run && state === 'idle') return 'running'; // what checks is on its way
    return this.#failed ? 'error' : state;
  }

  /** The last verdict; undefined before it, and while another check runs. */
  get diagnosis(): Diagnosis | undefined {
    return this.#exam?.diagnosis;
  }

  /** Checks; while it does, the same check is meant. Resolves with the diagnosis, or undefined when there is none: stopped, no client. Never rejects. */
  start(): Promise<Diagnosis | undefined> {
    this.#source.hostUpdate(); // `client` may have been set just now
    this.#rebind();
    const { client } = this.#source;
    if (!this.#run && client) {
      const ended = new AbortController();
      const done = this.#load()
        .then((exam) => exam.run(client, ended.signal))
        .catch((error: unknown) => {
          if (ended.signal.aborted) return undefined;
          this.#failed = true;
          this.warn(`cannot check the connection: ${error}`);
          return undefined;
        })
        .finally(() => {
          if (this.#run?.ended !== ended) return;
          this.#run = undefined;
          this.requestUpdate();
        });
      this.#failed = false;
      this.#exam?.forget();
      this.#run = { ended, done };
      this.requestUpdate();
    }
    return this.#run?.done ?? Promise.resolve(undefined);
  }

  /** Ends a check that runs and closes what it opened. A verdict stays. */
  stop(): void {
    if (!this.#run) return;
    this.#run.ended.abort();
    this.#run = undefined;
    this.#exam?.forget();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // One that is only moved goes on.
    queueMicrotask(() => this.isConnected || this.stop());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('headingLevel') && !(this.headingLevel >= 1 && this.headingLevel <= 6)) {
      this.warn(`heading-level: "${this.headingLevel}" is not between 1 and 6`);
      this.headingLevel = 3;
    }
  }

  /** Not in `willUpdate`, which comes before the controller has met another client. */
  protected override update(changed: PropertyValues<this>): void {
    this.#meet(changed);
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const exam = this.#exam;
    return html`<div class="doc" part="surface" role="group" aria-label=${t('doctor.label')}>
      ${exam?.open ? exam.view() : this.#rest()}
    </div>`;
  }

  protected override updated(): void {
    const { state } = this;
    this.reflectStates(...(state === 'idle' && !this.#source.client ? ['idle', 'disabled'] : [state]));
    if (state === 'error' && this.#shown !== 'error') this.announce(`${t('doctor.error')}. ${t('doctor.error.body')}`, true);
    this.#shown = state;
    const view = this.#exam?.open ? state : 'rest';
    if (view === this.#view) return;
    this.#view = view;
    if (this.#hadFocus) this.renderRoot.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true });
  }

  /** Another client: what was found with the one before is worth nothing. */
  #rebind(): boolean {
    const { client } = this.#source;
    if (client === this.#bound) return false;
    this.#bound = client;
    this.stop();
    this.#exam?.forget();
    this.#failed = false;
    return true;
  }

  #meet(changed: PropertyValues<this>): void {
    this.#hadFocus = !!this.shadowRoot?.activeElement;
    if (!this.isConnected) return;
    const another = this.#rebind();
    const { client } = this.#source;
    if (this.autostart && client && (another || changed.has('autostart'))) void this.start();
    // what says why a server is gone has to be here before it is
    if (client?.state === 'connected') this.#prepare();
  }

  /** The card while nothing runs: what it does and a button, or why it could not. */
  #rest(): TemplateResult {
    const why = this.#source.client ? undefined : t('doctor.no-client');
    const [title, body, button] = this.#failed
      ? [t('doctor.error'), t('doctor.error.body'), t('doctor.retry')]
      : [t('doctor.idle'), t('doctor.idle.body'), t('doctor.start')];
    return html`<div class="head">
      <span class="glyph">${pulse}</span>
      <div>
        <div class="title" part="title" role="heading" aria-level=${this.headingLevel} dir="auto">${title}</div>
        <p part="text" id="text" dir="auto">${why ?? body}</p>
      </div>
      <button
        type="button"
        class="btn pri"
        part="button"
        data-focus
        aria-disabled=${why ? 'true' : nothing}
        aria-describedby=${why ? 'text' : nothing}
        aria-busy=${this.#run ? 'true' : nothing}
        @click=${() => void this.start()}
        @pointerenter=${this.#prepare}
        @focus=${this.#prepare}
      >
        ${button}
      </button>
    </div>`;
  }

  #load(): Promise<Exam> {
    this.#loading ??= import('./exam.ts').then(
      ({ Exam }) => {
        this.#exam = new Exam(this, (text, urgent) => this.announce(text, urgent));
        return this.#exam;
      },
      (error) => {
        this.#loading = undefined; // the next intent tries again
        throw error;
      },
    );
    return this.#loading;
  }

  #prepare(): void {
    const { client } = this.#source;
    if (!client || client === this.#prepared) return;
    this.#prepared = client;
    this.#load()
      .then((exam) => exam.prepare(client))
      .catch(() => {
        this.#prepared = undefined; // the check itself will say so
      });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-doctor': CallDoctor;
  }
  interface GlobalEventHandlersEventMap {
    'call-doctor-check': CallDoctorCheckEvent;
    'call-doctor-verdict': CallDoctorVerdictEvent;
  }
}
