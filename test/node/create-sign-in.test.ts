import { createHmac } from 'node:crypto';
import { FakeClock, settle } from '../fake-clock.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, Town } from './calls-town.ts';
import { Face } from './create-town.ts';

const PASSWORD = 'correct horse battery';

describe('credentials that the server checks', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ passwordCost: 2 ** 4 });
  });
  after(() => town.stop());

  /** Signs in and asks for calls; resolves when that was answered. */
  const subscribe = async (face: Face, credentials: Parameters<Face['api']['setCredentials']>[0]) => {
    const from = face.heard.length;
    face.api.setCredentials(credentials);
    await face.next('auth:change', undefined, from);
    face.api.services.subscribe(['call']);
    await face.until(() => !face.api.services.getSubscriptions().isPending);
  };
  const subscribed = (face: Face) => face.api.services.getSubscriptions().subscribed;

  it('may be a password, which gives the session of that user and calls as any other session [RB-api-12]', async () => {
    const { logins } = town.server.core;
    await logins.setPassword(APP, 'alfred', PASSWORD, 'alfred-desk');
    const face = new Face(town);
    const credentials = { username: 'alfred@example.com', password: PASSWORD, authname: 'alfred-desk' };
    await subscribe(face, credentials);
    const { username, token } = face.api.getUserInfo();
    expect([subscribed(face), username]).to.deep.equal([['call'], 'alfred@example.com']);
    expect((await town.server.core.tokens.verify(token ?? '')).userId).to.equal('alfred');
    const bob = await Face.of(town, 'bob');
    face.api.call.make('bob', { audio: true });
    expect(bob.api.call.getById((await bob.next('call:receive')).callId)?.from).to.equal('alfred@town');
    for (const one of [face, bob]) one.api.destroy();
  });

  it('that are wrong fail the subscription as unauthorised, and others may be set then [RB-api-12]', async () => {
    await town.server.core.logins.setPassword(APP, 'beth', PASSWORD);
    const face = new Face(town);
    await subscribe(face, { username: 'beth', password: 'a guess' });
    for (const event of ['request:error', 'subscription:error'] as const)
      expect(face.all(event).map(({ error }) => error.code)).to.deep.equal(['authentication:1']);
    expect([subscribed(face), face.api.getUserInfo().token]).to.deep.equal([[], undefined]);
    await subscribe(face, { username: 'beth', password: PASSWORD });
    expect(subscribed(face)).to.deep.equal(['call']);
    face.api.destroy();
  });

  it('may be an HMAC token of the app over user and organization, and of nobody else [RB-api-13]', async () => {
    const { hmac_key } = await town.server.core.logins.newHmacKey(APP, 'example.com');
    const tokenOf = (subscriberId: string) =>
      createHmac('sha1', hmac_key)
        .update(JSON.stringify({ authenticationTokenRequest: { subscriberId, organizationId: 'example.com' } }))
        .digest('base64');
    const face = new Face(town);
    await subscribe(face, { username: 'carl@example.com', hmacToken: tokenOf('dora') });
    expect(face.all('subscription:error').map(({ error }) => error.code)).to.deep.equal(['authentication:1']);
    await subscribe(face, { username: 'carl@example.com', hmacToken: tokenOf('carl') });
    expect([subscribed(face), face.api.getUserInfo().username]).to.deep.equal([['call'], 'carl@example.com']);
    expect((await town.server.core.tokens.verify(face.api.getUserInfo().token ?? '')).userId).to.equal('carl');
    face.api.destroy();
  });

  it('are tried again when the server says so, where they were tried too often', async () => {
    const { core } = town.server;
    await core.logins.setPassword(APP, 'emil', PASSWORD);
    const login = (password: string) =>
      fetch(`${town.server.address}/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ app_id: APP, user_id: 'emil', password }),
      });
    while ((await login('a guess')).status !== 429);
    const clock = new FakeClock();
    let asked = 0;
    let answered = () => {};
    const heard = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const face = new Face(town, {
      config: { connectivity: { reconnectDelay: 1 } },
      ports: {
        clock,
        fetch: async (...request) => {
          asked++;
          const answer = await fetch(...request);
          const whole = new Response(await answer.text(), answer);
          answered();
          return whole;
        },
      },
    });
    face.api.setCredentials({ username: 'emil', password: PASSWORD });
    face.api.services.subscribe(['call']);
    await heard;
    await settle();
    const from = clock.now();
    while (asked < 2) await clock.advance(500);
    expect(clock.now() - from).to.be.greaterThan(9_000); // one try in ten seconds
    expect(face.api.services.getSubscriptions().isPending).to.equal(true);
    face.api.destroy();
  });
});
