import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load, partOf } from '../../src/elements/internal/languages/languages.ts';
import { type Lookup, setLanguage, setStrings, strings } from '../../src/elements/internal/strings.ts';
import { describe, expect, it } from '../harness.ts';

type Table = Readonly<Record<string, string>>;

const elements = fileURLToPath(new URL('../../src/elements/', import.meta.url));
const TAGS = ['ar', 'de', 'ja', 'ko'];
const PARTS = ['calls', 'chat', 'checks'];

/** Every text that an element declares, in English. */
async function declared(): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  const files = globSync(['**/*.ts'], { cwd: elements, exclude: ['**/*.test.ts', 'internal/strings.ts'] });
  for (const file of files.filter((one) => /\bstrings(<[^(]*>)?\(/.test(readFileSync(elements + one, 'utf8'))).sort()) {
    const lookups = Object.values<Partial<Lookup<string>> | undefined>(await import(elements + file)).filter((one) => one?.english);
    expect(lookups.length, `${file} exports its lookup`).to.be.at.least(1);
    for (const { english } of lookups as Lookup<string>[]) {
      for (const [key, text] of Object.entries(english)) {
        expect(all[key] ?? text, `${key} is one text`).to.equal(text);
        all[key] = text;
      }
    }
  }
  return all;
}

async function tableOf(tag: string, part: string): Promise<Table> {
  return (await import(`${elements}internal/languages/${tag}/${part}.ts`)).words;
}

const english = await declared();
const stems = Object.keys(english).flatMap((key) => (key.endsWith('.one') && `${key.slice(0, -4)}.other` in english ? [key.slice(0, -4)] : []));
const stemOf = (key: string): string | undefined =>
  stems.find((stem) => key.startsWith(`${stem}.`) && /^(zero|one|two|few|many|other)$/.test(key.slice(stem.length + 1)));
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

/** Names, and what is typed as it is, stay in Latin letters everywhere. */
const LATIN =
  /\{\w+\}|https?(:\/\/)?|wss:\/\/|<iframe allow="microphone">|allow="|microphone=\(self\)|TURN(_URLS|_SECRET)?|TLS|TCP|UDP|VPN|iOS|WebSocket|Permissions-Policy|Content-Security-Policy|connect-src|earshot-server|ORIGINS|tokenProvider|static-auth-secret|Chrome|Edge|Firefox|Safari|Teams|Zoom|Skype|OBS|Web(?=サイト)|\bms\b|\bEnter\b|\bDel\b/g;

describe('words in other languages', () => {
  for (const tag of TAGS) {
    it(`${tag}: every text of every element, in every plural form that the language has, and no other`, async () => {
      const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
      const wanted = [...Object.keys(english).filter((key) => !stemOf(key)), ...stems.flatMap((stem) => forms.map((form) => `${stem}.${form}`))];
      const tables = await Promise.all(PARTS.map((part) => tableOf(tag, part)));
      const keys = tables.flatMap((table) => Object.keys(table));
      expect({ missing: wanted.filter((key) => !keys.includes(key)), needless: keys.filter((key) => !wanted.includes(key)) }).to.deep.equal({
        missing: [],
        needless: [],
      });
      expect(new Set(keys).size).to.equal(keys.length);
      for (const [i, table] of tables.entries()) expect(Object.keys(table).filter((key) => partOf(key) !== PARTS[i])).to.deep.equal([]);
    });

    it(`${tag}: the holes and the lines of the English text`, async () => {
      for (const part of PARTS) {
        for (const [key, text] of Object.entries(await tableOf(tag, part))) {
          const stem = stemOf(key);
          const source = english[stem ? `${stem}.other` : key]!;
          // "one message" needs no number
          const optional = stem ? ['n'] : [];
          const kept = (one: string) => holes(one).filter((name) => !optional.includes(name));
          expect(kept(text), key).to.deep.equal(kept(source));
          expect(
            holes(text).filter((name) => !holes(source).includes(name)),
            key,
          ).to.deep.equal([]);
          expect(text.split('\n').length, key).to.equal(source.split('\n').length);
          expect(text.trim() === text && text !== '', key).to.equal(true);
        }
      }
    });
  }

  for (const tag of ['ar', 'ja', 'ko']) {
    it(`${tag}: no English is left over`, async () => {
      for (const part of PARTS) {
        for (const [key, text] of Object.entries(await tableOf(tag, part)))
          expect(/[A-Za-z]/.test(text.replace(LATIN, '')), `${key}: ${text}`).to.equal(false);
      }
    });
  }

  it('loads a language as a whole when it is asked for, with its plurals; what a page has replaced stays; English where there is no translation', async () => {
    const t = strings({ 'chat.replies.one': '{n} reply', 'chat.replies.other': '{n} replies', 'call.answer': 'Answer', 'call.decline': 'Decline' });
    try {
      expect(await load('ar-EG')).to.equal('ar');
      expect([0, 1, 2, 3, 11, 100].map((n) => t.count('chat.replies', n))).to.deep.equal([
        'لا ردود',
        'رد واحد',
        'ردّان',
        '3 ردود',
        '11 ردًّا',
        '100 رد',
      ]);
      expect(await load('de')).to.equal('de');
      expect([t('call.answer'), t.count('chat.replies', 1), t.count('chat.replies', 1200)]).to.deep.equal([
        'Annehmen',
        '1 Antwort',
        '1.200 Antworten',
      ]);
      setStrings('de', { 'call.answer': 'Abheben' });
      expect([t('call.answer'), t('call.decline')]).to.deep.equal(['Abheben', 'Ablehnen']);
      setStrings('fr', { 'call.answer': 'Répondre' });
      expect([t('call.answer'), t('call.decline')]).to.deep.equal(['Répondre', 'Decline']);
      expect(await load('fr')).to.equal('en');
      expect(t('call.decline')).to.equal('Decline');
    } finally {
      setLanguage('en', undefined);
    }
  });

  it('loads none of them with the elements', () => {
    const importers = globSync(['**/*.ts'], { cwd: elements }).filter((file) =>
      /from '[^']*\/languages\//.test(readFileSync(elements + file, 'utf8')),
    );
    expect(importers).to.deep.equal([]);
  });
});
