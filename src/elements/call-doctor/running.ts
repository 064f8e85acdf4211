import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Check, CheckId } from '../../core/doctor/api.ts';
import { row } from './row.ts';
import { t } from './words.ts';

export interface RunningView {
  checks: readonly Check[];
  /** Of the heading. */
  level: number;
  cancel(): void;
}

const isDone = ({ state }: Check): boolean => state !== 'waiting' && state !== 'running';

/** The sentence under the heading: what a person should do now, else how far it is. */
function now(checks: readonly Check[]): string {
  const runs = (id: CheckId) => checks.some((check) => check.id === id && check.state === 'running');
  if (runs('permission')) return t('doctor.now.permission');
  if (runs('level')) return t('doctor.now.level');
  return t('doctor.count', { n: checks.filter(isDone).length, total: checks.length });
}

/** While it checks: the chain as a strip of marks and as a list. */
export const runningView = ({ checks, level, cancel }: RunningView): TemplateResult => html`<div class="head slim">
    <span class="glyph spin"></span>
    <div>
      <div class="title" part="title" role="heading" aria-level=${level} tabindex="-1" data-focus dir="auto">${t('doctor.running')}</div>
      <p class="tnum" part="text" dir="auto">${checks.length ? now(checks) : nothing}</p>
    </div>
    <button type="button" class="btn" part="button" @click=${cancel}>${t('doctor.cancel')}</button>
  </div>
  <div class="chain" part="chain" aria-hidden="true">${checks.map(({ state }) => html`<i data-s=${state}></i>`)}</div>
  <ol class="list" part="list" role="list">
    ${repeat(
      checks,
      ({ id }) => id,
      (check) => row(check),
    )}
  </ol>`;
