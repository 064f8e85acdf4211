import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { DetachedMedia, Media } from '../../../../core/media/api.ts';
import { EarshotError } from '../../../../core/protocol/index.ts';
import { listenToSpeech } from '../../../internal/testing.ts';
import { openComposer } from './testing.ts';
import { peaksOf } from './voice-note.ts';

/** A microphone that gives a tone, and levels when the test says so. */
async function open(fails?: EarshotError) {
  let disposed = 0;
  let level: (value: number) => void = () => {};
  const context = new AudioContext();
  const tone = context.createOscillator();
  const target = context.createMediaStreamDestination();
  tone.connect(target);
  tone.start();
  await context.resume();
  const media: Partial<Media> = {
    open: async () => {
      if (fails) throw fails;
      return { stream: target.stream, audioTrack: target.stream.getAudioTracks()[0], dispose: () => void disposed++ } as unknown as DetachedMedia;
    },
    onLevel: (_track, listener) => {
      level = listener;
      return () => (level = () => {});
    },
  };
  const it = await openComposer((_view, client) => (client.media = media));
  const sentFiles: File[] = [];
  it.el.addEventListener('chat-channel-sent', ({ file }) => file && sentFiles.push(file));
  /** Until so much of the tone has been played: a recorder that got nothing gives nothing. */
  const played = async (seconds: number) => {
    const end = context.currentTime + seconds;
    while (context.currentTime < end) await it.settled();
  };
  return { ...it, sentFiles, level: (value: number) => level(value), disposed: () => disposed, played, close: () => context.close() };
}

const press = (node: HTMLElement, type: string, x = 100, y = 100) =>
  node.dispatchEvent(new PointerEvent(type, { pointerId: 7, clientX: x, clientY: y, button: 0, bubbles: true, composed: true, cancelable: true }));

describe('a voice message', () => {
  it('is recorded and sent by keys alone, with its length and its waveform, and lets go of the microphone', async () => {
    const speech = listenToSpeech();
    const { el, client, view, root, $, soon, level, sentFiles, disposed, settled, close } = await open();
    $('.mic').focus();
    await sendKeys({ press: 'Enter' });
    await soon('.bar [role=timer]');
    while (!speech.said.includes('Recording.')) await settled();
    await settled();
    expect(root.activeElement === $('.bar .snd')).to.equal(true);
    await expect(el).to.be.accessible();
    level(1);
    level(0.5);
    await client.clock.advance(2_000);
    $('[aria-label="Pause recording"]').click();
    await client.clock.advance(5_000);
    level(0.9);
    await settled();
    $('[aria-label="Go on recording"]').click();
    await client.clock.advance(1_000);
    expect($('.bar [role=timer]').textContent).to.equal('00:03');
    $('.bar .snd').focus();
    await sendKeys({ press: 'Enter' });
    while (!view.sentWith.length) await settled();
    expect(view.sentWith).to.deep.equal([{ voice: { durationMs: 3_000, waveform: [31, 16] } }]);
    expect(sentFiles[0]!.type).to.match(/^audio\/(mp4|webm)$/);
    expect(sentFiles[0]!.size).to.be.greaterThan(0);
    expect(disposed()).to.equal(1);
    expect(speech.said).to.contain('Recording stopped, 3 seconds.');
    expect($('.bar')).to.equal(null);
    speech.stop();
    await close();
  });

  it('is sent when a held finger lets go, and forgotten when it slides away', async () => {
    const { client, view, $, soon, sentFiles, disposed, settled, played, close } = await open();
    for (const [x, sent] of [
      [100, 1],
      [5, 1],
    ] as const) {
      press($('.mic'), 'pointerdown');
      await soon('.bar');
      while (!$('.bar .line i')) await settled();
      await played(0.3);
      await client.clock.advance(1_500);
      press(document.body, 'pointermove', x);
      press(document.body, 'pointerup', x);
      while (disposed() < (x === 100 ? 1 : 2)) await settled();
      await settled();
      expect(sentFiles.length).to.equal(sent);
      expect($('.bar')).to.equal(null);
    }
    expect(view.sentWith[0]!.voice!.durationMs).to.equal(1_500);
    await close();
  });

  it('goes on after a tap, and Escape forgets it', async () => {
    const { $, root, area, soon, sentFiles, disposed, settled, close } = await open();
    press($('.mic'), 'pointerdown');
    press($('.mic'), 'pointerup');
    await soon('.bar');
    while (root.activeElement !== $('.bar .snd')) await settled();
    await sendKeys({ press: 'Escape' });
    await settled();
    expect(disposed()).to.equal(1);
    expect(sentFiles).to.deep.equal([]);
    expect(root.activeElement === area()).to.equal(true);
    await close();
  });

  it('says why when the microphone is blocked', async () => {
    const speech = listenToSpeech();
    const { el, $, soon, settled, close } = await open(new EarshotError('media:denied', 'open the microphone'));
    $('.mic').click();
    expect((await soon('.told')).textContent).to.contain('Microphone is blocked.');
    await settled();
    await expect(el).to.be.accessible();
    expect(speech.assertive[0]).to.contain('Microphone is blocked.');
    $('[aria-label="Dismiss"]').click();
    await settled();
    expect($('.told')).to.equal(null);
    speech.stop();
    await close();
  });

  it('lets go of the microphone when the element goes, or shows another channel', async () => {
    for (const leave of ['remove', 'channel'] as const) {
      const { el, $, soon, root, disposed, settled, close } = await open();
      $('.mic').click();
      await soon('.bar');
      while (root.activeElement !== $('.bar .snd')) await settled();
      if (leave === 'remove') el.remove();
      else el.channelId = 'other';
      await settled();
      expect(disposed()).to.equal(1);
      await close();
    }
  });

  it('draws what was heard as peaks over equal stretches', () => {
    expect(peaksOf([0, 1, 0.5, 2, 0, 0], 3)).to.deep.equal([31, 31, 0]);
    expect(peaksOf([])).to.deep.equal([0]);
    expect(peaksOf(new Array(1_000).fill(0.5)).length).to.equal(64);
  });
});
