import { EarshotEvent } from '../internal/events.ts';

/** How somebody is: LOOK has a shape for each. */
export type PresenceStatus = 'online' | 'away' | 'busy' | 'call' | 'offline';

/** `presence-badge-change`: another status is shown; undefined while nothing is known. */
export class PresenceBadgeChangeEvent extends EarshotEvent {
  readonly userId: string;
  readonly status: PresenceStatus | undefined;
  constructor(userId: string, status: PresenceStatus | undefined) {
    super('presence-badge-change');
    this.userId = userId;
    this.status = status;
  }
}
