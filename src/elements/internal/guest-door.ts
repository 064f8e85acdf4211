import { EarshotEvent } from './events.ts';

/** What a guest may say of himself. */
export interface AboutGuest {
  name?: string;
  email?: string;
}

/** How somebody without an account comes in. */
export interface GuestDoor {
  /** The guest's channel with the team; undefined before he came in, and where the app gives him none. */
  readonly channelId: string | undefined;
  /** Comes in; who is inside already stays. The client follows. Rejects with an `EarshotError`. */
  enter(about: AboutGuest): Promise<void>;
}

/** An element asks whether there is a door for guests; an `<earshot-client guest>` around it sets it. */
export class GuestDoorEvent extends EarshotEvent {
  door: Promise<GuestDoor> | undefined;
  constructor() {
    super('earshot-guest-door');
  }
}
