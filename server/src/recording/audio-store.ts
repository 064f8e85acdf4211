import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EarshotError, isEarshotError } from '../../../src/core/protocol/index.ts';
import { SNIFF_BYTES, sniff } from '../http/sniff.ts';

/** What may be recorded and played: what browsers make, by the first bytes. */
const AUDIO_TYPES: Readonly<Record<string, string>> = {
  'audio/webm': 'audio/webm',
  // what a browser records as audio/mp4 has the brand of a film
  'video/mp4': 'audio/mp4',
  'audio/mp4': 'audio/mp4',
  'audio/ogg': 'audio/ogg',
};

/** A piece that is coming in, and how to end it early. */
interface Writing {
  source: Readable;
  done: Promise<void>;
}

/**
 * Recordings, greetings and voice messages on disk. The path is a hash of app and id, so that no id leads out of the folder and none of one
 * app to a file of another; ids of recordings begin with `r-`, of messages with `m-`, of greetings with `g-`. What has come in is the size of the file: nothing else has to be believed after a crash.
 */
export class AudioStore {
  readonly #dir: string;
  readonly #writing = new Map<string, Writing>();

  constructor(dataDir: string) {
    this.#dir = join(dataDir, 'audio');
  }

  async open(): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
  }

  get root(): string {
    return this.#dir;
  }

  newGreetingId(): string {
    return `g-${randomBytes(16).toString('hex')}`;
  }

  /** Relative to {@link root}. */
  path(app: string, id: string): string {
    const name = createHash('sha256')
      .update(JSON.stringify([app, id]))
      .digest('hex');
    return `${name.slice(0, 2)}/${name}`;
  }

  /** What has come in, in bytes; 0 when nothing has. */
  async size(app: string, id: string): Promise<number> {
    return stat(this.#full(app, id)).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** Ends a piece that still comes in: its line may be dead without our knowing, and whoever asks has another one. */
  async interrupt(app: string, id: string): Promise<void> {
    const writing = this.#writing.get(this.path(app, id));
    writing?.source.destroy();
    await writing?.done;
  }

  /**
   * Appends what comes at `offset`, and resolves with the new size once it is safely on disk. What came before a line was cut stays. Rejects
   * with `request:invalid` (409) when the file ends elsewhere, and with `file:too-large`.
   */
  async append(app: string, id: string, offset: number, source: Readable, most: number): Promise<number> {
    const key = this.path(app, id);
    while (this.#writing.has(key)) await this.interrupt(app, id);
    const { promise: done, resolve } = Promise.withResolvers<void>();
    this.#writing.set(key, { source, done });
    try {
      return await this.#append(app, id, offset, source, most);
    } finally {
      this.#writing.delete(key);
      resolve();
    }
  }

  /** Stores a whole file in place of what is there, and tells what it is. Rejects with `file:too-large`, and `request:invalid` for what is no sound. */
  async put(app: string, id: string, source: Readable, most: number): Promise<{ type: string; size: number }> {
    const full = this.#full(app, id);
    const coming = `${full}.${randomBytes(6).toString('hex')}`;
    await mkdir(join(full, '..'), { recursive: true, mode: 0o700 });
    let size = 0;
    try {
      await pipeline(
        source,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            size += chunk.length;
            if (size > most) throw new EarshotError('file:too-large', 'store the sound');
            yield chunk;
          }
        },
        createWriteStream(coming, { mode: 0o600, flush: true }),
      );
      const type = await typeOf(coming);
      if (!type) throw new EarshotError('request:invalid', 'store the sound', 'it is neither WebM, MP4 nor Ogg audio');
      await rename(coming, full);
      return { type, size };
    } catch (error) {
      await rm(coming, { force: true });
      throw error;
    }
  }

  /** What it is by its first bytes; undefined while too little has come, or when it is no sound. */
  async type(app: string, id: string): Promise<string | undefined> {
    return typeOf(this.#full(app, id)).catch(() => undefined);
  }

  async remove(app: string, id: string): Promise<void> {
    await this.interrupt(app, id);
    await rm(this.#full(app, id), { force: true });
  }

  /** Removes what no row knows: left by a process that was killed between a file and its row. Answers with how many. */
  async sweep(known: readonly { app: string; id: string }[]): Promise<number> {
    const paths = new Set(known.map(({ app, id }) => this.path(app, id)));
    let removed = 0;
    for (const folder of await readdir(this.#dir)) {
      for (const name of await readdir(join(this.#dir, folder))) {
        if (paths.has(`${folder}/${name}`)) continue;
        await rm(join(this.#dir, folder, name), { force: true });
        removed += 1;
      }
    }
    return removed;
  }

  async #append(app: string, id: string, offset: number, source: Readable, most: number): Promise<number> {
    const full = this.#full(app, id);
    await mkdir(join(full, '..'), { recursive: true, mode: 0o700 });
    const file = await open(full, 'a', 0o600);
    try {
      let { size } = await file.stat();
      if (size !== offset)
        throw new EarshotError('request:invalid', 'append to the recording', `it has ${size} bytes, not ${offset}`, { status: 409 });
      try {
        for await (const chunk of source as AsyncIterable<Buffer>) {
          if (size + chunk.length > most) throw new EarshotError('file:too-large', 'append to the recording');
          await file.appendFile(chunk);
          size += chunk.length;
        }
      } catch (error) {
        throw isEarshotError(error) ? error : new EarshotError('request:invalid', 'append to the recording', 'the line was cut', { cause: error });
      } finally {
        await file.datasync();
      }
      return size;
    } finally {
      await file.close();
    }
  }

  #full(app: string, id: string): string {
    return join(this.#dir, this.path(app, id));
  }
}

async function typeOf(path: string): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(Math.min((await file.stat()).size, SNIFF_BYTES));
    await file.read(head, 0, head.length, 0);
    const { type } = sniff(head);
    return AUDIO_TYPES[type] ?? (isOpus(head) ? 'audio/webm' : undefined);
  } finally {
    await file.close();
  }
}

/** Matroska that begins with a sound track, also where the browser calls it by another document type. */
const isOpus = (head: Buffer): boolean =>
  head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3 && head.toString('latin1', 0, 4096).includes('A_OPUS');
