import { html, type TemplateResult } from 'lit';
import type { BaseUser } from '../../../core/protocol/index.ts';
import { alert, arrowDown, banned, lock, message, offline, retry, snow } from '../../internal/icons.ts';
import { reportButton } from '../../internal/report-button.ts';
import type { ChatChannelState } from '../events.ts';
import { dayText } from '../format.ts';
import type { ChannelHost } from '../host.ts';
import { listText } from './format.ts';
import { t } from './words.ts';

/** Typists that are named; more are "several people". */
const NAMED_TYPISTS = 2;

/** What is said when a state begins, and whether at once. */
export const stateSaid = (state: ChatChannelState): [text: string, assertive: boolean] =>
  state === 'error' ? [`${t('chat.error.title')}. ${t('chat.error.body')}`, true] : [t('chat.offline'), false];

export const banner = (): TemplateResult => html`<div class="ban" part="banner">${offline}<span>${t('chat.offline')}</span></div>`;

/** Beside the name of a frozen channel. */
export const frozenTag = (): TemplateResult => html`<span class="tag ice">${snow}<span>${t('chat.frozen')}</span></span>`;

/** Instead of messages: they did not load, or there are none. */
export function middle({ view, channelName: channel }: ChannelHost, state: ChatChannelState): TemplateResult {
  if (state === 'error') {
    return html`<div class="mid">
      <span class="glyph bad">${alert}</span><b>${t('chat.error.title')}</b>
      <p dir="auto">${t('chat.error.body')}</p>
      <button type="button" class="btn pri" @click=${() => void view?.reload().catch(() => {})}>${retry}${t('chat.retry')}</button>
      ${reportButton()}
    </div>`;
  }
  return html`<div class="mid">
    <slot name="empty"
      ><span class="glyph">${message}</span><b dir="auto">${t('chat.empty.title', { channel })}</b>
      <p dir="auto">${t('chat.empty.body')}</p></slot
    >
  </div>`;
}

/** What the line under the list says. */
export function typists(users: readonly BaseUser[]): TemplateResult {
  const names = users.map((user) => user.name || user.user_id);
  const text = names.length > NAMED_TYPISTS ? t('chat.typing.several') : t.count('chat.typing', names.length, { names: listText(names) });
  return html`<span class="w" aria-hidden="true"><i></i><i></i><i></i><i></i></span><span class="trunc" dir="auto">${text}</span>`;
}

/** A lock stands in the composer's place, never in that of the history. */
export function locked(access: 'frozen' | 'read-only' | 'banned' | 'muted'): TemplateResult {
  const [look, icon, key] = {
    frozen: ['ice', snow, 'frozen'],
    'read-only': ['', lock, 'readOnly'],
    banned: ['bad', banned, 'banned'],
    muted: ['', lock, 'muted'],
  }[access] as [string, TemplateResult, 'frozen' | 'readOnly' | 'banned' | 'muted'];
  return html`<div class="locked ${look}" part="notice" role="status">${icon}<p>${t(`chat.${key}.title`)}<span>${t(`chat.${key}.body`)}</span></p></div>`;
}

/** The day of the first row in sight, unless that row says it itself. */
export function stickyDay({ list, model, clock }: ChannelHost): string {
  const top = list?.topNode;
  const row = top && model.at(Number(top.ariaPosInSet) - 1);
  return row && !top.querySelector('.day') ? dayText(model.items[row.index]!.atMs, clock.now()) : '';
}

/** Over the list while the end is out of sight: the day, and the way to the newest message. */
export function jump(host: ChannelHost, day: string): TemplateResult {
  const unread = host.view?.unread ?? 0;
  const count = unread ? t.count('chat.jump', unread) : '';
  const onClick = (event: MouseEvent) => {
    host.toLatest();
    if (event.detail === 0) host.focusRow(host.model.length - 1); // by key: the button is about to go
  };
  return html`${day ? html`<div class="day stick" aria-hidden="true">${day}</div>` : null}
    <button type="button" class="jump" part="jump" aria-label=${count ? `${count}. ${t('chat.jump')}` : t('chat.jump')} @click=${onClick}>${count}${arrowDown}</button>`;
}

/** How much of the text is too much. */
export const counter = (count: number): TemplateResult =>
  html`<span aria-hidden="true">−${count}</span><span class="vh">${t('chat.tooLong', { count })}</span>`;

/** In the box while files are dragged over the channel. */
export const dropText = (): string => t('chat.drop');
