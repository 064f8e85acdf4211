import type { ChildProcess } from 'node:child_process';
import type { Line } from './line.ts';

/** A server in a process of its own. */
export interface House {
  pid: number;
  port: number;
  /** Gone, as a restart has it. */
  stop(): Promise<void>;
}

export interface Kind {
  name: string;
  configuration: string;
  missing?(): string | undefined;
  /** `count` users, the first two in both rooms. A second start with the same folder and port finds what the first one stored. */
  start(folder: string, count: number, port: number): Promise<House>;
  open(house: House, at: number): Promise<Line>;
  /** After a restart, from where it was; undefined: nothing is kept for it. */
  resume?(house: House, at: number, line: Line): Promise<Line>;
}

/** A server that was told to end and does not for so long is killed. */
const DEAF_MS = 5_000;

/** How a process is ended. */
export const ended = (child: ChildProcess) => async () => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const deaf = setTimeout(() => child.kill('SIGKILL'), DEAF_MS); // too busy to hear it
  await gone;
  clearTimeout(deaf);
};
