import { isEarshotError } from '../../../src/core/protocol/index.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { type RunningCore, startCore } from '../../../test/server-fixture.ts';
import { fold, needleOf, WordFinder } from './word-finder.ts';

const found = (patterns: string[], text: string): string[] => {
  const finder = new WordFinder(patterns.map((pattern) => ({ text: needleOf(pattern)!, marked: true })));
  return finder.find(fold(text)).ranges.map(({ from, to }) => text.slice(from, to));
};

describe('words in a text', () => {
  it('are found whole, whatever their case, accents and width', () => {
    expect(found(['darn'], 'Darn! DÁRN, dａrn; da\u00adrn')).to.deep.equal(['Darn', 'DÁRN', 'dａrn', 'da\u00adrn']);
    expect(found(['darn'], 'darning undarn darn_ing')).to.deep.equal(['darn']);
    expect(found(['darn it'], 'darn   it, and darn, it')).to.deep.equal(['darn   it', 'darn, it']);
  });

  it('are found by beginning, end or middle where a star says so', () => {
    expect(found(['dar*'], 'darning cedar dar')).to.deep.equal(['dar', 'dar']);
    expect(found(['*dar'], 'darning cedar dar')).to.deep.equal(['dar', 'dar']);
    expect(found(['*가*'], '나가다 각')).to.deep.equal(['가']);
    expect(found(['나쁜*'], '나쁜말을 안나쁜말')).to.deep.equal(['나쁜']);
  });

  it('are found when one holds the other, or two are one when folded', () => {
    const finder = new WordFinder(['*bc*', '*abcd*', 'x', 'X'].map((pattern) => ({ text: needleOf(pattern)!, marked: true })));
    expect([...finder.find(fold('abcd x')).needles].sort()).to.deep.equal([0, 1, 2, 3]);
    expect([...finder.find(fold('zbcd')).needles]).to.deep.equal([0]);
  });

  it('make no pattern of stars and signs alone, nor of a star inside', () => {
    for (const bad of ['', '*', '**', '!!', 'a*b', '***a', 'x'.repeat(201)]) expect(needleOf(bad), bad).to.equal(undefined);
  });

  it('cost a step a letter: a megabyte of what patterns begin with makes no more of them', () => {
    const patterns = Array.from({ length: 150 }, (_, i) => `*${'a'.repeat(i + 1)}*`);
    const finder = new WordFinder([...patterns, `${'a'.repeat(199)}b*`].map((pattern) => ({ text: needleOf(pattern)!, marked: false })));
    const { needles, ranges } = finder.find(fold('a'.repeat(1_048_576)));
    expect([needles.size, ranges.length]).to.deep.equal([150, 0]);
  });
});

describe('word rules', () => {
  const clock = new FakeClock();
  let server: RunningCore;
  const APP = { kind: 'app', appId: 'demo' } as const;
  const send = async (content: string, userId = 'bob') =>
    (await server.core.send('demo', userId, { client_id: crypto.randomUUID(), channel_id: 'talk', type: 'text', content })).message;
  before(async () => {
    server = await startCore({ clock });
    await server.users('alice', 'bob', 'carol');
    await server.channel('talk', ['alice', 'bob', 'carol']);
    await server.core.moderation.putWord('demo', { pattern: 'Vile', kind: 'profanity', action: 'block' });
    await server.core.moderation.putWord('demo', { pattern: 'darn*', kind: 'profanity', action: 'mask' });
    await server.core.moderation.putWord('demo', { pattern: 'cheap pills', kind: 'spam', action: 'report' });
  });
  after(() => server.close());

  it('refuse a text that holds a blocked word, sent or edited [GC-125]', async () => {
    const message = await send('fine');
    const actor = { kind: 'user', appId: 'demo', userId: 'bob' } as const;
    for (const asked of [
      send('so VILE!'),
      server.core.execute(actor, 'message.edit', { channel_id: 'talk', message_id: message.message_id, content: 'vile' }),
    ]) {
      const error: unknown = await asked.catch((reason: unknown) => reason);
      expect(isEarshotError(error, 'message:rejected') && error.toWire()).to.deep.include({ code: 1020, status: 400 });
    }
  });

  it('put stars in the place of a masked word; what stood there is for the writer and managers alone', async () => {
    const carol = await server.device('carol', { channels: true });
    const message = await send('Oh dárning socks');
    expect(message.content).to.equal('Oh ****ing socks');
    expect(message.filter).to.deep.equal({ type: ['profanity'], origin_content: 'Oh dárning socks' });
    const { entry } = await carol.entry('c:talk', (one) => one.kind === 'message' && one.message.message_id === message.message_id);
    expect(entry.kind === 'message' && entry.message).to.deep.include({ content: 'Oh ****ing socks', filter: { type: ['profanity'] } });
    expect(JSON.stringify(carol.frames)).to.not.contain('dárning');
    await carol.close();
  });

  it('report to the managers what is sent all the same, once a message', async () => {
    const alice = await server.device('alice');
    const message = await send('Cheap pills! cheap pills!');
    expect(message.content).to.equal('Cheap pills! cheap pills!');
    const { entry } = await alice.entry('u:alice', (one) => one.kind === 'report');
    expect(entry.kind === 'report' && entry.report).to.deep.include({ report_type: 'message', report_category: 'spam', reason: 'spam' });
    expect((await server.core.execute(APP, 'report.list', { channel_id: 'talk' })).reports).to.have.length(1);
    await alice.close();
  });

  it('hold until they are changed or deleted, and for one app alone', async () => {
    await server.core.apps.create({ appId: 'other' });
    expect(await server.core.moderation.words('other')).to.deep.equal([]);
    const [, rule] = await server.core.moderation.words('demo');
    expect(rule).to.include({ pattern: 'darn*', action: 'mask' });
    const again = await server.core.moderation.putWord('demo', { pattern: ' DARN* ', kind: 'mild', action: 'report' });
    expect(again.rule_id).to.equal(rule!.rule_id);
    expect(await send('darn')).to.include({ content: 'darn' });
    await server.core.moderation.deleteWord('demo', again.rule_id);
    expect((await send('darn')).content).to.equal('darn');
    const error: unknown = await server.core.moderation.deleteWord('demo', again.rule_id).catch((reason: unknown) => reason);
    expect(isEarshotError(error, 'request:not-found')).to.equal(true);
    const { records } = await server.core.moderation.audit('demo', {});
    expect(records.map((one) => one.action).filter((action) => action.startsWith('word'))).to.deep.equal([
      'word_delete',
      'word_put',
      'word_put',
      'word_put',
      'word_put',
    ]);
  });
});
