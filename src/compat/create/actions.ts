import { type Config, DEFAULT_LOG_ACTIONS, type LogActionsConfig } from './config.ts';
import type { Logger } from './logger.ts';

type Method = (...args: never[]) => unknown;
type MethodsOf<T> = { [K in keyof T]: T[K] extends Method ? K : never }[keyof T];

const SECRETS = ['password', 'hmacToken', 'bearerAccessToken'];

/** What the app asks of the SDK, in the log where it wants that (RB-cfg-03 to 09). */
export class Actions {
  readonly #config: Config;
  readonly #logger: Logger;
  /** What the SDK knows now. */
  readonly #context: () => unknown;

  constructor(config: Config, logger: Logger, context: () => unknown) {
    this.#config = config;
    this.#logger = logger;
    this.#context = context;
  }

  /** The methods of a namespace, which need no `this`; `quiet` ones only read. */
  namespace<T extends object, K extends MethodsOf<T>>(name: string, target: T, methods: readonly K[]): Pick<T, K> {
    const bound = {} as Record<K, Method>;
    for (const method of methods) {
      const call = (...args: never[]) => (target[method] as Method).apply(target, args);
      const type = name ? `${name}.${String(method)}` : String(method);
      bound[method] = String(method).startsWith('get') ? call : (...args) => this.#logged(type, args, () => call(...args));
    }
    return bound as Pick<T, K>;
  }

  #logged<R>(type: string, args: readonly unknown[], act: () => R): R {
    const { logActions } = this.#config.values.logs;
    if (!logActions || !this.#logger.hears('debug')) return act();
    const options = { ...DEFAULT_LOG_ACTIONS, ...(logActions as LogActionsConfig) };
    const { handler, level, actionOnly, collapsed, diff, exposePayloads } = options;
    const write = (method: string, ...messages: unknown[]) => this.#logger.write(handler, method, level, 'action', messages);
    const before = actionOnly && !diff ? undefined : this.#context();
    const result = act();
    const after = actionOnly && !diff ? undefined : this.#context();
    write(collapsed ? 'groupCollapsed' : 'group', `action ${type}`);
    if (!actionOnly) write(level, 'prev state', before);
    write(level, 'action', { type, ...(exposePayloads && { payload: args.map(concealed) }) });
    if (!actionOnly) write(level, 'next state', after);
    if (diff) {
      const changes = changesOf(before, after);
      if (changes.length === 0) write(level, 'no diff');
      for (const { path, from, to } of changes) write(level, `CHANGED ${path}`, from, to);
    }
    write('groupEnd', `action ${type}`);
    return result;
  }
}

/** A log outlives a session: what signs a person in never goes into one. */
function concealed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !SECRETS.some((name) => name in value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, SECRETS.includes(key) ? '…' : member]));
}

interface Change {
  path: string;
  from: unknown;
  to: unknown;
}

/** What differs between two plain values. */
function changesOf(from: unknown, to: unknown, path = ''): Change[] {
  if (Object.is(from, to)) return [];
  const inside = [from, to].every((value) => typeof value === 'object' && value !== null);
  if (!inside) return [{ path, from, to }];
  const [a, b] = [from as Record<string, unknown>, to as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => changesOf(a[key], b[key], path ? `${path}.${key}` : key));
}
