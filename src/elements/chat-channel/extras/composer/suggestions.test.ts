import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { listenToSpeech } from '../../../internal/testing.ts';
import { fakeUser } from '../../testing.ts';
import { openComposer } from './testing.ts';

const people = [fakeUser('alice', 'Alice'), fakeUser('amira', 'Amira Haddad'), fakeUser('aiko', 'Aiko Kimura'), fakeUser('bo', 'Bo Ahlberg')];
const open = () => openComposer((view) => (view.members = people));

describe('naming somebody', () => {
  it('offers members while @ is written, by arrows and Enter, without leaving the box, and sends who was named', async () => {
    const speech = listenToSpeech();
    const { el, root, $, area, sent, view, settled } = await open();
    const options = () => [...root.querySelectorAll('[role=option]')].map((node) => node.querySelector('.trunc')!.textContent);
    el.focus();
    await sendKeys({ type: 'Ask @a' });
    await settled();
    expect(options()).to.deep.equal(['Amira Haddad', 'Aiko Kimura', 'Bo Ahlberg']);
    expect(speech.said).to.contain('3 suggestions');
    expect(area().getAttribute('aria-controls')).to.equal($('[role=listbox]').id);
    const active = () => $(`#${area().getAttribute('aria-activedescendant')}`);
    expect(active().textContent).to.contain('Amira');
    await expect(el).to.be.accessible();
    await sendKeys({ press: 'ArrowDown' });
    await settled();
    expect(active().textContent).to.contain('Aiko');
    expect(active().ariaSelected).to.equal('true');
    expect(root.activeElement === area()).to.equal(true);
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(area().value).to.equal('Ask @Aiko Kimura ');
    expect($('[role=listbox]')).to.equal(null);
    expect(area().hasAttribute('aria-activedescendant')).to.equal(false);
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal(['send Ask @Aiko Kimura']);
    expect(view.sentWith).to.deep.equal([{ mentions: ['aiko'] }]);
    speech.stop();
  });

  it('names nobody who was taken out of the text again', async () => {
    const { el, view, settled } = await open();
    el.focus();
    await sendKeys({ type: '@am' });
    await sendKeys({ press: 'Tab' });
    await settled();
    await sendKeys({ press: 'Control+a' });
    await sendKeys({ type: 'nobody' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(view.sentWith).to.deep.equal([undefined]);
  });

  it('closes the list first on Escape, and leaves it closed for that word', async () => {
    const { el, $, area, sent, settled } = await open();
    el.focus();
    await sendKeys({ type: '@a' });
    await settled();
    await sendKeys({ press: 'Escape' });
    await settled();
    expect($('[role=listbox]')).to.equal(null);
    await sendKeys({ type: 'm' });
    await settled();
    expect($('[role=listbox]')).to.equal(null);
    expect(area().value).to.equal('@am');
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal(['send @am']);
  });

  it('leaves an address of mail alone', async () => {
    const { el, $, settled } = await open();
    el.focus();
    await sendKeys({ type: 'mail me@a' });
    await settled();
    expect($('[role=listbox]')).to.equal(null);
  });
});

describe('emoji', () => {
  it('offers shortcodes from two letters on, and puts the emoji in', async () => {
    const { el, $, soon, area, settled } = await open();
    el.focus();
    await sendKeys({ type: 'well :t' });
    await settled();
    expect($('[role=listbox]')).to.equal(null);
    await sendKeys({ type: 'humbs_u' });
    expect((await soon('[role=option]')).textContent).to.contain(':thumbs_up:');
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(area().value).to.equal('well 👍 ');
  });

  it('opens its picker on request: search, arrows and Enter put one at the caret, Escape goes back', async () => {
    const { el, root, $, soon, area, settled } = await open();
    el.focus();
    await sendKeys({ type: 'ab' });
    await sendKeys({ press: 'ArrowLeft' });
    $('[aria-label="Insert emoji"]').click();
    await soon('.emo-p');
    await settled();
    expect(root.activeElement!.className).to.equal('emo-q');
    await expect(el).to.be.accessible();
    await sendKeys({ type: 'hot beverage' });
    await settled();
    expect($('.emo button').textContent).to.equal('☕');
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(area().value).to.equal('a☕b');
    expect(root.activeElement === area()).to.equal(true);
    $('[aria-label="Insert emoji"]').click();
    await soon('.emo-p');
    await settled();
    expect($('.emo button').textContent).to.equal('☕'); // used last
    await sendKeys({ press: 'Escape' });
    await settled();
    expect($('.emo-p')).to.equal(null);
    expect(root.activeElement === area()).to.equal(true);
  });
});
