import type { Clock, Timer } from '../../core/base/clock.ts';
import type { DeviceSwitch } from '../../core/media/api.ts';

/** How long it is told that another device took over, unless pointer or focus are on it. */
const NOTICE_MS = 10_000;

interface NoticeHost {
  readonly clock: Clock;
  requestUpdate(): void;
}

/** Which device took over, for a while. */
export class Notice {
  switched: DeviceSwitch | undefined;
  #timer: Timer;
  readonly #host: NoticeHost;

  constructor(host: NoticeHost) {
    this.#host = host;
  }

  show(change: DeviceSwitch): void {
    this.switched = change;
    this.keep(false);
    this.#host.requestUpdate();
  }

  /** `kept`: the pointer or the focus is on it. */
  keep(kept: boolean): void {
    this.#host.clock.clearTimeout(this.#timer);
    if (!kept && this.switched) this.#timer = this.#host.clock.setTimeout(() => this.drop(), NOTICE_MS);
  }

  drop(): void {
    this.#host.clock.clearTimeout(this.#timer);
    if (!this.switched) return;
    this.switched = undefined;
    this.#host.requestUpdate();
  }
}
