import type { Timer } from '../base/index.ts';
import { asEarshotError, CHAT_ERRORS, EarshotError, extendCatalogue, isEarshotError, type Send } from '../protocol/index.ts';
import { browserLocks } from './locks.ts';
import type { Held, Outbox, OutboxParts } from './outbox.ts';
import { type Locks, type OutboxRow, PAUSED, type Upload } from './ports.ts';
import { optionsOnWire } from './send-options.ts';

const RETRY_MS = 1_000;
/** Files that go up at once. */
const UPLOADS = 3;

extendCatalogue(CHAT_ERRORS);

/** Brings the rows of the outbox to the server: in order, one at a time a channel, alone among all tabs. Comes with the rest of chat. */
export class Sender {
  readonly #outbox: Outbox;
  readonly #parts: OutboxParts;
  readonly #locks: Locks;
  readonly #upload: Upload;
  readonly #draining = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  readonly #uploads = new Map<Held, Promise<string>>();
  /** Uploads that wait for a place. */
  readonly #places: (() => void)[] = [];
  #uploading = 0;
  #disposed = false;

  constructor(outbox: Outbox, parts: OutboxParts) {
    this.#outbox = outbox;
    this.#parts = parts;
    this.#locks = parts.locks ?? browserLocks();
    this.#upload = parts.upload ?? (async (job) => (await import('./upload.ts')).tusUpload(job)); // with the first file
  }

