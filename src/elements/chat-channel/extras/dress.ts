import { html, nothing, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../core/chat/api.ts';
import type { Message } from '../../../core/protocol/index.ts';
import { hueOf } from '../../internal/avatar.ts';
import { dayText, timeText } from '../format.ts';
import type { ChannelHost } from '../host.ts';
import { t as base } from '../words.ts';
import { act, jumpTo, nameOf, toggleReaction } from './acts.ts';
import { callCard, callText } from './call-card.ts';
import { forward, pin, react, trash } from './icons.ts';
import { drawn, parse, plainText } from './markup.ts';
import { summary, voiceOf } from './summary.ts';
import { t } from './words.ts';

type Quote = NonNullable<Message['reply_to']>;

/** What stands around, or instead of, the text of a message that is more than text. */
export interface Dress {
  /** Classes of the row, with a space before each. */
  look?: string;
  /** Instead of the whole row. */
  whole?: TemplateResult;
  /** In the bubble, above and below what was written. */
  above?: unknown;
  below?: unknown;
  /** Instead of text and file; gets time and ticks. `undefined` leaves them. */
  content?: (meta: TemplateResult) => unknown;
  /** The text, drawn. */
  body?: (text: string) => unknown;
  /** Under the bubble. */
  under?: unknown;
  /** Before the time. */
  mark?: unknown;
  /** For the row's name: what it says, unless that is the plain text; and what is told after it. */
  about?: string | undefined;
  told?: string;
}

/** Dresses one message. `tab` is the tab index of its controls. */
export function dress(host: ChannelHost, item: ChatMessage, tab: number): Dress {
  const { message, options } = item;
  if (item.deleting) return gone(t('chat.gone.mine'), undo(host, item, tab));
  if (message?.hidden) return gone(t('chat.hidden'));
  if (message?.call) return { whole: callCard(host, item, message.call, tab), about: callText(host, message.call) };
  const told: string[] = [];
  const quoted = message?.reply_to ?? (options?.replyTo === undefined ? undefined : quoteOf(host, options.replyTo));
  if (quoted) told.push(t('chat.told.reply', { name: quoted.name || quoted.user_id }));
  const reactions = message?.reactions ?? [];
  const count = reactions.reduce((sum, one) => sum + one.count, 0);
  if (count) told.push(t.count('chat.told.reaction', count));
  if (message?.thread) told.push(replies(message.thread.count));
  if (message?.edited_at) told.push(t('chat.told.edited'));
  if (message?.pinned) told.push(t('chat.told.pinned'));
  const custom = message?.custom_type ? host.more?.custom.content(host, item) : undefined;
  const voice = voiceOf(item);
  const names = mentionNames(host, message?.mentions ?? options?.mentions ?? []);
  const rich: Dress = {
    look: reactions.length ? ' rxd' : '',
    above: html`${message?.forwarded ? html`<div class="fw">${forward}<span dir="auto">${t('chat.forwarded', { name: message.forwarded.name || message.forwarded.user_id })}</span></div>` : null}${
      quoted ? quote(host, quoted, tab) : null
    }`,
    below: message?.previews?.length ? html`${message.previews.map((one) => preview(host, one, tab))}` : nothing,
    body: (text) => drawn(parse(text, names), tab),
    under: html`${reactions.length ? chips(host, item, reactions, tab) : null}${message?.thread ? threadButton(host, message, message.thread, tab) : null}`,
    mark:
      message?.edited_at || message?.pinned
        ? html`${message.pinned ? pin : null}${message.edited_at ? html`<span>${t('chat.edited')}</span>` : null}`
        : nothing,
    told: told.map((one) => ` ${one}.`).join(''),
    about:
      voice || item.file || item.localFile
        ? summary({ file: item.file ?? item.localFile, voice })
        : item.text && plainText(parse(item.text.slice(0, 300))),
  };
  if (custom) rich.content = (meta) => html`<div class="txt">${custom}${flow(meta)}</div>`;
  else if (voice) rich.content = (meta) => host.more!.voice.content(item, voice, tab, meta);
  return rich;
}

const flow = (meta: TemplateResult): TemplateResult => html`<div class="mf">${meta}</div>`;

/** A message that is not shown: its place, in a few words. */
const gone = (text: string, under: unknown = nothing): Dress => ({
  look: ' gone',
  content: (meta) => html`<div class="txt" dir="auto">${trash}<span>${text}</span> ${meta}</div>`,
  about: text,
  under,
});

const undo = (host: ChannelHost, { message }: ChatMessage, tab: number): TemplateResult =>
  html`<div class="sub"><button type="button" tabindex=${tab} @click=${() => message && act(host, (can) => void can.undoRemove(message.message_id))}>${t('chat.undo')}</button></div>`;

/** A message of the window as a quote of it: for an answer that is on its way. */
function quoteOf(host: ChannelHost, messageId: number): Quote | undefined {
  const found = host.model.items.find((one) => one.kind === 'message' && one.message?.message_id === messageId);
  if (found?.kind !== 'message') return undefined;
  const excerpt = found.text?.slice(0, 300);
  return {
    message_id: messageId,
    user_id: found.user.user_id,
    name: found.user.name,
    type: found.message?.type ?? 'text',
    ...(excerpt !== undefined && { excerpt }),
  };
}

function quote(host: ChannelHost, quoted: Quote, tab: number): TemplateResult {
  const mine = quoted.user_id === host.boundClient?.userId;
  const name = mine ? base('chat.you') : quoted.name || quoted.user_id;
  const text = quoted.deleted ? t('chat.gone') : quoted.excerpt ? plainText(parse(quoted.excerpt)) : t('chat.file.any');
  return html`<button type="button" class="q-box" data-n=${hueOf(quoted.user_id)} tabindex=${tab} ?disabled=${quoted.deleted === true}
    aria-label=${t('chat.quote', { name, text })} @click=${() => void jumpTo(host, { messageId: quoted.message_id })}
    ><b class="trunc"><bdi>${name}</bdi></b><span class="trunc" dir="auto">${text}</span></button>`;
}

function mentionNames({ view }: ChannelHost, ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    if (id === '*') return ['@everyone', '@all', `@${t('chat.everyone')}`];
    const name = view?.members.find(({ user_id }) => user_id === id)?.name;
    return name ? [`@${name}`, `@${id}`] : [`@${id}`];
  });
}

