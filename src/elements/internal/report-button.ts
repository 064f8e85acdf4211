import { html, nothing, type TemplateResult } from 'lit';
import { strings } from './strings.ts';

/** @internal */
export const t = strings({ 'report.export': 'Export a report' });

const save = (event: Event): void => {
  const button = event.currentTarget as HTMLElement;
  import('./save-report.ts').then(({ saveReport }) => saveReport(button)).catch((error: unknown) => console.warn('Earshot:', error));
};

/** A text button for where something went wrong: saves the client's flight recording as a file, on this device alone. `part` is what the element calls such a button. */
export const reportButton = (part?: string): TemplateResult =>
  html`<button type="button" class="btn ghost" part=${part ?? nothing} @click=${save}>${t('report.export')}</button>`;
