import { html, type TemplateResult } from 'lit';
import { avatar } from '../internal/avatar.ts';
import type { ChatChannelState } from './events.ts';
import type { ChannelHost } from './host.ts';
import { t } from './words.ts';

function presence({ view, directPeer }: ChannelHost, state: ChatChannelState): string {
  if (state === 'reconnecting') return t('chat.reconnecting');
  const count = view?.channel?.member_count;
  if (!view || count === undefined) return '';
  if (directPeer) return t(view.online.includes(directPeer) ? 'chat.presence.online' : 'chat.presence.offline');
  if (count <= 1 && view.channel?.type === 'group') return t('chat.alone');
  const members = t.count('chat.member', count);
  return view.online.length && state !== 'offline' ? t('chat.online', { members, n: view.online.length }) : members;
}

/** Who and where; its lower edge is the line: whole, sweeping, or broken. */
export function header(host: ChannelHost, state: ChatChannelState): TemplateResult {
  const { view, channelName: name, directPeer } = host;
  const edge = state === 'offline' ? 'hd lost' : state === 'reconnecting' ? 'hd conn' : 'hd';
  const channel = view?.channel;
  const peer = view?.members.find(({ user_id }) => user_id === directPeer);
  return html`<header class=${edge} part="header">
    ${name ? avatar(name, { key: peer?.user_id ?? channel?.channel_id ?? name, src: channel?.profile_url ?? peer?.profile_url, square: !peer }) : null}
    <div class="cap-t">
      <b role="heading" aria-level=${host.headingLevel}><span class="trunc" part="title" dir="auto">${name}</span>${host.more?.tags()}</b>
      <span class="trunc" part="presence" dir="auto">${presence(host, state)}</span>
    </div>
    <div class="hd-a"><slot name="call"></slot><slot name="header-actions"></slot>${host.more ? host.more.tools() : html`<i class="ib"></i><i class="ib"></i>`}</div>
  </header>`;
}

const SKELETON = ['a', 'b', 'own c', 'd', 'own e', 'own f'];

/** What fills the middle while there are no messages to show. */
export const skeleton = (): TemplateResult =>
  html`<div class="sks" aria-hidden="true">${SKELETON.map((kind) => html`<div class="skr ${kind}"><i class="sk dot"></i><i class="sk"></i></div>`)}</div>`;
