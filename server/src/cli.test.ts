import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, expect, it } from '../../test/harness.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
/** Stands for the built bundle, which is not there on a fresh checkout. */
const CLIENT_DIR = fileURLToPath(new URL('../../demo', import.meta.url));

interface Run {
  child: ChildProcess;
  /** Resolves with the match once standard output has one; rejects when the program ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

function run(args: string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, LOG_LEVEL: 'warn', CLIENT_DIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const looks: (() => void)[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
    for (const look of looks) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(out);
        if (match) resolve(match);
      };
      looks.push(look);
      look();
      void ended.then(({ code }) => reject(new Error(`ended with ${code}: ${out}${err}`)));
    });
  return { child, printed, ended };
}

describe('the command line', () => {
  let data: string;
  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'earshot-cli-'));
  });
  after(() => rm(data, { recursive: true, force: true }));

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`serves the demo until ${signal}, then ends cleanly`, async () => {
      const demo = run(['--demo', '--port', '0', '--data', data]);
      const [, address] = await demo.printed(/(http:\/\/127\.0\.0\.1:\d+)/);
      const health = await fetch(`${address}/healthz`);
      expect(health.status).to.equal(200);
      expect(await health.json()).to.include({ status: 'ok' });
      const page = await fetch(`${address}/`);
      expect(page.status).to.equal(200);
      expect(await page.text()).to.contain('<earshot-client');
      demo.child.kill(signal);
      const { code, err } = await demo.ended;
      expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    });
  }

  it('makes one app at its first start, shows its key once, and has no default key', async () => {
    const folder = join(data, 'real');
    const first = run(['--port', '0', '--data', folder]);
    const [, appId] = await first.printed(/App id +(\S+)/);
    const [, apiKey] = await first.printed(/API key +(\S+)/);
    const [, address] = await first.printed(/(http:\/\/127\.0\.0\.1:\d+)/);
    const ask = (app_id: string, app_api_key: string) =>
      fetch(`${address}/v1/voice/users/ann/token`, { headers: { 'app-id': app_id, 'app-api-key': app_api_key } });
    expect((await ask(appId!, apiKey!)).status).to.equal(200);
    expect((await ask('demo', 'demo-key')).status).to.equal(401);
    expect((await fetch(`${address}/`)).status).to.equal(404);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).to.equal(0);

    const second = run(['--port', '0', '--data', folder]);
    await second.printed(/listens at/);
    second.child.kill('SIGTERM');
    expect((await second.ended).out).to.not.contain('API key');

    const listed = await run(['app', 'list', '--data', folder]).ended;
    expect(listed.out).to.contain(appId);
    const made = await run(['app', 'create', '--id', 'shop', '--name', 'Shop', '--data', folder]).ended;
    expect(made.out).to.match(/App id +shop\nAPI key +\S{20,}/);
    const rotated = await run(['app', 'rotate', 'shop', '--data', folder]).ended;
    expect(rotated.out).to.match(/API key +\S{20,}/);
    expect(rotated.code).to.equal(0);
  });

  it('says so when the port is taken, and shows no key it could not serve', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, out, err } = await run(['--port', String(port), '--data', join(data, 'taken')]).ended;
    await new Promise<void>((resolve) => other.close(() => resolve()));
    expect({ code, out }).to.deep.equal({ code: 1, out: '' });
    expect(err).to.match(new RegExp(`^earshot-server: port ${port} is taken.*\\n$`));
  });

  it('does not serve real people from the data of a demo', async () => {
    const demo = run(['--demo', '--port', '0', '--data', join(data, 'mixed')]);
    await demo.printed(/demo is at/);
    demo.child.kill('SIGTERM');
    await demo.ended;
    const { code, err } = await run(['--port', '0', '--data', join(data, 'mixed', 'demo')]).ended;
    expect(code).to.equal(1);
    expect(err).to.match(/^earshot-server: .*--demo.*\n$/);
  });

  it('says in one line what it cannot do', async () => {
    for (const [args, env, words] of [
      [['--demo', '--host', '0.0.0.0'], {}, /loopback/],
      [['--demo'], { HOST: '0.0.0.0' }, /loopback/],
      [['--prot', '1'], {}, /--prot/],
      [['dance'], {}, /dance/],
      [['app', 'rotate'], {}, /APP_ID/],
      [['--port', 'x'], {}, /PORT/],
    ] as const) {
      const { code, out, err } = await run([...args, '--data', data], env).ended;
      expect(code).to.equal(1);
      expect(out).to.equal('');
      expect(err).to.match(words);
      expect(err.trim().split('\n')).to.have.lengthOf(1);
    }
  });
});
