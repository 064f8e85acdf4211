import { kit } from '../../../test/fake-media-page.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { keepUnlocked } from './keep-unlocked.ts';
import { AudioSink, pageSink } from './sink.ts';

describe('the sink of a page', () => {
  it('is one for all who ask, also for another copy of this code', () => {
    expect(pageSink()).to.equal(pageSink());
    expect((globalThis as Record<symbol, unknown>)[Symbol.for('earshot/sink/1')]).to.equal(pageSink());
  });

  it('takes any gesture, keeps elements that it unlocked, and listens no more', () => {
    for (const type of ['pointerdown', 'touchend', 'keydown', 'click']) {
      const { made, page: fake, sink } = kit();
      expect(fake.listening.length).to.equal(4);
      expect(fake.options).to.deep.equal(Array(4).fill({ capture: true, passive: true }));
      fake.gesture(type);
      expect([fake.listening, made.map(({ loads }) => loads)]).to.deep.equal([[], [1, 1]]);
      expect(made).to.include(sink.take() as unknown as { loads: number });
    }
  });

  it('takes what a script sends for no gesture', () => {
    const { made, page: fake } = kit();
    fake.gesture('click', false);
    expect([made.length, fake.listening.length]).to.deep.equal([0, 4]);
  });

  it('gives an element before any gesture too, and listens again when its own run out', () => {
    const { made, page: fake, sink } = kit();
    const first = sink.take() as unknown as { loads: number };
    expect([made.indexOf(first), first.loads]).to.deep.equal([0, 0]);
    fake.gesture();
    const unlocked = sink.take() as unknown as { loads: number };
    expect([unlocked.loads, fake.listening.length]).to.deep.equal([1, 4]);
    fake.gesture();
    expect([made.length, fake.listening]).to.deep.equal([4, []]);
  });

  it('tries all that waits within the gesture, whoever it belongs to, until it is taken out', async () => {
    const { page: fake, sink } = kit();
    fake.gesture();
    const tried: string[] = [];
    const stops = ['one client', 'another'].map((who) =>
      sink.wait(async () => {
        tried.push(who);
        throw new DOMException('not yet', 'NotAllowedError');
      }),
    );
    expect(fake.listening.length).to.equal(4);
    fake.gesture('keydown');
    expect(tried).to.deep.equal(['one client', 'another']);
    await sink.unlock();
    expect(tried.length).to.equal(4);
    stops[0]?.();
    stops[0]?.();
    fake.gesture();
    expect([tried.length, fake.listening.length]).to.deep.equal([5, 4]);
    stops[1]?.();
    expect(fake.listening).to.deep.equal([]);
  });

  it('works where there is no page', async () => {
    const sink = new AudioSink(undefined, () => undefined);
    let tries = 0;
    const stop = sink.wait(async () => tries++);
    expect(sink.take()).to.equal(undefined);
    await sink.unlock();
    stop();
    await sink.unlock();
    expect(tries).to.equal(1);
  });
});

describe('an audio context', () => {
  class Context extends EventTarget {
    state = 'suspended';
    resumed = 0;
    async resume() {
      this.resumed++;
    }
    become(state: string) {
      this.state = state;
      this.dispatchEvent(new Event('statechange'));
    }
  }

  it('that the browser holds back or the system interrupts goes on with a gesture; one that its owner suspended rests', async () => {
    const { sink } = kit();
    const context = new Context();
    keepUnlocked(context as unknown as AudioContext, sink);
    const unlocked = async () => {
      const before = context.resumed;
      await sink.unlock();
      return context.resumed > before;
    };
    expect(await unlocked()).to.equal(true);
    context.become('running');
    expect(await unlocked()).to.equal(false);
    context.become('suspended');
    expect(await unlocked()).to.equal(false);
    context.become('interrupted');
    expect(await unlocked()).to.equal(true);
    context.become('closed');
    expect(await unlocked()).to.equal(false);
  });
});
