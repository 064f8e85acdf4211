import { asEarshotError, isEarshotError } from '../../protocol/index.ts';
import type { ActionsHost } from './host.ts';

/**
 * Messages of mine that I deleted a moment ago: rows of the outbox, so that no reload loses them, told to the server when the time for second
 * thoughts is over. When the page goes they are told at once; if that is too late, the next page does it.
 */
export class Removals {
  readonly #host: ActionsHost;
  /** Keys of their rows, by message. */
  readonly #rows = new Map<number, string>();

  constructor(host: ActionsHost) {
    this.#host = host;
  }

  remove(messageId: number): void {
    if (this.#rows.has(messageId)) return;
    const { outbox, channelId } = this.#host;
    const { key, done } = outbox.add(channelId, { remove: messageId }, { askedFor: true });
    if (!this.#rows.size) globalThis.addEventListener?.('pagehide', this.#leaving);
    this.#rows.set(messageId, key);
    done
      .catch((error: unknown) => {
        // aborted: taken back, or told by another tab
        if (!isEarshotError(error, 'request:aborted') && !isEarshotError(error, 'client:disposed'))
          this.#host.failed(asEarshotError(error, 'server:internal', 'delete the message'));
      })
      .finally(() => {
        this.#rows.delete(messageId);
        if (!this.#rows.size) globalThis.removeEventListener?.('pagehide', this.#leaving);
      });
  }

  undo(messageId: number): boolean {
    const { outbox, channelId } = this.#host;
    const held = outbox.removals(channelId).find(({ row }) => row.remove === messageId);
    if (!held || held.told) return false;
    outbox.discard(held.row.client_id);
    return true;
  }

  readonly #leaving = (): void => {
    const { connection, channelId: channel_id } = this.#host;
    for (const message_id of this.#rows.keys()) connection.request('message.delete', { channel_id, message_id }).catch(() => {}); // its row is kept
  };
}
