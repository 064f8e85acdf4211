import { BasicError, type CreateApi, type CreateEvents, create, type DetachedMedia } from '../../src/compat/create/create.ts';
import type { Call } from '../../src/core/call/api.ts';
import { mediaOf } from '../../src/core/client/media-of.ts';
import { settle } from '../fake-clock.ts';
import { FakeEngine } from '../fake-media.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type Person, profile, Town, talk, until } from './calls-town.ts';

type Told = { [K in keyof CreateEvents]: [type: K, ...params: CreateEvents[K]] }[keyof CreateEvents];
const TYPES: readonly (keyof CreateEvents)[] = [
  'devices:change',
  'devices:error',
  'media:muted',
  'media:unmuted',
  'media:sourceMuted',
  'media:sourceUnmuted',
  'media:trackRendered',
  'media:trackEnded',
];

/** Writes down what it tells. */
function listen(api: CreateApi): Told[] {
  const told: Told[] = [];
  for (const type of TYPES) api.on(type, (...params: unknown[]) => void told.push([type, ...params] as Told));
  return told;
}

/** The next event of this type. */
const next = <K extends keyof CreateEvents>(api: CreateApi, type: K): Promise<CreateEvents[K]> =>
  new Promise((resolve) => {
    const off = api.on(type, (...params: CreateEvents[K]) => {
      off();
      resolve(params);
    });
  });

/** The code and message something throws or rejects with. */
async function failure(act: () => unknown): Promise<BasicError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof BasicError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const trackOf = (media: DetachedMedia): string => media.media.tracks[0]?.id ?? '';

/** The face on a fake machine that nobody else uses. */
function alone() {
  const engine = new FakeEngine();
  const api = create({}, { mediaEngine: engine, storage: profile() });
  return { engine, devices: engine.devices, api, told: listen(api) };
}

