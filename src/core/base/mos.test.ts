import { describe, expect, it } from '../../../test/harness.ts';
import { mosOf, ratingOf } from './mos.ts';

const perfect = { roundTripMs: 0, jitterMs: 0, lossPercent: 0 };

describe('the score of a line', () => {
  it('is that of the E-model where its tables have a value', () => {
    // G.107 annex B: R = 93.2 is 4.41; 40 ms of codec cost it one point
    expect(ratingOf(perfect)).to.be.closeTo(92.2, 0.1);
    expect(mosOf(perfect)).to.be.closeTo(4.39, 0.01);
    // 150 ms one way cost 3.6 points, 400 ms 34 (Cole and Rosenbluth)
    expect(ratingOf({ ...perfect, roundTripMs: 220 })).to.be.closeTo(89.6, 0.1);
    expect(ratingOf({ ...perfect, roundTripMs: 720 })).to.be.closeTo(59.1, 0.1);
    // as much loss as the codec stands costs half of 95
    expect(ratingOf({ ...perfect, lossPercent: 25.1 })).to.be.closeTo(92.2 - 47.5, 0.1);
  });

  it('falls with delay, jitter and loss, and stays between 1 and 4.5', () => {
    for (const key of ['roundTripMs', 'jitterMs', 'lossPercent'] as const) {
      const scores = [0, 1, 5, 20, 100].map((value) => mosOf({ ...perfect, [key]: value }));
      expect(scores, key).to.deep.equal([...scores].sort((a, b) => b - a));
      expect(new Set(scores).size, key).to.equal(scores.length);
    }
    expect(mosOf({ roundTripMs: 5_000, jitterMs: 500, lossPercent: 100 })).to.equal(1);
    expect(mosOf({ roundTripMs: -10, jitterMs: 0, lossPercent: 0 })).to.be.below(4.5);
  });
});
