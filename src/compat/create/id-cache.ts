/** The ids of the events heard last, so that none is told twice (RB-cfg-18). */
export class IdCache {
  readonly #ids = new Set<string>();
  readonly #length: () => number;

  /** `length`: how many are remembered, as of now. */
  constructor(length: () => number) {
    this.#length = length;
  }

  /** Remembers it; false when it was remembered already. */
  add(id: string): boolean {
    const isNew = !this.#ids.delete(id); // set anew, so that they are in order of hearing
    this.#ids.add(id);
    for (const oldest of this.#ids) {
      if (this.#ids.size <= this.#length()) break;
      this.#ids.delete(oldest);
    }
    return isNew;
  }
}
