import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { listenToSpeech } from '../../../internal/testing.ts';
import { alice, fakeUser, NOW, said } from '../../testing.ts';
import { openComposer } from './testing.ts';

const maya = fakeUser('maya', 'Maya Okafor');

describe('answering and changing a message', () => {
  it('quotes above the box, takes the focus, and sends the answer with the id of the quoted message', async () => {
    const { el, view, $, area, root, sent, settled } = await openComposer((first) => (first.items = [said(maya, 'How many bowls?', NOW)]));
    const item = view.items[0]!;
    el.reply(item as never);
    await settled();
    expect(root.activeElement === area()).to.equal(true);
    expect($('#ctx').textContent).to.contain('Maya Okafor');
    expect($('#ctx').textContent).to.contain('How many bowls?');
    expect(area().getAttribute('aria-describedby')).to.contain('ctx');
    await expect(el).to.be.accessible();
    await sendKeys({ type: 'Forty' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal(['send Forty']);
    expect(view.sentWith).to.deep.equal([{ replyTo: (item as ReturnType<typeof said>).message!.message_id }]);
    expect($('#ctx')).to.equal(null);
  });

  it('changes the last message of mine on ↑ in an empty box, and gives the draft back', async () => {
    const speech = listenToSpeech();
    const { el, view, $, area, sent, settled } = await openComposer((first) => {
      first.items = [said(alice, 'Sorry, shelf C', NOW), said(maya, 'ok', NOW)];
    });
    el.focus();
    await sendKeys({ press: 'ArrowUp' });
    await settled();
    expect(area().value).to.equal('Sorry, shelf C');
    expect(view.draft).to.equal('');
    expect($('[part=send]').ariaLabel).to.equal('Save');
    await expect(el).to.be.accessible();
    await sendKeys({ type: ', third row' });
    expect(view.draft).to.equal('');
    await sendKeys({ press: 'Enter' });
    await settled();
    const id = (view.items[0] as ReturnType<typeof said>).message!.message_id;
    expect(view.asked).to.contain(`edit ${JSON.stringify([id, 'Sorry, shelf C, third row'])}`);
    expect(sent()).to.deep.equal([]);
    expect(area().value).to.equal('');
    expect($('[part=send]').checkVisibility()).to.equal(false);
    expect(speech.said).to.contain('Saved.');
    speech.stop();
  });

  it('leaves a change on Escape as it was, with what stood in the box before', async () => {
    const { el, view, $, area, settled } = await openComposer((first) => (first.items = [said(alice, 'first', NOW)]));
    el.focus();
    await sendKeys({ type: 'half' });
    el.edit(view.items[0] as never);
    await settled();
    expect(area().value).to.equal('first');
    await sendKeys({ press: 'Escape' });
    await settled();
    expect($('#ctx')).to.equal(null);
    expect(area().value).to.equal('half');
    expect(view.asked.filter((asked) => asked.startsWith('edit'))).to.deep.equal([]);
  });

  it('keeps what was written when the server refuses the change', async () => {
    const speech = listenToSpeech();
    const { el, view, $, area, settled } = await openComposer((first) => {
      first.items = [said(alice, 'first', NOW)];
      first.deeds.edit = () => Promise.reject(new Error('no'));
    });
    el.edit(view.items[0] as never);
    await settled();
    await sendKeys({ type: ' and more' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(area().value).to.equal('first and more');
    expect($('#ctx').textContent).to.contain('Editing');
    expect(speech.assertive).to.deep.equal(['Not saved. Check your connection, then try again.']);
    speech.stop();
  });

  it('changes neither what somebody else wrote nor what is still on its way', async () => {
    const { el, view, $, settled } = await openComposer((first) => {
      first.items = [said(maya, 'hers', NOW), said(alice, 'mine', NOW, { message: undefined, sendState: 'sending' })];
    });
    for (const item of view.items) el.edit(item as never);
    await settled();
    expect($('#ctx')).to.equal(null);
  });
});

describe('pictures in the composer', () => {
  it('sends a picture without its tags, before the text that follows and after nothing else', async () => {
    const { el, $, area, sent, settled } = await openComposer();
    const files: File[] = [];
    el.addEventListener('chat-channel-sent', ({ file }) => file && files.push(file));
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xfe, 0, 8, 83, 69, 67, 82, 69, 84, 0xff, 0xd9]); // a comment, and nothing to see
    const data = new DataTransfer();
    data.items.add(new File([jpeg], 'a.jpg', { type: 'image/jpeg' }));
    area().dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    await settled();
    expect(area().placeholder).to.equal('Add a caption');
    await expect(el).to.be.accessible();
    $('[part=send]').click();
    await sendKeys({ type: 'next' });
    await sendKeys({ press: 'Enter' });
    while (sent().length < 2) await settled();
    expect(sent()).to.deep.equal(['send a.jpg', 'send next']);
    expect(files[0]!.size).to.equal(4);
  });
});

describe('what the end of the box offers', () => {
  it('is the microphone while there is nothing to send, and Send with the first letter', async () => {
    const { el, $, settled } = await openComposer();
    expect($('.mic').ariaLabel).to.equal('Record voice message');
    expect($('[part=send]').checkVisibility()).to.equal(false);
    await expect(el).to.be.accessible();
    el.focus();
    await sendKeys({ type: 'x' });
    await settled();
    expect($('.mic')).to.equal(null);
    expect($('[part=send]').ariaLabel).to.equal('Send');
  });

  it('has no emoji button where there is little room', async () => {
    const { $ } = await openComposer(() => {}, 380);
    expect($('[aria-label="Insert emoji"]').checkVisibility()).to.equal(false);
  });
});
