import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { listenToSpeech } from '../internal/testing.ts';
import type { MediaPreviewChangedEvent, MediaPreviewState } from './events.ts';
import type { MediaPreview } from './media-preview.ts';
import { type FakeHold, type FakeMedia, type Mounted, mount } from './testing.ts';

describe('<media-preview>', () => {
  let mounted: Mounted | undefined;
  const setUp = (prepare?: (media: FakeMedia, el: MediaPreview) => void) => {
    mounted = mount(prepare);
    return mounted;
  };
  const ready = async (prepare?: (media: FakeMedia, el: MediaPreview) => void) => {
    const page = setUp(prepare);
    await page.shows('ready');
    return page;
  };
  afterEach(() => mounted?.el.remove());

  it('opens no device until it is asked to', async () => {
    const { el, media, $, shows, root } = setUp((_media, preview) => (preview.autostart = false));
    await el.updateComplete;
    expect(el.state).to.equal('idle');
    expect(media.opened).to.deep.equal([]);
    await expect(el).to.be.accessible();
    $('.btn.pri').focus();
    await sendKeys({ press: 'Enter' });
    await shows('ready');
    expect(media.opened).to.deep.equal([{ audio: true, video: true }]);
    // the button with the focus is gone: it is not lost
    expect(root.activeElement?.getAttribute('aria-label')).to.equal('Mute microphone');
  });

  it('keeps the places of the fields while what opens the devices is on its way', async () => {
    const { el, root, media } = setUp();
    await el.updateComplete;
    expect(el.state).to.equal('idle');
    expect(root.querySelectorAll('.sk').length).to.equal(3);
    expect(media.opened).to.deep.equal([]);
    await expect(el).to.be.accessible();
  });

  it('shows oneself mirrored and hidden from speech, and hands out the open media', async () => {
    const { el, $, media } = await ready();
    const video = $<HTMLVideoElement>('video');
    expect(getComputedStyle(video).scale).to.equal('-1 1');
    expect(video.getAttribute('aria-hidden')).to.equal('true');
    expect(video.srcObject === el.media!.stream).to.equal(true);
    expect(media.holds.has(el.media as FakeHold)).to.equal(true);
    await expect(el).to.be.accessible();
  });

  it('gets calls ready once its devices are open, and not before', async () => {
    const { client, $, shows } = setUp((_media, preview) => (preview.autostart = false));
    await shows('idle');
    expect(client.calls.prepared).to.equal(0);
    $('.btn.pri').click();
    await shows('ready');
    expect(client.calls.prepared).to.equal(1);
  });

  it('offers what is open to the next call, muted as it is, and takes the offer back when it leaves', async () => {
    const { el, media, until } = await ready();
    expect(media.offered === el.media).to.equal(true);
    el.setMuted(true);
    el.setCameraOff(true);
    expect(media.offered === el.media).to.equal(true);
    expect([media.offered!.type, media.offered!.audioTrack!.enabled]).to.deep.equal(['audio', false]);
    el.remove();
    await until(() => !el.media);
    expect(media.offered).to.equal(undefined);
  });

  it('lets go of the devices when it leaves the document, and keeps them when it is only moved', async () => {
    const { el, media, until } = await ready();
    const hold = el.media;
    const box = document.createElement('div');
    document.body.append(box);
    box.append(el);
    await el.updateComplete;
    expect(el.media === hold).to.equal(true);
    box.remove();
    await until(() => !el.media);
    expect(media.holds.size).to.equal(0);
    expect(media.levelListeners).to.equal(0);
    expect(media.listenerCount()).to.equal(0);
  });

  it('starts again by itself when it comes back', async () => {
    const { el, media, until, shows } = await ready();
    el.remove();
    await until(() => !el.media);
    document.body.append(el);
    await shows('ready');
    expect(media.holds.size).to.equal(1);
  });

  it('lets go of a device that opens after it has left', async () => {
    let open = () => {};
    const { el, media, until } = setUp((fake) => {
      fake.gate = new Promise((done) => {
        open = done;
      });
    });
    await until(() => media.opened.length === 1);
    el.remove();
    await until(() => media.listenerCount() === 0);
    open();
    await until(() => media.everHeld === 1);
    await until(() => media.holds.size === 0);
    expect(el.media).to.equal(undefined);
  });

  const states: [MediaPreviewState, (media: FakeMedia) => void, string][] = [
    ['denied', (media) => (media.fails = { audio: 'media:denied' }), 'Camera and microphone are blocked'],
    ['system-denied', (media) => (media.fails = { audio: 'media:system-denied' }), 'Blocked by your system'],
    ['insecure', (media) => (media.fails = { audio: 'media:insecure' }), 'This page isn’t secure'],
    ['policy', (media) => (media.fails = { audio: 'media:policy' }), 'Blocked by this site'],
    ['iframe', (media) => (media.fails = { audio: 'media:iframe' }), 'Blocked inside this page'],
    ['no-camera', (media) => (media.fails = { video: 'media:not-found' }), 'No camera found'],
    ['camera-denied', (media) => (media.fails = { video: 'media:denied' }), 'Allow it in the browser, or join with sound only.'],
    ['camera-denied', (media) => (media.fails = { video: 'media:system-denied' }), 'Allow it in your system’s settings'],
    ['camera-denied', (media) => (media.fails = { video: 'media:policy' }), 'This page may not use it.'],
    ['camera-in-use', (media) => (media.fails = { video: 'media:in-use' }), 'Another app is using the camera'],
    ['camera-failed', (media) => (media.fails = { video: 'media:failed' }), 'Camera didn’t start'],
    ['no-mic', (media) => (media.fails = { audio: 'media:not-found' }), 'No microphone found'],
    ['in-use', (media) => (media.fails = { audio: 'media:in-use' }), 'Another app is using the microphone'],
    ['failed', (media) => (media.fails = { audio: 'media:failed' }), 'This didn’t work here'],
  ];
  for (const [state, prepare, words] of states) {
    it(`${state}: says "${words}", reflects it, and is accessible`, async () => {
      const { el, $, shows } = setUp(prepare);
      await shows(state);
      expect(el.matches(`:state(${state})`)).to.equal(true);
      expect($('[part=view]').textContent).to.contain(words);
      await expect(el).to.be.accessible();
    });
  }

  it('offers a report of what nobody can name', async () => {
    const { $, shows } = setUp((media) => (media.fails = { audio: 'media:failed' }));
    await shows('failed');
    expect([...$('.msg').querySelectorAll('button')].map((button) => button.textContent!.trim())).to.deep.equal(['Try again', 'Export a report']);
  });

  it('asks in words and in speech while the browser asks', async () => {
    const speech = listenToSpeech();
    const { el, client, media, $, shows, until } = setUp((fake) => (fake.gate = new Promise(() => {})));
    await until(() => media.opened.length === 1);
    await client.clock.advance(1);
    await shows('requesting');
    speech.stop();
    expect($('[part=view]').textContent).to.contain('Your browser is asking. Choose Allow.');
    expect(speech.said).to.include('Allow your microphone in the browser.');
    await expect(el).to.be.accessible();
  });

  it('keeps the sound when only the camera fails', async () => {
    const { el, shows } = setUp((media) => (media.fails = { video: 'media:not-found' }));
    await shows('no-camera');
    expect(el.media?.audioTrack?.readyState).to.equal('live');
  });

  it('shows three steps after a denial, says so, tries again, and lets the page go on without', async () => {
    const speech = listenToSpeech();
    const { el, client, media, root, $, shows } = setUp((fake) => (fake.fails = { audio: 'media:denied' }));
    await client.clock.advance(5_000); // what another element says at the same time is said once
    await shows('denied');
    speech.stop();
    expect(speech.assertive).to.deep.equal(['Microphone is blocked. Steps to turn it on follow.']);
    expect(root.querySelectorAll('[part=help] li').length).to.equal(3);
    let declined = 0;
    el.addEventListener('media-preview-declined', () => declined++);
    ($('[part=help] .btn:not(.pri)') as HTMLButtonElement).click();
    expect(declined).to.equal(1);
    media.fails = {};
    $('[part=help] .btn.pri').focus();
    await sendKeys({ press: 'Enter' });
    await shows('ready');
  });

  it('takes the focus from the button to what helps', async () => {
    const { $, root, shows } = setUp((media, el) => {
      media.fails = { audio: 'media:denied' };
      el.autostart = false;
    });
    await mounted!.el.updateComplete;
    $('.btn.pri').focus();
    await sendKeys({ press: 'Enter' });
    await shows('denied');
    expect(root.activeElement?.textContent).to.equal('Try again');
  });

  it('asks again rather than for settings when the question was closed, and asks for one thing only', async () => {
    const { media, root, text, shows } = setUp((fake) => {
      fake.fails = { audio: 'media:denied' };
      fake.unanswered = true;
    });
    await shows('denied');
    expect(root.querySelectorAll('[part=help] li').length).to.equal(0);
    expect(text()).to.contain('Try again, and choose Allow when your browser asks.');
    expect(media.opened.length).to.equal(1);
  });

  it('offers a tab of its own to a page in a frame that may not use devices', async () => {
    const { $, text, shows } = setUp((media) => (media.fails = { audio: 'media:iframe' }));
    await shows('iframe');
    const link = $<HTMLAnchorElement>('[part=help] a');
    expect([link.href, link.target, link.rel]).to.deep.equal([location.href, '_blank', 'noopener']);
    expect(text()).to.contain('allow="camera; microphone"');
  });

  it('mutes what a call would take, under a constant label', async () => {
    const { el, named, text } = await ready();
    named('Mute microphone').click();
    await el.updateComplete;
    expect(el.media!.audioTrack!.enabled).to.equal(false);
    expect(named('Mute microphone').getAttribute('aria-pressed')).to.equal('true');
    expect(text()).to.contain('You’re muted. People won’t hear you.');
    await expect(el).to.be.accessible();
  });

  it('switches the camera off for good and on again, and leaves the microphone alone', async () => {
    const { el, named, media, $, until } = await ready();
    const track = el.media!.videoTrack!;
    named('Turn off camera').click();
    await el.updateComplete;
    expect(track.readyState).to.equal('ended');
    expect($('[part=view]').textContent).to.contain('Camera is off');
    expect(el.media!.audioTrack!.readyState).to.equal('live');
    expect([media.holds.size, media.opened.length]).to.deep.equal([1, 1]);
    await expect(el).to.be.accessible();
    named('Turn off camera').click();
    await until(() => el.media?.videoTrack);
    expect(el.media!.videoTrack!.readyState).to.equal('live');
    expect(media.holds.size).to.equal(1);
  });

  it('is muted by M and loses its picture by V while the focus is inside, and not by what is typed', async () => {
    const { el, named, picker } = await ready((_media, preview) => {
      const field = document.createElement('input');
      field.slot = 'actions';
      preview.append(field);
    });
    named('Test speaker').focus();
    await sendKeys({ press: 'm' });
    expect(el.muted).to.equal(true);
    await sendKeys({ press: 'v' });
    expect(el.cameraOff).to.equal(true);
    el.querySelector('input')!.focus();
    await sendKeys({ press: 'm' });
    picker('Microphone').focus();
    await sendKeys({ press: 'm' });
    expect(el.muted).to.equal(true);
    (document.activeElement as HTMLElement).blur();
    await sendKeys({ press: 'm' });
    expect(el.muted).to.equal(true);
  });

  it('picks devices by native selects, without opening anything twice', async () => {
    const { el, media, picker, until } = await ready();
    await until(() => picker('Camera'));
    expect([...picker('Camera').options].map((option) => option.label)).to.deep.equal(['FaceTime HD Camera', 'Desk camera']);
    const told: (MediaPreviewChangedEvent | undefined)[] = [];
    el.addEventListener('media-preview-changed', (event) => told.push(event));
    picker('Microphone').value = 'mic2';
    picker('Microphone').dispatchEvent(new Event('change'));
    picker('Speaker').value = 'out1';
    picker('Speaker').dispatchEvent(new Event('change'));
    expect([media.microphoneId, media.speakerId]).to.deep.equal(['mic2', 'out1']);
    expect(media.opened.length).to.equal(1);
    expect(told.map((event) => event!.media === el.media)).to.deep.equal([true, true]);
  });

  it('says so when a picked device does not open, and shows the one in use', async () => {
    const { el, media, picker, text, until } = await ready();
    await until(() => picker('Microphone'));
    media.microphoneId = 'mic1';
    picker('Microphone').value = 'mic2';
    picker('Microphone').dispatchEvent(new Event('change'));
    media.microphoneId = 'mic1'; // the core goes on with what it had
    const codes: string[] = [];
    el.addEventListener('media-preview-error', ({ error }) => codes.push(error.code));
    media.fail('media:in-use');
    await el.updateComplete;
    expect(codes).to.deep.equal(['media:in-use']);
    expect(text()).to.contain('This one didn’t open. The one before goes on.');
    expect(picker('Microphone').value).to.equal('mic1');
    await expect(el).to.be.accessible();
  });

  it('asks for no camera with audio-only', async () => {
    const { el, media, picker, named } = await ready((_media, preview) => (preview.audioOnly = true));
    expect(media.opened).to.deep.equal([{ audio: true }]);
    expect([picker('Camera'), named('Turn off camera'), named('Blur background')]).to.deep.equal([null, null, null]);
    await expect(el).to.be.accessible();
  });

  it('tells which device took over, and takes it back', async () => {
    const speech = listenToSpeech();
    const { el, client, media, $ } = await ready();
    const state = media.switchTo('AirPods Pro');
    await el.updateComplete;
    speech.stop();
    expect($('[part=notice]').textContent).to.contain('Now using AirPods Pro');
    expect(speech.said).to.include('Now using AirPods Pro.');
    await expect(el).to.be.accessible();
    $('.undo').focus();
    await client.clock.advance(60_000);
    expect($('.undo')).to.not.equal(null); // not while the focus is on it
    await sendKeys({ press: 'Enter' });
    await el.updateComplete;
    expect([state.undone, $('[part=notice]')]).to.deep.equal([1, null]);
  });

  it('takes the notice of a switch away after ten seconds', async () => {
    const { el, client, media, $ } = await ready();
    media.switchTo('AirPods Pro');
    await client.clock.advance(9_999);
    await el.updateComplete;
    expect($('[part=notice]')).to.not.equal(null);
    await client.clock.advance(1);
    await el.updateComplete;
    expect($('[part=notice]')).to.equal(null);
  });

  it('tells the page of a track that took the place of another', async () => {
    const { el } = await ready();
    const told: (string | undefined)[] = [];
    el.addEventListener('media-preview-changed', (event) => told.push(event.media?.audioTrack?.id));
    (el.media as FakeHold).replace();
    expect(told).to.deep.equal([el.media!.audioTrack!.id]);
  });

  it('takes a camera that is plugged in later', async () => {
    const { media, shows } = setUp((fake) => {
      fake.fails = { video: 'media:not-found' };
      fake.found = { ...fake.found, cameras: [] };
    });
    await shows('no-camera');
    media.fails = {};
    media.found = { ...media.found, cameras: [{ deviceId: 'c', label: 'New', kind: 'videoinput', groupId: '', toJSON: () => ({}) }] };
    await media.refreshDevices();
    await shows('ready');
  });

  it('goes on with the sound when the only camera is pulled', async () => {
    const { el, media, shows } = await ready((fake) => (fake.found = { ...fake.found, cameras: fake.found.cameras.slice(0, 1) }));
    const track = el.media!.videoTrack!;
    track.stop();
    media.fails = { video: 'media:not-found' };
    media.found = { ...media.found, cameras: [] };
    media.trackEnded(track);
    await media.refreshDevices();
    await shows('no-camera');
    expect(el.media!.audioTrack!.readyState).to.equal('live');
  });

  it('renders without a client and throws nothing', async () => {
    const el = document.createElement('media-preview');
    mounted = { el } as Mounted;
    el.autostart = true;
    document.body.append(el);
    await el.start();
    el.setMuted(true);
    el.setBlurred(true);
    await el.updateComplete;
    expect([el.state, el.muted, el.blurred]).to.deep.equal(['idle', true, true]);
    expect(el.matches(':state(muted)')).to.equal(true);
    await expect(el).to.be.accessible();
  });
});
