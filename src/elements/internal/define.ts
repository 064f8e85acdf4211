/** Registers an element once; a second copy of Earshot on the page is told, not broken. Does nothing where there is no registry. */
export function define(tag: string, element: CustomElementConstructor): void {
  const registry = globalThis.customElements;
  const taken = registry?.get(tag);
  if (taken && taken !== element) console.warn(`<${tag}> is already defined by another copy`);
  if (registry && !taken) registry.define(tag, element);
}