  /** Sends what waits in a channel, unless that goes on already. */
  wake(channelId: string): void {
    if (!this.#draining.has(channelId)) void this.#drain(channelId);
    if (this.#parts.connection.state !== 'connected') return;
    // files go up ahead of their turn; whatever goes wrong is told when it comes
    for (const held of this.#outbox.held(channelId)) if (waits(held) && held.row.file && !held.row.file_id) this.#uploadOf(held).catch(() => {});
  }

  /** Breaks off an upload, or goes on with it. */
  pause(held: Held, paused: boolean): void {
    if (!held.row.file || (held.row.paused ?? false) === paused) return;
    held.row.paused = paused;
    if (paused) {
      held.abort.abort(PAUSED);
      held.abort = new AbortController();
      this.#uploads.delete(held);
    }
    this.#outbox.keep(held);
    this.#outbox.changed(held);
    this.wake(held.row.channel_id);
  }

  /** A failed row goes out again, under its old client id. */
  retry(held: Held): void {
    if (!held.error) return;
    held.error = undefined;
    held.attempts = 0;
    delete held.row.error;
    held.row.created_at = this.#parts.clock.now();
    this.#outbox.keep(held);
    this.#outbox.changed(held);
    this.wake(held.row.channel_id);
  }

  /** Finds out how large a picture is, so that its box can be reserved; it never changes later. */
  async measure(held: Held): Promise<void> {
    const { file } = held.row;
    if (!file || file.width) return;
    const size = await import('./upload.ts').then(
      ({ measureImage }) => measureImage(file.blob),
      () => undefined, // offline: its box is reserved later
    );
    if (!size || !this.#outbox.holds(held)) return;
    Object.assign(file, size);
    this.#outbox.keep(held);
    this.#outbox.changed(held);
  }

  dispose(): void {
    this.#disposed = true;
    for (const timer of this.#timers.values()) this.#parts.clock.clearTimeout(timer);
  }

  async #drain(channelId: string): Promise<void> {
    const { connection, clock, scope, log } = this.#parts;
    clock.clearTimeout(this.#timers.get(channelId));
    this.#timers.delete(channelId);
    this.#draining.add(channelId);
    try {
      for (;;) {
        const held = this.#outbox.held(channelId).find(waits);
        if (!held || this.#disposed || connection.state !== 'connected') return;
        const { signal } = held.abort;
        const waitMs = await this.#locks(`earshot-outbox:${scope}${channelId}`, signal, () => this.#deliver(held)).catch((error: unknown) => {
          if (!signal.aborted) log('error', 'outbox', 'a message could not be handled', error);
          return signal.aborted ? 0 : RETRY_MS;
        });
        if (waitMs > 0) {
          if (!this.#disposed)
            this.#timers.set(
              channelId,
              clock.setTimeout(() => this.wake(channelId), waitMs),
            );
          return;
        }
      }
    } finally {
      this.#draining.delete(channelId);
    }
  }

  /** One attempt at one row. Returns how long to wait before the channel's next attempt. */
  async #deliver(held: Held): Promise<number> {
    const { store, clock, settings, random, connection } = this.#parts;
    const outbox = this.#outbox;
    const { signal } = held.abort;
    if ((await held.kept) && outbox.holds(held) && !(await (await store.load()).get(held.row.id))) outbox.drop(held, undefined); // another tab sent or discarded it
    if (!outbox.holds(held)) return 0;
    if (held.row.remove !== undefined) {
      const waitMs = (held.row.due_at ?? 0) - clock.now();
      if (waitMs > 0) return waitMs;
    }
    try {
      if (held.row.remove !== undefined) {
        await this.#remove(held, held.row.remove);
        return 0;
      }
      if (clock.now() - held.row.created_at > settings.outboxLifetimeMs) throw new EarshotError('message:expired', 'send the message');
      const frame = await this.#frame(held);
      const ack = await connection.send(frame);
      outbox.stored(ack.message, ack.offset);
      if (outbox.holds(held)) outbox.drop(held, ack.message);
      return 0;
    } catch (caught) {
      if (!outbox.holds(held) || signal.aborted) return 0;
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

  async #remove(held: Held, message_id: number): Promise<void> {
    const { connection } = this.#parts;
    held.told = true;
    try {
      await connection.request('message.delete', { channel_id: held.row.channel_id, message_id }, { retry: true });
    } catch (error) {
      held.told = false;
      if (!isEarshotError(error, 'message:not-found')) throw error;
    }
    this.#outbox.removed(held.row);
    if (this.#outbox.holds(held)) this.#outbox.drop(held, undefined);
  }

  /** The frame of a row; uploads its file first, once. */
  async #frame(held: Held): Promise<Send> {
    const { row } = held;
    const { file } = row;
    const common = {
      t: 'send' as const,
      client_id: row.client_id,
      channel_id: row.channel_id,
      ...(row.thread_id !== undefined && { thread_id: row.thread_id }),
      ...(row.options && optionsOnWire(row.options)),
    };
    if (row.options?.forward) return { ...common, type: 'text' }; // the server knows what it is a copy of
    if (!file) return { ...common, type: 'text', content: row.text ?? '' };
    row.file_id ??= await this.#uploadOf(held);
    return { ...common, type: 'file', file_id: row.file_id };
  }

  /** The upload of a row's file: one, however many ask, with a few at once and in no other tab. */
  #uploadOf(held: Held): Promise<string> {
    let going = this.#uploads.get(held);
    if (!going) {
      const { signal } = held.abort;
      going = this.#placed(signal, () =>
        this.#locks(`earshot-upload:${held.row.id}`, signal, () => this.#uploadFile(held, held.row.file!, signal)),
      ).finally(() => {
        if (this.#uploads.get(held) === going) this.#uploads.delete(held);
      });
      this.#uploads.set(held, going);
    }
    return going;
  }

  async #placed<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    if (this.#uploading >= UPLOADS) await new Promise<void>((resolve) => this.#places.push(resolve));
    else this.#uploading++;
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      const next = this.#places.shift();
      if (next) next();
      else this.#uploading--;
    }
  }

  async #uploadFile(held: Held, file: NonNullable<OutboxRow['file']>, signal: AbortSignal): Promise<string> {
    const { connection, client, token, store } = this.#parts;
    const elsewhere = (await held.kept) ? (await (await store.load()).get(held.row.id))?.file_id : undefined;
    if (elsewhere) return elsewhere; // another tab brought it up
    const limit = connection.welcome?.limits.file_bytes;
    if (limit !== undefined && file.size > limit) throw new EarshotError('file:too-large', 'send the file');
    const report = (progress: number | undefined) => {
      if (!this.#outbox.holds(held) || signal.aborted) return;
      held.progress = progress;
      this.#outbox.changed(held);
    };
    report(0);
    const id = await this.#upload({
      file,
      endpoint: client.url('/v1/uploads'),
      uploadUrl: held.row.upload_url,
      token,
      signal,
      progress: report,
      started: (uploadUrl) => {
        held.row.upload_url = uploadUrl;
        this.#outbox.keep(held);
      },
    });
    held.row.file_id = id;
    this.#outbox.keep(held);
    report(1);
    return id;
  }

  #refuse(held: Held, error: EarshotError): void {
    if (held.askedFor || held.row.remove !== undefined) {
      this.#outbox.drop(held, error);
      return;
    }
    held.error = error;
    held.row.error = error.toWire();
    this.#outbox.keep(held);
    for (const { reject } of held.waiting.splice(0)) reject(error);
    this.#outbox.changed(held);
  }
}

/** Whether a row is to go out. */
const waits = ({ error, row }: Held): boolean => !error && !row.paused;
