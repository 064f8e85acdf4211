import type { Emitter } from '../base/index.ts';

/**
 * What can be heard beside the voices: a call that rings here, one that rings here while another is up, our call ringing at the far side, its refusal,
 * and the end of a call.
 */
export type RingSound = 'ringtone' | 'waiting' | 'ringback' | 'busy' | 'end';

export interface RingingOptions {
  /** The address of a sound to play instead of our own, or false for silence. Looped for the first three. */
  sounds?: Partial<Record<RingSound, string | false>>;
  /** 0…1; default 0.5. */
  volume?: number;
  /** The title of the page tells who calls, in turn with itself. Default true. */
  title?: boolean;
  /** The badge of an installed page counts the calls that ring. Default true. */
  badge?: boolean;
  /** A phone shakes. Default true. */
  vibrate?: boolean;
  /** A notification while the page is not seen, where the user has allowed them ({@link Ringing.askToNotify}). Default true. */
  notify?: boolean;
  /** What title and notification say; default in English. `name` is the caller's. */
  words?: (name: string) => { title: string; body?: string };
}

export interface RingingEvents {
  /** The browser plays nothing before a gesture on the page, and something should be heard; or it can be heard now. */
  blocked: [blocked: boolean];
  /** Another sound is to be heard, or none. */
  sound: [sound: RingSound | undefined];
}

/**
 * Makes calls heard and seen: ringtone, ringback, busy and end tones, title, badge, vibration and notification, as the page allows. Of several tabs of one
 * browser with the same user one rings and one notifies; another goes on when that one is closed.
 */
export interface Ringing extends Pick<Emitter<RingingEvents>, 'on' | 'once' | 'listenerCount'> {
  readonly options: Readonly<RingingOptions>;
  /** What should be heard here now. Another tab may be the one that plays it. */
  readonly sound: RingSound | undefined;
  /** It should be heard, and the browser waits for a gesture: show that, since the next gesture anywhere on the page or `unlock` frees it. */
  readonly blocked: boolean;
  /** Takes what is given over what was set before; from now on. */
  configure(options: RingingOptions): void;
  /** Whether a call would be heard if it came now: false while the browser wants a gesture first. */
  canRing(): Promise<boolean>;
  /** From a gesture: plays what is held back. */
  unlock(): Promise<void>;
  /** Rings no longer for this call, in no tab; it can still be answered. */
  silence(callId: string): void;
  /** From a gesture: asks the user whether notifications may be shown. `denied` where there are none. */
  askToNotify(): Promise<NotificationPermission>;
  dispose(): void;
}
