import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { drawn, parse, plainText } from './markup.ts';

const markup = (text: string, mentions?: string[]) => {
  const node = document.createElement('div');
  render(drawn(parse(text, mentions), 0), node);
  for (const link of node.querySelectorAll('a')) for (const name of ['target', 'rel', 'tabindex']) link.removeAttribute(name);
  return node.innerHTML.replaceAll(/<!--.*?-->/g, '');
};

describe('markup of a message', () => {
  it('knows bold, italic, struck and code, one inside another', () => {
    expect(markup('**bold** *it* _it_ ~~no~~ `a*b*`')).to.equal('<b>bold</b> <i>it</i> <i>it</i> <s>no</s> <code>a*b*</code>');
    expect(markup('**a *b* c**')).to.equal('<b>a <i>b</i> c</b>');
  });

  it('leaves alone what only looks like it', () => {
    for (const text of ['2 * 3 * 4', '2*3*4', 'snake_case_name', '**', 'a ** b', '**open', '_a', '``', '-5', '1.5', '***', '_______', ':_)'])
      expect(markup(text)).to.equal(text);
  });

  it('keeps the marks of an opening that never closes, also inside another', () => {
    expect(markup('**a _b**')).to.equal('<b>a _b</b>');
    expect(markup('_a **b_ c')).to.equal('<i>a **b</i> c');
  });

  it('knows quotes, lists and blocks of code', () => {
    expect(markup('> said\n> so\nyes')).to.equal('<blockquote>said\nso</blockquote>yes');
    expect(markup('Plan:\n- one\n- **two**')).to.equal('Plan:<ul><li>one</li><li><b>two</b></li></ul>');
    expect(markup('3. c\n4. d')).to.equal('<ol start="3"><li>c</li><li>d</li></ol>');
    expect(markup('a\n```js\nx = **1**\n```\nb')).to.equal('a<pre dir="ltr"><code>x = **1**</code></pre>b');
    expect(markup('```\nnever closed')).to.equal('```\nnever closed');
  });

  it('links http, https, mailto and tel alone, and not across marks', () => {
    expect(markup('**https://a.example/x**')).to.equal('<b><a href="https://a.example/x">https://a.example/x</a></b>');
    expect(markup('javascript:alert(1) data:text/html,x [a](javascript:alert(1))')).to.equal(
      'javascript:alert(1) data:text/html,x [a](javascript:alert(1))',
    );
    expect(markup('https://a.example/a_b_c')).to.contain('href="https://a.example/a_b_c"');
  });

  it('never makes markup of the page from a message', () => {
    const hostile = '<img src=x onerror=alert(1)> **<b>x</b>** `<script>1</script>`\n> <iframe>\n- <svg/onload=1>';
    const node = document.createElement('div');
    node.innerHTML = markup(hostile); // what was drawn, read back
    expect([...node.querySelectorAll('*')].map(({ localName }) => localName)).to.deep.equal(['b', 'code', 'blockquote', 'ul', 'li']);
    expect(node.textContent).to.contain('<img src=x onerror=alert(1)>');
  });

  it('shows who is mentioned, the longest name first, and not inside an address', () => {
    expect(markup('@Ana Lind and @Ana, mail ana@ana.example', ['@Ana', '@Ana Lind'])).to.equal(
      '<bdi class="men">@Ana Lind</bdi> and <bdi class="men">@Ana</bdi>, mail ana@ana.example',
    );
    expect(markup('@Anabel', ['@Ana'])).to.equal('@Anabel');
    expect(markup('**@A.( b** c', ['@A.('])).to.contain('<bdi class="men">@A.(</bdi>');
  });

  it('is read without its marks', () => {
    expect(plainText(parse('**a** `b`\n- c\n> d'))).to.equal('a b\nc\nd');
  });

  it('takes a hostile text in time that grows with its length alone', () => {
    for (const piece of ['*a ', '**a _b ~c ', '`', '> ', '- x\n', '```\n', '@', 'http://', '[', '_a_'])
      expect(plainText(parse(piece.repeat(20_000), ['@a'])).length).to.be.above(1);
  });
});
