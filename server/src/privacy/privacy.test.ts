import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { refused, startTown } from '../../../test/chat-town.ts';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startCore, temporaryFolder } from '../../../test/server-fixture.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';

describe('a user who is erased', () => {
  it('is told, thrown out, and leaves nothing but the places of what he wrote', async () => {
    const folder = temporaryFolder();
    const town = await startTown({ dataDir: folder.path });
    try {
      await town.channel('desk', ['alice', 'bob', 'carol']);
      const said = await town.say('bob', 'desk', 'my secret is swordfish');
      await town.as('bob', 'message.edit', { channel_id: 'desk', message_id: said.message_id, content: 'my secret is still swordfish' });
      const answer = await town.say('alice', 'desk', 'really?', { reply_to: said.message_id });
      await town.as('bob', 'message.react', { channel_id: 'desk', message_id: answer.message_id, emoji: '👍', on: true });
      await town.sendFile('bob', 'desk', 'b0b');
      await town.core.logins.setPassword('demo', 'bob', 'long enough');
      const alice = await town.device('alice', { channels: true });
      const token = await town.mint('bob');
      const bob = await town.device('bob', { token });

      await town.core.privacy.erase('demo', 'bob');

      const { entry } = await bob.entry('u:bob', (one) => one.kind === 'user_delete');
      expect(entry.kind === 'user_delete' && entry.user).to.include({ user_id: 'bob', name: 'Bob' });
      await bob.untilClosed();
      expect(await refused(town.core.tokens.verify(token))).to.include({ error: 'user:not-found' });
      expect(await town.core.users.get('demo', 'bob')).to.equal(undefined);
      await alice.entry('c:desk', (one) => one.kind === 'leave' && one.user.user_id === 'bob');
      await alice.entry('c:desk', (one) => one.kind === 'message_delete' && one.message_id === said.message_id);
      await alice.entry('c:desk', (one) => one.kind === 'reaction' && !one.on && one.count === 0);
      const { messages } = await town.as('alice', 'message.list', { channel_id: 'desk' });
      expect(messages.map((one) => one.content)).to.deep.equal(['really?']);
      expect(messages[0]!.reply_to).to.include({ message_id: said.message_id, user_id: 'bob', name: 'bob', deleted: true });
      expect((await town.asApp('channel.get', { channel_id: 'desk' })).channel).to.include({
        member_count: 2,
        total_message_count: 1,
        total_file_count: 0,
      });

      await town.close(); // it holds the file
      const disk = new DatabaseSync(join(folder.path, 'earshot.db'), { readOnly: true });
      const tables = disk.prepare("select name from sqlite_master where type = 'table' and name not like 'words%'").all() as { name: string }[];
      for (const { name } of tables) {
        const text = JSON.stringify(disk.prepare(`select * from "${name}"`).all());
        expect(text, name).to.not.include('swordfish');
        expect(text, name).to.not.include('"Bob"');
        expect(text, name).to.not.include('\\"Bob\\"');
      }
      const offsets = disk.prepare("select offset from entries where stream = 'c:desk' order by offset").all() as { offset: number }[];
      expect(offsets.map(({ offset }) => offset)).to.deep.equal(offsets.map((_, i) => i + 1));
      disk.close();
    } finally {
      await town.close();
      folder.remove();
    }
  });

  it('may be made anew as somebody else, whom the tokens of old do not let in', async () => {
    const town = await startTown();
    const token = await town.mint('bob');
    await town.core.privacy.erase('demo', 'bob');
    await town.core.privacy.erase('demo', 'bob'); // asked again: the answer was lost
    expect(await refused(town.core.privacy.erase('demo', 'nobody'))).to.include({ error: 'user:not-found' });
    await town.core.users.create('demo', { user_id: 'bob', name: 'Another Bob' });
    expect(await refused(town.core.tokens.verify(token))).to.include({ error: 'auth:token-revoked' });
    expect(await town.core.tokens.verify(await town.mint('bob'))).to.include({ userId: 'bob' });
    await town.close();
  });

  it('is erased by the next start when the server stopped in the middle', async () => {
    const folder = temporaryFolder();
    const first = await startTown({ dataDir: folder.path });
    await first.channel('desk', ['alice', 'bob']);
    await first.say('bob', 'desk', 'to be forgotten');
    await first.close();
    const disk = new DatabaseSync(join(folder.path, 'earshot.db'));
    disk.exec("update users set deleted_at = 1 where user_id = 'bob'");
    disk.close();

    const again = await startCore({ dataDir: folder.path, appId: null });
    const alice = await again.device('alice', { resume: { 'c:desk': ['', 0] }, channels: true });
    await again.core.privacy.erase('demo', 'bob'); // joins what is under way
    expect((await alice.request('message.list', { channel_id: 'desk' })).messages).to.deep.equal([]);
    await again.close();
    folder.remove();
  });
});

describe('the REST face of privacy', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  it('exports everything of a user to the app alone, and takes his files off the disk with him', async () => {
    const { app, core, keys } = server;
    const bearer = await server.bearer('bob');
    await app.inject({ method: 'POST', url: '/v1/group/channels', headers: keys, payload: { channel_id: 'desk', name: 'Desk', members: ['bob'] } });
    const form = '--x\r\ncontent-disposition: form-data; name="file"; filename="plan.txt"\r\ncontent-type: text/plain\r\n\r\nthe plan\r\n--x--\r\n';
    const url = '/v1/group/channels/desk/messages';
    const sent = await app.inject({ method: 'POST', url, headers: { ...bearer, 'content-type': 'multipart/form-data; boundary=x' }, payload: form });
    expect(sent.statusCode, sent.body).to.equal(200);
    for (let i = 0; i < 250; i++) {
      await core.send('shop', 'bob', { client_id: `message-${i}`, channel_id: 'desk', type: 'text', content: `line ${i}` }, { byApp: true });
    }

    expect((await app.inject({ url: '/v1/users/bob/export', headers: bearer })).statusCode).to.equal(401);
    const answer = await app.inject({ url: '/v1/users/bob/export', headers: keys });
    expect(answer.headers['content-type']).to.equal('application/json; charset=utf-8');
    const all = answer.json();
    expect(all.user).to.include({ user_id: 'bob', guest: false });
    expect(all.messages).to.have.length(251);
    expect(all.messages.map((one: { content?: string }) => one.content)).to.include('line 249');
    expect(all.files).to.have.length(1);
    expect(all.channels).to.have.length(1);
    expect(answer.body).to.not.include('client-secret');
    expect((await app.inject({ url: '/v1/users/nobody/export', headers: keys })).json().error).to.equal('user:not-found');

    const onDisk = async () =>
      (await readdir(join(server.config.dataDir, 'files'), { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    expect(await onDisk()).to.have.length(1);
    expect((await app.inject({ method: 'DELETE', url: '/v1/users/bob', headers: bearer })).statusCode).to.equal(401);
    expect((await app.inject({ method: 'DELETE', url: '/v1/users/bob', headers: keys })).statusCode).to.equal(200);
    expect(await onDisk()).to.have.length(0);
    expect((await app.inject({ url: '/v1/users/bob/export', headers: keys })).json().error).to.equal('user:not-found');
    expect((await app.inject({ url, headers: keys })).json().messages).to.deep.equal([]);
    expect(await core.privacy.removals()).to.deep.equal([]);
  });
});
