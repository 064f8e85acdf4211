import { consoleLog, Emitter, type Log, silentLog, type Unsubscribe } from '../core/base/index.ts';
import type { Call } from '../core/call/api.ts';
import type { ClientOptions } from '../core/client/api.ts';
import { Client } from '../core/client/client.ts';
import { isEarshotError } from '../core/protocol/index.ts';
import { refusal, STATUS_BY_REASON, type VoiceStatus, voiceError } from './voice-codes.ts';

/** Configuration of a {@link VoiceClient}. */
export interface VoiceConfig {
  /** Bare host, without scheme and path. */
  host: string;
  app_id: string;
  user_id: string;
  /** From `GET /v1/voice/users/{id}/token`, asked by your server. */
  token: string;
  /** Writes what happens to the console. Default false. */
  debug?: boolean;
}

/** What both events carry. */
export interface VoicePayload {
  /** Equal on both ends. */
  id: string;
  status: VoiceStatus;
  direction: 'outbound' | 'inbound';
  from: string;
  to: string;
}

export interface VoiceEvents {
  /** Once per call, `started`. */
  call: [payload: VoicePayload];
  /** Every later status. */
  call_status_changed: [payload: VoicePayload];
}

/** The call that the methods act on, and what of it was told. */
interface Current {
  call: Call;
  status: VoiceStatus | undefined;
  off: Unsubscribe;
}

/**
 * One current call by the names of the voice SDK that people come from. Every method rejects with a `VoiceError` {code, name,
 * message, stack}; see `voice-codes.ts` for the table.
 */
export class VoiceClient extends Emitter<VoiceEvents> {
  readonly #client: Client;
  readonly #config: VoiceConfig;
  readonly #log: Log;
  #connected = false;
  #current: Current | undefined;
  /** Between `call()` and the call's being there. */
  #placing = false;

