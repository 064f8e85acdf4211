import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ServerSettings } from './api.ts';
import type { IceOptions } from './http/ice-servers.ts';
import { isLoopbackName } from './http/origins.ts';
import { type ProxyTrust, parseProxyTrust, trustNobody } from './http/proxy.ts';

/** Everything the server is told from outside. */
export interface Config {
  demo: boolean;
  /** Where to listen; loopback unless said. */
  host: string;
  /** 0: any free port. */
  port: number;
  /** Database and files. A demo keeps to its own folder `demo` in it, so that its public key never serves real people. */
  dataDir: string;
  /** Origins of pages, beside our own, that may use this server: exact, like `https://shop.example`. */
  origins: string[];
  publicUrl?: string;
  trustProxy: ProxyTrust;
  /** Whether pages behind links are fetched, so that messages show what they are. */
  linkPreviews: boolean;
  /** Where webhooks may lead beside the public internet, and without TLS. */
  webhookNetworks?: ProxyTrust;
  /** Web Push; undefined: off. `plain`: push services on loopback and without TLS too. */
  push: { contact?: string; texts: boolean; plain: boolean } | undefined;
  ice: IceOptions;
  /** Timings and bounds that differ from the defaults. */
  settings: Partial<ServerSettings>;
  /** How long an upload may take before its bytes are thrown away. */
  uploadLifetimeMs: number;
  /** How long a token of the demo page lives. */
  demoTokenMs: number;
  /** How long a stop waits for requests under way. */
  stopGraceMs: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Folder of the browser bundle. */
  clientDir: string;
  /** Folder of the demo page. */
  demoDir: string;
  version: string;
}

/** A mistake in flags or environment; its message is one line for the person who made it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Env = Readonly<Record<string, string | undefined>>;

/** Each can be given in the environment under its name in capitals, `ringTimeoutMs` as `RING_TIMEOUT_MS`. */
const NUMBERS = [
  'heartbeatMs',
  'helloTimeoutMs',
  'ringTimeoutMs',
  'graceMs',
  'reachGraceMs',
  'beatMs',
  'callTickMs',
  'tokenWarningMs',
  'tokenGraceMs',
  'voiceTokenMs',
  'guestTokenMs',
  'guestIdleMs',
  'maxTokenMs',
  'fileUrlMs',
  'editWindowMs',
  'diagnosisTurnMs',
  'typingTtlMs',
  'receiptCoalesceMs',
  'frameBytes',
  'messageLength',
  'fileBytes',
  'maxBufferedBytes',
  'slowConsumerMs',
  'ringEntries',
  'ringBytes',
  'groupCommitMax',
  'membersPerChannel',
  'managersPerChannel',
  'recordingBytes',
  'recordingIdleMs',
  'voicemailBytes',
  'voicemailMs',
  'voicemailMessages',
  'webhookTimeoutMs',
  'webhookBackoffMs',
  'webhookRetryMs',
  'webhookParallel',
  'webhookRestAfter',
  'webhookRestMs',
  'pushPerUser',
  'pushTtlMs',
  'pushTimeoutMs',
  'pushRetryMs',
  'pushVisibleMs',
  'socketsPerUser',
  'socketsPerAddress',
] as const satisfies readonly Exclude<keyof ServerSettings, 'rates'>[];

const envName = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase();
const list = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function number(env: Env, name: string, min: number, max: number): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  return value;
}

function settingsOf(env: Env): Partial<ServerSettings> {
  const settings: Partial<ServerSettings> = {};
  for (const key of NUMBERS) {
    const value = number(env, envName(key), 1, Number.MAX_SAFE_INTEGER);
    if (value !== undefined) settings[key] = value;
  }
  return settings;
}

function originsOf(env: Env): string[] {
  return list(env.ORIGINS).map((origin) => {
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    if (url?.origin !== origin || !/^https?:$/.test(url.protocol)) {
      throw new ConfigError(`ORIGINS must hold exact origins like https://shop.example, split by commas, not "${origin}"`);
    }
    return origin;
  });
}

function publicUrlOf(env: Env): string | undefined {
  if (!env.PUBLIC_URL) return undefined;
  if (!URL.canParse(env.PUBLIC_URL) || !/^https?:$/.test(new URL(env.PUBLIC_URL).protocol)) {
    throw new ConfigError(`PUBLIC_URL must be like https://talk.example, not "${env.PUBLIC_URL}"`);
  }
  return env.PUBLIC_URL;
}

function iceOf(env: Env): IceOptions {
  const stunUrls = list(env.STUN_URLS);
  const turnUrls = list(env.TURN_URLS);
  for (const url of stunUrls)
    if (!/^stuns?:/.test(url)) throw new ConfigError(`STUN_URLS must hold addresses like stun:turn.example:3478, not "${url}"`);
  for (const url of turnUrls)
    if (!/^turns?:/.test(url)) throw new ConfigError(`TURN_URLS must hold addresses like turn:turn.example:3478, not "${url}"`);
  if (turnUrls.length > 0 && !env.TURN_SECRET) throw new ConfigError('TURN_URLS needs TURN_SECRET, the static-auth-secret of your coturn');
  if (env.TURN_SECRET && turnUrls.length === 0) throw new ConfigError('TURN_SECRET needs TURN_URLS, like turn:turn.example:3478');
  const turnTtlMs = number(env, 'TURN_TTL_MS', 60_000, 3_600_000) ?? 3_600_000;
  return { stunUrls, turnUrls, turnTtlMs, ...(env.TURN_SECRET && { turnSecret: env.TURN_SECRET }) };
}

