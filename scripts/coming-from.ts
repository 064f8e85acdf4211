/**
 * Writes the table of `docs/coming-from/rbbn-webrtc.md` from `test/requirements.tsv`: what each row of that SDK is here, and which test proves it. The
 * prose around it is written by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRequirements } from './requirements.ts';

const page = fileURLToPath(new URL('../docs/coming-from/rbbn-webrtc.md', import.meta.url));
const [START, END] = ['<!-- rows -->', '<!-- /rows -->'];

const cell = (text: string): string => text.replaceAll('|', '\\|');
const rows = readRequirements()
  .filter(({ row }) => row.startsWith('RB-'))
  .sort((a, b) => (a.row < b.row ? -1 : 1))
  .map(({ row, api, test }) => `| ${row} | \`${cell(api).replaceAll('`', '')}\` | ${cell(test)} |`);

const text = readFileSync(page, 'utf8');
const [before] = text.split(START);
const [, after] = text.split(END);
if (after === undefined) throw new Error(`${page} has no ${START} and ${END}`);
writeFileSync(page, `${before}${START}\n\n| Row | Here | What is proven |\n| --- | --- | --- |\n${rows.join('\n')}\n\n${END}${after}`);
