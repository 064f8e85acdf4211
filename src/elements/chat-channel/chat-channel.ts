import { html, type PropertyValues, type TemplateResult } from 'lit';
import { type Clock, systemClock, type Timer } from '../../core/base/clock.ts';
import type { SendOptions } from '../../core/chat/actions/api.ts';
import type { ChannelView, ChatItem, ChatMessage } from '../../core/chat/api.ts';
import { later } from '../../core/chat/later-door.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { chatOf } from '../../core/client/chat-of.ts';
import type { Message } from '../../core/protocol/index.ts';
import { avatarStyles } from '../internal/avatar.styles.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { property } from '../internal/property.ts';
import { onStringsChange } from '../internal/strings.ts';
import { tokens } from '../internal/tokens.styles.ts';
import { Composer } from './composer.ts';
import { ChatChannelErrorEvent, ChatChannelSentEvent, type ChatChannelState, ChatChannelStateEvent } from './events.ts';
import type { ChatChannelCallEvent } from './extras/events.ts';
import type { ChannelExtras } from './extras/extras.ts';
import { extras } from './extras-door.ts';
import { header, skeleton } from './frame.ts';
import type { ChannelHost } from './host.ts';
import { ListKeys } from './list-keys.ts';
import { Reading } from './reading.ts';
import { CLOCK_AFTER_MS, isPlain, RowPainter } from './row-painter.ts';
import { type Row, RowModel } from './rows.ts';
import { composerStyles } from './styles/composer.styles.ts';
import { frameStyles } from './styles/frame.styles.ts';
import { rowStyles } from './styles/rows.styles.ts';
import { ListWindow } from './window/list-window.ts';
import { t } from './words.ts';

/** What holds until the server has said otherwise. */
const LIMITS = { message_length: 10_000, file_bytes: 25_000_000 };
/** Extras that could not be fetched are asked for again after this long; the next who needs them asks at once. */
const EXTRAS_AGAIN_MS = 5_000;

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
 * @csspart reactions - Reactions to a message.
 * @csspart thread - Button to the replies of a message.
 * @csspart pinned - The pinned message, under the header.
 * @csspart menu - What can be done with a message, or how loud the channel is.
 * @csspart panel - Search, pins, a thread: over the list.
 * @csspart typing - Who is typing.
 * @csspart jump - Button to the newest message.
 * @csspart composer - Where to write.
 * @csspart input - The text box.
 * @csspart send - The Send button.
 * @csspart record - The microphone, while there is nothing to send.
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
 * @fires {ChatChannelCallEvent} chat-channel-call - The user chose "Call back" on the card of a call.
 */
export class ChatChannel extends BaseElement implements ChannelHost {
  // Focus goes to the text box by `focus()`, not to the first focusable thing by a click anywhere.
  static override shadowRootOptions: ShadowRootInit = { ...BaseElement.shadowRootOptions, delegatesFocus: false };
  static override styles = [tokens, avatarStyles, frameStyles, rowStyles, composerStyles];

  /** Id of the channel to show. */
  @property({ attribute: 'channel-id' }) channelId = '';
  /** Level of the channel's heading; day headings are one below. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;

  /** How to draw messages with a `custom_type`: by that name, a function that gives a node, a text or a Lit template. */
  renderMessage: Record<string, (message: Message) => unknown> = {};
  /** @internal A thread's own list: see `extras/thread.ts`. */ threadId: number | undefined;

