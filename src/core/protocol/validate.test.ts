import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from '../../../test/harness.ts';
import { SERVER_FRAMES } from './schemas/frames.ts';
import { extendFrames, validateServerFrame } from './validate.generated.ts';
import { CHAT_CHECKS } from './validate-chat.generated.ts';

extendFrames(CHAT_CHECKS); // all that a page may ever check

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
interface Schema {
  type?: string;
  const?: Json;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  patternProperties?: Record<string, Schema>;
}

/** Values that a schema allows, small ones, its bounds among them. */
function valid(schema: Schema): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valid));
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 2 ** 40, 2 ** 40) });
    case 'string': {
      const min = schema.minLength ?? 0;
      return fc.string({ unit: 'binary', minLength: min, maxLength: Math.min(schema.maxLength ?? 20, min + 20) });
    }
    case 'array':
      return fc.array(valid(schema.items!), { maxLength: 3 });
    default: {
      const [inner] = Object.values(schema.patternProperties ?? {});
      if (inner) return fc.dictionary(fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), valid(inner), { maxKeys: 3 });
      const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, member]) => [name, valid(member)]));
      return fc.record(properties, { requiredKeys: schema.required ?? [] }) as fc.Arbitrary<Json>;
    }
  }
}

/** Every place inside a value, as the steps that lead to it. */
function places(value: Json, path: (string | number)[] = []): (string | number)[][] {
  const steps = Array.isArray(value) ? value.map((_, i) => i) : value !== null && typeof value === 'object' ? Object.keys(value) : [];
  return [path, ...steps.flatMap((step) => places((value as Record<string | number, Json>)[step]!, [...path, step]))];
}

const WRONG: Json[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e300,
  '',
  'x',
  'y'.repeat(200),
  '😀'.repeat(120),
  'z'.repeat(60_001),
  [],
  {},
  [null],
  { kind: 'later', x: 1 },
];

/** The same value with one place replaced, dropped or given a member more. */
const mutated = (frame: Json): fc.Arbitrary<Json> =>
  fc.tuple(fc.nat(), fc.constantFrom('replace', 'drop', 'extend'), fc.constantFrom(...WRONG)).map(([place, how, wrong]) => {
    const copy = structuredClone(frame);
    const all = places(copy);
    const path = all[place % all.length]!;
    const last = path.at(-1);
    if (last === undefined) return how === 'replace' ? wrong : { ...(copy as object), later: wrong };
    const holder = path.slice(0, -1).reduce<Json>((value, step) => (value as Record<string | number, Json>)[step]!, copy) as Record<
      string | number,
      Json
    >;
    if (how === 'replace') holder[last] = wrong;
    else if (how === 'drop') delete holder[last];
    else if (Array.isArray(holder)) holder.push(wrong);
    else holder.later = wrong;
    // A hole left by a drop is no JSON.
    return JSON.parse(JSON.stringify(copy)) as Json;
  });

const compiled = Object.fromEntries(Object.entries(SERVER_FRAMES).map(([t, schema]) => [t, Compile(schema as TSchema)]));
const KINDS = new Set(
  SERVER_FRAMES.events.properties.entries.items.anyOf.flatMap((union) => union.anyOf.map((entry) => entry.properties.kind.const as string)),
);

/** What the schema library says, with the one addition that kinds of a later server pass. */
function bySchema(frame: Json): 'frame' | 'unknown' | 'malformed' {
  if (frame === null || typeof frame !== 'object' || Array.isArray(frame) || typeof frame.t !== 'string') return 'malformed';
  const check = Object.hasOwn(compiled, frame.t) ? compiled[frame.t] : undefined;
  if (!check) return 'unknown';
  if (frame.t === 'events' && Array.isArray(frame.entries)) {
    const entries = frame.entries.filter(
      (entry) => !(entry !== null && typeof entry === 'object' && !Array.isArray(entry) && typeof entry.kind === 'string' && !KINDS.has(entry.kind)),
    );
    return check.Check({ ...frame, entries }) ? 'frame' : 'malformed';
  }
  return check.Check(frame) ? 'frame' : 'malformed';
}

function byGenerated(frame: Json): 'frame' | 'unknown' | 'malformed' {
  const result = validateServerFrame(frame);
  return result === 'unknown' ? 'unknown' : result === undefined ? 'malformed' : 'frame';
}

describe('validating the frames of the server', () => {
  for (const [t, schema] of Object.entries(SERVER_FRAMES)) {
    const frames = valid(JSON.parse(JSON.stringify(schema)) as Schema).map((frame) => JSON.parse(JSON.stringify(frame)) as Json);
    it(`accepts every ${t} frame that the schema allows, and judges damaged ones as the schema does`, () => {
      fc.assert(
        fc.property(
          frames.chain((frame) => fc.tuple(fc.constant(frame), mutated(frame))),
          ([frame, damaged]) => {
            expect(byGenerated(frame)).to.equal('frame');
            expect(byGenerated(damaged)).to.equal(bySchema(damaged));
          },
        ),
        { numRuns: 200 },
      );
    });
  }

  it('hands back the very frame it was given', () => {
    const frame = { t: 'pong', n: 3 };
    expect(validateServerFrame(frame)).to.equal(frame);
  });

  it('tells a frame of a later server from a malformed one', () => {
    expect(validateServerFrame({ t: 'weather', rain: true })).to.equal('unknown');
    expect(validateServerFrame({ t: 'constructor' })).to.equal('unknown');
    expect(validateServerFrame({ t: '__proto__' })).to.equal('unknown');
    expect(validateServerFrame({ t: 'pong' })).to.equal(undefined);
    for (const nonsense of [null, 1, 'pong', [], [{ t: 'pong', n: 1 }], {}, { t: 5 }]) expect(validateServerFrame(nonsense)).to.equal(undefined);
  });

  it('lets an unknown kind of entry and unknown members pass', () => {
    expect(validateServerFrame({ t: 'events', stream: 'c:lobby', offset: 1, entries: [{ kind: 'poll', question: '?' }], extra: 1 })).to.be.an(
      'object',
    );
    expect(validateServerFrame({ t: 'events', stream: 'c:lobby', offset: 1, entries: [{ question: '?' }] })).to.equal(undefined);
    expect(validateServerFrame({ t: 'events', stream: 'c:lobby', offset: 1, entries: [{ kind: 'leave', at_ms: 1 }] })).to.equal(undefined);
  });
});
