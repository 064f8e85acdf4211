import type { Timer, Unsubscribe } from '../base/index.ts';
import type { Media, SpeechEvent } from '../media/index.ts';
import { Negotiator, SignalChannel } from '../negotiation/index.ts';
import {
  asEarshotError,
  type CallRow,
  EarshotError,
  type IceServer,
  isEarshotError,
  type LegGrant,
  type Result,
  type SignalData,
} from '../protocol/index.ts';
import type { AnswerOptions, MakeOptions } from './api.ts';
import type { CallObject } from './call.ts';
import type { CallInfo } from './control/api.ts';
import { LegMedia } from './leg-media.ts';
import type { LegStore } from './leg-store.ts';
import type { MediaWatch } from './media-watch.ts';
import type { CallDriver, CallHost, CallParts, SignalFrame, StoredLeg } from './ports.ts';
import { PEER_CONFIG, type ReadyPeer } from './ready-peer.ts';
import type { Shaper } from './sdp/shaper.ts';

export interface LegDeps {
  parts: CallParts;
  host: CallHost;
  media: Media;
  store: LegStore;
  ready: ReadyPeer;
  /** Loaded, where the app's `CallConfig` or a call needs it. */
  Shaper?: typeof Shaper;
}

/** Our leg of one call: signals and negotiation with the peer, media, and the server's grant. */
export class Leg implements CallDriver {
  readonly #call: CallObject;
  readonly #deps: LegDeps;
  readonly #media: LegMedia;
  #channel: SignalChannel;
  #negotiator: Negotiator | undefined;
  #shaper: Shaper | undefined;
  #watch: MediaWatch | undefined;
  #active = false;
  #beatTimer: Timer;
  #iceServers: IceServer[] = [];
  #legToken = '';
  #polite: boolean;
  #kinds: ('audio' | 'video')[] = ['audio'];
  #release: (() => void) | undefined;
  #stopNetwork: Unsubscribe | undefined;
  #catchingUp = false;
  #disposed = false;
  /** The caller's offer has come, or does not come before the answer. */
  readonly #offered: Promise<void>;
  #stopWaiting: () => void = () => {};
  #gatherBy: RTCIceServer[] | undefined;
  /** Whose description we have, before the row says who answered. */
  #foretold: string | undefined;

