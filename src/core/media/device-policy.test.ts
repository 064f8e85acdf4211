import { settle } from '../../../test/fake-clock.ts';
import { codeOf, fakeOf, mediaKit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import type { DeviceSwitch, OpenOptions } from './api.ts';
import { defaultDeviceSettings } from './watchdog.ts';

const { deviceSettleMs, deviceSilentMs, deviceRetryMs, deviceAttempts } = { ...defaultSettings, ...defaultDeviceSettings };

/** Media with one hold, and what it tells of devices. */
async function kit(values: Record<string, string> = {}, options: OpenOptions = { audio: true }) {
  const all = mediaKit(values);
  const { media, clock } = all;
  const switches: DeviceSwitch[] = [];
  const errors: { code: string; message: string; callId: string | undefined }[] = [];
  media.on('device-switched', (change) => switches.push(change));
  media.on('error', ({ code, message, callId }) => errors.push({ code, message, callId }));
  await media.refreshDevices();
  const hold = await media.open(options);
  const using = () => fakeOf(hold.audioTrack).deviceId;
  /** The browser has told of all changes, and what follows from them is done. */
  const settled = () => clock.advance(deviceSettleMs);
  const told = () => switches.map(({ kind, from, to, reason }) => [kind, from?.deviceId, to?.deviceId, reason]);
  return { ...all, switches, errors, hold, using, settled, told };
}

describe('a device that goes', () => {
  it('gives way to the next preferred one that is plugged in, and that is told', async () => {
    const { media, devices, using, settled, told, errors } = await kit();
    devices.plug('audioinput', 'mic-3');
    await settled();
    for (const id of ['mic-1', 'mic-3', 'mic-2']) media.microphoneId = id;
    await settle();
    expect(media.preferences('microphone').map(({ deviceId }) => deviceId)).to.deep.equal(['mic-2', 'mic-3', 'mic-1']);
    devices.pull('mic-2');
    await settled();
    expect([using(), told(), media.microphoneId, errors]).to.deep.equal(['mic-3', [['microphone', 'mic-2', 'mic-3', 'unplugged']], 'mic-3', []]);
  });

  it('gives way to the default of the system when nothing else was ever chosen', async () => {
    const { media, devices, using, settled, told } = await kit();
    media.microphoneId = 'mic-2';
    await settle();
    devices.pull('mic-2');
    await settled();
    expect([using(), media.microphoneId, told()]).to.deep.equal(['mic-1', undefined, [['microphone', 'mic-2', 'mic-1', 'unplugged']]]);
  });

  it('moves every call and preview that used it, in one step', async () => {
    const { media, devices, settled, told, hold } = await kit();
    const [other, fixed] = [await media.open({ audio: true }), await media.open({ audio: { deviceId: { exact: 'mic-1' } } })];
    const shared = hold.share();
    devices.pull('mic-1');
    await settled();
    const ids = [hold, other, shared, fixed].map(({ audioTrack }) => [fakeOf(audioTrack).deviceId, audioTrack?.readyState]);
    expect([ids, told().length]).to.deep.equal([Array(4).fill(['mic-2', 'live']), 1]);
  });

  it('swapped for another in one go, tells of one change', async () => {
    const { devices, using, settled, told } = await kit();
    devices.pull('mic-2');
    await settled();
    devices.swap('mic-1', 'audioinput', 'mic-9');
    await settled();
    expect([using(), told()]).to.deep.equal(['mic-9', [['microphone', 'mic-1', 'mic-9', 'unplugged']]]);
  });

  it('takes the camera along as well as the microphone', async () => {
    const { devices, hold, settled, told } = await kit({}, { audio: true, video: true });
    devices.plug('videoinput', 'cam-2');
    await settled();
    devices.pull('cam-1');
    await settled();
    expect([fakeOf(hold.videoTrack).deviceId, told()]).to.deep.equal(['cam-2', [['camera', 'cam-1', 'cam-2', 'unplugged']]]);
  });
});

describe('a device that comes', () => {
  it('takes over when it was chosen before, and not when it is a stranger', async () => {
    const { media, devices, using, settled, told } = await kit();
    media.microphoneId = 'mic-2';
    await settle();
    devices.plug('audioinput', 'stranger');
    await settled();
    devices.pull('mic-2');
    await settled();
    expect(using()).to.equal('mic-1');
    devices.plug('audioinput', 'mic-2');
    await settled();
    expect([using(), media.microphoneId, told().at(-1)]).to.deep.equal(['mic-2', 'mic-2', ['microphone', 'mic-1', 'mic-2', 'plugged']]);
  });

  it('ranking lower than the one in use stays unused, unless it is a headset that was used before', async () => {
    const { media, devices, using, settled, told } = await kit();
    devices.plug('audioinput', 'buds', { label: 'Pixel Buds Pro' });
    await settled();
    for (const id of ['buds', 'mic-1', 'mic-2']) media.microphoneId = id;
    await settle();
    devices.pull('mic-1');
    devices.pull('buds');
    await settled();
    devices.plug('audioinput', 'mic-1');
    await settled();
    expect([using(), told()]).to.deep.equal(['mic-2', []]);
    devices.plug('audioinput', 'buds', { label: 'Pixel Buds Pro' });
    await settled();
    expect([using(), told()]).to.deep.equal(['buds', [['microphone', 'mic-2', 'buds', 'plugged']]]);
  });

  it('is known by its label when its id is another one', async () => {
    const { media, devices, using, settled } = await kit();
    devices.plug('audioinput', 'old-id', { label: 'Yeti' });
    await settled();
    media.microphoneId = 'old-id';
    await settle();
    devices.pull('old-id');
    await settled();
    devices.plug('audioinput', 'new-id', { label: 'Yeti' });
    await settled();
    expect([using(), media.microphoneId]).to.deep.equal(['new-id', 'new-id']);
  });

  it('leaves alone who wanted one device and no other', async () => {
    const { media, devices, settled, using } = await kit({}, { audio: { deviceId: { exact: 'mic-1' } } });
    devices.plug('audioinput', 'mic-3');
    await settled();
    media.microphoneId = 'mic-3';
    await settled();
    expect(using()).to.equal('mic-1');
  });
});

describe('the default of the system', () => {
  it('is followed while nothing is chosen', async () => {
    const { devices, using, settled, told } = await kit();
    devices.plug('audioinput', 'mic-0', { asDefault: true });
    await settled();
    expect([using(), told()]).to.deep.equal(['mic-0', [['microphone', 'mic-1', 'mic-0', 'default-changed']]]);
  });

  it('is followed where the browser lists it a second time by that name', async () => {
    const { devices, settled, told, media, hold } = await kit();
    const group = (deviceId: string, groupId: string) => ({ kind: 'audioinput' as const, deviceId, label: deviceId, groupId });
    devices.list = [group('default', 'b'), group('mic-a', 'a'), group('mic-b', 'b')];
    devices.changed();
    await settled();
    await hold.switchDevice('audio', undefined);
    const before = told().length;
    devices.list = [group('default', 'a'), group('mic-a', 'a'), group('mic-b', 'b')];
    devices.changed();
    await settled();
    expect(told().slice(before)).to.deep.equal([['microphone', 'mic-b', 'default', 'default-changed']]);
    expect(media.microphoneId).to.equal(undefined);
  });

  it('is not followed once a device is chosen', async () => {
    const { media, devices, using, settled, told } = await kit();
    media.microphoneId = 'mic-2';
    await settle();
    devices.plug('audioinput', 'mic-0', { asDefault: true });
    await settled();
    expect([using(), told()]).to.deep.equal(['mic-2', []]);
  });

  it('of cameras is no reason to change a running picture', async () => {
    const { devices, hold, settled, told } = await kit({}, { audio: true, video: true });
    devices.plug('videoinput', 'cam-0', { asDefault: true });
    await settled();
    expect([fakeOf(hold.videoTrack).deviceId, told()]).to.deep.equal(['cam-1', []]);
  });
});

describe('undo', () => {
  it('goes back and remembers which one is preferred: the headset does not take over again', async () => {
    const { media, devices, using, settled, switches, told } = await kit();
    const label = 'Acme Headset';
    devices.plug('audioinput', 'headset', { label });
    await settled();
    media.microphoneId = 'headset';
    media.microphoneId = 'mic-2';
    await settle();
    for (let turn = 0; turn < 2; turn++) {
      devices.pull('headset');
      await settled();
      devices.plug('audioinput', 'headset', { label });
      await settled();
      if (turn === 0) await switches[0]?.undo();
    }
    expect([using(), media.microphoneId, told().length]).to.deep.equal(['mic-2', 'mic-2', 1]);
  });

  it('of a change of the default pins what there was', async () => {
    const { media, devices, using, settled, switches } = await kit();
    devices.plug('audioinput', 'mic-0', { asDefault: true });
    await settled();
    await switches[0]?.undo();
    expect([using(), media.microphoneId]).to.deep.equal(['mic-1', 'mic-1']);
  });

  it('rejects while the device is gone, and works once it is back', async () => {
    const { devices, using, settled, switches } = await kit();
    devices.pull('mic-1');
    await settled();
    expect(await codeOf(switches[0]?.undo() as Promise<void>)).to.equal('media:not-found');
    devices.plug('audioinput', 'mic-1');
    await settled();
    await switches[0]?.undo();
    expect(using()).to.equal('mic-1');
  });
});

describe('preferences', () => {
  it('last over a reload, at most eight of a kind', async () => {
    const { media, make, devices, settled } = await kit();
    const ids = Array.from({ length: 10 }, (_, n) => `usb-${n}`);
    for (const id of ids) devices.plug('audioinput', id);
    await settled();
    for (const id of ids) media.microphoneId = id;
    const again = make();
    expect(again.preferences('microphone').map(({ deviceId }) => deviceId)).to.deep.equal(ids.toReversed().slice(0, 8));
    await again.refreshDevices();
    expect(again.microphoneId).to.equal('usb-9');
  });

  it('that are not what we wrote are taken for a bare id, or for nothing', async () => {
    const bare = mediaKit({ 'earshot:speaker': 'out-7', 'earshot:camera': '[1,{"deviceId":2}]' }).media;
    expect([bare.speakerId, bare.cameraId]).to.deep.equal(['out-7', undefined]);
  });

  it('move what is open to the one that is chosen', async () => {
    const { media, hold, using } = await kit();
    const replaced: boolean[] = [];
    hold.onReplaced((next, previous) => void replaced.push(next.readyState === 'live' && previous.readyState === 'live'));
    media.microphoneId = 'mic-2';
    await settle();
    expect([using(), replaced]).to.deep.equal(['mic-2', [true]]);
    media.microphoneId = undefined;
    await settle();
    expect(using()).to.equal('mic-1');
  });

  it('follow a speaker that goes and comes', async () => {
    const { media, devices, settled, told } = await kit();
    devices.plug('audiooutput', 'out-2');
    await settled();
    media.speakerId = 'out-2';
    devices.pull('out-2');
    await settled();
    devices.plug('audiooutput', 'out-2');
    await settled();
    expect(told()).to.deep.equal([
      ['speaker', 'out-2', 'out-1', 'unplugged'],
      ['speaker', 'out-1', 'out-2', 'plugged'],
    ]);
    expect(media.speakerId).to.equal('out-2');
  });
});

describe('a burst of changes', () => {
  it('is acted on once, when it is over', async () => {
    const { media, devices, using, clock, asked, told } = await kit();
    media.microphoneId = 'mic-2';
    await settle();
    devices.pull('mic-2');
    await clock.advance(deviceSettleMs);
    const before = asked.length;
    for (let turn = 0; turn < 5; turn++) {
      devices.plug('audioinput', 'mic-2');
      await clock.advance(deviceSettleMs / 2);
      if (turn < 4) devices.pull('mic-2');
      await clock.advance(deviceSettleMs / 4);
    }
    expect([using(), asked.length]).to.deep.equal(['mic-1', before]);
    await clock.advance(deviceSettleMs);
    expect([using(), asked.length - before, told().length]).to.deep.equal(['mic-2', 1, 2]);
  });
});

describe('a device that does not open', () => {
  /** Opening these fails from now on; the attempts are counted. */
  function breaking(engine: ReturnType<typeof mediaKit>['engine'], ids: readonly string[]) {
    const open = engine.getUserMedia.bind(engine);
    const tries: string[] = [];
    engine.getUserMedia = async (constraints) => {
      const wish = (constraints.audio as MediaTrackConstraints).deviceId as { exact?: string; ideal?: string } | undefined;
      const id = wish?.exact ?? wish?.ideal ?? 'default';
      if (!ids.includes(id)) return open(constraints);
      tries.push(id);
      throw new DOMException('as told', 'AbortError');
    };
    return tries;
  }

  it('is skipped once for the next one, and not tried again and again', async () => {
    const { media, engine, devices, using, settled, told } = await kit();
    devices.plug('audioinput', 'mic-3');
    await settled();
    for (const id of ['mic-1', 'mic-3', 'mic-2']) media.microphoneId = id;
    await settle();
    const tries = breaking(engine, ['mic-3']);
    devices.pull('mic-2');
    await settled();
    for (let turn = 0; turn < 3; turn++) {
      devices.changed();
      await settled();
    }
    expect([using(), tries, told()]).to.deep.equal(['mic-1', ['mic-3'], [['microphone', 'mic-2', 'mic-1', 'unplugged']]]);
  });

  it('although chosen, leaves in use what was in use, and says why', async () => {
    const { media, engine, using, errors } = await kit();
    breaking(engine, ['mic-2']);
    media.microphoneId = 'mic-2';
    await settle();
    expect([using(), media.microphoneId, errors.map(({ code }) => code)]).to.deep.equal(['mic-1', undefined, ['media:failed']]);
  });

  it('is tried again when it is plugged in anew', async () => {
    const { media, engine, devices, using, settled } = await kit();
    const open = engine.getUserMedia;
    breaking(engine, ['mic-2']);
    media.microphoneId = 'mic-2';
    await settle();
    engine.getUserMedia = open;
    devices.pull('mic-2');
    await settled();
    devices.plug('audioinput', 'mic-2');
    await settled();
    expect(using()).to.equal('mic-2');
  });
});

describe('a device that stops working although it is there (simulated: Bluetooth profile, phone call, system)', () => {
  it('is opened anew in place when its track ends, and that is told as a recovery', async () => {
    const { hold, using, told, switches } = await kit();
    fakeOf(hold.audioTrack).siblings.forEach((track) => void track.unplug());
    await settle();
    expect([using(), hold.audioTrack?.readyState, told()]).to.deep.equal(['mic-1', 'live', [['microphone', 'mic-1', 'mic-1', 'recovered']]]);
    await switches[0]?.undo();
    expect(using()).to.equal('mic-1');
  });

  it('is opened anew when it has been silent for as long as set, and not before', async () => {
    const { hold, clock, asked, told } = await kit();
    const before = asked.length;
    fakeOf(hold.audioTrack).setSourceMuted(true);
    await clock.advance(deviceSilentMs - 1);
    expect(asked.length).to.equal(before);
    await clock.advance(1);
    expect([asked.length - before, told().map(([, , , reason]) => reason), fakeOf(hold.audioTrack).muted]).to.deep.equal([1, ['recovered'], false]);
  });

  it('that is heard again by itself is left alone', async () => {
    const { hold, clock, asked } = await kit();
    const before = asked.length;
    fakeOf(hold.audioTrack).setSourceMuted(true);
    await clock.advance(deviceSilentMs / 2);
    fakeOf(hold.audioTrack).setSourceMuted(false);
    await clock.advance(deviceSilentMs * 10);
    expect([asked.length, clock.pending]).to.deep.equal([before, 0]);
  });

  it('is tried with growing pauses, and given up with an error for each of its calls', async () => {
    const { media, engine, hold, clock, asked, errors } = await kit();
    media.used(hold.audioTrack as MediaStreamTrack, { callId: 'call-1', remote: false, mediaId: hold.id });
    const before = asked.length;
    engine.machine.failure = 'AbortError';
    fakeOf(hold.audioTrack).siblings.forEach((track) => void track.unplug());
    await settle();
    const attempts = [asked.length - before];
    for (let turn = 0; turn < deviceAttempts; turn++) {
      await clock.advance(deviceRetryMs * 2 ** turn);
      attempts.push(asked.length - before);
    }
    expect(attempts).to.deep.equal([1, 2, 3, 4, 5, 5]);
    expect(errors.map(({ code, callId }) => [code, callId])).to.deep.equal([['media:failed', 'call-1']]);
    expect(errors[0]?.message).to.match(/^unable to go on with the microphone; /);
    await clock.advance(3_600_000);
    expect([asked.length - before, clock.pending]).to.deep.equal([deviceAttempts, 0]);
  });

  it('gets another chance when the devices change, and when the page is seen again', async () => {
    const { media, engine, hold, clock, devices, settled, using } = await kit();
    engine.machine.failure = 'AbortError';
    fakeOf(hold.audioTrack).siblings.forEach((track) => void track.unplug());
    await clock.advance(3_600_000);
    engine.machine.failure = undefined;
    devices.plug('audioinput', 'mic-5');
    await settled();
    expect([using(), hold.audioTrack?.readyState, media.local.length]).to.deep.equal(['mic-1', 'live', 1]);
  });

  it('waits while the page is in the background, and goes on at once when it is seen', async () => {
    const { engine, hold, clock, asked, show } = await background();
    const before = asked.length;
    fakeOf(hold.videoTrack).setSourceMuted(true);
    await clock.advance(3_600_000);
    expect(asked.length).to.equal(before);
    Object.defineProperty(engine, 'hidden', { value: false, configurable: true });
    show();
    await settle();
    expect([asked.length - before, fakeOf(hold.videoTrack).muted]).to.deep.equal([1, false]);
  });

  async function background() {
    const { engine, ...rest } = mediaKit();
    let show = () => {};
    Object.assign(engine, {
      onShown: (listener: () => void) => {
        show = listener;
        return () => {};
      },
    });
    Object.defineProperty(engine, 'hidden', { value: true, configurable: true });
    const media = rest.make();
    await media.refreshDevices();
    const hold = await media.open({ video: true });
    return { engine, ...rest, hold, show: () => show() };
  }
});
