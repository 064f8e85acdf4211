import { html, type TemplateResult } from 'lit';
import type { SendOptions } from '../../../../core/chat/actions/api.ts';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { arrowUp, check } from '../../../internal/chat-icons.ts';
import { smile } from '../../../internal/icons.ts';
import type { ChannelHost } from '../../host.ts';
import { momentText } from '../format.ts';
import { type Context, contextBar } from './context.ts';
import { emojiDoor } from './emoji-door.ts';
import { insert } from './insert.ts';
import { laterDoor } from './later-door.ts';
import type { LaterMenu } from './later-menu.ts';
import type { EmojiPicker } from './picker.ts';
import { SlowMode } from './slow-mode.ts';
import { stripDoor } from './strip-door.ts';
import { Suggestions } from './suggestions.ts';
import { VoiceBar } from './voice-bar.ts';
import { t } from './words.ts';

/** A text of mine that the server has and that is not about to go: it can be changed. */
const editable = (item: ChatMessage): boolean =>
  item.own && !!item.text && item.message?.type === 'text' && !item.deleting && !item.message.forwarded;
const isPicture = (file: File): boolean => file.type.startsWith('image/');

/** The style sheet makes the box as high as its text. */
const GROWS = globalThis.CSS?.supports('field-sizing', 'content');

/** What the text box can do beyond text and files. It comes with the extras; the box asks it first, once it is here. */
export class Writing {
  #context: Context | undefined;
  #open: EmojiPicker | LaterMenu | undefined;
  /** Pictures whose tags are being taken out; what is sent meanwhile goes after them. */
  #posting: Promise<void> | undefined;
  #grown: string | undefined;
  /** What was to be sent before the channel was here. */
  #early = '';
  readonly #host: ChannelHost;
  readonly #suggestions: Suggestions;
  readonly #voice: VoiceBar;
  readonly #slow: SlowMode;

  constructor(host: ChannelHost) {
    this.#host = host;
    this.#suggestions = new Suggestions(host);
    this.#slow = new SlowMode(host);
    this.#voice = new VoiceBar(host, ({ file, durationMs, waveform }) => {
      this.post([file], '', { ...this.#quoted(), voice: { durationMs, waveform } });
      this.#leave();
    });
    host.renderRoot.addEventListener('focusout', ({ target }) => {
      if (target === host.composer.textarea) this.#suggestions.close();
    });
  }

  /** The box holds a message that is being changed: not a draft. */
  get editing(): boolean {
    return this.#context?.kind === 'edit';
  }

