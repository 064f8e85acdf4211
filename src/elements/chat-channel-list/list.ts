import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Timer } from '../../core/base/clock.ts';
import type { Chat } from '../../core/chat/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { chatOf } from '../../core/client/chat-of.ts';
import { draftsOf } from '../../core/client/drafts-of.ts';
import { isPushed } from '../../core/client/push-of.ts';
import { icon } from '../internal/icon.ts';
import { close, message, offline } from '../internal/icons.ts';
import { isMuted } from '../internal/mute/muted.ts';
import type { ChatChannelList } from './chat-channel-list.ts';
import { ChatChannelListSelectEvent } from './events.ts';
import { listStyles } from './list.styles.ts';
import { Mutes } from './mutes.ts';
import type { NotifyButton } from './notify.ts';
import { nextMidnight, whenText } from './preview.ts';
import { channelLine, foundLine, type LineView } from './row.ts';
import { MessageSearch } from './search.ts';
import { TypingWatch } from './typing-watch.ts';
import { t } from './words.ts';

const glass = icon('M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13.2 13.2l3.8 3.8');

interface Ports {
  say(text: string): void;
  reflect(...names: string[]): void;
}

/** All that `<chat-channel-list>` draws, and the channels behind it. */
export class ChannelList {
  readonly #host: ChatChannelList;
  readonly #ports: Ports;
  readonly #search: MessageSearch;
  readonly #mutes: Mutes;
  #client: ClientApi | undefined;
  #chat: Chat | undefined;
  #typing: TypingWatch | undefined;
  #notify: NotifyButton | undefined;
  #asksToNotify = false;
  #undo: (() => void)[] = [];
  #loaded = false;
  /** Key of the line with the tab stop. */
  #at = '';
  #midnight: Timer | undefined;
  #told = '';

