// `npm start`: builds what is stale, then runs the server in demo mode. Arguments go to the server.
import { run } from './node24.mjs';

const fail = (error) => {
  console.error(error.message);
  process.exit(1);
};
const built = await run(['scripts/build.ts', '--if-stale', '--no-types']).catch(fail);
if (built !== 0) process.exit(built);
process.exit(await run(['server/bin/earshot-server.mjs', '--demo', ...process.argv.slice(2)]).catch(fail));
