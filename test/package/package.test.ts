import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumArgs, findChromium } from '../../scripts/find-chromium.mjs';
import { after, before, describe, expect, it } from '../harness.ts';
import { Installed } from './install.ts';

const run = promisify(execFile);
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html; charset=utf-8', '.map': 'application/json' };

describe('the packed packages, installed in an empty folder', () => {
  let installed: Installed;
  let server: Awaited<ReturnType<Installed['serve']>>;
  let browser: Browser;
  /** The app's own web server: another origin than Earshot's. */
  let pages: Server;
  let origin: string;
  const contexts: BrowserContext[] = [];

  async function open(url: string): Promise<Page> {
    const context = await browser.newContext();
    contexts.push(context);
    await context.grantPermissions(['microphone'], { origin: new URL(url).origin });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(url);
    return page;
  }

  async function token(userId: string): Promise<string> {
    const response = await fetch(`${server.address}/v1/voice/users/${userId}/token`, { headers: { 'APP-API-KEY': 'demo-key', 'APP-ID': 'demo' } });
    return ((await response.json()) as { token: string }).token;
  }

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  before(async () => {
    installed = await new Installed().install();
    server = await installed.serve();
    browser = await chromium.launch({ executablePath: findChromium()!, args: chromiumArgs });
    pages = createServer((request, response) => {
      const file = join(installed.app, new URL(request.url ?? '/', 'http://app').pathname);
      if (!file.startsWith(installed.app) || !existsSync(file)) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
    });
    await new Promise<void>((done) => pages.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  });

  after(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser?.close();
    await new Promise((done) => (pages ? pages.close(done) : done(undefined)));
    const code = await server?.stop();
    installed?.remove();
    expect(code, 'exit code of the server after SIGTERM').to.equal(0);
  });

  it('has every file that its exports name', () => {
    for (const name of ['earshot', 'earshot-server']) {
      const folder = join(installed.app, 'node_modules', name);
      const { exports, bin, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        exports: Record<string, string | Record<string, string>>;
        bin?: Record<string, string>;
        version: string;
      };
      expect(version).to.match(/^\d+\.\d+\.\d+/);
      const targets = [
        ...Object.values(exports).flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target))),
        ...Object.values(bin ?? {}),
      ];
      for (const target of targets) {
        if (!target.includes('*')) expect(existsSync(join(folder, target)), `${name}: ${target}`).to.equal(true);
        else expect(globSync(join(folder, target)).length, `${name}: ${target}`).to.be.at.least(5);
      }
      expect(existsSync(join(folder, 'LICENSE')) && existsSync(join(folder, 'README.md')), `${name}: licence and readme`).to.equal(true);
    }
  });

  it('imports in Node and compiles in a strict TypeScript project', async () => {
    const app = installed.app;
    writeFileSync(
      join(app, 'check.ts'),
      `import { Client, type ClientOptions } from 'earshot';
import { VoiceClient } from 'earshot/voice-client';
import { ChatClient } from 'earshot/chat-client';
import { create } from 'earshot/create';
import { PhoneClient, type Session } from 'earshot/phone-client';
import { RelayClient, type Voice } from 'earshot/relay-client';
import 'earshot/elements/voice-call-button';
import { VoiceCallButton } from 'earshot/elements/voice-call-button/class';
const options: ClientOptions = { host: 'localhost:1', appId: 'demo', userId: 'alice', token: 'x' };
export const client: Client = new Client(options);
export const faces = [VoiceClient, ChatClient, create, PhoneClient, RelayClient];
export type Calls = [Session, Voice];
export const element: VoiceCallButton = document.createElement('voice-call-button');
const to: string | undefined = element.to;
console.log(to);
`,
    );
    const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    const types = join(import.meta.dirname, '../../node_modules/@types');
    const args = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--typeRoots',
      types,
      '--types',
      'node',
      '--skipLibCheck',
      'check.ts',
    ];
    const { stdout } = await run(process.execPath, [tsc, ...args], { cwd: app }).catch((error: { stdout: string }) => error);
    expect(stdout).to.equal('');
    const imports = [
      'earshot',
      'earshot/all',
      'earshot/create',
      'earshot/voice-client',
      'earshot/chat-client',
      'earshot/phone-client',
      'earshot/relay-client',
      'earshot/elements/chat-channel',
      'earshot-server',
    ];
    const script = imports.map((name) => `await import('${name}');`).join('');
    await run(process.execPath, ['--input-type=module', '-e', `${script} process.exit(0)`], { cwd: app });
  });

  it('makes a call between two browsers through the page it serves', async () => {
    const [alice, bob] = await Promise.all([open(`${server.address}/?user=alice`), open(`${server.address}/?user=bob`)]);
    await button(alice, 'Call Bob').click();
    await button(bob, 'Answer').first().click();
    await Promise.all([button(alice, 'Hang up').waitFor(), button(bob, 'Hang up').waitFor()]);
    await alice.getByRole('timer').first().waitFor();
    await button(alice, 'Hang up').click();
    await Promise.all([button(alice, 'Hang up').waitFor({ state: 'detached' }), button(bob, 'Hang up').waitFor({ state: 'detached' })]);
  });

  it('makes a call from a page of another origin that loads the packed bundle', async () => {
    writeFileSync(
      join(installed.app, 'vanilla.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script type="module" src="/node_modules/earshot/dist/earshot.js"></script>
<earshot-client host="${new URL(server.address).host}" app-id="demo" user-id="alice" token="${await token('alice')}">
  <voice-call-button to="bob" name="Bob"></voice-call-button>
</earshot-client>`,
    );
    const bob = contexts[1]!.pages()[0]!;
    const page = await open(`${origin}/vanilla.html`);
    await button(page, 'Call Bob').click();
    await button(bob, 'Answer').first().click();
    await page.getByRole('timer').first().waitFor();
    await button(page, 'Hang up').click();
    await button(bob, 'Hang up').waitFor({ state: 'detached' });
  });

  it('works from a classic script at once: constructs, throws on a bad configuration, and calls', async () => {
    writeFileSync(
      join(installed.app, 'classic.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Old shop</title>
<script src="/node_modules/earshot/dist/earshot.global.js"></script>
<script>
  window.seen = [];
  try { new Earshot.VoiceClient({ host: 'https://x', app_id: 'demo', user_id: 'alice', token: 't' }); } catch (error) { seen.push(error.code); }
  try { new Earshot.ChatClient({ host: 'x' }); } catch (error) { seen.push(error.code); }
  const config = { host: '${new URL(server.address).host}', app_id: 'demo', user_id: 'alice', token: '${await token('alice')}' };
  window.voice = new Earshot.VoiceClient(config);
  voice.on('call_status_changed', (data) => seen.push(data.status));
  window.connected = voice.connectUser();
</script>`,
    );
    const bob = contexts[1]!.pages()[0]!;
    const page = await open(`${origin}/classic.html`);
    type Scope = {
      seen: unknown[];
      connected: Promise<void>;
      voice: { call(to: string): Promise<void>; hangUp(): Promise<void>; checkSession(to: string): Promise<boolean> };
    };
    expect(await page.evaluate(() => (globalThis as unknown as Scope).seen)).to.deep.equal([80101, 60101]);
    await page.evaluate(() => (globalThis as unknown as Scope).connected);
    expect(await page.evaluate(() => (globalThis as unknown as Scope).voice.checkSession('bob'))).to.equal(true);
    await page.evaluate(() => (globalThis as unknown as Scope).voice.call('bob'));
    await button(bob, 'Answer').first().click();
    await page.waitForFunction(() => (globalThis as unknown as Scope).seen.includes('answered'));
    await page.evaluate(() => (globalThis as unknown as Scope).voice.hangUp());
    await page.waitForFunction(() => (globalThis as unknown as Scope).seen.includes('completed'));
  });

  it('bundles: one element brings no other', async () => {
    writeFileSync(join(installed.app, 'entry.js'), `import 'earshot/elements/voice-call-button';`);
    const { metafile } = await build({
      entryPoints: [join(installed.app, 'entry.js')],
      bundle: true,
      write: false,
      splitting: true,
      format: 'esm',
      outdir: 'out',
      metafile: true,
    });
    // what the page loads at once: the entry, and the chunks it shares with what is loaded on use
    const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith('entry.js'))!;
    const loaded = new Set([entry]);
    for (const chunk of loaded) for (const { path, kind } of metafile.outputs[chunk]!.imports) if (kind === 'import-statement') loaded.add(path);
    const inside = [...loaded].flatMap((chunk) => Object.keys(metafile.outputs[chunk]!.inputs));
    expect(inside.some((file) => file.includes('voice-call-button'))).to.equal(true);
    expect(inside.filter((file) => /chat-channel|media-preview|core\/chat\/|core\/call\/engine|typebox/.test(file))).to.deep.equal([]);
  });
});
