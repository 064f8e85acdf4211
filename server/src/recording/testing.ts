/** A whole server in a process of its own, for tests that kill it: `fork(this, [dataDir, port, 'fresh' | 'again'])`, which answers with its address and app. */
import { loadConfig, startServer } from '../start.ts';

const [data = '', port = '0', state] = process.argv.slice(2);
const server = await startServer(loadConfig({ LOG_LEVEL: 'silent' }, { port, data }));
const app = server.core;
if (state === 'fresh') await app.apps.create({ appId: 'kept', name: 'Kept' });
const token = async (user: string) => (await app.tokens.mint('kept', user, Date.now() + 3_600_000)).token;
process.send?.({ address: server.address, ann: await token('ann'), ben: await token('ben') });
process.once('disconnect', () => process.exit()); // never outlives its test
