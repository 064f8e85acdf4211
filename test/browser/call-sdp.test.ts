import type { Page } from 'playwright-core';
import type { SdpHandlerInfo } from '../../src/core/call/sdp/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { agreed, dial, type EarWindow, ended, part, ring, SETTINGS, sounds, talk } from './call-sdp-stage.ts';
import { type PersonOptions, Stage } from './stage.ts';
import { until } from './until.ts';

/** From now on the page writes down what passes its handlers, and how often each description names a candidate. */
const note = (page: Page) =>
  page.evaluate(() => {
    const here = window as unknown as EarWindow;
    here.notes = [];
    here.client.calls.setSdpHandlers([
      (sdp) => `${sdp}a=x-first:1\r\n`,
      (newSdp, info, originalSdp) => {
        here.notes.push({
          ...info,
          first: newSdp.endsWith('a=x-first:1\r\n'),
          original: !originalSdp.includes('x-first:1\r\n'),
          candidates: /a=candidate/.test(newSdp),
        });
        return newSdp.replace('a=x-first:1\r\n', '');
      },
    ]);
  });

describe('descriptions of a call between two browsers', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 15_000 }, { modules: ['test/browser/call-tones.page.ts'] });
  });
  after(() => stage?.stop());

  const people = (a: string, b: string, options: PersonOptions = {}) =>
    Promise.all([stage.person(a, { settings: SETTINGS, ...options }), stage.person(b, { settings: SETTINGS, ...options })]);

  it('a codec that one side removed is not agreed on, and both hear each other [RB-call-63]', async () => {
    for (const [index, side] of ['caller', 'callee'].entries()) {
      const [alice, bob] = await people(`a1${index}`, `b1${index}`);
      await (side === 'caller' ? alice : bob).evaluate(() => {
        const { client, sdp } = window as unknown as EarWindow;
        client.calls.setSdpHandlers([sdp.createCodecRemover(['opus', 'VP8', { name: 'H264', fmtpParams: ['packetization-mode=0'] }])]);
      });
      await talk(alice, bob, `b1${index}`, { video: true });
      for (const page of [alice, bob]) {
        const audio = await agreed(page, 'audio');
        expect(audio.length).to.be.above(0);
        expect(audio.join('\n')).not.to.match(/opus|red/);
        const video = await agreed(page, 'video');
        expect(video.join('\n')).not.to.match(/^VP8|packetization-mode=0/m);
        expect(video.join('\n')).to.match(/^VP9/m);
        await sounds(page);
      }
      await part(alice, bob);
    }
    const [alice, bob] = await people('a12', 'b12');
    await talk(alice, bob, 'b12');
    expect((await agreed(alice, 'audio')).join('\n')).to.match(/^opus/m);
    await part(alice, bob);
  });

  it('every handler gets what the one before it made, where it stands, and what there was [RB-ct-27] [RB-ct-28] [RB-cfg-38]', async () => {
    const [alice, bob] = await people('a2', 'b2');
    await Promise.all([note(alice), note(bob)]);
    await talk(alice, bob, 'b2');
    const id = await alice.evaluate(() => (window as unknown as EarWindow).call.id);
    type Note = SdpHandlerInfo & { first: boolean; original: boolean };
    const notes = async (page: Page) => (await page.evaluate(() => (window as unknown as EarWindow).notes)) as Note[];
    const stands = (list: Note[]) => list.slice(0, 3).map(({ type, step, endpoint }) => `${type} ${step} ${endpoint}`);
    const [ours, theirs] = [await notes(alice), await notes(bob)];
    expect(stands(ours)).to.deep.equal(['offer set local', 'offer send local', 'answer set remote']);
    expect(stands(theirs)).to.deep.equal(['offer set remote', 'answer set local', 'answer send local']);
    for (const { callId, first, original } of [...ours, ...theirs]) expect([callId, first, original]).to.deep.equal([id, true, true]);
    await part(alice, bob);
  });

  it('a handler that fails, or gives nothing, ends the call on either side and says so', async () => {
    const [alice, bob] = await people('a3', 'b3');
    await alice.evaluate(() => {
      (window as unknown as EarWindow).client.calls.setSdpHandlers([
        () => {
          throw new Error('boom');
        },
      ]);
    });
    await dial(alice, 'b3');
    expect((await ended(alice)).slice(0, 2)).to.deep.equal(['failed', 'call:bad-sdp']);
    await alice.evaluate(() => (window as unknown as EarWindow).client.calls.setSdpHandlers([]));
    await bob.waitForFunction(() => (window as unknown as EarWindow).client.calls.calls.length === 0);
    await bob.evaluate(() => {
      (window as unknown as EarWindow).client.calls.setSdpHandlers([(sdp, { step }) => (step === 'send' ? (undefined as unknown as string) : sdp)]);
    });
    await ring(alice, bob, 'b3');
    await bob.evaluate(() => (window as unknown as EarWindow).call.answer().catch(() => {}));
    expect((await ended(bob)).slice(0, 2)).to.deep.equal(['failed', 'call:bad-sdp']);
    await ended(alice);
    await Promise.all([alice.context().close(), bob.context().close()]);
  });

  it('what we want to receive at most is what the far side sends [RB-ct-18]', async () => {
    const [alice, bob] = await people('a4', 'b4');
    await talk(alice, bob, 'b4', { bandwidth: { audio: 12 } });
    expect(await bob.evaluate(() => (window as unknown as EarWindow).call.peerConnection?.remoteDescription?.sdp)).to.match(/b=TIAS:12000\r\n/);
    expect(await alice.evaluate(() => (window as unknown as EarWindow).call.bandwidth)).to.deep.equal({ audio: 12 });
    /** Bytes of a packet of sound, of the next hundred. */
    const size = (page: Page) =>
      page.evaluate(async () => {
        const sent = async () => {
          for (const report of (await (window as unknown as EarWindow).call.peerConnection?.getStats())?.values() ?? [])
            if (report.type === 'outbound-rtp') return { packets: report.packetsSent as number, bytes: report.bytesSent as number };
          return { packets: 0, bytes: 0 };
        };
        const start = await sent();
        let now = start;
        while (now.packets < start.packets + 100) {
          await new Promise(requestAnimationFrame);
          now = await sent();
        }
        return (now.bytes - start.bytes) / (now.packets - start.packets);
      });
    const [ours, theirs] = await Promise.all([size(alice), size(bob)]);
    expect(theirs).to.be.below(45); // 30 bytes every 20 ms are 12 kbit/s
    expect(ours).to.be.above(theirs);
    await part(alice, bob);
  });

  it('what is sent has the network priority that was asked for, per kind [RB-ct-19] [RB-call-12]', async () => {
    const [alice, bob] = await people('a5', 'b5');
    await talk(alice, bob, 'b5', { video: true, priority: { audio: 'high', video: 'very-low' } });
    const priorities = (page: Page) =>
      page.evaluate(() =>
        (window as unknown as EarWindow).call.peerConnection
          ?.getSenders()
          .map((sender) => [sender.track?.kind, sender.getParameters().encodings[0]?.networkPriority]),
      );
    // set once the other side has answered, beside the call
    await alice.waitForFunction(() =>
      (window as unknown as EarWindow).call.peerConnection
        ?.getSenders()
        .every((sender) => sender.getParameters().encodings[0]?.networkPriority === (sender.track?.kind === 'audio' ? 'high' : 'very-low')),
    );
    expect(await priorities(alice)).to.deep.equal([
      ['audio', 'high'],
      ['video', 'very-low'],
    ]);
    expect(await priorities(bob)).to.deep.equal([
      ['audio', 'low'],
      ['video', 'low'],
    ]);
    await part(alice, bob);
  });

  it('has that priority on each side that asked for it, in a call of sound alone', async () => {
    const [alice, bob] = await people('a7', 'b7');
    await ring(alice, bob, 'b7', { priority: { audio: 'high' } });
    await bob.evaluate(() => (window as unknown as EarWindow).call.answer({ priority: { audio: 'medium' } }));
    const has = (page: Page, wanted: string) =>
      page.waitForFunction((priority) => {
        const [sender] = (window as unknown as EarWindow).call.peerConnection?.getSenders() ?? [];
        return sender?.getParameters().encodings[0]?.networkPriority === priority;
      }, wanted);
    await Promise.all([has(alice, 'high'), has(bob, 'medium')]);
    await part(alice, bob);
  });

  it('without bundling, sound and picture go on paths of their own [RB-cfg-42]', async () => {
    /** Sound and picture come, each over a transport of its own that is connected. */
    const flowing = (page: Page) =>
      until(page, async () => {
        const stats = [...((await (window as unknown as EarWindow).call.peerConnection?.getStats())?.values() ?? [])];
        const paths = ['audio', 'video'].map((of) =>
          stats.find(({ type, kind, packetsReceived }) => type === 'inbound-rtp' && kind === of && packetsReceived > 0),
        );
        const transports = new Set(paths.map((path) => path?.transportId));
        return transports.size === 2 && [...transports].every((id) => stats.find((one) => one.id === id)?.dtlsState === 'connected');
      });
    const [alice, bob] = await people('a6', 'b6', { calls: { removeBundling: true } });
    await talk(alice, bob, 'b6', { video: true });
    await Promise.all([flowing(alice), flowing(bob)]);
    await part(alice, bob);
  });

  it('a handler that fails in mid-call ends what was begun, and the call goes on', async () => {
    const [alice, bob] = await people('a8', 'b8');
    await alice.evaluate(() => {
      const here = window as unknown as EarWindow & { broken?: string };
      here.client.calls.setSdpHandlers([
        (sdp, { step, endpoint }) => {
          if (endpoint === 'local' && step === here.broken) throw new Error('boom');
          return sdp;
        },
      ]);
    });
    await talk(alice, bob, 'b8');
    for (const step of ['set', 'send']) {
      const outcome = await alice.evaluate(async (broken) => {
        const here = window as unknown as EarWindow & { broken?: string };
        here.broken = broken;
        const code = await here.call.startVideo().catch((error: { code: string }) => error.code);
        delete here.broken;
        return [code, here.call.state];
      }, step);
      expect(outcome).to.deep.equal(['call:bad-sdp', 'connected']);
    }
    await alice.evaluate(() => (window as unknown as EarWindow).call.startVideo());
    await bob.waitForFunction(() => (window as unknown as EarWindow).call.remoteStream?.getVideoTracks().length === 1);
    await Promise.all([sounds(alice), sounds(bob)]);
    await part(alice, bob);
  });

  it('lists the codecs that this browser can send [RB-call-61]', async () => {
    const page = await stage.person('a7');
    const list = (kind: 'audio' | 'video') => page.evaluate((wanted) => (window as unknown as EarWindow).sdp.getAvailableCodecs(wanted), kind);
    const [audio, video] = [await list('audio'), await list('video')];
    expect([audio.kind, video.kind]).to.deep.equal(['audio', 'video']);
    expect(audio.codecs.map(({ mimeType }) => mimeType)).to.include('audio/opus');
    expect(video.codecs.map(({ mimeType }) => mimeType)).to.include('video/VP8');
    await page.context().close();
  });
});
