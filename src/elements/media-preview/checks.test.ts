import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { listenToSpeech } from '../internal/testing.ts';
import type { MediaPreview } from './media-preview.ts';
import { type FakeHold, type FakeMedia, type Mounted, mount } from './testing.ts';

/** A tone of a tenth of a second (or silence), as a file. */
function wav(loudness: number): Blob {
  const rate = 8_000;
  const samples = Int16Array.from({ length: rate / 10 }, (_, i) => Math.sin(i / 3) * loudness * 32_000);
  const head = new DataView(new ArrayBuffer(44));
  const words: [at: number, text: string][] = [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ];
  for (const [at, text] of words) for (let i = 0; i < text.length; i++) head.setUint8(at + i, text.charCodeAt(i));
  head.setUint32(4, 36 + samples.byteLength, true);
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  head.setUint32(40, samples.byteLength, true);
  return new Blob([head, samples]);
}

/** A recorder that "records" a given sound. */
function fakeRecorder(loudness: number) {
  const recorded: MediaStreamTrack[] = [];
  class FakeRecorder extends EventTarget {
    state = 'inactive';
    ondataavailable: ((event: { data: Blob }) => void) | undefined;
    constructor(stream: MediaStream) {
      super();
      recorded.push(...stream.getTracks());
    }
    start(): void {
      this.state = 'recording';
    }
    stop(): void {
      this.state = 'inactive';
      queueMicrotask(() => {
        this.ondataavailable?.({ data: wav(loudness) });
        this.dispatchEvent(new Event('stop'));
      });
    }
  }
  const real = window.MediaRecorder;
  window.MediaRecorder = FakeRecorder as unknown as typeof MediaRecorder;
  const restore = () => {
    window.MediaRecorder = real;
  };
  return { recorded, restore };
}

