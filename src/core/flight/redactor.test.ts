import fc from 'fast-check';
import { describe, expect, it } from '../../../test/harness.ts';
import type { CallState, MediaState } from '../call/api.ts';
import type { ConnectionState } from '../connection/api.ts';
import type { CheckId, CheckState, DoctorCause } from '../doctor/api.ts';
import type { DeviceSwitch, PermissionOutcome, TrackSource } from '../media/api.ts';
import type { EarshotErrorCode, EndReason, StreamEntry } from '../protocol/index.ts';
import { Redactor } from './redactor.ts';
import { type DOCTOR_WORDS, type END_REASONS, type ENTRY_KINDS, type ERROR_CODES, KEYS, type MEDIA_WORDS, type STATES, WORDS } from './words.ts';

/** What nobody wants to find in a file that goes to support. */
const SECRETS = [
  'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl',
  'Bearer 6f1ed002ab5595859014ebf0951522d9',
  'v=0\r\no=- 4611731400430051336 2 IN IP4 192.168.1.7\r\na=fingerprint:sha-256 4A:AD:B9:B1',
  'candidate:842163049 1 udp 1677729535 203.0.113.9 46154 typ srflx raddr 10.0.0.4 rport 51556',
  'alice@example.com',
  '203.0.113.9',
  '2001:db8::8a2e:370:7334',
  'Alice Müller',
  'alice',
  'FaceTime HD Camera (05ac:8514)',
  'https://calls.example.com/v1/socket?token=secret',
  '+49 151 23456789',
  'see you at eight, door code 4711',
  '__proto__',
  'constructor',
];

const hostile = fc.oneof(fc.constantFrom(...SECRETS), fc.string({ unit: 'binary' }), fc.emailAddress(), fc.ipV4(), fc.ipV6(), fc.webUrl(), fc.uuid());
const value = fc.oneof(hostile, fc.double(), fc.bigInt(), fc.boolean(), fc.constant(undefined), fc.array(hostile), fc.dictionary(hostile, hostile));
const event = fc.record({
  atMs: fc.oneof(fc.double(), fc.nat()),
  area: hostile,
  name: hostile,
  detail: fc.oneof(fc.dictionary(hostile, value), fc.dictionary(fc.constantFrom(...Object.keys(KEYS)), value)),
});
type Hostile = { atMs: number; area: string; name: string; detail: Record<string, unknown> };

/** Every string that is in the output, keys included. */
function strings(from: unknown): string[] {
  if (typeof from === 'string') return [from];
  return from && typeof from === 'object' ? Object.entries(from).flatMap(([key, inner]) => [key, ...strings(inner)]) : [];
}

const ENVELOPE = new Set(['atMs', 'area', 'name', 'detail', 'client', 'connection', 'call', 'media', 'chat', 'element']);
const isSafe = (text: string) => ENVELOPE.has(text) || WORDS.has(text) || Object.hasOwn(KEYS, text) || /^(?:c|u|ch|t|m|s|x)\d{1,6}$/.test(text);

/** Runs hostile events through a door, and says what came out that should not have. */
function leaks(door: (event: Hostile) => unknown, numRuns = 300): string[] {
  const found: string[] = [];
  const sample = fc.sample(event, { numRuns, seed: 20261121 }) as Hostile[];
  for (const one of sample) {
    const out = door(one);
    found.push(...strings(out).filter((text) => !isSafe(text)));
    for (const figure of JSON.stringify({ ...(out as object), atMs: 0 }).match(/\d{10,}/g) ?? []) found.push(figure);
  }
  return found;
}

const door = (redactor: Redactor) => (one: Hostile) => redactor.event(one.atMs, one.area, one.name, one.detail);

