import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { BUDGETS, inKb, measure } from '../scripts/sizes.ts';
import { describe, expect, it } from './harness.ts';

describe('what a page downloads', () => {
  for (const budget of BUDGETS) {
    it(`${budget.name}: at most ${budget.maxKb} kB`, async () => {
      const { bytes, chunks } = await measure(budget);
      expect(bytes / 1024, `${inKb(bytes)}: ${JSON.stringify(chunks)}`).to.be.at.most(budget.maxKb);
    });
  }

  it('the classic stub: at most 1 kB', () => {
    expect(gzipSync(readFileSync('dist/earshot.global.js'), { level: 9 }).length).to.be.at.most(1024);
    expect(statSync('dist/earshot.js').isFile()).to.equal(true);
  });
});
