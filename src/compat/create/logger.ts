import type { Clock, Log } from '../../core/base/index.ts';
import type { Config } from './config.ts';

/** From nothing to everything (RB-log-04). */
export const levels = { SILENT: 'silent', ERROR: 'error', WARN: 'warn', INFO: 'info', DEBUG: 'debug' } as const;
export type LogLevel = (typeof levels)[keyof typeof levels];

const ORDER: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'];

/** One thing that was said (RB-log-02). */
export interface LogEntry {
  /** Epoch ms. */
  timestamp: number;
  /** The console's name for what wrote it: `debug`, `warn`, `group`, `time`, `timeEnd`… */
  method: string;
  level: LogLevel;
  /** What it is about. */
  target: { type: string; id?: string; name: string };
  /** The first is a string. */
  messages: unknown[];
  /** Of `time`, `timeLog` and `timeEnd`. */
  timer?: { name: string; start: number; durationMs?: number };
}

/** Gets every entry at the level that was set or above (RB-log-03). */
export type LogHandler = (entry: LogEntry) => void;

const TIMERS = ['time', 'timeLog', 'timeEnd'];

/** Prints an entry by the console's own method for it, which the browser may filter (RB-log-01). */
export const consoleHandler: LogHandler = ({ timestamp, level, target, method, messages, timer }) => {
  const [first, ...others] = messages;
  const took = timer?.durationMs === undefined ? [] : [`${timer.durationMs} ms`];
  const print = (console as unknown as Record<string, (...parts: unknown[]) => void>)[TIMERS.includes(method) ? 'debug' : method];
  print?.call(console, `${timestamp} - ${target.type} - ${level} - ${String(first)}`, ...others, ...took);
};

/** Where all entries of one SDK come from. */
export class Logger {
  readonly #config: Config;
  readonly #clock: Clock;

  constructor(config: Config, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  /** For the core: an area is a target. */
  readonly log: Log = (level, area, message, detail) => this.#entry(level, level, area, detail === undefined ? [message] : [message, detail]);

  /** Measures until the returned function is called. */
  time(area: string, name: string): () => void {
    const start = this.#clock.now();
    this.#entry('time', 'debug', area, [name], { name, start });
    return () => this.#entry('timeEnd', 'debug', area, [name], { name, start, durationMs: this.#clock.now() - start });
  }

  /** Whether anybody gets what is written at this level. */
  hears(level: LogLevel): boolean {
    return ORDER.indexOf(level) >= ORDER.indexOf(this.#level);
  }

  /** Hands an entry of one's own making to `handler`. */
  write(handler: LogHandler | undefined, method: string, level: LogLevel, target: string, messages: unknown[], timer?: LogEntry['timer']): void {
    const entry: LogEntry = {
      timestamp: this.#clock.now(),
      method,
      level,
      target: { type: target, name: target },
      messages,
      ...(timer && { timer }),
    };
    try {
      (handler ?? consoleHandler)(entry);
    } catch (error) {
      // what the app does with its log is no trouble of a call
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  get #level(): LogLevel {
    const level = String(this.#config.values.logs.logLevel).toLowerCase();
    return ORDER.includes(level) ? (level as LogLevel) : 'debug';
  }

  #entry(method: string, level: LogLevel, area: string, messages: unknown[], timer?: LogEntry['timer']): void {
    if (this.hears(level)) this.write(this.#config.values.logs.handler, method, level, area, messages, timer);
  }
}
