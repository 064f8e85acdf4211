import type { DetachedMedia, Media } from '../../src/core/media/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { MediaStage } from './media-stage.ts';

declare const media: Media;

/** What a page keeps between two steps of a test. */
interface Sharing {
  screen: Promise<DetachedMedia>;
  ended: Promise<unknown>;
}

describe('devices of a real browser', () => {
  let stage: MediaStage;
  before(async () => {
    stage = await MediaStage.start({
      flags: ['--use-fake-device-for-media-stream=device-count=2', '--auto-select-tab-capture-source-by-title=shared tab'],
    });
  });
  after(() => stage.stop());

  it('change in place in a stream, and another one is opened for nobody else', async () => {
    const { frame } = await stage.open();
    const seen = await frame.evaluate(async () => {
      const opened = await media.open({ audio: true, video: true });
      const { microphones, cameras } = await media.refreshDevices();
      const other = opened.share();
      const { stream, audioTrack: before, videoTrack } = opened;
      const replaced: string[] = [];
      opened.onReplaced((next, previous) => void replaced.push(next.kind, previous.readyState));
      const another = (list: MediaDeviceInfo[], track: MediaStreamTrack | undefined) =>
        list.find(({ deviceId }) => deviceId !== 'default' && deviceId !== track?.getSettings().deviceId)?.deviceId;
      const [microphone, camera] = [another(microphones, before), another(cameras, videoTrack)];
      await opened.switchDevice('audio', microphone);
      await opened.switchDevice('video', camera);
      await new Promise((resolve) => setTimeout(resolve, 0));
      const ids = [opened, other].flatMap(({ audioTrack, videoTrack: picture }) => [
        audioTrack?.getSettings().deviceId,
        picture?.getSettings().deviceId,
      ]);
      return {
        replaced,
        moved: ids.every((id, index) => id === (index % 2 ? camera : microphone)) && microphone !== undefined && camera !== undefined,
        states: [before?.readyState, videoTrack?.readyState, opened.audioTrack?.readyState],
        inStream: stream === opened.stream && stream.getTracks().length === 2 && stream.getTracks().every(({ readyState }) => readyState === 'live'),
        known: media.tracks.map(({ source, state }) => `${source} ${state}`),
      };
    });
    expect(seen).to.deep.equal({
      replaced: ['audio', 'live', 'video', 'live'],
      moved: true,
      states: ['ended', 'ended', 'live'],
      inStream: true,
      known: ['microphone live', 'camera live', 'microphone live', 'camera live'],
    });
  });

  it('switch voice processing, as their settings say', async () => {
    const { frame } = await stage.open();
    const settings = await frame.evaluate(async () => {
      const opened = await media.open({ audio: true });
      const read = () => {
        const { echoCancellation, noiseSuppression, deviceId } = opened.audioTrack?.getSettings() ?? {};
        return { echoCancellation, noiseSuppression, deviceId };
      };
      const before = read();
      await opened.configure({ echoCancellation: false, noiseSuppression: false });
      const off = read();
      await opened.configure({ echoCancellation: true });
      return { before, off, on: read() };
    });
    const { deviceId } = settings.before;
    expect(settings).to.deep.equal({
      before: { echoCancellation: true, noiseSuppression: true, deviceId },
      off: { echoCancellation: false, noiseSuppression: false, deviceId },
      on: { echoCancellation: true, noiseSuppression: false, deviceId },
    });
  });

  it('are muted hold by hold, and silent in the samples', async () => {
    const { frame } = await stage.open();
    const peaks = await frame.evaluate(async () => {
      const context = new AudioContext();
      /** Follows how loud a hold has been. */
      const peakOf = ({ stream }: DetachedMedia): (() => number) => {
        const analyser = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        let peak = 0;
        return () => {
          analyser.getFloatTimeDomainData(samples);
          peak = Math.max(peak, ...samples.map(Math.abs));
          return peak;
        };
      };
      const opened = await media.open({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      const other = opened.share();
      media.mute([opened.audioTrack?.id ?? '']);
      const [mine, others] = [peakOf(opened), peakOf(other)];
      const heard = async (peak: () => number) => {
        while (peak() < 0.05) await new Promise(requestAnimationFrame); // the fake microphone beeps once a second
        return true;
      };
      const sharing = await heard(others);
      const muted = mine();
      media.unmute([opened.audioTrack?.id ?? '']);
      const unmuted = await heard(mine);
      await context.close();
      return { muted, sharing, unmuted };
    });
    expect(peaks).to.deep.equal({ muted: 0, sharing: true, unmuted: true });
  });

  it('leave no live track, however often they open and close', async () => {
    const { frame } = await stage.open();
    const live = await frame.evaluate(async () => {
      const made: MediaStreamTrack[] = [];
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        made.push(...stream.getTracks());
        return stream;
      };
      const clone = MediaStreamTrack.prototype.clone;
      MediaStreamTrack.prototype.clone = function () {
        const track = clone.call(this);
        made.push(track);
        return track;
      };
      for (let turn = 0; turn < 100; turn++) {
        const opened = await media.open({ audio: true });
        const shared = opened.share();
        opened.dispose();
        shared.dispose();
      }
      return { made: made.length, live: made.filter(({ readyState }) => readyState === 'live').length, known: media.tracks.length };
    });
    expect(live).to.deep.equal({ made: 300, live: 0, known: 0 });
  });

  it('include a shared tab, whose end in the browser is told', async () => {
    const { page, frame } = await stage.open();
    const shared = await page.context().newPage();
    await shared.setContent('<title>shared tab</title><p>to be seen</p>');
    await page.bringToFront();
    await frame.evaluate(() => {
      const button = document.createElement('button');
      button.textContent = 'Share';
      button.onclick = () => {
        (globalThis as unknown as Sharing).screen = media.openScreen({ frameRate: 5 });
      };
      document.body.append(button);
    });
    await page.getByRole('button', { name: 'Share' }).click();
    const known = await frame.evaluate(async () => {
      const here = globalThis as unknown as Sharing;
      const screen = await here.screen;
      const track = screen.videoTrack as MediaStreamTrack;
      media.used(track, { callId: 'call-1', remote: false, mediaId: screen.id });
      here.ended = new Promise((resolve) => media.on('track-ended', (trackId, callId) => resolve([trackId === track.id, callId])));
      const { source, state } = media.track(track.id) ?? {};
      return [screen.type, source, state];
    });
    expect(known).to.deep.equal(['screen', 'screen', 'live']);
    await shared.close();
    expect(await frame.evaluate(() => (globalThis as unknown as Sharing).ended)).to.deep.equal([true, 'call-1']);
  });
});

describe('asking a real browser', () => {
  let stage: MediaStage;
  before(async () => {
    stage = await MediaStage.start();
  });
  after(() => stage.stop());

  const ask = async (options: Parameters<MediaStage['open']>[0]): Promise<string> => {
    const { page, frame } = await stage.open(options);
    const outcome = await frame.evaluate(async () => {
      const answer = await media.requestPermission();
      return `${answer.outcome}${answer.error ? ` ${answer.error.code}` : ''}${answer.remedy ? ' with remedy' : ''}`;
    });
    await page.context().close();
    return outcome;
  };

  it('is granted with the permission, in a frame of the page too, and in a strange one that the page allows it', async () => {
    expect(await ask({})).to.equal('granted');
    expect(await ask({ frame: {} })).to.equal('granted');
    expect(await ask({ frame: { elsewhere: true, allow: 'microphone; camera' } })).to.equal('granted');
  });

  it('is refused by a frame without allow, by a policy, by an origin that is not secure, and by a closed question', async () => {
    expect(await ask({ frame: { elsewhere: true } })).to.equal('iframe media:iframe with remedy');
    expect(await ask({ policy: 'microphone=(), camera=()' })).to.equal('policy media:policy with remedy');
    expect(await ask({ insecure: true })).to.equal('insecure media:insecure with remedy');
    expect(await ask({ granted: false })).to.equal('denied media:denied with remedy');
  });
});

describe('a machine without devices', () => {
  let stage: MediaStage;
  before(async () => {
    stage = await MediaStage.start({ devices: false });
  });
  after(() => stage.stop());

  it('is told apart from a refusal', async () => {
    const { frame } = await stage.open();
    const answer = await frame.evaluate(() => media.requestPermission({ video: false }).then(({ outcome, error }) => [outcome, error?.code]));
    expect(answer).to.deep.equal(['not-found', 'media:not-found']);
  });
});