  reply(item: ChatMessage): void {
    if (!item.message || !this.#host.composer.textarea) return;
    this.#leave();
    this.#context = { kind: 'reply', item, before: '' };
    this.#focus();
  }

  edit(item: ChatMessage): void {
    const { composer } = this.#host;
    if (!editable(item) || !composer.textarea) return;
    this.#leave();
    this.#context = { kind: 'edit', item, before: composer.text };
    composer.text = item.text!;
    this.#focus();
  }

  /** Another channel. */
  reset(): void {
    this.#context = undefined;
    this.#early = '';
    this.stop();
  }

  /** Nobody sees it any more: the microphone is let go of. */
  stop(): void {
    this.#open = undefined;
    this.#suggestions.reset();
    this.#voice.cancel();
    this.#slow.stop();
    this.#host.more?.thumbs([], 0, this.#host.composer.remove); // lets go of their pictures
  }

  /** The element was drawn anew. The box is as high as its text, up to eight lines: the style sheet does it where it can, measuring costs a layout. */
  onDrawn(): void {
    const { composer, view } = this.#host;
    const area = composer.textarea;
    if (this.#early && view?.state === 'ready') {
      const same = composer.text.trim() === this.#early;
      this.#early = '';
      if (same && composer.ready) composer.send();
    }
    if (area) this.#suggestions.mark(area);
    if (area) this.#slow.drawn();
    if (!area || this.#grown === composer.text || GROWS) return;
    this.#grown = composer.text;
    const line = area.parentElement!;
    line.style.minBlockSize = `${line.offsetHeight}px`; // if the list had more room for that moment, the browser would move it off its end
    area.style.blockSize = 'auto';
    area.style.blockSize = `${area.scrollHeight}px`;
    line.style.minBlockSize = '';
  }

  // ---- what the box asks

  /** Above the box, over the list. */
  popup(): TemplateResult | undefined {
    return this.#open?.render() ?? this.#suggestions.render();
  }

  /** In the box, above the text. */
  above(): unknown {
    const { more, composer, limits } = this.#host;
    return [
      this.#voice.told(),
      this.editing ? null : this.#slow.line(),
      this.#context && contextBar(this.#context, this.#cancel),
      more?.thumbs(composer.files, limits.file_bytes, composer.remove),
      this.#voice.recording ? this.#voice.bar() : null, // the text and its buttons make room for it
    ];
  }

  emoji(): TemplateResult {
    return html`<button type="button" class="ib" aria-label=${t('chat.emoji.insert')} aria-haspopup="dialog"
      @pointerdown=${(event: Event) => event.preventDefault()} aria-expanded=${String(!!this.#open)} @click=${() => void this.#pickEmoji()}>${smile}</button>`;
  }

  /** In the empty box: what it is for just now. */
  hint(dragging: boolean): string {
    const { more, composer } = this.#host;
    return dragging ? more!.dropText() : composer.files.length ? t('chat.caption') : '';
  }

  /** Send; Save for a change; the microphone while there is nothing to send. */
  end(ready: boolean): TemplateResult {
    const { composer, view } = this.#host;
    const idle = !composer.text && !composer.files.length && !this.#context;
    const slow = !this.editing && this.#slow.leftMs > 0;
    const speak = idle && !slow && VoiceBar.supported && view?.state === 'ready';
    // Send stays what it is and where it is for those who script the page, though not seen
    return html`${speak ? this.#voice.button() : null}<button type="button" class=${speak ? 'snd off' : 'snd'} part="send"
      aria-label=${t(this.editing ? 'chat.save' : 'chat.send')} aria-disabled=${String(!ready || slow)} aria-describedby="slow"
      @pointerdown=${(event: PointerEvent) => event.preventDefault()} @click=${() => composer.send()} @contextmenu=${this.#onMenu}>${this.editing ? check : arrowUp}</button>`;
  }

  onInput(): void {
    this.#suggestions.look();
  }

  /** Files were put in the tray. */
  onFiles(files: readonly File[]): void {
    if (files.some(isPicture)) stripDoor.load().catch(() => {}); // sending asks again
    this.#host.requestUpdate();
  }

  /** A key in the box that no input method has. Whether it was used. */
  onKey(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event;
    const { composer } = this.#host;
    if (this.#suggestions.onKey(event)) return true;
    if (key === 'Escape' && this.#context) {
      this.#cancel();
      return true;
    }
    return key === 'ArrowUp' && !shiftKey && !composer.text && !this.#context && this.#editLast();
  }

  /** Send was asked for, and nothing can go: if that is because the channel loads, what is written goes once it is here, unless it is changed meanwhile. */
  early(text: string): void {
    this.#early = text;
    this.#host.requestUpdate();
  }

  /** Send was asked for, and what is written has to wait: slow mode. A change of a message does not. */
  held(): boolean {
    return !this.editing && this.#slow.holds();
  }

  /** Send was asked for: what goes with the text, or false when there is nothing left to send. */
  take(text: string): SendOptions | false | undefined {
    const context = this.#context;
    const mentions = this.#suggestions.mentionsIn(text);
    const quoted = this.#quoted();
    this.#leave();
    this.#suggestions.reset();
    if (context?.kind === 'edit') {
      if (text && text !== context.item.text) void this.#save(context, text, mentions);
      return false;
    }
    return quoted || mentions.length ? { ...quoted, ...(mentions.length && { mentions }) } : undefined;
  }

  /** Sends files, without what their cameras wrote into them, and the text after them. */
  post(files: readonly File[], text: string, options: SendOptions | undefined): void {
    const { view } = this.#host;
    const send = (all: readonly File[]) => {
      // quoted by the first of what is sent; who is named stands in the text
      const { mentions, ...first } = options ?? {};
      all.forEach((file, i) => {
        this.#host.send([file], '', i ? undefined : options && first);
      });
      if (text) this.#host.send([], text, all.length ? mentions && { mentions } : options);
    };
    if (!view || (!files.some(isPicture) && !this.#posting)) {
      send(files);
      return;
    }
    const posting = (this.#posting ?? Promise.resolve())
      .then(async () => {
        const { stripMetadata } = await stripDoor.load();
        const clean = await Promise.all(files.map(stripMetadata));
        if (this.#host.view === view) send(clean);
        else {
          for (const file of clean) view.sendFile(file, options);
          if (text) view.sendText(text, options);
        }
      })
      .catch(() => {
        this.#host.say(t('chat.files.failed'), true);
        if (this.#host.view !== view) return;
        this.#host.composer.add(files); // nothing is lost, and nothing goes out with its tags
        this.#host.composer.text ||= text;
      })
      .then(() => {
        if (this.#posting === posting) this.#posting = undefined;
      });
    this.#posting = posting;
  }

  // ---- inside

  #quoted(): SendOptions | undefined {
    return this.#context?.kind === 'reply' ? { replyTo: this.#context.item.message!.message_id } : undefined;
  }

  #focus(): void {
    const { composer } = this.#host;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const area = composer.textarea;
      area?.focus();
      area?.setSelectionRange(area.value.length, area.value.length);
    });
  }

  /** Leaves an answer or a change as it is; what stood in the box before a change is back. */
  #leave(): void {
    const context = this.#context;
    this.#context = undefined;
    if (context?.kind === 'edit') this.#host.composer.text = context.before;
    this.#host.requestUpdate();
  }

  readonly #cancel = (): void => {
    this.#leave();
    this.#host.composer.textarea?.focus();
  };

  /** The newest message of mine, if it can be changed. */
  #editLast(): boolean {
    const item = this.#host.view?.items.findLast((one) => one.kind === 'message' && one.own) as ChatMessage | undefined;
    if (!item || !editable(item)) return false;
    this.edit(item);
    return true;
  }

  async #save(context: Context, text: string, mentions: readonly string[]): Promise<void> {
    const { view, composer } = this.#host;
    const id = context.item.message!.message_id;
    try {
      await (await view!.actions()).edit(id, text, ...(mentions.length ? [mentions] : []));
      this.#host.say(t('chat.edit.done'));
    } catch {
      this.#host.say(t('chat.edit.failed'), true);
      if (this.#host.view !== view || this.#context || !composer.textarea) return;
      this.edit(context.item); // nothing that was written is lost
      composer.text = text;
    }
  }

  // ---- the emoji picker and the menu of Send

  async #pickEmoji(): Promise<void> {
    const host = this.#host;
    if (this.#open) {
      this.#shut();
      return;
    }
    try {
      const { EmojiPicker } = await emojiDoor.load();
      const put = (char: string) => {
        this.#shut();
        insert(host, char);
      };
      this.#show(new EmojiPicker(put, this.#shut, () => host.requestUpdate()), '.emo-q');
    } catch {
      host.say(t('chat.edit.failed'), true);
    }
  }

