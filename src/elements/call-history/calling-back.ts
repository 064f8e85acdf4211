import type { Call } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { PastCall } from '../../core/history/api.ts';
import { isLive, isTalking } from '../internal/call-view.ts';
import { clockText } from '../internal/durations.ts';
import { HeldCall } from '../internal/held-call.ts';
import type { CallHistory } from './call-history.ts';
import { CallHistoryCallEvent } from './events.ts';
import { t } from './words.ts';

export interface CallingPorts {
  say(text: string, urgent?: boolean): void;
  failed(error: unknown): void;
}

/** A call from the list. It is not claimed: whatever else shows calls may have it, and the list lets go of it then. */
export class CallingBack {
  readonly #host: CallHistory;
  readonly #ports: CallingPorts;
  readonly #held: HeldCall;
  /** The line it was made from. */
  #from: string | undefined;
  #asking = false;

  constructor(host: CallHistory, ports: CallingPorts) {
    this.#host = host;
    this.#ports = ports;
    this.#held = new HeldCall(host, { clock: () => host.clock, say: ports.say, name: () => this.#held.call?.peer.name ?? '' });
  }

  follow(): void {
    if (this.#held.call?.claimed) this.#held.drop();
  }

  /** What becomes of a call from this line, while there is one. */
  running(id: string): string | undefined {
    if (id !== this.#from) return undefined;
    const { call, shown } = this.#held;
    if (!call) return this.#asking ? t('history.calling') : undefined;
    if (!isLive(shown)) return undefined;
    if (isTalking(shown)) return clockText(call.durationMs);
    return t(shown === 'ringing' ? 'history.ringing' : 'history.calling');
  }

  /** Calls, or hangs up what was called from this line. */
  press(client: ClientApi | undefined, { id, peer, media }: PastCall, event: MouseEvent): void {
    if (this.#held.call && isLive(this.#held.shown)) {
      if (this.#from === id) this.#held.intents.end(event);
      return;
    }
    if (!client || this.#asking) return;
    this.#held.drop();
    this.#held.pressed(event);
    this.#asking = true;
    this.#from = id;
    this.#host.requestUpdate();
    const { user_id: to, name } = peer;
    client.calls
      .make(to, { ...(name && { name }), ...(media.includes('video') && { video: true }) })
      .then(
        (call: Call) => {
          this.#host.dispatchEvent(new CallHistoryCallEvent(to, call.id));
          if (this.#host.isConnected && !call.claimed) this.#held.take(call, true);
        },
        (error) => this.#ports.failed(error),
      )
      .finally(() => {
        this.#asking = false;
        this.#host.requestUpdate();
      });
  }
}
