import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../src/core/base/clock.ts';
import type { Ack, BaseUser, FileData, MethodName, Params, Result, Send } from '../../src/core/protocol/index.ts';
import type { CallGroup } from './calls/groups.ts';
import type { Moderation } from './chat/moderation.ts';
import type { Guests } from './guests/guests.ts';
import type { Logins } from './login/logins.ts';
import type { Privacy } from './privacy/privacy.ts';
import type { AudioRows } from './recording/rows.ts';
import type { DeliverySettings } from './webhooks/runner.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

/** Everything of the server that is a duration or a bound, in one typed object (DESIGN 7.14). Defaults in `settings.ts`. */
export interface ServerSettings extends DeliverySettings {
  heartbeatMs: number;
  helloTimeoutMs: number;
  ringTimeoutMs: number;
  /** How long a call survives a leg without socket and media (DESIGN 7.12). */
  graceMs: number;
  /** How long a call waits for a callee who is between two sockets before it ends as unreachable (DESIGN 7.10). */
  reachGraceMs: number;
  beatMs: number;
  /** How often call timers are looked at. */
  callTickMs: number;
  tokenWarningMs: number;
  tokenGraceMs: number;
  voiceTokenMs: number;
  /** How long a token of a guest lives; his page asks for the next by its secret. */
  guestTokenMs: number;
  /** How long a guest is kept of whom nothing is seen. */
  guestIdleMs: number;
  maxTokenMs: number;
  fileUrlMs: number;
  /** How long after sending a text can be edited by its writer. */
  editWindowMs: number;
  /** How often channels that keep messages for a time are looked through. */
  retentionTickMs: number;
  /** How long TURN credentials live that were asked for outside of a call (`ice.get`). */
  diagnosisTurnMs: number;
  typingTtlMs: number;
  receiptCoalesceMs: number;
  frameBytes: number;
  messageLength: number;
  fileBytes: number;
  maxBufferedBytes: number;
  slowConsumerMs: number;
  ringEntries: number;
  ringBytes: number;
  groupCommitMax: number;
  membersPerChannel: number;
  managersPerChannel: number;
  /** Most bytes of one recording. */
  recordingBytes: number;
  /** A recording whose recorder says nothing for this long is closed with what there is. */
  recordingIdleMs: number;
  /** Most bytes and the longest time of one voice message or greeting, and how many messages a mailbox holds. */
  voicemailBytes: number;
  voicemailMs: number;
  voicemailMessages: number;
  /** How long a code lives by which a call moves to another device. */
  handOffMs: number;
  /** How many users one may block. */
  blocksPerUser: number;
  /** Browsers of one user that are pushed to; the oldest make way. */
  pushPerUser: number;
  /** How long a push service keeps a message for a browser that is away. */
  pushTtlMs: number;
  /** One try, and the first wait after one that failed; each later one is four times as long. */
  pushTimeoutMs: number;
  pushRetryMs: number;
  /** How long a page that said it is seen is believed. */
  pushVisibleMs: number;
  /** What a password costs to check: N of scrypt (RFC 7914) with r 8 and p 3, a power of two; each takes 1 kB times this. For those stored from now on. */
  passwordCost: number;
  /** Token buckets: [tokens a second, burst]. `user`, `channel`, `address`: messages of one user from all his devices, into one channel, and from one address; `report`: of one user. `push`: messages pushed for one app, `pushEach`: to one browser, `pushWorker`: what workers of one address ask. `guest`: new guests from one address. `login`: wrong credentials from one address; `password`, `account`: tries of one account, from one address and from everywhere. */
  rates: Record<
    | 'send'
    | 'request'
    | 'page'
    | 'typing'
    | 'invite'
    | 'signal'
    | 'upload'
    | 'login'
    | 'password'
    | 'account'
    | 'ice'
    | 'recording'
    | 'voicemail'
    | 'handoff'
    | 'user'
    | 'channel'
    | 'address'
    | 'report'
    | 'push'
    | 'pushEach'
    | 'pushWorker'
    | 'guest',
    [number, number]
  >;
  socketsPerUser: number;
  socketsPerAddress: number;
}

export interface AppRow {
  app_id: string;
  name: string;
  /** API keys are stored hashed; the signing key never leaves the server. */
  auto_create_users: boolean;
  reach: 'app' | 'shared_channel';
  guests: boolean;
  /** What a channel made over REST or the socket is, unless said (private; demo: listed). */
  default_visibility: 'listed' | 'private';
  /** Whether calls may be recorded: the other side is told (`tell`), has to agree first (`consent`), or nobody may (`off`). */
  recording: 'tell' | 'consent' | 'off';
  /** Session tokens: made as asked (`on`), not those of `POST /v1/users/{id}/token` (`voice`; 1015), or none, and none is accepted (`off`; 1013). */
  tokens: 'on' | 'voice' | 'off';
  created_at: number;
}

/** Who acts: a user with a session, or the app's own server with its API key (which may do everything within its app). */
export type Actor =
  /** `byApp`: the app's own server acts for this user (joins them to a private channel, say); rights are the app's. */
  { kind: 'user'; appId: string; userId: string; byApp?: boolean } | { kind: 'app'; appId: string };

export interface FileRow {
  file_id: string;
  app_id: string;
  user_id: string;
  name: string;
  /** Sniffed, never the client's word. */
  type: string;
  size: number;
  width?: number;
  height?: number;
  created_at: number;
}