describe('create() without a client', () => {
  it('has the lists of devices as soon as they are read, and tells of every change of them once [RB-media-14]', async () => {
    const { api, devices, told } = alone();
    expect(api.media.getDevices()).to.deep.equal({ camera: [], microphone: [], speaker: [] });
    await next(api, 'devices:change');
    expect(api.media.getDevices().microphone.map(({ deviceId }) => deviceId)).to.deep.equal(['mic-1', 'mic-2']);
    told.length = 0;
    devices.changed();
    await settle();
    expect(told).to.deep.equal([]);
    devices.pull('mic-2');
    await settle();
    expect([told, api.media.getDevices().microphone.map(({ label }) => label)]).to.deep.equal([[['devices:change']], ['mic-1']]);
    api.destroy();
  });

  it('follows a plea for the permission by devices:change or devices:error, once, and leaves nothing open', async () => {
    const { api, engine, devices, told } = alone();
    await settle();
    told.length = 0;
    api.media.initializeDevices();
    await next(api, 'devices:change');
    expect([told, engine.device.open]).to.deep.equal([[['devices:change']], 0]);
    told.length = 0;
    devices.refuse('denied');
    api.media.initializeDevices({ video: false });
    const [{ error }] = await next(api, 'devices:error');
    await settle();
    expect([error.code, error.message, (error.cause as { code: string }).code]).to.deep.equal([
      'call:4',
      'unable to open the microphone; the permission was denied',
      'media:denied',
    ]);
    expect(told.filter(([type]) => type === 'devices:error').length).to.equal(1);
    api.destroy();
  });

  it('rejects kinds that there are none of, and leaves nothing open when one of several is refused', async () => {
    const { api, engine } = alone();
    const asked = [{}, { hologram: true }, { audio: false }, undefined] as Parameters<typeof api.media.createLocalMedia>[0][];
    for (const constraints of asked) expect((await failure(() => api.media.createLocalMedia(constraints))).code).to.equal('call:4');
    engine.getDisplayMedia = async () => {
      throw new DOMException('Permission denied', 'NotAllowedError');
    };
    const refused = await failure(() => api.media.createLocalMedia({ audio: true, video: true, screen: true }));
    expect([refused.code, engine.device.open, api.media.getLocalMedia()]).to.deep.equal(['call:4', 0, []]);
    api.destroy();
  });

  it('throws and does nothing for tracks and media that it does not know', async () => {
    const { api, told } = alone();
    const [audio] = (await api.media.createLocalMedia({ audio: true })) as [DetachedMedia];
    told.length = 0;
    expect((await failure(() => api.media.muteTracks([trackOf(audio), 'nobody']))).code).to.equal('webrtc:2');
    expect((await failure(() => api.media.unmuteTracks(['nobody']))).code).to.equal('webrtc:2');
    expect((await failure(() => api.media.disposeLocalMedia('nobody'))).code).to.equal('webrtc:2');
    expect((await failure(() => api.media.disposeLocalMedia(undefined as unknown as string))).code).to.equal('webrtc:1');
    expect([api.media.getTrackById(trackOf(audio))?.muted, told]).to.deep.equal([false, []]);
    expect([api.media.getById('nobody'), api.media.getTrackById('nobody')]).to.deep.equal([undefined, undefined]);
    api.destroy();
  });

  it('tells which source fell silent and which is heard again [RB-media-18] [RB-media-19]', async () => {
    const { api, engine, told } = alone();
    const [audio, video] = (await api.media.createLocalMedia({ audio: true, video: true })) as [DetachedMedia, DetachedMedia];
    told.length = 0;
    const camera = engine.opened.find(({ kind }) => kind === 'video');
    camera?.setSourceMuted(true);
    expect(told).to.deep.equal([['media:sourceMuted', { trackId: trackOf(video) }]]);
    expect([audio, video].map((media) => api.media.getTrackById(trackOf(media))?.sourceMuted)).to.deep.equal([false, true]);
    api.media.muteTracks([trackOf(video)]);
    told.length = 0;
    camera?.setSourceMuted(false);
    expect(told).to.deep.equal([['media:sourceUnmuted', { trackId: trackOf(video) }]]);
    const back = api.media.getTrackById(trackOf(video));
    expect([back?.sourceMuted, back?.muted], 'its former state').to.deep.equal([false, true]);
    api.destroy();
  });

  it('says that nothing can be rendered where there is no page', async () => {
    const { api } = alone();
    const [audio] = (await api.media.createLocalMedia({ audio: true })) as [DetachedMedia];
    api.media.renderTracks([trackOf(audio)], '#here');
    const [{ trackIds, selector, error }] = await next(api, 'media:trackRendered');
    expect([trackIds, selector, error?.code]).to.deep.equal([[trackOf(audio)], '#here', 'webrtc:1']);
    api.destroy();
  });

  it('adds listeners and removes them, each for its type [RB-api-06] [RB-api-07]', async () => {
    const { api } = alone();
    const [audio] = (await api.media.createLocalMedia({ audio: true })) as [DetachedMedia];
    let heard = 0;
    const listener = () => void heard++;
    api.on('media:muted', listener);
    api.media.muteTracks([trackOf(audio)]);
    api.media.unmuteTracks([trackOf(audio)]);
    expect(heard).to.equal(1);
    api.off('media:unmuted', listener);
    api.media.muteTracks([trackOf(audio)]);
    expect(heard).to.equal(2);
    api.media.unmuteTracks([trackOf(audio)]);
    api.off('media:muted', listener);
    api.media.muteTracks([trackOf(audio)]);
    expect(heard).to.equal(2);
    api.destroy();
  });

  it('lets go of everything on the next tick after destroy', async () => {
    const { api, engine, told } = alone();
    await api.media.createLocalMedia({ audio: true, video: true });
    api.destroy();
    expect(engine.device.open).to.be.above(0);
    await settle();
    told.length = 0;
    engine.changeDevices();
    await settle();
    expect([engine.device, engine.listeners, told]).to.deep.equal([{ open: 0, listeners: 0 }, 0, []]);
    expect(() => create('no' as never)).to.throw(BasicError);
  });
});

