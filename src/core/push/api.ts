import type { Emitter } from '../base/index.ts';

/** `unsupported`: not in this browser, or not on a page without TLS. `denied`: its user said no, and only the browser's settings change that. */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

/** What notifications say; `{name}`, `{channel}`, `{n}` and `{time}` stand for what is known then. In `language` unless given. */
export interface PushWords {
  /** Title of a message in a talk between two. Default `{name}`. */
  message: string;
  /** Title of a message in a channel. Default `{name} · {channel}`. */
  channel: string;
  /** Title where somebody names or answers me. */
  mention: string;
  /** Body where the text is not told, or there is none. */
  text: string;
  file: string;
  image: string;
  voice: string;
  /** A further line where more than one message is unread. */
  unread: string;
  call: string;
  audioCall: string;
  videoCall: string;
  answer: string;
  decline: string;
  missed: string;
  /** A call that is over here, where the browser wants something to be shown. */
  over: string;
}

export interface PushOptions {
  /** Address of the worker, on the page's own origin. Default `/earshot-sw.js`. */
  worker?: string;
  /** Whose scope it is; default: the worker's folder. */
  scope?: string;
  /** A worker of the page's own, which imports ours (`importScripts`), in place of `worker`. */
  registration?: ServiceWorkerRegistration;
  /** What a click opens where no tab is open; `{channel_id}` stands for the channel, or nothing for a call. Default: this page. */
  url?: string;
  /** Language of what notifications say (BCP 47): Arabic, English, German, Japanese or Korean; English for others. Default: that of the page, else of the browser. */
  language?: string;
  /** In place of those of the language. */
  words?: Partial<PushWords>;
  /** Shown where a person has no picture. */
  icon?: string;
}

/** A notification was clicked, and this page came to the front. */
export type PushOpened = { kind: 'message'; channelId: string; messageId: number; threadId?: number } | { kind: 'call'; callId: string };

export interface PushEvents {
  /** Read `state`. */
  change: [];
  open: [opened: PushOpened];
}

/**
 * Tells the user of messages and calls while no page is open (Web Push). Tied to the client's user: with another user on the same device it ends by itself, and
 * signing out is `disable()`.
 */
export interface Push extends Pick<Emitter<PushEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly state: PushState;
  /**
   * From a gesture: asks the user for permission if need be, and this server for pushes. Idempotent; takes up new options.
   * Rejects with `push:unsupported`, `push:denied`, `push:failed` (no worker, or the browser's push service), or as any request does.
   */
  enable(options?: PushOptions): Promise<void>;
  /** Idempotent. */
  disable(): Promise<void>;
  dispose(): void;
}