describe('what gets into a recording', () => {
  it('is words of the vocabulary, pseudonyms and small figures, whatever is told', () => {
    expect(leaks(door(new Redactor()), 2_000)).to.deep.equal([]);
  });

  it('would be found out by that if one kind of field were let through', () => {
    const whole = door(new Redactor());
    const open: Record<string, (one: Hostile) => unknown> = {
      area: (one) => ({ ...(whole(one) as object), area: one.area }),
      name: (one) => ({ ...(whole(one) as object), name: one.name }),
      keys: (one) => ({ ...(whole(one) as object), detail: Object.fromEntries(Object.keys(one.detail).map((key) => [key, true])) }),
      values: (one) => ({ ...(whole(one) as object), detail: { state: Object.values(one.detail).find((inner) => typeof inner === 'string') } }),
      figures: (one) => ({ ...(whole(one) as object), detail: { offset: Object.values(one.detail).find((inner) => typeof inner === 'number') } }),
      cut: (one) => ({ ...(whole(one) as object), name: one.name.slice(0, 120) }),
    };
    for (const [field, leaky] of Object.entries(open)) expect(leaks(leaky), field).to.not.deep.equal([]);
  });

  it('holds no raw value where it remembers who is who', () => {
    const redactor = new Redactor();
    for (const secret of SECRETS) redactor.event(1, 'call', 'incoming', { peer: secret, call: secret, state: secret });
    const kept = JSON.stringify(redactor.save());
    for (const secret of SECRETS) expect(kept).to.not.contain(JSON.stringify(secret).slice(1, -1));
  });

  it('calls the same person the same in one recording, and otherwise in the next', () => {
    const redactor = new Redactor();
    const peer = (id: string) => redactor.event(1, 'call', 'incoming', { peer: id }).detail?.peer;
    expect([peer('bob'), peer('carol'), peer('bob')]).to.deep.equal(['u1', 'u2', 'u1']);
    redactor.clear();
    expect([peer('carol'), peer('bob')]).to.deep.equal(['u1', 'u2']);
  });

  it('keeps pseudonyms over a reload, also those that are in older events', () => {
    const before = new Redactor();
    before.event(1, 'call', 'incoming', { peer: 'bob' });
    before.event(1, 'call', 'incoming', { peer: 'carol' });
    const after = new Redactor();
    after.restore(JSON.parse(JSON.stringify(before.save())));
    expect(after.event(1, 'call', 'ended', { peer: 'carol' }).detail).to.deep.equal({ peer: 'u2' });
    expect(after.event(1, 'call', 'ended', { peer: 'u1' }, true).detail).to.deep.equal({ peer: 'u1' });
    expect(after.event(1, 'call', 'ended', { peer: 'dave' }).detail).to.deep.equal({ peer: 'u3' });
    expect(after.event(1, 'call', 'ended', { peer: 'alice@example.com' }, true).detail).to.deep.equal({ peer: 'u4' });
  });

  it('remembers two thousand names, not all there ever were', () => {
    const redactor = new Redactor();
    for (let i = 0; i < 3_000; i++) redactor.event(1, 'call', 'incoming', { peer: `user-${i}` });
    expect(redactor.save().known).to.have.length(2_000);
  });

  it('knows every state, code, reason and cause there is', () => {
    type Missing =
      | Exclude<EarshotErrorCode, (typeof ERROR_CODES)[number]>
      | Exclude<ConnectionState | CallState | MediaState, (typeof STATES)[number]>
      | Exclude<EndReason, (typeof END_REASONS)[number]>
      | Exclude<StreamEntry['kind'], (typeof ENTRY_KINDS)[number]>
      | Exclude<TrackSource | DeviceSwitch['kind'] | DeviceSwitch['reason'] | PermissionOutcome, (typeof MEDIA_WORDS)[number]>
      | Exclude<CheckId | CheckState | DoctorCause, (typeof DOCTOR_WORDS)[number]>;
    const whole: [Missing] extends [never] ? true : Missing = true; // a word that is missing does not compile
    expect(whole).to.equal(true);
    expect([...WORDS].filter((word) => word.length > 40)).to.deep.equal([]);
  });
});
