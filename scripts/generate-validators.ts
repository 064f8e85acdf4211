/**
 * Writes `src/core/protocol/validate.generated.ts`: what a client needs to check the server's frames, taken from the
 * TypeBox schemas, without a schema library and without `eval` (DESIGN 7.15); and `validate-chat.generated.ts` with what a page
 * without chat never hears. `--check` fails when a file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TSchema } from 'typebox';
import * as call from '../src/core/protocol/schemas/call.ts';
import * as chat from '../src/core/protocol/schemas/chat.ts';
import * as frames from '../src/core/protocol/schemas/frames.ts';
import { lean } from '../src/core/protocol/schemas/lean.ts';

const target = (name: string): string => fileURLToPath(new URL(`../src/core/protocol/${name}.generated.ts`, import.meta.url));

/** Frames and kinds of entries that only a page with chat is told of. */
const CHAT_FRAMES = ['typing', 'receipt'];
const CALL_KINDS = ['call', 'voicemail', 'history', 'relay'];
/** Parts of other frames, by the name of their schema: any object until chat is there. */
const CHAT_PARTS = ['ChannelHead', 'Message'];

/** The part of JSON Schema that our schemas use; anything else stops the generator rather than go unchecked. */
interface Schema {
  type?: string;
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  anyOf?: Schema[];
  items?: Schema | Schema[];
  additionalItems?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  patternProperties?: Record<string, Schema>;
}
const KNOWN = {
  string: ['type', 'const', 'minLength', 'maxLength', 'pattern'],
  integer: ['type', 'minimum', 'maximum'],
  boolean: ['type'],
  null: ['type'],
  array: ['type', 'items', 'minItems', 'maxItems', 'additionalItems'],
  object: ['type', 'properties', 'required', 'additionalProperties', 'patternProperties'],
};

const plain = (schema: TSchema): Schema => JSON.parse(JSON.stringify(schema)) as Schema;

/** Schemas with a name of their own keep it, so that the generated file can be read. */
const names = new Map<string, string>();
for (const [name, schema] of Object.entries({ ...call, ...chat, ...frames })) {
  if (typeof schema !== 'object' || !('type' in schema) || schema.type !== 'object') continue;
  for (const json of [JSON.stringify(schema), JSON.stringify(lean(schema as TSchema))]) if (!names.has(json)) names.set(json, name);
}

/** Named schemas and bounds become constants. Key: the expression; value: its name. */
const constants = new Map<string, string>();
const lines: string[] = [];
const used = new Set<string>();
/** The second file is being written: its constants are here, those of the first are imported. */
let chatLines: string[] | undefined;

function declare(expression: string, wish: string): string {
  const known = constants.get(expression);
  if (known) return known;
  let name = wish;
  for (let i = 2; used.has(name); i++) name = `${wish}${i}`;
  used.add(name);
  constants.set(expression, name);
  (chatLines ?? lines).push(`const ${name} = ${expression};`);
  return name;
}

const args = (...values: (number | undefined)[]): string => {
  const last = values.findLastIndex((value) => value !== undefined);
  return values
    .slice(0, last + 1)
    .map((value) => (value === undefined ? 'undefined' : String(value)))
    .join(', ');
};

const flat = (schemas: Schema[]): Schema[] => schemas.flatMap((schema) => (schema.anyOf ? flat(schema.anyOf) : [schema]));

/** An entry of a stream: its `kind` says what it is, and kinds of a later server must pass. */
const kindOf = (schema: Schema): string | undefined => schema.properties?.kind?.const as string | undefined;

const key = (name: string): string => (/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name));

/** A list of words is named after its first. */
const wordsName = (members: Schema[]): string => `${members[0]!.const}Etc`;

/** The member that found the row of a table needs no check of its own. */
function without(schema: Schema, name: string): Schema {
  const { [name]: _found, ...properties } = schema.properties ?? {};
  return { ...schema, properties, required: schema.required?.filter((other) => other !== name) ?? [] };
}