function preview(host: ChannelHost, { url, title, description, site, image }: NonNullable<Message['previews']>[number], tab: number): unknown {
  if (!/^https?:/i.test(url)) return nothing;
  return html`<a class="lk" href=${url} target="_blank" rel="noopener noreferrer nofollow" tabindex=${tab}>
    ${image ? html`<img src=${host.more!.links.url(image)} alt="" loading="lazy" decoding="async" draggable="false" width=${image.width ?? 320} height=${image.height ?? 160} />` : null}
    ${site ? html`<small class="trunc" dir="auto">${site}</small>` : null}${title ? html`<b dir="auto">${title}</b>` : null}${
      description ? html`<span dir="auto">${description}</span>` : null
    }
  </a>`;
}

function chips(host: ChannelHost, item: ChatMessage, reactions: NonNullable<Message['reactions']>, tab: number): TemplateResult {
  const me = host.boundClient?.userId;
  return html`<div class="rx" part="reactions">${reactions.map(({ emoji, count, user_ids, mine }) => {
    const on = mine ?? user_ids.includes(me ?? '');
    const names = user_ids.map((id) => (id === me ? base('chat.you') : nameOf(host, id))).join(', ');
    return html`<button type="button" class=${on ? 'chip on' : 'chip'} tabindex=${tab} aria-pressed=${String(on)} title=${names}
      aria-label=${t('chat.reaction', { emoji, n: count })} @click=${() => toggleReaction(host, item, emoji)}><span class="em">${emoji}</span><span class="tnum">${count}</span></button>`;
  })}<button type="button" class="chip add" tabindex=${tab} aria-label=${t('chat.react')} @click=${(event: Event) => host.more!.openMenu(item, event.currentTarget as HTMLElement, true)}>${react}</button></div>`;
}

const replies = (n: number): string => t.count('chat.replies', n);

function threadButton(host: ChannelHost, { message_id }: Message, thread: NonNullable<Message['thread']>, tab: number): unknown {
  if (host.threadId !== undefined) return nothing;
  const now = host.clock.now();
  const last = new Date(thread.last_at).toDateString() === new Date(now).toDateString() ? timeText(thread.last_at) : dayText(thread.last_at, now);
  return html`<button type="button" class="thr" part="thread" tabindex=${tab} @click=${() => host.more!.openThread(message_id)}><b>${replies(thread.count)}</b><span>${last}</span></button>`;
}
