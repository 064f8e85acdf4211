import { html, nothing, type TemplateResult } from 'lit';
import type { Check, CheckState } from '../../core/doctor/api.ts';
import { icon } from '../internal/icon.ts';
import { check as tick } from '../internal/icons.ts';
import { stringsLocale } from '../internal/strings.ts';
import { figuresOf, tookOf } from './figures.ts';
import { verdict } from './verdict.words.ts';
import { t } from './words.ts';

/** A shape of its own for each state, so that none needs its colour. */
const SHAPES: Record<CheckState, TemplateResult> = {
  waiting: icon('M10 7.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z'),
  running: icon('M10 3.4a6.6 6.6 0 1 1-6.6 6.6'),
  passed: tick,
  warned: icon('M10 3.6 17 15.8H3zM10 8.2v3.4M10 13.5v.1'),
  failed: icon('M6 6l8 8M14 6l-8 8'),
  skipped: icon('M5.5 10h9'),
};

/** What was found, in the language of the texts: the diagnosis itself speaks English, other tables know its causes. */
function findingOf({ finding, cause }: Check): string {
  if (/^en\b/.test(stringsLocale())) return finding;
  return cause ? verdict(`doctor.${cause}`) : '';
}

/** One check: shape, name, word, and what was found. `open` has the figures too. */
export function row(check: Check, open = false): TemplateResult {
  const { id, state } = check;
  const finding = findingOf(check);
  const figures = open ? [...figuresOf(check), ...tookOf(check)] : [];
  return html`<li class="ck" part="check" data-s=${state}>
    <span class="st">${SHAPES[state]}</span>
    <span class="ck-n">${t(`doctor.check.${id}`)}</span>
    <span class="ck-s">${t(`doctor.state.${state}`)}</span>
    ${finding ? html`<span class="ck-f" dir="auto">${finding}</span>` : nothing}
    ${id === 'level' && state === 'running' ? meter() : nothing}
    ${
      figures.length
        ? html`<dl class="ck-f fig">${figures.map(({ label, value }) => html`<div><dt>${label}</dt><dd class="tnum" dir="auto">${value}</dd></div>`)}</dl>`
        : nothing
    }
  </li>`;
}

const meter = (): TemplateResult => html`<span
  class="ck-f meter"
  part="meter"
  role="meter"
  aria-label=${t('doctor.level')}
  aria-valuemin="0"
  aria-valuemax="1"
  aria-valuenow="0"
  aria-valuetext=${t('doctor.level.quiet')}
></span>`;
