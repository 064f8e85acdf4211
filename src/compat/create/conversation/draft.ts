import { uuid } from '../../../core/base/index.ts';
import { basicError, CREATE_CODES, refuse } from '../errors.ts';
import type { Message, Part } from './types.ts';

/** What a message of mine needs of its conversation. */
export interface DraftHost {
  readonly me: string;
  readonly address: string;
  nowMs(): number;
  /** On its way: shown as pending from now on. */
  sending(draft: Draft): Promise<void>;
  failed(error: unknown): void;
  /** Once it is stored. */
  markRead(messageId: string): void;
  forward(messageId: string, destination: string): void;
  isRead(messageId: string): boolean;
}

const SEND = 'send the message';

/** A message of mine, before and after it is sent. */
export class Draft implements Message {
  readonly messageId = uuid();
  readonly type = 'im';
  readonly sender: string;
  readonly destination: string[];
  readonly parts: Part[] = [];
  #timestamp: number;
  #state: 'new' | 'sending' | 'sent' = 'new';
  readonly #host: DraftHost;

  constructor(host: DraftHost, part: { type: 'text'; text: string }) {
    this.#host = host;
    this.sender = host.me;
    this.destination = [host.address];
    this.#timestamp = seconds(host.nowMs());
    this.addPart(part);
  }

  /** When it was made; when the server took it, once it did. */
  get timestamp(): number {
    return this.#timestamp;
  }

  get isPending(): boolean {
    return this.#state !== 'sent';
  }

  get read(): boolean {
    return this.#host.isRead(this.messageId);
  }

  /** What is sent: one text. */
  get text(): string {
    return this.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  }

  addPart(part: { type: 'text'; text: string }): void {
    if (this.#state !== 'new') this.#host.failed(refuse(CREATE_CODES.MESSAGE_FAILED, 'add a part', 'the message is sent already'));
    else if (part?.type !== 'text' || typeof part.text !== 'string' || part.text === '')
      this.#host.failed(refuse(CREATE_CODES.MESSAGE_FAILED, 'add a part', 'a part is `{ type: "text", text }`, and has a text'));
    else this.parts.push({ type: 'text', text: part.text });
  }

  send(): void {
    if (this.#state !== 'new') this.#host.failed(refuse(CREATE_CODES.MESSAGE_FAILED, SEND, 'it is sent already'));
    else if (this.parts.length === 0) this.#host.failed(refuse(CREATE_CODES.MESSAGE_FAILED, SEND, 'it has no part'));
    else {
      this.#state = 'sending';
      this.#host.sending(this).catch((error: unknown) => {
        this.#state = 'new';
        this.#host.failed(basicError(error, CREATE_CODES.MESSAGE_FAILED, {}));
      });
    }
  }

  markRead(): void {
    this.#host.markRead(this.messageId);
  }

  forward(destination: string): void {
    this.#host.forward(this.messageId, destination);
  }

  /** @internal The server has it. */
  stored(atMs: number): void {
    this.#state = 'sent';
    this.#timestamp = seconds(atMs);
  }
}

export const seconds = (ms: number): number => Math.floor(ms / 1_000);
