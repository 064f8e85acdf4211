import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { connected, DemoStage, hear } from './demo-stage.ts';

/** What the classic script puts on the page. */
interface Face {
  on(type: string, listener: (...args: { status?: string; id?: string; content?: string }[]) => void): void;
  connectUser(info?: { user_id: string; session_token: string }): Promise<void>;
  disconnectUser(): Promise<void>;
  call(to: string): Promise<void>;
  hangUp(): Promise<void>;
  checkSession(to: string): Promise<boolean>;
  user: { me(): Promise<{ user_id: string; name: string }> };
  groupChannel: {
    on(type: string, listener: (channel: { channel_id: string }, message: { content: string }) => void): void;
    sendMessage(channelId: string, params: { type: 'text'; content: string }): Promise<{ message_id: number; content: string }>;
  };
}
declare global {
  interface Window {
    Earshot: { VoiceClient: new (config: unknown) => Face; ChatClient: new (config: unknown) => Face };
    voice: Face;
    chat: Face;
    heard: string[];
  }
}

describe('a page of another origin', () => {
  let stage: DemoStage;
  let host: Server;
  let html = '';
  let origin = '';
  before(async () => {
    stage = await DemoStage.start();
    host = createServer((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  });
  after(async () => {
    await stage.stop();
    await new Promise((resolve) => host.close(resolve));
  });

  const token = async (user: string): Promise<string> => {
    const response = await fetch(`${stage.direct}/v1/voice/users/${user}/token`, { headers: { 'APP-API-KEY': 'demo-key', 'APP-ID': 'demo' } });
    return ((await response.json()) as { token: string }).token;
  };
  const at = () => new URL(stage.direct).host;
  const open = async (body: string): Promise<Page> => {
    html = `<!doctype html><meta charset="utf-8"><title>Embedding</title>${body}`;
    const page = await (await stage.context()).newPage();
    await page.goto(origin);
    return page;
  };

  it('embeds the bundle and the client of the demo, and calls', async () => {
    const alice = await open(
      `<script type="module" src="${stage.direct}/earshot.js"></script>
       <earshot-client host="${at()}" app-id="demo" user-id="alice" token="${await token('alice')}"><voice-call-button to="bob"></voice-call-button></earshot-client>`,
    );
    await connected(alice);
    const bob = await stage.open('bob', { direct: true });
    await alice.getByRole('button', { name: 'Call Bob' }).click();
    await bob.getByRole('button', { name: 'Answer', exact: true }).click();
    await Promise.all([hear(alice), hear(bob)]);
    await alice.getByRole('button', { name: 'Hang up' }).click();
    await bob.getByText('Call ended').first().waitFor();
    await alice.context().close();
    await bob.context().close();
  });

  it('has the faces from a classic script, constructible at once [GV-02] [GC-002]', async () => {
    const page = await open(
      `<script src="${stage.direct}/earshot.global.js"></script><script>
        window.heard = [];
        window.voice = new Earshot.VoiceClient({ host: '${at()}', app_id: 'demo', user_id: 'alice', token: '${await token('alice')}' });
        window.voice.on('call', (call) => window.heard.push(call.status));
        window.voice.on('call_status_changed', (call) => window.heard.push(call.status));
        window.chat = new Earshot.ChatClient({ host: '${at()}', app_id: 'demo' });
        window.chat.groupChannel.on('group:message_send', (channel, message) => window.heard.push(message.content));
      </script>`,
    );
    const bob = await stage.open('bob', { direct: true });
    await page.evaluate(
      async (session_token) => {
        await window.voice.connectUser();
        await window.chat.connectUser({ user_id: 'alice', session_token });
      },
      await token('alice'),
    );
    expect(await page.evaluate(() => window.chat.user.me())).to.include({ user_id: 'alice', name: 'Alice' });
    expect(await page.evaluate(() => window.voice.checkSession('bob'))).to.equal(true);
    expect(
      (await page.evaluate(() => window.chat.groupChannel.sendMessage('lobby', { type: 'text', content: 'from a script tag' }))).content,
    ).to.equal('from a script tag');
    await bob.locator('chat-channel').getByText('from a script tag').waitFor();
    await page.evaluate(() => window.voice.call('bob'));
    await bob.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.waitForFunction(() => window.heard.includes('answered'));
    await page.evaluate(() => window.voice.hangUp());
    await page.waitForFunction(() => window.heard.includes('completed'));
    expect(await page.evaluate(() => window.heard.filter((what) => what !== 'ringing'))).to.deep.equal([
      'from a script tag',
      'started',
      'answered',
      'completed',
    ]);
    await page.context().close();
    await bob.context().close();
  });

  it('gets its mistake at construction, even before the bundle is there [GV-01] [GV-39] [GC-105]', async () => {
    const page = await open(`<script src="${stage.direct}/earshot.global.js"></script>`);
    const thrown = await page.evaluate(() => {
      const code = (make: () => unknown) => {
        try {
          make();
          return 0;
        } catch (error) {
          return (error as { code: number }).code;
        }
      };
      return [
        code(() => new window.Earshot.VoiceClient({ host: 'x', app_id: 'demo', user_id: 'a' })),
        code(() => new window.Earshot.ChatClient({ app_id: 'demo' })),
      ];
    });
    expect(thrown).to.deep.equal([80101, 60101]);
    await page.context().close();
  });
});
