/** The calls a tab remembers at most; older ones are over. */
const REMEMBERED = 10;

const KEY = (appId: string, userId: string): string => `earshot:held:${appId}:${userId}`;

/** Where the session store may not be used: for the life of the page. */
const fallback = new Map<string, string>();

function store(): Pick<Storage, 'getItem' | 'setItem'> | undefined {
  try {
    return globalThis.sessionStorage; // a sandboxed frame throws at the mere look
  } catch {
    return undefined;
  }
}

/** The ids of the calls that are this tab's own, kept over its reload. */
export class HeldMemory {
  readonly #key: string;

  constructor(appId: string, userId: string) {
    this.#key = KEY(appId, userId);
  }

  /** Oldest first. */
  get ids(): readonly string[] {
    return this.#read();
  }

  has(id: string): boolean {
    return this.#read().includes(id);
  }

  add(id: string): void {
    this.#write([...this.#read().filter((other) => other !== id), id]);
  }

  remove(id: string): void {
    this.#write(this.#read().filter((other) => other !== id));
  }

  #read(): string[] {
    try {
      const list: unknown = JSON.parse(fallback.get(this.#key) ?? store()?.getItem(this.#key) ?? '[]');
      return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
    } catch {
      return [];
    }
  }

  #write(ids: readonly string[]): void {
    const text = JSON.stringify(ids.slice(-REMEMBERED));
    try {
      const kept = store();
      if (kept) kept.setItem(this.#key, text);
      else fallback.set(this.#key, text);
    } catch {
      fallback.set(this.#key, text); // a full store costs this tab its claim after a reload, and another tab goes on
    }
  }
}
