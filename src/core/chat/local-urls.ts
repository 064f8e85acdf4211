/** Object URLs of pictures that I send: made when a row first shows one, kept while the view is open, so that nothing flickers. */
export class LocalUrls {
  readonly #urls = new Map<string, string>();

  of(key: string, blob: Blob | undefined): string | undefined {
    const known = this.#urls.get(key);
    if (known || !blob || !/^image\/(?!svg)/.test(blob.type) || typeof document === 'undefined') return known;
    const url = URL.createObjectURL(blob);
    this.#urls.set(key, url);
    return url;
  }

  revoke(key: string): void {
    const url = this.#urls.get(key);
    if (url === undefined) return;
    URL.revokeObjectURL(url);
    this.#urls.delete(key);
  }

  clear(): void {
    for (const key of [...this.#urls.keys()]) this.revoke(key);
  }
}
