import { consoleLog, Emitter } from '../core/base/index.ts';
import { createChat } from '../core/chat/chat.ts';
import type { Chat, ChatOptions } from '../core/chat/index.ts';
import type { ClientOptions } from '../core/client/api.ts';
import { Client } from '../core/client/client.ts';
import { originOf } from '../core/client/host.ts';
import { EarshotError } from '../core/protocol/index.ts';
import { ChannelModule, type ChannelModuleEvents } from './chat-channel.ts';
import { ChatConnection } from './chat-connection.ts';
import { ModerationModule } from './chat-moderation.ts';
import { UserModule } from './chat-user.ts';
import { asChatError, type ChatError, chatError } from './codes.ts';

export { ChatError } from './codes.ts';

export interface ChatClientConfig {
  /** Host and port, without scheme and path. */
  host: string;
  app_id: string;
  /** Anything true logs to the console. */
  debug?: unknown;
}

/** Places other than a page, and tests, bring their own. */
export type ChatClientPorts = Partial<Omit<ClientOptions, 'host' | 'appId' | 'userId' | 'token' | 'tokenProvider'>> & ChatOptions;

/** A connected user: what the modules work with. */
export interface Session {
  client: Client;
  chat: Chat;
}

interface ChatClientEvents {
  /** An error that belongs to no call of a method. */
  error: [error: ChatError];
}

/**
 * Chat with the names, payloads, events and codes of gitplelive-chat-sdk 1.1.0, over the core. Messages that were given to
 * `sendMessage` arrive once, however often the line is cut.
 */
export class ChatClient extends Emitter<ChatClientEvents> {
  readonly connection: ChatConnection;
  readonly groupChannel: ChannelModule<ChannelModuleEvents<'group'>>;
  /** Channels that are always listed and that anyone may join; events are `open:…` (A24). */
  readonly openChannel: ChannelModule<ChannelModuleEvents<'open'>>;
  readonly moderation: ModerationModule;
  readonly user: UserModule;
  readonly #config: ChatClientConfig;
  readonly #ports: ChatClientPorts;
  #session: Session | undefined;
  /** Ends the waiting of `connectUser`: the core tries for ever, the seed tells at once. */
  #unreachable: ((error: EarshotError) => void) | undefined;

  /** @throws ChatError 60101 */
  constructor(config: ChatClientConfig, ports: ChatClientPorts = {}) {
    super();
    if (typeof config !== 'object' || config === null) throw chatError(60101, 'unable to make a chat client; the configuration is missing');
    try {
      originOf(config.host);
    } catch (error) {
      throw asChatError(error);
    }
    if (typeof config.app_id !== 'string' || config.app_id === '') throw chatError(60101, 'unable to make a chat client; `app_id` is missing');
    this.#config = config;
    this.#ports = ports;
    const session = () => {
      if (this.#session?.client.state === 'connected' || this.#session?.client.state === 'reconnecting') return this.#session;
      throw chatError(60904, 'unable to do that; the client is not connected');
    };
    this.connection = new ChatConnection();
    const trouble = (error: unknown) => this.emit('error', asChatError(error));
    this.groupChannel = new ChannelModule('group', session, trouble);
    this.openChannel = new ChannelModule('open', session, trouble);
    this.moderation = new ModerationModule(session);
    this.user = new UserModule(session);
  }

  /** Rejects with 60101, 60102, 60103, 60902, or the server's number. */
  async connectUser({ user_id, session_token }: { user_id: string; session_token?: string }): Promise<void> {
    if (typeof user_id !== 'string' || user_id === '') throw chatError(60101, 'unable to connect; `user_id` is missing');
    if (typeof session_token !== 'string' || session_token === '') throw chatError(60102, 'unable to connect; `session_token` is missing');
    if (this.#session) throw asChatError(new EarshotError('connection:already-connected', 'connect', 'this client is connected already'));
    const client = this.#make(this.#config, this.#ports, user_id, session_token);
    const { outboxStore, locks, upload } = this.#ports;
    // the seed's applications say themselves what was delivered
    const chat = client.service(Symbol.for('earshot/chat'), (parts) => createChat(parts, { outboxStore, locks, upload, announceDelivered: false }));
    const session = { client, chat };
    this.#session = session;
    client.on('error', (error) => this.#trouble(error));
    this.connection.attach(client);
    client.connection.on('reset', (stream) =>
      this.emit('error', chatError(60903, `unable to tell all events of ${stream}; they are gone from the server`)),
    );
    this.groupChannel.attach(session);
    this.openChannel.attach(session);
    this.user.attach(client);
    const unreachable = new Promise<never>((_resolve, reject) => {
      this.#unreachable = reject;
    });
    try {
      await Promise.race([client.connect(), unreachable]);
    } catch (error) {
      if (this.#session === session) this.#session = undefined;
      await client.dispose();
      throw asChatError(error);
    } finally {
      this.#unreachable = undefined;
    }
  }

  /** Idempotent. */
  async disconnectUser(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.chat.forget().catch(() => {}); // nothing of this user stays on the device
    await session?.client.dispose();
  }

  #make(config: ChatClientConfig, ports: ChatClientPorts, userId: string, token: string): Client {
    const { outboxStore: _store, locks: _locks, upload: _upload, announceDelivered: _announce, ...rest } = ports;
    const log = config.debug ? consoleLog('debug') : undefined;
    const client = new Client({ ...(log && { log }), ...rest, host: config.host, appId: config.app_id, userId, token });
    client.on('state', (state) => log?.('debug', 'chat', `${userId} is ${state}`));
    return client;
  }

  #trouble(error: EarshotError): void {
    if (this.#unreachable) {
      this.#unreachable(error); // `connectUser` rejects
      return;
    }
    this.emit('error', asChatError(error));
    if (this.#session?.client.state === 'failed') void this.disconnectUser();
  }
}
