import type { Chat } from '../chat/api.ts';
import type { DiagnoseOptions, Diagnosis } from '../doctor/api.ts';
import type { FlightRecorder } from '../flight/api.ts';
import type { Media } from '../media/api.ts';
import type { Push } from '../push/api.ts';
import type { ClientOptions } from './api.ts';
import { chatOf } from './chat-of.ts';
import { Client } from './client.ts';
import { diagnose } from './diagnose.ts';
import { flightOf } from './flight-of.ts';
import { mediaOf } from './media-of.ts';
import { pushOf, resumePush } from './push-of.ts';

/** A client with its services at hand, for those who take the core whole; `Client` with `chatOf` and `mediaOf` weighs less. */
export class FullClient extends Client {
  constructor(options: ClientOptions) {
    super(options);
    resumePush(this);
  }

  get chat(): Chat {
    return chatOf(this);
  }

  /** What happened so far, for support; see {@link flightOf}. */
  get flight(): Promise<FlightRecorder> {
    return flightOf(this);
  }

  get media(): Media {
    return mediaOf(this);
  }

  /** How its user is told while no page is open; see {@link pushOf}. */
  get push(): Promise<Push> {
    return pushOf(this);
  }

  /** Says why a call would have no sound; see {@link diagnose}. */
  diagnose(options?: DiagnoseOptions): Promise<Diagnosis> {
    return diagnose(this, options);
  }
}
