import type { Timer, Unsubscribe } from '../base/index.ts';
import type { Media } from '../media/index.ts';
import { Negotiator, SignalChannel } from '../negotiation/index.ts';
import { asEarshotError, type IceServer, type LegGrant, type SignalData } from '../protocol/index.ts';
import type { AnswerOptions } from './api.ts';
import type { CallObject } from './call.ts';
import type { CallInfo } from './control/api.ts';
import type { LegKeeper } from './leg-keeper.ts';
import { LegMedia } from './leg-media.ts';
import { answer } from './leg-setup.ts';
import type { LegStore } from './leg-store.ts';
import type { CallDriver, CallHost, CallParts, SignalFrame, StoredLeg } from './ports.ts';
import type { ReadyPeer } from './ready-peer.ts';
import type { Shaper } from './sdp/shaper.ts';

/** What every peer connection of a call has, and what cannot be changed once it is made. */
export const PEER_CONFIG: RTCConfiguration = { bundlePolicy: 'max-bundle' };

export interface LegDeps {
  parts: CallParts;
  host: CallHost;
  media: Media;
  /** Rejects when that did not load: the call goes on, and a reload ends it. */
  store(): Promise<LegStore>;
  kept?: LegStore;
  /** Loaded, once a call became likely. */
  ready?: ReadyPeer;
  /** A call has ended. */
  rest(): void;
  /** Loaded, where the app's `CallConfig` or a call needs it. */
  Shaper?: typeof Shaper;
}

/** Our leg of one call: signals and negotiation with the peer, media, and the server's grant. */
export class Leg implements CallDriver {
  readonly call: CallObject;
  readonly #deps: LegDeps;
  readonly media: LegMedia;
  /** Signals of the call as it is called now. */
  channel!: SignalChannel;
  #negotiator: Negotiator | undefined;
  #shaper: Shaper | undefined;
  #keeper: LegKeeper | undefined;
  #active = false;
  #keeping: Timer;
  #stopNetwork: Unsubscribe | undefined;
  #iceServers: IceServer[] = [];
  /** The leg token of now. */
  token = '';
  /** It yields when both offer at once, and leaves lost media to the caller where the app wants that. */
  polite: boolean;
  /** Undoes this tab's claim on the leg. */
  release: (() => void) | undefined;
  disposed = false;
  /** The caller's offer has come, or does not come before the answer. */
  readonly offered: Promise<void>;
  /** Settles when this leg is disposed of: what a closed peer connection was asked for never does. */
  readonly gone: Promise<void>;
  #leave!: () => void;
  #stopWaiting: () => void = () => {};
  /** What an answer gathers by while the server decides whose it is. */
  gatherBy: RTCIceServer[] | undefined;
  /** Whose description we have, before the row says who answered. */
  #foretold: string | undefined;

  constructor(call: CallObject, deps: LegDeps) {
    this.call = call;
    this.#deps = deps;
    this.polite = call.direction === 'incoming';
    this.media = new LegMedia(deps.media, call);
    this.newChannel();
    if (deps.Shaper && Object.keys(deps.parts.callConfig).length) this.#shaper = new deps.Shaper(call, deps.parts);
    this.gone = new Promise((resolve) => {
      this.#leave = resolve;
    });
    this.offered = new Promise((resolve) => {
      this.#stopWaiting = resolve;
    });
    call.driver = this;
  }

  // ---- beginnings

  /** An incoming call: gets ready to answer, and says nothing yet (DESIGN 7.13). */
  ring(): void {
    this.connectPeer(this.ready?.takeBare());
    for (const signal of this.call.inbox.splice(0)) this.signal(signal);
    if (this.call.rung) this.rang(this.call.rung.iceServers);
  }

  rang(iceServers: RTCIceServer[] | undefined): void {
    this.gatherBy ??= iceServers;
    this.#stopWaiting();
  }

