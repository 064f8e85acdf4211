import { html, type PropertyValues, type TemplateResult } from 'lit';
import { type Clock, systemClock, type Timer } from '../../core/base/clock.ts';
import type { ChannelView, ChatItem, ChatMessage } from '../../core/chat/api.ts';
import { chatOf } from '../../core/client/chat-of.ts';
import type { FileData } from '../../core/protocol/index.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { arrowDown } from '../internal/icons.ts';
import { avatarStyles, buttonStyles, controlStyles } from '../internal/parts.styles.ts';
import { property } from '../internal/property.ts';
import { onStringsChange, plural } from '../internal/strings.ts';
import { tokens } from '../internal/tokens.styles.ts';
import { styles } from './chat-channel.styles.ts';
import { composerStyles } from './composer.styles.ts';
import { Composer, type ComposerHost } from './composer.ts';
import { ChatChannelErrorEvent, ChatChannelSentEvent, type ChatChannelState, ChatChannelStateEvent } from './events.ts';
import { extras, loadExtras } from './extras-door.ts';
import { dayText } from './format.ts';
import { banner, header, locked, middle, typingLine } from './frame.ts';
import { ListKeys, type ListKeysHost } from './list-keys.ts';
import type { PhotoViewer } from './photo-viewer.ts';
import { CLOCK_AFTER_MS, fileOf, type RowHost, RowPainter, type ShownFile } from './row-painter.ts';
import { type Row, RowModel } from './rows.ts';
import type { Speaker } from './speaker.ts';
import { plainName } from './text.ts';
import { ListWindow } from './window/list-window.ts';
import { t } from './words.ts';

/** What holds until the server has said otherwise. */
const LIMITS = { message_length: 10_000, file_bytes: 25_000_000 };

/**
 * One channel: its messages and a box to write in. Give it a height; it fills it.
 * @tag chat-channel
 * @attr {string} channel-id - Channel to show.
 * @slot call - A call button, in the header.
 * @slot header-actions - More buttons, at the end of the header.
 * @slot empty - Instead of the words of an empty channel.
 * @slot composer-start - Before the paperclip.
 * @slot composer-end - Before Send.
 * @csspart header - Top bar; its lower edge shows the connection.
 * @csspart title - Name of the channel.
 * @csspart presence - Members, who is online, or the connection's trouble.
 * @csspart list - The scrolling list.
 * @csspart row - One message or notice.
 * @csspart bubble - A message's bubble.
 * @csspart meta - Time and ticks.
 * @csspart avatar - Picture or initials.
 * @csspart day - Day heading.
 * @csspart unread - Divider before the first unread message.
 * @csspart typing - Who is typing.
 * @csspart jump - Button to the newest message.
 * @csspart composer - Where to write.
 * @csspart input - The text box.
 * @csspart send - The Send button.
 * @csspart banner - Told above the list: offline.
 * @csspart notice - What stands instead of the composer: frozen, read-only, banned.
 * @cssState loading - Messages are being fetched.
 * @cssState ready - Messages are shown.
 * @cssState empty - There are none yet.
 * @cssState offline - The machine is offline, or the client is not connected.
 * @cssState reconnecting - The connection is being mended.
 * @cssState error - Messages did not load.
 * @cssState writable - The user may write.
 * @cssState frozen - Only moderators may write.
 * @cssState read-only - Only managers may write.
 * @cssState banned - The user may not write.
 * @cssState pinned - The newest message is in sight.
 * @fires {ChatChannelStateEvent} chat-channel-state - It shows another state.
 * @fires {ChatChannelSentEvent} chat-channel-sent - The user sent a text or a file.
 * @fires {ChatChannelErrorEvent} chat-channel-error - Loading or sending failed.
 */
export class ChatChannel extends BaseElement implements RowHost, ListKeysHost, ComposerHost {
  // Focus goes to the text box by `focus()`, not to the first focusable thing by a click anywhere.
  static override shadowRootOptions: ShadowRootInit = { ...BaseElement.shadowRootOptions, delegatesFocus: false };
  static override styles = [tokens, buttonStyles, controlStyles, avatarStyles, styles, composerStyles];

