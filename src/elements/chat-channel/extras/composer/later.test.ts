import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { NOW } from '../../testing.ts';
import { openComposer } from './testing.ts';

const HOUR_MS = 3_600_000;
const openMenu = (node: HTMLElement) => node.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));

describe('sending later', () => {
  it('opens on the menu of Send, schedules what is written and empties the box', async () => {
    const { el, view, root, $, soon, area, sent, settled } = await openComposer();
    el.focus();
    await sendKeys({ type: 'Good morning' });
    openMenu($('[part=send]'));
    await soon('.later');
    await settled();
    expect(root.activeElement!.textContent).to.contain('In an hour');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(view.asked).to.contain(`schedule ${JSON.stringify(['Good morning', NOW + HOUR_MS])}`);
    expect(area().value).to.equal('');
    expect(sent()).to.deep.equal([]);
    expect($('.later')).to.equal(null);
  });

  it('keeps the text when it cannot be scheduled, and closes on Escape', async () => {
    const { el, $, soon, area, settled, root } = await openComposer((view) => (view.deeds.schedule = () => Promise.reject(new Error('no'))));
    el.focus();
    await sendKeys({ type: 'Good morning' });
    openMenu($('[part=send]'));
    await soon('.later');
    await settled();
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(area().value).to.equal('Good morning');
    openMenu($('[part=send]'));
    await soon('.later');
    await settled();
    await sendKeys({ press: 'Escape' });
    await settled();
    expect($('.later')).to.equal(null);
    expect(root.activeElement === area()).to.equal(true);
  });

  it('lists what waits, and takes it back', async () => {
    const dropped: string[] = [];
    const { el, $, soon, settled } = await openComposer((view) => {
      view.deeds.scheduled = async () => [
        { schedule_id: 'schedule-1', send_at: NOW + HOUR_MS, created_at: NOW, draft: { channel_id: 'lobby', type: 'text', content: 'See you' } },
      ];
      view.deeds.unschedule = async (id) => void dropped.push(id);
    });
    el.focus();
    await sendKeys({ type: 'x' });
    openMenu($('[part=send]'));
    (await soon('[aria-label="Don’t send: See you"]')).click();
    await settled();
    expect(dropped).to.deep.equal(['schedule-1']);
    expect($('.later li')).to.equal(null);
  });
});
