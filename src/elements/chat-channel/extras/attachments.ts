import { html, type TemplateResult } from 'lit';
import { close, file as sheet } from '../../internal/icons.ts';
import { plainName, sizeText } from './format.ts';
import { isPhoto } from './summary.ts';
import { t } from './words.ts';

/** The tray of one composer: the files that wait to be sent, pictures as pictures. Called with all of them after each change. */
export function thumbs(): (files: readonly File[], limit: number, remove: (file: File) => void) => TemplateResult | null {
  const urls = new Map<File, string>();
  return (files, limit, remove) => {
    for (const [file, url] of urls) {
      if (files.includes(file)) continue;
      URL.revokeObjectURL(url);
      urls.delete(file);
    }
    for (const file of files) if (isPhoto(file.type) && file.size <= limit && !urls.has(file)) urls.set(file, URL.createObjectURL(file));
    return files.length ? html`<ul class="tray">${files.map((file) => thumb(file, urls.get(file), limit, () => remove(file)))}</ul>` : null;
  };
}

function thumb(file: File, url: string | undefined, limit: number, remove: () => void): TemplateResult {
  const name = plainName(file.name);
  const bad = file.size > limit;
  return html`<li class=${bad ? 'th doc bad' : url ? 'th' : 'th doc'}>
    ${
      url
        ? html`<img class="im" src=${url} alt=${name} />`
        : html`${sheet}<span class="cap-t"><b class="trunc" dir="auto">${name}</b
            ><span>${bad ? t('chat.tooBig', { limit: sizeText(limit) }) : sizeText(file.size)}</span></span>`
    }<button type="button" class="x" aria-label=${t('chat.remove', { name })} @click=${remove}>${close}</button>
  </li>`;
}
