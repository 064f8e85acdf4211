import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import type { create as Create } from '../../src/compat/create/create.ts';
import type { Media } from '../../src/core/media/api.ts';
import { MediaHost } from '../browser/media-stage.ts';
import { after, before, describe, expect, it } from '../harness.ts';

declare const media: Media;
declare const create: typeof Create;

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

describe('sound in Firefox', () => {
  let browser: Browser;
  let host: MediaHost;
  before(async () => {
    host = await MediaHost.start();
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox,
      headless: true,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.autoplay.default': 0,
      },
    });
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  /** Firefox opens devices only for the page in front. */
  async function open(): Promise<{ page: Page; frame: Frame }> {
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(host.url({}));
    await page.bringToFront();
    return { page, frame: page.mainFrame() };
  }

  // read at the far end of a connection: Firefox runs no audio context on a machine without any sound card
  it('is heard at the far end, silent there while its track is muted although packets go on, and heard again after it', async () => {
    const { page, frame } = await open();
    const seen = await frame.evaluate(async () => {
      const opened = await media.open({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      const { id } = opened.audioTrack!;
      const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
      near.onicecandidate = ({ candidate }) => void (candidate && far.addIceCandidate(candidate));
      far.onicecandidate = ({ candidate }) => void (candidate && near.addIceCandidate(candidate));
      near.addTrack(opened.audioTrack!, opened.stream);
      await near.setLocalDescription();
      await far.setRemoteDescription(near.localDescription!);
      await far.setLocalDescription();
      await near.setRemoteDescription(far.localDescription!);
      /** What has come in once the level there is as wanted and 25 more packets are in. */
      const heard = async (loud: boolean) => {
        for (let start: number | undefined; ; await new Promise(requestAnimationFrame)) {
          for (const report of (await far.getStats()).values()) {
            if (report.type !== 'inbound-rtp' || report.audioLevel === undefined) continue;
            start ??= report.packetsReceived as number;
            if (report.packetsReceived > start + 25 && (loud ? report.audioLevel > 0.05 : report.audioLevel === 0)) return true;
          }
        }
      };
      const before = await heard(true);
      media.mute([id]);
      const muted = await heard(false);
      media.unmute([id]);
      const after = await heard(true);
      for (const peer of [near, far]) peer.close();
      opened.dispose();
      return [before, muted, after, media.tracks.length];
    });
    expect(seen).to.deep.equal([true, true, true, 0]);
    await page.close();
  });

  it('and pictures are created, rendered by selector and taken away by the face', async () => {
    const { page, frame } = await open();
    const seen = await frame.evaluate(async () => {
      document.body.append(document.createElement('main'));
      const api = create();
      const changed = new Promise<void>((resolve) => void api.on('devices:change', resolve));
      api.media.initializeDevices();
      await changed;
      const medias = await api.media.createLocalMedia({ audio: true, video: true });
      const ids = medias.map(({ media: { tracks } }) => tracks[0]!.id);
      const rendered = new Promise<unknown>((resolve) => void api.on('media:trackRendered', ({ error }) => resolve(error?.message)));
      api.media.renderTracks(ids, 'main');
      const error = await rendered;
      const elements = [...document.querySelectorAll<HTMLMediaElement>('main > *')];
      await Promise.all(
        elements.map((element) => element.readyState > 1 || new Promise((resolve) => element.addEventListener('loadeddata', resolve))),
      );
      const playing = elements.map(({ localName, paused }) => [localName, paused]);
      const types = medias.map(({ type }) => type);
      const labels = () => Object.values(api.media.getDevices()).map((list: { label: string }[]) => list.every(({ label }) => label !== ''));
      while (labels().includes(false)) await new Promise<void>((resolve) => void api.on('devices:change', resolve)); // they follow the media
      const labelled = labels();
      const browser = api.getBrowserDetails()?.browser;
      api.media.removeTracks(ids, 'main');
      await Promise.all(ids.map((id) => api.media.disposeLocalMedia(id)));
      return { error, playing, types, labelled, browser, left: [document.querySelectorAll('main > *').length, api.media.getLocalMedia().length] };
    });
    expect(seen).to.deep.equal({
      error: undefined,
      playing: [
        ['audio', false],
        ['video', false],
      ],
      types: ['audio', 'video'],
      labelled: [true, true, true],
      browser: 'Firefox',
      left: [0, 0],
    });
    await page.close();
  });
});
