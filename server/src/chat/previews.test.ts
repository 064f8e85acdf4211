import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ChatTown, refused, startTown } from '../../../test/chat-town.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { createSafeFetch } from '../net/safe-fetch.ts';
import { readPageMeta } from './page-meta.ts';
import { linksOf } from './previews.ts';

describe('previews of links', () => {
  const clock = new FakeClock();
  let web: Server;
  let town: ChatTown;
  let base: string;
  const asked: string[] = [];
  const pages: Record<string, [type: string, body: string]> = {
    '/news': [
      'text/html; charset=utf-8',
      '<title>Old</title><meta property="og:title" content="It&#39;s &lt;b&gt;out&lt;/b&gt;"><meta name=description content="All of it">',
    ],
    '/script': ['application/javascript', '<title>Not a page</title>'],
    '/silence': ['text/html', 'nothing here'],
  };
  before(async () => {
    web = createServer((request, response) => {
      asked.push(request.url!);
      const [type, body] = pages[request.url!] ?? ['text/html', ''];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    base = `http://web.example:${(web.address() as AddressInfo).port}`;
    const policy = {
      resolve: async (host: string) => [host === 'web.example' ? '127.0.0.1' : '10.0.0.1'],
      allows: (address: string) => address === '127.0.0.1',
    };
    town = await startTown({ clock, linkPreviews: createSafeFetch({ clock, policy }) });
    await town.channel('links', ['alice', 'bob']);
  });
  after(async () => {
    await town.close();
    web.closeAllConnections();
    web.close();
  });

  it('come after the message, as plain text, once for the same link, and go with an edit', async () => {
    const bob = await town.device('bob', { channels: true });
    const { message_id } = await town.say('alice', 'links', `look: ${base}/news.`);
    const update = (id: number) => bob.entry('c:links', (one) => one.kind === 'message_update' && one.message.message_id === id);
    const { entry } = await update(message_id);
    const preview = { url: `${base}/news`, title: "It's <b>out</b>", description: 'All of it' };
    expect(entry.kind === 'message_update' && entry.message.previews).to.deep.equal([preview]);
    expect(entry.kind === 'message_update' && entry.message).to.not.have.property('edited_at');
    const second = await town.say('bob', 'links', `again ${base}/news`);
    await update(second.message_id);
    expect(asked.filter((url) => url === '/news')).to.have.length(1);
    const { message } = await town.as('alice', 'message.edit', { channel_id: 'links', message_id, content: 'never mind' });
    expect(message).to.not.have.property('previews');
  });

  it('are none of what is no page, of what is inside, and of more than three links', async () => {
    const bob = await town.device('bob', { channels: true });
    const from = asked.length;
    const shown = async (text: string): Promise<string[]> => {
      const { message_id } = await town.say('alice', 'links', text);
      const { entry } = await bob.entry('c:links', (one) => one.kind === 'message_update' && one.message.message_id === message_id);
      return entry.kind === 'message_update' ? entry.message.previews!.map((one) => one.url) : [];
    };
    expect(await shown(`${base}/script http://inside.example/ ${base}/news`)).to.deep.equal([`${base}/news`]);
    expect(await shown(`${base}/silence ${base}/2 ${base}/news ${base}/4`)).to.deep.equal([`${base}/news`]);
    expect(asked.slice(from)).to.deep.equal(['/script', '/silence', '/2']);
  });

  it('are off unless switched on', async () => {
    const quiet = await startTown();
    await quiet.channel('links', ['alice']);
    const from = asked.length;
    const { message_id } = await quiet.say('alice', 'links', `${base}/news`);
    expect((await quiet.as('alice', 'message.list', { channel_id: 'links' })).as_of).to.equal(message_id);
    await quiet.close();
    expect(asked.length).to.equal(from);
    expect(await refused(quiet.as('alice', 'message.list', { channel_id: 'links' }))).to.include({ error: 'connection:restart' });
  });
});

describe('what a page says about itself', () => {
  const read = (html: string, type = 'text/html') => readPageMeta(Buffer.from(html), type);

  it('is read from its title and meta tags, in any order, case and quotes', () => {
    expect(read('<TITLE lang=en>\n A  page\t&amp; more </TITLE>')).to.deep.equal({ title: 'A page & more' });
    expect(read(`<meta content='D' NAME="Description"><meta property=og:site_name content="S">`)).to.deep.equal({ description: 'D', site: 'S' });
    expect(readPageMeta(Buffer.from('<title>caf\xe9</title>', 'latin1'), 'text/html; charset=iso-8859-1')).to.deep.equal({ title: 'café' });
    expect(read('<title>x</title>', 'text/html; charset=never-heard')).to.deep.equal({ title: 'x' });
    expect(read('<body>nothing</body>')).to.deep.equal({});
  });

  it('cannot turn the writing around, hide controls, be too long or break a pair', () => {
    expect(read('<title>a\u202eb\u0007c&#x202e;d&#0;e\u2066</title>').title).to.equal('ab cde');
    expect(read(`<title>${'x'.repeat(299)}🎈</title>`).title).to.equal('x'.repeat(299));
    expect(read(`<title>${'&amp;'.repeat(1_000)}</title>`).title).to.equal('&'.repeat(300));
  });

  it('takes no longer for a page that was made to be slow', () => {
    const hostile = [
      `${'<meta '.repeat(80_000)}`,
      `<title>${'&'.repeat(500_000)}`,
      `<meta ${'a='.repeat(250_000)}>`,
      `<meta content="${'x '.repeat(200_000)}`,
    ];
    for (const html of hostile) expect(read(html)).to.be.an('object');
  });

  it('is looked for behind the links of a text', () => {
    expect(
      linksOf('see https://a.example/x?y=1, (http://b.example/) and https://a.example/x?y=1! ftp://c.example javascript:alert(1)'),
    ).to.deep.equal(['https://a.example/x?y=1', 'http://b.example/']);
    expect(linksOf('http://')).to.deep.equal([]);
    expect(linksOf(undefined)).to.deep.equal([]);
  });
});
