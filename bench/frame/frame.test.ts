import { describe, expect, it } from '../../test/harness.ts';
import { alternate } from './alternate.ts';
import { exponent } from './growth.ts';
import { cell, markdown } from './markdown.ts';
import type { Noise } from './noise.ts';
import { placed } from './results.ts';
import { median, quantile, summarize } from './stats.ts';

const options = { full: false, noise: { sample() {} } as unknown as Noise, say() {} };

describe('the frame of the benchmark', () => {
  it('lets each contestant go first in turn, and counts no warm-up', async () => {
    const order: string[] = [];
    const contestant = (name: string) => ({
      name,
      async sample(round: number) {
        order.push(`${name}${round}`);
        return round;
      },
    });
    const outcomes = await alternate(['a', 'b', 'c'].map(contestant), { rounds: 2, warmUp: 1 }, options);
    expect(order.join(' ')).to.equal('a-1 b-1 c-1 b0 c0 a0 c1 a1 b1');
    expect(outcomes.map(({ samples }) => samples)).to.deep.equal([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it('goes on without a contestant that fails, keeps what it had, and says why', async () => {
    const outcomes = await alternate(
      [
        {
          name: 'falls',
          async sample(round) {
            if (round === 1) throw new Error('it broke\nat line 1');
            return round;
          },
        },
        { name: 'stays', sample: async (round) => round },
      ],
      { rounds: 3, warmUp: 0 },
      options,
    );
    expect(outcomes).to.deep.equal([
      { name: 'falls', samples: [0], out: 'it broke' },
      { name: 'stays', samples: [0, 1, 2] },
    ]);
  });

  it('tells the median, quarters and p95 by nearest rank', () => {
    const values = Array.from({ length: 20 }, (_, i) => 20 - i);
    expect(summarize(values)).to.deep.equal({ count: 20, median: 10.5, p25: 5, p75: 15, p95: 19 });
    expect(median([3, 1, 2])).to.equal(2);
    expect(Number.isNaN(quantile([], 0.5))).to.equal(true);
  });

  it('writes one sample as it is, many with their spread, none as a dash', () => {
    expect(cell({ unit: 'ms', samples: [4.26] })).to.equal('4.3 ms');
    expect(cell({ unit: 'ms', samples: [1, 2, 3, 4] })).to.equal('2.5 (1–3) / 4 ms');
    expect(cell({ unit: '', samples: [1234] })).to.equal('1,234');
    expect(cell({ unit: 'ms', samples: [] })).to.equal('–');
    expect(cell('> 20 s')).to.equal('> 20 s');
  });

  it('writes a table with its method and notes', () => {
    const text = markdown(
      { title: 'T', method: 'M' },
      { sections: [{ title: 'S', columns: ['', 'x'], rows: [['us', { unit: 'px', samples: [0] }]], notes: ['n'] }], configuration: {}, raw: [] },
    );
    expect(text).to.equal('## T\n\nM\n\n### S\n\n|  | x |\n| --- | --- |\n| us | 0 px |\n\n- n');
  });

  it('puts a table in the place of the one before, or at the end', () => {
    const first = placed('# P\n', 'a', 'one');
    expect(first).to.equal('# P\n\n<!-- table: a -->\none\n<!-- end: a -->\n');
    const both = placed(first, 'b', 'two');
    expect(placed(both, 'a', 'three')).to.equal(both.replace('one', 'three'));
  });

  it('finds the exponent with which a cost grows', () => {
    expect(exponent([1, 10, 100], [5, 50, 500])).to.be.closeTo(1, 1e-9);
    expect(exponent([1, 10, 100], [7, 700, 70_000])).to.be.closeTo(2, 1e-9);
    expect(exponent([1, 10, 100], [3, 3, 3])).to.be.closeTo(0, 1e-9);
  });
});