/** The server without HTTP: database, streams, sockets, chat, calls. Made by `createCore(deps)` in `core.ts`. */
export interface ServerCore {
  readonly settings: ServerSettings;
  readonly clock: Clock;
  /** Resolves once migrations ran and live calls were loaded. */
  ready(): Promise<void>;
  /** Says bye to every socket, flushes, closes the database. Idempotent. */
  close(): Promise<void>;
  readonly apps: {
    create(options: { appId?: string; name?: string; apiKey?: string; settings?: Partial<AppRow> }): Promise<{ app: AppRow; apiKey: string }>;
    rotate(appId: string): Promise<{ apiKey: string }>;
    list(): Promise<AppRow[]>;
    get(appId: string): Promise<AppRow | undefined>;
    setTokens(appId: string, policy: AppRow['tokens']): Promise<void>;
    /** The app if this is one of its keys; constant time. */
    authenticate(appId: string, apiKey: string): Promise<AppRow | undefined>;
  };
  readonly tokens: {
    /** Creates the user when the app has `auto_create_users`, else throws `user:not-found`. */
    mint(appId: string, userId: string, expiresAt: number): Promise<{ token: string; expires_at: number }>;
    /** Throws `auth:token-invalid`, `auth:token-expired`, `auth:token-revoked`; `user:not-found` when its user is not, or no longer, there. */
    verify(token: string): Promise<{ appId: string; userId: string; expiresAt: number }>;
    revoke(appId: string, userId: string): Promise<void>;
  };
  /** Passwords and HMAC keys, for those who sign in with them. Asked for once ready. */
  readonly logins: Logins;
  /** What a worker in a browser asks without a session; throws `request:unsupported` where push is off. */
  readonly push: {
    /** Throws `auth:credentials`, `push:refused`. */
    renew(appId: string, old: { endpoint: string; auth: string }, next: { endpoint: string; p256dh: string; auth: string }): Promise<void>;
    drop(appId: string, endpoint: string, auth: string): Promise<void>;
    /** In the name of a user at whom a call rings, by the key that was pushed to him. */
    decline(appId: string, userId: string, callId: string, key: string): Promise<void>;
  };
  readonly users: {
    create(appId: string, user: { user_id: string; name?: string; profile_url?: string; meta?: Record<string, string> }): Promise<BaseUser>;
    get(appId: string, userId: string): Promise<BaseUser | undefined>;
  };
  /** Users who are called together, under an id that is used like a user's (`call.invite`). */
  readonly groups: {
    /** Makes it or makes it anew. Throws `user:duplicate` when a user has that id, `user:not-found` for a member who is none. */
    put(appId: string, groupId: string, group: { name?: string; members: string[] }): Promise<CallGroup>;
    /** Throws `request:not-found`. */
    get(appId: string, groupId: string): Promise<CallGroup>;
    /** Idempotent. */
    delete(appId: string, groupId: string): Promise<void>;
  };
  readonly files: {
    add(row: FileRow): Promise<void>;
    get(appId: string, fileId: string): Promise<FileRow | undefined>;
    /** Whether this actor may read it: the uploader, or a member of a channel where a message carries it. */
    mayRead(actor: Actor, fileId: string): Promise<boolean>;
    /** With a fresh signed `url` (path `/v1/files/<app>/<file_id>/<name>?e=…&s=…`). */
    data(row: FileRow): FileData;
    /** Checks `e` and `s` of such a path. */
    verifyLink(appId: string, fileId: string, expires: string, signature: string): boolean;
  };
  /** What an app's own server does to keep order, beside what managers do by `execute`. */
  readonly moderation: Moderation;
  /** Recordings, voice messages and greetings: rows alone, the bytes are the HTTP face's. */
  readonly audio: AudioRows;
  /** People without an account. */
  readonly guests: Pick<Guests, 'policy' | 'setPolicy' | 'enter' | 'claim'>;
  /** Where an app's own server is told what happens. */
  readonly webhooks: Pick<Webhooks, 'create' | 'list' | 'get' | 'change' | 'rotate' | 'delete' | 'test' | 'dead' | 'redrive' | 'drop'>;
  /** Export and erasure of users. */
  readonly privacy: Pick<Privacy, 'erase' | 'export' | 'removals' | 'removed' | 'onRemovals'>;
  /** The one method table: sockets and REST both come through here. Throws `EarshotError`. */
  execute<M extends MethodName>(actor: Actor, method: M, params: Params<M>, session?: string): Promise<Result<M>>;
  /** A message; resolves after the commit. Idempotent by (sender, client_id). `userId` is the sender; `byApp`: the app's own server sends for him; `address`: of his device, which is metered. */
  send(appId: string, userId: string, frame: Omit<Send, 't'>, options?: { byApp?: boolean; address?: string }): Promise<Ack>;
  /**
   * Takes over an upgraded socket (a `ws` WebSocket); `hello` comes first. Origin was checked by the caller.
   * `address` is the client's own behind a trusted proxy; else the socket's.
   */
  acceptSocket(socket: import('ws').WebSocket, request: IncomingMessage, address?: string): void;
  /** For /healthz and tests. */
  stats(): { sockets: number; users: number; calls: number; streams: number };
  /** Writes rows in one transaction for demo and tests: messages with chosen times. */
  seed(appId: string, channelId: string, messages: { user_id: string; content: string; at_ms: number; file_id?: string }[]): Promise<void>;
}
