import type { ReactiveController, ReactiveElement } from 'lit';
import type { Clock, Timer } from '../../core/base/clock.ts';
import type { AnswerOptions, Call } from '../../core/call/api.ts';
import { asEarshotError, type EarshotError } from '../../core/protocol/errors.ts';
import { t } from './call-strings.ts';
import { type CallShown, callShown, isTalking, micTrouble, outcomeOf } from './call-view.ts';
import type { CallIntents } from './capsule.ts';
import { durationText } from './durations.ts';
import { LineController } from './line.ts';

/** A second click this soon after, and this near to, the one that started the call was meant for the first button. */
const GUARD_MS = 500;
const GUARD_PX = 24;
/** An incoming call is said once more after this. */
const REPEAT_MS = 15_000;
const WEAK_HINT_MS = 60_000;

export interface HeldCallPorts {
  clock(): Clock;
  say(text: string, urgent?: boolean): void;
  /** Whom the call is with, in words. */
  name(): string;
  /** Where this call is drawn; the host's shadow root by default. */
  root?(): ParentNode | null;
}

/** The call an element shows and has claimed: its intents, what is said of it, its timer, its levels. */
export class HeldCall implements ReactiveController {
  call: Call | undefined;
  /** Why answering did not work; the call still rings. */
  trouble: EarshotError | undefined;
  readonly intents: CallIntents;
  readonly #host: ReactiveElement;
  readonly #ports: HeldCallPorts;
  readonly #lines: LineController;
  #release: (() => void)[] = [];
  #unclaim: (() => void) | undefined;
  /** Undoes listening for speech while muted. */
  #muted: (() => void) | undefined;
  #blocked = false;
  #shown: CallShown = 'idle';
  #press = { x: 0, y: 0, at: -GUARD_MS };
  #tick: Timer;
  #repeat: Timer;
  #weakHintAt = -WEAK_HINT_MS;

  constructor(host: ReactiveElement, ports: HeldCallPorts) {
    this.#host = host;
    this.#ports = ports;
    this.#lines = new LineController(
      host,
      () => this.#root,
      () => this.#listen(),
    );
    host.addController(this);
    this.intents = {
      answer: (event, options) => {
        this.pressed(event);
        void this.answer(options);
      },
      end: (event) => {
        if (!this.#isSecondClick(event)) void this.end();
      },
      mute: () => this.call?.setMuted(!this.call.muted),
      hold: () => void this.hold(),
      unlock: () => void this.call?.unlockSound(),
    };
  }

  get shown(): CallShown {
    return this.call ? callShown(this.call, this.trouble) : 'idle';
  }

  /** Shows this call, and claims it, so that nothing else on the page does; a view that claims by itself says so. */
  take(call: Call, claimed = false): void {
    this.drop();
    this.call = call;
    const changed = () => this.#host.requestUpdate();
    this.#release = [call.on('change', changed)];
    if (!claimed) this.#unclaim = call.claim();
    changed();
  }

