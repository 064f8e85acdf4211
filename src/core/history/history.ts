import { Emitter, type Log, type Unsubscribe } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import { asEarshotError, CONTROL_ERRORS, EarshotError, extendCatalogue, type HistoryChange, userStream } from '../protocol/index.ts';
import type { CallHistory, HistoryEvents, PastCall } from './api.ts';
import { byAge, fromServer, pastCall } from './records.ts';

extendCatalogue(CONTROL_ERRORS);

/** Asked of the server at once. */
const PAGE = 100;
/** A string longer than this (UTF-16 units), or with more records, was not made by `getCache` of any sane page. */
const CACHE_LENGTH = 4 * 1024 * 1024;
const CACHE_RECORDS = 10_000;

/** What the history needs of a client. Its `ClientParts` fit. */
export interface HistoryParts {
  client: { readonly userId: string };
  connection: Connection;
  log: Log;
}

/** Told what is gone while a page is on its way: the page may be from before. */
interface Fetching {
  readonly gone: Set<string>;
  cleared: boolean;
}

class History extends Emitter<HistoryEvents> implements CallHistory {
  readonly #parts: HistoryParts;
  readonly #records = new Map<string, PastCall>();
  readonly #fetching = new Set<Fetching>();
  readonly #undo: Unsubscribe[];
  #sorted: readonly PastCall[] | undefined = [];
  #total: number | undefined;
  #unseen: number | undefined;
  /** How far down the server was asked. */
  #reach = 0;

  constructor(parts: HistoryParts) {
    super();
    this.#parts = parts;
    const stream = userStream(parts.client.userId);
    this.#undo = [
      parts.connection.on('entry', (name, _offset, entry) => {
        if (name === stream && entry.kind === 'history') this.#hear(entry.change as HistoryChange);
      }),
      // too much was missed to be told one by one
      parts.connection.on('reset', (name) => {
        if (name === stream && this.#reach > 0) this.fetch(this.#reach).catch(() => {});
      }),
    ];
  }

  get(): readonly PastCall[] {
    this.#sorted ??= [...this.#records.values()].sort(byAge);
    return this.#sorted;
  }

  get total(): number | undefined {
    return this.#total;
  }

  get unseen(): number | undefined {
    return this.#unseen;
  }

