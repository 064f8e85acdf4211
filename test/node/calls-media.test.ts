import { type Media, mediaOf } from '../../src/core/media/index.ts';
import type { FakePeerConnection, FakeTrack } from '../fake-media.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type Person, Town, talk, until } from './calls-town.ts';

type Call = Awaited<ReturnType<typeof talk>>[0];

/** The fake that a call sends by. */
const peerOf = (call: Call) => call.peerConnection as unknown as FakePeerConnection;
const sent = (call: Call): FakeTrack | null | undefined => peerOf(call).getTransceivers()[0]?.sender.track;

/** Once, or at once when it is so already: looked at after everything that media tells. */
function when(media: Media, so: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => so() && resolve();
    for (const type of ['change', 'local', 'devices', 'device-switched', 'error'] as const) media.on(type, look);
    look();
  });
}

/** What a person's media asks the machine for. */
function asks({ engine }: Person): MediaStreamConstraints[] {
  const asked: MediaStreamConstraints[] = [];
  const open = engine.getUserMedia.bind(engine);
  engine.getUserMedia = (constraints) => {
    asked.push(constraints);
    return open(constraints);
  };
  return asked;
}

describe('devices in a running call', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());
  let turn = 0;
  const pair = async (): Promise<[Person, Person, string]> => {
    turn++;
    return [await town.person(`alice${turn}`), await town.person(`bob${turn}`), `bob${turn}`];
  };

  it('chosen anew, the microphone changes without a gap, without renegotiation and for this side only', async () => {
    const [alice, bob, bobId] = await pair();
    const [out, inc] = await talk(alice, bob, bobId);
    const descriptions = [out, inc].map((call) => [peerOf(call).localDescription, peerOf(call).remoteDescription]);
    const theirs = sent(inc);
    const before = sent(out);
    const lost: unknown[] = [];
    for (const call of [out, inc]) call.on('change', () => call.reconnecting && lost.push(call.id));
    const silent: unknown[] = [];
    out.on('tracks', () => sent(out)?.readyState !== 'live' && silent.push(sent(out)));
    mediaOf(alice.client).microphoneId = 'mic-2';
    await until(out, () => sent(out)?.deviceId === 'mic-2');
    expect([sent(out)?.readyState, sent(inc) === theirs, lost, silent]).to.deep.equal(['live', true, [], []]);
    expect([out, inc].map((call) => [peerOf(call).localDescription, peerOf(call).remoteDescription])).to.deep.equal(descriptions);
    expect(out.localStream?.getAudioTracks()).to.deep.equal([sent(out)]);
    await out.end();
    expect([before?.readyState, alice.engine.device.open]).to.deep.equal(['ended', 0]);
  });

  it('pulled out or swapped, the next one is sent to whoever heard the first, still muted when that was', async () => {
    const [alice, bob, bobId] = await pair();
    const media = mediaOf(alice.client);
    await media.refreshDevices();
    const [out, inc] = await talk(alice, bob, bobId);
    out.setMuted(true);
    await until(inc, (call) => call.remoteMuted);
    alice.engine.devices.pull('mic-1');
    await until(out, () => sent(out)?.deviceId === 'mic-2');
    alice.engine.devices.swap('mic-2', 'audioinput', 'mic-7');
    await until(out, () => sent(out)?.deviceId === 'mic-7');
    expect([sent(out)?.enabled, out.muted, out.error, out.mediaState]).to.deep.equal([false, true, undefined, 'connected']);
    out.setMuted(false);
    expect(sent(out)?.enabled).to.equal(true);
    await out.end();
    expect(alice.engine.device).to.deep.equal({ open: 0, listeners: 0 });
  });

  it('that cannot be brought back are told on the call, and are back when another is plugged in', async () => {
    const [alice, bob] = [await town.person('alone', { settings: { deviceRetryMs: 1, deviceAttempts: 2 } }), await town.person('bob-of-alone')];
    const media = mediaOf(alice.client);
    await media.refreshDevices();
    const [out] = await talk(alice, bob, 'bob-of-alone');
    alice.engine.devices.pull('mic-2');
    alice.engine.devices.pull('mic-1');
    await until(out, (call) => call.error !== undefined);
    expect([out.error?.code, out.error?.message.split(';')[0], out.error?.callId, out.state]).to.deep.equal([
      'media:not-found',
      'unable to go on with the microphone',
      out.id,
      'connected',
    ]);
    alice.engine.devices.plug('audioinput', 'mic-8');
    await until(out, () => sent(out)?.deviceId === 'mic-8');
    await out.end();
  });

  it('are known as used by the call, the far side\u2019s as well, as long as it lasts', async () => {
    const [alice, bob, bobId] = await pair();
    const media = mediaOf(alice.client);
    const [out] = await talk(alice, bob, bobId);
    expect(media.tracks.map(({ source, callIds }) => [source, callIds])).to.deep.equal([
      ['microphone', [out.id]],
      ['remote', [out.id]],
    ]);
    expect(media.local[0]?.inUse).to.equal(true);
    await out.end();
    expect([media.tracks, media.local]).to.deep.equal([[], []]);
  });
});

