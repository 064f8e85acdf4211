import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/harness.ts';
import { type Browser, PushService } from '../../../test/push-service.ts';
import { type Device, type StartOptions, startCore, temporaryFolder } from '../../../test/server-fixture.ts';
import { createSafeFetch } from '../net/safe-fetch.ts';
import { encrypt } from './encrypt.ts';

/** A line of the server's log. */
type Line = { message: string; waitMs?: number };

const b64 = (text: string) => Buffer.from(text, 'base64url');

describe('a push message', () => {
  it('is encrypted as RFC 8291 shows it in its example', () => {
    const body = encrypt(
      Buffer.from('When I grow up, I want to be a watermelon'),
      {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
      { privateKey: b64('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'), salt: b64('DGv6ra1nlYgDCS1FRnbzlw') },
    );
    expect(body.toString('base64url')).to.equal(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });
});

describe('pushing', () => {
  let clock: FakeClock;
  let service: PushService;
  let town: ChatTown;
  let lines: Line[];
  let heard: (() => void)[] = [];
  const log = (detail: object, message: string): void => {
    lines.push({ ...detail, message });
    for (const go of heard.splice(0)) go();
  };
  const ofLog = (word: string): Line[] => lines.filter(({ message }) => message.includes(word));
  /** So many lines of the server's log that hold this. */
  const logged = async (word: string, count: number): Promise<Line[]> => {
    while (ofLog(word).length < count) await new Promise<void>((resolve) => heard.push(resolve));
    return ofLog(word);
  };
  /** Time goes on once the server knows what became of all that was delivered. */
  const advance = async (ms: number): Promise<void> => {
    await logged('took a message', service.got.length);
    await clock.advance(ms);
  };
  const start = async (more: StartOptions = {}): Promise<void> => {
    const policy = { resolve: async () => ['127.0.0.1'], allows: (address: string) => address === '127.0.0.1' };
    town = await startTown({
      clock,
      log: { debug: log, info: log, warn: log, error: log },
      push: { fetch: createSafeFetch({ clock, policy }), texts: true, plain: true },
      ...more,
    });
  };
  /** A browser of a user that asked to be pushed to; its socket is closed again unless kept. */
  const enable = async (user: string, name: string): Promise<{ browser: Browser; device: Device }> => {
    const browser = service.browser(name);
    const device = await town.device(user, { device: name });
    await device.request('push.subscribe', { ...browser.subscription, language: 'en' });
    return { browser, device };
  };
  const enableAndLeave = async (user: string, name: string): Promise<Browser> => {
    const { browser, device } = await enable(user, name);
    await device.close(1000);
    await town.quiet();
    return browser;
  };

  beforeEach(async () => {
    clock = new FakeClock();
    lines = [];
    heard = [];
    service = await new PushService().start();
    await start();
    await town.channel('club', ['alice', 'bob', 'carol']);
  });
  afterEach(async () => {
    expect(service.complaints).to.deep.equal([]);
    await town.close();
    service.close();
  });

  it('tells members of a message who do not see it, says who wrote what and how much is unread, and not its writer', async () => {
    await enableAndLeave('alice', 'a1');
    await enableAndLeave('bob', 'b1');
    await enableAndLeave('bob', 'b2');
    await town.say('alice', 'club', 'one');
    await service.next('b1');
    const { message_id } = await town.say('alice', 'club', 'two');
    const { payload, headers } = await service.next('b1', ({ text }) => text === 'two');
    expect(payload).to.deep.include({
      v: 1,
      t: 'message',
      app_id: 'demo',
      user_id: 'bob',
      channel_id: 'club',
      channel: 'club',
      message_id,
      what: 'text',
    });
    expect(payload).to.deep.include({ from: { user_id: 'alice', name: 'Alice' }, unread: 2 });
    expect([headers.ttl, headers.urgency]).to.deep.equal(['86400', 'normal']);
    await service.next('b2', ({ text }) => text === 'two');
    expect([service.to('a1'), service.to('b1').length, new Set(service.got.map(({ headers: { topic } }) => topic)).size]).to.deep.equal([[], 2, 1]);
  });

  it('says nothing to a browser with a page before its user, or one that has read it; and is believed for a time only', async () => {
    const { device } = await enable('bob', 'b1');
    await enableAndLeave('carol', 'c1');
    await device.request('push.visible', { page: 'tab1', visible: true });
    await device.request('push.visible', { page: 'tab2', visible: true });
    await device.request('push.visible', { page: 'tab2', visible: false });
    await town.say('alice', 'club', 'seen');
    await service.next('c1');
    expect(service.to('b1')).to.deep.equal([]);
    await device.request('push.visible', { page: 'tab1', visible: false });
    await town.say('alice', 'club', 'hidden');
    expect((await service.next('b1')).payload.text).to.equal('hidden');
    await device.request('push.visible', { page: 'tab1', visible: true });
    await advance(town.core.settings.pushVisibleMs + 1);
    const again = await town.device('bob', { device: 'b1' }); // the frozen one was cut
    await town.say('alice', 'club', 'frozen');
    await service.next('b1', ({ text }) => text === 'frozen');
    again.cut();
  });

  it('keeps to how loud a channel is: all, mentions and replies, nothing, or nothing for a while', async () => {
    await enableAndLeave('bob', 'b1');
    await enableAndLeave('carol', 'c1');
    const loud = (mode: 'all' | 'mentions' | 'none', seconds?: number) =>
      town.as('bob', 'channel.notify', { channel_id: 'club', mode, ...(seconds && { seconds }) });
    const texts = () => service.to('b1').map(({ text }) => text);
    const say = async (text: string, more = {}) => {
      const message = await town.say('alice', 'club', text, more);
      await service.next('c1', (payload) => payload.text === text);
      return message;
    };
    const { message_id: his } = await town.say('bob', 'club', 'mine');
    await loud('mentions');
    await say('plain');
    await say('to bob', { mentions: ['bob'] });
    await say('to all', { mentions: ['*'] });
    await say('answer', { reply_to: his });
    await service.until(() => texts().length === 3);
    expect(service.to('b1').every(({ mention }) => mention === true)).to.equal(true);
    await loud('none');
    await say('hey', { mentions: ['bob'] });
    await loud('none', 60);
    await say('shh');
    await advance(60_000);
    await say('back');
    await service.next('b1', ({ text }) => text === 'back');
    expect(texts()).to.deep.equal(['to bob', 'to all', 'answer', 'back']);
  });

  it('tells of replies in a thread those who wrote in it', async () => {
    await enableAndLeave('bob', 'b1');
    await enableAndLeave('carol', 'c1');
    const { message_id } = await town.say('carol', 'club', 'root');
    await town.say('alice', 'club', 'reply', { thread_id: message_id });
    expect((await service.next('c1')).payload).to.deep.include({ text: 'reply', thread_id: message_id });
    expect(service.to('b1').map(({ text }) => text)).to.deep.equal(['root']);
  });

  it('does not tell of whom one has blocked, of what was taken back, or what was written for those who left', async () => {
    await enableAndLeave('bob', 'b1');
    await enableAndLeave('carol', 'c1');
    await town.as('bob', 'call.block', { user_id: 'alice' });
    await town.say('alice', 'club', 'psst');
    await service.next('c1');
    await town.as('carol', 'channel.leave', { channel_id: 'club' });
    await enableAndLeave('alice', 'a1');
    await town.say('bob', 'club', 'gone?');
    await service.next('a1');
    expect([service.to('b1'), service.to('c1').length]).to.deep.equal([[], 1]);
  });

  it('keeps texts to itself where the server is told to', async () => {
    await town.close();
    const policy = { resolve: async () => ['127.0.0.1'], allows: () => true };
    await start({ push: { fetch: createSafeFetch({ clock, policy }), texts: false, plain: true } });
    await town.channel('club', ['alice', 'bob']);
    await enableAndLeave('bob', 'b1');
    await town.say('alice', 'club', 'secret');
    const { payload, headers } = await service.next('b1');
    expect(payload).to.not.have.any.keys('text', 'channel');
    expect([payload.from, headers.urgency]).to.deep.equal([{ user_id: 'alice', name: 'Alice' }, 'high']);
  });

  it('takes back on other devices what was read on one', async () => {
    await enableAndLeave('bob', 'b1');
    const { message_id } = await town.say('alice', 'club', 'news');
    const { headers } = await service.next('b1');
    await town.as('bob', 'channel.read', { channel_id: 'club', offset: message_id });
    const read = await service.next('b1', ({ t }) => t === 'read');
    expect([read.payload.channel_id, read.headers.topic]).to.deep.equal(['club', headers.topic]);
    await town.as('bob', 'channel.read', { channel_id: 'club', offset: message_id });
    expect(service.to('b1').length).to.equal(2);
  });

  it('tries again after a fault and after "later", in growing steps, and gives up; a newer message of the channel stands for an older', async () => {
    await enableAndLeave('bob', 'b1');
    await enableAndLeave('carol', 'c1');
    const { pushRetryMs } = town.core.settings;
    service.answer('b1', { status: 503 }, { status: 429, headers: { 'retry-after': '30' } });
    await town.say('alice', 'club', 'one');
    await logged('tried again', 1);
    await advance(pushRetryMs);
    expect((await logged('tried again', 2)).map(({ waitMs }) => waitMs)).to.deep.equal([pushRetryMs, 30_000]);
    await advance(29_000);
    await town.say('alice', 'club', 'two');
    await service.next('c1', ({ text }) => text === 'two');
    await logged('took a message', 2);
    expect(service.asked).to.equal(4);
    await advance(1_000);
    await logged('took a message', 3);
    await advance(600_000);
    expect(service.to('b1').map(({ text }) => text)).to.deep.equal(['two']);
    service.answer('b1', ...Array.from({ length: 9 }, () => ({ status: 500 })));
    const before = service.asked;
    await town.say('alice', 'club', 'three');
    await logged('took a message', 4);
    for (let tries = 1; tries < 5; tries++) {
      await logged('tried again', 2 + tries);
      await advance(pushRetryMs * 4 ** (tries - 1));
    }
    await logged('could not be delivered', 1);
    await advance(3_600_000);
    expect(service.asked).to.equal(before + 6);
  });

  it('lets a slow push service time out without holding up the others', async () => {
    await enableAndLeave('bob', 'b1');
    await enableAndLeave('carol', 'c1');
    service.answer('b1', 'never');
    await town.say('alice', 'club', 'one');
    await service.next('c1');
    await service.until(() => service.asked === 2);
    await advance(town.core.settings.pushTimeoutMs);
    await logged('tried again', 1);
    await advance(town.core.settings.pushRetryMs);
    await service.next('b1');
  });

  it('forgets a browser that its push service no longer knows', async () => {
    await enableAndLeave('bob', 'b1');
    await enableAndLeave('bob', 'b2');
    service.answer('b1', { status: 410 });
    await town.say('alice', 'club', 'one');
    await service.next('b2');
    await logged('is gone', 1);
    await town.say('alice', 'club', 'two');
    await service.next('b2', ({ text }) => text === 'two');
    expect([service.asked, service.to('b1')]).to.deep.equal([3, []]);
  });

  it('makes a call ring where no page is open, and takes it back when it is over', async () => {
    await enableAndLeave('bob', 'b1');
    const alice = await town.device('alice');
    const invite = (call_id: string) => alice.request('call.invite', { call_id, to: 'bob', media: ['audio'] });
    const { call } = await invite('call-00000001');
    expect(call.state).to.equal('ringing');
    const { payload, headers } = await service.next('b1');
    expect(payload).to.deep.include({ t: 'call', call_id: 'call-00000001', from: { user_id: 'alice', name: 'Alice' }, media: ['audio'] });
    expect([headers.urgency, headers.ttl]).to.deep.equal(['high', String(town.core.settings.ringTimeoutMs / 1_000)]);
    await advance(town.core.settings.reachGraceMs * 2);
    expect((await alice.request('call.get', { call_id: 'call-00000001' })).call.state).to.equal('ringing');
    await alice.request('call.end', { call_id: 'call-00000001' });
    const over = await service.next('b1', (one) => one.over === true);
    expect([over.payload.missed, over.headers.topic]).to.deep.equal([true, headers.topic]);
  });

  it('lets the worker decline by the key that came with the call, and by no other', async () => {
    await enableAndLeave('bob', 'b1');
    const alice = await town.device('alice');
    await alice.request('call.invite', { call_id: 'call-00000002', to: 'bob', media: ['audio'] });
    const key = String((await service.next('b1')).payload.decline_key);
    expect((await refused(town.core.push.decline('demo', 'alice', 'call-00000002', key))).error).to.equal('auth:credentials');
    await town.core.push.decline('demo', 'bob', 'call-00000002', key);
    const { end_reason } = await alice.call('alice', ({ state }) => state === 'ended');
    expect(end_reason).to.equal('rejected');
    const { payload } = await service.next('b1', (one) => one.over === true);
    expect(payload.missed).to.equal(false);
  });

  it('ends a call as unreachable after all when the only browser is gone', async () => {
    await enableAndLeave('bob', 'b1');
    service.answer('b1', { status: 404 });
    const alice = await town.device('alice');
    await alice.request('call.invite', { call_id: 'call-00000003', to: 'bob', media: ['audio'] });
    await logged('is gone', 1);
    await advance(town.core.settings.reachGraceMs + town.core.settings.callTickMs);
    expect((await alice.call('alice', ({ state }) => state === 'ended')).end_reason).to.equal('unreachable');
  });

  it('keeps key and subscriptions over a restart, and takes a call back that rang before it', async () => {
    await town.close();
    const folder = temporaryFolder();
    await start({ dataDir: folder.path });
    await town.channel('club', ['alice', 'bob']);
    await enableAndLeave('bob', 'b1');
    const alice = await town.device('alice');
    await alice.request('call.invite', { call_id: 'call-00000004', to: 'bob', media: ['audio'] });
    await service.next('b1');
    const { public_key } = await town.as('bob', 'push.key', {});
    await advance(0);
    await town.close();
    const policy = { resolve: async () => ['127.0.0.1'], allows: () => true };
    const again = await startCore({
      dataDir: folder.path,
      clock,
      appId: null,
      push: { fetch: createSafeFetch({ clock, policy }), texts: true, plain: true },
    });
    const bob = { kind: 'user', appId: 'demo', userId: 'bob' } as const;
    expect((await again.core.execute(bob, 'push.key', {})).public_key).to.equal(public_key);
    await advance(again.core.settings.ringTimeoutMs);
    await service.next('b1', (one) => one.over === true && one.missed === true);
    await again.core.send('demo', 'alice', { client_id: crypto.randomUUID(), channel_id: 'club', type: 'text', content: 'after' });
    await service.next('b1', ({ text }) => text === 'after');
    await again.close();
    folder.remove();
    await start();
  });

  it('is refused what is no push service or no key, belongs to who subscribed last, and ends with his tokens', async () => {
    const bob = await town.device('bob', { device: 'b1' });
    const { subscription } = service.browser('b1');
    const wrong = async (change: object) => (await bob.refused('push.subscribe', { ...subscription, ...change })).error;
    expect(await wrong({ endpoint: 'ftp://push.example/x' })).to.equal('push:refused');
    expect(await wrong({ endpoint: 'https://user:pw@push.example/x' })).to.equal('push:refused');
    expect(await wrong({ p256dh: subscription.auth })).to.equal('request:invalid');
    expect(await wrong({ auth: 'AAAA' })).to.equal('request:invalid');
    await bob.request('push.subscribe', subscription);
    const carol = await town.device('carol', { device: 'b1' });
    await carol.request('push.subscribe', subscription);
    await enableAndLeave('alice', 'a1');
    await Promise.all([bob.close(1000), carol.close(1000)]);
    await town.quiet();
    await town.say('bob', 'club', 'one');
    expect((await service.next('b1')).payload.user_id).to.equal('carol');
    await town.core.tokens.revoke('demo', 'carol');
    await town.say('bob', 'club', 'two');
    await service.next('a1', ({ text }) => text === 'two');
    expect(service.to('b1').length).to.equal(1);
  });

  it('follows a browser to its next subscription, or lets go of it, for whoever knows its secret', async () => {
    const { auth, endpoint } = (await enableAndLeave('bob', 'b1')).subscription;
    const next = service.browser('b2').subscription;
    expect((await refused(town.core.push.renew('demo', { endpoint, auth: next.auth }, next))).error).to.equal('auth:credentials');
    await town.core.push.renew('demo', { endpoint, auth }, next);
    await town.say('alice', 'club', 'moved');
    await service.next('b2');
    expect((await refused(town.core.push.drop('demo', endpoint, auth))).error).to.equal('auth:credentials');
    await town.core.push.drop('demo', next.endpoint, next.auth);
    await enableAndLeave('carol', 'c1');
    await town.say('alice', 'club', 'quiet');
    await service.next('c1');
    expect(service.got.map(({ browser }) => browser)).to.deep.equal(['b2', 'c1']);
  });

  it('is off where the server has none', async () => {
    await town.close();
    await start({ push: undefined });
    expect((await refused(town.as('alice', 'push.key', {}))).error).to.equal('request:unsupported');
  });
});