  /** @throws VoiceError 80101 at once when the configuration is incomplete or malformed */
  constructor(config: VoiceConfig, ports: Partial<ClientOptions> = {}) {
    super();
    this.#config = checked(config);
    const { host, app_id, user_id, token, debug } = this.#config;
    this.#log = ports.log ?? (debug ? consoleLog('debug') : silentLog);
    try {
      this.#client = new Client({
        ...ports,
        host,
        appId: app_id,
        userId: user_id,
        token,
        settings: { ...ports.settings, maxCalls: 1 },
        log: this.#log,
      });
    } catch (error) {
      throw voiceError(error, 'make a voice client');
    }
    this.#client.calls.on('incoming', (call) => this.#follow(call));
    this.#client.calls.on('outgoing', (call) => this.#follow(call));
    // a call that a reload interrupted comes back without either event
    this.#client.calls.on('change', (call) => {
      if (!this.#current && call.state !== 'ended') this.#follow(call);
    });
  }

  /** The core client behind it. */
  get core(): Client {
    return this.#client;
  }

  /** @throws VoiceError 80201 when this client is connected already, 80102 when there is no such user, 80401 when the token is not accepted */
  async connectUser(): Promise<void> {
    const operation = 'connect';
    if (this.#connected) throw refusal(80201, 'connection:already-connected', operation, 'this client is connected already');
    this.#connected = true;
    try {
      await this.#client.connect();
    } catch (error) {
      this.#connected = false;
      if (isEarshotError(error, 'user:not-found')) throw refusal(80102, 'user:not-found', operation);
      throw voiceError(error, operation);
    }
  }

  /** Hangs up, ends the session and removes it from the server. Idempotent. */
  async disconnectUser(): Promise<void> {
    if (!this.#connected) return;
    this.#connected = false;
    try {
      await this.#current?.call.end();
      await this.#client.disconnect();
    } catch (error) {
      throw voiceError(error, 'disconnect');
    }
  }

  /**
   * Calls another user; resolves once the call is placed. Its id comes with the events.
   * @throws VoiceError 80101, 80103, 80202, 80402, 80404, 80801, 80802
   */
  async call(otherUserId: string): Promise<void> {
    const operation = 'call';
    this.#checkUser(otherUserId, operation);
    this.#checkConnected(operation);
    if (otherUserId === this.#config.user_id) throw refusal(80103, 'call:self', operation);
    if (this.#current || this.#placing) throw refusal(80202, 'call:limit', operation);
    this.#placing = true;
    try {
      if (!(await this.#client.calls.isOnline(otherUserId))) throw refusal(80404, 'call:unreachable', operation);
      if (this.#current) throw refusal(80202, 'call:limit', operation); // they were quicker
      await placed(await this.#client.calls.make(otherUserId));
    } catch (error) {
      throw voiceError(error, operation);
    } finally {
      this.#placing = false;
    }
  }

  /**
   * Answers the pending inbound call.
   * @throws VoiceError 80202, 80402, 80403, 80801, 80802
   */
  async dialUp(): Promise<void> {
    const operation = 'answer';
    this.#checkConnected(operation);
    const call = this.#callOrThrow(operation);
    if (call.direction !== 'incoming' || (call.state !== 'ringing' && call.state !== 'initiated')) throw refusal(80202, 'call:limit', operation);
    try {
      await call.answer();
    } catch (error) {
      throw voiceError(error, operation);
    }
  }

  /**
   * Ends the current call, or declines it while it rings here.
   * @throws VoiceError 80402, 80403
   */
  async hangUp(): Promise<void> {
    const operation = 'hang up';
    this.#checkConnected(operation);
    const call = this.#callOrThrow(operation);
    try {
      await call.end();
    } catch (error) {
      throw voiceError(error, operation);
    }
  }

  /**
   * Silences my voice, or lets it be heard again. Only once the call is connected.
   * @throws VoiceError 80101, 80402, 80403
   */
  async mute(muted: boolean): Promise<void> {
    const operation = 'mute';
    if (typeof muted !== 'boolean') throw refusal(80101, 'request:invalid', operation, 'the argument must be true or false');
    this.#checkConnected(operation);
    const call = this.#callOrThrow(operation);
    if (call.state !== 'connected' && call.state !== 'on_hold') throw refusal(80403, 'call:wrong-state', operation, 'the call is not connected yet');
    call.setMuted(muted);
  }

  /**
   * Whether the other user is connected now, on any device.
   * @throws VoiceError 80101, 80402
   */
  async checkSession(otherUserId: string): Promise<boolean> {
    const operation = 'check the session';
    this.#checkUser(otherUserId, operation);
    this.#checkConnected(operation);
    try {
      return await this.#client.calls.isOnline(otherUserId);
    } catch (error) {
      if (isEarshotError(error, 'user:not-found') || isEarshotError(error, 'call:user-not-found')) return false;
      throw voiceError(error, operation);
    }
  }

  #follow(call: Call): void {
    if (this.#current?.call === call) return;
    const current: Current = { call, status: undefined, off: () => {} };
    current.off = call.on('state', () => this.#tell(current));
    this.#current = current;
    this.#tell(current);
  }

  #tell(current: Current): void {
    const { call } = current;
    const ended = call.state === 'ended';
    if (ended) {
      current.off();
      if (this.#current === current) this.#current = undefined;
    }
    const now = statusOf(call);
    // an answered call that another device of ours took over was answered all the same
    const status = now === 'unanswered' && current.status === 'answered' ? 'completed' : now;
    if (!status || status === current.status) return;
    this.#log('debug', 'voice', `call ${call.id} is ${status}`);
    if (current.status === undefined) {
      if (ended) return; // it was never placed: the promise says why
      current.status = 'started';
      this.emit('call', this.#payload(call, 'started'));
      if (status === 'started') return;
    }
    current.status = status;
    this.emit('call_status_changed', this.#payload(call, status));
  }

  #payload(call: Call, status: VoiceStatus): VoicePayload {
    const me = this.#config.user_id;
    const other = call.peer.user_id;
    const outbound = call.direction === 'outgoing';
    return { id: call.id, status, direction: outbound ? 'outbound' : 'inbound', from: outbound ? me : other, to: outbound ? other : me };
  }

  #callOrThrow(operation: string): Call {
    if (!this.#current) throw refusal(80403, 'call:not-found', operation);
    return this.#current.call;
  }

  #checkConnected(operation: string): void {
    const { state } = this.#client;
    if (!this.#connected || (state !== 'connected' && state !== 'reconnecting')) throw refusal(80402, 'connection:closed', operation);
  }

  #checkUser(userId: unknown, operation: string): void {
    if (typeof userId !== 'string' || userId === '') throw refusal(80101, 'request:invalid', operation, 'the user id must be a non-empty string');
  }
}

/** The face's status of a call; undefined before it is placed. */
function statusOf(call: Call): VoiceStatus | undefined {
  switch (call.state) {
    case 'initiating':
      return undefined;
    case 'initiated':
      return 'started';
    case 'ringing':
    case 'early_media':
      return 'ringing';
    case 'connected':
    case 'on_hold':
      return 'answered';
    case 'ended':
      return STATUS_BY_REASON[call.endReason ?? 'failed'];
  }
}

/** Resolves once the server has the call; rejects when it never got so far. */
function placed(call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (call.state === 'initiating') return false;
      if (call.state === 'ended' && call.error) reject(call.error);
      else resolve();
      return true;
    };
    if (look()) return;
    const off = call.on('state', () => {
      if (look()) off();
    });
  });
}

function checked(config: VoiceConfig): VoiceConfig {
  const operation = 'make a voice client';
  const fail = (reason: string) => {
    throw refusal(80101, 'client:invalid-config', operation, reason);
  };
  if (typeof config !== 'object' || config === null) return fail('a configuration is needed');
  for (const name of ['host', 'app_id', 'user_id', 'token'] as const)
    if (typeof config[name] !== 'string' || config[name] === '') return fail(`\`${name}\` must be a non-empty string`);
  if (/[/\s]/.test(config.host)) return fail('`host` must be a bare host, without http:// and without a path');
  if (config.debug !== undefined && typeof config.debug !== 'boolean') return fail('`debug` must be true or false');
  return { ...config };
}