  answer(options: AnswerOptions): Promise<void> {
    return answer(this, this.#deps, options);
  }

  /** A reloaded page: the old peer connection is gone, so both sides begin a new one. */
  async takeBack(release: () => void, stored: StoredLeg): Promise<void> {
    this.release = release;
    await (await this.keeper()).takeBack(stored);
  }

  // ---- the call's intents

  get negotiator(): Negotiator | undefined {
    return this.#negotiator;
  }

  /** There where something needs it. */
  get shaper(): Shaper | undefined {
    return this.#shaper;
  }

  /** Connections made ahead know nothing of what the app wants otherwise. */
  get ready(): ReadyPeer | undefined {
    return this.#shaper ? undefined : this.#deps.ready;
  }

  async shape(): Promise<Shaper> {
    this.#deps.Shaper ??= (await import('./sdp/shaper.ts')).Shaper;
    this.#shaper ??= new this.#deps.Shaper(this.call, this.#deps.parts);
    return this.#shaper;
  }

  tell(info: CallInfo): void {
    this.channel.send({ info });
  }

  setMuted(muted: boolean): void {
    this.media.setMuted(muted);
    if (this.call.legId) this.channel.send({ muted }); // told with the grant, if before it
    this.#save(muted);
  }

  setHold(held: boolean): void {
    this.call.update({ localHold: held });
    this.channel.send({ hold: held });
    this.#save(this.call.muted);
  }

  // ---- news

  signal(signal: SignalFrame): void {
    this.gatherBy ??= signal.ice_servers;
    this.#foretold ??= signal.leg_id;
    if (signal.early) this.call.hear(signal.data.info as CallInfo);
    else this.channel.receive(signal);
  }

  leg(event: 'lost' | 'back' | 'restarted', generation: number): void {
    if (event === 'restarted') this.channel.peerRestarted(generation);
  }

  activated(answeredLeg?: string): void {
    if (this.#active || this.disposed) return;
    this.#active = true;
    const misled = this.#foretold !== undefined && this.#foretold !== answeredLeg; // that answer was not to be
    this.media.play();
    if (misled) this.#keep((keeper) => void keeper.catchUp(true));
    // the chunks and devices of a call in progress: asked for at once, they would hold up its first sound
    const { parts, media } = this.#deps;
    this.#keeping = parts.clock.setTimeout(() => this.#keep((keeper) => keeper.begin()), parts.settings.mediaLostMs / 3);
    this.#stopNetwork = media.engine.onNetworkChange?.(() => this.#negotiator?.restartIce());
  }

  offline(): void {
    this.channel.close();
    this.#negotiator?.pause();
  }

  online(): void {
    this.#keep((keeper) => void keeper.catchUp());
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.#leave();
    this.#stopWaiting();
    this.#deps.parts.clock.clearTimeout(this.#keeping);
    this.#stopNetwork?.();
    this.#keeper?.stop();
    this.#shaper?.close();
    this.#negotiator?.close();
    this.media.close();
    // another tab of this browser may hold a leg of the same call: its token is not ours to remove
    const { id } = this.call;
    if (this.token) this.#kept((store) => store.remove(id));
    this.release?.();
    this.#deps.rest();
  }

  // ---- inside

  /** Bounds on what is sent, and what is said of the call; nothing is waited for where nothing is asked. */
  limit({ bandwidth, priority, parameters }: AnswerOptions): Promise<void> | undefined {
    if (parameters) this.call.update({ parameters });
    return bandwidth || priority ? this.shape().then((shaper) => shaper.limit({ bandwidth, priority })) : undefined;
  }

  /** Opens microphone and camera, or takes what is given; whether the person is asked shows meanwhile. */
  async open(options: AnswerOptions): Promise<void> {
    let opened = false;
    // asked beside the opening, which needs no answer to it
    void this.media.granted(options).then((granted) => granted || opened || this.call.update({ requestingMedia: true }));
    try {
      await this.media.open(options);
    } finally {
      opened = true;
      this.call.update({ requestingMedia: false });
    }
  }

  /** The server's word on our leg. */
  granted(leg: LegGrant): void {
    this.call.legId = leg.leg_id;
    this.token = leg.leg_token;
    this.#iceServers = leg.ice_servers;
    this.#save(this.call.muted);
    if (!this.release) this.#kept((store) => store.hold(this));
  }

  #save(muted: boolean): void {
    const { id, legId, localHold: hold } = this.call;
    const leg = { leg_id: legId as string, leg_token: this.token, muted, hold };
    if (legId) this.#kept((store) => store.save(id, leg));
  }

  /** In order; at once when it is here. */
  #kept(use: (store: LegStore) => unknown): void {
    const { kept } = this.#deps;
    if (kept) use(kept);
    else this.#deps.store().then(use, (error: unknown) => this.#deps.parts.log('warn', 'call', 'unable to keep the leg over a reload', error));
  }

