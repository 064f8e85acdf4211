/** Our server with its users and rooms. Told its folder, how many, and its port. */
import type { AddressInfo } from 'node:net';
import { loadConfig, startServer } from '../../server/src/start.ts';
import { FREE_RATES } from './free-rates.ts';

const [folder, many, port] = process.argv.slice(2) as [string, string, string];
const config = loadConfig({ LOG_LEVEL: 'error' }, { port, data: folder });
// all come from one address, into one channel
const settings = { ...config.settings, rates: FREE_RATES, socketsPerAddress: 1e6, membersPerChannel: 1e6 };
const server = await startServer({ ...config, settings });
const { core } = server;
/** As much at a time as the database lets wait. */
const AT_ONCE = 1_000;
async function each<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) results.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))));
  return results;
}
const users = Array.from({ length: Number(many) }, (_, at) => `user${at}`);
if (!(await core.apps.list()).some(({ app_id }) => app_id === 'bench')) {
  await core.apps.create({ appId: 'bench', name: 'Bench', settings: { auto_create_users: true } });
  await each(users, (user_id) => core.users.create('bench', { user_id, name: user_id }));
  const as = (userId: string) => ({ kind: 'user', appId: 'bench', userId }) as const;
  for (const [channel_id, members] of [
    ['lobby', users],
    ['pair', users.slice(0, 2)],
  ] as const) {
    await core.execute(as('user0'), 'channel.create', { channel_id, name: channel_id, visibility: 'listed', members: ['user0'] });
    await each(members.slice(1), (user) => core.execute(as(user), 'channel.join', { channel_id }));
  }
}
const until = Date.now() + 3_600_000;
const tokens = await each(users, async (user) => (await core.tokens.mint('bench', user, until)).token);
process.send!({ port: (server.app.server.address() as AddressInfo).port, tokens });
let ending = false;
const end = async () => {
  if (ending) return;
  ending = true;
  await server.stop();
  if (process.connected) process.disconnect();
};
process.once('SIGTERM', end);
process.once('disconnect', end); // who started it is gone
