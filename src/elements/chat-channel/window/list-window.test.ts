import { expect } from '@open-wc/testing';
import { ListWindow, MAX_ROWS } from './list-window.ts';

interface R {
  key: string;
  height: number;
}

const rows = (count: number, from = 0): R[] =>
  Array.from({ length: count }, (_, i) => ({ key: `k${from + i}`, height: 20 + (((from + i) * 37) % 61) + 0.3 }));
const frame = () => new Promise((done) => requestAnimationFrame(done));
/** Layout, scroll events and resize observers have run. */
const settled = async () => {
  for (let i = 0; i < 3; i++) await frame();
};

function setUp(height = 400) {
  const scroller = document.createElement('div');
  scroller.style.cssText = `overflow:auto;overflow-anchor:none;block-size:${height}px;inline-size:300px`;
  const list = document.createElement('div');
  list.style.position = 'relative';
  const style = document.createElement('style');
  style.textContent = '.parked{position:absolute;inset-block-start:0;clip-path:inset(50%)}';
  scroller.append(style, list);
  document.body.append(scroller);
  const asked = { start: 0, end: 0, painted: 0 };
  const window = new ListWindow<R>({
    scroller,
    list,
    paint: (row, _index, node) => {
      asked.painted++;
      if (node.textContent) return;
      node.textContent = row.key;
      node.tabIndex = -1;
      node.style.blockSize = `${row.height}px`;
    },
    onNearStart: () => void asked.start++,
    onNearEnd: () => void asked.end++,
    onMove: () => {},
  });
  const top = (key: string) => window.node(key)!.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const inSight = () => {
    const box = scroller.getBoundingClientRect();
    return ([...list.children] as HTMLElement[]).find((node) => node.getBoundingClientRect().bottom > box.top && !node.classList.contains('parked'))!
      .dataset.key!;
  };
  const gap = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  const done = () => {
    scroller.remove();
  };
  return { scroller, list, window, asked, top, inSight, gap, done };
}