describe('create() beside the calls of a client', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());
  let turn = 0;
  /** Two people in a call, one of whom has the face. */
  async function inCall(): Promise<{ alice: Person; api: CreateApi; out: Call }> {
    turn++;
    const [alice, bob] = [await town.person(`alice${turn}`), await town.person(`bob${turn}`)];
    const api = create({}, { client: alice.client });
    const [out] = await talk(alice, bob, `bob${turn}`);
    return { alice, api, out };
  }

  it('disposes of detached media by itself or a track, unless it is not local or a call uses it [RB-media-08]', async () => {
    const [alice, bob] = [await town.person('ann'), await town.person('ben')];
    const api = create({}, { client: alice.client });
    const [first, second] = (await api.media.createLocalMedia({ audio: true, video: true })) as [DetachedMedia, DetachedMedia];
    const ringing = bob.incoming();
    const call = await alice.client.calls.make('ben', { media: mediaOf(alice.client).get(first.media.id) });
    await (await ringing).answer();
    await until(call, ({ mediaState }) => mediaState === 'connected');
    expect((await failure(() => api.media.disposeLocalMedia(first))).code).to.equal('webrtc:3');
    expect((await failure(() => api.media.disposeLocalMedia(trackOf(first)))).code).to.equal('webrtc:3');
    const [remote] = call.remoteStream?.getTracks() ?? [];
    expect((await failure(() => api.media.disposeLocalMedia(remote?.id ?? ''))).code).to.equal('webrtc:4');
    await api.media.disposeLocalMedia(trackOf(second));
    expect(api.media.getLocalMedia().map(({ type }) => type)).to.deep.equal(['audio']);
    await call.end();
    await api.media.disposeLocalMedia(first);
    expect([api.media.getLocalMedia(), alice.engine.device.open]).to.deep.equal([[], 0]);
    api.destroy();
  });

  it('knows the media of the far side, which is not detached and not local', async () => {
    const { api, out } = await inCall();
    const [remote] = out.remoteStream?.getTracks() ?? [];
    const track = api.media.getTrackById(remote?.id ?? '');
    expect([track?.isLocal, track?.kind, track?.state]).to.deep.equal([false, 'audio', 'live']);
    const media = api.media.getById(track?.streamId ?? '');
    expect([media?.local, media?.detached, media?.tracks.map(({ id }) => id)]).to.deep.equal([false, false, [remote?.id]]);
    expect(api.media.getLocalMedia(), 'what a call opened belongs to the call').to.deep.equal([]);
    await out.end();
    expect(api.media.getTrackById(remote?.id ?? '')).to.equal(undefined);
    api.destroy();
  });

  it('tells that a device died in a call, whose track stays there [RB-media-21]', async () => {
    const { alice, api, out } = await inCall();
    const told = listen(api);
    const id = out.localStream?.getAudioTracks()[0]?.id ?? '';
    const devices = alice.engine.devices;
    devices.list = devices.list.filter(({ kind }) => kind !== 'audioinput'); // there is no other one to go over to
    for (const track of devices.live) if (track.kind === 'audio') track.unplug();
    expect(told.filter(([type]) => type === 'media:trackEnded')).to.deep.equal([['media:trackEnded', { trackId: id, callId: out.id }]]);
    const track = api.media.getTrackById(id);
    expect([track?.state, track?.disabled, out.localStream?.getAudioTracks()[0]?.id]).to.deep.equal(['ended', true, id]);
    await out.end();
    api.destroy();
  });

  it('keeps a track muted over hold, as it is the track that was muted and not the call', async () => {
    const { api, out } = await inCall();
    const track = out.localStream?.getAudioTracks()[0] as MediaStreamTrack;
    api.media.muteTracks([track.id]);
    await out.hold();
    await out.unhold();
    expect([track.enabled, api.media.getTrackById(track.id)?.muted]).to.deep.equal([false, true]);
    api.media.unmuteTracks([track.id]);
    expect(track.enabled).to.equal(true);
    await out.end();
    api.destroy();
  });
});
