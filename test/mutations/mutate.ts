import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A way to break our own code, and the test file that must notice. */
export interface Mutation {
  /** What the broken code does, in words. */
  title: string;
  /** Test file, from the root of the repository. */
  test: string;
  /** Part of the title of a test that must fail. */
  fails: string;
  patch: string;
}

/** A patch file: lines `# title:`, `# test:` and `# fails:`, then a unified diff. */
export function readMutation(path: string): Mutation {
  const text = readFileSync(path, 'utf8');
  const field = (name: string): string => {
    const value = new RegExp(`^# ${name}: (.+)$`, 'm').exec(text)?.[1];
    if (!value) throw new Error(`${path} lacks "# ${name}:"`);
    return value;
  };
  return { title: field('title'), test: field('test'), fails: field('fails'), patch: text.slice(text.indexOf('\n--- ') + 1) };
}

export interface Outcome {
  exitCode: number | null;
  passed: string[];
  failed: string[];
  output: string;
}

const root = resolve(import.meta.dirname, '../..');
const COPIED = ['src', 'server', 'test', 'scripts', 'demo', 'package.json', 'tsconfig.json'];

/** A copy of the sources in a folder of its own, dependencies linked. */
export class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), 'earshot-mutant-'));

  constructor() {
    const wanted = (source: string): boolean => !/[/\\](node_modules|dist|artifacts)$/.test(source);
    for (const name of COPIED) cpSync(join(root, name), join(this.folder, name), { recursive: true, filter: wanted });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
  }

  /** Applies a unified diff; throws when it does not fit the code any more. */
  async apply(patch: string): Promise<void> {
    const file = join(this.folder, 'mutation.diff');
    writeFileSync(file, patch);
    const { exitCode, output } = await this.#run('git', ['apply', '--recount', '--unidiff-zero', '--whitespace=nowarn', file], 30_000);
    if (exitCode !== 0) throw new Error(`the patch does not fit the code any more: ${output}`);
  }

  /** Runs one test file in the copy. */
  async test(file: string): Promise<Outcome> {
    const results = join(this.folder, 'results');
    const { exitCode, output } = await this.#run(
      process.execPath,
      [
        '--test',
        '--test-timeout=45000',
        '--test-force-exit',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        `--test-reporter=${join(root, 'scripts/node-test-reporter.mjs')}`,
        `--test-reporter-destination=${results}`,
        file,
      ],
      150_000,
    );
    const lines = readFileSync(results, 'utf8').trim().split('\n').filter(Boolean);
    const tests = lines.map((line) => JSON.parse(line) as { title: string; passed: boolean });
    return {
      exitCode,
      passed: tests.filter((test) => test.passed).map((test) => test.title),
      failed: tests.filter((test) => !test.passed).map((test) => test.title),
      output,
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(command: string, args: string[], capMs: number): Promise<{ exitCode: number | null; output: string }> {
    // Outside any repository and any runner: git would look for ours, node:test would report to its parent.
    const { NODE_TEST_CONTEXT: _context, GIT_DIR: _git, GIT_WORK_TREE: _tree, ...env } = process.env;
    const child = spawn(command, args, { cwd: this.folder, env, timeout: capMs, killSignal: 'SIGKILL' });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    return new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', (exitCode) => done({ exitCode, output }));
    });
  }
}
