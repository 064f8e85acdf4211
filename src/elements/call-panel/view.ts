import type { Call } from '../../core/call/api.ts';
import type { Verification } from '../../core/call/control/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { Media } from '../../core/media/api.ts';
import type { EarshotError } from '../../core/protocol/errors.ts';
import type { Attempts } from '../internal/call-attempt.ts';
import type { CallShown } from '../internal/call-view.ts';
import type { HeldCall } from '../internal/held-call.ts';
import type { CallPanel } from './call-panel.ts';
import type { MessageLeft } from './message.ts';
import type { PanelWishes } from './wishes.ts';

/** What opens over the picture, one at a time. */
export type SheetName = 'more' | 'devices' | 'transfer' | 'add' | 'keypad' | 'verify' | 'hand-off' | 'quality';

/** What the panel remembers of one call beside what the call itself says. */
export interface CallMemory {
  words: Verification | undefined;
  verdict: 'match' | 'differ' | undefined;
  handOff: { code: string; url: string; expiresAtMs: number } | undefined;
  /** Tones that were sent, as they were pressed. */
  tones: string;
  /** An error of the call that was read, and is shown no more. */
  read: EarshotError | undefined;
  /** Called about this one; the two may be connected. */
  about: Call | undefined;
}

/** What the templates read and ask for. */
export interface PanelView {
  readonly host: CallPanel;
  readonly client: ClientApi;
  /** The call in front. */
  readonly held: HeldCall;
  readonly call: Call;
  readonly shown: CallShown;
  readonly name: string;
  readonly now: number;
  /** Calls that are not in front. */
  readonly others: readonly HeldCall[];
  readonly attempts: Attempts;
  readonly wishes: PanelWishes;
  readonly message: MessageLeft;
  readonly memory: CallMemory;
  readonly media: Media | undefined;
  readonly sheet: SheetName | undefined;
  /** The far side's picture is there. */
  readonly pictured: boolean;
  /** Our camera's picture is there. */
  readonly filmed: boolean;
  /** Corner of the local view, 0…3: end below, start below, start above, end above. */
  readonly corner: number;
  /** The control that Tab reaches in the toolbar. */
  readonly stop: string;
  /** Full screen can be had, and is. */
  readonly canFill: boolean;
  readonly filled: boolean;
  nameOf(call: Call): string;
  memoryOf(call: Call): CallMemory;
  open(sheet: SheetName, event: Event): void;
  close(): void;
  setCorner(corner: number): void;
  setSmall(small: boolean): void;
  fill(): void;
  dismiss(): void;
  changed(): void;
}

export const nameOf = (call: Call): string => call.peer.name || call.peer.user_id;
/** The first word of a name, where there is little room. */
export const shortName = (name: string): string => name.trim().split(/\s+/u)[0] || name;
