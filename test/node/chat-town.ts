import { ChatClient, type ChatClientPorts, ChatError } from '../../src/compat/chat-client.ts';
import { expect } from '../harness.ts';
import type { RunningCore } from '../server-fixture.ts';

/** Everything that a client told, in order: the module, the event, and what came with it. */
export type Told = { event: string; args: unknown[] };

const CHANNEL_EVENTS = [
  'channel_update',
  'channel_delete',
  'channel_join',
  'channel_leave',
  'channel_manager_create',
  'channel_manager_delete',
  'channel_freeze',
  'channel_unfreeze',
  'channel_ban',
  'channel_unban',
  'report_create',
  'message_send',
  'message_update',
  'message_delete',
] as const;

/** A connected chat client that writes down what it tells. */
export class Chatter {
  readonly client: ChatClient;
  readonly told: Told[] = [];
  #waiting: (() => void)[] = [];

  private constructor(client: ChatClient) {
    this.client = client;
    const write =
      (event: string) =>
      (...args: unknown[]): void => {
        this.told.push({ event, args });
        for (const look of this.#waiting.splice(0)) look();
      };
    for (const name of CHANNEL_EVENTS) {
      client.groupChannel.on(`group:${name}`, write(`group:${name}`));
      client.openChannel.on(`open:${name}`, write(`open:${name}`));
    }
    for (const name of ['user_update', 'user_delete'] as const) client.user.on(name, write(name));
    client.connection.on('disconnected', write('disconnected'));
    client.on('error', write('error'));
  }

  static async of(server: RunningCore, user_id: string, ports: ChatClientPorts = {}): Promise<Chatter> {
    const chatter = new Chatter(new ChatClient({ host: `127.0.0.1:${server.port}`, app_id: server.appId }, ports));
    await chatter.client.connectUser({ user_id, session_token: await server.mint(user_id) });
    return chatter;
  }

  /** What came with the first event of that name (that matches), now or later. */
  async heard(event: string, match: (...args: never[]) => boolean = () => true): Promise<unknown[]> {
    for (;;) {
      const found = this.told.find((one) => one.event === event && match(...(one.args as never[])));
      if (found) return found.args;
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }

  events(): string[] {
    return this.told.map(({ event }) => event);
  }
}

/** The error that a promise must be refused with. */
export async function refusal(promise: Promise<unknown>): Promise<ChatError> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.be.instanceOf(ChatError);
    return error as ChatError;
  }
  throw new Error('it was not refused');
}
