import { Emitter, type Unsubscribe, uuid } from '../../base/index.ts';
import { EarshotError } from '../../protocol/index.ts';
import type { Call } from '../api.ts';
import type { CallObject } from '../call.ts';
import type { Conference } from './api.ts';
import { ConferenceMix } from './conference-mix.ts';
import type { Control } from './control.ts';
import type { JoinedStore } from './joined-store.ts';
import { sendInstead } from './send-instead.ts';
import { type SoundAlone, soundAlone } from './sound-alone.ts';

interface Party {
  readonly alone: SoundAlone;
  readonly offs: Unsubscribe[];
  /** Sends our microphone again. */
  readonly restore: () => Promise<void>;
}

/** Calls whose far sides hear each other by way of us. Over when one call is left, which goes on as it is, or none. */
export class AudioConference extends Emitter<{ change: []; ended: [] }> implements Conference {
  readonly id: string;
  readonly #mix: ConferenceMix;
  readonly #store: JoinedStore;
  readonly #parties = new Map<CallObject, Party>();
  /** It stands; until then nobody's leaving ends it. */
  #begun = false;
  #ended = false;
  #kept = '';
  /** Calls of before the reload that may still come back to it. */
  readonly #awaited: Set<string>;

  /** `before`: the one that goes on after a reload; its calls come back one by one. */
  constructor(context: AudioContext, store: JoinedStore, before?: { id: string; calls: readonly string[] }) {
    super();
    this.id = before?.id ?? uuid();
    this.#awaited = new Set(before?.calls);
    this.#store = store;
    this.#mix = new ConferenceMix(context);
  }

  get calls(): readonly Call[] {
    return [...this.#parties.keys()];
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Takes a held call in, and off hold unless it is to stay `held`. */
  async take(control: Control, held = false): Promise<void> {
    const { call } = control;
    const leg = control.liveLeg('join the calls');
    const alone = await soundAlone(control);
    if (!call.live || this.#ended) {
      alone.undo();
      throw new EarshotError('call:ended', 'join the calls', undefined, { callId: call.id });
    }
    const restore = sendInstead(leg.media, this.#mix.add(call));
    const look = () => {
      if (call.ended) this.release(call);
      else this.#look(call);
    };
    this.#parties.set(call, { alone, restore, offs: [call.on('change', look), call.on('tracks', look)] });
    this.#look(call);
    if (call.localHold !== held) leg.setHold(held);
    call.update({ conference: this });
    this.#changed();
  }

  begin(): void {
    this.#begun = true;
    this.#keep();
    this.#closeIfLonely();
  }

  /** Takes a call out: from now on it hears our microphone alone, and nobody else of us hears it. */
  release(call: CallObject): void {
    const party = this.#parties.get(call);
    if (!party) return;
    this.#parties.delete(call);
    for (const off of party.offs) off();
    void party.restore().finally(() => this.#mix.remove(call));
    party.alone.undo();
    this.#mix.set(call, undefined, [], false);
    call.update({ conference: undefined });
    this.#changed();
    if (this.#begun) this.#closeIfLonely();
  }

  setMuted(muted: boolean): void {
    for (const call of this.#parties.keys()) call.setMuted(muted);
  }

  async split(call: Call): Promise<void> {
    const party = [...this.#parties.keys()].find((one) => one === call);
    if (!party) throw new EarshotError('call:wrong-state', 'take a party out', 'it is not in this conference', { callId: call.id });
    if (!party.localHold) await party.hold();
    this.release(party);
  }

  async end(): Promise<void> {
    await Promise.all(this.calls.map((call) => call.end()));
  }

  /** Ends it and leaves the calls as they are. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    const left = [...this.#parties.values()];
    for (const call of [...this.#parties.keys()]) this.release(call);
    this.#keep();
    // what they are sent instead is ready before the mix is gone
    void Promise.allSettled(left.map(({ restore }) => restore())).then(() => this.#mix.close());
    this.emit('ended');
  }

  #changed(): void {
    if (this.#begun) this.#keep();
    this.emit('change');
  }

  #keep(): void {
    for (const { id } of this.calls) this.#awaited.delete(id);
    const calls = this.#ended ? [] : [...this.calls.map(({ id }) => id), ...this.#awaited];
    if (calls.join() === this.#kept) return;
    this.#kept = calls.join();
    this.#store.save(this.id, calls);
  }

  #closeIfLonely(): void {
    if (this.#parties.size < 2) this.close();
  }

  #look(call: CallObject): void {
    const party = this.#parties.get(call);
    if (!party) return;
    party.alone.look();
    if (this.#begun) this.#keep(); // a party that was transferred goes on under another id
    const heard = call.live && !call.localHold && !call.remoteHold;
    this.#mix.set(call, call.driver?.media.own?.audioTrack, call.remoteStream?.getAudioTracks() ?? [], heard);
  }
}