  fetch(amount = 50, offset = 0): Promise<readonly PastCall[]> {
    return this.#try('fetch the history', async (operation) => {
      if (!(Number.isSafeInteger(amount) && amount > 0)) throw new EarshotError('request:invalid', operation, '`amount` must be a positive integer');
      if (!(Number.isSafeInteger(offset) && offset >= 0)) throw new EarshotError('request:invalid', operation, '`offset` must be a natural number');
      const fetching: Fetching = { gone: new Set(), cleared: false };
      this.#fetching.add(fetching);
      try {
        return await this.#load(amount, offset, fetching);
      } finally {
        this.#fetching.delete(fetching);
      }
    });
  }

  remove(id: string): Promise<void> {
    return this.#try('remove the record', async () => {
      await this.#parts.connection.request('history.remove', { record_id: id });
      this.#drop(id);
    });
  }

  clear(): Promise<void> {
    return this.#try('clear the history', async () => {
      await this.#parts.connection.request('history.clear', {}, { retry: true });
      this.#empty();
    });
  }

  see(): Promise<void> {
    return this.#try('mark the history as seen', async () => {
      const shown = this.get().filter(({ seen }) => !seen);
      if (shown.length === 0) return;
      const latestMs = Math.max(...shown.map(({ endedAtMs }) => endedAtMs));
      const to = latestMs + Math.ceil(this.#parts.connection.clockOffsetMs) + 1; // rounded on the way here
      const { unseen } = await this.#parts.connection.request('history.see', { to }, { retry: true });
      this.#saw(latestMs, unseen);
    });
  }

  getCache(): string {
    return JSON.stringify(this.get());
  }

  setCache(data: string): void {
    const operation = 'restore the history';
    try {
      const records = recordsIn(data);
      if (!records) throw new EarshotError('request:invalid', operation, 'it is not what `getCache` gives');
      this.#records.clear();
      for (const record of records) this.#records.set(record.id, record);
      this.#changed();
    } catch (error) {
      throw this.#failed(error, operation);
    }
  }

  dispose(): void {
    for (const undo of this.#undo) undo();
  }

  async #load(amount: number, offset: number, fetching: Fetching): Promise<readonly PastCall[]> {
    const page: PastCall[] = [];
    let whole = false;
    while (page.length < amount && !whole) {
      const wanted = Math.min(PAGE, amount - page.length);
      const from = offset + page.length;
      const { records, total, unseen } = await this.#parts.connection.request('history.list', { amount: wanted, offset: from }, { retry: true });
      for (const record of records) {
        const call = fromServer(record, this.#parts.connection.clockOffsetMs);
        if (call) page.push(call);
      }
      whole = records.length < wanted;
      this.#total = total;
      this.#unseen = unseen;
    }
    this.#reach = Math.max(this.#reach, offset + page.length, 1);
    if (fetching.cleared) return [];
    const kept = page.filter(({ id }) => !fetching.gone.has(id));
    this.#replace(kept, offset === 0, whole);
    return kept;
  }

  /** What the server has in this stretch is all there is in it. */
  #replace(page: readonly PastCall[], fromTop: boolean, toBottom: boolean): void {
    const ids = new Set(page.map(({ id }) => id));
    const [first, last] = [page[0], page.at(-1)];
    for (const call of this.get()) {
      const below = fromTop || (first !== undefined && byAge(first, call) < 0);
      const above = toBottom || (last !== undefined && byAge(call, last) < 0);
      if (below && above && !ids.has(call.id)) this.#records.delete(call.id);
    }
    for (const call of page) this.#records.set(call.id, call);
    this.#changed();
  }

  /** What some device did, or a call that ended. Not checked on its way here. */
  #hear({ unseen, added, removed, cleared, seen_to }: HistoryChange): void {
    if (Number.isSafeInteger(unseen)) this.#unseen = unseen;
    const call = fromServer(added, this.#parts.connection.clockOffsetMs);
    if (call) {
      if (!this.#records.has(call.id) && this.#total !== undefined) this.#total++;
      this.#records.set(call.id, call);
      this.#changed();
    } else if (typeof removed === 'string') this.#drop(removed);
    else if (cleared === true) this.#empty();
    else if (Number.isSafeInteger(seen_to)) this.#saw((seen_to as number) - this.#parts.connection.clockOffsetMs, this.#unseen);
  }

  #drop(id: string): void {
    for (const { gone } of this.#fetching) gone.add(id);
    if (!this.#records.delete(id)) return;
    if (this.#total !== undefined) this.#total--;
    this.#changed();
  }

  #empty(): void {
    for (const fetching of this.#fetching) fetching.cleared = true;
    const was = this.#records.size + (this.#total ?? 0) + (this.#unseen ?? 0);
    this.#records.clear();
    this.#total = 0;
    this.#unseen = 0;
    if (was > 0) this.#changed();
  }

  #saw(toMs: number, unseen: number | undefined): void {
    this.#unseen = unseen;
    for (const [id, call] of this.#records) if (!call.seen && call.endedAtMs <= toMs) this.#records.set(id, { ...call, seen: true });
    this.#changed();
  }

  #changed(): void {
    this.#sorted = undefined;
    this.emit('change');
    this.emit('cache');
  }

  async #try<T>(operation: string, work: (operation: string) => Promise<T>): Promise<T> {
    try {
      return await work(operation);
    } catch (error) {
      throw this.#failed(error, operation);
    }
  }

  #failed(error: unknown, operation: string): EarshotError {
    const why = asEarshotError(error, 'server:internal', operation);
    this.emit('error', why);
    return why;
  }
}

/** Undefined when one of them is not a record. */
function recordsIn(data: string): PastCall[] | undefined {
  if (typeof data !== 'string' || data.length > CACHE_LENGTH) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!Array.isArray(values) || values.length > CACHE_RECORDS) return undefined;
  const records = values.map(pastCall);
  return records.every((record) => record !== undefined) ? (records as PastCall[]) : undefined;
}

/** The history of one client's user. */
export const createHistory = (parts: HistoryParts): CallHistory => new History(parts);
