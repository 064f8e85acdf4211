import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Timer } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { historyOf } from '../../core/client/history-of.ts';
import type { CallHistory as Past, PastCall } from '../../core/history/api.ts';
import { asEarshotError } from '../../core/protocol/errors.ts';
import { failureWords } from '../internal/call-failures.ts';
import { alert, offline, phoneMissed, phoneOutline } from '../internal/icons.ts';
import type { CallHistory } from './call-history.ts';
import { CallingBack } from './calling-back.ts';
import { type Day, daysOf, type Entry, nextMidnight, timeWriter } from './entries.ts';
import { CallHistoryErrorEvent, CallHistoryFilterEvent } from './events.ts';
import { listStyles } from './list.styles.ts';
import { row } from './row.ts';
import { t } from './words.ts';

/** Asked for at once. */
const PAGE = 50;

export interface ListPorts {
  say(text: string, urgent?: boolean): void;
  reflect(...states: string[]): void;
}

/** The list as it is drawn: what is held of the history, and what is done with it. */
export class HistoryList {
  readonly #host: CallHistory;
  readonly #ports: ListPorts;
  readonly #calling: CallingBack;
  #client: ClientApi | undefined;
  #past: Past | undefined;
  #stop: (() => void) | undefined;
  #loading = false;
  #loaded = false;
  #failed = false;
  #notice: { title: string; why: string } | undefined;
  #editing = false;
  #sure = false;
  #busy = false;
  /** Missed calls that were new when they were shown. */
  #fresh = new Set<string>();
  /** The latest call that was told to have been shown. */
  #toldUpTo = 0;
  /** The line that is the tab stop. */
  #at: string | undefined;
  /** What gets the focus once it is drawn: a line, or the header. */
  #focus: string | undefined;
  #midnight: Timer;

