/** A server in a process of its own, for tests that kill it: `fork(this, [dataDir, 'fresh' | 'again'])`, which answers with its address. */

import { createSafeFetch, publicPolicy } from '../server/src/net/safe-fetch.ts';
import { systemClock } from '../src/core/base/index.ts';
import { startCore } from './server-fixture.ts';

const [dataDir = ':memory:', state] = process.argv.slice(2);
const much = [100_000, 100_000];
const generous = { send: much, request: much, user: much, channel: much, address: much } as never;
/** Its webhooks lead to the test. */
const webhooks = { fetch: createSafeFetch({ clock: systemClock, policy: { ...publicPolicy, allows: () => true } }), plainHttp: true };
const server = await startCore({ webhooks, dataDir, appId: state === 'fresh' ? 'demo' : null, settings: { rates: generous } });
if (state === 'fresh') {
  await server.users('alice', 'bob', 'carol');
  await server.channel('lobby', ['alice', 'bob']);
}
const [token, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map((user) => server.mint(user)));
process.send?.({ url: server.url, token, tokens: { alice: token, bob, carol } });
process.once('disconnect', () => process.exit()); // never outlives its test
