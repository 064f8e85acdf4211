import { describe, expect, it } from '../../../test/harness.ts';
import type { PushWords } from './api.ts';
import { wordsIn } from './languages.ts';
import { ENGLISH, fill } from './words.ts';

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole);

describe('what notifications say in other languages', () => {
  for (const tag of ['ar', 'de', 'ja', 'ko']) {
    it(`${tag}: all of it, with the holes of the English text`, async () => {
      const words = await wordsIn(tag);
      for (const [key, text] of Object.entries(ENGLISH)) {
        const own = words[key as keyof PushWords];
        expect(holes(own), key).to.deep.equal(holes(text));
        if (text.replaceAll(/\{\w+\}|[ ·]/g, '')) expect(own, key).to.not.equal(text);
      }
    });
  }

  it('follows a language whatever its region, and is English where there is no translation', async () => {
    expect(fill((await wordsIn('de-AT')).missed, { name: 'Maya' })).to.equal('Verpasster Anruf von Maya');
    expect(fill((await wordsIn('ar-u-nu-latn')).call, { name: 'Maya' })).to.equal('\u2068Maya\u2069 يتصل بك');
    expect(await wordsIn('fr')).to.deep.equal(ENGLISH);
    expect(await wordsIn('constructor')).to.deep.equal(ENGLISH);
  });
});