  /** Id of the channel to show. */
  @property({ attribute: 'channel-id' }) channelId = '';
  /** Level of the channel's heading; day headings are one below. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;

  readonly #client = new ClientController(
    this,
    (client) => client?.state ?? 'idle',
    (client, changed) => client.on('state', changed),
  );
  #view: ChannelView | undefined;
  #bound: { client: unknown; channelId: string } | undefined;
  #stopView: (() => void)[] = [];
  #stopPage: (() => void)[] = [];
  #shown: ChatChannelState | undefined;
  #items: readonly ChatItem[] | undefined;
  #stale = true;
  #opened = false;
  #pinned = true;
  #stickyDay = '';
  #onScreen = true;
  #marked = 0;
  #clockTimer: Timer | undefined;
  readonly #fresh = new Map<string, string>();
  readonly #composer = new Composer(this);
  readonly #painter = new RowPainter(this);
  readonly #keys = new ListKeys(this);
  // both come with the extras
  #viewer: PhotoViewer | undefined;
  #speaker: Speaker | undefined;
  #extrasFailed = false;

  // ---- what rows, keys and composer read

  /** @internal */ readonly model = new RowModel();
  /** @internal */ list: ListWindow<Row> | undefined;
  /** @internal */ enteredKey: string | undefined;
  #active: string | undefined;

