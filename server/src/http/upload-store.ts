import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { FileRow, ServerCore } from '../api.ts';
import { SNIFF_BYTES, type Sniffed, sniff } from './sniff.ts';

export interface NewFile {
  appId: string;
  userId: string;
  name: string;
  /** The bytes; an error on it (too large, line cut) rejects. */
  content: Readable;
}

export interface Owner {
  appId: string;
  userId: string;
  name: string;
}

const FILE_ID = /^[0-9a-f]{32}$/;

/** A name fit for a row: no path, no control characters, at most 200 characters. */
export function cleanName(name: string | null | undefined): string {
  const flat = basename((name ?? '').replaceAll('\\', '/'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
    .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  return [...flat].slice(0, 200).join('') || 'file';
}

/**
 * Files on disk. What is still coming in lies in `uploads/` under the care of tus; what is whole lies in `files/` and
 * has a row. An upload's id is the id of the file it becomes: 128 random bits.
 */
export class UploadStore {
  readonly filesDir: string;
  readonly uploads: FileStore;
  readonly #uploadsDir: string;
  readonly #core: ServerCore;
  readonly #finishing = new Map<string, Promise<FileRow>>();

  private constructor(core: ServerCore, dataDir: string, lifetimeMs: number) {
    this.#core = core;
    this.filesDir = join(dataDir, 'files');
    this.#uploadsDir = join(dataDir, 'uploads');
    this.uploads = new FileStore({ directory: this.#uploadsDir, expirationPeriodInMilliseconds: lifetimeMs });
  }

  /** Makes the folders. `lifetimeMs`: how long an upload may take before its bytes are thrown away. */
  static async open(core: ServerCore, dataDir: string, lifetimeMs: number): Promise<UploadStore> {
    for (const name of ['files', 'uploads']) await mkdir(join(dataDir, name), { recursive: true, mode: 0o700 });
    return new UploadStore(core, dataDir, lifetimeMs);
  }

  newId(): string {
    return randomBytes(16).toString('hex');
  }

  /** Where a whole file lies, relative to {@link filesDir}. */
  relativePath(fileId: string): string {
    if (!FILE_ID.test(fileId)) throw new EarshotError('file:not-found', 'find the file');
    return `${fileId.slice(0, 2)}/${fileId}`;
  }

  /** Whose upload it is; undefined when there is none such. */
  async owner(fileId: string): Promise<Owner | undefined> {
    if (!FILE_ID.test(fileId)) return undefined;
    const upload = await this.uploads.configstore.get(fileId);
    const { app_id: appId, user_id: userId, filename } = upload?.metadata ?? {};
    return appId && userId ? { appId, userId, name: cleanName(filename) } : undefined;
  }

  /**
   * Turns a complete upload into a file with a row. May be called again after any failure: a client that lost the last
   * answer asks once more and gets the same row.
   */
  finish(fileId: string, owner: Owner): Promise<FileRow> {
    const running = this.#finishing.get(fileId) ?? this.#finish(fileId, owner).finally(() => this.#finishing.delete(fileId));
    this.#finishing.set(fileId, running);
    return running;
  }

  /** Stores a file that comes in one go. */
  async add(file: NewFile): Promise<FileRow> {
    const fileId = this.newId();
    const path = join(this.#uploadsDir, fileId);
    const { fileBytes } = this.#core.settings;
    let size = 0;
    try {
      await pipeline(
        file.content,
        async function* (source: AsyncIterable<Buffer>) {
          for await (const chunk of source) {
            size += chunk.length;
            if (size > fileBytes) throw new EarshotError('file:too-large', 'store the file');
            yield chunk;
          }
        },
        createWriteStream(path, { mode: 0o600 }),
      );
      return await this.finish(fileId, { ...file, name: cleanName(file.name) });
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Forgets uploads that were begun and never ended. Answers with how many. */
  async removeExpired(nowMs: number): Promise<number> {
    let removed = 0;
    for (const fileId of (await this.uploads.configstore.list?.()) ?? []) {
      const upload = await this.uploads.configstore.get(fileId);
      const begunMs = Date.parse(upload?.creation_date ?? '');
      if (Number.isNaN(begunMs) || begunMs + this.uploads.getExpiration() > nowMs) continue;
      const owner = await this.owner(fileId);
      const row = owner && (await this.#core.files.get(owner.appId, fileId));
      if (!row) await rm(join(this.filesDir, this.relativePath(fileId)), { force: true });
      await this.remove(fileId);
      removed += 1;
    }
    return removed;
  }

  /** Throws away what has come in of an upload. */
  async remove(fileId: string): Promise<void> {
    this.relativePath(fileId); // checks the id
    await rm(join(this.#uploadsDir, fileId), { force: true });
    await this.uploads.configstore.delete(fileId);
  }

  async #finish(fileId: string, owner: Owner): Promise<FileRow> {
    const known = await this.#core.files.get(owner.appId, fileId);
    if (known) return known;
    const from = join(this.#uploadsDir, fileId);
    const to = join(this.filesDir, this.relativePath(fileId));
    await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
    if (await exists(from)) await rename(from, to); // else an earlier attempt got this far
    const { size, sniffed } = await inspect(to);
    const row: FileRow = {
      file_id: fileId,
      app_id: owner.appId,
      user_id: owner.userId,
      name: owner.name,
      ...sniffed,
      size,
      created_at: this.#core.clock.now(),
    };
    try {
      await this.#core.files.add(row);
    } catch (error) {
      await rename(to, from);
      throw error;
    }
    await this.uploads.configstore.delete(fileId).catch(() => {}); // only those that came by tus have one
    return row;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Size and kind of a file, with its bytes safely on disk. */
async function inspect(path: string): Promise<{ size: number; sniffed: Sniffed }> {
  const file = await open(path, 'r');
  try {
    await file.sync();
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, SNIFF_BYTES));
    await file.read(head, 0, head.length, 0);
    return { size, sniffed: sniff(head) };
  } finally {
    await file.close();
  }
}
