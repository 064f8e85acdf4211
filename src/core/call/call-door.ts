import { Emitter, type Unsubscribe } from '../base/index.ts';
import { asEarshotError, type CallRow, EarshotError, userStream } from '../protocol/index.ts';
import type { Call, CallManager, CallManagerEvents, MakeOptions } from './api.ts';
import { type CallParts, type LoadedCalls, legOf, type Missed } from './ports.ts';
import type { CallConfig, SdpHandler } from './sdp/api.ts';

const EVENTS = ['incoming', 'outgoing', 'change', 'ended', 'error'] as const;

/**
 * What a page has of calls before there are any: it listens for the first row that concerns this browser, and loads the manager for
 * it, or for an intent. What the server says meanwhile waits, in order.
 */
class CallDoor extends Emitter<CallManagerEvents> implements CallManager {
  readonly #parts: CallParts;
  readonly #undo: Unsubscribe[];
  /** What the manager missed while it loaded; a welcome says all that is live, so that it starts anew. */
  #missed: Missed[] = [];
  #manager: LoadedCalls | undefined;
  #loading: Promise<LoadedCalls> | undefined;
  #disposed = false;

  constructor(parts: CallParts) {
    super();
    this.#parts = parts;
    const { client, connection } = parts;
    this.#undo = [
      connection.on('welcome', (welcome) => {
        this.#missed = [];
        this.#hear({ welcome }, welcome.calls);
        if (globalThis.location?.hash.startsWith('#earshot-call='))
          void import('./take-over.ts').then(({ followLink }) => followLink(this, (error) => this.emit('error', error)));
      }),
      connection.on('entry', (stream, offset, entry) => {
        if (stream !== userStream(client.userId) || entry.kind !== 'call') return;
        // what the welcome's head covers is history: `welcome.calls` has said already what rings
        const past = offset <= (connection.welcome?.streams[stream]?.head ?? 0);
        this.#hear({ row: entry.call, past }, past ? [] : [entry.call]);
      }),
      connection.on('signal', (signal) => this.#hear({ signal }, [])),
    ];
  }

  get config(): CallConfig {
    return this.#parts.callConfig;
  }

  setSdpHandlers(handlers: readonly SdpHandler[]): void {
    this.config.sdpHandlers = handlers;
  }

  get calls(): readonly Call[] {
    return this.#manager?.calls ?? [];
  }

  get(id: string): Call | undefined {
    return this.#manager?.get(id);
  }

  async make(to: string, options?: MakeOptions): Promise<Call> {
    try {
      return (this.#manager ?? (await this.#load())).make(to, options); // loaded, it starts within the click
    } catch (error) {
      throw asEarshotError(error, 'call:media-failed', `call ${to}`);
    }
  }

  async prepare(options?: { codeOnly?: boolean }): Promise<void> {
    const manager = await this.#load();
    if (!options?.codeOnly) await manager.prepare();
  }

  async takeOver(code: string): Promise<Call> {
    return (await this.#load()).takeOver(code);
  }

  async isOnline(userId: string): Promise<boolean> {
    return (await this.#parts.connection.request('presence.online', { user_id: userId })).online;
  }

  dispose(): void {
    this.#disposed = true;
    for (const undo of this.#undo) undo();
    this.#missed = [];
    this.#manager?.dispose();
  }

  #hear(news: Missed, rows: readonly CallRow[]): void {
    if (this.#manager) {
      this.#manager.hear(news);
      return;
    }
    const { client, settings } = this.#parts;
    const concerned = rows.some((row) => (row.state === 'ringing' && row.to.user_id === client.userId) || legOf(this.#parts, row));
    if (!settings.maxCalls) return;
    if (!concerned && !this.#loading && !this.#missed.length) return;
    this.#missed.push(news);
    // a chunk that did not load is asked for again with the next row that matters
    if (concerned)
      this.#load().catch((error: unknown) => {
        if (!this.#disposed) this.emit('error', asEarshotError(error, 'call:media-failed', 'load what handles calls'));
      });
  }

  async #load(): Promise<LoadedCalls> {
    if (this.#disposed) throw new EarshotError('client:disposed', 'call');
    this.#loading ??= import('./call-manager.ts').then(
      async ({ createCallManager }) => {
        import('./leg-store.ts').catch(() => {}); // small, and asked for in the moment that a call begins
        const manager = await createCallManager(this.#parts);
        if (this.#disposed) {
          manager.dispose();
          throw new EarshotError('client:disposed', 'call');
        }
        for (const type of EVENTS) manager.on(type, (...args) => this.emit(type, ...(args as CallManagerEvents[typeof type])));
        this.#manager = manager;
        for (const news of this.#missed) manager.hear(news);
        this.#missed = [];
        return manager;
      },
      (error: unknown) => {
        this.#loading = undefined; // it may load next time
        throw error;
      },
    );
    return this.#loading;
  }
}

/** The calls of one client. */
export const createCalls = (parts: CallParts): CallManager => new CallDoor(parts);