  /** Something else on the page has claimed it too. */
  get shared(): boolean {
    const { call } = this;
    if (!call || !this.#unclaim) return !!call?.claimed;
    this.#unclaim();
    const { claimed } = call;
    this.#unclaim = call.claim();
    return claimed;
  }

  /** Whether nothing else on the page need show the call: a view that nobody sees gives its claim back, and may be shown as before. */
  get claims(): boolean {
    return !!this.#unclaim;
  }

  set claims(claims: boolean) {
    if (claims === this.claims) return;
    const undo = this.#unclaim;
    this.#unclaim = claims ? this.call?.claim() : undefined;
    undo?.();
  }

  /** Lets go of the call; it goes on. */
  drop(): void {
    for (const undo of this.#release.splice(0)) undo();
    this.#unclaim?.();
    this.#unclaim = undefined;
    this.#hush();
    this.#lines.rest();
    this.#clock.clearTimeout(this.#tick);
    this.#clock.clearTimeout(this.#repeat);
    this.call = this.trouble = undefined;
    this.#blocked = false;
    this.#shown = 'idle';
  }

  /** Lets go for good. */
  dispose(): void {
    this.drop();
    this.#lines.hostDisconnected();
    this.#host.removeController(this.#lines);
    this.#host.removeController(this);
  }

  /** Remembers the click that started something, for the guard on Hang up. */
  pressed(event: MouseEvent): void {
    this.#press = { x: event.clientX, y: event.clientY, at: this.#clock.now() };
  }

  async answer(options?: AnswerOptions): Promise<void> {
    const { call } = this;
    this.trouble = undefined;
    try {
      await call?.answer(options);
    } catch (error) {
      this.trouble = asEarshotError(error, 'media:failed', 'answer'); // the view tells; a call that is over says so itself
    }
    this.#host.requestUpdate();
  }

  async end(): Promise<void> {
    const { call } = this;
    const ringing = call?.direction === 'incoming' && call.connectedAtMs === undefined;
    await (ringing ? call.reject() : call?.end())?.catch(() => {}); // the call ends here whatever the server says
  }

  async hold(): Promise<void> {
    const { call } = this;
    await (call?.localHold ? call.unhold() : call?.hold())?.catch(() => {}); // the flag, which the view shows, did not change
  }

  hostUpdated(): void {
    const { call, shown } = this;
    const clock = this.#clock;
    clock.clearTimeout(this.#tick);
    if (!call) return;
    if (isTalking(shown)) {
      const since = shown === 'hold' ? clock.now() - (call.heldAtMs ?? clock.now()) : call.durationMs;
      this.#tick = clock.setTimeout(() => this.#host.requestUpdate(), 1000 - (since % 1000));
      if (!call.muted) this.#hush();
      else this.#muted ??= call.onSpeech((event) => event === 'muted-speech' && this.#remind());
      if (call.soundBlocked && !this.#blocked) this.#ports.say(t('call.hear-say'), true);
      this.#blocked = call.soundBlocked;
      if (shown === 'answered' && call.quality !== undefined && call.quality <= 1) this.#weak();
    } else this.#hush();
    if (shown !== this.#shown) {
      this.#speak(call, shown, this.#shown);
      this.#shown = shown;
    }
  }

  hostDisconnected(): void {
    this.drop();
  }

  get #root(): ParentNode | null {
    return this.#ports.root ? this.#ports.root() : this.#host.renderRoot;
  }

  get #clock(): Clock {
    return this.#ports.clock();
  }

  #isSecondClick(event: MouseEvent): boolean {
    const { x, y, at } = this.#press; // keys and scripts have no detail
    const near = Math.abs(event.clientX - x) < GUARD_PX && Math.abs(event.clientY - y) < GUARD_PX;
    return event.detail > 0 && near && this.#clock.now() - at < GUARD_MS;
  }

  /** Levels, while there is a line to draw them on. */
  #listen(): () => void {
    const undo = [
      this.call?.onLevel('local', (level) => {
        this.#lines.level = level;
      }),
      this.call?.onLevel('remote', (level) => {
        this.#root?.querySelector<HTMLElement>('.lvl')?.style.setProperty('--_v', level.toFixed(2));
      }),
    ];
    return () => {
      for (const stop of undo) stop?.();
    };
  }

  #hush(): void {
    this.#muted?.();
    this.#muted = undefined;
  }

  /** Muted and speaking: a word, and the status line pulses once (LOOK 6). */
  #remind(): void {
    this.#ports.say(t('call.muted-say'));
    this.#root?.querySelector('[part=status]')?.animate?.([{ opacity: 1 }, { opacity: 0.3 }, { opacity: 1 }], 600);
  }

  #weak(): void {
    const now = this.#clock.now();
    if (now - this.#weakHintAt < WEAK_HINT_MS) return;
    this.#weakHintAt = now;
    this.#ports.say(t('call.weak-say'));
  }

  #speak(call: Call, shown: CallShown, before: CallShown): void {
    const { say } = this.#ports;
    const [text, urgent] = this.#sentence(call, shown, before);
    this.#clock.clearTimeout(this.#repeat);
    if (text) say(text, urgent);
    if (shown === 'incoming') this.#repeat = this.#clock.setTimeout(() => say(text, urgent), REPEAT_MS);
  }

  #sentence(call: Call, shown: CallShown, before: CallShown): [text: string, urgent?: boolean] {
    const name = this.#ports.name();
    switch (shown) {
      case 'requesting':
        return [t('call.allow-say')];
      case 'calling':
        return [t('call.calling-say', { name })];
      case 'ringing':
        return [t('call.ringing-say')];
      case 'incoming':
        return [t(call.detail.bridge ? 'call.bridge-say' : 'call.incoming-say', { name }), true];
      case 'answered':
        if (before === 'idle' || before === 'hold') return ['']; // taken over in mid-call, or by one's own hand
        return [before === 'reconnecting' ? t('call.back-say') : t('call.answered-say', { name })];
      case 'hold':
        return [t('call.hold-say')];
      case 'reconnecting':
        return [t('call.lost-say'), true];
      default:
        return this.#farewell(call, shown);
    }
  }

  #farewell(call: Call, shown: CallShown): [text: string, urgent?: boolean] {
    const trouble = micTrouble(this.trouble ?? call.error);
    if (trouble === 'denied') return [t('call.denied-say'), true];
    if (trouble) return [`${t(`call.${trouble}`)}. ${t(`call.${trouble}-why`)}`, true];
    const outcome = outcomeOf(call);
    if (shown === 'idle' || outcome === 'gone') return [''];
    if (outcome === 'completed') return [t('call.ended-say', { time: durationText(call.durationMs, 'long') })];
    return [`${t(`call.${outcome}`)}. ${t(`call.${outcome}-why`, { name: this.#ports.name() })}`];
  }
}
