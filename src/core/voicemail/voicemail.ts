import { Emitter, type Unsubscribe } from '../base/index.ts';
import { asEarshotError, CONTROL_ERRORS, EarshotError, extendCatalogue, type Party, userStream } from '../protocol/index.ts';
import type { LeavingMessage, MailboxSettings, MailboxState, Playable, VoiceMessage, Voicemail, VoicemailEvents, VoicemailParts } from './api.ts';
import { ask, json, sound, type WirePlayable } from './rest.ts';

extendCatalogue(CONTROL_ERRORS);

interface Counters {
  enabled: boolean;
  total: number;
  unheard: number;
}

interface WireMailbox extends Counters {
  greeting?: WirePlayable;
}

interface WireMessage extends WirePlayable {
  message_id: string;
  from: Party;
  call_id: string;
  size: number;
  heard: boolean;
  created_at: number;
}

interface WireOffer {
  to: Party;
  greeting?: WirePlayable;
  max_ms: number;
}

const NONE = { new: 0, old: 0, urgent: 0 };

/** The mailbox of a client's user. What leaves a message is loaded when one is left. */
class VoicemailService extends Emitter<VoicemailEvents> implements Voicemail {
  readonly #parts: VoicemailParts;
  readonly #undo: Unsubscribe[];
  readonly #leaving = new Set<LeavingMessage>();
  #state: MailboxState | undefined;
  #disposed = false;

  constructor(parts: VoicemailParts) {
    super();
    this.#parts = parts;
    const mine = userStream(parts.client.userId);
    this.#undo = [
      parts.connection.on('entry', (stream, _offset, entry) => {
        if (stream === mine && entry.kind === 'voicemail') this.#heard(entry.mailbox);
      }),
      parts.connection.on('reset', (stream) => {
        if (stream === mine && this.#state) this.fetch().catch(() => {}); // told as `error`
      }),
    ];
  }

  async fetch(): Promise<MailboxState> {
    try {
      return this.#heard(await this.#ask<WireMailbox>('read the mailbox', ''));
    } catch (error) {
      const why = asEarshotError(error, 'connection:unreachable', 'read the mailbox');
      if (!this.#disposed) this.emit('error', why);
      throw why;
    }
  }

  get(): MailboxState | undefined {
    return this.#state;
  }

  async settings(): Promise<MailboxSettings> {
    return this.#settingsOf(await this.#ask<WireMailbox>('read the mailbox', ''));
  }

  async enable(enabled = true): Promise<MailboxSettings> {
    return this.#settingsOf(await this.#ask<WireMailbox>('set up the mailbox', '', json('PUT', { enabled })));
  }

  async setGreeting(greeting: Blob | undefined, durationMs?: number): Promise<MailboxSettings> {
    const operation = greeting ? 'store the greeting' : 'remove the greeting';
    if (!greeting) return this.#settingsOf(await this.#ask<WireMailbox>(operation, '/greeting', { method: 'DELETE' }));
    const lasts = durationMs ?? (await this.#measure(greeting, operation));
    return this.#settingsOf(await this.#ask<WireMailbox>(operation, `/greeting?duration_ms=${Math.round(lasts)}`, sound(greeting)));
  }

  async list({ limit, before }: { limit?: number; before?: string } = {}): Promise<{ messages: readonly VoiceMessage[]; next: string | undefined }> {
    const query = new URLSearchParams({ ...(limit && { limit: String(limit) }), ...(before && { before }) });
    const page = await this.#ask<{ messages: WireMessage[]; next?: string }>('list messages', `/messages?${query}`);
    return { messages: page.messages.map((message) => this.#messageOf(message)), next: page.next };
  }

  async markHeard(messageId: string, heard = true): Promise<VoiceMessage> {
    const path = `/messages/${encodeURIComponent(messageId)}`;
    return this.#messageOf(await this.#ask<WireMessage>('mark the message', path, json('PATCH', { heard })));
  }

  async delete(messageId: string): Promise<void> {
    await this.#ask('delete the message', `/messages/${encodeURIComponent(messageId)}`, { method: 'DELETE' });
  }

  async leave(callId: string): Promise<LeavingMessage> {
    const [{ leaveMessage }, offer] = await Promise.all([
      import('./leaving.ts'),
      this.#ask<WireOffer>('leave a message', `/offers/${encodeURIComponent(callId)}`),
    ]);
    if (this.#disposed) throw new EarshotError('client:disposed', 'leave a message');
    const greeting = offer.greeting && this.#playable(offer.greeting);
    const leaving = await leaveMessage(this.#parts, { callId, to: offer.to, greeting, maxMs: offer.max_ms });
    if (this.#disposed) leaving.cancel();
    this.#leaving.add(leaving);
    leaving.on('change', () => {
      if (leaving.state === 'sent' || leaving.state === 'cancelled' || leaving.state === 'failed') this.#leaving.delete(leaving);
    });
    return leaving;
  }

  dispose(): void {
    this.#disposed = true;
    for (const undo of this.#undo) undo();
    for (const leaving of [...this.#leaving]) leaving.cancel();
  }

  #ask<T>(operation: string, path: string, init?: RequestInit): Promise<T> {
    if (this.#disposed) return Promise.reject(new EarshotError('client:disposed', operation));
    return ask<T>(this.#parts, operation, path, init);
  }

  #heard({ enabled, total, unheard }: Counters): MailboxState {
    const state: MailboxState = {
      lastUpdated: this.#parts.clock.now(),
      newMessagesWaiting: unheard > 0,
      totalVoice: total,
      unheardVoice: unheard,
      voice: { new: unheard, old: total - unheard, urgent: 0 },
      fax: { ...NONE },
      multimedia: { ...NONE },
      enabled,
    };
    this.#state = state;
    if (!this.#disposed) this.emit('change', state);
    return state;
  }

  #playable({ url, type, duration_ms }: WirePlayable): Playable {
    return { url: this.#parts.client.url(url), type, durationMs: duration_ms };
  }

  #settingsOf({ enabled, greeting }: WireMailbox): MailboxSettings {
    return { enabled, greeting: greeting && this.#playable(greeting) };
  }

  #messageOf(message: WireMessage): VoiceMessage {
    const { message_id: id, from, call_id: callId, size, heard, created_at: createdAtMs } = message;
    return { ...this.#playable(message), id, from, callId, size, heard, createdAtMs };
  }

  async #measure(greeting: Blob, operation: string): Promise<number> {
    try {
      const buffer = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await greeting.arrayBuffer());
      return buffer.duration * 1_000;
    } catch (error) {
      throw new EarshotError('request:invalid', operation, 'it is no sound that can be played here', { cause: error });
    }
  }
}

export const createVoicemail = (parts: VoicemailParts): Voicemail & { dispose(): void } => new VoicemailService(parts);