  constructor(call: CallObject, deps: LegDeps) {
    this.#call = call;
    this.#deps = deps;
    this.#polite = call.direction === 'incoming';
    this.#media = new LegMedia(deps.media, call);
    this.#channel = this.#newChannel();
    if (deps.Shaper && Object.keys(deps.parts.callConfig).length) this.#shaper = new deps.Shaper(call, deps.parts);
    this.#offered = new Promise((resolve) => {
      this.#stopWaiting = resolve;
    });
    call.driver = this;
  }

  // ---- beginnings

  async place(options: MakeOptions): Promise<void> {
    const call = this.#call;
    if (!this.#deps.media.engine.supported) throw new EarshotError('media:unsupported', `call ${call.peer.user_id}`);
    this.#kinds = this.#media.kinds(options);
    void this.#deps.media.unlock(); // a gesture brought us here, most likely
    // with the permission given, the invite and the microphone take their time together; without, a refusal must not ring
    const promising = this.#media.promising(options);
    const opening = this.#open(options);
    opening.catch((error: unknown) => call.fail(asEarshotError(error, 'media:failed', 'open the microphone')));
    if (promising !== true && !(await promising)) await opening.catch(() => {});
    await this.#limit(options);
    if (call.ended) return;
    const ready = this.#shaper ? undefined : this.#deps.ready.take(this.#kinds);
    const negotiator = this.#connectPeer(ready?.peer);
    this.#media.announce(negotiator.peer, this.#kinds);
    const offer = this.#shaper?.later ? undefined : ((await ready?.offer) ?? (await negotiator.draftOffer()));
    if (call.ended) return;
    call.invited = true;
    const description = offer && { type: 'offer' as const, sdp: offer.sdp ?? '' };
    if (description) this.#channel.carried({ description });
    const { displayName: display_name, parameters } = options;
    const asked = { ...(description && { description }), ...(display_name && { display_name }), ...(parameters && { parameters: [...parameters] }) };
    const params = { call_id: call.id, to: call.peer.user_id, media: this.#kinds, ...asked };
    const reply = await this.#deps.parts.connection.request('call.invite', params, { retry: true });
    const row = reply.call;
    if (call.ended) {
      if (row.call_id !== call.id) await this.#deps.parts.connection.request('call.end', { call_id: row.call_id });
      return;
    }
    if (row.call_id !== call.id) return this.#join(reply);
    await this.#granted(reply.leg);
    this.#channel.open(reply.leg.generation, description ? 1 : 0);
    void (offer ? negotiator.commitOffer(offer, this.#iceServers) : negotiator.start(this.#iceServers));
    this.#tellFlags();
    call.move('placed');
    this.#deps.host.apply(row);
  }

  /** An incoming call: gets ready to answer, and says nothing yet (DESIGN 7.13). */
  ring(): void {
    this.#connectPeer(this.#deps.ready.takeBare());
    for (const signal of this.#call.inbox.splice(0)) this.signal(signal);
    if (this.#call.rung) this.rang(this.#call.rung.iceServers);
  }

  rang(iceServers: RTCIceServer[] | undefined): void {
    this.#gatherBy ??= iceServers;
    this.#stopWaiting();
  }

  async answer(options: AnswerOptions): Promise<void> {
    const call = this.#call;
    if (!this.#deps.media.engine.supported) throw new EarshotError('media:unsupported', 'answer the call', undefined, { callId: call.id });
    void this.#deps.media.unlock();
    await this.#limit(options);
    const negotiator = this.#negotiator as Negotiator;
    // the offer is right behind the row, or in the answer to our ringing: whoever answers at once still takes it along
    const drafted = this.#offered.then(() => negotiator.draftAnswer(() => this.#media.wire(negotiator.peer)));
    const [drawn] = await Promise.all([drafted, this.#open(options)]);
    const draft = this.#shaper?.later ? undefined : drawn;
    if (call.ended) throw new EarshotError('call:ended', 'answer the call', undefined, { callId: call.id });
    const description = draft && { type: 'answer' as const, sdp: draft.sdp ?? '' };
    const params = { call_id: call.id, ...(description && { description }) };
    // gathers while the server decides who was first; what is found is kept until it was us (P-15)
    const ahead = description !== undefined && this.#gatherBy !== undefined;
    if (ahead) {
      this.#channel.carried({ description });
      void negotiator.commitAnswer(draft, this.#gatherBy ?? []);
    }
    let reply: Result<'call.answer'>;
    try {
      reply = await this.#deps.parts.connection.request('call.answer', params, { retry: true });
    } catch (error) {
      if (isEarshotError(error, 'call:taken')) call.finish('answered_elsewhere');
      throw asEarshotError(error, 'call:media-failed', 'answer the call');
    }
    if (call.ended) throw new EarshotError('call:ended', 'answer the call', undefined, { callId: call.id });
    if (description && !ahead) this.#channel.carried({ description });
    await this.#granted(reply.leg);
    this.#channel.open(reply.leg.generation, description ? 1 : 0);
    for (const signal of reply.signals) this.#channel.receive(signal);
    void negotiator.commitAnswer(draft, this.#iceServers);
    this.#tellFlags();
    this.#deps.host.apply(reply.call);
  }

  /** A reloaded page: the old peer connection is gone, so both sides begin a new one. */
  async takeBack(release: () => void, stored: StoredLeg): Promise<void> {
    this.#release = release;
    this.#call.update({ muted: stored.muted });
    this.#media.setMuted(stored.muted);
    // a microphone that needs a gesture, or is gone, leaves the call listening; the error says why
    const opening = this.#open({ audio: stored.audio, video: stored.video !== false && this.#call.media.includes('video') }).catch((error: unknown) =>
      this.#call.trouble(asEarshotError(error, 'media:failed', 'open the microphone')),
    );
    try {
      await this.#startAfresh(stored.leg_id, stored.leg_token);
    } catch (error) {
      if (isEarshotError(error, 'call:leg-unknown')) this.#deps.store.remove(this.#call.id); // another device has it now
      throw error;
    }
    await opening;
  }

  // ---- the call's intents

  get media(): LegMedia {
    return this.#media;
  }

  get negotiator(): Negotiator | undefined {
    return this.#negotiator;
  }

  async shape(): Promise<Shaper> {
    this.#deps.Shaper ??= (await import('./sdp/shaper.ts')).Shaper;
    this.#shaper ??= new this.#deps.Shaper(this.#call, this.#deps.parts);
    return this.#shaper;
  }

  tell(info: CallInfo): void {
    this.#channel.send({ info });
  }

  setMuted(muted: boolean): void {
    this.#media.setMuted(muted);
    if (this.#call.legId) this.#channel.send({ muted }); // told with the grant, if before it
    this.#save(muted);
  }

  setHold(held: boolean): void {
    this.#call.update({ localHold: held });
    this.#channel.send({ hold: held });
    this.#save(this.#call.muted);
  }

  onLevel(side: 'local' | 'remote', listener: (level: number) => void): () => void {
    return this.#media.onLevel(side, listener);
  }

  onSpeech(listener: (event: SpeechEvent) => void): () => void {
    return this.#media.onSpeech(listener);
  }

  unlockSound(): Promise<void> {
    return this.#deps.media.unlock();
  }

  // ---- news

  signal(signal: SignalFrame): void {
    this.#gatherBy ??= signal.ice_servers;
    this.#foretold ??= signal.leg_id;
    if (signal.early) this.#call.hear(signal.data.info as CallInfo);
    else this.#channel.receive(signal);
  }

  leg(event: 'lost' | 'back' | 'restarted', generation: number): void {
    if (event === 'restarted') this.#channel.peerRestarted(generation);
  }

  activated(answeredLeg?: string): void {
    if (this.#active || this.#disposed) return;
    this.#active = true;
    if (this.#foretold === answeredLeg) this.#foretold = undefined;
    if (this.#foretold) void this.#catchUp(); // that answer was not to be
    this.#media.play();
    this.#watchMedia();
    this.#call.prepare();
    this.#stopNetwork = this.#deps.media.engine.onNetworkChange?.(() => this.#negotiator?.restartIce());
    this.#beat();
  }

  offline(): void {
    this.#channel.close();
    this.#negotiator?.pause();
  }

  online(): void {
    void this.#catchUp();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#stopWaiting();
    this.#deps.parts.clock.clearTimeout(this.#beatTimer);
    this.#watch?.stop();
    this.#stopNetwork?.();
    this.#shaper?.close();
    this.#negotiator?.close();
    this.#media.close();
    // another tab of this browser may hold a leg of the same call: its token is not ours to remove
    if (this.#legToken) this.#deps.store.remove(this.#call.id);
    this.#release?.();
    this.#deps.ready.rest();
  }

  // ---- inside

  /** Nothing is waited for where nothing is asked. */
  #limit({ bandwidth, priority, parameters }: AnswerOptions): Promise<void> | undefined {
    if (parameters) this.#call.update({ parameters });
    return bandwidth || priority ? this.shape().then((shaper) => shaper.limit({ bandwidth, priority })) : undefined;
  }

  async #open(options: AnswerOptions): Promise<void> {
    let opened = false;
    // asked beside the opening, which needs no answer to it
    void this.#media.granted(options).then((granted) => granted || opened || this.#call.update({ requestingMedia: true }));
    try {
      await this.#media.open(options);
    } finally {
      opened = true;
      this.#call.update({ requestingMedia: false });
    }
  }

  async #granted(leg: LegGrant): Promise<void> {
    this.#call.legId = leg.leg_id;
    this.#legToken = leg.leg_token;
    this.#iceServers = leg.ice_servers;
    this.#save(this.#call.muted);
    if (this.#release) return;
    // never awaited for long: a fresh call id has no other claimant
    void this.#deps.store.claim(this.#call.id).then((release) => {
      if (this.#disposed) release?.();
      else this.#release = release;
    });
  }

  #save(muted: boolean): void {
    const { id, legId, localHold: hold } = this.#call;
    if (legId) this.#deps.store.save(id, { leg_id: legId, leg_token: this.#legToken, muted, hold });
  }

  #newChannel(): SignalChannel {
    return new SignalChannel({
      callId: this.#call.id,
      transmit: (signal) => this.#deps.parts.connection.notify({ t: 'signal', ...signal }),
      deliver: (data) => this.#onSignal(data),
      restarted: () => this.#onPeerRestarted(),
      gap: () => void this.#catchUp(),
    });
  }

  #connectPeer(ready?: RTCPeerConnection): Negotiator {
    const { parts, media } = this.#deps;
    this.#negotiator?.close();
    this.#media.expect();
    const config = { ...PEER_CONFIG, iceServers: this.#iceServers };
    const peer = ready ?? media.engine.createPeerConnection(this.#shaper?.peerConfig(config) ?? config);
    const negotiator = new Negotiator({
      peer,
      polite: this.#polite,
      clock: parts.clock,
      log: parts.log,
      iceRestartAfterMs: parts.settings.iceRestartAfterMs,
      shaper: () => this.#shaper,
      send: (data) => {
        if (this.#shaper) this.#shaper.send(data, (next) => this.#channel.send(next));
        else this.#channel.send(data);
      },
    });
    this.#negotiator = negotiator;
    this.#watch?.reset();
    negotiator.on('track', (track) => this.#media.receive(track));
    negotiator.on('description', (type) => type === 'offer' && this.#call.legId && this.#media.wire(peer));
    negotiator.on('media-state', (mediaState) => this.#onMediaState(mediaState));
    negotiator.on('error', (error) => this.#call.trouble(asEarshotError(error, 'call:media-failed', 'agree on media')));
    this.#call.update({ peerConnection: peer, mediaState: 'new' });
    return negotiator;
  }

  #onMediaState(mediaState: RTCIceConnectionState): void {
    const up = mediaState === 'connected' || mediaState === 'completed';
    if (up) this.#watch?.reset();
    else if (mediaState === 'disconnected') this.#watch?.doubt();
    this.#call.update({ mediaState, ...(up && { reconnecting: false }), ...(mediaState === 'failed' && { reconnecting: true }) });
  }

  #onSignal(data: SignalData): void {
    this.#negotiator?.receive(data);
    if (data.description) this.#stopWaiting();
    if (data.muted !== undefined) this.#call.update({ remoteMuted: data.muted });
    if (data.hold !== undefined) this.#call.update({ remoteHold: data.hold });
    if (data.info) this.#call.hear(data.info as CallInfo);
  }

  /** The other page was reloaded: it offers anew, to a new peer connection; our tracks stay open. */
  #onPeerRestarted(): void {
    if (this.#disposed) return;
    const negotiator = this.#connectPeer();
    this.#call.update({ remoteHold: false, remoteMuted: false, ...(this.#call.live && { reconnecting: true }) });
    if (!this.#call.legId) return;
    void negotiator.commitAnswer(undefined, []);
    this.#tellFlags();
  }

  #tellFlags(): void {
    if (this.#call.muted) this.#channel.send({ muted: true });
    if (this.#call.localHold) this.#channel.send({ hold: true });
    const { parameters } = this.#call;
    if (parameters.length) this.tell({ kind: 'parameters', parameters });
  }

  /** Two calls became one (glare), or we called somebody with whom our old leg still is in a call. */
  async #join({ call: row, leg, glare }: { call: CallRow; leg: LegGrant; glare: boolean }): Promise<void> {
    const call = this.#call;
    this.#goOnAs(row);
    await this.#granted(leg);
    if (!glare) {
      if (row.answered_at !== undefined) call.answeredAt(row.answered_at - this.#deps.parts.connection.clockOffsetMs);
      await this.#startAfresh(leg.leg_id, leg.leg_token);
      this.#deps.host.apply(row);
      return;
    }
    // the other one's offer stands; ours was never set
    const negotiator = this.#connectPeer();
    void negotiator.commitAnswer(undefined, this.#iceServers);
    this.#channel.open(leg.generation);
    this.#tellFlags();
    this.#deps.host.apply(row);
    await this.#catchUp();
  }

  /** The same call is another one for the server: by glare, by rejoining, or since the far side was transferred. */
  #goOnAs(row: CallRow): void {
    if (this.#call.id !== row.call_id) this.#deps.host.adopt(this.#call, row);
    this.#media.renamed();
    this.#polite = row.to.user_id === this.#deps.parts.client.userId;
    this.#channel = this.#newChannel();
    this.#release?.();
    this.#release = undefined;
  }

  async #startAfresh(legId: string, legToken: string): Promise<void> {
    const call = this.#call;
    const { callId } = this.#channel;
    const reply = await this.#deps.parts.connection.request(
      'call.resume',
      { call_id: callId, leg_id: legId, leg_token: legToken, fresh: true, received: 0, peer_generation: 0 },
      { retry: true },
    );
    if (this.#disposed) return;
    this.#foretold = undefined;
    const transferred = reply.call.call_id !== callId;
    if (transferred) this.#goOnAs(reply.call);
    await this.#granted(reply.leg);
    if (transferred) {
      this.#deps.store.remove(callId);
      call.update({ remoteHold: false, remoteMuted: false, remoteSharing: false, reconnecting: !!call.remoteStream }); // or nobody was there yet
    }
    const negotiator = this.#connectPeer();
    this.#media.announce(negotiator.peer, call.media.includes('video') ? ['audio', 'video'] : ['audio']);
    this.#channel.renew(reply.leg.generation, reply.peer_generation);
    for (const signal of reply.signals) this.#channel.receive(signal);
    void negotiator.start(this.#iceServers);
    this.#tellFlags();
    this.#deps.host.apply(reply.call);
    if (call.live) this.activated();
    if (transferred) call.announce('transferred');
  }

  /** The line is back, or a signal is missing: each side says what it has, and the rest is sent again. */
  async #catchUp(): Promise<void> {
    const { connection } = this.#deps.parts;
    const legId = this.#call.legId;
    if (!legId || this.#catchingUp || this.#disposed) return;
    this.#catchingUp = true;
    try {
      const { callId } = this.#channel;
      if (callId !== this.#call.id) return await this.#startAfresh(legId, this.#legToken);
      const reply = await connection.request('call.resume', {
        call_id: callId,
        leg_id: legId,
        leg_token: this.#legToken,
        fresh: false,
        received: this.#channel.received,
        peer_generation: this.#channel.peerGeneration,
      });
      if (this.#disposed) return;
      this.#deps.host.apply(reply.call);
      const whole = this.#call.id === callId && this.#channel.resumed(reply.acked, reply.peer_generation, reply.signals);
      if (whole && !(this.#active && this.#foretold)) this.#negotiator?.resume();
      else await this.#startAfresh(legId, this.#legToken);
    } catch (error) {
      const why = asEarshotError(error, 'call:media-failed', 'take the call back');
      // a line that was cut again is welcomed again
      if (why.retryable || this.#disposed) return;
      if (isEarshotError(why, 'call:ended')) await this.#deps.host.ask(this.#call);
      else if (isEarshotError(why, 'call:leg-unknown'))
        this.#call.finish('answered_elsewhere'); // it goes on at another device of ours
      else this.#call.fail(why);
    } finally {
      this.#catchingUp = false;
    }
  }

  /** What watches is not needed before now; if it does not load, it is asked for again with the next beat. */
  #watchMedia(): void {
    const { clock, settings } = this.#deps.parts;
    import('./media-watch.ts').then(
      ({ MediaWatch }) => {
        if (this.#watch || this.#disposed) return;
        this.#watch = new MediaWatch({
          clock,
          settings,
          peer: () => this.#negotiator?.peer,
          call: this.#call,
        });
        if (this.#call.mediaState === 'disconnected') this.#watch.doubt();
      },
      () => {},
    );
  }

  #beat(): void {
    const { parts, host } = this.#deps;
    const everyMs = parts.connection.welcome?.timings.beat_ms || parts.settings.beatIntervalMs;
    this.#beatTimer = parts.clock.setTimeout(() => {
      const media = this.#watch?.flows ?? false;
      if (!this.#watch) this.#watchMedia();
      if (parts.connection.state === 'connected')
        parts.connection.request('call.beat', { call_id: this.#call.id, media }).then(
          (reply) => host.apply(reply.call),
          (error: unknown) => {
            parts.log('debug', 'call', 'a beat was not answered', error);
            if (isEarshotError(error, 'call:leg-unknown')) void this.#catchUp();
          },
        );
      if (!this.#disposed) this.#beat();
    }, everyMs);
  }
}
