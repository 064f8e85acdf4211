import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, expect, it } from '../harness.ts';
import { connected, type EarWindow, hears, misses, part, ring, SETTINGS, talk, waveFile } from './call-sdp-stage.ts';
import { Stage } from './stage.ts';

/** What every microphone of these tests hears. */
const VOICE = 1_500;

describe('what goes beside the voice, between two browsers', () => {
  let stage: Stage;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-tones-'));
    const file = join(folder, 'voice.wav');
    await writeFile(file, waveFile(VOICE, 10));
    stage = await Stage.start(
      { beatMs: 500, callTickMs: 50, graceMs: 15_000 },
      { flags: [`--use-file-for-fake-audio-capture=${file}`], modules: ['test/browser/call-tones.page.ts'] },
    );
  });
  after(async () => {
    await stage?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const people = (a: string, b: string) => Promise.all([stage.person(a, { settings: SETTINGS }), stage.person(b, { settings: SETTINGS })]);

  it('tones are in the audio that the far side hears, and told there one by one', async () => {
    const [alice, bob] = await people('a1', 'b1');
    await talk(alice, bob, 'b1');
    await hears(bob, VOICE);
    await bob.evaluate(() => {
      const here = window as unknown as EarWindow;
      here.notes = [];
      here.call.on('dtmf', (tone) => here.notes.push(tone));
    });
    const [, told] = await Promise.all([
      hears(bob, 770, 1336), // 5
      alice.evaluate(async () => {
        const { call } = window as unknown as EarWindow;
        const operations: string[] = [];
        call.on('operation', ({ operation, transition }) => operations.push(`${operation} ${transition}`));
        await call.sendDTMF('5,b', { durationMs: 1_000, gapMs: 50 });
        return operations;
      }),
    ]);
    expect(told).to.deep.equal(['sendDTMF START', 'sendDTMF FINISH']);
    await bob.waitForFunction(() => (window as unknown as EarWindow).notes.length === 2);
    expect(await bob.evaluate(() => (window as unknown as EarWindow).notes)).to.deep.equal([
      { tone: '5', durationMs: 1_000 },
      { tone: 'B', durationMs: 1_000 },
    ]);
    await part(alice, bob);
  });

  it('a file is heard instead of the microphone, and the microphone after it [RB-call-39] [RB-call-40]', async () => {
    const [alice, bob] = await people('a2', 'b2');
    await talk(alice, bob, 'b2');
    await hears(bob, VOICE);
    const playing = alice.evaluate(async () => {
      const { call, ear } = window as unknown as EarWindow;
      let durationMs = 0;
      const told: string[] = [];
      call.on('operation', ({ operation, transition }) => told.push(`${operation} ${transition}`));
      await call.playAudioFile(ear.tone(3_000, 3), {
        onPlaying: (playing) => {
          ({ durationMs } = playing);
        },
      });
      return { durationMs, told };
    });
    await hears(bob, 3_000);
    await misses(bob, VOICE);
    expect(await playing).to.deep.equal({ durationMs: 3_000, told: ['playAudioFile START', 'playAudioFile FINISH'] });
    await hears(bob, VOICE);
    await misses(bob, 3_000);
    await part(alice, bob);
  });

  it('a file goes on unheard on hold, is left with the call, and gives way to the microphone of then', async () => {
    const [alice, bob] = await people('a3', 'b3');
    await talk(alice, bob, 'b3');
    await hears(bob, VOICE);
    await alice.evaluate(() => {
      const { call, ear } = window as unknown as EarWindow;
      (window as unknown as EarWindow).notes = [];
      call.playAudioFile(ear.tone(3_000, 4)).then(
        () => (window as unknown as EarWindow).notes.push('played'),
        () => (window as unknown as EarWindow).notes.push('failed'),
      );
    });
    await hears(bob, 3_000);
    await alice.evaluate(() => (window as unknown as EarWindow).call.hold());
    await misses(bob, 3_000);
    await alice.evaluate(() => (window as unknown as EarWindow).call.unhold());
    await hears(bob, 3_000);
    const before = await alice.evaluate(async () => {
      const { Earshot, client, call } = window as unknown as EarWindow;
      const media = Earshot.mediaOf(client);
      const track = call.localStream?.getAudioTracks()[0];
      await media.get(media.track(track?.id ?? '')?.mediaId ?? '')?.reopen('audio');
      return track?.id;
    });
    await alice.waitForFunction((id) => (window as unknown as EarWindow).call.localStream?.getAudioTracks()[0]?.id !== id, before);
    await alice.waitForFunction(() => (window as unknown as EarWindow).notes.length > 0);
    expect(await alice.evaluate(() => (window as unknown as EarWindow).notes)).to.deep.equal(['played']);
    await hears(bob, VOICE);
    expect(
      await alice.evaluate(() => {
        const { call } = window as unknown as EarWindow;
        return call.peerConnection?.getSenders()[0]?.track === call.localStream?.getAudioTracks()[0];
      }),
    ).to.equal(true);
    const left = alice.evaluate(async () => {
      const { call, ear } = window as unknown as EarWindow;
      const playing = call.playAudioFile(ear.tone(3_000, 30), { onPlaying: () => void call.end() });
      return playing.catch((error: { code: string }) => error.code);
    });
    expect(await left).to.equal('call:ended');
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('a file needs a call with sound of ours, and a microphone that cannot be put back is let go and told [RB-call-41]', async () => {
    const [alice, bob] = await people('a4', 'b4');
    await talk(alice, bob, 'b4');
    const outcome = await alice.evaluate(async () => {
      const { Earshot, client, call, ear } = window as unknown as EarWindow;
      const code = (playing: Promise<void>) => playing.then(() => 'played').catch((error: { code: string }) => error.code);
      const codes = [await code(call.playAudioFile('/nothing-here.wav')), await code(call.playAudioFile(URL.createObjectURL(new Blob(['noise']))))];
      await call.hold();
      codes.push(await code(call.playAudioFile(ear.tone(3_000, 1))));
      await call.unhold();
      const first = code(call.playAudioFile(ear.tone(3_000, 1)));
      codes.push(await code(call.playAudioFile(ear.tone(3_000, 1))), await first);
      const media = Earshot.mediaOf(client);
      const ended: unknown[] = [];
      media.on('track-ended', (trackId, callId) => ended.push([trackId, callId === call.id]));
      const track = call.localStream?.getAudioTracks()[0];
      const refuse = () => Promise.reject(new DOMException('no', 'InvalidModificationError'));
      const stuck = await code(
        call.playAudioFile(ear.tone(3_000, 1), {
          onPlaying: () => {
            RTCRtpSender.prototype.replaceTrack = refuse;
          },
        }),
      );
      return { codes, stuck, ended, state: track?.readyState, id: track?.id };
    });
    expect(outcome.codes).to.deep.equal(['media:failed', 'media:failed', 'call:held', 'call:operation-conflict', 'played']);
    expect([outcome.stuck, outcome.ended, outcome.state]).to.deep.equal(['media:failed', [[outcome.id, true]], 'ended']);
    await part(alice, bob);
    const [carol, dave] = await people('c4', 'd4');
    await talk(carol, dave, 'd4', { audio: false, video: true });
    const mute = await carol.evaluate(() => {
      const { call, ear } = window as unknown as EarWindow;
      return call.playAudioFile(ear.tone(3_000, 1)).catch((error: { code: string }) => error.code);
    });
    expect(mute).to.equal('call:wrong-state');
    await part(carol, dave);
  });

  it('what a callee sends before it answers is heard by a caller who wants that, until somebody answers [RB-cfg-39] [RB-cs-04]', async () => {
    const [alice, bob] = await people('a5', 'b5');
    await alice.evaluate(() => {
      const { client, notes = [] } = window as unknown as EarWindow;
      (window as unknown as EarWindow).notes = notes;
      client.calls.config.earlyMedia = true;
      client.calls.once('outgoing', (call) => call.on('state', (state) => notes.push(state)));
    });
    await ring(alice, bob, 'b5');
    const before = bob.evaluate(() => {
      const { Earshot, client, call } = window as unknown as EarWindow;
      const media = Earshot.mediaOf(client);
      return media.open({ audio: true }).then(async (hold) => {
        await call.sendEarlyMedia(hold);
        return [call.state, media.track(hold.audioTrack?.id ?? '')?.state];
      });
    });
    expect(await before).to.deep.equal(['ringing', 'live']);
    await alice.waitForFunction(() => (window as unknown as EarWindow).call.state === 'early_media');
    await hears(alice, VOICE);
    expect(await bob.evaluate(() => (window as unknown as EarWindow).call.sendEarlyMedia().catch((error: { code: string }) => error.code))).to.equal(
      'call:operation-conflict',
    );
    await bob.evaluate(() => (window as unknown as EarWindow).call.answer());
    await Promise.all([connected(alice), connected(bob)]);
    await Promise.all([hears(alice, VOICE), hears(bob, VOICE)]);
    expect(await alice.evaluate(() => (window as unknown as EarWindow).notes)).to.deep.equal(['initiated', 'ringing', 'early_media', 'connected']);
    expect(await alice.evaluate(() => (window as unknown as EarWindow).call.remoteStream?.getTracks().length)).to.equal(1);
    await part(alice, bob);
  });

  it('a caller who does not want it refuses, and nothing of the callee is heard', async () => {
    const [alice, bob] = await people('a6', 'b6');
    await ring(alice, bob, 'b6');
    const code = await bob.evaluate(async () => {
      const { Earshot, client, call } = window as unknown as EarWindow;
      const hold = await Earshot.mediaOf(client).open({ audio: true });
      const refused = await call.sendEarlyMedia(hold).catch((error: { code: string }) => error.code);
      hold.dispose();
      return refused;
    });
    expect(code).to.equal('call:refused');
    expect(
      await alice.evaluate(() => {
        const { call } = window as unknown as EarWindow;
        return [call.state, call.remoteStream?.getTracks().length ?? 0];
      }),
    ).to.deep.equal(['ringing', 0]);
    await part(alice, bob);
  });
});
