import type { Timer } from '../base/index.ts';
import type { Negotiator } from '../negotiation/index.ts';
import { PathKeeper } from '../negotiation/path-keeper.ts';
import { asEarshotError, type CallRow, isEarshotError, type LegGrant } from '../protocol/index.ts';
import type { Leg, LegDeps } from './leg.ts';
import { MediaWatch } from './media-watch.ts';
import type { StoredLeg } from './ports.ts';

/** Keeps a leg over cuts, reloads, glare and transfers, and watches its media. Loaded soon after the answer, or with the first of these. */
export class LegKeeper {
  readonly #leg: Leg;
  readonly #deps: LegDeps;
  /** There once the call is answered. */
  watch: MediaWatch | undefined;
  #path: PathKeeper | undefined;
  #beatTimer: Timer;
  #catchingUp = false;
  /** The description we have is of an answer that was not to be: only a new beginning helps (P-25). */
  #misled = false;

  constructor(leg: Leg, deps: LegDeps) {
    this.#leg = leg;
    this.#deps = deps;
  }

  /** The call is answered. */
  begin(): void {
    const { call, negotiator } = this.#leg;
    if (this.#leg.disposed) return;
    const { clock, settings } = this.#deps.parts;
    call.prepare();
    this.#deps.media.prepare(); // a call goes on when a device does not
    this.watch ??= new MediaWatch({ clock, settings, call, peer: () => this.#leg.negotiator?.peer });
    if (negotiator && !this.#path) this.follow(negotiator);
    if (call.mediaState === 'disconnected') this.watch.doubt(); // after that, which begins anew
    if (this.#beatTimer === undefined) this.#beatOn();
  }

  /** There is a new peer connection. */
  follow(negotiator: Negotiator): void {
    this.watch?.reset();
    this.#path?.stop();
    const { clock, settings } = this.#deps.parts;
    const passiveMs = this.#leg.polite ? settings.passiveRestartAfterMs : undefined;
    this.#path = new PathKeeper(negotiator, { clock, iceRestartAfterMs: passiveMs ?? settings.iceRestartAfterMs, patient: passiveMs !== undefined });
  }

  stop(): void {
    this.#deps.parts.clock.clearTimeout(this.#beatTimer);
    this.watch?.stop();
    this.#path?.stop();
  }

  #beatOn(): void {
    const { clock, connection, settings } = this.#deps.parts;
    const beatMs = connection.welcome?.timings.beat_ms || settings.beatIntervalMs;
    this.#beatTimer = clock.setTimeout(
      () => {
        this.#beat();
        this.#beatOn();
      },
      Math.min(beatMs, settings.auditIntervalMs ?? beatMs),
    );
  }

  /** Tells the server that this end lives, and whether it hears the other; the answer is the row as it is now. */
  #beat(): void {
    const { parts, host } = this.#deps;
    const { call } = this.#leg;
    if (parts.connection.state !== 'connected') return;
    parts.connection.request('call.beat', { call_id: call.id, media: this.watch?.flows ?? false }).then(
      (reply) => host.apply(reply.call),
      (error: unknown) => {
        parts.log('debug', 'call', 'a beat was not answered', error);
        if (isEarshotError(error, 'call:leg-unknown')) void this.catchUp();
      },
    );
  }

  /** Two calls became one (glare), or we called somebody with whom our old leg still is in a call. */
  async join({ call: row, leg: grant, glare }: { call: CallRow; leg: LegGrant; glare: boolean }): Promise<void> {
    const leg = this.#leg;
    this.#goOnAs(row);
    leg.granted(grant);
    if (!glare) {
      if (row.answered_at !== undefined) leg.call.answeredAt(row.answered_at - this.#deps.parts.connection.clockOffsetMs);
      await this.#startAfresh(grant.leg_id, grant.leg_token);
      this.#deps.host.apply(row);
      return;
    }
    // the other one's offer stands; ours was never set
    void leg.connectPeer().commitAnswer(undefined, grant.ice_servers);
    leg.channel.open(grant.generation);
    leg.tellFlags();
    this.#deps.host.apply(row);
    await this.catchUp();
  }

  /** A reloaded page: the old peer connection is gone, so both sides begin a new one. */
  async takeBack(stored: StoredLeg): Promise<void> {
    const { call } = this.#leg;
    // a microphone that needs a gesture, or is gone, leaves the call listening; the error says why
    const opening = this.#leg
      .open({ audio: stored.audio, video: stored.video !== false && call.media.includes('video') })
      .catch((error: unknown) => call.trouble(asEarshotError(error, 'media:failed', 'open the microphone')));
    try {
      await this.#startAfresh(stored.leg_id, stored.leg_token);
    } catch (error) {
      if (isEarshotError(error, 'call:leg-unknown')) (await this.#deps.store()).remove(call.id); // another device has it now
      throw error;
    }
    await opening;
  }

  /**
   * The line is back, or a signal is missing: each side says what it has, and the rest is sent again. `misled`: what we have of the other
   * side is void.
   */
  async catchUp(misled = false): Promise<void> {
    this.#misled ||= misled;
    const leg = this.#leg;
    const { call, channel } = leg;
    const legId = call.legId;
    if (!legId || this.#catchingUp || leg.disposed) return;
    this.#catchingUp = true;
    const { parts, host } = this.#deps;
    try {
      const { callId } = channel;
      if (callId !== call.id) return await this.#startAfresh(legId, leg.token);
      const reply = await parts.connection.request('call.resume', {
        call_id: callId,
        leg_id: legId,
        leg_token: leg.token,
        fresh: false,
        received: channel.received,
        peer_generation: channel.peerGeneration,
      });
      if (leg.disposed) return;
      host.apply(reply.call);
      const whole = call.id === callId && channel.resumed(reply.acked, reply.peer_generation, reply.signals);
      if (whole && !this.#misled) leg.negotiator?.resume();
      else await this.#startAfresh(legId, leg.token);
    } catch (error) {
      const why = asEarshotError(error, 'call:media-failed', 'take the call back');
      // a line that was cut again is welcomed again
      if (why.retryable || leg.disposed) return;
      if (isEarshotError(why, 'call:ended')) await host.ask(call);
      else if (isEarshotError(why, 'call:leg-unknown'))
        call.finish('answered_elsewhere'); // it goes on at another device of ours
      else call.fail(why);
    } finally {
      this.#catchingUp = false;
    }
  }

  /** The same call is another one for the server: by glare, by rejoining, or since the far side was transferred. */
  #goOnAs(row: CallRow): void {
    const leg = this.#leg;
    const { host, parts } = this.#deps;
    if (leg.call.id !== row.call_id) host.adopt(leg.call, row);
    leg.media.renamed();
    leg.polite = row.to.user_id === parts.client.userId;
    leg.newChannel();
    leg.release?.();
    leg.release = undefined;
  }

  /** Begins a new generation of the leg, with a peer connection of its own; the call may go on as another one by that (T-5). */
  async #startAfresh(legId: string, legToken: string): Promise<void> {
    const leg = this.#leg;
    const { call } = leg;
    const { callId } = leg.channel;
    const reply = await this.#deps.parts.connection.request(
      'call.resume',
      { call_id: callId, leg_id: legId, leg_token: legToken, fresh: true, received: 0, peer_generation: 0 },
      { retry: true },
    );
    if (leg.disposed) return;
    this.#misled = false;
    const transferred = reply.call.call_id !== callId;
    if (transferred) this.#goOnAs(reply.call);
    leg.granted(reply.leg);
    if (transferred) {
      (await this.#deps.store()).remove(callId);
      // unless nobody was there yet
      call.update({ remoteHold: false, remoteMuted: false, remoteSharing: false, reconnecting: !!call.remoteStream });
    }
    const negotiator = leg.connectPeer();
    leg.media.announce(negotiator.peer, call.media.includes('video') ? ['audio', 'video'] : ['audio']);
    leg.channel.renew(reply.leg.generation, reply.peer_generation);
    for (const signal of reply.signals) leg.channel.receive(signal);
    void negotiator.start(reply.leg.ice_servers);
    leg.tellFlags();
    this.#deps.host.apply(reply.call);
    if (call.live) leg.activated();
    if (transferred) call.announce('transferred');
  }
}
