import { settle } from '../../../test/fake-clock.ts';
import { FakeEngine } from '../../../test/fake-media.ts';
import { codeOf, mediaKit as kit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { MediaEngine } from './api.ts';
import { mediaError } from './media-error.ts';

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
    const { media, make, asked } = kit();
    let changes = 0;
    media.on('change', () => changes++);
    media.microphoneId = 'mic-2';
    media.microphoneId = 'mic-2';
    expect([changes, make().microphoneId]).to.deep.equal([1, 'mic-2']);
    await media.open({ audio: true });
    await media.open({ audio: { deviceId: { exact: 'mic-1' } } });
    const ids = asked.map(({ audio }) => (audio as MediaTrackConstraints).deviceId);
    expect(ids).to.deep.equal([{ ideal: 'mic-2' }, { exact: 'mic-1' }]);
    media.microphoneId = undefined;
    expect([media.microphoneId, make().microphoneId]).to.deep.equal([undefined, undefined]);
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