function object(schema: Schema): string {
  const required = new Set(schema.required);
  const part = (wanted: boolean): string => {
    const entries = Object.entries(schema.properties ?? {}).filter(([name]) => required.has(name) === wanted);
    return entries.length ? `{ ${entries.map(([name, inner]) => `${key(name)}: ${compile(inner)}`).join(', ')} }` : '';
  };
  const [must, may] = [part(true), part(false)];
  if (!must && !may) return 'anyObject';
  return may ? `object(${must || '{}'}, ${may})` : `object(${must})`;
}

/** The entries of streams, by kind. */
let entries: Schema[] = [];
const kinds = (ofCalls: boolean): string =>
  entries
    .filter((member) => CALL_KINDS.includes(kindOf(member)!) === ofCalls)
    .map((member) => `    ${key(kindOf(member)!)}: ${object(without(member, 'kind'))},`)
    .join('\n');

function compile(schema: Schema): string {
  const json = JSON.stringify(schema);
  if (schema.anyOf) {
    const members = flat(schema.anyOf);
    if (members.every((member) => member.type === 'string' && member.const !== undefined)) {
      return declare(`oneOf(${members.map((member) => JSON.stringify(member.const)).join(', ')})`, wordsName(members));
    }
    if (members.every(kindOf)) {
      entries = members;
      return 'entry';
    }
    return declare(`either(${members.map(compile).join(', ')})`, 'choice');
  }
  const known = KNOWN[schema.type as keyof typeof KNOWN];
  const foreign = known ? Object.keys(schema).find((name) => !known.includes(name)) : 'type';
  if (foreign) throw new Error(`the generator does not know "${foreign}" of ${json.slice(0, 120)}`);
  switch (schema.type) {
    case 'string':
      if (schema.const !== undefined) return `oneOf(${JSON.stringify(schema.const)})`;
      if (schema.pattern !== undefined) throw new Error(`a pattern in a server frame needs a helper: ${json}`);
      return schema.minLength === undefined && schema.maxLength === undefined
        ? 'string'
        : declare(`text(${schema.minLength ?? 0}, ${schema.maxLength ?? 'Infinity'})`, `text${schema.minLength ?? 0}to${schema.maxLength ?? ''}`);
    case 'integer':
      return schema.minimum === undefined && schema.maximum === undefined
        ? 'integer'
        : declare(
            `range(${args(schema.minimum, schema.maximum)})`,
            `from${schema.minimum ?? ''}${schema.maximum === undefined ? '' : `to${schema.maximum}`}`,
          );
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'nothing';
    case 'array':
      if (!schema.items || Array.isArray(schema.items)) throw new Error(`a tuple in a server frame needs a helper: ${json}`);
      return `list(${[compile(schema.items), args(schema.minItems, schema.maxItems)].filter(Boolean).join(', ')})`;
    default: {
      if (schema.patternProperties) {
        const [[pattern, inner]] = Object.entries(schema.patternProperties) as [[string, Schema]];
        if (pattern !== '^.*$') throw new Error(`the generator does not know the key pattern ${pattern}`);
        return `record(${compile(inner)})`;
      }
      const name = names.get(json);
      if (!chatLines && name && CHAT_PARTS.includes(name)) return `part('${name}')`;
      const expression = object(schema);
      return name ? declare(expression, name) : expression;
    }
  }
}

const table = (ofChat: boolean): string =>
  Object.entries(frames.SERVER_FRAMES)
    .filter(([t]) => CHAT_FRAMES.includes(t) === ofChat)
    .map(([t, schema]) => `    ${key(t)}: ${object(without(plain(schema), 't'))},`)
    .join('\n');
const callFrames = table(false);
const callKinds = kinds(true);
chatLines = [];
const chatFrames = table(true);
const chatKinds = kinds(false);
const chatParts = Object.entries({ ...chat })
  .filter(([name]) => CHAT_PARTS.includes(name))
  .map(([name, schema]) => `    ${name}: ${compile(plain(lean(schema as TSchema)))},`)
  .join('\n');

