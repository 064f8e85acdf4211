import type { Clock, Timer } from '../../../core/base/clock.ts';
import type { ChannelView, ChatItem, SendState } from '../../../core/chat/api.ts';
import type { Message } from '../../../core/protocol/index.ts';
import { t as base } from '../words.ts';
import { plainName } from './format.ts';
import { parse, plainText } from './markup.ts';
import { summary, voiceOf } from './summary.ts';
import { t } from './words.ts';

/** Messages are told together when they come this close. */
const QUIET_MS = 600;
/** …but the first never waits longer. */
const LONGEST_MS = 2_000;
/** More than this at once are counted, not read. */
const READ_ALOUD = 3;
const SPOKEN_LENGTH = 120;
/** Items at the end that are watched for a change of how far they have come. */
const WATCHED = 40;

/** Finds the words for what happens in a channel (LOOK 8), and says them when it is worth it. */
export class Speaker {
  #waiting: Message[] = [];
  #timer: Timer | undefined;
  #firstAt = 0;
  #states = new Map<string, SendState>();
  #half = new Set<string>();
  readonly #clock: () => Clock;
  readonly #say: (text: string, assertive?: boolean) => void;

  constructor(clock: () => Clock, say: (text: string, assertive?: boolean) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /** A message of somebody else. A hidden tab stays silent. */
  heard(message: Message): void {
    if (document.visibilityState === 'hidden') return;
    const clock = this.#clock();
    if (!this.#waiting.length) this.#firstAt = clock.now();
    this.#waiting.push(message);
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#flush(), Math.max(0, Math.min(QUIET_MS, this.#firstAt + LONGEST_MS - clock.now())));
  }

  /** Looks for messages of one's own that were sent, or not, since the last look. */
  watch(view: ChannelView): void {
    const states = new Map<string, SendState>();
    for (const item of view.items.slice(-WATCHED)) {
      if (item.kind !== 'message' || !item.sendState) continue;
      const before = this.#states.get(item.key);
      states.set(item.key, item.sendState);
      if (before === 'sending' && item.sendState === 'failed') this.#say(t('chat.said.failed'), true);
      else if (before === 'sending' && item.sendState !== 'sending') this.#say(t('chat.said.sent'));
      this.#upload(item, before);
    }
    this.#states = states;
  }

  reset(): void {
    this.#clock().clearTimeout(this.#timer);
    this.#waiting = [];
    this.#states.clear();
    this.#half.clear();
  }

  #upload(item: ChatItem & { kind: 'message' }, before: SendState | undefined): void {
    const name = plainName((item.localFile ?? item.file)?.name ?? '');
    if (!name || item.sendState !== 'sending') return void this.#half.delete(item.key);
    if (!before) this.#say(t('chat.said.upload', { name }));
    if ((item.progress ?? 0) >= 0.5 && (item.progress ?? 0) < 1 && !this.#half.has(item.key)) {
      this.#half.add(item.key);
      this.#say(t('chat.said.half', { name }));
    }
  }

  #flush(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    const n = messages.length;
    if (n > READ_ALOUD) {
      this.#say(base.count('chat.new', n));
      return;
    }
    for (const message of messages) {
      const text = message.call
        ? (message.content ?? '')
        : summary({ text: plainText(parse(message.content ?? '')), file: message.file, voice: voiceOf({ message, options: undefined }) });
      const short = text.length > SPOKEN_LENGTH ? `${text.slice(0, SPOKEN_LENGTH - 1)}…` : text;
      this.#say(t('chat.said', { name: message.user.name || message.user.user_id, text: short }));
    }
  }
}
