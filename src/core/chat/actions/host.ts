import type { Connection } from '../../connection/api.ts';
import type { BaseUser, EarshotError } from '../../protocol/index.ts';
import type { Outbox } from '../outbox.ts';

/** What the actions of a channel need of its view. */
export interface ActionsHost {
  readonly channelId: string;
  readonly connection: Connection;
  /** Of the whole chat. */
  readonly outbox: Outbox;
  /** Me. */
  user(): BaseUser;
  /** What is shown changed. */
  changed(): void;
  failed(error: EarshotError): void;
}
