/** A module that is fetched on need, once for the page. */
export class Lazy<T> {
  /** The module, once it is here. */
  now: T | undefined;
  #coming: Promise<T> | undefined;
  readonly #fetch: () => Promise<T>;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** Fetches it, unless it is here or on its way. Rejects when that failed: the next call tries again. */
  load(): Promise<T> {
    this.#coming ??= this.#fetch().then(
      (module) => {
        this.now = module;
        return module;
      },
      (error: unknown) => {
        this.#coming = undefined;
        throw error;
      },
    );
    return this.#coming;
  }
}
