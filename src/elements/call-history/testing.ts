/** A history that does what the test says. Not part of any bundle. */
import { Emitter } from '../../core/base/emitter.ts';
import type { CallHistory, HistoryEvents, PastCall } from '../../core/history/api.ts';
import type { EarshotError } from '../../core/protocol/index.ts';
import type { FakeClient } from '../internal/testing.ts';

export class FakeHistory extends Emitter<HistoryEvents> implements CallHistory {
  /** What was asked for, in order: 'fetch 50 0', 'remove id', 'clear', 'see'. */
  readonly asked: string[] = [];
  /** What the server has, latest first. */
  server: PastCall[] = [];
  /** Set to make what is asked reject. */
  failure: EarshotError | undefined;
  /** Set to make `fetch` wait. */
  waits: Promise<void> | undefined;
  unseen: number | undefined;
  total: number | undefined;
  #held: PastCall[] = [];

  get(): readonly PastCall[] {
    return this.#held;
  }

  async fetch(amount = 50, offset = 0): Promise<readonly PastCall[]> {
    await this.#ask(`fetch ${amount} ${offset}`);
    await this.waits;
    this.#show(this.server.slice(0, offset + amount));
    return this.#held.slice(offset);
  }

  async remove(id: string): Promise<void> {
    await this.#ask(`remove ${id}`);
    this.server = this.server.filter((call) => call.id !== id);
    this.#show(this.#held.filter((call) => call.id !== id));
  }

  async clear(): Promise<void> {
    await this.#ask('clear');
    this.server = [];
    this.#show([]);
  }

  async see(): Promise<void> {
    await this.#ask('see');
    this.server = this.server.map((call) => ({ ...call, seen: true }));
    this.#show(this.#held.map((call) => ({ ...call, seen: true })));
  }

  /** A call has ended. */
  add(call: PastCall): void {
    this.server = [call, ...this.server];
    this.#show([call, ...this.#held]);
  }

  getCache(): string {
    return JSON.stringify(this.#held);
  }

  setCache(): void {}

  dispose(): void {}

  async #ask(what: string): Promise<void> {
    this.asked.push(what);
    if (this.failure) throw this.failure;
  }

  #show(calls: PastCall[]): void {
    this.#held = calls;
    this.total = this.server.length;
    this.emit('change');
  }
}

/** Puts a history where the client's own would be. */
export function withHistory(client: FakeClient, ...calls: PastCall[]): FakeHistory {
  const history = new FakeHistory();
  history.server = calls;
  client.provide(Symbol.for('earshot/history'), history);
  return history;
}

/** A call of a minute with Maya that came in and was answered, unless told otherwise. */
export const past = (id: string, startedAtMs: number, more: Partial<PastCall> = {}): PastCall => ({
  id,
  direction: 'incoming',
  peer: { user_id: 'maya', name: 'Maya Okafor' },
  media: ['audio'],
  startedAtMs,
  answeredAtMs: startedAtMs + 5_000,
  endedAtMs: startedAtMs + 65_000,
  durationMs: 60_000,
  endReason: 'completed',
  missed: false,
  seen: true,
  ...more,
});

/** It rang, and nobody took it. */
export const missed = (id: string, startedAtMs: number, more: Partial<PastCall> = {}): PastCall =>
  past(id, startedAtMs, { answeredAtMs: undefined, durationMs: 0, endReason: 'unanswered', missed: true, ...more });
