import { FakeClock } from '../fake-clock.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, Town } from './calls-town.ts';
import { Face, type FaceOptions } from './create-town.ts';

describe('the socket by the names of create()', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  /** A face whose time stands still unless moved. */
  const timed = async (userId: string, connectivity: NonNullable<FaceOptions['config']>['connectivity'] = {}) => {
    const clock = new FakeClock();
    const face = await Face.of(town, userId, { config: { connectivity: { reconnectDelay: 5_000, ...connectivity } }, ports: { clock } });
    return { clock, face, pings: () => face.sent.filter(({ t }) => t === 'ping').length };
  };
  const connected = (face: Face): boolean => face.api.connection.getSocketState().connected;

  it('has its state and its settings in one object [RB-conn-01] [RB-conn-02]', async () => {
    const face = await Face.of(town, 'ann');
    const { port } = new URL(town.server.address);
    expect(face.api.connection.getSocketState()).to.deep.equal({
      connected: true,
      pinging: false,
      pingInterval: 30_000,
      reconnectLimit: 5,
      reconnectDelay: 5,
      reconnectTimeMultiplier: 1,
      reconnectTimeLimit: 640_000,
      autoReconnect: true,
      webSocketOAuthMode: 'none',
      wsInfo: { protocol: 'ws', server: '127.0.0.1', port: Number(port), url: '/v1/socket', params: '' },
    });
    face.api.destroy();
    expect(face.urls).to.deep.equal([`ws://127.0.0.1:${port}/v1/socket`]);
  });

  it('pings every 30 seconds unless told otherwise, so that the server keeps the session [RB-conn-05] [RB-cfg-10]', async () => {
    const usual = await timed('ben');
    await usual.clock.advance(15_000);
    expect([usual.pings(), usual.face.api.connection.getSocketState().pinging]).to.deep.equal([1, true]);
    await until(() => !usual.face.api.connection.getSocketState().pinging);
    await usual.clock.advance(29_999);
    expect(usual.pings()).to.equal(1);
    await usual.clock.advance(1);
    expect(usual.pings()).to.equal(2);
    const often = await timed('ben2', { pingInterval: 10_000 });
    await often.clock.advance(5_000);
    await until(() => !often.face.api.connection.getSocketState().pinging);
    await often.clock.advance(10_000);
    expect(often.pings()).to.equal(2);
    for (const { face } of [usual, often]) face.api.destroy();
  });

  it('stops and starts pinging when told to, at once [RB-conn-03] [RB-cfg-16]', async () => {
    const { face, clock, pings } = await timed('cora', { checkConnectivity: false });
    await clock.advance(60_000);
    expect(pings()).to.equal(0);
    face.api.connection.enableConnectivityChecking(true);
    expect(pings()).to.equal(1);
    await until(() => !face.api.connection.getSocketState().pinging);
    await clock.advance(30_000);
    expect(pings()).to.equal(2);
    await until(() => !face.api.connection.getSocketState().pinging);
    face.api.connection.enableConnectivityChecking(false);
    await clock.advance(60_000);
    expect(pings()).to.equal(2);
    face.api.destroy();
  });

  it('may be dropped on purpose, and comes back as after any loss [RB-conn-04] [RB-conn-07]', async () => {
    const face = await Face.of(town, 'dan');
    const before = face.heard.length;
    const seen: boolean[] = [];
    face.api.on('ws:change', () => seen.push(connected(face)));
    face.api.connection.resetConnection();
    await face.until(() => seen.length === 2);
    expect(seen).to.deep.equal([false, true]);
    expect(face.types().slice(before)).to.deep.equal(['ws:change', 'ws:change']);
    face.api.services.unsubscribe(['call']);
    await face.until(() => !connected(face) && !face.api.services.getSubscriptions().isPending);
    const over = face.heard.length;
    face.api.connection.resetConnection();
    expect(face.heard).to.have.length(over);
    face.api.destroy();
  });

  it('stays away when it is not to reconnect by itself [RB-cfg-15]', async () => {
    const face = await Face.of(town, 'eve', { config: { connectivity: { autoReconnect: false } } });
    face.api.connection.resetConnection();
    await face.next('subscription:change', ({ reason }) => reason === 'LOST_CONNECTION');
    expect(connected(face)).to.equal(false);
    expect(face.urls).to.have.length(1);
    face.api.destroy();
  });

  it('comes back after a delay that grows by its factor up to its cap [RB-conn-06] [RB-cfg-12] [RB-cfg-13]', async () => {
    const { face, clock } = await timed('fred', {
      reconnectTimeMultiplier: 2,
      reconnectTimeLimit: 15_000,
      reconnectLimit: 0,
      checkConnectivity: false,
    });
    face.cut();
    await until(() => !connected(face));
    const waits: number[] = [];
    for (let tries = face.urls.length, waited = 0; waits.length < 4; waited += 500) {
      if (face.urls.length > tries) {
        waits.push(waited);
        [tries, waited] = [face.urls.length, 0];
      }
      await clock.advance(500);
    }
    expect(waits).to.deep.equal([5_000, 10_000, 15_000, 15_000]);
    face.mend();
    await clock.advance(15_000);
    await until(() => connected(face));
    face.api.destroy();
  });

  it('is not waited for longer than the cap says, and tried so often and no more [RB-cfg-11] [RB-cfg-14]', async () => {
    const { face, clock } = await timed('gus', { reconnectDelay: 700_000, checkConnectivity: false });
    expect(face.api.getConfig().connectivity).to.include({ reconnectTimeLimit: 640_000, reconnectTimeMultiplier: 1, reconnectLimit: 5 });
    face.cut();
    await until(() => !connected(face));
    await clock.advance(639_999);
    expect(face.urls).to.have.length(1);
    await clock.advance(1);
    expect(face.urls).to.have.length(2);
    for (let i = 0; i < 10; i++) await clock.advance(640_000);
    expect(face.urls).to.have.length(6);
    expect(face.all('subscription:change').at(-1)).to.deep.equal({ reason: 'LOST_CONNECTION' });
    face.api.destroy();
  });

  it('never carries a token in its address, whatever the mode says [RB-cfg-17]', async () => {
    const said: string[] = [];
    const logs = { logLevel: 'warn' as const, handler: ({ messages }: { messages: unknown[] }) => void said.push(String(messages[0])) };
    const face = await Face.of(town, 'hal', { config: { connectivity: { webSocketOAuthMode: 'query' }, logs } });
    expect(face.urls.join()).to.match(/\/v1\/socket$/);
    expect(face.api.connection.getSocketState().webSocketOAuthMode).to.equal('none');
    expect(said.join()).to.include('a token never stands in an address');
    expect(face.sent[0]).to.include({ t: 'hello', token: face.api.getUserInfo().token });
    face.api.destroy();
  });

  it('goes to the server of the configuration, by its scheme and port [RB-cfg-30] [RB-cfg-31] [RB-cfg-32]', async () => {
    const { hostname, port } = new URL(town.server.address);
    const subscription = { websocket: { server: 'localhost', protocol: 'ws', port: Number(port) } };
    const face = await Face.of(town, 'ida', { config: { subscription } });
    expect(face.urls).to.deep.equal([`ws://localhost:${port}/v1/socket`]);
    face.api.destroy();
    const urls: string[] = [];
    const openSocket = (url: string) => {
      urls.push(url);
      throw new Error('no line');
    };
    const far = await Face.of(town, 'ida', {
      config: { authentication: { server: { base: hostname } }, subscription: { serviceUnavailableMaxRetries: 0 } },
      ports: { openSocket },
    });
    expect(urls).to.deep.equal([`wss://${hostname}:443/v1/socket`]);
    far.api.destroy();
  });

  it('and what goes beside it need a host, and take https on 443 unless told otherwise [RB-cfg-25] [RB-cfg-26] [RB-cfg-27]', async () => {
    const asked: string[] = [];
    const fetch = async (input: unknown) => {
      asked.push(String(input));
      return Response.json({ error: 'auth:unauthorized', message: 'unable to sign in; wrong' }, { status: 401 });
    };
    for (const server of [{ base: 'pbx.example' }, { base: 'pbx.example', protocol: 'http', port: 8080 }, {}]) {
      const face = new Face(town, { config: { authentication: { appId: APP, server } }, ports: { fetch } });
      face.api.setCredentials({ username: 'joe', password: 'secret' });
      face.api.services.subscribe(['call']);
      await face.next('subscription:error');
      face.api.destroy();
    }
    expect(asked).to.deep.equal(['https://pbx.example:443/v1/login', 'http://pbx.example:8080/v1/login']);
  });

  it('gives a request as long as the configuration says [RB-cfg-24]', async () => {
    const { face, clock } = await timed('kim', { checkConnectivity: false });
    expect(face.api.getConfig().request.restTimeout).to.equal(30_000);
    face.api.updateConfig({ request: { restTimeout: 2_000 } });
    face.cut();
    await until(() => !connected(face));
    face.api.call.history.fetch();
    await clock.advance(1_999);
    expect(face.all('callHistory:error')).to.have.length(0);
    await clock.advance(1);
    expect((await face.next('callHistory:error')).error.code).to.equal('callHistory:1');
    face.api.destroy();
  });
});

/** Looks again as soon as the sockets have had a turn. */
async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setImmediate(resolve));
}
