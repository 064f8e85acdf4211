import { expect } from '@open-wc/testing';
import { plainName } from './extras/format.ts';
import { isEmoji, pieces } from './text.ts';

const hrefs = (text: string) => pieces(text).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.href]));
const back = (text: string) =>
  pieces(text)
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('');

describe('links in a text', () => {
  it('finds http, https, mailto, tel and www', () => {
    expect(hrefs('a http://x.example b https://y.example/?q=1#z c mailto:a@b.example d tel:+49123 e www.z.example')).to.deep.equal([
      'http://x.example/',
      'https://y.example/?q=1#z',
      'mailto:a@b.example',
      'tel:+49123',
      'https://www.z.example/',
    ]);
  });

  it('leaves what ends the sentence out of the link', () => {
    expect(hrefs('(see https://x.example/a). Or https://x.example/b_(c)! [https://x.example/d]')).to.deep.equal([
      'https://x.example/a',
      'https://x.example/b_(c)',
      'https://x.example/d',
    ]);
  });

  it('links no scheme that acts', () => {
    for (const text of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,<script>',
      'vbscript:x',
      'file:///etc/passwd',

      'xhttps://x.example',
    ])
      expect(hrefs(text), text).to.deep.equal([]);
  });

  it('ends a link at a mark that turns the direction of writing', () => {
    expect(hrefs('https://x.example/\u202egpj.exe')).to.deep.equal(['https://x.example/']);
  });

  it('loses no character, whatever the text', () => {
    for (const text of ['', 'https://', 'www.', 'mailto:', 'https://[bad', 'a https://x.example b', 'https://x.example,,,', '\u0000<b>&amp;'])
      expect(back(text)).to.equal(text);
  });

  it('gets through a megabyte of whatever somebody sends', () => {
    const evil = ['a'.repeat(1_000_000), 'https://'.repeat(100_000), 'www.'.repeat(200_000), 'mailto:a@'.repeat(100_000), '('.repeat(1_000_000)];
    // what is not linear does not come back from this before the runner gives up
    for (const text of evil) expect(back(text).length).to.equal(text.length);
  }).timeout(30_000);
});

describe('other texts', () => {
  it('knows one to three emoji', () => {
    for (const text of ['🙌', '👍🏽', '👩‍💻 ❤️', '🇩🇪']) expect(isEmoji(text), text).to.equal(true);
    for (const text of ['', 'a', '12', '🙌 ok', '🙌🙌🙌🙌', '#']) expect(isEmoji(text), text).to.equal(false);
  });

  it('strips what would reorder a file name', () => {
    expect(plainName('annexe\u202egpj.exe\n')).to.equal('annexegpj.exe');
  });
});
