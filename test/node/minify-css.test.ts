import { minifyCss, minifyTemplates } from '../../scripts/minify-css.mjs';
import { describe, expect, it } from '../harness.ts';

describe('the build takes idle bytes out of css templates', () => {
  it('drops comments, whitespace and leading zeros, and keeps what means something', () => {
    expect(minifyCss(' a :hover > b , c::after { width: calc(1px + 0.5em); color: red; } /* why */ ')).to.equal(
      ' a :hover > b,c::after{width:calc(1px + .5em);color:red}',
    );
    expect(minifyCss('x { margin: 10.5px -0.5px }')).to.equal('x{margin:10.5px -.5px}');
  });

  it('leaves expressions and everything outside the template alone', () => {
    const code = "const a = css`\n  :host { --x: 1; }\n  \x24{parts({ a: { b: 1 } })}\n  b { c: \x24{d} }\n`; const s = '  0.5  ';";
    expect(minifyTemplates(code)).to.equal("const a = css` :host{--x:1}\x24{parts({ a: { b: 1 } })} b{c:\x24{d}}`; const s = '  0.5  ';");
    expect(minifyTemplates('html`<b>  0.5 </b>`')).to.equal(undefined);
  });
});
