import type { Unsubscribe } from '../../core/base/index.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { historyOf } from '../../core/client/history-of.ts';
import type { CallHistory } from '../../core/history/api.ts';
import { EarshotError } from '../../core/protocol/index.ts';
import type { Account } from './account.ts';
import { historyError } from './errors.ts';
import type { Events } from './events.ts';

/** One call of the log. */
export interface CallLog {
  /** For `remove`; the id of the call. */
  recordId: string;
  direction: 'incoming' | 'outgoing' | 'missed';
  remotePartyNumber: string;
  remotePartyName: string;
  /** Epoch ms. */
  startTime: number;
  /** Ms. */
  duration: number;
}

/** `client.call.history`: the log that the server keeps, as far as it was fetched. */
export class HistoryFace {
  readonly #account: Account;
  readonly #events: Events;
  #history: CallHistory | undefined;
  /** What was put back before there was a user. */
  #early: string | undefined;
  #undo: Unsubscribe[] = [];

  constructor(account: Account, events: Events) {
    this.#account = account;
    this.#events = events;
  }

  /** Of another client from now on. */
  attach(client: ClientApi): void {
    this.close();
    const history = historyOf(client);
    this.#history = history;
    this.#undo = [
      history.on('change', () => this.#events.tell('callHistory:change')),
      history.on('cache', () => this.#events.tell('callHistoryCache:change')),
      history.on('error', (error) => this.#events.tell('callHistory:error', { error: historyError(error) })),
    ];
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) this.setCache(early);
  }

  /** Latest first (RB-hist-01). */
  get(): CallLog[] {
    return (this.#history?.get() ?? []).map(({ id, direction, missed, peer, startedAtMs, durationMs }) => ({
      recordId: id,
      direction: missed ? 'missed' : direction,
      remotePartyNumber: this.#account.address(peer.user_id),
      remotePartyName: peer.name,
      startTime: startedAtMs,
      duration: durationMs,
    }));
  }

  /** `callHistory:change` or `callHistory:error` follows (RB-hist-02). */
  fetch(amount = 50, offset = 0): void {
    this.#do((history) => history.fetch(amount, offset));
  }

  /** RB-hist-03 */
  remove(recordId: string): void {
    this.#do((history) => history.remove(recordId));
  }

  /** RB-hist-04 */
  clear(): void {
    this.#do((history) => history.clear());
  }

  /** To be kept by the app (RB-hist-05). */
  getCache(): string {
    return this.#history?.getCache() ?? this.#early ?? '[]';
  }

  /** What `getCache` gave, perhaps in another session (RB-hist-06). */
  setCache(data: string): void {
    if (!this.#history) {
      this.#early = data;
      return;
    }
    try {
      this.#history.setCache(data);
    } catch (error) {
      this.#events.tell('callHistory:error', { error: historyError(error) });
    }
  }

  /** @internal */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #do(act: (history: CallHistory) => Promise<unknown>): void {
    if (this.#history)
      act(this.#history).catch(() => {}); // told by its own event
    else this.#events.tell('callHistory:error', { error: historyError(new EarshotError('connection:closed', 'read the call history')) });
  }
}
