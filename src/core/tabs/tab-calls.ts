import { type Clock, Emitter, type Settings, type Unsubscribe, uuid } from '../base/index.ts';
import { pageLocks, takeTurn } from '../base/turn.ts';
import type { Call, CallManager } from '../call/api.ts';
import { legKey } from '../call/ports.ts';
import type { Connection } from '../connection/api.ts';
import { asEarshotError, EarshotError, type EndReason, extendCatalogue, RARE_CALL_ERRORS, type WireError } from '../protocol/index.ts';
import type { TabCall, TabCalls, TabCallsEvents } from './api.ts';
import { HeldMemory } from './held-memory.ts';

extendCatalogue(RARE_CALL_ERRORS);

type Wish = 'end' | 'mute' | 'unmute' | 'hold' | 'unhold' | 'give';
const WISHES: readonly unknown[] = ['end', 'mute', 'unmute', 'hold', 'unhold', 'give'];

type Message =
  /** Whoever has calls, say so. */
  | { k: 'who' }
  | { k: 'calls'; tab: string; calls: TabCall[] }
  | { k: 'do'; tab: string; call: string; wish: Wish; ask: string }
  | { k: 'done'; ask: string; error?: WireError };

/** What it needs of a client. Its `ClientParts` fit; the last two are for tests. */
export interface TabCallsParts {
  client: { readonly host: string; readonly appId: string; readonly userId: string; readonly calls: CallManager };
  connection: Pick<Connection, 'reset'>;
  clock: Clock;
  settings: Settings;
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  locks?: LockManager;
}

const shown = ({ id, direction, peer, state, muted, localHold, remoteHold, reconnecting, connectedAtMs, heldAtMs }: Call): TabCall => ({
  id,
  direction,
  peer,
  state,
  muted,
  localHold,
  remoteHold,
  reconnecting,
  connectedAtMs,
  heldAtMs,
});

/** Calls that are a tab's own: a call that rings rings in all of them. */
const isHeld = ({ direction, state }: Call): boolean =>
  state === 'connected' || state === 'on_hold' || (direction === 'outgoing' && state !== 'ended');

class CallsOfTabs extends Emitter<TabCallsEvents> implements TabCalls {
  readonly #parts: TabCallsParts;
  readonly #tab = uuid();
  readonly #name: string;
  readonly #channel: BroadcastChannel | undefined;
  readonly #undo: Unsubscribe[];
  readonly #others = new Map<string, { calls: readonly TabCall[]; forget: () => void }>();
  readonly #asked = new Map<string, (error: EarshotError | undefined) => void>();
  #told = '[]';

