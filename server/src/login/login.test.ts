import { createHmac } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { systemClock } from '../../../src/core/base/index.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';
import { Passwords } from './passwords.ts';

/** As cheap as scrypt goes here: what is proven does not depend on it. */
const passwordCost = 2 ** 4;
const PASSWORD = 'correct horse battery';

describe('signing in', () => {
  let nowMs = 1_800_000_000_000;
  const clock = { ...systemClock, now: () => nowMs };
  let server: TestServer;
  let other: { app_id: string; app_api_key: string };
  before(async () => {
    server = await startTestServer({ clock, settings: { passwordCost } });
    const { app, apiKey } = await server.core.apps.create({ appId: 'other' });
    other = { app_id: app.app_id, app_api_key: apiKey };
  });
  after(() => server.close());

  const ask = async (options: InjectOptions) => {
    const response = await server.app.inject(options);
    return { status: response.statusCode, headers: response.headers, body: response.json() };
  };
  const asApp = (method: 'PUT' | 'POST' | 'DELETE', url: string, payload: object = {}, keys = server.keys) =>
    ask({ method, url, payload, headers: keys });
  const logIn = (payload: object, remoteAddress = '10.0.0.1') =>
    ask({ method: 'POST', url: '/v1/login', payload: { app_id: 'shop', ...payload }, remoteAddress });
  const setPassword = (userId: string, password: string, more = {}) => asApp('PUT', `/v1/users/${userId}/password`, { password, ...more });
  const codes = (answers: { status: number; body: { error?: string } }[]) => answers.map(({ status, body }) => [status, body.error]);
  const WRONG = [401, 'auth:credentials'];

  describe('with a password', () => {
    it('gives the session token of the user, as any other token is', async () => {
      expect((await setPassword('alice', PASSWORD)).status).to.equal(200);
      const { status, body, headers } = await logIn({ user_id: 'alice', password: PASSWORD });
      expect([status, body.expires_at, headers['cache-control']]).to.deep.equal([200, nowMs + 24 * 3_600_000, 'no-store']);
      expect((await server.core.tokens.verify(body.token)).userId).to.equal('alice');
      await asApp('DELETE', '/v1/users/alice/token');
      const { body: refused } = await ask({ url: '/v1/users/alice', headers: { authorization: `Bearer ${body.token}` } });
      expect(refused.error).to.equal('auth:token-revoked');
      expect((await logIn({ user_id: 'alice', password: PASSWORD })).status).to.equal(200); // the password still stands
    });

    it('says the same of a wrong password, a user without one, an unknown user and an unknown app', async () => {
      await setPassword('bob', PASSWORD);
      await server.core.users.create('shop', { user_id: 'ben' });
      const answers = [
        await logIn({ user_id: 'bob', password: `${PASSWORD}!` }),
        await logIn({ user_id: 'ben', password: PASSWORD }),
        await logIn({ user_id: 'nobody', password: PASSWORD }),
        await logIn({ app_id: 'nowhere', user_id: 'bob', password: PASSWORD }),
        await logIn({ app_id: 'other', user_id: 'bob', password: PASSWORD }),
      ];
      expect(codes(answers)).to.deep.equal(Array(5).fill(WRONG));
      expect(new Set(answers.map(({ body }) => body.message)).size).to.equal(1);
    });

    it('is checked under the name that was set with it, the user id unless another', async () => {
      await setPassword('cora', PASSWORD, { authname: 'cora-desk' });
      await setPassword('carl', PASSWORD);
      const answers = [
        await logIn({ user_id: 'cora', password: PASSWORD, authname: 'cora-desk' }),
        await logIn({ user_id: 'cora', password: PASSWORD }),
        await logIn({ user_id: 'carl', password: PASSWORD, authname: 'carl' }),
        await logIn({ user_id: 'carl', password: PASSWORD, authname: 'cora-desk' }),
      ];
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 401, 200, 401]);
    });

    it('takes another password in the place of the first, and none once it was removed', async () => {
      await setPassword('dan', PASSWORD);
      await setPassword('dan', 'another password');
      expect(codes([await logIn({ user_id: 'dan', password: PASSWORD })])).to.deep.equal([WRONG]);
      expect((await logIn({ user_id: 'dan', password: 'another password' })).status).to.equal(200);
      await asApp('DELETE', '/v1/users/dan/password');
      expect(codes([await logIn({ user_id: 'dan', password: 'another password' })])).to.deep.equal([WRONG]);
    });

    it('knows letters that are written in two ways', async () => {
      await setPassword('zoe', 'crème brûlée'.normalize('NFD'));
      expect((await logIn({ user_id: 'zoe', password: 'crème brûlée'.normalize('NFC') })).status).to.equal(200);
    });

    it('is set by the app alone, which has to show its key, and not shorter than eight letters', async () => {
      const url = '/v1/users/eve/password';
      const answers = [
        await ask({ method: 'PUT', url, payload: { password: PASSWORD } }),
        await ask({ method: 'PUT', url, payload: { password: PASSWORD }, headers: await server.bearer('eve') }),
        await setPassword('eve', 'short'),
      ];
      expect(codes(answers)).to.deep.equal([
        [401, 'auth:app-unknown'],
        [401, 'auth:app-unknown'],
        [400, 'request:invalid'],
      ]);
      expect(JSON.stringify(answers.map(({ body }) => body))).to.not.contain('short');
    });

    it('is kept as a hash of its own, which no two of the same share', async () => {
      const passwords = new Passwords(passwordCost);
      const [one, two] = [await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)];
      expect(one).to.match(/^scrypt\$16\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
      expect(one === two).to.equal(false);
      expect([
        await passwords.verify(PASSWORD, two),
        await passwords.verify('guess', two),
        await passwords.verify(PASSWORD, undefined),
      ]).to.deep.equal([true, false, false]);
      // what was stored at another cost is still known
      expect(await new Passwords(2 ** 5).verify(PASSWORD, one)).to.equal(true);
    });

    it('is refused for lack of room rather than kept waiting behind many', async () => {
      const passwords = new Passwords(passwordCost);
      const all = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.hash(PASSWORD)));
      const refused = all.filter((one) => one.status === 'rejected');
      expect(refused.map(({ reason }) => reason.code)).to.deep.equal(Array(14).fill('server:busy'));
      expect(await passwords.hash(PASSWORD)).to.contain('scrypt');
    });

    it('may be tried ten times in a row by one address, then after a while; others are not kept out', async () => {
      await setPassword('gus', PASSWORD);
      const tries = await Promise.all(Array.from({ length: 10 }, () => logIn({ user_id: 'gus', password: 'guess' })));
      expect(codes(tries)).to.deep.equal(Array(10).fill(WRONG));
      const { status, body, headers } = await logIn({ user_id: 'gus', password: PASSWORD });
      expect([status, body.error, body.retry_after_ms, headers['retry-after']]).to.deep.equal([429, 'request:rate-limited', 10_000, '10']);
      expect((await logIn({ user_id: 'gus', password: PASSWORD }, '10.0.0.2')).status).to.equal(200);
      nowMs += 10_000;
      expect((await logIn({ user_id: 'gus', password: PASSWORD })).status).to.equal(200);
    });

    it('may not be tried without end from everywhere', async () => {
      await setPassword('hal', PASSWORD);
      for (let i = 0; i < 100; i++) await logIn({ user_id: 'hal', password: 'guess' }, `10.1.${i}.1`);
      expect((await logIn({ user_id: 'hal', password: PASSWORD }, '10.2.0.1')).body.error).to.equal('request:rate-limited');
      nowMs += 5_000;
      expect((await logIn({ user_id: 'hal', password: PASSWORD }, '10.2.0.1')).status).to.equal(200);
    });
  });

  describe('with an HMAC token', () => {
    const tokenOf = (key: string, subscriberId: string, organizationId: string, encoding: 'hex' | 'base64' = 'base64') =>
      createHmac('sha1', key)
        .update(JSON.stringify({ authenticationTokenRequest: { subscriberId, organizationId } }))
        .digest(encoding);
    const keyOf = async (payload: object = {}, keys = server.keys) => (await asApp('POST', '/v1/login/hmac-key', payload, keys)).body;

    it('gives a session token to whom the app vouches for, in either way of writing', async () => {
      const { hmac_key, organization_id } = await keyOf({ organization_id: 'example.com' });
      expect(organization_id).to.equal('example.com');
      for (const encoding of ['hex', 'base64'] as const) {
        const { status, body } = await logIn({ user_id: 'ida', hmac_token: tokenOf(hmac_key, 'ida', 'example.com', encoding) });
        expect([status, (await server.core.tokens.verify(body.token)).userId]).to.deep.equal([200, 'ida']);
      }
    });

    it('is refused for another user, another organization, another app, under an older key and once there is none', async () => {
      const { hmac_key } = await keyOf();
      const { hmac_key: theirs } = await keyOf({}, other);
      const answers = [
        await logIn({ user_id: 'jim', hmac_token: tokenOf(hmac_key, 'joe', 'shop') }),
        await logIn({ user_id: 'jim', hmac_token: tokenOf(hmac_key, 'jim', 'elsewhere') }),
        await logIn({ user_id: 'jim', hmac_token: tokenOf(theirs, 'jim', 'shop') }),
        await logIn({ user_id: 'jim', hmac_token: 'x' }),
      ];
      const good = tokenOf(hmac_key, 'jim', 'shop');
      expect((await logIn({ user_id: 'jim', hmac_token: good })).status).to.equal(200);
      const { hmac_key: newer } = await keyOf();
      answers.push(await logIn({ user_id: 'jim', hmac_token: good }));
      await asApp('DELETE', '/v1/login/hmac-key');
      answers.push(await logIn({ user_id: 'jim', hmac_token: tokenOf(newer, 'jim', 'shop') }));
      expect(codes(answers)).to.deep.equal(Array(6).fill(WRONG));
    });
  });

  it('wants one kind of credentials', async () => {
    const answers = [await logIn({ user_id: 'kim' }), await logIn({ user_id: 'kim', password: PASSWORD, hmac_token: 'x' })];
    expect(codes(answers)).to.deep.equal(Array(2).fill([400, 'request:invalid']));
  });
});
