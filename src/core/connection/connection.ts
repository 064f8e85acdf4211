import { Emitter, type Timer } from '../base/index.ts';
import {
  type Ack,
  asEarshotError,
  type Bye,
  CLOSE,
  type ClientFrames,
  type Cursor,
  closeRule,
  EarshotError,
  type EarshotErrorCode,
  isEarshotError,
  type MethodName,
  type Params,
  PROTOCOL_VERSION,
  type Result,
  type Send,
  type ServerFrame,
  type ServerFrames,
  type StreamEntry,
  type Welcome,
} from '../protocol/index.ts';
import type { Connection, ConnectionEvents, ConnectionOptions, ConnectionState, SocketLike } from './api.ts';
import { Cursors } from './cursors.ts';
import type { ChannelCursors } from './follow.ts';
import { Line } from './line.ts';
import { Requests } from './requests.ts';
import { SessionToken } from './session-token.ts';

interface Waiter {
  promise: Promise<void>;
  resolve(): void;
  reject(error: EarshotError): void;
}

/** Which error a close code stands for, where no `bye` said more. */
const STOPPED: Record<number, EarshotErrorCode> = {
  [CLOSE.replaced]: 'connection:replaced',
  [CLOSE.upgrade]: 'protocol:version',
};

/**
 * One resumable socket (PROTOCOL 2). The connection outlives its lines: what looks wrong on one ends it, and the next one
 * resumes from the cursors. Nothing is ever patched.
 */
class SocketConnection extends Emitter<ConnectionEvents> implements Connection {
  #state: ConnectionState = 'idle';
  #welcome: Welcome | undefined;
  #failure: EarshotError | undefined;
  #clockOffsetMs = 0;
  #following: ChannelCursors | undefined;
  #line: Line | undefined;
  /** Grows with every attempt and every end, so that what was awaited can see that it comes too late. */
  #attempt = 0;
  /** In a row; -1 grants one retry without waiting. */
  #failures = 0;
  #bye: Bye | undefined;
  #retry: Timer | undefined;
  #waiter: Waiter | undefined;
  #stopWaking: (() => void) | undefined;
  readonly #cursors = new Cursors();
  readonly #requests: Requests;
  readonly #token: SessionToken;
  readonly #o: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    super();
    this.#o = options;
    const { clock, settings } = options;
    this.#requests = new Requests(clock, settings, (frame) => this.#write(frame));
    this.#token = new SessionToken({
      clock,
      settings,
      provider: options.tokenProvider,
      present: (token) => void this.#write({ t: 'auth', token }),
      trouble: (error) => this.#report('auth:token-expired', 'refresh the session token', error),
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get welcome(): Welcome | undefined {
    return this.#welcome;
  }

  get failure(): EarshotError | undefined {
    return this.#failure;
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  get roundTripMs(): number | undefined {
    return this.#line?.roundTripMs;
  }

  get pinging(): boolean {
    return this.#line?.pinging ?? false;
  }

  get #open(): boolean {
    return this.#state === 'connected' || this.#state === 'connecting' || this.#state === 'reconnecting';
  }

