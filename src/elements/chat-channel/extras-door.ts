type Extras = typeof import('./extras.ts');

let there: Extras | undefined;
let coming: Promise<Extras | undefined> | undefined;

/** The extras, once they are here. */
export const extras = (): Extras | undefined => there;

/** Fetches them, once for the page. Undefined when that failed: the next one who needs them tries again. */
export function loadExtras(): Promise<Extras | undefined> {
  coming ??= import('./extras.ts').then(
    (module) => {
      there = module;
      return module;
    },
    () => {
      coming = undefined;
      return undefined;
    },
  );
  return coming;
}
