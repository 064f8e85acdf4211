import { execFile, spawn } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
/** So that `env node` of an installed command is this Node. */
export const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;

/** npm, as a user has it; the test runner's own environment stays out. */
async function npm(cwd: string, ...args: string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_TEST)/i.test(name)));
  const { stdout } = await promisify(execFile)('npm', args, { cwd, env: { ...env, npm_config_update_notifier: 'false' }, maxBuffer: 1 << 26 });
  return stdout;
}

/** Both packages, packed from this repository and installed where nothing else is. */
export class Installed {
  readonly folder = mkdtempSync(join(tmpdir(), 'earshot-package-'));

  async install(): Promise<this> {
    const tarballs = join(this.folder, 'tarballs');
    const app = this.app;
    mkdirSync(tarballs);
    mkdirSync(app);
    await npm(root, 'pack', '--pack-destination', tarballs, '--ignore-scripts');
    await npm(join(root, 'server'), 'pack', '--pack-destination', tarballs, '--ignore-scripts');
    writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
    await npm(app, 'install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', ...globSync(join(tarballs, '*.tgz')));
    return this;
  }

  /** The folder of the app that installed them. */
  get app(): string {
    return join(this.folder, 'app');
  }

  /** Starts the installed command in demo mode on a free port; resolves with its address once it is printed. */
  async serve(): Promise<{ address: string; stop(): Promise<number | null> }> {
    const child = spawn(join(this.app, 'node_modules/.bin/earshot-server'), ['--demo', '--port', '0', '--data', join(this.folder, 'data')], {
      cwd: this.app,
      env: { ...process.env, PATH: path },
    });
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    let output = '';
    const address = await new Promise<string>((done, fail) => {
      const read = (chunk: Buffer): void => {
        output += chunk;
        const found = /http:\/\/[\w.:[\]-]+:\d+/.exec(output)?.[0];
        if (found) done(found);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('error', fail);
      ended.then((code) => fail(new Error(`the server ended with ${code}: ${output}`)));
    });
    return {
      address,
      stop: () => {
        child.kill('SIGTERM');
        return ended;
      },
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
