import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/core/base/index.ts';
import type { Call } from '../../src/core/call/api.ts';
import { Client } from '../../src/core/client/client.ts';
import { FakeEngine, FakeNetwork } from '../fake-media.ts';
import { afterEach, beforeEach, describe, expect, it } from '../harness.ts';
import { profile, until } from './calls-town.ts';

const SERVER = fileURLToPath(new URL('../server-process.ts', import.meta.url));

/** A server that is killed without warning, and two people who stay. Their media goes on without it. */
class Street {
  readonly #data: string;
  readonly #network = new FakeNetwork();
  #process: ChildProcess | undefined;
  #url = '';
  #tokens: Record<string, string> = {};
  readonly clients: Client[] = [];

  constructor(data: string) {
    this.#data = data;
  }

  async start(state: 'fresh' | 'again'): Promise<void> {
    const child = fork(SERVER, [this.#data, state], { stdio: 'inherit' });
    this.#process = child;
    const hello = await new Promise<{ url: string; tokens: Record<string, string> }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as never));
      child.once('exit', (code) => reject(new Error(`the server ended early (${code})`)));
    });
    this.#url = hello.url;
    this.#tokens = hello.tokens;
  }

  async kill(): Promise<void> {
    const child = this.#process!;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  }

  /** Resolves when everybody is welcomed by the new one. */
  async restart(): Promise<void> {
    const welcomed = this.clients.map(({ connection }) => new Promise<void>((resolve) => void connection.once('welcome', () => resolve())));
    await this.kill();
    await this.start('again');
    await Promise.all(welcomed);
  }

  async person(userId: string): Promise<Client> {
    const client = new Client({
      host: new URL(this.#url).host,
      appId: 'demo',
      userId,
      token: this.#tokens[userId]!,
      settings: { backoffBaseMs: 5, backoffMaxMs: 50 },
      clock: systemClock,
      mediaEngine: new FakeEngine(this.#network),
      storage: profile(),
      openSocket: () => new WebSocket(this.#url) as never, // wherever it is by now
    });
    this.clients.push(client);
    await client.connect();
    return client;
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.dispose()));
    await this.kill();
    await rm(this.#data, { recursive: true, force: true });
  }
}

const flags = (call: Call) => [call.state, call.localHold, call.remoteHold];
describe('a call and a server that is killed without warning', () => {
  let street: Street;
  let alice: Client;
  let bob: Client;

  beforeEach(async () => {
    street = new Street(await mkdtemp(join(tmpdir(), 'earshot-street-')));
    await street.start('fresh');
    [alice, bob] = [await street.person('alice'), await street.person('bob')];
  });
  afterEach(() => street.stop());

  async function ringing(): Promise<[Call, Call]> {
    const rings = new Promise<Call>((resolve) => void bob.calls.once('incoming', resolve));
    const out = await alice.calls.make('bob');
    const inc = await rings;
    await until(inc, (call) => call.state === 'ringing');
    return [out, inc];
  }

  async function talking(): Promise<[Call, Call]> {
    const [out, inc] = await ringing();
    await inc.answer();
    await connected(out, inc);
    return [out, inc];
  }

  const connected = (...calls: Call[]) =>
    Promise.all(calls.map((call) => until(call, ({ state, mediaState }) => state === 'connected' && mediaState === 'connected')));

  async function over(out: Call, inc: Call): Promise<void> {
    await out.end();
    await until(inc, (call) => call.state === 'ended');
    expect([out.endReason, inc.endReason]).to.deep.equal(['completed', 'completed']);
  }

  it('goes on ringing, and is answered', async () => {
    const [out, inc] = await ringing();
    await street.restart();
    expect([out.state, inc.state]).to.deep.equal(['ringing', 'ringing']);
    await inc.answer();
    await connected(out, inc);
    await over(out, inc);
  });

  it('is connected in the end when it was killed with the answer on its way', async () => {
    const [out, inc] = await ringing();
    const answered = inc.answer().then(
      () => true,
      () => false,
    );
    await street.restart();
    if (!(await answered)) await inc.answer();
    await connected(out, inc);
    await over(out, inc);
  });

  it('stays connected, and is hung up by the new one', async () => {
    const [out, inc] = await talking();
    await street.restart();
    expect([out.state, inc.state]).to.deep.equal(['connected', 'connected']);
    await over(out, inc);
  });

  it('stays on hold, and comes off it by the new one', async () => {
    const [out, inc] = await talking();
    await out.hold();
    await until(inc, (call) => call.remoteHold);
    await street.restart();
    expect([flags(out), flags(inc)]).to.deep.equal([
      ['on_hold', true, false],
      ['on_hold', false, true],
    ]);
    await out.unhold();
    await until(inc, (call) => !call.remoteHold);
    await over(out, inc);
  });

  it('is on hold for both, or for neither, when it was killed while the hold was on its way', async () => {
    const [out, inc] = await talking();
    const held = out.hold().then(
      () => true,
      () => false,
    );
    await street.restart();
    const done = await held;
    await until(inc, (call) => call.remoteHold === done);
    expect([out.localHold, inc.remoteHold]).to.deep.equal([done, done]);
    await over(out, inc);
  });
});
