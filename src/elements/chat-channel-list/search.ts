import type { Timer } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { Message } from '../../core/protocol/index.ts';

/** A pause in typing: then the server is asked. */
const PAUSE_MS = 250;
const LIMIT = 30;

/** Messages for what the reader types, asked of the server; the names of channels need none. */
export class MessageSearch {
  query = '';
  /** Newest first; kept while more is typed, so that nothing flickers. */
  found: readonly Message[] = [];
  /** The answer for this query is still to come. */
  pending = false;
  failed = false;
  #timer: Timer | undefined;
  #abort: AbortController | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  set(query: string, client: ClientApi | undefined): void {
    if (query === this.query) return;
    this.query = query;
    this.#abort?.abort();
    client?.clock.clearTimeout(this.#timer);
    this.failed = false;
    this.pending = false;
    if (query && client) {
      this.pending = true;
      this.#timer = client.clock.setTimeout(() => void this.#ask(query, client), PAUSE_MS);
    } else this.found = [];
  }

  async #ask(query: string, client: ClientApi): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const { messages } = await client.connection.request('message.search', { query: query.slice(0, 200), limit: LIMIT }, { signal: abort.signal });
      if (abort.signal.aborted) return;
      this.found = messages;
    } catch {
      if (abort.signal.aborted) return;
      this.found = [];
      this.failed = true;
    }
    this.pending = false;
    this.#changed();
  }
}