describe('<media-preview>: level, tests and effects', () => {
  let mounted: Mounted;
  let restore = () => {};
  const ready = async (prepare?: (media: FakeMedia, el: MediaPreview) => void) => {
    mounted = mount(prepare);
    await mounted.shows('ready');
    await mounted.until(() => mounted.$('.meter'));
    return mounted;
  };
  afterEach(() => {
    mounted.el.remove();
    restore();
  });

  it('puts the level in words every two seconds at most', async () => {
    const { el, client, media, $ } = await ready();
    const text = () => $('[role=meter]').getAttribute('aria-valuetext');
    media.level(0.5);
    await el.updateComplete;
    expect(text()).to.equal('Quiet');
    expect($('.meter').style.getPropertyValue('--v')).to.equal('0.50');
    await client.clock.advance(2_000);
    await el.updateComplete;
    expect(text()).to.equal('Picking up your voice');
    await client.clock.advance(2_000);
    await el.updateComplete;
    expect(text()).to.equal('Quiet');
  });

  it('draws no level of a muted microphone, and says so to one who speaks into it', async () => {
    const speech = listenToSpeech();
    const { el, media, $ } = await ready();
    el.setMuted(true);
    await el.updateComplete;
    media.level(0.5);
    expect($('.meter').style.getPropertyValue('--v')).to.equal('0.00');
    media.hear('muted-speech');
    speech.stop();
    expect(speech.said).to.include('You’re muted.');
  });

  it('measures nothing while it cannot be seen', async () => {
    const { el, media, until } = await ready();
    expect(media.levelListeners).to.be.greaterThan(0);
    el.style.marginBlockStart = '400vh';
    await until(() => media.levelListeners === 0);
    el.style.marginBlockStart = '';
    await until(() => media.levelListeners > 0);
  });

  it('says so when nothing is heard for five seconds, and takes it back with the first sound', async () => {
    const { el, media, text } = await ready();
    media.hear('no-sound');
    await el.updateComplete;
    expect(text()).to.contain('No sound for 5 seconds. Pick another microphone or check its switch.');
    await expect(el).to.be.accessible();
    media.hear('sound');
    await el.updateComplete;
    expect(text()).to.not.contain('No sound for 5 seconds.');
  });

  it('plays a test through the speaker and asks whether it was heard', async () => {
    const { el, client, media, $, root, named, picker } = await ready();
    const answers: [string, boolean][] = [];
    el.addEventListener('media-preview-tested', ({ device, heard }) => answers.push([device, heard]));
    named('Test speaker').focus();
    await sendKeys({ press: 'Enter' });
    await el.updateComplete;
    expect(media.rendered.some((element) => element instanceof HTMLAudioElement)).to.equal(true);
    expect(root.activeElement === named('Stop the test')).to.equal(true);
    await client.clock.advance(1_600);
    await el.updateComplete;
    expect($('.ask').textContent).to.contain('Can you hear it?');
    await expect(el).to.be.accessible();
    $('.ask .btn:last-child').focus();
    await sendKeys({ press: 'Enter' });
    await el.updateComplete;
    expect($('.ask')).to.equal(null);
    expect(answers).to.deep.equal([['speaker', false]]);
    expect(root.activeElement === picker('Speaker')).to.equal(true);
    await expect(el).to.be.accessible();
  });

  it('stops the test of the speaker, and the question with it', async () => {
    const { el, media, named, $ } = await ready();
    named('Test speaker').click();
    await el.updateComplete;
    named('Stop the test').click();
    await el.updateComplete;
    expect($('.ask')).to.equal(null);
    expect(media.rendered.filter((element) => element instanceof HTMLAudioElement).every(({ srcObject }) => !srcObject)).to.equal(true);
  });

  it('asks for a tap where the browser holds the sound back', async () => {
    const { el, media, named, text, $ } = await ready();
    named('Test speaker').click();
    media.block(true);
    await el.updateComplete;
    expect(text()).to.contain('The browser holds the sound back.');
    await expect(el).to.be.accessible();
    media.block(false);
    $('.ask .btn').click();
    await el.updateComplete;
    expect(named('Stop the test')).to.not.equal(null);
  });

  it('records one’s own voice for five seconds, muted or not, plays it back and asks whether it was heard', async () => {
    const recorder = fakeRecorder(0.5);
    restore = recorder.restore;
    const speech = listenToSpeech();
    const { el, client, media, named, text, until, $ } = await ready();
    el.setMuted(true);
    const answers: [string, boolean][] = [];
    el.addEventListener('media-preview-tested', ({ device, heard }) => answers.push([device, heard]));
    named('Test microphone').focus();
    await sendKeys({ press: 'Enter' });
    await el.updateComplete;
    speech.stop();
    expect(speech.said).to.include('Recording. Say something.');
    expect(text()).to.contain('5 s');
    expect(text()).to.contain('Your voice stays in this page and is forgotten after the test.');
    expect(recorder.recorded.map(({ enabled }) => enabled)).to.deep.equal([true]);
    await expect(el).to.be.accessible();
    await client.clock.advance(2_000);
    await el.updateComplete;
    expect(text()).to.contain('3 s');
    const before = media.rendered.length;
    await client.clock.advance(3_000);
    await until(() => text().includes('Did you hear yourself?'));
    expect(media.rendered.slice(before).some((element) => element instanceof HTMLAudioElement)).to.equal(true);
    expect(recorder.recorded.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
    await expect(el).to.be.accessible();
    $('.ask .btn').click();
    await el.updateComplete;
    expect(text()).to.contain('Microphone and speaker work.');
    expect(answers).to.deep.equal([['microphone', true]]);
    await expect(el).to.be.accessible();
  });

  it('says so when nothing was recorded, rather than play silence', async () => {
    restore = fakeRecorder(0).restore;
    const { client, named, text, until } = await ready();
    named('Test microphone').click();
    await client.clock.advance(5_000);
    await until(() => text().includes('Nothing was recorded.'));
  });

  it('stops recording and forgets it, by button and when it leaves', async () => {
    const recorder = fakeRecorder(0.5);
    restore = recorder.restore;
    const { el, named, $, until } = await ready();
    named('Test microphone').click();
    await el.updateComplete;
    named('Stop the test').click();
    await el.updateComplete;
    expect($('.ask')).to.equal(null);
    named('Test microphone').click();
    await el.updateComplete;
    el.remove();
    await until(() => !el.media);
    expect(recorder.recorded.map(({ readyState }) => readyState)).to.deep.equal(['ended', 'ended']);
  });

  it('blurs the background with a toggle of a constant label', async () => {
    const { el, named, until } = await ready();
    named('Blur background').focus();
    await sendKeys({ press: 'Enter' });
    const hold = el.media as FakeHold;
    await until(() => hold.effects.length === 1);
    expect(hold.effects).to.deep.equal(['background blur']);
    expect([el.blurred, named('Blur background').getAttribute('aria-pressed'), el.matches(':state(blurred)')]).to.deep.equal([true, 'true', true]);
    // colours on their way from one to the other are no colours of ours
    await Promise.all(el.shadowRoot!.getAnimations().map(({ finished }) => finished));
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await until(() => hold.effects.length === 2);
    expect(hold.effects.at(-1)).to.equal('-');
  });

  it('tells of an effect that fails, in words and in speech, and shows the picture as it is', async () => {
    const speech = listenToSpeech();
    const { el, named, text, until } = await ready((media) => (media.effectFails = { video: 'media:unsupported' }));
    const codes: string[] = [];
    el.addEventListener('media-preview-error', ({ error }) => codes.push(error.code));
    named('Blur background').click();
    await until(() => codes.length);
    await el.updateComplete;
    speech.stop();
    expect(text()).to.contain('Blur didn’t start. Your picture is shown as it is.');
    expect(speech.said).to.include('Blur didn’t start. Your picture is shown as it is.');
    expect([el.blurred, el.media?.videoTrack?.readyState, codes]).to.deep.equal([false, 'live', ['media:unsupported']]);
    await expect(el).to.be.accessible();
  });

  it('lets the browser, a stronger suppressor or nobody take the noise out', async () => {
    const { el, picker, until } = await ready();
    const hold = el.media as FakeHold;
    const choose = async (value: string, times: number) => {
      picker('Noise suppression').value = value;
      picker('Noise suppression').dispatchEvent(new Event('change'));
      await until(() => hold.configured.length === times);
    };
    await choose('strong', 1);
    expect([hold.effects.at(-1), hold.configured.at(-1)]).to.deep.equal(['noise suppression', { noiseSuppression: false }]);
    await choose('off', 2);
    expect([hold.effects.at(-1), hold.configured.at(-1)]).to.deep.equal(['-', { noiseSuppression: false }]);
    await choose('standard', 3);
    expect([hold.configured.at(-1), el.noiseSuppression]).to.deep.equal([{ noiseSuppression: true }, 'standard']);
  });

  it('puts the effects on a camera that comes back, before it is shown', async () => {
    const { el, named, until } = await ready();
    named('Blur background').click();
    await until(() => (el.media as FakeHold).effects.length);
    el.setCameraOff(true);
    await el.updateComplete;
    el.setCameraOff(false);
    await until(() => el.media?.videoTrack);
    expect((el.media as FakeHold).effects).to.deep.equal(['background blur']);
  });
});
