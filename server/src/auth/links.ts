import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../src/core/base/index.ts';
import type { FileData } from '../../../src/core/protocol/index.ts';

/** Signed download paths, the tokens of call legs, and the hashes of hand-off codes: all are HMACs under keys that only this database holds. */
export class Links {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  #fileKey = '';
  #legKey = '';

  constructor(clock: Clock, lifetimeMs: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  load(fileKey: string, legKey: string): void {
    this.#fileKey = fileKey;
    this.#legKey = legKey;
  }

  /** The same file with a fresh `url`. */
  sign(appId: string, file: FileData): FileData {
    const expires = String(this.#clock.now() + this.#lifetimeMs);
    const path = ['/v1/files', encodeURIComponent(appId), encodeURIComponent(file.file_id), encodeURIComponent(file.name)].join('/');
    return { ...file, url: `${path}?e=${expires}&s=${this.#signature(appId, file.file_id, expires)}` };
  }

  verify(appId: string, fileId: string, expires: string, signature: string): boolean {
    if (!/^\d{1,16}$/.test(expires)) return false;
    return equal(this.#signature(appId, fileId, expires), signature) && Number(expires) > this.#clock.now();
  }

  /** A path that plays a recording or a voice message. */
  signAudio(appId: string, id: string): string {
    const expires = String(this.#clock.now() + this.#lifetimeMs);
    const path = ['/v1/audio', encodeURIComponent(appId), encodeURIComponent(id)].join('/');
    return `${path}?e=${expires}&s=${this.#mac(this.#fileKey, ['audio', appId, id, expires])}`;
  }

  verifyAudio(appId: string, id: string, expires: string, signature: string): boolean {
    if (!/^\d{1,16}$/.test(expires)) return false;
    return equal(this.#mac(this.#fileKey, ['audio', appId, id, expires]), signature) && Number(expires) > this.#clock.now();
  }

  /** Derived, not stored: a repeated request gets the same grant. */
  legToken(appId: string, callId: string, legId: string): string {
    return this.#mac(this.#legKey, ['leg', appId, callId, legId]);
  }

  verifyLeg(appId: string, callId: string, legId: string, token: string): boolean {
    return equal(this.legToken(appId, callId, legId), token);
  }

  /** Goes with the push of a call to one user: whoever shows it there may decline for him. */
  declineKey(appId: string, callId: string, userId: string): string {
    return this.#mac(this.#legKey, ['decline', appId, callId, userId]);
  }

  verifyDecline(appId: string, callId: string, userId: string, key: string): boolean {
    return equal(this.declineKey(appId, callId, userId), key);
  }

  /** What is kept of a code by which a call moves: nothing to anybody without the key. */
  handOffHash(appId: string, userId: string, code: string): string {
    return this.#mac(this.#legKey, ['hand-off', appId, userId, code]);
  }

  #signature(appId: string, fileId: string, expires: string): string {
    return this.#mac(this.#fileKey, ['file', appId, fileId, expires]);
  }

  #mac(key: string, parts: readonly string[]): string {
    return createHmac('sha256', Buffer.from(key, 'base64url')).update(JSON.stringify(parts)).digest('base64url');
  }
}

function equal(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
