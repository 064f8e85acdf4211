import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type RunningServer, startServer } from '../../server/src/start.ts';
import type { ChannelView } from '../../src/core/chat/api.ts';
import { chatOf } from '../../src/core/client/chat-of.ts';
import { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { ENTER, WebKit } from './webkit-stage.ts';

/** Keeps in `uncaught` what goes wrong in a page and nobody caught, from its first script on. */
const WATCH = `const uncaught = (window.uncaught = []);
addEventListener('error', ({ message, error }) => uncaught.push(String(error ?? message)));
addEventListener('unhandledrejection', ({ reason }) => uncaught.push(String(reason)));
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => uncaught.push(violatedDirective + ' ' + blockedURI));`;

/** WebDriver tells nothing of errors, so the page is served with a first script that keeps them. */
function watchErrors({ app }: RunningServer): void {
  const [answer] = app.server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  app.server.removeAllListeners('request');
  app.server.on('request', async (request, response) => {
    const { url = '' } = request;
    if (url === '/watch.js') response.setHeader('content-type', 'text/javascript').end(WATCH);
    else if (url.startsWith('/?')) {
      const { statusCode, headers, body } = await app.inject({ url, headers: { host: request.headers.host! } });
      delete headers['content-length'];
      response.writeHead(statusCode, headers as OutgoingHttpHeaders).end(body.replace('<head>', '<head><script src="/watch.js"></script>'));
    } else answer!(request, response);
  });
}

/** Waits until the view shows that. */
const until = (view: ChannelView, so: () => boolean) =>
  new Promise<void>((resolve) => {
    const look = () => so() && resolve();
    view.on('change', look);
    look();
  });

describe('the demo page in WebKitGTK', () => {
  let server: RunningServer;
  let webkit: WebKit;
  let bob: Client;
  let data: string;
  let view: ChannelView;
  /** What Alice wrote, as it reached Bob. */
  const heard: string[] = [];
  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'earshot-demo-'));
    const serving = startServer(loadConfig({ LOG_LEVEL: 'error' }, { demo: true, port: '0', data }));
    [server, webkit] = await Promise.all([serving, WebKit.start()]);
    watchErrors(server);
    const { token } = await server.core.tokens.mint('demo', 'bob', Date.now() + 3_600_000);
    bob = new Client({ host: new URL(server.address).host, appId: 'demo', userId: 'bob', token });
    await bob.connect();
    view = chatOf(bob).open('lobby');
    view.on('message', ({ content }) => void heard.push(content ?? ''));
    await until(view, () => view.state === 'ready' && !view.recalled);
    await webkit.open(`${server.address}/?user=alice`);
  });
  after(async () => {
    await webkit?.stop();
    await bob?.dispose();
    await server?.stop();
    if (data) await rm(data, { recursive: true, force: true });
  });

  /** The box has the focus and is ready to send. */
  const write = () =>
    webkit.until(() => {
      const channel = document.querySelector('chat-channel')!;
      if (channel.view?.state !== 'ready' || channel.view.recalled) return false;
      const box = channel.shadowRoot!.querySelector('textarea')!;
      box.focus();
      return channel.shadowRoot!.activeElement === box;
    });
  const hears = (text: string) => until(view, () => heard.includes(text));
  const written = () => webkit.evaluate(() => document.querySelector('chat-channel')!.shadowRoot!.querySelector('textarea')!.value);
  /** Waits until the list shows a message of this text. */
  const shows = (text: string) =>
    webkit.until((wanted) => {
      const rows = [...document.querySelector('chat-channel')!.shadowRoot!.querySelectorAll<HTMLElement>('[role=listitem]')];
      return rows.some((row) => row.innerText.includes(wanted) && row.checkVisibility());
    }, text);
  it('opens the lobby, sends what is written with real keys, and shows what the other writes back', async () => {
    await write();
    await webkit.type(`hello from webkit${ENTER}`);
    await hears('hello from webkit');
    await shows('hello from webkit');
    view.sendText('hello from bob');
    await shows('hello from bob');
    expect(await written()).to.equal('');
  });

  it('leaves Enter to an input method, in the order of every browser, and sends with the next', async () => {
    await write();
    await webkit.type('nihon');
    const codes = await webkit.evaluate(() => {
      const box = document.querySelector('chat-channel')!.shadowRoot!.querySelector('textarea')!;
      const enter = (init: KeyboardEventInit & { keyCode?: number }) => {
        const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, composed: true, ...init });
        box.dispatchEvent(event);
        return event.isComposing || event.keyCode;
      };
      box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, composed: true }));
      const during = [enter({ isComposing: true, keyCode: 229 }), enter({ keyCode: 13 })];
      box.dispatchEvent(new CompositionEvent('compositionend', { data: '日本', bubbles: true, composed: true }));
      return [...during, enter({ keyCode: 229 })]; // WebKit: the end comes first, then the key
    });
    expect(codes).to.deep.equal([true, 13, 229]);
    expect(await written()).to.equal('nihon');
    await webkit.type(`go${ENTER}`);
    await shows('nihongo');
    await hears('nihongo');
    expect(heard).to.deep.equal(['hello from webkit', 'nihongo']);
  });

  it('says plainly that this browser cannot call, rings nobody, and leaves no error uncaught', async () => {
    const middle = (name: string) =>
      webkit.until((label) => {
        const buttons = [...document.querySelectorAll('voice-call-button')].flatMap((one) => [...one.shadowRoot!.querySelectorAll('button')]);
        const button = buttons.find((one) => one.innerText.includes(label) && one.checkVisibility() && one.ariaDisabled !== 'true');
        if (!button) return undefined;
        button.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = button.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }, name);
    let rang = false;
    bob.calls.on('incoming', () => {
      rang = true;
    });
    await webkit.click(await middle('Call Bob'));
    const said = await webkit.until(() => {
      const cards = [...document.querySelectorAll('voice-call-button')].map((one) => one.shadowRoot!.querySelector<HTMLElement>('[part=help]'));
      return cards.find((card) => card?.checkVisibility())?.innerText;
    });
    expect(said).to.match(/This browser can’t make calls\s+Open this page in a current Chrome, Edge, Firefox or Safari\./);
    expect(said).to.not.match(/microphone|Try again/);
    await webkit.click(await middle('Not now'));
    await middle('Call Bob');
    expect(rang).to.equal(false);
    const uncaught = () => webkit.evaluate(() => (window as unknown as { uncaught: string[] }).uncaught);
    expect(await uncaught()).to.deep.equal([]);
    await webkit.evaluate(() => {
      setTimeout(() => {
        throw new Error('it would be known');
      });
    });
    await webkit.until(() => (window as unknown as { uncaught: string[] }).uncaught.some((one) => one.includes('it would be known')));
  });
});
