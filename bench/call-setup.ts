/**
 * Our call set-up beside the floor alone, for who works on it: `node bench/call-setup.ts [rounds] [--mic-held] [--hover] [--profile]`. `--hover`: what a
 * hover does was done before the click; `--profile`: when each step of ours happens. The whole table, with peers: `npm run bench -- --only call-setup`.
 */
import { EARSHOT, FLOOR } from './call/houses.ts';
import { Pages } from './call/pages.ts';
import { openBrowser, Pair, type Sample } from './call/pair.ts';
import { alternate } from './frame/alternate.ts';
import { Noise } from './frame/noise.ts';
import { median, summarize } from './frame/stats.ts';

const given = process.argv.slice(2);
const rounds = Number(given.find((word) => /^\d+$/.test(word)) ?? 20);
const has = (flag: string) => given.includes(flag);
const [micHeld, prepare, profile] = [has('--mic-held'), has('--hover'), has('--profile')];

const pages = await Pages.serve([FLOOR.script, EARSHOT.script]);
const [relay, server] = [await FLOOR.open(pages.origin), await EARSHOT.open(pages.origin)];
const browser = await openBrowser();
try {
  const floor = await Pair.open(browser, pages, FLOOR, relay, { micHeld });
  const ours = await Pair.open(browser, pages, EARSHOT, server, { micHeld, prepare, more: profile ? { profile: 'yes' } : {} });
  const steps = new Map<string, number[]>();
  const takeSteps = async (clickMs: number, counts: boolean) => {
    for (const [who, page] of Object.entries({ caller: ours.caller, callee: ours.callee })) {
      const seen = new Set<string>();
      for (const [name, atMs] of await page.evaluate(() => window.marks.splice(0))) {
        const step = `${who} ${name}`;
        if (!counts || atMs < clickMs || seen.has(step)) continue;
        seen.add(step);
        steps.set(step, [...(steps.get(step) ?? []), atMs - clickMs]);
      }
    }
  };
  const noise = new Noise();
  const outcomes = await alternate<Sample>(
    [
      { name: 'floor', sample: () => floor.round() },
      {
        name: 'earshot',
        async sample(round) {
          const sample = await ours.round();
          if (profile) await takeSteps(sample.clickMs, round >= 0);
          return sample;
        },
      },
    ],
    { rounds, warmUp: 3 },
    { full: true, noise, say: console.log },
  );
  for (const key of ['connected', 'calleeHears', 'callerHears', 'answerToConnected'] as const) {
    const [bare, earshot] = outcomes.map(({ samples, out }) => {
      if (out) throw new Error(out);
      return summarize(samples.map((sample) => sample[key]));
    });
    const [left, right] = [bare!, earshot!].map(
      (side) => `${side.median.toFixed(1)} (${side.p25.toFixed(1)}–${side.p75.toFixed(1)}) / ${side.p95.toFixed(1)}`,
    );
    console.log(`${key.padEnd(18)} floor ${left} · earshot ${right} ms · ratio ${(earshot!.median / bare!.median).toFixed(2)}`);
  }
  const order = [...steps].map(([name, at]) => [name, median(at)] as const).toSorted(([, a], [, b]) => a - b);
  for (const [name, at] of order) console.log(`${at.toFixed(1).padStart(8)} ms  ${name}`);
  const how = `microphone ${micHeld ? 'held open' : 'opened per call'}, ${prepare ? 'hovered' : 'not hovered'} before`;
  console.log(`${rounds} rounds, alternating, median (quarters) / p95, ${how}, ${browser.version()}\n${noise.text}`);
} finally {
  await browser.close();
  await server.close();
  await relay.close();
  await pages.close();
}
