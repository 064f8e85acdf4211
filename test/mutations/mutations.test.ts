import { globSync } from 'node:fs';
import { describe, expect, it } from '../harness.ts';
import { Copy, readMutation } from './mutate.ts';

/** Whether a test file passes in an untouched copy: a red test proves nothing about a mutation. */
const untouched = new Map<string, Promise<string[]>>();
function failuresUntouched(file: string): Promise<string[]> {
  let known = untouched.get(file);
  if (!known) {
    known = (async () => {
      const copy = new Copy();
      try {
        const { failed, passed, output } = await copy.test(file);
        if (!passed.length) throw new Error(`${file} runs no test: ${output.slice(-500)}`);
        return failed;
      } finally {
        copy.remove();
      }
    })();
    untouched.set(file, known);
  }
  return known;
}

describe('code broken on purpose turns the tests red', () => {
  for (const path of globSync('test/mutations/*.patch').sort()) {
    const { title, test, fails, patch } = readMutation(path);
    it(`${title}: ${test} notices`, async () => {
      expect(await failuresUntouched(test), 'untouched').to.deep.equal([]);
      const copy = new Copy();
      try {
        await copy.apply(patch);
        const { failed, exitCode, output } = await copy.test(test);
        expect(exitCode, 'exit code').not.to.equal(0);
        expect(
          failed.some((name) => name.includes(fails)),
          `"${fails}" among ${JSON.stringify(failed)}\n${output.slice(-1500)}`,
        ).to.equal(true);
      } finally {
        copy.remove();
      }
    });
  }
});
