import { Emitter, type Timer, uuid } from '../base/index.ts';
import { asEarshotError, EarshotError, type Message, type Send } from '../protocol/index.ts';
import type { ChatParts, Locks, OutboxRow, OutboxStore, Upload } from './ports.ts';

/** A row and what is known of it here and now. */
export interface Pending {
  row: OutboxRow;
  /** 0…1 while its file goes up. */
  progress: number | undefined;
  error: EarshotError | undefined;
}

interface Held extends Pending {
  /** Settles with the row's writing to the store; false when it could not be kept. */
  kept: Promise<boolean>;
  askedFor: boolean;
  attempts: number;
  abort: AbortController;
  waiting: { resolve(message: Message): void; reject(error: EarshotError): void }[];
}

interface OutboxEvents {
  /** Something about the unsent rows of a channel changed. */
  change: [channelId: string];
  /** Stored by the server: by its ack, or because its echo was seen first. */
  stored: [message: Message, offset: number];
}

interface OutboxParts extends Pick<ChatParts, 'connection' | 'clock' | 'settings' | 'random' | 'token' | 'log'> {
  store: OutboxStore;
  locks: Locks;
  upload: Upload;
  /** Prefix of row ids: server, app and user. */
  scope: string;
  endpoint: string;
}

const RETRY_MS = 1_000;

/**
 * What I wrote and the server has not acknowledged. Rows keep their client id for ever, outlive reloads, and go out in order,
 * one at a time a channel; the server's idempotency makes any retry harmless.
 */
export class Outbox extends Emitter<OutboxEvents> {
  readonly #parts: OutboxParts;
  readonly #channels = new Map<string, Held[]>();
  readonly #draining = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  readonly #undo: () => void;
  #order = 0;
  #disposed = false;
  /** Rows that an earlier page left behind are read. */
  readonly loaded: Promise<void>;

