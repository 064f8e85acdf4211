import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../../src/core/base/index.ts';
import {
  asEarshotError,
  type BaseUser,
  CLOSE,
  type ClientFrame,
  type ClientFrames,
  channelStream,
  EarshotError,
  type EarshotErrorCode,
  type Hello,
  isEarshotError,
  type MethodName,
  type ServerFrame,
} from '../../../src/core/protocol/index.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { Actor, ServerSettings } from '../api.ts';
import type { Tokens, VerifiedToken } from '../auth/tokens.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import type { OpenedSession } from '../streams/commands.ts';
import { type Frame, frameOf } from '../streams/frame.ts';
import type { Reader, StreamHub } from '../streams/hub.ts';
import { Allowance, type Metered } from './allowance.ts';
import { parseFrame } from './frames.ts';
import { Line, type Wire } from './line.ts';
import { admit, welcome } from './welcome.ts';

/** What a session needs of the rest of the server. */
export interface SessionPorts {
  settings: ServerSettings;
  clock: Clock;
  log: Logger;
  db: Database;
  hub: StreamHub;
  tokens: Tokens;
  epoch(): string;
  appExists(appId: string): boolean;
  execute(actor: Actor, method: MethodName, params: unknown, session: string): Promise<object>;
  send(appId: string, userId: string, frame: Omit<ClientFrames['send'], 't'>, options: { address: string }): Promise<ServerFrame>;
  signal(session: Session, frame: ClientFrames['signal']): void;
  /** Takes its place among the live ones; false when the user has too many. */
  enter(session: Session): boolean;
  leave(session: Session): void;
}

/** Requests and messages that may be under way at once, and frames that may wait for the welcome. */
const IN_FLIGHT_MAX = 100;
/** Behind this far on a followed stream, coming back with heads only is cheaper for both. */
const LAG_MAX = 5_000;
/** Silence of so many heartbeats is the end. */
const SILENT_HEARTBEATS = 2.2;
/** How a client closes that does not mean to come back. */
const GOODBYE = 1000;
const CONNECT = 'connect';

interface Ids {
  request_id?: number;
  client_id?: string;
}

/** One socket from hello to close. */
export class Session implements Reader {
  readonly id: string;
  readonly #ports: SessionPorts;
  readonly #line: Line;
  readonly #allowance: Allowance;
  #openedAt: number;
  #state: 'waiting' | 'opening' | 'live' | 'closed' = 'waiting';
  #early: ClientFrame[] = [];
  #inFlight = 0;
  #lastSeenAt: number;
  #token: VerifiedToken | undefined;
  #warned = false;
  #device = '';
  #exclusive = false;
  #user: BaseUser | undefined;
  #followsChannels = false;
  #goodbye = false;
  #blocked: Set<string> = new Set();
  readonly #address: string;

  constructor(id: string, socket: WebSocket, wire: Wire, ports: SessionPorts, address = '') {
    const { settings, clock } = ports;
    this.id = id;
    this.#ports = ports;
    this.#address = address;
    this.#line = new Line(socket, wire, clock, settings.maxBufferedBytes, () => ports.hub.resume(this));
    this.#allowance = new Allowance(clock, settings.rates);
    this.#openedAt = this.#lastSeenAt = clock.now();
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('close', (code) => {
      this.#goodbye = code === GOODBYE;
      this.#closed();
    });
    socket.on('error', (error: Error) => ports.log.debug({ session: id, reason: error.message }, 'socket error'));
  }

  get appId(): string {
    return this.#token?.appId ?? '';
  }

  get userId(): string {
    return this.#token?.userId ?? '';
  }

  get device(): string {
    return this.#device;
  }

  /** Whether it makes way for another exclusive one of its device. */
  get exclusive(): boolean {
    return this.#exclusive;
  }

  /** When it was welcomed, in epoch ms. */
  get openedAt(): number {
    return this.#openedAt;
  }

  get live(): boolean {
    return this.#state === 'live' && this.#line.open;
  }

  get followsChannels(): boolean {
    return this.#followsChannels;
  }

  /** Whether the client ended it on purpose. */
  get saidGoodbye(): boolean {
    return this.#goodbye;
  }

  /** Whose messages it is not shown. */
  get blocked(): ReadonlySet<string> {
    return this.#blocked;
  }

  /** From now on. */
  block(userId: string, on: boolean): void {
    if (on) this.#blocked.add(userId);
    else this.#blocked.delete(userId);
  }

  get user(): BaseUser | undefined {
    return this.#user;
  }

  set user(user: BaseUser) {
    this.#user = user;
  }

  // ---- what others write

  hasRoom(): boolean {
    return this.#line.hasRoom();
  }

  write(frame: Frame | string): void {
    this.#line.write(frame);
  }

  together(): void {
    this.#line.together();
  }

