import type { Clock, Log, Settings } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';
import type { MediaEngine } from '../media/api.ts';
import type { Negotiator } from '../negotiation/index.ts';
import type { CallRow, DeliveredSignal, IceServer, LegGrant, Welcome } from '../protocol/index.ts';
import type { AnswerOptions, Call, CallManager, MakeOptions } from './api.ts';
import type { CallObject } from './call.ts';
import type { CallInfo } from './control/api.ts';
import type { LegMedia } from './leg-media.ts';
import type { CallConfig } from './sdp/api.ts';
import type { Shaper } from './sdp/shaper.ts';

/** What calls need of what surrounds them. A client's `ClientParts` fits. */
export interface CallParts {
  client: {
    readonly appId: string;
    readonly userId: string;
    readonly calls?: Pick<CallManager, 'calls' | 'holdMusic' | 'make'>;
    fetch(path: string, init?: RequestInit): Promise<Response>;
    service<T extends { dispose(): void }>(key: symbol, make: (parts: CallParts) => T): T;
  };
  connection: Connection;
  clock: Clock;
  settings: Settings;
  callConfig: CallConfig;
  log: Log;
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
  mediaEngine: MediaEngine | undefined;
}

/** What the server says of calls; `past`: the welcome's head covers it. */
export type Missed = { welcome: Welcome } | { row: CallRow; past: boolean } | { signal: SignalFrame };

/** The manager proper, behind its door: the door hears the server and hands everything on. */
export interface LoadedCalls extends Omit<CallManager, 'make' | 'isOnline' | 'config' | 'setSdpHandlers'> {
  /** Throws `client:disposed`, `call:self`, `call:limit` only. */
  make(to: string, options?: MakeOptions): Call;
  hear(news: Missed): void;
}

/**
 * A signal as it comes; beside an offer that is right behind its row, what an answer will gather by; beside an answer that is still being
 * written, its leg; `early` is of a device that rings and has no leg yet.
 */
export type SignalFrame = DeliveredSignal & { ice_servers?: IceServer[]; leg_id?: string; early?: boolean };

/** What the engine does for one call, once it is loaded. */
export interface CallDriver {
  answer(options: AnswerOptions): Promise<void>;
  /** What is sent and played. */
  readonly media: LegMedia;
  /** Of the peer connection of now; another one after a reload of either page, or a transfer. */
  readonly negotiator: Negotiator | undefined;
  /** What rewrites descriptions, limits and waits for candidates; made when it is first needed. */
  shape(): Promise<Shaper>;
  /** To the far side, in order with descriptions and flags. */
  tell(info: CallInfo): void;
  setMuted(muted: boolean): void;
  setHold(held: boolean): void;
  /** A signal of the other leg. */
  signal(signal: SignalFrame): void;
  /** The server knows that it rings here, or said that it does not: what the caller has said so far has come. With what to gather by, if known. */
  rang(iceServers: RTCIceServer[] | undefined): void;
  /** News of the other leg's socket or page. */
  leg(event: 'lost' | 'back' | 'restarted', generation: number): void;
  /** The server's row says that the call is answered, and by which leg. */
  activated(answeredLeg?: string): void;
  /** The socket was cut, or is welcomed anew. */
  offline(): void;
  online(): void;
  /** The call is over: lets go of everything. Idempotent. */
  dispose(): void;
}

/** The manager's hand for the engine. */
export interface CallHost {
  /** The server's newest word on a call. */
  apply(row: CallRow): void;
  /** A call that is taken back is one of ours from now on; false when it is already, or no more calls are. */
  admit(call: CallObject): boolean;
  /** The call goes on under another id (glare, or rejoining one's own call). */
  adopt(call: CallObject, row: CallRow): void;
  /** Asks the server what became of a call. */
  ask(call: CallObject): Promise<void>;
}

/** The heavy half: negotiation and media; imported on the first intent or incoming call. */
export interface CallEngine {
  /** Loads what the client's `CallConfig` needs; undefined when that is there. */
  ready(): Promise<void> | undefined;
  /** Warms what needs no permission. */
  warm(): Promise<void>;
  /** Opens the microphone and places the call. What goes wrong ends it. */
  place(call: CallObject, options: MakeOptions): Promise<void>;
  /** Makes the driver of an incoming call that rings. */
  ring(call: CallObject): void;
  /** Asks for the right to hold a leg in this browser: the undo, or undefined when another tab has it. */
  claim(callId: string): Promise<(() => void) | undefined>;
  /** Takes back a call by the leg that this browser kept; `release` undoes the claim. */
  resume(call: CallObject, release: () => void, stored: StoredLeg): Promise<void>;
  dispose(): void;
}

/** What is kept of a leg over a reload. Never logged. */
export interface StoredLeg extends Pick<LegGrant, 'leg_id' | 'leg_token'> {
  muted: boolean;
  /** On hold by us. */
  hold?: boolean;
  /** False: the microphone was taken out of the call, and stays so. */
  audio?: boolean;
  /** Whether a camera was on when what is sent changed last; undefined: as the call began. */
  video?: boolean;
  /** A screen was shared. */
  screen?: boolean;
}

/** Where the leg token of a call lies. */
export const legKey = (appId: string, userId: string, callId: string): string => `earshot:leg:${appId}:${userId}:${callId}`;

/** Where it lies which calls are joined; no token is in it. */
export const joinedKey = ({ appId, userId }: { appId: string; userId: string }): string => `earshot:joined:${appId}:${userId}`;

/** The call in this row, or one that it replaces, of which this browser holds a leg. */
export const legOf = ({ client, storage }: CallParts, { call_id, detail }: CallRow): string | undefined =>
  [call_id, ...(detail?.replaces ?? [])].find((id) => storage.getItem(legKey(client.appId, client.userId, id)));
