import { html, type TemplateResult } from 'lit';
import type { Timer } from '../../../core/base/clock.ts';
import type { ChannelView, Chat } from '../../../core/chat/api.ts';
import type { MuteMenu } from '../../internal/mute/mute-menu.ts';
import { muteMenus } from '../../internal/mute/mute-menu-door.ts';
import { bell, bellOff, isMuted, type Loudness, mutedText, quietSaid, quietUntil } from '../../internal/mute/muted.ts';
import { t as m } from '../../internal/mute/words.ts';
import type { ChannelHost } from '../host.ts';
import { act } from './acts.ts';
import { t } from './words.ts';

/** Timers hold no more than 24 days. */
const WAIT_MAX_MS = 86_400_000;

/** How loud the channel is for me: a sign beside its name while it is muted, and a menu in the header. */
export class Mute {
  #chat: Chat | undefined;
  #view: ChannelView | undefined;
  #notify: Loudness;
  #menu: MuteMenu | undefined;
  #timer: Timer | undefined;
  readonly #host: ChannelHost & HTMLElement;

  constructor(host: ChannelHost & HTMLElement) {
    this.#host = host;
  }

  /** After each update of the element: looks again where it shows another channel. */
  follow(chat: Chat | undefined): void {
    const { view } = this.#host;
    if (chat === this.#chat && view === this.#view) return;
    this.#chat = chat;
    this.#view = view;
    this.read();
  }

  /** The list of channels is another one. */
  read(): void {
    const id = this.#view?.threadId === undefined ? this.#view?.channelId : undefined;
    const notify = id === undefined ? undefined : this.#chat?.channels.find(({ channel }) => channel.channel_id === id)?.notify;
    if (notify?.mode === this.#notify?.mode && notify?.until === this.#notify?.until) return;
    this.#notify = notify;
    this.#host.requestUpdate();
    this.#wait();
  }

  reset(): void {
    this.#menu?.close();
    this.#chat = this.#view = this.#notify = undefined;
    this.#host.clock.clearTimeout(this.#timer);
  }

  /** Beside the name. */
  sign(): TemplateResult | undefined {
    if (!this.#isMuted) return undefined;
    const text = mutedText(this.#notify, this.#host.clock.now());
    return html`<span class="hushed" title=${text}>${bellOff}<span class="vh">${t('chat.comma')} ${text}</span></span>`;
  }

  /** Among the tools of the header. */
  button(): TemplateResult {
    const label = m('chat.mute');
    return html`<button type="button" class="ib opt" aria-label=${label} title=${label} aria-haspopup="menu" aria-expanded=${String(this.#menu?.anchor !== undefined)}
      @click=${this.#onClick}>${this.#isMuted ? bellOff : bell}</button>`;
  }

  menu(): TemplateResult | null {
    return this.#menu?.render() ?? null;
  }

  get #isMuted(): boolean {
    return isMuted(this.#notify, this.#host.clock.now());
  }

  /** The sign goes by itself when the time is over. */
  #wait(): void {
    const { clock } = this.#host;
    const until = quietUntil(this.#notify);
    clock.clearTimeout(this.#timer);
    if (until === undefined || !this.#isMuted) return;
    this.#timer = clock.setTimeout(
      () => {
        this.#host.requestUpdate();
        this.#wait();
      },
      Math.min(until - clock.now(), WAIT_MAX_MS),
    );
  }

  readonly #onClick = (event: Event): void => {
    const host = this.#host;
    const anchor = event.currentTarget as HTMLElement;
    void muteMenus.load().then(
      ({ MuteMenu }) => {
        this.#menu ??= new MuteMenu(host);
        void this.#menu.open({
          anchor,
          notify: this.#notify,
          nowMs: host.clock.now(),
          choose: async (quiet) => {
            const done = await act(host, (can) => can.notify(quiet.mode, quiet.mode === 'none' ? quiet.seconds : undefined));
            if (done) host.say(quietSaid(quiet, host.clock.now()));
          },
        });
      },
      () => host.more?.notes.show(t('chat.failed')),
    );
  };
}
