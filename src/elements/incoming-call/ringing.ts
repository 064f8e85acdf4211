import { html, nothing, type TemplateResult } from 'lit';
import type { AnswerOptions, Call } from '../../core/call/api.ts';
import { avatar } from '../internal/avatar.ts';
import type { Attempts } from '../internal/call-attempt.ts';
import { forward, silent, swap } from '../internal/call-icons.ts';
import { t as call } from '../internal/call-strings.ts';
import type { HeldCall } from '../internal/held-call.ts';
import { camera, hangup, more, phone } from '../internal/icons.ts';
import { t } from './words.ts';

/** A call that rings here, and what is open in its toast or dialog. */
export interface Ring {
  readonly held: HeldCall;
  readonly attempts: Attempts;
  open: 'nothing' | 'more' | 'forward';
  /** Escape made the dialog a toast. */
  shrunk: boolean;
}

/** What the templates ask for. */
export interface RingIntents {
  /** Another call that is up: it waits, or ends, before this one is answered. */
  other(call: Call): Call | undefined;
  answer(ring: Ring, event: MouseEvent, how?: { endOther?: boolean } & AnswerOptions): void;
  ignore(ring: Ring): void;
  forward(ring: Ring, to: string): void;
  show(ring: Ring, open: Ring['open']): void;
}

export const nameOf = (it: Call): string => it.peer.name || it.peer.user_id;

/** "Incoming video call", and for whom or by whom it comes where that is not plain. */
export function about(it: Call, other: Call | undefined): string {
  if (other) return call('call.while', { name: nameOf(other) });
  const { detail } = it;
  if (detail.bridge) return call('call.bridge');
  if (detail.group) return t('incoming.for', { name: detail.group.name });
  if (detail.transferred_by) return t('incoming.transferred', { name: detail.transferred_by });
  if (detail.forwarded_by) return t('incoming.forwarded', { name: detail.forwarded_by });
  return it.media.includes('video') ? t('incoming.video') : call('call.incoming');
}

function forwarding(ring: Ring, intents: RingIntents): TemplateResult {
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).querySelector('input')!;
    const to = field.value.trim();
    field.setCustomValidity(to ? '' : t('incoming.whom-missing'));
    if (field.reportValidity()) intents.forward(ring, to);
  };
  return html`<form class="fw" novalidate @submit=${send}>
    <input part="field" type="text" name="to" dir="auto" aria-label=${t('incoming.whom')} placeholder=${t('incoming.whom')} autocomplete="off" autocapitalize="off"
      spellcheck="false" enterkeyhint="go" maxlength="128" @input=${({ currentTarget }: Event) => (currentTarget as HTMLInputElement).setCustomValidity('')} />
    <button type="submit" class="btn pri" part="control" aria-busy=${ring.attempts.busy('forward')}>${t('incoming.forward-now')}</button>
    <button type="button" class="btn" part="control" @click=${() => intents.show(ring, 'nothing')}>${t('incoming.cancel')}</button>
  </form>`;
}

/** What is seldom done with a ringing call, and what became of it. */
export function extras(ring: Ring, intents: RingIntents): unknown {
  const { failure } = ring.attempts;
  return html`${failure ? html`<p class="bad" part="notice" dir="auto"><b>${failure.title}.</b> ${failure.why}</p>` : nothing}${
    ring.open === 'forward'
      ? forwarding(ring, intents)
      : ring.open === 'more'
        ? html`<div class="toast-a">
            <button class="btn" part="control" aria-busy=${ring.attempts.busy('ignore')} @click=${() => intents.ignore(ring)}>${silent}${t('incoming.ignore')}</button>
            <button class="btn" part="control" @click=${() => intents.show(ring, 'forward')}>${forward}${t('incoming.forward')}</button>
          </div>`
        : nothing
  }`;
}

export const moreButton = (ring: Ring, intents: RingIntents): TemplateResult =>
  html`<button class="ib" part="control" aria-label=${t('incoming.more')} aria-expanded=${ring.open !== 'nothing'}
    @click=${() => intents.show(ring, ring.open === 'nothing' ? 'more' : 'nothing')}>${more}</button>`;

