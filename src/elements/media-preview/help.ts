import { html, nothing, type TemplateResult } from 'lit';
import { currentPlatform } from '../../core/base/platform.ts';
import { stepsOf } from './steps.ts';
import type { PreviewView } from './view.ts';
import { t } from './words.ts';

/** What lifts a block: three steps in this browser on this system, or a word to the owner of the page. */
export function help(view: PreviewView): TemplateResult {
  const { state, audioOnly, error } = view;
  const features = audioOnly ? ['microphone'] : ['camera', 'microphone'];
  const steps = (state === 'denied' && !error?.retryable) || state === 'system-denied' ? stepsOf(currentPlatform(), state, audioOnly) : [];
  return html`<div class="help-b" part="help">
    ${steps.length ? html`<ol class="steps">${steps.map((step) => html`<li><span dir="auto">${step}</span></li>`)}</ol>` : nothing}
    ${
      state === 'policy' || state === 'iframe'
        ? html`<p class="note" dir="auto">${t(`preview.${state}.owner`, { features: features.join(state === 'iframe' ? '; ' : ', ') })}</p>`
        : nothing
    }
    <div class="mp-a">
      ${
        state === 'iframe'
          ? html`<a class="btn pri" href=${location.href} target="_blank" rel="noopener">${t('preview.tab')}</a>`
          : state === 'insecure' || state === 'policy'
            ? nothing
            : html`<button type="button" class="btn pri retry" @click=${() => view.restart()}>${t('preview.retry')}</button>`
      }
      <button type="button" class="btn" @click=${() => view.decline()}>${t('preview.without')}</button>
    </div>
  </div>`;
}
