import { uuid } from '../base/index.ts';
import type { FlightArea, FlightEvent } from './api.ts';
import { AREAS, KEYS, WORDS } from './words.ts';

/** Pseudonyms that are remembered; the one unused for longest is given up, and its owner gets a new one. */
const REMEMBERED = 2_000;
/** Larger figures could be a telephone number or an address. */
const LARGEST = 1e9;
const PSEUDONYM = /^[a-z]{1,2}\d{1,6}$/;

type Detail = Readonly<Record<string, unknown>>;

/** What goes over a reload, so that the same call keeps its pseudonym. Holds no raw value. */
export interface RedactorState {
  salt: string;
  counts: Record<string, number>;
  known: [fingerprint: string, pseudonym: string][];
}

/** 53 bits of a text, salted: enough to meet it again, too little to tell it. */
function fingerprint(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/**
 * The door of a recording. Words of the closed vocabulary pass; any other string becomes a pseudonym, the same one for the same value
 * in one recording (`u1`, `c1`). Unknown keys, and figures that are no plain measure, are left out.
 */
export class Redactor {
  #salt = uuid();
  #counts: Record<string, number> = {};
  #known = new Map<string, string>();

  /** `pseudonyms`: those of an earlier recording stay as they are. */
  event(atMs: number, area: string, name: string, detail: Detail = {}, pseudonyms = false): FlightEvent {
    const kept: Record<string, string | number | boolean> = {};
    for (const [key, value] of Object.entries(detail)) {
      const prefix = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
      if (prefix === undefined) continue;
      if (typeof value === 'string') kept[key] = pseudonyms && PSEUDONYM.test(value) ? value : this.#text(value, prefix);
      else if (typeof value === 'boolean') kept[key] = value;
      else if (typeof value === 'number' && Math.abs(value) < LARGEST) kept[key] = Math.round(value * 1_000) / 1_000;
    }
    return {
      atMs: Number.isFinite(atMs) ? atMs : 0,
      area: AREAS.find((known) => known === area) ?? ('client' satisfies FlightArea),
      name: WORDS.has(name) ? name : 'other',
      ...(Object.keys(kept).length && { detail: kept }),
    };
  }

  #text(value: string, prefix: string): string {
    if (WORDS.has(value)) return value;
    const print = fingerprint(`${this.#salt}${prefix}${value}`);
    let pseudonym = this.#known.get(print);
    if (!pseudonym) {
      this.#counts[prefix] = (this.#counts[prefix] ?? 0) + 1;
      pseudonym = `${prefix}${this.#counts[prefix]}`;
    }
    this.#known.delete(print);
    this.#known.set(print, pseudonym);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value as string);
    return pseudonym;
  }

  save(): RedactorState {
    return { salt: this.#salt, counts: this.#counts, known: [...this.#known] };
  }

  restore({ salt, counts, known }: RedactorState): void {
    this.#salt = salt;
    this.#counts = { ...counts };
    this.#known = new Map(known.filter(([, pseudonym]) => PSEUDONYM.test(pseudonym)));
  }

  /** Forgets who was who: what follows cannot be joined to what was. */
  clear(): void {
    this.#salt = uuid();
    this.#counts = {};
    this.#known.clear();
  }
}
