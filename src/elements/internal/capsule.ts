import { html, nothing, type TemplateResult } from 'lit';
import type { AnswerOptions, Call } from '../../core/call/api.ts';
import { avatar } from './avatar.ts';
import { t } from './call-strings.ts';
import { type CallShown, isTalking, lineShape } from './call-view.ts';
import { clockText } from './durations.ts';
import { hangup, headset, keypad, mic, micOff, pause, phone, play, speaker } from './icons.ts';

/** What the capsule's controls ask for. */
export interface CallIntents {
  answer(event: MouseEvent, options?: AnswerOptions): void;
  /** Cancel, decline or hang up. */
  end(event: MouseEvent): void;
  mute(): void;
  hold(): void;
  /** Lets the browser play what it held back. */
  unlock(): void;
}

/** What else a capsule can open, where it can. */
export interface CapsuleMore {
  /** Which one is open. */
  open: 'keypad' | 'devices' | undefined;
  toggle(which: 'keypad' | 'devices'): void;
}

/** What a capsule shows of a call. */
export type CapsuleCall = Pick<
  Call,
  'peer' | 'detail' | 'muted' | 'localHold' | 'remoteHold' | 'heldAtMs' | 'durationMs' | 'soundBlocked' | 'quality'
>;

/** The second line: what is happening, in words. The timer is never read out by itself. */
function status(call: CapsuleCall, shown: CallShown, now: number): unknown {
  switch (shown) {
    case 'requesting':
      return t('call.allow-how');
    case 'calling':
      return t('call.calling');
    case 'ringing':
      return t('call.ringing');
    case 'incoming':
      return t(call.detail.bridge ? 'call.bridge' : 'call.incoming');
    case 'reconnecting':
      return t('call.lost');
    case 'hold':
      return call.localHold ? t('call.hold-time', { time: clockText(now - (call.heldAtMs ?? now)) }) : t('call.held');
    default:
      if (call.soundBlocked) return t('call.hear-why');
      return call.muted ? t('call.muted') : html`<span class="tnum" role="timer" aria-live="off">${clockText(call.durationMs)}</span>`;
  }
}

/** Four bars; nothing until there is a measurement. */
function quality(call: CapsuleCall, shown: CallShown): unknown {
  const bars = shown === 'reconnecting' ? 0 : call.quality;
  if (bars === undefined) return nothing;
  const level = Math.max(0, Math.min(4, Math.round(bars))) as 0 | 1 | 2 | 3 | 4;
  const label = t('call.quality', { quality: t(`call.quality-${level}`) });
  return html`<span class="q" part="quality" data-q=${level} role="img" aria-label=${label}><i></i><i></i><i></i><i></i></span>`;
}

const openers = ({ open, toggle }: CapsuleMore): TemplateResult =>
  html`<button class="cb" part="control" data-extra="keypad" aria-label=${t('call.keypad')} aria-expanded=${open === 'keypad'} @click=${() => toggle('keypad')}>
      ${keypad}</button
    ><button
      class="cb"
      part="control"
      data-extra="devices"
      aria-label=${t('call.devices')}
      aria-haspopup="menu"
      aria-expanded=${open === 'devices'}
      @click=${() => toggle('devices')}
    >
      ${headset}
    </button>`;

const bringer = (bring: () => void): TemplateResult =>
  html`<button class="cb" part="control" aria-label=${t('call.bring')} title=${t('call.bring')} @click=${bring}>${phone}</button>`;

/**
 * The capsule of a line in use. One template for all its states, so that its nodes survive them: focus stays where it
 * is, and Cancel, Decline and Hang up are the same button. `bring` fetches a call of another tab.
 */
export function capsule(
  call: CapsuleCall,
  shown: CallShown,
  name: string,
  now: number,
  intents: CallIntents,
  more?: CapsuleMore,
  bring?: () => void,
): TemplateResult {
  const talking = isTalking(shown);
  const requesting = shown === 'requesting';
  const incoming = shown === 'incoming';
  const flagged = call.muted || call.localHold || call.remoteHold;
  const lead = incoming || shown === 'ringing' ? 'lead ringed' : shown === 'answered' && !flagged ? 'lead lvl' : 'lead';
  return html`<div class="cap x live" part="capsule" role="group" tabindex="-1" aria-label=${t('call.with', { name })}>
    ${
      requesting
        ? html`<span class="glyph mic">${mic}</span>`
        : html`<span class=${lead}>${avatar(name, { key: call.peer.user_id, src: call.peer.profile_url })}</span>`
    }
    <span class=${requesting ? 'cap-t wrap' : 'cap-t'}>
      <b class="trunc" part="name" dir="auto">${requesting ? t('call.allow') : name}</b>
      <span class="trunc" part="status" dir="auto">${bring ? html`${t('call.in-tab')} · ` : nothing}${status(call, shown, now)}</span>
    </span>
    ${
      call.soundBlocked && talking
        ? html`<button class="btn pri hear" part="control" @click=${intents.unlock}>${speaker}${t('call.hear')}</button>`
        : bring
          ? nothing
          : html`<span class="line" part="line" data-s=${lineShape(shown, call.muted)} aria-hidden="true"></span>`
    }
    ${talking && !call.soundBlocked ? quality(call, shown) : nothing}
    <div class=${talking || incoming ? 'cap-c' : 'cap-c one'} part="controls">
      ${
        talking
          ? html`<button class="cb" part="control" aria-label=${t('call.mute')} aria-pressed=${call.muted} @click=${intents.mute}>
                ${call.muted ? micOff : mic}</button
              ><button class="cb" part="control" aria-label=${t('call.hold')} aria-pressed=${call.localHold} @click=${intents.hold}>
                ${call.localHold ? play : pause}
              </button>${more ? openers(more) : nothing}${bring ? bringer(bring) : nothing}`
          : nothing
      }
      <button
        class=${requesting ? 'btn' : incoming ? 'btn dan' : 'cb hang'}
        part="hangup"
        aria-label=${requesting || incoming ? nothing : t('call.hang-up')}
        @click=${intents.end}
      >
        ${requesting ? t('call.cancel') : html`${hangup}${incoming ? t('call.decline') : nothing}`}
      </button>
      ${incoming ? html`<button class="btn pos" part="answer" @click=${intents.answer}>${phone}${t('call.answer')}</button>` : nothing}
    </div>
  </div>`;
}
