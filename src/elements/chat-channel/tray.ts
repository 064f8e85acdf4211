import { html, type TemplateResult } from 'lit';
import { close, file as sheet } from '../internal/icons.ts';
import type { Attachment } from './composer.ts';
import { t } from './extras.words.ts';
import { sizeText } from './format.ts';
import { plainName } from './text.ts';

/** A file in the tray. */
export function thumb({ file, url }: Attachment, bad: boolean, limit: number, remove: () => void): TemplateResult {
  const name = plainName(file.name);
  return html`<li class=${bad ? 'th doc bad' : url ? 'th' : 'th doc'}>
    ${
      url && !bad
        ? html`<img class="im" src=${url} alt=${name} />`
        : html`${sheet}<span class="cap-t"><b class="trunc" dir="auto">${name}</b
            ><span>${bad ? t('chat.tooBig', { limit: sizeText(limit) }) : sizeText(file.size)}</span></span>`
    }<button type="button" class="x" aria-label=${t('chat.remove', { name })} @click=${remove}>${close}</button>
  </li>`;
}
