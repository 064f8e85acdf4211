import type { Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { open, PreviewStage, shows, VOICE_HZ } from './media-preview-stage.ts';

const MOUNTS = 100;

describe('<media-preview> in a browser', () => {
  let stage: PreviewStage;
  before(async () => {
    stage = await PreviewStage.start();
  });
  after(() => stage.stop());

  const ready = async (userId: string): Promise<Page> => {
    const page = await stage.open(userId);
    await page.getByRole('button', { name: 'Turn on' }).click();
    await shows(page, 'ready');
    return page;
  };
  const close = (page: Page) => page.context().close();

  it('shows oneself moving and names the devices, and opens them once', async () => {
    const page = await ready('shown');
    await page.waitForFunction(() => {
      const video = window.preview.shadowRoot!.querySelector('video');
      return video && video.videoWidth > 0 && video.currentTime > 0;
    });
    expect(await page.getByRole('combobox', { name: 'Camera' }).locator('option').allTextContents()).to.include('fake_device_0');
    await page.waitForFunction(
      () => window.preview.shadowRoot!.querySelector('[role=meter]')?.getAttribute('aria-valuetext') === 'Picking up your voice',
    );
    expect(await page.evaluate(() => window.opened.asked)).to.equal(1);
    await close(page);
  });

  it('says how to lift a block that the browser really made', async () => {
    const page = await stage.open('blocked', { granted: false });
    await page.getByRole('button', { name: 'Turn on' }).click();
    await shows(page, 'denied');
    expect(await page.getByRole('listitem').allTextContents()).to.have.length(3);
    expect(await page.evaluate(() => window.preview.media)).to.equal(undefined);
    await page.context().grantPermissions(['microphone', 'camera']);
    await page.getByRole('button', { name: 'Try again' }).click();
    await shows(page, 'ready');
    await close(page);
  });

  it('tells a frame without allow from one with it', async () => {
    const without = await stage.frame('');
    await without.frame.evaluate(() => window.preview.start());
    expect(await without.frame.evaluate(() => window.preview.state)).to.equal('iframe');
    expect(await without.frame.getByRole('link', { name: 'Open in a new tab' }).getAttribute('href')).to.equal('http://inside.localhost/');
    await close(without.page);
    const allowed = await stage.frame('camera; microphone');
    await allowed.frame.evaluate(() => window.preview.start());
    expect(await allowed.frame.evaluate(() => window.preview.state)).to.equal('ready');
    await close(allowed.page);
  });

  it('records what is said and plays that back, without a word to any server', async () => {
    const page = await ready('echo');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('button', { name: 'Test microphone' }).click();
    await page.getByText('This is how you sound.').waitFor();
    const heard = await page.evaluate(async () => {
      const player = window.opened.players.findLast((element) => element instanceof HTMLAudioElement)!;
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 4096;
      analyser.smoothingTimeConstant = 0;
      context.createMediaStreamSource(player.srcObject as MediaStream).connect(analyser);
      const decibels = new Float32Array(analyser.frequencyBinCount);
      let loudest = { hertz: 0, decibels: Number.NEGATIVE_INFINITY };
      while (window.preview.shadowRoot!.textContent!.includes('This is how you sound.')) {
        analyser.getFloatFrequencyData(decibels);
        const [at, top] = decibels.reduce(([best, most], value, i) => (value > most ? [i, value] : [best, most]), [0, Number.NEGATIVE_INFINITY]);
        if (top > loudest.decibels) loudest = { hertz: (at * context.sampleRate) / analyser.fftSize, decibels: top };
        await new Promise(requestAnimationFrame);
      }
      await context.close();
      return loudest;
    });
    expect(heard.decibels).to.be.above(-50);
    expect(Math.abs(heard.hertz - VOICE_HZ)).to.be.below(30);
    await page.getByRole('group', { name: 'Did you hear yourself?' }).getByRole('button', { name: 'Yes' }).click();
    await page.getByText('Microphone and speaker work.').waitFor();
    expect(asked).to.deep.equal([]);
    await close(page);
  });

  it('blurs the picture through another track, and shows it as it is again', async () => {
    const page = await ready('blurred');
    const video = () => page.evaluate(() => window.preview.media!.videoTrack!.id);
    const raw = await video();
    const stream = await page.evaluateHandle(() => window.preview.media!.stream);
    await page.getByRole('button', { name: 'Blur background' }).click();
    await page.waitForFunction((id) => window.preview.media!.videoTrack!.id !== id, raw);
    await page.waitForFunction(() => {
      const { videoWidth, currentTime } = window.preview.shadowRoot!.querySelector('video')!;
      return videoWidth > 0 && currentTime > 0;
    });
    const blurred = await video();
    expect(await page.evaluate(() => window.preview.blurred)).to.equal(true);
    await page.getByRole('button', { name: 'Blur background' }).click();
    await page.waitForFunction((id) => window.preview.media!.videoTrack!.id !== id, blurred);
    expect(await page.evaluate((held) => window.preview.media!.stream === held, stream)).to.equal(true);
    expect(await page.evaluate(() => window.opened.asked)).to.equal(1);
    await close(page);
  });

  it('tells of an effect whose files are not there, and shows the picture as it is', async () => {
    const page = await ready('fileless');
    await page.context().route('**/assets/*', (route) => route.fulfill({ status: 404 }));
    const raw = await page.evaluate(() => window.preview.media!.videoTrack!.id);
    await page.getByRole('button', { name: 'Blur background' }).click();
    await page.getByText('Blur didn’t start. Your picture is shown as it is.').waitFor();
    const { id, readyState, blurred } = await page.evaluate(() => {
      const track = window.preview.media!.videoTrack!;
      return { id: track.id, readyState: track.readyState, blurred: window.preview.blurred };
    });
    expect([id, readyState, blurred]).to.deep.equal([raw, 'live', false]);
    await close(page);
  });

  it('hands what is open to the next call, muted as it is, opens nothing twice, and has it still when the call is over', async () => {
    const [alice, bob] = await Promise.all([ready('alice'), stage.stage.person('bob')]);
    await alice.getByRole('button', { name: 'Mute microphone' }).click();
    await bob.evaluate(() => window.client.calls.once('incoming', (call) => void call.answer()));
    await alice.evaluate(async () => {
      window.call = await window.client.calls.make('bob');
    });
    await alice.waitForFunction(() => window.call.state === 'connected');
    expect(await alice.evaluate(() => [window.opened.asked, window.call.muted])).to.deep.equal([1, true]);
    await bob.waitForFunction(() => window.client.calls.calls[0]!.remoteMuted);
    await alice.evaluate(() => window.call.end());
    await alice.waitForFunction(() => window.call.state === 'ended');
    const after = await alice.evaluate(() => {
      const { audioTrack, videoTrack } = window.preview.media!;
      return [window.preview.state, audioTrack!.readyState, videoTrack!.readyState, audioTrack!.enabled];
    });
    expect(after).to.deep.equal(['ready', 'live', 'live', false]);
    await alice.evaluate(() => window.preview.remove());
    await alice.waitForFunction(() => window.opened.tracks.every(({ readyState }) => readyState === 'ended'));
    await Promise.all([close(alice), close(bob)]);
  });

  it(`leaves no track, no context and no listener after ${MOUNTS} mounts`, async () => {
    const page = await stage.open('mounts');
    const left = await page.evaluate(async (times) => {
      const { client, preview } = window;
      const mount = async () => {
        const element = document.createElement('media-preview');
        element.client = client;
        document.body.append(element);
        await element.start();
        if (element.state !== 'ready') throw new Error(`it is ${element.state}`);
        element.remove();
        await new Promise(requestAnimationFrame);
      };
      preview.remove();
      await mount();
      const media = client.service<{ listenerCount(): number; dispose(): void }>(Symbol.for('earshot/media'), () => {
        throw new Error('there is none');
      });
      const others = media.listenerCount(); // the client's own
      for (let i = 1; i < times; i++) await mount();
      return { listeners: media.listenerCount() - others, asked: window.opened.asked };
    }, MOUNTS);
    expect(left).to.deep.equal({ listeners: 0, asked: MOUNTS });
    await page.waitForFunction(() => window.opened.contexts.every(({ state }) => state === 'closed'));
    expect(await open(page)).to.deep.equal({ tracks: 0, contexts: 0 });
    // and none of the elements: nothing that lives on holds one
    const session = await page.context().newCDPSession(page);
    await page.evaluate(() => {
      (window as unknown as { preview: undefined }).preview = undefined;
      window.opened.players = [];
    });
    await session.send('HeapProfiler.collectGarbage');
    const { result } = await session.send('Runtime.evaluate', { expression: `customElements.get('media-preview').prototype` });
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! });
    const { result: count } = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId!,
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    expect(count.value).to.be.at.most(1);
    await close(page);
  });
});
