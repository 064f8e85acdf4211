import { FakeClock } from '../../../test/fake-clock.ts';
import { Page } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import { PresenceWatch } from './presence.ts';

describe('who is here', () => {
  it('is asked once for all badges, again after a while and on a new line, and no more when the last badge is gone', async () => {
    const server = new FakeServer();
    server.room('lobby', 'alice', 'bob', 'carol');
    const clock = new FakeClock(server.nowMs);
    const { connection } = new Page(server, clock, 'alice');
    const bob = new Page(server, clock, 'bob');
    const asked = () => server.sockets.flatMap((socket) => socket.wrote('request')).filter(({ method }) => method === 'presence.get');
    await clock.advance(100);
    const presence = new PresenceWatch({ connection, clock, settings: defaultSettings });
    let changes = 0;
    presence.on('change', () => changes++);
    const ends = ['bob', 'carol', 'bob'].map((id) => presence.watch(id));
    await clock.advance(100);
    expect(asked().map(({ params }) => params)).to.deep.equal([{ user_ids: ['bob', 'carol'] }]);
    expect([presence.get('bob')?.online, presence.get('carol')?.online, presence.get('dan')]).to.deep.equal([true, false, undefined]);
    expect(presence.get('carol')?.lastSeenAtMs).to.be.a('number');
    await bob.close();
    await clock.advance(defaultSettings.onlineIntervalMs);
    expect([presence.get('bob')?.online, asked().length, changes]).to.deep.equal([false, 2, 2]);
    server.dropUser('alice');
    await clock.advance(100);
    expect(asked()).to.have.length(3);
    for (const end of ends) end();
    await clock.advance(defaultSettings.onlineIntervalMs * 3);
    expect(asked()).to.have.length(3);
    presence.dispose();
  });
});
