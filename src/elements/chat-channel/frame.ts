import { html, type TemplateResult } from 'lit';
import type { ChannelView } from '../../core/chat/api.ts';
import { avatar } from '../internal/avatar.ts';
import { alert, banned, lock, message, offline, retry, snow } from '../internal/icons.ts';
import { plural } from '../internal/strings.ts';
import type { ChatChannelState } from './events.ts';
import { listText } from './format.ts';
import { t } from './words.ts';

/** Typists that are named; more are "several people". */
const NAMED_TYPISTS = 2;

function presence(view: ChannelView | undefined, state: ChatChannelState, directPeer: string | undefined): string {
  if (state === 'reconnecting') return t('chat.reconnecting');
  const count = view?.channel?.member_count;
  if (!view || count === undefined) return '';
  if (directPeer) return t(view.online.includes(directPeer) ? 'chat.presence.online' : 'chat.presence.offline');
  if (count <= 1 && view.channel?.type === 'group') return t('chat.alone');
  const members = plural(count, { one: t('chat.member.one', { n: count }), other: t('chat.member.other', { n: count }) });
  return view.online.length && state !== 'offline' ? `${members}, ${t('chat.online', { n: view.online.length })}` : members;
}

interface HeaderParts {
  view: ChannelView | undefined;
  name: string;
  state: ChatChannelState;
  level: number;
  directPeer: string | undefined;
}

/** Who and where; its lower edge is the line: whole, sweeping, or broken. */
export function header({ view, name, state, level, directPeer }: HeaderParts): TemplateResult {
  const edge = state === 'offline' ? 'hd lost' : state === 'reconnecting' ? 'hd conn' : 'hd';
  const channel = view?.channel;
  const peer = directPeer === undefined ? undefined : view?.members.find(({ user_id }) => user_id === directPeer);
  return html`<header class=${edge} part="header">
    ${name ? avatar(name, { key: peer?.user_id ?? channel?.channel_id ?? name, src: channel?.profile_url ?? peer?.profile_url, square: !peer }) : null}
    <div class="cap-t">
      <b role="heading" aria-level=${level}
        ><span class="trunc" part="title" dir="auto">${name}</span>${
          view?.access === 'frozen' ? html`<span class="tag ice">${snow}<span>${t('chat.frozen')}</span></span>` : null
        }</b
      >
      <span class="trunc" part="presence" dir="auto">${presence(view, state, directPeer)}</span>
    </div>
    <div class="hd-a"><slot name="call"></slot><slot name="header-actions"></slot></div>
  </header>`;
}

export const banner = (state: ChatChannelState): TemplateResult | null =>
  state === 'offline' ? html`<div class="ban" part="banner">${offline}<span>${t('chat.offline')}</span></div>` : null;

const SKELETON = ['a', 'b', 'own c', 'd', 'own e', 'own f'];

/** What fills the middle while there are no messages to show. */
export function middle(state: ChatChannelState, opened: boolean, channel: string, reload: () => void): TemplateResult | null {
  if (state === 'loading' && opened) {
    return html`<div class="sks" aria-hidden="true">${SKELETON.map((kind) => html`<div class="skr ${kind}"><i class="sk dot"></i><i class="sk"></i></div>`)}</div>`;
  }
  if (state === 'error') {
    return html`<div class="mid">
      <span class="glyph bad">${alert}</span><b>${t('chat.error.title')}</b>
      <p dir="auto">${t('chat.error.body')}</p>
      <button type="button" class="btn pri" @click=${reload}>${retry}${t('chat.retry')}</button>
    </div>`;
  }
  if (state === 'empty') {
    return html`<div class="mid">
      <slot name="empty"
        ><span class="glyph">${message}</span><b dir="auto">${t('chat.empty.title', { channel })}</b>
        <p dir="auto">${t('chat.empty.body')}</p></slot
      >
    </div>`;
  }
  return null;
}

export function typingLine(view: ChannelView | undefined): TemplateResult {
  const typists = view?.typing ?? [];
  const names = typists.map((user) => user.name || user.user_id);
  const text = !names.length
    ? ''
    : names.length > NAMED_TYPISTS
      ? t('chat.typing.many')
      : plural(names.length, { one: t('chat.typing.one', { names: listText(names) }), other: t('chat.typing.other', { names: listText(names) }) });
  return html`<div class="typ" part="typing">
    ${text ? html`<span class="w" aria-hidden="true"><i></i><i></i><i></i><i></i></span><span class="trunc" dir="auto">${text}</span>` : null}
  </div>`;
}

/** A lock stands in the composer's place, never in that of the history. */
export function locked(access: 'frozen' | 'read-only' | 'banned'): TemplateResult {
  const [look, icon, key] = { frozen: ['ice', snow, 'frozen'], 'read-only': ['', lock, 'readOnly'], banned: ['bad', banned, 'banned'] }[access] as [
    string,
    TemplateResult,
    'frozen' | 'readOnly' | 'banned',
  ];
  return html`<div class="cmp">
    <div class="locked ${look}" part="notice" role="status">${icon}<p>${t(`chat.${key}.title`)}<span>${t(`chat.${key}.body`)}</span></p></div>
  </div>`;
}
