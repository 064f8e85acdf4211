import { html, type TemplateResult } from 'lit';
import { Lazy } from '../../../core/base/lazy.ts';
import type { Chat, ChatMessage } from '../../../core/chat/api.ts';
import { chatOf } from '../../../core/client/chat-of.ts';
import { resumePush } from '../../../core/client/push-of.ts';
import { buttonStyles } from '../../internal/button.styles.ts';
import { lineStyles } from '../../internal/parts.styles.ts';
import type { ChannelHost } from '../host.ts';
import { jumpTo, nameOf } from './acts.ts';
import { thumbs } from './attachments.ts';
import { writingStyles } from './composer/writing.styles.ts';
import { Writing } from './composer/writing.ts';
import { CustomMessages } from './custom.ts';
import { dress } from './dress.ts';
import { fileContent } from './file-content.ts';
import { FileLinks } from './file-links.ts';
import { Gestures } from './gestures.ts';
import { search } from './icons.ts';
import type { MessageMenu } from './menu/menu.ts';
import { Mute } from './mute.ts';
import { Notes } from './notes.ts';
import type { Panels } from './panels/panels.ts';
import { PhotoViewer } from './photo-viewer.ts';
import { Pins } from './pins.ts';
import { notice, showAll, sign, trouble } from './rare-rows.ts';
import { onInnerKey, onRowKey } from './row-keys.ts';
import { Speaker } from './speaker.ts';
import { banner, counter, dropText, frozenTag, jump, locked, middle, stateSaid, stickyDay, typists } from './states.ts';
import { fileStyles } from './styles/files.styles.ts';
import { forcedStyles } from './styles/forced.styles.ts';
import { richStyles } from './styles/rich.styles.ts';
import { stateStyles } from './styles/states.styles.ts';
import { summary } from './summary.ts';
import { VoiceMessages } from './voice/voice.ts';
import { t } from './words.ts';

const menus = new Lazy(() => import('./menu/menu.ts'));
const panels = new Lazy(() => import('./panels/panels.ts'));

type Host = ChannelHost & HTMLElement;

/**
 * What one `<chat-channel>` can do without until its history is painted: files and their viewer, keys on messages, speech, rare rows,
 * banners and locks, with their styles and words. One chunk, opened by `extras-door.ts`.
 */
export class ChannelExtras {
  static readonly styles = [...buttonStyles, stateStyles, fileStyles, richStyles, lineStyles, writingStyles, forcedStyles];

  readonly viewer: PhotoViewer;
  readonly speaker: Speaker;
  readonly links: FileLinks;
  readonly writing: Writing;
  readonly thumbs = thumbs();

  readonly banner = banner;
  readonly counter = counter;
  readonly dropText = dropText;
  readonly fileContent = fileContent;
  readonly jump = jump;
  readonly locked = locked;
  readonly middle = middle;
  readonly notice = notice;
  readonly onInnerKey = onInnerKey;
  readonly onRowKey = onRowKey;
  readonly showAll = showAll;
  readonly sign = sign;
  readonly stateSaid = stateSaid;
  readonly stickyDay = stickyDay;
  readonly summary = summary;
  readonly trouble = trouble;
  readonly typists = typists;

  readonly dress = dress;
  readonly custom = new CustomMessages();
  readonly mute: Mute;
  readonly notes: Notes;
  readonly pins: Pins;
  readonly voice: VoiceMessages;

  readonly #host: Host;
  readonly #gestures: Gestures;
  #menu: MessageMenu | undefined;
  #panels: Panels | undefined;
  /** How often a row must be painted anew, though its message is the same. */
  readonly #turns = new Map<string, number>();
  #chat: Chat | undefined;
  #stopChat: (() => void)[] = [];

