import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '../../test/harness.ts';
import { Device, temporaryFolder } from '../../test/server-fixture.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
/** Stands for the built bundle, which is not there on a fresh checkout. */
const CLIENT_DIR = fileURLToPath(new URL('../../demo', import.meta.url));
/** No file of the server may grow beyond this: a write that fails as on a broken disk. */
const FILE_KIB = 1_024;

describe('a server whose disk fails', () => {
  it('tells its clients to come back, says why in one line and ends with 1; all that it acknowledged is there afterwards', async () => {
    const folder = temporaryFolder();
    const start = (limit: string) => {
      const args = ['-c', `ulimit -f ${limit}; exec "$@"`, 'sh', process.execPath, CLI, '--port', '0', '--data', folder.path];
      const child = spawn('sh', args, { env: { ...process.env, LOG_LEVEL: 'warn', CLIENT_DIR }, stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk;
      });
      process.once('exit', () => child.kill('SIGKILL')); // never outlives its test
      const ended = new Promise<{ code: number | null; err: string }>((resolve) => child.on('close', (code) => resolve({ code, err })));
      const listening = new Promise<string>((resolve, reject) => {
        child.stdout.on('data', (chunk: Buffer) => {
          out += chunk;
          if (/listens at/.test(out)) resolve(out);
        });
        void ended.then(() => reject(new Error(`it ended early: ${out}${err}`)));
      });
      return { child, ended, listening };
    };
    const found = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
    const addressOf = (text: string) => found(text, /(http:\/\/127\.0\.0\.1:\d+)/);

    const server = start(String(FILE_KIB * 2)); // sh counts blocks of 512 bytes
    const said = await server.listening;
    const address = addressOf(said);
    const headers = { 'app-id': found(said, /App id +(\S+)/), 'app-api-key': found(said, /API key +(\S+)/), 'content-type': 'application/json' };
    const { token } = (await (await fetch(`${address}/v1/voice/users/alice/token`, { headers })).json()) as { token: string };
    const device = await Device.open(`${address.replace('http', 'ws')}/v1/socket`);
    await device.hello({ app_id: headers['app-id'], token });

    const made: string[] = [];
    for (let user = 1; ; user++) {
      const body = JSON.stringify({ user_id: `user-${user}`, name: 'n'.repeat(150) });
      const answer = await fetch(`${address}/v1/users`, { method: 'POST', headers, body }).catch(() => undefined);
      if (!answer?.ok) break;
      made.push(`user-${user}`);
    }
    expect(made.length).to.be.above(10);
    expect((await device.untilClosed()).code).to.equal(1012);
    const { code, err } = await server.ended;
    expect(code).to.equal(1);
    const fatal = err.split('\n').filter((line) => line.includes('"level":60'));
    expect(fatal).to.have.length(1);
    expect(fatal[0]).to.match(/disk I\/O error.*unable to write the data; ending/);

    const again = start('unlimited');
    const next = addressOf(await again.listening);
    for (const id of [made[0], made.at(-1)]) expect((await fetch(`${next}/v1/users/${id}`, { headers })).status).to.equal(200);
    again.child.kill('SIGTERM');
    expect((await again.ended).code).to.equal(0);
    folder.remove();
  });
});
