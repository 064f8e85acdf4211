import { type Clock, Emitter, type Log, type Settings, type Unsubscribe } from '../base/index.ts';
import { pushKey } from '../base/push-key.ts';
import { pageLocks, takeTurn } from '../base/turn.ts';
import type { Call, CallManager } from '../call/api.ts';
import { browserEngine, type MediaEngine } from '../media/index.ts';
import { asEarshotError } from '../protocol/index.ts';
import type { Ringing, RingingEvents, RingingOptions, RingSound } from './api.ts';
import { currentPage, PageSigns, type RingPage } from './page-signs.ts';
import { defaultRingingSettings } from './settings.ts';
import { Sounder } from './sounder.ts';

/** What ringing needs of a client. Its `ClientParts` fit; the last two are for tests. */
export interface RingingParts {
  client: {
    readonly host: string;
    readonly appId: string;
    readonly userId: string;
    readonly calls: CallManager;
    readonly tabCalls?: { readonly calls: readonly Pick<Call, 'state'>[] } | undefined;
  };
  clock: Clock;
  settings: Settings;
  log: Log;
  mediaEngine: MediaEngine | undefined;
  storage?: { getItem(key: string): string | null };
  ringPage?: RingPage;
  locks?: LockManager;
}

/** What another tab is told. */
interface Told {
  silence: string;
}

const VOLUME = 0.5;
/** Cannot be heard, and yet is no muted sound, which browsers let play before any gesture. */
const UNHEARD = 0.001;
/** Ends of a call that never was answered, and that its caller should hear. */
const REFUSED: readonly (string | undefined)[] = ['busy', 'rejected', 'unanswered', 'unreachable', 'failed'];
/** Ends that are none: the talk goes on. */
const GOES_ON: readonly (string | undefined)[] = ['transferred', 'joined', 'answered_elsewhere'];

const isConnected = ({ state }: Pick<Call, 'state'>): boolean => state === 'connected' || state === 'on_hold';
/** Click to call: we have answered, and the far side rings. */
const isBridged = (call: Call): boolean => isConnected(call) && !!call.detail.bridge;
const isUp = (call: Call): boolean => isConnected(call) && !call.detail.bridge;
/** A call that waits to be answered; whoever has just answered it is asked for the microphone, and has heard enough. */
const ringsHere = ({ direction, state, requestingMedia }: Call): boolean =>
  direction === 'incoming' && !requestingMedia && (state === 'ringing' || state === 'initiated');

class RingingOfClient extends Emitter<RingingEvents> implements Ringing {
  readonly #parts: RingingParts;
  readonly #sounder: Sounder;
  readonly #signs: PageSigns | undefined;
  readonly #page: RingPage | undefined;
  readonly #name: string;
  readonly #undo: Unsubscribe[];
  readonly #silenced = new Set<string>();
  readonly #channel: BroadcastChannel | undefined;
  #options: RingingOptions = {};
  #sound: RingSound | undefined;
  /** A tone that follows the end of a call. */
  #after: RingSound | undefined;
  /** Gives up the right to be the tab that rings. */
  #leaveSound: (() => void) | undefined;
  #leaveSigns: (() => void) | undefined;
  #signals = false;
  #disposed = false;

  constructor(parts: RingingParts) {
    super();
    this.#parts = parts;
    const { client, clock, log, settings, mediaEngine } = parts;
    const { soundBlockedMs, titleTurnMs, vibrateEveryMs } = { ...defaultRingingSettings, ...settings };
    this.#name = `earshot:ring:${client.host}:${client.appId}:${client.userId}`;
    this.#sounder = new Sounder({ engine: mediaEngine ?? browserEngine, clock, log, blockedMs: soundBlockedMs });
    this.#page = parts.ringPage ?? currentPage();
    if (this.#page) this.#signs = new PageSigns({ page: this.#page, clock, log, titleTurnMs, vibrateEveryMs });
    if (globalThis.document && typeof BroadcastChannel === 'function') {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = ({ data }: MessageEvent<Partial<Told> | null>) => typeof data?.silence === 'string' && this.#hush(data.silence);
    }
    this.#undo = [
      client.calls.on('change', () => this.#look()),
      client.calls.on('ended', (call) => this.#ended(call)),
      this.#sounder.on('blocked', (blocked) => this.emit('blocked', blocked)),
      this.#sounder.on('heard', () => this.#heard()),
      this.#sounder.on('over', () => {
        this.#after = undefined;
        this.#look();
      }),
    ];
    this.#look();
  }

  get options(): Readonly<RingingOptions> {
    return this.#options;
  }

  get sound(): RingSound | undefined {
    return this.#sound;
  }

  get blocked(): boolean {
    return this.#sounder.blocked;
  }

  configure(options: RingingOptions): void {
    this.#options = { ...this.#options, ...options, sounds: { ...this.#options.sounds, ...options.sounds } };
    this.#play(this.#sound);
    this.#look();
  }

