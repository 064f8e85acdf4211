import { BasicError, create, type LogEntry } from '../../src/compat/create/create.ts';
import { VERSION } from '../../src/core/client/version.ts';
import { settle } from '../fake-clock.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Face } from './create-town.ts';

describe('the root of create()', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('builds an SDK of its configuration, and says which version it is [RB-api-01] [RB-api-02]', async () => {
    const face = await Face.of(town, 'ann');
    expect(face.api.getVersion()).to.equal(VERSION);
    expect(Object.keys(face.api)).to.include.members(['call', 'connection', 'logger', 'media', 'services', 'voicemail']);
    expect(face.api.connection.getSocketState().connected).to.equal(true);
    expect(() => create(null as never)).to.throw(BasicError, 'configuration');
    face.api.destroy();
  });

  it('is gone a tick after it was destroyed, with its session, and tells nothing any more [RB-api-03]', async () => {
    const face = await Face.of(town, 'ben');
    const other = await town.person('ben2');
    expect(await other.client.calls.isOnline('ben')).to.equal(true);
    face.api.destroy();
    expect(face.api.connection.getSocketState().connected).to.equal(true); // what is under way ends first
    const heard = face.heard.length;
    await settle();
    expect(face.api.connection.getSocketState().connected).to.equal(false);
    while (await other.client.calls.isOnline('ben')) await settle();
    expect(face.heard).to.have.length(heard);
    const again = await Face.of(town, 'ben');
    expect(again.api.services.getSubscriptions().subscribed).to.deep.equal(['call']);
    again.api.destroy();
  });

  it('merges new values deeply into its configuration, and leaves the others alone [RB-api-04] [RB-api-05]', () => {
    const { api } = new Face(town, { config: { call: { iceCollectionIdealTimeout: 500 } } });
    api.updateConfig({ call: { iceCollectionMaxTimeout: 9_000 }, authentication: { server: { port: 8443 } } });
    const { call, authentication, connectivity } = api.getConfig();
    expect(call).to.include({ iceCollectionIdealTimeout: 500, iceCollectionMaxTimeout: 9_000, earlyMedia: false });
    expect(authentication.server).to.deep.equal({ base: '127.0.0.1', protocol: 'http', port: 8443 });
    expect(connectivity.reconnectDelay).to.equal(5);
    api.getConfig().call.earlyMedia = true;
    expect(api.getConfig().call.earlyMedia).to.equal(false);
    api.destroy();
  });

  it('warns of names that it does not know, and of values of another type', () => {
    const entries: LogEntry[] = [];
    const logs = { handler: (entry: LogEntry) => void entries.push(entry), loglevel: 'warn' };
    const api = create({ logs: logs as never, call: { earlyMedia: 'yes' as never } });
    expect(entries.map(({ level, messages }) => `${level} ${messages[0]}`)).to.deep.equal([
      'warn logs.loglevel is unknown',
      'warn call.earlyMedia should be a boolean',
    ]);
    api.destroy();
  });

  it('tells every event to those who listen to all of them, until they do not any more [RB-api-08] [RB-api-09]', async () => {
    const { api } = new Face(town);
    const heard: unknown[][] = [];
    const listener = (...event: unknown[]) => {
      if (String(event[0]).startsWith('auth:')) heard.push(event);
    };
    api.subscribe(listener);
    api.setCredentials({ username: 'ann@town', bearerAccessToken: await town.token('ann') });
    await settle();
    api.setCredentials({ username: '' });
    await settle();
    expect(heard.map(([type]) => type)).to.deep.equal(['auth:change', 'auth:error']);
    expect(heard[0]).to.deep.equal(['auth:change', {}]);
    api.unsubscribe(listener);
    api.setCredentials({ username: '' });
    await settle();
    expect(heard).to.have.length(2);
    api.destroy();
  });
});

describe('the credentials of create()', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('are set by a bearer token, which says who is connected [RB-api-11] [RB-api-14] [RB-api-16]', async () => {
    const face = new Face(town);
    expect(face.api.getUserInfo()).to.deep.equal({ username: undefined, token: undefined });
    const token = await town.token('cora');
    face.api.setCredentials({ username: 'cora@example.com', bearerAccessToken: token });
    await face.next('auth:change');
    expect(face.api.getUserInfo()).to.deep.equal({ username: 'cora@example.com', token });
    face.api.services.subscribe(['call']);
    await face.until(() => face.api.services.getSubscriptions().subscribed.length > 0);
    const other = await town.person('cora2');
    expect(await other.client.calls.isOnline('cora')).to.equal(true);
    face.api.destroy();
  });

  it('may be renewed by another bearer token while subscribed, which goes to the server at once', async () => {
    const face = await Face.of(town, 'dan');
    const token = await town.token('dan', 120_000);
    face.api.setCredentials({ username: 'dan', bearerAccessToken: token });
    await face.until(() => face.all('auth:change').length === 2);
    expect(face.api.getUserInfo().token).to.equal(token);
    while (!face.sent.some((frame) => frame.t === 'auth')) await settle();
    expect(face.sent.filter(({ t }) => t === 'auth')).to.deep.equal([{ t: 'auth', token }]);
    face.api.destroy();
  });

  it('are locked for anybody else while subscribed, and free again after it [RB-api-15] [RB-api-17]', async () => {
    const face = await Face.of(town, 'eve');
    const bearerAccessToken = await town.token('fred');
    face.api.setCredentials({ username: 'fred', bearerAccessToken });
    const { error } = await face.next('auth:error');
    expect(error).to.be.instanceOf(BasicError);
    expect(error.code).to.equal('authentication:7');
    expect(face.api.getUserInfo().username).to.equal('eve@town');
    face.api.services.unsubscribe(['call']);
    await face.until(() => face.api.services.getSubscriptions().subscribed.length === 0);
    face.api.setCredentials({ username: 'fred', bearerAccessToken });
    await face.until(() => face.api.getUserInfo().username === 'fred@town');
    face.api.destroy();
  });

  it('are refused when they lack something, or the token is of another user', async () => {
    const face = new Face(town);
    for (const credentials of [
      {},
      { username: 'gus' },
      { username: 'gus', password: 'a', hmacToken: 'b' },
      { username: 'gus', bearerAccessToken: await town.token('hal') },
    ])
      face.api.setCredentials(credentials as never);
    await face.until(() => face.all('auth:error').length === 4);
    expect(face.all('auth:error').map(({ error }) => error.code)).to.deep.equal(Array(4).fill('authentication:1'));
    face.api.destroy();
  });

  it('that the server refuses are told by request:error beside the error of what asked [RB-api-18] [RB-api-19] [RB-svc-13]', async () => {
    const face = new Face(town);
    const token = await town.token('ida');
    face.api.setCredentials({ username: 'ida', bearerAccessToken: `${token.slice(0, -6)}wrong-` });
    face.api.services.subscribe(['call']);
    const { error } = await face.next('subscription:error');
    expect(error).to.include({ code: 'authentication:1', message: 'Authorization failed with server. Please check credentials. Status code: 4' });
    expect((await face.next('request:error')).error.code).to.equal('authentication:1');
    expect(face.api.services.getSubscriptions()).to.deep.include({ subscribed: [], isPending: false });
    expect(new BasicError()).to.include({ code: 'NO_CODE', message: 'An error occurred' });
    face.api.destroy();
  });
});