  /** Another id, or another life of the call. */
  newChannel(): void {
    this.channel = new SignalChannel({
      callId: this.call.id,
      transmit: (signal) => this.#deps.parts.connection.notify({ t: 'signal', ...signal }),
      deliver: (data) => this.#onSignal(data),
      restarted: () => this.#onPeerRestarted(),
      gap: () => this.online(),
    });
  }

  connectPeer(ready?: RTCPeerConnection): Negotiator {
    const { parts, media } = this.#deps;
    this.#negotiator?.close();
    this.media.expect();
    const config = { ...PEER_CONFIG, iceServers: this.#iceServers };
    const peer = ready ?? media.engine.createPeerConnection(this.#shaper?.peerConfig(config) ?? config);
    const negotiator = new Negotiator({
      peer,
      polite: this.polite,
      clock: parts.clock,
      log: parts.log,
      shaper: () => this.#shaper,
      send: (data) => {
        if (this.#shaper) this.#shaper.send(data, (next) => this.channel.send(next));
        else this.channel.send(data);
      },
    });
    this.#negotiator = negotiator;
    this.#keeper?.follow(negotiator);
    negotiator.on('track', (track) => this.media.receive(track));
    negotiator.on('description', (type) => type === 'offer' && this.call.legId && this.media.wire(peer));
    negotiator.on('media-state', (mediaState) => this.#onMediaState(mediaState));
    negotiator.on('error', (error) => this.call.trouble(asEarshotError(error, 'call:media-failed', 'agree on media')));
    this.call.update({ peerConnection: peer, mediaState: 'new' });
    return negotiator;
  }

  #onMediaState(mediaState: RTCIceConnectionState): void {
    const up = mediaState === 'connected' || mediaState === 'completed';
    if (up) this.#keeper?.watch?.reset();
    else if (mediaState === 'disconnected') this.#keeper?.watch?.doubt();
    this.call.update({ mediaState, ...(up && { reconnecting: false }), ...(mediaState === 'failed' && { reconnecting: true }) });
  }

  #onSignal(data: SignalData): void {
    this.#negotiator?.receive(data);
    if (data.description) this.#stopWaiting();
    if (data.muted !== undefined) this.call.update({ remoteMuted: data.muted });
    if (data.hold !== undefined) this.call.update({ remoteHold: data.hold });
    if (data.info) this.call.hear(data.info as CallInfo);
  }

  /** The other page was reloaded: it offers anew, to a new peer connection; our tracks stay open. */
  #onPeerRestarted(): void {
    if (this.disposed) return;
    const negotiator = this.connectPeer();
    this.call.update({ remoteHold: false, remoteMuted: false, ...(this.call.live && { reconnecting: true }) });
    if (!this.call.legId) return;
    void negotiator.commitAnswer(undefined, []);
    this.tellFlags();
  }

  tellFlags(): void {
    if (this.call.muted) this.channel.send({ muted: true });
    if (this.call.localHold) this.channel.send({ hold: true });
    const { parameters } = this.call;
    if (parameters.length) this.tell({ kind: 'parameters', parameters });
  }

  /** What keeps the leg comes soon after the answer, or with the first cut; it is asked for again until it has come. */
  #keep(use: (keeper: LegKeeper) => void): void {
    if (this.#keeper) {
      use(this.#keeper);
      return;
    }
    this.keeper().then(
      (keeper) => this.disposed || use(keeper),
      () => {
        const { clock, settings } = this.#deps.parts;
        if (!this.disposed) this.#keeping = clock.setTimeout(() => this.#keep(use), settings.beatIntervalMs);
      },
    );
  }

  /** What keeps the leg, loaded if need be. */
  async keeper(): Promise<LegKeeper> {
    const { LegKeeper } = await import('./leg-keeper.ts');
    this.#keeper ??= new LegKeeper(this, this.#deps);
    return this.#keeper;
  }
}
