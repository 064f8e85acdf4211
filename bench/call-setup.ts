/**
 * Click to connected and click to first sound at the callee's end: ours over the real server, beside the bare platform
 * over a WebSocket relay (the floor), alternating in one run. Both open the microphone per call, and every callee answers on
 * its incoming event. Run: `node bench/call-setup.ts [rounds]`. With the microphone open before: `preview-call.ts`.
 */
import { defaultServerSettings } from '../server/src/settings.ts';
import { Stage } from '../test/browser/stage.ts';
import { installRaw, report, round, type Sample, startRelay } from './bare.ts';
import { idle, installOurs } from './ours.ts';

const rounds = Number(process.argv[2] ?? 20);

// a benchmark calls more often than a person may
const stage = await Stage.start({ rates: { ...defaultServerSettings.rates, invite: [100, 1000] } });
const relay = await startRelay();
try {
  const open = (user: string) => stage.person(user, { direct: true });
  const [alice, bob] = await Promise.all([open('alice'), open('bob')]);
  const [bareA, bareB] = await Promise.all([open('carol'), open('carol')]);
  const options = { preview: false, prepare: false };
  await Promise.all([
    installRaw(bareA, relay.url, false),
    installRaw(bareB, relay.url, false),
    installOurs(alice, options),
    installOurs(bob, options),
  ]);
  const [floor, ours]: [Sample[], Sample[]] = [[], []];
  for (let i = -2; i < rounds; i++) {
    const pair = [await round(bareA, bareB), await round(alice, bob)] as const;
    await idle(alice, bob);
    if (i < 0) continue; // warm-up
    floor.push(pair[0]);
    ours.push(pair[1]);
  }
  report(floor, ours);
  console.log(`${rounds} rounds, alternating, median / p95, microphone opened per call, ${stage.browser.version()}`);
} finally {
  await relay.close();
  await stage.stop();
}
