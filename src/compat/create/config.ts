import type { LogHandler, LogLevel } from './logger.ts';
import type { IceCollectionCheckFunction, RTCPeerConnectionConfig, SdpHandlerFunction } from './sdp-types.ts';

export interface LogActionsConfig {
  /** Gets the entries of actions; default: the console. */
  handler?: LogHandler;
  /** The action alone, without what the SDK knew before and after it. Default false. */
  actionOnly?: boolean;
  /** Folded on the console. Default false. */
  collapsed?: boolean;
  /** What the action changed. Default false. */
  diff?: boolean;
  /** Default 'debug'. */
  level?: LogLevel;
  /** What a method was called with; passwords and tokens never show. Default true. */
  exposePayloads?: boolean;
}

/** The sections that `create` takes, all of them optional; what is left out has its default (RB-cfg-01 to 46). */
export interface CreateConfig {
  logs?: {
    /** The lowest level that the handler gets. Default 'debug'. */
    logLevel?: LogLevel;
    /** Default: the console. */
    handler?: LogHandler | undefined;
    /** What the methods of the SDK were called with, when `logLevel` is 'debug'. Default false. */
    logActions?: boolean | LogActionsConfig;
  };
  connectivity?: {
    /** Between pings, in ms. Default 30000. */
    pingInterval?: number;
    /** Attempts to come back before the subscription counts as lost; 0: no limit. Default 5. */
    reconnectLimit?: number;
    /** Before the first of them, in ms. Default 5000. */
    reconnectDelay?: number;
    /** By which the delay grows with each that fails. Default 1. */
    reconnectTimeMultiplier?: number;
    /** The longest delay, in ms. Default 640000. */
    reconnectTimeLimit?: number;
    /** Default true. */
    autoReconnect?: boolean;
    /** Whether there are pings at all. Default true. */
    checkConnectivity?: boolean;
    /** Only 'none': a token never stands in an address here, where logs and proxies would keep it. */
    webSocketOAuthMode?: string;
  };
  notifications?: {
    /** Ids of events remembered, so that none is told twice. Default 100. */
    idCacheLength?: number;
    incomingCallNotificationMode?: 'any-channel' | 'push-channel-only';
    pushRegistration?: { server?: string; port?: string; protocol?: string; version?: string } | undefined;
  };
  request?: {
    /** How long the server may take to answer, in ms. Default 30000. */
    restTimeout?: number;
  };
  authentication?: {
    /** The app that users are in, where a bearer token does not say it; default: the domain of the user name. */
    appId?: string | undefined;
    server?: {
      /** The host; the one thing that has no default. */
      base?: string | undefined;
      /** Default 'https'. */
      protocol?: string;
      /** Default 443. */
      port?: number;
    };
  };
  subscription?: {
    /** How long a subscription lives unless it is renewed, in seconds; 60 at least. Default 3600. */
    expires?: number;
    /** Attempts beside the first one while the server is not available. Default 3. */
    serviceUnavailableMaxRetries?: number;
    /** Default: as `authentication.server`. */
    websocket?: { server?: string | undefined; protocol?: string; port?: number };
  };
  call?: {
    defaultPeerConfig?: RTCPeerConnectionConfig | undefined;
    /** Ms; without a check function of one's own. Default 1000. */
    iceCollectionIdealTimeout?: number;
    /** Ms; without a check function of one's own. Default 3000. */
    iceCollectionMaxTimeout?: number;
    iceCollectionCheckFunction?: IceCollectionCheckFunction | undefined;
    /** Default true. */
    serverTurnCredentials?: boolean;
    sdpHandlers?: readonly SdpHandlerFunction[];
    /** Default false. */
    earlyMedia?: boolean;
    /** Ask what became of each call after each (re)connect, beside what the server says by itself. Default false. */
    resyncOnConnect?: boolean;
    /** Default false. */
    mediaBrokerOnly?: boolean;
    /** Default false. */
    removeBundling?: boolean;
    /** Default 'auto'. */
    ringingFeedbackMode?: 'auto' | 'manual';
    /** Between audits of a call, in ms; the server may ask for more of them. Default 25000. */
    callAuditTimer?: number;
    /** How long the called side leaves lost media to the caller, in ms. Default 3000. */
    mediaConnectionRetryDelay?: number;
    /** `sip:Bob@Example.com` is `bob@example.com`. Default true. */
    normalizeDestination?: boolean;
  };
}

type Given<K extends keyof CreateConfig> = NonNullable<CreateConfig[K]>;
type Server = NonNullable<Given<'authentication'>['server']>;
type Socket = NonNullable<Given<'subscription'>['websocket']>;
/** All of `T`; what has no default, `O`, may be undefined. */
type Full<T, O extends keyof T = never> = Required<Omit<T, O>> & Pick<T, O>;

