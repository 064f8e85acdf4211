/** The server: connections, round trips, fan-out, durable messages and a restart, beside others on the same work. */
import { alternate, CELL_MS, inTime, type Outcome } from '../frame/alternate.ts';
import { median } from '../frame/stats.ts';
import type { Cell, RunOptions, Section, Table } from '../frame/table.ts';
import type { House, Kind } from '../server/house.ts';
import { dataFolder, EARSHOT, FLOOR, memoryOf, SOCKETIO, STORING_FLOOR, STORING_SOCKETIO } from '../server/kinds.ts';
import type { Line, Room } from '../server/line.ts';
import { PROSODY } from '../server/prosody.ts';

const KINDS: readonly Kind[] = [FLOOR, STORING_FLOOR, EARSHOT, SOCKETIO, STORING_SOCKETIO, PROSODY];
const MEMBERS = [100, 1_000, 10_000] as const;
const ECHOES = 1_000;
const FAN_OUTS = 20;
/** Not measured: the first of each server, whose code was not compiled yet. */
const WARM_UP = 50;
const MESSAGES = 2_000;
/** Messages on their way at a time. */
const AT_ONCE = 50;
/** Connections that are made at a time. */
const CONNECTING = 1_000;
const ROUNDS = 3;
/** So many members are costly: a round of them is enough, unless `--full`. */
const MANY = 10_000;

export type Metric = 'storm' | 'held' | 'memory' | 'echo' | 'fanOut' | 'rate' | 'resume';
/** Of one contestant in one round; what could not be measured is absent. */
export type ServerSample = Partial<Record<Metric, number[]>>;

const METRICS: readonly [key: Metric, title: string, unit: string][] = [
  ['storm', 'all connect', 'ms'],
  ['held', 'connections held', ''],
  ['memory', 'memory a connection', 'kB'],
  ['echo', 'echo', 'ms'],
  ['fanOut', 'one message to all', 'ms'],
  ['rate', 'messages a second, one to one', ''],
  ['resume', 'all back after a restart', 'ms'],
];

/** One for each member, so many at a time: more at once than a backlog holds are refused by the system, not by a server. */
async function allOf<T>(members: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < members; at = next++) results[at] = await work(at);
  };
  await Promise.all(Array.from({ length: CONNECTING }, worker));
  return results;
}

/** Resolves when every line has heard those words. */
function heard(lines: readonly Line[], words: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = lines.length;
  for (const line of lines) {
    line.onBytes = (data) => {
      if (!data.includes(words)) return;
      line.onBytes = undefined;
      if (--left === 0) resolve();
    };
  }
  return promise;
}

async function fanOut(lines: readonly Line[], turn: number): Promise<number> {
  const [sender, ...others] = lines as [Line, ...Line[]];
  const text = `to all, the ${turn}th`;
  const all = heard(others, text);
  const start = performance.now();
  await Promise.all([sender.send('lobby', text), all]);
  return performance.now() - start;
}