describe('a window of real rows', () => {
  it('starts at the end and never holds more than its rows', async () => {
    const { window, list, gap, done } = setUp();
    window.update(rows(10_000));
    expect(gap()).to.be.lessThan(1);
    expect(list.children.length).to.be.lessThan(MAX_ROWS + 1);
    expect(window.pinned).to.equal(true);
    done();
  });

  it('paints the same of 100,000 rows as of 120, and little more than fills the frame', () => {
    const painted = (count: number) => {
      const { window, asked, done } = setUp();
      window.update(rows(count));
      done();
      return asked.painted;
    };
    expect(painted(100_000)).to.equal(painted(120));
    expect(painted(100_000)).to.be.at.most(30);
  });

  for (const scrolledTo of [200, 0]) {
    it(`takes older rows above scrollTop ${scrolledTo} without moving what is read`, async () => {
      const { window, scroller, top, inSight, done } = setUp();
      window.update(rows(50, 100));
      scroller.scrollTop = scrolledTo;
      await settled();
      const key = inSight();
      const before = top(key);
      window.update(rows(100, 50));
      expect(Math.abs(top(key) - before)).to.be.lessThan(0.5);
      await settled();
      expect(Math.abs(top(key) - before)).to.be.lessThan(0.5);
      expect(window.node(key)!.textContent).to.equal(key);
      done();
    });
  }

  it('does not drift over many pages', async () => {
    const { window, scroller, top, inSight, done } = setUp();
    window.update(rows(50, 2000));
    scroller.scrollTop = 10;
    await settled();
    const key = inSight();
    const before = top(key);
    for (let page = 1; page <= 20; page++) window.update(rows(50 + page * 50, 2000 - page * 50));
    await settled();
    expect(Math.abs(top(key) - before)).to.be.lessThan(0.5);
    done();
  });

  it('does not drift by the parts of a pixel that are left of many changes', async () => {
    const { window, scroller, list, top, inSight, done } = setUp();
    window.update(rows(60));
    for (const px of [400, 1]) {
      scroller.scrollTop -= px; // first for rows above it
      await settled();
    }
    const key = inSight();
    const before = top(key);
    const above = list.firstElementChild as HTMLElement;
    for (let i = 0; i < 20; i++) {
      above.style.blockSize = `${above.getBoundingClientRect().height + 0.3}px`;
      if (i % 2) window.repaint();
      else await settled();
      expect(Math.abs(top(key) - before), `after ${i + 1}`).to.be.at.most(0.5);
    }
    done();
  });

  it('reaches every row by scrolling up, and back down, with a bounded number of nodes', async () => {
    const { window, scroller, list, inSight, done } = setUp();
    window.update(rows(1_000));
    const seen = new Set<string>();
    let most = 0;
    for (let i = 0; i < 400 && !seen.has('k0'); i++) {
      scroller.scrollTop -= 380;
      scroller.dispatchEvent(new Event('scroll'));
      seen.add(inSight());
      most = Math.max(most, list.children.length);
    }
    expect(seen.has('k0')).to.equal(true);
    for (let i = 0; i < 400 && !window.pinned; i++) {
      scroller.scrollTop += 380;
      scroller.dispatchEvent(new Event('scroll'));
      most = Math.max(most, list.children.length);
    }
    expect(window.pinned).to.equal(true);
    expect(window.node('k999')).to.not.equal(undefined);
    expect(most).to.be.lessThan(MAX_ROWS + 1);
    done();
  });

  it('moves nothing in sight when the window grows at one end and shrinks at the other', async () => {
    const { window, scroller, top, inSight, done } = setUp();
    window.update(rows(600));
    let worst = 0;
    for (let i = 0; i < 60; i++) {
      scroller.scrollTop -= 250;
      const key = inSight();
      const before = top(key);
      scroller.dispatchEvent(new Event('scroll'));
      worst = Math.max(worst, Math.abs(top(key) - before));
    }
    expect(worst).to.be.lessThan(0.5);
    done();
  });

  it('asks for older rows before the first one is reached', async () => {
    const { window, scroller, asked, done } = setUp();
    window.update(rows(200));
    await settled();
    expect(asked.start).to.equal(0);
    for (let i = 0; i < 100 && !asked.start; i++) {
      scroller.scrollTop -= 100;
      scroller.dispatchEvent(new Event('scroll'));
    }
    expect(asked.start).to.be.greaterThan(0);
    expect(scroller.scrollTop).to.be.greaterThan(100);
    done();
  });

  it('follows the tail only within 80 px of it', async () => {
    const { window, scroller, gap, top, inSight, done } = setUp();
    window.update(rows(100));
    scroller.scrollTop -= 79;
    await settled();
    expect(window.pinned).to.equal(true);
    window.update(rows(101));
    expect(gap()).to.be.lessThan(1);
    scroller.scrollTop -= 120;
    await settled();
    expect(window.pinned).to.equal(false);
    const key = inSight();
    const before = top(key);
    window.update(rows(110));
    await settled();
    expect(Math.abs(top(key) - before)).to.be.lessThan(0.5);
    done();
  });

  it('does not pull back a reader who scrolled in the same frame', async () => {
    const { window, scroller, top, inSight, done } = setUp();
    window.update(rows(100));
    await settled();
    scroller.scrollTop -= 300; // its event is still to come
    const key = inSight();
    const before = top(key);
    window.update(rows(101));
    expect(Math.abs(top(key) - before)).to.be.lessThan(0.5);
    done();
  });

  it('stays where it is when a row above changes its height later', async () => {
    const { window, scroller, list, top, inSight, done } = setUp();
    window.update(rows(100));
    scroller.scrollTop -= 900;
    await settled();
    const key = inSight();
    const before = top(key);
    const above = window.node(key)!.previousElementSibling!.previousElementSibling as HTMLElement;
    above.style.blockSize = '300px';
    list.getBoundingClientRect();
    await settled();
    expect(Math.abs(top(key) - before)).to.be.lessThan(0.5);
    done();
  });

  it('stays at the end when the last row, or the frame, changes its height', async () => {
    const { window, scroller, gap, done } = setUp();
    window.update(rows(100));
    window.node('k99')!.style.blockSize = '333px';
    await settled();
    expect(gap()).to.be.lessThan(1);
    scroller.style.blockSize = '250px';
    await settled();
    expect(gap()).to.be.lessThan(1);
    done();
  });

  it('stays at the end when its size changes twice before a frame: the browser cuts the position in between', async () => {
    const { window, scroller, list, gap, done } = setUp();
    window.update(rows(100));
    await settled();
    for (const node of list.children) (node as HTMLElement).style.blockSize = '5px';
    scroller.getBoundingClientRect();
    expect(scroller.scrollTop).to.be.lessThan(1_000);
    for (const node of list.children) (node as HTMLElement).style.blockSize = '60px';
    await settled();
    expect(gap()).to.be.lessThan(1);
    expect(window.pinned).to.equal(true);
    done();
  });

  it('keeps the node of a row that stays', async () => {
    const { window, done } = setUp();
    window.update(rows(100));
    const node = window.node('k95');
    window.update(rows(120));
    expect(window.node('k95') === node).to.equal(true);
    done();
  });

  it('keeps the focused row in the document however far one scrolls', async () => {
    const { window, scroller, list, done } = setUp();
    window.update(rows(1_000));
    window.node('k990')!.focus({ preventScroll: true });
    for (let i = 0; i < 100; i++) {
      scroller.scrollTop -= 380;
      scroller.dispatchEvent(new Event('scroll'));
    }
    expect((document.activeElement as HTMLElement).dataset.key).to.equal('k990');
    expect(list.children.length).to.be.lessThan(MAX_ROWS + 1);
    (document.activeElement as HTMLElement).blur();
    window.repaint();
    expect(window.node('k990')).to.equal(undefined);
    done();
  });

  it('brings any row into sight', async () => {
    const { window, scroller, top, done } = setUp();
    window.update(rows(5_000));
    window.reveal(17, 'start');
    expect(top('k17')).to.be.within(0, 60);
    expect(window.pinned).to.equal(false);
    window.toEnd();
    expect(window.pinned).to.equal(true);
    expect(scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop).to.be.lessThan(1);
    done();
  });

  it('starts over at the end when none of its rows is left', async () => {
    const { window, scroller, done } = setUp();
    window.update(rows(100));
    scroller.scrollTop = 100;
    await settled();
    window.update(rows(100, 5_000));
    expect(window.pinned).to.equal(true);
    expect(window.node('k5099')).to.not.equal(undefined);
    done();
  });

  it('keeps its place when the row that is read is removed', async () => {
    const { window, scroller, top, inSight, done } = setUp();
    const all = rows(100);
    window.update(all);
    scroller.scrollTop -= 900;
    await settled();
    const key = inSight();
    const next = (window.node(key)!.nextElementSibling as HTMLElement).dataset.key!;
    const before = top(next);
    window.update(all.filter((row) => row.key !== key));
    expect(Math.abs(top(next) - before)).to.be.lessThan(0.5);
    done();
  });

  it('keeps few rows while new ones pull it along, and always those of the next 1,000 px', async () => {
    const { window, scroller, list, gap, done } = setUp();
    const all = rows(500);
    window.update(all);
    let most = 0;
    for (let i = 0; i < 200; i++) {
      all.push(...rows(1, 500 + i));
      window.update(all);
      most = Math.max(most, list.children.length);
      if (i > 20) expect(scroller.scrollTop).to.be.greaterThan(1_000);
      expect(gap()).to.be.lessThan(1);
    }
    expect(most).to.be.lessThan(41);
    // those that a reader has scrolled to go once the list is pulled along again
    scroller.scrollTop = 0;
    await settled();
    scroller.scrollTop = 0;
    await settled();
    expect(list.children.length).to.be.greaterThan(70);
    window.toEnd();
    window.update(rows(701));
    expect(list.children.length).to.be.lessThan(41);
    done();
  });

  it('makes one row for each append in a frame so high that it takes all the rows it may have', () => {
    const { window, list, done } = setUp(2_400);
    const all = rows(500);
    const made = new Set<Element>();
    for (let i = 0; i < 200; i++) {
      all.push(...rows(1, 500 + i));
      window.update(all);
      for (const node of list.children) made.add(node);
      if (i === 0) expect(made.size).to.be.greaterThan(60);
    }
    expect(made.size).to.be.lessThan(MAX_ROWS + 200);
    done();
  });

  it('paints the same for each append, however long the list is', () => {
    const painted = (start: number) => {
      const { window, asked, done } = setUp();
      const all = rows(start);
      window.update(all);
      const before = asked.painted;
      for (let i = 0; i < 300; i++) {
        all.push(...rows(1, start + i));
        window.update(all);
      }
      done();
      return asked.painted - before;
    };
    expect(painted(20_000)).to.be.at.most(painted(200) * 1.1); // rows differ in height, so the windows do a little
    expect(painted(20_000)).to.be.at.most(300 * 41);
  });
});