/** With every default. */
export interface FullConfig {
  logs: Full<Given<'logs'>, 'handler'>;
  connectivity: Full<Given<'connectivity'>>;
  notifications: Full<Given<'notifications'>, 'pushRegistration'>;
  request: Full<Given<'request'>>;
  authentication: Full<Given<'authentication'>, 'appId'> & { server: Full<Server, 'base'> };
  subscription: Full<Given<'subscription'>> & { websocket: Full<Socket, 'server'> };
  call: Full<Given<'call'>, 'defaultPeerConfig' | 'iceCollectionCheckFunction'>;
}

export const DEFAULT_LOG_ACTIONS = {
  handler: undefined as LogHandler | undefined,
  actionOnly: false,
  collapsed: false,
  diff: false,
  level: 'debug' as LogLevel,
  exposePayloads: true,
};

const DEFAULTS: FullConfig = {
  logs: { logLevel: 'debug', handler: undefined, logActions: false },
  connectivity: {
    pingInterval: 30_000,
    reconnectLimit: 5,
    reconnectDelay: 5_000,
    reconnectTimeMultiplier: 1,
    reconnectTimeLimit: 640_000,
    autoReconnect: true,
    checkConnectivity: true,
    webSocketOAuthMode: 'none',
  },
  notifications: { idCacheLength: 100, incomingCallNotificationMode: 'any-channel', pushRegistration: undefined },
  request: { restTimeout: 30_000 },
  authentication: { appId: undefined, server: { base: undefined, protocol: 'https', port: 443 } },
  subscription: { expires: 3_600, serviceUnavailableMaxRetries: 3, websocket: { server: undefined, protocol: 'wss', port: 443 } },
  call: {
    defaultPeerConfig: undefined,
    iceCollectionIdealTimeout: 1_000,
    iceCollectionMaxTimeout: 3_000,
    iceCollectionCheckFunction: undefined,
    serverTurnCredentials: true,
    sdpHandlers: [],
    earlyMedia: false,
    resyncOnConnect: false,
    mediaBrokerOnly: false,
    removeBundling: false,
    ringingFeedbackMode: 'auto',
    callAuditTimer: 25_000,
    mediaConnectionRetryDelay: 3_000,
    normalizeDestination: true,
  },
};

/** Seconds. */
const SHORTEST_SUBSCRIPTION = 60;

type Plain = Record<string, unknown>;

/** What `create` and `updateConfig` were given, over the defaults. */
export class Config {
  #given: Plain = {};
  #values = DEFAULTS;

  get values(): FullConfig {
    return this.#values;
  }

  /** Merges deeply, and leaves alone what is not named (RB-api-05). Returns what is wrong with it, in words. */
  update(values: CreateConfig): string[] {
    const wrong: string[] = [];
    look(values as Plain, DEFAULTS as unknown as Plain, '', wrong);
    this.#given = merge(this.#given, values as Plain);
    const full = merge(DEFAULTS as unknown as Plain, this.#given) as unknown as FullConfig;
    const { server } = full.authentication;
    const web = (this.#given['subscription'] as CreateConfig['subscription'])?.websocket;
    full.subscription.websocket = {
      server: web?.server ?? server.base,
      protocol: web?.protocol ?? (server.protocol === 'http' ? 'ws' : 'wss'),
      port: web?.port ?? server.port,
    };
    if (full.subscription.expires < SHORTEST_SUBSCRIPTION) {
      wrong.push(`subscription.expires is ${SHORTEST_SUBSCRIPTION} at least`);
      full.subscription.expires = SHORTEST_SUBSCRIPTION;
    }
    if (full.connectivity.webSocketOAuthMode !== 'none') {
      wrong.push('connectivity.webSocketOAuthMode is none: a token never stands in an address');
      full.connectivity.webSocketOAuthMode = 'none';
    }
    this.#values = full;
    return wrong;
  }
}

/** What is no plain object, a function or a list, is taken as it is. */
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** Sections whose members are the platform's, or the app's. */
const OPEN = ['logs.logActions', 'call.defaultPeerConfig', 'notifications.pushRegistration'];

function merge(base: Plain, over: Plain): Plain {
  const merged: Plain = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || key === '__proto__') continue;
    const under = merged[key];
    merged[key] = isPlain(value) ? merge(isPlain(under) ? under : {}, value) : value;
  }
  return merged;
}

/** Unknown names, and values of another type than the default. */
function look(values: Plain, known: Plain, path: string, wrong: string[]): void {
  for (const [key, value] of Object.entries(values)) {
    const name = path + key;
    if (!Object.hasOwn(known, key)) wrong.push(`${name} is unknown`);
    else if (isPlain(value) && isPlain(known[key]) && !OPEN.includes(name)) look(value, known[key], `${name}.`, wrong);
    else if (value !== undefined && known[key] !== undefined && typeof value !== typeof known[key] && !OPEN.includes(name))
      wrong.push(`${name} should be a ${typeof known[key]}`);
  }
}
