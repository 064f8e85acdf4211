import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import './define.ts';
import type { MediaPreviewState } from './events.ts';
import type { MediaPreview } from './media-preview.ts';
import { type FakeMedia, MediaClient } from './testing.ts';

const turns = async (el: MediaPreview) => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await el.updateComplete;
  await el.updateComplete;
};

async function setUp(prepare: (media: FakeMedia) => void = () => {}, attributes = { autostart: true, audioOnly: false }) {
  const client = new MediaClient('alice');
  prepare(client.media);
  const el = await fixture<MediaPreview>(html`
    <media-preview style="inline-size:360px" .client=${client} ?autostart=${attributes.autostart} ?audio-only=${attributes.audioOnly}>
      <button slot="actions">Join call</button>
    </media-preview>
  `);
  await turns(el);
  const root = el.shadowRoot!;
  const $ = <T extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  const control = (name: string) => $(`[aria-label="${name}"]`);
  return { el, client, media: client.media, root, $, control, picker: (name: string) => $<HTMLSelectElement>(`select[aria-label="${name}"]`) };
}

describe('<media-preview>', () => {
  it('opens no device until it is asked to', async () => {
    const { el, media, $ } = await setUp(undefined, { autostart: false, audioOnly: false });
    expect(el.state).to.equal('idle');
    expect(media.opened).to.deep.equal([]);
    await expect(el).to.be.accessible();
    $('.btn.pri').focus();
    await sendKeys({ press: 'Enter' });
    await turns(el);
    expect(el.state).to.equal('ready');
    expect(media.opened).to.deep.equal([{ audio: true, video: true }]);
  });

  it('shows oneself mirrored and hidden from speech, and hands out the open media', async () => {
    const { el, $, media } = await setUp();
    const video = $<HTMLVideoElement>('video');
    expect(getComputedStyle(video).scale).to.equal('-1 1');
    expect(video.getAttribute('aria-hidden')).to.equal('true');
    expect(video.srcObject === el.media!.stream).to.equal(true);
    expect(media.holds.has(el.media!)).to.equal(true);
    await expect(el).to.be.accessible();
  });

  it('lets go of the devices when it leaves the document, and keeps them when it is only moved', async () => {
    const { el, media } = await setUp();
    const hold = el.media;
    const box = document.createElement('div');
    el.parentElement!.append(box);
    box.append(el);
    await turns(el);
    expect(el.media === hold).to.equal(true);
    el.remove();
    await turns(el);
    expect(media.holds.size).to.equal(0);
    expect(media.levelListeners).to.equal(0);
    expect(media.listenerCount()).to.equal(0);
  });

  it('lets go of a device that opens after it has left', async () => {
    let open = () => {};
    const { el, media } = await setUp((fake) => {
      fake.gate = new Promise((done) => {
        open = done;
      });
    });
    el.remove();
    await turns(el);
    open();
    await turns(el);
    expect(media.holds.size).to.equal(0);
  });

  const states: [MediaPreviewState, (media: FakeMedia) => void, string][] = [
    ['denied', (media) => (media.fails = { audio: 'media:denied' }), 'Camera and microphone are blocked'],
    ['no-camera', (media) => (media.fails = { video: 'media:not-found' }), 'No camera found'],
    ['camera-denied', (media) => (media.fails = { video: 'media:denied' }), 'Camera is blocked'],
    ['camera-in-use', (media) => (media.fails = { video: 'media:in-use' }), 'Another app is using the camera'],
    ['no-mic', (media) => (media.fails = { audio: 'media:not-found' }), 'No microphone found'],
    ['in-use', (media) => (media.fails = { audio: 'media:in-use' }), 'Another app is using the microphone'],
    ['failed', (media) => (media.fails = { audio: 'media:insecure' }), 'This didn’t work here'],
  ];
  for (const [state, prepare, words] of states) {
    it(`${state}: says what happened, reflects it, and is accessible`, async () => {
      const { el, $ } = await setUp(prepare);
      expect(el.state).to.equal(state);
      expect(el.matches(`:state(${state})`)).to.equal(true);
      expect($('[part=view]').textContent).to.contain(words);
      await expect(el).to.be.accessible();
    });
  }

  it('asks in words while the browser asks', async () => {
    const { el, client, $ } = await setUp((media) => (media.gate = new Promise(() => {})));
    await client.clock.advance(1);
    await turns(el);
    expect(el.state).to.equal('requesting');
    expect($('[part=view]').textContent).to.contain('Your browser is asking. Choose Allow.');
    await expect(el).to.be.accessible();
  });

  it('keeps the sound when only the camera fails', async () => {
    const { el } = await setUp((media) => (media.fails = { video: 'media:not-found' }));
    expect(el.media?.audioTrack?.readyState).to.equal('live');
  });

  it('shows three steps after a denial, tries again, and lets the page go on without', async () => {
    const { el, media, root, $ } = await setUp((fake) => (fake.fails = { audio: 'media:denied' }));
    expect(root.querySelectorAll('[part=help] li').length).to.equal(3);
    let declined = 0;
    el.addEventListener('media-preview-declined', () => declined++);
    ($('[part=help] .btn:not(.pri)') as HTMLButtonElement).click();
    expect(declined).to.equal(1);
    media.fails = {};
    $('[part=help] .btn.pri').click();
    await turns(el);
    expect(el.state).to.equal('ready');
  });

  it('mutes what a call would take, under a constant label', async () => {
    const { el, control } = await setUp();
    control('Mute microphone').click();
    await turns(el);
    expect(el.media!.audioTrack!.enabled).to.equal(false);
    expect(control('Mute microphone').getAttribute('aria-pressed')).to.equal('true');
    expect(el.shadowRoot!.textContent).to.contain('You’re muted. People won’t hear you.');
    await expect(el).to.be.accessible();
  });

  it('switches the camera off for good, and on again', async () => {
    const { el, control, media, $ } = await setUp();
    const track = el.media!.videoTrack!;
    control('Turn off camera').click();
    await turns(el);
    expect(track.readyState).to.equal('ended');
    expect($('[part=view]').textContent).to.contain('Camera is off');
    expect(el.media!.audioTrack!.readyState).to.equal('live');
    expect(media.holds.size).to.equal(1);
    control('Turn off camera').click();
    await turns(el);
    expect(el.media!.videoTrack!.readyState).to.equal('live');
  });

  it('picks devices by native selects', async () => {
    const { el, media, picker } = await setUp();
    expect([...picker('Camera').options].map((option) => option.label)).to.deep.equal(['FaceTime HD Camera', 'Desk camera']);
    picker('Microphone').value = 'mic2';
    picker('Microphone').dispatchEvent(new Event('change'));
    await turns(el);
    expect(media.microphoneId).to.equal('mic2');
    expect(media.opened.at(-1)).to.deep.equal({ audio: { deviceId: 'mic2' }, video: true });
    picker('Speaker').value = 'out1';
    picker('Speaker').dispatchEvent(new Event('change'));
    expect(media.speakerId).to.equal('out1');
  });

  it('asks for no camera with audio-only', async () => {
    const { media, picker, control } = await setUp(undefined, { autostart: true, audioOnly: true });
    expect(media.opened).to.deep.equal([{ audio: true }]);
    expect([picker('Camera'), control('Turn off camera')]).to.deep.equal([null, null]);
  });

  it('puts the level in words every two seconds at most', async () => {
    const { el, client, media, $ } = await setUp();
    const text = () => $('[role=meter]').getAttribute('aria-valuetext');
    media.level(0.5);
    await turns(el);
    expect(text()).to.equal('Quiet');
    expect($('.meter').style.getPropertyValue('--v')).to.equal('0.50');
    await client.clock.advance(2_000);
    await turns(el);
    expect(text()).to.equal('Picking up your voice');
    await client.clock.advance(2_000);
    await turns(el);
    expect(text()).to.equal('Quiet');
  });

  it('says so when nothing is heard for five seconds, and takes it back with the first sound', async () => {
    const { el, client, media } = await setUp();
    await client.clock.advance(5_000);
    await turns(el);
    expect(el.shadowRoot!.textContent).to.contain('No sound for 5 seconds.');
    media.level(0.3);
    await turns(el);
    expect(el.shadowRoot!.textContent).to.not.contain('No sound for 5 seconds.');
  });

  it('plays a test and asks whether it was heard', async () => {
    const { el, client, media, $, root, control, picker } = await setUp();
    control('Test speaker').click();
    await turns(el);
    expect(media.rendered.some((element) => element instanceof HTMLAudioElement)).to.equal(true);
    expect(control('Stop the test')).to.not.equal(null);
    await client.clock.advance(1_600);
    await turns(el);
    expect($('.ask').textContent).to.contain('Can you hear it?');
    await expect(el).to.be.accessible();
    ($('.ask .btn:last-child') as HTMLButtonElement).click();
    await turns(el);
    expect($('.ask')).to.equal(null);
    expect(root.activeElement === picker('Speaker')).to.equal(true);
  });

  it('takes a camera that is plugged in later', async () => {
    const { el, media } = await setUp((fake) => {
      fake.fails = { video: 'media:not-found' };
      fake.found = { ...fake.found, cameras: [] };
    });
    expect(el.state).to.equal('no-camera');
    media.fails = {};
    media.found = { ...media.found, cameras: [{ deviceId: 'c', label: 'New', kind: 'videoinput', groupId: '', toJSON: () => ({}) }] };
    await media.refreshDevices();
    await turns(el);
    expect(el.state).to.equal('ready');
  });

  it('renders without a client and throws nothing', async () => {
    const el = await fixture<MediaPreview>(html`<media-preview autostart></media-preview>`);
    await el.start();
    expect(el.state).to.equal('idle');
    await expect(el).to.be.accessible();
  });
});
