import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { FlightEvent, FlightRecording } from '../../src/core/flight/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { connected, DemoStage, hear } from './demo-stage.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PICTURES = fileURLToPath(new URL('../artifacts/', import.meta.url));
const MESSAGE = 'the door code is 4711-ZEBRA';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

interface DemoCall {
  id: string;
  state: string;
  muted: boolean;
  reconnecting: boolean;
  mediaState: string;
}

/** Waits until the page's one call is as wanted. */
const callIs = (page: Page, wanted: Partial<DemoCall>) =>
  page.waitForFunction((wish) => {
    const client = (document.querySelector('earshot-client') as unknown as { client?: { calls: { calls: DemoCall[] } } })?.client;
    const call = client?.calls.calls[0] as unknown as Record<string, unknown> | undefined;
    return call && Object.entries(wish).every(([name, value]) => call[name] === value);
  }, wanted);

/** `call-state connected` */
const told = ({ name, detail = {} }: FlightEvent): string =>
  [name, detail.state ?? detail.reason ?? detail.code].filter((word) => word !== undefined).join(' ');

/** Asserts that these come in this order, whatever is between. */
function expectInOrder(events: readonly FlightEvent[], wanted: readonly string[]): void {
  const all = events.map(told);
  let from = 0;
  for (const one of wanted) {
    const found = all.indexOf(one, from);
    expect(found, `"${one}" after ${from} of ${all.join(' · ')}`).to.be.at.least(0);
    from = found + 1;
  }
}