/** A call rings while another is up. */
export function second(ring: Ring, other: Call, intents: RingIntents): TemplateResult {
  const name = nameOf(other);
  return html`<button class="btn pos" part="answer" @click=${(event: MouseEvent) => intents.answer(ring, event)}>${swap}${call('call.hold-answer', { name })}</button>
    <div class="toast-a">
      <button class="btn" part="control" @click=${(event: MouseEvent) => intents.answer(ring, event, { endOther: true })}>${call('call.end-answer', { name })}</button>
      <button class="btn" part="decline" @click=${ring.held.intents.end}>${call('call.decline')}</button>
    </div>`;
}

/** A line over the page that takes no focus. */
export function toast(ring: Ring, intents: RingIntents): TemplateResult {
  const it = ring.held.call!;
  const name = nameOf(it);
  const other = intents.other(it);
  const video = it.media.includes('video');
  return html`<div class="toast live" part="surface" role="dialog" aria-label=${`${name}, ${about(it, undefined)}`}>
    <div class="toast-h">
      <span class="lead ringed">${avatar(name, { key: it.peer.user_id, src: it.peer.profile_url })}</span>
      <span class="cap-t">
        <b class="trunc" part="name" dir="auto">${name}</b>
        <span class="trunc" part="status" dir="auto">${about(it, other)}</span>
      </span>
      ${other ? nothing : html`<span class="line" part="line" data-s="ring" aria-hidden="true"></span>`}${moreButton(ring, intents)}
    </div>
    ${
      other
        ? second(ring, other, intents)
        : html`<div class="toast-a">
            <button class="btn dan" part="decline" @click=${ring.held.intents.end}>${hangup}${call('call.decline')}</button>
            ${
              video
                ? html`<button class="btn pos" part="answer" @click=${(event: MouseEvent) => intents.answer(ring, event, { video: false })}>${phone}${t('incoming.answer-sound')}</button
                    ><button class="btn pos" part="answer" @click=${(event: MouseEvent) => intents.answer(ring, event, { video: true })}>${camera}${t('incoming.with-video')}</button>`
                : html`<button class="btn pos" part="answer" @click=${(event: MouseEvent) => intents.answer(ring, event)}>${phone}${call('call.answer')}</button>`
            }
          </div>`
    }
    ${extras(ring, intents)}
  </div>`;
}

/** What fills the modal dialog: a big face, round buttons, and replies the page may offer. */
export function card(ring: Ring, level: number, intents: RingIntents): TemplateResult {
  const it = ring.held.call!;
  const name = nameOf(it);
  const other = intents.other(it);
  const video = it.media.includes('video');
  const round = (label: string, words: string, look: string, icon: unknown, click: (event: MouseEvent) => void, part: string) =>
    html`<div><button class="cb ${look}" part=${part} aria-label=${label} @click=${click}>${icon}</button><span aria-hidden="true">${words}</span></div>`;
  return html`<span class="lead ringed">${avatar(name, { key: it.peer.user_id, src: it.peer.profile_url })}</span>
    <div class="who" id="who" part="name" role="heading" aria-level=${level} tabindex="-1" dir="auto">${name}</div>
    <p id="what" part="status" dir="auto">${about(it, other)}</p>
    <span class="line" part="line" data-s="ring" aria-hidden="true"></span>
    ${
      other
        ? html`<div class="two">${second(ring, other, intents)}</div>`
        : html`<div class="rounds">
            ${round(call('call.decline'), call('call.decline'), 'hang', hangup, ring.held.intents.end, 'decline')}
            ${
              video
                ? html`${round(t('incoming.by-sound'), t('incoming.sound'), 'ans', phone, (event) => intents.answer(ring, event, { video: false }), 'answer')}
                  ${round(t('incoming.by-video'), t('incoming.with-video'), 'ans', camera, (event) => intents.answer(ring, event, { video: true }), 'answer')}`
                : round(call('call.answer'), call('call.answer'), 'ans', phone, (event) => intents.answer(ring, event), 'answer')
            }
          </div>`
    }
    <div class="quick" part="quick"><slot name="quick-replies"></slot>${moreButton(ring, intents)}</div>
    <div class="two">${extras(ring, intents)}</div>`;
}
