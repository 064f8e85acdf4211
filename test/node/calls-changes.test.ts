import type { Call } from '../../src/core/call/api.ts';
import type { OperationEvent } from '../../src/core/call/control/api.ts';
import { type Media, mediaOf } from '../../src/core/media/index.ts';
import type { FakePeerConnection, FakeTrack } from '../fake-media.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { failure, type Person, Town, talk, until } from './calls-town.ts';

const peerOf = (call: Call) => call.peerConnection as unknown as FakePeerConnection;
/** What goes out: kind and device of each line. */
const sent = (call: Call) =>
  peerOf(call)
    .getTransceivers()
    .map(({ sender, direction }) => (direction === 'sendrecv' || direction === 'sendonly' ? (sender.track?.deviceId ?? 'nothing') : 'off'));
const pictures = (call: Call) => (call.remoteStream?.getVideoTracks() ?? []) as unknown as FakeTrack[];
/** Operations as they are told, in words. */
function log(call: Call): string[] {
  const lines: string[] = [];
  call.on('operation', ({ operation, transition, isLocal, error }: OperationEvent) =>
    lines.push([isLocal ? 'mine' : 'theirs', operation, transition, ...(error ? [error.code] : [])].join(' ')),
  );
  return lines;
}
/** The descriptions of now: another one means a negotiation. */
const descriptions = (call: Call) => [peerOf(call).localDescription?.sdp, peerOf(call).remoteDescription?.sdp];

