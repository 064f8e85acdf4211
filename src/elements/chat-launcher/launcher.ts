import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import type { Chat } from '../../core/chat/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { chatOf } from '../../core/client/chat-of.ts';
import { avatar } from '../internal/avatar.ts';
import { type AboutGuest, type GuestDoor, GuestDoorEvent } from '../internal/guest-door.ts';
import { icon, solid } from '../internal/icon.ts';
import { chevronDown, close, message } from '../internal/icons.ts';
import { stringsLocale } from '../internal/strings.ts';
import type { ChatLauncher } from './chat-launcher.ts';
import { ChatLauncherToggleEvent } from './events.ts';
import { launcherStyles } from './launcher.styles.ts';
import { t } from './words.ts';

const bubble = solid(
  'M5.3 3.5h9.4A2.3 2.3 0 0 1 17 5.8v5.9a2.3 2.3 0 0 1-2.3 2.3H9l-3.7 3c-.3.2-.8 0-.8-.4V14A2.3 2.3 0 0 1 3 11.7V5.8a2.3 2.3 0 0 1 2.3-2.3z',
);
const back = icon('M12.5 4.5 7 10l5.5 5.5', 'i flip');
const go = icon('M7.5 4.5 13 10l-5.5 5.5', 'i flip go');
/** Below it the panel fills the screen (LOOK 11). */
const SMALL = '(max-width: 479.98px)';
/** More are not counted on the badge; their number is still said. */
const MOST = 99;

/** All that `<chat-launcher>` draws: the button, and the panel over the page. */
export class Launcher {
  readonly #host: ChatLauncher;
  readonly #reflect: (...names: string[]) => void;
  #client: ClientApi | undefined;
  #chat: Chat | undefined;
  #undo: (() => void)[] = [];
  /** The channel that is shown; undefined on the first page. */
  #channelId: string | undefined;
  /** How the panel stands: as told last. */
  #told = { open: false, channelId: undefined as string | undefined, asking: false };
  /** How a guest comes in; undefined where none may, or not known yet. */
  #door: GuestDoor | undefined;
  /** What is asked of him before; and how that stands. */
  #guest: 'none' | 'asked' | 'entering' | 'failed' = 'none';
  /** The channel to be shown as soon as there is a client. */
  #wanted: string | undefined;
  /** The focus was in the panel that is about to close. */
  #inside = false;
  /** The page's own overflow, while it may not scroll behind a full screen. */
  #overflow: string | undefined;

