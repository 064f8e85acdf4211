import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../internal/avatar.ts';
import { screen } from '../internal/call-icons.ts';
import { t as call } from '../internal/call-strings.ts';
import { lineShape } from '../internal/call-view.ts';
import { mic, micOff, speaker } from '../internal/icons.ts';
import { self, theirScreen, theirs } from './pictures.ts';
import { status, title } from './top.ts';
import { nameOf, type PanelView, shortName } from './view.ts';
import { t } from './words.ts';

/** A track's label is the title of a window in some browsers, and a number of the browser's own in others. */
function windowTitle(stream: MediaStream | undefined): string | undefined {
  const label = stream?.getVideoTracks()[0]?.label;
  return label && !/[:{=]|^\S{24,}$|^screen$/i.test(label) ? label : undefined;
}

function sharing(view: PanelView): TemplateResult {
  const window = windowTitle(view.call.localStream);
  return html`<div class="mid low">
    <span class="sign">${screen}</span>
    ${heading(view, t('panel.sharing'))}
    <p dir="auto">${window ? t('panel.sharing-window', { title: window }) : t('panel.sharing-all')}</p>
    <button class="btn dan" part="control" @click=${() => view.wishes.share()}>${t('panel.stop-sharing')}</button>
    ${theirs(view)}
  </div>`;
}

export function heading(view: PanelView, text: string, part?: string): TemplateResult {
  const { headingLevel } = view.host;
  const level = headingLevel >= 1 && headingLevel <= 6 ? headingLevel : 3;
  return html`<div class="h" part=${part ?? nothing} role="heading" aria-level=${level} dir="auto">${text}</div>`;
}

/** Everybody we are in one conversation with, and the way out for each. */
function conference(view: PanelView): TemplateResult {
  const { conference: it } = view.call;
  return html`<div class="mid">
    ${heading(view, t('panel.conference'))}
    <span class="time" part="status">${status(view)}</span>
    <ul class="parties">
      ${it!.calls.map((party) => {
        const name = nameOf(party);
        return html`<li>
          ${avatar(name, { key: party.peer.user_id, src: party.peer.profile_url })}<b class="trunc" dir="auto">${name}</b>
          <button class="btn" part="control" aria-label=${t('panel.split-off', { name })} aria-busy=${view.attempts.busy('split')} @click=${() => view.wishes.split(party)}>
            ${t('panel.split')}
          </button>
        </li>`;
      })}
    </ul>
    <span class="line" part="line" data-s=${lineShape(view.shown, view.call.muted)} aria-hidden="true"></span>
  </div>`;
}

/** What stands between the top and the controls: a face, a screen, or a name with the line. */
export function middle(view: PanelView): TemplateResult {
  const { call: it, shown, name } = view;
  if (view.pictured && it.remoteSharing) return theirScreen(view);
  if (it.sharing && shown !== 'hold') return sharing(view);
  if (it.conference) return conference(view);
  if (view.pictured) return html`<div class="mid over">${hear(view)}${self(view)}</div>`;
  const requesting = shown === 'requesting';
  const flagged = it.muted || it.localHold || it.remoteHold;
  const lead = shown === 'incoming' || shown === 'ringing' ? 'lead ringed' : shown === 'answered' && !flagged ? 'lead lvl' : 'lead';
  return html`<div class="mid">
    ${
      requesting
        ? html`<span class="glyph mic">${mic}</span>`
        : html`<span class=${lead}>${avatar(name, { key: it.peer.user_id, src: it.peer.profile_url })}</span>`
    }
    ${heading(view, requesting ? call('call.allow') : title(view), 'name')}
    <span class="time" part="status" dir="auto">${status(view)}</span>
    ${it.remoteMuted && shown === 'answered' ? html`<span class="glass">${micOff}<span class="trunc">${t('panel.muted-there', { name: shortName(name) })}</span></span>` : nothing}
    ${hear(view)}
    <span class="line" part="line" data-s=${lineShape(shown, it.muted)} aria-hidden="true"></span>
    ${self(view)}
  </div>`;
}

/** One tap lets the browser play what it held back. */
function hear(view: PanelView): unknown {
  return view.call.soundBlocked
    ? html`<button class="btn pri" part="control" @click=${view.held.intents.unlock}>${speaker}${call('call.hear')}</button>`
    : nothing;
}