/** Taken, and heard by the other one. */
async function rate([from, to]: readonly Line[], count: number): Promise<number> {
  let next = 0;
  let left = count;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  to!.onMessage = () => {
    if (--left === 0) resolve();
  };
  const room: Room = 'pair';
  const sender = async () => {
    while (next < count) await from!.send(room, `message ${next++}`);
  };
  const start = performance.now();
  await Promise.all([...Array.from({ length: AT_ONCE }, sender), all]);
  to!.onMessage = undefined;
  return (count * 1_000) / (performance.now() - start);
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

/** Everything once, with a server of its own; what takes longer than a cell may is left out, and so is what would come after it. */
export async function sampleServer(
  kind: Kind,
  members: number,
  options: RunOptions,
  out: Map<Metric, string>,
  messages = MESSAGES,
): Promise<ServerSample> {
  const sample: ServerSample = {};
  const folder = dataFolder();
  let house: House | undefined;
  let lines: Line[] = [];
  let at: Metric = 'storm';
  const cell = async <T>(metric: Metric, work: () => Promise<T>): Promise<T> => {
    at = metric;
    if (out.has(metric)) throw new Error(out.get(metric));
    return inTime(work(), options);
  };
  try {
    house = await kind.start(folder.path, members, 0);
    const started = house;
    const empty = memoryOf(started.pid);
    const [opened, stormMs] = await cell('storm', () => timed(() => allOf(members, (i) => kind.open(started, i))));
    lines = opened;
    sample.storm = [stormMs];
    sample.held = [lines.length];
    sample.memory = [(memoryOf(started.pid) - empty) / lines.length / 1_000];
    sample.echo = await cell('echo', async () => {
      const all: number[] = [];
      for (let i = 0; i < ECHOES; i++) all.push((await timed(() => lines[i % lines.length]!.echo()))[1]);
      return all;
    });
    sample.fanOut = await cell('fanOut', async () => {
      const all: number[] = [];
      for (let i = 0; i < WARM_UP + FAN_OUTS; i++) all.push(await fanOut(lines, i));
      return all.slice(WARM_UP);
    });
    sample.rate = [await cell('rate', () => rate(lines, messages))];
    at = 'resume';
    if (kind.resume) {
      await started.stop();
      house = await kind.start(folder.path, members, started.port);
      const again = house;
      const [back, ms] = await cell('resume', () => timed(() => allOf(members, (i) => kind.resume!(again, i, lines[i]!))));
      for (const line of lines) line.close();
      lines = back;
      sample.resume = [ms];
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    if (!out.has(at)) options.say(`  ${kind.name} is out at ${at}: ${why}`);
    out.set(at, why);
    if (at === 'storm') throw error;
  } finally {
    for (const line of lines) line.close();
    await house?.stop();
    folder.remove();
  }
  return sample;
}

const of = ({ samples }: Outcome<ServerSample>, key: Metric): number[] => samples.flatMap((sample) => sample[key] ?? []);

function sectionOf(members: number, outcomes: readonly Outcome<ServerSample>[], outs: ReadonlyMap<string, Map<Metric, string>>): Section {
  const [floor, storing] = [FLOOR, STORING_FLOOR].map((kind) => outcomes.find(({ name }) => name === kind.name)!) as [
    Outcome<ServerSample>,
    Outcome<ServerSample>,
  ];
  const ratio = (outcome: Outcome<ServerSample>, key: Metric, floor: Outcome<ServerSample>) =>
    of(outcome, key).length && of(floor, key).length ? (median(of(outcome, key)) / median(of(floor, key))).toFixed(2) : '–';
  return {
    title: `${members.toLocaleString('en')} members of one channel`,
    columns: ['', ...METRICS.map(([, title]) => title), 'echo ÷ floor', 'to all ÷ floor', 'to all ÷ floor that stores', 'n'],
    rows: outcomes.map((outcome): Cell[] => [
      outcome.name,
      ...METRICS.map(([key, , unit]): Cell => {
        const samples = of(outcome, key);
        return samples.length ? { unit, samples } : (outs.get(outcome.name)?.get(key) ?? outcome.out ?? '–');
      }),
      ratio(outcome, 'echo', floor),
      ratio(outcome, 'fanOut', floor),
      ratio(outcome, 'fanOut', storing),
      String(outcome.samples.length),
    ]),
  };
}

async function run(options: RunOptions) {
  const present = KINDS.filter((kind) => !kind.missing?.());
  const absent = KINDS.flatMap((kind) => (kind.missing?.() ? [`${kind.name} was not run: ${kind.missing()}`] : []));
  const sections: Section[] = [];
  const raw: Record<string, Outcome<ServerSample>[]> = {};
  /** Who was out at a size before, and why. */
  const tooMany = new Map<string, string>();
  for (const members of MEMBERS) {
    options.say(`  ${members} members`);
    const outs = new Map(present.map(({ name }) => [name, new Map<Metric, string>()]));
    const contestants = present.map((kind) => ({
      name: kind.name,
      async sample() {
        const before = tooMany.get(kind.name);
        if (before) throw new Error(before); // fewer could not even connect
        return sampleServer(kind, members, options, outs.get(kind.name)!);
      },
    }));
    const rounds = members >= MANY && !options.full ? 1 : (options.rounds ?? ROUNDS);
    const outcomes = await alternate(contestants, { rounds, warmUp: 0 }, { ...options, full: true });
    for (const { name, out } of outcomes) if (out) tooMany.set(name, out);
    raw[members] = outcomes;
    sections.push({ ...sectionOf(members, outcomes, outs), notes: absent });
  }
  return { sections, raw, configuration: Object.fromEntries(KINDS.map(({ name, configuration }) => [name, configuration])) };
}

export const server: Table = {
  name: 'server',
  title: 'Server',
  method:
    `Each server in a process of its own on loopback, started anew for each round; all clients in one other process, over bare WebSockets; of a message to all they look for its words in the bytes. All connect at once (of 10,000, ` +
    `${CONNECTING.toLocaleString('en')} at a time) until each is let in and in its rooms. Memory: what the process grew by, for each connection. Echo: ${ECHOES.toLocaleString('en')} round trips one after another (ours: ping; prosody: XEP-0199). One message to all: from sending ` +
    `until every other member has it and the server has acknowledged it, after ${WARM_UP} that do not count. Messages a second: ${MESSAGES.toLocaleString('en')} from one to another, ${AT_ONCE} on their way at a time. After a restart: from listening until all are ` +
    `let in with their cursors recovered; the others keep nothing of a connection. Ours commits every message to disk before it acknowledges, with who wrote it, its markers, its words for the search; “that stores” commits a row before it passes the message on; prosody archives. A cell of ` +
    `more than ${CELL_MS / 1_000} s is given up.`,
  run,
};
