import type { Page } from 'playwright-core';
import type { ServerSettings } from '../../server/src/api.ts';
import { defaultServerSettings } from '../../server/src/settings.ts';
import type { Message, MethodName, Params, Result, Send } from '../../src/core/protocol/index.ts';
import { type PersonOptions, Stage } from './stage.ts';

const MUCH = [100_000, 100_000];
const rates = Object.fromEntries(Object.keys(defaultServerSettings.rates).map((name) => [name, MUCH])) as unknown as ServerSettings['rates'];

/** Pages that show a channel of the real server, each in the 500 px under the edge of its window, and the server's own hand beside them. */
export class ChatStage {
  readonly stage: Stage;

  private constructor(stage: Stage) {
    this.stage = stage;
  }

  /** The lobby has Alice, Bob and Carol. Without `chromium`, the pages are for a browser of the test's own. */
  static async start(settings: Partial<ServerSettings> = {}, { chromium = true } = {}): Promise<ChatStage> {
    const chat = new ChatStage(await Stage.start({ rates, ...settings }, { modules: ['test/browser/chat.page.ts'], chromium }));
    for (const user_id of ['alice', 'bob', 'carol'])
      await chat.stage.server.core.users.create('stage', { user_id, name: user_id[0]!.toUpperCase() + user_id.slice(1) });
    await chat.channel('lobby');
    return chat;
  }

  async channel(channel_id: string, members = ['alice', 'bob', 'carol']): Promise<void> {
    await this.stage.server.core.execute({ kind: 'app', appId: 'stage' }, 'channel.create', { channel_id, name: channel_id, members });
  }

  as<M extends MethodName>(userId: string, method: M, params: Params<M>): Promise<Result<M>> {
    return this.stage.server.core.execute({ kind: 'user', appId: 'stage', userId }, method, params);
  }

  async say(userId: string, channel_id: string, content: string, more: Partial<Omit<Send, 't'>> = {}): Promise<Message> {
    return (await this.stage.server.core.send('stage', userId, { client_id: crypto.randomUUID(), channel_id, type: 'text', content, ...more }))
      .message;
  }

  /** A page of that user that shows the channel. */
  async open(userId: string, { channel = 'lobby', ...options }: PersonOptions & { channel?: string } = {}): Promise<Page> {
    const context = options.context ?? (await this.stage.browser.newContext({ viewport: { width: 640, height: 560 } }));
    const page = await context.newPage();
    await page.goto(`${await this.stage.address(userId, options)}#${channel}`);
    await shown(page);
    return page;
  }

  stop(): Promise<void> {
    return this.stage.stop();
  }
}

/** Waits until the channel shows what the server has, with all that comes after the first paint. */
export const shown = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const el = document.querySelector('chat-channel');
    return el?.more && el.view?.state === 'ready' && !el.view.recalled;
  });

/** The row of a message, by its text. */
export const row = (page: Page, text: string | RegExp) => page.getByRole('listitem').filter({ hasText: text });

export const box = (page: Page) => page.getByRole('textbox', { name: /^Message / });

/** Texts of the messages that the page holds, oldest first, drawn or not. */
export const held = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(() => document.querySelector('chat-channel')!.view!.items.flatMap((item) => (item.kind === 'message' ? [item.text] : [])));

/** Waits until the page holds exactly these texts. */
export const holds = (page: Page, texts: readonly string[]): Promise<unknown> =>
  page.waitForFunction((wanted) => {
    const items = document.querySelector('chat-channel')?.view?.items ?? [];
    return JSON.stringify(items.flatMap((item) => (item.kind === 'message' ? [item.text] : []))) === wanted;
  }, JSON.stringify(texts));

/** A history of this many messages of different lengths, by two people in turn; their texts start with `no` and their number. */
export async function seed(chat: ChatStage, channel: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await chat.say(i % 3 ? 'bob' : 'carol', channel, `no ${i} ${'some more words to read '.repeat((i * 7) % 11)}`.trim());
}

/** Uploads and sends a file as that user. */
export async function sendFile(chat: ChatStage, userId: string, channel: string, file: { name: string; bytes: Buffer }): Promise<Message> {
  const base = chat.stage.server.address;
  const authorization = `Bearer ${await chat.stage.token(userId)}`;
  const created = await fetch(`${base}/v1/uploads`, {
    method: 'POST',
    headers: {
      authorization,
      'tus-resumable': '1.0.0',
      'upload-length': String(file.bytes.length),
      'upload-metadata': `filename ${Buffer.from(file.name).toString('base64')}`,
    },
  });
  const patched = await fetch(new URL(created.headers.get('location')!, base), {
    method: 'PATCH',
    headers: { authorization, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(file.bytes),
  });
  return chat.say(userId, channel, '', { type: 'file', content: undefined, file_id: patched.headers.get('earshot-file-id')! });
}
