import type { Clock, Lazy, Log, Settings } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import type { BaseUser, ChannelHead, Message, Receipt, WireError } from '../protocol/index.ts';
import type { SendOptions } from './actions/api.ts';
import type { Later } from './later-door.ts';

/** What chat needs of the client it belongs to. */
export interface ChatParts {
  client: { readonly appId: string; readonly userId: string; readonly user: BaseUser | undefined; url(path: string): string };
  connection: Connection;
  clock: Clock;
  settings: Settings;
  log: Log;
  random: () => number;
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
  token: (fresh?: boolean) => Promise<string>;
}

/** Why an upload is broken off that is to go on later: what is up stays there. */
export const PAUSED = 'paused';

/** A message that is not acknowledged yet, as it outlives a reload. */
export interface OutboxRow {
  /** Scope and client id. */
  id: string;
  /** Rows of a channel go out in this order. */
  order: number;
  client_id: string;
  channel_id: string;
  created_at: number;
  text?: string;
  file?: { blob: Blob; name: string; type: string; size: number; width?: number; height?: number };
  /** What goes with it. */
  options?: SendOptions;
  /** Into the thread of that message. */
  thread_id?: number;
  /** Nothing to send: that message is to be deleted, not before `due_at`. */
  remove?: number;
  due_at?: number;
  /** The file is up. */
  file_id?: string;
  /** It goes up no further until it is told to; what was written after it goes before it. */
  paused?: boolean;
  /** It is on its way up, there. */
  upload_url?: string;
  /** It was refused, or waited too long: shown as failed until it is tried again or discarded. */
  error?: WireError;
}

/** Where unsent messages are kept. */
export interface OutboxStore {
  /** Rows whose id starts so, in order. */
  all(scope: string): Promise<OutboxRow[]>;
  get(id: string): Promise<OutboxRow | undefined>;
  put(row: OutboxRow): Promise<void>;
  delete(id: string): Promise<void>;
}

/** The newest of a channel as a device remembers it. */
export interface ChannelMemory {
  head: ChannelHead;
  members: readonly BaseUser[];
  read: Readonly<Record<string, Receipt>>;
  delivered: Readonly<Record<string, Receipt>>;
  /** Oldest first, up to the newest. */
  messages: readonly Message[];
  /** The first of them is the channel's first. */
  atStart: boolean;
}

/** A channel in the cache. */
export interface CacheRow {
  /** Scope and channel id. */
  id: string;
  /** Of this form; what another version of the code wrote is not read. */
  format: number;
  saved_at: number;
  memory: ChannelMemory;
}

/** Where channels are remembered. Any method may reject: only the cache is lost then. */
export interface CacheStore {
  get(id: string): Promise<CacheRow | undefined>;
  /** Writes the row and drops what is older than `sinceMs` or beyond the newest `rows`: all of it or nothing. */
  put(row: CacheRow, limit: { rows: number; sinceMs: number }): Promise<void>;
  /** Ids that start so. */
  ids(start: string): Promise<string[]>;
  remove(ids: readonly string[]): Promise<void>;
}

/** Runs a task while no other tab runs one of that name. */
export type Locks = <T>(name: string, signal: AbortSignal, task: () => Promise<T>) => Promise<T>;

export interface UploadJob {
  file: NonNullable<OutboxRow['file']>;
  /** Of the tus endpoint. */
  endpoint: string;
  /** Where an earlier attempt was going. */
  uploadUrl: string | undefined;
  token: ChatParts['token'];
  signal: AbortSignal;
  /** 0…1 */
  progress(share: number): void;
  /** It goes there: worth remembering. */
  started(uploadUrl: string): void;
}

/** Brings a file to the server; resolves with its id. */
export type Upload = (job: UploadJob) => Promise<string>;

/** What can be put in place of the platform's. */
export interface ChatOptions {
  outboxStore?: OutboxStore;
  cacheStore?: CacheStore;
  locks?: Locks;
  upload?: Upload;
  /** Brings what chat can do without until a channel is painted. */
  later?: Lazy<Later>;
  /** Tell the others that what was applied has arrived; default true. */
  announceDelivered?: boolean;
}
