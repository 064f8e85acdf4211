type Later = typeof import('./later.ts');

let later: Later | undefined;

/** What changes media that is open; in the same turn once it is there. Rejects when it does not load, and may load next time. */
export const loadLater = async (): Promise<Later> => (later ??= await import('./later.ts'));
