import { FakeClock } from '../../../test/fake-clock.ts';
import { Page, texts, until } from '../../../test/fake-page.ts';
import { FakeServer } from '../../../test/fake-server.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { ChatMessage } from './api.ts';
import { memoryStore } from './index.ts';
import type { UploadJob } from './ports.ts';

/** Uploads that end when the test says so. */
function setUp() {
  const server = new FakeServer();
  const lobby = server.room('lobby', 'alice', 'bob');
  const clock = new FakeClock(server.nowMs);
  const store = memoryStore();
  const jobs: (UploadJob & { end(): void })[] = [];
  const upload = (job: UploadJob) =>
    new Promise<string>((resolve, reject) => {
      jobs.push({ ...job, end: () => resolve(`file-of-${job.file.name}`) });
      job.started(`http://localhost/v1/uploads/${job.file.name}`);
      job.signal.addEventListener('abort', () => reject(job.signal.reason));
    });
  const page = new Page(server, clock, 'alice', { store, upload });
  return { server, lobby, clock, store, jobs, upload, page, view: page.open() };
}
const file = (name: string) => new File(['bytes'], name, { type: 'text/plain' });

describe('several files', () => {
  it('go up three at a time, and are sent in the order in which they were given', async () => {
    const { lobby, clock, jobs, view } = setUp();
    for (const name of ['a', 'b', 'c', 'd']) view.sendFile(file(name));
    view.sendText('done');
    await clock.advance(100);
    expect(jobs.map((job) => job.file.name)).to.deep.equal(['a', 'b', 'c']);
    jobs[2]!.end();
    jobs[1]!.end();
    await clock.advance(100);
    expect([jobs.length, lobby.messages.length]).to.deep.equal([4, 0]);
    jobs[0]!.end();
    jobs[3]!.end();
    await until(clock, () => lobby.messages.length === 5, 'all are sent');
    await clock.advance(100);
    expect(texts(view)).to.deep.equal(['file-of-a', 'file-of-b', 'file-of-c', 'file-of-d', 'done']);
  });

  it('can be paused and resumed one by one, also by the next page, without losing what is up', async () => {
    const { server, lobby, clock, store, jobs, upload, page, view } = setUp();
    const key = view.sendFile(file('big'));
    view.sendText('meanwhile');
    await clock.advance(100);
    const { pause } = await view.actions();
    pause(key);
    await until(clock, () => lobby.messages.length === 1, 'the text went before it');
    const shown = () => view.items.find((item) => item.key === key) as ChatMessage;
    expect([jobs[0]!.signal.reason, shown().paused, shown().sendState]).to.deep.equal(['paused', true, 'sending']);
    await page.close();
    const next = new Page(server, clock, 'alice', { store, upload });
    const again = next.open();
    await clock.advance(1_000);
    expect(jobs).to.have.length(1);
    (await again.actions()).resume(key);
    await clock.advance(100);
    expect(jobs[1]!.uploadUrl).to.equal('http://localhost/v1/uploads/big');
    jobs[1]!.end();
    await until(clock, () => lobby.messages.length === 2, 'it is sent');
    expect(lobby.messages[1]!.client_id).to.equal(key);
  });
});
