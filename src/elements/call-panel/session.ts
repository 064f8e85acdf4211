import { adoptStyles, type ReactiveController, type TemplateResult } from 'lit';
import type { Timer } from '../../core/base/clock.ts';
import type { Call, CallState } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { mediaOf } from '../../core/client/media-of.ts';
import type { Media } from '../../core/media/api.ts';
import { stays } from '../internal/after-call.ts';
import { Attempts } from '../internal/call-attempt.ts';
import { hasPicture, PictureWatch } from '../internal/call-picture.ts';
import { type CallShown, isLive, isTalking, outcomeOf } from '../internal/call-view.ts';
import { HeldCall } from '../internal/held-call.ts';
import type { CallPanel } from './call-panel.ts';
import { CallPanelErrorEvent, CallPanelStateEvent } from './events.ts';
import { onPanelKey } from './keys.ts';
import { MessageLeft } from './message.ts';
import { sessionStyles } from './session.styles.ts';
import { stage } from './stage.ts';
import { Telling } from './telling.ts';
import { type CallMemory, nameOf, type PanelView, type SheetName } from './view.ts';
import { PanelWishes } from './wishes.ts';

/** After a call, back to nothing (LOOK 6). */
const RETURN_MS = 6_000;

/** What the session needs of the element, beyond its public face. */
export interface SessionPorts {
  say(text: string, urgent?: boolean): void;
  reflect(...states: string[]): void;
}

/** The panel while there is a call: which one is in front, what is open over it, where the focus is. */
export class PanelSession implements ReactiveController, PanelView {
  readonly host: CallPanel;
  readonly attempts: Attempts;
  readonly wishes: PanelWishes;
  readonly message: MessageLeft;
  sheet: SheetName | undefined;
  corner = 0;
  stop = 'mute';
  readonly #ports: SessionPorts;
  readonly #telling: Telling;
  readonly #pictures: PictureWatch;
  readonly #resize: ResizeObserver;
  readonly #memories = new WeakMap<Call, CallMemory>();
  #client: ClientApi | undefined;
  #media: Media | undefined;
  #unbind: (() => void)[] = [];
  #held: HeldCall[] = [];
  #front: HeldCall | undefined;
  /** The control that opened the sheet: the focus goes back to it. */
  #opener: string | undefined;
  /** A sheet has just opened, and takes the focus. */
  #entering = false;
  #hadFocus = false;
  #told: CallShown = 'idle';
  #toldCall: Call | undefined;
  #toldState: CallState | undefined;
  #leave: Timer;

