import { settle } from '../../../test/fake-clock.ts';
import { codeOf, FakeProcessor, fakeOf, mediaKit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';

const deviceOf = (track: MediaStreamTrack | undefined): string | undefined => fakeOf(track).deviceId;

describe('detached media', () => {
  it('is known by its id and type as long as it is open', async () => {
    const { media } = mediaKit();
    let changes = 0;
    media.on('local', () => changes++);
    const both = await media.open({ audio: true, video: true });
    const camera = await media.open({ video: true });
    expect([both.type, camera.type, (await media.open({})).type]).to.deep.equal(['audio-video', 'video', 'audio']);
    expect(media.get(both.id)).to.equal(both);
    both.dispose();
    both.dispose();
    expect([media.get(both.id), media.local.length, changes]).to.deep.equal([undefined, 2, 4]);
  });

  it('is disposed of by its id or that of a track, but not under a call', async () => {
    const { media, engine } = mediaKit();
    const [first, second] = [await media.open({ audio: true }), await media.open({ video: true })];
    const audio = first.audioTrack as MediaStreamTrack;
    const undo = media.used(audio, { callId: 'call-1', remote: false, mediaId: first.id });
    expect([first.inUse, second.inUse]).to.deep.equal([true, false]);
    expect(await codeOf(media.disposeLocal(first.id))).to.equal('media:in-use-by-call');
    expect(await codeOf(media.disposeLocal('nobody'))).to.equal('media:not-found');
    expect(audio.readyState).to.equal('live');
    undo();
    await media.disposeLocal(audio.id);
    await media.disposeLocal(second.id);
    expect([media.local.length, engine.device.open]).to.deep.equal([0, 0]);
  });

  it('leaves nothing open when one of two devices does not open', async () => {
    const { media, engine, devices } = mediaKit();
    await media.open({ audio: true }).then((opened) => opened.dispose());
    devices.list = devices.list.filter(({ kind }) => kind !== 'videoinput');
    const failed = await media.open({ audio: true, video: true }).catch((error: Error) => error.message);
    expect(failed).to.equal('unable to open the camera; no such device is present');
    expect([engine.device, media.local.length]).to.deep.equal([{ open: 0, listeners: 0 }, 0]);
  });

  it('is refused, and closed again, when everything is disposed while the question is open', async () => {
    const { media, engine } = mediaKit();
    engine.machine.asks = true;
    const opening = codeOf(media.open({ audio: true }));
    await settle();
    media.dispose();
    engine.decide(true);
    expect([await opening, engine.device.open]).to.deep.equal(['client:disposed', 0]);
  });

  it('hands a device that is open to who names it, however it was found', async () => {
    const { media, asked } = mediaKit({ 'earshot:microphone': 'mic-2' });
    await media.open({ audio: true });
    const same = await media.open({ audio: { deviceId: { exact: 'mic-2' } } });
    expect([asked.length, deviceOf(same.audioTrack)]).to.deep.equal([1, 'mic-2']);
    await media.open({ audio: { deviceId: { exact: 'mic-2' }, echoCancellation: false } });
    expect(asked.length).to.equal(2);
  });
});

describe('another device in place', () => {
  it('opens before the old one closes, and is told to who sends the old one', async () => {
    const { media, engine, devices } = mediaKit();
    const opened = await media.open({ audio: true });
    const { stream, audioTrack: first } = opened;
    let finish = () => {};
    const seen: unknown[] = [];
    opened.onReplaced((next, previous) => {
      seen.push(next, previous.readyState);
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    await opened.switchDevice('audio', 'mic-2');
    expect([deviceOf(opened.audioTrack), seen]).to.deep.equal(['mic-2', [opened.audioTrack, 'live']]);
    expect(opened.stream).to.equal(stream);
    expect(stream.getTracks()).to.deep.equal([opened.audioTrack]);
    expect(first?.readyState).to.equal('live');
    finish();
    await settle();
    expect([first?.readyState, devices.live.every(({ deviceId }) => deviceId === 'mic-2')]).to.deep.equal(['ended', true]);
    opened.dispose();
    expect(engine.device).to.deep.equal({ open: 0, listeners: 0 });
  });

  it('takes everyone along who shares the hold, and nobody who opened for himself', async () => {
    const { media } = mediaKit();
    const [opened, other] = await Promise.all([media.open({ audio: true }), media.open({ audio: true })]);
    const shared = opened.share();
    await shared.switchDevice('audio', 'mic-2');
    expect([opened, shared, other].map(({ audioTrack }) => deviceOf(audioTrack))).to.deep.equal(['mic-2', 'mic-2', 'mic-1']);
  });

  it('that does not open leaves the old one in use', async () => {
    const { media, engine } = mediaKit();
    const opened = await media.open({ audio: true });
    const track = opened.audioTrack;
    expect(await codeOf(opened.switchDevice('audio', 'gone'))).to.equal('media:overconstrained');
    expect([opened.audioTrack, track?.readyState]).to.deep.equal([track, 'live']);
    expect(await codeOf(opened.switchDevice('video', 'cam-1'))).to.equal('media:not-found');
    opened.dispose();
    expect(await codeOf(opened.switchDevice('audio', 'mic-2'))).to.equal('request:aborted');
    expect(engine.device.open).to.equal(0);
  });

  it('is opened after the old one closed where only one may be open, for all who use it', async () => {
    const { media, engine, devices } = mediaKit();
    engine.machine.exclusive = true;
    const [opened, other] = await Promise.all([media.open({ audio: true }), media.open({ audio: true })]);
    await opened.switchDevice('audio', 'mic-2');
    await settle();
    expect([deviceOf(opened.audioTrack), deviceOf(other.audioTrack)]).to.deep.equal(['mic-2', 'mic-2']);
    expect([opened, other].map(({ audioTrack }) => audioTrack?.readyState)).to.deep.equal(['live', 'live']);
    expect(await codeOf(opened.switchDevice('audio', 'gone'))).to.equal('media:overconstrained');
    devices.plug('audioinput', 'gone');
    devices.machine.failure = 'NotReadableError';
    expect(await codeOf(opened.switchDevice('audio', 'gone'))).to.equal('media:in-use');
    devices.machine.failure = undefined;
    expect(opened.audioTrack?.readyState).to.equal('ended');
    await opened.switchDevice('audio', 'mic-2');
    expect([opened.audioTrack?.readyState, deviceOf(opened.audioTrack)]).to.deep.equal(['live', 'mic-2']);
  });

  it('of the same id changes nothing, the default is opened anew, and so is a silent device', async () => {
    const { media, asked, devices } = mediaKit();
    const opened = await media.open({ audio: true });
    await opened.switchDevice('audio', 'mic-1');
    expect(asked.length).to.equal(1);
    devices.plug('audioinput', 'mic-3', { asDefault: true });
    await opened.switchDevice('audio', undefined);
    expect([asked.length, deviceOf(opened.audioTrack)]).to.deep.equal([2, 'mic-3']);
    const before = opened.audioTrack;
    await opened.reopen('audio');
    expect([asked.length, deviceOf(opened.audioTrack), opened.audioTrack === before]).to.deep.equal([3, 'mic-3', false]);
  });

  it('comes in the order in which it was asked for', async () => {
    const { media, engine } = mediaKit();
    const opened = await media.open({ audio: true });
    await Promise.all([opened.switchDevice('audio', 'mic-2'), opened.switchDevice('audio', 'mic-1'), opened.switchDevice('audio', 'mic-2')]);
    expect(deviceOf(opened.audioTrack)).to.equal('mic-2');
    const late = codeOf(opened.switchDevice('audio', 'mic-1'));
    opened.dispose();
    expect([await late, engine.device.open]).to.deep.equal(['request:aborted', 0]);
  });

  it('takes the place of one that was pulled out', async () => {
    const { media, devices, told } = mediaKit();
    const opened = await media.open({ audio: true });
    const { id = '' } = opened.audioTrack ?? {};
    devices.pull('mic-1');
    expect([told, opened.audioTrack?.readyState]).to.deep.equal([[['track-ended', id, undefined]], 'ended']);
    await opened.switchDevice('audio', 'mic-2');
    expect([deviceOf(opened.audioTrack), opened.audioTrack?.readyState]).to.deep.equal(['mic-2', 'live']);
  });
});

describe('voice processing of the browser', () => {
  const settings = (track: MediaStreamTrack | undefined) => track?.getSettings();

  it('is switched on the open microphone where the browser can', async () => {
    const { media, asked } = mediaKit();
    const opened = await media.open({ audio: true });
    const track = opened.audioTrack;
    await opened.configure({ echoCancellation: false });
    expect([asked.length, opened.audioTrack]).to.deep.equal([1, track]);
    expect(settings(track)).to.include({ echoCancellation: false, noiseSuppression: true, autoGainControl: true });
    await media.open({ audio: { echoCancellation: false } });
    expect(asked.length).to.equal(1);
  });

  it('opens it anew in place where it cannot', async () => {
    for (const constraints of ['ignored', 'refused'] as const) {
      const { media, engine, asked } = mediaKit({ 'earshot:microphone': 'mic-2' });
      engine.machine.constraints = constraints;
      const opened = await media.open({ audio: true });
      await opened.configure({ noiseSuppression: false, autoGainControl: undefined });
      expect(asked.length).to.equal(2);
      expect(settings(opened.audioTrack)).to.include({ deviceId: 'mic-2', echoCancellation: true, noiseSuppression: false, autoGainControl: true });
      opened.dispose();
      expect(engine.device).to.deep.equal({ open: 0, listeners: 0 });
    }
  });

  it('of one who shares the device by chance stays as it was', async () => {
    const { media } = mediaKit();
    const [opened, other] = await Promise.all([media.open({ audio: true }), media.open({ audio: true })]);
    await opened.configure({ autoGainControl: false });
    expect([settings(opened.audioTrack)?.autoGainControl, settings(other.audioTrack)?.autoGainControl]).to.deep.equal([false, true]);
  });
});

describe('effects', () => {
  it('stand between the device and all who share it, and are stopped with the last', async () => {
    const { media, engine } = mediaKit();
    const opened = await media.open({ audio: true });
    const effect = new FakeProcessor();
    await opened.setProcessor('audio', effect);
    const shared = opened.share();
    expect([opened.audioTrack?.label, shared.audioTrack?.label]).to.deep.equal(['processed mic-1', 'processed mic-1']);
    opened.dispose();
    expect([effect.stops, shared.audioTrack?.readyState]).to.deep.equal([0, 'live']);
    shared.dispose();
    expect([effect.stops, engine.device]).to.deep.equal([1, { open: 0, listeners: 0 }]);
  });

  it('are taken away, and the raw track is sent again', async () => {
    const { media } = mediaKit();
    const opened = await media.open({ audio: true });
    const effect = new FakeProcessor();
    await opened.setProcessor('audio', effect);
    await opened.setProcessor('audio', undefined);
    expect([opened.audioTrack?.label, effect.stops]).to.deep.equal(['mic-1', 1]);
  });

  it('that fail leave in use what was in use', async () => {
    const { media } = mediaKit();
    const opened = await media.open({ audio: true });
    const [good, bad] = [new FakeProcessor(), new FakeProcessor()];
    bad.failsOn.add('mic-1');
    await opened.setProcessor('audio', bad).catch(() => {});
    expect([opened.audioTrack?.label, bad.stops]).to.deep.equal(['mic-1', 1]);
    await opened.setProcessor('audio', good);
    await opened.setProcessor('audio', bad).catch(() => {});
    expect([opened.audioTrack?.label, good.stops]).to.deep.equal(['processed mic-1', 0]);
    expect(await codeOf(opened.setProcessor('audio', new FakeProcessor('video')))).to.equal('media:unsupported');
  });

  it('go along to another device, and one that fails there keeps the old', async () => {
    const { media, devices } = mediaKit();
    const opened = await media.open({ audio: true });
    const effect = new FakeProcessor();
    await opened.setProcessor('audio', effect);
    await opened.switchDevice('audio', 'mic-2');
    expect([opened.audioTrack?.label, effect.started]).to.deep.equal(['processed mic-2', ['mic-1', 'mic-2']]);
    effect.failsOn.add('mic-1');
    expect(await codeOf(opened.switchDevice('audio', 'mic-1'))).to.equal('media:failed');
    expect([opened.audioTrack?.label, opened.audioTrack?.readyState]).to.deep.equal(['processed mic-2', 'live']);
    await settle();
    expect(devices.live.filter(({ deviceId }) => deviceId === 'mic-1').length).to.equal(0);
  });

  it('end with their device, although what they made would go on', async () => {
    const { media, devices, told } = mediaKit();
    const opened = await media.open({ audio: true });
    await opened.setProcessor('audio', new FakeProcessor());
    const track = opened.audioTrack as MediaStreamTrack;
    let ended = 0;
    track.addEventListener('ended', () => ended++);
    devices.pull('mic-1');
    expect([track.readyState, ended, told]).to.deep.equal(['ended', 1, [['track-ended', track.id, undefined]]]);
  });

  it('that cannot go on where only one device may be open end the track rather than show what they hid', async () => {
    const { media, engine, devices, told } = mediaKit();
    devices.plug('videoinput', 'cam-2');
    engine.machine.exclusive = true;
    const opened = await media.open({ video: true });
    const blur = new FakeProcessor('video');
    await opened.setProcessor('video', blur);
    blur.failsOn.add('cam-2');
    await opened.switchDevice('video', 'cam-2').catch(() => {});
    expect([opened.videoTrack?.readyState, told.map(([type]) => type)]).to.deep.equal(['ended', ['track-ended']]);
    opened.dispose();
    expect(engine.device).to.deep.equal({ open: 0, listeners: 0 });
  });
});

describe('500 opens and closes', () => {
  it('leave no track, listener or timer', async () => {
    const { media, engine, clock, devices } = mediaKit();
    const listeners = media.listenerCount();
    for (let turn = 0; turn < 500; turn++) {
      const opened = await media.open(turn % 3 === 0 ? { audio: true, video: true } : { audio: true });
      const undo = media.used(opened.audioTrack as MediaStreamTrack, { callId: `call-${turn}`, remote: false, mediaId: opened.id });
      const shared = opened.share();
      if (turn % 2) await shared.switchDevice('audio', turn % 4 === 1 ? 'mic-2' : undefined);
      if (turn % 5 === 0) await opened.setProcessor('audio', new FakeProcessor());
      if (turn % 7 === 0) devices.swap('mic-1', 'audioinput', 'mic-1');
      undo();
      opened.dispose();
      shared.dispose();
    }
    await clock.advance(defaultSettings.deviceSettleMs);
    expect([engine.device, media.local.length, media.tracks.length, clock.pending]).to.deep.equal([{ open: 0, listeners: 0 }, 0, 0, 0]);
    expect(media.listenerCount()).to.equal(listeners);
    media.dispose();
    expect(engine.listeners).to.equal(0);
  });
});
