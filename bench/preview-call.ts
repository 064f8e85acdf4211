/**
 * Click to connected, and to first sound at the callee's end, of a call after a preview: ours over the real server with a preview open at
 * both ends, beside the bare platform over a WebSocket relay with its microphone held (the floor), alternating in one run. The pages of
 * both talk straight to a server in this process; every callee answers on its incoming event. Before the click, ours did what a hover
 * does (`--no-hover`: nothing). `--profile` prints when each step happens. Run: `node bench/preview-call.ts [rounds] [--no-hover] [--profile]`.
 */
import { defaultServerSettings } from '../server/src/settings.ts';
import { Stage } from '../test/browser/stage.ts';
import { installRaw, median, report, round, type Sample, startRelay } from './bare.ts';
import { idle, installMarks, installOurs, takeMarks } from './ours.ts';

const rounds = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 30);
const profile = process.argv.includes('--profile');
const steps = new Map<string, number[]>();
const prepare = !process.argv.includes('--no-hover');

// a benchmark calls more often than a person may
const stage = await Stage.start({ rates: { ...defaultServerSettings.rates, invite: [100, 1000] } });
const relay = await startRelay();
try {
  const open = (user: string) => stage.person(user, { direct: true });
  const [alice, bob] = await Promise.all([open('alice'), open('bob')]);
  const [bareA, bareB] = await Promise.all([open('carol'), open('carol')]);
  await Promise.all([
    installRaw(bareA, relay.url, true),
    installRaw(bareB, relay.url, true),
    installOurs(alice, { preview: true, prepare }),
    installOurs(bob, { preview: true, prepare: false }),
  ]);
  if (profile) await Promise.all([installMarks(alice), installMarks(bob)]);
  const [floor, ours]: [Sample[], Sample[]] = [[], []];
  for (let i = -3; i < rounds; i++) {
    const pair = [await round(bareA, bareB), await round(alice, bob)] as const;
    await idle(alice, bob);
    for (const [who, page] of profile && i >= 0 ? Object.entries({ caller: alice, callee: bob }) : []) {
      const seen = new Set<string>();
      for (const [name, atMs] of await takeMarks(page)) {
        if (atMs < pair[1].clickMs || seen.has(name)) continue;
        seen.add(name);
        const step = `${who} ${name}`;
        steps.set(step, [...(steps.get(step) ?? []), atMs - pair[1].clickMs]);
      }
    }
    if (i < 0) continue; // warm-up
    floor.push(pair[0]);
    ours.push(pair[1]);
  }
  report(floor, ours);
  const order = [...steps].map(([name, at]) => [name, median(at)] as const).toSorted(([, a], [, b]) => a - b);
  for (const [name, at] of order) console.log(`${at.toFixed(1).padStart(8)} ms  ${name}`);
  console.log(`${rounds} rounds, alternating, median / p95, ${prepare ? 'hovered' : 'not hovered'} before, ${stage.browser.version()}`);
} finally {
  await relay.close();
  await stage.stop();
}
