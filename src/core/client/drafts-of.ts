import { draftKey } from '../chat/draft-key.ts';
import type { ClientApi, ClientParts } from './api.ts';

const DRAFTS = Symbol.for('earshot/drafts');

/** What a user began to write, read without opening the channel. */
export interface Drafts {
  /** Empty where there is none. */
  of(channelId: string): string;
  dispose(): void;
}

/** The drafts of a client's user on this device. */
export const draftsOf = (client: ClientApi): Drafts =>
  client.service(
    DRAFTS,
    ({ storage }: ClientParts): Drafts => ({
      of: (channelId) => storage.getItem(draftKey(client, channelId)) ?? '',
      dispose: () => {},
    }),
  );
