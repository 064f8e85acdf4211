import type { Page } from 'playwright-core';
import type { create as Create, CreateApi } from '../../src/compat/create/create.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Stage } from './stage.ts';

declare global {
  interface Window {
    client: Client;
  }
}
declare const create: typeof Create;
declare const api: CreateApi;

describe('create().media in a real browser on the real server', () => {
  let stage: Stage;
  let users = 0;
  before(async () => {
    stage = await Stage.start(
      {},
      {
        flags: ['--use-fake-device-for-media-stream=device-count=2', '--auto-select-tab-capture-source-by-title=shared tab'],
        modules: ['test/browser/create.page.ts'],
      },
    );
  });
  after(() => stage.stop());

  /** A page with two containers, and the face as `api`. */
  async function open(microphone = true): Promise<Page> {
    const page = await stage.person(`user${++users}`, { microphone });
    await page.evaluate(() => {
      for (const id of ['here', 'there']) {
        const container = document.createElement('div');
        container.id = id;
        document.body.append(container);
      }
      Object.assign(globalThis, { api: create({}, { client: window.client }) });
    });
    if (microphone) await page.waitForFunction(() => api.media.getDevices().camera.length > 1); // its first list is read, which may take longer than opening one
    return page;
  }

  it('names browser and version where calls are possible, and nothing elsewhere [RB-api-10]', async () => {
    const page = await open();
    const version = stage.browser.version().split('.').slice(0, 2).join('.');
    expect(await page.evaluate(() => api.getBrowserDetails())).to.deep.equal({ browser: 'Chrome', version });
    await page.evaluate(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
    expect(await page.evaluate(() => api.getBrowserDetails())).to.equal(undefined);
    await page.context().close();
  });

  it('lists cameras, microphones and speakers as the browser does, each with its ids, kind and label [RB-media-02] [RB-ct-31] [RB-ct-32]', async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const devices = api.media.getDevices();
      const found = await navigator.mediaDevices.enumerateDevices();
      const of = (wanted: string) =>
        found.filter(({ kind }) => kind === wanted).map(({ deviceId, groupId, kind, label }) => ({ deviceId, groupId, kind, label }));
      return { devices, expected: { camera: of('videoinput'), microphone: of('audioinput'), speaker: of('audiooutput') } };
    });
    expect(seen.devices).to.deep.equal(seen.expected);
    expect([seen.devices.camera.length, seen.devices.camera.every(({ label, groupId }) => label !== '' && groupId !== '')]).to.deep.equal([2, true]);
    await page.context().close();
  });

  it('creates detached media of each kind in one question, and finds them by id until they are disposed of [RB-media-01] [RB-media-03] [RB-media-07]', async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const asked: (MediaStreamConstraints | undefined)[] = [];
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = (constraints) => {
        asked.push(constraints);
        return ask(constraints);
      };
      const medias = await api.media.createLocalMedia({ audio: true, video: true });
      const local = api.media.getLocalMedia();
      const [audio, video] = medias;
      const found = medias.map(({ media }) => api.media.getById(media.id));
      const shape = medias.map(({ type, media }) => [type, media.local, media.detached, media.tracks.map(({ kind }) => kind)]);
      await api.media.disposeLocalMedia(audio!);
      const left = api.media.getLocalMedia().map(({ type }) => type);
      await api.media.disposeLocalMedia(video!.media.tracks[0]!.id);
      const gone = medias.map(({ media }) => api.media.getById(media.id));
      const known = JSON.stringify(found) === JSON.stringify(medias.map(({ media }) => media)) && JSON.stringify(local) === JSON.stringify(medias);
      return { asked: asked.length, shape, known, left, gone, none: api.media.getLocalMedia() };
    });
    expect(seen).to.deep.equal({
      asked: 1,
      shape: [
        ['audio', true, true, ['audio']],
        ['video', true, true, ['video']],
      ],
      known: true,
      left: ['video'],
      gone: [undefined, undefined],
      none: [],
    });
    await page.context().close();
  });

  it('knows a track by its id, with its label, media and containers, and a collection by its tracks [RB-media-04] [RB-ct-29] [RB-ct-30]', async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const [video] = await api.media.createLocalMedia({ video: true });
      const { media } = video!;
      const { id } = media.tracks[0]!;
      api.media.renderTracks([id], '#here');
      api.media.muteTracks([id]);
      const track = api.media.getTrackById(id);
      const { camera } = api.media.getDevices();
      return { track, id, cameras: camera.map(({ label }) => label), media: api.media.getById(media.id), mediaId: media.id };
    });
    const { id, mediaId } = seen;
    expect(seen.track).to.deep.equal({
      id,
      kind: 'video',
      label: seen.track?.label,
      isLocal: true,
      muted: true,
      sourceMuted: false,
      state: 'live',
      disabled: false,
      streamId: mediaId,
      containers: ['#here'],
    });
    expect(seen.cameras).to.include(seen.track?.label);
    expect(seen.media).to.deep.equal({ id: mediaId, local: true, detached: true, tracks: [seen.track] });
    await page.context().close();
  });

  it('takes constraints as the platform does: exact must be met, ideal may not, and a failure is call:4 [RB-media-06] [RB-ct-13]', async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const code = (promise: Promise<unknown>) =>
        promise.then(
          () => 'opened',
          (error: { name: string; code: string }) => `${error.name} ${error.code}`,
        );
      await api.media.createLocalMedia({ audio: true }).then(([audio]) => api.media.disposeLocalMedia(audio!));
      const other = api.media.getDevices().camera[1]?.deviceId ?? '';
      const [exact] = await api.media.createLocalMedia({ video: { deviceId: { exact: other }, width: { ideal: 320 }, height: { exact: 240 } } });
      api.media.renderTracks([exact!.media.tracks[0]!.id], '#there');
      const shown = document.querySelector('#there video') as HTMLVideoElement;
      await new Promise((resolve) => (shown.videoWidth ? resolve(0) : shown.addEventListener('loadedmetadata', resolve)));
      const { deviceId } = (shown.srcObject as MediaStream).getVideoTracks()[0]!.getSettings();
      return {
        device: deviceId === other && other !== '',
        size: [shown.videoWidth, shown.videoHeight],
        ideal: await code(api.media.createLocalMedia({ audio: { deviceId: { ideal: 'gone' } } })),
        missing: await code(api.media.createLocalMedia({ audio: { deviceId: { exact: 'gone' } } })),
        both: await code(api.media.createLocalMedia({ audio: { deviceId: { exact: 'gone', ideal: 'default' } as { exact: string } } })),
        unmet: await code(api.media.createLocalMedia({ video: { width: { exact: 100_000 } } })),
        unknown: await code(api.media.createLocalMedia({ hologram: true } as object)),
        left: api.media.getLocalMedia().length,
      };
    });
    expect(seen).to.deep.equal({
      device: true,
      size: [320, 240],
      ideal: 'opened',
      missing: 'BasicError call:4',
      both: 'BasicError call:4',
      unmet: 'BasicError call:4',
      unknown: 'BasicError call:4',
      left: 2,
    });
    await page.context().close();
  });

  it('creates a shared tab as detached media of type screen', async () => {
    const page = await open();
    const shared = await page.context().newPage();
    await shared.setContent('<title>shared tab</title><p>to be seen</p>');
    await page.bringToFront();
    await page.evaluate(() => {
      const button = document.createElement('button');
      button.textContent = 'Share';
      button.onclick = () => Object.assign(globalThis, { screen$: api.media.createLocalMedia({ audio: true, screen: { frameRate: 5 } }) });
      document.body.append(button);
    });
    await page.getByRole('button', { name: 'Share' }).click();
    const types = await page.evaluate(() =>
      (globalThis as unknown as { screen$: ReturnType<typeof api.media.createLocalMedia> }).screen$.then((medias) => medias.map(({ type }) => type)),
    );
    expect(types).to.deep.equal(['audio', 'screen']);
    await page.context().close();
  });

  it('renders tracks into the container of a selector, through a speaker of its own, and says so [RB-media-09] [RB-media-20]', async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const rendered = () =>
        new Promise<unknown>((resolve) => {
          const off = api.on('media:trackRendered', (params) => {
            off();
            resolve({ ...params, error: params.error?.code });
          });
        });
      const medias = await api.media.createLocalMedia({ audio: true, video: true });
      const ids = medias.map(({ media }) => media.tracks[0]!.id);
      const speakers = api.media.getDevices().speaker;
      const speakerId = speakers.at(-1)?.deviceId ?? '';
      const first = rendered();
      api.media.renderTracks(ids, '#here', { speakerId });
      const done = await first;
      const elements = [...document.querySelectorAll<HTMLMediaElement>('#here > *')];
      await Promise.all(
        elements.map((element) => element.readyState > 1 || new Promise((resolve) => element.addEventListener('loadeddata', resolve))),
      );
      const playing = elements.map((element) => [
        element.localName,
        element.paused,
        (element.srcObject as MediaStream).getTracks().map(({ id }) => ids.indexOf(id)),
      ]);
      const heardAt = elements.map((element) => ('sinkId' in element ? element.sinkId : undefined));
      const failures: unknown[] = [];
      for (const [list, selector, options] of [
        [['nobody'], '#here', {}],
        [ids, '#nowhere', {}],
        [ids, '(', {}],
        [[ids[0]], '#there', { speakerId: 'no such speaker' }],
      ] as [string[], string, object][]) {
        const failed = rendered();
        api.media.renderTracks(list, selector, options);
        failures.push(await failed);
      }
      return { ids, speakers: speakers.length, speakerId, done, playing, heardAt, failures, there: document.querySelectorAll('#there > *').length };
    });
    const { ids, speakerId } = seen;
    expect(seen.speakers).to.be.above(1);
    expect(seen.done).to.deep.equal({ trackIds: ids, selector: '#here', error: undefined });
    expect(seen.playing).to.deep.equal([
      ['audio', false, [0]],
      ['video', false, [1]],
    ]);
    expect(seen.heardAt).to.deep.equal([speakerId, '']);
    expect(seen.failures).to.deep.equal([
      { trackIds: ['nobody'], selector: '#here', error: 'webrtc:2' },
      { trackIds: ids, selector: '#nowhere', error: 'webrtc:1' },
      { trackIds: ids, selector: '(', error: 'webrtc:1' },
      { trackIds: [ids[0]], selector: '#there', error: 'webrtc:1' },
    ]);
    expect(seen.there, 'a track that cannot be played there is not shown there').to.equal(0);
    await page.context().close();
  });

  it('goes on showing a track whose device is another one, once a container, until it is removed from there [RB-media-10]', async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const [video] = await api.media.createLocalMedia({ video: true });
      const { id } = video!.media.tracks[0]!;
      for (const selector of ['#here', '#there', '#here']) api.media.renderTracks([id], selector);
      const count = () => ['#here', '#there'].map((selector) => document.querySelectorAll(`${selector} > video`).length);
      const once = count();
      const { mediaOf } = (globalThis as unknown as { Earshot: typeof import('../../src/index.ts') }).Earshot;
      const hold = mediaOf(window.client).get(video!.media.id)!;
      const element = document.querySelector('#here > video') as HTMLVideoElement;
      const before = (element.srcObject as MediaStream).getVideoTracks()[0];
      await hold.switchDevice('video', api.media.getDevices().camera[1]?.deviceId);
      const after = (element.srcObject as MediaStream).getVideoTracks();
      const moved = after.length === 1 && after[0] !== before && after[0] === hold.videoTrack;
      const containers = api.media.getTrackById(id)?.containers;
      api.media.removeTracks(['nobody', id], '#here');
      const left = count();
      const { srcObject } = element;
      await api.media.disposeLocalMedia(video!);
      api.media.removeTracks([id], '#there');
      return { once, moved, containers, left, srcObject, none: count() };
    });
    expect(seen).to.deep.equal({ once: [1, 1], moved: true, containers: ['#here', '#there'], left: [0, 1], srcObject: null, none: [0, 0] });
    await page.context().close();
  });

  it('asks for the permission up front, closes the devices again, and says that they may be read [RB-media-05]', async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const asked: unknown[] = [];
      const tracks: MediaStreamTrack[] = [];
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        asked.push([Boolean(constraints?.audio), Boolean(constraints?.video)]);
        const stream = await ask(constraints);
        tracks.push(...stream.getTracks());
        return stream;
      };
      const changed = () => new Promise<void>((resolve) => void api.on('devices:change', resolve));
      for (const kinds of [undefined, { audio: true, video: false }]) {
        const change = changed();
        api.media.initializeDevices(kinds);
        await change;
      }
      return {
        asked,
        live: tracks.filter(({ readyState }) => readyState === 'live').length,
        labelled: api.media.getDevices().camera.every(({ label }) => label),
      };
    });
    expect(seen).to.deep.equal({
      asked: [
        [true, true],
        [true, false],
      ],
      live: 0,
      labelled: true,
    });
    await page.context().close();
  });

  it('says why devices could not be opened when the person or the machine refuses [RB-media-15]', async () => {
    const page = await open(false);
    const seen = await page.evaluate(async () => {
      const failed = () =>
        new Promise<unknown>((resolve) => {
          const off = api.on('devices:error', ({ error }) => {
            off();
            resolve([error.name, error.code, error.message, (error.cause as { code: string }).code]);
          });
        });
      const asked = failed();
      api.media.initializeDevices();
      const refused = await asked;
      const created = failed();
      const rejected = await api.media.createLocalMedia({ audio: true }).catch((error: { code: string }) => error.code);
      return { refused, rejected, also: await created };
    });
    expect(seen).to.deep.equal({
      refused: ['BasicError', 'call:4', 'unable to open the microphone and camera; the permission was denied', 'media:denied'],
      rejected: 'call:4',
      also: ['BasicError', 'call:4', 'unable to open the microphone; the permission was denied', 'media:denied'],
    });
    await page.context().close();
  });
});