  writeLoose(frame: Frame): void {
    if (this.#line.hasRoom()) this.#line.write(frame);
  }

  send(frame: ServerFrame): void {
    if (this.#line.flooded) this.close(CLOSE.slow, 'connection:slow', 'keep up');
    else this.#line.send(frame);
  }

  fail(): void {
    this.close(CLOSE.restart, 'connection:restart', 'go on');
  }

  close(code: number, error: EarshotErrorCode, operation: string, options?: { reason?: string; afterMs?: number }): void {
    if (!this.#line.open) return;
    this.#ports.log.debug({ session: this.id, code, error }, 'socket closed by the server');
    this.#line.bye(code, error, operation, options);
    this.#closed();
  }

  /** Follows all joined channels from the given heads on, and those joined later. */
  followChannels(): void {
    this.#followsChannels = true;
  }

  /** Looks at every deadline; called often by one timer for all sessions. */
  sweep(): void {
    const { settings, clock, hub } = this.#ports;
    const now = clock.now();
    if (this.#state === 'closed') return;
    if (this.#state === 'waiting' || this.#state === 'opening') {
      if (now - this.#openedAt > settings.helloTimeoutMs) this.#helloExpected();
      return;
    }
    if (now - this.#lastSeenAt > settings.heartbeatMs * SILENT_HEARTBEATS) {
      this.close(CLOSE.zombie, 'connection:lost', 'stay connected', { reason: 'nothing was heard for too long' });
    } else if (this.#line.stalledMs() > settings.slowConsumerMs || hub.lag(this) > LAG_MAX) {
      this.close(CLOSE.slow, 'connection:slow', 'keep up');
    } else this.#watchToken(now);
  }

  #watchToken(now: number): void {
    const { tokenWarningMs, tokenGraceMs } = this.#ports.settings;
    const left = this.#token!.expiresAt - now;
    if (left + tokenGraceMs <= 0) this.close(CLOSE.token, 'auth:token-expired', 'stay connected');
    else if (left <= tokenWarningMs && !this.#warned) {
      this.#warned = true;
      this.send({ t: 'token_expiring', in_ms: Math.max(0, left) });
    }
  }

  #closed(): void {
    if (this.#state === 'closed') return;
    const was = this.#state;
    this.#state = 'closed';
    this.#early = [];
    this.#ports.hub.drop(this);
    if (was === 'live') this.#ports.leave(this);
  }

  // ---- what the client sends

  #receive(data: RawData, isBinary: boolean): void {
    if (!this.#line.open) return;
    this.#lastSeenAt = this.#ports.clock.now();
    const bytes = data as Buffer; // ws hands over one Buffer a message
    if (isBinary) this.#bad('binary frames are not served');
    else if (bytes.length > this.#ports.settings.frameBytes) this.#bad('the frame is too large');
    else if (!this.#allowance.frame()) this.close(CLOSE.rate, 'request:rate-limited', 'go on');
    else this.#read(bytes.toString());
  }

  #read(text: string): void {
    const parsed = parseFrame(text);
    if (parsed.kind === 'frame') this.#handle(parsed.frame);
    else if (parsed.kind === 'unknown') {
      if (this.#state === 'waiting') this.#helloExpected();
    } else if (this.#state === 'waiting' || (parsed.requestId === undefined && parsed.clientId === undefined)) this.#bad(parsed.reason);
    else {
      const ids = { request_id: parsed.requestId, client_id: parsed.clientId };
      this.#nack(ids, new EarshotError('protocol:bad-frame', 'read the frame', parsed.reason));
      this.#strike();
    }
  }

  #bad(reason: string): void {
    this.close(CLOSE.badFrame, 'protocol:bad-frame', 'read the frame', { reason });
  }

  #helloExpected(): void {
    this.close(CLOSE.badFrame, 'protocol:hello-expected', CONNECT);
  }

  #handle(frame: ClientFrame): void {
    if (this.#state === 'waiting') {
      if (frame.t === 'hello') {
        this.#state = 'opening';
        this.#hello(frame).catch((error: unknown) => this.#refuse(error));
      } else this.#helloExpected();
    } else if (this.#state === 'opening') {
      if (this.#early.length < IN_FLIGHT_MAX) this.#early.push(frame);
      else this.close(CLOSE.rate, 'request:rate-limited', CONNECT);
    } else if (this.#state === 'live') this.#serve(frame);
  }

  #serve(frame: ClientFrame): void {
    switch (frame.t) {
      case 'hello':
        this.#bad('hello comes once');
        break;
      case 'ping':
        this.send({ t: 'pong', n: frame.n });
        break;
      case 'auth':
        this.#auth(frame.token).catch((error: unknown) => this.#refuse(error));
        break;
      case 'request':
        void this.#request(frame);
        break;
      case 'send':
        void this.#message(frame);
        break;
      case 'typing':
        void this.#typing(frame.channel_id);
        break;
      case 'signal':
        if (this.#allow('signal', {})) this.#ports.signal(this, frame);
    }
  }

  async #hello(hello: Hello): Promise<void> {
    const { tokens, db, appExists, epoch } = this.#ports;
    const { issuedAt, ...token } = admit(hello, tokens, appExists);
    this.#token = token;
    this.#device = hello.device;
    this.#exclusive = hello.exclusive ?? false;
    const { resume = {}, channels = false } = hello;
    const args = { app: token.appId, user: token.userId, issuedAt, epoch: epoch(), resume, channels };
    await db.run('session.open', args, (opened) => this.#open(opened, token, channels));
  }

  /** In one synchronous step with the snapshot: enter, set the cursors, welcome. */
  #open(opened: OpenedSession, token: VerifiedToken, channels: boolean): void {
    if (this.#state !== 'opening') return;
    const { hub, settings, clock, epoch } = this.#ports;
    const now = clock.now();
    this.#user = opened.user;
    this.#blocked = new Set(opened.blocked);
    this.#followsChannels = channels;
    this.#openedAt = now;
    if (!this.#ports.enter(this)) {
      this.close(CLOSE.rate, 'request:rate-limited', CONNECT, { reason: 'this user has too many connections' });
      return;
    }
    this.#state = 'live';
    this.#line.together();
    this.send(welcome({ session: this.id, now, epoch: epoch(), expiresAt: token.expiresAt, opened }, settings));
    for (const { stream, head, after } of opened.follow) hub.follow(this, token.appId, stream, head, after);
    for (const frame of this.#early.splice(0)) this.#handle(frame);
  }

  async #auth(given: string): Promise<void> {
    const token = await this.#ports.tokens.verify(given);
    if (token.appId !== this.appId || token.userId !== this.userId) {
      throw new EarshotError('auth:token-invalid', 'renew the session token', 'it is of another user');
    }
    this.#token = token;
    this.#warned = false;
    this.send({ t: 'token_accepted', expires_at: token.expiresAt });
  }

  #refuse(error: unknown): void {
    const { code, message } = asEarshotError(error, 'server:internal', CONNECT);
    const reason = message.replace(/^unable to [^;]*; /, '');
    if (code === 'protocol:version') this.close(CLOSE.upgrade, code, CONNECT);
    else if (code === 'user:not-found')
      this.close(CLOSE.forbidden, code, CONNECT); // no token can help
    else if (code.startsWith('auth:')) this.close(CLOSE.token, code, CONNECT, { reason });
    else this.close(CLOSE.restart, code, CONNECT, { reason, afterMs: 1_000 });
  }

  async #request({ request_id, method, params }: ClientFrames['request']): Promise<void> {
    const ids = { request_id };
    if (!Object.hasOwn(METHODS, method)) this.#nack(ids, new EarshotError('request:unsupported', `do ${method}`));
    else if (this.#allow(Allowance.of(method), ids)) {
      await this.#during(ids, method, async () => {
        const actor: Actor = { kind: 'user', appId: this.appId, userId: this.userId };
        const result = await this.#ports.execute(actor, method as MethodName, params, this.id);
        this.send({ t: 'reply', request_id, result: result as Record<string, never> });
      });
    }
  }

  async #message({ t: _, ...draft }: ClientFrames['send']): Promise<void> {
    const ids = { client_id: draft.client_id };
    if (!this.#allow('send', ids)) return;
    await this.#during(ids, 'send', async () => this.send(await this.#ports.send(this.appId, this.userId, draft, { address: this.#address })));
  }

  /** Runs one thing that will be answered, and answers what goes wrong. */
  async #during(ids: Ids, what: string, task: () => Promise<void>): Promise<void> {
    if (this.#inFlight >= IN_FLIGHT_MAX) {
      this.#nack(ids, new EarshotError('server:busy', `do ${what}`, undefined, { retryAfterMs: 500 }));
      return;
    }
    this.#inFlight++;
    try {
      await task();
    } catch (error) {
      if (!isEarshotError(error)) {
        this.#ports.log.error({ session: this.id, what, reason: error instanceof Error ? error.message : String(error) }, 'a request failed');
      }
      this.#nack(ids, isEarshotError(error) ? error : new EarshotError('server:internal', `do ${what}`));
    } finally {
      this.#inFlight--;
    }
  }

  async #typing(channel: string): Promise<void> {
    if (this.#allowance.waitMs('typing') > 0) return; // shown a moment later or not at all: no loss
    const { hub, db, settings, log } = this.#ports;
    const app = this.appId;
    try {
      if (!(await db.run('channel.may-write', { app, user: this.userId, channel }))) return;
      const frame: ServerFrame = { t: 'typing', channel_id: channel, user: this.#user!, ttl_ms: settings.typingTtlMs };
      hub.tell(app, channelStream(channel), frameOf(JSON.stringify(frame)), this.userId);
    } catch (error) {
      log.debug({ session: this.id, reason: String(error) }, 'typing was not told');
    }
  }

  #allow(name: Metered, ids: Ids): boolean {
    const waitMs = this.#allowance.waitMs(name);
    if (waitMs === 0) return true;
    this.#nack(ids, new EarshotError('request:rate-limited', 'go on', undefined, { retryAfterMs: waitMs }));
    this.#strike();
    return false;
  }

  #strike(): void {
    if (!this.#allowance.forgive()) this.close(CLOSE.rate, 'request:rate-limited', 'go on');
  }

  #nack(ids: Ids, error: EarshotError): void {
    this.send({ t: 'nack', ...ids, ...error.toWire() });
  }
}
