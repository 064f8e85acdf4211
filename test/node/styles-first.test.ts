import { rollup } from 'rollup';
import stylesFirst from '../../scripts/styles-first.mjs';
import { describe, expect, it } from '../harness.ts';

/** The modules of the first chunk, in their order. */
async function orderOf(files: Record<string, string>): Promise<string[]> {
  const bundle = await rollup({
    input: 'entry.ts',
    plugins: [{ name: 'files', resolveId: (id) => (id in files ? id : undefined), load: (id) => files[id] }, stylesFirst()],
    external: ['outside'],
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return Object.keys(output[0].modules);
}

describe('the build puts the style sheets of a first load together', () => {
  it('before all else, each after those it builds on; what loads later stays there', async () => {
    const order = await orderOf({
      'entry.ts': "import 'a.ts'; import 'outside'; export * from 'b.ts';",
      'a.ts': "import { a } from 'a.styles.ts'; console.log(a);",
      'a.styles.ts': "import { base } from 'z.styles.ts'; export const a = base + 'a';",
      'z.styles.ts': "export const base = 'z';",
      'b.ts': "import { b } from 'b.styles.ts'; import 'a.ts'; export const c = () => [b, import('later.ts')];",
      'b.styles.ts': "export const b = 'b';",
      'later.ts': "import { l } from 'l.styles.ts'; console.log(l);",
      'l.styles.ts': "export const l = 'l';",
    });
    expect(order).to.deep.equal(['z.styles.ts', 'a.styles.ts', 'b.styles.ts', 'a.ts', 'b.ts', 'entry.ts']);
  });
});
