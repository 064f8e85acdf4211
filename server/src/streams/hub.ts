import { hideEntry } from '../chat/blocks.ts';
import type { Database } from '../db/database.ts';
import type { Effect } from '../db/tx.ts';
import type { Logger } from '../deps.ts';
import type { Frame } from './frame.ts';
import { BATCH_CHARS, type Chunk, encodeEvents, type LogLimits, type SignBody, StreamLog } from './log.ts';

/** What a session is to the streams it follows. */
export interface Reader {
  readonly userId: string;
  /** Whose messages it is not shown. */
  readonly blocked?: ReadonlySet<string>;
  /** False while the socket holds as much as it may, or is closed. */
  hasRoom(): boolean;
  write(frame: Frame | string): void;
  /** Written if there is room, else dropped: for what carries no offset. */
  writeLoose(frame: Frame): void;
  /** What is written from now on, until other work gets its turn, goes out in one piece. */
  together(): void;
  /** What should follow cannot be had: the line is cut, and the client resumes. */
  fail(): void;
}

/** One cursor of one session on one stream. */
export interface Follow {
  readonly reader: Reader;
  readonly log: StreamLog;
  /** The last offset that was written. */
  cursor: number;
  /** The reader may have nothing after this one (he left): then the follow ends. */
  until?: number;
  live: boolean;
  loading: boolean;
  done: boolean;
}

/** Sockets served before other work gets its turn. */
const PER_TURN = 256;
/** Entries of one page from SQL. */
const PAGE = 200;

export interface HubOptions {
  db: Database;
  limits: LogLimits;
  /** How files in entries of an app are signed. */
  signFor(app: string): SignBody;
  log: Logger;
  onDeliver?: (userId: string, stream: string, offset: number) => boolean | undefined;
}

const keyOf = (app: string, stream: string): string => `${app}\n${stream}`;

const shown = ({ blocked }: Reader, bodies: string[]): string[] => (blocked?.size ? bodies.map((body) => hideEntry(body, blocked)) : bodies);

/** One buffer for all who see the same; of its own for a reader who has blocked somebody. */
function chunkFor(reader: Reader, log: StreamLog, from: number, to: number): Chunk | undefined {
  if (!reader.blocked?.size) return log.chunk(from, to);
  const bodies = log.bodies(from, to);
  return bodies && { frame: encodeEvents(log.stream, from, shown(reader, bodies)), to: from + bodies.length - 1 };
}

/**
 * All streams that somebody here follows, and the one delivery rule: while a cursor is behind its stream and the socket has room,
 * write what follows, from memory or from SQL, and move the cursor. Live delivery, resume and slow readers are this one path.
 */
