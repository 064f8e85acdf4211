import { settle } from '../../../test/fake-clock.ts';
import { codeOf, mediaKit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { EarshotError } from '../protocol/index.ts';
import type { MediaEngine } from './api.ts';
import { Playback } from './playback.ts';
import { AudioSink } from './sink.ts';

/** An element that plays, or refuses to, and writes down what is done to it. */
class FakeElement extends EventTarget {
  refuses = false;
  /** Speakers it cannot use, and why. */
  readonly broken = new Map<string, string>();
  readonly sinks: string[] = [];
  srcObject: unknown = null;
  paused = true;
  ended = false;
  isConnected = false;
  plays = 0;
  listeners = 0;

  async play() {
    this.plays++;
    if (this.refuses) throw new DOMException('a gesture is needed', 'NotAllowedError');
    this.paused = false;
  }
  pause() {
    this.paused = true;
  }
  async setSinkId(id: string) {
    const name = this.broken.get(id);
    if (name) throw new DOMException('as told', name);
    this.sinks.push(id);
  }
  /** The system pauses it. */
  interrupt() {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
  override addEventListener(...args: Parameters<EventTarget['addEventListener']>) {
    this.listeners++;
    super.addEventListener(...args);
  }
  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>) {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

const elementOf = (fake: FakeElement): HTMLMediaElement => fake as unknown as HTMLMediaElement;
const stream = {} as MediaStream;

/** Two clients of one page. */
function kit(speakerId?: string) {
  const sink = new AudioSink(undefined, () => undefined);
  const told: boolean[][] = [[], []];
  const errors: EarshotError[] = [];
  const [first, second] = told.map(
    (blocked) =>
      new Playback(
        speakerId,
        (now) => blocked.push(now),
        (error) => errors.push(error),
        sink,
      ),
  ) as [Playback, Playback];
  return { first, second, told, errors };
}

describe('playing', () => {
  it('plays in the given element through the chosen speaker, and lets go of it', async () => {
    const { first } = kit('out-1');
    const fake = new FakeElement();
    const stop = first.render(stream, elementOf(fake));
    await settle();
    expect([fake.srcObject, fake.sinks, fake.paused]).to.deep.equal([stream, ['out-1'], false]);
    first.speakThrough('out-2');
    first.speakThrough('out-2');
    first.speakThrough(undefined);
    await settle();
    expect(fake.sinks).to.deep.equal(['out-1', 'out-2', '']);
    stop();
    expect([fake.srcObject, fake.paused, fake.listeners]).to.deep.equal([null, true, 0]);
  });

  it('keeps what has a speaker of its own there, whatever is chosen for all', async () => {
    const { first } = kit();
    const [own, common] = [new FakeElement(), new FakeElement()];
    first.render(stream, elementOf(own), 'desk');
    first.render(stream, elementOf(common));
    first.speakThrough('headset');
    await settle();
    expect([own.sinks, common.sinks]).to.deep.equal([['desk'], ['headset']]);
    first.render(stream, elementOf(own));
    await settle();
    expect(own.sinks).to.deep.equal(['desk', 'headset']);
  });

  it('a speaker that cannot be used leaves the sound where it was, and is told once for all', async () => {
    const { first, errors } = kit('out-1');
    const fakes = [new FakeElement(), new FakeElement()];
    for (const fake of fakes) {
      fake.broken.set('gone', 'NotFoundError').set('stuck', 'AbortError');
      first.render(stream, elementOf(fake));
    }
    first.speakThrough('gone');
    await settle();
    first.speakThrough('stuck');
    await settle();
    expect(errors.map(({ code, message }) => [code, message])).to.deep.equal([
      ['media:not-found', 'unable to use the chosen speaker; no such device is present'],
      ['media:failed', 'unable to use the chosen speaker; the device failed'],
    ]);
    expect(fakes.map(({ sinks, paused }) => [sinks, paused])).to.deep.equal(Array(2).fill([['out-1'], false]));
  });

  it('says that the browser wants a gesture, once however much is held back', async () => {
    const { first, told } = kit();
    const fakes = [new FakeElement(), new FakeElement()];
    for (const fake of fakes) {
      fake.refuses = true;
      first.render(stream, elementOf(fake));
    }
    await settle();
    expect([first.blocked, told[0]]).to.deep.equal([true, [true]]);
    await first.unlock(); // no gesture: refused again
    expect([first.blocked, told[0]]).to.deep.equal([true, [true]]);
    for (const fake of fakes) fake.refuses = false;
    await first.unlock();
    expect([first.blocked, told[0], fakes.map(({ paused }) => paused)]).to.deep.equal([false, [true, false], [false, false]]);
    await first.unlock();
    expect(fakes.map(({ plays }) => plays)).to.deep.equal([3, 3]);
  });

  it('one gesture mends all clients of the page', async () => {
    const { first, second, told } = kit();
    const fakes = [new FakeElement(), new FakeElement()];
    [first, second].forEach((playback, i) => {
      fakes[i]!.refuses = true;
      playback.render(stream, elementOf(fakes[i]!));
    });
    await settle();
    for (const fake of fakes) fake.refuses = false;
    await second.unlock();
    expect(told).to.deep.equal([
      [true, false],
      [true, false],
    ]);
  });

  it('what is over is held back no more', async () => {
    const { first, told } = kit();
    const fake = new FakeElement();
    fake.refuses = true;
    const stop = first.render(stream, elementOf(fake));
    await settle();
    stop();
    expect([first.blocked, told[0]]).to.deep.equal([false, [true, false]]);
    fake.refuses = false;
    await first.unlock();
    expect(fake.paused).to.equal(true);
  });

  it('an element that another stream took over is left alone', () => {
    const { first } = kit();
    const fake = new FakeElement();
    const other = {} as MediaStream;
    const stop = first.render(stream, elementOf(fake));
    first.render(other, elementOf(fake));
    stop();
    expect([fake.srcObject, fake.listeners]).to.deep.equal([other, 1]);
    first.dispose();
    expect([fake.srcObject, fake.listeners]).to.deep.equal([null, 0]);
  });

  it('goes on after the system interrupted it; what a page shows is paused by whom it likes', async () => {
    const { first, told } = kit();
    const [hidden, shown] = [new FakeElement(), new FakeElement()];
    shown.isConnected = true;
    for (const fake of [hidden, shown]) first.render(stream, elementOf(fake));
    await settle();
    for (const fake of [hidden, shown]) fake.interrupt();
    await settle();
    expect([hidden.paused, shown.paused]).to.deep.equal([false, true]);
    hidden.refuses = true;
    hidden.interrupt();
    await settle();
    expect(told[0]).to.deep.equal([true]);
  });
});

describe('choosing a speaker in the browser', () => {
  it('uses what was picked, and says what was not', async () => {
    const { media, engine } = mediaKit();
    const able = engine as MediaEngine;
    expect(await codeOf(media.chooseSpeaker())).to.equal('media:unsupported');
    able.selectAudioOutput = async () => (await engine.enumerateDevices()).find(({ kind }) => kind === 'audiooutput')!;
    const picked = await media.chooseSpeaker();
    expect([picked.deviceId, picked.label !== '']).to.deep.equal([media.speakerId, true]);
    for (const [name, code] of [
      ['NotAllowedError', 'media:denied'],
      ['NotFoundError', 'media:not-found'],
      ['AbortError', 'media:failed'],
    ] as const) {
      able.selectAudioOutput = () => Promise.reject(new DOMException('as told', name));
      expect(await codeOf(media.chooseSpeaker())).to.equal(code);
    }
    expect(media.speakerId).to.equal(picked.deviceId);
  });
});