  readonly #client = new ClientController(
    this,
    (client) => client?.state ?? 'idle',
    (client, changed) => client.on('state', changed),
  );
  #bound: { client: unknown; channelId: string } | undefined;
  #stopView: (() => void)[] = [];
  #stopPage: (() => void)[] = [];
  #shown: ChatChannelState | undefined;
  /** A state that is still to be told aloud. */
  #untold: ChatChannelState | undefined;
  #items: readonly ChatItem[] | undefined;
  #stale = true;
  #pinned = true;
  #stickyDay = '';
  #clockTimer: Timer | undefined;
  #active: string | undefined;
  readonly #painter = new RowPainter(this);
  readonly #keys = new ListKeys(this);
  readonly #reading = new Reading(this);
  // the extras on their way
  #fetching = false;
  #extrasFailed = false;
  #again: Timer | undefined;
  #waiting: (() => void)[] = [];
  readonly #forced = globalThis.matchMedia?.('(forced-colors: active)');

  /** @internal Where the extras come from. */ extras = extras;

  // ---- what its parts read

  /** @internal */ more: ChannelExtras | undefined;
  /** @internal */ view: ChannelView | undefined;
  /** @internal */ readonly model = new RowModel();
  /** @internal */ readonly composer: Composer = new Composer(this);
  /** @internal */ list: ListWindow<Row> | undefined;
  /** @internal */ enteredKey: string | undefined;

  /** @internal */
  get activeKey(): string | undefined {
    return this.list?.node(this.#active!) ? this.#active : this.list?.lastKey;
  }
  set activeKey(key: string | undefined) {
    this.#active = key;
  }
  /** @internal */
  get channelName(): string {
    return this.view?.channel?.name || this.channelId;
  }
  /** @internal */
  get directPeer(): string | undefined {
    const members = this.view?.members;
    if (members?.length !== 2 || this.view?.channel?.member_count !== 2) return undefined;
    return members.find(({ user_id }) => user_id !== this.#client.client?.userId)?.user_id;
  }
  /** @internal */
  get limits(): { message_length: number; file_bytes: number } {
    return this.#client.client?.connection.welcome?.limits ?? LIMITS;
  }

  /** @internal */
  get boundClient(): ClientApi | undefined {
    return this.#client.client;
  }

  override get clock(): Clock {
    return this.#client.client?.clock ?? systemClock;
  }

  // ---- life

  override connectedCallback(): void {
    super.connectedCallback();
    // looked at again: the day may have turned meanwhile
    const listen = (target: EventTarget, ...types: string[]) => {
      for (const type of types) {
        target.addEventListener(type, this.#renew);
        this.#stopPage.push(() => target.removeEventListener(type, this.#renew));
      }
    };
    listen(window, 'focus', 'online', 'offline');
    listen(document, 'visibilitychange');
    this.#stopPage.push(
      onStringsChange(() => {
        this.#painter.renew();
        this.#stale = true;
      }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stopPage.splice(0)) stop();
    this.clock.clearTimeout(this.#again);
    // An element that is only moved keeps its channel open.
    queueMicrotask(() => this.isConnected || this.#bind());
  }

  /** Focuses the text box, or the newest message where one cannot write. */
  override focus(options?: FocusOptions): void {
    const area = this.composer.textarea;
    if (area) area.focus(options);
    else this.focusRow(this.model.length - 1);
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
      this.#untold = state === 'error' || (state === 'offline' && previous) ? state : undefined;
    }
    if (state === 'reconnecting') this.#need(); // draws the sweeping line
    const more = this.#untold && this.#need();
    if (more) {
      this.announce(...more.stateSaid(this.#untold!));
      this.#untold = undefined;
    }
    this.reflectStates(state, this.view?.access ?? 'writable', ...(this.#pinned ? ['pinned'] : []));
  }

  protected override firstUpdated(): void {
    if (this.#forced?.matches) void this.#equip();
    const list = this.renderRoot.querySelector<HTMLElement>('.lst')!;
    this.list = new ListWindow<Row>({
      scroller: this.renderRoot.querySelector<HTMLElement>('.scroll')!,
      list,
      paint: (row, index, node) => this.#painter.paint(row, index, node),
      onNearStart: () => this.#reading.open && this.loadOlder(),
      onNearEnd: () => {
        const { view } = this;
        if (this.#reading.open && view && !view.atEnd && !view.loadingNewer) void view.loadNewer().catch(() => {});
      },
      onMove: () => this.#onMove(),
    });
  }

  protected override updated(): void {
    const { view } = this;
    const items = (view?.state === 'ready' || view?.items.length) && this.#drawable ? view.items : [];
    if (this.#stale || items !== this.#items) {
      this.#stale = false;
      this.#items = items;
      this.list!.update(this.model.set(items, view?.dividerKey));
      this.#waitForClock();
    }
    if (view && !this.#reading.open && view.state === 'ready' && this.#drawable) {
      if (this.#pinned) this.#openAt(view); // before anything counts as seen; who has scrolled what was remembered stays there
      this.#reading.open = !view.recalled;
      this.list!.check();
      (globalThis.requestIdleCallback ?? setTimeout)(() => {
        void this.#equip();
        later.load().catch(() => {}); // the first message asks again
      });
    }
    if (view) this.more?.speaker.watch(view);
    this.#reading.mark();
  }

  // ---- what comes after the first paint

  /** @internal */
  whenMore(task: () => void): void {
    if (this.more) task();
    else this.#waiting.push(task);
    void this.#equip();
  }

  /** The extras, or a wish for them. */
  #need(): ChannelExtras | undefined {
    if (!this.#extrasFailed) void this.#equip();
    return this.more;
  }

  /** Takes up the extras; fetches them unless that goes on already. */
  readonly #equip = async (): Promise<void> => {
    if (this.more || this.#fetching) return;
    this.#fetching = true;
    this.clock.clearTimeout(this.#again);
    try {
      await this.extras.load();
      this.#takeExtras();
    } catch {
      if (!this.#extrasFailed) this.warn('could not load all of itself; it will try again');
      this.#extrasFailed = true;
      if (this.isConnected) this.#again = this.clock.setTimeout(this.#equip, EXTRAS_AGAIN_MS);
    }
    this.#fetching = false;
    this.requestUpdate();
  };

  #takeExtras(): void {
    const module = this.extras.now;
    if (!module || this.more) return;
    this.more = new module.ChannelExtras(this);
    this.shadowRoot!.adoptedStyleSheets.push(...module.ChannelExtras.styles.map(({ styleSheet }) => styleSheet!));
    this.#painter.renew();
    this.#stale = true;
    for (const task of this.#waiting.splice(0)) task();
  }

  /** What only the extras can draw waits for them, so that nothing jumps; unless they cannot be had. */
  get #drawable(): boolean {
    const { view } = this;
    if (this.more || this.#reading.open || this.#extrasFailed || !view) return true;
    if (view.access === 'writable' && !this.#forced?.matches && view.items.every(isPlain)) return true;
    void this.#equip();
    return false;
  }

  // ---- intents

  /** @internal */
  send(files: readonly File[], text: string, options?: SendOptions): void {
    const { view } = this;
    if (!view) return;
    for (const content of [...files, ...(text ? [text] : [])]) {
      const key = typeof content === 'string' ? view.sendText(content, options) : view.sendFile(content, options);
      this.dispatchEvent(new ChatChannelSentEvent(key, content));
    }
    this.toLatest();
  }

  /** @internal */ reply(item: ChatMessage): void {
    this.whenMore(() => this.more!.writing.reply(item));
  }

  /** @internal */ edit(item: ChatMessage): void {
    this.whenMore(() => this.more!.writing.edit(item));
  }

  /** @internal */ focusRow(index: number): void {
    this.#keys.focusRow(index);
  }

  /** @internal */ say(text: string, assertive?: boolean): void {
    this.announce(text, assertive);
  }

  /** @internal */
  toLatest(): void {
    const { view } = this;
    if (view && !view.atEnd) void view.loadLatest().catch(() => {});
    this.list?.toEnd();
  }

  /** @internal */
  loadOlder(): void {
    const { view, model } = this;
    if (model.left) {
      model.left = 0;
      this.#renew();
    } else if (view && !view.atStart && !view.loadingOlder) void view.loadOlder().catch(() => {});
  }

  // ---- inside

  readonly #renew = (): void => {
    this.#stale = true;
    this.requestUpdate();
  };

  get #state(): ChatChannelState {
    const { view } = this;
    if (view?.state === 'error') return 'error';
    const line = this.#client.value;
    if (this.#client.client && (line === 'disconnected' || line === 'failed' || (line !== 'connected' && navigator.onLine === false)))
      return 'offline';
    if (view?.state === 'ready' && (line === 'reconnecting' || view.recalled)) return 'reconnecting';
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
    this.view?.release();
    this.view = undefined;
    this.more?.reset();
    this.clock.clearTimeout(this.#clockTimer);
    this.#active = this.enteredKey = undefined;
    this.#reading.reset();
    this.#stale = true;
    this.#pinned = true;
    if (client && channelId) {
      const view = chatOf(client).open(channelId, this.threadId);
      this.view = view;
      this.#stopView = [
        view.on('change', () => this.requestUpdate()),
        view.on('message', (message) => this.whenMore(() => view === this.view && this.more!.speaker.heard(message))),
        view.on('error', (error) => this.dispatchEvent(new ChatChannelErrorEvent(error))),
      ];
    }
    this.composer.load(this.view?.draft ?? '');
    this.list?.update(this.model.set([]));
    if (!this.isConnected) this.#items = undefined;
  }

  /** At the unread divider if what is new does not fit, else at the end. */
  #openAt({ dividerKey }: ChannelView): void {
    this.list!.toEnd();
    const index = dividerKey ? this.model.indexOf(dividerKey) : -1;
    if (index < 0) return;
    const scroller = this.renderRoot.querySelector('.scroll')!;
    const node = this.list!.node(dividerKey!); // a row of its own
    if (!node || node.getBoundingClientRect().top < scroller.getBoundingClientRect().top) this.list!.reveal(index, 'start');
  }

  #onMove(): void {
    const pinned = this.list?.pinned ?? true;
    const day = pinned ? '' : (this.#need()?.stickyDay(this) ?? '');
    if (day !== this.#stickyDay || pinned !== this.#pinned) {
      this.#stickyDay = day;
      this.#pinned = pinned;
      this.requestUpdate();
    }
    this.#reading.mark();
  }

  /** The clock of a message that is not acknowledged at once appears a little later. */
  #waitForClock(): void {
    const last = this.#items?.at(-1);
    if (last?.kind !== 'message' || last.sendState !== 'sending') return;
    const left = last.atMs + CLOCK_AFTER_MS - this.clock.now();
    if (left <= 0) return;
    this.clock.clearTimeout(this.#clockTimer);
    this.#clockTimer = this.clock.setTimeout(() => this.list?.repaint(), left);
  }

  // ---- template

  protected override render(): TemplateResult {
    const { view } = this;
    const state = this.#state;
    const access = view?.access ?? 'writable';
    const far = !this.#pinned && state !== 'error' && this.model.length > 0;
    const told = state === 'error' || state === 'empty' ? (this.#need()?.middle(this, state) ?? skeleton()) : null;
    return html`<div class="ch" @focusin=${this.#equip} @dragenter=${this.#onDrag} @dragover=${this.#onDrag} @dragleave=${this.#onDrag} @drop=${this.#onDrag}>
        <div class="top">
          ${header(this, state)} ${state === 'offline' ? this.#need()?.banner() : null} ${this.more?.pins.banner()}
        </div>
        <div class="log">
          <div class="scroll" part="list" tabindex="-1">
            <div class="lst" role="list" aria-label=${t('chat.messages')} aria-busy=${state === 'loading'}
              @keydown=${this.#keys.onKeydown} @focusin=${this.#keys.onFocusIn} @focusout=${this.#keys.onFocusOut}></div>
          </div>
          ${state === 'loading' && view ? skeleton() : told} ${far ? this.#need()?.jump(this, this.#stickyDay) : null}
          <div class="typ" part="typing">${view?.typing.length ? this.#need()?.typists(view.typing) : null}</div>
        </div>
        ${access === 'writable' ? this.composer.render() : html`<div class="cmp">${this.#need()?.locked(access)}</div>`} ${this.more?.overlays()}
      </div>`;
  }

  readonly #onDrag = (event: DragEvent): void => {
    const { type, dataTransfer, relatedTarget } = event;
    if (type === 'dragleave') {
      if (!(relatedTarget instanceof Node && this.renderRoot.contains(relatedTarget))) this.composer.dragging = false;
    } else if (dataTransfer?.types.includes('Files') && this.composer.textarea) {
      event.preventDefault();
      this.composer.dragging = type !== 'drop';
      if (type === 'drop') this.composer.add(dataTransfer.files);
      else this.#need();
    }
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
    'chat-channel-call': ChatChannelCallEvent;
  }
}
