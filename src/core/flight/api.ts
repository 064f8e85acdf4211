/** What happened, in the areas of the core. */
export type FlightArea = 'client' | 'connection' | 'call' | 'media' | 'chat' | 'element';

/**
 * One thing that happened. Never a token, message text, SDP, candidate address, device label or name of a person: strings are words of a closed
 * list, or pseudonyms that are stable in one recording.
 */
export interface FlightEvent {
  /** Epoch ms. */
  readonly atMs: number;
  readonly area: FlightArea;
  /** `state`, `welcome`, `cut`, `call-state`, `media-state`, `replaced`, `ack` … */
  readonly name: string;
  /** Short strings, numbers and booleans only. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** What a recording holds when it is exported. */
export interface FlightRecording {
  readonly version: 1;
  readonly exportedAtMs: number;
  readonly clientVersion: string;
  readonly browser: string;
  readonly system: string;
  /** Events that fell out of the ring. */
  readonly dropped: number;
  readonly events: readonly FlightEvent[];
}

/** A bounded ring of what happened, on by default; it stays on this device until someone exports it. */
export interface FlightRecorder {
  /** Keeps one event; names and strings that are no words of Earshot become `other` and a pseudonym, unknown keys are left out. */
  record(area: FlightArea, name: string, detail?: FlightEvent['detail']): void;
  readonly events: readonly FlightEvent[];
  export(): FlightRecording;
  /** The recording as one file, `earshot-2026-11-21T10-00-00.json`. */
  toFile(): File;
  /** Forgets all events, what a page before has left, and who was who. */
  clear(): void;
}
