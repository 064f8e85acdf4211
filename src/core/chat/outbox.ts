import { Emitter, type Lazy, type Timer, uuid } from '../base/index.ts';
import { EarshotError, type Message } from '../protocol/index.ts';
import type { SendOptions } from './actions/api.ts';
import type { Later } from './later-door.ts';
import { type ChatParts, type Locks, type OutboxRow, type OutboxStore, PAUSED, type Upload } from './ports.ts';
import type { Sender } from './sender.ts';

/** A row and what is known of it here and now. */
export interface Pending {
  row: OutboxRow;
  /** 0…1 while its file goes up. */
  progress: number | undefined;
  error: EarshotError | undefined;
}

/** A row as the outbox and its sender see it. */
export interface Held extends Pending {
  /** Settles with the row's writing to the store; false when it could not be kept. */
  kept: Promise<boolean>;
  askedFor: boolean;
  attempts: number;
  /** The server is being told: it cannot be taken back. */
  told: boolean;
  abort: AbortController;
  waiting: { resolve(message: Message): void; reject(error: EarshotError): void }[];
}

interface OutboxEvents {
  /** Something about the unsent rows of a channel changed. */
  change: [channelId: string];
  /** Stored by the server: by its ack, or because its echo was seen first. */
  stored: [message: Message, offset: number];
  /** The server has deleted it. */
  removed: [channelId: string, messageId: number];
}

export interface OutboxParts extends ChatParts {
  /** In a chunk of its own, asked for at once. */
  store: Lazy<OutboxStore>;
  /** Prefix of row ids: server, app and user. */
  scope: string;
  /** Brings the {@link Sender}. */
  later: Lazy<Later>;
  locks: Locks | undefined;
  upload: Upload | undefined;
}

/** A sender that could not be fetched is asked for again after this long, at the next welcome, and with the next row. */
const FETCH_AGAIN_MS = 5_000;

/** Deletions wait beside the messages of their channel, and hold none of them up. */
const queueOf = ({ channel_id, remove }: OutboxRow): string => (remove === undefined ? channel_id : `-${channel_id}`);

/**
 * What I wrote and the server has not acknowledged. Rows keep their client id for ever, outlive reloads, and go out in order,
 * one at a time a channel; the server's idempotency makes any retry harmless. Reading, showing and keeping rows is here; the
 * {@link Sender} comes after the first paint, or with the first row: until then rows wait, kept and shown.
 */
export class Outbox extends Emitter<OutboxEvents> {
  readonly #parts: OutboxParts;
  readonly #channels = new Map<string, Held[]>();
  readonly #undo: () => void;
  /** Rows that are done, whatever the store still holds of them. */
  readonly #dropped = new WeakSet<Held>();
  #sender: Sender | undefined;
  #again: Timer | undefined;
  #order = 0;
  #disposed = false;

  constructor(parts: OutboxParts) {
    super();
    this.#parts = parts;
    this.#undo = parts.connection.on('welcome', () => this.#wakeAll());
    void this.#load();
  }

  pending(channelId: string): readonly Pending[] {
    return this.held(channelId);
  }

  /** Deletions that are still to be told. */
  removals(channelId: string): readonly Held[] {
    return this.held(`-${channelId}`);
  }

