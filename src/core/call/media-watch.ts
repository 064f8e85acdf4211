import type { Clock, Settings, Timer } from '../base/index.ts';
import type { CallObject } from './call.ts';
import { judge, type QualityRules, qualityRules } from './control/quality.ts';
import { WarningWatch } from './control/warnings.ts';
import { QualityMeter } from './quality-meter.ts';

/** How often, within `mediaLostMs`, the counters are looked at. */
const LOOKS = 3;
/** So many new paths in a row that bring nothing: the far side sends nothing, it seems. */
const RESTARTS_MAX = 6;

export interface MediaWatchParts {
  clock: Clock;
  settings: Settings;
  call: CallObject;
  peer(): RTCPeerConnection | undefined;
}

/** Watches whether media arrives, and how well, by the counters of the peer connection; the call shows and tells it. */
export class MediaWatch {
  readonly #parts: MediaWatchParts;
  readonly #rules: QualityRules;
  readonly #meter: QualityMeter;
  readonly #warnings: WarningWatch;
  #timer: Timer;
  /** Whose packets are counted. */
  #peer: RTCPeerConnection | undefined;
  #received = 0;
  #lastMs: number | undefined;
  /** ICE restarts since packets came last. */
  #restarts = 0;
  #stopped = false;

  constructor(parts: MediaWatchParts) {
    this.#parts = parts;
    this.#rules = qualityRules(parts.settings);
    this.#meter = new QualityMeter(parts.settings.qualityIntervalMs);
    this.#warnings = new WarningWatch(parts.call, parts.clock, this.#rules);
    this.#next();
  }

  /** Whether packets arrived lately. */
  get flows(): boolean {
    return this.#lastMs !== undefined && this.#parts.clock.now() - this.#lastMs <= this.#parts.settings.mediaLostMs;
  }

  /** A new path: what came on the one before is missed soon. A new peer connection: nothing counts as lost before something has come. */
  reset(): void {
    const goesOn = this.#lastMs !== undefined && this.#peer === this.#parts.peer();
    this.#lastMs = goesOn ? this.#parts.clock.now() : undefined;
    this.#meter.reset();
  }

  /** The path is in doubt: from now on media is missed, also if none has come yet. */
  doubt(): void {
    this.#lastMs ??= this.#parts.clock.now();
  }

  stop(): void {
    this.#stopped = true;
    this.#parts.clock.clearTimeout(this.#timer);
    this.#warnings.stop();
  }

  #next(): void {
    const { clock, settings } = this.#parts;
    this.#timer = clock.setTimeout(() => {
      void this.#look()
        .catch(() => {}) // a connection that closes meanwhile has no counters
        .then(() => {
          if (!this.#stopped) this.#next();
        });
    }, settings.mediaLostMs / LOOKS);
  }

  /** A path that carries nothing one way is well for ICE; one that ICE has given up is the negotiator's. Each wait is twice the last. */
  #findAnotherPath({ iceConnectionState }: RTCPeerConnection, missedMs: number): void {
    const { call, clock, settings } = this.#parts;
    const up = iceConnectionState === 'connected' || iceConnectionState === 'completed';
    if (!up || call.peerAway || this.#restarts === RESTARTS_MAX) return;
    if (missedMs < settings.mediaLostMs + settings.iceRestartAfterMs * 2 ** Math.min(3, this.#restarts)) return;
    this.#restarts++;
    this.#lastMs = clock.now() - settings.mediaLostMs; // it is missed on
    call.driver?.negotiator?.restartIce();
  }

  async #look(): Promise<void> {
    const { call, clock } = this.#parts;
    const peer = this.#parts.peer();
    if (!peer || peer.signalingState === 'closed') return;
    const stats = await peer.getStats();
    if (this.#stopped || peer !== this.#parts.peer()) return;
    const now = clock.now();
    const received = packetsOf(stats);
    if (peer !== this.#peer) {
      this.#peer = peer;
      this.#received = this.#restarts = 0;
    }
    if (received > this.#received) {
      this.#lastMs = now;
      this.#restarts = 0;
      call.update({ reconnecting: false });
    } else if (this.#lastMs !== undefined && !this.flows && expects(peer)) {
      call.update({ reconnecting: true, quality: 0 });
      this.#findAnotherPath(peer, now - this.#lastMs);
    }
    this.#received = received;
    const measured = this.#meter.measure(stats, now);
    if (!measured) return;
    // where nothing is to come, that nothing comes says nothing of the line
    const judged = measured.packets > 0 || expects(peer) ? { quality: judge(measured, this.#rules) } : {};
    call.update({ ...judged, qualityReport: measured.report });
    call.announce('quality', measured.report);
    this.#warnings.report(expects(peer, 'audio') ? measured : { ...measured, audioPackets: undefined });
  }
}

/** False when the far side has said that it sends nothing (of one kind) any more. */
const expects = (peer: RTCPeerConnection, kind?: 'audio' | 'video'): boolean =>
  peer
    .getTransceivers()
    .some(
      ({ currentDirection, receiver }) =>
        currentDirection !== 'sendonly' && currentDirection !== 'inactive' && (kind === undefined || receiver.track.kind === kind),
    );

function packetsOf(stats: RTCStatsReport): number {
  let packets = 0;
  stats.forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived || 0;
  });
  return packets;
}
