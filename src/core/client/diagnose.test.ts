import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { FakeEngine } from '../../../test/fake-media.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { EarshotError } from '../protocol/index.ts';
import { diagnose } from './diagnose.ts';
import { FullClient } from './full-client.ts';

function setUp() {
  const server = new FakeServer();
  const clock = new FakeClock(server.nowMs);
  const mediaEngine = new FakeEngine();
  const storage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  const client = new FullClient({
    host: 'localhost:8080',
    appId: 'demo',
    userId: 'alice',
    token: 'token:alice',
    clock,
    mediaEngine,
    openSocket: server.openSocket,
    storage,
  });
  return { server, clock, mediaEngine, client };
}

describe('the diagnosis of a client', () => {
  it('needs no connection and leaves the client as it was', async () => {
    const { server, clock, client } = setUp();
    let done = false;
    const task = client.diagnose({ microphone: false }).finally(() => {
      done = true;
    });
    while (!done) {
      await clock.advance(50);
      await new Promise((resolve) => setTimeout(resolve)); // the doctor is a module of its own, which loads outside of our clock
    }
    expect((await task).checks.find(({ id }) => id === 'token')?.state).to.equal('passed');
    expect([client.state, server.sessions]).to.deep.equal(['idle', 0]);
    await client.dispose();
  });

  it('ends with the client', async () => {
    const { clock, mediaEngine, client } = setUp();
    mediaEngine.machine.asks = true;
    let asked = () => {};
    const asking = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const ended = diagnose(client, { onCheck: ({ id, state }) => id === 'permission' && state === 'running' && asked() }).then(
      () => 'finished',
      (error: EarshotError) => error.code,
    );
    await asking;
    await client.dispose();
    expect(await ended).to.equal('request:aborted');
    mediaEngine.decide(true);
    await settle();
    expect([mediaEngine.device.open, clock.pending]).to.deep.equal([0, 0]);
  });
});
