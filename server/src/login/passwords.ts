import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { EarshotError } from '../../../src/core/protocol/index.ts';

const BLOCK_SIZE = 8;
const PARALLEL = 3;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Each takes 1 kB times the cost, and a thread that files need too. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 64;

/** Passwords as they are stored: scrypt (RFC 7914) with a salt for each, as `scrypt$N$r$p$salt$key`. */
export class Passwords {
  readonly #cost: number;
  /** What the password of nobody is compared with, so that an unknown user costs the same time. */
  #nobody: Promise<string> | undefined;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** `cost`: N of scrypt, a power of two. */
  constructor(cost: number) {
    this.#cost = cost;
  }

  /** Rejects with `server:busy` when too many wait for theirs. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const key = await this.#derive(password, salt, this.#cost, BLOCK_SIZE, PARALLEL);
    return ['scrypt', this.#cost, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), key.toString('base64url')].join('$');
  }

  /** Whether it is the one that was stored. Takes as long where there is none. Rejects as {@link hash} does. */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    this.#nobody ??= this.hash(randomBytes(SALT_BYTES).toString('base64url'));
    // a refusal for lack of room is not to be remembered
    this.#nobody.catch(() => {
      this.#nobody = undefined;
    });
    const [, cost, blockSize, parallel, salt = '', key = ''] = (stored ?? (await this.#nobody)).split('$');
    const expected = Buffer.from(key, 'base64url');
    const given = await this.#derive(password, Buffer.from(salt, 'base64url'), Number(cost), Number(blockSize), Number(parallel));
    return timingSafeEqual(given, expected) && stored !== undefined;
  }

  async #derive(password: string, salt: Buffer, N: number, r: number, p: number): Promise<Buffer> {
    if (this.#running < MOST_AT_ONCE) this.#running++;
    else if (this.#waiting.length >= MOST_WAITING) throw new EarshotError('server:busy', 'check the password');
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve)); // the place of the one that ended
    try {
      // the same letters may be written in several ways (RFC 8265, 4.2)
      return await derive(password.normalize('NFC'), salt, { N, r, p, maxmem: 256 * N * r });
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

const derive = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
