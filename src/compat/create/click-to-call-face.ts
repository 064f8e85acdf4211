import { type Unsubscribe, uuid } from '../../core/base/index.ts';
import type { ClickToCall } from '../../core/click-to-call/click-to-call.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { clickToCallOf } from '../../core/client/click-to-call-of.ts';
import { EarshotError } from '../../core/protocol/index.ts';
import type { Account } from './account.ts';
import type { Config } from './config.ts';
import { basicError, CREATE_CODES, refuse } from './errors.ts';
import type { Events } from './events.ts';

/** One call of `clickToCall.get()`. */
export interface ClickToCallObject {
  callId: string;
  caller: string;
  callee: string;
  /** Epoch ms. */
  requestTime: number;
}

/** `client.clickToCall`: connects a device of this user with somebody else. */
export class ClickToCallFace {
  readonly #parts: { config: Config; account: Account; events: Events };
  #clicks: ClickToCall | undefined;
  #undo: Unsubscribe[] = [];

  constructor(parts: { config: Config; account: Account; events: Events }) {
    this.#parts = parts;
  }

  /** Of another client from now on. */
  attach(client: ClientApi): void {
    this.close();
    const { events } = this.#parts;
    this.#clicks = clickToCallOf(client);
    this.#undo = [
      this.#clicks.on('start', (callId) => events.tell('clickToCall:start', { callId })),
      this.#clicks.on('error', (callId, error) => this.#failed(callId, error)),
    ];
  }

  /**
   * Rings the devices of `caller`, which is the one who is signed in, and connects whoever answers with `callee`. Returns the id of the call, or
   * undefined when it cannot be asked for; `clickToCall:start` or `clickToCall:error` follows (RB-c2c-01).
   */
  make(caller: string, callee: string): string | undefined {
    const { account, config } = this.#parts;
    const operation = 'connect two devices';
    const wrong = [caller, callee].some((address) => typeof address !== 'string' || address === '');
    if (wrong) return this.#refused(refuse(CREATE_CODES.CLICK_MISSING_ARGS, operation, 'caller and callee are needed'));
    if (!this.#clicks) return this.#refused(new EarshotError('connection:closed', operation));
    const [from, to] = [caller, callee].map((address) => account.userId(address, config.values.call.normalizeDestination)) as [string, string];
    if (from !== account.identity?.userId) return this.#refused(new EarshotError('auth:forbidden', operation, 'the caller is not who is signed in'));
    return this.#clicks.make(to);
  }

  /** What was asked for here, earliest first (RB-c2c-02). */
  get(): ClickToCallObject[] {
    const { account } = this.#parts;
    const caller = account.address(account.identity?.userId ?? '');
    return (this.#clicks?.calls ?? []).map(({ id, to, startedAtMs }) => ({
      callId: id,
      caller,
      callee: account.address(to),
      requestTime: startedAtMs,
    }));
  }

  /** @internal */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** There is no call, so that it has an id of its own. */
  #refused(error: unknown): undefined {
    const callId = uuid();
    queueMicrotask(() => this.#failed(callId, error));
    return undefined;
  }

  #failed(callId: string, error: unknown): void {
    this.#parts.events.tell('clickToCall:error', { callId, error: basicError(error, CREATE_CODES.CLICK_FAILED, {}) });
  }
}