function trustOf(env: Env): ProxyTrust {
  const rule = env.TRUST_PROXY;
  if (!rule || rule === 'false') return trustNobody;
  try {
    return parseProxyTrust(rule);
  } catch (error) {
    throw new ConfigError(`TRUST_PROXY must be a number of hops, addresses, ranges or loopback; ${(error as Error).message}`);
  }
}

/** A demo's own machine is where its app server is. */
function networksOf(env: Env, demo: boolean): ProxyTrust | undefined {
  const rule = env.WEBHOOK_NETWORKS || (demo ? 'loopback' : '');
  if (rule === '') return undefined;
  try {
    if (/^\d+$/.test(rule)) throw new Error(`"${rule}" is no address`);
    return parseProxyTrust(rule);
  } catch (error) {
    throw new ConfigError(`WEBHOOK_NETWORKS must be addresses, ranges or loopback; ${(error as Error).message}`);
  }
}

function switchOf(env: Env, name: string, unless: 'on' | 'off' = 'off'): boolean {
  const value = env[name] || unless;
  if (value !== 'on' && value !== 'off') throw new ConfigError(`${name} must be on or off, not "${value}"`);
  return value === 'on';
}

function pushOf(env: Env, publicUrl: string | undefined): Config['push'] {
  const on = switchOf(env, 'PUSH', 'on');
  const texts = switchOf(env, 'PUSH_TEXTS', 'on');
  const plain = switchOf(env, 'PUSH_LOOPBACK');
  const contact = env.PUSH_CONTACT || (publicUrl?.startsWith('https:') ? publicUrl : undefined);
  if (contact !== undefined && !/^(mailto:.+@|https:\/\/)/.test(contact))
    throw new ConfigError(`PUSH_CONTACT must be like mailto:admin@shop.example or an https address, not "${contact}"`);
  return on ? { texts, plain, ...(contact !== undefined && { contact }) } : undefined;
}

function logLevelOf(env: Env, demo: boolean): Config['logLevel'] {
  const level = env.LOG_LEVEL || (demo ? 'warn' : 'info');
  const levels: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'] satisfies Config['logLevel'][];
  if (!levels.includes(level)) throw new ConfigError(`LOG_LEVEL must be one of ${levels.join(', ')}, not "${level}"`);
  return level as Config['logLevel'];
}

const HERE = dirname(fileURLToPath(import.meta.url));

/** The first of these folders, seen from this module, that holds `file`; else the first: it may be built later. */
function folderWith(file: string, candidates: string[]): string {
  const folders = candidates.map((candidate) => join(HERE, candidate));
  return folders.find((folder) => existsSync(join(folder, file))) ?? folders[0]!;
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folderWith('package.json', ['..', '../..', '../../..']), 'package.json'), 'utf8'));
  return String((manifest as { version?: unknown }).version ?? '0.0.0');
}

/** Flags of the command line, as parsed by {@link readFlags}. */
export interface Flags {
  demo?: boolean;
  port?: string;
  data?: string;
  host?: string;
  help?: boolean;
  version?: boolean;
  id?: string;
  name?: string;
}

/** Parses the command line. Throws {@link ConfigError} on a flag it does not know. */
export function readFlags(args: string[]): { flags: Flags; words: string[] } {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { demo: flag, port: text, data: text, host: text, help: { ...flag, short: 'h' }, version: flag, id: text, name: text } as const;
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    return { flags: values, words: positionals };
  } catch (error) {
    throw new ConfigError((error as Error).message.split('. ')[0]!);
  }
}

/** Reads the configuration; a flag wins over its variable. Throws {@link ConfigError}. */
export function loadConfig(env: Env, flags: Flags = {}): Config {
  const demo = flags.demo ?? false;
  const host = flags.host || env.HOST || '127.0.0.1';
  if (demo && !isLoopbackName(host.includes(':') ? `[${host}]` : host)) {
    throw new ConfigError(`--demo has a public key and stays on loopback; HOST "${host}" is not`);
  }
  const port = number({ PORT: flags.port ?? env.PORT }, 'PORT', 0, 65_535) ?? 8080;
  const dataRoot = resolve(flags.data || env.DATA_DIR || './data');
  const publicUrl = publicUrlOf(env);
  const webhookNetworks = networksOf(env, demo);
  return {
    demo,
    host,
    port,
    dataDir: demo ? join(dataRoot, 'demo') : dataRoot,
    origins: originsOf(env),
    ...(publicUrl !== undefined && { publicUrl }),
    trustProxy: trustOf(env),
    linkPreviews: switchOf(env, 'LINK_PREVIEWS'),
    ...(webhookNetworks && { webhookNetworks }),
    push: pushOf(env, publicUrl),
    ice: iceOf(env),
    settings: settingsOf(env),
    uploadLifetimeMs: number(env, 'UPLOAD_LIFETIME_MS', 1000, 30 * 24 * 3_600_000) ?? 24 * 3_600_000,
    demoTokenMs: number(env, 'DEMO_TOKEN_MS', 1000, 24 * 3_600_000) ?? 3_600_000,
    stopGraceMs: number(env, 'STOP_GRACE_MS', 0, 60_000) ?? 3_000,
    logLevel: logLevelOf(env, demo),
    clientDir: env.CLIENT_DIR ? resolve(env.CLIENT_DIR) : folderWith('earshot.js', ['client', '../client', '../../dist', '../dist/client']),
    demoDir: env.DEMO_DIR ? resolve(env.DEMO_DIR) : folderWith('index.html', ['demo', '../demo', '../../demo', '../dist/demo']),
    version: ownVersion(),
  };
}
