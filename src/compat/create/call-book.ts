import type { Unsubscribe } from '../../core/base/index.ts';
import type { Call } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { Account } from './account.ts';
import { type Beginning, CallRecord, type RecordParts } from './call-record.ts';
import type { IdCache } from './id-cache.ts';

/** All calls of this SDK, those that are over included (RB-call-50). */
export class CallBook {
  readonly #records = new Map<string, CallRecord>();
  readonly #account: Account;
  /** Calls that were told as received. */
  readonly #heard: IdCache;
  readonly #parts: RecordParts;
  #undo: Unsubscribe[] = [];

  constructor(account: Account, heard: IdCache, parts: RecordParts) {
    this.#heard = heard;
    this.#account = account;
    this.#parts = parts;
  }

  get records(): readonly CallRecord[] {
    return [...new Set(this.#records.values())];
  }

  get(id: string): CallRecord | undefined {
    return this.#records.get(id) ?? this.records.find(({ call }) => call?.id === id);
  }

  add(beginning: Beginning): CallRecord {
    const record = new CallRecord(beginning, this.#parts);
    this.#records.set(record.id, record);
    return record;
  }

  /** `id` is another name of a call that there is already: both sides called at once. */
  alias(id: string, record: CallRecord): void {
    this.#records.set(id, record);
  }

  of(call: Call): CallRecord | undefined {
    return this.records.find((record) => record.call === call);
  }

  /** Hears of the calls of another client from now on. */
  attach(client: ClientApi): void {
    this.close();
    const known = (call: Call) => this.of(call) ?? this.#records.get(call.id);
    const live = ({ state }: Call) => state === 'connected' || state === 'on_hold';
    this.#undo = [
      client.calls.on('incoming', (call) => this.#received(call)),
      // one that was taken back after a reload, or made by the page itself
      client.calls.on('change', (call) => {
        if (!known(call) && (live(call) || (call.direction === 'outgoing' && call.state !== 'ended'))) this.#found(call);
      }),
    ];
    for (const call of client.calls.calls) {
      if (known(call)) continue;
      if (live(call) || call.direction === 'outgoing') this.#found(call);
      else this.#received(call);
    }
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #begin(call: Call): CallRecord {
    const [me, other] = [this.#account.address(this.#account.identity?.userId ?? ''), this.#account.address(call.peer.user_id)];
    const incoming = call.direction === 'incoming';
    return this.add({ id: call.id, direction: call.direction, from: incoming ? other : me, to: incoming ? me : other });
  }

  #found(call: Call): void {
    const record = this.#begin(call);
    record.follow(call);
    record.look();
  }

  #received(call: Call): void {
    if (!this.#heard.add(call.id)) {
      // another client of the same user has it too; one that is over here, as ignored, stays so
      const known = this.get(call.id);
      if (known && !known.ended) {
        known.close();
        known.follow(call);
        known.look();
      }
      return;
    }
    const record = this.#begin(call);
    record.follow(call);
    this.#parts.events.tell('call:receive', { callId: record.id });
    const { parameters } = call.detail;
    if (parameters && parameters.length > 0) record.received(parameters);
    record.look();
  }
}
