import type { CallState } from './api.ts';

/** What can happen to a call. `resumed` is a page that was reloaded and takes its call back. */
export type CallEvent = 'placed' | 'offered' | 'alerting' | 'early' | 'answered' | 'resumed' | 'held' | 'unheld' | 'finish';

type Table = Readonly<Record<CallState, Readonly<Partial<Record<CallEvent, CallState>>>>>;

/**
 * Every legal move (NOTES 4.1); a missing cell is an illegal one. The caller comes in by `placed`, the callee by `offered`;
 * nothing leaves `ended`. `early_media` is the caller's only, and a callee never sees the `early` event.
 */
export const CALL_TABLE: Table = {
  initiating: { placed: 'initiated', offered: 'initiated', alerting: 'ringing', resumed: 'connected', finish: 'ended' },
  initiated: { alerting: 'ringing', early: 'early_media', answered: 'connected', finish: 'ended' },
  ringing: { early: 'early_media', answered: 'connected', finish: 'ended' },
  early_media: { answered: 'connected', finish: 'ended' },
  connected: { held: 'on_hold', finish: 'ended' },
  on_hold: { unheld: 'connected', finish: 'ended' },
  ended: {},
};

/** The state after `event`, or undefined when the move is illegal. */
export const nextState = (state: CallState, event: CallEvent): CallState | undefined => CALL_TABLE[state][event];
