import { html, nothing, type TemplateResult } from 'lit';
import type { Diagnosis } from '../../core/doctor/api.ts';
import { alert, siteSettings, check as tick } from '../internal/icons.ts';
import type { CallDoctorState } from './events.ts';
import type { Copied } from './exam.ts';
import { figuresOf } from './figures.ts';
import { row } from './row.ts';
import { ownerNote, stepsOf, verdict } from './verdict.words.ts';
import { t } from './words.ts';

export interface VerdictView {
  diagnosis: Diagnosis;
  state: CallDoctorState;
  /** Of the heading. */
  level: number;
  copied: Copied;
  again(): void;
  /** Undefined where a page may not copy. */
  copy: (() => void) | undefined;
  save(): void;
}

const TONES: Partial<Record<CallDoctorState, string>> = { good: 'ok', warning: 'warn', bad: 'bad' };

/** What it came to: one sentence, what to do, and the details folded. */
export function verdictView({ diagnosis, state, level, copied, again, copy, save }: VerdictView): TemplateResult {
  const { cause, checks } = diagnosis;
  const { browser, system } = diagnosis.toJSON();
  return html`<div class="head">
      <span class="glyph ${TONES[state] ?? ''}">${state === 'good' ? tick : alert}</span>
      <div>
        <div class="title" part="title" role="heading" aria-level=${level} tabindex="-1" data-focus dir="auto">${verdict(`doctor.${cause}`)}</div>
        <p part="text" dir="auto">${verdict(`doctor.${cause}.why`)}</p>
      </div>
    </div>
    ${todo(stepsOf({ cause, browser, system }))}${owner(cause)}${state === 'bad' ? nothing : figures(diagnosis)}
    <div class="acts">
      <button type="button" class=${state === 'good' ? 'btn' : 'btn pri'} part="button" @click=${again}>${t('doctor.again')}</button>
      ${
        copy
          ? html`<button type="button" class="btn" part="button" @click=${copy}>${
              copied === 'yes' ? html`${tick}${t('doctor.copied')}` : t('doctor.copy')
            }</button>`
          : nothing
      }
      <button type="button" class="btn" part="button" @click=${save}>${t('doctor.save')}</button>
    </div>
    ${copied === 'blocked' ? html`<p class="owner" part="note" dir="auto">${t('doctor.uncopied')}</p>` : nothing}
    <details part="details">
      <summary>${t('doctor.details')}</summary>
      <p class="owner" dir="auto">${t('doctor.on', { browser, system })}</p>
      <ol class="list" part="list" role="list">${checks.map((check) => row(check, true))}</ol>
    </details>`;
}

function todo(steps: readonly string[]): TemplateResult | typeof nothing {
  if (!steps.length) return nothing;
  const text = (step: string) => {
    const [before, after] = step.split('{icon}');
    return html`<span dir="auto">${before}${after === undefined ? nothing : html`${siteSettings}${after}`}</span>`;
  };
  return steps.length === 1
    ? html`<p class="step" part="steps">${text(steps[0]!)}</p>`
    : html`<ol class="steps" part="steps" role="list">${steps.map((step) => html`<li>${text(step)}</li>`)}</ol>`;
}

function owner(cause: Diagnosis['cause']): TemplateResult | typeof nothing {
  const note = ownerNote(cause);
  return note ? html`<p class="owner" part="note" dir="auto"><b>${t('doctor.owner')}</b> ${note}</p>` : nothing;
}

/** How good the line is, where a call was measured. */
function figures({ checks }: Diagnosis): TemplateResult | typeof nothing {
  const call = checks.find(({ id }) => id === 'loopback');
  const list = call ? figuresOf(call, ['mos', 'lossPercent', 'roundTripMs']) : [];
  if (!list.length) return nothing;
  return html`<dl class="sum" part="figures">
    ${list.map(({ label, value }) => html`<div><dt>${label}</dt><dd class="tnum" dir="auto">${value}</dd></div>`)}
  </dl>`;
}
