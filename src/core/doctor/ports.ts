import type { Clock, DoctorSettings, Settings } from '../base/index.ts';
import type { SocketLike } from '../connection/api.ts';
import type { Media, MediaEngine } from '../media/api.ts';
import type { EarshotErrorCode } from '../protocol/index.ts';
import type { CheckState, DoctorCause } from './api.ts';

/** What the doctor needs of a client. Its `ClientParts` fit. */
export interface ClientOfDoctor {
  client: {
    readonly appId: string;
    readonly userId: string;
    url(path: string): string;
    fetch(path: string, init?: RequestInit): Promise<Response>;
  };
  clock: Clock;
  settings: Settings;
  openSocket: (url: string) => SocketLike;
  /** The session token in use; `fresh` asks the page for another one. */
  token: (fresh?: boolean) => Promise<string>;
}

/** The same, with every duration known. */
export interface DoctorParts extends ClientOfDoctor {
  settings: Settings & DoctorSettings;
}

/** What it needs of the devices. */
export interface DoctorMedia {
  readonly engine: MediaEngine;
  open: Media['open'];
}

/** How one check came out. */
export interface Outcome {
  state: Exclude<CheckState, 'waiting' | 'running'>;
  /** One English sentence without address, label or name. */
  finding: string;
  cause?: DoctorCause;
  error?: EarshotErrorCode | undefined;
  figures?: Record<string, number>;
}
