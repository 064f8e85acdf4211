import { randomBytes } from 'node:crypto';
import { EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Sql } from '../db/sql.ts';
import type { Tx } from '../db/tx.ts';
import { audit } from './audit.ts';
import { fold, needleOf, WordFinder } from './word-finder.ts';

export type WordAction = 'block' | 'mask' | 'report';

/** A word that an app does not want to read. */
export interface WordRule {
  rule_id: string;
  /** A word, or several that follow each other; `*` at an end stands for any letters. */
  pattern: string;
  /** What it is, as `profanity`: told in `filter.type`. */
  kind: string;
  /** `block`: not sent (1020). `mask`: sent with stars in its place. `report`: sent as it is, and reported to the managers. */
  action: WordAction;
  created_at: number;
}

/** A text as it may be shown, and what was taken out of it. */
export interface CheckedText {
  content: string;
  filter?: NonNullable<Message['filter']>;
  /** Kinds of words that are to be reported; see `reportWords`. */
  report?: string[];
}

/** Most rules of an app. */
const RULES_MAX = 5_000;

interface Compiled {
  version: string;
  finder: WordFinder;
  rules: readonly WordRule[];
}

/** Compiled once a change; a rolled back one leaves a version that nothing has. */
const compiled = new WeakMap<Sql, Map<string, Compiled>>();

const versionKey = (app: string): string => `words:${app}`;

function rulesOf(tx: Tx, app: string): Compiled | undefined {
  const version = tx.sql.get<{ value: string }>('select value from meta where key = ?', versionKey(app))?.value;
  if (version === undefined) return undefined;
  const apps = compiled.get(tx.sql) ?? new Map<string, Compiled>();
  compiled.set(tx.sql, apps);
  const known = apps.get(app);
  if (known?.version === version) return known;
  const rules = listWords(tx, { app });
  const made = { version, rules, finder: new WordFinder(rules.map((rule) => ({ text: needleOf(rule.pattern)!, marked: rule.action === 'mask' }))) };
  apps.set(app, made);
  return made;
}

/** Holds a text against the word rules of the app, in one pass whatever the rules and the text. Throws `message:rejected` (GC-125). */
export function checkWords(tx: Tx, app: string, _channel: string, text: string): CheckedText {
  const known = rulesOf(tx, app);
  if (!known || known.rules.length === 0) return { content: text };
  const { rules, finder } = known;
  const plain = text.normalize('NFC');
  const { needles, ranges } = finder.find(fold(plain));
  if (needles.size === 0) return { content: text };
  const hit = [...needles].map((needle) => rules[needle]!);
  if (hit.some((rule) => rule.action === 'block')) throw new EarshotError('message:rejected', 'send the message');
  const kinds = (action: WordAction): string[] => [...new Set(hit.filter((rule) => rule.action === action).map((rule) => rule.kind))].sort();
  const masked = kinds('mask');
  const reported = kinds('report');
  return {
    content: masked.length > 0 ? starred(plain, ranges) : text,
    ...(masked.length > 0 && { filter: { type: masked, origin_content: text } }),
    ...(reported.length > 0 && { report: reported }),
  };
}

/** Letters of the ranges become stars, spaces stay. Each place is looked at once, however many ranges hold it. */
function starred(text: string, ranges: readonly { from: number; to: number }[]): string {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of sorted) {
    if (to <= at) continue;
    const start = Math.max(from, at);
    parts.push(text.slice(at, start), text.slice(start, to).replace(/\S/gu, '*'));
    at = to;
  }
  return parts.join('') + text.slice(at);
}

export const listWords = (tx: Tx, { app }: { app: string }): WordRule[] =>
  tx.sql.all<WordRule>('select rule_id, pattern, kind, action, created_at from word_rules where app_id = ? order by pattern, rule_id', app);

/** Adds a rule, or changes the one of that pattern. */
export function putWord(tx: Tx, args: { app: string; pattern: string; kind: string; action: WordAction }): WordRule {
  const operation = 'store the word';
  const { app, kind, action } = args;
  const pattern = args.pattern.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
  if (needleOf(pattern) === undefined)
    throw new EarshotError('request:invalid', operation, 'a pattern is made of words; "*" stands at its ends alone');
  const known = tx.sql.get<{ rule_id: string }>('select rule_id from word_rules where app_id = ? and pattern = ?', app, pattern);
  if (!known && listWords(tx, { app }).length >= RULES_MAX) throw new EarshotError('request:invalid', operation, 'there are as many as there may be');
  const id = known?.rule_id ?? randomBytes(10).toString('hex');
  tx.sql.run(
    `insert into word_rules (app_id, rule_id, pattern, kind, action, created_at) values (?, ?, ?, ?, ?, ?)
     on conflict do update set kind = excluded.kind, action = excluded.action`,
    app,
    id,
    pattern,
    kind,
    action,
    tx.now,
  );
  renew(tx, app);
  audit(tx, { app, action: 'word_put', detail: { rule_id: id, pattern, kind, action } });
  return tx.sql.get<WordRule>('select rule_id, pattern, kind, action, created_at from word_rules where app_id = ? and rule_id = ?', app, id)!;
}

export function deleteWord(tx: Tx, { app, rule }: { app: string; rule: string }): null {
  const gone = tx.sql.run('delete from word_rules where app_id = ? and rule_id = ?', app, rule);
  if (gone === 0) throw new EarshotError('request:not-found', 'delete the word');
  renew(tx, app);
  audit(tx, { app, action: 'word_delete', detail: { rule_id: rule } });
  return null;
}

function renew(tx: Tx, app: string): void {
  tx.sql.run(
    'insert into meta (key, value) values (?, ?) on conflict do update set value = excluded.value',
    versionKey(app),
    randomBytes(9).toString('base64url'),
  );
}