  constructor(host: CallPanel, ports: SessionPorts) {
    this.host = host;
    this.#ports = ports;
    this.attempts = new Attempts({
      say: ports.say,
      changed: () => this.changed(),
      failed: ({ wish, error }) => host.dispatchEvent(new CallPanelErrorEvent(wish, error, this.#front?.call?.id)),
    });
    this.wishes = new PanelWishes(this, ports.say);
    this.message = new MessageLeft(this, ports.say);
    this.#telling = new Telling(ports.say);
    this.#pictures = new PictureWatch(() => this.changed());
    this.#resize = new ResizeObserver(() => this.#mendStop());
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof CallPanel).elementStyles, ...sessionStyles]);
    host.addController(this);
  }

  get client(): ClientApi {
    return this.#client!;
  }
  get held(): HeldCall {
    return this.#front!;
  }
  get call(): Call {
    return this.#front?.call as Call;
  }
  get shown(): CallShown {
    return this.#front?.shown ?? 'idle';
  }
  get name(): string {
    return nameOf(this.call);
  }
  get now(): number {
    return this.host.clock.now();
  }
  get others(): readonly HeldCall[] {
    const parties = this.call.conference?.calls ?? [];
    return this.#held.filter((held) => held !== this.#front && held.call && held.call.state !== 'ended' && !parties.includes(held.call));
  }
  get memory(): CallMemory {
    return this.memoryOf(this.call);
  }
  /** Devices: asked for only when something is to be done with them. */
  get media(): Media | undefined {
    if (!this.#client) return undefined;
    if (!this.#media) {
      this.#media = mediaOf(this.#client);
      const changed = () => this.changed();
      this.#unbind = [this.#media.on('devices', changed), this.#media.on('change', changed)];
    }
    return this.#media;
  }
  get pictured(): boolean {
    return isTalking(this.shown) && this.shown !== 'hold' && hasPicture(this.call.remoteStream);
  }
  get filmed(): boolean {
    return !this.call.sharing && hasPicture(this.call.localStream);
  }
  get canFill(): boolean {
    return document.fullscreenEnabled && !this.host.small;
  }
  get filled(): boolean {
    return document.fullscreenElement === this.host || (this.host.getRootNode() as Document | ShadowRoot).fullscreenElement === this.host;
  }

  nameOf(call: Call): string {
    return nameOf(call);
  }

  memoryOf(call: Call): CallMemory {
    let memory = this.#memories.get(call);
    if (!memory) {
      memory = { words: undefined, verdict: undefined, handOff: undefined, tones: '', read: undefined, about: undefined };
      this.#memories.set(call, memory);
    }
    return memory;
  }

  /** Before each rendering: what calls there are now. */
  show(client: ClientApi | undefined, calls: readonly Call[]): void {
    if (client !== this.#client) {
      for (const undo of this.#unbind.splice(0)) undo();
      this.#media = undefined;
      this.#client = client;
    }
    for (const call of calls) if (!this.#held.some((held) => held.call === call)) this.#take(call);
    this.#held = this.#held.filter((held) => {
      const { call } = held;
      this.#telling.heed(held);
      const over = !call || call.state === 'ended';
      const keep = over ? held === this.#front && !!call && outcomeOf(call) !== 'gone' && !this.#next(calls) : calls.includes(call);
      if (keep) return true;
      if (over) held.hostUpdated(); // its last word
      held.dispose();
      return false;
    });
    const front = this.#choose();
    if (front !== this.#front) {
      this.message.drop();
      this.sheet = undefined;
      this.attempts.failure = this.attempts.failure && front ? this.attempts.failure : undefined;
    }
    this.#front = front;
    if (!this.#front || !isTalking(this.shown)) this.sheet = this.sheet === 'devices' && this.#front ? 'devices' : undefined;
    this.#pictures.watch(this.#front?.call?.localStream, this.#front?.call?.remoteStream);
  }

  /** Lets go of all calls; they go on. */
  drop(): void {
    for (const held of this.#held.splice(0)) held.dispose();
    for (const undo of this.#unbind.splice(0)) undo();
    this.message.drop();
    this.#front = this.#media = this.#client = undefined;
    this.sheet = undefined;
    this.attempts.failure = undefined;
    this.#pictures.watch();
    this.host.clock.clearTimeout(this.#leave);
    this.#leave = undefined;
    this.changed();
  }

  dismiss(): void {
    if (this.#front?.call?.state === 'ended') {
      this.message.drop();
      this.attempts.failure = undefined;
      this.#front.drop();
      this.#front.dispose();
      this.#held = this.#held.filter((held) => held !== this.#front);
      this.#front = undefined;
    } else if (this.#front) this.#front.trouble = undefined;
    this.changed();
  }

  open(sheet: SheetName, event: Event): void {
    if (this.sheet === sheet) {
      this.close();
      return;
    }
    const from = (event.currentTarget as HTMLElement | null)?.dataset?.k;
    if (this.sheet !== 'more') this.#opener = from ?? sheet;
    this.sheet = sheet;
    this.#entering = true;
    if (sheet === 'devices') void this.media?.refreshDevices().catch(() => {});
    if (sheet === 'verify') this.wishes.verify();
    if (sheet === 'hand-off') this.wishes.handOff();
    this.changed();
  }

  close(): void {
    const inside = !!this.#root.querySelector('.sheet')?.contains(this.#root.activeElement);
    this.sheet = undefined;
    this.changed();
    if (!inside) return;
    const openers = [`.top [data-k="${this.#opener}"], .bar [data-k="${this.#opener}"]`, '.bar [data-k=more]', '.panel'];
    void this.host.updateComplete.then(() => {
      const back = openers.map((selector) => this.#find(selector)).find((node) => node?.checkVisibility());
      back?.focus({ preventScroll: true });
    });
  }

  setCorner(corner: number): void {
    this.corner = corner;
    this.changed();
  }

  setSmall(small: boolean): void {
    if (small && this.filled) void document.exitFullscreen().catch(() => {});
    this.host.small = small;
  }

  fill(): void {
    void (this.filled ? document.exitFullscreen() : this.host.requestFullscreen()).catch(() => {}); // the button shows what is
  }

  changed(): void {
    this.host.requestUpdate();
  }

  render(): TemplateResult {
    return stage(this.#front && this, {
      onKey: (event) => onPanelKey(this, this.#root, event, (stop) => this.#setStop(stop)),
      onFocus: (event) => this.#setStop((event.target as HTMLElement).dataset?.k),
    });
  }

  /** After each rendering. */
  rendered(): void {
    const { shown } = this;
    const call = this.#front?.call;
    const surface = this.#find('.panel.win');
    if (surface?.isConnected && !surface.matches(':popover-open')) surface.showPopover?.();
    const flags = call && [
      this.pictured && 'video',
      call.sharing && 'sharing',
      call.muted && isLive(shown) && 'muted',
      (call.recording === 'recording' || call.remoteRecording === 'recording') && 'recording',
      this.host.small && 'small',
    ];
    this.#ports.reflect(shown, ...(flags ?? []).filter((flag) => typeof flag === 'string'));
    this.#moveFocus();
    this.#mendStop();
    this.#countDown();
    this.#tell();
  }

  hostConnected(): void {
    document.addEventListener('fullscreenchange', this.#onFill);
    this.#resize.observe(this.host);
  }

  hostDisconnected(): void {
    document.removeEventListener('fullscreenchange', this.#onFill);
    this.#resize.disconnect();
  }

  hostUpdate(): void {
    this.#hadFocus ||= !!this.#root.activeElement;
  }

  get #root(): ShadowRoot {
    return this.host.renderRoot as ShadowRoot;
  }

  #find(selector: string): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>(selector);
  }

  #take(call: Call): void {
    const held = new HeldCall(this.host, {
      clock: () => this.host.clock,
      say: this.#ports.say,
      name: () => nameOf(call),
      root: () => (this.#front?.call === call ? this.#root : null),
    });
    this.#held = [...this.#held, held];
    held.take(call, true);
  }

  /** Another call could come to the front. */
  #next(calls: readonly Call[]): boolean {
    return calls.some((call) => call.state !== 'ended');
  }

  /** The one in front stays there, unless it waits and another one does not. */
  #choose(): HeldCall | undefined {
    const front = this.#front && this.#held.includes(this.#front) ? this.#front : undefined;
    const alive = this.#held.filter(({ call }) => call && call.state !== 'ended');
    const free = (held: HeldCall) => held.call!.direction === 'outgoing' || held.call!.connectedAtMs !== undefined;
    const waits = !front || front.call!.state === 'ended' || front.call!.localHold || !free(front);
    if (!waits) return front;
    return alive.find((held) => free(held) && !held.call!.localHold) ?? (front && alive.includes(front) ? front : alive[0]) ?? front;
  }

  #setStop(stop: string | undefined): void {
    const control = stop && this.#find(`.bar [data-k="${stop}"]`);
    if (!control || stop === this.stop || !control.closest('[role=toolbar]')) return;
    this.stop = stop;
    this.changed();
  }

  /** What Tab reaches must be there to be reached: controls come and go with the width. */
  #mendStop(): void {
    const controls = [...this.#root.querySelectorAll<HTMLElement>('[role=toolbar] .cb[data-k]')].filter((control) => control.checkVisibility());
    if (!controls.length || controls.some(({ dataset }) => dataset.k === this.stop)) return;
    this.stop = controls[0]!.dataset.k!;
    this.changed();
  }

  /** Into a sheet that opened; else it stays while its node lives, and goes to the surface when that is gone (LOOK 7). */
  #moveFocus(): void {
    if (this.#entering) {
      this.#entering = false;
      const inside = ['.sheet input', '.sheet :is(button, [tabindex]):not(.sheet-h *)', '.sheet button'];
      const first = inside.flatMap((selector) => [...this.#root.querySelectorAll<HTMLElement>(selector)]).find((node) => node.checkVisibility());
      (first ?? this.#find('.sheet'))?.focus({ preventScroll: true });
      this.#hadFocus = false;
      return;
    }
    const lost = this.#hadFocus && !this.#root.activeElement;
    this.#hadFocus = false;
    const elsewhere = document.activeElement;
    if (!lost || (elsewhere && elsewhere !== document.body && !elsewhere.contains(this.host))) return;
    (this.#find('.act') ?? this.#find('.panel'))?.focus({ preventScroll: true });
  }

  /** What ended goes by itself, unless something is to be done about it, or somebody is at it. */
  #countDown(): void {
    const { clock } = this.host;
    const call = this.#front?.call;
    const outcome = call?.state === 'ended' ? outcomeOf(call) : undefined;
    const goes = this.shown === 'ended' && outcome !== undefined && outcome !== 'gone' && !stays(outcome) && !call!.detail.voicemail;
    if (!goes) {
      clock.clearTimeout(this.#leave);
      this.#leave = undefined;
      return;
    }
    this.#leave ??= clock.setTimeout(() => {
      this.#leave = undefined;
      if (this.host.matches(':hover') || this.#root.querySelector(':focus-visible')) this.#countDown();
      else this.dismiss();
    }, RETURN_MS);
  }

  #tell(): void {
    const { shown } = this;
    const call = this.#front?.call;
    if (shown === this.#told && call === this.#toldCall && call?.state === this.#toldState) return;
    this.#told = shown;
    this.#toldCall = call;
    this.#toldState = call?.state;
    this.host.dispatchEvent(new CallPanelStateEvent(shown, call));
  }

  readonly #onFill = (): void => this.changed();
}
