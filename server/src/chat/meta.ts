import { EarshotError } from '../../../src/core/protocol/index.ts';

const KEY = /^[\p{Script=Latin}\p{Script=Hangul}_-]+$/u;
const bytes = (text: string): number => Buffer.byteLength(text);

/** GC-080: at most 10 pairs; keys of letters, Korean letters, `_` and `-` up to 100 bytes; values up to 200 bytes. */
export function checkMeta(meta: Record<string, string>, operation: string): void {
  const pairs = Object.entries(meta);
  const bad = (reason: string) => new EarshotError('request:invalid', operation, reason);
  if (pairs.length > 10) throw bad('meta holds more than 10 pairs');
  for (const [key, value] of pairs) {
    if (!KEY.test(key) || bytes(key) > 100 || key === '__proto__')
      throw bad('a meta key has other characters than letters, "_" and "-", or is too long');
    if (typeof value !== 'string' || bytes(value) > 200) throw bad('a meta value is longer than 200 bytes');
  }
}

export interface MetaChange {
  set?: Record<string, string>;
  remove?: string[];
}

/** What is there afterwards, as it is stored: `set` adds or overwrites, `remove` takes away; the limits of GC-080 hold for the result. */
export function changeMeta(stored: string | null, { set = {}, remove = [] }: MetaChange, operation: string): string | null {
  checkMeta(set, operation);
  const meta = { ...(stored === null ? {} : (JSON.parse(stored) as Record<string, string>)), ...set };
  for (const key of remove) delete meta[key];
  checkMeta(meta, operation);
  return Object.keys(meta).length === 0 ? null : JSON.stringify(meta);
}
