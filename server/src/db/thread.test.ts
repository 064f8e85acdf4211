import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '../../../test/harness.ts';

/** Prints all that the module of the thread imports; started outside a thread, it fails only after that. */
const SCRIPT = `
  import { registerHooks } from 'node:module';
  registerHooks({ resolve: (name, context, next) => { const found = next(name, context); console.log(found.url); return found; } });
  await import(${JSON.stringify(new URL('worker.ts', import.meta.url).href)}).catch(() => {});
`;

describe('the thread of the database', () => {
  it('loads no validator: it starts with every server, and what it is given was validated before', () => {
    const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(loaded).to.contain('/server/src/db/commands.ts');
    expect(loaded.split('\n').filter((url) => url.includes('/typebox/'))).to.deep.equal([]);
  });
});
