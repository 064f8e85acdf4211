import { Compile, type Validator } from 'typebox/compile';
import type { ClientFrame, ClientFrames, MethodName } from '../../../src/core/protocol/index.ts';
import { CLIENT_FRAMES } from '../../../src/core/protocol/schemas/frames.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';

/** Deeper nesting than any frame has. */
const DEPTH_MAX = 16;

const frames = new Map<string, Validator>(Object.entries(CLIENT_FRAMES).map(([t, schema]) => [t, Compile(schema)]));
const params = new Map<string, Validator>(Object.entries(METHODS).map(([name, { params: schema }]) => [name, Compile(schema)]));

export type Parsed =
  | { kind: 'frame'; frame: ClientFrame }
  /** A type this server does not know: ignored, so that newer clients can talk to it. */
  | { kind: 'unknown' }
  | { kind: 'bad'; reason: string; type?: string; requestId?: number; clientId?: string };

/** Reads one text message. Every known frame is checked whole; nothing else of it is looked at before. */
export function parseFrame(text: string): Parsed {
  if (tooDeep(text)) return { kind: 'bad', reason: 'nested too deeply' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'bad', reason: 'not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'bad', reason: 'not an object' };
  const raw = value as Record<string, unknown>;
  const type = Object.hasOwn(raw, 't') ? raw['t'] : undefined;
  if (typeof type !== 'string') return { kind: 'bad', reason: '"t" is missing' };
  const validator = frames.get(type);
  if (!validator) return { kind: 'unknown' };
  if (validator.Check(raw)) return { kind: 'frame', frame: raw as ClientFrames[keyof ClientFrames] };
  const { request_id, client_id } = value as Record<string, unknown>;
  return {
    kind: 'bad',
    reason: firstError(validator, raw),
    type,
    ...(Number.isSafeInteger(request_id) && { requestId: request_id as number }),
    ...(typeof client_id === 'string' && client_id.length <= 64 && { clientId: client_id }),
  };
}

/** Why `value` is not what the method takes; undefined when it is. */
export function paramsError(method: MethodName, value: unknown): string | undefined {
  const validator = params.get(method)!;
  return validator.Check(value) ? undefined : firstError(validator, value);
}

/** Names the place, never the value: errors are logged. */
function firstError(validator: Validator, value: unknown): string {
  const error = validator.Errors(value)[0];
  return error ? `${error.instancePath.slice(0, 100) || 'the object'} ${error.message}` : 'malformed';
}

function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > DEPTH_MAX) return true;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return false;
}
