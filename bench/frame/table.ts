/** What a table of the benchmark is: a module that measures and says how, and cells that are printed and kept. */
import type { Noise } from './noise.ts';

/** How to run. */
export interface RunOptions {
  /** Lifts the 20 s of a cell. */
  full: boolean;
  /** Counted rounds, where a table alternates; default: what the table thinks enough. */
  rounds?: number;
  /** Measured between the rounds, and told with the result. */
  noise: Noise;
  /** Progress, for whoever waits. */
  say: (line: string) => void;
}

/** One printed cell: a text, or samples with their unit. */
export type Cell = string | { unit: string; samples: readonly number[] };

/** Rows under one heading. */
export interface Section {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** Printed below: checks, exceptions, who could not run and why. */
  notes?: readonly string[];
}

/** What one table measured. */
export interface TableResult {
  sections: readonly Section[];
  /** How each contestant was set up, and by which import or configuration. */
  configuration: Readonly<Record<string, string>>;
  /** Everything that was sampled, in the order it came. */
  raw: unknown;
}

/** One question, asked of us, of peers and of the floor alike. */
export interface Table {
  /** For `--only`. */
  name: string;
  title: string;
  /** Method, in a few sentences; printed above the figures. */
  method: string;
  run(options: RunOptions): Promise<TableResult>;
}
