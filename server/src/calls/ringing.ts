import type { LiveCall } from './live.ts';
import type { Target } from './placing.ts';
import type { CallHubPorts } from './ports.ts';
import type { CallRecord } from './rows.ts';
import type { Peer } from './signals.ts';
import type { CallTable } from './table.ts';

/** At whom calls ring, and on which devices. */
export class Ringing {
  readonly #ports: CallHubPorts;
  readonly #calls: CallTable;

  constructor(ports: CallHubPorts, calls: CallTable) {
    this.#ports = ports;
    this.#calls = calls;
  }

  /** Who may be called at `to`, and who of those is there. */
  target(me: Peer, to: string): Target {
    const { settings, app, reachable, users } = this.#ports;
    return {
      to,
      reach: app(me.appId)?.reach ?? 'shared_channel',
      reachable: users(me.appId, to).filter((user) => reachable(me.appId, user)),
      ringTimeoutMs: settings.ringTimeoutMs,
    };
  }

  /** Those others at whom it rings who have a device now. */
  live(app: string, callId: string, except: string): string[] {
    const ringing = this.#calls.find(app, callId)?.ringing ?? [];
    return [...ringing].filter((user) => user !== except && this.#ports.sessions(app, user).size > 0);
  }

  /** The devices of these users have the offer before their question to ring is answered. */
  showOffer(call: LiveCall, users: Iterable<string>): void {
    const { sessions, iceServers } = this.#ports;
    for (const user of users) call.a.signals.show([...sessions(call.app, user)], iceServers(call.app, user));
  }

  /** It is over for one of those at whom it rang, and perhaps for all. */
  declined(record: CallRecord): void {
    const call = this.#calls.adopt(record);
    if (call?.row.state !== 'ringing') return;
    for (const user of call.a.signals.listenedBy()) if (!call.ringing.has(user)) this.ceases(call, user);
    this.awaitCallee(call);
  }

  /** What the caller says from now on is not for his devices. */
  ceases(call: LiveCall, user: string): void {
    for (const session of this.#ports.sessions(call.app, user)) {
      call.a.signals.stop(session);
      call.busy.delete(session);
    }
  }

  /** No device could ring: one may be between two sockets, but not for ever. */
  awaitCallee(call: LiveCall): void {
    const { clock, settings, sessions, pushes } = this.#ports;
    if (call.row.state !== 'ringing') return;
    const there = [...call.ringing].some((user) => sessions(call.app, user).size > 0 || pushes(call.app, user));
    call.reachBy = there || call.row.alerted ? undefined : clock.now() + settings.reachGraceMs;
  }

  /** Every live device of this user has said it. */
  allBusy(call: LiveCall, user: string): boolean {
    const devices = [...this.#ports.sessions(call.app, user)];
    return devices.length > 0 && devices.every((device) => call.busy.has(device));
  }

  busyNow(call: LiveCall, user: string): void {
    if (!this.allBusy(call, user)) return;
    const call_id = call.row.call_id;
    const args = { app: call.app, user, call: call_id, reason: 'busy', live: this.live(call.app, call_id, user) } as const;
    this.#ports.db
      .run('call.decline', args, (declined) => this.declined(declined))
      .catch((error: unknown) => this.#ports.log.debug({ reason: String(error) }, 'a busy call was over already'));
  }
}