describe('media opened before a call', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('is shared by the call: muting or ending one mutes and ends no other', async () => {
    const [alice, bob, carol] = [await town.person('a1', { settings: { maxCalls: 2 } }), await town.person('b1'), await town.person('c1')];
    const media = mediaOf(alice.client);
    const asked = asks(alice);
    const mine = await media.open({ audio: true });
    const calls: Call[] = [];
    for (const [person, id] of [
      [bob, 'b1'],
      [carol, 'c1'],
    ] as const) {
      const ringing = person.incoming();
      calls.push(await alice.client.calls.make(id, { media: mine }));
      await (await ringing).answer();
    }
    const [first, second] = calls as [Call, Call];
    await Promise.all([first, second].map((call) => until(call, ({ mediaState }) => mediaState === 'connected')));
    first.setMuted(true);
    expect([sent(first)?.enabled, sent(second)?.enabled, mine.audioTrack?.enabled, asked.length]).to.deep.equal([false, true, true, 1]);
    await second.hold();
    expect([sent(second)?.enabled, mine.audioTrack?.enabled]).to.deep.equal([false, true]);
    await second.unhold();
    expect(sent(second)?.enabled).to.equal(true);
    await first.end();
    await second.end();
    expect([mine.audioTrack?.readyState, mine.inUse]).to.deep.equal(['live', false]);
    mine.dispose();
    expect(alice.engine.device.open).to.equal(0);
  });

  it('and offered by a preview is taken by the next call without a question, and outlives the preview', async () => {
    const [alice, bob] = [await town.person('a2'), await town.person('b2')];
    const asked = [asks(alice), asks(bob)];
    const previews = await Promise.all([alice, bob].map(({ client }) => mediaOf(client).open({ audio: true })));
    for (const [index, { client }] of [alice, bob].entries()) mediaOf(client).offer(previews[index]!);
    const [out, inc] = await talk(alice, bob, 'b2');
    for (const preview of previews) preview.dispose();
    expect([asked.map(({ length }) => length), sent(out)?.readyState, sent(inc)?.readyState]).to.deep.equal([[1, 1], 'live', 'live']);
    await out.end();
    await until(inc, ({ state }) => state === 'ended');
    expect([alice.engine.device.open, bob.engine.device.open]).to.deep.equal([0, 0]);
  });

  it('and offered muted, with the camera on or off, goes into the call as it is', async () => {
    const [alice, bob] = [await town.person('a3'), await town.person('b3')];
    const media = mediaOf(alice.client);
    const preview = await media.open({ audio: true, video: true });
    media.mute([preview.audioTrack?.id ?? '']);
    const undo = media.offer(preview);
    const [out, inc] = await talk(alice, bob, 'b3');
    await until(inc, ({ remoteMuted }) => remoteMuted);
    const lines = peerOf(out).getTransceivers();
    expect([out.muted, lines.map(({ sender }) => [sender.track?.kind, sender.track?.enabled])]).to.deep.equal([
      true,
      [
        ['audio', false],
        ['video', true],
      ],
    ]);
    await out.end();
    undo();
    const plain = await alice.client.calls.make('b3', { video: false });
    await until(plain, ({ peerConnection }) => peerConnection !== undefined);
    expect([plain.muted, peerOf(plain).getTransceivers().length]).to.deep.equal([false, 1]);
    await plain.end();
    preview.dispose();
    await when(media, () => alice.engine.device.open === 0);
  });

  it('and offered with the camera on sends no picture in a call that was to have none, and keeps no camera open for it', async () => {
    const [alice, bob] = [await town.person('a4'), await town.person('b4')];
    const preview = await mediaOf(alice.client).open({ audio: true, video: true });
    mediaOf(alice.client).offer(preview);
    const ringing = bob.incoming();
    const out = await alice.client.calls.make('b4', { video: false });
    await (await ringing).answer();
    await until(out, ({ mediaState }) => mediaState === 'connected');
    preview.dispose();
    expect(alice.engine.devices.live.map(({ kind }) => kind)).to.not.include('video');
    await out.end();
    expect(alice.engine.device.open).to.equal(0);
  });
});