  /** `askedFor`: whoever waits for `done` is told of a refusal; nothing is kept to be tried again. */
  add(
    channelId: string,
    body: { text: string } | { file: File } | { remove: number },
    { options, threadId, askedFor = false }: { options?: SendOptions | undefined; threadId?: number | undefined; askedFor?: boolean } = {},
  ): { key: string; done: Promise<Message> } {
    const client_id = uuid();
    const created_at = this.#parts.clock.now();
    this.#order = Math.max(this.#order + 1, created_at);
    const row: OutboxRow = {
      id: this.#parts.scope + client_id,
      order: this.#order,
      client_id,
      channel_id: channelId,
      created_at,
      ...(options && { options }),
      ...(threadId !== undefined && { thread_id: threadId }),
      ...('text' in body
        ? { text: body.text }
        : 'remove' in body
          ? { remove: body.remove, due_at: created_at + this.#parts.settings.deleteUndoMs }
          : { file: { blob: body.file, name: body.file.name, type: body.file.type || 'application/octet-stream', size: body.file.size } }),
    };
    const held = this.#hold(row, askedFor);
    this.keep(held);
    void this.#sender?.measure(held);
    const done = new Promise<Message>((resolve, reject) => held.waiting.push({ resolve, reject }));
    done.catch(() => {}); // the row says it too
    this.changed(held);
    this.#wake(queueOf(row));
    return { key: client_id, done };
  }

  /** A failed row goes out again, under its old client id. */
  retry(clientId: string): void {
    const held = this.#find(clientId);
    if (held) this.#sender?.retry(held);
  }

  /** Breaks off the upload of a row's file, or goes on with it where it stopped. */
  pause(clientId: string, paused: boolean): void {
    const held = this.#find(clientId);
    if (held) this.#sender?.pause(held, paused);
  }

  /** Forgets a row. One that is on the wire already may still arrive. */
  discard(clientId: string): void {
    const held = this.#find(clientId);
    if (held) this.drop(held, new EarshotError('request:aborted', 'send the message'));
  }

  /** A stored message of mine was seen: its row, if it is one of ours, is done. */
  seen(message: Message): void {
    const held = message.client_id === undefined ? undefined : this.#find(message.client_id);
    if (held) this.drop(held, message);
  }

  dispose(): void {
    this.#disposed = true;
    this.#undo();
    this.#sender?.dispose();
    this.#parts.clock.clearTimeout(this.#again);
    for (const held of [...this.#channels.values()].flat()) {
      held.abort.abort(PAUSED);
      for (const { reject } of held.waiting) reject(new EarshotError('client:disposed', 'send the message'));
    }
    this.#channels.clear();
  }

  // ---- what the sender needs

  /** The rows of a queue, in order: what is to be sent to a channel, or deleted there. */
  held(queue: string): readonly Held[] {
    return this.#channels.get(queue) ?? [];
  }

  /** Whether a row is still to be sent. */
  holds(held: Held): boolean {
    return this.held(queueOf(held.row)).includes(held);
  }

  /** Writes a row to the store as it is now. */
  keep(held: Held): void {
    held.kept = this.#put(held);
  }

  /** A row is done: stored, refused with an error, or (undefined) another tab's by now. */
  drop(held: Held, outcome: Message | EarshotError | undefined): void {
    const queue = queueOf(held.row);
    const rows = this.held(queue).filter((other) => other !== held);
    if (rows.length) this.#channels.set(queue, rows);
    else this.#channels.delete(queue);
    this.#dropped.add(held);
    void this.#put(held);
    if (outcome instanceof Error || outcome === undefined) held.abort.abort();
    for (const { resolve, reject } of held.waiting) {
      if (outcome instanceof Error) reject(outcome);
      else if (outcome) resolve(outcome);
      else reject(new EarshotError('request:aborted', 'send the message', 'another tab took it over'));
    }
    this.changed(held);
  }

  changed({ row }: Pending): void {
    this.emit('change', row.channel_id);
  }

  stored(message: Message, offset: number): void {
    this.emit('stored', message, offset);
  }

  removed({ channel_id, remove }: OutboxRow): void {
    this.emit('removed', channel_id, remove!);
  }

  // ---- inside

  async #load(): Promise<void> {
    const { store, scope, log } = this.#parts;
    try {
      for (const row of await (await store.load()).all(scope)) {
        if (this.#disposed) return;
        if (this.#find(row.client_id)) continue;
        this.#order = Math.max(this.#order, row.order);
        const held = this.#hold(row);
        if (row.error) held.error = EarshotError.fromWire(row.error, 'send the message');
      }
    } catch (error) {
      log('warn', 'outbox', 'unsent messages could not be read', error);
    }
    for (const [{ row }] of this.#channels.values() as Iterable<[Held]>) this.emit('change', row.channel_id);
    this.#wakeAll();
  }

  #hold(row: OutboxRow, askedFor = false): Held {
    const held: Held = {
      row,
      progress: undefined,
      error: undefined,
      kept: Promise.resolve(true),
      askedFor,
      attempts: 0,
      told: false,
      abort: new AbortController(),
      waiting: [],
    };
    this.#channels.set(
      queueOf(row),
      [...this.held(queueOf(row)), held].sort((a, b) => a.row.order - b.row.order),
    );
    return held;
  }

  #find(clientId: string): Held | undefined {
    for (const rows of this.#channels.values()) for (const held of rows) if (held.row.client_id === clientId) return held;
    return undefined;
  }

  async #put(held: Held): Promise<boolean> {
    try {
      const store = await this.#parts.store.load();
      if (!this.#dropped.has(held)) await store.put(held.row); // also when the chat is disposed of by now: it was written
      if (this.#dropped.has(held)) await store.delete(held.row.id); // before or meanwhile
      return true;
    } catch (error) {
      this.#parts.log('warn', 'outbox', 'an unsent message could not be kept', error);
      return false;
    }
  }

  #wakeAll(): void {
    for (const queue of this.#channels.keys()) this.#wake(queue);
  }

  #wake(queue: string): void {
    const { later, clock, log } = this.#parts;
    if (later.now) {
      if (!this.#sender) {
        this.#sender = new later.now.Sender(this, this.#parts);
        for (const held of [...this.#channels.values()].flat()) void this.#sender.measure(held);
      }
      this.#sender.wake(queue);
      return;
    }
    clock.clearTimeout(this.#again);
    const wake = () => this.#disposed || this.#wakeAll();
    later.load().then(wake, (error: unknown) => {
      log('warn', 'outbox', 'what sends messages could not be fetched yet', error);
      clock.clearTimeout(this.#again);
      if (!this.#disposed) this.#again = clock.setTimeout(wake, FETCH_AGAIN_MS);
    });
  }
}