  connect(): Promise<void> {
    if (this.#state === 'connected') return Promise.resolve();
    this.#waiter ??= waiter();
    const { promise } = this.#waiter;
    if (!this.#open) {
      this.#failure = undefined;
      this.#failures = 0;
      this.#token.startAfresh();
      this.#stopWaking = this.#o.onWake?.(() => this.#wake());
      this.#move('connecting');
      void this.#dial();
    }
    return promise;
  }

  async disconnect(): Promise<void> {
    if (this.#open) this.#end('disconnected', new EarshotError('connection:closed', 'connect'));
  }

  async request<M extends MethodName>(method: M, params: Params<M>, options?: Parameters<Requests['request']>[2]): Promise<Result<M>> {
    if (!this.#open) throw new EarshotError('connection:closed', `ask for ${method}`);
    return (await this.#requests.request(method, params, options)) as Result<M>;
  }

  async send(frame: Send): Promise<Ack> {
    if (!this.#open) throw new EarshotError('connection:closed', 'send the message');
    return (await this.#requests.send(frame)) as Ack;
  }

  notify(frame: ClientFrames['signal'] | ClientFrames['typing']): boolean {
    return this.#write(frame);
  }

  probe(): void {
    if (this.#line?.upAtMs !== undefined) this.#line.probe();
  }

  async refresh(): Promise<void> {
    if (this.#line?.upAtMs !== undefined) await this.#token.refresh();
  }

  reset(): void {
    this.#line?.cut(CLOSE.zombie, 'asked for');
  }

  async followChannels(Following: typeof ChannelCursors): Promise<void> {
    if (this.#following) return;
    this.#following = new Following(this.#cursors);
    if (this.#state !== 'connected') return; // the next hello asks
    const { channels } = await this.request('channel.follow', {}, { retry: true });
    this.#following.follow(channels);
    this.emit('channels', channels);
  }

  cursor(stream: string): Cursor | undefined {
    return this.#cursors.get(stream);
  }

  #write(frame: unknown): boolean {
    return this.#line?.upAtMs !== undefined && this.#line.write(frame);
  }

  #report(code: EarshotErrorCode, operation: string, cause?: unknown): void {
    this.emit('error', isEarshotError(cause) ? cause : new EarshotError(code, operation, undefined, { cause }));
  }

  #move(state: ConnectionState): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    this.emit('state', state, previous);
  }

  async #dial(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#o.clock.clearTimeout(this.#retry);
    this.#retry = this.#bye = undefined;
    try {
      const token = await this.#token.forHello();
      if (attempt !== this.#attempt) return;
      if (token === undefined) this.#fail(this.#failure ?? new EarshotError('auth:token-invalid', 'connect'));
      else {
        const opening = this.#o.openSocket(this.#o.url);
        const socket = 'then' in opening ? await opening : opening;
        if (attempt === this.#attempt) this.#openLine(socket, token);
        else socket.close();
      }
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (isEarshotError(error) && !error.retryable) this.#fail(error);
      else {
        this.#report('connection:unreachable', 'connect', error);
        this.#later(undefined, error);
      }
    }
  }

  #openLine(socket: SocketLike, token: string): void {
    const { clock, settings, random, log, appId: app_id, device, clientVersion: client_version, exclusive } = this.#o;
    const line: Line = new Line(socket, {
      clock,
      settings,
      random,
      log,
      hello: () => ({
        t: 'hello',
        v: PROTOCOL_VERSION,
        app_id,
        token,
        device,
        client_version,
        exclusive,
        resume: this.#cursors.resume(),
        channels: this.#following && true,
      }),
      frame: (frame) => this.#handle(frame, line),
      lost: (code) => this.#lost(code, line),
    });
    this.#line = line;
  }

  #handle(frame: ServerFrame, line: Line): void {
    if (frame.t === 'bye') this.#bye = frame;
    else if (frame.t === 'welcome') this.#welcomed(frame, line);
    else if (line.upAtMs === undefined) {
      if (frame.t === 'nack') this.#bye = { ...frame, t: 'bye', close: 0, after_ms: frame.retry_after_ms ?? 0 };
    } else if (frame.t === 'events') {
      const whole = this.#cursors.apply(frame, (offset, entry) => this.#applied(frame.stream, offset, entry, line));
      if (!whole) line.cut(CLOSE.badFrame, `a gap in ${frame.stream}`);
    } else if (frame.t === 'reply') this.#requests.replied(frame);
    else if (frame.t === 'ack') this.#requests.acknowledged(frame);
    else if (frame.t === 'nack') this.#requests.refused(frame);
    else if (frame.t === 'live') this.emit('live', frame.stream, frame.offset);
    else if (frame.t === 'token_expiring') void this.#token.refresh();
    else if (frame.t === 'token_accepted') this.#token.accepted(frame.expires_at - this.#clockOffsetMs);
    else if (frame.t !== 'pong') this.emit(frame.t as 'leg', frame as ServerFrames['leg']);
  }

  #welcomed(welcome: Welcome, line: Line): void {
    line.welcomed(welcome.heartbeat_ms);
    this.#welcome = welcome;
    this.#clockOffsetMs = welcome.now - this.#o.clock.now();
    this.#token.accepted(welcome.token_expires_at - this.#clockOffsetMs);
    const reset = this.#cursors.welcomed(welcome);
    this.#following?.follow(welcome.channels);
    this.#waiter?.resolve();
    this.#waiter = undefined;
    // a listener may hang up, and then the rest is not told
    this.#move('connected');
    if (line.alive) this.#requests.lineUp();
    if (line.alive) this.emit('welcome', welcome);
    for (const [stream, head] of reset) if (line.alive) this.emit('reset', stream, head, welcome.epoch);
    if (this.#following && line.alive) this.emit('channels', welcome.channels);
  }

  #applied(stream: string, offset: number, entry: StreamEntry, line: Line): boolean {
    const contained = offset <= (this.#welcome?.streams[stream]?.head ?? 0); // in the snapshot of the welcome (P-9)
    if (!contained) this.#following?.entry(entry);
    this.emit('entry', stream, offset, entry);
    return line.alive;
  }

  #wake(): void {
    if (this.#line?.upAtMs !== undefined) this.#line.probe();
    else if (this.#retry !== undefined) void this.#dial();
  }

  #lost(code: number, line: Line): void {
    const bye = this.#bye;
    const rule = closeRule(bye?.close || code);
    const said = bye && EarshotError.fromWire(bye, 'connect');
    this.#line = undefined;
    this.#token.pause();
    this.#requests.lineLost();
    if (rule.next === 'stop') {
      this.#fail(said ?? new EarshotError(STOPPED[code] ?? 'auth:forbidden', 'connect', rule.reason));
      return;
    }
    if (line.upAtMs !== undefined && this.#o.clock.now() - line.upAtMs >= this.#o.settings.stableAfterMs) this.#failures = -1;
    const refused = rule.next === 'refresh';
    if (refused) {
      this.#token.refuse();
      this.#failure = said; // told if the provider has no other token
    } else if (line.upAtMs === undefined && this.#failures === 0) this.#report('connection:unreachable', 'connect', said);
    this.#later(bye?.after_ms || (refused ? 0 : undefined), said);
    if (this.#state === 'connected') this.#move('reconnecting');
  }

  /** The next attempt: at once after a stable line, else full jitter over a doubling range; or as the application wants it. */
  #later(delayMs?: number, cause?: unknown): void {
    const { clock, settings, random, retryAfterMs } = this.#o;
    const n = this.#failures++;
    const why = retryAfterMs && asEarshotError(cause ?? 'the line was lost', 'connection:lost', 'connect');
    const backoffMs = why ? retryAfterMs(why) : n < 0 ? 0 : random() * Math.min(settings.backoffMaxMs, settings.backoffBaseMs * 2 ** n);
    if (why && backoffMs === undefined) this.#fail(why);
    else this.#retry = clock.setTimeout(() => void this.#dial(), delayMs ?? (backoffMs as number));
  }

  #fail(error: EarshotError): void {
    this.#failure = error;
    this.#end('failed', error);
    this.emit('error', error);
  }

  #end(state: 'failed' | 'disconnected', error: EarshotError): void {
    this.#attempt++;
    this.#o.clock.clearTimeout(this.#retry);
    this.#retry = this.#bye = undefined;
    this.#stopWaking?.();
    this.#stopWaking = undefined;
    this.#line?.hangUp();
    this.#line = undefined;
    this.#token.pause();
    const waiting = this.#waiter;
    this.#waiter = undefined;
    this.#move(state);
    this.#requests.close();
    waiting?.reject(error);
  }
}

function waiter(): Waiter {
  let settle: Pick<Waiter, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => {}); // the state says it too, to those who do not wait
  return { promise, ...settle! };
}

/** Makes the connection of a client; it does nothing until `connect`. */
export const createConnection = (options: ConnectionOptions): Connection => new SocketConnection(options);
