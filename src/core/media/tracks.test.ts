import { FakeTrack } from '../../../test/fake-media.ts';
import { codeOf, fakeOf, mediaKit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { loadLater } from './load-later.ts';

const remoteTrack = () => new FakeTrack('audio', { label: 'far side' });
const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;
const audioOf = ({ audioTrack }: { audioTrack: MediaStreamTrack | undefined }) => audioTrack as MediaStreamTrack;

describe('tracks', () => {
  it('are known with their source, media and calls while they are held', async () => {
    const { media } = mediaKit();
    const opened = await media.open({ audio: true, video: true });
    const undo = media.used(audioOf(opened), { callId: 'call-1', remote: false, mediaId: opened.id });
    media.used(audioOf(opened), { callId: 'call-1', remote: false, mediaId: opened.id });
    expect(media.tracks.map(({ source, mediaId, callIds, state }) => [source, mediaId, callIds, state])).to.deep.equal([
      ['microphone', opened.id, ['call-1'], 'live'],
      ['camera', opened.id, [], 'live'],
    ]);
    undo();
    undo();
    expect([media.track(audioOf(opened).id)?.callIds, media.track('nobody')]).to.deep.equal([['call-1'], undefined]);
    opened.dispose();
    expect(media.tracks).to.deep.equal([]);
  });

  it('of the far side and of the app are known as long as a call uses them', () => {
    const { media } = mediaKit();
    const [far, own] = [remoteTrack(), new FakeTrack('video')];
    const undo = [
      media.used(asTrack(far), { callId: 'call-1', remote: true, mediaId: 'stream-1' }),
      media.used(asTrack(own), { callId: 'call-1', remote: false, mediaId: 'stream-2' }),
    ];
    expect(media.tracks.map(({ source, mediaId, kind }) => [source, mediaId, kind])).to.deep.equal([
      ['remote', 'stream-1', 'audio'],
      ['app', 'stream-2', 'video'],
    ]);
    for (const stop of undo) stop();
    expect(media.tracks).to.deep.equal([]);
  });

  it('keep their calls and their mute when another device takes over, and are found by the id they had', async () => {
    const { media } = mediaKit();
    const opened = await media.open({ audio: true });
    const first = audioOf(opened);
    const undo = media.used(first, { callId: 'call-1', remote: false, mediaId: opened.id });
    media.mute([first.id]);
    await opened.switchDevice('audio', 'mic-2');
    const second = audioOf(opened);
    expect([second.id === first.id, second.enabled, opened.inUse]).to.deep.equal([false, false, true]);
    expect(media.track(first.id)).to.deep.include({ id: second.id, muted: true, callIds: ['call-1'] });
    media.unmute([first.id]);
    expect(second.enabled).to.equal(true);
    undo();
    expect(opened.inUse).to.equal(false);
  });
});

describe('mute', () => {
  it('silences a track of ours for all, and one of the far side here, and says which', async () => {
    const { media, told } = mediaKit();
    const opened = await media.open({ audio: true });
    const [mine, far] = [audioOf(opened), remoteTrack()];
    media.used(asTrack(far), { callId: 'call-1', remote: true, mediaId: 'stream-1' });
    media.mute([mine.id, far.id]);
    media.mute([mine.id]);
    expect([mine.enabled, far.enabled, media.track(far.id)?.muted]).to.deep.equal([false, false, true]);
    media.unmute([far.id]);
    expect([mine.enabled, far.enabled]).to.deep.equal([false, true]);
    expect(told).to.deep.equal([
      ['muted', [mine.id, far.id]],
      ['unmuted', [far.id]],
    ]);
  });

  it('of one hold is not that of another', async () => {
    const { media } = mediaKit();
    const opened = await media.open({ audio: true });
    const shared = opened.share();
    media.mute([audioOf(opened).id]);
    expect([audioOf(shared).enabled, audioOf(opened.share()).enabled]).to.deep.equal([true, true]);
  });

  it('of an unknown track is refused, and nothing is done', async () => {
    const { media, told } = mediaKit();
    const opened = await media.open({ audio: true });
    expect(await codeOf(Promise.resolve().then(() => media.mute([audioOf(opened).id, 'nobody'])))).to.equal('media:not-found');
    expect([audioOf(opened).enabled, told]).to.deep.equal([true, []]);
  });

  it('and silence are apart: a track sounds when it is neither muted nor held by anyone', async () => {
    const { media, told } = mediaKit();
    const opened = await media.open({ audio: true });
    const track = audioOf(opened);
    const [first, second] = [media.silence(track), media.silence(track)];
    expect([track.enabled, media.track(track.id)?.muted]).to.deep.equal([false, false]);
    media.mute([track.id]);
    media.unmute([track.id]);
    first();
    first();
    expect(track.enabled).to.equal(false);
    await opened.switchDevice('audio', 'mic-2');
    expect(audioOf(opened).enabled).to.equal(false);
    second();
    expect([audioOf(opened).enabled, told.length]).to.deep.equal([true, 2]);
  });
});

describe('a source', () => {
  it('that gives nothing is told, and told again when it gives: our device and the far side', async () => {
    const { media, engine, told } = mediaKit();
    const opened = await media.open({ audio: true });
    const [mine, far] = [audioOf(opened), remoteTrack()];
    const undo = media.used(asTrack(far), { callId: 'call-1', remote: true, mediaId: 'stream-1' });
    engine.opened[0]?.setSourceMuted(true);
    far.setSourceMuted(true);
    expect([media.track(mine.id)?.sourceMuted, media.track(far.id)?.sourceMuted, mine.enabled]).to.deep.equal([true, true, true]);
    engine.opened[0]?.setSourceMuted(false);
    far.setSourceMuted(false);
    undo();
    far.setSourceMuted(true);
    expect(told).to.deep.equal([
      ['source-muted', mine.id],
      ['source-muted', far.id],
      ['source-unmuted', mine.id],
      ['source-unmuted', far.id],
    ]);
  });

  it('that is replaced by one that gives is told as giving', async () => {
    const { media, engine, told } = mediaKit();
    const opened = await media.open({ audio: true });
    engine.opened[0]?.setSourceMuted(true);
    await opened.switchDevice('audio', 'mic-2');
    expect(told.map(([type]) => type)).to.deep.equal(['source-muted', 'source-unmuted']);
  });

  it('that is pulled out ends the tracks of it, and each is told once for every call that sends it', async () => {
    const { media, devices, told } = mediaKit();
    const [opened, idle] = await Promise.all([media.open({ audio: true }), media.open({ audio: true })]);
    for (const callId of ['call-1', 'call-2']) media.used(audioOf(opened), { callId, remote: false, mediaId: opened.id });
    devices.pull('mic-1');
    expect(told).to.deep.equal([
      ['track-ended', audioOf(opened).id, 'call-1'],
      ['track-ended', audioOf(opened).id, 'call-2'],
      ['track-ended', audioOf(idle).id, undefined],
    ]);
    expect(media.track(audioOf(opened).id)?.state).to.equal('ended');
  });

  it('of the app that ends is told, one of the far side is not', () => {
    const { media, told } = mediaKit();
    const [far, own] = [remoteTrack(), new FakeTrack('video')];
    media.used(asTrack(far), { callId: 'call-1', remote: true, mediaId: 'stream-1' });
    media.used(asTrack(own), { callId: 'call-1', remote: false, mediaId: 'stream-2' });
    far.unplug();
    own.unplug();
    expect(told).to.deep.equal([['track-ended', own.id, 'call-1']]);
  });
});

describe('a shared screen', () => {
  it('is media of its own, whose end in the browser is told', async () => {
    const { media, devices, told, engine } = mediaKit();
    const screen = await media.openScreen({ audio: true });
    expect([screen.type, media.tracks.map(({ source, kind }) => [source, kind])]).to.deep.equal([
      'screen',
      [
        ['screen', 'video'],
        ['screen', 'audio'],
      ],
    ]);
    media.used(screen.videoTrack as MediaStreamTrack, { callId: 'call-1', remote: false, mediaId: screen.id });
    devices.stopSharing();
    expect(told).to.deep.equal([
      ['track-ended', screen.videoTrack?.id, 'call-1'],
      ['track-ended', audioOf(screen).id, undefined],
    ]);
    expect(await codeOf(screen.switchDevice('video', 'cam-1'))).to.equal('media:unsupported');
    screen.dispose();
    expect(engine.device).to.deep.equal({ open: 0, listeners: 0 });
  });

  it('is asked for in the task of the gesture once its code is here, with wishes only, and anew each time', async () => {
    const { media, engine } = mediaKit();
    await loadLater();
    const asked: DisplayMediaStreamOptions[] = [];
    engine.getDisplayMedia = (options) => {
      asked.push(options);
      return engine.devices.getDisplayMedia(options);
    };
    const opening = media.openScreen({ frameRate: { exact: 5 }, width: 1920 });
    for (let i = 0; i < 5; i++) await Promise.resolve(); // no task comes between
    expect(asked).to.deep.equal([{ audio: false, video: { frameRate: { ideal: 5 }, width: 1920 } }]);
    const [first, second] = [await opening, await media.openScreen()];
    expect([fakeOf(first.videoTrack).kind, asked.length]).to.deep.equal(['video', 2]);
    first.dispose();
    expect(second.videoTrack?.readyState).to.equal('live');
  });

  it('that nobody picks is denied for now, and where there are none it is unsupported', async () => {
    const { media, engine } = mediaKit();
    const errors: string[] = [];
    media.on('error', ({ code }) => errors.push(code));
    engine.machine.failure = 'NotAllowedError';
    const error = await media.openScreen().catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'media:denied', retryable: true, message: 'unable to share the screen; nothing was chosen' });
    Object.defineProperty(engine, 'getDisplayMedia', { value: undefined });
    expect(await codeOf(media.openScreen())).to.equal('media:unsupported');
    expect([errors, media.local.length]).to.deep.equal([['media:denied', 'media:unsupported'], 0]);
  });
});
