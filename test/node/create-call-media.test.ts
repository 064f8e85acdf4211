import type { CallObject } from '../../src/compat/create/create.ts';
import { create } from '../../src/compat/create/create.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { profile, Town, until } from './calls-town.ts';
import { Face } from './create-town.ts';

const AUDIO = { audio: true };

const reaches = (face: Face, callId: string, state: string): Promise<CallObject> =>
  face.until(() => {
    const call = face.api.call.getById(callId);
    return call?.state === state && call;
  });

/** What devices and screens are asked for from now on. */
function asked(face: Face): { devices: MediaStreamConstraints[]; screens: DisplayMediaStreamOptions[] } {
  const { engine } = face;
  const list = { devices: [] as MediaStreamConstraints[], screens: [] as DisplayMediaStreamOptions[] };
  const [open, show] = [engine.getUserMedia.bind(engine), engine.getDisplayMedia.bind(engine)];
  engine.getUserMedia = (constraints) => {
    list.devices.push(constraints);
    return open(constraints);
  };
  engine.getDisplayMedia = (options) => {
    list.screens.push(options);
    return show(options);
  };
  return list;
}

describe('the media of a call by the names of create()', () => {
  let town: Town;
  let serial = 0;
  const pair = async (options = {}): Promise<[Face, Face, string]> => {
    const [a, b] = [`ann${++serial}`, `bob${serial}`];
    return [await Face.of(town, a, options), await Face.of(town, b, options), b];
  };
  const connect = async (caller: Face, callee: Face, to: string, media = AUDIO as object): Promise<string> => {
    const callId = caller.api.call.make(to, media);
    await callee.next('call:receive', (params) => params.callId === callId);
    await reaches(callee, callId, 'Ringing');
    callee.api.call.answer(callId, media);
    await Promise.all([caller, callee].map((face) => reaches(face, callId, 'Connected')));
    return callId;
  };
  const kinds = (face: Face, ids: readonly string[]) => ids.map((id) => face.api.media.getTrackById(id)?.kind).sort();
  const end = async (callId: string, ...faces: Face[]) => {
    faces[0]?.api.call.end(callId);
    await Promise.all(faces.map((face) => face.until(() => face.api.call.getById(callId)?.endTime)));
    for (const face of faces) face.api.destroy();
  };
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('comes from the microphone and the camera that the app names [RB-call-03] [RB-call-05] [RB-call-06]', async () => {
    const [ann, bob, b] = await pair();
    const list = asked(ann);
    const [audioOptions, videoOptions] = [{ deviceId: { ideal: 'headset' } }, { width: { ideal: 640 }, frameRate: { ideal: 15 } }];
    const callId = await connect(ann, bob, b, { audio: true, audioOptions, video: true, videoOptions });
    expect(kinds(ann, ann.api.call.getById(callId)?.localTracks ?? [])).to.deep.equal(['audio', 'video']);
    expect(list.devices[0]?.video).to.deep.include(videoOptions);
    expect(list.devices[0]?.audio).to.deep.include(audioOptions);
    await end(callId, ann, bob);
  });

  it('is asked for by options as the platform takes them [RB-ct-14] [RB-ct-15] [RB-ct-16]', async () => {
    const [ann, bob, b] = await pair();
    const list = asked(ann);
    const screenOptions = { width: { ideal: 800 }, height: { ideal: 600 }, frameRate: { ideal: 5 } };
    const callId = await connect(ann, bob, b, { audio: true, audioOptions: { deviceId: 'mic' }, screen: true, screenOptions });
    expect(list.screens[0]?.video).to.deep.include(screenOptions);
    await end(callId, ann, bob);
    const [cora, dan, d] = await pair();
    const more = asked(cora);
    const videoOptions = { deviceId: { ideal: 'camera' }, height: { ideal: 480 }, width: { ideal: 640 }, frameRate: { ideal: 24 } };
    const second = await connect(cora, dan, d, { audio: true, video: true, videoOptions });
    expect(more.devices[0]?.video).to.deep.include(videoOptions);
    await end(second, cora, dan);
  });

  it('may be a screen from the start, beside the microphone [RB-call-04] [RB-call-07]', async () => {
    const [ann, bob, b] = await pair();
    const list = asked(ann);
    const callId = ann.api.call.make(b, { audio: true, screen: true, screenOptions: { frameRate: { ideal: 5 } } });
    await bob.next('call:receive');
    await reaches(bob, callId, 'Ringing');
    bob.api.call.answer(callId, AUDIO);
    const call = await reaches(ann, callId, 'Connected');
    expect(list.screens).to.have.length(1);
    expect(kinds(ann, call.localTracks)).to.deep.equal(['audio', 'video']);
    await bob.until(() => bob.api.call.getById(callId)?.remoteTracks.length === 2);
    await end(callId, ann, bob);
    await ann.until(() => true);
    expect(ann.engine.opened.every(({ readyState }) => readyState === 'ended')).to.equal(true);
  });

  it('may be detached, of one source a kind, and goes on when the call is over [RB-call-08]', async () => {
    const [ann, bob, b] = await pair();
    const detached = await ann.api.media.createLocalMedia({ audio: true, video: true });
    const list = asked(ann);
    const twice = ann.api.call.make(b, { audio: true, medias: detached });
    expect((await ann.next('call:start', ({ callId }) => callId === twice)).error?.code).to.equal('call:7');
    const callId = ann.api.call.make(b, { medias: detached });
    await bob.next('call:receive');
    await reaches(bob, callId, 'Ringing');
    bob.api.call.answer(callId, AUDIO);
    const call = await reaches(ann, callId, 'Connected');
    expect(kinds(ann, call.localTracks)).to.deep.equal(['audio', 'video']);
    expect(list.devices).to.deep.equal([]);
    ann.api.call.end(callId);
    await reaches(ann, callId, 'Ended');
    expect(ann.api.media.getLocalMedia().map(({ media }) => media.tracks[0]?.state)).to.deep.equal(['live', 'live']);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('is limited as the app says, and the callee sees the name that was given [RB-call-09] [RB-call-10]', async () => {
    const ann = await town.person(`ann${++serial}`);
    const bob = await Face.of(town, `bob${serial}`);
    const api = create({ logs: { logLevel: 'silent' } }, { client: ann.client, storage: profile() });
    api.services.subscribe(['call']);
    while (!api.services.getSubscriptions().subscribed.includes('call')) await new Promise((resolve) => setImmediate(resolve));
    const callId = api.call.make(`bob${serial}`, AUDIO, { bandwidth: { call: 500, audio: 30 }, displayName: 'The boss' });
    await bob.next('call:receive');
    await reaches(bob, callId, 'Ringing');
    expect(bob.api.call.getById(callId)?.remoteParticipant.displayName).to.equal('The boss');
    bob.api.call.answer(callId, AUDIO);
    const core = ann.client.calls.get(callId);
    if (!core) throw new Error('no call');
    await until(core, ({ state }) => state === 'connected');
    expect(core.bandwidth).to.deep.equal({ call: 500, audio: 30 });
    expect(api.call.getById(callId)?.bandwidth).to.deep.equal({ call: 500, audio: 30 });
    await core.end();
    api.destroy();
    bob.api.destroy();
  });

  it('is offered in kinds that the callee knows before he answers [RB-ct-17]', async () => {
    const [ann, bob, b] = await pair();
    for (const [media, offered] of [
      [
        { audio: true, video: true },
        { audio: true, video: true },
      ],
      [AUDIO, { audio: true, video: false }],
    ] as const) {
      const callId = ann.api.call.make(b, media);
      await bob.next('call:receive', (params) => params.callId === callId);
      await reaches(bob, callId, 'Ringing');
      expect(bob.api.call.getById(callId)?.mediaOffered).to.deep.equal(offered);
      ann.api.call.end(callId);
      await reaches(bob, callId, 'Cancelled');
    }
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('is told by the older names of its events too, with the side it is of [RB-ce-11] [RB-ce-12]', async () => {
    const [ann, bob, b] = await pair();
    const callId = await connect(ann, bob, b);
    await ann.until(() => ann.api.call.getById(callId)?.remoteTracks.length);
    const { localTracks, remoteTracks } = ann.api.call.getById(callId) as CallObject;
    const mediaId = (id: string | undefined) => ann.api.media.getTrackById(id ?? '')?.streamId;
    expect(ann.all('call:newMedia')).to.deep.equal([
      { callId, local: true, tracks: localTracks, mediaId: mediaId(localTracks[0]) },
      { callId, local: false, tracks: remoteTracks, mediaId: mediaId(remoteTracks[0]) },
    ]);
    ann.api.call.end(callId);
    await reaches(ann, callId, 'Ended');
    expect(ann.all('call:removedMedia')).to.deep.equal([
      { callId, local: true, tracks: localTracks },
      { callId, local: false, tracks: remoteTracks },
    ]);
    await reaches(bob, callId, 'Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('is replaced track by track, which this side alone is told, with what was there [RB-ce-16]', async () => {
    const [ann, bob, b] = await pair();
    const callId = await connect(ann, bob, b);
    await bob.until(() => bob.api.call.getById(callId)?.remoteTracks.length);
    const [trackId = ''] = ann.api.call.getById(callId)?.localTracks ?? [];
    const [here, there] = [ann.heard.length, bob.heard.length];
    ann.api.call.replaceTrack(callId, trackId, AUDIO);
    const { newTrackId, oldTrack, error } = await ann.next('call:trackReplaced');
    expect(error).to.equal(undefined);
    expect(oldTrack).to.deep.include({ id: trackId, kind: 'audio', isLocal: true });
    expect(ann.api.call.getById(callId)?.localTracks).to.deep.equal([newTrackId]);
    expect(ann.types().slice(here)).to.not.include.members(['call:tracksAdded']);
    expect(
      bob
        .types()
        .slice(there)
        .filter((type) => type !== 'call:mediaConnectionChange'),
    ).to.deep.equal([]);
    ann.api.call.replaceTrack(callId, 'unknown', AUDIO);
    const failed = await ann.next('call:trackReplaced', (params) => params.error !== undefined);
    expect(failed).to.deep.equal({ callId, error: failed.error });
    await end(callId, ann, bob);
  });

  it('is restarted when the app wants it, and told how that went [RB-ce-20]', async () => {
    const [ann, bob, b] = await pair();
    const callId = await connect(ann, bob, b);
    await ann.until(() => ann.api.call.getById(callId)?.mediaConnectionState === 'connected');
    ann.api.call.restartMedia(callId);
    expect(await ann.next('call:mediaRestart')).to.deep.equal({ callId });
    ann.api.call.end(callId);
    await reaches(ann, callId, 'Ended');
    ann.api.call.restartMedia(callId);
    const { error } = await ann.next('call:mediaRestart', (params) => params.error !== undefined);
    expect(error?.code).to.equal('call:6');
    await reaches(bob, callId, 'Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('has a state of its connection in the words of the platform: new, checking, connected [RB-cs-10] [RB-cs-11] [RB-cs-12]', async () => {
    const [ann, bob, b] = await pair();
    const { mediaConnectionStates: words } = ann.api.call;
    const callId = ann.api.call.make(b, AUDIO);
    expect(ann.api.call.getById(callId)?.mediaConnectionState).to.equal(words.NEW);
    await bob.next('call:receive');
    await reaches(bob, callId, 'Ringing');
    bob.api.call.answer(callId, AUDIO);
    await ann.until(() => ann.api.call.getById(callId)?.mediaConnectionState === words.CONNECTED);
    const seen = ann.all('call:mediaConnectionChange').map(({ previous }) => previous.state);
    expect(seen).to.deep.equal([words.NEW, words.CHECKING]);
    expect(words).to.deep.include({ NEW: 'new', CHECKING: 'checking', CONNECTED: 'connected' });
    await end(callId, ann, bob);
  });

  /** The browser says so of the connection of this side. */
  const become = (face: Face, next: RTCIceConnectionState) => {
    const peer = face.engine.peers.at(-1);
    if (!peer) throw new Error('no peer connection');
    peer.iceConnectionState = next;
    peer.oniceconnectionstatechange?.();
  };

  it('shows that the network took it: disconnected, then failed until it is restarted [RB-cs-14] [RB-cs-15]', async () => {
    const [ann, bob, b] = await pair();
    const { mediaConnectionStates: words } = ann.api.call;
    const callId = await connect(ann, bob, b);
    const state = () => ann.api.call.getById(callId)?.mediaConnectionState;
    await ann.until(() => state() === 'connected');
    become(ann, 'disconnected');
    expect(state()).to.equal(words.DISCONNECTED);
    become(ann, 'failed');
    expect(state()).to.equal(words.FAILED);
    expect(words).to.deep.include({ DISCONNECTED: 'disconnected', FAILED: 'failed' });
    expect(ann.api.call.getById(callId)?.state).to.equal('Connected');
    await end(callId, ann, bob);
  });

  it('shows that the best path was found, and that it is shut down with the call [RB-cs-13] [RB-cs-16]', async () => {
    const [ann, bob, b] = await pair();
    const { mediaConnectionStates: words } = ann.api.call;
    const callId = await connect(ann, bob, b);
    await ann.until(() => ann.api.call.getById(callId)?.mediaConnectionState === 'connected');
    become(ann, 'completed');
    expect(ann.api.call.getById(callId)?.mediaConnectionState).to.equal(words.COMPLETED);
    ann.api.call.end(callId);
    await reaches(ann, callId, 'Ended');
    await ann.until(() => ann.api.call.getById(callId)?.mediaConnectionState === words.CLOSED);
    expect(words).to.deep.include({ COMPLETED: 'completed', CLOSED: 'closed' });
    await reaches(bob, callId, 'Ended');
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('goes to an address as SIP writes it, normalised unless the app does that itself [RB-ct-01] [RB-cfg-46]', async () => {
    const [ann, bob, b] = await pair();
    const plain = await Face.of(town, `cora${serial}`, { config: { call: { normalizeDestination: false } } });
    for (const address of [b, `${b}@town`, `sip:${b}@TOWN`, `SIP:${b}@town;transport=tcp`]) {
      const callId = ann.api.call.make(address, AUDIO);
      await bob.next('call:receive', (params) => params.callId === callId);
      ann.api.call.end(callId);
      await reaches(bob, callId, 'Cancelled');
      expect(ann.api.call.getById(callId)?.to).to.equal(`${b}@town`);
    }
    const asIs = plain.api.call.make(`sip:${b}@town`, AUDIO);
    expect((await plain.next('call:start', ({ callId }) => callId === asIs)).error).to.not.equal(undefined);
    const known = plain.api.call.make(b, AUDIO);
    await bob.next('call:receive', (params) => params.callId === known);
    plain.api.call.end(known);
    await reaches(bob, known, 'Cancelled');
    for (const face of [ann, bob, plain]) face.api.destroy();
  });

  it('has a look at the codecs in its report while it goes on', async () => {
    const [ann, bob, b] = await pair();
    const callId = await connect(ann, bob, b);
    const looks = () => ann.api.call.getReport(callId)?.timeline.filter(({ type }) => type === 'GET_AVAILABLE_CODECS') ?? [];
    await ann.api.call.getAvailableCodecs('audio');
    expect(looks().map(({ data, end }) => [data, end !== undefined])).to.deep.equal([[{ kind: 'audio' }, true]]);
    ann.api.call.end(callId);
    await ann.until(() => ann.api.call.getById(callId)?.endTime);
    await ann.api.call.getAvailableCodecs('audio');
    expect(looks()).to.have.length(1);
    for (const face of [ann, bob]) face.api.destroy();
  });

  it('has codecs that the browser names, told by an event as well [RB-ce-18]', async () => {
    const face = await Face.of(town, `ann${++serial}`, { services: [] });
    expect(await face.api.call.getAvailableCodecs('audio')).to.equal(undefined); // Node has none
    const codecs = [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }];
    const real = globalThis.RTCRtpSender;
    globalThis.RTCRtpSender = { getCapabilities: () => ({ codecs, headerExtensions: [] }) } as never;
    try {
      expect(await face.api.call.getAvailableCodecs('audio')).to.deep.equal({ kind: 'audio', codecs });
    } finally {
      globalThis.RTCRtpSender = real;
    }
    expect(face.all('call:availableCodecs')).to.deep.equal([{ kind: 'audio', codecs }]);
    face.api.destroy();
  });
});
