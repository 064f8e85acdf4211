/** How calls, writing and starts grow with their work. */
import { EARSHOT, FLOOR } from '../call/houses.ts';
import { Pages } from '../call/pages.ts';
import { openBrowser, Pair } from '../call/pair.ts';
import { inTime } from '../frame/alternate.ts';
import { type Series, section } from '../frame/series.ts';
import { median } from '../frame/stats.ts';
import type { RunOptions, Section } from '../frame/table.ts';
import { ListHouses } from '../list/house.ts';
import { ENTRANTS, sampleWriting } from './interaction.ts';
import { start } from './start-up.ts';

const CALLS = [1, 10, 100] as const;
const MESSAGES = [100, 1_000, 10_000] as const;
const STORED = [1_000, 10_000, 100_000] as const;

const series = (name: string, work: readonly number[]): Series => ({ name, work, unit: 'ms', costs: work.map(() => []) });

/** So many calls one after another between two pages that stay: what each takes to connect, summed. */
export async function calls(options: RunOptions, rounds: number): Promise<Section[]> {
  const entrants = [FLOOR, EARSHOT];
  const pages = await Pages.serve(entrants.map(({ script }) => script));
  const rows = entrants.map(({ name }) => series(`${name}: to connected, all calls`, CALLS));
  try {
    for (let round = 0; round < rounds; round++)
      for (const [at, count] of CALLS.entries())
        for (const [which, entrant] of entrants.entries()) {
          options.noise.sample();
          const house = await entrant.open(pages.origin);
          const browser = await openBrowser();
          try {
            const pair = await Pair.open(browser, pages, entrant, house, { micHeld: true });
            await pair.round(); // loads what is loaded once
            let ms = 0;
            for (let call = 0; call < count; call++) ms += (await inTime(pair.round(), options)).connected;
            rows[which]!.costs[at]!.push(ms);
          } finally {
            await browser.close();
            await house.close();
          }
        }
  } finally {
    await pages.close();
  }
  return [section('Calls one after another, microphone held open', CALLS, rows)];
}

/** Keys and Send in a channel that is as long before. */
export async function writing(options: RunOptions, rounds: number): Promise<Section[]> {
  const [{ script, name }] = ENTRANTS as [(typeof ENTRANTS)[number]];
  const pages = await Pages.serve([script]);
  const keys = series(`${name}: key to painted character`, MESSAGES);
  const sends = series(`${name}: click on Send to painted message`, MESSAGES);
  try {
    for (let round = 0; round < rounds; round++)
      for (const [at, count] of MESSAGES.entries()) {
        options.noise.sample();
        const sample = await sampleWriting(pages, script, count, options);
        keys.costs[at]!.push(median(sample.keys));
        sends.costs[at]!.push(median(sample.sends));
      }
  } finally {
    await pages.close();
  }
  return [section('Messages in a channel that one writes to', MESSAGES, [keys, sends])];
}

/** A server that comes back to what it has stored. */
export async function starts(options: RunOptions, rounds: number): Promise<Section[]> {
  const houses = new ListHouses();
  const toWell = series('Earshot: from its start to `/healthz`', STORED);
  try {
    for (const count of STORED) await houses.write(count);
    for (let round = 0; round < rounds; round++)
      for (const [at, count] of STORED.entries()) {
        options.noise.sample();
        const server = await start('server/dist/cli.js', await houses.copy(count), { LOG_LEVEL: 'info' }); // it logs its address
        toWell.costs[at]!.push(server.ms);
        await server.stop();
      }
  } finally {
    houses.remove();
  }
  return [section('Messages that are stored when a server starts', STORED, [toWell])];
}
