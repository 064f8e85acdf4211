import { html, nothing, type TemplateResult } from 'lit';
import type { Channel, ChannelHead, Message } from '../../core/protocol/index.ts';
import { avatar } from '../internal/avatar.ts';
import { icon } from '../internal/icon.ts';
import { snow } from '../internal/icons.ts';
import { bellOff } from '../internal/mute/muted.ts';
import { stringsLocale } from '../internal/strings.ts';
import { marked, messageText } from './preview.ts';
import { t } from './words.ts';

const at = icon('M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM13 7v3.9a1.9 1.9 0 0 0 3.8 0V10a6.8 6.8 0 1 0-2.7 5.4');
/** More are not counted on the badge; their number is still said. */
const MOST = 99;

export interface LineView {
  /** The tab stop of the list is here. */
  stop: boolean;
  current: boolean;
  href: string;
  when: string;
  choose(event: MouseEvent): void;
}

export interface ChannelView extends LineView {
  me: string;
  draft: string;
  typing: string | undefined;
  mention: boolean;
  muted: boolean;
  /** The menu of how loud it is stands open. */
  muting: boolean;
  mute(event: Event): void;
}

const face = ({ name, channel_id, profile_url }: Channel): TemplateResult =>
  avatar(name || channel_id, { key: channel_id, src: profile_url, square: true });

function line(key: string, className: string, view: LineView, inside: TemplateResult): TemplateResult {
  return html`<a
    class=${className}
    part="item"
    href=${view.href}
    data-key=${key}
    tabindex=${view.stop ? '0' : '-1'}
    aria-current=${view.current ? 'true' : nothing}
    @click=${view.choose}
    >${inside}</a
  >`;
}

/** One channel of mine. */
export function channelLine(head: ChannelHead & { unread: number }, view: ChannelView): TemplateResult {
  const { channel, unread } = head;
  const last = channel.last_message;
  const count = new Intl.NumberFormat(stringsLocale()).format(unread);
  const said = t.count('channels.unread', unread);
  const preview = view.typing
    ? html`<i>${t('channels.typing', { name: view.typing })}</i>`
    : view.draft && !view.current
      ? html`<em>${t('channels.draft')}</em> ${view.draft}`
      : last
        ? messageText(last, view.me, channel.member_count)
        : channel.total_message_count
          ? nothing
          : t('channels.none');
  return html`<div class="item" role="listitem">
    ${line(
      channel.channel_id,
      unread ? 'crow un' : 'crow',
      view,
      html`${face(channel)}<span class="nm"
          ><b class="trunc" dir="auto">${channel.name || channel.channel_id}</b>${
            view.muted ? html`${bellOff}<span class="vh">, ${t('channels.muted')}</span>` : nothing
          }${channel.freeze ? html`${snow}<span class="vh">, ${t('channels.frozen')}</span>` : nothing}</span
        ><span class="vh">, </span><time>${view.when}</time><span class="vh">, </span
        ><span class="lm trunc" part="preview" dir="auto">${preview}</span
        ><span class="bd"
          >${view.mention ? html`<span class="at">${at}<span class="vh">, ${t('channels.mention')}</span></span>` : nothing}${
            unread
              ? html`<span class=${view.muted ? 'badge mute' : 'badge'} part="badge"
                  ><span aria-hidden="true">${unread > MOST ? `${MOST}+` : count}</span><span class="vh">, ${said}</span></span
                >`
              : nothing
          }</span
        >`,
    )}<button
      class="hush"
      part="mute"
      tabindex=${view.stop ? '0' : '-1'}
      aria-haspopup="menu"
      aria-expanded=${view.muting ? 'true' : 'false'}
      aria-label=${t('channels.mute', { name: channel.name || channel.channel_id })}
      title=${t('channels.mute', { name: channel.name || channel.channel_id })}
      @click=${view.mute}
    >${bellOff}</button><slot name=${`item-end-${channel.channel_id}`}></slot>
  </div>`;
}

/** A message that the search found. */
export function foundLine(key: string, message: Message, channel: Channel, query: string, view: LineView & { me: string }): TemplateResult {
  return html`<div class="item" role="listitem">
    ${line(
      key,
      'crow',
      view,
      html`${face(channel)}<span class="nm"><b class="trunc" dir="auto">${channel.name || channel.channel_id}</b></span
        ><span class="vh">, </span><time>${view.when}</time><span class="vh">, </span
        ><span class="lm trunc" part="preview" dir="auto">${marked(messageText(message, view.me, channel.member_count), query)}</span><span class="bd"></span>`,
    )}
  </div>`;
}
