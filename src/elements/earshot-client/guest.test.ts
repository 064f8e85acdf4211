import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { GuestDoorEvent } from '../internal/guest-door.ts';
import './define.ts';
import type { EarshotClient } from './earshot-client.ts';

/** Nothing listens there: what is asked by HTTP is answered here. */
const HOST = '127.0.0.1:9';
const KEY = `earshot:guest:${HOST}:demo`;

interface Asked {
  path: string;
  body: Record<string, unknown>;
  authorization: string | null;
}

describe('<earshot-client guest>', () => {
  const original = globalThis.fetch;
  let asked: Asked[];
  let status = 200;
  let guestId = 'guest-1';

  beforeEach(() => {
    asked = [];
    status = 200;
    guestId = 'guest-1';
    localStorage.removeItem(KEY);
    globalThis.fetch = async (input, init) => {
      const path = new URL(String(input)).pathname;
      asked.push({ path, body: JSON.parse(String(init?.body)), authorization: new Headers(init?.headers).get('authorization') });
      const refused = { error: 'auth:forbidden', message: 'unable to come in as a guest; this app has no guests', status };
      const entered = {
        user: { user_id: guestId },
        token: 'guest-token',
        expires_at: 1,
        secret: `secret of ${guestId}`,
        channel_id: 'mine',
        channels: [],
      };
      return new Response(JSON.stringify(status === 200 ? entered : refused), { status });
    };
  });
  afterEach(() => {
    globalThis.fetch = original;
    localStorage.removeItem(KEY);
  });

  const make = () => fixture<EarshotClient>(html`<earshot-client host=${HOST} app-id="demo" tabs="per-tab" guest></earshot-client>`);
  const doorOf = (el: EarshotClient) => {
    const event = new GuestDoorEvent();
    el.dispatchEvent(event);
    return event.door!;
  };

  it('makes a guest only when somebody wants in, and keeps the secret in this browser', async () => {
    const el = await make();
    const door = await doorOf(el);
    expect([el.client, asked.length]).to.deep.equal([undefined, 0]);
    await Promise.all([door.enter({ name: 'Gwen' }), door.enter({ name: 'Gwen' })]);
    await el.updateComplete;
    expect(asked).to.deep.equal([{ path: '/v1/guests', body: { app_id: 'demo', name: 'Gwen' }, authorization: null }]);
    expect([el.client?.userId, el.userId, door.channelId]).to.deep.equal(['guest-1', undefined, 'mine']);
    expect(localStorage.getItem(KEY)).to.equal('secret of guest-1');
  });

  it('is the same guest again where the secret is', async () => {
    localStorage.setItem(KEY, 'known');
    const el = await make();
    await waitUntil(() => el.client);
    expect(asked[0]!.body).to.deep.equal({ app_id: 'demo', secret: 'known' });
    expect(el.client!.userId).to.equal('guest-1');
  });

  it('passes on why nobody is let in, and tries again when asked again', async () => {
    const el = await make();
    const door = await doorOf(el);
    status = 400;
    const error = await door.enter({}).then(
      () => undefined,
      (refusal: { code: string }) => refusal.code,
    );
    expect([error, el.client]).to.deep.equal(['auth:forbidden', undefined]);
    status = 200;
    await door.enter({});
    await el.updateComplete;
    expect(el.client?.userId).to.equal('guest-1');
  });

  it('makes way for a user who signs in, and hands over what was the guest’s', async () => {
    const el = await make();
    const door = await doorOf(el);
    await door.enter({});
    await el.updateComplete;
    el.userId = 'carol';
    el.token = 'carols';
    await el.updateComplete;
    expect(el.client?.userId).to.equal('carol');
    Object.defineProperty(el.client, 'state', { value: 'connected' });
    el.dispatchEvent(Object.assign(new Event('earshot-client-state'), { state: 'connected' }));
    await waitUntil(() => localStorage.getItem(KEY) === null);
    expect(asked.at(-1)).to.deep.equal({ path: '/v1/guests/claim', body: { secret: 'secret of guest-1' }, authorization: 'Bearer carols' });
    expect(el.client?.userId).to.equal('carol');
  });

  it('lets nobody in without the attribute', async () => {
    const el = await fixture<EarshotClient>(html`<earshot-client host=${HOST} app-id="demo"></earshot-client>`);
    const event = new GuestDoorEvent();
    el.dispatchEvent(event);
    expect(event.door).to.equal(undefined);
  });
});