  constructor(parts: TabCallsParts) {
    super();
    this.#parts = parts;
    const { client } = parts;
    this.#name = `earshot:calls:1:${client.host}:${client.appId}:${client.userId}`;
    if (typeof BroadcastChannel === 'function') {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = ({ data }: MessageEvent<Partial<Message> | null>) => data && this.#hear(data as Message);
    }
    this.#undo = [
      client.calls.on('change', () => this.#tell()),
      // held as long as this tab lives: the others drop its calls when it goes without a word
      takeTurn(this.#locks, `${this.#name}:${this.#tab}`, () => {}),
    ];
    this.#post({ k: 'who' });
    this.#tell();
  }

  get calls(): readonly TabCall[] {
    return [...this.#others.values()].flatMap(({ calls }) => calls);
  }

  end(id: string): Promise<void> {
    return this.#ask(id, 'end', 'end the call');
  }

  setMuted(id: string, muted: boolean): Promise<void> {
    return this.#ask(id, muted ? 'mute' : 'unmute', 'mute the call');
  }

  hold(id: string): Promise<void> {
    return this.#ask(id, 'hold', 'hold the call');
  }

  unhold(id: string): Promise<void> {
    return this.#ask(id, 'unhold', 'unhold the call');
  }

  async bring(id: string): Promise<void> {
    await this.#ask(id, 'give', 'bring the call here');
    const { client, connection } = this.#parts;
    new HeldMemory(client.appId, client.userId).add(id);
    connection.reset(); // the next welcome brings it
  }

  dispose(): void {
    this.#post({ k: 'calls', tab: this.#tab, calls: [] });
    for (const undo of this.#undo) undo();
    for (const { forget } of this.#others.values()) forget();
    this.#others.clear();
    for (const done of [...this.#asked.values()]) done(new EarshotError('client:disposed', 'ask another tab'));
    this.#channel?.close();
  }

  get #locks(): LockManager | undefined {
    return this.#parts.locks ?? pageLocks();
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }

  #tell(again = false): void {
    const calls = this.#parts.client.calls.calls.filter(isHeld).map(shown);
    const text = JSON.stringify(calls);
    if (text === this.#told && !again) return;
    this.#told = text;
    this.#post({ k: 'calls', tab: this.#tab, calls });
  }

  #hear(message: Message): void {
    if (message.k === 'who') this.#tell(true);
    else if (message.k === 'calls' && typeof message.tab === 'string' && Array.isArray(message.calls)) this.#learn(message.tab, message.calls);
    else if (message.k === 'do' && message.tab === this.#tab && WISHES.includes(message.wish)) void this.#do(message);
    else if (message.k === 'done') this.#asked.get(message.ask)?.(message.error && EarshotError.fromWire(message.error, 'ask another tab'));
  }

  #learn(tab: string, calls: readonly TabCall[]): void {
    const known = this.#others.get(tab);
    if (known) known.calls = calls;
    else {
      if (!calls.length) return;
      const gone = () => queueMicrotask(() => this.#learn(tab, []));
      // without locks a tab that goes without a word is not noticed
      const forget = this.#locks ? takeTurn(this.#locks, `${this.#name}:${tab}`, gone) : () => {};
      this.#others.set(tab, { calls, forget });
    }
    if (!calls.length) {
      known?.forget();
      this.#others.delete(tab);
    }
    this.emit('change');
  }

  #ask(call: string, wish: Wish, operation: string): Promise<void> {
    const tab = [...this.#others].find(([, { calls }]) => calls.some(({ id }) => id === call))?.[0];
    if (tab === undefined) return Promise.reject(new EarshotError('call:not-found', operation, 'no other tab has it', { callId: call }));
    const { clock, settings } = this.#parts;
    const ask = uuid();
    return new Promise((resolve, reject) => {
      const timer = clock.setTimeout(() => done(new EarshotError('request:timeout', operation)), settings.requestTimeoutMs);
      const done = (error: EarshotError | undefined) => {
        clock.clearTimeout(timer);
        this.#asked.delete(ask);
        if (error) reject(error);
        else resolve();
      };
      this.#asked.set(ask, done);
      this.#post({ k: 'do', tab, call, wish, ask });
    });
  }

  async #do({ call: id, wish, ask }: Extract<Message, { k: 'do' }>): Promise<void> {
    try {
      const call = this.#parts.client.calls.get(id);
      if (!call) throw new EarshotError('call:not-found', 'do what another tab asks', undefined, { callId: id });
      if (wish === 'end') await call.end();
      else if (wish === 'mute' || wish === 'unmute') call.setMuted(wish === 'mute');
      else if (wish === 'hold') await call.hold();
      else if (wish === 'unhold') await call.unhold();
      else this.#give(call);
      this.#post({ k: 'done', ask });
    } catch (error) {
      this.#post({ k: 'done', ask, error: asEarshotError(error, 'call:wrong-state', 'do what another tab asks').toWire() });
    }
  }

  /** Lets go of a call that goes on in another tab: nobody is told, and the token of its leg stays where it is. */
  #give(call: Call): void {
    const { client, storage } = this.#parts;
    const key = legKey(client.appId, client.userId, call.id);
    const leg = storage.getItem(key);
    if (leg === null) throw new EarshotError('call:wrong-state', 'give the call to another tab', 'it is not up', { callId: call.id });
    new HeldMemory(client.appId, client.userId).remove(call.id);
    (call as Call & { finish(reason: EndReason): void }).finish('answered_elsewhere');
    storage.setItem(key, leg);
  }
}

/** The calls of other tabs of one client's user. */
export const createTabCalls = (parts: TabCallsParts): TabCalls => new CallsOfTabs(parts);