  readonly #onMenu = async (event: Event): Promise<void> => {
    if (this.editing) return;
    event.preventDefault();
    const { view } = this.#host;
    const { LaterMenu: Menu } = await laterDoor.load();
    if (view && view === this.#host.view) this.#show(new Menu(this.#host, (atMs) => void this.#schedule(atMs), this.#shut), '.later .mi');
  };

  async #schedule(atMs: number): Promise<void> {
    const { view, composer } = this.#host;
    const text = composer.text.trim();
    const options = this.take(text);
    if (!view || !text || options === false) return;
    this.#shut();
    composer.text = '';
    try {
      await (await view.actions()).schedule(text, atMs, ...(options ? [options] : []));
      this.#host.say(t('chat.later.done', { when: momentText(atMs) }));
    } catch {
      this.#host.say(t('chat.later.failed'), true);
      if (this.#host.view === view) composer.text ||= text;
    }
  }

  #show(popup: EmojiPicker | LaterMenu, focus: string): void {
    this.#suggestions.close();
    this.#open = popup;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>(focus)?.focus());
  }

  readonly #shut = (): void => {
    if (!this.#open) return;
    this.#open = undefined;
    this.#host.requestUpdate();
    const focused = (this.#host.renderRoot as ShadowRoot).activeElement;
    if (!focused || focused.closest('.pop')) this.#host.composer.textarea?.focus();
  };
}
