import { settle } from '../../../test/fake-clock.ts';
import { FakeEngine } from '../../../test/fake-media.ts';
import { codeOf, mediaKit as kit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import type { MediaEngine } from './api.ts';
import { loudness } from './levels.ts';
import { mediaError } from './media-error.ts';

/** An element that plays, or refuses to, and writes down what is done to it. */
function element(refuses = false) {
  const fake = {
    refuses,
    srcObject: null as unknown,
    sinks: [] as string[],
    paused: true,
    async play() {
      if (fake.refuses) throw new DOMException('a gesture is needed', 'NotAllowedError');
      fake.paused = false;
    },
    pause() {
      fake.paused = true;
    },
    async setSinkId(id: string) {
      fake.sinks.push(id);
    },
  };
  return { fake, element: fake as unknown as HTMLMediaElement };
}

describe('opening devices', () => {
  it('shares a device between all who ask for it, and closes it with the last', async () => {
    const { media, engine, asked } = kit();
    const [first, second] = await Promise.all([media.open({ audio: true }), media.open({ audio: true })]);
    expect(asked.length).to.equal(1);
    expect(first.audioTrack).to.not.equal(second.audioTrack);
    first.dispose();
    first.dispose();
    expect([first.audioTrack?.readyState, second.audioTrack?.readyState]).to.deep.equal(['ended', 'live']);
    second.dispose();
    expect(engine.device.open).to.equal(0);
    await media.open({ audio: true });
    expect(asked.length).to.equal(2);
  });

  it('muting one holder does not mute the other', async () => {
    const { media } = kit();
    const [first, second] = await Promise.all([media.open({}), media.open({})]);
    (first.audioTrack as MediaStreamTrack).enabled = false;
    expect(second.audioTrack?.enabled).to.equal(true);
  });

  it('asks one question for microphone and camera', async () => {
    const { media, asked } = kit();
    const opened = await media.open({ audio: true, video: true });
    expect([asked.length, opened.audioTrack?.kind, opened.videoTrack?.kind]).to.deep.equal([1, 'audio', 'video']);
  });

  it('a holder who left before the device opened leaves nothing open', async () => {
    const { media, engine } = kit();
    engine.machine.asks = true;
    const opening = media.open({ audio: true });
    await settle();
    engine.decide(true);
    (await opening).dispose();
    expect(engine.device.open).to.equal(0);
  });

  it('remembers what was chosen, as a wish; a device that is asked for exactly is a must', async () => {
    const { media, make, asked, stored } = kit();
    let changes = 0;
    media.on('change', () => changes++);
    media.microphoneId = 'mic-2';
    media.microphoneId = 'mic-2';
    expect([changes, stored.get('earshot:microphone'), make().microphoneId]).to.deep.equal([1, 'mic-2', 'mic-2']);
    await media.open({ audio: true });
    await media.open({ audio: { deviceId: { exact: 'mic-1' } } });
    const ids = asked.map(({ audio }) => (audio as MediaTrackConstraints).deviceId);
    expect(ids).to.deep.equal([{ ideal: 'mic-2' }, { exact: 'mic-1' }]);
    media.microphoneId = undefined;
    expect(stored.size).to.equal(0);
  });

  it('opens anew after the device was pulled out', async () => {
    const { media, engine, asked } = kit();
    await media.open({ audio: true });
    engine.opened[0]?.unplug();
    await media.open({ audio: true });
    expect(asked.length).to.equal(2);
  });

  it('tells apart why a device does not open', async () => {
    const expected = {
      NotFoundError: 'media:not-found',
      NotReadableError: 'media:in-use',
      OverconstrainedError: 'media:overconstrained',
      NotSupportedError: 'media:unsupported',
      AbortError: 'media:failed',
    };
    for (const [name, code] of Object.entries(expected)) {
      const { media, engine } = kit();
      engine.machine.failure = name;
      expect(await codeOf(media.open({ audio: true }))).to.equal(code);
      engine.machine.failure = undefined;
      expect(await codeOf(media.open({ audio: true }))).to.equal('none');
    }
  });

  it('tells a stored denial from a question that was closed, and both from what the page or the system forbids', async () => {
    const engine = new FakeEngine() as MediaEngine & FakeEngine;
    const refused = new DOMException('Permission denied', 'NotAllowedError');
    engine.machine.permission = 'denied';
    expect(await mediaError(engine, refused, ['microphone'])).to.include({ code: 'media:denied', retryable: false });
    engine.machine.permission = 'prompt';
    expect(await mediaError(engine, refused, ['microphone'])).to.include({ code: 'media:denied', retryable: true });
    const system = new DOMException('Permission denied by system', 'NotAllowedError');
    expect((await mediaError(engine, system, ['microphone'])).code).to.equal('media:system-denied');
    for (const reason of ['insecure', 'policy', 'iframe'] as const) {
      (engine as MediaEngine).forbidden = () => reason;
      expect((await mediaError(engine, refused, ['microphone'])).code).to.equal(`media:${reason}`);
    }
  });
});

describe('devices', () => {
  it('lists them by kind, and again when one comes or goes', async () => {
    const { media, engine } = kit();
    const lists: number[] = [];
    media.on('devices', ({ microphones }) => lists.push(microphones.length));
    await media.refreshDevices();
    expect([media.devices.microphones.length, media.devices.cameras.length, media.devices.speakers.length]).to.deep.equal([2, 1, 1]);
    engine.changeDevices();
    await settle();
    expect(lists).to.deep.equal([2, 2]);
    media.dispose();
    expect(engine.listeners).to.equal(0);
  });
});

describe('playing', () => {
  const stream = {} as MediaStream;

  it('plays in the given element through the chosen speaker, and lets go of it', async () => {
    const { media } = kit({ 'earshot:speaker': 'out-1' });
    const { fake, element: player } = element();
    const stop = media.render(stream, player);
    await settle();
    expect([fake.srcObject, fake.sinks, fake.paused]).to.deep.equal([stream, ['out-1'], false]);
    media.speakerId = 'out-2';
    media.speakerId = undefined;
    expect(fake.sinks).to.deep.equal(['out-1', 'out-2', '']);
    stop();
    expect([fake.srcObject, fake.paused]).to.deep.equal([null, true]);
  });

  it('says that the browser wants a gesture, and plays after it', async () => {
    const { media } = kit();
    const { fake, element: player } = element(true);
    const told: boolean[] = [];
    media.on('autoplay-blocked', (blocked) => told.push(blocked));
    media.render(stream, player);
    await settle();
    expect([media.autoplayBlocked, told]).to.deep.equal([true, [true]]);
    fake.refuses = false;
    await media.unlock();
    expect([media.autoplayBlocked, told, fake.paused]).to.deep.equal([false, [true, false], false]);
  });

  it('an element that another stream took over is left alone', async () => {
    const { media } = kit();
    const { fake, element: player } = element();
    const other = {} as MediaStream;
    const stop = media.render(stream, player);
    media.render(other, player);
    stop();
    expect(fake.srcObject).to.equal(other);
  });
});

describe('levels', () => {
  it('read 0 for silence, 1 for full scale, and rise in between', () => {
    expect([loudness(0), loudness(0.0005), loudness(1), loudness(2)]).to.deep.equal([0, 0, 1, 1]);
    expect(loudness(0.1)).to.be.closeTo(2 / 3, 0.001);
  });

  it('share one analyser a track and one context, closed with the last listener', async () => {
    const { media, engine, clock } = kit();
    const log: string[] = [];
    const node = { connect: () => {}, disconnect: () => log.push('disconnect') };
    engine.createAudioContext = () => {
      log.push('context');
      return {
        state: 'running',
        createMediaStreamSource: () => {
          log.push('source');
          return node;
        },
        createAnalyser: () => ({ fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(0.1) }),
        close: async () => void log.push('close'),
      } as unknown as AudioContext;
    };
    const opened = await media.open({ audio: true });
    const track = opened.audioTrack as MediaStreamTrack;
    track.enabled = false;
    const heard: number[][] = [[], []];
    const [first, second] = [media.onLevel(track, (level) => heard[0]?.push(level)), media.onLevel(track, (level) => heard[1]?.push(level))];
    await clock.advance(defaultSettings.levelIntervalMs * 2);
    expect(heard.map(({ length }) => length)).to.deep.equal([2, 2]);
    expect(heard[0]?.[0]).to.be.closeTo(2 / 3, 0.001);
    first();
    first();
    await clock.advance(defaultSettings.levelIntervalMs);
    expect(heard.map(({ length }) => length)).to.deep.equal([2, 3]);
    second();
    expect([log, clock.pending]).to.deep.equal([['context', 'source', 'disconnect', 'close'], 0]);
    opened.dispose();
    expect(engine.device.open).to.equal(0);
  });
});