  constructor(host: ChannelHost) {
    this.#host = host as Host;
    this.viewer = new PhotoViewer(host);
    this.links = new FileLinks(host, this.viewer);
    this.writing = new Writing(host);
    this.mute = new Mute(this.#host);
    this.notes = new Notes(host);
    this.pins = new Pins(host);
    this.voice = new VoiceMessages(host);
    this.#gestures = new Gestures(host, this.#host.shadowRoot!);
    this.speaker = new Speaker(
      () => host.clock,
      (text, assertive) => host.say(text, assertive),
    );
    host.addController({
      hostUpdated: () => {
        this.#listen();
        this.pins.watch();
        if (this.custom.any) queueMicrotask(() => this.custom.sweep(host)); // once the rows are painted
        this.#panels?.updated();
      },
      hostDisconnected: () => {
        this.#leaveChat();
        this.mute.reset();
        this.voice.reset();
      },
    });
  }

  /** Another channel. */
  reset(): void {
    this.speaker.reset();
    this.links.reset();
    this.custom.reset();
    this.mute.reset();
    this.pins.reset();
    this.voice.reset();
    this.#gestures.reset();
    this.#menu?.close();
    this.#panels?.close();
    this.#turns.clear();
  }

  /** Part of a row's signature. */
  turn(key: string): number {
    return this.#turns.get(key) ?? 0;
  }

  /** Paints a row anew. */
  touch(key: string): void {
    this.#turns.set(key, this.turn(key) + 1);
    this.#host.list?.repaint();
  }

  /** Beside the name. */
  tags(): unknown {
    return html`${this.#host.view?.access === 'frozen' ? frozenTag() : null}${this.mute.sign()}`;
  }

  /** At the end of the header. */
  tools(): TemplateResult | null {
    if (this.#host.threadId !== undefined || !this.#host.view) return null;
    return html`<button type="button" class="ib opt" aria-label=${t('chat.search')} aria-haspopup="dialog" @click=${() => this.openSearch()}>${search}</button>${this.mute.button()}`;
  }

  /** What lies over the list. */
  overlays(): unknown {
    return html`${this.notes.render()}${this.viewer.render()}${this.#menu?.render()}${this.mute.menu()}${this.#panels?.render()}`;
  }

  /** The menu of a message, beside its bubble or at the pointer; with `reacting` the focus starts at the reactions. */
  openMenu(item: ChatMessage, anchor: HTMLElement, reacting = false, at?: { clientX: number; clientY: number }): void {
    void menus.load().then(({ MessageMenu }) => {
      this.#menu ??= new MessageMenu(this.#host);
      this.#menu.open(item, anchor, reacting, at);
    }, this.#failed);
  }

  openSearch(): void {
    this.#withPanels((one) => one.search());
  }

  openPins(): void {
    this.#withPanels((one) => one.pins());
  }

  openThread(messageId: number): void {
    this.#withPanels((one) => one.thread(messageId));
  }

  openVersions(item: ChatMessage): void {
    this.#withPanels((one) => one.versions(item));
  }

  openForward(item: ChatMessage): void {
    this.#withPanels((one) => one.forward(item));
  }

  openReport(item: ChatMessage): void {
    this.#withPanels((one) => one.report(item));
  }

  /** Shows a message, or the first of a day, wherever it is. */
  jumpTo(place: { messageId: number } | { atMs: number }): Promise<boolean> {
    return jumpTo(this.#host, place);
  }

  #withPanels(task: (one: Panels) => void): void {
    void panels.load().then(({ Panels }) => {
      this.#panels ??= new Panels(this.#host);
      task(this.#panels);
    }, this.#failed);
  }

  readonly #failed = (): void => this.notes.show(t('chat.failed'));

  /** A reaction to a message of mine is told (LOOK 8), and how loud the channel is. */
  #listen(): void {
    const client = this.#host.boundClient;
    const chat = client && this.#host.view ? chatOf(client) : undefined;
    this.mute.follow(chat);
    if (chat === this.#chat) return;
    if (client) resumePush(client);
    this.#leaveChat();
    this.#chat = chat;
    if (!chat) return;
    this.#stopChat = [
      chat.on('channels', () => this.mute.read()),
      chat.on('entry', (channelId, _offset, entry) => {
        const { view, model } = this.#host;
        if (entry.kind !== 'reaction' || !entry.on || channelId !== view?.channelId || entry.user.user_id === client!.userId) return;
        if (document.visibilityState === 'hidden') return;
        const own = model.items.some((item) => item.kind === 'message' && item.own && item.message?.message_id === entry.message_id);
        if (own) this.#host.say(t('chat.said.reacted', { name: entry.user.name || nameOf(this.#host, entry.user.user_id), emoji: entry.emoji }));
      }),
    ];
  }

  #leaveChat(): void {
    for (const stop of this.#stopChat.splice(0)) stop();
    this.#chat = undefined;
  }
}