  constructor(host: ChatChannelList, ports: Ports) {
    this.#host = host;
    this.#ports = ports;
    this.#search = new MessageSearch(() => host.requestUpdate());
    this.#mutes = new Mutes(host, ports.say);
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof ChatChannelList).elementStyles, ...listStyles]);
  }

  follow(client: ClientApi | undefined): void {
    const wanted = client !== undefined && (this.#host.notifyMe || isPushed(client));
    if (wanted && client === this.#client) this.#loadNotify(client);
    if (client === this.#client) return;
    this.drop();
    this.#client = client;
    if (!client) return;
    if (wanted) this.#loadNotify(client);
    const changed = () => this.#host.requestUpdate();
    const chat = chatOf(client);
    this.#chat = chat;
    this.#typing = new TypingWatch(client, chat, changed);
    this.#loaded = chat.channels.length > 0;
    this.#undo = [
      chat.on('channels', () => {
        this.#loaded = true;
        changed();
      }),
    ];
    if (!this.#loaded) void this.#learnWhetherEmpty(client);
    const nextDay = () => {
      this.#midnight = client.clock.setTimeout(() => {
        changed();
        nextDay();
      }, nextMidnight(client.clock.now()) - client.clock.now());
    };
    nextDay();
  }

  drop(): void {
    for (const off of this.#undo.splice(0)) off();
    this.#typing?.drop();
    this.#notify?.drop();
    this.#mutes.drop();
    this.#notify = undefined;
    this.#asksToNotify = false;
    this.#client?.clock.clearTimeout(this.#midnight);
    this.#search.set('', this.#client);
    this.#client = this.#chat = this.#typing = undefined;
    this.#loaded = false;
  }

  render(): TemplateResult {
    const level = Math.min(5, Math.max(1, Math.trunc(this.#host.headingLevel) || 3));
    const { query } = this.#search;
    return html`<div class="card" @keydown=${this.#onKey} @focusin=${this.#onFocus}>
      <div class="card-h" part="header">
        <span class="title" role="heading" aria-level=${level}>${t('channels.title')}</span>${this.#host.notifyMe ? (this.#notify?.render() ?? nothing) : nothing}<slot name="header"></slot>
      </div>
      <div class="sr" role="search">
        <label class="field" part="search"
          >${glass}<input
            type="search"
            placeholder=${t('channels.search')}
            aria-label=${t('channels.search-label')}
            autocomplete="off"
            enterkeyhint="search"
            .value=${query}
            @input=${this.#onInput}
          />${query ? html`<button class="clear" aria-label=${t('channels.clear')} @click=${this.#clear}>${close}</button>` : nothing}</label
        >
      </div>
      ${query ? this.#results(query, level + 1) : this.#channels()} ${this.#mutes.render()}
    </div>`;
  }

  rendered(): void {
    const { query, pending } = this.#search;
    const names = query ? ['searching'] : [];
    if (!this.#loaded && this.#client) names.push('loading');
    else if (!this.#rows.length) names.push('empty');
    this.#ports.reflect(...names);
    if (query && !pending && query !== this.#told) {
      this.#told = query;
      const n = this.#rows.length;
      this.#ports.say(n ? t.count('channels.results', n) : t('channels.no-match', { query }));
    } else if (!query) this.#told = '';
  }

  #channels(): TemplateResult {
    const client = this.#client;
    const heads = this.#chat?.channels ?? [];
    if (heads.length) return html`<div class="scroll">${this.#group(heads, t('channels.list'))}</div>`;
    if (!client || client.state === 'failed' || client.state === 'disconnected')
      return this.#empty(offline, t('channels.offline'), t('channels.offline-why'));
    if (this.#loaded) return this.#empty(message, t('channels.empty'), t('channels.empty-why'), html`<slot name="empty"></slot>`);
    const bone = html`<div class="bones" aria-hidden="true"><span class="bone sq"></span><span class="bone"></span></div>`;
    return html`<div class="scroll"><span class="vh">${t('channels.loading')}</span>${bone}${bone}${bone}${bone}</div>`;
  }

  #results(query: string, level: number): TemplateResult {
    const { found, pending, failed } = this.#search;
    const wanted = query.toLocaleLowerCase();
    const all = this.#chat?.channels ?? [];
    const heads = all.filter(({ channel }) => (channel.name || channel.channel_id).toLocaleLowerCase().includes(wanted));
    const messages = found.flatMap((one) => {
      const head = all.find(({ channel }) => channel.channel_id === one.channel_id);
      return head ? [{ one, channel: head.channel, key: `${one.channel_id} ${one.message_id}` }] : [];
    });
    if (!heads.length && !messages.length && !pending && !failed)
      return this.#empty(
        glass,
        t('channels.no-match', { query }),
        t('channels.no-match-why'),
        html`<button class="btn" @click=${this.#clear}>${t('channels.clear')}</button>`,
      );
    const keys = [...heads.map(({ channel }) => channel.channel_id), ...messages.map(({ key }) => key)];
    const stop = keys.includes(this.#at) ? this.#at : keys[0];
    const heading = (text: string) => html`<div class="group" role="heading" aria-level=${level}>${text}</div>`;
    return html`<div class="scroll" aria-busy=${pending ? 'true' : 'false'}>
      ${heads.length ? html`${heading(t('channels.list'))}${this.#group(heads, t('channels.list'), stop)}` : nothing}
      ${
        messages.length
          ? html`${heading(t('channels.found'))}
            <div role="list" aria-label=${t('channels.found')}>
              ${repeat(
                messages,
                ({ key }) => key,
                ({ one, channel, key }) =>
                  foundLine(key, one, channel, query, {
                    ...this.#line(channel.channel_id, one.created_at, key === stop, one.message_id),
                    current: false,
                    me: this.#client!.userId,
                  }),
              )}
            </div>`
          : nothing
      }
      ${failed ? html`<p class="note" role="status">${t('channels.not-searched')}</p>` : nothing}
    </div>`;
  }

  #group(heads: Chat['channels'], label: string, stop = this.#stopAmong(heads)): TemplateResult {
    const client = this.#client!;
    const drafts = draftsOf(client);
    this.#mutes.follow(client, heads);
    return html`<div role="list" aria-label=${label}>
      ${repeat(
        heads,
        ({ channel }) => channel.channel_id,
        (head) => {
          const { channel } = head;
          const id = channel.channel_id;
          return channelLine(head, {
            ...this.#line(id, channel.last_message?.created_at ?? channel.created_at, id === stop),
            me: client.userId,
            draft: drafts.of(id).replaceAll(/\s+/g, ' ').trim(),
            typing: this.#typing!.of(id),
            mention: head.mentions > 0,
            muted: isMuted(head.notify, client.clock.now()),
            muting: this.#mutes.open === id,
            mute: (event) => this.#mutes.ask(client, head, event.currentTarget as HTMLElement),
          });
        },
      )}
    </div>`;
  }

  /** Also without the button: a notification that is clicked leads to its channel. */
  #loadNotify(client: ClientApi): void {
    if (this.#asksToNotify) return;
    this.#asksToNotify = true;
    import('./notify.ts').then(
      ({ NotifyButton }) => {
        if (client !== this.#client || this.#notify) return;
        this.#notify = new NotifyButton(client, {
          changed: () => this.#host.requestUpdate(),
          say: (text) => this.#ports.say(text),
          opened: (opened) => opened.kind === 'message' && this.#open(opened.channelId, opened.messageId),
        });
      },
      () => {
        this.#asksToNotify = false; // asked for again with the next change
      },
    );
  }

  #stopAmong(heads: Chat['channels']): string | undefined {
    const has = (id: string) => heads.some(({ channel }) => channel.channel_id === id);
    const { selected } = this.#host;
    return has(this.#at) ? this.#at : has(selected) ? selected : heads[0]?.channel.channel_id;
  }

  #line(channelId: string, atMs: number, stop: boolean, messageId?: number): LineView {
    const { href, selected } = this.#host;
    return {
      stop,
      current: channelId === selected,
      href: href === undefined ? `#${channelId}` : href.replaceAll('{id}', encodeURIComponent(channelId)),
      when: whenText(atMs, this.#client!.clock.now()),
      choose: (event) => this.#choose(event, channelId, messageId),
    };
  }

  #choose(event: MouseEvent, channelId: string, messageId?: number): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // the browser's own: another tab or window
    if (this.#host.href === undefined) event.preventDefault();
    this.#open(channelId, messageId);
  }

  #open(channelId: string, messageId?: number): void {
    this.#host.selected = channelId;
    this.#host.dispatchEvent(new ChatChannelListSelectEvent(channelId, messageId));
  }

  #empty(glyph: unknown, title: string, why: string, more: unknown = nothing): TemplateResult {
    return html`<div class="empty"><span class="glyph">${glyph}</span><b dir="auto">${title}</b><p>${why}</p>${more}</div>`;
  }

  /** The chat tells when the list changes, not that it is known and empty. */
  async #learnWhetherEmpty(client: ClientApi): Promise<void> {
    if (client.state !== 'connected') return; // the next hello tells
    try {
      await client.connection.request('channel.joined', {}, { retry: true });
    } catch {
      return; // the next hello tells
    }
    if (client !== this.#client) return;
    this.#loaded = true;
    this.#host.requestUpdate();
  }

  get #rows(): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.crow')];
  }

  get #input(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector('input');
  }

  readonly #onInput = (event: Event): void => {
    this.#search.set((event.target as HTMLInputElement).value.trimStart(), this.#client);
    this.#host.requestUpdate();
  };

  readonly #clear = (): void => {
    this.#search.set('', this.#client);
    this.#host.requestUpdate();
    this.#input?.focus();
  };

  readonly #onFocus = (event: FocusEvent): void => {
    const key = (event.target as HTMLElement).closest<HTMLElement>('.crow')?.dataset.key;
    if (key && key !== this.#at) this.#at = key;
    this.#host.requestUpdate(); // a draft may be there now
  };

  /** One tab stop for all lines; the arrows go along them, and from the search to the first. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const rows = this.#rows;
    const input = this.#input;
    const target = event.target as HTMLElement;
    if (target === input) {
      if (event.key === 'Escape' && this.#search.query) this.#clear();
      else if (event.key === 'ArrowDown' && rows.length) rows[0]!.focus();
      else return;
    } else if (event.key === '/') input?.focus();
    else {
      const at = rows.indexOf(target.closest<HTMLElement>('.crow')!);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
      if (at < 0 || to === undefined) return;
      rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
    }
    event.preventDefault();
  };
}
