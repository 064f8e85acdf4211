import type { Clock, Timer, Unsubscribe } from '../../base/index.ts';
import type { SpeechEvent } from '../../media/index.ts';
import type { CallObject } from '../call.ts';
import type { Measured } from '../quality-meter.ts';
import type { QualityWarning } from './api.ts';
import type { QualityRules } from './quality.ts';

/**
 * What is wrong with a call that goes on: raised when so many reports in a row show it, and cleared when as many show that it is better by a margin, so that a line at the
 * edge does not blink. The microphone is listened to beside it.
 */
export class WarningWatch {
  readonly #call: CallObject;
  readonly #clock: Clock;
  readonly #rules: QualityRules;
  readonly #raised = new Set<QualityWarning>();
  /** How many reports in a row spoke against the present state of each. */
  readonly #against = new Map<QualityWarning, number>();
  readonly #undo: Unsubscribe[];
  #calm: Timer;

  constructor(call: CallObject, clock: Clock, rules: QualityRules) {
    this.#call = call;
    this.#clock = clock;
    this.#rules = rules;
    this.#undo = [
      call.onSpeech((event) => this.#hear(event)),
      call.on('change', () => {
        if (!call.muted) this.#set('speaking-while-muted', false);
        // silence that was asked for is no trouble
        if (call.localHold || call.remoteHold) for (const warning of ['silent-microphone', 'no-incoming-audio'] as const) this.#set(warning, false);
      }),
    ];
  }

  /** One stretch of the call. */
  report({ report, audioPackets }: Measured): void {
    const { warnRoundTripMs, warnJitterMs, warnLoss, warnMos, warnMargin } = this.#rules;
    const above = (warning: QualityWarning, value: number | undefined, bound: number) => {
      if (value === undefined) return;
      if (value > bound) this.#vote(warning, true);
      else this.#vote(warning, value > bound * (1 - warnMargin) ? undefined : false);
    };
    above('high-round-trip', report.roundTripMs, warnRoundTripMs);
    above('high-jitter', report.jitterMs, warnJitterMs);
    above('high-loss', report.loss, warnLoss);
    // a score has its best at the other end: what is above is the distance from it
    above('low-mos', report.mos === undefined ? undefined : BEST_MOS - report.mos, BEST_MOS - warnMos);
    const { localHold, remoteHold } = this.#call;
    if (audioPackets !== undefined && !localHold && !remoteHold) this.#vote('no-incoming-audio', audioPackets === 0);
  }

  stop(): void {
    for (const undo of this.#undo) undo();
    this.#clock.clearTimeout(this.#calm);
  }

  #hear(event: SpeechEvent): void {
    const { localHold, muted } = this.#call;
    if (event === 'no-sound' && !localHold) this.#set('silent-microphone', true);
    else if (event === 'sound') this.#set('silent-microphone', false);
    else if (event === 'muted-speech' && muted) this.#set('speaking-while-muted', true);
    if (event !== 'speaking' && event !== 'quiet') return;
    this.#clock.clearTimeout(this.#calm);
    // a breath between two sentences is not the end of it
    if (event === 'quiet') this.#calm = this.#clock.setTimeout(() => this.#set('speaking-while-muted', false), this.#rules.mutedSpeechOverMs);
  }

  /** `undefined`: neither bad nor well, so that all stays as it is. */
  #vote(warning: QualityWarning, bad: boolean | undefined): void {
    if (bad === undefined || bad === this.#raised.has(warning)) {
      this.#against.delete(warning);
      return;
    }
    const votes = (this.#against.get(warning) ?? 0) + 1;
    if (votes >= this.#rules.warnReports) this.#set(warning, bad);
    else this.#against.set(warning, votes);
  }

  #set(warning: QualityWarning, raised: boolean): void {
    if (this.#call.ended || raised === this.#raised.has(warning)) return;
    this.#against.delete(warning);
    if (raised) this.#raised.add(warning);
    else this.#raised.delete(warning);
    this.#call.update({ warnings: [...this.#raised] });
    this.#call.announce('warning', warning, raised);
  }
}

/** G.107 goes no higher. */
const BEST_MOS = 4.5;
