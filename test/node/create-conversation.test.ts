import type { StoredMessage } from '../../src/compat/create/create.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { APP, Town } from './calls-town.ts';
import { Face } from './create-town.ts';

const texts = (messages: readonly StoredMessage[] | undefined): string[] =>
  (messages ?? []).map(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : part.name)).join('|'));

describe('conversations by the names of create()', () => {
  let town: Town;
  const faces: Face[] = [];
  before(async () => {
    town = await Town.start();
  });
  after(async () => {
    for (const { api } of faces) api.destroy();
    await town.stop();
  });

  async function face(userId: string, correlator?: string): Promise<Face> {
    const made = await Face.of(town, userId, { services: ['IM'], ...(correlator && { correlator }) });
    faces.push(made);
    return made;
  }
  /** Alice's conversation with somebody, once a message of hers is there. */
  async function said(from: Face, to: string, text: string): Promise<string> {
    const message = from.api.conversation.get(to)!.createMessage({ type: 'text', text });
    message.send();
    await from.until(() => !message.isPending);
    return message.messageId;
  }
  const received = (at: Face, from: string, text: string): Promise<StoredMessage> =>
    at.until(() =>
      at.api.conversation
        .getAll()
        .find(({ destination }) => destination === `${from}@${APP}`)
        ?.getMessages()
        .find(({ parts }) => parts[0]?.type === 'text' && parts[0].text === text),
    );

  it('are made on demand with a user, and told as new and as changed [RB-conv-01] [RB-conv-03] [RB-conv-15]', async () => {
    const ann = await face('ann');
    const { conversation } = ann.api;
    const made = conversation.get('Bob@town')!;
    await ann.until(() => ann.all('conversations:change').length > 1);
    expect(made).to.include({ destination: 'Bob@town', type: 'im' });
    expect(conversation.get('sip:Bob@town', { type: 'im' })).to.equal(made);
    expect(conversation.get('Bob@town', { type: 'chat' })).to.equal(made);
    expect([conversation.get('Bob@town', { type: 'sms' }), conversation.get(''), conversation.get('ann')]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    expect(ann.all('conversations:new')).to.deep.equal([[{ destination: 'Bob@town', type: 'im' }]]);
  });

  it('are listed, and told by an array when they change [RB-conv-02] [RB-conv-16]', async () => {
    const cleo = await face('cleo');
    expect(cleo.api.conversation.getAll()).to.deep.equal([]);
    const [one, two] = [cleo.api.conversation.get('dan'), cleo.api.conversation.get('eve')];
    expect(cleo.api.conversation.getAll()).to.deep.equal([one, two]);
    await cleo.next('conversations:change', (changed) => changed[0]?.destination === two!.destination);
    expect(cleo.all('conversations:change').at(-1)).to.deep.equal([{ destination: 'eve@town', type: 'im' }]);
  });

  it('carry a message of several parts to the other, who hears of it [RB-conv-04] [RB-conv-12] [RB-conv-13]', async () => {
    const [fay, gil] = [await face('fay'), await face('gil')];
    const message = fay.api.conversation.get('gil')!.createMessage({ type: 'text', text: 'Hello' });
    message.addPart({ type: 'text', text: 'there' });
    expect(fay.api.conversation.get('gil')!.getMessages()).to.deep.equal([]);
    message.send();
    expect(fay.api.conversation.get('gil')!.getMessages()).to.deep.equal([message]);
    expect(message.isPending).to.equal(true);
    const got = await received(gil, 'fay', 'Hello\nthere');
    expect(gil.api.conversation.getAll().map(({ destination }) => destination)).to.deep.equal(['fay@town']);
    expect(got).to.include({ sender: 'fay@town', isPending: false, read: false });
    await fay.until(() => !message.isPending);
    expect(texts(fay.api.conversation.get('gil')!.getMessages())).to.deep.equal(['Hello\nthere']);
  });

  it('describe their messages, oldest first, by ids that stay [RB-conv-06] [RB-conv-09] [RB-conv-11]', async () => {
    const [hal, ida] = [await face('hal'), await face('ida')];
    const id = await said(hal, 'ida', 'one');
    const got = await received(ida, 'hal', 'one');
    await said(ida, 'hal', 'two');
    await received(hal, 'ida', 'two');
    const talk = hal.api.conversation.get('ida')!;
    expect(texts(talk.getMessages())).to.deep.equal(['one', 'two']);
    const mine = talk.getMessage(id)!;
    expect(mine).to.include({ messageId: id, sender: 'hal@town', type: 'im', isPending: false });
    expect(mine.destination).to.deep.equal(['ida@town']);
    expect(Math.abs(Date.now() / 1000 - mine.timestamp)).to.be.lessThan(60);
    expect(Number.isInteger(mine.timestamp)).to.equal(true);
    expect(got.messageId).to.not.equal(id);
    expect(got).to.not.have.property('type');
    expect(got.destination).to.deep.equal(['ida@town']);
    expect(talk.getMessage('none')).to.equal(undefined);
  });

  it('mark a message as read, which its sender sees [RB-conv-07]', async () => {
    const [jon, kim] = [await face('jon'), await face('kim')];
    const id = await said(jon, 'kim', 'read me');
    const got = await received(kim, 'jon', 'read me');
    expect([got.read, jon.api.conversation.get('kim')!.getMessage(id)!.read]).to.deep.equal([false, false]);
    got.markRead();
    const [theirs, his] = [kim.api.conversation.get('jon')!, jon.api.conversation.get('kim')!];
    await kim.until(() => theirs.getMessage(got.messageId)!.read);
    await jon.until(() => his.getMessage(id)!.read);
  });

  it('forget what was said here, and nowhere else [RB-conv-05]', async () => {
    const [lea, max] = [await face('lea'), await face('max')];
    await said(lea, 'max', 'old');
    await received(max, 'lea', 'old');
    const talk = max.api.conversation.get('lea')!;
    talk.clearMessages();
    expect(talk.getMessages()).to.deep.equal([]);
    await said(lea, 'max', 'new');
    await received(max, 'lea', 'new');
    expect(texts(talk.getMessages())).to.deep.equal(['new']);
    expect(texts(lea.api.conversation.get('max')!.getMessages())).to.deep.equal(['old', 'new']);
  });

  it('tell listeners of their own, until these do not listen any more [RB-conv-10] [RB-conv-17]', async () => {
    const [ned, ola] = [await face('ned'), await face('ola')];
    await said(ned, 'ola', 'first');
    await received(ola, 'ned', 'first');
    const heard: unknown[] = [];
    const undo = ola.api.conversation.get('ned')!.subscribe((...about) => heard.push(about));
    const from = ola.heard.length;
    await said(ned, 'ola', 'second');
    const change = await ola.next('messages:change', ({ messageId }) => messageId !== undefined, from);
    expect(change).to.include({ destination: 'ned@town', type: 'im', sender: 'ned@town' });
    // beside it there may be news without a message, such as the rest of the history
    expect(heard.filter((about) => (about as unknown[])[1] !== undefined)).to.deep.equal([['ned@town', change.messageId]]);
    undo();
    const before = heard.length;
    const later = ola.heard.length;
    await said(ned, 'ola', 'third');
    await ola.next('messages:change', () => true, later);
    expect(heard.length).to.equal(before);
  });

  it('send a message on to another user [RB-conv-08]', async () => {
    const [vic, wim, xia] = [await face('vic'), await face('wim'), await face('xia')];
    await said(vic, 'wim', 'pass it on');
    const got = await received(wim, 'vic', 'pass it on');
    got.forward('xia');
    const passed = await received(xia, 'wim', 'pass it on');
    expect(passed.sender).to.equal('wim@town');
    const from = wim.heard.length;
    got.forward('');
    expect((await wim.next('messages:error', () => true, from)).error.code).to.equal('messaging:1');
  });

  it('send as im, the one type there is without a gateway [RB-conv-14]', async () => {
    const pia = await face('pia');
    expect(pia.api.conversation.chatTypes).to.deep.equal({ IM: 'im', SMS: 'sms' });
    expect(pia.api.conversation.get('quin')!.createMessage({ type: 'text', text: 'x' }).type).to.equal(pia.api.conversation.chatTypes.IM);
  });

  it('tell what could not be done, and let a message be sent again [RB-conv-18]', async () => {
    await face('sam');
    const ray = await Face.of(town, 'ray', { services: ['call'] });
    faces.push(ray);
    const talk = ray.api.conversation.get('sam')!;
    const message = talk.createMessage({ type: 'text', text: 'too early' });
    message.send();
    const { error } = await ray.next('messages:error');
    expect(error.code).to.equal('messaging:1');
    expect(talk.getMessages()).to.deep.equal([]);
    ray.api.services.subscribe(['chat']);
    await ray.until(() => ray.api.services.getSubscriptions().subscribed.includes('chat'));
    message.send();
    await ray.until(() => !message.isPending);
    message.send();
    message.addPart({ type: 'text', text: 'too late' });
    await ray.until(() => ray.all('messages:error').length === 3);
    expect(texts(talk.getMessages())).to.deep.equal(['too early']);
  });

  it('are found again by a later session, with what was not read while nobody was there', async () => {
    const [tom, uma] = [await face('tom'), await face('uma')];
    for (const text of ['one', 'two']) await said(tom, 'uma', text);
    await received(uma, 'tom', 'two');
    uma.api.services.unsubscribe(['chat']);
    await uma.until(() => uma.api.services.getSubscriptions().subscribed.length === 0);
    await said(tom, 'uma', 'three');
    const again = await face('uma', 'another');
    await again.next('messages:change', ({ destination }) => destination === 'tom@town');
    expect(texts(again.api.conversation.getAll()[0]!.getMessages())).to.deep.equal(['one', 'two', 'three']);
    const rooms = await town.server.core.execute({ kind: 'user', appId: APP, userId: 'tom' }, 'channel.joined', {});
    expect(rooms.channels.length).to.equal(1);
  });
});
