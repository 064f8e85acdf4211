import { html, type TemplateResult } from 'lit';

/*
 * How an icon is drawn, and the one that a button needs before anything happens: apart from the others, so that those are loaded
 * with what shows them.
 */

export const icon = (path: string, className = 'i'): TemplateResult =>
  html`<svg class=${className} viewBox="0 0 20 20" aria-hidden="true"><path d=${path}></path></svg>`;
export const solid = (path: string): TemplateResult => icon(path, 'i f');

export const phone = /* @__PURE__ */ solid(
  'M6.1 2.7c.5-.1 1 .2 1.2.7l1.3 3c.2.5.1 1-.3 1.4L7 9.1a10.6 10.6 0 0 0 3.9 3.9l1.3-1.3c.4-.4.9-.5 1.4-.3l3 1.3c.5.2.8.7.7 1.2l-.4 2.3c-.1.7-.7 1.1-1.3 1.1C8.6 17 3 11.4 2.7 4.4c0-.6.4-1.2 1.1-1.3z',
);