  constructor(host: ChatLauncher, reflect: (...names: string[]) => void) {
    this.#host = host;
    this.#reflect = reflect;
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof ChatLauncher).elementStyles, ...launcherStyles]);
  }

  follow(client: ClientApi | undefined): void {
    if (!this.#door) this.#lookForDoor();
    if (client === this.#client) return;
    this.#leave();
    this.#client = client;
    this.#channelId = client && this.#wanted;
    if (!client) return;
    this.#wanted = undefined;
    this.#guest = 'none';
    this.#chat = chatOf(client);
    this.#undo = [this.#chat.on('channels', () => this.#host.requestUpdate())];
  }

  drop(): void {
    this.#leave();
    this.#client = undefined;
    this.#freeze(false);
    this.#panel?.close();
  }

  render(): TemplateResult {
    const { open } = this.#host;
    // what has the focus may be gone with this render
    this.#inside ||= !open && !!this.#panel?.contains((this.#host.renderRoot as ShadowRoot).activeElement);
    const unread = this.#unread;
    const n = new Intl.NumberFormat(stringsLocale()).format(unread);
    const label = open ? t('launcher.close') : unread ? t('launcher.open-unread', { n }) : t('launcher.open');
    return html`<button
        class="fab"
        part="button"
        aria-label=${label}
        aria-expanded=${open ? 'true' : 'false'}
        aria-controls="panel"
        aria-haspopup="dialog"
        @click=${this.#toggle}
      >
        ${open ? chevronDown : html`<slot name="icon">${bubble}</slot>`}${
          unread && !open ? html`<span class="badge" part="badge" aria-hidden="true">${unread > MOST ? `${MOST}+` : n}</span>` : nothing
        }
      </button>
      <dialog
        id="panel"
        class="lpanel"
        part="panel"
        aria-label=${t('launcher.panel')}
        @keydown=${this.#onKey}
        @cancel=${this.#onCancel}
      >
        ${open ? (this.#channelId ? this.#thread(this.#channelId) : this.#guest === 'none' ? this.#home() : this.#questions()) : nothing}
      </dialog>`;
  }

  rendered(): void {
    const { open } = this.#host;
    const panel = this.#host.isConnected ? this.#panel : null;
    this.#reflect(...(open ? ['open'] : []), ...(this.#unread ? ['unread'] : []));
    if (!panel) return;
    const before = this.#told;
    const now = { open, channelId: this.#channelId, asking: this.#guest !== 'none' };
    if (before.open === now.open && before.channelId === now.channelId && before.asking === now.asking && panel.open === open) return;
    this.#told = now;
    if (open && !panel.open) {
      const small = matchMedia(SMALL).matches;
      if (small) panel.showModal();
      else panel.show();
      this.#freeze(small);
    } else if (!open && panel.open) {
      panel.close();
      this.#freeze(false);
      if (this.#inside) this.#button?.focus();
      this.#inside = false;
    }
    if (open) this.#focusIn(panel);
    if (before.open !== now.open || before.channelId !== now.channelId) this.#host.dispatchEvent(new ChatLauncherToggleEvent(open, this.#channelId));
  }

  #home(): TemplateResult {
    const level = Math.min(6, Math.max(1, Math.trunc(this.#host.headingLevel) || 3));
    const channelId = this.#team;
    const heads = this.#heads;
    return html`<div class="bar"><span></span>${this.#closeButton()}</div>
      <div class="home">
        <span class="hello" role="heading" aria-level=${level} tabindex="-1">${t('launcher.hello')}</span>
        ${this.#client?.state === 'connected' || this.#isGuestToBe ? nothing : html`<p class="note">${t('launcher.offline')}</p>`}
        ${
          channelId || this.#isGuestToBe
            ? html`<button class="cta" @click=${() => (this.#isGuestToBe ? this.#begin() : this.#show(channelId))}>
                <span class="disc">${message}</span
                ><span class="cap-t"><b>${t('launcher.message')}</b><span class="vh">. </span><span>${t('launcher.message-why')}</span></span>${go}
              </button>`
            : nothing
        }<slot name="home"></slot>
        ${
          heads.length
            ? html`<span class="group" role="heading" aria-level=${Math.min(6, level + 1)}>${t('launcher.conversations')}</span>
                <div role="list">
                  ${heads.map(({ channel, unread }) => {
                    const name = channel.name || channel.channel_id;
                    return html`<div role="listitem">
                      <button class="row" @click=${() => this.#show(channel.channel_id)}>
                        ${avatar(name, { key: channel.channel_id, src: channel.profile_url, square: true })}<span class="cap-t"
                          ><b class="trunc" dir="auto">${name}</b><span class="trunc" dir="auto">${channel.last_message?.content ?? nothing}</span></span
                        >${unread ? html`<span class="count"><span class="vh">, </span>${t('launcher.unread', { n: unread })}</span>` : nothing}
                      </button>
                    </div>`;
                  })}
                </div>`
            : nothing
        }
      </div>`;
  }

  /** Who a guest is, as far as he says it. */
  #questions(): TemplateResult {
    const asked = this.#asked;
    const busy = this.#guest === 'entering';
    const level = Math.min(6, Math.max(1, Math.trunc(this.#host.headingLevel) || 3));
    return html`<div class="bar">
        <button class="ib" aria-label=${t('launcher.back')} @click=${this.#stay}>${back}</button>${this.#closeButton()}
      </div>
      <form class="home" @submit=${this.#onAnswers}>
        <span class="hello" role="heading" aria-level=${level} tabindex="-1">${asked.length ? t('launcher.ask') : t('launcher.hello')}</span>
        ${asked.includes('name') ? html`<label class="ask">${t('launcher.name')}<input name="name" autocomplete="name" maxlength="150" /></label>` : nothing}
        ${
          asked.includes('email')
            ? html`<label class="ask">${t('launcher.email')}<input name="email" type="email" autocomplete="email" maxlength="200" /></label>`
            : nothing
        }
        <p class="note" role="status">${this.#guest === 'failed' ? t('launcher.failed') : nothing}</p>
        <button class="cta" aria-disabled=${busy ? 'true' : 'false'}>
          <span class="disc">${message}</span><span class="cap-t"><b>${t('launcher.start')}</b></span>
        </button>
      </form>`;
  }

  #thread(channelId: string): TemplateResult {
    return html`<div class="bar">
        <button class="ib" aria-label=${t('launcher.back')} @click=${() => this.#show(undefined)}>${back}</button>${this.#closeButton()}
      </div>
      <chat-channel class="thread" channel-id=${channelId} .client=${this.#client}></chat-channel>`;
  }

  #closeButton(): TemplateResult {
    return html`<button class="ib" aria-label=${t('launcher.close')} @click=${this.#close}>${close}</button>`;
  }

  #show(channelId: string | undefined): void {
    this.#channelId = channelId;
    if (channelId && !customElements.get('chat-channel')) console.warn('<chat-launcher> needs <chat-channel>: import its define.js too');
    this.#host.requestUpdate();
  }

  /** The team's channel: the guest's own, or the page's. */
  get #team(): string {
    return this.#door?.channelId || this.#host.channelId;
  }

  get #isGuestToBe(): boolean {
    return !this.#client && this.#door !== undefined;
  }

  get #asked(): string[] {
    return this.#host.ask.split(/\s+/).filter((one) => one === 'name' || one === 'email');
  }

  #looking = false;
  #lookForDoor(): void {
    if (this.#looking) return;
    const event = new GuestDoorEvent();
    this.#host.dispatchEvent(event);
    if (!event.door) return;
    this.#looking = true;
    event.door.then(
      (door) => {
        this.#door = door;
        this.#host.requestUpdate();
      },
      () => {
        this.#looking = false;
      },
    );
  }

  #begin(): void {
    this.#guest = 'asked';
    if (this.#asked.length === 0) void this.#enter({});
    this.#host.requestUpdate();
  }

  async #enter(about: AboutGuest): Promise<void> {
    const door = this.#door;
    if (!door || this.#guest === 'entering') return;
    this.#guest = 'entering';
    this.#host.requestUpdate();
    try {
      await door.enter(about);
      if (this.#client) this.#show(this.#team || undefined);
      else this.#wanted = this.#team;
    } catch {
      this.#guest = 'failed';
      this.#host.requestUpdate();
    }
  }

  readonly #onAnswers = (event: SubmitEvent): void => {
    event.preventDefault();
    const answers = new FormData(event.target as HTMLFormElement);
    const said = (name: string): string => String(answers.get(name) ?? '').trim();
    const [name, email] = [said('name'), said('email')];
    void this.#enter({ ...(name && { name }), ...(email && { email }) });
  };

  readonly #stay = (): void => {
    this.#guest = 'none';
    this.#host.requestUpdate();
  };

  /** The composer where there is a keyboard, else the words above: a keyboard on the screen comes only when asked for (LOOK 7). */
  #focusIn(panel: HTMLDialogElement): void {
    const channel = panel.querySelector<HTMLElement & { updateComplete?: Promise<unknown> }>('chat-channel');
    if (!channel) (panel.querySelector<HTMLElement>('.ask input') ?? panel.querySelector<HTMLElement>('.hello'))?.focus();
    else if (matchMedia('(pointer: fine)').matches)
      void channel.updateComplete?.then(() => {
        if (channel.isConnected) channel.focus();
      });
    else panel.querySelector<HTMLElement>('.ib')?.focus();
  }

  /** What I have begun, and what others have begun with me: latest first. */
  get #heads(): Chat['channels'] {
    return this.#chat?.channels ?? [];
  }

  get #unread(): number {
    return this.#heads.reduce((sum, { unread }) => sum + unread, 0);
  }

  get #panel(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog');
  }

  get #button(): HTMLButtonElement | null {
    return this.#host.renderRoot.querySelector('.fab');
  }

  #leave(): void {
    for (const off of this.#undo.splice(0)) off();
    this.#chat = undefined;
  }

  /** The page behind a full screen stays where it is. */
  #freeze(on: boolean): void {
    const { style } = document.documentElement;
    if (on && this.#overflow === undefined) {
      this.#overflow = style.overflow;
      style.overflow = 'hidden';
    } else if (!on && this.#overflow !== undefined) {
      style.overflow = this.#overflow;
      this.#overflow = undefined;
    }
  }

  readonly #toggle = (): void => {
    this.#host.open = !this.#host.open;
  };

  readonly #close = (): void => {
    this.#host.open = false;
  };

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    this.#close();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  };
}