  /** @internal */
  get activeKey(): string | undefined {
    return this.#active !== undefined && this.list?.node(this.#active) ? this.#active : this.list?.lastKey;
  }
  set activeKey(key: string | undefined) {
    this.#active = key;
  }
  /** @internal */
  get dividerKey(): string | undefined {
    return this.#view?.dividerKey;
  }
  /** @internal */
  get dividerCount(): number {
    return this.#view?.dividerCount ?? 0;
  }
  /** @internal */
  get complete(): boolean {
    return Boolean(this.#view?.atStart && this.#view.atEnd);
  }
  /** @internal */
  get directPeer(): string | undefined {
    const members = this.#view?.members;
    if (members?.length !== 2 || this.#view?.channel?.member_count !== 2) return undefined;
    return members.find(({ user_id }) => user_id !== this.#client.client?.userId)?.user_id;
  }
  /** @internal */
  get composerLabel(): string {
    return t('chat.message', { channel: this.#name });
  }
  /** @internal */
  get limits(): { message_length: number; file_bytes: number } {
    return this.#client.client?.connection.welcome?.limits ?? LIMITS;
  }
  /** @internal */
  get canSend(): boolean {
    return this.#view?.state === 'ready';
  }
  /** @internal */
  get draft(): string {
    return this.#view?.draft ?? '';
  }
  set draft(draft: string) {
    if (this.#view) this.#view.draft = draft;
  }

  override get clock(): Clock {
    return this.#client.client?.clock ?? systemClock;
  }

  get #name(): string {
    return this.#view?.channel?.name || this.channelId;
  }

  // ---- life

  override connectedCallback(): void {
    super.connectedCallback();
    const seen = () => {
      this.#stale = true; // the day may have turned
      this.requestUpdate();
    };
    const listen = (target: EventTarget, ...types: string[]) => {
      for (const type of types) {
        target.addEventListener(type, seen);
        this.#stopPage.push(() => target.removeEventListener(type, seen));
      }
    };
    listen(window, 'focus', 'online', 'offline');
    listen(document, 'visibilitychange');
    const watch = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)!.isIntersecting;
      this.#markRead();
    });
    watch.observe(this);
    this.#stopPage.push(
      () => watch.disconnect(),
      onStringsChange(() => {
        this.#painter.renew();
        this.#stale = true;
      }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stopPage.splice(0)) stop();
    // An element that is only moved keeps its channel open.
    queueMicrotask(() => this.isConnected || this.#bind());
  }

  /** Focuses the text box, or the newest message where one cannot write. */
  override focus(options?: FocusOptions): void {
    const area = this.#composer.textarea;
    if (area) area.focus(options);
    else this.#keys.focusRow(this.model.rows.length - 1);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#takeExtras(); // another channel on the page may have fetched them
    this.#bind();
    const state = this.#state;
    if (state !== this.#shown) {
      const previous = this.#shown;
      this.#shown = state;
      if (this.isConnected) this.dispatchEvent(new ChatChannelStateEvent(state, previous));
      if (state === 'offline' && previous) this.announce(t('chat.offline'));
      if (state === 'error') this.announce(`${t('chat.error.title')}. ${t('chat.error.body')}`, true);
    }
    this.reflectStates(state, this.#view?.access ?? 'writable', ...(this.#pinned ? ['pinned'] : []));
  }

  /** Takes up what loads after the first paint. Safe to call at any time. */
  readonly #equip = async (): Promise<void> => {
    if (this.#viewer) return;
    this.#extrasFailed = !(await loadExtras());
    this.#takeExtras();
    this.requestUpdate();
  };

  #takeExtras(): void {
    const more = extras();
    if (!more || this.#viewer) return;
    this.#viewer = new more.PhotoViewer(this);
    this.#speaker = new more.Speaker(
      () => this.clock,
      (text, assertive) => this.announce(text, assertive),
    );
    this.shadowRoot!.adoptedStyleSheets.push(more.extraStyles.styleSheet!);
    this.#painter.renew();
    this.#stale = true;
  }

  /** Files wait for what draws them, so that nothing jumps. */
  get #drawable(): boolean {
    if (extras() || this.#opened || this.#extrasFailed || !this.#view?.items.some((item) => item.kind === 'message' && fileOf(item))) return true;
    void this.#equip();
    return false;
  }

  protected override firstUpdated(): void {
    if (!extras() && matchMedia('(forced-colors: active)').matches) void this.#equip();
    const list = this.renderRoot.querySelector<HTMLElement>('.lst')!;
    this.list = new ListWindow<Row>({
      scroller: this.renderRoot.querySelector<HTMLElement>('.scroll')!,
      list,
      paint: (row, index, node) => this.#painter.paint(row, index, node),
      onNearStart: () => this.#opened && this.loadOlder(),
      onNearEnd: () => {
        const view = this.#view;
        if (this.#opened && view && !view.atEnd && !view.loadingNewer) void view.loadNewer().catch(() => {});
      },
      onMove: () => this.#onMove(),
    });
  }

  protected override updated(): void {
    const view = this.#view;
    const items = (view?.state === 'ready' || view?.items.length) && this.#drawable ? view.items : [];
    if (this.#stale || items !== this.#items) {
      this.#stale = false;
      this.#items = items;
      this.list!.update(this.model.set(items, this.dividerKey));
      this.#waitForClock();
    }
    if (view && !this.#opened && view.state === 'ready' && this.#drawable) {
      this.#openAt(view); // before anything counts as seen
      this.#opened = true;
      this.list!.check();
      if (!this.#viewer) (globalThis.requestIdleCallback ?? setTimeout)(this.#equip);
    }
    if (view) this.#speaker?.watch(view);
    this.#markRead();
  }

  // ---- intents

  /** @internal */ typed(): void {
    this.#view?.announceTyping();
  }

  /** @internal */
  send(files: readonly File[], text: string): void {
    const view = this.#view;
    if (!view) return;
    for (const content of [...files, ...(text ? [text] : [])]) {
      const key = typeof content === 'string' ? view.sendText(content) : view.sendFile(content);
      this.dispatchEvent(new ChatChannelSentEvent(key, content));
    }
    this.toLatest();
  }

  /** @internal */ leaveComposer(): void {
    this.#keys.focusRow(this.model.rows.length - 1);
  }

  /** @internal */ focusComposer(): void {
    this.#composer.textarea?.focus();
  }

  /** @internal Shows the newest message, fetching it if need be. */
  toLatest(): void {
    const view = this.#view;
    if (view && !view.atEnd) void view.loadLatest().catch(() => {});
    this.list?.toEnd();
  }

  /** @internal */
  loadOlder(): void {
    const view = this.#view;
    if (view && !view.atStart && !view.loadingOlder) void view.loadOlder().catch(() => {});
  }

  /** @internal */
  copy(row: Row): void {
    const text = this.model.message(row)?.text;
    if (text)
      void navigator.clipboard?.writeText(text).then(
        () => this.announce(t('chat.copied')),
        () => {},
      );
  }

  /** @internal */ retry(item: ChatMessage): void {
    this.#view?.retry(item.key);
  }

  /** @internal */
  discard(item: ChatMessage): void {
    const index = this.model.indexOf(item.key);
    this.#view?.discard(item.key);
    void this.updateComplete.then(() => this.#keys.focusRow(Math.min(index, this.model.rows.length - 1)));
  }

  /** @internal */ nowMs(): number {
    return this.clock.now();
  }

  /** @internal */ fileUrl(file: FileData): string {
    return this.#fresh.get(file.file_id) ?? this.#view?.fileUrl(file) ?? '';
  }

  /** @internal */
  drawFile(item: ChatMessage, file: ShownFile, tab: number, meta: TemplateResult): TemplateResult | undefined {
    return extras()?.fileContent(this, item, file, tab, meta);
  }

  /** @internal */
  openPhoto(event: Event, item: ChatMessage): void {
    if ((event as MouseEvent).ctrlKey || (event as MouseEvent).metaKey || (event as MouseEvent).shiftKey) return; // a new tab, as asked
    const viewer = this.#viewer;
    if (!viewer) return; // it is a link all the same
    event.preventDefault();
    const src = item.localUrl ?? (item.file && this.fileUrl(item.file));
    if (src) void viewer.open(src, plainName((item.file ?? item.localFile)?.name ?? ''));
  }

  /** @internal A signed address expires: a click fetches a fresh one first. */
  openFile(event: Event, file: FileData): void {
    const link = event.currentTarget as HTMLAnchorElement;
    if (!this.#view || link.dataset.fresh) return;
    event.preventDefault();
    const open = (url?: string) => {
      if (url) {
        this.#fresh.set(file.file_id, url);
        link.href = url;
      }
      link.dataset.fresh = 'yes';
      link.click();
      delete link.dataset.fresh;
    };
    void this.#view.refreshFile(file).then(open, () => open());
  }

  /** @internal A picture that does not come may only have an address that expired: asked for again, once. */
  photoFailed(event: Event, file: FileData): void {
    if (!this.#view || this.#fresh.has(file.file_id)) return;
    const image = event.target as HTMLImageElement;
    this.#fresh.set(file.file_id, image.src);
    void this.#view.refreshFile(file).then(
      (url) => {
        this.#fresh.set(file.file_id, url);
        image.src = url;
      },
      () => {},
    );
  }

  // ---- inside

  get #state(): ChatChannelState {
    const view = this.#view;
    if (view?.state === 'error') return 'error';
    const line = this.#client.value;
    if (this.#client.client && (line === 'disconnected' || line === 'failed' || (line !== 'connected' && navigator.onLine === false)))
      return 'offline';
    if (view?.state === 'ready' && line === 'reconnecting') return 'reconnecting';
    if (view?.state !== 'ready' || !this.#drawable) return 'loading';
    return view.items.length || !view.atStart ? 'ready' : 'empty';
  }

  /** Opens the view that client and channel ask for, and lets go of the one before. */
  #bind(): void {
    const client = this.isConnected ? this.#client.client : undefined;
    const channelId = client ? this.channelId : '';
    if (this.#bound?.client === client && this.#bound?.channelId === channelId) return;
    this.#bound = { client, channelId };
    for (const stop of this.#stopView.splice(0)) stop();
    this.#view?.release();
    this.#view = undefined;
    this.#speaker?.reset();
    this.clock.clearTimeout(this.#clockTimer);
    this.#active = this.enteredKey = undefined;
    this.#marked = 0;
    this.#fresh.clear();
    this.#stale = true;
    this.#opened = false;
    this.#pinned = true;
    if (client && channelId) {
      const view = chatOf(client).open(channelId);
      this.#view = view;
      this.#stopView = [
        view.on('change', () => this.requestUpdate()),
        view.on('message', (message) => {
          if (this.#speaker) this.#speaker.heard(message);
          else void this.#equip().then(() => view === this.#view && this.#speaker?.heard(message));
        }),
        view.on('error', (error) => this.dispatchEvent(new ChatChannelErrorEvent(error))),
      ];
    }
    this.#composer.load(this.draft);
    this.list?.update(this.model.set([]));
    if (!this.isConnected) this.#items = undefined;
  }

  /** At the unread divider if what is new does not fit, else at the end. */
  #openAt(view: ChannelView): void {
    this.list!.toEnd();
    const index = view.dividerKey ? this.model.indexOf(view.dividerKey) : -1;
    if (index < 0) return;
    const scroller = this.renderRoot.querySelector('.scroll')!;
    const node = this.list!.node(this.model.rows[index]!.key);
    if (!node || node.getBoundingClientRect().top < scroller.getBoundingClientRect().top) this.list!.reveal(index, 'start');
  }

  #onMove(): void {
    const list = this.list;
    if (!list) return;
    const top = list.pinned ? undefined : list.topNode;
    const row = top && this.model.rows[Number(top.ariaPosInSet) - 1];
    const day = row && !top.querySelector('.day') ? dayText(this.model.items[row.index]!.atMs, this.nowMs()) : '';
    if (day !== this.#stickyDay || list.pinned !== this.#pinned) {
      this.#stickyDay = day;
      this.#pinned = list.pinned;
      this.requestUpdate();
    }
    this.#markRead();
  }

  /** What lies in sight, on a page that is looked at, counts as read. */
  #markRead(): void {
    const view = this.#view;
    if (!view?.unread || view.state !== 'ready' || !this.#opened || !this.list) return;
    if (!this.#onScreen || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    if (this.list.pinned && view.atEnd) {
      view.markRead();
      return;
    }
    for (let i = this.list.lastSeen(); i >= 0; i--) {
      const id = this.model.message(this.model.rows[i]!)?.message?.message_id;
      if (id === undefined) continue;
      if (id <= this.#marked) return;
      this.#marked = id;
      view.markRead(id);
      return;
    }
  }

  /** The clock of a message that is not acknowledged at once appears a little later. */
  #waitForClock(): void {
    const last = this.#items?.at(-1);
    if (last?.kind !== 'message' || last.sendState !== 'sending') return;
    const left = last.atMs + CLOCK_AFTER_MS - this.nowMs();
    if (left <= 0) return;
    this.clock.clearTimeout(this.#clockTimer);
    this.#clockTimer = this.clock.setTimeout(() => this.list?.repaint(), left);
  }

  // ---- template

  protected override render(): TemplateResult {
    const view = this.#view;
    const state = this.#state;
    const unread = view?.unread ?? 0;
    const jump = unread ? plural(unread, { one: t('chat.jump.one', { n: unread }), other: t('chat.jump.other', { n: unread }) }) : '';
    const access = view?.access ?? 'writable';
    const far = !this.#pinned && state !== 'error' && this.model.rows.length > 0;
    return html`<div class="ch" @focusin=${this.#equip} @dragenter=${this.#onDrag} @dragover=${this.#onDrag} @dragleave=${this.#onDragEnd} @drop=${this.#onDrop}>
        <div class="top">
          ${header({ view, name: this.#name, state, level: this.headingLevel, directPeer: this.directPeer })} ${banner(state)}
        </div>
        <div class="log">
          <div class="scroll" part="list" tabindex="-1">
            <div class="lst" role="list" aria-label=${t('chat.messages')} aria-busy=${String(state === 'loading')}
              @keydown=${this.#keys.onKeydown} @focusin=${this.#keys.onFocusIn} @focusout=${this.#keys.onFocusOut}></div>
          </div>
          ${middle(state, Boolean(view), this.#name, () => void view?.reload().catch(() => {}))}
          ${far && this.#stickyDay ? html`<div class="day stick" aria-hidden="true">${this.#stickyDay}</div>` : null}
          ${
            far
              ? html`<button type="button" class="jump" part="jump" aria-label=${jump ? `${jump}. ${t('chat.jump')}` : t('chat.jump')} @click=${this.#onJump}>${jump}${arrowDown}</button>`
              : null
          }
          ${typingLine(view)}
        </div>
        ${access === 'writable' ? this.#composer.render() : locked(access)}
      </div>
      ${this.#viewer?.render()}`;
  }

  #onJump = (event: MouseEvent): void => {
    this.toLatest();
    if (event.detail === 0) this.#keys.focusRow(this.model.rows.length - 1); // by key: the button is about to go
  };

  #onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files') || !this.#composer.textarea) return;
    event.preventDefault();
    this.#composer.dragging = true;
  };

  #onDragEnd = (event: DragEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && this.renderRoot.contains(to))) this.#composer.dragging = false;
  };

  #onDrop = (event: DragEvent): void => {
    this.#composer.dragging = false;
    const files = event.dataTransfer?.files;
    if (!files?.length || !this.#composer.textarea) return;
    event.preventDefault();
    this.#composer.add(files);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-channel': ChatChannel;
  }
  interface GlobalEventHandlersEventMap {
    'chat-channel-state': ChatChannelStateEvent;
    'chat-channel-sent': ChatChannelSentEvent;
    'chat-channel-error': ChatChannelErrorEvent;
  }
}
