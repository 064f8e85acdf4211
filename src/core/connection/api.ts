import type { Clock, Emitter, Log, Settings } from '../base/index.ts';
import type {
  Ack,
  ChannelHead,
  ClientFrames,
  Cursor,
  EarshotError,
  MethodName,
  Params,
  Result,
  Send,
  ServerFrames,
  StreamEntry,
  Welcome,
} from '../protocol/index.ts';
import type { ChannelCursors } from './follow.ts';

/** idle → connecting → connected ⇄ reconnecting; `failed` after a close rule says stop; `disconnected` by us. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'disconnected';

/** What the connection needs of a socket: the platform's `WebSocket` fits, and so does a fake. */
export interface SocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: unknown) => void) | null;
}

/** Asked for a token at start, before expiry, and when the server refuses the old one. */
export type TokenProvider = () => Promise<string>;

export interface ConnectionOptions {
  /** `wss://host/v1/socket`, or `ws://` on loopback. */
  url: string;
  appId: string;
  device: string;
  clientVersion: string;
  tokenProvider: TokenProvider;
  openSocket: (url: string) => SocketLike | Promise<SocketLike>;
  clock: Clock;
  settings: Settings;
  log: Log;
  /** 0 ≤ x < 1; for jitter. */
  random: () => number;
  /** Tells that the page came back (online, visible, pageshow): the connection probes at once. Returns the undo. */
  onWake?: (probe: () => void) => () => void;
  /** This session takes the place of another exclusive one of the same user and device, and makes way for a later one (`connection:replaced`). */
  exclusive?: boolean;
  /** The wait before the next attempt, in place of the back-off of the settings; undefined gives up: `failed`, with this error. */
  retryAfterMs?: (why: EarshotError) => number | undefined;
}

/** Frames that are not requests, streams or housekeeping. */
export type LooseFrame = 'typing' | 'receipt' | 'signal' | 'leg';

export interface ConnectionEvents {
  state: [state: ConnectionState, previous: ConnectionState];
  /** After every hello: first, and each resume. Streams that were not recovered are announced by `reset` just after. */
  welcome: [welcome: Welcome];
  /** One entry, in order, exactly once per stream and epoch. */
  entry: [stream: string, offset: number, entry: StreamEntry];
  /** What follows the cursor will not come: re-read. The cursor stands at `head` now. */
  reset: [stream: string, head: number, epoch: string];
  live: [stream: string, offset: number];
  /** My channels and where they stand: with each welcome once channels are followed, and in answer to `followChannels`. */
  channels: [heads: readonly ChannelHead[]];
  typing: [frame: ServerFrames['typing']];
  receipt: [frame: ServerFrames['receipt']];
  signal: [frame: ServerFrames['signal']];
  leg: [frame: ServerFrames['leg']];
  /** Trouble that no promise carries. */
  error: [error: EarshotError];
}

/** One resumable socket. Implemented by `connection.ts`; everything above sees this interface only. */
export interface Connection extends Pick<Emitter<ConnectionEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly state: ConnectionState;
  /** The last welcome, kept while reconnecting. */
  readonly welcome: Welcome | undefined;
  /** Why the state is `failed`. */
  readonly failure: EarshotError | undefined;
  /** Server clock minus ours, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly roundTripMs: number | undefined;
  /** A ping waits for its pong. */
  readonly pinging: boolean;
  /** Pings at once. */
  probe(): void;
  /** Asks the provider for a token, and brings it in band if it is another one. */
  refresh(): Promise<void>;
  /** Drops the line as if the network had, and comes back; does nothing when there is none. */
  reset(): void;
  /** Resolves on the first welcome; rejects when a close rule says stop or the token is refused for good. */
  connect(): Promise<void>;
  /** Idempotent. Rejects what waits with `connection:closed`. */
  disconnect(): Promise<void>;
  /** `retry`: asked again on the next line if this one is cut before the answer (only for idempotent methods). */
  request<M extends MethodName>(
    method: M,
    params: Params<M>,
    options?: { retry?: boolean; timeoutMs?: number; signal?: AbortSignal },
  ): Promise<Result<M>>;
  /** Sends once; rejects with `connection:lost` if the line is cut before the ack. The outbox retries. */
  send(frame: Send): Promise<Ack>;
  /** Fire and forget; false when the line is down. */
  notify(frame: ClientFrames['signal'] | ClientFrames['typing']): boolean;
  /** Ask for channel streams from now on (also in every later hello); the class that keeps their cursors comes from who asks. */
  followChannels(Following: typeof ChannelCursors): Promise<void>;
  cursor(stream: string): Cursor | undefined;
}