describe('media of a running call', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());
  let turn = 0;
  const pair = async (settings = {}): Promise<[Call, Call, Media, Person, Person]> => {
    turn++;
    const [alice, bob] = [await town.person(`alice${turn}`, { settings }), await town.person(`bob${turn}`, { settings })];
    const calls = await talk(alice, bob, `bob${turn}`);
    return [...calls, mediaOf(alice.client), alice, bob];
  };

  it('that began with sound gains and loses a picture, told on both sides as an operation [RB-call-30] [RB-call-31]', async () => {
    const [out, inc, , alice] = await pair();
    const [mine, theirs] = [log(out), log(inc)];
    await out.startVideo();
    await until(inc, () => pictures(inc).length === 1);
    expect([sent(out), sent(inc), out.localStream?.getVideoTracks().length]).to.deep.equal([['mic-1', 'cam-1'], ['mic-1', 'off'], 1]);
    await out.stopVideo();
    await until(inc, (call) => pictures(call).length === 0 && call.operations.length === 0);
    expect([sent(out), out.localStream?.getVideoTracks().length]).to.deep.equal([['mic-1', 'off'], 0]);
    expect(alice.engine.devices.live.some(({ kind }) => kind === 'video')).to.equal(false);
    expect(mine).to.deep.equal([
      ...['START', 'UPDATE', 'RESUME', 'FINISH'].map((step) => `mine startVideo ${step}`),
      ...['START', 'UPDATE', 'RESUME', 'FINISH'].map((step) => `mine stopVideo ${step}`),
    ]);
    expect(theirs).to.deep.equal(['startVideo', 'stopVideo'].flatMap((type) => [`theirs ${type} START`, `theirs ${type} FINISH`]));
    await out.end();
    expect(alice.engine.device).to.deep.equal({ open: 0, listeners: 0 });
  });

  it('has one line for both pictures, also when both begin in the same instant: one offer yields, and its operation goes on', async () => {
    const [out, inc] = await pair();
    const [mine, theirs] = [log(out), log(inc)];
    await Promise.all([out.addMedia({ video: true }), inc.addMedia({ video: true })]);
    await Promise.all([until(inc, () => pictures(inc).length === 1), until(out, () => pictures(out).length === 1)]);
    expect([sent(out), sent(inc)]).to.deep.equal([
      ['mic-1', 'cam-1'],
      ['mic-1', 'cam-1'],
    ]);
    for (const [told, other] of [
      [mine, theirs],
      [theirs, mine],
    ] as const) {
      expect(told.filter((line) => line.startsWith('mine'))).to.deep.equal(
        ['START', 'UPDATE', 'RESUME', 'FINISH'].map((step) => `mine addMedia ${step}`),
      );
      expect(other).to.include('theirs addMedia START');
    }
    await out.end();
  });

  it('takes detached media and gives it back untouched; ids that it does not send are refused [RB-call-27] [RB-call-29]', async () => {
    const [out, inc, media] = await pair();
    const given = await media.open({ video: true });
    await out.addMedia({ medias: [given] });
    await until(inc, () => pictures(inc).length === 1);
    expect((await failure(media.disposeLocal(given.id))).code).to.equal('media:in-use-by-call');
    expect((await failure(out.removeMedia(['no-such-track']))).code).to.equal('media:not-found');
    await out.removeMedia([given.videoTrack?.id ?? '']);
    await until(inc, () => pictures(inc).length === 0);
    expect([given.videoTrack?.readyState, given.inUse]).to.deep.equal(['live', false]);
    given.dispose();
    await out.end();
  });

  it('is one source of a kind, and something: nothing at all is no request [RB-call-28]', async () => {
    const [out, , media] = await pair();
    const given = await media.open({ video: true });
    for (const request of [{}, { video: true, medias: [given] }]) expect((await failure(out.addMedia(request))).code).to.equal('request:invalid');
    expect([sent(out), out.operations]).to.deep.equal([['mic-1'], []]);
    given.dispose();
    await out.end();
  });

  it('that cannot be opened leaves the call as it was, with the reason', async () => {
    const [out, inc, , alice] = await pair();
    const before = descriptions(out);
    const told = log(out);
    alice.engine.devices.refuse('denied');
    expect((await failure(out.startVideo())).code).to.equal('media:denied');
    expect([sent(out), descriptions(out), out.error, out.state, inc.operations]).to.deep.equal([['mic-1'], before, undefined, 'connected', []]);
    expect(told).to.deep.equal(['mine startVideo START', 'mine startVideo FINISH media:denied']);
    await out.end();
  });

  it('that the far side never agrees to is taken back: the device closes and the line is as before', async () => {
    const [out, inc, , alice, bob] = await pair({ requestTimeoutMs: 1_000 });
    bob.cut();
    expect((await failure(out.startVideo())).code).to.equal('call:operation-timeout');
    expect([out.localStream?.getVideoTracks().length, out.operations, out.state]).to.deep.equal([0, [], 'connected']);
    expect(alice.engine.devices.live.some(({ kind }) => kind === 'video')).to.equal(false);
    bob.mend();
    await until(inc, (call) => pictures(call).length === 0 && !call.reconnecting);
    await out.end();
  });

  it('is not changed while the call is on hold, by whomever [RB-call-24]', async () => {
    const [out, inc] = await pair();
    await out.hold();
    await until(inc, (call) => call.remoteHold);
    for (const act of [() => out.startVideo(), () => out.addMedia({ audio: true }), () => out.removeMedia(['x']), () => out.shareScreen()])
      expect((await failure(act())).code).to.equal('call:held');
    expect((await failure(inc.startVideo())).code).to.equal('call:held');
    await out.unhold();
    await out.startVideo();
    await until(inc, () => pictures(inc).length === 1);
    await out.end();
  });

  it('shows a screen in the place of the camera without a negotiation, which comes back after it [RB-call-36]', async () => {
    const [out, inc] = await pair();
    await out.startVideo();
    await until(inc, (call) => pictures(call).length === 1 && call.operations.length === 0);
    const before = descriptions(out);
    await out.shareScreen();
    await until(inc, (call) => call.remoteSharing);
    expect([sent(out), out.sharing, descriptions(out), pictures(inc).length]).to.deep.equal([['mic-1', 'screen:0'], true, before, 1]);
    expect((await failure(out.shareScreen())).code).to.equal('call:wrong-state');
    await out.stopScreen();
    await until(inc, (call) => !call.remoteSharing);
    expect([sent(out), out.sharing, descriptions(out)]).to.deep.equal([['mic-1', 'cam-1'], false, before]);
    await out.end();
  });

  it('loses the screen by the browser\u2019s own button, with its sound, and has the camera back', async () => {
    const [out, inc, , alice] = await pair();
    await out.startVideo();
    await out.shareScreen({ audio: true });
    await until(inc, (call) => call.remoteSharing && call.remoteStream?.getAudioTracks().length === 2);
    expect(sent(out)).to.deep.equal(['mic-1', 'screen:0', 'screen:0']);
    alice.engine.devices.stopSharing();
    await until(inc, (call) => !call.remoteSharing && call.remoteStream?.getAudioTracks().length === 1);
    await until(out, (call) => call.operations.length === 0);
    expect([sent(out), out.sharing]).to.deep.equal([['mic-1', 'cam-1', 'off'], false]);
    await out.end();
  });

  it('keeps a screen apart from a face that is sent beside it: the screen is the first picture', async () => {
    const [out, inc] = await pair();
    await out.addMedia({ video: true });
    await out.addMedia({ screen: true });
    await until(inc, (call) => pictures(call).length === 2 && call.remoteSharing);
    const lines = peerOf(inc).getTransceivers();
    expect(pictures(inc).map((track) => lines.find(({ receiver }) => receiver.track === track)?.mid)).to.deep.equal(['2', '1']);
    await out.stopScreen();
    await until(inc, (call) => pictures(call).length === 1 && !call.remoteSharing);
    expect(pictures(inc)[0]).to.equal(lines[1]?.receiver.track);
    await out.end();
  });

  it('has another source for a track, unmuted, without a word to the far side [RB-call-32] [RB-call-34] [RB-call-35]', async () => {
    const [out, inc] = await pair();
    const told = log(inc);
    out.setMuted(true);
    await until(inc, (call) => call.remoteMuted);
    const before = descriptions(out);
    const old = out.localStream?.getAudioTracks()[0] as MediaStreamTrack;
    const id = await out.replaceTrack(old.id, { audio: { deviceId: { exact: 'mic-2' } } });
    const [track] = out.localStream?.getAudioTracks() ?? [];
    expect([track?.id, track?.enabled, sent(out), old.readyState, out.muted]).to.deep.equal([id, true, ['mic-2'], 'ended', false]);
    await until(inc, (call) => !call.remoteMuted);
    expect([told, descriptions(out)]).to.deep.equal([[], before]);
    out.setMuted(true);
    expect(track?.enabled).to.equal(false);
    await out.end();
  });

  it('replaces a track by one other of its kind, and by nothing else [RB-call-33]', async () => {
    const [out, , media] = await pair();
    const id = out.localStream?.getAudioTracks()[0]?.id ?? '';
    expect((await failure(out.replaceTrack('nobody', { audio: true }))).code).to.equal('media:not-found');
    for (const request of [{}, { video: true }, { audio: true, video: true }])
      expect((await failure(out.replaceTrack(id, request))).code).to.equal('request:invalid');
    expect([sent(out), out.localStream?.getAudioTracks()[0]?.id]).to.deep.equal([['mic-1'], id]);
    const given = await media.open({ audio: { deviceId: 'mic-2' } });
    await out.replaceTrack(id, { medias: [given] });
    expect(sent(out)).to.deep.equal(['mic-2']);
    await out.end();
    expect(given.audioTrack?.readyState).to.equal('live');
    given.dispose();
  });

  it('that the far side sends no more of is not taken for a path that is lost', async () => {
    const [out, inc] = await pair();
    const lost: unknown[] = [];
    inc.on('change', () => inc.reconnecting && lost.push(inc.mediaState));
    await out.removeMedia([out.localStream?.getAudioTracks()[0]?.id ?? '']);
    await until(inc, (call) => call.remoteStream?.getTracks().length === 0);
    const peer = peerOf(inc);
    const look = peer.getStats.bind(peer);
    let looks = 0;
    await new Promise<void>((resolve) => {
      peer.getStats = () => {
        if (++looks === 12) resolve(); // three are within the time after which media is missed
        return look();
      };
    });
    expect([sent(out), lost]).to.deep.equal([['off'], []]);
    await out.addMedia({ audio: true });
    await until(inc, (call) => call.remoteStream?.getAudioTracks().length === 1);
    expect(sent(out)).to.deep.equal(['mic-1']);
    await out.end();
  });

  it('that was switched off stays off when the page is reloaded, and the far side\u2019s picture comes all the same', async () => {
    turn++;
    const [alice, bob] = [await town.person(`alice${turn}`), await town.person(`bob${turn}`)];
    const ringing = bob.incoming();
    const out = await alice.client.calls.make(`bob${turn}`, { video: true });
    const inc = await ringing;
    await inc.answer({ video: true });
    await Promise.all([until(out, ({ state }) => state === 'connected' && pictures(out).length === 1), until(inc, () => pictures(inc).length === 1)]);
    await out.stopVideo();
    out.setMuted(true);
    await until(inc, () => pictures(inc).length === 0);
    alice.vanish();
    const again = await town.person(`alice${turn}`, { storage: alice.storage });
    const call = await new Promise<Call>((resolve) => {
      const look = () => again.client.calls.calls[0] && resolve(again.client.calls.calls[0]);
      again.client.calls.on('change', look);
      look();
    });
    await until(call, (one) => one.mediaState === 'connected' && pictures(one).length === 1 && one.localStream !== undefined);
    expect([call.muted, again.engine.devices.live.some(({ kind }) => kind === 'video')]).to.deep.equal([true, false]);
    await call.startVideo();
    expect(sent(call)).to.deep.equal(['mic-1', 'cam-1']);
    await call.end();
  });

  it('that began with a screen is shown as one, until the browser\u2019s own button ends it', async () => {
    turn++;
    const [alice, bob] = [await town.person(`alice${turn}`), await town.person(`bob${turn}`)];
    const screen = await mediaOf(alice.client).openScreen({ audio: true });
    const ringing = bob.incoming();
    const out = await alice.client.calls.make(`bob${turn}`, { media: screen });
    const inc = await ringing;
    await inc.answer();
    await until(inc, (call) => call.remoteSharing && pictures(call).length === 1);
    expect(out.sharing).to.equal(true);
    alice.engine.devices.stopSharing();
    await until(inc, (call) => !call.remoteSharing && pictures(call).length === 0);
    await out.end();
    screen.dispose();
  });

  it('follows a change of device after a change of media, muted as it was', async () => {
    const [out, inc, media] = await pair();
    await out.startVideo();
    out.setMuted(true);
    media.microphoneId = 'mic-2';
    await until(out, () => sent(out)[0] === 'mic-2');
    expect([out.localStream?.getAudioTracks()[0]?.enabled, out.localStream?.getTracks().length]).to.deep.equal([false, 2]);
    await until(inc, () => pictures(inc).length === 1);
    await out.end();
  });

  it('is all there again after the far side has reloaded', async () => {
    const [out, inc, , , bob] = await pair();
    await out.startVideo();
    await out.addMedia({ screen: true });
    await until(inc, (call) => pictures(call).length === 2 && call.operations.length === 0);
    bob.vanish();
    const again = await town.person(`bob${turn}`, { storage: bob.storage });
    const call = await new Promise<Call>((resolve) => {
      const look = () => again.client.calls.calls[0] && resolve(again.client.calls.calls[0]);
      again.client.calls.on('change', look);
      look();
    });
    await until(call, (one) => one.mediaState === 'connected' && pictures(one).length === 2 && one.remoteSharing);
    expect(sent(out)).to.deep.equal(['mic-1', 'cam-1', 'screen:0']);
    await out.end();
  });
});
