import { randomInt, randomUUID } from 'node:crypto';
import { EarshotError, type Params, type Result } from '../../../src/core/protocol/index.ts';
import { RateLimiter } from '../http/rate-limit.ts';
import { grantOf } from './grants.ts';
import type { CallHubPorts } from './ports.ts';
import type { Peer } from './signals.ts';
import type { CallTable } from './table.ts';

/** Calls that move between the devices of one user, by a code that is worth nothing to another one; guesses are limited. */
export class HandOffs {
  readonly #ports: CallHubPorts;
  readonly #calls: CallTable;
  readonly #guesses: RateLimiter;

  constructor(ports: CallHubPorts, calls: CallTable) {
    this.#ports = ports;
    this.#calls = calls;
    this.#guesses = new RateLimiter(ports.clock, ports.settings.rates.handoff);
  }

  /** A new code for the leg that this session holds. */
  async offer(me: Peer, { call_id }: Params<'call.handoff'>): Promise<Result<'call.handoff'>> {
    const call = this.#calls.find(me.appId, call_id);
    const leg = call?.row.state === 'active' ? call.heldBy(me) : undefined;
    if (!leg) throw new EarshotError('call:leg-unknown', 'hand the call over', undefined, { callId: call_id });
    const { clock, db, links, settings } = this.#ports;
    const expiresAt = clock.now() + settings.handOffMs;
    for (;;) {
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const hash = links.handOffHash(me.appId, me.userId, code);
      const args = { app: me.appId, user: me.userId, call: call_id, leg: leg.legId, hash, expiresAt };
      if (await db.run('call.handoff', args)) return { code, expires_at: expiresAt };
    }
  }

  /** This session takes the leg that the code stands for. */
  async take(me: Peer, { code }: Params<'call.takeover'>): Promise<Result<'call.takeover'>> {
    this.#guesses.take(JSON.stringify([me.appId, me.userId]), 'take the call over');
    const args = {
      app: me.appId,
      user: me.userId,
      hash: this.#ports.links.handOffHash(me.appId, me.userId, code),
      leg: randomUUID(),
      device: me.device,
      held: [...this.#calls.all()].flatMap((call) => call.heldBy(me)?.legId ?? []),
    };
    const record = await this.#ports.db.run('call.takeover', args, (taken) => {
      const call = this.#calls.adopt(taken);
      const leg = call?.legs.find((one) => one.legId === taken.leg);
      if (!call || !leg || (!taken.fresh && leg.session && leg.session !== me)) return;
      call.bind(leg, me);
      if (!taken.fresh) return;
      // what the device before it said and was told is void
      leg.signals.restart();
      call.other(leg)?.signals.forget();
    });
    const { generation } = record.legs.find((one) => one.leg_id === record.leg)!;
    return { call: record.view, leg: grantOf(this.#ports, record, record.leg, generation, me) };
  }
}
