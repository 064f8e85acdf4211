/** Tables as text that reads well in a terminal and in a page. */
import { summarize } from './stats.ts';
import type { Cell, Section, Table, TableResult } from './table.ts';

const digits = (value: number): number => (Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1);
const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: digits(value) });

/** "41.2 (38.0–45.9) / 60.3 ms": median, quarters, p95; one sample alone as it is. */
export function cell(value: Cell): string {
  if (typeof value === 'string') return value;
  const { unit, samples } = value;
  if (!samples.length) return '–';
  if (samples.length === 1) return `${number(samples[0]!)} ${unit}`.trim();
  const { median, p25, p75, p95 } = summarize(samples);
  return `${number(median)} (${number(p25)}–${number(p75)}) / ${number(p95)} ${unit}`.trim();
}

function section({ title, columns, rows, notes = [] }: Section): string {
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`);
  return [`### ${title}`, '', ...lines, ...(notes.length ? ['', ...notes.map((note) => `- ${note}`)] : [])].join('\n');
}

/** One table with its method, figures and notes. */
export function markdown(table: Pick<Table, 'title' | 'method'>, result: TableResult): string {
  return [`## ${table.title}`, '', table.method, '', result.sections.map(section).join('\n\n')].join('\n');
}