/** What axe has to say against the page. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

describe('a report of what happened', () => {
  let stage: DemoStage;
  let path: string;
  let text: string;
  let recording: FlightRecording;
  const secrets: string[] = ['4711', 'ZEBRA', 'alice', 'bob', 'lobby', '127.0.0.1', 'candidate', 'v=0', 'fake', 'fingerprint'];

  before(async () => {
    stage = await DemoStage.start();
    mkdirSync(PICTURES, { recursive: true });
    const context = await stage.context();
    const alice = await context.newPage();
    alice.on('response', async (response) => {
      if (response.url().endsWith('/demo/token')) secrets.push(((await response.json()) as { token: string }).token);
    });
    await alice.goto(`${stage.address}/?user=alice`);
    await connected(alice);
    const bob = await stage.open('bob', { direct: true });

    const composer = alice.getByRole('textbox').first();
    await composer.fill(MESSAGE);
    await composer.press('Enter');
    await bob.locator('chat-channel').getByText(MESSAGE).first().waitFor();

    await alice.getByRole('button', { name: 'Call Bob' }).click();
    await button(bob, 'Answer').click();
    await Promise.all([hear(alice, 10), hear(bob, 10)]);
    secrets.push(
      await alice.evaluate(
        () => (document.querySelector('earshot-client') as unknown as { client: { calls: { calls: DemoCall[] } } }).client.calls.calls[0]!.id,
      ),
    );
    await button(alice, 'Mute').click();
    await callIs(alice, { muted: true });

    stage.cut();
    await alice.waitForFunction(
      () => (document.querySelector('earshot-client') as unknown as { client: { state: string } }).client.state === 'reconnecting',
    );
    stage.mend();
    await connected(alice);

    await alice.reload();
    await connected(alice);
    await callIs(alice, { state: 'connected', muted: true, reconnecting: false });
    await button(bob, 'Hang up').click();
    await alice.getByText('Call ended').first().waitFor();

    // the next call fails where only a browser can make it fail
    await alice.evaluate(() => {
      const createOffer = () => Promise.reject(new DOMException('planted: alice@example.com', 'OperationError'));
      Object.assign(RTCPeerConnection.prototype, { createOffer });
    });
    await alice
      .getByRole('button', { name: /Call (again|Bob)/ })
      .first()
      .focus();
    await alice.keyboard.press('Enter');
    const report = button(alice, 'Export a report');
    await report.waitFor();
    // by keyboard alone: from "Try again", one stop further
    await button(alice, 'Try again').focus();
    await alice.keyboard.press('Tab');
    const [download] = await Promise.all([alice.waitForEvent('download'), alice.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).to.match(/^earshot-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.json$/);
    path = `${PICTURES}${download.suggestedFilename()}`;
    await download.saveAs(path);
    text = readFileSync(path, 'utf8');
    recording = JSON.parse(text) as FlightRecording;
    await bob.context().close();
    await context.close();
  });
  after(() => stage.stop());

  it('tells the story in order, over a cut line and a reload', () => {
    expectInOrder(recording.events, [
      'start',
      'state connecting',
      'state connected',
      'ack',
      'outgoing initiating',
      'call-state initiated',
      'call-state ringing',
      'call-state connected',
      'muted',
      'cut',
      'state reconnecting',
      'state connected',
      'reload',
      'state connected',
      'outgoing initiating',
      'call-state connected',
      'muted',
      'reconnected',
      'call-state ended',
      'ended completed',
      'outgoing initiating',
      'error call:media-failed',
      'ended failed',
      'exported',
    ]);
    // the media may be there before the server has written the answer down, or after it
    expectInOrder(recording.events, ['call-state ringing', 'media-state connected', 'muted', 'cut', 'reload', 'media-state connected']);
    const times = recording.events.map(({ atMs }) => atMs);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    expect(recording).to.include({ version: 1, dropped: 0, system: 'Linux' });
    expect(recording.browser).to.match(/^Chrome \d+/);
  });

  it('calls the call and the other person by one name, before and after the reload', () => {
    const calls = recording.events.filter(({ name }) => name === 'outgoing').map(({ detail }) => detail!);
    expect(calls.map(({ call, peer }) => [call, peer])).to.deep.equal([
      ['c1', 'u1'],
      ['c1', 'u1'],
      ['c2', 'u1'],
    ]);
  });

  it('holds no token, text, name, address or id', () => {
    expect(secrets.length).to.be.greaterThan(11);
    for (const secret of secrets) expect(text.toLowerCase()).to.not.contain(secret.toLowerCase());
  });

  it('is replayed by a page that sends nothing, in every look', async () => {
    for (const [name, query, options] of [
      ['light', '', { viewport: { width: 1280, height: 900 } }],
      ['dark-rtl', '?theme=dark&dir=rtl', { viewport: { width: 1280, height: 900 } }],
      ['phone', '', { viewport: { width: 320, height: 700 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }],
    ] as const) {
      const context = await stage.browser.newContext(options);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.goto(`${stage.direct}/flight${query}`);
      expect(await violations(page)).to.deep.equal([]);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
      await page.setInputFiles('#file', path);
      await page.getByText(`${recording.events.length} events.`).waitFor();
      expect(await page.locator('#events li').count()).to.equal(recording.events.length);
      expect(await page.locator('.dot').count()).to.equal(recording.events.length);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), name).to.equal(0);
      await page.locator('#events button', { hasText: 'cut' }).first().click();
      expect(await violations(page)).to.deep.equal([]);
      await page.screenshot({ path: `${PICTURES}flight-${name}.png`, fullPage: true });
      expect([asked, errors]).to.deep.equal([[], []]);
      await context.close();
    }
  });

  it('is played, scrubbed and filtered by keyboard', async () => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${stage.direct}/flight`);
    const current = () => page.locator('#events [aria-current]').evaluate((node) => Number((node as HTMLElement).dataset.i));
    // an hour of it, so that it cannot end between two keys
    const events = Array.from({ length: 720 }, (_, i) => ({ atMs: i * 5_000, area: 'call', name: 'quality', detail: { bars: i % 5 } }));
    await page.setInputFiles('#file', {
      name: 'long.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ ...recording, events })),
    });
    await page.selectOption('#speed', '16');
    await page.locator('#play').focus();
    await page.keyboard.press('Space');
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('#events [aria-current]')?.dataset.i) > 1);
    expect(await page.locator('#play').textContent()).to.equal('Pause');
    await page.keyboard.press('Space');
    expect(await page.locator('#play').textContent()).to.equal('Play');

    await page.setInputFiles('#file', path);
    await page.getByText(`${recording.events.length} events.`).waitFor();
    await page.locator('#scrub').focus();
    await page.keyboard.press('End');
    expect(await current()).to.equal(recording.events.length - 1);
    expect(await page.locator('#scrub').getAttribute('aria-valuetext')).to.contain('Elements: exported');
    await page.keyboard.press('Home');
    expect(told(recording.events[await current()]!)).to.not.equal('exported');

    await page.locator('#events [tabindex="0"]').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    expect(await current()).to.equal(recording.events.length - 2);

    const muted = recording.events.findIndex(({ area, name }) => area === 'call' && name === 'muted');
    await page.locator(`#events button[data-i="${muted}"]`).click();
    expect(await page.locator('[data-area=call] .lane-state').textContent()).to.match(/^c1 connected muted/);
    expect(await page.locator('[data-area=connection] .lane-state').textContent()).to.equal('connected');

    await page.locator('#areas input[value=call]').focus();
    await page.keyboard.press('Space');
    const visible = page.locator('#events li:visible');
    expect(await visible.count()).to.equal(recording.events.filter(({ area }) => area !== 'call').length);
    await page.locator('#find').fill('cut');
    expect(await visible.count()).to.be.within(1, recording.events.filter((event) => JSON.stringify(event).includes('cut')).length);
    await context.close();
  });

  it('is refused in plain words when it is none, and draws what it says as text alone', async () => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${stage.direct}/flight`);
    const give = (content: object | string) =>
      page.setInputFiles('#file', {
        name: 'x.json',
        mimeType: 'application/json',
        buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
      });
    for (const [content, words] of [
      ['hello', 'That file is not a report: it is no JSON.'],
      [{ version: 2, events: [] }, 'That file is not a report of Earshot.'],
      [{ version: 1, events: [{ atMs: 1, area: 'call', name: 'x', detail: { a: {} } }] }, 'That file is not a report of Earshot.'],
      [{ version: 1, events: [] }, 'That report has no events in it.'],
    ] as const) {
      await give(content);
      await page.getByText(words).waitFor();
      expect(await page.locator('#replay').isVisible()).to.equal(false);
    }
    await give({ ...recording, events: [{ atMs: 1, area: 'call', name: '<img src=x onerror=alert(1)>', detail: { state: '<b>bold</b>' } }] });
    await page.getByText('1 events.').waitFor();
    expect(await page.locator('#replay :is(img, #events b b)').count()).to.equal(0);
    expect(await page.locator('#events .event-name').textContent()).to.equal('<img src=x onerror=alert(1)>');
    await context.close();
  });
});
