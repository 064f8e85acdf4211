import type { BasicError } from '../../src/compat/create/create.ts';
import type { ServerFrames } from '../../src/core/protocol/index.ts';
import { FakeClock, settle } from '../fake-clock.ts';
import { FakeSocket } from '../fake-socket.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, Town } from './calls-town.ts';
import { Face } from './create-town.ts';

const subscribed = (face: Face): string[] => face.api.services.getSubscriptions().subscribed;
const failed = async (face: Face): Promise<BasicError> => (await face.next('subscription:error')).error;

describe('a subscription to services', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  it('is pending at once, and established when the server has welcomed it [RB-svc-01] [RB-svc-06] [RB-svc-10]', async () => {
    const face = await Face.of(town, 'ann', { services: [] });
    const seen: unknown[] = [];
    face.api.on('subscription:change', (change) => seen.push({ ...face.api.services.getSubscriptions(), ...change }));
    face.api.setCredentials({ username: 'ann', bearerAccessToken: await town.token('ann') });
    face.api.services.subscribe(['call', 'IM']);
    await face.until(() => seen.length === 2);
    const available = ['call', 'chat', 'presence'];
    expect(seen).to.deep.equal([
      { available, subscribed: [], isPending: true },
      { available, subscribed: ['call', 'chat'], isPending: false },
    ]);
    face.api.destroy();
  });

  it('takes services in their long form too, and ends one at a time [RB-svc-05] [RB-svc-07]', async () => {
    const face = await Face.of(town, 'ben', { services: [] });
    face.api.setCredentials({ username: 'ben', bearerAccessToken: await town.token('ben') });
    face.api.services.subscribe([{ service: 'call' }, { service: 'presence', params: {} }]);
    await face.until(() => subscribed(face).length === 2);
    face.api.services.unsubscribe(['presence']);
    await face.until(() => subscribed(face).join() === 'call');
    expect(face.api.connection.getSocketState().connected).to.equal(true);
    face.api.services.unsubscribe(['call'], 'websocket');
    await face.until(() => subscribed(face).length === 0);
    expect(face.api.connection.getSocketState().connected).to.equal(false);
    expect(face.all('subscription:change').every(({ reason }) => reason === undefined)).to.equal(true);
    face.api.destroy();
  });

  it('makes way for a later one of the same client, which is told why, and for no other [RB-svc-03] [RB-svc-09]', async () => {
    const desk = await Face.of(town, 'cora', { correlator: 'desk' });
    const phone = await Face.of(town, 'cora', { correlator: 'phone' });
    const [none, same] = [await Face.of(town, 'cora'), await Face.of(town, 'cora', { correlator: 'phone' })];
    await phone.next('subscription:change', ({ reason }) => reason === 'WS_OVERRIDDEN');
    expect(subscribed(phone)).to.deep.equal([]);
    const another = await Face.of(town, 'cora');
    await none.next('subscription:change', ({ reason }) => reason === 'WS_OVERRIDDEN');
    for (const face of [desk, same, another]) expect(subscribed(face)).to.deep.equal(['call']);
    expect(desk.api.services.changeReasons).to.deep.equal({ GONE: 'GONE', LOST_CONNECTION: 'LOST_CONNECTION', WS_OVERRIDDEN: 'WS_OVERRIDDEN' });
    for (const face of [desk, phone, none, same, another]) face.api.destroy();
  });

  it('is gone when the server ends it, and lost when the network does not come back', async () => {
    const gone = await Face.of(town, 'dan');
    await town.server.core.tokens.revoke(APP, 'dan');
    await gone.next('subscription:change', ({ reason }) => reason === 'GONE');
    const lost = await Face.of(town, 'dan2', { config: { connectivity: { reconnectDelay: 1, reconnectLimit: 2 } } });
    lost.cut();
    await lost.next('subscription:change', ({ reason }) => reason === 'LOST_CONNECTION');
    expect(subscribed(lost)).to.deep.equal([]);
    for (const face of [gone, lost]) face.api.destroy();
  });

  it('to a feature is what that feature needs: without call, calls go to other clients alone [RB-svc-02]', async () => {
    const [chatting, calling] = [
      await Face.of(town, 'eve', { services: ['chat'], correlator: 'a' }),
      await Face.of(town, 'eve', { correlator: 'b' }),
    ];
    const caller = await town.person('eve2');
    const call = await caller.client.calls.make('eve');
    await calling.next('call:receive');
    await calling.next('call:stateChange', ({ previous }) => previous.state === 'Initiated');
    expect(chatting.types().filter((type) => type.startsWith('call:'))).to.deep.equal([]);
    await call.end();
    for (const face of [chatting, calling]) face.api.destroy();
  });

  it('goes over a websocket, which is the only way there is [RB-svc-04] [RB-svc-11]', async () => {
    const face = await Face.of(town, 'fred', { services: [] });
    face.api.setCredentials({ username: 'fred', bearerAccessToken: await town.token('fred') });
    face.api.services.subscribe(['call'], { type: 'rest' });
    expect(await failed(face)).to.include({ code: 'authentication:4' });
    face.api.services.subscribe(['call'], 'websocket');
    await face.until(() => subscribed(face).length > 0);
    face.api.destroy();
  });

  it('cannot be ended when there is none, or not of that service [RB-svc-14]', async () => {
    const face = await Face.of(town, 'gus');
    face.api.services.unsubscribe(['chat']);
    face.api.services.unsubscribe(['call']);
    await face.until(() => subscribed(face).length === 0);
    face.api.services.unsubscribe(['call']);
    await face.until(() => face.all('subscription:error').length === 2);
    expect(face.all('subscription:error').map(({ error }) => [error.code, error.message])).to.deep.equal([
      ['authentication:3', 'No subscription found for "chat", can\'t unsubscribe.'],
      ['authentication:3', "No subscription found, can't unsubscribe."],
    ]);
    face.api.destroy();
  });

  it('needs a service that there is, and a correlator of plain characters [RB-svc-16] [RB-svc-17] [RB-svc-19]', async () => {
    const face = await Face.of(town, 'hal', { services: [] });
    face.api.setCredentials({ username: 'hal', bearerAccessToken: await town.token('hal') });
    face.api.services.subscribe(['telepathy']);
    face.api.services.subscribe(['call'], { clientCorrelator: 'no spaces, please' });
    face.api.services.subscribe([]);
    expect(face.all('subscription:error').map(({ error }) => `${error.code}: ${error.message}`)).to.deep.equal([
      'authentication:4: Failed to subscribe user. Status Code 37',
      'authentication:4: Failed to subscribe user. Status Code 38',
      'authentication:12: No services found in configuration.',
    ]);
    face.api.destroy();
  });

  it('fails when the user has too many, and when the session is no more [RB-svc-15] [RB-svc-18]', async () => {
    const full = await Town.start({ socketsPerUser: 1 });
    const first = await Face.of(full, 'ida', { correlator: 'first' });
    const second = await Face.of(full, 'ida', { correlator: 'second' });
    expect(await failed(second)).to.include({ code: 'authentication:4', message: 'Failed to subscribe user. Status Code 19' });
    const old = await full.token('joe');
    await full.server.core.tokens.revoke(APP, 'joe');
    const revoked = await Face.of(full, 'joe', { token: old });
    expect(await failed(revoked)).to.include({ code: 'authentication:4', message: 'Failed to subscribe user. Status Code 39' });
    for (const face of [first, second, revoked]) face.api.destroy();
    await full.stop();
  });

  it('fails with the status of what the server says of the account or of itself [RB-svc-20]', async () => {
    const stranger = await Face.of(town, 'kim', { token: tokenOf('elsewhere', 'kim') });
    expect(await failed(stranger)).to.include({ code: 'authentication:4', message: 'Failed to subscribe user. Status Code 17' });
    const statuses: string[] = [];
    for (const [error, close] of [
      ['user:not-found', 4003],
      ['auth:origin', 4003],
      ['auth:forbidden', 4403],
      ['server:internal', 1012],
      ['connection:slow', 4008],
      ['protocol:version', 4426],
    ] as const) {
      const face = await Face.of(town, 'kim', {
        ports: { openSocket: () => refusing({ t: 'bye', error, message: `unable to connect; ${error}`, close }) },
      });
      const told = await failed(face);
      expect(told.code).to.equal('authentication:4');
      statuses.push(told.message.replace('Failed to subscribe user. Status Code ', ''));
      face.api.destroy();
    }
    expect(statuses).to.deep.equal(['9', '26', '27', '54', '62', '63']);
    stranger.api.destroy();
  });

  it('is tried again while the server is not available, so often and no more [RB-svc-21] [RB-cfg-29]', async () => {
    const tries = async (config: { serviceUnavailableMaxRetries?: number }) => {
      let opened = 0;
      const openSocket = () => {
        opened++;
        return refusing({ t: 'bye', error: 'connection:restart', message: 'unable to connect; restarting', close: 1012 });
      };
      const face = await Face.of(town, 'lea', { config: { subscription: config, connectivity: { reconnectDelay: 1 } }, ports: { openSocket } });
      expect(await failed(face)).to.include({ code: 'authentication:13', message: 'Failed to subscribe user. Status Code 53' });
      face.api.destroy();
      return opened;
    };
    expect(await tries({})).to.equal(4);
    expect(await tries({ serviceUnavailableMaxRetries: 0 })).to.equal(1);
  });

  it('is renewed before it ends, and ends when that fails for its whole life [RB-svc-12] [RB-cfg-28]', async () => {
    const clock = new FakeClock();
    const config = { subscription: { expires: 10 }, connectivity: { checkConnectivity: false, reconnectDelay: 1_000_000, reconnectLimit: 0 } };
    const face = await Face.of(town, 'mia', { config, ports: { clock } });
    expect(face.api.getConfig().subscription.expires).to.equal(60); // fewer are not allowed
    await clock.advance(29_999);
    expect(face.all('subscription:resub')).to.deep.equal([]);
    await clock.advance(1);
    await face.next('subscription:resub');
    expect(face.all('subscription:resub')).to.deep.equal([{ attemptNum: 1, isFailure: false }]);
    face.cut();
    await face.until(() => !face.api.connection.getSocketState().connected);
    while (subscribed(face).length > 0) await clock.advance(7_500);
    const failures = face.all('subscription:resub').slice(1);
    expect(failures.map(({ attemptNum, isFailure }) => [attemptNum, isFailure])).to.deep.equal(failures.map((_, i) => [i + 1, true]));
    expect(failures[0]?.error?.code).to.equal('authentication:5');
    expect(face.all('subscription:change').at(-1)).to.deep.equal({ reason: 'GONE' });
    face.api.destroy();
  });
});

/** A token that looks like one. */
const tokenOf = (aud: string, sub: string): string =>
  ['{"alg":"HS256","kid":"k"}', JSON.stringify({ aud, sub }), 'x'].map((part) => btoa(part)).join('.');

/** The end of a server that turns away. */
function refusing(bye: Partial<ServerFrames['bye']>): FakeSocket {
  const socket = new FakeSocket();
  void settle().then(() => {
    socket.open();
    socket.receive({ after_ms: 0, ...bye });
    socket.drop(bye.close);
  });
  return socket;
}
