import type { Clock, Log, Timer } from '../base/index.ts';
import type { RingingOptions } from './api.ts';

/** What a page can do beside sounding: the real one, or a test's. Nothing of it is there outside of a page. */
export interface RingPage {
  title: string;
  readonly hidden: boolean;
  /** Calls `listener` when the page is hidden or seen. Returns the undo. */
  onVisibility(listener: () => void): () => void;
  setBadge(count: number): void;
  vibrate(pattern: number[]): void;
  readonly mayNotify: NotificationPermission;
  askToNotify(): Promise<NotificationPermission>;
  /** Shows it; returns what takes it away. */
  notify(title: string, options: NotificationOptions): () => void;
}

/** A caller, as the page tells of it. */
export interface Caller {
  callId: string;
  name: string;
  picture: string | undefined;
}

interface SignsParts {
  page: RingPage;
  clock: Clock;
  log: Log;
  titleTurnMs: number;
  vibrateEveryMs: number;
}

/** Long, short, long. */
const SHAKE = [400, 150, 200, 150, 400];

const english = (name: string): { title: string; body?: string } => ({ title: `${name} is calling`, body: 'Voice call' });

/** Title, badge, vibration and notification of the calls that ring here. */
export class PageSigns {
  readonly #parts: SignsParts;
  #callers: readonly Caller[] = [];
  #options: RingingOptions = {};
  /** Whether this tab is the one that notifies and shakes. */
  #mine = false;
  #title: { before: string; ours: string } | undefined;
  #turn: Timer;
  #shake: Timer;
  #shaking = false;
  #badge = 0;
  readonly #shown = new Map<string, () => void>();
  #stopWatching: (() => void) | undefined;

  constructor(parts: SignsParts) {
    this.#parts = parts;
  }

  /** Shows these callers, and no others. */
  show(callers: readonly Caller[], options: RingingOptions, mine: boolean): void {
    this.#callers = callers;
    this.#options = options;
    this.#mine = mine;
    if (callers.length) this.#stopWatching ??= this.#parts.page.onVisibility(() => this.#notify());
    else {
      this.#stopWatching?.();
      this.#stopWatching = undefined;
    }
    this.#retitle();
    this.#setBadge();
    this.#vibrate();
    this.#notify();
  }

  #words(name: string): { title: string; body?: string } {
    return (this.#options.words ?? english)(name);
  }

  #retitle(): void {
    const { page, clock, titleTurnMs } = this.#parts;
    const caller = this.#options.title === false ? undefined : this.#callers[0];
    if (caller && this.#words(caller.name).title === this.#title?.ours) return; // it is being told
    clock.clearTimeout(this.#turn);
    this.#turn = undefined;
    if (!caller) {
      // a title that the page has changed meanwhile is the page's
      if (this.#title && page.title === this.#title.ours) page.title = this.#title.before;
      this.#title = undefined;
      return;
    }
    const ours = this.#words(caller.name).title;
    this.#title = { before: this.#title && page.title === this.#title.ours ? this.#title.before : page.title, ours };
    page.title = ours;
    const turn = () => {
      const title = this.#title;
      if (!title) return;
      if (page.title === title.ours) page.title = title.before;
      else {
        title.before = page.title;
        page.title = title.ours;
      }
      this.#turn = clock.setTimeout(turn, titleTurnMs);
    };
    this.#turn = clock.setTimeout(turn, titleTurnMs);
  }

  #setBadge(): void {
    const count = this.#options.badge === false ? 0 : this.#callers.length;
    if (count === this.#badge) return; // the app's own badge is not ours to take away
    this.#badge = count;
    this.#try('set the badge', () => this.#parts.page.setBadge(count));
  }

  #vibrate(): void {
    const { page, clock, vibrateEveryMs } = this.#parts;
    const wanted = this.#mine && this.#options.vibrate !== false && this.#callers.length > 0;
    if (wanted === this.#shaking) return;
    this.#shaking = wanted;
    clock.clearTimeout(this.#shake);
    this.#shake = undefined;
    const again = () => {
      this.#try('vibrate', () => page.vibrate(SHAKE));
      this.#shake = clock.setTimeout(again, vibrateEveryMs);
    };
    if (wanted) again();
    else this.#try('vibrate', () => page.vibrate([]));
  }

  #notify(): void {
    const { page } = this.#parts;
    const wanted = this.#mine && this.#options.notify !== false && page.mayNotify === 'granted';
    for (const [id, close] of this.#shown) {
      if (wanted && this.#callers.some(({ callId }) => callId === id)) continue;
      this.#shown.delete(id);
      close();
    }
    if (!wanted || !page.hidden) return;
    for (const { callId, name, picture } of this.#callers) {
      if (this.#shown.has(callId)) continue;
      const { title, body } = this.#words(name);
      const options = { tag: `earshot:${callId}`, requireInteraction: true, ...(body && { body }), ...(picture && { icon: picture }) };
      this.#try('notify', () => void this.#shown.set(callId, page.notify(title, options)));
    }
  }

  #try(what: string, task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#parts.log('info', 'ringing', `unable to ${what}`, error); // each is a help where it is allowed
    }
  }
}

interface Badging {
  setAppBadge?(count?: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

/** The page we are in; undefined outside of one. */
export function currentPage(): RingPage | undefined {
  const { document, navigator, Notification } = globalThis;
  if (!document) return undefined;
  const nothing = () => {};
  return {
    get title() {
      return document.title;
    },
    set title(title) {
      document.title = title;
    },
    get hidden() {
      return document.visibilityState === 'hidden';
    },
    onVisibility(listener) {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    setBadge(count) {
      const { setAppBadge, clearAppBadge } = navigator as Badging;
      const done = count > 0 ? setAppBadge?.call(navigator, count) : clearAppBadge?.call(navigator);
      done?.catch(nothing);
    },
    vibrate(pattern) {
      // before a gesture the browser refuses, and complains in the console
      if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
    },
    get mayNotify() {
      return Notification?.permission ?? 'denied';
    },
    askToNotify: async () => (Notification ? Notification.requestPermission() : 'denied'),
    notify(title, options) {
      const shown = new Notification(title, options);
      shown.onclick = () => {
        globalThis.focus();
        shown.close();
      };
      return () => shown.close();
    },
  };
}
