import type { Call } from '../../core/call/api.ts';
import type { QualityWarning, RecordingState } from '../../core/call/control/api.ts';
import { isTalking } from '../internal/call-view.ts';
import type { HeldCall } from '../internal/held-call.ts';
import { nameOf, shortName } from './view.ts';
import { t } from './words.ts';

interface Seen {
  recording: RecordingState;
  remoteRecording: RecordingState;
  sharing: boolean;
  remoteSharing: boolean;
  warnings: readonly QualityWarning[];
  peer: string;
}

const seenOf = ({ recording, remoteRecording, sharing, remoteSharing, warnings, peer }: Call): Seen => ({
  recording,
  remoteRecording,
  sharing,
  remoteSharing,
  warnings,
  peer: peer.user_id,
});

/** Words of what changed in a call beside its state; that is told by whoever holds it. */
export class Telling {
  readonly #say: (text: string, urgent?: boolean) => void;
  readonly #seen = new WeakMap<Call, Seen>();

  constructor(say: (text: string, urgent?: boolean) => void) {
    this.#say = say;
  }

  heed({ call, shown }: HeldCall): void {
    if (!call) return;
    const before = this.#seen.get(call);
    const now = seenOf(call);
    this.#seen.set(call, now);
    if (!isTalking(shown)) return;
    // what was so when the panel came is told too, if it must be known
    this.#recording(call, before?.recording ?? 'stopped', before?.remoteRecording ?? 'stopped');
    if (!before) return;
    const name = shortName(nameOf(call));
    if (now.sharing !== before.sharing) this.#say(t(now.sharing ? 'panel.sharing-say' : 'panel.shared-no-more-say'));
    if (now.remoteSharing && !before.remoteSharing) this.#say(`${t('panel.sharing-there', { name })}.`);
    if (now.peer !== before.peer) this.#say(t('panel.new-party-say', { name: nameOf(call) }));
    for (const warning of now.warnings) {
      // speaking while muted is told by whoever holds the call
      if (warning !== 'speaking-while-muted' && !before.warnings.includes(warning)) this.#say(t(`panel.warn-${warning}`, { name }));
    }
  }

  #recording(call: Call, ours: RecordingState, theirs: RecordingState): void {
    const name = shortName(nameOf(call));
    if (call.recording !== ours) {
      if (call.recording === 'recording') this.#say(t('panel.recording-say'));
      else if (call.recording === 'asking') this.#say(`${t('panel.record-asking', { name })}.`);
      else if (call.recording === 'stopped' && ours !== 'asking') this.#say(t('panel.recorded-say'));
    }
    if (call.remoteRecording === theirs) return;
    if (call.remoteRecording === 'asking') this.#say(`${t('panel.consent', { name })}. ${t('panel.consent-why')}`, true);
    else if (call.remoteRecording === 'recording') this.#say(`${t('panel.recording-there', { name })}.`, true);
    else if (call.remoteRecording === 'stopped' && theirs !== 'asking') this.#say(t('panel.recorded-there-say'));
  }
}
