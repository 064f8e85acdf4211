import type { ReactiveControllerHost } from 'lit';
import type { Timer } from '../../core/base/clock.ts';
import type { Chat } from '../../core/chat/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { MuteMenu } from '../internal/mute/mute-menu.ts';
import { muteMenus } from '../internal/mute/mute-menu-door.ts';
import { isMuted, type Quiet, quietSaid, quietUntil } from '../internal/mute/muted.ts';
import { t } from './words.ts';

/** Timers hold no more than 24 days. */
const WAIT_MAX_MS = 86_400_000;

/** How loud the channels of the list are: a menu on each line, and the signs that go by themselves when their time is over. */
export class Mutes {
  #menu: MuteMenu | undefined;
  /** The channel whose menu is open. */
  #channelId = '';
  #client: ClientApi | undefined;
  #timer: Timer | undefined;
  #timerAt: number | undefined;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #say: (text: string) => void;

  constructor(host: ReactiveControllerHost & HTMLElement, say: (text: string) => void) {
    this.#host = host;
    this.#say = say;
  }

  /** Whose menu is open. */
  get open(): string | undefined {
    return this.#menu?.anchor ? this.#channelId : undefined;
  }

  /** The list was drawn with these channels. */
  follow(client: ClientApi, channels: Chat['channels']): void {
    const now = client.clock.now();
    const ends = channels.flatMap(({ notify }) => (isMuted(notify, now) ? [quietUntil(notify) ?? []].flat() : []));
    const next = ends.length ? Math.min(...ends) : undefined;
    if (client === this.#client && next === this.#timerAt) return;
    this.#stop();
    this.#client = client;
    this.#timerAt = next;
    if (next === undefined) return;
    this.#timer = client.clock.setTimeout(
      () => {
        this.#timerAt = undefined;
        this.#host.requestUpdate();
      },
      Math.min(next - now, WAIT_MAX_MS),
    );
  }

  drop(): void {
    this.#menu?.close(false);
    this.#stop();
    this.#client = undefined;
  }

  /** Opens the menu of a line at its button. */
  ask(client: ClientApi, { channel, notify }: Chat['channels'][number], anchor: HTMLElement): void {
    const failed = () => this.#say(t('channels.not-muted'));
    muteMenus.load().then(({ MuteMenu }) => {
      this.#menu ??= new MuteMenu(this.#host);
      this.#channelId = channel.channel_id;
      const nowMs = client.clock.now();
      // my other devices, and this list, hear of it by the chat
      const choose = (quiet: Quiet) => {
        const asked = client.connection.request('channel.notify', { channel_id: channel.channel_id, ...quiet });
        asked.then(() => this.#say(quietSaid(quiet, client.clock.now())), failed);
      };
      void this.#menu.open({ anchor, notify, nowMs, choose });
    }, failed);
  }

  render(): unknown {
    return this.#menu?.render();
  }

  #stop(): void {
    this.#client?.clock.clearTimeout(this.#timer);
    this.#timerAt = undefined;
  }
}
