import { parseAst } from 'rollup/parseAst';
import { minifyHtml } from '../../scripts/minify-html.mjs';
import { shareHelper } from '../../scripts/share-decorators.mjs';
import { describe, expect, it } from '../harness.ts';

const minified = (code: string) => minifyHtml(code, parseAst(code));

describe('the build takes idle bytes out of elements', () => {
  it('a line break and its indentation in a template become a space, whatever the tag is called', () => {
    expect(minified("import { html as h } from 'lit';\nh`<p\n    class=\x24{a}>\n  \x24{b ? h`<b> 1 </b>\n  ` : 'x\\n  y'}\n</p>`;")).to.equal(
      "import { html as h } from 'lit';\nh`<p class=\x24{a}> \x24{b ? h`<b> 1 </b> ` : 'x\\n  y'} </p>`;",
    );
  });

  it('leaves other templates alone, within those of Lit too', () => {
    expect(minified("import { html } from 'lit';\nhtml`<p>\x24{`a\n  b`}</p>`;")).to.equal(undefined);
    expect(minified("import { html } from 'other';\nhtml`<p>\n</p>`;")).to.equal(undefined);
  });

  it('what applies decorators is told from the rest of a module, and imported', () => {
    const helper =
      'var f = Object.defineProperty;\nvar p = Object.getOwnPropertyDescriptor;\nvar a = (r, o, e, t) => {\n  var i = p(o, e);\n  f(o, e, i);\n  return i;\n};';
    const module = `"use strict";\n${helper}\nclass A {}\na([b()], A.prototype, "c", 2);`;
    expect(shareHelper(module)).to.deep.equal({
      code: '"use strict";\nimport { decorate as a } from "\\u0000decorate";\nclass A {}\na([b()], A.prototype, "c", 2);',
      helper,
      name: 'a',
    });
    expect(shareHelper('var f = Object.defineProperty;\nf(a, b, c);')).to.equal(undefined);
  });
});
