import { after, before, describe, expect, it } from '../harness.ts';
import { noise, pictureLoaded, row, sendFiles } from './demo-list.ts';
import { connected, DemoStage } from './demo-stage.ts';
import type { Passing } from './relay.ts';

const WIDTH = 480;

/** Where the line goes down. A whole cut: every line of the page, and none comes up until it has noticed. */
const CUTS: { when: string; here(passing: Passing): boolean }[] = [
  { when: 'as the upload starts', here: ({ direction, text }) => direction === 'up' && /^POST \/v1\/uploads/.test(text) },
  { when: 'with the upload made and nothing of it sent', here: ({ direction, text }) => direction === 'up' && /^PATCH \/v1\/uploads\//.test(text) },
  { when: 'in the middle of the upload', here: ({ direction, kind, before }) => direction === 'up' && kind === 'http' && before > 200_000 },
  { when: 'after the upload, before its answer is here', here: ({ direction, text }) => direction === 'down' && /\r\nearshot-file-id:/i.test(text) },
  { when: 'before the message leaves', here: ({ direction, text }) => direction === 'up' && /"t":"send"/.test(text) },
  {
    when: 'after the message was stored, before its ack or echo is here',
    here: ({ direction, kind, text }) => direction === 'down' && kind === 'frame' && /cut-5\.png/.test(text),
  },
];

describe('a picture whose sender loses the line', () => {
  let stage: DemoStage;
  before(async () => {
    stage = await DemoStage.start();
  });
  after(() => stage.stop());

  for (const [index, { when, here }] of CUTS.entries()) {
    it(`is there once on both sides: cut ${when}`, async () => {
      const alice = await stage.open('alice');
      const bob = await stage.open('bob', { direct: true });
      const name = `cut-${index}.png`;
      const buffer = await noise(alice, WIDTH, 300);
      let cuts = 0;
      stage.cutBefore = (passing) => {
        if (cuts || !here(passing)) return false;
        cuts++;
        stage.cut();
        return true;
      };
      const reconnecting = alice.waitForFunction(
        () => (document.querySelector('earshot-client') as unknown as { client: { state: string } }).client.state === 'reconnecting',
      );
      await sendFiles(alice, [{ name, buffer }]);
      await reconnecting;
      stage.cutBefore = undefined;
      stage.mend();
      await connected(alice);
      const mark = new RegExp(name.replace('.', '\\.'));
      await Promise.all([pictureLoaded(alice, mark, WIDTH), pictureLoaded(bob, mark, WIDTH)]);
      // whatever would come twice has come before this
      await alice.getByRole('textbox', { name: 'Message Lobby' }).fill(`after ${index}`);
      await alice.getByRole('textbox', { name: 'Message Lobby' }).press('Enter');
      await row(bob, `after ${index}`).waitFor();
      await alice.reload();
      await row(alice, `after ${index}`).waitFor();
      for (const page of [alice, bob]) expect(await page.getByRole('listitem').getByRole('link', { name: mark }).count()).to.equal(1);
      await pictureLoaded(alice, mark, WIDTH);
      expect(cuts).to.equal(1);
      await alice.context().close();
      await bob.context().close();
    });
  }
});