export class StreamHub {
  readonly #options: HubOptions;
  readonly #logs = new Map<string, { log: StreamLog; follows: Set<Follow> }>();
  readonly #byReader = new Map<Reader, Map<string, Follow>>();
  readonly #due = new Set<Follow>();
  #scheduled = false;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#logs.size;
  }

  /**
   * Starts a cursor. Call it in the same synchronous step in which `head` was learnt, in commit order: every later entry then
   * meets this cursor, and none is between (the mutation "live, then backlog" of the fault list).
   */
  follow(reader: Reader, app: string, stream: string, head: number, after: number): void {
    const key = keyOf(app, stream);
    const mine = this.#byReader.get(reader) ?? new Map<string, Follow>();
    this.#byReader.set(reader, mine);
    const earlier = mine.get(key);
    if (earlier && earlier.until === undefined) return;
    if (earlier) {
      this.#pump(earlier); // he left and came back at once: first what is still his from before
      this.#end(earlier, key);
    }
    let held = this.#logs.get(key);
    if (!held) {
      held = { log: new StreamLog(app, stream, head, this.#options.limits, this.#options.signFor(app)), follows: new Set() };
      this.#logs.set(key, held);
    }
    const follow: Follow = { reader, log: held.log, cursor: after, live: false, loading: false, done: false };
    held.follows.add(follow);
    this.#byReader.set(reader, mine.set(key, follow));
    this.#schedule(follow);
  }

  /** Nothing after `offset` reaches this reader any more (I9). */
  endAt(reader: Reader, app: string, stream: string, offset: number): void {
    const follow = this.#byReader.get(reader)?.get(keyOf(app, stream));
    if (!follow || follow.until !== undefined) return;
    follow.until = offset;
    this.#schedule(follow);
  }

  /** The stream itself ends there. */
  endAll(app: string, stream: string, offset: number): void {
    for (const { reader } of this.#logs.get(keyOf(app, stream))?.follows ?? []) this.endAt(reader, app, stream, offset);
  }

  follows(reader: Reader, app: string, stream: string): boolean {
    const follow = this.#byReader.get(reader)?.get(keyOf(app, stream));
    return follow !== undefined && follow.until === undefined;
  }

  /** The furthest that a reader is behind. */
  lag(reader: Reader): number {
    let most = 0;
    for (const follow of this.#byReader.get(reader)?.values() ?? []) most = Math.max(most, follow.log.head - follow.cursor);
    return most;
  }

  drop(reader: Reader): void {
    for (const [key, follow] of this.#byReader.get(reader) ?? []) this.#end(follow, key);
    this.#byReader.delete(reader);
  }

  /** The socket has room again. */
  resume(reader: Reader): void {
    for (const follow of this.#byReader.get(reader)?.values() ?? []) if (follow.cursor < follow.log.head || !follow.live) this.#schedule(follow);
  }

  apply(effect: Extract<Effect, { type: 'entry' | 'rewrite' }>): void {
    const held = this.#logs.get(keyOf(effect.app, effect.stream));
    if (!held) return;
    if (effect.type === 'rewrite') {
      held.log.rewrite(effect.offset, effect.body, effect.file);
      return;
    }
    held.log.push(effect.offset, effect.body, effect.file);
    for (const follow of held.follows) this.#schedule(follow);
  }

  /** How many sockets follow a stream. */
  followers(app: string, stream: string): number {
    return this.#logs.get(keyOf(app, stream))?.follows.size ?? 0;
  }

  /** Ephemeral frames to whoever follows. */
  tell(app: string, stream: string, frame: Frame, except?: string): void {
    for (const { reader, until } of this.#logs.get(keyOf(app, stream))?.follows ?? []) {
      if (until === undefined && reader.userId !== except && !(except !== undefined && reader.blocked?.has(except))) reader.writeLoose(frame);
    }
  }

  close(): void {
    this.#closed = true;
    this.#due.clear();
  }

  #end(follow: Follow, key: string): void {
    follow.done = true;
    this.#due.delete(follow);
    const mine = this.#byReader.get(follow.reader);
    if (mine?.get(key) === follow) mine.delete(key);
    const held = this.#logs.get(key);
    held?.follows.delete(follow);
    if (held?.follows.size === 0) this.#logs.delete(key);
  }

  #schedule(follow: Follow): void {
    if (this.#closed || follow.done) return;
    this.#due.add(follow);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#scheduled = false;
    const turn: Follow[] = [];
    for (const follow of this.#due) if (turn.push(follow) === PER_TURN) break;
    for (const [at, follow] of turn.entries()) {
      const { reader } = follow;
      // several cursors of one reader, as after a hello: they become one write to its socket
      if (reader === turn[at + 1]?.reader) reader.together();
      this.#due.delete(follow);
      this.#pump(follow);
    }
    if (this.#due.size > 0 && !this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => this.#turn());
    }
  }

  #pump(follow: Follow): void {
    const { reader, log } = follow;
    const { onDeliver } = this.#options;
    while (!follow.done && !follow.loading) {
      const end = Math.min(log.head, follow.until ?? log.head);
      if (follow.cursor >= end) {
        this.#caughtUp(follow);
        return;
      }
      if (!reader.hasRoom()) return; // the cursor stays; resume() comes back to it
      if (onDeliver?.(reader.userId, log.stream, follow.cursor + 1) === false) {
        this.#schedule(follow);
        return;
      }
      const chunk = chunkFor(reader, log, follow.cursor + 1, end);
      if (!chunk) {
        void this.#load(follow, end);
        return;
      }
      reader.write(chunk.frame);
      follow.cursor = chunk.to;
    }
  }

  #caughtUp(follow: Follow): void {
    const { reader, log, until, cursor } = follow;
    if (until !== undefined) {
      if (cursor >= until) this.#end(follow, keyOf(log.app, log.stream));
      return;
    }
    if (follow.live || !reader.hasRoom()) return;
    follow.live = true;
    reader.write(JSON.stringify({ t: 'live', stream: log.stream, offset: cursor }));
  }

  async #load(follow: Follow, end: number): Promise<void> {
    const { log, reader } = follow;
    follow.loading = true;
    try {
      const page = await this.#options.db.run('entries.page', {
        app: log.app,
        stream: log.stream,
        after: follow.cursor,
        limit: Math.min(PAGE, end - follow.cursor),
        bytes: BATCH_CHARS,
      });
      follow.loading = false;
      if (follow.done) return;
      if (page.entries.length === 0 || page.from !== follow.cursor + 1) throw new Error(`stream ${log.stream} has a hole at ${follow.cursor + 1}`);
      const bodies = page.entries.map(({ body, file }) => (file ? log.sign(body) : body));
      reader.write(encodeEvents(log.stream, page.from, shown(reader, bodies)));
      follow.cursor += bodies.length;
      this.#schedule(follow);
    } catch (error) {
      follow.loading = false;
      if (this.#closed || follow.done) return;
      this.#options.log.error({ stream: log.stream, reason: error instanceof Error ? error.message : String(error) }, 'entries could not be read');
      reader.fail();
    }
  }
}
