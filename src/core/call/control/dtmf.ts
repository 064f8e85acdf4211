import { EarshotError } from '../../protocol/index.ts';
import { beside } from './beside.ts';
import type { Action, Control } from './control.ts';

const TONES = /^[0-9*#A-D,]+$/;
/** Bounds of the platform's own tones (W3C webrtc-pc, 7.3). */
const LONGEST_MS = 6_000;
const SHORTEST_MS = 40;
const SHORTEST_GAP_MS = 30;
/** Of a comma (NOTES A78). */
const PAUSE_MS = 2_000;
/** How much later than planned the platform may be before it has given up. */
const PATIENCE_MS = 5_000;

const SENDING = Symbol('tones');

interface Plan {
  durationMs: number;
  gapMs: number;
}

/**
 * Sends tones inside the audio (RFC 4733), and tells the far side of each as it begins. Those of several calls of it follow each other. Before the answer there is
 * no audio: the caller's are told only (RB-call-59). Rejects with `call:bad-tones`, `call:wrong-state`, `call:held`.
 */
export const sendDTMF: Action<'sendDTMF'> = async (control, given, { durationMs = 100, gapMs = 70 } = {}) => {
  const { call } = control;
  const tones = typeof given === 'string' ? given.toUpperCase() : '';
  const operation = 'send tones';
  if (!TONES.test(tones)) throw new EarshotError('call:bad-tones', operation, undefined, { callId: call.id });
  const plan = { durationMs: clamp(durationMs, SHORTEST_MS, 100), gapMs: clamp(gapMs, SHORTEST_GAP_MS, 70) };
  allowed(control, operation);
  const line = control.keep(SENDING, () => ({ last: Promise.resolve() as Promise<unknown> }));
  const sent = line.last.then(() => {
    allowed(control, operation);
    return beside(control, 'sendDTMF', (over) => play(control, tones, plan, over));
  });
  line.last = sent.catch(() => {});
  await sent;
};

/** The far side's tones, as it sends them. */
export function hearTones(control: Control): void {
  control.hear('dtmf', ({ tone, durationMs }) => {
    if (typeof tone !== 'string' || !/^[0-9*#A-D]$/.test(tone)) return;
    if (typeof durationMs !== 'number' || !(durationMs >= SHORTEST_MS && durationMs <= LONGEST_MS)) return;
    control.call.announce('dtmf', { tone, durationMs });
  });
}

function allowed(control: Control, operation: string): void {
  const { call } = control;
  control.leg(operation);
  if (call.state === 'on_hold') throw new EarshotError('call:held', operation, undefined, { callId: call.id });
  const calling = call.direction === 'outgoing' && (call.state === 'ringing' || call.state === 'early_media');
  if (!calling && call.state !== 'connected') throw new EarshotError('call:wrong-state', operation, undefined, { callId: call.id });
}

const clamp = (ms: number, least: number, fallback: number): number =>
  Math.round(Math.min(LONGEST_MS, Math.max(least, Number.isFinite(ms) ? ms : fallback)));

async function play(control: Control, tones: string, plan: Plan, over: AbortSignal): Promise<void> {
  const sender = control
    .leg('send tones')
    .negotiator?.peer.getTransceivers()
    .map((line) => line.sender.dtmf)
    .find((dtmf) => dtmf?.canInsertDTMF);
  const tell = (tone: string) => {
    if (tone !== ',' && !over.aborted) control.tell({ kind: 'dtmf', tone, durationMs: plan.durationMs });
  };
  if (sender) await inside(control, sender, tones, plan, tell, over);
  else await beginEach(control, tones, plan, tell, over);
}

/** The platform says when each tone begins; an empty one is the end. */
function inside(control: Control, sender: RTCDTMFSender, tones: string, plan: Plan, tell: (tone: string) => void, over: AbortSignal): Promise<void> {
  const { clock } = control.parts;
  return new Promise<void>((resolve, reject) => {
    const planned = [...tones].reduce((sum, tone) => sum + lengthOf(tone, plan), 0);
    const timer = clock.setTimeout(
      () => done(() => reject(new EarshotError('call:media-failed', 'send tones', 'the browser did not send them'))),
      planned + PATIENCE_MS,
    );
    const done = (how: () => void) => {
      clock.clearTimeout(timer);
      sender.removeEventListener('tonechange', onTone);
      over.removeEventListener('abort', onOver);
      how();
    };
    const onTone = ({ tone }: RTCDTMFToneChangeEvent) => {
      if (tone) tell(tone);
      else done(resolve);
    };
    const onOver = () => done(resolve);
    sender.addEventListener('tonechange', onTone);
    over.addEventListener('abort', onOver);
    try {
      sender.insertDTMF(tones, plan.durationMs, plan.gapMs);
    } catch (error) {
      done(() => reject(error));
    }
  });
}

/** No audio goes out: told in the time that they would take. */
async function beginEach(control: Control, tones: string, plan: Plan, tell: (tone: string) => void, over: AbortSignal): Promise<void> {
  for (const tone of tones) {
    if (over.aborted) return;
    tell(tone);
    await new Promise<void>((resolve) => {
      const timer = control.parts.clock.setTimeout(() => resolve(), lengthOf(tone, plan));
      over.addEventListener('abort', () => {
        control.parts.clock.clearTimeout(timer);
        resolve();
      });
    });
  }
}

const lengthOf = (tone: string, { durationMs, gapMs }: Plan): number => (tone === ',' ? PAUSE_MS : durationMs + gapMs);
