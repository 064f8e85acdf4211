import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { EarshotError } from '../protocol/index.ts';
import type { ClientOptions } from './api.ts';
import { chatOf } from './chat-of.ts';
import { FullClient } from './full-client.ts';
import { Client } from './index.ts';

const memory = () => {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
};

function setUp(options: Partial<ClientOptions> = {}) {
  const server = new FakeServer();
  server.room('lobby', 'alice', 'bob');
  const clock = new FakeClock(server.nowMs);
  const client = new Client({
    host: 'localhost:8080',
    appId: 'demo',
    userId: 'alice',
    token: 'token:alice',
    clock,
    openSocket: server.openSocket,
    storage: memory(),
    random: () => 0.5,
    ...options,
  });
  return { server, clock, client };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: EarshotError) => error.code,
  );

describe('a client', () => {
  it('takes a host name and a port, nothing else', () => {
    const make = (host: string) => () => new Client({ host, appId: 'demo', userId: 'alice', token: 't' });
    for (const good of ['example.com', 'example.com:8443', 'localhost', 'a-b.example', '127.0.0.1:80', '[::1]:8080', '[2001:db8::1]'])
      expect(make(good), good).to.not.throw();
    for (const bad of [
      '',
      'http://example.com',
      'example.com/',
      'example.com/path',
      'a b',
      'user@example.com',
      'example.com:port',
      'example.com?x',
      '-a',
    ])
      expect(make(bad), bad).to.throw().that.includes({ code: 'client:invalid-config' });
  });

  it('needs an app, a user and a token or a provider', () => {
    const whole = { host: 'localhost', appId: 'demo', userId: 'alice', token: 't' };
    for (const missing of ['appId', 'userId', 'token'] as const)
      expect(() => new Client({ ...whole, [missing]: '' }), missing)
        .to.throw()
        .that.includes({ code: 'client:invalid-config' });
    expect(() => new Client({ ...whole, token: undefined, tokenProvider: async () => 't' })).to.not.throw();
  });

  it('speaks plain on loopback names and TLS elsewhere', async () => {
    for (const [host, http, ws] of [
      ['localhost:1', 'http', 'ws'],
      ['demo.localhost', 'http', 'ws'],
      ['127.0.0.1:1', 'http', 'ws'],
      ['[::1]:1', 'http', 'ws'],
      ['example.com', 'https', 'wss'],
      ['localhost.example.com', 'https', 'wss'],
      ['127.example.com', 'https', 'wss'],
    ] as const) {
      const { server, client } = setUp({ host });
      expect(client.url('/v1/x')).to.equal(`${http}://${host}/v1/x`);
      void client.connect();
      await settle();
      expect(server.sockets[0]!.url).to.equal(`${ws}://${host}/v1/socket`);
      await client.dispose();
    }
  });

  it('knows itself once it is welcomed, and asks for others once', async () => {
    const { server, client } = setUp();
    server.user('alice').name = 'Alice';
    server.user('bob').name = 'Bob';
    expect(client.user).to.equal(undefined);
    await client.connect();
    expect(client.user?.name).to.equal('Alice');
    expect(client.knownUser('bob')).to.equal(undefined);
    const [first, second] = await Promise.all([client.whoIs('bob'), client.whoIs('bob')]);
    expect([first.name, second.name, client.knownUser('bob')?.name]).to.deep.equal(['Bob', 'Bob', 'Bob']);
    await client.whoIs('bob');
    expect(server.sockets[0]!.wrote('request').filter(({ method }) => method === 'user.get')).to.have.length(1);
  });

  it('follows changes of its own profile', async () => {
    const { server, client } = setUp();
    await client.connect();
    const told: string[] = [];
    client.on('user', ({ name }) => told.push(name));
    server.tell('alice', { kind: 'user_update', at_ms: 1, user: { ...server.user('alice'), name: 'Alicia' } });
    await settle();
    expect([told, client.user?.name]).to.deep.equal([['Alicia'], 'Alicia']);
  });

  it('does not act under a token of somebody else', async () => {
    const { client } = setUp({ token: 'token:bob' });
    expect(await code(client.connect())).to.equal('auth:token-invalid');
    expect(client.state).to.equal('disconnected');
  });

  it('keeps one device id in its storage', async () => {
    const storage = memory();
    const ids: string[] = [];
    for (let i = 0; i < 2; i++) {
      const { server, client } = setUp({ storage });
      await client.connect();
      ids.push(server.sockets[0]!.wrote('hello')[0]!.device);
      await client.dispose();
    }
    expect(ids[0]).to.equal(ids[1]);
    expect(ids[0]).to.match(/^[\w-]{10,64}$/);
  });

  it('fetches with its token, and once more with a fresh one when that is refused', async () => {
    const asked: (string | null)[] = [];
    let tokens = 0;
    const { client } = setUp({
      token: undefined,
      tokenProvider: async () => `token-${++tokens}`,
      fetch: async (url, init) => {
        expect(url).to.equal('http://localhost:8080/v1/thing');
        asked.push(new Headers(init?.headers).get('authorization'));
        return new Response('', { status: asked.length === 1 ? 401 : 200 });
      },
    });
    expect((await client.fetch('/v1/thing', { method: 'POST' })).status).to.equal(200);
    expect(asked).to.deep.equal(['Bearer token-1', 'Bearer token-2']);
  });

  it('makes a service once, and lets go of all of them with itself', async () => {
    const { client } = setUp();
    const ended: string[] = [];
    const [one, two] = [Symbol('one'), Symbol('two')];
    const make = (name: string) => () => ({ dispose: () => ended.push(name) });
    const first = client.service(one, make('one'));
    expect(client.service(one, make('another'))).to.equal(first);
    client.service(two, make('two'));
    await client.dispose();
    expect(ended).to.deep.equal(['two', 'one']);
    expect(() => client.service(Symbol('three'), make('three')))
      .to.throw()
      .that.includes({ code: 'client:disposed' });
  });

  it('leaves no timer, socket or listener behind', async () => {
    const { server, clock, client } = setUp();
    const view = chatOf(client).open('lobby');
    await client.connect();
    await until(clock, () => view.state === 'ready', 'the channel is open');
    await client.dispose();
    await client.dispose();
    await until(clock, () => clock.pending === 0, 'the browser’s database has answered, and nothing is timed any more');
    expect(server.sessions).to.equal(0);
    expect(client.connection.listenerCount()).to.equal(0);
    expect(await code(client.connect())).to.equal('client:disposed');
  });

  it('survives being mounted twice', async () => {
    const { server, client } = setUp();
    const first = code(client.connect());
    const ended = client.disconnect();
    await client.connect();
    await ended;
    expect(await first).to.equal('connection:closed');
    expect(client.state).to.equal('connected');
    expect(server.sessions).to.equal(1);
  });

  it('carries its services when the core is taken whole', () => {
    const client = new FullClient({ host: 'localhost', appId: 'demo', userId: 'alice', token: 't', storage: memory() });
    expect(client.chat).to.equal(chatOf(client));
    expect(client.media).to.equal(client.media);
  });
});