  constructor(host: CallHistory, ports: ListPorts) {
    this.#host = host;
    this.#ports = ports;
    this.#calling = new CallingBack(host, {
      say: ports.say,
      failed: (error) => this.#tell('call', error, failureWords('call', asEarshotError(error, 'call:media-failed', 'call'))),
    });
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof CallHistory).elementStyles, ...listStyles]);
  }

  /** Before each rendering. `seen`: somebody may be looking. */
  follow(client: ClientApi | undefined, seen: boolean): void {
    if (client !== this.#client) this.#bind(client);
    this.#calling.follow();
    if (client?.state !== 'connected') this.#failed = false; // loaded anew once it is
    if (client?.state === 'connected' && !this.#loaded && !this.#loading && !this.#failed) void this.#load(0);
    if (seen) this.#see();
  }

  drop(): void {
    this.#bind(undefined);
  }

  render(): TemplateResult {
    const level = this.#host.headingLevel;
    const calls = this.#past?.get() ?? [];
    const days = this.#shown;
    return html`<div class="card" aria-busy=${this.#loading ? 'true' : 'false'}>
      <div class="card-h" part="header">
        <div class="title" role="heading" aria-level=${level} tabindex="-1">${t('history.calls')}</div>
        ${calls.length ? this.#filter() : nothing}
        ${
          calls.length && !this.#host.readonly
            ? html`<button class="btn ghost edit" aria-pressed=${this.#editing} @click=${this.#edit}>${t('history.edit')}</button>`
            : nothing
        }
      </div>
      ${this.#notice ? html`<p class="notice" part="notice"><span dir="auto"><b>${this.#notice.title}.</b> ${this.#notice.why}</span></p>` : nothing}
      ${this.#failed && calls.length ? this.#notLoaded() : nothing}
      ${days.length ? this.#days(days, level) : this.#nothing(calls.length > 0)}
    </div>`;
  }

  rendered(): void {
    const none = !this.#rows.length;
    const waiting = none && !this.#failed && !this.#loaded && !!this.#client;
    const states = [waiting && 'loading', none && !waiting && !this.#failed && 'empty', this.#failed && 'error', this.#editing && 'editing'];
    this.#ports.reflect(...states.filter((state) => typeof state === 'string'));
    if (this.#focus !== undefined) {
      const next = this.#rows.find(({ dataset }) => dataset.id === this.#focus)?.querySelector('button');
      (next ?? this.#host.renderRoot.querySelector<HTMLElement>('.title'))?.focus();
      this.#focus = undefined;
    }
    const { clock } = this.#host;
    clock.clearTimeout(this.#midnight);
    if (this.#client) this.#midnight = clock.setTimeout(() => this.#host.requestUpdate(), nextMidnight(clock.now()) - clock.now());
  }

  get #shown(): Day[] {
    const calls: readonly PastCall[] = this.#past?.get() ?? [];
    return daysOf(this.#host.filter === 'missed' ? calls.filter(({ missed }) => missed) : calls, this.#host.clock.now());
  }

  get #rows(): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.hrow[data-id]')];
  }

  #bind(client: ClientApi | undefined): void {
    this.#stop?.();
    this.#host.clock.clearTimeout(this.#midnight);
    this.#client = client;
    this.#loaded = this.#loading = this.#failed = this.#editing = this.#sure = this.#busy = false;
    this.#notice = undefined;
    this.#fresh = new Set();
    this.#toldUpTo = 0;
    this.#past = client && historyOf(client);
    this.#stop = this.#past?.on('change', () => this.#host.requestUpdate());
  }

  async #load(offset: number): Promise<void> {
    const past = this.#past;
    this.#loading = true;
    this.#failed = false;
    this.#host.requestUpdate();
    try {
      await past?.fetch(PAGE, offset);
      if (past === this.#past) this.#loaded = true;
    } catch (error) {
      if (past === this.#past) {
        this.#failed = true;
        this.#tell('load', error, { title: t('history.failed'), why: t('history.failed-why') });
      }
    }
    if (past !== this.#past) return; // another client has come meanwhile
    this.#loading = false;
    this.#host.requestUpdate();
  }

  /** What is shown is new no more; it keeps its mark until the list is gone. */
  #see(): void {
    if (!this.#loaded) return;
    const fresh = (this.#past?.get() ?? []).filter(({ seen, missed }) => missed && !seen);
    for (const { id } of fresh) this.#fresh.add(id);
    const upTo = Math.max(0, ...fresh.map(({ endedAtMs }) => endedAtMs));
    if (upTo <= this.#toldUpTo) return;
    this.#toldUpTo = upTo;
    this.#past?.see().catch(() => {}); // they stay new, and are told of with the next one
  }

  #filter(): TemplateResult {
    const { filter } = this.#host;
    const radio = (name: 'all' | 'missed', label: string) =>
      html`<button role="radio" aria-checked=${filter === name} tabindex=${filter === name ? 0 : -1} @click=${() => this.#choose(name)}>${label}</button>`;
    return html`<div class="seg" part="filter" role="radiogroup" aria-label=${t('history.show')} @keydown=${this.#onFilterKey}>
      ${radio('all', t('history.all'))}${radio('missed', t('history.missed-only'))}
    </div>`;
  }

  #choose(filter: 'all' | 'missed'): void {
    if (filter === this.#host.filter) return;
    this.#host.filter = filter;
    this.#host.dispatchEvent(new CallHistoryFilterEvent(filter));
  }

  /** There are two, so that each arrow leads to the other one. */
  readonly #onFilterKey = (event: KeyboardEvent): void => {
    if (!/^Arrow/.test(event.key)) return;
    event.preventDefault();
    this.#choose(this.#host.filter === 'all' ? 'missed' : 'all');
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>('[aria-checked=true]')?.focus());
  };

  #days(days: readonly Day[], level: number): TemplateResult {
    const time = timeWriter();
    const all = days.flatMap(({ entries }) => entries);
    const at = all.some(({ call }) => call.id === this.#at) ? this.#at : all[0]?.call.id;
    const more = this.#loaded && (this.#past?.total ?? 0) > (this.#past?.get().length ?? 0);
    return html`<div class="scroll" @keydown=${this.#onKey} @focusin=${this.#onFocus}>
      ${repeat(
        days,
        ({ key }) => key,
        ({ title, entries }) =>
          html`<div class="dayh" role="heading" aria-level=${level + 1}>${title}</div>
            <div role="list" aria-label=${title}>
              ${repeat(
                entries,
                ({ call }) => call.id,
                (entry) =>
                  row(entry, {
                    editing: this.#editing,
                    stop: entry.call.id === at,
                    fresh: entry.calls.some(({ id }) => this.#fresh.has(id)),
                    running: this.#calling.running(entry.call.id),
                    time,
                    call: (event) => {
                      this.#notice = undefined;
                      this.#calling.press(this.#client, entry.call, event);
                    },
                    remove: () => void this.#remove(entry),
                  }),
              )}
            </div>`,
      )}
      ${
        more
          ? html`<div class="foot"><button class="btn" aria-disabled=${this.#loading ? 'true' : nothing} @click=${this.#more}>${t('history.more')}</button></div>`
          : nothing
      }
      ${
        this.#editing
          ? html`<div class="foot"><button class=${this.#sure ? 'btn dan' : 'btn'} @click=${this.#clear}>${t(this.#sure ? 'history.clear-sure' : 'history.clear')}</button></div>`
          : nothing
      }
    </div>`;
  }

  #nothing(others: boolean): TemplateResult {
    if (this.#failed) return this.#empty(alert, t('history.failed'), t('history.failed-why'), this.#retry(), true);
    if (others) return this.#empty(phoneMissed, t('history.none-missed'), t('history.none-missed-why'));
    if (!this.#client || this.#client.state === 'failed') return this.#empty(offline, t('history.offline'), t('history.offline-why'));
    if (this.#loaded) return this.#empty(phoneOutline, t('history.empty'), t('history.empty-why'), html`<slot name="empty"></slot>`);
    const bone = html`<div class="hrow" aria-hidden="true"><span class="bone round"></span><span class="bone"></span></div>`;
    return html`<div class="scroll"><span class="vh">${t('history.loading')}</span>${bone}${bone}${bone}</div>`;
  }

  #empty(glyph: unknown, title: string, why: string, more: unknown = nothing, bad = false): TemplateResult {
    return html`<div class="empty"><span class=${bad ? 'glyph bad' : 'glyph'}>${glyph}</span><b>${title}</b><p>${why}</p>${more}</div>`;
  }

  #retry(): TemplateResult {
    return html`<button class="btn" @click=${() => void this.#load(0)}>${t('history.retry')}</button>`;
  }

  #notLoaded(): TemplateResult {
    return html`<p class="notice" part="notice"><span dir="auto"><b>${t('history.failed')}.</b> ${t('history.failed-why')}</span>${this.#retry()}</p>`;
  }

  readonly #more = (): void => {
    if (!this.#loading) void this.#load(this.#past?.get().length ?? 0);
  };

  readonly #edit = (): void => {
    this.#editing = !this.#editing;
    this.#sure = false;
    this.#notice = undefined;
    this.#host.requestUpdate();
  };

  #removeAt(id: string): void {
    const entry = this.#shown.flatMap(({ entries }) => entries).find(({ call }) => call.id === id);
    if (entry) void this.#remove(entry);
  }

  async #remove({ call, calls }: Entry): Promise<void> {
    if (this.#busy || this.#host.readonly) return;
    const rows = this.#rows;
    const index = rows.findIndex(({ dataset }) => dataset.id === call.id);
    const next = (rows[index + 1] ?? rows[index - 1])?.dataset.id ?? '';
    await this.#change(async (past) => {
      for (const { id } of calls) await past.remove(id).catch(gone);
      this.#focus = next;
      this.#at = next;
      this.#ports.say(t('history.removed-say'));
    });
  }

  readonly #clear = (): void => {
    if (!this.#sure) {
      this.#sure = true;
      this.#host.requestUpdate();
      return;
    }
    void this.#change(async (past) => {
      await past.clear();
      this.#editing = this.#sure = false;
      this.#focus = '';
      this.#ports.say(t('history.cleared-say'));
    });
  };

  async #change(work: (past: Past) => Promise<void>): Promise<void> {
    if (!this.#past || this.#busy) return;
    this.#busy = true;
    this.#notice = undefined;
    try {
      await work(this.#past);
    } catch (error) {
      this.#notice = { title: t('history.not-removed'), why: t('history.not-removed-why') };
      this.#tell('remove', error, this.#notice);
    }
    this.#busy = false;
    this.#host.requestUpdate();
  }

  #tell(wish: 'load' | 'remove' | 'call', reason: unknown, words: { title: string; why: string }): void {
    if (wish !== 'load') this.#notice = words;
    this.#host.dispatchEvent(new CallHistoryErrorEvent(wish, asEarshotError(reason, 'connection:lost', wish)));
    this.#ports.say(`${words.title}. ${words.why}`, true);
  }

  readonly #onFocus = (event: FocusEvent): void => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('.hrow')?.dataset.id;
    if (!id || id === this.#at) return;
    this.#at = id;
    this.#host.requestUpdate();
  };

  /** One tab stop for all lines; the arrows go along them. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.#rows;
    const at = rows.findIndex((node) => node.contains(event.target as Node));
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) rows[Math.max(0, Math.min(rows.length - 1, to))]?.querySelector('button')?.focus();
    else if (event.key === 'Delete' && !event.repeat) this.#removeAt(rows[at]!.dataset.id!);
    else return;
    event.preventDefault();
  };
}

/** Another device was faster: it is gone, as was wanted. */
function gone(error: unknown): void {
  if (asEarshotError(error, 'connection:lost', 'remove').code !== 'history:not-found') throw error;
}