  async canRing(): Promise<boolean> {
    const { clock, settings, mediaEngine } = this.#parts;
    try {
      const context = (mediaEngine ?? browserEngine).createAudioContext();
      try {
        if (context.state === 'running') return true;
        const { soundBlockedMs } = { ...defaultRingingSettings, ...settings };
        return await new Promise<boolean>((resolve) => {
          const timer = clock.setTimeout(() => resolve(false), soundBlockedMs);
          context.addEventListener('statechange', () => {
            clock.clearTimeout(timer);
            resolve(context.state === 'running');
          });
        });
      } finally {
        void context.close().catch(() => {});
      }
    } catch {
      return false;
    }
  }

  async unlock(): Promise<void> {
    try {
      await this.#sounder.unlock();
    } catch (error) {
      throw asEarshotError(error, 'media:failed', 'play the sound');
    }
  }

  silence(callId: string): void {
    this.#hush(callId);
    this.#channel?.postMessage({ silence: callId } satisfies Told);
  }

  askToNotify(): Promise<NotificationPermission> {
    return this.#page?.askToNotify() ?? Promise.resolve('denied' as const);
  }

  dispose(): void {
    this.#disposed = true;
    for (const undo of this.#undo) undo();
    this.#after = undefined;
    this.#play(undefined);
    this.#show([]);
    this.#channel?.close();
  }

  #hush(callId: string): void {
    this.#silenced.add(callId);
    this.#look();
  }

  #ended(call: Call): void {
    this.#silenced.delete(call.id);
    const { direction, endReason, connectedAtMs, detail } = call;
    if (detail.bridge) this.#after = connectedAtMs !== undefined && REFUSED.includes(endReason) ? 'busy' : undefined;
    else if (connectedAtMs !== undefined) this.#after = GOES_ON.includes(endReason) ? undefined : 'end';
    else if (direction === 'outgoing' && REFUSED.includes(endReason) && !detail.voicemail) this.#after = 'busy';
    this.#look();
  }

  /** What should be heard and seen now. */
  #look(): void {
    if (this.#disposed) return;
    const { client } = this.#parts;
    const { calls } = client.calls;
    const ringing = calls.filter((call) => ringsHere(call) && !this.#silenced.has(call.id));
    // in another tab there may be talk, too, that should not be rung over
    const elsewhere = !!client.tabCalls?.calls.some(isConnected);
    const up = calls.some(isUp);
    const outgoing = calls.some((call) => isBridged(call) || (call.direction === 'outgoing' && call.state === 'ringing'));
    if (up || calls.some(({ state }) => state !== 'ended')) this.#after = undefined;
    const sound = ringing.length ? (up || elsewhere ? 'waiting' : 'ringtone') : outgoing && !up ? 'ringback' : this.#after;
    if (sound !== this.#sound) this.#play(sound);
    this.#show(ringing);
  }

  #play(sound: RingSound | undefined): void {
    const changed = sound !== this.#sound;
    this.#sound = sound;
    this.#leaveSound?.();
    this.#leaveSound = undefined;
    const given = sound && this.#options.sounds?.[sound];
    if (sound && given !== false) {
      // what rings is played by one tab; it begins unheard, since a tab that may not play must not take the turn of one that may
      const shared = this.#isShared(sound);
      this.#sounder.play(sound, shared ? UNHEARD : this.#volume, given);
    } else this.#sounder.stop();
    if (changed) this.emit('sound', sound);
  }

  get #volume(): number {
    return Math.min(1, Math.max(0, this.#options.volume ?? VOLUME));
  }

  #isShared(sound: RingSound): boolean {
    return sound === 'ringtone' || sound === 'waiting';
  }

  #heard(): void {
    if (!this.#sound || !this.#isShared(this.#sound) || this.#leaveSound) return;
    this.#leaveSound = takeTurn(this.#parts.locks ?? pageLocks(), this.#name, () => this.#sounder.setVolume(this.#volume));
  }

  #show(ringing: readonly Call[]): void {
    if (!this.#signs) return;
    const callers = ringing.map(({ id, peer, detail }) => ({ callId: id, name: detail.display_name ?? peer.name, picture: peer.profile_url }));
    if (!callers.length) {
      this.#leaveSigns?.();
      this.#leaveSigns = undefined;
      this.#signals = false;
    } else
      this.#leaveSigns ??= takeTurn(this.#parts.locks ?? pageLocks(), `${this.#name}:signs`, () => {
        this.#signals = true;
        this.#look();
      });
    // where the worker tells of calls, the page does not do so too
    const { client, storage } = this.#parts;
    const pushed = storage?.getItem(pushKey(client.appId)) === client.userId;
    this.#signs.show(callers, pushed ? { ...this.#options, notify: false } : this.#options, this.#signals);
  }
}

/** The ringing of one client: from now on its calls are heard. */
export const createRinging = (parts: RingingParts): Ringing => new RingingOfClient(parts);