const text = `// Generated by scripts/generate-validators.ts from the schemas beside it; \`npm run generate\` writes it anew.
import type { ServerFrame } from './types.ts';

export type Check = (value: unknown) => boolean;
export type Checks = Record<string, Check>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const anyObject: Check = isObject;
const string: Check = (value) => typeof value === 'string';
const boolean: Check = (value) => typeof value === 'boolean';
const nothing: Check = (value) => value === null;
const integer: Check = (value) => Number.isInteger(value);
const range =
  (min = -Infinity, max = Infinity): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
/** Bounds count code points. */
const text =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'string' &&
    (value.length >= 2 * min || [...value].length >= min) &&
    (value.length <= max || (value.length <= 2 * max && [...value].length <= max));
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value as string);
const either =
  (...checks: Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
const list =
  (check: Check, min = 0, max = Infinity): Check =>
  (value) =>
    Array.isArray(value) && value.length >= min && value.length <= max && value.every((item) => check(item));
const record =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every((item) => check(item));
/** Members that are not listed are allowed: a later server may send more. */
const object = (required: Checks, optional: Checks = {}): Check => {
  const must = Object.entries(required);
  const may = Object.entries(optional);
  return (value) => isObject(value) && must.every(([name, check]) => check(value[name])) && may.every(([name, check]) => value[name] === undefined || check(value[name]));
};

@constants

const PARTS = new Map<string, Check>();
/** A part that chat knows is any object until chat is there. */
const part =
  (name: string): Check =>
  (value) =>
    (PARTS.get(name) ?? isObject)(value);
const KINDS = new Map(
  Object.entries({
${callKinds}
  }),
);
/** A kind that is not listed is allowed too; a listed one must be right. */
const entry: Check = (value) => isObject(value) && typeof value.kind === 'string' && (KINDS.get(value.kind) ?? isObject)(value);
const FRAMES = new Map(
  Object.entries({
${callFrames}
  }),
);

/** From now on these are checked too: what another part of the client knows of the wire. */
export function extendFrames(more: { frames: Checks; kinds: Checks; parts: Checks }): void {
  for (const [known, checks] of [[FRAMES, more.frames], [KINDS, more.kinds], [PARTS, more.parts]] as const)
    for (const [name, check] of Object.entries(checks)) known.set(name, check);
}

/**
 * Checks a parsed frame of the server: the frame itself when it is one; \`'unknown'\` when its \`t\` is not known here
 * (ignore it: a later server may send more); \`undefined\` when it is malformed.
 */
export function validateServerFrame(frame: unknown): ServerFrame | 'unknown' | undefined {
  if (!isObject(frame) || typeof frame.t !== 'string') return undefined;
  const check = FRAMES.get(frame.t);
  if (!check) return 'unknown';
  return check(frame) ? (frame as unknown as ServerFrame) : undefined;
}
`;

const chatBody = `// Generated by scripts/generate-validators.ts from the schemas beside it; \`npm run generate\` writes it anew.
@imports

${chatLines.join('\n')}

/** For \`extendFrames\`: what only a page with chat is told of. */
export const CHAT_CHECKS = {
  frames: {
${chatFrames}
  },
  kinds: {
${chatKinds}
  },
  parts: {
${chatParts}
  },
};
`;

/** Helpers that no schema uses are left out. */
const HELPERS = ['anyObject', 'nothing', 'integer', 'boolean', 'string', 'range', 'text', 'oneOf', 'either', 'list', 'record', 'object'];
const names1 = [...HELPERS, ...lines.map((line) => /^const (\w+)/.exec(line)![1]!)];
const uses = (body: string, name: string): number => body.match(new RegExp(`(?<![.'"\\w])${name}\\b(?![:"])`, 'g'))?.length ?? 0;
const shared = names1.filter((name) => uses(chatBody, name) > 0);
const body = shared.reduce(
  (whole, name) => whole.replace(new RegExp(`^const ${name}\\b`, 'm'), `export const ${name}`),
  text.replace('@constants', lines.join('\n')),
);
const idle = names1.filter((name) => uses(body, name) < 2 && !shared.includes(name));
if (idle.length) throw new Error(`these helpers are no longer used: ${idle.join(', ')}; take them out of scripts/generate-validators.ts`);

const files = {
  validate: body,
  'validate-chat': chatBody.replace('@imports', `import { ${shared.sort().join(', ')} } from './validate.generated.ts';`),
};
for (const [name, content] of Object.entries(files)) {
  const path = target(name);
  if (!process.argv.includes('--check')) writeFileSync(path, content);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== content) {
    console.error(`src/core/protocol/${name}.generated.ts is stale: run \`npm run generate\``);
    process.exitCode = 1;
  }
}