  constructor(parts: OutboxParts) {
    super();
    this.#parts = parts;
    this.#undo = parts.connection.on('welcome', () => {
      for (const channelId of this.#channels.keys()) this.#wake(channelId);
    });
    this.loaded = this.#load();
  }

  pending(channelId: string): readonly Pending[] {
    return this.#channels.get(channelId) ?? [];
  }

  /** `askedFor`: whoever waits for `done` is told of a refusal; nothing is kept to be tried again. */
  add(
    channelId: string,
    body: { text: string } | { file: File },
    { meta, askedFor = false }: { meta?: Record<string, string>; askedFor?: boolean } = {},
  ): { key: string; done: Promise<Message> } {
    const client_id = uuid();
    this.#order = Math.max(this.#order + 1, this.#parts.clock.now());
    const row: OutboxRow = {
      id: this.#parts.scope + client_id,
      order: this.#order,
      client_id,
      channel_id: channelId,
      created_at: this.#parts.clock.now(),
      ...(meta && { meta }),
      ...('text' in body
        ? { text: body.text }
        : { file: { blob: body.file, name: body.file.name, type: body.file.type || 'application/octet-stream', size: body.file.size } }),
    };
    const held = this.#hold(row, askedFor);
    held.kept = this.#keep(held);
    if (row.file) void this.#measure(held, row.file);
    const done = new Promise<Message>((resolve, reject) => held.waiting.push({ resolve, reject }));
    done.catch(() => {}); // the row says it too
    this.emit('change', channelId);
    this.#wake(channelId);
    return { key: client_id, done };
  }

  /** A failed row goes out again, under its old client id. */
  retry(clientId: string): void {
    const held = this.#find(clientId);
    if (!held?.error) return;
    held.error = undefined;
    held.attempts = 0;
    delete held.row.error;
    held.row.created_at = this.#parts.clock.now();
    held.kept = this.#keep(held);
    this.emit('change', held.row.channel_id);
    this.#wake(held.row.channel_id);
  }

  /** Forgets a row. One that is on the wire already may still arrive. */
  discard(clientId: string): void {
    const held = this.#find(clientId);
    if (held) this.#drop(held, new EarshotError('request:aborted', 'send the message'));
  }

  /** A stored message of mine was seen: its row, if it is one of ours, is done. */
  seen(message: Message): void {
    const held = message.client_id === undefined ? undefined : this.#find(message.client_id);
    if (held) this.#drop(held, message);
  }

  dispose(): void {
    this.#disposed = true;
    this.#undo();
    for (const timer of this.#timers.values()) this.#parts.clock.clearTimeout(timer);
    for (const held of [...this.#channels.values()].flat()) {
      held.abort.abort();
      for (const { reject } of held.waiting) reject(new EarshotError('client:disposed', 'send the message'));
    }
    this.#channels.clear();
  }

  async #load(): Promise<void> {
    const { store, scope, log } = this.#parts;
    try {
      for (const row of await store.all(scope)) {
        if (this.#disposed) return;
        if (this.#find(row.client_id)) continue;
        this.#order = Math.max(this.#order, row.order);
        const held = this.#hold(row);
        if (row.error) held.error = EarshotError.fromWire(row.error, 'send the message');
      }
    } catch (error) {
      log('warn', 'outbox', 'unsent messages could not be read', error);
    }
    for (const channelId of this.#channels.keys()) {
      this.emit('change', channelId);
      this.#wake(channelId);
    }
  }

  #hold(row: OutboxRow, askedFor = false): Held {
    const held: Held = {
      row,
      progress: undefined,
      error: undefined,
      kept: Promise.resolve(true),
      askedFor,
      attempts: 0,
      abort: new AbortController(),
      waiting: [],
    };
    const rows = this.#channels.get(row.channel_id) ?? [];
    this.#channels.set(
      row.channel_id,
      [...rows, held].sort((a, b) => a.row.order - b.row.order),
    );
    return held;
  }

  #find(clientId: string): Held | undefined {
    for (const rows of this.#channels.values()) for (const held of rows) if (held.row.client_id === clientId) return held;
    return undefined;
  }

  async #keep(held: Held): Promise<boolean> {
    try {
      await this.#parts.store.put(held.row);
      if (!this.#holds(held) && !this.#disposed) await this.#parts.store.delete(held.row.id); // dropped meanwhile
      return true;
    } catch (error) {
      this.#parts.log('warn', 'outbox', 'an unsent message could not be kept', error);
      return false;
    }
  }

  #holds(held: Held): boolean {
    return this.#channels.get(held.row.channel_id)?.includes(held) ?? false;
  }

  #drop(held: Held, outcome: Message | EarshotError | undefined): void {
    const { channel_id, id } = held.row;
    const rows = (this.#channels.get(channel_id) ?? []).filter((other) => other !== held);
    if (rows.length) this.#channels.set(channel_id, rows);
    else this.#channels.delete(channel_id);
    this.#parts.store.delete(id).catch((error: unknown) => this.#parts.log('warn', 'outbox', 'a sent message could not be forgotten', error));
    if (outcome instanceof Error || outcome === undefined) held.abort.abort();
    for (const { resolve, reject } of held.waiting) {
      if (outcome instanceof Error) reject(outcome);
      else if (outcome) resolve(outcome);
      else reject(new EarshotError('request:aborted', 'send the message', 'another tab took it over'));
    }
    this.emit('change', channel_id);
  }

  async #measure(held: Held, file: NonNullable<OutboxRow['file']>): Promise<void> {
    const size = await import('./upload.ts').then(
      ({ measureImage }) => measureImage(file.blob),
      () => undefined, // offline: its box is reserved later
    );
    if (!size || !this.#holds(held)) return;
    Object.assign(file, size);
    held.kept = this.#keep(held);
    this.emit('change', held.row.channel_id);
  }

  #wake(channelId: string): void {
    if (!this.#draining.has(channelId)) void this.#drain(channelId);
  }

  async #drain(channelId: string): Promise<void> {
    const { connection, clock, locks, scope, log } = this.#parts;
    clock.clearTimeout(this.#timers.get(channelId));
    this.#timers.delete(channelId);
    this.#draining.add(channelId);
    try {
      for (;;) {
        const held = this.#channels.get(channelId)?.find(({ error }) => !error);
        if (!held || this.#disposed || connection.state !== 'connected') return;
        const waitMs = await locks(`earshot-outbox:${scope}${channelId}`, held.abort.signal, () => this.#deliver(held)).catch((error: unknown) => {
          if (!held.abort.signal.aborted) log('error', 'outbox', 'a message could not be handled', error);
          return held.abort.signal.aborted ? 0 : RETRY_MS;
        });
        if (waitMs > 0) {
          if (!this.#disposed)
            this.#timers.set(
              channelId,
              clock.setTimeout(() => this.#wake(channelId), waitMs),
            );
          return;
        }
      }
    } finally {
      this.#draining.delete(channelId);
    }
  }

  /** One attempt at one row, alone among all tabs. Returns how long to wait before the channel's next attempt. */
  async #deliver(held: Held): Promise<number> {
    const { store, clock, settings, random, connection } = this.#parts;
    if ((await held.kept) && this.#holds(held) && !(await store.get(held.row.id))) this.#drop(held, undefined); // another tab sent or discarded it
    if (!this.#holds(held)) return 0;
    try {
      if (clock.now() - held.row.created_at > settings.outboxLifetimeMs) throw new EarshotError('message:expired', 'send the message');
      const frame = await this.#frame(held);
      const ack = await connection.send(frame);
      this.emit('stored', ack.message, ack.offset);
      if (this.#holds(held)) this.#drop(held, ack.message);
      return 0;
    } catch (caught) {
      if (!this.#holds(held)) return 0;
      const error = asEarshotError(caught, 'server:internal', 'send the message');
      held.progress = undefined;
      if (!error.retryable) {
        this.#refuse(held, error);
        return 0;
      }
      if (connection.state !== 'connected') return 0; // the next welcome wakes us
      const backoffMs = random() * Math.min(settings.backoffMaxMs, RETRY_MS * 2 ** held.attempts++);
      return Math.max(1, error.retryAfterMs ?? backoffMs);
    }
  }

  /** The frame of a row; uploads its file first, once. */
  async #frame(held: Held): Promise<Send> {
    const { row } = held;
    const { file } = row;
    const common = { t: 'send' as const, client_id: row.client_id, channel_id: row.channel_id, ...(row.meta && { meta: row.meta }) };
    if (!file) return { ...common, type: 'text', content: row.text ?? '' };
    row.file_id ??= await this.#upload(held, file);
    return { ...common, type: 'file', file_id: row.file_id };
  }

  async #upload(held: Held, file: NonNullable<OutboxRow['file']>): Promise<string> {
    const { connection, upload, endpoint, token } = this.#parts;
    const limit = connection.welcome?.limits.file_bytes;
    if (limit !== undefined && file.size > limit) throw new EarshotError('file:too-large', 'send the file');
    const report = (progress: number | undefined) => {
      if (!this.#holds(held)) return;
      held.progress = progress;
      this.emit('change', held.row.channel_id);
    };
    report(0);
    const id = await upload({
      file,
      endpoint,
      uploadUrl: held.row.upload_url,
      token,
      signal: held.abort.signal,
      progress: report,
      started: (uploadUrl) => {
        held.row.upload_url = uploadUrl;
        held.kept = this.#keep(held);
      },
    });
    held.row.file_id = id;
    held.kept = this.#keep(held);
    report(1);
    return id;
  }

  #refuse(held: Held, error: EarshotError): void {
    if (held.askedFor) {
      this.#drop(held, error);
      return;
    }
    held.error = error;
    held.row.error = error.toWire();
    held.kept = this.#keep(held);
    for (const { reject } of held.waiting.splice(0)) reject(error);
    this.emit('change', held.row.channel_id);
  }
}
