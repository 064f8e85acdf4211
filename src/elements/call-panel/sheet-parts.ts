import { html, nothing, type TemplateResult } from 'lit';
import { reportButton } from '../internal/report-button.ts';
import { stringsLocale } from '../internal/strings.ts';
import type { PanelView } from './view.ts';
import { t } from './words.ts';

const KEYS = '123456789*0#'.split('');

/** Tones for machines at the far side; digits typed while this is open are tones too. */
export function keys(view: PanelView): TemplateResult {
  return html`<slot name="keypad"
    ><output class="tones tnum" dir="ltr">${view.memory.tones || html`&nbsp;`}</output>
    <div class="pad" dir="ltr">${KEYS.map((key) => html`<button class="key" part="control" @click=${() => view.wishes.tone(key)}>${key}</button>`)}</div></slot
  >`;
}

/** Four words that are the same on both sides, unless somebody sits between. */
export function verify(view: PanelView): TemplateResult {
  const { words } = view.memory;
  if (!words) return html`<p class="why" role="status">${view.attempts.busy('verify') ? t('panel.verify-busy') : nothing}</p>`;
  return html`<p class="why" dir="auto">${t('panel.verify-why')}</p>
    <ol class="words">
      ${words.words.map((word, i) => html`<li><span class="em" aria-hidden="true">${words.emoji[i] ?? ''}</span><b lang="en">${word}</b></li>`)}
    </ol>
    <div class="acts">
      <button class="btn pri" part="control" @click=${() => view.wishes.verdict('match')}>${t('panel.verify-match')}</button
      ><button class="btn" part="control" @click=${() => view.wishes.verdict('differ')}>${t('panel.verify-differ')}</button>
    </div>`;
}

/** A link and a code, good for a short while, that take the call to another device. */
export function handOff(view: PanelView): TemplateResult {
  const it = view.memory.handOff;
  if (!it || it.expiresAtMs <= view.now)
    return html`<p class="why" role="status">${view.attempts.busy('hand-off') ? t('panel.hand-off-busy') : nothing}</p>`;
  const time = new Intl.DateTimeFormat(stringsLocale(), { timeStyle: 'short' }).format(it.expiresAtMs);
  const copy = (event: Event) => {
    const button = event.currentTarget as HTMLElement;
    navigator.clipboard.writeText(it.url).then(
      () => {
        button.textContent = t('panel.copied');
      },
      () => {}, // the link stands there to be copied by hand
    );
  };
  return html`<p class="why" dir="auto">${t('panel.hand-off-why')} ${t('panel.hand-off-until', { time })}</p>
    <p class="code"><span class="vh">${t('panel.hand-off-code')}</span><b class="tnum" dir="ltr">${it.code}</b></p>
    <p class="link" dir="ltr">${it.url}</p>
    <div class="acts"><button class="btn pri" part="control" aria-live="polite" @click=${copy}>${t('panel.copy')}</button></div>`;
}

/** The last figures, for those who want to know. */
export function quality(view: PanelView): TemplateResult {
  const it = view.call.qualityReport;
  const number = (value: number, digits = 0) => new Intl.NumberFormat(stringsLocale(), { maximumFractionDigits: digits }).format(value);
  const rows: [string, string | undefined][] = it
    ? [
        [t('panel.q-score'), it.mos === undefined ? undefined : t('panel.q-score-of', { n: number(it.mos, 1) })],
        [t('panel.q-trip'), it.roundTripMs === undefined ? undefined : t('panel.ms', { n: number(it.roundTripMs) })],
        [t('panel.q-loss'), it.loss === undefined ? undefined : t('panel.percent', { n: number(it.loss * 100, 1) })],
        [t('panel.q-jitter'), it.jitterMs === undefined ? undefined : t('panel.ms', { n: number(it.jitterMs) })],
        [t('panel.q-codec'), it.codec],
        [
          t('panel.q-way'),
          it.localCandidate && t(it.localCandidate === 'relay' || it.remoteCandidate === 'relay' ? 'panel.q-relay' : 'panel.q-direct'),
        ],
      ]
    : [];
  const known = rows.filter((row): row is [string, string] => row[1] !== undefined);
  return html`${
    known.length
      ? html`<dl class="figures">${known.map(([name, value]) => html`<div><dt>${name}</dt><dd class="tnum" dir="auto">${value}</dd></div>`)}</dl>`
      : html`<p class="why" dir="auto">${t('panel.quality-none')}</p>`
  }
    <div class="acts">${reportButton('control')}</div>`;
}
