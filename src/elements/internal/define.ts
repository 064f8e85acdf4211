import { ContextRoot } from '@lit/context';

const ROOT = Symbol.for('earshot/context-root');

/** Lets an element find a provider that comes later than it, in whatever order a page loads things. Once a page. */
function attachRoot(): void {
  const page = globalThis.document?.documentElement as (HTMLElement & { [ROOT]?: ContextRoot }) | undefined;
  if (!page || page[ROOT]) return;
  page[ROOT] = new ContextRoot();
  page[ROOT].attach(page);
}

/** Registers an element once; a second copy of Earshot on the page is told, not broken. Does nothing where there is no registry. */
export function define(tag: string, element: CustomElementConstructor): void {
  const registry = globalThis.customElements;
  const taken = registry?.get(tag);
  if (taken && taken !== element) console.warn(`<${tag}> is already defined by another copy`);
  if (!registry || taken) return;
  attachRoot();
  registry.define(tag, element);
}
