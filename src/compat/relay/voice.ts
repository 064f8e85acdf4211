import type { Timer, Unsubscribe } from '../../core/base/index.ts';
import { Emitter } from '../../core/base/index.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { CONTROL_ERRORS, extendCatalogue, type MethodName, type Params, type RelayMessage, userStream } from '../../core/protocol/index.ts';

extendCatalogue(CONTROL_ERRORS);

/** Until the server has said its own. */
const RING_TIMEOUT_MS = 45_000;

/** `iss` is who sent it, by the server's word; `cid` the conversation, `call_id` one call in it; `peer_info` what the sender wrote, unchanged. */
export interface VoiceEvents {
  start: [iss: string, cid: string, call_id: string, peer_info: string, data: unknown];
  accept: [iss: string, cid: string, call_id: string, peer_info: string, data: unknown];
  /** Also when nobody answered for as long as a call may ring: from the recipient of our start then. */
  stop: [iss: string, cid: string, call_id: string];
  busy: [iss: string, cid: string, call_id: string];
  setup: [iss: string, cid: string, name: string];
  summary: [iss: string, cid: string, call_id: string];
}

type Handler<K extends keyof VoiceEvents> = (...args: VoiceEvents[K]) => void;

/**
 * The messages by which two apps negotiate a call of their own over the server, in a page or in Node: start, then accept or busy, and stop from
 * either side. They come in order and once, also over a cut line; what fits no call on file is ignored. Every `on…` returns its undo. What sends
 * resolves with whether the message went to the recipient, and rejects with `user:not-found`, `relay:invalid`, `request:invalid`, `connection:*`.
 */
export class Voice {
  readonly #client: ClientApi;
  readonly #events = new VoiceEmitter();
  /** Our starts that nobody has answered yet. */
  readonly #ringing = new Map<string, Timer>();
  readonly #off: Unsubscribe;

  constructor(client: ClientApi) {
    this.#client = client;
    const mine = userStream(client.userId);
    this.#off = client.connection.on('entry', (stream, _offset, entry) => {
      if (stream === mine && entry.kind === 'relay') this.#hear(entry.message as RelayMessage);
    });
  }

  /** Instructs an identity to start a call with us. False when it lost against a start of theirs with a lower `call_id`, which comes as `onStart`. */
  async start(recipient: string, cid: string, call_id: string, peer_info: string, data: unknown = {}): Promise<boolean> {
    const key = keyOf(recipient, cid, call_id);
    const begun = this.#client.clock.now();
    this.#ring(key, () => this.#unanswered(recipient, cid, call_id), begun);
    try {
      const relayed = await this.#send('relay.start', { recipient, cid, call_id, peer_info, data });
      if (!relayed) this.#settle(key);
      return relayed;
    } catch (error) {
      this.#settle(key);
      throw error;
    }
  }

  /** False when another device of ours was quicker, or the call is over. */
  accept(recipient: string, cid: string, call_id: string, peer_info: string, data: unknown = {}): Promise<boolean> {
    return this.#send('relay.accept', { recipient, cid, call_id, peer_info, data });
  }

  busy(recipient: string, cid: string, call_id: string): Promise<boolean> {
    this.#settle(keyOf(recipient, cid, call_id));
    return this.#send('relay.busy', { recipient, cid, call_id });
  }

  stop(recipient: string, cid: string, call_id: string): Promise<boolean> {
    this.#settle(keyOf(recipient, cid, call_id));
    return this.#send('relay.stop', { recipient, cid, call_id });
  }

  /** Asks an identity to get a call under this name and conversation ready. */
  setup(recipient: string, name: string, cid: string): Promise<boolean> {
    return this.#send('relay.setup', { recipient, name, cid });
  }

  /** Tells that a call is over and may be summed up. */
  summary(recipient: string, cid: string, call_id: string): Promise<boolean> {
    return this.#send('relay.summary', { recipient, cid, call_id });
  }

  onStart(handler: Handler<'start'>): Unsubscribe {
    return this.#events.on('start', handler);
  }

  onAccept(handler: Handler<'accept'>): Unsubscribe {
    return this.#events.on('accept', handler);
  }

  onStop(handler: Handler<'stop'>): Unsubscribe {
    return this.#events.on('stop', handler);
  }

  onBusy(handler: Handler<'busy'>): Unsubscribe {
    return this.#events.on('busy', handler);
  }

  onSetup(handler: Handler<'setup'>): Unsubscribe {
    return this.#events.on('setup', handler);
  }

  onSummary(handler: Handler<'summary'>): Unsubscribe {
    return this.#events.on('summary', handler);
  }

  /** Hears nothing more. Starts that nobody has answered are left to the server, which takes no answer after the ring timeout. */
  dispose(): void {
    this.#off();
    for (const key of [...this.#ringing.keys()]) this.#settle(key);
  }

  async #send<M extends Extract<MethodName, `relay.${string}`>>(method: M, params: Params<M>): Promise<boolean> {
    // asked again after a cut line: the server does once what is asked twice
    const { relayed } = (await this.#client.connection.request(method, params, { retry: true })) as { relayed: boolean };
    return relayed;
  }

  #hear({ type, iss, cid, call_id = '', peer_info = '', data = {}, name = '' }: RelayMessage): void {
    if (type === 'accept' || type === 'busy' || type === 'stop') this.#settle(keyOf(iss, cid, call_id));
    if (type === 'start') this.#lose(iss, cid, call_id);
    if (type === 'start' || type === 'accept') this.#events.tell(type, iss, cid, call_id, peer_info, data);
    else if (type === 'setup') this.#events.tell(type, iss, cid, name);
    else if (type === 'busy' || type === 'stop' || type === 'summary') this.#events.tell(type, iss, cid, call_id);
  }

  /** Of two that began at once with each other, ours with a higher id is over (NOTES A103). */
  #lose(iss: string, cid: string, call_id: string): void {
    for (const key of [...this.#ringing.keys()]) {
      const [recipient, conversation, mine] = JSON.parse(key) as [string, string, string];
      if (recipient === iss && conversation === cid && call_id < mine) this.#settle(key);
    }
  }

  #ring(key: string, unanswered: () => void, since: number): void {
    const { clock, connection } = this.#client;
    this.#settle(key);
    const ringMs = connection.welcome?.timings.ring_timeout_ms ?? RING_TIMEOUT_MS;
    this.#ringing.set(key, clock.setTimeout(unanswered, Math.max(0, since + ringMs - clock.now())));
  }

  #settle(key: string): void {
    this.#client.clock.clearTimeout(this.#ringing.get(key));
    this.#ringing.delete(key);
  }

  #unanswered(recipient: string, cid: string, call_id: string): void {
    this.stop(recipient, cid, call_id).then(
      // an answer that came meanwhile has been told, and the call goes on
      (stopped) => stopped && this.#events.tell('stop', recipient, cid, call_id),
      () => this.#events.tell('stop', recipient, cid, call_id),
    );
  }
}

class VoiceEmitter extends Emitter<VoiceEvents> {
  tell<K extends keyof VoiceEvents>(type: K, ...args: VoiceEvents[K]): void {
    this.emit(type, ...args);
  }
}

const keyOf = (...of: [recipient: string, cid: string, call_id: string]): string => JSON.stringify(of);
