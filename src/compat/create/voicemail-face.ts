import type { Unsubscribe } from '../../core/base/index.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { voicemailOf } from '../../core/client/voicemail-of.ts';
import { EarshotError } from '../../core/protocol/index.ts';
import type { MailboxState, Voicemail } from '../../core/voicemail/api.ts';
import { basicError, CREATE_CODES } from './errors.ts';
import type { Events } from './events.ts';

/** RB-vm-03; no fax and no multimedia messages come here, and none is urgent. */
export type MailboxInfo = Omit<MailboxState, 'enabled'>;

/** `client.voicemail`: the mailbox in numbers. */
export class VoicemailFace {
  readonly #events: Events;
  #voicemail: Voicemail | undefined;
  #undo: Unsubscribe[] = [];

  constructor(events: Events) {
    this.#events = events;
  }

  /** Of another client from now on. */
  attach(client: ClientApi): void {
    this.close();
    this.#voicemail = voicemailOf(client);
    this.#undo = [
      this.#voicemail.on('change', (state) => this.#events.tell('voicemail:change', infoOf(state))),
      this.#voicemail.on('error', (error) => this.#failed(error)),
    ];
  }

  /** `voicemail:change` or `voicemail:error` follows (RB-vm-01). */
  fetch(): void {
    if (this.#voicemail)
      this.#voicemail.fetch().catch(() => {}); // told by its own event
    else this.#failed(new EarshotError('connection:closed', 'read the mailbox'));
  }

  /** As it was known last; undefined before (RB-vm-02). */
  get(): MailboxInfo | undefined {
    const state = this.#voicemail?.get();
    return state && infoOf(state);
  }

  /** @internal */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #failed(error: unknown): void {
    this.#events.tell('voicemail:error', { error: basicError(error, CREATE_CODES.VOICEMAIL_FAILED, {}) });
  }
}

const infoOf = ({ enabled: _, ...info }: MailboxState): MailboxInfo => info;
