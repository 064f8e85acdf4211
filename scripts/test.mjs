// `npm test`: hands over to the Node this repository pins. `npm test -- unit` runs one lane.
import { run } from './node24.mjs';

process.exit(
  await run(['scripts/test.ts', ...process.argv.slice(2)]).catch((error) => {
    console.error(error.message);
    return 1;
  }),
);
